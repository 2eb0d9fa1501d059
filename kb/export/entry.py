"""One practice, in a booklet or to be looked up: summary, facts, one section after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kb.export.addresses import licence_address
from kb.export.contacts import describe_contact, describe_reachable
from kb.export.description import (
    Bar,
    Block,
    Funding,
    Item,
    Listing,
    Paragraph,
    Passage,
    Section,
    Timeline,
)
from kb.export.pieces import (
    Row,
    Titled,
    anchor_of,
    concept_lines,
    describe_event,
    describe_link,
    describe_press,
    describe_record_itself,
    describe_result,
    facts_of,
    link_practice,
    link_project,
    listed,
    origin_notes,
    passages_of,
    period_lines,
    place_lines,
    prose,
    site_of,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Practice, Source
from kb.model.base import PeriodState
from kb.model.practice import Contact, Media, Organisation, Role, Step, find_publication, level
from kb.model.practice import Funding as Claim
from kb.translation.formats import format_amount, format_share
from kb.translation.interface import gettext as _

_LISTS = ("goals", "measures", "results", "benefits", "success_factors")


class Frame(NamedTuple):
    """The years that all timelines of a booklet show, so that they can be compared."""

    first: int
    last: int


def describe_entry(
    voices: Voices,
    practice: Practice,
    frame: Frame | None,
    *,
    for_reference: bool = False,
    has_pages: bool = False,
) -> Section:
    """A practice as a section.

    Args:
        voices: the languages of the booklet.
        practice: from the shelf of these voices.
        frame: years of the timeline; none is drawn without.
        for_reference: for a page where one looks things up, not for a booklet: with all facts
            there are, and with anchors of other records to go on to.
        has_pages: whether topics and countries have pages to go on to as well.
    """
    return _Entry(voices, practice, for_reference, has_pages).section(frame)


def describe_timeline(voices: Voices, practice: Practice, frame: Frame | None) -> Timeline | None:
    """When a practice ran; None where no start is known, or when it ended."""
    period = practice.period
    if frame is None or period is None or period.start is None:
        return None
    is_open = period.end is None and period.state is not PeriodState.FINISHED
    if period.end is None and not is_open:
        return None
    start = as_year(period.start)
    end = frame.last + 1.0 if period.end is None else as_year(period.end, is_end=True)
    lines = period_lines(voices, voices.of(practice), period)
    alt = joined(*(one.words for one in lines))
    return Timeline(frame.first, frame.last, start, end, is_open, alt)


class _Entry:
    """One practice and its texts."""

    def __init__(
        self, voices: Voices, practice: Practice, is_reference: bool, has_pages: bool
    ) -> None:
        self._voices = voices
        self._shelf = voices.shelf
        self._practice = practice
        self._is_reference = is_reference
        self._has_pages = has_pages
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
            tuple(passages_of(practice.id, self._passages())),
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
        yield from prose(self._texts, "summary", self._practice.summary, "lead")
        yield from origin_notes(
            self._voices, self._texts, self._practice.language, has_pages=self._has_pages
        )
        yield facts_of(self._facts())
        if bars := self._bars():
            yield Funding(bars, self._voices.say(lambda _lang: _("Amounts of money as bars")))
        if timeline := describe_timeline(self._voices, self._practice, frame):
            yield timeline

    # Facts

    def _facts(self) -> Iterator[Row]:
        practice, voices = self._practice, self._voices
        for name, lines in (
            ("places", self._place()),
            ("period", period_lines(voices, self._texts, practice.period)),
            ("organisations", [self._organisation(one) for one in self._by_role()]),
            ("funding", [self._claim(one) for one in practice.funding]),
            ("topics", self._concepts("topic", practice.topics)),
            ("target_groups", self._concepts("target-group", practice.target_groups)),
            ("keywords", self._keywords()),
            ("part_of", self._project()),
            ("same_as", [Item(voices.same(one), url=one) for one in practice.same_as]),
            ("licence", self._licence()),
            ("review", self._review()),
            ("published", self._publication()),
        ):
            yield voices.field(name), lines
        if self._is_reference:
            if self._shelf.is_inside:
                yield voices.field("steps"), self._steps()
            yield from describe_record_itself(voices, self._texts, practice, self._status())

    def _place(self) -> list[Item]:
        location = self._practice.location
        if location is None:
            return []
        names = dict.fromkeys(filter(None, (location.place, location.municipality)))
        place = self._voices.same(", ".join(names))
        nuts = self._voices.same(location.nuts) if self._is_reference else ()
        country = location.country
        return place_lines(self._voices, place, country, nuts, has_pages=self._has_pages)

    def _by_role(self) -> list[Organisation]:
        order = list(Role)
        return sorted(self._practice.organisations, key=lambda one: order.index(one.role))

    def _organisation(self, one: Organisation) -> Item:
        partner = self._shelf.find_partner(one.partner)
        name = one.name or (partner.name if partner else one.partner)
        lang = self._practice.language if one.name else None
        url = one.url or (partner.homepage if partner else None) or ""
        role = self._voices.value("role", one.role.value)
        target = anchor_of("partner", partner.id) if partner and self._is_reference else ""
        return Item(self._voices.same(name, lang), details=role, url=url, target=target)

    def _claim(self, claim: Claim) -> Item:
        amount = self._amount(claim)
        facts = (
            self._voices.value("scope", claim.scope.value),
            self._voices.fund(claim.fund) if claim.fund else (),
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
        return self._voices.format(lambda lang: format_amount(amount, claim.currency, lang))

    def _share(self, claim: Claim) -> Passage:
        share = claim.share
        return self._voices.format(lambda lang: format_share(share, lang)) if share else ()

    def _concepts(self, kind: str, ids: Sequence[str]) -> list[Item]:
        return concept_lines(self._voices, f"{kind}s", ids, kind if self._has_pages else "")

    def _keywords(self) -> list[Item]:
        """Words to search by: on paper nobody does."""
        words = self._practice.keywords if self._is_reference else ()
        passages = [self._texts.line("keywords", one) for one in words]
        return [Item(joined(*passages, sign=", "))] if passages else []

    def _project(self) -> list[Item]:
        if self._is_reference:
            return list(link_project(self._voices, self._practice.part_of))
        project = self._shelf.find_project(self._practice.part_of)
        if project is None:
            return []
        title = self._voices.of(project, "project").title
        return [Item(joined(self._voices.same(project.acronym), title, sign=": "))]

    def _licence(self) -> list[Item]:
        """In a booklet only where it is another than that of the whole."""
        default = self._shelf.settings.licence
        licence = self._practice.licence or default
        is_told = licence and (self._is_reference or licence != default)
        address = licence_address(licence) if self._has_pages else None
        return [Item(self._voices.same(licence), url=address or "")] if is_told else []

    def _review(self) -> list[Item]:
        review = self._practice.review
        if review is None:
            return []
        return [Item(self._voices.day(review.on), details=self._voices.same(review.by))]

    def _publication(self) -> list[Item]:
        """Who published it, for readers outside; those within read it beside the status."""
        step = None if self._shelf.is_inside else find_publication(self._practice)
        return [self._step(step)] if step else []

    def _step(self, step: Step) -> Item:
        return Item(self._voices.day(step.on), details=self._voices.same(step.by))

    def _steps(self) -> list[Item]:
        """All steps on one line."""
        steps = joined(*map(self._whole_step, self._practice.steps), sign=" → ")
        return [Item(steps)] if steps else []

    def _whole_step(self, step: Step) -> Passage:
        item = self._step(step)
        return joined(
            self._voices.value("status", step.status.value), item.words, item.details, sign=", "
        )

    def _status(self) -> Passage:
        status = self._voices.value("status", self._practice.status.value)
        return joined(status, self._voices.value("level", level(self._practice).value), sign=", ")

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

    # Sections

    def _passages(self) -> Iterator[Titled]:
        for name, blocks in self._named():
            yield self._voices.field(name), name, blocks

    def _named(self) -> Iterator[tuple[str, list[Block]]]:
        voices, practice, texts = self._voices, self._practice, self._texts
        yield "context", prose(texts, "context", practice.context)
        for name in _LISTS:
            is_results = name == "results"
            items = self._results() if is_results else texts.items(name, getattr(practice, name))
            yield name, listed(items)
        yield "obstacles", listed(self._obstacles())
        yield "transferability", list(self._transferability())
        for name in ("resources", "legal_context"):
            yield name, prose(texts, name, getattr(practice, name))
        events = (describe_event(voices, texts, one, "events") for one in practice.events)
        yield "events", listed(events)
        yield "adopted_from", listed(self._adopted())
        yield "contacts", listed(map(self._contact, practice.contacts), "plain")
        press = (describe_press(voices, one, practice.language) for one in practice.press)
        yield "press", listed(press)
        yield "links", listed(describe_link(texts, one) for one in practice.links)
        if self._is_reference:
            yield "media", listed(map(self._media, practice.media))
        yield "related", listed(self._related())
        yield "sources", listed(map(self._source, practice.sources), "numbers")

    def _results(self) -> Iterator[Item]:
        for one in self._practice.results:
            yield describe_result(self._voices, self._texts, one, for_reference=self._is_reference)

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
        yield from prose(self._texts, "transferability.text", transfer.text)
        for name in ("preconditions", "not_suitable_for"):
            if texts := getattr(transfer, name):
                yield Paragraph(self._voices.field(name), "label")
                yield Listing(self._texts.items(f"transferability.{name}", texts))

    def _adopted(self) -> Iterator[Item]:
        for one in self._practice.adopted_from:
            changes = self._texts.line("adopted_from.changes", one.changes)
            yield from self._other(one.practice, changes)

    def _related(self) -> Iterator[Item]:
        for one in self._practice.related:
            yield from self._other(one)

    def _other(self, practice_id: str, details: Passage = ()) -> Iterator[Item]:
        """Another practice: in a booklet its own section says how far it is translated."""
        if self._is_reference:
            yield from link_practice(self._voices, practice_id, details)
        elif other := self._shelf.find_practice(practice_id):
            yield Item(self._voices.of(other).title, details=details, target=other.id)

    def _media(self, media: Media) -> Item:
        same = self._voices.same
        details = joined(same(media.file), same(media.credit), same(media.licence))
        return Item(self._texts.line("media.alt", media.alt), details=details)

    def _contact(self, contact: Contact) -> Item:
        describe = describe_reachable if self._has_pages else describe_contact
        return describe(self._voices, self._texts, contact)

    def _source(self, source: Source) -> Item:
        return describe_source(self._voices, self._texts, source)


def describe_source(voices: Voices, texts: RecordVoices, source: Source) -> Item:
    """Where a fact was read."""
    details = joined(
        voices.same(source.publisher),
        voices.day(source.date),
        texts.line("sources.note", source.note),
        site_of(voices, source.url),
    )
    title = texts.line("sources.title", source.title)
    return Item(title, details=details, url=source.url or "")


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
