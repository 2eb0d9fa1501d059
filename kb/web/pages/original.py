"""A practice with its original beside the translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.export.description import Section
from kb.model import Practice
from kb.translation.interface import gettext as _
from kb.web.page import Crumb, Moved, Page, Reader
from kb.web.pages import has_original_beside
from kb.web.pages.records import Action, crumb_above, why_not_there
from kb.web.printing.jobs import offered
from kb.web.rendering import RecordView


@dataclass(frozen=True)
class Column:
    """One of the two languages.

    Attributes:
        lang: BCP 47.
        name: what it is called in the page's language.
    """

    lang: str
    name: str


@dataclass(frozen=True)
class OriginalPage:
    """A practice in two languages.

    Attributes:
        section: all of it.
        see: what the macros ask about it.
        columns: translation and original.
        actions: the translation by itself, both languages on paper.
    """

    section: Section
    see: RecordView
    columns: tuple[Column, Column]
    actions: Sequence[Action]


def make_original(reader: Reader) -> Page:
    """A practice in the page's language, and beside it as it was written.

    Raises:
        NotThereError: there is none of this id.
        Moved: it has another id today, or was written in the page's language.
    """
    edition, links, practice_id = reader.edition, reader.links, reader.address.id
    practice = edition.shelf.find_practice(practice_id)
    if practice is None:
        raise why_not_there(reader, "practice")
    if not has_original_beside(practice, reader.lang):
        raise Moved("practice", practice_id)
    langs = (reader.lang, practice.language)
    section = edition.section("practice", practice_id, *langs)
    voices = edition.voices(*langs)
    names = [reader.voices.language(one)[0].value for one in langs]
    title = section.title[0]
    href = links.page("practice", practice_id)
    shown = OriginalPage(
        section,
        RecordView(langs, (section,), voices, links),
        (Column(langs[0], names[0]), Column(langs[1], names[1])),
        list(_actions(reader, practice)),
    )
    return Page(
        "original.html.j2",
        _("%(title)s – original beside the translation") % {"title": title.value},
        shown,
        crumbs=(crumb_above(reader, "practice"), Crumb(title.value, href)),
        title_lang=title.lang,
        main="practices",
        is_listed=False,
    )


def _actions(reader: Reader, practice: Practice) -> Iterator[Action]:
    links = reader.links
    href = links.page("practice", practice.id)
    yield Action(_("The translation by itself"), href, is_file=False)
    second = reader.edition.find_lang(practice.language)
    if second and "pdf" in offered("practice-booklet"):
        query = {"second": second}
        if href := links.file("practice-booklet", practice.id, "pdf", query=query):
            yield Action(_("Booklet in both languages (PDF)"), href)
