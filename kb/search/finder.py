"""A search from question to answer: filters, ranking, facets, spelling, and why it matched."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb.search.bits import bits_of, iter_bits
from kb.search.engine import IndexReader
from kb.search.explain import Explainer
from kb.search.filters import SHOWN_FACETS, Filters
from kb.search.query import Query, parse_query
from kb.search.ranking import Found, Ranker, combine
from kb.search.results import FacetValue, Hit, Results, UnknownValue
from kb.search.shared import Shared
from kb.search.sorting import SORTS, Sorter
from kb.search.spelling import Speller
from kb.search.textwords import Texts
from kb.words.analysis import Analysers


class Request(NamedTuple):
    """What is asked for.

    Attributes:
        text: the query as typed.
        lang: language of the reader, BCP 47.
        filters: facet → values; any of a facet's values will do.
        limit: how many hits to show.
        offset: how many to skip.
        statuses: which entries are searched, whatever the query says.
        correct: whether another spelling is tried where a word finds nothing.
        sort: one of SORTS.
        is_forgiving: whether filters on values there are none of are left out and told, instead
            of ending the search.
        most_reasons: how many reasons are told of each hit; all of them if None.
        is_brief: whether only the hits and their order matter: no facets, snippets and reasons.
    """

    text: str
    lang: str
    filters: Mapping[str, Sequence[str]] = {}
    limit: int = 10
    offset: int = 0
    statuses: Sequence[str] = ("published",)
    correct: bool = True
    sort: str = SORTS[0]
    is_forgiving: bool = False
    most_reasons: int | None = None
    is_brief: bool = False


class Finder:
    """Answers requests from one state of an index."""

    def __init__(self, reader: IndexReader, analysers: Analysers, shared: Shared) -> None:
        self._reader = reader
        self._analysers = analysers
        self._shared = shared
        self._ranker = Ranker(reader, analysers, shared.concepts, shared.live.bit_count())
        self._texts = Texts(reader)
        self._filters = Filters(shared, analysers.langs)
        self._sorter = Sorter(reader, shared)
        self._speller = Speller(reader, analysers.langs)

    def search(self, request: Request) -> Results:
        """Search.

        Raises:
            UsageError: a filter names a value that does not exist.
        """
        started = time.perf_counter()
        lang = request.lang
        query = parse_query(request.text).filtered(request.filters)
        unknown: tuple[UnknownValue, ...] = ()
        if request.is_forgiving:
            query, unknown = self._filters.without_unknown(query, lang)
        within = self._filters.within(request.statuses)
        allowed = self._filters.let_through(query, within, lang)
        found = self._ranker.find_all(query.terms, lang)
        corrected = None
        if request.correct:
            corrected, found = self._respelled(request.text, found, lang)
        scores, full = self._matches(query, found, allowed)
        hits = self._hits(scores, found, request)
        counts = {} if request.is_brief else self._counts(query, found, scores, within, lang)
        return Results(
            query=request.text,
            lang=lang,
            total=len(scores),
            total_all_words=full,
            took_ms=(time.perf_counter() - started) * 1000,
            corrected=corrected,
            hits=hits,
            facets=counts,
            languages={
                one: self._shared.label("lang", one, lang)
                for one in self._shared.labels.get("lang", {})
            },
            unknown=unknown,
        )

    # Ranking

    def _matches(
        self, query: Query, found: Sequence[Found], allowed: int
    ) -> tuple[dict[int, tuple[int, float]], int]:
        for term in query.without:
            for document in self._ranker.find(term, "").scores:
                allowed &= ~(1 << document)
        flags = allowed.to_bytes(allowed.bit_length() // 8 + 1, "little")
        if not query.terms:
            everything = dict.fromkeys(iter_bits(allowed), (0, 0.0))
            return everything, len(everything)
        if allowed == self._shared.live and allowed.bit_count() == self._reader.document_count:
            return combine(found)
        return combine([_within(one, flags) for one in found])

    def _respelled(
        self, text: str, found: list[Found], lang: str
    ) -> tuple[str | None, list[Found]]:
        """Try the nearest spelling of the words that find nothing."""
        corrected = text
        result = []
        for one in found:
            is_word = not one.term.is_phrase and not one.term.is_prefix
            is_sure = one.is_optional or one.is_known or not is_word
            if is_sure or (one.scores and self._ranker.has_whole(one)):
                result.append(one)
                continue
            near = self._speller.nearest_form(one.term.text, lang)
            again = self._ranker.find_all([one.term._replace(text=near)], lang)[0] if near else one
            if near and again.scores:
                corrected = corrected.replace(one.term.text, near)
                result.append(again)
            else:
                result.append(one)
        return (corrected if corrected != text else None), result

    # Telling

    def _hits(
        self, scores: Mapping[int, tuple[int, float]], found: Sequence[Found], request: Request
    ) -> tuple[Hit, ...]:
        first = self._sorter.first(scores, request.offset + request.limit, request.sort)
        explainer = Explainer(
            self._reader, self._analysers, self._shared, found, request.lang, self._texts
        )
        shown = first[request.offset :]
        if request.is_brief:
            return tuple(explainer.brief_hits(shown))
        return tuple(explainer.hits(shown, request.most_reasons))

    def _counts(
        self,
        query: Query,
        found: Sequence[Found],
        scores: Mapping[int, object],
        within: int,
        lang: str,
    ) -> dict[str, tuple[FacetValue, ...]]:
        """Counts per value, each facet under the filters of all others."""
        counted = {}
        size = self._reader.document_count
        matching = bits_of(scores, size)
        for facet in SHOWN_FACETS:
            bits = matching
            if facet in query.filters:
                allowed = self._filters.let_through(query, within, lang, without=facet)
                bits = bits_of(self._matches(query, found, allowed)[0], size)
            counted[facet] = self._filters.count(facet, bits, query.filters.get(facet, ()), lang)
        return counted


def _within(found: Found, flags: bytes) -> Found:
    """What a word found among the documents that are let through."""
    size = len(flags) * 8

    def inside(scores: Mapping[int, float]) -> dict[int, float]:
        return {
            document: score
            for document, score in scores.items()
            if document < size and flags[document >> 3] >> (document & 7) & 1
        }

    return found.within(inside)
