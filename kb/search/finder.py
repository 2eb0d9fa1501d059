"""A search from question to answer: filters, ranking, facets, spelling, and why it matched."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.errors import N_, UsageError
from kb.search.bits import bits_of, iter_bits
from kb.search.engine import IndexReader
from kb.search.explain import Explainer
from kb.search.query import FACETS, Query, parse_query, years_of
from kb.search.ranking import Found, Ranker, combine
from kb.search.results import FacetValue, Hit, Results
from kb.search.shared import Shared
from kb.search.spelling import Speller
from kb.words.analysis import Analysers
from kb.words.languages import primary

SHOWN_FACETS = ("country", "topic", "target", "year", "lang", "funding", "translation")
"""Facets that are counted; status filters but is not offered to readers."""


class Request(NamedTuple):
    """What is asked for.

    Attributes:
        text: the query as typed.
        lang: language of the reader, BCP 47.
        filters: facet → values; any of a facet's values will do.
        limit: how many hits to show.
        offset: how many to skip.
        statuses: which entries are searched.
        correct: whether another spelling is tried where a word finds nothing.
    """

    text: str
    lang: str
    filters: Mapping[str, Sequence[str]] = {}
    limit: int = 10
    offset: int = 0
    statuses: Sequence[str] = ("published",)
    correct: bool = True


class Finder:
    """Answers requests from one state of an index."""

    def __init__(self, reader: IndexReader, analysers: Analysers, shared: Shared) -> None:
        self._reader = reader
        self._analysers = analysers
        self._shared = shared
        self._ranker = Ranker(reader, analysers, shared.concepts, shared.live.bit_count())
        self._values = _values_by_facet(shared.facets)
        self._speller = Speller(reader, analysers.langs)

    def search(self, request: Request) -> Results:
        """Search.

        Raises:
            UsageError: a filter names a value that does not exist.
        """
        started = time.perf_counter()
        query = parse_query(request.text).filtered(request.filters)
        if "status" not in query.filters:
            query = query.filtered({"status": request.statuses})
        allowed = self._filter_bits(query, request.lang)
        found = self._ranker.find_all(query.terms, request.lang)
        corrected = None
        if request.correct:
            corrected, found = self._respelled(request.text, found, request.lang)
        scores, full = self._matches(query, found, allowed)
        hits = self._hits(scores, found, request)
        return Results(
            query=request.text,
            lang=request.lang,
            total=len(scores),
            total_all_words=full,
            took_ms=(time.perf_counter() - started) * 1000,
            corrected=corrected,
            hits=hits,
            facets=self._count_facets(query, found, scores, request.lang),
            languages={
                one: self._shared.label("lang", one, request.lang)
                for one in self._shared.labels.get("lang", {})
            },
        )

    # Filters

    def _filter_bits(self, query: Query, lang: str, without: str | None = None) -> int:
        """Bit set of the documents all filters let through, those of one facet left aside."""
        bits = self._shared.live
        for facet, values in query.filters.items():
            if facet != without:
                bits &= self._any_value(facet, values, lang)
        for facet, values in query.not_filters.items():
            bits &= ~self._any_value(facet, values, lang)
        return bits

    def _any_value(self, facet: str, values: Iterable[str], lang: str) -> int:
        bits = 0
        for value in values:
            for one in self._resolve(facet, value, lang):
                bits |= self._shared.facets.get(f"{facet}:{one}", 0)
        return bits

    def _resolve(self, facet: str, value: str, lang: str) -> Sequence[str]:
        """The values a typed value stands for: itself, a label of it, years of a range."""
        known = self._values.get(facet, {})
        if facet == "year" and (years := years_of(value)):
            first, last = years
            return [
                one
                for one in known
                if (first is None or int(one) >= first) and (last is None or int(one) <= last)
            ]
        if value in known:
            return [value]
        if facet == "translation" and value.startswith("*-"):
            return [one for one in known if one.endswith(value[1:])]
        wanted = value.casefold()
        labels = self._shared.labels.get(facet, {})
        for one in {*known, *labels}:
            names = {one.casefold(), *(text.casefold() for text in labels.get(one, {}).values())}
            if wanted in names:
                return [one]
        if facet in ("lang", "translation", "status"):
            return [primary(value)] if facet == "lang" else [value]
        raise _unknown_value(facet, value, {*known, *labels}, labels, lang)

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
        wanted = request.offset + request.limit
        best = heapq.nsmallest(
            wanted, scores.items(), key=lambda item: (item[1][0], -item[1][1], item[0])
        )
        shown = best[request.offset :]
        explainer = Explainer(self._reader, self._analysers, self._shared, found, request.lang)
        return tuple(explainer.hits(shown))

    def _count_facets(
        self,
        query: Query,
        found: Sequence[Found],
        scores: Mapping[int, object],
        lang: str,
    ) -> dict[str, tuple[FacetValue, ...]]:
        """Counts per value, each facet under the filters of all others."""
        counted = {}
        size = self._reader.document_count
        matching = bits_of(scores, size)
        for facet in SHOWN_FACETS:
            bits = matching
            if facet in query.filters:
                allowed = self._filter_bits(query, lang, without=facet)
                bits = bits_of(self._matches(query, found, allowed)[0], size)
            counted[facet] = self._facet_values(facet, bits, query.filters.get(facet, ()), lang)
        return counted

    def _facet_values(
        self, facet: str, bits: int, chosen: Sequence[str], lang: str
    ) -> tuple[FacetValue, ...]:
        selected = {one for value in chosen for one in self._resolve(facet, value, lang)}
        values = []
        for value, documents in self._values.get(facet, {}).items():
            count = (bits & documents).bit_count()
            if count or value in selected:
                label = self._shared.label(facet, value, lang)
                values.append(FacetValue(value, label, count, value in selected))
        if facet == "year":
            return tuple(sorted(values, key=lambda one: one.value, reverse=True))
        return tuple(sorted(values, key=lambda one: (-one.count, one.label.casefold())))


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


def _values_by_facet(facets: Mapping[str, int]) -> dict[str, dict[str, int]]:
    values: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for name, bits in facets.items():
        facet, _, value = name.partition(":")
        values.setdefault(facet, {})[value] = bits
    return values


def _unknown_value(
    facet: str,
    value: str,
    known: Iterable[str],
    labels: Mapping[str, Mapping[str, str]],
    lang: str,
) -> UsageError:
    from difflib import get_close_matches

    names = {one.casefold(): one for one in known}
    for one in known:
        for text in labels.get(one, {}).values():
            names.setdefault(text.casefold(), one)
    near = get_close_matches(value.casefold(), names, n=1, cutoff=0.6)
    if near:
        return UsageError(
            N_('No %(facet)s is called "%(value)s". Did you mean "%(near)s"?'),
            facet=facet,
            value=value,
            near=names[near[0]],
        )
    return UsageError(
        N_('No %(facet)s is called "%(value)s". "kb stats" lists those there are.'),
        facet=facet,
        value=value,
    )
