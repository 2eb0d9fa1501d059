"""What a booklet holds, before it is PDF, Word, HTML or Markdown: plain data, in reading order.

All writers walk this one description, so all of them say the same. It knows nothing of pages,
fonts or files. Every text is a `Passage`: one `Text` for each language of the booklet, one or two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple


class Text(NamedTuple):
    """Some words in one language, with what their reader must know about them."""

    value: str
    lang: str
    """Language of the value, BCP 47; another than the column's where a translation is missing."""
    note: str = ""
    """In the column's language: "translation not yet reviewed", "German"; mostly empty."""


Passage = tuple[Text, ...]
"""The same words in each language of the booklet, in the order of `Booklet.langs`. A single text
in a booklet of two languages holds for both: a name, an address. () for nothing."""


def distinct(passage: Passage) -> Passage:
    """The texts of a passage, those that say the same given once: names, years, addresses."""
    seen: dict[tuple[str, str], Text] = {}
    for text in passage:
        seen.setdefault((text.value, text.note), text)
    return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. In two languages its texts stand side by side."""

    words: Passage
    style: str = "text"
    """text; lead (a summary, set larger); note (small and quiet: what a reader should know of the
    texts); label (a short heading without a place in the contents)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: words, and what belongs to them."""

    words: Passage
    label: Passage = ()
    """A run-in heading before the words, such as "What helped"."""
    details: Passage = ()
    """Facts set quietly behind or below the words: "participants: 1,300 · reported"."""
    sources: tuple[int, ...] = ()
    """Numbers in the list of sources of the same practice."""
    url: str = ""
    target: str = ""
    """Anchor of the section the words lead to."""
    items: tuple[Item, ...] = ()
    """Items below this one; one level only."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items. In two languages the texts of each item stand side by side."""

    items: tuple[Item, ...]
    style: str = "bullets"
    """bullets; numbers (counted from 1: sources); plain (without marks)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its name: one or more lines, each short."""

    name: Passage
    lines: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The box of facts of a practice. Texts of two languages stand behind each other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount of money as a bar."""

    label: Passage
    """What it is: total, grant, planned."""
    amount: Passage
    """The amount as it is written."""
    share: float
    """Length as a share of the longest bar, 0 to 1."""
    is_certain: bool
    """Whether it was reported; a planned or approved amount is drawn lighter."""


@dataclass(frozen=True, slots=True)
class Funding:
    """Amounts of one currency side by side, at least two. Says nothing the facts do not."""

    bars: tuple[Bar, ...]
    alt: Passage


@dataclass(frozen=True, slots=True)
class Timeline:
    """When a practice ran, on a line of years. Says nothing the facts do not."""

    first: int
    """Year the line begins with."""
    last: int
    """Year the line ends with."""
    start: float
    """As a year with fraction: 2016.79; equals `first` where the start is not known."""
    end: float
    """As a year with fraction; `last + 1` where it goes on."""
    is_open: bool
    """Whether it goes on."""
    alt: Passage


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map."""

    number: int
    """Printed at the point and in the list; places at one point share it."""
    lat: float
    lon: float
    country: str
    """ISO 3166-1 alpha-2."""
    name: Passage
    items: tuple[Item, ...]
    """What is there, each with the anchor of its section."""


@dataclass(frozen=True, slots=True)
class Map:
    """A map of places, with the list of what its numbers mean."""

    places: tuple[Place, ...]
    countries: tuple[str, ...]
    """Countries to be shown, whether they have places or not."""
    alt: Passage


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of the agenda."""

    day: Passage
    """Day spelled out; the same as that of the stop before where it takes place on one day."""
    time: Passage
    """From and to; () where not known."""
    title: Passage
    place: Passage
    note: Passage = ()
    target: str = ""
    """Anchor of the practice that is visited."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The programme of a visit, as a table."""

    heads: tuple[Passage, Passage, Passage, Passage]
    """Day, time, what, place; () for the time where no stop has one: it needs no column."""
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of short texts under heads."""

    heads: tuple[Passage, ...]
    rows: tuple[tuple[Item, ...], ...]
    numeric: tuple[int, ...] = ()
    """Columns that hold numbers and are set to the right, counted from 0."""
    alt: Passage = ()
    """What the table shows."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of one country's law or administration, explained."""

    word: Text
    """In its own language."""
    country: Passage
    said: Passage
    """What the reader's language says for it; () where it has no word of its own."""
    meaning: Passage


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that occur, in the order of the first language's alphabet."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with room to write the answer."""

    words: Passage
    lines: int


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions with writing space; what is read on a screen may leave the space out."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A word of the index, and the sections it leads to."""

    word: Passage
    items: tuple[Item, ...]
    """Titles with their anchors; on paper the page numbers follow."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index in the order of the first language's alphabet."""

    entries: tuple[IndexEntry, ...]


Block = (
    Paragraph
    | Listing
    | Facts
    | Funding
    | Timeline
    | Map
    | Agenda
    | Table
    | Terms
    | Questions
    | Index
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    anchor: str
    """Unique in the booklet: ASCII letters, digits and hyphens."""
    title: Passage
    kind: str
    """part (a chapter of the front or back matter), country, practice (or another kind of record
    that has a page of its own: visit, group, partner, project), or passage (a heading
    inside a practice or part, too small for the table of contents)."""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    country: str = ""
    """ISO 3166-1 alpha-2, of a country and of a practice."""
    kicker: Passage = ()
    """A short line above the title: country and place."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The logo."""

    data: bytes
    media_type: str
    """image/svg+xml, image/png or image/jpeg."""
    alt: Passage


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    kicker: Passage
    """Name of the knowledge base."""
    title: Passage
    subtitle: Passage
    facts: tuple[Fact, ...]
    """Host, dates, place, partners."""
    funding_line: Passage
    note: Passage
    """Day of the edition, licence."""
    logo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words the writers themselves need."""

    contents: Passage
    """Heading of the table of contents."""
    sources: Passage
    """Spoken name of a number that leads to a source."""
    notes: Passage
    """Heading of writing space."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """A whole booklet."""

    langs: tuple[str, ...]
    """One or two BCP 47 tags; the first is the language of the document."""
    title: str
    """For the file's metadata, in the first language."""
    author: str
    keywords: tuple[str, ...]
    created: str
    """ISO date of the edition."""
    cover: Cover
    writers_words: Words
    sections: tuple[Section, ...]
    countries: tuple[str, ...] = ()
    """All countries of the knowledge base, in order: each has its colour by its place here."""
    unfinished: tuple[Unfinished, ...] = ()
    """Texts that are drafts, outdated or missing in a language of the booklet."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A text that a strict booklet does not print."""

    kind: str
    record: str
    field: str
    lang: str
    state: str
    text: str


def iter_sections(sections: Sequence[Section]) -> Iterator[tuple[int, Section]]:
    """(depth counted from 1, section) of sections and all below them, in reading order."""

    def below(sections: Sequence[Section], depth: int) -> Iterator[tuple[int, Section]]:
        for one in sections:
            yield depth, one
            yield from below(one.sections, depth + 1)

    return below(sections, 1)


_UNPRINTED = frozenset(("alt", "logo", "sections"))
"""Fields whose texts are not read on the page, or are come to in their own turn."""


def iter_passages(booklet: Booklet) -> Iterator[Passage]:
    """Every passage a reader sees, alt texts of pictures left out, part by part.

    Words of the writers themselves (`Booklet.writers_words`) are not among them.
    """
    yield from _passages(booklet.cover)
    for _depth, section in iter_sections(booklet.sections):
        yield from _passages(section)


def _passages(part: Any) -> Iterator[Passage]:
    """The passages of a part, in the order of its fields."""
    for one in fields(part):
        if one.name in _UNPRINTED:
            continue
        value = getattr(part, one.name)
        if isinstance(value, Text):
            yield (value,)
        elif isinstance(value, tuple) and value:
            if isinstance(value[0], Text):
                yield value
                continue
            for inner in value:
                if is_dataclass(inner):
                    yield from _passages(inner)
                elif isinstance(inner, tuple):
                    yield from _of_row(inner)


def _of_row(row: tuple[Any, ...]) -> Iterator[Passage]:
    """The passages of a row of a table: heads are passages, cells are items."""
    if row and isinstance(row[0], Text):
        yield row
        return
    for cell in row:
        yield from _passages(cell)
