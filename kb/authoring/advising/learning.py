"""What is learnt from the counts of all entries: how much a word tells, and of which concept.

The words of all entries that have a concept, added up, are what the entry in hand is compared with.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from kb.authoring.advising.counts import Counted, Counts
from kb.model import Practice

Key = TypeVar("Key")
FIELDS = {"topics": "topics", "target_groups": "target-groups"}
"""Fields that are suggested, and their vocabularies."""
_WORD_SATURATION = 3.0
_TOO_COMMON = 0.5
"""Words that stand in more than this share of the entries tell nothing."""
_FEWEST_ENTRIES = 4
"""Of fewer entries no word is too common."""


@dataclass
class Learnt:
    """What the entries of a base say of one field."""

    having: dict[str, frozenset[str]]
    """Entry → its concepts."""
    sums: Mapping[str, Mapping[str, float]]
    """Concept → the words of the entries that have it, added up."""
    lengths: dict[str, float]
    """Concept → square of the length of that vector."""


class Learning:
    """Learns from the entries of a knowledge base, each thing when it is first asked for.

    Args:
        counts: what the entries say.
        practices: the entries.
        file: keeps the counts, with what was worked out from all of them.
        stamp: what the file depends on besides the entries.
    """

    def __init__(
        self,
        counts: Counts,
        practices: Mapping[str, Practice],
        file: Path | None = None,
        stamp: str = "",
    ) -> None:
        self._counts = counts
        self._practices = practices
        self._file = file
        self._stamp = stamp
        self._fields: dict[str, Learnt] = {}

    def weigh(self, counts: Mapping[str, float]) -> dict[str, float]:
        """How much each word of an entry tells, as a vector of length 1."""
        words = {}
        for key, count in counts.items():
            rarity = None if "*" in key else self._rarity(self._counts.number(key))
            if rarity is not None:
                words[key] = rarity * count / (count + _WORD_SATURATION)
        return _unit(words)

    def _rarity(self, number: int | None) -> float | None:
        """What a word tells; None for one that is too common, most for one that no entry has."""
        total = len(self._practices)
        frequency = 0 if number is None else self._counts.frequencies[number]
        if total >= _FEWEST_ENTRIES and frequency > total * _TOO_COMMON:
            return None
        return max(math.log((total + 1) / (frequency + 0.5)), 0.0)

    def learnt(self, field: str, words: Mapping[str, float] | None = None) -> Learnt:
        """What the entries say of one field.

        Args:
            field: topics or target_groups.
            words: only these keys are wanted this time, which is a small part of the work. Without
                them all is learnt, and remembered.
        """
        if field not in self._fields:
            keys = self._counts.names if words is None else words
            sums = self._sums(field, self._notes["lengths"], self._rarities(keys))
            # Where none of the words occurs, a concept has a length all the same.
            lengths = self._notes["squares"][field]
            learnt = Learnt(self._having(field), sums, lengths)
            if words is not None:
                return learnt
            self._fields[field] = learnt
        return self._fields[field]

    @cached_property
    def _notes(self) -> Mapping[str, Any]:
        """What was worked out from the counts of all entries; kept with them."""
        counts = self._counts
        if not counts.notes:
            lengths, squares = self._measure()
            counts.notes |= {"named": self._named_in(), "lengths": lengths, "squares": squares}
        if self._file and not counts.is_kept:
            counts.keep(self._file, self._stamp)
        return counts.notes

    def _named_in(self) -> dict[str, int]:
        """Concept → number of entries that name it in any language."""
        counts = self._counts
        references = {
            number: key.partition("*")[2] for number, key in enumerate(counts.names) if "*" in key
        }
        named = (
            {references[number] for number, count in pairs if count and number in references}
            for pairs in map(_pairs, counts.entries.values())
        )
        return Counter(chain.from_iterable(named))

    def _rarities(self, keys: Iterable[str]) -> dict[int, float]:
        """Number of a word's key → what the word tells; those that tell nothing are left out."""
        numbers = (self._counts.number(key) for key in keys if "*" not in key)
        rarities = ((number, self._rarity(number)) for number in numbers if number is not None)
        return {number: rarity for number, rarity in rarities if rarity is not None}

    def _measure(self) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
        """Lengths of all entries' vectors, and by field squares of those of their sums."""
        rarities = self._rarities(self._counts.names)
        having = {field: self._having(field) for field in FIELDS}
        sums: dict[str, dict[str, defaultdict[int, float]]] = {field: {} for field in FIELDS}
        lengths = {}
        for entry, counted in self._counts.entries.items():
            values = {
                number: rarities[number] * count / (count + _WORD_SATURATION)
                for number, count in _pairs(counted)
                if number in rarities
            }
            lengths[entry] = math.sqrt(dot(values, values))
            words = _unit(values)
            for field, found in sums.items():
                for concept in having[field][entry]:
                    _add(found.setdefault(concept, defaultdict(float)), words)
        squares = {
            field: {concept: dot(words, words) for concept, words in found.items()}
            for field, found in sums.items()
        }
        return lengths, squares

    def _sums(
        self, field: str, lengths: Mapping[str, float], rarities: Mapping[int, float]
    ) -> Mapping[str, Mapping[str, float]]:
        """Concept → the words of the entries that have it, added up.

        Args:
            field: topics or target_groups.
            lengths: of all entries.
            rarities: number of each key that is wanted → what its word tells.
        """
        sums: dict[str, defaultdict[str, float]] = {}
        names = self._counts.names
        for entry, concepts in self._having(field).items():
            length = lengths[entry]
            words = {
                names[number]: rarities[number] * count / (count + _WORD_SATURATION) / length
                for number, count in (_pairs(self._counts.entries[entry]) if concepts else ())
                if number in rarities and rarities[number] * count
            }
            for concept in concepts:
                _add(sums.setdefault(concept, defaultdict(float)), words)
        return sums

    def _having(self, field: str) -> dict[str, frozenset[str]]:
        return {one.id: frozenset(getattr(one, field)) for one in self._practices.values()}

    def rarity_of_label(self, reference: str) -> float:
        """A concept that every entry names tells little of any of them."""
        named = self._notes["named"].get(reference, 0)
        return math.sqrt(math.log((len(self._practices) + 2) / (named + 0.5)))


def _unit(vector: Mapping[Key, float]) -> dict[Key, float]:
    length = math.sqrt(dot(vector, vector))
    return {key: value / length for key, value in vector.items() if value} if length else {}


def dot(one: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """The scalar product of two vectors that are mostly empty."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[key] for key, value in one.items() if key in other)


def _pairs(counted: Counted) -> Iterator[tuple[int, float]]:
    return zip(counted.numbers, counted.weights, strict=True)


def _add(to: defaultdict[Key, float], words: Mapping[Key, float]) -> None:
    for key, value in words.items():
        to[key] += value
