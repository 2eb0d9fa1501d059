"""Practices as rows and columns, before they are CSV or Excel: plain values under translated heads.

In two languages, a column whose words differ by language comes twice, each under its own
language's name; facts come once. Texts say what they are: one that is shown in another language
has that language behind it in brackets, and a column of its own says how far the row is
translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from kb.export.addresses import Addresses
from kb.export.shelf import Shelf
from kb.export.voices import FindFolder, Voices
from kb.model import Event, Practice, Source
from kb.model.base import Result
from kb.model.practice import Contact, Obstacle, Organisation, Role
from kb.model.practice import Funding as Claim
from kb.model.types import TBA
from kb.translation.formats import format_day, format_number, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import field_label, value_label
from kb.translation.localise import STATES, LocalText, worst_state
from kb.words.languages import primary


class Amount(NamedTuple):
    """An amount of money."""

    value: Decimal
    currency: str | None
    """ISO 4217."""


Cell = str | tuple[str, ...] | date | Decimal | int | float | Amount | None
"""What stands in a cell: a text, the items of a list, a full date, a number, or nothing."""


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    CODE = "code"
    LABEL = "label"
    TITLE = "title"
    NOTE = "note"
    PROSE = "prose"
    DATE = "date"
    NUMBER = "number"
    AMOUNT = "amount"
    URL = "url"


class Column(NamedTuple):
    """One column."""

    key: str
    """Stable name, never translated; with the language where the column comes twice."""
    head: str
    kind: Kind
    lang: str
    """Language of its words, BCP 47."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    key: str
    """Stable name, never translated: a key of `SHEETS`."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 2
    """Columns at the left that tell what a row is about."""


class Remark(NamedTuple):
    """One line of what the reader of a workbook should know."""

    name: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Tables:
    """All sheets, and what is to be known of them."""

    title: str
    about: str
    """Heading of the remarks."""
    langs: tuple[str, ...]
    created: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[tuple[Remark, ...], ...]
    """In each language; () for a workbook that needs none."""
    cut: Mapping[str, str]
    """By language: what stands behind a text that was cut because a cell holds no more."""


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Plan(Generic[Row]):
    """How a column is made."""

    key: str
    cell: Callable[[Row], Cell]
    kind: Kind = Kind.LABEL
    has_words: bool = False
    """Whether its words differ by language."""


def describe_sheet(
    key: str, shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None = None
) -> Sheet:
    """One table.

    Args:
        key: a key of `SHEETS`.
        shelf: the practices, in the order of the rows.
        langs: one or two BCP 47 tags.
        find_cache: finds the folder for compiled interface catalogs.
    """
    return SHEETS[key](_Making(shelf, langs, find_cache))


def describe_tables(
    shelf: Shelf, langs: Sequence[str], created: str, find_cache: FindFolder | None = None
) -> Tables:
    """All tables.

    Args:
        shelf: the practices, in the order of the rows.
        langs: one or two BCP 47 tags.
        created: ISO date of the day they are made.
        find_cache: finds the folder for compiled interface catalogs.
    """
    making = _Making(shelf, langs, find_cache)
    return Tables(
        title=making.name_of_base(langs[0]),
        about=making.said(lambda: _("About this file")),
        langs=tuple(langs),
        created=created,
        sheets=tuple(make(making) for make in SHEETS.values()),
        remarks=tuple(making.remarks(lang, created) for lang in langs),
        cut={lang: making.said(_cut_note, lang) for lang in langs},
    )


def _cut_note() -> str:
    return _("[Cut here: a cell holds no more. The entry itself has the whole text.]")


class _Making:
    """Tables in the making: every practice, told in every language."""

    def __init__(self, shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None) -> None:
        self._shelf = shelf
        self._langs = tuple(langs)
        self._voices = {lang: Voices(shelf, (lang,), find_cache) for lang in langs}

    def sheet(
        self,
        key: str,
        title: Callable[[], str],
        plans: Sequence[_Plan[Row]],
        rows: Callable[[_Entry], Iterable[Row]],
    ) -> Sheet:
        """One table.

        Args:
            key: its stable name.
            title: gives its name in the language that is spoken.
            plans: its columns.
            rows: gives the rows of one practice.
        """
        told = {lang: list(self._told(lang, plans, rows)) for lang in self._langs}
        columns: list[Column] = []
        cells: list[Sequence[Cell]] = []
        for number, plan in enumerate(plans):
            values = [[row[number] for row in told[lang]] for lang in self._langs]
            heads = [self.said(partial(_head, plan.key), lang) for lang in self._langs]
            if plan.has_words and len(self._langs) > 1:
                columns += self._columns_by_language(plan, heads)
                cells += values
            else:
                head = " / ".join(dict.fromkeys(heads))
                columns.append(Column(plan.key, head, plan.kind, self._langs[0]))
                cells.append([_united(same) for same in zip(*values, strict=True)])
        rows_of_cells = tuple(zip(*cells, strict=True))
        return Sheet(key, self.said(title), tuple(columns), rows_of_cells)

    def _columns_by_language(self, plan: _Plan[Row], heads: Sequence[str]) -> Iterator[Column]:
        for lang, head in zip(self._langs, heads, strict=True):
            named = f"{head} ({language_name(lang, lang)})"
            yield Column(f"{plan.key}_{lang}", named, plan.kind, lang)

    def _told(
        self, lang: str, plans: Sequence[_Plan[Row]], rows: Callable[[_Entry], Iterable[Row]]
    ) -> Iterator[list[Cell]]:
        with self._voices[lang].speaking(lang):
            for practice in self._shelf.practices:
                for row in rows(_Entry(self._voices[lang], practice)):
                    yield [plan.cell(row) for plan in plans]

    @property
    def is_published(self) -> bool:
        """Whether entries have pages on the web."""
        return self._shelf.settings.homepage is not None

    def said(self, words: Callable[[], str], lang: str | None = None) -> str:
        """Words of our own in a language; the first one if not given."""
        asked = lang or self._langs[0]
        with self._voices[asked].speaking(asked):
            return words()

    def name_of_base(self, lang: str) -> str:
        """What the knowledge base is called."""
        return next((one.value for one in self._setting(lang, self._shelf.settings.title)), "")

    def _setting(self, lang: str, labels: dict[str, str]) -> tuple[LocalText, ...]:
        found = self._voices[lang].label_of(labels)
        return tuple(LocalText(one.value, one.lang, "source") for one in found)

    def remarks(self, lang: str, created: str) -> tuple[Remark, ...]:
        """What to know of the file."""
        with self._voices[lang].speaking(lang):
            return tuple(one for one in self._remarks(lang, created) if one.value not in (None, ""))

    def _remarks(self, lang: str, created: str) -> Iterator[Remark]:
        settings = self._shelf.settings
        yield Remark(pgettext("about", "Knowledge base"), self.name_of_base(lang))
        yield Remark(pgettext("about", "Day"), date.fromisoformat(created))
        yield Remark(pgettext("about", "Entries"), len(self._shelf.practices))
        langs = tuple(language_name(one, lang) for one in self._langs)
        yield Remark(pgettext("about", "Languages"), langs)
        yield Remark(field_label("licence"), settings.licence)
        yield Remark(pgettext("about", "Web page"), settings.homepage)
        for one in self._setting(lang, settings.funding_line):
            yield Remark(pgettext("about", "Funding"), one.value)
        yield Remark(pgettext("about", "What is here"), _what_is_here())
        yield Remark(pgettext("about", "Languages of the texts"), _what_brackets_mean())
        for state, words in _what_states_mean().items():
            yield Remark(value_label("translation", state), words)
        yield Remark(pgettext("about", "Money and figures"), _what_claims_mean())


def _what_is_here() -> str:
    return _(
        "Published entries only. A person is named only where they have agreed to it. A date that "
        "is not known to the day is given as far as it is known: 2016-10 is October 2016."
    )


def _what_brackets_mean() -> str:
    return _(
        "A text that has not been translated is shown in another language, whose name stands in "
        "brackets behind it. One column says how far the entry is translated: it gives the worst "
        "state that any of its texts is in. These are the states:"
    )


def _what_states_mean() -> dict[str, str]:
    words = {
        "source": _("The entry was written in this language."),
        "translated": _("A person has read the translation and found it good."),
        "draft": _(
            "No person has reviewed the translation yet. Compare it with the original before you "
            "quote it."
        ),
        "stale": _("The original was changed after it was translated."),
        "missing": _("Not translated; shown in another language."),
    }
    return {state: words[state] for state in STATES}


def _what_claims_mean() -> str:
    return _(
        "Each amount and figure is what a source says. Where sources disagree, each stands in a "
        "row of its own; the numbers lead to the sources of the same entry."
    )


class _Entry:
    """One practice, told in one language; the interface speaks it meanwhile."""

    def __init__(self, voices: Voices, practice: Practice) -> None:
        self.practice = practice
        self._voices = voices
        self._shelf = voices.shelf
        self._lang = voices.langs[0]
        self._texts = voices.shelf.texts(practice, self._lang)

    # Texts

    def prose(self, field: str, text: str | None) -> str:
        """A text, its paragraphs parted by an empty line."""
        return "\n\n".join(map(self._noted, self._texts.paragraphs(field, text)))

    def line(self, field: str, text: str | None) -> str:
        """A text in one line."""
        return " ".join(map(self._noted, self._texts.paragraphs(field, text)))

    def items(self, field: str, texts: Iterable[str]) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.line(field, one) for one in texts)

    def _noted(self, text: LocalText) -> str:
        if primary(text.lang) == primary(self._lang):
            return text.value
        return f"{text.value} [{language_name(text.lang, self._lang)}]"

    @property
    def title(self) -> str:
        """Its title."""
        return self.line("title", self.practice.title)

    def field(self, name: str) -> Cell:
        """A text or list of texts that is a field of the practice."""
        value = getattr(self.practice, name)
        return self.items(name, value) if isinstance(value, tuple) else self.prose(name, value)

    # Facts

    @property
    def country(self) -> str:
        """Name of its country."""
        location = self.practice.location
        return self._voices.country(location.country)[0].value if location else ""

    def country_of(self, code: str | None) -> str:
        """Name of a country."""
        return self._voices.country(code)[0].value if code else ""

    def where(self, name: str) -> Cell:
        """A part of its location as it stands in the file."""
        value: Cell = getattr(self.practice.location, name, None)
        return value

    @property
    def precision(self) -> str:
        """How exactly the coordinates point."""
        location = self.practice.location
        return _precision(location.precision.value) if location and location.precision else ""

    def concepts(self, vocabulary: str, ids: Sequence[str]) -> tuple[str, ...]:
        """Labels of topics or target groups."""
        return tuple(self._voices.concept(vocabulary, one)[0].value for one in ids)

    def fund(self, name: str) -> str:
        """What a fund is called."""
        return self._voices.fund(name)[0].value

    def day(self, name: str) -> Cell:
        """First or last day of its period."""
        return parse_day(getattr(self.practice.period, name, None))

    @property
    def state(self) -> str:
        """Where it stands in time."""
        period = self.practice.period
        return value_label("state", period.state.value) if period else ""

    @property
    def period_note(self) -> str:
        """What its dates mean."""
        period = self.practice.period
        return self.line("period.note", period.note) if period else ""

    @property
    def leads(self) -> tuple[str, ...]:
        """Who leads it."""
        organisations = self.practice.organisations
        return tuple(self._name(one) for one in organisations if one.role is Role.LEAD)

    @property
    def others(self) -> tuple[str, ...]:
        """Who else takes part, with what they do."""
        order = list(Role)
        rest = [one for one in self.practice.organisations if one.role is not Role.LEAD]
        rest.sort(key=lambda one: order.index(one.role))
        return tuple(f"{self._name(one)} ({value_label('role', one.role.value)})" for one in rest)

    def _name(self, one: Organisation) -> str:
        partner = self._shelf.find_partner(one.partner)
        return one.name or (partner.name if partner else one.partner) or ""

    @property
    def project(self) -> str:
        """The project it is part of."""
        project = self._shelf.find_project(self.practice.part_of)
        if project is None:
            return ""
        texts = self._shelf.texts(project, self._lang, "project")
        title = self._noted(texts.find("title", project.title))
        return f"{project.acronym}: {title}" if project.acronym else title

    @property
    def original(self) -> str:
        """Language it was written in."""
        return self._voices.language(self.practice.language)[0].value

    @property
    def translation(self) -> str:
        """Worst state of its texts."""
        return value_label("translation", worst_state(list(self._texts.states())))

    @property
    def page(self) -> str | None:
        """Its page, where the knowledge base is published."""
        addresses = Addresses(self._shelf.settings)
        return addresses.page(self._lang, "practices", self.practice.id)

    @property
    def licence(self) -> str | None:
        """Its licence, or that of the knowledge base."""
        return self.practice.licence or self._shelf.settings.licence

    # Parts of lists, each in a line

    def result(self, result: Result) -> str:
        """A result with its figure."""
        figure = ""
        if result.value is not None:
            indicator = self.line("results.indicator", result.indicator)
            number = format_number(result.value, self._lang)
            unit = self.line("results.unit", result.unit)
            counted = " ".join(filter(None, (number, unit)))
            day = format_day(result.on, self._lang) if result.on else ""
            kind = value_label("result", result.kind.value) if result.kind else ""
            figure = _joined(f"{indicator}: {counted}" if indicator else counted, day, kind)
        text = self.line("results.text", result.text)
        numbers = f" [{', '.join(map(str, result.source))}]" if result.source else ""
        return (f"{text} ({figure})" if figure else text) + numbers

    def obstacle(self, obstacle: Obstacle) -> str:
        """What was hard, and what helped."""
        text = self.line("obstacles.text", obstacle.text)
        remedy = self.line("obstacles.remedy", obstacle.remedy)
        return f"{text} {_('What helped: %(remedy)s') % {'remedy': remedy}}" if remedy else text

    def source(self, number: int, source: Source) -> str:
        """A source with its number."""
        title = self.line("sources.title", source.title)
        return f"{number}. {_joined(title, source.publisher, source.url)}"

    def contact(self, contact: Contact) -> str:
        """Whom to ask."""
        spoken = (self._voices.language(one)[0].value for one in contact.languages)
        return _joined(contact.name, contact.organisation, contact.url, ", ".join(spoken))

    def transfer(self, name: str) -> tuple[str, ...]:
        """A list of what others must know before they copy it."""
        texts = getattr(self.practice.transferability, name, ())
        return self.items(f"transferability.{name}", texts)

    def event_day(self, text: str | None) -> Cell:
        """A date that may be announced later."""
        return _("date to be announced") if text == TBA else parse_day(text)


def parse_day(text: str | None) -> date | str | None:
    """A date where it is known to the day, else the text: 2016-10."""
    return date.fromisoformat(text) if text and len(text) == len("2016-10-14") else text


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _united(cells: Sequence[Cell]) -> Cell:
    """One cell for several languages: they differ only where a fact is missing and words say so."""
    texts = [one for one in cells if isinstance(one, str)]
    return " / ".join(dict.fromkeys(texts)) if len(texts) == len(cells) else cells[0]


def _precision(value: str) -> str:
    labels = {
        "exact": pgettext("precision", "exact"),
        "municipality": pgettext("precision", "municipality"),
        "region": pgettext("precision", "region"),
    }
    return labels.get(value, value)


def _head(key: str) -> str:
    """What a column is called."""
    heads = {
        "amount": pgettext("column", "Amount"),
        "country_code": pgettext("column", "Country code"),
        "currency": pgettext("column", "Currency"),
        "date": pgettext("column", "Date"),
        "end": pgettext("column", "End"),
        "event": pgettext("column", "Event"),
        "fund": pgettext("column", "Fund"),
        "funding_state": pgettext("column", "State of the amount"),
        "indicator": pgettext("column", "What is counted"),
        "kind": pgettext("column", "Kind of figure"),
        "language": pgettext("column", "Language of the original"),
        "lat": pgettext("column", "Latitude"),
        "lead": pgettext("column", "Lead organisation"),
        "lon": pgettext("column", "Longitude"),
        "municipality": pgettext("column", "Municipality"),
        "note": pgettext("column", "Note"),
        "number": pgettext("column", "Number"),
        "nuts": pgettext("column", "NUTS region"),
        "others": pgettext("column", "Other organisations"),
        "page": pgettext("column", "Page of the entry"),
        "period_note": pgettext("column", "Note on the dates"),
        "place": pgettext("column", "Place"),
        "practice": pgettext("column", "Practice"),
        "precision": pgettext("column", "Precision of the coordinates"),
        "publisher": pgettext("column", "Publisher"),
        "result": pgettext("column", "Result"),
        "scope": pgettext("column", "What the amount covers"),
        "share": pgettext("column", "Funded share (%)"),
        "source": pgettext("column", "Numbers of the sources"),
        "source_title": pgettext("column", "Source"),
        "start": pgettext("column", "Start"),
        "state": pgettext("column", "State"),
        "translation": pgettext("column", "State of the translation"),
        "unit": pgettext("column", "Unit"),
        "url": pgettext("column", "Web address"),
        "value": pgettext("column", "Figure"),
    }
    return heads.get(key) or field_label(key)


def _numbers(numbers: Sequence[int]) -> int | str | None:
    """Numbers of sources; a single one stays a number."""
    return numbers[0] if len(numbers) == 1 else ", ".join(map(str, numbers))


def _field(name: str) -> _Plan[_Entry]:
    return _Plan(name, lambda one: one.field(name), Kind.PROSE, True)


def _where(name: str, kind: Kind = Kind.LABEL) -> _Plan[_Entry]:
    return _Plan(name, lambda one: one.where(name), kind)


_ID: _Plan[_Entry] = _Plan("id", lambda one: one.practice.id, Kind.ID)
_PRACTICES: tuple[_Plan[_Entry], ...] = (
    _ID,
    _Plan("title", lambda one: one.title, Kind.TITLE, True),
    _Plan("country", lambda one: one.country, has_words=True),
    _Plan("country_code", lambda one: one.where("country"), Kind.CODE),
    _where("place"),
    _where("municipality"),
    _where("nuts", Kind.CODE),
    _Plan("topics", lambda one: one.concepts("topics", one.practice.topics), has_words=True),
    _Plan(
        "target_groups",
        lambda one: one.concepts("target-groups", one.practice.target_groups),
        has_words=True,
    ),
    _field("summary"),
    _field("context"),
    _field("goals"),
    _field("measures"),
    _Plan("results", lambda one: tuple(map(one.result, one.practice.results)), Kind.PROSE, True),
    _field("benefits"),
    _field("success_factors"),
    _Plan(
        "obstacles",
        lambda one: tuple(map(one.obstacle, one.practice.obstacles)),
        Kind.PROSE,
        True,
    ),
    _Plan(
        "transferability",
        lambda one: one.prose(
            "transferability.text", getattr(one.practice.transferability, "text", None)
        ),
        Kind.PROSE,
        True,
    ),
    _Plan("preconditions", lambda one: one.transfer("preconditions"), Kind.PROSE, True),
    _Plan("not_suitable_for", lambda one: one.transfer("not_suitable_for"), Kind.PROSE, True),
    _field("resources"),
    _field("legal_context"),
    _Plan(
        "keywords", lambda one: one.items("keywords", one.practice.keywords), Kind.LABEL, True
    ),
    _Plan("start", lambda one: one.day("start"), Kind.DATE),
    _Plan("end", lambda one: one.day("end"), Kind.DATE),
    _Plan("state", lambda one: one.state, has_words=True),
    _Plan("period_note", lambda one: one.period_note, Kind.NOTE, True),
    _Plan("lead", lambda one: one.leads, Kind.TITLE),
    _Plan("others", lambda one: one.others, Kind.TITLE, True),
    _Plan("part_of", lambda one: one.project, Kind.TITLE, True),
    _Plan("language", lambda one: one.original, has_words=True),
    _Plan("translation", lambda one: one.translation, has_words=True),
    _Plan("licence", lambda one: one.licence, Kind.CODE),
    _where("lat", Kind.NUMBER),
    _where("lon", Kind.NUMBER),
    _Plan("precision", lambda one: one.precision, has_words=True),
    _Plan(
        "sources",
        lambda one: tuple(
            one.source(number, source) for number, source in enumerate(one.practice.sources, 1)
        ),
        Kind.PROSE,
        True,
    ),
    _Plan(
        "links",
        lambda one: tuple(
            _joined(one.line("links.title", link.title), link.url) for link in one.practice.links
        ),
        Kind.PROSE,
        True,
    ),
    _Plan("page", lambda one: one.page, Kind.URL, True),
    _Plan("same_as", lambda one: one.practice.same_as, Kind.URL),
    _Plan("contacts", lambda one: tuple(map(one.contact, one.practice.contacts)), Kind.PROSE, True),
)  # fmt: skip


class _ClaimRow(NamedTuple):
    entry: _Entry
    claim: Claim


class _ResultRow(NamedTuple):
    entry: _Entry
    result: Result


class _EventRow(NamedTuple):
    entry: _Entry
    event: Event


class _SourceRow(NamedTuple):
    entry: _Entry
    number: int
    source: Source


_FUNDING: tuple[_Plan[_ClaimRow], ...] = (
    _Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    _Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    _Plan("amount", lambda row: _amount(row.claim), Kind.AMOUNT),
    _Plan("currency", lambda row: row.claim.currency, Kind.CODE),
    _Plan("scope", lambda row: value_label("scope", row.claim.scope.value), has_words=True),
    _Plan(
        "fund",
        lambda row: row.entry.fund(row.claim.fund) if row.claim.fund else "",
        has_words=True,
    ),
    _Plan("share", lambda row: row.claim.share, Kind.NUMBER),
    _Plan(
        "funding_state",
        lambda row: value_label("funding", row.claim.state.value) if row.claim.state else "",
        has_words=True,
    ),
    _Plan("note", lambda row: row.entry.line("funding.note", row.claim.note), Kind.NOTE, True),
    _Plan("source", lambda row: _numbers(row.claim.source), Kind.NUMBER),
)

_RESULTS: tuple[_Plan[_ResultRow], ...] = (
    _Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    _Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    _Plan(
        "indicator",
        lambda row: row.entry.line("results.indicator", row.result.indicator),
        Kind.TITLE,
        True,
    ),
    _Plan("value", lambda row: row.result.value, Kind.NUMBER),
    _Plan("unit", lambda row: row.entry.line("results.unit", row.result.unit), has_words=True),
    _Plan("date", lambda row: parse_day(row.result.on), Kind.DATE),
    _Plan(
        "kind",
        lambda row: value_label("result", row.result.kind.value) if row.result.kind else "",
        has_words=True,
    ),
    _Plan("result", lambda row: row.entry.line("results.text", row.result.text), Kind.PROSE, True),
    _Plan("source", lambda row: _numbers(row.result.source), Kind.NUMBER),
)

_EVENTS: tuple[_Plan[_EventRow], ...] = (
    _Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    _Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    _Plan("event", lambda row: row.entry.line("events.title", row.event.title), Kind.TITLE, True),
    _Plan("date", lambda row: row.entry.event_day(row.event.date), Kind.DATE),
    _Plan("end", lambda row: parse_day(row.event.end), Kind.DATE),
    _Plan("place", lambda row: row.event.place),
    _Plan("country", lambda row: row.entry.country_of(row.event.country), has_words=True),
    _Plan("note", lambda row: row.entry.line("events.note", row.event.note), Kind.NOTE, True),
    _Plan("url", lambda row: row.event.url, Kind.URL),
)

_SOURCES: tuple[_Plan[_SourceRow], ...] = (
    _Plan("id", lambda row: row.entry.practice.id, Kind.ID),
    _Plan("practice", lambda row: row.entry.title, Kind.TITLE, True),
    _Plan("number", lambda row: row.number, Kind.NUMBER),
    _Plan(
        "source_title",
        lambda row: row.entry.line("sources.title", row.source.title),
        Kind.NOTE,
        True,
    ),
    _Plan("publisher", lambda row: row.source.publisher, Kind.TITLE),
    _Plan("date", lambda row: parse_day(row.source.date), Kind.DATE),
    _Plan("url", lambda row: row.source.url, Kind.URL),
    _Plan("note", lambda row: row.entry.line("sources.note", row.source.note), Kind.NOTE, True),
)


def _amount(claim: Claim) -> Amount | None:
    return None if claim.amount is None else Amount(claim.amount, claim.currency)


def _describe_practices(making: _Making) -> Sheet:
    plans = [one for one in _PRACTICES if making.is_published or one.key != "page"]
    return making.sheet(
        "practices", lambda: pgettext("sheet", "Practices"), plans, lambda entry: [entry]
    )


def _describe_funding(making: _Making) -> Sheet:
    return making.sheet(
        "funding",
        lambda: pgettext("sheet", "Funding"),
        _FUNDING,
        lambda entry: [_ClaimRow(entry, one) for one in entry.practice.funding],
    )


def _describe_results(making: _Making) -> Sheet:
    return making.sheet(
        "results",
        lambda: pgettext("sheet", "Results with figures"),
        _RESULTS,
        lambda entry: [
            _ResultRow(entry, one) for one in entry.practice.results if one.value is not None
        ],
    )


def _describe_events(making: _Making) -> Sheet:
    return making.sheet(
        "events",
        lambda: pgettext("sheet", "Events"),
        _EVENTS,
        lambda entry: [_EventRow(entry, one) for one in entry.practice.events],
    )


def _describe_sources(making: _Making) -> Sheet:
    return making.sheet(
        "sources",
        lambda: pgettext("sheet", "Sources"),
        _SOURCES,
        lambda entry: [
            _SourceRow(entry, number, one) for number, one in enumerate(entry.practice.sources, 1)
        ],
    )


SHEETS: Mapping[str, Callable[[_Making], Sheet]] = {
    "practices": _describe_practices,
    "funding": _describe_funding,
    "results": _describe_results,
    "events": _describe_events,
    "sources": _describe_sources,
}
"""The tables there are, by their stable names."""
