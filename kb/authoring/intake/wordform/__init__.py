"""The form as a Word file: made for those who have nothing else, and read when it comes back."""

from __future__ import annotations

from kb.authoring.intake.wordform.making import render_word_form
from kb.authoring.intake.wordform.reading import WordReader, read_word_form

__all__ = ["WordReader", "read_word_form", "render_word_form"]
