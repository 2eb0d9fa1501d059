"""What the pages of single records share: they are found by id and put together from chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from textwrap import shorten
from typing import NamedTuple

from kb.content.nearmiss import find_near
from kb.errors import N_
from kb.export.description import Block, Listing, Paragraph, Section, Text
from kb.translation.interface import pgettext
from kb.web.cards import Choice
from kb.web.page import Crumb, Moved, NotThereError, Page, Reader
from kb.web.pages import KINDS
from kb.web.pages.chapters import CardsChapter, Chapter
from kb.web.rendering import RecordView
from kb.words.languages import primary

_LONGEST_DESCRIPTION = 160
"""So much of it search engines show, in characters."""
_LONGEST_ID = 100
_FEW = 4
"""A page of fewer headings needs no table of contents."""
_ABOVE = {
    "practice": "practices",
    "partner": "partners",
    "group": "groups",
    "visit": "visits",
    "project": "projects",
}


class Action(NamedTuple):
    """Something to do with a record: a file to take home, another way to read it."""

    text: str
    href: str
    lang: str = ""
    """Language of what is there, where it is another than the page's."""
    is_main: bool = False
    is_file: bool = True


class Heading(NamedTuple):
    """A line of the table of contents."""

    title: Text
    anchor: str


@dataclass(frozen=True)
class RecordPage:
    """A record as the template sees it.

    Attributes:
        section: its title, and the blocks before and beside the text.
        see: what the macros ask about it.
        chapters: below each other.
        more: across the page, below all: practices to read on.
        actions: what can be done with it.
        choice: the way into the basket; None for what cannot be put there.
        data: link to the record as JSON; empty where it cannot be had.
        cited: names and values for programs that collect references.
    """

    section: Section
    see: RecordView
    chapters: Sequence[Chapter]
    more: Sequence[CardsChapter] = ()
    actions: Sequence[Action] = ()
    choice: Choice | None = None
    data: str = ""
    cited: Sequence[tuple[str, str]] = ()

    @property
    def contents(self) -> list[Heading]:
        """The table of contents; [] for a page that needs none."""
        found = [Heading(one.title, one.anchor) for one in chain(self.chapters, self.more)]
        return found if len(found) >= _FEW else []


def find_section(reader: Reader, kind: str) -> Section:
    """What is described of the record whose page it is.

    Args:
        reader: who asks.
        kind: kind of the record.

    Raises:
        NotThereError: readers may see none of this id.
        Moved: it has another id today.
    """
    try:
        return reader.edition.section(kind, reader.address.id, reader.lang)
    except KeyError:
        raise why_not_there(reader, kind) from None


def why_not_there(reader: Reader, kind: str) -> Moved | NotThereError:
    """Why there is no page of this id: the record has another one today, or there is none.

    Args:
        reader: who asks.
        kind: kind of the record.
    """
    edition, page, record_id = reader.edition, reader.address.kind, reader.address.id
    today = edition.shelf.find_by_former_id(kind, record_id)
    if today and edition.find_record(kind, today):
        return Moved(page, today)
    shown = record_id[:_LONGEST_ID]
    find_ids = KINDS[page].find_ids
    known = find_ids(edition, reader.lang) if find_ids else ()
    if near := find_near(record_id, known):
        sentence = N_("There is no page of the name “%(id)s”. Did you mean “%(near)s”?")
        return NotThereError(sentence, id=shown, near=near)
    return NotThereError(N_("There is no page of the name “%(id)s”."), id=shown)


def make_record_page(reader: Reader, kind: str, section: Section, record_page: RecordPage) -> Page:
    """The page of a record.

    Args:
        reader: for whom.
        kind: kind of the record.
        section: all that is described of it.
        record_page: what the page shows.
    """
    title = section.title[0]
    return Page(
        "record.html.j2",
        title.value,
        record_page,
        description=description_of(section, reader.lang),
        crumbs=(crumb_above(reader, kind),),
        title_lang=title.lang,
        main=_ABOVE[kind],
    )


def view_of(reader: Reader, section: Section) -> RecordView:
    """What the macros ask about a record."""
    return RecordView((reader.lang,), (section,), reader.voices, reader.links)


def head_of(section: Section, *figures: Block | None) -> Section:
    """Title and blocks of a record without its headings, and with more figures beside the text."""
    more = (one for one in figures if one is not None)
    return replace(section, blocks=(*section.blocks, *more), sections=())


def crumb_above(reader: Reader, kind: str) -> Crumb:
    """The list that records of a kind stand in."""
    names = {
        "practice": pgettext("page", "Practices"),
        "partner": pgettext("page", "Partners"),
        "group": pgettext("page", "Working groups"),
        "visit": pgettext("page", "Exchange visits"),
        "project": pgettext("page", "Projects"),
    }
    return Crumb(names[kind], reader.links.page(_ABOVE[kind]))


def description_of(section: Section, lang: str) -> str:
    """The first words of a record for search engines; "" where they are in another language."""
    text = next(_iter_first_words(section), None)
    if text is None or primary(text.lang) != primary(lang):
        return ""
    return shorten(text.value, _LONGEST_DESCRIPTION, placeholder="…", break_on_hyphens=False)


def _iter_first_words(section: Section) -> Iterator[Text]:
    """The summary, else what stands below the first heading."""
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.style == "lead":
            yield block.words[0]
    for below in section.sections:
        for block in below.blocks:
            if isinstance(block, Paragraph):
                yield block.words[0]
            elif isinstance(block, Listing):
                yield from (item.words[0] for item in block.items if item.words)


def own_words(reader: Reader, words: str) -> Text:
    """Words of the interface as a text of the page's language."""
    return Text(words, reader.lang)
