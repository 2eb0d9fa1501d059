"""Concepts of the vocabularies, recognised by their labels in texts and in queries.

An entry that says "Vorurteile abbauen" and a query that says "prejudice" name the same concept in
two languages. Labels found in the texts are indexed as the concept, so that such a query finds
such an entry without any translation of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from kb.search.analysis import Analyser, Keys, iter_tokens, normalise

WordKeys = frozenset[str]
Label = tuple[str, tuple[WordKeys, ...]]
"""Concept reference ("topics/housing") and the keys of each word of the label."""

SEARCHED = {"topics": "topics", "target-groups": "target_groups"}
"""Vocabularies whose concepts are recognised → field of the practice."""
MOST_WORDS = 4
"""Longer labels are sentences, not names."""


class LabelIndex:
    """Labels of all concepts by language and first word.

    Args:
        labels: language → labels.
        broader: concept → the concepts right above it.
    """

    def __init__(
        self, labels: Mapping[str, Sequence[Label]], broader: Mapping[str, Sequence[str]]
    ) -> None:
        self.labels = labels
        self.broader = broader
        self._by_first: dict[str, dict[str, list[Label]]] = {}
        for lang, those in labels.items():
            index = self._by_first.setdefault(lang, {})
            for label in those:
                for key in label[1][0]:
                    index.setdefault(key, []).append(label)

    def beginning_with(self, keys: WordKeys, lang: str) -> Iterator[Label]:
        """Labels whose first word has one of the keys."""
        index = self._by_first.get(lang, {})
        seen = set()
        for key in keys:
            for label in index.get(key, ()):
                if label not in seen:
                    seen.add(label)
                    yield label

    def find(self, words: Sequence[WordKeys], lang: str) -> Iterator[tuple[str, int, int]]:
        """(concept, first word, number of words) of every label in a sequence of words."""
        for place, keys in enumerate(words):
            for concept, label in self.beginning_with(keys, lang):
                if follows(label, words, place):
                    yield concept, place, len(label)

    def mentioning(self, keys: WordKeys, lang: str) -> set[str]:
        """Concepts with a word in any of their labels."""
        return {
            concept
            for concept, label in self.labels.get(lang, ())
            if any(not keys.isdisjoint(word) for word in label)
        }

    def keys_of(self, concept: str, lang: str) -> set[str]:
        """Keys of all words in the labels of a concept, for highlighting."""
        return {
            key
            for name, label in self.labels.get(lang, ())
            if name == concept
            for word in label
            for key in word
        }

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the index."""
        labels = {
            lang: [[concept, [sorted(word) for word in label]] for concept, label in those]
            for lang, those in self.labels.items()
        }
        return {"labels": labels, "broader": self.broader}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """As it was kept."""
        labels = {
            lang: [(concept, tuple(frozenset(word) for word in label)) for concept, label in those]
            for lang, those in data["labels"].items()
        }
        return cls(labels, data["broader"])


def follows(label: Sequence[WordKeys], words: Sequence[WordKeys], place: int) -> bool:
    """Whether the rest of a label stands behind its first word."""
    if len(label) == 1:
        return True
    if place + len(label) > len(words):
        return False
    return all(
        not word.isdisjoint(words[place + step]) for step, word in enumerate(label[1:], start=1)
    )


def whole_keys(keys: Keys) -> WordKeys:
    """Keys under which a whole word is known."""
    return frozenset((keys.form, *keys.lemmas))


def label_words(text: str, analyser: Analyser) -> tuple[WordKeys, ...]:
    """Keys of each word of a label; of joined words only the whole."""
    words = []
    last = -1
    for word, start, _ in iter_tokens(normalise(text), analyser.lang):
        if start != last:
            words.append(whole_keys(analyser.keys(word)))
        last = start
    return tuple(words)


def labels_of(
    vocabulary: str, concept: str, texts: Sequence[str], analyser: Analyser
) -> Iterator[Label]:
    """The labels of one concept in one language; compounds also as their parts."""
    reference = f"{vocabulary}/{concept}"
    seen = set()
    for text in texts:
        words = label_words(text, analyser)
        variants = [words]
        if len(words) == 1:
            parts = analyser.keys(normalise(text)).parts
            if len(parts) > 1:
                variants.append(tuple(frozenset((part,)) for part in parts))
        for variant in variants:
            if variant and len(variant) <= MOST_WORDS and variant not in seen:
                seen.add(variant)
                yield reference, variant
