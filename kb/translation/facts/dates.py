"""Reads dates and times of day in every usual writing.

Months by name come from `kb.translation.facts.writing`; here are the numeric ways. A date without a
year or a day is one too; what may be read in two ways (3/4/2016) keeps both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from kb.translation.facts.writing import RANGE_WORDS, Writing

Parts = tuple[int | None, int, int | None]
"""Year, month and day."""

_PIVOT = 70
"""Two-digit years from here on belong to the last century."""
_LEAP_YEAR = 2000
_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DOTTED = re.compile(
    r"(?=\d)(?<![\d.])(?:(\d{1,2})\.?\s?[-–—]\s?)?(\d{1,2})\.\s?(\d{1,2})\."
    r"\s?((?:19|20)?\d\d)?(?!\d)(?!\.\d)"
)
_SLASHED = re.compile(rf"(?<![\d/])(\d{{1,2}})/(\d{{1,2}})[/ ]({_YEAR})(?!\d)")
_MONTH = re.compile(rf"(?<![\d/.])(0?[1-9]|1[0-2])/({_YEAR})(?![\d/])")
_CLOCK_SIGN = r"(?:Uhr|h\b|[ap]\.?m\b\.?)"
_CLOCK_WORDS = r"(?:[Kk]lo|[Kk]ello|[Kk]l\.?|[Kk]lockan)"
_HOUR = r"(?P<h%s>[01]?\d|2[0-4])(?:[:.](?P<m%s>[0-5]\d))?"
TIME = re.compile(
    rf"(?=[\dkK])(?:(?<![\d.,:]){_HOUR % (0, 0)}(?:\s?{_CLOCK_SIGN}"
    rf"|(?=(?:\s?[-–]\s?|\s(?:{RANGE_WORDS})\s)\d[\d.:]*\s?{_CLOCK_SIGN}))"
    rf"|(?<!\w){_CLOCK_WORDS}\s{_HOUR % (1, 1)}(?!\d)(?:\s?[-–]\s?{_HOUR % (2, 2)}(?!\d))?"
    r"|(?<![\d.,:])(?P<h3>[01]?\d|2[0-4]):(?P<m3>[0-5]\d)(?![\d:]))"
)


class Day(NamedTuple):
    """A date as precise as it is written."""

    readings: tuple[Parts, ...]
    written: str
    number: float | None = None
    """What it is if it is no date: a Finnish "7.4." may be 7.4."""


DayReader = Callable[[re.Match[str]], list[Day]]


def date_readers(writing: Writing) -> Iterator[tuple[str, re.Pattern[str], DayReader]]:
    """A sign that a text must have, what to look for then, and how to read it, in this order."""
    yield "-", _ISO, lambda match: _days(match, (match[1], match[2], match[3]))
    yield "", writing.date, lambda match: _named_days(match, writing.months)
    yield (
        *("/", _SLASHED),
        lambda match: _days(match, (match[3], match[2], match[1]), (match[3], match[1], match[2])),
    )
    yield "/", _MONTH, lambda match: _days(match, (match[2], match[1], None))
    yield ".", _DOTTED, _dotted_days


def clock_values(match: re.Match[str]) -> Iterator[tuple[float, ...]]:
    """The times in a match of `TIME`: 18:30 is 18.3 or 6.3, as in "6.30 pm" and "18.30 Uhr"."""
    group = match.groupdict()
    for place in range(4):
        if hour := group[f"h{place}"]:
            first = int(hour)
            other = first - 12 if first > 12 else first + 12
            minutes = int(group[f"m{place}"] or 0) / 100
            yield round(first + minutes, 2), round(other + minutes, 2)


def _days(match: re.Match[str], *ways: tuple[str | None, str, str | None]) -> list[Day]:
    valid = tuple(parts for way in ways if (parts := _valid(*way)))
    return [Day(valid, match[0].strip())] if valid else []


def _named_days(match: re.Match[str], months: dict[str, int]) -> list[Day]:
    group = match.groupdict()
    name = next(group[key] for key in ("m1", "m2", "m3", "m4") if group[key])
    year = next((group[key] for key in ("y1", "y2", "y3", "y4") if group[key]), None)
    month = str(_month_of(name.lower(), months))
    days = re.findall(r"\d+", group["days"] or group["days2"] or "") or [None]
    found = [_valid(year, month, day) for day in days]
    return [Day((parts,), match[0].strip()) for parts in found if parts]


def _month_of(name: str, months: dict[str, int]) -> int:
    """The month whose name, or beginning of a name, the word has."""
    ends = range(len(name), 0, -1)
    return next((months[name[:end]] for end in ends if name[:end] in months), 0)


def _dotted_days(match: re.Match[str]) -> list[Day]:
    first, day, month, year = match.groups()
    if year and len(year) == 2:
        year = ("19" if int(year) >= _PIVOT else "20") + year
    if not (parts := _valid(year, month, day)):
        return []
    written = match[0].strip()
    number = None if year else float(f"{day}.{month}")
    begin = _valid(year, month, first) if first else None
    return [Day((one,), written, number) for one in (begin, parts) if one]


def _valid(year: str | None, month: str, day: str | None) -> Parts | None:
    parts = int(year) if year else None, int(month), int(day) if day else None
    try:
        date(parts[0] or _LEAP_YEAR, parts[1], 1 if parts[2] is None else parts[2])
    except ValueError:
        return None
    return parts
