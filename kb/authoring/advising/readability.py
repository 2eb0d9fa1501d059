"""How hard a text is to read: long sentences, and LIX.

LIX (C. H. Björnsson, Läsbarhet, Stockholm 1968) is the number of words in a sentence plus the
share of words of more than six letters in percent. It needs no syllables and no word lists, so it
works in every language that puts spaces between words, but not to the same scale: the same text
reaches other figures in other languages. How much higher a language is was measured on the same
texts for some, and on newspapers by Björnsson for others; for the rest no band is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb.errors import N_
from kb.export.sentences import split_sentences
from kb.words.languages import primary, stop_words

LONGEST_SENTENCE = 30
"""Sentences of more words are told to the author."""
FEWEST_WORDS = 60
"""Of shorter texts LIX says nothing."""
HARD = 50
"""LIX of Swedish from which a text is hard: that of official papers."""

SAME_TEXTS = {"sv": 0, "de": 4, "en": -2, "fi": 18}
"""How much higher LIX is than that of the same text in Swedish: measured on the 61 shipped entries
and their translations. The median was taken apart for each language the entries were written in,
since translations are a little longer, and then the mean of the three. German is hard from 54 by
this, which agrees with the first Wiener Sachtextformel (R. Bamberger and E. Vanecek, Lesen -
Verstehen - Lernen - Schreiben, Wien 1984): a line fitted to the German texts has grade 11.7 there,
syllables being counted roughly, by groups of vowels. Of English there were translations only."""
NEWSPAPERS = {
    "sv": 47, "no": 48, "nb": 48, "nn": 48, "da": 51, "en": 52, "fr": 55, "de": 59, "it": 65,
    "ru": 65, "es": 67, "pt": 70, "fi": 72,
}  # fmt: skip
"""LIX of ordinary newspapers by language: C. H. Björnsson, "Readability of Newspapers in 11
Languages", Reading Research Quarterly 18 (4), 1983, pp. 480-497, doi:10.2307/747382. They differ
by how newspapers are written as well as by language (a German one has 22 words in a sentence, a
Swedish one 17), so they make hard texts look easier, and serve only where there is nothing else."""

LEVELS = {
    "very-easy": N_("very easy, like a book for children"),
    "easy": N_("easy, like a novel or a magazine"),
    "medium": N_("medium, like a newspaper"),
    "hard": N_("hard, like an official paper"),
    "very-hard": N_("very hard, like a law"),
}
"""How hard a text can be; sentence parts for the catalogs."""
_LIMITS = ((30, "very-easy"), (40, "easy"), (HARD, "medium"), (60, "hard"))
"""LIX of Swedish below which a text is as hard as told; Björnsson 1968."""

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’:][^\W_]+)*")
_MAY_END = re.compile(r"\b(?P<word>[^\W\d_]{2,})[.!?] (?=\w)")
_LONG_WORD = 6
_SHOWN_WORDS = 8
_SHOWN_CHARACTERS = 200


class Sentence(NamedTuple):
    """One sentence of a text."""

    text: str
    words: int

    @property
    def beginning(self) -> str:
        """Its first words, to find it by."""
        words = self.text.split(maxsplit=_SHOWN_WORDS)
        beginning = " ".join(words[:_SHOWN_WORDS])
        if len(beginning) > _SHOWN_CHARACTERS:
            return beginning[:_SHOWN_CHARACTERS] + "…"
        return beginning + (" …" if len(words) > _SHOWN_WORDS else "")


class Reading(NamedTuple):
    """What was counted in some texts of one language."""

    lang: str
    sentences: int
    words: int
    long_words: int

    @property
    def lix(self) -> float | None:
        """LIX; None for texts that are too short for it."""
        if self.words < FEWEST_WORDS or not self.sentences:
            return None
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def swedish_lix(self) -> float | None:
        """LIX that a Swedish text as hard as this would have; None for languages not measured."""
        above = _above_swedish(primary(self.lang))
        return None if self.lix is None or above is None else self.lix - above

    @property
    def level(self) -> str | None:
        """How hard it is, a key of LEVELS; None where that is not known."""
        lix = self.swedish_lix
        if lix is None:
            return None
        return next((name for limit, name in _LIMITS if lix < limit), "very-hard")

    @property
    def is_hard(self) -> bool:
        """Whether it is as hard as official papers, or harder."""
        return self.swedish_lix is not None and self.swedish_lix >= HARD


def _above_swedish(lang: str) -> int | None:
    """How much higher LIX is than in Swedish; None for languages not measured."""
    if lang in SAME_TEXTS:
        return SAME_TEXTS[lang]
    return NEWSPAPERS[lang] - NEWSPAPERS["sv"] if lang in NEWSPAPERS else None


def find_sentences(text: str, lang: str) -> list[Sentence]:
    """The sentences of one paragraph or list item.

    Raises:
        KbError: the sentence splitter is not installed.
    """
    parts = (part for one in split_sentences(text, lang) for part in _parted(one, lang))
    return [Sentence(one, len(_WORD.findall(one))) for one in parts]


def _parted(sentence: str, lang: str) -> Iterator[str]:
    """A sentence cut where it ends after all.

    The splitter takes "med." for an abbreviation, but at the end of a Swedish sentence it is the
    word "med". Common words are no abbreviations.
    """
    start = 0
    for match in _MAY_END.finditer(sentence):
        if sentence[match.end()].isupper() and match["word"] in stop_words(lang):
            yield sentence[start : match.end()].rstrip()
            start = match.end()
    yield sentence[start:]


def read_sentences(sentences: Iterable[Sentence], lang: str) -> Reading:
    """Count what LIX wants to know."""
    counted = [one for one in sentences if one.words]
    words = [word for one in counted for word in _WORD.findall(one.text)]
    long_words = sum(_letters(word) > _LONG_WORD for word in words)
    return Reading(lang, len(counted), len(words), long_words)


def long_sentences(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Those that a reader loses the thread of."""
    return [one for one in sentences if one.words > LONGEST_SENTENCE]


def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))
