"""Paragraphs and lists; in two languages they stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.export.description import Item, Listing, Paragraph, Passage, distinct
from kb.export.word.grid import cell, row, table
from kb.export.word.markup import Node, flag, w
from kb.export.word.scribe import (
    Link,
    Scribe,
    Spot,
    direction,
    find_address,
    paragraph,
    runs,
    to_bookmark,
)

_STYLES = {"text": "BodyText", "lead": "Lead", "note": "Note", "label": "Label"}
_LISTS = {
    "bullets": ("ListBullet", "ListBullet2"),
    "numbers": ("ListNumber", "List2"),
    "plain": ("List", "List2"),
}
_FIRST_NUMBER = 3
"""Lists 1 and 2 belong to the styles."""
_MAY_SPLIT = 400
"""Rows with longer texts may go over the end of a page: else half of it could stay empty."""
_LONGEST_TIP = 200
_ENDINGS = "?!:.…؟"


class Line(NamedTuple):
    """A paragraph to be: a text, or an item of a list without those below it."""

    item: Item
    style: str
    number: int = 0
    """Of its numbered list, counted over the whole file; 0 for none."""
    bookmark: str = ""


def write_prose(scribe: Scribe, spot: Spot, blocks: Sequence[Paragraph | Listing]) -> list[Node]:
    """Paragraphs and lists that follow each other."""
    lines = [line for block in blocks for line in _lines(scribe, spot, block)]
    if spot.languages < 2:
        return [_paragraph(scribe, spot, line) for line in lines]
    return side_by_side(scribe, [_row(scribe, spot, line) for line in lines]) if lines else []


def side_by_side(scribe: Scribe, rows: Sequence[Node]) -> list[Node]:
    """Rows of two languages as a table without a frame."""
    widths = scribe.look.column, scribe.look.column
    return [table("SideBySide", widths, rows, is_rtl=scribe.is_rtl)]


def pair(scribe: Scribe, first: Sequence[Node], second: Sequence[Node], length: int) -> Node:
    """A row with paragraphs of two languages.

    Args:
        scribe: who writes.
        first: in the first language, at least one.
        second: in the second.
        length: of the longer one, in characters.
    """
    width, gap = scribe.look.column, scribe.look.gap
    cells = (cell(width, first, margins=(0, gap)), cell(width, second, margins=(gap, 0)))
    return row(cells, may_split=length > _MAY_SPLIT)


def _lines(scribe: Scribe, spot: Spot, block: Paragraph | Listing) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        if any(text.value for text in block.words):
            yield Line(Item(block.words), _STYLES.get(block.style, "BodyText"))
        return
    style, below = _LISTS.get(block.style, _LISTS["bullets"])
    number = 0
    if block.style == "numbers":
        number = _FIRST_NUMBER + scribe.numbered_lists
        scribe.numbered_lists += 1
    for place, item in enumerate(block.items, 1):
        yield Line(item, style, number, spot.sources.get(place, "") if number else "")
        for inner in item.items:
            yield Line(inner, below)


def _row(scribe: Scribe, spot: Spot, line: Line) -> Node:
    words = line.item.words
    if len(distinct(words)) < 2:
        return row([cell(2 * scribe.look.column, [_paragraph(scribe, spot, line)], span=2)])
    first, second = (_paragraph(scribe, spot, line, column) for column in (0, 1))
    return pair(scribe, [first], [second], max(len(text.value) for text in words))


def _paragraph(scribe: Scribe, spot: Spot, line: Line, column: int | None = None) -> Node:
    item = line.item
    nodes = item_nodes(scribe, spot, item, column)
    is_marked = bool(line.bookmark) and not column
    if is_marked:
        nodes = scribe.bookmarks.around(line.bookmark, nodes)
    words = item.words[column or 0 : (column or 0) + 1]
    properties = [direction(words[0].lang, scribe.is_rtl)] if words else []
    if item.items:
        properties.append(flag("keepNext"))
    if not line.number:
        return paragraph(line.style, nodes, *properties)
    if column:
        # The number stands before the first language only; the second is indented alike.
        return paragraph("ListContinue", nodes, *properties)
    number = w("numPr", w("ilvl", val=0), w("numId", val=line.number))
    return paragraph(line.style, nodes, number, *properties)


def item_nodes(scribe: Scribe, spot: Spot, item: Item, column: int | None = None) -> list[Node]:
    """An item without those below it.

    Args:
        scribe: who writes.
        spot: where it stands.
        item: the item.
        column: which of two languages; None for all of them behind each other.
    """
    made: list[Node] = []
    if item.label:
        made += _said(scribe, item.label, column, "RunInHead")
        ends = item.label[column or 0 :][:1] or item.label[:1]
        made += runs(" " if ends[0].value[-1:] in _ENDINGS else ": ", "", "RunInHead")
    made += words_nodes(scribe, item, column)
    made += source_marks(scribe, spot, item.sources)
    details = _said(scribe, item.details, column, "Detail", " / ")
    if made and details:
        made += runs(" – ", "", "Detail")
    return made + details


def words_nodes(
    scribe: Scribe, item: Item, column: int | None = None, sign: str = " · "
) -> list[Node]:
    """The words of an item, linked to where they lead."""
    style = ""
    if find_address(item.url):
        style = "Hyperlink"
    elif item.target and scribe.bookmark(item.target):
        style = "CrossReference"

    def link(words: Sequence[Node]) -> list[Node]:
        if item.url:
            return scribe.to_web(item.url, words)
        return scribe.to_section(item.target, words)

    return _said(scribe, item.words, column, style, sign, link)


def source_marks(scribe: Scribe, spot: Spot, sources: Sequence[int]) -> list[Node]:
    """Numbers of sources, each a link to its place in the list."""
    if not sources:
        return []
    called = scribe.booklet.writers_words.sources
    made = runs("\N{NO-BREAK SPACE}[", "", "SourceMark")
    for place, number in enumerate(sources):
        if place:
            made += runs(", ", "", "SourceMark")
        mark = runs(str(number), "", "SourceMark")
        name = spot.sources.get(number)
        tip = f"{called[0].value[:_LONGEST_TIP]} {number}" if called else ""
        made += [to_bookmark(name, mark, tip)] if name else mark
    return made + runs("]", "", "SourceMark")


def _said(
    scribe: Scribe,
    passage: Passage,
    column: int | None,
    style: str,
    sign: str = " · ",
    link: Link | None = None,
) -> list[Node]:
    if column is None or len(passage) < 2:
        return scribe.passage(passage, style, sign, link=link)
    text = passage[column]
    return scribe.runs(text, style, scribe.langs[column], link) if text.value else []
