"""What a booklet says of an exchange visit: what it is, who comes, the programme, the questions."""

from __future__ import annotations

from collections.abc import Iterator

from kb.export.description import (
    Agenda,
    Block,
    Item,
    Listing,
    Paragraph,
    Passage,
    Question,
    Questions,
    Section,
    Stop,
)
from kb.export.entry import describe_source
from kb.export.pieces import anchor_of
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Project, Visit
from kb.model.types import TBA
from kb.model.visit import Participants
from kb.model.visit import Stop as Planned
from kb.translation.formats import format_full_day, format_list, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext

_LINES = 4
"""Lines to write an answer on."""
_OWN_LINES = 12


def describe_visit(voices: Voices, visit: Visit, *, has_pages: bool = False) -> Iterator[Section]:
    """What the visit is about, the project it belongs to, and its programme.

    Args:
        voices: the languages.
        visit: from the shelf of these voices.
        has_pages: whether partners have pages to go on to.
    """
    texts = voices.of(visit, "visit")
    blocks: list[Block] = [
        Paragraph(words, "lead" if not number else "text")
        for number, words in enumerate(texts.paragraphs("summary", visit.summary))
    ]
    title = voices.say(lambda _lang: pgettext("booklet", "The visit"))
    sections = [*_participants(voices, visit, has_pages), *_sources(voices, texts, visit)]
    if blocks or sections:
        yield Section("part--visit", title, "part", tuple(blocks), tuple(sections))
    if project := voices.shelf.find_project(visit.part_of):
        yield _project(voices, project)
    if visit.programme:
        yield _agenda(voices, texts, visit)


def describe_days_of(voices: Voices, visit: Visit) -> Passage:
    """First and last day of a visit."""
    if visit.start == TBA:
        return voices.say(lambda _lang: _("date to be announced"))
    return voices.days(visit.start, visit.end)


def describe_questions(voices: Voices, visit: Visit) -> Iterator[Section]:
    """The questions to the hosts, with room for answers and for one's own."""
    texts = voices.of(visit, "visit")
    questions = [Question(texts.line("questions", one), _LINES) for one in visit.questions]
    own = voices.say(lambda _lang: _("Your own questions and what you heard"))
    title = voices.say(lambda _lang: pgettext("booklet", "Questions to the hosts"))
    block = Questions((*questions, Question(own, _OWN_LINES)))
    yield Section("part--questions", title, "part", (block,))


def _participants(voices: Voices, visit: Visit, has_pages: bool) -> Iterator[Section]:
    items = [_participant(voices, one, has_pages) for one in visit.participants]
    if visit.attendance:
        items.append(Item(voices.say(lambda _lang: _attendance(visit.attendance or 0))))
    if items:
        title = voices.say(lambda _lang: pgettext("visit", "Participants"))
        yield Section("part--participants", title, "passage", (Listing(tuple(items)),))


def _participant(voices: Voices, one: Participants, has_pages: bool) -> Item:
    partner = voices.shelf.find_partner(one.partner)
    country = one.country or (partner.country if partner else None)
    spoken = voices.say(
        lambda lang: format_list([language_name(tag, lang) for tag in one.languages], lang)
    )
    people = voices.say(lambda _lang: _people(one.count) if one.count else "")
    details = joined(voices.country(country) if country else (), spoken, people)
    url = (partner.homepage if partner else None) or ""
    name = partner.name if partner else one.name or one.partner
    target = anchor_of("partner", partner.id) if partner and has_pages else ""
    return Item(voices.same(name), details=details, url=url, target=target)


def _people(count: int) -> str:
    return ngettext("%(num)d person", "%(num)d people", count) % {"num": count}


def _attendance(count: int) -> str:
    sentence = ngettext("%(num)d person took part.", "%(num)d people took part.", count)
    return sentence % {"num": count}


def _sources(voices: Voices, texts: RecordVoices, visit: Visit) -> Iterator[Section]:
    if visit.sources:
        items = tuple(describe_source(voices, texts, one) for one in visit.sources)
        listing = Listing(items, "numbers")
        yield Section("part--visit-sources", voices.field("sources"), "passage", (listing,))


def _project(voices: Voices, project: Project) -> Section:
    """The frame project, as far as a traveller needs it."""
    texts = voices.of(project, "project")
    blocks: list[Block] = []
    for field in ("summary", "context"):
        style = "lead" if field == "summary" else "text"
        words = texts.paragraphs(field, getattr(project, field))
        blocks += [Paragraph(one, style) for one in words]
    sections = []
    if project.goals:
        goals = Listing(texts.items("goals", project.goals))
        sections.append(Section("part--goals", voices.field("goals"), "passage", (goals,)))
    if project.focus:
        focus = Listing(
            tuple(
                Item(texts.line("focus.text", one.text), label=voices.country(one.country))
                for one in project.focus
            )
        )
        title = voices.say(lambda _lang: _("What each country brought in"))
        sections.append(Section("part--focus", title, "passage", (focus,)))
    kicker = joined(voices.same(project.acronym), _project_days(voices, project))
    title = texts.title
    return Section("part--project", title, "part", tuple(blocks), tuple(sections), kicker=kicker)


def _project_days(voices: Voices, project: Project) -> Passage:
    period = project.period
    if period is None:
        return ()
    years = (one[:4] for one in (period.start, period.end) if one)
    return voices.same("–".join(dict.fromkeys(years)))


def _agenda(voices: Voices, texts: RecordVoices, visit: Visit) -> Section:
    has_times = any(stop.start or stop.end for stop in visit.programme)
    heads = (
        voices.say(lambda _lang: pgettext("agenda", "Day")),
        voices.say(lambda _lang: pgettext("agenda", "Time")) if has_times else (),
        voices.say(lambda _lang: pgettext("agenda", "What")),
        voices.field("places"),
    )
    stops = tuple(_stop(voices, texts, one) for one in visit.programme)
    title = voices.say(lambda _lang: pgettext("booklet", "Programme"))
    return Section("part--agenda", title, "part", (Agenda(heads, stops),))


def _stop(voices: Voices, texts: RecordVoices, stop: Planned) -> Stop:
    if stop.date == TBA:
        day = voices.say(lambda _lang: _("date to be announced"))
    else:
        day = voices.format(lambda lang: format_full_day(stop.date, lang))
    time = voices.same("–".join(filter(None, (stop.start, stop.end))))
    practice = voices.shelf.find_practice(stop.practice) if stop.practice else None
    return Stop(
        day,
        time,
        texts.line("programme.title", stop.title),
        voices.same(stop.place if stop.place != TBA else None),
        texts.line("programme.note", stop.note),
        practice.id if practice else "",
    )
