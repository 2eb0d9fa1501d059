"""The texts of one record as lines for a terminal, each with a note on what it is."""

from __future__ import annotations

from pathlib import Path

from kb.model import Record
from kb.translation.localise import LocalisedTexts, LocalText, localise
from kb.translation.notes import notes_alone, notes_beside


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
        return _with_notes(text.value, notes_beside(text, self.title, self._lang))

    @property
    def noted_title(self) -> str:
        """The title, with a note in brackets where it is no reviewed text in the asked language."""
        return _with_notes(self.title.value, notes_alone(self.title, self._lang))


def _with_notes(text: str, notes: list[str]) -> str:
    return f"{text} [{', '.join(notes)}]" if notes else text
