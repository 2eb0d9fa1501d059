"""The words of a text laid out so that those that begin alike are found at once.

A search marks its words in a hundred texts, and the next search in many of the same ones. Taking a
text apart costs ten times more than looking through what it was taken apart to, so this is kept.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kb.search.engine import IndexReader
from kb.words.analysis import fold, iter_tokens

DOCUMENTS_KEPT = 500
TEXTS_KEPT = 10_000
"""Kept of a small index: some 50 MB at the most."""
_BREAK = "\n"
"""Between folded words; no word has it."""


class TextWords(NamedTuple):
    """The words of one text.

    Attributes:
        words: as `iter_tokens` gives them: joined words whole and in pieces.
        starts: where each begins in the text.
        ends: where each ends in the text.
        places: word → its number among the words that follow each other, of which the pieces of
            joined words are none: -1.
        folded: all of them without case and accents, each followed by a break.
        offsets: where each begins in `folded`, and where that ends.
    """

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    places: Sequence[int]
    folded: str
    offsets: Sequence[int]

    def containing(self, pieces: Iterable[str]) -> list[int]:
        """Numbers of the words that have one of some pieces without case and accents."""
        find, offsets, end = self.folded.find, self.offsets, len(self.folded)
        found = set()
        for piece in pieces:
            at = find(piece)
            while 0 <= at < end:
                number = bisect_right(offsets, at) - 1
                found.add(number)
                at = find(piece, offsets[number + 1])
        return sorted(found)


class Texts:
    """What an index holds to show its documents, and the words of that.

    Of a small index all is kept that was shown once. Of a large one nothing is: hits of two
    searches are seldom the same, and much that is kept only gives Python's collector more to do.

    Args:
        reader: the index.
    """

    def __init__(self, reader: IndexReader) -> None:
        is_small = reader.document_count <= DOCUMENTS_KEPT
        self.stored = lru_cache(DOCUMENTS_KEPT if is_small else 0)(reader.stored)
        """Document → what is shown of it."""
        self.words = lru_cache(TEXTS_KEPT if is_small else 0)(find_words)
        """Text and its language → its words."""


def find_words(text: str, lang: str) -> TextWords:
    """The words of a normalised text."""
    tokens = list(iter_tokens(text, lang))
    # The same words stand in all texts of a language, so that each is held once.
    words = tuple(sys.intern(word) for word, _, _ in tokens)
    starts = array("I", [start for _, start, _ in tokens])
    folded = [fold(word) + _BREAK for word in words]
    return TextWords(
        words,
        starts,
        array("I", [end for _, _, end in tokens]),
        _places(starts),
        "".join(folded),
        _offsets(folded),
    )


def _places(starts: Sequence[int]) -> Sequence[int]:
    places = array("i")
    place = -1
    for before, start in pairwise((-1, *starts)):
        is_new = start != before
        place += is_new
        places.append(place if is_new else -1)
    return places


def _offsets(folded: Sequence[str]) -> Sequence[int]:
    offsets = array("I", [0])
    for word in folded:
        offsets.append(offsets[-1] + len(word))
    return offsets
