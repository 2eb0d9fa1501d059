"""A practice as text: title, facts, one section after the other, numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.cli.facts import Facts, joined, numbers
from kb.cli.output import Look, bold, pad, width_of, wrap
from kb.cli.texts import Texts
from kb.knowledgebase import KnowledgeBase
from kb.model import Event, Practice, Source
from kb.model.base import Result
from kb.model.practice import Adoption, Contact, open_contacts
from kb.model.types import TBA
from kb.translation.formats import (
    country_name,
    format_day,
    format_days,
    format_number,
    language_name,
)
from kb.translation.interface import gettext as _
from kb.translation.labels import field_label, value_label

_LISTS = ("goals", "measures", "results", "benefits", "success_factors")
_NARROW = 60
"""On terminals with fewer columns, facts stand below their names instead of beside them."""


class Page:
    """One practice as text.

    Args:
        base: the knowledge base.
        practice: what to show.
        lang: language of the reader.
        look: how to lay it out.
    """

    def __init__(self, base: KnowledgeBase, practice: Practice, lang: str, look: Look) -> None:
        self._base = base
        self._practice = practice
        self._lang = lang
        self._look = look
        self._facts = Facts(base, practice, lang)
        self._texts = self._facts.texts

    def lines(self) -> Iterator[str]:
        """All lines of the page."""
        yield from map(bold, wrap(self._texts.noted_title, self._look))
        yield ""
        yield from self._paragraphs("summary", self._practice.summary)
        yield ""
        yield from self._fact_box()
        for heading, lines in self._sections():
            if shown := list(lines):
                yield ""
                yield bold(heading)
                yield from shown

    def _fact_box(self) -> Iterator[str]:
        rows = list(self._facts.rows())
        width = max(width_of(label) for label, _values in rows)
        for label, values in rows:
            if (self._look.width or _NARROW) < _NARROW:
                yield label
                yield from (line for one in values for line in wrap(one, self._look, "  "))
                continue
            indent = " " * (width + 2)
            for number, value in enumerate(values):
                first = indent if number else pad(label, width) + "  "
                yield from wrap(value, self._look, indent, first)

    def _sections(self) -> Iterator[tuple[str, Iterable[str]]]:
        practice = self._practice
        yield field_label("context"), self._paragraphs("context", practice.context)
        for name in _LISTS:
            yield field_label(name), self._items(self._list(name))
        yield field_label("obstacles"), self._obstacles()
        yield field_label("transferability"), self._transferability()
        for name in ("resources", "legal_context"):
            yield field_label(name), self._paragraphs(name, getattr(practice, name))
        yield field_label("events"), self._items(map(self._event, practice.events))
        press = (
            joined(one.title, one.publisher, self._day(one.date), one.url) for one in practice.press
        )
        yield field_label("press"), self._items(press)
        links = (joined(self._line("links.title", one.title), one.url) for one in practice.links)
        yield field_label("links"), self._items(links)
        media = (joined(one.file, self._line("media.alt", one.alt), one.credit, one.licence)
                 for one in practice.media)  # fmt: skip
        yield field_label("media"), self._items(media)
        yield (
            field_label("contacts"),
            self._items(map(self._contact, open_contacts(practice.contacts))),
        )
        yield field_label("adopted_from"), self._items(map(self._adoption, practice.adopted_from))
        yield field_label("related"), self._items(map(self._named, practice.related))
        yield field_label("sources"), self._sources()

    # Pieces

    def _line(self, field: str, text: str | None) -> str:
        return self._texts.line(field, text)

    def _day(self, text: str | None) -> str | None:
        return format_day(text, self._lang) if text else None

    def _paragraphs(self, field: str, text: str | None) -> Iterator[str]:
        for number, one in enumerate(self._texts.paragraphs(field, text or "")):
            if number:
                yield ""
            yield from wrap(self._texts.noted(one), self._look)

    def _items(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            yield from wrap(text, self._look, "  ", "- ")

    def _list(self, name: str) -> Iterator[str]:
        for item in getattr(self._practice, name):
            yield self._result(item) if name == "results" else self._line(name, item)

    def _obstacles(self) -> Iterator[str]:
        for one in self._practice.obstacles:
            yield from self._items([self._line("obstacles.text", one.text)])
            if one.remedy:
                remedy = self._line("obstacles.remedy", one.remedy)
                sentence = _("What helped: %(remedy)s") % {"remedy": remedy}
                yield from wrap(sentence, self._look, "  ")

    def _result(self, result: Result) -> str:
        figure = ""
        if result.value is not None:
            indicator = self._line("results.indicator", result.indicator)
            unit = self._line("results.unit", result.unit)
            number = " ".join(filter(None, (format_number(result.value, self._lang), unit)))
            figure = f"{indicator}: {number}" if indicator else number
        kind = value_label("result", result.kind.value) if result.kind else None
        facts = joined(figure, self._day(result.on), kind)
        text = self._line("results.text", result.text)
        return (f"{text} ({facts})" if facts else text) + numbers(result.source)

    def _transferability(self) -> Iterator[str]:
        transfer = self._practice.transferability
        if transfer is None:
            return
        yield from self._paragraphs("transferability.text", transfer.text)
        for name in ("preconditions", "not_suitable_for"):
            if items := getattr(transfer, name):
                yield from wrap(field_label(name) + ":", self._look)
                field = f"transferability.{name}"
                yield from self._items(self._line(field, one) for one in items)

    def _event(self, event: Event) -> str:
        day = self._day(event.date) if event.date != TBA else _("date to be announced")
        if event.end and event.date != TBA:
            day = format_days(event.date, event.end, self._lang)
        country = country_name(event.country, self._lang) if event.country else None
        note = self._line("events.note", event.note)
        title = self._line("events.title", event.title)
        return joined(title, day, event.place, country, note, event.url)

    def _contact(self, contact: Contact) -> str:
        role = self._line("contacts.role", contact.role)
        langs = ", ".join(language_name(one, self._lang) for one in contact.languages)
        person = f"{contact.name} ({role})" if contact.name and role else contact.name or role
        reach = (contact.email, contact.phone, contact.url)
        return joined(person, contact.organisation, *reach, langs)

    def _adoption(self, adoption: Adoption) -> str:
        changes = self._line("adopted_from.changes", adoption.changes)
        return ". ".join(filter(None, (self._named(adoption.practice), changes)))

    def _named(self, practice_id: str) -> str:
        """Title and id of another practice; the id alone where it cannot be read."""
        other = self._base.find_record("practice", practice_id)
        if not isinstance(other, Practice):
            return practice_id
        texts = Texts(self._base.root, other, self._lang, self._facts.fallback)
        return f"{texts.noted_title} ({practice_id})"

    def _sources(self) -> Iterator[str]:
        width = len(str(len(self._practice.sources)))
        for number, source in enumerate(self._practice.sources, 1):
            first = f"{number:>{width}}. "
            yield from wrap(self._source(source), self._look, " " * len(first), first)

    def _source(self, source: Source) -> str:
        title = self._line("sources.title", source.title)
        note = self._line("sources.note", source.note)
        return joined(title, source.publisher, self._day(source.date), note, source.url)
