"""The title of a record for a list, with a note on what it is."""

from __future__ import annotations

from pathlib import Path

from kb.model import Record
from kb.translation.localise import localise
from kb.translation.notes import notes_alone


class Texts:
    """The title of one record: asked language, else the fallback, else as it was written.

    Args:
        root: folder of the knowledge base.
        record: whose title.
        lang: language of the reader.
        fallback: language shown where the asked one is missing.
        kind: kind of the record.
    """

    def __init__(
        self, root: Path, record: Record, lang: str, fallback: str, kind: str = "practice"
    ) -> None:
        self._lang = lang
        field = "title" if hasattr(record, "title") else "name"
        texts = localise(root, kind, record, lang, fallback)
        self.title = texts.find(field, getattr(record, field))

    @property
    def noted_title(self) -> str:
        """The title, with a note in brackets where it is no reviewed text in the asked language."""
        notes = notes_alone(self.title, self._lang)
        return f"{self.title.value} [{', '.join(notes)}]" if notes else self.title.value
