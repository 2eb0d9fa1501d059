"""The texts of one practice in the reader's language, each with its language and state."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kb.cli.labels import text_notes
from kb.cli.names import language_name
from kb.model import Practice
from kb.model.text import split_paragraphs
from kb.translation.catalogs import load_translations


class Text(NamedTuple):
    """A passage as it is shown."""

    value: str
    lang: str
    state: str
    """source, translated, draft or stale."""


class Texts:
    """The texts of one practice: asked language, else the fallback, else as it was written.

    Args:
        root: folder of the knowledge base.
        practice: whose texts.
        lang: language of the reader.
        fallback: language shown where the asked one is missing.
    """

    def __init__(self, root: Path, practice: Practice, lang: str, fallback: str) -> None:
        self._practice = practice
        self._lang = lang
        found = load_translations(root, practice.id)
        self._translations = {_primary(one): texts for one, texts in found.items()} | found
        self._order = [lang, _primary(lang), fallback, _primary(fallback)]
        self.title = self.find("title", practice.title)

    def find(self, field: str, passage: str) -> Text:
        """One passage of a field, such as "obstacles.remedy"."""
        source = self._practice.language
        for lang in self._order:
            if _primary(lang) == _primary(source):
                break  # no translation is nearer to what was asked for than the original
            found = self._translations.get(lang, {}).get((field, passage))
            if found:
                return Text(found.text, lang, found.state)
        return Text(passage, source, "source")

    def paragraphs(self, field: str, text: str) -> list[Text]:
        """The paragraphs of a field."""
        return [self.find(field, part) for part in split_paragraphs(text)]

    def line(self, field: str, text: str | None) -> str:
        """A text in one line, as the title's language lets expect it or with a note on that."""
        return " ".join(self.noted(one) for one in self.paragraphs(field, text or ""))

    def noted(self, text: Text) -> str:
        """A passage, with a note in brackets where the title does not let expect its language."""
        return self._with_notes(text, self.title.lang)

    @property
    def noted_title(self) -> str:
        """The title, with a note in brackets where it is not in the asked language."""
        return self._with_notes(self.title, self._lang)

    def _with_notes(self, text: Text, expected: str) -> str:
        language = language_name(text.lang, self._lang)
        notes = text_notes(text.lang, expected, text.state, language)
        return f"{text.value} [{', '.join(notes)}]" if notes else text.value


def _primary(lang: str) -> str:
    return lang.partition("-")[0]
