"""The form as an Excel workbook: made for many practices at once, and read when it comes back."""

from __future__ import annotations

from kb.authoring.intake.workbook.making import render_workbook
from kb.authoring.intake.workbook.reading import read_workbook

__all__ = ["read_workbook", "render_workbook"]
