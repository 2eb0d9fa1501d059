"""Chapters of a record's page: what stands below a heading of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

from kb.export.description import Passage, Section, Text
from kb.model import Practice
from kb.web.cards import Card, make_cards
from kb.web.page import Reader

MOST_CARDS = 24
"""More practices than that stand in a list: nobody reads so many summaries in a row."""


class Chapter(Protocol):
    """A heading and what stands below it.

    Attributes:
        kind: which macro of the template writes it.
    """

    kind: ClassVar[str]

    @property
    def anchor(self) -> str:
        """Where it is on the page."""
        ...

    @property
    def title(self) -> Text:
        """Its heading."""
        ...


@dataclass(frozen=True)
class TextChapter:
    """What is described for every way out: prose, lists, tables.

    Attributes:
        section: as described.
        is_panel: whether it stands out from the rest: what comes next.
    """

    kind: ClassVar[str] = "text"
    section: Section
    is_panel: bool = False

    @property
    def anchor(self) -> str:
        """Where it is on the page."""
        return self.section.anchor

    @property
    def title(self) -> Text:
        """Its heading."""
        return self.section.title[0]


class ToldCard(NamedTuple):
    """A practice, and what it has to do with the record."""

    card: Card
    words: Passage = ()


@dataclass(frozen=True)
class CardsChapter:
    """Practices as cards.

    Attributes:
        anchor: where it is on the page.
        title: its heading.
        cards: at least one.
        note: how they were found, where nobody chose them; empty where somebody did.
    """

    kind: ClassVar[str] = "cards"
    anchor: str
    title: Text
    cards: Sequence[ToldCard]
    note: str = ""


def text_chapters(section: Section, *left_out: str) -> Iterator[TextChapter]:
    """The headings inside a record.

    Args:
        section: the record.
        left_out: names of those that are shown in another way.
    """
    for one in section.sections:
        if name_of(one) not in left_out:
            yield TextChapter(one)


def find_passage(section: Section, name: str) -> Section | None:
    """The heading of a name inside a record, such as "press"."""
    return next((one for one in section.sections if name_of(one) == name), None)


def name_of(passage: Section) -> str:
    """The name of a heading inside a record: the end of its anchor."""
    return passage.anchor.rpartition("--")[2]


def find_practices(reader: Reader, ids: Iterable[str]) -> list[Practice]:
    """Practices that readers may see, each once, in order."""
    found = map(reader.edition.shelf.find_practice, dict.fromkeys(ids))
    return [one for one in found if one]


def cards_of(
    reader: Reader, anchor: str, title: Text, ids: Iterable[str], note: str = ""
) -> Iterator[CardsChapter]:
    """Practices as cards; nothing where readers may see none."""
    if practices := find_practices(reader, ids):
        cards = [ToldCard(one) for one in make_cards(reader, practices)]
        yield CardsChapter(anchor, title, cards, note)


def cards_of_list(reader: Reader, passage: Section | None) -> Iterator[CardsChapter | TextChapter]:
    """A list of practices as cards, with what the list says of each; a long one stays a list."""
    if passage is None:
        return
    items = {
        item.target: item.details
        for block in passage.blocks
        for item in getattr(block, "items", ())
        if item.target
    }
    practices = find_practices(reader, items)
    if not practices or len(practices) > MOST_CARDS:
        yield TextChapter(passage)
        return
    cards = [ToldCard(one, items[one.id]) for one in make_cards(reader, practices)]
    yield CardsChapter(passage.anchor, passage.title[0], cards)
