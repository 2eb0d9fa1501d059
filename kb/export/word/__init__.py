"""The booklet as a Word file: styles, texts and tables, each in a module; only one knows docx."""

from kb.export.word.file import render_word

__all__ = ["render_word"]
