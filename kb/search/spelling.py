"""The nearest word the index has, for words that find nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.engine import FORMS, IndexReader
from kb.words.analysis import normalise
from kb.words.languages import primary

SHORTEST = 4
"""Shorter words have too many neighbours to guess."""
_CLOSE = 20
"""Neighbours that are compared by how many entries have them."""


def most_errors(word: str) -> int:
    """How many typing errors are forgiven in a word of this length."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < 6 else 2 if len(word) < 13 else 3


class Speller:
    """Knows the word forms of one state of an index; each language's are listed when needed.

    Args:
        reader: the index.
        langs: languages that are searched.
    """

    def __init__(self, reader: IndexReader, langs: Sequence[str]) -> None:
        self._reader = reader
        self._langs = langs
        self._forms: dict[str, list[str]] = {}

    def nearest_form(self, word: str, lang: str) -> str | None:
        """The indexed form nearest to a word: in the asked language, else in any other.

        Among equally near forms the one in most entries wins.
        """
        folded = normalise(word).casefold()
        errors = most_errors(folded)
        if not errors:
            return None
        asked = primary(lang)
        if asked in self._langs and (near := self._nearest_in(asked, folded, errors)):
            return near[2]
        others = (self._nearest_in(one, folded, errors) for one in self._langs if one != asked)
        best = min((one for one in others if one), default=None)
        return best[2] if best else None

    def _nearest_in(self, lang: str, word: str, errors: int) -> tuple[int, int, str] | None:
        """(errors, minus the number of entries, form) of the nearest form of a language."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            word, self._forms_of(lang), scorer=OSA.distance, score_cutoff=errors, limit=_CLOSE
        )
        candidates = [
            (int(distance), -self._entries(lang, form), form) for form, distance, _ in near
        ]
        return min(candidates, default=None)

    def _forms_of(self, lang: str) -> list[str]:
        if lang not in self._forms:
            prefix = f"{lang}:"
            forms = (term[len(prefix) :] for term in self._reader.terms(FORMS, prefix))
            self._forms[lang] = [
                form for form in forms if len(form) >= SHORTEST - 1 and form.isalpha()
            ]
        return self._forms[lang]

    def _entries(self, lang: str, form: str) -> int:
        return sum(len(ids) for ids, _ in self._reader.postings(FORMS, f"{lang}:{form}"))
