"""Filters and facets: which documents the chosen values let through, and how many each has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kb.errors import N_, UsageError
from kb.search.query import FACETS, Query, years_of
from kb.search.results import FacetValue, UnknownValue
from kb.search.shared import Shared
from kb.words.languages import primary

SHOWN_FACETS = ("country", "topic", "target", "year", "lang", "funding", "translation")
"""Facets that are counted; status filters but is not offered to readers."""
STATES = ("source", "translated", "draft", "stale", "missing")
"""States of translations, as they stand in values of the facet: "fi-draft"."""
_STATUSES = ("draft", "submitted", "published", "archived")
_OPEN_FACETS = ("lang", "translation", "status")
"""Facets whose values may be known though no entry has them."""
_TABLES_KEPT = 16


class UnknownValueError(UsageError):
    """A filter names a value there is none of."""

    def __init__(self, unknown: UnknownValue) -> None:
        params = {"facet": unknown.facet, "value": unknown.value}
        if unknown.near:
            super().__init__(
                N_('No %(facet)s is called "%(value)s". Did you mean "%(near)s"?'),
                **params,
                near=unknown.near,
            )
        else:
            super().__init__(
                N_('No %(facet)s is called "%(value)s". "kb stats" lists those there are.'),
                **params,
            )
        self.unknown = unknown


class _Row(NamedTuple):
    """A facet value in a language."""

    value: str
    label: str
    sort_key: str
    documents: int
    """Bit set."""


class Filters:
    """What filters let through in one state of an index.

    Args:
        shared: facets and their labels.
        langs: languages that are searched.
    """

    def __init__(self, shared: Shared, langs: Sequence[str]) -> None:
        self._shared = shared
        self._langs = langs
        self._values = _values_by_facet(shared.facets)
        self._table = lru_cache(_TABLES_KEPT)(self._make_table)

    def within(self, statuses: Iterable[str]) -> int:
        """Bit set of the documents of some statuses."""
        bits = 0
        for one in statuses:
            bits |= self._shared.facets.get(f"status:{one}", 0)
        return bits & self._shared.live

    def let_through(self, query: Query, within: int, lang: str, without: str | None = None) -> int:
        """Bit set of the documents all filters let through.

        Args:
            query: has the filters.
            within: documents that may be found at all.
            lang: language of the reader.
            without: a facet whose filters are left aside.

        Raises:
            UnknownValueError: a filter names a value that does not exist.
        """
        bits = within
        for facet, values in query.filters.items():
            if facet != without:
                bits &= self._any_value(facet, values, lang)
        for facet, values in query.not_filters.items():
            bits &= ~self._any_value(facet, values, lang)
        return bits

    def without_unknown(self, query: Query, lang: str) -> tuple[Query, tuple[UnknownValue, ...]]:
        """A query without the filters on values there are none of, and those values."""
        unknown: dict[UnknownValue, None] = {}

        def known(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
            kept: dict[str, list[str]] = {}
            for facet, values in filters.items():
                for value in values:
                    if problem := self._find_unknown(facet, value, lang):
                        unknown[problem] = None
                    else:
                        kept.setdefault(facet, []).append(value)
            return {facet: tuple(values) for facet, values in kept.items()}

        filters, not_filters = known(query.filters), known(query.not_filters)
        if not unknown:
            return query, ()
        return query._replace(filters=filters, not_filters=not_filters), tuple(unknown)

    def _find_unknown(self, facet: str, value: str, lang: str) -> UnknownValue | None:
        try:
            values = self.resolve(facet, value, lang)
        except UnknownValueError as error:
            return error.unknown
        if facet in _OPEN_FACETS and not all(self._is_possible(facet, one) for one in values):
            return UnknownValue(facet, value)
        return None

    def _is_possible(self, facet: str, value: str) -> bool:
        if value in self._values.get(facet, {}):
            return True
        if facet == "lang":
            return value in self._langs
        if facet == "status":
            return value in _STATUSES
        lang, _, state = value.rpartition("-")
        return lang in ("*", *self._langs) and state in STATES

    def _any_value(self, facet: str, values: Iterable[str], lang: str) -> int:
        bits = 0
        for value in values:
            for one in self.resolve(facet, value, lang):
                bits |= self._shared.facets.get(f"{facet}:{one}", 0)
        return bits

    def resolve(self, facet: str, value: str, lang: str) -> Sequence[str]:
        """The values a typed value stands for: itself, a label of it, years of a range.

        Raises:
            UnknownValueError: there is none of this name.
        """
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
        if facet in _OPEN_FACETS:
            return [primary(value)] if facet == "lang" else [value]
        near = _nearest(value, {*known, *labels}, labels)
        raise UnknownValueError(UnknownValue(facet, value, near))

    def count(
        self, facet: str, bits: int, chosen: Sequence[str], lang: str
    ) -> tuple[FacetValue, ...]:
        """How many of some documents have each value of a facet, the most frequent first.

        Args:
            facet: one of SHOWN_FACETS.
            bits: bit set of the documents.
            chosen: what is filtered by; told even where no document is left.
            lang: language of the labels.
        """
        selected = {one for value in chosen for one in self.resolve(facet, value, lang)}
        found = [
            (-count, row)
            for row in self._table(lang)[facet]
            if (count := (bits & row.documents).bit_count()) or row.value in selected
        ]
        if facet == "year":
            found.sort(key=lambda one: one[1].value, reverse=True)
        else:
            found.sort(key=lambda one: (one[0], one[1].sort_key))
        return tuple(
            FacetValue(row.value, row.label, -count, row.value in selected) for count, row in found
        )

    def _make_table(self, lang: str) -> Mapping[str, Sequence[_Row]]:
        """All values of all facets with their labels in a language."""
        table = {}
        for facet in SHOWN_FACETS:
            rows = []
            for value, documents in self._values.get(facet, {}).items():
                label = self._shared.label(facet, value, lang)
                rows.append(_Row(value, label, label.casefold(), documents))
            table[facet] = tuple(rows)
        return table


def _values_by_facet(facets: Mapping[str, int]) -> dict[str, dict[str, int]]:
    values: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for name, bits in facets.items():
        facet, _, value = name.partition(":")
        values.setdefault(facet, {})[value] = bits
    return values


def _nearest(
    value: str, known: Iterable[str], labels: Mapping[str, Mapping[str, str]]
) -> str | None:
    from difflib import get_close_matches

    names = {one.casefold(): one for one in known}
    for one in known:
        for text in labels.get(one, {}).values():
            names.setdefault(text.casefold(), one)
    near = get_close_matches(value.casefold(), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None
