"""The texts of one record as lines for a terminal, each with a note on what it is."""

from __future__ import annotations

from pathlib import Path

from kb.model import Record
from kb.translation.formats import language_name
from kb.translation.labels import text_notes
from kb.translation.localise import LocalisedTexts, LocalText, localise
from kb.words.languages import primary


class Texts:
    """The texts of one record: asked language, else the fallback, else as it was written.

    What holds for the title is noted there and is not said again with each text; whatever differs
    from it says so.

    Args:
        root: folder of the knowledge base.
        record: whose texts.
        lang: language of the reader.
        fallback: language shown where the asked one is missing.
        kind: kind of the record.
    """

    def __init__(
        self, root: Path, record: Record, lang: str, fallback: str, kind: str = "practice"
    ) -> None:
        self._lang = lang
        self.localised: LocalisedTexts = localise(root, kind, record, lang, fallback)
        field = "title" if hasattr(record, "title") else "name"
        self.title = self.localised.find(field, getattr(record, field))

    def paragraphs(self, field: str, text: str | None) -> list[LocalText]:
        """The paragraphs of a field."""
        return self.localised.paragraphs(field, text)

    def line(self, field: str, text: str | None) -> str:
        """A text in one line, with notes where it differs from the title."""
        return " ".join(self.noted(one) for one in self.paragraphs(field, text))

    def noted(self, text: LocalText) -> str:
        """A passage, with a note in brackets where the title does not let expect what it is."""
        return self._with_notes(text, self.title.lang, self.title.shown_state)

    @property
    def noted_title(self) -> str:
        """The title, with a note in brackets where it is no reviewed text in the asked language."""
        return self._with_notes(self.title, self._lang, "translated")

    def _with_notes(self, text: LocalText, lang: str, state: str) -> str:
        has_lang = primary(text.lang) == primary(lang)
        language = language_name(text.lang, self._lang)
        told = _state_to_tell(text.shown_state, state if has_lang else "")
        notes = text_notes(text.lang, lang, told, language)
        return f"{text.value} [{', '.join(notes)}]" if notes else text.value


def _state_to_tell(state: str, expected: str) -> str:
    """The state as far as it must be told where another one is expected."""
    if state == expected:
        return ""
    is_better = state == "translated" and expected in ("draft", "stale")
    return "reviewed" if is_better else state
