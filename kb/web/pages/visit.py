"""The page of an exchange visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kb.export.description import Section
from kb.export.pack import languages_of
from kb.model import Visit
from kb.translation.formats import language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.page import Page, Reader
from kb.web.pages.chapters import (
    Chapter,
    TextChapter,
    cards_of,
    cards_of_list,
    find_passage,
    text_chapters,
)
from kb.web.pages.records import (
    Action,
    RecordPage,
    find_section,
    head_of,
    make_record_page,
    view_of,
)
from kb.web.printing.jobs import offered

_WHOLE_DAY = len("2017-09-19")
"""A calendar holds days; months, years and "to be announced" are none."""
_FIRST = ("agenda",)
_THEN = ("questions", "participants")
_CARDS = ("practices", "further-practices")


def make_visit(reader: Reader) -> Page:
    """A visit: programme, what is visited, questions, who takes part, and the pack to take along.

    Raises:
        NotThereError: there is none of this id.
        Moved: it has another id today.
    """
    section = find_section(reader, "visit")
    visit = reader.edition.shelf.find_visit(reader.address.id)
    assert visit  # noqa: S101 - what is described is on the shelf
    shown = RecordPage(
        head_of(section),
        view_of(reader, section),
        list(_chapters(reader, visit, section)),
        actions=list(_actions(reader, visit)),
    )
    return make_record_page(reader, "visit", section, shown)


def _chapters(reader: Reader, visit: Visit, section: Section) -> Iterator[Chapter]:
    """First what will be seen, then what to ask, then what to read."""
    yield from _named(section, _FIRST)
    seen = (*visit.practices, *(stop.practice for stop in visit.programme if stop.practice))
    title = reader.voices.say(lambda _lang: pgettext("visit", "Practices of the visit"))[0]
    yield from cards_of(reader, f"{section.anchor}--practices", title, seen)
    yield from _named(section, _THEN)
    yield from cards_of_list(reader, find_passage(section, "further-practices"))
    yield from text_chapters(section, *_FIRST, *_THEN, *_CARDS)


def _named(section: Section, names: Sequence[str]) -> Iterator[Chapter]:
    return (TextChapter(one) for one in map(partial(find_passage, section), names) if one)


def _actions(reader: Reader, visit: Visit) -> Iterator[Action]:
    """The pack in the page's language, and in those that its participants read; the calendar."""
    links, langs = reader.links, reader.edition.langs
    if offered("visit-pack") and (href := links.file("visit-pack", visit.id)):
        yield Action(_("Everything for the visit (ZIP)"), href, is_main=True)
        for lang in languages_of(visit, langs, reader.lang):
            if lang != reader.lang:
                language = language_name(lang, reader.lang)
                words = _("The same in this language: %(language)s") % {"language": language}
                yield Action(words, links.file("visit-pack", visit.id, lang=lang), lang)
    href = links.file("visit-calendar", visit.id)
    if href and _is_dated(visit) and offered("visit-calendar"):
        yield Action(_("Dates for your calendar (ICS)"), href)


def _is_dated(visit: Visit) -> bool:
    """Whether there is a day to put into a calendar."""
    dates = (visit.start, *(stop.date for stop in visit.programme))
    return any(len(one) == _WHOLE_DAY for one in dates)
