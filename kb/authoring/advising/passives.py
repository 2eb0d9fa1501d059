"""Sentences that do not say who does it: "wurde durchgeführt", "järjestettiin", "anordnas".

One row for each language, by the looks of the words. That is a heuristic and errs both ways: it
takes some active sentences for passive and misses some passive ones, so only the share in a whole
entry is told, and only as a hint. A language without a row is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kb.words.analysis import LONGEST_WORD, Analyser
from kb.words.languages import primary

_WORD = re.compile(r"[^\W\d_]+")

# German: a form of "werden" and a participle (ge…t, ge…en, be…t, …iert) in the same sentence.
_WERDEN = frozenset({"werden", "wird", "wurde", "wurden", "worden"})
_PARTICIPLE = re.compile(
    r"\w*ge\w{2,}(?:t|en)|(?:be|emp|ent|er|ver|zer|miss|über|unter|wieder)\w{2,}(?:t|en)|\w{2,}iert"
)
# Swedish: blir/blev and a participle (…ad, …at, …t, …d, …n), or a verb ending in -s.
_BLI = frozenset({"blir", "blev", "bli", "blivit", "blivits"})
_SWEDISH_PARTICIPLE = re.compile(r"\w{3,}(?:ad|at|ade|dd|tt|en|et|na)")
_SWEDISH_PAST = re.compile(r"\w{2,}(?:ades|ddes|tts|ats|its|des)")
_DEPONENT = frozenset(
    {"andas", "fattas", "finnas", "hoppas", "låtsas", "lyckas", "lyckades", "hoppades", "minnas",
     "misslyckas", "träffas", "träffades", "trivas", "trivdes", "tyckas", "umgås", "umgicks",
     "vistas", "vistades", "kändes", "syntes"}
)  # fmt: skip
"""Verbs that end in -s and are active."""
# Finnish: -taan, -tään, -daan, -dään; -tiin after a vowel or h, s, t; on/oli and -ttu, -tty.
_FINNISH_PRESENT = re.compile(r"\w+(?:[aeiouyäöh]d|[aeiouyäö]t)(?:aa|ää)n")
_FINNISH_PAST = re.compile(r"\w*[aeiouyäöhst]tiin")
_FINNISH_PERFECT = re.compile(r"\w{2,}t(?:tu|ty)")
_OLLA = frozenset({"on", "oli", "ole", "olisi", "ollut"})
# English: a form of "to be" and a participle (…ed, or one of the common irregular ones).
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_ENGLISH_PARTICIPLE = re.compile(
    r"\w{2,}ed|built|bought|brought|chosen|done|drawn|found|given|held|kept|known|led|made|paid|"
    r"put|run|seen|sent|set|shown|spent|taken|taught|told|won|written"
)
_REACH = 3
"""Words between "was" and its participle, at most."""


def _is_german_passive(words: list[str], _analyser: Analyser | None) -> bool:
    if _WERDEN.isdisjoint(word.lower() for word in words):
        return False
    # A participle is written small; nouns are not.
    return any(
        word[0].islower() and word not in _WERDEN and _PARTICIPLE.fullmatch(word) for word in words
    )


def _is_swedish_passive(words: list[str], analyser: Analyser | None) -> bool:
    small = [word.lower() for word in words]
    for place, word in enumerate(small):
        if word in _BLI and any(
            _SWEDISH_PARTICIPLE.fullmatch(one) for one in small[place + 1 : place + 2]
        ):
            return True
        if word in _DEPONENT:
            continue
        if _SWEDISH_PAST.fullmatch(word) or (word.endswith("as") and _is_verb(word, analyser)):
            return True
    return False


def _is_verb(word: str, analyser: Analyser | None) -> bool:
    """Whether "ordnas" belongs to a verb: it has "ordnar" then. Nouns ("skolas") mostly do not."""
    if analyser is None or len(word) < 5:
        return False
    infinitive = word[:-1]
    return infinitive in analyser.keys(infinitive + "r").lemmas


def _is_finnish_passive(words: list[str], analyser: Analyser | None) -> bool:
    small = [word.lower() for word in words]
    for place, word in enumerate(small):
        if _FINNISH_PRESENT.fullmatch(word):
            return True
        if _FINNISH_PAST.fullmatch(word) and not _is_into(word, analyser):
            return True
        near = small[max(0, place - 2) : place]
        if _FINNISH_PERFECT.fullmatch(word) and not _OLLA.isdisjoint(near):
            return True
    return False


def _is_into(word: str, analyser: Analyser | None) -> bool:
    """Whether "kotiin" is a noun one goes into: its dictionary form ends in -i."""
    return analyser is None or f"{word[:-2]}" in analyser.keys(word).lemmas


def _is_english_passive(words: list[str], _analyser: Analyser | None) -> bool:
    small = [word.lower() for word in words]
    return any(
        word in _BE
        and any(_ENGLISH_PARTICIPLE.fullmatch(one) for one in small[place + 1 : place + _REACH])
        for place, word in enumerate(small)
    )


_IS_PASSIVE: dict[str, Callable[[list[str], Analyser | None], bool]] = {
    "de": _is_german_passive,
    "en": _is_english_passive,
    "fi": _is_finnish_passive,
    "sv": _is_swedish_passive,
}


def count_passives(
    sentences: Iterable[str], lang: str, analyser: Analyser | None = None
) -> int | None:
    """How many sentences look passive; None for a language nobody wrote a row for.

    Args:
        sentences: the sentences.
        lang: their language.
        analyser: of the language; without it words that may be a noun as well do not count.
    """
    is_passive = _IS_PASSIVE.get(primary(lang))
    if is_passive is None:
        return None
    # Longer runs of letters are no words, and patterns would take long over them.
    found = map(_WORD.findall, sentences)
    words = ([word for word in one if len(word) <= LONGEST_WORD] for one in found)
    return sum(is_passive(one, analyser) for one in words)
