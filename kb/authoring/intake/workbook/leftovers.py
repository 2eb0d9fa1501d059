"""What stands in a table and is no answer: hidden rows, unknown columns, notes beside the form.

All of it is told, so that nothing gets lost unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kb.authoring.form.cleaning import shown
from kb.authoring.intake.workbook.answering import text_of
from kb.authoring.intake.workbook.cells import Grid, Spot, letters_of
from kb.authoring.intake.workbook.headings import ENTRY, Headings
from kb.authoring.intake.workbook.tables import FoundTable, Line, TableFinder
from kb.errors import Issue, Location
from kb.translation.formats import format_list
from kb.translation.interface import spoken_language

_TOLD_ROWS = 12
_MOST_LEFT_OUT = 100
"""A file with more that belongs to no question is something else."""


class Leftovers:
    """Tells what is not read in the tables of one file.

    Args:
        path: names the file in findings.
        headings: all that are understood.
        finder: knows the headings and rows of tables.
        issues: takes the findings.
    """

    def __init__(
        self, path: Path, headings: Headings, finder: TableFinder, issues: list[Issue]
    ) -> None:
        self._path = path
        self._headings = headings
        self._finder = finder
        self._issues = issues
        self._left_out = 0

    def tell_hidden(self, grid: Grid) -> None:
        """Sheets, rows and columns nobody sees who looks at the table."""
        where = Location.of_file(self._path, grid.title)
        if grid.is_hidden:
            params = {"sheet": grid.title, "filled": "1"}
            self._issues.append(Issue("KB743", where, params))
        filled = {row for row, line in grid.rows.items() if not self._finder.is_heading_line(line)}
        rows = sorted(grid.hidden_rows & filled)
        if rows:
            told = [str(row) for row in rows[:_TOLD_ROWS]]
            told += ["…"] if len(rows) > _TOLD_ROWS else []
            params = {"sheet": grid.title, "rows": format_list(told, spoken_language())}
            self._issues.append(Issue("KB743", where, params))
        columns = {spot.column for spot in grid.cells} - _own_columns(grid)
        hidden = sorted(
            one for one in columns if any(one in among for among in grid.hidden_columns)
        )
        if hidden:
            letters = format_list([letters_of(one) for one in hidden], spoken_language())
            params = {"sheet": grid.title, "columns": letters}
            self._issues.append(Issue("KB743", where, params))

    def tell_columns(self, table: FoundTable) -> None:
        """Columns with answers whose heading nobody knows."""
        above = table.grid.rows.get(table.first - 1, {})
        strange: dict[int, int] = {}
        for row, line in self._finder.rows(table):
            for at in line:
                if at not in table.headings:
                    strange.setdefault(at, row)
        for at, row in strange.items():
            head = text_of(above[at]) if at in above else ""
            if head:
                is_few = self._left_out < _MOST_LEFT_OUT
                near = self._headings.find_near(head) if is_few else ""
                params = {"value": shown(head), "near": near}
                self._tell(table.grid, Spot(table.first - 1, at), "KB746", params)
            else:
                self.tell_stray(table.grid, row, {at: table.grid.cells[Spot(row, at)]})

    def tell_stray(self, grid: Grid, row: int, line: Line) -> None:
        """A row that answers nothing, by the first text in it."""
        for at, cell in line.items():
            if text := text_of(cell):
                self._tell(grid, Spot(row, at), "KB759", {"text": shown(text)})
                return

    def tell_stranger(self, grid: Grid) -> None:
        """A sheet without any question; its beginning says which."""
        for row, line in grid.rows.items():
            self.tell_stray(grid, row, line)
            return

    def _tell(self, grid: Grid, spot: Spot, code: str, params: Mapping[str, str]) -> None:
        """What is not read is told, unless it is so much that the file is something else."""
        self._left_out += 1
        if self._left_out <= _MOST_LEFT_OUT:
            self._issues.append(Issue(code, Location(self._path, place=grid.place(spot)), params))
        elif self._left_out == _MOST_LEFT_OUT + 1:
            where = Location.of_file(self._path, grid.title)
            self._issues.append(Issue("KB740", where, {"limit": str(_MOST_LEFT_OUT)}))


def _own_columns(grid: Grid) -> set[int]:
    """Columns that are hidden from the start: the entries' ids."""
    return {
        spot.column
        for spot, cell in grid.cells.items()
        if isinstance(cell.value, str) and cell.value.strip().lower() in (ENTRY, "id")
    }
