"""From the cells of tables to filled forms, whatever people did to the tables.

A table may have a practice in each row, or questions one below the other with the answers beside
them; columns may have moved, and other rows and columns may have come in. What belongs to no
question is told, so that nothing gets lost unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.authoring.form.cleaning import shown
from kb.authoring.form.composing import FilledForm
from kb.authoring.form.questions import Kind
from kb.authoring.intake.received import Gathering, Received, ReceivedForm, shape_answers
from kb.authoring.intake.workbook.answering import take_answer, text_of
from kb.authoring.intake.workbook.cells import MOST_CELLS, Cell, Grid, Spot
from kb.authoring.intake.workbook.headings import Heading, Headings
from kb.authoring.intake.workbook.layout import MARK
from kb.authoring.intake.workbook.leftovers import Leftovers
from kb.authoring.intake.workbook.owners import FoundPractice, Named, find_owner
from kb.authoring.intake.workbook.tables import LEAST, FoundTable, Line, TableFinder, spread
from kb.content.findings import is_error
from kb.errors import Issue, Location

MOST_FORMS = 1000


def fill_forms(grids: Sequence[Grid], path: Path, langs: Sequence[str]) -> Received:
    """The forms in the tables of one file.

    Args:
        grids: its sheets.
        path: names it in findings.
        langs: languages the headings may be in.
    """
    filling = _Filling(path, Headings(langs))
    for grid in grids:
        filling.sort_out(grid)
    return filling.finish()


class _Filling:
    """Everything found in one file."""

    def __init__(self, path: Path, headings: Headings) -> None:
        self._path = path
        self._finder = TableFinder(headings)
        self._tables: list[FoundTable] = []
        self._practices: list[FoundPractice] = []
        self._strangers: list[Grid] = []
        self._has_practices = True
        self._asked: set[str] = set()
        self.issues: list[Issue] = []
        self._leftovers = Leftovers(path, headings, self._finder, self.issues)

    def _at(self, grid: Grid, spot: Spot) -> Location:
        return Location(self._path, place=grid.place(spot))

    def sort_out(self, grid: Grid) -> None:
        """Find out what a sheet is for."""
        if not grid.cells or grid.cells.get(Spot(1, 1), Cell("")).value == MARK:
            return
        if grid.is_cut:
            params = {"limit": str(MOST_CELLS), "rows": grid.title or self._path.name}
            self.issues.append(Issue("KB740", Location.of_file(self._path, grid.title), params))
            return
        across = self._finder.find_across(grid)
        down = self._finder.find_down(grid)
        found = max(spread(across.headings), spread(down[1]))
        if found < LEAST and not self._finder.is_minimal(across):
            self._strangers.append(grid)
            return
        self._leftovers.tell_hidden(grid)
        if spread(down[1]) > spread(across.headings):
            self._take_upright(grid, *down)
            return
        self._tables.append(across)
        if not across.group:
            self._take_practices(across)

    def finish(self) -> Received:
        """The forms, once all sheets are known."""
        if not self._tables and not self._practices:
            if not any(one.code == "KB740" for one in self.issues):
                self.issues.append(Issue("KB758", Location.of_file(self._path)))
            return Received((), self.issues)
        self._has_practices = bool(self._practices)
        for table in self._tables:
            if table.group:
                self._take_groups(table)
        for grid in self._strangers:
            self._leftovers.tell_stranger(grid)
        forms = [self._form(one) for one in self._practices if not one.gathering.is_empty]
        if not forms and not any(map(is_error, self.issues)):
            self.issues.append(
                Issue("KB758", Location.of_file(self._path), {"empty": self._path.name})
            )
        return Received(forms, self.issues)

    def _form(self, practice: FoundPractice) -> ReceivedForm:
        found = practice.gathering
        filled = shape_answers(found.given)
        form = FilledForm(self._path, filled, found.place, found.entry_id)
        asked = found.asked if practice.owner is not None else self._asked | found.asked
        return ReceivedForm(form, frozenset(asked), tuple(found.issues), practice.owner)

    def _tell_too_many(self, grid: Grid) -> None:
        issue = Issue("KB740", Location.of_file(self._path, grid.title), {"limit": str(MOST_FORMS)})
        if issue not in self.issues:
            self.issues.append(issue)

    # A practice in each row

    def _take_practices(self, table: FoundTable) -> None:
        questions = {at: one for at, one in table.headings.items() if one.question}
        self._asked |= {one.name for one in questions.values()}
        for row, line in self._finder.rows(table):
            if not any(at in questions for at in line):
                self._leftovers.tell_stray(table.grid, row, line)
                continue
            if len(self._practices) >= MOST_FORMS:
                self._tell_too_many(table.grid)
                return
            place = table.grid.place(Spot(row, min(questions)))
            practice = FoundPractice(Gathering(place))
            for at, cell in line.items():
                if heading := table.headings.get(at):
                    practice.take(heading, cell, self._at(table.grid, Spot(row, at)))
            self._practices.append(practice)
        self._leftovers.tell_columns(table)

    # Rows that belong to practices of another sheet

    def _take_groups(self, table: FoundTable) -> None:
        names = {one.name for one in table.headings.values() if one.question}
        self._asked |= names  # an empty sheet empties the list, if its practice is there
        if not names:
            return
        numbers: dict[int, int] = {}
        for row, line in self._finder.rows(table):
            if not any(one.question for at, one in table.headings.items() if at in line):
                if any(table.headings.get(at) is None for at in line):
                    self._leftovers.tell_stray(table.grid, row, line)
                continue
            practice = self._owner(table, row, line)
            if practice is None:
                continue
            said = (table.group, tuple(table.said_in(line)))
            if said in practice.met:
                where = self._at(table.grid, Spot(row, min(line)))
                params = {"twice": str(practice.met[said])}
                practice.gathering.issues.append(Issue("KB746", where, params))
                continue
            practice.met[said] = row
            practice.gathering.asked |= names
            number = numbers[id(practice)] = numbers.get(id(practice), 0) + 1
            for at, cell in line.items():
                heading = table.headings.get(at)
                if heading and heading.question:
                    one = Heading(heading.name, number)
                    where = self._at(table.grid, Spot(row, at))
                    take_answer(practice.gathering, one, cell, where)
        self._leftovers.tell_columns(table)

    def _owner(self, table: FoundTable, row: int, line: Line) -> FoundPractice | None:
        """The practice a row belongs to; told where that is not clear."""
        named = Named.of(table, row, line, self._path)
        if named.rivals:
            params = {"own": shown(named.rivals[0]), "rival": shown(named.rivals[1])}
            self.issues.append(Issue("KB745", named.where, params))
            return None
        if not self._has_practices:
            return self._named_only(table, row, line, named)
        found = find_owner(self._practices, named, list(table.said_in(line)))
        if isinstance(found, Issue):
            self.issues.append(found)
            return None
        return found

    def _named_only(
        self, table: FoundTable, row: int, line: Line, named: Named
    ) -> FoundPractice | None:
        """The practice of rows that come without it; who knows the base finds it there."""
        for one in self._practices:
            if (one.owner, one.gathering.entry_id) == (named.text, named.entry_id):
                return one
        if len(self._practices) >= MOST_FORMS:
            self._tell_too_many(table.grid)
            return None
        place = table.grid.place(Spot(row, min(line)))
        practice = FoundPractice(Gathering(place, named.entry_id), owner=named.text)
        self._practices.append(practice)
        return practice

    # Questions one below the other

    def _take_upright(self, grid: Grid, column: int, headings: Mapping[int, Heading]) -> None:
        """A sheet with the questions in one column: each column of answers is a practice."""
        columns: dict[int, dict[int, Cell]] = {}
        for spot, cell in sorted(grid.cells.items()):
            if spot.column > column:
                columns.setdefault(spot.column, {})[spot.row] = cell
        asked = {one.name for one in headings.values() if one.question}
        for at, line in columns.items():
            if self._finder.is_own(one for row, one in line.items() if row in headings):
                continue
            if len(self._practices) >= MOST_FORMS:
                self._tell_too_many(grid)
                break
            practice = FoundPractice(Gathering(grid.place(Spot(min(line), at))))
            practice.gathering.asked |= asked
            self._take_lines(practice, grid, at, line, headings)
            self._practices.append(practice)
        for spot, cell in sorted(grid.cells.items()):
            is_beside = spot.column == column and spot.row not in headings
            if is_beside and not self._finder.is_own([cell]):
                self._leftovers.tell_stray(grid, spot.row, {column: cell})

    def _take_lines(
        self,
        practice: FoundPractice,
        grid: Grid,
        at: int,
        line: Line,
        headings: Mapping[int, Heading],
    ) -> None:
        """The answers of one column; what stands below an answer without a heading goes on."""
        last: Heading | None = None
        for row in sorted({*line, *headings}):
            beside = grid.cells.get(Spot(row, at))
            if row in headings:
                last = headings[row]
            if beside is None or not text_of(beside):
                continue
            if last is None or (row not in headings and not _goes_on(last)):
                self._leftovers.tell_stray(grid, row, {at: beside})
            else:
                practice.take(last, beside, self._at(grid, Spot(row, at)))


def _goes_on(heading: Heading) -> bool:
    question = heading.question
    return question is not None and (question.is_list or question.kind is Kind.TEXT)
