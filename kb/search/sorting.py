"""In which order hits come: the best first, or the newest, or country by country."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from kb.search.bits import iter_bits
from kb.search.engine import FACETS, STARTS, IndexReader
from kb.search.shared import Shared

SORTS = ("relevance", "newest", "country")
"""Ways to sort."""

Scores = Mapping[int, tuple[int, float]]
"""Document → number of words it lacks, and score."""
Scored = tuple[int, tuple[int, float]]


class Sorter:
    """Sorts documents of one state of an index.

    However they are sorted, entries with all the words come before those that lack some.

    Args:
        reader: the index.
        shared: countries in their order.
    """

    def __init__(self, reader: IndexReader, shared: Shared) -> None:
        self._reader = reader
        self._shared = shared
        self._ranks: Mapping[str, Callable[[], Sequence[int]]] = {
            "newest": lambda: self._by_start,
            "country": lambda: self._by_country,
        }

    def first(self, scores: Scores, count: int, sort: str) -> list[Scored]:
        """The first documents with their scores, in order.

        Args:
            scores: what was found.
            count: how many are wanted.
            sort: one of SORTS.
        """
        if sort not in self._ranks:
            return heapq.nsmallest(count, scores.items(), key=_relevance)
        ranks = self._ranks[sort]()

        def key(item: Scored) -> tuple[bool, int, int, float, int]:
            return (item[1][0] > 0, ranks[item[0]], *_relevance(item))

        return heapq.nsmallest(count, scores.items(), key=key)

    @cached_property
    def _by_start(self) -> Sequence[int]:
        """Document → its place by the day it began, the latest first; by id where that is equal."""
        started: list[tuple[str, Sequence[int]]] = []
        for term in self._reader.terms(FACETS, STARTS):
            start, _, _practice_id = term.removeprefix(STARTS).partition("/")
            for documents, _weights in self._reader.postings(FACETS, term):
                started.append((start, documents))
        # Terms come in order, and sorting keeps the order of ids.
        started.sort(key=lambda one: one[0], reverse=True)
        ranks = array("l", [len(started)]) * self._reader.document_count
        for place, (_start, documents) in enumerate(started):
            for one in documents:
                ranks[one] = place
        return ranks

    @cached_property
    def _by_country(self) -> Sequence[int]:
        """Document → its country's place in the knowledge base's list; none comes last."""
        codes = list(self._shared.labels.get("country", {}))
        ranks = array("l", [len(codes)]) * self._reader.document_count
        for place, code in enumerate(codes):
            for document in iter_bits(self._shared.facets.get(f"country:{code}", 0)):
                ranks[document] = place
        return ranks


def _relevance(item: Scored) -> tuple[int, float, int]:
    document, (missing, score) = item
    return missing, -score, document
