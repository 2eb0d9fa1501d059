"""Number words: "sechs", "kuudessa", "tjugofem", "twelve" have a value.

CLDR's rules for spelling numbers out do not come with Babel, and no library reads inflected
Finnish ("viidessätoista") or compounds ("dreijährig", "kolmivuotinen"). A language without a row
here loses only this: its small numbers in words are neither found nor missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

_SHORTEST = 3
"""Letters that every number word has, and by which other words are passed over quickly."""
_REMEMBERED = 4096
"""Words whose value is kept; those that begin like a number are few."""


@dataclass(frozen=True)
class NumberWords:
    """How a language says its numbers."""

    ones: frozenset[str]
    """The word for one. Often an article, so it only counts inside a longer number."""
    units: dict[str, int]
    """Words for 2 to 19, in every form that stands alone."""
    tens: dict[str, int]
    scales: tuple[tuple[int, tuple[str, ...]], ...]
    """Thousand and hundred with their forms, longest form first."""
    joint: str = ""
    """What stands between unit and ten ("fünfunddreißig") or inside a number ("and")."""
    stems: dict[str, int] = field(default_factory=dict)
    """Beginnings of compounds and ordinals: "dreijährig", "kolmas"."""
    near: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Words that may stand for a figure but are none: "both", "dozen", "half"."""
    unsure: frozenset[str] = frozenset()
    """Number words that are often something else, as written: German "Acht"."""
    spans: tuple[str, ...] = ()
    """Beginnings of words for lengths of time, which make "dreijährig" a figure worth checking."""
    idioms: tuple[str, ...] = ()
    """Phrases with a number that other languages say without it."""
    half: tuple[str, ...] = ()
    """What follows a number and adds a half."""
    is_unit_first: bool = False
    joins_parts: bool = True
    """Whether compounds are written together."""


class Spoken(NamedTuple):
    """What one word says of a number."""

    values: tuple[float, ...]
    is_free: bool
    """Whether the word is the number and nothing else."""
    is_paired: bool = False
    """Whether it is worth a look beside another number: "dreijährig", but not "Dreirad"."""


def _tens(words: str) -> dict[str, int]:
    return {word: 20 + 10 * place for place, word in enumerate(words.split())}


def _from_two(words: str) -> dict[str, int]:
    return {word: 2 + place for place, word in enumerate(words.split())}


def _near(words: dict[tuple[float, ...], str]) -> dict[str, tuple[float, ...]]:
    return {word: values for values, row in words.items() for word in row.split()}


_GERMAN_TENS = _tens("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_GERMAN_UNITS = _from_two(
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn"
)
_GERMAN = NumberWords(
    ones=frozenset({"ein", "eins", "eine"}),
    units=_GERMAN_UNITS | {"zwo": 2, "zweien": 2, "zweier": 2, "dreien": 3, "dreier": 3},
    tens=_GERMAN_TENS | {"dreissig": 30},
    scales=((1000, ("tausend",)), (100, ("hundert",))),
    joint="und",
    stems=_GERMAN_UNITS | _GERMAN_TENS | {"dritt": 3, "siebt": 7, "hundert": 100, "tausend": 1000},
    near=_near(
        {
            (2,): (
                "beide beiden beider beides paar gegenseitig gegenseitige gegenseitigen "
                "wechselseitig wechselseitige wechselseitigen doppelt doppelte doppelten"
            ),
            (12,): "dutzend",
            (0.5, 6, 30, 50): "halb halbe halben",
            (0.5, 6): "halbes",
            (6,): "halbjahr halbjährlich halbjährig",
            (50, 0.5): "hälfte",
            (4, 3, 15, 25): "viertel",
            (3,): "vierteljahr drittel",
            (1.5, 18): "anderthalb eineinhalb",
            (2, 2.5): "zweieinhalb",
            (3, 3.5): "dreieinhalb",
            (4, 4.5): "viereinhalb",
        }
    ),
    unsure=frozenset({"Acht"}),
    idioms=("vier augen", "vier wänden"),
    spans=("jähr", "jahr", "monat", "woch", "wöch", "tag", "täg", "stund", "stünd"),
    is_unit_first=True,
)  # fmt: skip
_SWEDISH_TENS = _tens("tjugo trettio fyrtio femtio sextio sjuttio åttio nittio")
_SWEDISH_UNITS = _from_two(
    "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton"
    " arton nitton"
)
_SWEDISH = NumberWords(
    ones=frozenset({"en", "ett"}),
    units=_SWEDISH_UNITS,
    tens=_SWEDISH_TENS,
    scales=((1000, ("tusen",)), (100, ("hundra",))),
    stems=_SWEDISH_UNITS | _SWEDISH_TENS
    | {
        "tvenne": 2, "trenne": 3, "fyr": 4, "tredje": 3, "fjärde": 4, "sjätte": 6, "sjunde": 7,
        "ått": 8, "nionde": 9, "elfte": 11, "tolfte": 12, "hundra": 100, "tusen": 1000,
    },
    near=_near(
        {
            (2,): (
                "båda bägge både par paret andra ömsesidig ömsesidiga ömsesidigt dubbel dubbelt "
                "dubbla"
            ),
            (12,): "dussin dussinet",
            (20,): "tjog",
            (0.5, 6, 30, 50): "halv",
            (0.5, 50): "halva",
            (0.5, 6): "halvt",
            (6,): "halvår halvåret",
            (50, 0.5): "hälften",
            (4, 25): "fjärdedel",
            (15, 4): "kvart",
            (3,): "kvartal tredjedel",
        }
    ),
    spans=("år", "månad", "veck", "dag", "dygn", "timm", "timme"),
    half=("och en halv", "och ett halvt", "och ett halv"),
)  # fmt: skip
_ENGLISH_TENS = _tens("twenty thirty forty fifty sixty seventy eighty ninety")
_ENGLISH_UNITS = _from_two(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_ENGLISH = NumberWords(
    ones=frozenset({"one"}),
    units=_ENGLISH_UNITS,
    tens=_ENGLISH_TENS,
    scales=((1000, ("thousand",)), (100, ("hundred",))),
    joint="and",
    stems=_ENGLISH_UNITS,
    near=_near(
        {
            (2,): (
                "both second twice double doubled mutual mutually reciprocal pair couple twin "
                "dual bilateral bilingual"
            ),
            (3,): "third thirds thrice triple trilateral",
            (4, 3, 15, 25): "quarter",
            (4,): "quarters",
            (5,): "fifth fifths",
            (8,): "eighth",
            (9,): "ninth",
            (12,): "twelfth dozen",
            (20,): "twentieth score",
            (30,): "thirtieth",
            (100,): "hundredth",
            (0.5, 6, 30, 50): "half",
            (2, 14): "fortnight",
            (10,): "decade",
        }
    ) | {f"{word}th": (value,) for word, value in _ENGLISH_UNITS.items()},
    spans=("year", "month", "week", "day", "hour"),
    half=("and a half",),
    joins_parts=False,
)  # fmt: skip


def _finnish_cases(basic: str, weak: str, strong: str, partitive: str) -> list[str]:
    """The forms of one Finnish numeral in the cases of running text."""
    a = "a" if re.search("[aou]", basic) else "ä"
    ends = ("n", f"ss{a}", f"st{a}", f"ll{a}", f"lt{a}", "lle", "ksi", f"tt{a}")
    return [
        basic,
        partitive,
        *(weak + ending for ending in ends),
        strong + strong[-1] + "n",
        f"{strong}n{a}",
    ]


_FINNISH_FORMS: dict[int, list[str]] = {
    value: _finnish_cases(*parts)
    for value, parts in {
        1: ("yksi", "yhde", "yhte", "yhtä"),
        2: ("kaksi", "kahde", "kahte", "kahta"),
        3: ("kolme", "kolme", "kolme", "kolmea"),
        4: ("neljä", "neljä", "neljä", "neljää"),
        5: ("viisi", "viide", "viite", "viittä"),
        6: ("kuusi", "kuude", "kuute", "kuutta"),
        7: ("seitsemän", "seitsemä", "seitsemä", "seitsemää"),
        8: ("kahdeksan", "kahdeksa", "kahdeksa", "kahdeksaa"),
        9: ("yhdeksän", "yhdeksä", "yhdeksä", "yhdeksää"),
        10: ("kymmenen", "kymmene", "kymmene", "kymmentä"),
        100: ("sata", "sada", "sata", "sataa"),
        1000: ("tuhat", "tuhanne", "tuhante", "tuhatta"),
    }.items()
}


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _finnish_units() -> dict[str, int]:
    units = {form: value for value in range(2, 11) for form in _FINNISH_FORMS[value]}
    for value in range(1, 10):
        units |= {f"{form}toista": 10 + value for form in _FINNISH_FORMS[value]}
    return units


def _finnish_tens() -> dict[str, int]:
    """Unit and ten stand in the same case, so they are paired; the basic form has partitive."""
    ten = _FINNISH_FORMS[10]
    return {
        unit + (ten[1] if place == 0 else ten[place]): 10 * value
        for value in range(2, 10)
        for place, unit in enumerate(_FINNISH_FORMS[value])
    }


_FINNISH = NumberWords(
    ones=frozenset(_FINNISH_FORMS[1]),
    units=_finnish_units(),
    tens=_finnish_tens(),
    scales=(
        (1000, _longest_first(_FINNISH_FORMS[1000])),
        (100, _longest_first(_FINNISH_FORMS[100])),
    ),
    stems={
        "kaks": 2, "kahd": 2, "kaht": 2, "toise": 2, "kolm": 3, "nelj": 4, "neli": 4, "viis": 5,
        "viid": 5, "viit": 5, "kuus": 6, "kuud": 6, "kuut": 6, "seitsem": 7, "seitsen": 7,
        "kahdeks": 8, "yhdeks": 9, "kymmen": 10, "kaksitoista": 12, "viisitoista": 15,
        "kaksikymmen": 20, "kolmikymmen": 30, "sata": 100, "sada": 100, "tuha": 1000,
    },
    near=_near(
        {
            (2,): (
                "molemmat molempien molempia molemmissa molemmille molemmista molempiin "
                "molemmilla molemminpuolinen molemminpuolista molemminpuolisen vastavuoroinen "
                "vastavuoroista vastavuoroisen pari parin paria parissa toinen kahdesti tupla"
            ),
            (3,): "kolmesti kolmannes kolmanneksen",
            (12,): "tusina tusinan",
            (20,): "parikymmentä",
            (200,): "parisataa",
            (2000,): "parituhatta",
            (0.5, 6, 30, 50): "puoli puolen",
            (50, 0.5): "puolet",
            (0.5, 6): "puolta",
            (6,): "puolivuosittain",
            (1.5, 18): "puolitoista puolentoista",
            (4, 25): "neljännes neljänneksen",
            (10,): "vuosikymmen",
        }
    ),
    # "Sataa" is also "it rains".
    unsure=frozenset({"sataa", "Sataa"}),
    idioms=("kahden kesken", "kahden vaiheilla"),
    spans=("vuo", "vuot", "kuuka", "kuine", "viiko", "viikko", "päiv", "tunti", "tunni"),
    half=("ja puoli", "ja puolen", "ja puolessa"),
)  # fmt: skip

NUMBER_WORDS = {"de": _GERMAN, "en": _ENGLISH, "fi": _FINNISH, "sv": _SWEDISH}
"""Primary language subtag → its number words."""


class WordReader:
    """Finds the value of single words of one language."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words
        self._small = words.units | words.tens
        scale_forms = [form for _, forms in words.scales for form in forms]
        known = [*self._small, *words.stems, *words.near, *words.ones, *scale_forms]
        self._beginnings = frozenset(
            way for word in known for way in (word[:_SHORTEST], word[:_SHORTEST].capitalize())
        )
        self._scales = {form: scale for scale, forms in words.scales for form in forms}
        stems = sorted(words.stems, key=len, reverse=True)
        self._stem = re.compile("|".join(map(re.escape, stems)))
        self._read = lru_cache(_REMEMBERED)(self._read_word)

    def read(self, word: str) -> Spoken | None:
        """What a word says of a number; None for nothing, as nearly always."""
        return self._read(word) if word[:_SHORTEST] in self._beginnings else None

    def _read_word(self, written: str) -> Spoken | None:
        word = written.lower()
        if word in self.words.near:
            return Spoken(self.words.near[word], is_free=False)
        value = self._value(word)
        if value is not None and value > 1:
            return Spoken((value,), is_free=written not in self.words.unsure)
        stem = self._stem.match(word) if self.words.joins_parts else None
        if stem is None:
            return None
        # A stem may lack its last letter: "kaks|i|vuotinen".
        is_span = any(word.startswith(self.words.spans, stem.end() + more) for more in (0, 1))
        return Spoken((self.words.stems[stem[0]],), is_free=False, is_paired=is_span)

    def _value(self, word: str, below: int = 10**6) -> int | None:
        """The value of a number written as one word, from its parts, if it is below a limit."""
        if word in self._small:
            return self._small[word]
        if word in self.words.ones:
            return 1
        if not self.words.joins_parts:
            return self._scales.get(word)
        for scale, forms in self.words.scales:
            for form in forms if scale < below else ():
                head, found, tail = word.partition(form)
                if found and (value := self._scaled(head, scale, tail)) is not None:
                    return value
        return self._two_parts(word)

    def _scaled(self, head: str, scale: int, tail: str) -> int | None:
        factor = self._value(head, scale) if head else 1
        if factor is None:
            return None
        rest = self._value(tail.removeprefix(self.words.joint), scale) if tail else 0
        return None if rest is None else factor * scale + rest

    def _two_parts(self, word: str) -> int | None:
        """A ten with its unit: "fünfunddreißig", "trettiofem", "kolmekymmentäviisi"."""
        for ten, value in self.words.tens.items():
            if self.words.is_unit_first:
                unit = word.removesuffix(self.words.joint + ten)
            else:
                unit = word.removeprefix(ten)
            if unit != word:
                one = self.words.units.get(unit, 1 if unit in self.words.ones else 0)
                return value + one if 0 < one < 10 else None
        return None


@cache
def find_word_reader(lang: str) -> WordReader | None:
    """The reader of a language's number words; None where the table has no row.

    Args:
        lang: primary language subtag.
    """
    words = NUMBER_WORDS.get(lang)
    return WordReader(words) if words else None
