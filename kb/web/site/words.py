"""What every word of the entries finds, worked out beforehand for a search in the browser.

A browser has no dictionaries. But which words occur in the entries is known, and so is what a
server would look for if it were asked for each of them: other forms, parts of compounds, topics it
names, the same word in other languages. All of these have *signals* instead of words: made-up ones
that stand in the search index of exactly the practices concerned, with their weights. A list says
which signals to look for, for each word, and what they count. Whatever stands in the same
practices with the same weights shares a signal.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from kb.content.store import load_content
from kb.model import Practice, Vocabulary
from kb.model.base import Status
from kb.search.concepts import LABEL_FIELDS
from kb.search.documents import DocumentBuilder
from kb.search.engine import FORMS, KEYS, Postings
from kb.search.fields import Document
from kb.search.query import Term
from kb.search.ranking import COMPOUND, OTHER_LANGUAGE, Found, Ranker
from kb.translation.catalogs import load_translations
from kb.words.analysis import Analysers, iter_tokens, normalise
from kb.words.dictionary import dictionaries_folder
from kb.words.languages import primary

STEPS = 240
"""How finely weights are told apart: as finely as Pagefind does."""
LONGEST_LIST = 16_000
"""Words of a language that are listed at the most."""
_LETTERS = "bcdfghjklmnpqrstvw"
"""Signals are written with these: without vowels they are no words, and no stemmer cuts them."""
_END = "x"
"""Ends a signal, so that none begins another: Pagefind takes any word that begins like it."""
_SHORTEST = 2
"""Characters of the shortest word that is listed."""

Scores = dict[int, float]
"""Number of a practice → score."""
Weights = tuple[tuple[int, int], ...]
"""(number of a practice, 1 to `STEPS`) of those a signal stands for."""


class Mark(NamedTuple):
    """A signal to look for."""

    weights: Weights
    score: float
    """What the best of the practices scores."""


class Word(NamedTuple):
    """A word of the entries."""

    text: str
    """In small letters."""
    marks: tuple[Mark, ...] = ()
    """Each practice scores as its best one says."""
    near: tuple[tuple[Mark, ...], ...] = ()
    """Parts of the word, and topics above those it names: what their best ones score adds up."""


class Shape(NamedTuple):
    """Practices that have something, and how much of it each."""

    scores: Scores
    """Rarity left aside."""
    weights: Weights
    """The same, as a signal has it."""
    best: float
    total: float


_Scaled = tuple[Shape, float]
"""A shape, and what it counts."""


class MemoryIndex:
    """Postings of documents, ready to be ranked."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._postings: dict[tuple[str, str], tuple[list[int], list[float]]] = {}
        for number, document in enumerate(documents):
            for field, postings in ((FORMS, document.forms), (KEYS, document.keys)):
                for term, posting in postings.items():
                    numbers, weights = self._postings.setdefault((field, term), ([], []))
                    numbers.append(number)
                    weights.append(posting[0])
        self._shapes: dict[tuple[str, str], Shape] = {}

    def postings(self, field: str, term: str) -> Iterator[Postings]:
        """Where a term stands."""
        if found := self._postings.get((field, term)):
            yield found

    def has(self, field: str, term: str) -> bool:
        """Whether a term stands anywhere."""
        return (field, term) in self._postings

    def shape(self, field: str, term: str) -> Shape:
        """Where a term stands, ready to become a signal."""
        key = field, term
        if key not in self._shapes:
            self._shapes[key] = make_shape(dict(zip(*self._postings[key], strict=True)))
        return self._shapes[key]


class _Presence:
    """An index that only tells whether a term is there: who asks what to look for needs no more."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index

    def postings(self, field: str, term: str) -> Iterator[Postings]:
        """One document for every term."""
        if self._index.has(field, term):
            yield (0,), (1.0,)


class WordFinder:
    """Says what words find among the published practices.

    Args:
        root: folder of the knowledge base.
        cache: folder for caches.
    """

    def __init__(self, root: Path, cache: Path) -> None:
        content = load_content(root)
        self.langs = tuple(dict.fromkeys(map(primary, content.settings.languages)))
        partners = {one.id: (one.name, *one.other_names) for one in content.partners.values()}
        self._vocabularies = content.vocabularies
        self.analysers = Analysers(self.langs, dictionaries_folder(cache))
        self.builder = DocumentBuilder(self.analysers, content.vocabularies, partners)
        practices = [one for one in content.practices.values() if one.status is Status.PUBLISHED]
        self.documents = [_document(self.builder, root, one) for one in practices]
        self.index = MemoryIndex(self.documents)
        presence: Any = _Presence(self.index)
        self._ranker = Ranker(presence, self.analysers, self.builder.labels, len(self.documents))
        self._united: dict[str, Shape] = {}

    def words(self, lang: str) -> list[Word]:
        """Words of a language in the order of the alphabet.

        Args:
            lang: primary language subtag.
        """
        found = []
        for text, spellings in self._singles(lang).items():
            ways = [self.word(one, lang) for one in sorted(spellings)]
            best = max(ways, key=_reach)
            if best is not None:
                found.append(best._replace(text=text))
        return sorted(found, key=lambda one: one.text)

    def word(self, text: str, lang: str) -> Word | None:
        """What a word finds; None for one that finds nothing."""
        found = self._ranker.find_all([Term(text)], lang)[0]
        if found.is_optional:
            return Word(text)
        marks, near = self._marks(found, lang)
        return Word(text, marks, near) if marks or near else None

    def _marks(
        self, found: Found, lang: str
    ) -> tuple[tuple[Mark, ...], tuple[tuple[Mark, ...], ...]]:
        """Signals for all that was looked for, grouped as the ranking counts it."""
        whole: dict[str, list[_Scaled]] = {}
        parts: dict[tuple[str, str], list[_Scaled]] = {}
        concepts: dict[str, float] = {}
        for one in dict.fromkeys(found.alternatives):
            if not self.index.has(one.field, one.term):
                continue
            kind, key = one.term[len(one.lang)], one.term[len(one.lang) + 1 :]
            scaled = self.index.shape(one.field, one.term), one.factor
            if kind == "*":
                concepts.setdefault(key, one.factor)
            elif one.factor == COMPOUND:
                parts.setdefault((one.lang, key), []).append(scaled)
            else:
                whole.setdefault(one.lang, []).append(scaled)
        groups = [self._weighted(group, one == lang) for one, group in whole.items()]
        named = [self._concept(key, x) for key, x in concepts.items() if key in found.concepts]
        near = [self._weighted(group, one == lang) for one, group in _of_one_language(parts, lang)]
        near += [
            [self._concept(key, x)] for key, x in concepts.items() if key not in found.concepts
        ]
        marks = _written(scaled for group in (*groups, named) for scaled in group)
        return marks, tuple(map(_written, near))

    def _weighted(self, group: Sequence[_Scaled], is_asked: bool) -> list[_Scaled]:
        """Alternatives with the rarity of all of them together."""
        rarity = self._rarity(len(set().union(*(shape.scores for shape, _factor in group))))
        scale = rarity if is_asked else rarity * OTHER_LANGUAGE
        return [(shape, factor * scale) for shape, factor in group]

    def _concept(self, concept: str, factor: float) -> _Scaled:
        """A topic in all languages."""
        if concept not in self._united:
            best: Scores = {}
            for lang in self.langs:
                if self.index.has(KEYS, f"{lang}*{concept}"):
                    for number, x in self.index.shape(KEYS, f"{lang}*{concept}").scores.items():
                        best[number] = max(x, best.get(number, 0.0))
            self._united[concept] = make_shape(best)
        shape = self._united[concept]
        return shape, factor * self._rarity(len(shape.scores))

    def _rarity(self, documents: int) -> float:
        """Inverse document frequency, as `Ranker` has it."""
        rest = len(self.documents) - documents
        return max(math.log(1 + (rest + 0.5) / (documents + 0.5)), 0.1)

    def _singles(self, lang: str) -> dict[str, set[str]]:
        """Words of the language in small letters, and how they are written.

        Where there are too many, those that stand in few texts are left out: Pagefind finds them
        as they are.
        """
        singles: dict[str, set[str]] = {}
        texts: Counter[str] = Counter()
        for text in self._texts(lang):
            words = {word for word, _start, _end in iter_tokens(text, lang)}
            for word in words:
                if len(word) >= _SHORTEST:
                    singles.setdefault(word.lower(), set()).add(word)
            texts.update({word.lower() for word in words})
        if len(singles) > LONGEST_LIST:
            kept = sorted(singles, key=lambda word: (-texts[word], word))[:LONGEST_LIST]
            singles = {word: singles[word] for word in kept}
        return singles

    def _texts(self, lang: str) -> Iterator[str]:
        """All texts of a language, and names that no language translates."""
        for document in self.documents:
            yield from _stored_texts(document.stored, lang)
        for name in LABEL_FIELDS:
            if vocabulary := self._vocabularies.get(name):
                yield from _labels(vocabulary, lang)


def _document(builder: DocumentBuilder, root: Path, practice: Practice) -> Document:
    return builder.build(practice, load_translations(root, "practice", practice))


def _labels(vocabulary: Vocabulary, lang: str) -> Iterator[str]:
    """What concepts are called in a language, in every way."""
    for concept in vocabulary.concepts:
        for tag, labels in concept.labels.items():
            if primary(tag) == lang:
                for text in (labels.preferred, *labels.alternative):
                    yield normalise(text)


def _stored_texts(stored: Mapping[str, object], lang: str) -> Iterator[str]:
    for name in ("title", "summary", "keywords", "passages", "names"):
        found = stored[name]
        assert isinstance(found, dict)  # noqa: S101 - language or field → texts
        if name == "names":
            yield from (text for texts in found.values() for text in texts)
        elif name in ("title", "summary"):
            yield from found.get(lang, ())[:1]
        else:
            yield from (one if isinstance(one, str) else one[1] for one in found.get(lang, ()))


def _of_one_language(
    parts: Mapping[tuple[str, str], list[_Scaled]], lang: str
) -> Iterator[tuple[str, list[_Scaled]]]:
    """Parts of a compound in the asked language, else in the first that knows it."""
    langs = [one for one, _part in parts]
    chosen = lang if lang in langs else next(iter(langs), "")
    return ((one, group) for (one, _part), group in parts.items() if one == chosen)


def _reach(word: Word | None) -> float:
    """Of several ways to write a word, the one that finds most counts."""
    if word is None:
        return -1.0
    return float(sum(len(one.weights) * one.score for one in word.marks))


def make_shape(scores: Scores) -> Shape:
    """Scores, ready to become a signal."""
    best = max(scores.values())
    weights = ((one, max(1, round(scores[one] / best * STEPS))) for one in sorted(scores))
    return Shape(scores, tuple(weights), best, sum(scores.values()))


def _written(alternatives: Iterable[_Scaled]) -> tuple[Mark, ...]:
    """Alternatives as signals, without those that never score best."""
    best: Scores = {}
    marks = []
    for shape, scale in sorted(alternatives, key=lambda one: one[0].total * one[1], reverse=True):
        is_best = False
        for number, score in shape.scores.items():
            if score * scale > best.get(number, 0.0):
                best[number] = score * scale
                is_best = True
        if is_best:
            marks.append(Mark(shape.weights, shape.best * scale))
    return tuple(marks)


# Writing them


class Signals:
    """The signals of all words, each with its name."""

    def __init__(self) -> None:
        self._names: dict[Weights, str] = {}
        self._numbers = count()

    def entries(self, words: Iterable[Word]) -> dict[str, str]:
        """Word → "signal score signal score|signal score": what it finds, and what comes near.

        Words are without accents and in small letters, as browsers look for them. Scores are in
        tenths. A word too common to be looked for has nothing behind it.
        """
        alike: dict[str, list[Word]] = {}
        for one in words:
            alike.setdefault(fold_plainly(one.text), []).append(one)
        return {text: self._entry(found) for text, found in sorted(alike.items())}

    def _entry(self, words: Sequence[Word]) -> str:
        marks = self._group(mark for one in words for mark in one.marks)
        near = self._group(mark for one in words for group in one.near for mark in group)
        return f"{marks}|{near}" if near else marks

    def of_practices(self) -> dict[int, dict[int, list[str]]]:
        """Number of a practice → weight → names of its signals."""
        found: dict[int, dict[int, list[str]]] = {}
        for weights, name in self._names.items():
            for practice, weight in weights:
                found.setdefault(practice, {}).setdefault(weight, []).append(name)
        return found

    def _group(self, marks: Iterable[Mark]) -> str:
        """Signals with the most each counts."""
        most: dict[str, int] = {}
        for one in marks:
            name = self._name(one.weights)
            most[name] = max(1, round(one.score * 10), most.get(name, 0))
        return " ".join(f"{name} {score}" for name, score in most.items())

    def _name(self, weights: Weights) -> str:
        if weights not in self._names:
            self._names[weights] = _spell(next(self._numbers))
        return self._names[weights]


def fold_plainly(text: str) -> str:
    """A word in small letters without any accent: exactly as the script in the browser does it."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("ß", "ss"))
    return "".join(one for one in decomposed if not unicodedata.category(one).startswith("M"))


def _spell(number: int) -> str:
    letters = ""
    while True:
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
        if not number:
            return letters + _END


# In processes


class WordsTask(NamedTuple):
    """The words of a language, worked out in whichever process."""

    root: Path
    cache: Path
    digest: str
    """Of the files of the knowledge base."""
    lang: str


def find_words(task: WordsTask) -> tuple[str, list[Word]]:
    """The words of a language."""
    finder = open_finder(task.root, task.cache, task.digest)
    return task.lang, finder.words(task.lang)


@lru_cache(maxsize=1)
def open_finder(root: Path, cache: Path, _digest: str) -> WordFinder:
    """The finder of this process; a process that is a copy of another has it already."""
    return WordFinder(root, cache)


def plan_words(
    root: Path, cache: Path, digest: str, langs: Iterable[str], processes: int
) -> list[list[WordsTask]]:
    """The languages shared out among processes."""
    tasks = [WordsTask(root, cache, digest, one) for one in langs]
    return [tasks[number::processes] for number in range(processes)]
