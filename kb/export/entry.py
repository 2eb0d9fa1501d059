"""One practice in a booklet: summary, facts, and one section after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from kb.export.description import (
    Bar,
    Block,
    Fact,
    Facts,
    Funding,
    Item,
    Listing,
    Paragraph,
    Passage,
    Section,
    Timeline,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Event, Practice, Press, Source
from kb.model.base import PeriodState, Result
from kb.model.practice import Contact, Organisation, Role
from kb.model.practice import Funding as Claim
from kb.model.types import TBA
from kb.translation.formats import (
    format_amount,
    format_list,
    format_number,
    format_share,
    language_name,
)
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext

_LISTS = ("goals", "measures", "results", "benefits", "success_factors")


class Frame(NamedTuple):
    """The years that all timelines of a booklet show, so that they can be compared."""

    first: int
    last: int


def describe_entry(voices: Voices, practice: Practice, frame: Frame | None) -> Section:
    """A practice as a section.

    Args:
        voices: the languages of the booklet.
        practice: from the shelf of these voices.
        frame: years of the timeline; none is drawn without.
    """
    return _Entry(voices, practice).section(frame)


class _Entry:
    """One practice and its texts."""

    def __init__(self, voices: Voices, practice: Practice) -> None:
        self._voices = voices
        self._shelf = voices.shelf
        self._practice = practice
        self._texts: RecordVoices = voices.of(practice)

    def section(self, frame: Frame | None) -> Section:
        """All of it."""
        practice = self._practice
        code = practice.location.country if practice.location else ""
        return Section(
            practice.id,
            self._texts.title,
            "practice",
            tuple(self._opening(frame)),
            tuple(self._sections()),
            code,
            self._kicker(),
        )

    def _kicker(self) -> Passage:
        location = self._practice.location
        if location is None:
            return ()
        place = location.place or location.municipality
        return joined(self._voices.country(location.country), self._voices.same(place))

    def _opening(self, frame: Frame | None) -> Iterator[Block]:
        for words in self._texts.paragraphs("summary", self._practice.summary):
            yield Paragraph(words, "lead")
        if words := self._voices.say(self._origin):
            yield Paragraph(words, "note")
        yield Facts(tuple(self._facts()))
        if bars := self._bars():
            yield Funding(bars, self._voices.say(lambda _lang: _("Amounts of money as bars")))
        if timeline := self._timeline(frame):
            yield timeline

    def _origin(self, lang: str) -> str:
        """What holds for all texts of the entry: from which language, and how far reviewed."""
        place = self._voices.langs.index(lang)
        title = self._texts.titles[place]
        params = {"language": language_name(self._practice.language, lang)}
        # Translators: these stand below an entry; "language" is the language it was written in.
        sentences = {
            "source": _("This is the original text.") if len(self._voices.langs) > 1 else "",
            "translated": _("Written in %(language)s; this translation has been reviewed."),
            "draft": _("Written in %(language)s; no person has reviewed this translation yet."),
            "stale": _(
                "Written in %(language)s; the original has changed since it was translated."
            ),
            "missing": _("Written in %(language)s; not yet translated."),
        }
        return sentences[title.state] % params

    # Facts

    def _facts(self) -> Iterator[Fact]:
        for name, lines in (
            ("places", self._place()),
            ("period", self._period()),
            ("organisations", [self._organisation(one) for one in self._by_role()]),
            ("funding", [self._claim(one) for one in self._practice.funding]),
            ("topics", self._concepts("topics", self._practice.topics)),
            ("target_groups", self._concepts("target-groups", self._practice.target_groups)),
            ("part_of", self._project()),
            ("same_as", [Item(self._voices.same(one), url=one) for one in self._practice.same_as]),
            ("licence", self._licence()),
            ("review", self._review()),
        ):
            if lines:
                yield Fact(self._voices.field(name), tuple(lines))

    def _place(self) -> list[Item]:
        location = self._practice.location
        if location is None:
            return []
        names = dict.fromkeys(filter(None, (location.place, location.municipality)))
        place = self._voices.same(", ".join(names))
        country = self._voices.country(location.country)
        return [Item(joined(place, country, sign=", "))]

    def _period(self) -> list[Item]:
        period = self._practice.period
        if period is None:
            return []
        if period.start and period.end:
            days = self._voices.days(period.start, period.end)
        else:
            days = self._open_period(self._voices.day(period.start), self._voices.day(period.end))
        state = self._voices.value("state", period.state.value)
        note = self._texts.line("period.note", period.note)
        return [Item(joined(days, state, sign=", "), details=note)]

    def _open_period(self, start: Passage, end: Passage) -> Passage:
        """A period of which only one end is known, or none."""

        def words(lang: str) -> str:
            place = self._voices.langs.index(lang)
            if start:
                return pgettext("period", "from %(date)s") % {"date": start[place].value}
            return pgettext("period", "until %(date)s") % {"date": end[place].value} if end else ""

        return self._voices.say(words)

    def _by_role(self) -> list[Organisation]:
        order = list(Role)
        return sorted(self._practice.organisations, key=lambda one: order.index(one.role))

    def _organisation(self, one: Organisation) -> Item:
        partner = self._shelf.find_partner(one.partner)
        name = one.name or (partner.name if partner else one.partner)
        lang = self._practice.language if one.name else None
        url = one.url or (partner.homepage if partner else None) or ""
        role = self._voices.value("role", one.role.value)
        return Item(self._voices.same(name, lang), details=role, url=url)

    def _claim(self, claim: Claim) -> Item:
        amount = self._amount(claim)
        facts = (
            self._voices.value("scope", claim.scope.value),
            self._voices.value("fund", claim.fund) if claim.fund else (),
            self._share(claim),
            self._voices.value("funding", claim.state.value) if claim.state else (),
            self._texts.line("funding.note", claim.note),
        )
        words, *rest = [one for one in (amount, *facts) if one]
        return Item(words, details=joined(*rest), sources=claim.source)

    def _amount(self, claim: Claim) -> Passage:
        amount = claim.amount
        if amount is None:
            return ()
        return self._voices.say(lambda lang: format_amount(amount, claim.currency, lang))

    def _share(self, claim: Claim) -> Passage:
        share = claim.share
        return self._voices.say(lambda lang: format_share(share, lang)) if share else ()

    def _concepts(self, vocabulary: str, ids: Sequence[str]) -> list[Item]:
        labels = [self._voices.concept(vocabulary, one) for one in ids]
        return [Item(joined(*labels, sign=", "))] if labels else []

    def _project(self) -> list[Item]:
        project = self._shelf.find_project(self._practice.part_of)
        if project is None:
            return []
        title = self._voices.of(project, "project").title
        return [Item(joined(self._voices.same(project.acronym), title, sign=": "))]

    def _licence(self) -> list[Item]:
        """Only where it is another than that of the whole booklet."""
        licence = self._practice.licence
        is_own = licence and licence != self._shelf.settings.licence
        return [Item(self._voices.same(licence))] if is_own else []

    def _review(self) -> list[Item]:
        review = self._practice.review
        if review is None:
            return []
        return [Item(self._voices.day(review.on), details=self._voices.same(review.by))]

    # Figures

    def _bars(self) -> tuple[Bar, ...]:
        """Amounts in the currency that has most of them; () where there is nothing to compare."""
        claims = [one for one in self._practice.funding if one.amount]
        claims.sort(key=lambda one: one.currency or "")
        groups = [list(same) for _currency, same in groupby(claims, lambda one: one.currency)]
        most = max(groups, key=len, default=[])
        if len(most) < 2:
            return ()
        longest = max(one.amount or 0 for one in most)
        return tuple(
            Bar(
                joined(
                    self._voices.value("scope", one.scope.value),
                    self._voices.value("funding", one.state.value) if one.state else (),
                    sign=", ",
                ),
                self._amount(one),
                float((one.amount or 0) / longest),
                one.state is not None and one.state.value == "reported",
            )
            for one in sorted(most, key=lambda one: -(one.amount or 0))
        )

    def _timeline(self, frame: Frame | None) -> Timeline | None:
        """None where no start is known, or when it ended."""
        period = self._practice.period
        if frame is None or period is None or period.start is None:
            return None
        is_open = period.end is None and period.state is not PeriodState.FINISHED
        if period.end is None and not is_open:
            return None
        start = as_year(period.start)
        end = frame.last + 1.0 if period.end is None else as_year(period.end, is_end=True)
        alt = joined(*(one.words for one in self._period()))
        return Timeline(frame.first, frame.last, start, end, is_open, alt)

    # Sections

    def _sections(self) -> Iterator[Section]:
        for name, blocks in self._passages():
            if there := tuple(one for one in blocks if not isinstance(one, Listing) or one.items):
                anchor = f"{self._practice.id}--{name.replace('_', '-')}"
                yield Section(anchor, self._voices.field(name), "passage", there)

    def _passages(self) -> Iterator[tuple[str, list[Block]]]:
        practice, texts = self._practice, self._texts
        yield "context", self._paragraphs("context", practice.context)
        for name in _LISTS:
            if name == "results":
                items = tuple(map(self._result, practice.results))
            else:
                items = texts.items(name, getattr(practice, name))
            yield name, [Listing(items)]
        yield "obstacles", [Listing(tuple(self._obstacles()))]
        yield "transferability", list(self._transferability())
        for name in ("resources", "legal_context"):
            yield name, self._paragraphs(name, getattr(practice, name))
        yield "events", [Listing(tuple(map(self._event, practice.events)))]
        yield "adopted_from", [Listing(tuple(self._adopted()))]
        yield "contacts", [Listing(tuple(self._contact(one) for one in practice.contacts), "plain")]
        yield "press", [Listing(tuple(map(self._press, practice.press)))]
        links = (Item(texts.line("links.title", one.title), url=one.url) for one in practice.links)
        yield "links", [Listing(tuple(links))]
        yield "related", [Listing(tuple(self._related()))]
        yield "sources", [Listing(tuple(map(self._source, practice.sources)), "numbers")]

    def _paragraphs(self, field: str, text: str | None) -> list[Block]:
        return [Paragraph(one) for one in self._texts.paragraphs(field, text)]

    def _result(self, result: Result) -> Item:
        figure = self._figure(result)
        kind = self._voices.value("result", result.kind.value) if figure and result.kind else ()
        details = joined(figure, self._voices.day(result.on) if figure else (), kind)
        return Item(
            self._texts.line("results.text", result.text), details=details, sources=result.source
        )

    def _figure(self, result: Result) -> Passage:
        value = result.value
        if value is None:
            return ()
        number = self._voices.say(lambda lang: format_number(value, lang))
        unit = self._texts.line("results.unit", result.unit)
        # A no-break space: a number does not part from its unit at the end of a line.
        counted = joined(number, unit, sign="\N{NO-BREAK SPACE}")
        return joined(self._texts.line("results.indicator", result.indicator), counted, sign=": ")

    def _obstacles(self) -> Iterator[Item]:
        label = self._voices.say(lambda _lang: _("What helped"))
        for one in self._practice.obstacles:
            remedy = self._texts.line("obstacles.remedy", one.remedy)
            below = (Item(remedy, label=label),) if remedy else ()
            yield Item(self._texts.line("obstacles.text", one.text), items=below)

    def _transferability(self) -> Iterator[Block]:
        transfer = self._practice.transferability
        if transfer is None:
            return
        yield from self._paragraphs("transferability.text", transfer.text)
        for name in ("preconditions", "not_suitable_for"):
            if texts := getattr(transfer, name):
                yield Paragraph(self._voices.field(name), "label")
                yield Listing(self._texts.items(f"transferability.{name}", texts))

    def _event(self, event: Event) -> Item:
        return Item(
            self._texts.line("events.title", event.title),
            details=joined(
                describe_days(self._voices, event.date, event.end),
                self._voices.same(event.place),
                self._voices.country(event.country) if event.country else (),
                self._texts.line("events.note", event.note),
            ),
            url=event.url or "",
        )

    def _adopted(self) -> Iterator[Item]:
        for one in self._practice.adopted_from:
            if other := self._shelf.find_practice(one.practice):
                changes = self._texts.line("adopted_from.changes", one.changes)
                title = self._voices.of(other).title
                yield Item(title, details=changes, target=other.id)

    def _related(self) -> Iterator[Item]:
        for one in self._practice.related:
            if other := self._shelf.find_practice(one):
                yield Item(self._voices.of(other).title, target=other.id)

    def _contact(self, contact: Contact) -> Item:
        return describe_contact(self._voices, self._texts, contact)

    def _press(self, press: Press) -> Item:
        lang = self._practice.language
        details = joined(self._voices.same(press.publisher), self._voices.day(press.date))
        return Item(self._voices.same(press.title, lang), details=details, url=press.url or "")

    def _source(self, source: Source) -> Item:
        return describe_source(self._voices, self._texts, source)


def describe_source(voices: Voices, texts: RecordVoices, source: Source) -> Item:
    """Where a fact was read."""
    details = joined(
        voices.same(source.publisher),
        voices.day(source.date),
        texts.line("sources.note", source.note),
        _site(voices, source.url),
    )
    title = texts.line("sources.title", source.title)
    return Item(title, details=details, url=source.url or "")


def _site(voices: Voices, url: str | None) -> Passage:
    """The site of an address: on paper nobody can follow a link."""
    host = (urlsplit(url).hostname or "") if url else ""
    return voices.same(host.removeprefix("www."))


def describe_contact(voices: Voices, texts: RecordVoices, contact: Contact) -> Item:
    """Whom to ask, and the languages spoken there."""
    role = texts.line("contacts.role", contact.role)
    person = joined(voices.same(contact.name), role, sign=", ")
    spoken = voices.say(
        lambda lang: (
            # Translators: languages spoken by a contact.
            _("speaks %(languages)s")
            % {"languages": format_list([language_name(x, lang) for x in contact.languages], lang)}
            if contact.languages
            else ""
        )
    )
    words = joined(voices.same(contact.organisation), person) or voices.same(contact.url)
    site = _site(voices, contact.url) if words and contact.organisation else ()
    details = joined(voices.same(contact.email), voices.same(contact.phone), spoken, site)
    return Item(words, details=details, url=contact.url or "")


def describe_days(voices: Voices, start: str, end: str | None) -> Passage:
    """First and last day, spelled out; "to be announced" where not fixed."""
    if start == TBA:
        return voices.say(lambda _lang: _("date to be announced"))
    return voices.days(start, end)


def as_year(date: str, *, is_end: bool = False) -> float:
    """An ISO date of any precision as a year with fraction; an end is the end of what it names."""
    year, month, day = [int(part) for part in date.split("-")] + [0] * (2 - date.count("-"))
    if not month:
        return year + 1.0 if is_end else float(year)
    if not day:
        return year + (month - (0 if is_end else 1)) / 12
    return year + (month - 1) / 12 + (day - (0 if is_end else 1)) / 372


def frame_of(practices: Sequence[Practice], today: str) -> Frame | None:
    """The years from the first start to the last end, or to today for those that go on."""
    years: list[int] = []
    for one in practices:
        period = one.period
        if period is None or period.start is None:
            continue
        years.append(int(period.start[:4]))
        is_open = period.end is None and period.state is not PeriodState.FINISHED
        if period.end or is_open:
            years.append(int((period.end or today)[:4]))
    return Frame(min(years), max(years)) if years else None
