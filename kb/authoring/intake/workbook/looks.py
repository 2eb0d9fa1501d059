"""How the workbook looks: colours, letters, widths. Dark fills carry white text at 7:1 or more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb.authoring.form.questions import Kind, Question

if TYPE_CHECKING:
    from openpyxl.cell import Cell

FONT, SIZE = "Calibri", 10
INK, PAPER, QUIET, RULE = "3B352F", "FFFFFF", "655C53", "DDD6CA"
BANDS = (
    ("3B352F", "F3EFE9"),
    ("1F4E79", "EAF1F8"),
    ("4A5A1E", "F1F4E6"),
    ("7A3B1F", "FAEFE8"),
    ("5A3466", "F5EEF7"),
    ("1F5A55", "E8F4F2"),
    ("5C4A1A", "F7F2E4"),
)
"""For each section: fill of its heading, and the tint of what stands below it."""
LINE = 13.5
"""Height of a line in points."""
HELP_LINE = 11.5
ROWS = 300
"""Rows that have lists and limits; the rows below take answers, too."""
_WIDTHS = {
    Kind.LINE: 28,
    Kind.TEXT: 44,
    Kind.URL: 36,
    Kind.DATE: 18,
    Kind.DATE_OR_TBA: 18,
    Kind.AMOUNT: 18,
    Kind.NUMBER: 18,
    Kind.DEGREES: 18,
    Kind.COUNT: 18,
    Kind.NUTS: 18,
    Kind.CURRENCY: 18,
}
_CHOICE_WIDTH = 24


def width_of(question: Question | None) -> int:
    """Width of a column in characters."""
    if question is None:
        return 32
    if question.name == "title":
        return 38
    if question.kind is Kind.TEXT and (question.is_list or question.has_paragraphs):
        return 64
    if question.kind is Kind.LINE and question.limit is None and len(question.path) > 1:
        return 24
    return _WIDTHS.get(question.kind, _CHOICE_WIDTH)


class Looks:
    """All looks of cells."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        def fill(colour: str) -> Any:
            return PatternFill("solid", colour)

        rule = Side("thin", RULE)
        self.heads = [
            {
                "font": Font(FONT, SIZE + 1, bold=True, color=PAPER),
                "fill": fill(dark),
                "alignment": Alignment("left", "center", indent=1),
            }
            for dark, _light in BANDS
        ]
        self.labels = [
            {
                "font": Font(FONT, SIZE, bold=True, color=dark),
                "fill": fill(light),
                "alignment": Alignment("left", "center", wrap_text=True, indent=1),
                "border": Border(left=rule, right=rule),
            }
            for dark, light in BANDS
        ]
        self.helps = [
            {
                "font": Font(FONT, SIZE - 1, color=QUIET),
                "fill": fill(light),
                "alignment": Alignment("left", "top", wrap_text=True, indent=1),
                "border": Border(left=rule, right=rule, bottom=Side("medium", dark)),
            }
            for dark, light in BANDS
        ]
        text = Font(FONT, SIZE)
        self.answer = {
            "font": text,
            "alignment": Alignment("left", "top", wrap_text=True, indent=1),
            "border": Border(left=rule, right=rule, bottom=rule),
            "number_format": "@",
        }
        self.figure = {**self.answer, "number_format": "General"}
        self.number = {
            **self.answer,
            "font": Font(FONT, SIZE, color=QUIET),
            "alignment": Alignment("center", "top"),
        }
        self.title = {"font": Font(FONT, 18, bold=True, color=INK)}
        self.strong = {
            "font": Font(FONT, SIZE + 1, bold=True, color=INK),
            "alignment": Alignment("left", "top", wrap_text=True),
        }
        self.text = {
            "font": Font(FONT, SIZE + 1),
            "alignment": Alignment("left", "top", wrap_text=True),
        }


def put_on(target: Cell | Any, look: dict[str, Any]) -> None:
    """Give a look to a cell, or to a whole column."""
    for part, value in look.items():
        setattr(target, part, value)
