"""The known word nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_LIKENESS = 65.0
"""Percent of likeness from which on a word is offered; lower ones are mostly nonsense."""
_LONGEST = 100
"""Only so many characters are compared."""


def find_near(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one; None where none is like it."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        word[:_LONGEST],
        sorted(known),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=_LIKENESS,
    )
    return found[0] if found else None


def find_meant(word: str, meanings: Mapping[str, str]) -> str | None:
    """What a word most likely stands for, by the words that may have been meant."""
    found = find_near(word, meanings)
    return meanings[found] if found else None
