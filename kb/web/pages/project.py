"""The page of a frame project."""

from __future__ import annotations

from collections.abc import Iterator

from kb.export.pieces import link_practice, listed, passages_of
from kb.translation.interface import gettext as _
from kb.web.cards import sort_by_title
from kb.web.page import Page, Reader
from kb.web.pages.chapters import Chapter, cards_of_list, name_of, text_chapters
from kb.web.pages.records import RecordPage, find_section, head_of, make_record_page, view_of

_BEHIND = ("claims", "links", "sources")
"""Headings that the practices stand before."""


def make_project(reader: Reader) -> Page:
    """A project: what it wanted and did, what came of it, and what registers say of it.

    Raises:
        NotThereError: there is none of this id.
    """
    section = find_section(reader, "project")
    practices = list(_practices(reader, section.anchor))
    chapters: list[Chapter] = []
    for one in text_chapters(section):
        if name_of(one.section) in _BEHIND:
            chapters += practices
            practices = []
        chapters.append(one)
    shown = RecordPage(head_of(section), view_of(reader, section), [*chapters, *practices])
    return make_record_page(reader, "project", section, shown)


def _practices(reader: Reader, anchor: str) -> Iterator[Chapter]:
    """Practices that came about in its frame."""
    edition, project_id = reader.edition, reader.address.id
    mine = [one for one in edition.shelf.practices if one.part_of == project_id]
    by_title = sort_by_title(reader, mine)
    items = (item for one in by_title for item in link_practice(reader.voices, one.id))
    title = reader.voices.say(lambda _lang: _("Practices that came out of it"))
    for passage in passages_of(anchor, [(title, "practices", listed(items))]):
        yield from cards_of_list(reader, passage)
