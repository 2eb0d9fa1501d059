"""What entries hold already, for a workbook that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kb.authoring.form.choices import Choice, Choices
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.outcome import Answer
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.authoring.form.reading import read_answer
from kb.authoring.intake.workbook.headings import ENTRY, PRACTICE
from kb.authoring.intake.workbook.layout import FIRST_ROW, Table
from kb.authoring.intake.workbook.looks import LINE, Looks, put_on, width_of
from kb.export.spreadsheet import cell_at, lines_of, set_text
from kb.model import Practice

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NUMERIC = (Kind.NUMBER, Kind.AMOUNT, Kind.DEGREES)
_HIGHEST = 409
"""Height of a row in points: more, Excel does not show."""
_MOST_NUMBERED = 60
"""Rows that have their number already."""

Row = tuple[Practice, Filled]


def write_text(sheet: Worksheet, row: int, number: int, text: str) -> Any:
    """Write text into a cell, which stays empty without any; gives the cell."""
    cell = cell_at(sheet, row, number)
    if text:
        set_text(cell, text)
    return cell


def offered_text(choices: Choices, question: Question, choice: Choice) -> str:
    """What stands in the list: the label, or the value where the label alone is not clear."""
    found = choices.find(question, choice.label)
    is_clear = [one.value for one in found] == [choice.value]
    return choice.label if is_clear and "\n" not in choice.label else choice.value


class Prefiller:
    """Writes entries into the sheets for answers.

    Args:
        rows: the entries, with their answers.
        choices: the lists of the base.
        looks: of cells.
    """

    def __init__(self, rows: Sequence[Row], choices: Choices, looks: Looks) -> None:
        self._rows = rows
        self._choices = choices
        self._looks = looks

    def fill_rows(self, sheet: Worksheet, table: Table) -> None:
        """The sheet of practices: numbers in front, and the entries."""
        for number in range(1, max(_MOST_NUMBERED, len(self._rows)) + 1):
            row = FIRST_ROW + number - 1
            put_on(write_text(sheet, row, 1, str(number)), self._looks.number)
        for row, (practice, filled) in enumerate(self._rows, FIRST_ROW):
            self._write_answers(sheet, row, table, filled, practice)

    def fill_groups(self, sheet: Worksheet, table: Table) -> None:
        """A sheet of groups: a row for each that an entry has."""
        row = FIRST_ROW
        for practice, filled in self._rows:
            groups = filled.get(table.key)
            for group in groups if isinstance(groups, list) else ():
                if isinstance(group, dict):
                    self._write_answers(sheet, row, table, group, practice)
                    row += 1

    def _write_answers(
        self, sheet: Worksheet, row: int, table: Table, filled: Filled, practice: Practice
    ) -> None:
        """The answers of a practice, or of one of its groups, in a row."""
        lines = 1
        for number, column in enumerate(table.columns, 1):
            if column.name == ENTRY:
                write_text(sheet, row, number, practice.id)
            elif column.name == PRACTICE:
                put_on(write_text(sheet, row, number, practice.title), self._looks.answer)
                lines = max(lines, lines_of(practice.title, width_of(None) - 2))
            elif column.question is not None:
                depth = 1 if table.key else 0
                typed = list(answers_at(filled, column.question.path[depth:]))
                if column.number:
                    typed = typed[column.number - 1 : column.number]
                text = self._write_answer(sheet, row, number, column.question, typed)
                lines = max(lines, lines_of(text, width_of(column.question)))
        sheet.row_dimensions[row].height = min(lines * LINE + 6, _HIGHEST)

    def _write_answer(
        self, sheet: Worksheet, row: int, number: int, question: Question, typed: Sequence[Typed]
    ) -> str:
        texts = [self._text_of(question, one) for one in typed]
        cell = write_text(sheet, row, number, "\n".join(texts))
        put_on(cell, self._looks.answer)
        if len(texts) == 1 and question.kind in _NUMERIC:
            read = read_answer(question, texts[0], self._choices)
            if not isinstance(read, Answer) or read.value != texts[0]:
                # As text it could be read in two ways: "1.234".
                cell.value = float(texts[0])
                put_on(cell, self._looks.figure)
        return "\n".join(texts)

    def _text_of(self, question: Question, typed: Typed) -> str:
        value = str(typed.value)
        if not question.has_choices:
            return value
        label = self._choices.label(question, value)
        return offered_text(self._choices, question, Choice(value, label))


def answers_at(filled: Filled, path: Sequence[str]) -> Iterator[Typed]:
    """The answers to the question that some keys lead to."""
    given = filled.get(path[0])
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, Typed):
            yield one
        elif isinstance(one, dict) and len(path) > 1:
            yield from answers_at(one, path[1:])


def most_chosen(filled_rows: Sequence[Filled]) -> Mapping[str, int]:
    """For each question with several answers from a list, how many a practice has at most."""
    most: dict[str, int] = {}
    for question in practice_form().all_questions():
        if question.is_list and question.has_choices and question.kind is not Kind.PART:
            for filled in filled_rows:
                for group in _holders(filled, question):
                    count = len(list(answers_at(group, question.path[-1:])))
                    most[question.name] = max(most.get(question.name, 0), count)
    return most


def _holders(filled: Filled, question: Question) -> Iterator[Filled]:
    """The groups a question's answers stand in."""
    holders = [filled]
    for key in question.path[:-1]:
        inner = []
        for one in holders:
            given = one.get(key)
            inner += [
                group
                for group in (given if isinstance(given, list) else [given])
                if isinstance(group, dict)
            ]
        holders = inner
    yield from holders
