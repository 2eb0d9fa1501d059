"""Pieces that records of several kinds are described with: facts, dates, other records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from kb.export.description import (
    Block,
    Fact,
    Facts,
    Item,
    Listing,
    Paragraph,
    Passage,
    Section,
    Text,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Event, Link, Press, Record, Visit
from kb.model.base import Period, Result
from kb.model.types import TBA
from kb.translation.formats import format_number, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.labels import origin_note, value_label
from kb.translation.localise import STATES

Row = tuple[Passage, Iterable[Item]]
"""What a fact is called, and its lines."""
Titled = tuple[Passage, str, Iterable[Block]]
"""Heading of a passage, its name in anchors, and what stands below it."""


def anchor_of(kind: str, record_id: str) -> str:
    """Anchor of the section that describes a record; of practices it is their id alone."""
    return record_id if kind == "practice" else f"{kind}--{record_id}"


def facts_of(rows: Iterable[Row]) -> Facts:
    """A box of those facts that are there."""
    found = ((name, tuple(lines)) for name, lines in rows)
    return Facts(tuple(Fact(name, lines) for name, lines in found if lines))


def passages_of(anchor: str, titled: Iterable[Titled]) -> Iterator[Section]:
    """Sections inside a record, of those passages that are there.

    Args:
        anchor: that of the record.
        titled: headings and what stands below them.
    """
    for title, name, blocks in titled:
        there = tuple(one for one in blocks if not isinstance(one, Listing) or one.items)
        if there:
            yield Section(f"{anchor}--{name.replace('_', '-')}", title, "passage", there)


def prose(texts: RecordVoices, field: str, text: str | None, style: str = "text") -> list[Block]:
    """The paragraphs of a field."""
    return [Paragraph(one, style) for one in texts.paragraphs(field, text)]


def listed(items: Iterable[Item], style: str = "bullets") -> list[Block]:
    """A list as all there is below a heading."""
    return [Listing(tuple(items), style)]


# What all records have


def describe_origin(voices: Voices, texts: RecordVoices, language: str) -> Passage:
    """What holds for all texts of a record: from which language, and how far reviewed."""
    states = [one.state for one in texts.titles]

    def words(lang: str) -> str:
        state = states[voices.langs.index(lang)]
        if state == "source":  # said only where a translation stands beside it
            return _("This is the original text.") if len(voices.langs) > 1 else ""
        return origin_note(state, language_name(language, lang))

    return voices.say(words)


def origin_notes(
    voices: Voices, texts: RecordVoices, language: str, *, has_pages: bool = False
) -> Iterator[Block]:
    """What holds for all texts of a record, and on a page of its own, how many differ.

    Args:
        voices: the languages.
        texts: those of the record.
        language: the one it was written in.
        has_pages: whether it is described for a page of its own.
    """
    words = describe_origin(voices, texts, language)
    if has_pages:
        words = joined(words, _count_worse(voices, texts), sign=" ")
    if words:
        yield Paragraph(words, "note")


def _count_worse(voices: Voices, texts: RecordVoices) -> Passage:
    """How many texts are further behind the original than the title lets expect."""

    def words(lang: str) -> str:
        place = voices.langs.index(lang)
        expected = STATES.index(texts.titles[place].state)
        counts = texts.texts[place].states()
        worse = [one for one in counts if STATES.index(one) > expected]
        return " ".join(_worse(one, counts[one]) for one in worse)

    return voices.say(words)


def _worse(state: str, count: int) -> str:
    sentences = {
        "draft": ngettext(
            "%(num)d text has a translation that no person has reviewed yet; it says so.",
            "%(num)d texts have translations that no person has reviewed yet; they say so.",
            count,
        ),
        "stale": ngettext(
            "%(num)d text has changed since it was translated; it says so.",
            "%(num)d texts have changed since they were translated; they say so.",
            count,
        ),
        "missing": ngettext(
            "%(num)d text has not been translated yet.",
            "%(num)d texts have not been translated yet.",
            count,
        ),
    }
    return sentences[state] % {"num": count}


def describe_record_itself(
    voices: Voices, texts: RecordVoices, record: Record, status: Passage = ()
) -> Iterator[Row]:
    """Facts about a record and not about what it describes: language, translation, status, id.

    Args:
        voices: the languages.
        texts: those of the record.
        record: a record with a language.
        status: how far it is; readers outside see nothing but published records.
    """
    yield voices.field("language"), [Item(voices.language(getattr(record, "language", "")))]
    if states := _states(voices, texts):
        yield voices.field("translation"), [Item(states)]
    if status and voices.shelf.is_inside:
        yield voices.field("status"), [Item(status)]
    yield voices.field("id"), [Item(voices.same(record.id))]


def _states(voices: Voices, texts: RecordVoices) -> Passage:
    """How many texts are in which state; () where all readers read the original."""
    states = [one.states() for one in texts.texts]
    if all(one.keys() <= {"source"} for one in states):
        return ()

    def words(lang: str) -> str:
        counts = states[voices.langs.index(lang)]
        return ", ".join(f"{value_label('translation', one)} {num}" for one, num in counts.items())

    return voices.say(words)


# Other records


def noted_title(voices: Voices, record: Record, kind: str) -> Passage:
    """The title of another record, noted where it is no reviewed text in the asked language."""
    titles = voices.of(record, kind).titles
    return tuple(
        Text(one.value, one.lang, voices.note_alone(one, lang))
        for one, lang in zip(titles, voices.langs, strict=True)
    )


def link_practice(voices: Voices, practice_id: str | None, details: Passage = ()) -> Iterator[Item]:
    """A practice by its title; within the house the id alone where it cannot be read."""
    if found := voices.shelf.find_practice(practice_id):
        yield Item(noted_title(voices, found, "practice"), details=details, target=found.id)
    elif voices.shelf.is_inside:
        yield from _unread(voices, practice_id, details)


def link_project(voices: Voices, project_id: str | None) -> Iterator[Item]:
    """A project by its short name and title."""
    if found := voices.shelf.find_project(project_id):
        title = noted_title(voices, found, "project")
        words = joined(voices.same(found.acronym), title, sign=": ")
        yield Item(words, target=anchor_of("project", found.id))
    elif voices.shelf.is_inside:
        yield from _unread(voices, project_id)


def link_visit(voices: Voices, visit: Visit) -> Item:
    """A visit by its title, with its dates."""
    return Item(
        noted_title(voices, visit, "visit"),
        details=describe_days(voices, visit.start, visit.end),
        target=anchor_of("visit", visit.id),
    )


def link_partner(
    voices: Voices, partner_id: str | None, name: str | None = None, details: Passage = ()
) -> Iterator[Item]:
    """An organisation by its name, be it a partner with a record of its own or not."""
    found = voices.shelf.find_partner(partner_id)
    if found:
        target = anchor_of("partner", found.id)
        yield Item(voices.same(found.name, found.language), details=details, target=target)
    else:
        yield from _unread(voices, name or partner_id, details)


def _unread(voices: Voices, words: str | None, details: Passage = ()) -> Iterator[Item]:
    if words:
        yield Item(voices.same(words), details=details)


# Facts and items


def concept_lines(
    voices: Voices, vocabulary: str, ids: Sequence[str], page: str = ""
) -> list[Item]:
    """Topics or target groups on one line, or each on its own where it leads to its page.

    Args:
        voices: the languages.
        vocabulary: where they stand.
        ids: in the order shown.
        page: kind of the pages they have, such as "topic"; empty for readers without pages.
    """
    labels = [voices.concept(vocabulary, one) for one in ids]
    if page:
        targets = (anchor_of(page, one) for one in ids)
        return [Item(label, target=one) for label, one in zip(labels, targets, strict=True)]
    return [Item(joined(*labels, sign=", "))] if labels else []


def place_lines(
    voices: Voices, place: Passage, country: str, nuts: Passage = (), *, has_pages: bool = False
) -> list[Item]:
    """Place and country on one line, or the country on its own where it leads to its page.

    Args:
        voices: the languages.
        place: its name; () for none.
        country: ISO 3166-1 alpha-2.
        nuts: code of the region.
        has_pages: whether countries have pages of their own.
    """
    name = voices.country(country)
    if not has_pages:
        return [Item(joined(place, name, sign=", "), details=nuts)]
    target = anchor_of("country", country.lower())
    if not place:
        return [Item(name, details=nuts, target=target)]
    return [Item(place, details=nuts), Item(name, target=target)]


def period_lines(voices: Voices, texts: RecordVoices, period: Period | None) -> list[Item]:
    """From when to when, and where it stands."""
    if period is None:
        return []
    days = period_days(voices, period.start, period.end)
    state = voices.value("state", period.state.value)
    note = texts.line("period.note", period.note)
    return [Item(joined(days, state, sign=", "), details=note)]


def period_days(voices: Voices, start: str | None, end: str | None) -> Passage:
    """From when to when, even if only one end is known; () for none."""
    if start and end:
        return voices.days(start, end)
    day = voices.day(start or end)

    def words(lang: str) -> str:
        params = {"date": day[voices.langs.index(lang)].value}
        pattern = (
            pgettext("period", "from %(date)s") if start else pgettext("period", "until %(date)s")
        )
        return pattern % params

    return voices.say(words) if day else ()


def describe_result(
    voices: Voices, texts: RecordVoices, result: Result, *, for_reference: bool = True
) -> Item:
    """What came of it, with its figure.

    Args:
        voices: the languages.
        texts: those of the record.
        result: what came of it.
        for_reference: with date and kind also where there is no figure.
    """
    details = _figure(voices, texts, result)
    if details or for_reference:
        kind = voices.value("result", result.kind.value) if result.kind else ()
        details = joined(details, voices.day(result.on), kind)
    return Item(texts.line("results.text", result.text), details=details, sources=result.source)


def _figure(voices: Voices, texts: RecordVoices, result: Result) -> Passage:
    value = result.value
    if value is None:
        return ()
    number = voices.format(lambda lang: format_number(value, lang))
    unit = texts.line("results.unit", result.unit)
    # A no-break space: a number does not part from its unit at the end of a line.
    counted = joined(number, unit, sign="\N{NO-BREAK SPACE}")
    return joined(texts.line("results.indicator", result.indicator), counted, sign=": ")


def describe_days(voices: Voices, start: str, end: str | None) -> Passage:
    """First and last day, spelled out; "to be announced" where not fixed."""
    if start == TBA:
        return voices.say(lambda _lang: _("date to be announced"))
    return voices.days(start, end)


def describe_event(voices: Voices, texts: RecordVoices, event: Event, field: str) -> Item:
    """A meeting or date.

    Args:
        voices: the languages.
        texts: those of the record.
        event: what takes place.
        field: where it stands in the record.
    """
    details = joined(
        describe_days(voices, event.date, event.end),
        voices.same(event.place),
        voices.country(event.country) if event.country else (),
        texts.line(f"{field}.note", event.note),
    )
    return Item(texts.line(f"{field}.title", event.title), details=details, url=event.url or "")


def describe_press(voices: Voices, press: Press, lang: str) -> Item:
    """A report in the media, in the language of the record it stands in."""
    details = joined(voices.same(press.publisher), voices.day(press.date))
    return Item(voices.same(press.title, lang), details=details, url=press.url or "")


def describe_link(texts: RecordVoices, link: Link) -> Item:
    """A page worth reading on."""
    return Item(texts.line("links.title", link.title), url=link.url)


def site_of(voices: Voices, url: str | None) -> Passage:
    """The site of an address: on paper nobody can follow a link."""
    host = (urlsplit(url).hostname or "") if url else ""
    return voices.same(host.removeprefix("www."))
