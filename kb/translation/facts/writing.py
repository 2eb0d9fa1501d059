"""How a language writes months, money, percentages and large numbers, by CLDR.

Compiled once per language from Babel's data. What people write beside CLDR's forms ("Mio. €",
"per cent", "Feber") is in a few short tables at the top.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_currency, get_currency_name, get_currency_symbol

from kb.translation.formats import format_day, locale_of

PERCENT = "%"
_NAMED_CURRENCIES = ("EUR", "SEK", "NOK", "DKK", "CHF", "USD", "PLN", "CZK")
"""Currencies recognised by name. All of CLDR's three hundred would find money in "5 livres"
(books or pounds) and "10 markets"."""
CODED_CURRENCIES = (*_NAMED_CURRENCIES, "GBP", "ISK", "HUF", "RON", "UAH", "TRY", "BAM", "RSD")
"""Currencies recognised by code and sign, the likeliest of those that share a name first."""

_EXTRA_MONTHS = {"de": {"Jänner": 1, "Feber": 2}}
_EXTRA_PERCENT = (r"percent\w*", r"per[ \u00a0]cent", r"p[ \u00a0]?ct\b", r"v\. ?H\.")
_EXTRA_SCALES = {"Mio": 10**6, "Mrd": 10**9}
_EXTRA_SIGNS = {"kr": ("SEK", "NOK", "DKK", "ISK"), "€": ("EUR",), "£": ("GBP",), "$": ("USD",)}
_NAME_ENDING = re.compile(r"(?<=...)(?<!eur)(?:[aeiouyåäö]|or|s)$")
"""What changes at the end of a currency's name: krona and kronor, złoty and złote."""
RANGE_WORDS = "bis|und|oder|to|and|or|until|till|och|eller|ja|tai|au|et|do|i|kuni"
"""Words between two figures that share what follows: "3 to 10 %", "14 and 16 October"."""
_LEAP_YEAR = 2000
_SHORTEST_INFLECTED = 6
"""Letters from which a month name may carry an ending: "Mai" must not be found in "Maier"."""
SCALE_LETTERS = 6
"""Letters at the beginning of "Millionen", "miljoonaa" that all their forms have."""
_DASH = r"[-–—]"


@dataclass(frozen=True)
class Writing:
    """The signs and words of one language that stand around figures."""

    decimal: str
    months: dict[str, int]
    """Abbreviation or beginning of a month's name, in lower case and without a dot → 1 to 12."""
    date: re.Pattern[str]
    """Day and month name, or month name and year, in any usual order."""
    unit: re.Pattern[str]
    """What directly follows a figure: percent or money, with `scale`, `percent`, `sign`, `name`."""
    percent: re.Pattern[str]
    """The sign or a word for percent anywhere, also inside "Tukiprosentti"."""
    money_before: re.Pattern[str]
    """Money that ends right before a figure."""
    scale: re.Pattern[str]
    """"million" in all its forms, after a figure."""
    scales: dict[str, int]
    currencies: dict[str, frozenset[str]]
    """Sign or code, or beginning of a name in lower case → currency codes."""


@cache
def writing_of(lang: str) -> Writing:
    """How a language, given by its tag, writes figures and dates."""
    locale = locale_of(lang)
    scales = _scales(locale)
    signs = _currency_signs(locale)
    names = _currency_names(locale)
    months = _months(locale)
    money = (
        rf"(?P<sign>{_alternatives(signs)})(?!\w)"
        # The adjective of "schwedische Kronen"; no money is "Europe" and "eurooppalainen".
        rf"|(?i:(?:\w{{4,12}}[ \u00a0])?(?P<name>{_alternatives(names)})"
        rf"(?!(?<=euro)o?p)\w{{0,4}})(?!\w)"
    )
    percent = "|".join(_percent_words(locale))
    return Writing(
        decimal=str(locale.number_symbols.get("latn", {}).get("decimal", ".")),
        months={_month_stem(name).lower(): month for name, month in months.items()},
        date=_date_pattern(months),
        unit=re.compile(
            rf"(?:,{_DASH}+)?(?:[\s-]{{0,2}}|[\s-]?(?P<scale>[MTtk])(?=€|EUR))(?:"
            rf"(?i:(?P<percent>{percent}))|{money})"
        ),
        percent=re.compile(percent, re.IGNORECASE),
        money_before=re.compile(rf"(?<!\w)(?:{money})[ \u00a0]?$"),
        scale=re.compile(
            rf"[ \u00a0-](?P<scale>{_alternatives(scales)})(?:(?<=\w{{5}})\w{{0,7}})?(?!\w)\.?",
            re.IGNORECASE,
        ),
        scales=scales,
        currencies=signs | names,
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _months(locale: Locale) -> dict[str, int]:
    found: dict[str, int] = dict(_EXTRA_MONTHS.get(locale.language, {}))
    for at in {locale, Locale(locale.language)}:
        for widths in at.months.values():
            for width in ("abbreviated", "wide"):
                for month, name in widths.get(width, {}).items():
                    plain = name.rstrip(".")
                    if len(plain) > 1 and not plain.isdigit():
                        found[plain] = int(month)
    return found


def _is_inflected(name: str) -> bool:
    return len(name) >= _SHORTEST_INFLECTED


def _month_stem(name: str) -> str:
    """What stays of a month's name in all its cases: Estonian oktoober, oktoobril."""
    return name[:-2] if _is_inflected(name) else name


def _date_pattern(months: dict[str, int]) -> re.Pattern[str]:
    """Names must begin as CLDR writes them or with a capital: "may" is no month, "May" is."""
    names = {way for name in months for way in (name, name[0].upper() + name[1:])}
    long = _alternatives({_month_stem(name) for name in names if _is_inflected(name)})
    short = _alternatives(name for name in names if not _is_inflected(name))
    inflected = rf"(?:{long})\w{{0,7}}|" if long else ""
    name = rf"(?P<%s>{inflected}(?:{short or '(?!)'})(?!\w))\.?"
    day = r"(?<![\d.,])\d{1,2}(?!\d)(?:\.|:?[^\W\d_]{1,2}(?!\w))?"
    joint = rf"(?:\s?(?:{_DASH}|,|/)\s?|,? (?:{RANGE_WORDS}) )(?:(?:am|zum|den|the) )?"
    year = r"(?:,? |, |-|\. )?(?P<%s>(?:1[5-9]|20)\d\d)(?!\d)"
    initials = re.escape("".join({name[0] for name in names}))
    days = rf"{day}(?:{joint}{day}){{0,5}}"
    return re.compile(
        # Most places are passed over by one look at one letter.
        rf"(?=[\d{initials}])(?<!\w)(?:"
        rf"(?P<days>{days})[\s-]?(?:[^\W\d_]{{2}} )?{name % 'm1'}(?:{year % 'y1'})?"
        rf"|{name % 'm2'} (?P<days2>{days})(?!\w)(?:{year % 'y2'})?"
        rf"|{name % 'm3'}[ -](?:[^\W\d_]{{2}} )?(?P<y3>(?:1[5-9]|20)\d\d)(?!\d)"
        rf"|(?<!\d)(?P<y4>(?:1[5-9]|20)\d\d) {name % 'm4'})"
    )


def _scales(locale: Locale) -> dict[str, int]:
    """Million and more, with the words of the language; thousand is a number word."""
    found = dict(_EXTRA_SCALES)
    data: Any = locale._data["compact_decimal_formats"]
    for width in ("long", "short"):
        for powers in data.get(width, {}).values():
            for power, pattern in powers.items():
                word = re.sub(r"[0'.\s\u00a0]", "", getattr(pattern, "pattern", str(pattern)))
                zeros = str(getattr(pattern, "pattern", pattern)).count("0")
                # Not the signs that mean much else: 3M, 20 tn, "10 Bio-Höfe".
                if width == "long" or (len(word) > 1 and 10**6 <= int(power) < 10**12):
                    found[word[:SCALE_LETTERS]] = int(power) // 10 ** (zeros - 1)
    return {word.lower(): scale for word, scale in found.items()}


def _percent_words(locale: Locale) -> list[str]:
    data: Any = locale._data["unit_patterns"].get("concentr-percent", {})
    names = {
        str(pattern).replace("{0}", "").strip()
        for forms in data.values()
        if hasattr(forms, "values")
        for pattern in forms.values()
    }
    stems = {re.escape(name[:6]) + r"\w*" for name in names if name and name[0].isalpha()}
    return [PERCENT, *_EXTRA_PERCENT, *sorted(stems, key=len, reverse=True)]


def _currency_signs(locale: Locale) -> dict[str, frozenset[str]]:
    """Signs and codes, as written → the currencies they may mean."""
    found: dict[str, set[str]] = {}
    for code in CODED_CURRENCIES:
        found.setdefault(code, set()).add(code)
        found.setdefault(str(get_currency_symbol(code, locale)), set()).add(code)
    for sign, codes in _EXTRA_SIGNS.items():
        found.setdefault(sign, set()).update(codes)
    return {sign: frozenset(codes) for sign, codes in found.items() if sign}


def _currency_names(locale: Locale) -> dict[str, frozenset[str]]:
    """Beginnings of names, in lower case → the currencies they may mean."""
    found: dict[str, set[str]] = {}
    head = _head_position(locale)
    for code in _NAMED_CURRENCIES:
        for count in (None, 1, 2, 5):
            name = get_currency_name(code, count, locale=locale)
            if name and name != code:
                stem = _NAME_ENDING.sub("", name.split()[head if " " in name else 0].lower())
                found.setdefault(stem, set()).add(code)
    return {
        stem: frozenset(code for other, codes in found.items() if _are_kin(stem, other)
                        for code in codes)
        for stem in found
        if len(stem) > 2
    }  # fmt: skip


def _are_kin(stem: str, other: str) -> bool:
    return stem.startswith(other) or other.startswith(stem)


def _head_position(locale: Locale) -> int:
    """Where the noun stands in "svensk krona" and "couronne suédoise": last or first."""
    names = [(get_currency_name(code, locale=locale) or code).split() for code in ("SEK", "NOK")]
    return 0 if names[0][0][:4] == names[1][0][:4] else -1


def render_amount(value: Decimal, currency: str, lang: str) -> str:
    """Money as running text has it, with the currency's name: 18 000 euroa."""
    digits = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    locale = locale_of(lang)
    return format_currency(
        value, currency, digits, locale, currency_digits=False, format_type="name"
    )


def render_date(year: int | None, month: int, day: int | None, lang: str) -> str:
    """A date as the language writes it, with as much of it as is known."""
    if year is None:
        return format_skeleton(
            "MMMMd", datetime.date(_LEAP_YEAR, month, day or 1), locale=locale_of(lang)
        )
    return format_day(f"{year:04}-{month:02}" + (f"-{day:02}" if day else ""), lang)
