"""A small knowledge base whose catalogs are made, filled and looked at by tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.content.store import read_record
from kb.knowledgebase import KnowledgeBase
from kb.model import Record
from kb.translation.catalogs import catalog_path
from kb.translation.coverage import count_states
from kb.translation.pofile import Message, PoFile, format_po, parse_po
from kb.translation.update import Updating
from kb.translation.workshop import TranslationWorkshop
from tests.factories import practice_data, write_base, write_practice

ID = "at-sprachcafe"
LANGS = ("de", "fi", "sv", "en")
TARGETS = ("fi", "sv", "en")


class Workbench:
    """One practice in German, to be translated into three languages.

    Args:
        folder: where the knowledge base and its cache are made.
    """

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.root = write_base(folder / "base", [practice_data()])

    @property
    def workshop(self) -> TranslationWorkshop:
        """A fresh one, as each command opens it."""
        return KnowledgeBase(self.root, self.cache).translations

    def edit(self, record_id: str = ID, **over: Any) -> Path:
        """Write the practice with other values."""
        return write_practice(self.root, practice_data(id=record_id, **over))

    def update(self, *ids: str, **options: Any) -> Updating:
        """Run `kb translate update`."""
        return self.workshop.update(ids, **options)

    def path(self, lang: str, record_id: str = ID, kind: str = "practice") -> Path:
        """Where a catalog lies."""
        return catalog_path(self.root, lang, kind, record_id)

    def text(self, lang: str, record_id: str = ID) -> str:
        """A catalog's text."""
        return self.path(lang, record_id).read_bytes().decode("utf-8")

    def catalog(self, lang: str, record_id: str = ID) -> PoFile:
        """A catalog."""
        return parse_po(self.text(lang, record_id))

    def messages(self, lang: str = "fi") -> dict[tuple[str, str], Message]:
        """The live messages of a catalog."""
        found = self.catalog(lang).messages
        return {one.key: one for one in found if not one.is_obsolete and not one.is_header}

    def fill(self, *langs: str, comments: tuple[str, ...] = (), record_id: str = ID) -> None:
        """Translate everything: each text is its source in brackets, with the language."""
        for lang in langs or TARGETS:
            catalog = self.catalog(lang, record_id)
            messages = tuple(
                one
                if one.is_header or one.is_obsolete
                else replace(one, text=f"{lang}[{one.source}]", comments=comments)
                for one in catalog.messages
            )
            text = format_po(replace(catalog, messages=messages))
            self.path(lang, record_id).write_text(text, "utf-8", newline="")

    def record(self, record_id: str = ID) -> Record:
        """The practice as it stands in its file."""
        path = self.root / "practices" / record_id[:2] / f"{record_id}.yaml"
        record, _issues = read_record(path, "practice")
        assert record is not None
        return record

    def states(self, record_id: str = ID) -> Mapping[str, Mapping[str, int]]:
        """Language → state → number of texts, as a reader sees them now."""
        localised = {
            lang: KnowledgeBase(self.root, self.cache).localise(self.record(record_id), lang)
            for lang in LANGS
        }
        states = {lang: texts.states() for lang, texts in localised.items()}
        assert states == count_states(self.root, "practice", self.record(record_id), LANGS)
        return states

    def snapshot(self) -> dict[str, bytes]:
        """All catalogs with their bytes."""
        paths = sorted((self.root / "locales").rglob("*"))
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in paths
            if path.is_file()
        }
