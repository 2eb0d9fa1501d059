"""From text to keys: what makes two word forms meet.

A word is reduced to *keys*. Its form (case-folded, foreign accents dropped) is one; its lemmas are
others; where the dictionary does not know the word, it is tried with the accents a keyboard may
have lacked, then as a compound, then as a stem. The parts of a compound are kept apart from the
word's own keys, because they count for less.

The same function serves the index and the query, so the two cannot drift apart.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.words.dictionary import Dictionary, NoDictionary, Progress, open_dictionary
from kb.words.languages import (
    STEMMERS,
    Joint,
    LanguageRules,
    primary,
    rules_of,
    stop_words,
)

ANALYSIS_VERSION = 12
"""Raised whenever keys change; an index made by another version is rebuilt."""

LONGEST_WORD = 80
"""Longer runs of letters are cut: no word of the four languages is longer."""

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’´·:/*_](?:-)?[^\W_]+)*")
_PLAIN = re.compile(r"[^\W_]{1,80}")
_JOINED = re.compile(r"[^\W_][-‐‑'’´·:/*_]|[a-zäöüß]I|[^\W_]{81}")
_GENDER = re.compile(r"^(.{2,}?)(?:[:*_·]|/-?|(?<=[a-zäöüß])(?=I))([iI]n(?:nen)?)$")
_JOINERS = re.compile(r"[-‐‑'’´·:/*_]+")
_HYPHENS = re.compile(r"[-‐‑]")
_MANY_READINGS = 100
_SHORT_PART = 3
_LONG_PART = 4
_LONG_ENOUGH = 6


Token = tuple[str, int, int]
"""A word of a text, and where it starts and ends."""


class Keys(NamedTuple):
    """What a word can be met by.

    Attributes:
        form: the word as written, case-folded; never empty.
        lemmas: other keys of the whole word: lemmas, or stem where no lemma is known.
        parts: for each part of a compound, its key.
        known: whether a dictionary or its parts told what the word is.
    """

    form: str
    lemmas: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    known: bool = False


def normalise(text: str) -> str:
    """NFC, with soft hyphens dropped: decomposed letters would be cut apart."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def fold(text: str, letters: str = "") -> str:
    """Case-folded text without accents, except on the letters given."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", folded).translate(_folding(letters))


class _Folding(dict[int, str]):
    """Character → itself or the letters below its accent, worked out when first met."""

    def __init__(self, letters: str) -> None:
        super().__init__((ord(letter), letter) for letter in letters)

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        bare = "".join(one for one in decomposed if not unicodedata.combining(one))
        self[code] = bare or chr(code)
        return self[code]


@cache
def _folding(letters: str) -> _Folding:
    return _Folding(letters)


def iter_tokens(text: str, lang: str) -> Iterator[Token]:
    """Words of a normalised text; joined words (LEADER-Region) also as their pieces.

    A hyphenated word comes out whole, then piece by piece. Gender forms (Teilnehmer:innen) come
    out as both forms they stand for.
    """
    rules = rules_of(lang)
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isalnum() and not (rules.gender_forms and "I" in word[1:]):
            yield word[:LONGEST_WORD], match.start(), match.end()
        else:
            yield from _joined(word, match.start(), rules)


def _joined(word: str, start: int, rules: LanguageRules) -> Iterator[Token]:
    if rules.gender_forms and (gender := _GENDER.match(word)):
        base, ending = gender.groups()
        end = start + len(word)
        last = _HYPHENS.split(base)[-1]
        for form in (last, last + ending.lower()):
            yield form[:LONGEST_WORD], start, end
        return
    pieces = [(piece.start(), piece.group()) for piece in re.finditer(r"[^\W_]+", word)]
    endings = rules.contractions if not _HYPHENS.search(word) else ()
    if len(pieces) > 1 and pieces[-1][1].casefold() in endings:
        pieces.pop()
    elif len(pieces) > 1 and _HYPHENS.search(word):
        whole = "".join(piece for _, piece in pieces)
        yield whole[:LONGEST_WORD], start, start + len(word)
    for offset, piece in pieces:
        yield piece[:LONGEST_WORD], start + offset, start + offset + len(piece)


def split_words(text: str, lang: str) -> list[tuple[str, bool]]:
    """Words of a normalised text, and whether each stands at a place of its own.

    Pieces and second forms of joined words share the place of the word they come from.
    """
    if not _JOINED.search(text):
        return [(word, True) for word in _PLAIN.findall(text)]
    words = []
    last = -1
    for word, start, _ in iter_tokens(text, lang):
        words.append((word, start != last))
        last = start
    return words


class Analyser:
    """Keys of the words of one language.

    Results are remembered, since texts repeat their words; the memory is dropped when it grows
    beyond `memory` words.

    Args:
        lang: primary language subtag.
        dictionary: word forms of the language.
        others: dictionaries of other languages. A word they write the same is borrowed, not a
            compound: "Transport" is no "Sport".
        memory: how many words to remember.
    """

    def __init__(
        self,
        lang: str,
        dictionary: Dictionary,
        others: Sequence[Dictionary] = (),
        memory: int = 200_000,
    ) -> None:
        self.lang = lang
        self.rules = rules_of(lang)
        self._lemma = dictionary.lemma
        self._knows = dictionary.knows
        self._others = [other.knows for other in others]
        self._stem = _stemmer(lang)
        self._spellings = self.rules.spellings
        self._endings = self.rules.endings
        self._any_ending = tuple(ending for ending, _ in self.rules.endings)
        self._any_variant = tuple(ending for ending, _ in self.rules.variants)
        self._memory = memory
        self._stop_words = stop_words(lang)
        self._seen: dict[str, Keys] = {}

    def keys(self, word: str) -> Keys:
        """Keys of one word, whole analysis."""
        keys = self._seen.get(word)
        if keys is None:
            if len(self._seen) >= self._memory:
                self._seen.clear()
            keys = self._seen[word] = self._analyse(word)
        return keys

    def plain_keys(self, word: str) -> Keys:
        """Keys of a word that is known to belong to another language: dictionary and form only.

        A Finnish word must not be torn into German compounds.
        """
        form = self._form(word)
        lemmas = self._lemmas(word)
        return Keys(form, self._distinct(form, lemmas), known=bool(lemmas))

    def restored_keys(self, word: str) -> tuple[str, ...]:
        """Keys of other words this one may stand for, if the keyboard lacked accents.

        For queries whose word is itself a word ("halsa") and finds nothing.
        """
        form = self._form(word)
        known = [(one, found) for one in self._restored(word) if (found := self._lemmas(one))]
        return self._distinct(form, [key for one, found in known for key in (one, *found)])

    def _analyse(self, word: str) -> Keys:
        form = self._form(word)
        if len(word) < 2 or not word.isalpha():
            return Keys(form, known=True)
        if lemmas := self._lemmas(word):
            return Keys(form, self._distinct(form, lemmas), self._parts(word), known=True)
        restored = self._restored(word)
        for candidate in (*restored, *self._without_enclitics(word)):
            if self._is_entry(candidate) and (lemmas := self._lemmas(candidate)):
                keys = (candidate, *lemmas)
                return Keys(form, self._distinct(form, keys), self._parts(candidate), known=True)
        stems = self._stems(word)
        failed: set[str] = set()
        for candidate in (word, *restored):
            if parts := self._split(candidate.casefold(), failed):
                keys = (_rejoin(candidate.casefold(), parts), _chain(parts), *stems)
                return Keys(form, self._distinct(form, keys), self._part_keys(parts), known=True)
        return Keys(form, self._distinct(form, stems))

    def _form(self, word: str) -> str:
        key = fold(word, self.rules.letters)
        for letters, put in self._spellings:
            if letters in key:
                key = key.replace(letters, put)
        if key.endswith(self._any_ending):
            for ending, put in self._endings:
                if key.endswith(ending) and len(key) > len(ending):
                    return key[: -len(ending)] + put
        return key

    def _distinct(self, form: str, words: Iterable[str]) -> tuple[str, ...]:
        keys = dict.fromkeys(self._form(word) for word in words)
        keys.pop(form, None)
        return tuple(keys)

    def _stems(self, word: str) -> list[str]:
        """Keys of a word no dictionary knows: its stem, and both without any accent."""
        folded = word.casefold()
        bare = _bare(folded)
        return [self._stem(folded), self._stem(bare), bare]

    def _lemmas(self, word: str) -> list[str]:
        """Lemmas of a form as it may stand in the dictionary, capitalised or not."""
        lower = word.lower()
        found = self._lemmas_of(lower, word[0].isupper())
        for variant in self._spelt_otherwise(lower):
            if lemmas := self._lemmas_of(variant, word[0].isupper()):
                found += [*lemmas, variant]
        return list(dict.fromkeys(found))

    def _spelt_otherwise(self, lower: str) -> Iterator[str]:
        """Other forms under which the dictionary may know a word."""
        if lower.endswith(self._any_variant):
            for ending, put in self.rules.variants:
                if lower.endswith(ending):
                    yield lower[: -len(ending)] + put
        if self.rules.swiss and self.rules.swiss[0] in lower:
            yield lower.replace(*self.rules.swiss)

    def _is_entry(self, word: str) -> bool:
        """Whether the dictionary has a form itself, capitalised or not."""
        return self._knows(word.lower()) or self._knows(word.capitalize())

    def _lemmas_of(self, lower: str, is_capitalised: bool) -> list[str]:
        small = self._lemma(lower)
        if not self.rules.nouns_are_capitalised:
            found = small or self._lemma(lower.capitalize())
            return [found] if found else []
        capital = self._lemma(lower.capitalize())
        if capital and is_capitalised:
            return [capital]
        return [one for one in (capital, small) if one]

    def _restored(self, word: str) -> list[str]:
        """The word with accents a keyboard may have lacked; empty where it has some."""
        if any(letter in self.rules.letters for letter in word.casefold()):
            return []
        return list(_restored(word, self.rules.unaccented))

    def _without_enclitics(self, word: str) -> list[str]:
        shorter = []
        for ending in self.rules.enclitics:
            if word.endswith(ending) and len(word) - len(ending) >= _LONG_PART:
                shorter.append(word[: -len(ending)])
        return shorter

    def _parts(self, word: str) -> tuple[str, ...]:
        """Part keys of a word the dictionary knows, where it is a compound."""
        lower = word.casefold()
        parts = self._split(lower, set())
        if parts and any(knows(lower) or knows(lower.capitalize()) for knows in self._others):
            return ()
        return self._part_keys(parts)

    def _part_keys(self, parts: Sequence[_Part]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._form(part.lemma) for part in parts))

    def _split(self, word: str, failed: set[str]) -> list[_Part]:
        """Parts of a compound, the last one being its head; empty where it is none.

        The longest head wins, since endings often look like words.

        Args:
            word: the word, case-folded.
            failed: words and beginnings of words that are known to be no compounds, added to.
                Without it each end that fits would try the same beginnings again.
        """
        if word in failed:
            return []
        if not self.rules.joints or len(word) < _SHORT_PART + _LONG_PART or not word.isalpha():
            return []
        knows = self._knows
        is_noun = self.rules.nouns_are_capitalised
        may_be_swiss = self._is_swiss(word)
        for cut in self._cuts(word):
            tail = word[cut:]
            if not knows(tail.capitalize() if is_noun else tail) and not (
                may_be_swiss and self._is_swiss(tail)
            ):
                continue
            head = self._head(tail)
            if head and (rest := self._modifier(word[:cut], failed)):
                return [*rest, head]
        failed.add(word)
        return []

    def _cuts(self, word: str) -> Iterable[int]:
        """Where a head may begin, the longest first; a short head needs a long modifier."""
        length = len(word)
        last = length - _SHORT_PART if length - _SHORT_PART >= _LONG_ENOUGH else length - _LONG_PART
        cuts: Iterable[int] = range(_SHORT_PART, last + 1)
        if self.rules.short_parts:
            short = (cut for cut in (1, 2) if word[:cut] in self.rules.short_parts)
            return (*short, *cuts)
        return cuts

    def _head(self, text: str) -> _Part | None:
        """The last part: a noun, where nouns can be told by their capital."""
        lemma = self._part_lemma(text, self.rules.nouns_are_capitalised)
        is_word = lemma and lemma.casefold() not in self.rules.suffixes
        return _Part(text, lemma) if lemma and is_word else None

    def _modifier(self, left: str, failed: set[str]) -> list[_Part]:
        """The part or parts before the head."""
        for joint in self.rules.joints:
            base = _without(left, joint)
            least = _LONG_PART if joint.base else _SHORT_PART
            if len(base) < least and base not in self.rules.short_parts:
                continue
            if base in self._stop_words:
                continue
            if lemma := self._part_lemma(base, len(base) <= _SHORT_PART):
                return [_Part(base, lemma)]
        return self._split(left, failed) if len(left) >= 2 * _LONG_PART else []

    def _is_swiss(self, text: str) -> bool:
        return self.rules.swiss is not None and self.rules.swiss[0] in text

    def _part_lemma(self, text: str, as_noun: bool) -> str | None:
        """The lemma of a part; one that begins with another letter is a dictionary's slip."""
        lemma = self._entry(text, as_noun)
        if lemma is None and self.rules.swiss and self._is_swiss(text):
            lemma = self._entry(text.replace(*self.rules.swiss), as_noun)
        if lemma and lemma[0].casefold() == text[0] and lemma.isalpha():
            return lemma
        return None

    def _entry(self, text: str, as_noun: bool) -> str | None:
        capital = text.capitalize()
        if self.rules.nouns_are_capitalised:
            lemma = self._lemma(capital)
            if lemma and lemma[0].isupper():
                return lemma
            return None if as_noun else self._lemma(text) or lemma
        return self._lemma(text) or (None if as_noun else self._lemma(capital))


class _Part(NamedTuple):
    text: str
    lemma: str


def _rejoin(word: str, parts: Sequence[_Part]) -> str:
    """The lemma of a compound: all as written, but the head as its lemma."""
    head = parts[-1]
    return word[: len(word) - len(head.text)] + head.lemma.casefold()


def _chain(parts: Sequence[_Part]) -> str:
    """One key for the same compound however it is joined or accented."""
    return "+".join(part.lemma for part in parts)


def _bare(folded: str) -> str:
    """A word as it may be typed without any accent."""
    for typed, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        folded = folded.replace(typed, letter)
    return fold(folded)


def _without(left: str, joint: Joint) -> str:
    """The dictionary form of a compound's first part, empty where the joint does not fit."""
    if not left.endswith(joint.ending):
        return ""
    return left[: len(left) - len(joint.ending)] + joint.base


def _restored(word: str, unaccented: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Ways the word may be written on a keyboard that has the letters."""
    lower = word.casefold()
    seen = {lower}
    digraphs = [(typed, letter) for typed, letter in unaccented if len(typed) > 1]
    whole = lower
    for typed, letter in digraphs:
        whole = whole.replace(typed, letter)
    for text in [whole, *_single_letters(lower, unaccented), *_single_letters(whole, unaccented)]:
        if text not in seen:
            seen.add(text)
            yield text.capitalize() if word[0].isupper() else text


def _single_letters(word: str, unaccented: tuple[tuple[str, str], ...]) -> Iterator[str]:
    options: dict[str, list[str]] = {}
    for typed, letter in unaccented:
        if len(typed) == 1:
            options.setdefault(typed, [typed]).append(letter)
    places = [index for index, char in enumerate(word) if char in options]
    if math.prod(len(options[word[place]]) for place in places) > _MANY_READINGS:
        yield word.translate({ord(typed): letters[-1] for typed, letters in options.items()})
        for place in places:
            for letter in options[word[place]][1:]:
                yield word[:place] + letter + word[place + 1 :]
        return
    for letters in itertools.product(*(options[word[place]] for place in places)):
        text = list(word)
        for place, letter in zip(places, letters, strict=True):
            text[place] = letter
        yield "".join(text)


def _stemmer(lang: str) -> Callable[[str], str]:
    algorithm = STEMMERS.get(primary(lang))
    if algorithm is None:
        return _same
    import Stemmer

    if algorithm not in Stemmer.algorithms():
        return _same
    stem: Callable[[str], str] = Stemmer.Stemmer(algorithm).stemWord
    return stem


def _same(word: str) -> str:
    return word


class Analysers:
    """The analysers of a knowledge base's languages, each opened when first needed.

    Args:
        langs: those it is read in; each gets its dictionary.
        folder: where dictionaries are kept.
        progress: told how far a long preparation is.
        others: languages that entries are written in besides; they get stems.
    """

    def __init__(
        self,
        langs: tuple[str, ...],
        folder: Path,
        progress: Progress | None = None,
        others: tuple[str, ...] = (),
    ):
        self._read = tuple(dict.fromkeys(primary(lang) for lang in langs))
        self.langs = tuple(dict.fromkeys((*self._read, *others)))
        self._folder = folder
        self._progress = progress
        self._open: dict[str, Analyser] = {}
        self._dictionaries: dict[str, Dictionary] = {}

    def __getitem__(self, lang: str) -> Analyser:
        code = primary(lang)
        if code not in self._open:
            lends = rules_of(code).lends_words
            others = [self._dictionary(one) for one in self._read if one != code and not lends]
            self._open[code] = Analyser(code, self._dictionary(code), others)
        return self._open[code]

    def _dictionary(self, code: str) -> Dictionary:
        if code not in self._read:
            return NoDictionary()
        if code not in self._dictionaries:
            self._dictionaries[code] = open_dictionary(code, self._folder, self._progress)
        return self._dictionaries[code]
