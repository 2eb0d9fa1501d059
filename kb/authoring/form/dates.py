"""Dates as people write them, in any of the base's languages, of any precision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kb.authoring.form.cleaning import one_line
from kb.authoring.form.outcome import Answer, Doubt
from kb.model.types import TBA
from kb.translation.formats import locale_of
from kb.words.analysis import fold

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\. ?)?(\d{1,2})\. ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2}) ?[/-] ?(\d{1,2}) ?[/-] ?(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ?/ ?(\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})\.? ?(?:\w{2} )?)?([^\W\d_]{2,}\.?)(?: (\d{1,2}),)? (\d{4})")
_INTRODUCED = re.compile(
    r"(?:im|in|am|on|the|i|den|vuonna|år|jahr|year)\s+(?=.*\d{4}$)", re.IGNORECASE
)
"""Words before a date that change nothing in what it says; "since" and "until" would."""
_MONTHS = 12
_SHORT_NAME, _LONGEST_ENDING = 6, 3


def read_date(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """A date of any precision, as ISO 8601 writes it."""
    text = one_line(text).strip(" .,")
    if introduced := _INTRODUCED.match(text):
        text = text[introduced.end() :]
    if found := _ISO.fullmatch(text):
        return _date(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _date(year, month, day)
    if found := _MONTH_YEAR.fullmatch(text):
        return _date(found[2], found[1], None)
    if found := _SLASHED.fullmatch(text):
        return _slashed(*found.groups())
    if found := _WORDED.fullmatch(text):
        months = _months_called(fold(found[2].strip(".")), tuple(langs))
        if len(months) == 1 and not (found[1] and found[3]):
            return _date(found[4], str(next(iter(months))), found[1] or found[3])
    return Doubt("KB701")


def _slashed(first: str, second: str, year: str) -> Answer | Doubt:
    """3/4/2019 is two days; 23/4/2019 is one."""
    if first == second or int(second) > _MONTHS:
        return _date(year, first, second)
    if int(first) > _MONTHS:
        return _date(year, second, first)
    ways = f"{year}-{int(second):02}-{int(first):02}", f"{year}-{int(first):02}-{int(second):02}"
    return Doubt("KB701", {"one": ways[0], "other": ways[1]})


def _date(year: str, month: str | None, day: str | None) -> Answer | Doubt:
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return Answer("-".join(parts))


def _months_called(word: str, langs: tuple[str, ...]) -> frozenset[int]:
    """The months a word may mean; cases add an ending to their names: "joulukuussa"."""
    names = _month_names(langs)
    if word in names:
        return names[word]
    found = (
        months
        for name, months in names.items()
        if len(name) >= _SHORT_NAME and word.startswith(name)
        if len(word) - len(name) <= _LONGEST_ENDING
    )
    return frozenset().union(*found)


@cache
def _month_names(langs: tuple[str, ...]) -> Mapping[str, frozenset[int]]:
    """Names of months in some languages, long and short; Finnish ones with their case, too."""
    found: dict[str, set[int]] = {}
    for lang in langs:
        months = locale_of(lang).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(fold(name.strip(".")), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def read_date_or_tba(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """The same, or that the date is still to be announced."""
    if text.casefold() == TBA:
        return Answer(TBA)
    read = read_date(text, langs)
    if isinstance(read, Doubt) and not read.params:
        return Doubt(read.code, {"later": TBA})
    return read
