"""From the cells of tables to filled forms, whatever people did to the tables.

A table may have a practice in each row, or questions one below the other with the answers beside
them; columns may have moved, and other rows and columns may have come in. What belongs to no
question is told, so that nothing gets lost unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kb.authoring.form.choices import as_name
from kb.authoring.form.composing import FilledForm, Typed
from kb.authoring.form.damage import damage_around, is_damaged
from kb.authoring.form.questions import Kind, Question
from kb.authoring.form.reading import clean, shown
from kb.authoring.intake.received import (
    Gathering,
    Given,
    Received,
    ReceivedForm,
    shape_answers,
)
from kb.authoring.intake.workbook.cells import MOST_CELLS, Cell, Grid, Spot, letters_of
from kb.authoring.intake.workbook.headings import (
    ENTRY,
    NUMBER,
    PRACTICE,
    Heading,
    Headings,
    known_texts,
)
from kb.authoring.intake.workbook.layout import MARK
from kb.content.findings import is_error
from kb.content.nearmiss import find_meant
from kb.errors import Issue, Location
from kb.model.types import ID_PATTERN

MOST_FORMS = 1000
_SEARCHED = 40
"""Rows and columns in which headings are looked for."""
_LEAST = 2
"""One heading alone may be a coincidence."""
_HEADS = frozenset((MARK, ENTRY, "id"))
"""What the column of ids holds in rows that are the form's own, whatever these say by now."""
_NUMERIC = frozenset((Kind.NUMBER, Kind.AMOUNT, Kind.DEGREES))
_TOLD_ROWS = 12
_MOST_LEFT_OUT = 100
"""A file with more that belongs to no question is something else."""

Line = Mapping[int, Cell]


@dataclass
class _Table:
    """A grid, and what its headings are for."""

    grid: Grid
    headings: Mapping[int, Heading]
    """By column."""
    first: int
    """The first row below them."""
    group: str
    """The list of groups it holds; "" for a table of practices."""


@dataclass
class _Practice:
    """A practice of the file, and by what rows of other tables may name it."""

    gathering: Gathering
    title: str = ""
    number: str = ""
    met: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    """Rows that were taken already: to find those that say the same."""


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
        self._headings = headings
        self._own = known_texts(headings.langs)
        self._tables: list[_Table] = []
        self._practices: list[_Practice] = []
        self._strangers: list[Grid] = []
        self._asked: set[str] = set()
        self._left_out = 0
        self.issues: list[Issue] = []

    def sort_out(self, grid: Grid) -> None:
        """Find out what a sheet is for."""
        if not grid.cells or grid.cells.get(Spot(1, 1), Cell("")).value == MARK:
            return
        if grid.is_cut:
            params = {"limit": str(MOST_CELLS), "rows": grid.title or self._path.name}
            self.issues.append(Issue("KB740", Location(self._path, place=grid.title), params))
            return
        across = self._find_across(grid)
        down = self._find_down(grid)
        found = max(_spread(across.headings), _spread(down[1]))
        if found < _LEAST and not self._is_minimal(across):
            self._strangers.append(grid)
            return
        self._tell_hidden(grid)
        if _spread(down[1]) > _spread(across.headings):
            self._take_upright(grid, *down)
            return
        self._tables.append(across)
        if not across.group:
            self._take_practices(across)

    def finish(self) -> Received:
        """The forms, once all sheets are known."""
        if not self._tables and not self._practices:
            if not any(one.code == "KB740" for one in self.issues):
                self.issues.append(Issue("KB758", Location(self._path)))
            return Received((), self.issues)
        for table in self._tables:
            if table.group:
                self._take_groups(table)
        for grid in self._strangers:
            self._tell_stranger(grid)
        forms = [self._form(one) for one in self._practices if not one.gathering.is_empty]
        if not forms and not any(map(is_error, self.issues)):
            self.issues.append(Issue("KB758", Location(self._path), {"empty": self._path.name}))
        return Received(forms, self.issues)

    def _form(self, practice: _Practice) -> ReceivedForm:
        found = practice.gathering
        filled = shape_answers(found.given)
        form = FilledForm(self._path, filled, found.place, found.entry_id)
        asked = frozenset(self._asked | found.asked)
        return ReceivedForm(form, asked, tuple(found.issues))

    # Headings

    def _find_across(self, grid: Grid) -> _Table:
        """The row with the most headings; it is the names' own where these are still there."""
        best = _Table(grid, {}, 1, "")
        within = self._group_named(grid.title)
        for row, line in list(grid.rows.items())[:_SEARCHED]:
            known = self._resolve(line, within)
            if _questions_in(known) > _questions_in(best.headings):
                best = _Table(grid, known, row + 1, "")
        best.group = _group_of(best.headings.values())
        return best

    def _find_down(self, grid: Grid) -> tuple[int, Mapping[int, Heading]]:
        """The column with the most headings, by row."""
        columns: dict[int, dict[int, Cell]] = {}
        for spot, cell in grid.cells.items():
            if spot.column <= _SEARCHED:
                columns.setdefault(spot.column, {})[spot.row] = cell
        best: tuple[int, Mapping[int, Heading]] = (0, {})
        for column, line in sorted(columns.items()):
            known = self._resolve(dict(sorted(line.items())), "")
            if _spread(known) > _spread(best[1]):
                best = (column, known)
        return best

    def _resolve(self, line: Line, within: str) -> dict[int, Heading]:
        texts = {at: one.value for at, one in line.items() if isinstance(one.value, str)}
        found = self._headings.resolve([str(text) for text in texts.values()], within)
        return {at: one for at, one in zip(texts, found, strict=True) if one is not None}

    def _group_named(self, title: str) -> str:
        heading = self._headings.resolve([title])[0] if title else None
        return heading.group if heading else ""

    def _is_minimal(self, table: _Table) -> bool:
        """Whether a single heading is enough: nothing else stands in its row."""
        row = table.grid.rows.get(table.first - 1, {})
        return len(table.headings) == 1 == len(row) and table.first == 2

    # Rows

    def _rows(self, table: _Table) -> Iterator[tuple[int, Line]]:
        """The rows with answers, without those that say what the form itself says."""
        own = {at for at, one in table.headings.items() if one.name in (NUMBER, ENTRY)}
        entry = next((at for at, one in table.headings.items() if one.name == ENTRY), 0)
        for row, line in table.grid.rows.items():
            if row < table.first or all(at in own for at in line):
                continue
            texts = (as_name(clean(str(one.value))) for one in line.values())
            if all(text in self._own for text in texts if text):
                continue
            if entry in line and _text(line[entry]) in _HEADS:
                continue
            if self._is_heading_again(line, table):
                continue
            yield row, line

    def _is_heading_again(self, line: Line, table: _Table) -> bool:
        """Labels below the names, and headings that were copied along."""
        known = self._resolve(line, table.group)
        same = sum(table.headings.get(at) is not None for at in known)
        return same >= _LEAST and same * 2 > len(line)

    def _take_practices(self, table: _Table) -> None:
        questions = {at: one for at, one in table.headings.items() if one.question}
        self._asked |= {one.name for one in questions.values()}
        for row, line in self._rows(table):
            if not any(at in questions for at in line):
                self._tell_stray(table.grid, row, line)
                continue
            if len(self._practices) >= MOST_FORMS:
                where = Location(self._path, place=table.grid.title)
                self.issues.append(Issue("KB740", where, {"limit": str(MOST_FORMS)}))
                return
            place = table.grid.place(Spot(row, min(questions)))
            practice = _Practice(Gathering(place))
            for at, cell in line.items():
                self._take_cell(practice, table, Spot(row, at), cell)
            self._practices.append(practice)
        self._tell_columns(table)

    def _take_cell(self, practice: _Practice, table: _Table, spot: Spot, cell: Cell) -> None:
        heading = table.headings.get(spot.column)
        if heading is None:
            return
        text = _text(cell)
        if heading.name == ENTRY:
            practice.gathering.entry_id = text if re.fullmatch(ID_PATTERN, text) else ""
        elif heading.name in (NUMBER, PRACTICE):
            practice.number = text
        elif heading.question is not None:
            self._answer(practice, heading, table.grid.place(spot), cell)

    def _answer(self, practice: _Practice, heading: Heading, place: str, cell: Cell) -> None:
        """One answer, or why it is none."""
        question = heading.question
        if question is None:
            return
        found = practice.gathering
        found.asked.add(question.name)
        if question.kind is Kind.PART:
            if text := _text(cell):
                params = {"value": shown(text), "label": question.label}
                found.issues.append(Issue("KB705", Location(self._path, place=place), params))
            return
        if fault := _fault(question, cell):
            found.issues.append(Issue(fault[0], Location(self._path, place=place), fault[1]))
            return
        if question.name == "title" and not practice.title:
            practice.title = _text(cell)
        typed = Typed(_value(question, cell), place)
        found.given.append(Given(question, typed, heading.number))

    # Rows that belong to practices of another sheet

    def _take_groups(self, table: _Table) -> None:
        names = {one.name for one in table.headings.values() if one.question}
        self._asked |= names
        if not names:
            return
        numbers: dict[int, int] = {}
        for row, line in self._rows(table):
            if not any(one.question for at, one in table.headings.items() if at in line):
                if any(table.headings.get(at) is None for at in line):
                    self._tell_stray(table.grid, row, line)
                continue
            practice = self._owner(table, row, line)
            if practice is None:
                continue
            said = (table.group, tuple(_said(line, table)))
            if said in practice.met:
                where = Location(self._path, place=table.grid.place(Spot(row, min(line))))
                params = {"twice": str(practice.met[said])}
                practice.gathering.issues.append(Issue("KB746", where, params))
                continue
            practice.met[said] = row
            number = numbers[id(practice)] = numbers.get(id(practice), 0) + 1
            for at, cell in line.items():
                heading = table.headings.get(at)
                if heading and heading.question:
                    one = Heading(heading.name, number)
                    self._answer(practice, one, table.grid.place(Spot(row, at)), cell)
        self._tell_columns(table)

    def _owner(self, table: _Table, row: int, line: Line) -> _Practice | None:
        """The practice a row belongs to; told where that is not clear."""
        named = next((at for at, one in table.headings.items() if one.name == PRACTICE), 0)
        entry = next((at for at, one in table.headings.items() if one.name == ENTRY), 0)
        text = _text(line[named]) if named in line else ""
        entry_id = _text(line[entry]) if entry in line else ""
        place = table.grid.place(Spot(row, named or min(line)))
        where = Location(self._path, place=place)
        if text:
            if found := self._named(text):
                if len(found) == 1:
                    return found[0]
                by_id = [one for one in found if one.gathering.entry_id == entry_id]
                if len(by_id) == 1 and entry_id:
                    return by_id[0]
                self.issues.append(Issue("KB745", where, {"several": shown(text)}))
                return None
        elif len(self._practices) == 1:
            return self._practices[0]
        same = [one for one in self._practices if entry_id and one.gathering.entry_id == entry_id]
        if len(same) == 1:
            return same[0]
        if not text:
            params = {"empty": shown(" · ".join(_said(line, table)))}
        else:
            titles = {one.title: one.title for one in self._practices if one.title}
            params = {"value": shown(text), "near": find_meant(text, titles) or ""}
        self.issues.append(Issue("KB745", where, params))
        return None

    def _named(self, text: str) -> list[_Practice]:
        """Practices of this title or number; a title goes before a number."""
        name = as_name(clean(text))
        titled = [one for one in self._practices if as_name(clean(one.title)) == name]
        return titled or [
            one for one in self._practices if one.number and as_name(one.number) == name
        ]

    # Questions one below the other

    def _take_upright(self, grid: Grid, column: int, headings: Mapping[int, Heading]) -> None:
        """A sheet with the questions in one column: each column of answers is a practice."""
        columns: dict[int, dict[int, Cell]] = {}
        for spot, cell in sorted(grid.cells.items()):
            if spot.column > column:
                columns.setdefault(spot.column, {})[spot.row] = cell
        asked = {one.name for one in headings.values() if one.question}
        for at, line in columns.items():
            texts = (as_name(clean(_text(one))) for row, one in line.items() if row in headings)
            if all(text in self._own for text in texts if text):
                continue
            practice = _Practice(Gathering(grid.place(Spot(min(line), at))))
            practice.gathering.asked |= asked
            self._take_lines(practice, grid, at, line, headings)
            self._practices.append(practice)
        around = {row: cell for row, cell in _column(grid, column) if row not in headings}
        for row, cell in around.items():
            if as_name(clean(_text(cell))) not in self._own:
                self._tell_stray(grid, row, {column: cell})

    def _take_lines(
        self,
        practice: _Practice,
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
            if beside is None or not _text(beside):
                continue
            if last is None or (row not in headings and not _goes_on(last)):
                self._tell_stray(grid, row, {at: beside})
            elif last.name == ENTRY:
                practice.gathering.entry_id = _text(beside)
            elif last.name in (NUMBER, PRACTICE):
                practice.number = _text(beside)
            else:
                self._answer(practice, last, grid.place(Spot(row, at)), beside)

    # What is told

    def _tell_hidden(self, grid: Grid) -> None:
        where = Location(self._path, place=grid.title)
        if grid.is_hidden:
            params = {"sheet": grid.title, "filled": "1"}
            self.issues.append(Issue("KB743", where, params))
        filled = {row for row, line in grid.rows.items() if not self._is_own_line(line)}
        rows = sorted(grid.hidden_rows & filled)
        if rows:
            told = [str(row) for row in rows[:_TOLD_ROWS]]
            told += ["…"] if len(rows) > _TOLD_ROWS else []
            params = {"sheet": grid.title, "rows": ", ".join(told)}
            self.issues.append(Issue("KB743", where, params))
        own = self._own_columns(grid)
        columns = {spot.column for spot in grid.cells} - own
        hidden = sorted(
            one for one in columns if any(one in among for among in grid.hidden_columns)
        )
        if hidden:
            params = {"sheet": grid.title, "columns": ", ".join(map(letters_of, hidden))}
            self.issues.append(Issue("KB743", where, params))

    def _is_own_line(self, line: Line) -> bool:
        known = self._resolve(line, "")
        return bool(known) and len(known) * 2 > len(line)

    def _own_columns(self, grid: Grid) -> set[int]:
        """Columns that are hidden from the start: the entries' ids."""
        return {
            spot.column
            for spot, cell in grid.cells.items()
            if isinstance(cell.value, str) and cell.value.strip().lower() in (ENTRY, "id")
        }

    def _tell_columns(self, table: _Table) -> None:
        """Columns with answers whose heading nobody knows."""
        above = table.grid.rows.get(table.first - 1, {})
        strange: dict[int, int] = {}
        for row, line in self._rows(table):
            for at in line:
                if at not in table.headings:
                    strange.setdefault(at, row)
        for at, row in strange.items():
            head = _text(above[at]) if at in above else ""
            if head:
                is_few = self._left_out < _MOST_LEFT_OUT
                near = self._headings.find_near(head) if is_few else ""
                params = {"value": shown(head), "near": near}
                self._tell_left_out(table.grid, Spot(table.first - 1, at), "KB746", params)
            else:
                self._tell_stray(table.grid, row, {at: table.grid.cells[Spot(row, at)]})

    def _tell_stray(self, grid: Grid, row: int, line: Line) -> None:
        for at, cell in line.items():
            if text := _text(cell):
                self._tell_left_out(grid, Spot(row, at), "KB759", {"text": shown(text)})
                return

    def _tell_left_out(self, grid: Grid, spot: Spot, code: str, params: Mapping[str, str]) -> None:
        """What is not read is told, unless it is so much that the file is something else."""
        self._left_out += 1
        if self._left_out <= _MOST_LEFT_OUT:
            self.issues.append(Issue(code, Location(self._path, place=grid.place(spot)), params))
        elif self._left_out == _MOST_LEFT_OUT + 1:
            where = Location(self._path, place=grid.title)
            self.issues.append(Issue("KB740", where, {"limit": str(_MOST_LEFT_OUT)}))

    def _tell_stranger(self, grid: Grid) -> None:
        """A sheet without any question; its beginning says which."""
        for row, line in grid.rows.items():
            self._tell_stray(grid, row, line)
            return


def _spread(headings: Mapping[int, Heading]) -> int:
    """How many different things some headings are for: answers may say the same again and again."""
    return len(set(headings.values()))


def _questions_in(headings: Mapping[int, Heading]) -> int:
    """The same, but several columns for one question count once: names have no numbers."""
    return len({one.name for one in headings.values()})


def _column(grid: Grid, column: int) -> Iterable[tuple[int, Cell]]:
    return ((spot.row, cell) for spot, cell in sorted(grid.cells.items()) if spot.column == column)


def _goes_on(heading: Heading) -> bool:
    question = heading.question
    return question is not None and (question.is_list or question.kind is Kind.TEXT)


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


def _said(line: Line, table: _Table) -> Iterator[str]:
    """What a row says in answer to questions."""
    for at, heading in sorted(table.headings.items()):
        if heading.question:
            yield _text(line[at]) if at in line else ""


def _text(cell: Cell) -> str:
    """What a cell shows, in short."""
    if cell.error:
        return cell.error
    return clean(str(cell.value)) if cell.value is not None else cell.formula


def _fault(question: Question, cell: Cell) -> tuple[str, Mapping[str, str]] | None:
    """Why a cell holds no answer."""
    params = {"label": question.label}
    if cell.formula:
        told = "" if cell.value is None else shown(str(cell.value))
        return "KB741", {**params, "value": shown(cell.formula), "shown": cell.error or told}
    if cell.error:
        return "KB742", {**params, "value": cell.error}
    if is_damaged(cell.value):
        return "KB742", {**params, "damaged": damage_around(str(cell.value))}
    return None


def _value(question: Question, cell: Cell) -> object:
    """A cell's value as an answer: percent as they are shown."""
    value = cell.value
    if not cell.is_percent or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    percent = Decimal(str(value)) * 100
    number: int | float = int(percent) if percent == int(percent) else float(percent)
    return number if question.kind in _NUMERIC else f"{number} %"
