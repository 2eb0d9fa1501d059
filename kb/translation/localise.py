"""The texts of a record in the reader's language, each with its language and state.

Reading falls back text by text: asked language, then the knowledge base's second language, then as
it was written. Whatever is shown says what it is, so that no reader takes a draft, an outdated or
a foreign text for a reviewed translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kb.model import Record
from kb.model.text import iter_passages, split_paragraphs
from kb.translation.catalogs import Translations, load_translations
from kb.words.languages import primary

STATES = ("source", "translated", "draft", "stale", "missing")
"""What a text can be, from best to worst."""


class LocalText(NamedTuple):
    """A passage as it is shown."""

    value: str
    lang: str
    """Language of the value, BCP 47."""
    state: str
    """Of the translation into the asked language: one of `STATES`."""
    previous: str | None = None
    """The source that a stale translation was made from."""
    shown_state: str = ""
    """State of the value itself: where the asked language is missing, that of the fallback."""
    source: str = ""
    """The passage as it was written."""


class LocalisedTexts:
    """The texts of one record for a reader of one language.

    Args:
        record: whose texts; any record with a `language`.
        translations: language → (field, source passage) → translation.
        lang: language of the reader, BCP 47.
        fallback: language shown where the asked one is missing.
    """

    def __init__(
        self,
        record: Record,
        translations: Mapping[str, Translations],
        lang: str,
        fallback: str,
    ) -> None:
        self.record = record
        self.lang = lang
        self.source_lang: str = getattr(record, "language", fallback)
        found = {primary(one): texts for one, texts in translations.items()} | dict(translations)
        self._asked = _first(found, (lang, primary(lang)))
        self._is_source = primary(lang) == primary(self.source_lang)
        self._fallback = (
            None
            if primary(fallback) in (primary(lang), primary(self.source_lang))
            else _first(found, (fallback, primary(fallback)))
        )

    def find(self, field: str, passage: str) -> LocalText:
        """One passage of a field, such as "obstacles.remedy"."""
        if self._is_source:
            return LocalText(passage, self.source_lang, "source", None, "source", passage)
        key = field, passage
        if self._asked:
            found = self._asked[1].get(key)
            if found and found.text:
                state = found.state
                return LocalText(found.text, self._asked[0], state, found.previous, state, passage)
        if self._fallback:
            found = self._fallback[1].get(key)
            if found and found.text:
                return LocalText(
                    found.text, self._fallback[0], "missing", found.previous, found.state, passage
                )
        return LocalText(passage, self.source_lang, "missing", None, "source", passage)

    def paragraphs(self, field: str, text: str | None) -> list[LocalText]:
        """The paragraphs of a field."""
        return [self.find(field, part) for part in split_paragraphs(text or "")]

    def __iter__(self) -> Iterator[tuple[str, LocalText]]:
        """(field, text) of every passage, in the order of the record's fields."""
        for passage in iter_passages(self.record):
            yield passage.field, self.find(passage.field, passage.text)

    def states(self) -> dict[str, int]:
        """How many different texts of the record are in each state, in the asked language."""
        counts: dict[str, int] = {}
        for one in {(field, text.source): text.state for field, text in self}.values():
            counts[one] = counts.get(one, 0) + 1
        return {state: counts[state] for state in STATES if state in counts}


def localise(root: Path, kind: str, record: Record, lang: str, fallback: str) -> LocalisedTexts:
    """The texts of a record, its catalogs read from the disk.

    Args:
        root: folder of the knowledge base.
        kind: a kind of records, such as "practice".
        record: whose texts.
        lang: language of the reader.
        fallback: language shown where the asked one is missing.
    """
    return LocalisedTexts(record, load_translations(root, kind, record), lang, fallback)


def worst_state(states: Sequence[str]) -> str:
    """The state a whole is in whose parts are in these; "source" for nothing at all."""
    return max(states, key=STATES.index, default="source")


def _first(
    found: Mapping[str, Translations], langs: Sequence[str]
) -> tuple[str, Translations] | None:
    return next(((lang, found[lang]) for lang in langs if lang in found), None)
