"""One explicit table: what each language's words need before they can meet.

Any language works. One that simplemma has a dictionary for gets lemmas and compound parts, one
that Snowball has a stemmer for gets stems, any other gets folded word forms only; `support_of`
says which, and `kb index` tells it. A row in the table adds what no library knows: which accented
letters are letters of their own, how compounds are joined, and spellings that mean the same word.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kb.errors import N_


class Joint(NamedTuple):
    """How the first part of a compound differs from its dictionary form.

    The compound shows `ending` where the dictionary form has `base`: German "Sprach|kurs" is
    Joint("", "e"), Finnish "kotoutumis|suunnitelma" is Joint("s", "nen").
    """

    ending: str
    base: str


class LanguageRules(NamedTuple):
    """What the libraries do not know of a language."""

    letters: str = ""
    """Accented letters that are letters of their own; all others lose their accent."""
    unaccented: tuple[tuple[str, str], ...] = ()
    """How these letters are typed on a keyboard that lacks them, longest first."""
    spellings: tuple[tuple[str, str], ...] = ()
    """Pairs (letters, replacement) that bring different spellings together."""
    endings: tuple[tuple[str, str], ...] = ()
    """Pairs (ending, replacement) that do the same; the first that fits counts, on words longer
    than the ending by at least four letters."""
    variants: tuple[tuple[str, str], ...] = ()
    """Pairs (ending, replacement) for a second dictionary look-up of any word."""
    swiss: tuple[str, str] | None = None
    """Letters that may stand for another one anywhere in a word."""
    enclitics: tuple[str, ...] = ()
    """Endings that hang on to a complete word form, longest first."""
    joints: tuple[Joint, ...] = ()
    """How compounds are joined; empty where compounds are written apart."""
    nouns_are_capitalised: bool = False
    gender_forms: bool = False
    """Whether Teilnehmer:innen, Bürger*innen, BürgerInnen occur."""
    suffixes: frozenset[str] = frozenset()
    """Endings that look like a word of their own but only derive one."""
    short_parts: frozenset[str] = frozenset()
    """Words of one or two letters that begin compounds."""
    lends_words: bool = False
    """Whether other languages write its compounds as they are."""
    contractions: tuple[str, ...] = ()
    """Endings behind an apostrophe or colon that are no part of the word."""


_GERMAN = LanguageRules(
    letters="äöü",
    unaccented=(
        ("ae", "ä"),
        ("oe", "ö"),
        ("ue", "ü"),
        ("a", "ä"),
        ("o", "ö"),
        ("u", "ü"),
    ),
    spellings=(
        ("ph", "f"),
        ("tial", "zial"),
        ("tiell", "ziell"),
        ("fff", "ff"),
        ("stst", "st"),
        ("wänd", "wend"),
    ),
    endings=(("eten", "ete"), ("eter", "ete"), ("etem", "ete"), ("etes", "ete")),
    swiss=("ss", "ß"),
    joints=(
        Joint("", ""),
        Joint("s", ""),
        Joint("es", ""),
        Joint("n", ""),
        Joint("en", ""),
        Joint("er", ""),
        Joint("e", ""),
        Joint("", "e"),
    ),
    suffixes=frozenset(
        {"schaft", "ling", "ende", "ens", "sam", "same", "ische", "ale", "leich", "rinne", "ist"}
    ),
    nouns_are_capitalised=True,
    gender_forms=True,
)
_FINNISH = LanguageRules(
    letters="äöå",
    unaccented=(("a", "ä"), ("o", "ö")),
    enclitics=(
        *("kaan", "kään", "kin", "han", "hän", "ko", "kö", "pa", "pä"),
        *("mme", "nne", "nsa", "nsä", "an", "än", "en", "in", "on", "ni", "si"),
    ),
    joints=(Joint("", ""), Joint("s", "nen")),
    suffixes=frozenset({"lainen", "läinen", "mainen", "mäinen", "tulla", "joka", "uksi"}),
    contractions=("n", "ssa", "ssä", "sta", "stä", "lla", "llä", "lle", "ta", "tä", "a", "ä"),
)
_SWEDISH = LanguageRules(
    letters="åäö",
    unaccented=(("a", "å"), ("a", "ä"), ("o", "ö")),
    spellings=(("cafe", "kafe"),),
    variants=tuple(
        (ending + rest, put)
        for ending, put in (("ar", ""), ("er", ""), ("lar", "el"), ("rar", "er"), ("nar", "en"))
        for rest in ("", "s", "na", "nas")
    ),
    joints=(
        Joint("", ""),
        Joint("s", ""),
        Joint("", "a"),
        Joint("o", "a"),
        Joint("u", "a"),
    ),
    suffixes=frozenset({"ande", "ende", "skap", "skapa", "tare", "st", "dan", "het"}),
    short_parts=frozenset({"by", "ö", "å"}),
    contractions=("s", "n", "en", "ns", "ens", "are"),
)
_ENGLISH = LanguageRules(
    spellings=(
        ("isation", "ization"),
        ("our", "or"),
        ("mme", "m"),
        ("ll", "l"),
        ("rr", "r"),
    ),
    endings=(
        *(("ise", "ize"), ("ised", "ized"), ("iser", "izer"), ("ising", "izing")),
        *(("ntre", "nter"), ("atre", "ater")),
    ),
    variants=(("ves", "fe"), ("ves", "f")),
    lends_words=True,
    joints=(Joint("", ""), Joint("s", "")),
    contractions=("s", "t", "re", "ve", "ll", "d"),
)

RULES: dict[str, LanguageRules] = {
    "de": _GERMAN,
    "en": _ENGLISH,
    "fi": _FINNISH,
    "sv": _SWEDISH,
}
"""Primary language subtag → rules. A language without a row gets `LanguageRules()`."""

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian",
    "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Primary language subtag → Snowball algorithm (PyStemmer names them by English name)."""

DICTIONARIES = frozenset({
    "ar", "ast", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "enm", "eo", "es", "et", "fa",
    "fi", "fr", "ga", "gd", "gl", "grc", "gv", "hbs", "he", "hi", "hu", "hy", "id", "is", "it",
    "ka", "la", "lb", "lt", "lv", "mk", "ml", "ms", "nb", "nl", "nn", "pl", "pt", "ro", "ru",
    "se", "sk", "sl", "sq", "sv", "sw", "tl", "tr", "uk",
})  # fmt: skip
"""Languages simplemma 2.0 has a dictionary for (its documentation, section "languages")."""


def primary(tag: str) -> str:
    """The primary subtag of a BCP 47 tag: "de" of "de-AT"."""
    return tag.split("-", maxsplit=1)[0].lower()


@cache
def rules_of(lang: str) -> LanguageRules:
    """The rules of a language, the empty ones where the table has no row."""
    return RULES.get(primary(lang), LanguageRules())


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Words too common to search for: Snowball's lists as Whoosh brings them."""
    from whoosh.lang.stopwords import stoplists

    return frozenset(stoplists.get(primary(lang), ()))


UNSPACED = frozenset({"bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh"})
"""Languages that write no space between words; the search sees each run of letters as one."""


def knows_word_forms(lang: str) -> bool:
    """Whether inflected words of a language meet: there is a dictionary or a stemmer for it."""
    return primary(lang) in DICTIONARIES or primary(lang) in STEMMERS


def support_of(lang: str) -> str:
    """What a language gets, as a sentence for the person who adds it."""
    code = primary(lang)
    if code in DICTIONARIES and rules_of(code).joints:
        return N_("lemmas, compound parts and stems")
    if code in DICTIONARIES:
        return N_("lemmas and stems")
    if code in STEMMERS:
        return N_("stems only")
    return N_("word forms only: inflected words will not meet")
