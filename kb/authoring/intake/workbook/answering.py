"""From one cell to an answer, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kb.authoring.form.cleaning import clean, shown
from kb.authoring.form.composing import Typed
from kb.authoring.form.damage import damage_around, is_damaged
from kb.authoring.form.questions import Kind, Question
from kb.authoring.intake.received import Gathering, Given
from kb.authoring.intake.workbook.cells import Cell
from kb.authoring.intake.workbook.headings import Heading
from kb.errors import Issue, Location

_NUMERIC = frozenset((Kind.NUMBER, Kind.AMOUNT, Kind.DEGREES))


def take_answer(found: Gathering, heading: Heading, cell: Cell, where: Location) -> bool:
    """Add the answer a cell holds, or the finding why it holds none.

    Args:
        found: takes either.
        heading: what the cell is for.
        cell: what it holds.
        where: it stands.

    Returns:
        Whether it was an answer.
    """
    question = heading.question
    if question is None:
        return False
    found.asked.add(question.name)
    if question.kind is Kind.PART:
        if text := text_of(cell):
            params = {"value": shown(text), "label": question.label}
            found.issues.append(Issue("KB705", where, params))
        return False
    if fault := _fault(question, cell):
        found.issues.append(Issue(fault[0], where, fault[1]))
        return False
    typed = Typed(_value(question, cell), where.place)
    found.given.append(Given(question, typed, heading.number))
    return True


def text_of(cell: Cell) -> str:
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
