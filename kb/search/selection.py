"""Choosing practices by filters without the index: for lists, counts and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.content.nearmiss import find_meant
from kb.errors import N_, UsageError
from kb.model import Practice, Vocabulary
from kb.search.query import years_of
from kb.translation.formats import country_name

if TYPE_CHECKING:
    from kb.content.store import Content

Filters = Mapping[str, Sequence[str]]
"""Name of an option → its values; any of them will do, none means all."""


class Selection:
    """The practices of a knowledge base, and what can be asked about them.

    Args:
        content: all records.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    @property
    def faulty(self) -> int:
        """How many practices could not be read."""
        files = sum(kind == "practice" for kind, _id in self._content.paths)
        return files - len(self._content.practices)

    def choose(self, filters: Filters) -> list[Practice]:
        """The practices all filters let through, sorted by id.

        Raises:
            UsageError: a filter names a value there is none of.
        """
        tests = [getattr(self, f"_by_{name}")(values) for name, values in filters.items() if values]
        practices = sorted(self._content.practices.values(), key=lambda one: one.id)
        return [one for one in practices if all(test(one) for test in tests)]

    def lineage(self, vocabulary: str, ids: Iterable[str]) -> list[str]:
        """Concepts and all that are broader, each once."""
        found = self._content.vocabularies.get(vocabulary)
        lines = [found.lineage(one) if found else () for one in ids]
        return list(dict.fromkeys(concept.id for line in lines for concept in line))

    # One filter each

    def _by_country(self, values: Sequence[str]) -> Callable[[Practice], bool]:
        wanted = {self._resolve("country", one, self._country_words) for one in values}
        return lambda one: one.location is not None and one.location.country in wanted

    def _by_topic(self, values: Sequence[str]) -> Callable[[Practice], bool]:
        wanted = {self._resolve("topic", one, self._words("topics")) for one in values}
        return lambda one: not wanted.isdisjoint(self.lineage("topics", one.topics))

    def _by_target(self, values: Sequence[str]) -> Callable[[Practice], bool]:
        name = "target-groups"
        wanted = {self._resolve("target", one, self._words(name)) for one in values}
        return lambda one: not wanted.isdisjoint(self.lineage(name, one.target_groups))

    def _by_year(self, values: Sequence[str]) -> Callable[[Practice], bool]:
        ranges = [years_of(one) or self._no_year(one) for one in values]
        return lambda one: any(
            (first is None or year >= first) and (last is None or year <= last)
            for first, last in ranges
            for year in years(one)
        )

    def _by_source_lang(self, values: Sequence[str]) -> Callable[[Practice], bool]:
        wanted = {one.partition("-")[0].lower() for one in values}
        return lambda one: one.language.partition("-")[0] in wanted

    def _by_status(self, values: Sequence[str]) -> Callable[[Practice], bool]:
        return lambda one: one.status.value in values

    # What may be typed

    @cached_property
    def _country_words(self) -> dict[str, str]:
        settings = self._content.settings
        used = {one.location.country for one in self._content.practices.values() if one.location}
        codes = {*settings.countries, *used}
        names = {country_name(one, lang): one for one in codes for lang in settings.languages}
        return names | {one: one for one in codes}

    def _words(self, vocabulary: str) -> dict[str, str]:
        found = self._content.vocabularies.get(vocabulary)
        return _concept_words(found) if found else {}

    def _resolve(self, facet: str, value: str, words: Mapping[str, str]) -> str:
        """The id a typed id or label stands for."""
        folded = {word.casefold(): one for word, one in words.items()}
        if found := folded.get(value.casefold()):
            return found
        if near := find_meant(value, words):
            raise UsageError(
                N_('No %(facet)s is called "%(value)s". Did you mean "%(near)s"?'),
                facet=facet,
                value=value,
                near=near,
            )
        raise UsageError(
            N_('No %(facet)s is called "%(value)s". "kb stats" lists those there are.'),
            facet=facet,
            value=value,
        )

    def _no_year(self, value: str) -> Any:
        raise UsageError(
            N_('"%(value)s" is no year. Write 2016, 2016..2019 or 2016.. .'), value=value
        )


def years(practice: Practice) -> range:
    """Years a practice ran in, as the search counts them."""
    from kb.search.documents import active_years

    return active_years(practice)


def _concept_words(vocabulary: Vocabulary) -> dict[str, str]:
    words: dict[str, str] = {}
    for concept in vocabulary.concepts:
        for labels in concept.labels.values():
            words.setdefault(labels.preferred, concept.id)
    return words | {one.id: one.id for one in vocabulary.concepts}
