"""The nearest word the index has, for words that find nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.analysis import normalise
from kb.search.engine import FORMS, IndexReader
from kb.search.languages import primary

SHORTEST = 4
"""Shorter words have too many neighbours to guess."""


def most_errors(word: str) -> int:
    """How many typing errors are forgiven in a word of this length."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < 6 else 2 if len(word) < 13 else 3


def nearest_form(word: str, lang: str, langs: Sequence[str], reader: IndexReader) -> str | None:
    """The indexed word form nearest to a word: asked language first, then the others.

    Among equally near forms the one in most entries wins.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    folded = normalise(word).casefold()
    errors = most_errors(folded)
    if not errors:
        return None
    asked = primary(lang)
    best: tuple[int, int, str] | None = None
    for one in sorted(langs, key=lambda code: code != asked):
        prefix = f"{one}:"
        forms = [term[len(prefix) :] for term in reader.terms(FORMS, prefix)]
        limit = min(errors, best[0] - 1) if best else errors
        near = process.extract(folded, forms, scorer=OSA.distance, score_cutoff=limit, limit=20)
        for form, distance, _ in near:
            if not form.isalpha() or len(form) < SHORTEST - 1:
                continue
            entries = sum(len(ids) for ids, _ in reader.postings(FORMS, f"{one}:{form}"))
            candidate = (int(distance), -entries, form)
            if best is None or candidate < best:
                best = candidate
    return best[2] if best else None
