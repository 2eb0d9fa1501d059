"""Words as they are distributed in real texts, drawn from real dictionaries.

Lemmas are ranked and get frequencies by the law of Zipf and Mandelbrot; the forms of a lemma share
its frequency by Zipf's law again. First come the commonest words of the language, then the words
of the shipped entries by how often they stand there, then lemmas of the dictionary in random
order, among them compounds that no dictionary has.

Source: Mandelbrot (1953), "An informational theory of the statistical structure of language".
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from kb.content.store import load_content
from kb.model.text import iter_passages
from kb.translation.catalogs import load_translations
from kb.words.dictionary import open_dictionary
from kb.words.languages import primary

LANGS = ("de", "fi", "sv", "en")
WORD = re.compile(r"[^\W\d_]+(?:[-:*][^\W\d_]+)*")
EXPONENT = 1.35
"""How steeply frequencies of telling words fall: so that a million running words of English have
some 50,000 different ones, as the Brown corpus has (Kučera and Francis 1967)."""
SHIFT = 30.0
"""Mandelbrot's shift of ranks: the first telling words are about equally common."""
COMPOUND_SHARE = 0.12
"""Lemmas that are made up as compounds, in languages that write them in one."""

_COMMONEST = {
    "de": (
        "die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so "
        "eine auch als an nach wie im für man aber aus durch wenn nur war noch werden bei hat wir "
        "was wird sein einen welche sind oder zur um haben einer mir über"
    ),
    "en": (
        "the of and to in a is that for it as was with be by on not he his but at are this have "
        "from or had an they which one you were all her she there would their we him been has "
        "when who will no more if out so said"
    ),
    "fi": (
        "ja on ei se että oli hän joka mutta ovat niin kuin myös tai ole mukaan jo kun sen vain "
        "olla voi vuoden sekä ollut jos olisi tämä mitä sitä siitä minä hänen joita tämän jotka "
        "kanssa vielä nyt kaikki jonka sitten ennen noin hyvin"
    ),
    "sv": (
        "och i att det som en på är av för med till den har de inte om ett han men var jag sig "
        "från vi så kan när år under också efter eller nu sin där vid mot ska skulle kommer ut "
        "får finns vara hade alla andra mycket än här då"
    ),
}
"""Roughly in order of frequency, as any speaker would list them."""
SMALL_SHARES = {"de": 0.38, "en": 0.40, "fi": 0.22, "sv": 0.38}
"""Running words that are among the commonest; Finnish says by endings what others say by them."""
_LEMMAS = {"de": 70_000, "en": 45_000, "fi": 50_000, "sv": 50_000}
_LONGEST = 24


@dataclass(frozen=True)
class Words:
    """Words with their frequencies, added up for drawing.

    Attributes:
        forms: the words.
        cumulated: frequency of each and all before it.
    """

    forms: Sequence[str]
    cumulated: Sequence[float]

    def draw(self, dice: random.Random, count: int) -> list[str]:
        """So many words, each as likely as it is frequent."""
        if count <= 0 or not self.forms:
            return []
        return dice.choices(self.forms, cum_weights=self.cumulated, k=count)


@dataclass(frozen=True)
class Language:
    """What texts of one language are made of."""

    lang: str
    small: Words
    """The commonest words, which tell nothing about a text."""
    telling: Words
    """All other words."""
    lemmas: Sequence[Sequence[str]]
    """Forms of each lemma of the telling words, commonest lemmas and forms first."""

    def some_words(self, dice: random.Random, count: int, last_rank: int) -> Words:
        """Words of a few lemmas, for texts that speak of one thing."""
        ranks = [dice.randrange(min(last_rank, len(self.lemmas))) for _ in range(count)]
        return weighted([self.lemmas[one] for one in ranks], 0.8, 1.0)


def weighted(lemmas: Iterable[Sequence[str]], exponent: float, shift: float) -> Words:
    """Frequencies for ranked lemmas and their ranked forms."""
    forms: list[str] = []
    weights: list[float] = []
    for rank, those in enumerate(lemmas, start=1):
        weight = (rank + shift) ** -exponent
        shares = [1 / place for place in range(1, len(those) + 1)]
        forms += those
        weights += [weight * share / sum(shares) for share in shares]
    return Words(forms, list(itertools.accumulate(weights)))


def load_language(
    lang: str, dictionaries: Path, shipped: Mapping[str, int], seed: int, prefix: str = ""
) -> Language:
    """The words of one language.

    Args:
        lang: one of LANGS.
        dictionaries: folder of the dictionaries' tries; a missing one is built.
        shipped: words of the shipped entries and how often they occur.
        seed: the same seed gives the same words.
        prefix: take only dictionary words that begin so; for quick tests.
    """
    dice = random.Random(f"{seed}-{lang}")
    commonest = _COMMONEST[lang].split()
    counts = _uncapitalised(shipped)
    ours = sorted(counts.keys() - set(commonest), key=lambda word: (-counts[word], word))
    lemmas = [[word] for word in ours] + _dictionary_lemmas(lang, dictionaries, dice, prefix)
    small = weighted([[word] for word in commonest], 1.0, 2.7)
    return Language(lang, small, weighted(lemmas, EXPONENT, SHIFT), lemmas)


def _dictionary_lemmas(
    lang: str, dictionaries: Path, dice: random.Random, prefix: str
) -> list[list[str]]:
    """Forms by lemma, in random order; short forms come first, since they are commoner."""
    open_dictionary(lang, dictionaries)
    trie = marisa_trie.BytesTrie()
    trie.mmap(str(dictionaries / f"{lang}.dic"))
    found: dict[bytes, list[str]] = {}
    for form, lemma in trie.iteritems(prefix):
        if form.isalpha() and 2 < len(form) <= _LONGEST:
            found.setdefault(lemma, []).append(form)
    names = sorted(found)
    chosen = dice.sample(names, min(_LEMMAS[lang], len(names)))
    lemmas = [
        sorted(found[one], key=lambda form: (len(form) + dice.randrange(4), form)) for one in chosen
    ]
    if lang == "en":
        return lemmas
    for number in range(len(lemmas)):
        if dice.random() < COMPOUND_SHARE:
            first, second = dice.choice(lemmas)[0], dice.choice(lemmas)
            if len(first) + len(second[0]) <= _LONGEST:
                lemmas[number] = [_joined(lang, first, form) for form in second]
    return lemmas


def _joined(lang: str, first: str, second: str) -> str:
    return (first.capitalize() if lang == "de" else first.lower()) + second.lower()


def count_shipped(root: Path) -> dict[str, Counter[str]]:
    """Language → words of the entries, catalogs and labels of a knowledge base, counted."""
    counts: dict[str, Counter[str]] = {lang: Counter() for lang in LANGS}
    content = load_content(root)
    for practice in content.practices.values():
        for passage in iter_passages(practice):
            _count(counts, practice.language, passage.text)
        for lang, catalog in load_translations(root, "practice", practice).items():
            for translated in catalog.values():
                _count(counts, lang, translated.text)
    for vocabulary in content.vocabularies.values():
        for concept in vocabulary.concepts:
            for lang, labels in concept.labels.items():
                for label in (labels.preferred, *labels.alternative):
                    _count(counts, lang, label)
    return counts


def _count(counts: Mapping[str, Counter[str]], lang: str, text: str) -> None:
    counter = counts.get(primary(lang))
    if counter is not None:
        counter.update(WORD.findall(text))


def _uncapitalised(shipped: Mapping[str, int]) -> Counter[str]:
    """The same counts, with a word that began a sentence under its usual spelling."""
    merged: Counter[str] = Counter()
    for word, count in shipped.items():
        lower = word[0].lower() + word[1:]
        merged[lower if lower in shipped else word] += count
    return merged
