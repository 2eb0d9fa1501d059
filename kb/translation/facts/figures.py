"""Reads what a passage states in figures: numbers, dates, amounts, percentages, codes, addresses.

Each kind is read in turn and blanked out, so that the day of a date is not found again as a
number. Whatever may be read in two ways keeps both: the comparison takes the one that fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from kb.translation.facts.dates import TIME, Day, DayReader, clock_values, date_readers
from kb.translation.facts.digits import GAPS, combined_value, digit_values
from kb.translation.facts.spokennumbers import Spoken, WordReader, find_word_reader
from kb.translation.facts.writing import (
    CODED_CURRENCIES,
    PERCENT,
    RANGE_WORDS,
    SCALE_LETTERS,
    Writing,
    writing_of,
)

_KEPT_PASSAGES = 512
"""A source is compared with its translations one after the other, so it is read once."""
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<![\d%])(?<!\d[ \u00a0])%[sd](?!\w)|\{\w*\}")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"„“”»«]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.])(?:[\w-]+\.)*[\w-]{3,}\.(?-i:com|org|net|info|[a-z]{2})(?![\w-])(?:/[^\s<>\"„“”»«]*)?",
    re.IGNORECASE,
)
_ADDRESS_SIGN = re.compile(r"[.@][^\W_]|://")
_AFTER_ADDRESS = ".,;:!?)]}'’\"/"
_PHONE = re.compile(
    r"\+\d[\d ()/.\u00a0-]{6,}\d"
    r"|(?<![\d.,])(?<!\d[ \u00a0\u202f\u2009'’])0\d{2,4}[ /\u00a0-]\d[\d /\u00a0-]{3,}\d"
)
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:[{GAPS}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
    rf"|(?:{'|'.join(CODED_CURRENCIES)})(?=\d)|[^\W\d_]\w*"
)
_SHORT_YEAR = re.compile(r"(19|20)\d\d[/–-]$")
"""What stands before 17 in 2016/17."""
_BETWEEN = re.compile(rf"\s?[-–—/]\s?|\s(?:{RANGE_WORDS})\s")
_CENTURY = re.compile(
    r"\.?\w{0,2}[ -](?:Jahrhundert|centur|vuosisa|århundra|siècle|sajand|wiek)", re.IGNORECASE
)
_DECADE = re.compile(r"er\b|-?(?:luvu|luku|tal|s\b)|['’]s\b")
_DIGITS = re.compile(r"\d+")
_CAPITAL_CODE = re.compile(r"[A-ZÄÖÅ]\w*\d\w*")
_LONGEST_SIGN = 10
"""Letters of a currency's sign or name before a figure, at most."""
_BLANK = "\0"


class Weight(IntEnum):
    """How much a figure asks of the other text."""

    LOOSE = 0
    """Satisfies, but asks nothing: ordinals, "both", "dozen", parts of other facts."""
    PAIRED = 1
    """Asks only when the other text has a figure of its own: "three-year", "18 Uhr"."""
    SURE = 2


class Figure(NamedTuple):
    """A number with all its readings."""

    values: tuple[float, ...]
    written: str
    start: int
    end: int
    weight: Weight
    units: frozenset[str] = frozenset()
    """PERCENT or currency codes, any of which may be meant."""
    is_unit_sure: bool = True
    """False in "3 to 10 %", where 3 may be a plain number."""
    is_word: bool = False


@dataclass
class Figures:
    """All that a passage states in figures."""

    placeholders: Counter[str] = field(default_factory=Counter)
    addresses: dict[str, str] = field(default_factory=dict)
    """Without trailing punctuation → as written."""
    codes: dict[str, str] = field(default_factory=dict)
    """In lower case → as written: K5, 19.2.1, phone numbers."""
    days: list[Day] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    values: set[float] = field(default_factory=set)
    """Every value that stands in the text in any way."""
    units: set[str] = field(default_factory=set)


@lru_cache(_KEPT_PASSAGES)
def read_figures(text: str, lang: str) -> Figures:
    """What a passage states in figures, read the way of its language."""
    return _Reading(text, lang).read()


class _Reading:
    """One passage while it is read."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.writing: Writing = writing_of(lang)
        self.words: WordReader | None = find_word_reader(lang.partition("-")[0].lower())
        self.found = Figures()
        self.read_to = 0
        """Up to here the text has become figures."""

    def read(self) -> Figures:
        text = self.text
        if "%" in text or "{" in text:
            self._take(_PLACEHOLDER, self._placeholder)
        if _ADDRESS_SIGN.search(text):
            self._take(_ADDRESS, self._address)
        if _DIGITS.search(text):
            self._take_dates()
        figures = list(self._numbers())
        self.found.figures = _share_units(figures, self.text)
        for figure in self.found.figures:
            self.found.values.update(figure.values)
            self.found.units |= figure.units
        for day in self.found.days:
            parts = {part for way in day.readings for part in (way[0], way[2]) if part}
            self.found.values |= parts | ({day.number} if day.number is not None else set())
        return self.found

    def _take(self, pattern: re.Pattern[str], keep: Callable[[re.Match[str]], bool]) -> None:
        """Hands each match over, and blanks out those that are kept."""

        def blank(match: re.Match[str]) -> str:
            if not keep(match):
                return match[0]
            self.found.values.update(float(row[-15:]) for row in _DIGITS.findall(match[0]))
            return _BLANK * len(match[0])

        self.text = pattern.sub(blank, self.text)

    def _take_dates(self) -> None:
        text = self.text
        if "+" in text or "0" in text:
            self._take(_PHONE, self._phone)
        for sign, pattern, read in date_readers(self.writing):
            if sign in text:
                self._take_days(pattern, read)
        self._take(TIME, self._time)

    def _take_days(self, pattern: re.Pattern[str], read: DayReader) -> None:
        def keep(match: re.Match[str]) -> bool:
            days = read(match)
            self.found.days += days
            return bool(days)

        self._take(pattern, keep)

    def _placeholder(self, match: re.Match[str]) -> bool:
        self.found.placeholders[match[0]] += 1
        return True

    def _address(self, match: re.Match[str]) -> bool:
        bare = match[0].rstrip(_AFTER_ADDRESS)
        self.found.addresses[bare] = bare
        return True

    def _phone(self, match: re.Match[str]) -> bool:
        digits = "".join(_DIGITS.findall(match[0]))
        self.found.codes[digits.removeprefix("00").lstrip("0")] = match[0]
        return True

    def _time(self, match: re.Match[str]) -> bool:
        self.found.figures += [
            Figure(values, match[0], match.start(), match.end(), Weight.PAIRED)
            for values in clock_values(match)
        ]
        return True

    def _numbers(self) -> Iterator[Figure]:
        yield from self.found.figures
        if self.words is None and not _DIGITS.search(self.text):
            return
        run: list[_Part] = []
        for part in self._parts():
            if run and not self._continues(run[-1], part):
                yield self._figure(run)
                run = []
            if part.start >= self.read_to:
                run.append(part)
        if run:
            yield self._figure(run)

    def _parts(self) -> Iterator[_Part]:
        """Tokens that are numbers, with codes put aside."""
        for match in _TOKEN.finditer(self.text):
            token = match[0]
            if token[0].isdecimal():
                if values := digit_values(token, self.writing.decimal):
                    yield _Part(values, match.start(), match.end())
                else:
                    self.found.codes[token] = token
            elif spoken := self._spoken(token):
                yield _Part(spoken.values, match.start(), match.end(), spoken)
            elif not token.isalpha() and _CAPITAL_CODE.fullmatch(token):
                self.found.codes[token.lower()] = token
                self.found.values.update(float(row[-15:]) for row in _DIGITS.findall(token))

    def _spoken(self, token: str) -> Spoken | None:
        if self.words and (spoken := self.words.read(token)):
            return spoken
        # "A million" has no number before it.
        scale = self.writing.scales.get(token[:SCALE_LETTERS].lower(), 0)
        return Spoken((scale,), is_free=False, is_paired=True) if scale >= 10**6 else None

    def _continues(self, before: _Part, part: _Part) -> bool:
        """Whether a part goes on with the number before it: "two | hundred", "twenty | -five"."""
        if not (self.words and part.spoken and part.spoken.is_free):
            return False
        if before.spoken and not before.spoken.is_free:
            return False
        gap = self.text[before.end : part.start]
        value, last = part.values[0], before.values[0]
        if gap.strip() == "and" == self.words.words.joint:
            return before.spoken is not None and last in (100, 1000) and value < last
        if gap not in (" ", "\u00a0", "-"):
            return False
        if value in (100, 1000):
            return last < value
        is_unit = gap == "-" and last in range(20, 100, 10) and value < 10
        return before.spoken is not None and (is_unit or value < last >= 100)

    def _figure(self, run: list[_Part]) -> Figure:
        start, end, spoken = run[0].start, run[-1].end, run[0].spoken
        values = run[0].values
        if len(run) > 1:
            values = (combined_value([part.values[0] for part in run]),)
        if spoken:
            weight = self._spoken_weight(spoken, start, end)
            values = self._with_half(values, end)
        else:
            values, weight = self._with_tail(values, start, end)
        if set(values) <= {0, 1}:
            weight = Weight.LOOSE
        values, end = self._with_scale(values, end)
        values, units, start, end = self._unit(values, start, end)
        self.read_to = end
        written = self.text[start:end].strip(_BLANK + " ")
        return Figure(values, written, start, end, weight, units, is_word=spoken is not None)

    def _spoken_weight(self, spoken: Spoken, start: int, end: int) -> Weight:
        if spoken.is_paired:
            return Weight.PAIRED
        if not spoken.is_free:
            return Weight.LOOSE
        if self.words and self.text[start : start + 20].lower().startswith(self.words.words.idioms):
            return Weight.LOOSE
        rest = self.text[end : end + 12]
        if rest[:1] == "-" and rest[1:2].isalpha() and self.words:
            is_span = rest[1:].lower().startswith(self.words.words.spans)
            return Weight.PAIRED if is_span else Weight.LOOSE
        return Weight.SURE

    def _with_half(self, values: tuple[float, ...], end: int) -> tuple[float, ...]:
        halves = self.words.words.half if self.words else ()
        if halves and self.text.startswith(halves, end + 1):
            return (*values, values[0] + 0.5)
        return values

    def _with_tail(
        self, values: tuple[float, ...], start: int, end: int
    ) -> tuple[tuple[float, ...], Weight]:
        """Decades, centuries and short years: 1990er, 20. Jahrhundert, 2016/17."""
        value = values[0]
        if value < 100 and (year := _SHORT_YEAR.search(self.text, max(0, start - 5), start)):
            return (*values, int(year[1]) * 100 + value), Weight.SURE
        if _CENTURY.match(self.text, end):
            return (*values, (value - 1) * 100), Weight.PAIRED
        if value % 10 == 0 and _DECADE.match(self.text, end):
            if 10 <= value < 100:
                return (*values, 1900 + value), Weight.SURE
            if value % 100 == 0:
                return (*values, value // 100 + 1), Weight.SURE
        return values, Weight.SURE

    def _with_scale(self, values: tuple[float, ...], end: int) -> tuple[tuple[float, ...], int]:
        match = self.writing.scale.match(self.text, end)
        if match is None:
            return values, end
        scale = self.writing.scales[match["scale"].lower()]
        return tuple(value * scale for value in values), match.end()

    def _unit(
        self, values: tuple[float, ...], start: int, end: int
    ) -> tuple[tuple[float, ...], frozenset[str], int, int]:
        """Percent or money around a figure, and where the figure begins and ends with it."""
        after = self.writing.unit.match(self.text, end)
        if after:
            if after["percent"]:
                return values, frozenset({PERCENT}), start, after.end()
            if after["scale"]:
                scale = 10**6 if after["scale"] == "M" else 1000
                values = tuple(value * scale for value in values)
            return values, self._currency(after), start, after.end()
        # A sign that the figure before has taken is not taken twice: "5 Euro 20 Cent".
        begin = max(self.read_to, start - _LONGEST_SIGN)
        before = self.writing.money_before.search(self.text, begin, start)
        if before:
            return values, self._currency(before), before.start(), end
        return values, frozenset(), start, end

    def _currency(self, match: re.Match[str]) -> frozenset[str]:
        return self.writing.currencies[match["sign"] or match["name"].lower()]


class _Part(NamedTuple):
    """One token of a number."""

    values: tuple[float, ...]
    start: int
    end: int
    spoken: Spoken | None = None


def _share_units(figures: list[Figure], text: str) -> list[Figure]:
    """In "3 to 10 %" the unit may belong to both."""
    shared = list(figures)
    for place in range(len(shared) - 2, -1, -1):
        figure, following = shared[place], shared[place + 1]
        is_before = not figure.units and following.units and figure.end <= following.start
        if is_before and _BETWEEN.fullmatch(text, figure.end, following.start):
            shared[place] = figure._replace(units=following.units, is_unit_sure=False)
    return shared
