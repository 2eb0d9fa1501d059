"""Counts the keys of texts, language by language: the inner loop of indexing.

A text is read once into a `Block` of counts, which labels that stand in hundreds of entries keep;
blocks are then added up with the weight of the field they stand in. Plain tuples and lists,
because this loop runs some two thousand times per entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kb.search.concepts import Label, LanguageLabels
from kb.search.fields import FIELDS, Posting
from kb.words.analysis import Analyser, split_words
from kb.words.languages import stop_words
from kb.words.phrases import WordKeys, follows, whole_keys

SATURATION = 3.0
"""BM25's k1: how soon repetition stops to count."""
LENGTH_SHARE = 0.5
"""BM25's b: how much a long text dilutes its words."""
TYPICAL_WORDS = 300
"""Words of an entry's text in one language, against which lengths are normalised."""
PASSAGE_GAP = 50
"""Positions between two passages, so that no phrase reaches over their border."""
NO_PASSAGE = 255
_MOST_REMEMBERED = 20_000


_Tally = list[Any]
"""Weight outside the running text, weight in it, bits of fields, first passage."""


class Block(NamedTuple):
    """The counts of one text.

    Attributes:
        forms: form key, how much it counts, and the positions of the form in the text.
        keys: key of a lemma, part or concept, and how often it counts.
        words: words that tell something; stop words do not.
        width: positions the text takes up.
    """

    forms: Sequence[tuple[str, float, Sequence[int]]]
    keys: Sequence[tuple[str, float]]
    words: int
    width: int


class _Prepared(NamedTuple):
    """What reading needs of a word, made once."""

    form: str
    keys: tuple[str, ...]
    counts: int
    whole: WordKeys
    labels: tuple[Label, ...]


class TextReader:
    """Reads texts of one language.

    Args:
        analyser: keys of the language's words.
        labels: labels of the language, by which concepts are recognised.
        lineages: concept → itself and its broader ones, each with what it counts.
    """

    def __init__(
        self,
        analyser: Analyser,
        labels: LanguageLabels,
        lineages: Mapping[str, Sequence[tuple[str, float]]],
    ) -> None:
        self.lang = analyser.lang
        self._analyser = analyser
        self._labels = labels
        self._lineages = lineages
        self._stop_words = stop_words(analyser.lang)
        self._prepared: dict[str, _Prepared] = {}
        self._blocks: dict[tuple[tuple[str, float], ...], Block] = {}

    def read_labels(self, labels: tuple[tuple[str, float], ...]) -> Block:
        """The counts of the labels of a concept, (text, share) each; they stand in many entries."""
        block = self._blocks.get(labels)
        if block is None:
            if len(self._blocks) >= _MOST_REMEMBERED:
                self._blocks.clear()
            block = self._blocks[labels] = merge((self.read(text), share) for text, share in labels)
        return block

    def read(self, text: str) -> Block:
        """The counts of a text."""
        forms: dict[str, list[int]] = {}
        keys: dict[str, float] = {}
        wholes: list[WordKeys] = []
        begun: list[tuple[int, tuple[Label, ...]]] = []
        counted = position = 0
        prepared = self._prepared
        for word, has_place in split_words(text, self.lang):
            form, marked, counts, whole, labels = prepared.get(word) or self._prepare(word)
            if has_place:
                position += 1
                wholes.append(whole)
                if labels:
                    begun.append((position - 1, labels))
            if form in forms:
                forms[form].append(position)
            else:
                forms[form] = [position]
            for key in marked:
                keys[key] = keys.get(key, 0.0) + 1.0
            counted += counts
        if begun:
            self._count_concepts(begun, wholes, keys)
        counted_forms = [(form, float(len(at)), at) for form, at in forms.items()]
        return Block(counted_forms, list(keys.items()), counted, position)

    def _prepare(self, word: str) -> _Prepared:
        if len(self._prepared) >= _MOST_REMEMBERED * 10:
            self._prepared.clear()
        keys = self._analyser.keys(word)
        whole = whole_keys(keys)
        is_common = keys.form in self._stop_words
        marked = [f"{self.lang}:{key}" for key in keys.lemmas]
        marked += [f"{self.lang}+{part}" for part in keys.parts]
        ready = self._prepared[word] = _Prepared(
            f"{self.lang}:{keys.form}",
            () if is_common else tuple(marked),
            int(not is_common),
            whole,
            tuple(self._labels.beginning_with(whole)),
        )
        return ready

    def _count_concepts(
        self,
        begun: Sequence[tuple[int, tuple[Label, ...]]],
        wholes: Sequence[WordKeys],
        keys: dict[str, float],
    ) -> None:
        for place, labels in begun:
            named = {concept for concept, label in labels if follows(label, wholes, place)}
            for concept in named:
                for one, share in self._lineages.get(concept, ()):
                    key = f"{self.lang}*{one}"
                    keys[key] = keys.get(key, 0.0) + share


def merge(blocks: Iterable[tuple[Block, float]]) -> Block:
    """One block of several, each with what it counts."""
    forms: dict[str, tuple[float, tuple[int, ...]]] = {}
    keys: dict[str, float] = {}
    words = width = 0
    for block, share in blocks:
        for form, count, places in block.forms:
            before, at = forms.get(form, (0.0, ()))
            forms[form] = before + count * share, (*at, *(width + place for place in places))
        for key, count in block.keys:
            keys[key] = keys.get(key, 0.0) + count * share
        words += block.words
        width += block.width + PASSAGE_GAP
    merged = [(form, count, places) for form, (count, places) in forms.items()]
    return Block(merged, list(keys.items()), words, width)


class LanguageCounts:
    """Adds up everything an entry says in one language."""

    def __init__(self) -> None:
        self._forms: dict[str, _Tally] = {}
        self._keys: dict[str, _Tally] = {}
        self._positions: dict[str, list[int]] = {}
        self._position = 0
        self._body_words = 0

    def add(self, block: Block, name: str, passage: int = NO_PASSAGE, share: float = 1.0) -> None:
        """Add the counts of a text that stands in the field `name`.

        Args:
            block: the counts.
            name: a key of FIELDS.
            passage: number of the passage, for snippets.
            share: what the text counts, 1.0 for its full weight.
        """
        bit, weight = FIELDS[name]
        weight *= share
        # Only the running text is diluted by its length, so it is added up apart.
        slot = 1 if name == "body" else 0
        if slot:
            self._body_words += block.words
        start = self._position
        positions = self._positions
        for form, _, places in block.forms:
            moved = [start + place for place in places]
            if form in positions:
                positions[form] += moved
            else:
                positions[form] = moved
        _raise(
            self._forms,
            [(form, count) for form, count, _ in block.forms],
            slot,
            weight,
            bit,
            passage,
        )
        _raise(self._keys, block.keys, slot, weight, bit, passage)
        self._position = start + block.width + PASSAGE_GAP

    def forms(self) -> dict[str, Posting]:
        """Form key → posting."""
        return self._saturated(self._forms)

    def keys(self) -> dict[str, Posting]:
        """Key of a lemma, part or concept → posting."""
        return self._saturated(self._keys)

    def _saturated(self, tallies: Mapping[str, _Tally]) -> dict[str, Posting]:
        share = 1 / (1 - LENGTH_SHARE + LENGTH_SHARE * self._body_words / TYPICAL_WORDS)
        places = self._positions.get
        postings: dict[str, Posting] = {}
        for key, (weight, body, fields, passage) in tallies.items():
            total = weight + body * share
            saturated = total * (SATURATION + 1) / (SATURATION + total)
            postings[key] = (saturated, fields, passage, places(key, ()))
        return postings


def _raise(
    tallies: dict[str, _Tally],
    counts: Sequence[tuple[str, float]],
    slot: int,
    weight: float,
    bit: int,
    passage: int,
) -> None:
    """Add counts to the tallies; one call per text, because calls cost more than the sums."""
    get = tallies.get
    for key, count in counts:
        tally = get(key)
        if tally is None:
            tally = tallies[key] = [0.0, 0.0, bit, passage]
        else:
            tally[2] |= bit
            if passage < tally[3]:  # noqa: PLR1730 - min() costs four times as much here
                tally[3] = passage
        tally[slot] += weight * count
