"""The page of a working group: when it meets next stands first."""

from __future__ import annotations

from kb.export.description import Block, Paragraph, Section
from kb.export.pieces import describe_event, listed, passages_of
from kb.export.voices import RecordVoices
from kb.model import Event, Group
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.web.page import Page, Reader
from kb.web.pages.chapters import Chapter, TextChapter, text_chapters
from kb.web.pages.records import RecordPage, find_section, head_of, make_record_page, view_of
from kb.web.pages.visits import is_to_come


def make_group(reader: Reader) -> Page:
    """A working group.

    Raises:
        NotThereError: there is none of this id.
    """
    section = find_section(reader, "group")
    group = reader.edition.shelf.find_group(reader.address.id)
    assert group  # noqa: S101 - what is described is on the shelf
    coming, past = _meetings(reader, group, section.anchor)
    chapters: list[Chapter] = [TextChapter(one, is_panel=True) for one in coming]
    for one in text_chapters(section, "meetings"):
        if one.anchor.endswith(("--small-projects", "--press", "--sources")):
            chapters += map(TextChapter, past)
            past = []
        chapters.append(one)
    chapters += map(TextChapter, past)
    shown = RecordPage(head_of(section), view_of(reader, section), chapters)
    return make_record_page(reader, "group", section, shown)


def _meetings(reader: Reader, group: Group, anchor: str) -> tuple[list[Section], list[Section]]:
    """Meetings to come and meetings held, each below a heading of its own."""
    voices, texts = reader.voices, reader.voices.of(group, "group")
    in_order = sorted(group.meetings, key=lambda one: one.date)  # "tba" stands behind all years
    coming = [one for one in in_order if is_to_come(one.date, one.end, reader.today)]
    past = [one for one in reversed(in_order) if one not in coming]
    if coming:
        ahead = _listed(reader, texts, coming)
    else:
        words = voices.say(lambda _lang: _("No date of a next meeting is known."))
        ahead = [Paragraph(words)]
    number = len(coming) or 1
    title = voices.say(lambda _lang: ngettext("Next meeting", "Next meetings", number))
    held = voices.say(lambda _lang: pgettext("group", "Past meetings"))
    return (
        list(passages_of(anchor, [(title, "next-meeting", ahead)])),
        list(passages_of(anchor, [(held, "past-meetings", _listed(reader, texts, past))])),
    )


def _listed(reader: Reader, texts: RecordVoices, events: list[Event]) -> list[Block]:
    return listed(describe_event(reader.voices, texts, one, "meetings") for one in events)
