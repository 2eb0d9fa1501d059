"""Concepts of the vocabularies, recognised by their labels in texts and in queries.

An entry that says "Vorurteile abbauen" and a query that says "prejudice" name the same concept in
two languages. Labels found in the texts are indexed as the concept, so that such a query finds
such an entry without any translation of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Self

from kb.words.analysis import Analyser, normalise
from kb.words.phrases import WordKeys, follows, phrase_words

Label = tuple[str, Sequence[Sequence[str]]]
"""Concept reference ("topics/housing") and the keys of each word of the label."""

LABEL_FIELDS = {"topics": "topics", "target-groups": "target_groups", "places": "places"}
"""Vocabulary → field of the documents that carries its labels."""
SEARCHED = frozenset({"topics", "target-groups"})
"""Vocabularies whose concepts are recognised in texts and queries."""
MOST_WORDS = 4
"""Longer labels are sentences, not names."""


class LanguageLabels:
    """Labels of all concepts in one language.

    Args:
        labels: the labels.
        words: field of the practice → concept id → (word, keys) of its labels, for telling why.
        first: key → numbers of the labels whose first word has it; made if left out.
    """

    def __init__(
        self,
        labels: Sequence[Label],
        words: Mapping[str, Mapping[str, Sequence[tuple[str, Sequence[str]]]]],
        first: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        self.words = words
        self._labels = labels
        self._first = first or _by_first_word(labels)
        self._keys: dict[str, set[str]] = {}
        self._mentioned: dict[str, set[str]] = {}

    def beginning_with(self, keys: WordKeys) -> Iterator[Label]:
        """Labels whose first word has one of the keys."""
        numbers = {number for key in keys for number in self._first.get(key, ())}
        for number in sorted(numbers):
            yield self._labels[number]

    def find(self, words: Sequence[WordKeys]) -> Iterator[tuple[str, int, int]]:
        """(concept, first word, number of words) of every label in a sequence of words."""
        for place, keys in enumerate(words):
            for concept, label in self.beginning_with(keys):
                if follows(label, words, place):
                    yield concept, place, len(label)

    def mentioning(self, keys: WordKeys) -> set[str]:
        """Concepts with a word in any of their labels."""
        if not self._mentioned:
            for concept, label in self._labels:
                for key in {key for word in label for key in word}:
                    self._mentioned.setdefault(key, set()).add(concept)
        return set().union(*(self._mentioned.get(key, ()) for key in keys))

    def keys_of(self, concepts: set[str]) -> set[str]:
        """Keys of all words in the labels of some concepts, for highlighting."""
        if not self._keys:
            for concept, label in self._labels:
                self._keys.setdefault(concept, set()).update(*label)
        return set().union(*(self._keys.get(one, ()) for one in concepts))

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the index."""
        return {"labels": self._labels, "words": self.words, "first": self._first}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """As it was kept; lists serve as well as tuples.

        Raises:
            KeyError, TypeError: the data are damaged.
        """
        return cls(data["labels"], data["words"], data["first"])


class LabelIndex:
    """Labels of all concepts, each language loaded when it is asked for.

    Args:
        broader: concept → the concepts right above it.
        load: gives the labels of a language.
    """

    def __init__(
        self, broader: Mapping[str, Sequence[str]], load: Callable[[str], LanguageLabels]
    ) -> None:
        self.broader = broader
        self._load = load
        self._loaded: dict[str, LanguageLabels] = {}

    def __getitem__(self, lang: str) -> LanguageLabels:
        if lang not in self._loaded:
            self._loaded[lang] = self._load(lang)
        return self._loaded[lang]


def _by_first_word(labels: Sequence[Label]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, (_, label) in enumerate(labels):
        for key in label[0]:
            index.setdefault(key, []).append(number)
    return index


def labels_of(
    vocabulary: str, concept: str, texts: Sequence[str], analyser: Analyser
) -> Iterator[Label]:
    """The labels of one concept in one language; compounds also as their parts."""
    reference = f"{vocabulary}/{concept}"
    seen = set()
    for text in texts:
        words = tuple(tuple(sorted(word)) for word in phrase_words(text, analyser))
        variants = [words]
        if len(words) == 1:
            parts = analyser.keys(normalise(text)).parts
            if len(parts) > 1:
                variants.append(tuple((part,) for part in parts))
        for variant in variants:
            if variant and len(variant) <= MOST_WORDS and variant not in seen:
                seen.add(variant)
                yield reference, variant
