"""What the entries of a knowledge base say, counted: what suggestions are learnt from.

An entry becomes two lists of weights. One holds its words in all languages it has, rare words
first; the other the concepts it names by any of their labels. Both come from the documents of the
search, so that word forms, compounds and labels meet as they do there.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

from kb.authoring.advising.counts import Counted, Counts, count_entries, file_of
from kb.content.store import Content
from kb.model import Practice, Vocabulary
from kb.model.base import Status
from kb.model.text import iter_passages
from kb.search.documents import BROADER_SHARE, DocumentBuilder
from kb.translation.catalogs import Translations, load_translations
from kb.version import __version__
from kb.words.analysis import ANALYSIS_VERSION, Analysers, iter_tokens, normalise
from kb.words.dictionary import dictionaries_folder, simplemma_version
from kb.words.languages import primary
from kb.words.phrases import whole_keys

Key = TypeVar("Key")
FIELDS = {"topics": "topics", "target_groups": "target-groups"}
"""Fields that are suggested, and their vocabularies."""
_LABEL_SATURATION = 10.0
_WORD_SATURATION = 3.0
_TOO_COMMON = 0.5
"""Words that stand in more than this share of the entries tell nothing."""
_FEWEST_ENTRIES = 4
"""Of fewer entries no word is too common."""
_LEAST_LABEL = 0.05
_MOST_WORDS = 5
"""So many words are told as reasons."""
_LEAST_SHARE = 0.5
"""Words that say less than this share of what the best one says are not told."""


class Profile(NamedTuple):
    """What one entry says, counted."""

    words: Mapping[str, float]
    """Key of a word in a language → how much it tells, as a vector of length 1."""
    labels: Mapping[str, float]
    """Vocabulary and concept id → how clearly the text names it."""


class Spoken(NamedTuple):
    """The words of one entry's texts, each as it stands there first."""

    naming: Mapping[str, Sequence[str]]
    """Vocabulary and concept → words that name it."""
    by_key: Mapping[str, str]
    """Key of a word in a language → the word."""


@dataclass
class Learnt:
    """What the entries of a base say of one field."""

    having: dict[str, frozenset[str]]
    """Entry → its concepts."""
    sums: Mapping[str, Mapping[str, float]]
    """Concept → the words of the entries that have it, added up."""
    lengths: dict[str, float]
    """Concept → square of the length of that vector."""


class KnownEntries:
    """The entries of a knowledge base, read to learn from.

    Args:
        content: the knowledge base; archived entries are left out.
        analysers: of its languages.
        translations: gives the translations of an entry.
        file: keeps what was counted for the next time; without it all stays in memory.
    """

    def __init__(
        self,
        content: Content,
        analysers: Analysers,
        translations: Callable[[Practice], Mapping[str, Translations]] = lambda _practice: {},
        file: Path | None = None,
    ) -> None:
        self._root = content.root
        self._file = file
        self._vocabularies = content.vocabularies
        self._builder = DocumentBuilder(analysers, content.vocabularies, {})
        self._analysers = analysers
        self._load = translations
        self._fields: dict[str, Learnt] = {}
        self._drafts: dict[str, Profile] = {}
        self.practices = {
            one.id: one for one in content.practices.values() if one.status is not Status.ARCHIVED
        }

    @classmethod
    def load(cls, content: Content, cache: Path) -> Self:
        """Those of a knowledge base on disk, with its translations and dictionaries.

        Args:
            content: the knowledge base.
            cache: folder for dictionaries.
        """
        langs = tuple(dict.fromkeys(map(primary, content.settings.languages)))
        return cls.load_with(content, Analysers(langs, dictionaries_folder(cache)), cache)

    @classmethod
    def load_with(cls, content: Content, analysers: Analysers, cache: Path | None = None) -> Self:
        """The same with dictionaries that somebody else has opened already.

        Args:
            content: the knowledge base.
            analysers: of its languages.
            cache: folder that keeps what was counted; for those who ask once and go.
        """
        file = file_of(cache, content.root) if cache else None
        load = partial(load_translations, content.root, "practice")
        return cls(content, analysers, load, file)

    def vocabulary(self, field: str) -> Vocabulary | None:
        """The vocabulary of a field; None where the base has none."""
        return self._vocabularies.get(FIELDS[field])

    @cached_property
    def _stamp(self) -> str:
        """What all counts depend on besides the entries themselves."""
        labels = "".join(one.model_dump_json() for one in self._vocabularies.values())
        parts = (__version__, ANALYSIS_VERSION, simplemma_version(), self._analysers.langs, labels)
        return blake2b(repr(parts).encode(), digest_size=12).hexdigest()

    @cached_property
    def _counts(self) -> Counts:
        return count_entries(
            self.practices.values(),
            lambda one: self._count(one, self._load(one)),
            root=self._root,
            file=self._file,
            stamp=self._stamp,
        )

    def find_words(self, entry: str) -> Mapping[str, float]:
        """The words of a known entry, its translations included; {} for one that is not known."""
        known = entry in self._counts.entries
        return self._profile(self._counts.get(entry)).words if known else {}

    def profile(
        self, practice: Practice, translations: Mapping[str, Translations] | None = None
    ) -> Profile:
        """What another entry says, weighed by the words of those that are known."""
        return self._profile(self._count(practice, translations))

    def draft_profile(self, practice: Practice) -> Profile:
        """What an entry says as it was written, remembered: for asking more than once."""
        if practice.id not in self._drafts:
            self._drafts[practice.id] = self.profile(practice)
        return self._drafts[practice.id]

    def _count(
        self, practice: Practice, translations: Mapping[str, Translations] | None
    ) -> dict[str, float]:
        """Keys of words, "de:wort", and of concepts named, "de*topics/housing", with weights."""
        # What was chosen, and who and where, must not count: only what the text says.
        bare = practice.model_copy(
            update={"topics": (), "target_groups": (), "organisations": (), "location": None}
        )
        keys = self._builder.build(bare, translations).keys
        counts = {key: posting[0] for key, posting in keys.items()}
        return {**counts, **self._named_directly(counts)}

    def _named_directly(self, counts: Mapping[str, float]) -> dict[str, float]:
        """What broader concepts count by their own labels, not by those of narrower ones."""
        direct = {}
        for key, count in counts.items():
            lang, star, reference = key.partition("*")
            if not star:
                continue
            vocabulary_id, _slash, concept = reference.partition("/")
            below = self._vocabularies[vocabulary_id].narrower(concept)
            count -= sum(  # noqa: PLW2901 - what is left of it
                BROADER_SHARE * counts.get(f"{lang}*{vocabulary_id}/{one.id}", 0.0) for one in below
            )
            direct[key] = count if count > _LEAST_LABEL else 0.0
        return direct

    def _profile(self, counts: Mapping[str, float]) -> Profile:
        total = len(self.practices)
        words: dict[str, float] = {}
        labels: dict[str, float] = defaultdict(float)
        for key, count in counts.items():
            number = self._counts.number(key)
            frequency = 0 if number is None else self._counts.frequencies[number]
            _lang, star, reference = key.partition("*")
            if star and count:
                labels[reference] += count / (count + _LABEL_SATURATION)
            elif not star and (total < _FEWEST_ENTRIES or frequency <= total * _TOO_COMMON):
                rarity = math.log((total + 1) / (frequency + 0.5))
                words[key] = max(rarity, 0.0) * count / (count + _WORD_SATURATION)
        langs = {key.partition("*")[0] for key in counts if "*" in key}
        return Profile(
            _unit(words),
            {one: value / len(langs) * self._rarity_of_label(one) for one, value in labels.items()},
        )

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
        total, frequencies = len(self.practices), self._counts.frequencies
        rarities = {}
        for key in keys:
            number = self._counts.number(key)
            if number is None or "*" in key:
                continue
            frequency = frequencies[number]
            if total < _FEWEST_ENTRIES or frequency <= total * _TOO_COMMON:
                rarities[number] = max(math.log((total + 1) / (frequency + 0.5)), 0.0)
        return rarities

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
        return {one.id: frozenset(getattr(one, field)) for one in self.practices.values()}

    def _rarity_of_label(self, reference: str) -> float:
        """A concept that every entry names tells little of any of them."""
        named = self._notes["named"].get(reference, 0)
        return math.sqrt(math.log((len(self.practices) + 2) / (named + 0.5)))

    def learnt(self, field: str, words: Mapping[str, float] | None = None) -> Learnt:
        """What the entries say of one field.

        Args:
            field: topics or target_groups.
            words: only these keys are wanted, to be asked for once; without them what was learnt
                is remembered.
        """
        if field not in self._fields:
            keys = words if words is not None and self._file else self._counts.names
            sums = self._sums(field, self._notes["lengths"], self._rarities(keys))
            # Where none of the words occurs, a concept has a length all the same.
            lengths = self._notes["squares"][field]
            learnt = Learnt(self._having(field), sums, lengths)
            if keys is not self._counts.names:
                return learnt
            self._fields[field] = learnt
        return self._fields[field]

    def spoken(self, practice: Practice) -> Spoken:
        """The words of an entry, read once for all concepts."""
        lang = primary(practice.language)
        analyser, labels = self._analysers[lang], self._builder.labels[lang]
        naming: dict[str, dict[str, str]] = {}
        by_key: dict[str, str] = {}
        for passage in iter_passages(practice):
            text = normalise(passage.text)
            tokens = _places(iter_tokens(text, lang))
            keys = [analyser.keys(word) for word, _, _ in tokens]
            for concept, place, count in labels.find([whole_keys(one) for one in keys]):
                found = text[tokens[place][1] : tokens[place + count - 1][2]]
                naming.setdefault(concept, {}).setdefault(found.casefold(), found)
            for (word, _, _), one in zip(tokens, keys, strict=True):
                for key in one.lemmas:
                    by_key.setdefault(f"{lang}:{key}", word)
        return Spoken({one: tuple(words.values()) for one, words in naming.items()}, by_key)


def words_saying(spoken: Spoken, reference: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """Words of an entry that name a concept, then those that weigh most.

    Args:
        spoken: the words of the entry.
        reference: vocabulary and concept, "topics/housing".
        weights: key of a word → what it speaks for the concept.
    """
    found = {word.casefold(): word for word in spoken.naming.get(reference, ())}
    telling = ((weights.get(key, 0.0), word) for key, word in spoken.by_key.items())
    best = sorted((one for one in telling if one[0] > 0), reverse=True)
    for weight, word in best:
        if weight > best[0][0] * _LEAST_SHARE:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:_MOST_WORDS]


def _places(tokens: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Words at places of their own; of joined words only the whole."""
    found: list[tuple[str, int, int]] = []
    for token in tokens:
        if not found or token[1] != found[-1][1]:
            found.append(token)
    return found


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
