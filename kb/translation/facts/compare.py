"""Do the facts of a source passage stand in its translation?

Numbers, dates, amounts, percentages, addresses, names and placeholders are facts; how they are
written is the translation's own affair. Few false alarms matter more than the last fault: where
two readings are possible, the one that fits counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from kb.translation.facts.dates import Day, Parts
from kb.translation.facts.figures import Figure, Figures, Weight, read_figures
from kb.translation.facts.spokennumbers import find_word_reader
from kb.translation.facts.writing import (
    CODED_CURRENCIES,
    PERCENT,
    render_amount,
    render_date,
    writing_of,
)
from kb.translation.formats import format_number, format_share

_NAME_TAIL = re.compile(r"(?:['’]s|:\w{1,5}|\w{0,4})(?!\w)")
_SHORT_NAME_TAIL = re.compile(r"(?:['’]?s|:\w{1,5})?(?!\w)")
_SHORT_NAME = 3
"""Names up to this length take no ending in the source: "Au" must not be found in "Auch"."""
_NAME_SHARE = 0.6
"""How much of a name's word must stand in the translation; Finnish changes the rest."""
_WORD = re.compile(r"[^\W_]+")
_ALWAYS_SPOKEN = {*range(21), *range(20, 101, 10), 1000}
"""Values that a language without number words here may have said in words."""
_SPOKEN_SHARES = {25, 50}
"""Percentages that words such as "half" stand for."""


class FactFault(NamedTuple):
    """A fact that stands on one side only."""

    kind: str
    """number, date, amount, percent, url, name or placeholder."""
    missing: str
    """What stands in the source, as written there."""
    expected: str
    """How the translation may write it; empty for an added fact."""
    is_added: bool = False
    """The fact stands in the translation, as given in `missing`, but not in the source."""


def find_fact_faults(
    source: str, source_lang: str, text: str, lang: str, names: Collection[Collection[str]] = ()
) -> list[FactFault]:
    """Facts of a passage that its translation lacks, and figures that it adds.

    Args:
        source: the passage.
        source_lang: its language, as a BCP 47 tag.
        text: its translation.
        lang: the language of the translation.
        names: one group for each thing named in the record, with its names in all languages:
            {"Närpes", "Närpiö"}. A group counts if one of its names stands in the source.
    """
    if source == text:
        return []
    ours, theirs = read_figures(source, source_lang), read_figures(text, lang)
    faults = [*_literal_faults(ours, theirs, text), *_name_faults(source, text, names)]
    if ours.days or ours.figures or theirs.figures or theirs.days:
        comparison = _Comparison(ours, theirs, (source, text), (source_lang, lang))
        named = _name_spans(source, names) if names else []
        faults += comparison.faults(named)
    return faults


def _literal_faults(ours: Figures, theirs: Figures, text: str) -> Iterator[FactFault]:
    for placeholder, count in ours.placeholders.items():
        if theirs.placeholders[placeholder] < count:
            yield FactFault("placeholder", placeholder, placeholder)
    for placeholder, count in theirs.placeholders.items():
        if ours.placeholders[placeholder] < count:
            yield FactFault("placeholder", placeholder, "", is_added=True)
    for address in ours.addresses:
        if address not in theirs.addresses and address not in text:
            yield FactFault("url", address, address)
    for code, written in ours.codes.items():
        if code not in theirs.codes and not _has_code(text, code, written):
            yield FactFault("number", written, written)


def _has_code(text: str, code: str, written: str) -> bool:
    """Whether K5 stands as "K 5" or "K-5", or a telephone number is spaced otherwise."""
    if written in text or code in re.sub(r"\W|_", "", text).lower():
        return True
    return code.isdecimal() and code.lstrip("0") in re.sub(r"\D", "", text)


class _Comparison:
    """The figures of a passage beside those of its translation."""

    def __init__(
        self, ours: Figures, theirs: Figures, texts: tuple[str, str], langs: tuple[str, str]
    ) -> None:
        self.ours = ours
        self.theirs = theirs
        self.source, self.text = texts
        self.source_lang, self.lang = langs
        is_spoken = all(find_word_reader(tag.partition("-")[0].lower()) for tag in langs)
        self.unsure = frozenset() if is_spoken else frozenset(_ALWAYS_SPOKEN)

    def faults(self, named: list[tuple[int, int]]) -> list[FactFault]:
        """All faults; `named` are the spans of names in the source, whose figures do not count."""
        missing = [
            figure
            for figure in self.ours.figures
            if figure.weight and not self._stands(figure) and not _lies_in(figure, named)
        ]
        days = [day for day in self.ours.days if not self._day_stands(day)]
        added = [f for f in self.theirs.figures if f.weight and not self._is_known(f)]
        in_digits = [f for f in added if f.weight is Weight.SURE and not f.is_word]
        sure = [figure for figure in missing if figure.weight is Weight.SURE]
        if added:
            sure = missing
        faults = [self._missing_figure(figure) for figure in sure]
        faults += [self._missing_day(day) for day in days]
        faults += [_added_figure(figure) for figure in (added if sure else in_digits)]
        faults += [
            FactFault("date", day.written, "", is_added=True)
            for day in self.theirs.days
            if not self._day_is_known(day, is_strict=bool(days))
        ]
        return list(dict.fromkeys(faults))

    def _stands(self, figure: Figure) -> bool:
        if figure.units and figure.is_unit_sure:
            return self._stands_with_unit(figure)
        if not self.theirs.values.isdisjoint(figure.values):
            return True
        if not self.unsure.isdisjoint(figure.values):
            return True
        if figure.is_word and figure.written[:1].isupper() and figure.written in self.text:
            return True
        return self._stands_in_parts(figure)

    def _stands_with_unit(self, figure: Figure) -> bool:
        wanted = set(figure.values)
        has_value = False
        for other in self.theirs.figures:
            if wanted.isdisjoint(other.values):
                continue
            if other.units & figure.units:
                return True
            if other.is_word and PERCENT in figure.units and wanted & _SPOKEN_SHARES:
                return True
            has_value |= not other.units
        if not self.unsure.isdisjoint(wanted) or wanted <= {0, 1}:
            has_value = True
        # One sign may serve several figures: "from 62 to 86 percent", "30 euros, later 20".
        if has_value and PERCENT in figure.units:
            return _has_percent(self.text, self.lang)
        return has_value and bool(self.theirs.units & figure.units)

    def _stands_in_parts(self, figure: Figure) -> bool:
        """Two numbers with only a space between them were read as one: "Gruppe 2 500"."""
        parts = figure.written.split(" ")
        return len(parts) > 1 and all(
            part.isdecimal() and float(part) in self.theirs.values for part in parts
        )

    def _is_known(self, figure: Figure) -> bool:
        values = set(figure.values)
        if not self.unsure.isdisjoint(values):
            return True
        if self._is_unit_added(figure):
            # Twenty hours have become 20 %; "half" may well become 50 %.
            same = [f.weight for f in self.ours.figures if not values.isdisjoint(f.values)]
            if same and min(same) is Weight.SURE:
                return False
        return not self.ours.values.isdisjoint(values)

    def _is_unit_added(self, figure: Figure) -> bool:
        if not figure.is_unit_sure or not figure.units or figure.units & self.ours.units:
            return False
        return PERCENT not in figure.units or not _has_percent(self.source, self.source_lang)

    def _day_stands(self, day: Day) -> bool:
        values = self.theirs.values
        if day.number is not None and day.number in values:
            return True
        ways = day.readings
        if any(
            _is_same(way, other, values)
            for way in ways
            for d in self.theirs.days
            for other in d.readings
        ):
            return True
        whole = sum(1 for d in self.theirs.days if d.readings[0][2])
        if whole >= sum(1 for d in self.ours.days if d.readings[0][2]) > 0:
            return False
        return any(
            all(part is None or part in values for part in (way[0], way[2]))
            and self._names_month(way[1])
            for way in ways
        )

    def _names_month(self, month: int) -> bool:
        """Whether the translation has the month's name, or its number, anywhere."""
        if any(way[1] == month for day in self.theirs.days for way in day.readings):
            return True
        if month in self.theirs.values:
            return True
        names = [name for name, at in writing_of(self.lang).months.items() if at == month]
        words = [word.lower() for word in _WORD.findall(self.text)]
        return any(word.startswith(tuple(names)) for word in words)

    def _day_is_known(self, day: Day, *, is_strict: bool) -> bool:
        values = self.ours.values
        ours = [way for one in self.ours.days for way in one.readings]
        if any(_is_same(way, other, values) for way in day.readings for other in ours):
            return True
        if day.number is not None and day.number in values:
            return True
        return not is_strict and any(
            all(part is None or part in values for part in (way[0], way[2])) for way in day.readings
        )

    def _missing_figure(self, figure: Figure) -> FactFault:
        value = Decimal(repr(figure.values[-1])).normalize()
        if PERCENT in figure.units:
            return FactFault("percent", figure.written, format_share(value, self.lang))
        if figure.units:
            expected = render_amount(
                value, min(figure.units, key=CODED_CURRENCIES.index), self.lang
            )
            return FactFault("amount", figure.written, expected)
        if figure.written.isdecimal() and len(figure.written) <= 4:
            return FactFault("number", figure.written, figure.written)
        return FactFault("number", figure.written, format_number(value, self.lang))

    def _missing_day(self, day: Day) -> FactFault:
        return FactFault("date", day.written, render_date(*day.readings[0], self.lang))


def _has_percent(text: str, lang: str) -> bool:
    return writing_of(lang).percent.search(text) is not None


def _added_figure(figure: Figure) -> FactFault:
    kind = "percent" if PERCENT in figure.units else "amount" if figure.units else "number"
    return FactFault(kind, figure.written, "", is_added=True)


def _is_same(
    wanted: Parts,
    other: Parts,
    values: Collection[float],
) -> bool:
    """Whether a date says what is wanted; a part that one of them leaves out may stand apart."""
    if wanted[1] != other[1] or (wanted[2] is not None and wanted[2] != other[2]):
        return False
    return wanted[0] == other[0] or wanted[0] is None or (other[0] is None and wanted[0] in values)


def _lies_in(figure: Figure, spans: list[tuple[int, int]]) -> bool:
    return any(start <= figure.start and figure.end <= end for start, end in spans)


def _groups(names: Collection[Collection[str]]) -> Iterator[Collection[str]]:
    for group in names:
        yield (group,) if isinstance(group, str) else group


def _name_spans(source: str, names: Collection[Collection[str]]) -> list[tuple[int, int]]:
    """Where names stand in the source."""
    spans = []
    for group in _groups(names):
        for name in group:
            spans += _spans_of(source, name)
    return spans


def _spans_of(source: str, name: str) -> list[tuple[int, int]]:
    spans = []
    tail = _NAME_TAIL if len(name) > _SHORT_NAME else _SHORT_NAME_TAIL
    start = source.find(name) if name else -1
    while start >= 0:
        end = start + len(name)
        # Etelä-Pohjanmaa is another place than Pohjanmaa.
        is_inside = start and (source[start - 1].isalnum() or source[start - 1] == "-")
        if not is_inside and (match := tail.match(source, end)):
            spans.append((start, match.end()))
        start = source.find(name, end)
    return spans


def _name_faults(source: str, text: str, names: Collection[Collection[str]]) -> Iterator[FactFault]:
    words: list[str] | None = None
    for group in _groups(names):
        found = next((name for name in group if _spans_of(source, name)), None)
        if found is None or any(name in text for name in group if name):
            continue
        if words is None:
            words = [word.casefold() for word in _WORD.findall(text)]
        if not any(_has_name(words, name) for name in group):
            yield FactFault("name", found, " / ".join(dict.fromkeys((found, *group))))


def _has_name(words: list[str], name: str) -> bool:
    """Whether a name stands in the text, in any form.

    Of several words the capitalised ones count, and one is enough: "Bezirk Imst" becomes
    "Imstin piiri", and which word is the common one nobody says.
    """
    wanted = _WORD.findall(name)
    proper = [word for word in wanted if word[:1].isupper() and len(word) > 1] or wanted
    return any(_has_word(words, word.casefold()) for word in proper)


def _has_word(words: list[str], name: str) -> bool:
    beginning = name[: max(3, ceil(len(name) * _NAME_SHARE))]
    return any(word.startswith(beginning) for word in words)
