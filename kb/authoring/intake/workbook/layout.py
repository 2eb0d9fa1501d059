"""Which sheets and columns the workbook has: the form's questions laid out as tables.

One row of the main sheet is one practice. Where a practice may have several of something with
questions of its own (results, organisations, sources), these stand in a sheet of their own, one in
each row, with the practice they belong to in front.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kb.authoring.form.questions import Kind, Need, Question, practice_form
from kb.authoring.intake.workbook.headings import (
    ENTRY,
    NUMBER,
    PRACTICE,
    number_word,
    practice_help,
    practice_word,
)
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext

NAMES_ROW, SECTION_ROW, LABEL_ROW, HELP_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Rows of a sheet, counted from 1; the names are hidden."""
MARK = "kb.form"
"""Stands in the first, hidden row of sheets that hold no answers, and in the hidden column of rows
that hold none."""
STAMP = "kb-form"
"""Property of the file that holds its stamp, see `kb.authoring.intake.stamp`."""
MADE_FROM = "kb.entries"
"""Stands beside the mark on the sheet that keeps what entries said, see `madefrom`."""
_CHOICE_COLUMNS: Mapping[str, int] = {"topics": 5}
"""Columns for questions with several answers from a list; each cell takes one."""
_FEW, _FEWER = 3, 2
"""The same for others: on the main sheet, and in groups."""


class Column(NamedTuple):
    """One column."""

    name: str
    """As `Headings` knows it."""
    question: Question | None = None
    number: int = 0
    """Which of the answers from a list; 0 where one cell takes all."""

    @property
    def label(self) -> str:
        """What stands above it, in the language spoken."""
        if self.question is None:
            return {NUMBER: number_word(), PRACTICE: practice_word(), ENTRY: "id"}[self.name]
        label = self.question.label
        if len(self.question.path) > 1 and not is_table(practice_form().get(self.question.path[0])):
            label = f"{practice_form().get(self.question.path[0]).label}: {label}"
        return f"{label} ({self.number})" if self.number else label

    @property
    def help(self) -> str:
        """What stands below that."""
        if self.name == PRACTICE:
            return practice_help()
        if self.number > 1:
            return ""  # the first of these columns says it
        return f"{self.question.help} {need_words(self.question)}".strip() if self.question else ""


@dataclass(frozen=True)
class Band:
    """Columns side by side that belong together."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Table:
    """One sheet for answers."""

    key: str
    """Of the list of groups it holds; "" for the main one."""
    title: str
    help: str
    bands: tuple[Band, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All its columns."""
        return tuple(column for band in self.bands for column in band.columns)


def need_words(question: Question) -> str:
    """Whether a question has to be answered, in the language spoken; "" where it has not."""
    if question.need is Need.ALWAYS:
        return _("Must not be empty.")
    if question.need in (Need.STUB, Need.PUBLICATION) and question.kind is not Kind.PART:
        return _("Needed for publication.")
    return ""


def lay_out(wanted: Mapping[str, int]) -> tuple[Table, ...]:
    """All sheets for answers, in the language spoken, the main one first.

    Args:
        wanted: for questions with answers from a list, how many a practice has already.
    """
    front = Band("", (Column(NUMBER), Column(ENTRY)))
    bands = []
    for section in practice_form().sections:
        questions = (one for one in section.questions if not is_table(one))
        columns = tuple(column for one in questions for column in _columns(one, wanted))
        if columns:
            bands.append(Band(section.title, columns))
    main = Table("", pgettext("workbook", "Practices"), "", (front, *bands))
    return main, *(_table_of(one, wanted) for one in practice_form().questions() if is_table(one))


def is_table(question: Question) -> bool:
    """Whether the answers stand in a sheet of their own."""
    return question.kind is Kind.PART and question.is_list


def _table_of(question: Question, wanted: Mapping[str, int]) -> Table:
    columns = tuple(column for one in question.parts for column in _columns(one, wanted))
    front = Band("", (Column(PRACTICE), Column(ENTRY)))
    bands = (front, Band(question.label, columns))
    return Table(question.key, question.label, question.help, bands)


def _columns(question: Question, wanted: Mapping[str, int]) -> Iterator[Column]:
    if question.kind is Kind.PART:
        for one in question.parts:
            yield from _columns(one, wanted)
    elif question.is_list and question.has_choices:
        usual = _FEW if len(question.path) == 1 else _FEWER
        least = _CHOICE_COLUMNS.get(question.name, usual)
        for number in range(1, max(least, wanted.get(question.name, 0)) + 1):
            yield Column(question.name, question, number)
    else:
        yield Column(question.name, question)
