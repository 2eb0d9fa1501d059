"""Queries drawn from a knowledge base as people might ask them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.words import LANGS, WORD
from kb.content.root import practice_paths
from kb.content.store import read_record
from kb.model import Practice
from kb.model.text import iter_passages
from kb.translation.catalogs import load_translations
from kb.words.languages import primary, stop_words

SAMPLE = 400
"""Entries that queries are drawn from."""
_FREQUENT = 40
"""How many of the commonest telling words count as very frequent."""
_KINDS = {
    "rare word": 60,
    "mid word": 40,
    "frequent word": 30,
    "two words": 60,
    "three words": 45,
    "filtered": 45,
    "phrase": 25,
    "misspelt": 25,
}
"""Kind → how many."""


@dataclass(frozen=True)
class BenchQuery:
    """One query, as all engines take it."""

    text: str
    lang: str
    kind: str
    is_phrase: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    """Facet → the one value wanted."""

    @property
    def typed(self) -> str:
        """The text as it is typed: a phrase in quotation marks."""
        return f'"{self.text}"' if self.is_phrase else self.text

    def as_json(self) -> dict[str, Any]:
        """The query as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Sample:
    """Texts of some entries in one language, and their words by how common they are."""

    lang: str
    texts: Sequence[Sequence[str]]
    frequent: Sequence[str]
    mid: Sequence[str]
    rare: Sequence[str]
    functional: Sequence[str]


def draw_queries(root: Path, seed: int) -> list[BenchQuery]:
    """The same queries for the same base and seed, mixed."""
    dice = random.Random(f"queries-{seed}")
    samples = _samples(root, dice)
    topics, countries = _facets(root, dice)
    makers: dict[str, Callable[[_Sample], BenchQuery]] = {
        "rare word": lambda one: _of(one, "rare word", dice.choice(one.rare)),
        "mid word": lambda one: _of(one, "mid word", dice.choice(one.mid)),
        "frequent word": lambda one: _of(one, "frequent word", dice.choice(one.frequent)),
        "two words": lambda one: _of(one, "two words", *_mixed(dice, one, 2)),
        "three words": lambda one: _of(one, "three words", *_mixed(dice, one, 3)),
        "filtered": lambda one: _filtered(dice, one, topics, countries),
        "phrase": lambda one: _phrase(dice, one),
        "misspelt": lambda one: _of(one, "misspelt", _misspelt(dice, dice.choice(one.mid))),
    }
    queries = [
        makers[kind](samples[number % len(samples)])
        for kind, count in _KINDS.items()
        for number in range(count)
    ]
    dice.shuffle(queries)
    return queries


def _of(sample: _Sample, kind: str, *words: str) -> BenchQuery:
    return BenchQuery(" ".join(words), sample.lang, kind)


def _mixed(dice: random.Random, sample: _Sample, count: int) -> Iterator[str]:
    """Words of mixed frequency; now and then one that tells nothing."""
    pools = (sample.frequent, sample.mid, sample.mid, sample.rare)
    for _ in range(count - 1):
        yield dice.choice(dice.choice(pools))
    yield dice.choice(sample.functional if dice.random() < 0.15 else dice.choice(pools))


def _filtered(
    dice: random.Random, sample: _Sample, topics: Sequence[str], countries: Sequence[str]
) -> BenchQuery:
    name, values = dice.choice((("topic", topics), ("country", countries)))
    words = " ".join(_mixed(dice, sample, dice.randint(1, 2)))
    return BenchQuery(words, sample.lang, "filtered", filters={name: dice.choice(values)})


def _phrase(dice: random.Random, sample: _Sample) -> BenchQuery:
    words = dice.choice(sample.texts)
    length = dice.randint(2, 3)
    start = dice.randrange(len(words) - length)
    return BenchQuery(
        " ".join(words[start : start + length]), sample.lang, "phrase", is_phrase=True
    )


def _misspelt(dice: random.Random, word: str) -> str:
    """Two letters changed places, one missing, or one too many."""
    place = dice.randrange(1, len(word) - 1)
    return dice.choice(
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        )
    )


def _sampled(root: Path, dice: random.Random) -> Iterator[Practice]:
    paths = list(practice_paths(root))
    for path in dice.sample(paths, min(SAMPLE, len(paths))):
        record, _ = read_record(path, "practice")
        if isinstance(record, Practice):
            yield record


def _facets(root: Path, dice: random.Random) -> tuple[list[str], list[str]]:
    topics: set[str] = set()
    countries: set[str] = set()
    for practice in _sampled(root, dice):
        topics.update(practice.topics)
        if practice.location:
            countries.add(practice.location.country)
    return sorted(topics), sorted(countries)


def _samples(root: Path, dice: random.Random) -> list[_Sample]:
    texts: dict[str, list[list[str]]] = {lang: [] for lang in LANGS}
    for practice in _sampled(root, dice):
        words = [word for one in iter_passages(practice) for word in WORD.findall(one.text)]
        texts[primary(practice.language)].append(words)
        for lang, catalog in load_translations(root, "practice", practice).items():
            translated = [one.text for one in catalog.values()]
            texts[lang].append([word for text in translated for word in WORD.findall(text)])
    return [_sample(lang, those) for lang, those in texts.items()]


def _sample(lang: str, texts: Sequence[Sequence[str]]) -> _Sample:
    entries = Counter(word for words in texts for word in set(words))
    common = stop_words(lang)
    ranked = sorted(entries, key=lambda word: (-entries[word], word))
    functional = [word for word in ranked if word.casefold() in common]
    telling = [word for word in ranked if word.casefold() not in common and len(word) > 3]
    border = max(len(telling) // 20, 2 * _FREQUENT)
    return _Sample(
        lang,
        [words for words in texts if len(words) > 3],
        telling[:_FREQUENT],
        telling[_FREQUENT:border],
        telling[border:],
        functional,
    )
