"""The page of a partner."""

from __future__ import annotations

from kb.web.page import Page, Reader
from kb.web.pages.chapters import cards_of_list, find_passage, text_chapters
from kb.web.pages.records import RecordPage, find_section, head_of, make_record_page, view_of


def make_partner(reader: Reader) -> Page:
    """A partner: who they are, what they take part in, which visits they host.

    Raises:
        NotThereError: there is none of this id.
        Moved: it has another id today.
    """
    section = find_section(reader, "partner")
    chapters = [
        *cards_of_list(reader, find_passage(section, "practices")),
        *text_chapters(section, "practices"),
    ]
    shown = RecordPage(head_of(section), view_of(reader, section), chapters)
    return make_record_page(reader, "partner", section, shown)
