"""Which rows and columns of a sheet are headings, and which rows hold answers.

A table may have a practice in each row, or questions one below the other with the answers beside
them; columns may have moved, and what the form itself says may have been copied along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.authoring.form.choices import as_name
from kb.authoring.form.cleaning import clean
from kb.authoring.intake.workbook.answering import text_of
from kb.authoring.intake.workbook.cells import Cell, Grid
from kb.authoring.intake.workbook.headings import (
    ENTRY,
    NUMBER,
    PRACTICE,
    Heading,
    Headings,
    known_texts,
)
from kb.authoring.intake.workbook.layout import MARK

LEAST = 2
"""One heading alone may be a coincidence."""
_SEARCHED = 40
"""Rows and columns in which headings are looked for."""
_HEADS = frozenset((MARK, ENTRY, "id"))
"""What the column of ids holds in rows that are the form's own, whatever these say by now."""

Line = Mapping[int, Cell]


@dataclass
class FoundTable:
    """A grid, and what its headings are for."""

    grid: Grid
    headings: Mapping[int, Heading]
    """By column."""
    first: int
    """The first row below them."""
    group: str
    """The list of groups it holds; "" for a table of practices."""

    def column_of(self, name: str) -> int:
        """The first column with this heading; 0 for none."""
        return next((at for at, one in self.headings.items() if one.name == name), 0)

    def said_in(self, line: Line) -> Iterator[str]:
        """What a row says in answer to questions."""
        for at, heading in sorted(self.headings.items()):
            if heading.question:
                yield text_of(line[at]) if at in line else ""


class TableFinder:
    """Finds headings in sheets, and the rows with answers.

    Args:
        headings: all that are understood.
    """

    def __init__(self, headings: Headings) -> None:
        self._headings = headings
        self._own = known_texts(headings.langs)

    def find_across(self, grid: Grid) -> FoundTable:
        """The row with the most headings; it is the names' own where these are still there."""
        best = FoundTable(grid, {}, 1, "")
        within = self._group_named(grid.title)
        for row, line in list(grid.rows.items())[:_SEARCHED]:
            known = self._resolve(line, within)
            if _questions_in(known) > _questions_in(best.headings):
                best = FoundTable(grid, known, row + 1, "")
        best.group = _group_of(best.headings.values())
        return best

    def find_down(self, grid: Grid) -> tuple[int, Mapping[int, Heading]]:
        """The column with the most headings, by row."""
        columns: dict[int, dict[int, Cell]] = {}
        for spot, cell in grid.cells.items():
            if spot.column <= _SEARCHED:
                columns.setdefault(spot.column, {})[spot.row] = cell
        best: tuple[int, Mapping[int, Heading]] = (0, {})
        for column, line in sorted(columns.items()):
            known = self._resolve(dict(sorted(line.items())), "")
            if spread(known) > spread(best[1]):
                best = (column, known)
        return best

    def _resolve(self, line: Line, within: str) -> dict[int, Heading]:
        texts = {at: one.value for at, one in line.items() if isinstance(one.value, str)}
        found = self._headings.resolve([str(text) for text in texts.values()], within)
        return {at: one for at, one in zip(texts, found, strict=True) if one is not None}

    def _group_named(self, title: str) -> str:
        heading = self._headings.resolve([title])[0] if title else None
        return heading.group if heading else ""

    def is_minimal(self, table: FoundTable) -> bool:
        """Whether a single heading is enough: nothing else stands in its row."""
        row = table.grid.rows.get(table.first - 1, {})
        return len(table.headings) == 1 == len(row) and table.first == 2

    def rows(self, table: FoundTable) -> Iterator[tuple[int, Line]]:
        """The rows with answers, without those that say what the form itself says."""
        own = {at for at, one in table.headings.items() if one.name in (NUMBER, ENTRY)}
        entry = table.column_of(ENTRY)
        for row, line in table.grid.rows.items():
            if row < table.first or all(at in own for at in line) or self.is_own(line.values()):
                continue
            if entry in line and text_of(line[entry]) in _HEADS:
                continue
            if self._is_heading_again(line, table):
                continue
            yield row, line

    def is_own(self, cells: Iterable[Cell]) -> bool:
        """Whether some cells say nothing but what the form itself says."""
        texts = (as_name(clean(text_of(one))) for one in cells)
        return all(text in self._own for text in texts if text)

    def _is_heading_again(self, line: Line, table: FoundTable) -> bool:
        """Labels below the names, and headings that were copied along."""
        known = self._resolve(line, table.group)
        same = sum(table.headings.get(at) is not None for at in known)
        return same >= LEAST and same * 2 > len(line)

    def is_heading_line(self, line: Line) -> bool:
        """Whether most of a row are headings."""
        known = self._resolve(line, "")
        return bool(known) and len(known) * 2 > len(line)


def spread(headings: Mapping[int, Heading]) -> int:
    """How many different things some headings are for: answers may say the same again and again."""
    return len(set(headings.values()))


def _questions_in(headings: Mapping[int, Heading]) -> int:
    """The same, but several columns for one question count once: names have no numbers."""
    return len({one.name for one in headings.values()})


def _group_of(headings: Iterable[Heading]) -> str:
    """The list of groups a table is of: nothing but its questions and the practice's name."""
    found = list(headings)
    groups = {one.group for one in found if one.question}
    if len(groups) != 1 or "" in groups:
        return ""
    is_owned = any(one.name == PRACTICE for one in found)
    is_plain = not any(one.number for one in found if one.question and not _is_many(one))
    return groups.pop() if is_owned or is_plain else ""


def _is_many(heading: Heading) -> bool:
    """Whether the number tells which answer it is, not which group."""
    return bool(heading.question and heading.question.is_list)
