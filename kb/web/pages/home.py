"""The home page."""

from __future__ import annotations

from kb.web.page import Page, Reader


def make_home(reader: Reader) -> Page:
    """The first page of a language."""
    title = reader.voices.label_of(reader.edition.settings.title)[0]
    return Page("home.html.j2", title.value, title_lang=title.lang, main="home")
