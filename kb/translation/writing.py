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

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_name,
    get_currency_symbol,
)

PERCENT = "%"
CURRENCIES = (
    *("EUR", "SEK", "NOK", "DKK", "ISK", "CHF", "GBP", "USD", "PLN", "CZK", "HUF", "RON"),
    *("UAH", "TRY", "RUB", "ATS", "DEM", "FIM"),
)
"""Currencies recognised by name: those of Europe and its neighbours, and what the euro replaced.
All of CLDR's three hundred would find money in "5 rand" and "3 soles"."""

_EXTRA_MONTHS = {"de": {"Jänner": 1, "Feber": 2}}
_EXTRA_PERCENT = (r"per[ \u00a0]cent", r"p[ \u00a0]?ct\b", r"v\. ?H\.")
_EXTRA_SCALES = {"Mio": 10**6, "Mrd": 10**9}
_EXTRA_SYMBOLS = {"kr": ("SEK", "NOK", "DKK", "ISK"), "€": ("EUR",), "£": ("GBP",), "$": ("USD",)}
_SHOWN_LOCALES = {"en": "en_GB"}
"""English without a region is written as in Europe: 14 October 2016."""
_SHORTEST_INFLECTED = 6
"""Letters from which a month name may carry an ending: "Mai" must not be found in "Maier"."""
_DASH = r"[-–—]"


@dataclass(frozen=True)
class Writing:
    """The signs and words of one language that stand around figures."""

    decimal: str
    months: dict[str, int]
    """Month name or abbreviation, in lower case and without a dot → 1 to 12."""
    date: re.Pattern[str]
    """Day and month name, or month name and year, in any usual order."""
    unit: re.Pattern[str]
    """What directly follows a figure: percent or money, with `scale`, `percent`, `money`."""
    money_before: re.Pattern[str]
    """Money that ends right before a figure."""
    scale: re.Pattern[str]
    """"million" in all its forms, after a figure."""
    scales: dict[str, int]
    currencies: dict[str, frozenset[str]]
    """Symbol, code or beginning of a name, in lower case → currency codes."""


def parse_locale(lang: str) -> Locale:
    """Babel's locale for a tag, or the nearest; the root locale's stand-in for an unknown one."""
    parts = lang.replace("_", "-").split("-")
    for count in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:count]))
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en", "150")


@cache
def writing_of(lang: str) -> Writing:
    """How a language, given by its tag, writes figures and dates."""
    locale = parse_locale(lang)
    currencies = _currencies(locale)
    scales = _scales(locale)
    symbols = _alternatives(currencies)
    months = _months(locale)
    return Writing(
        decimal=locale.number_symbols.get("latn", {}).get("decimal", "."),
        months=months,
        date=_date_pattern(months),
        unit=re.compile(
            rf"(?:,{_DASH}+)?(?:[\s-]{{0,2}}|[\s-]?(?P<scale>[MTtk]))(?:"
            rf"(?P<percent>{'|'.join(_percent_words(locale))})"
            rf"|(?P<money>{symbols})(?!(?<=euro)o?p))",
            re.IGNORECASE,
        ),
        money_before=re.compile(rf"(?<!\w)(?P<money>{symbols})\w{{0,3}}[ \u00a0]?$", re.IGNORECASE),
        scale=re.compile(
            rf"[ \u00a0-]?(?P<scale>{_alternatives(scales)})\w{{0,6}}\.?", re.IGNORECASE
        ),
        scales=scales,
        currencies=currencies,
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _months(locale: Locale) -> dict[str, int]:
    found: dict[str, int] = dict(_EXTRA_MONTHS.get(locale.language, {}))
    for at in {locale, Locale(locale.language)}:
        for widths in at.months.values():
            for width in ("abbreviated", "wide"):
                for month, name in widths.get(width, {}).items():
                    plain = str(name).rstrip(".")
                    if len(plain) > 1 and not plain.isdigit():
                        found[plain] = int(month)
    return found


def _date_pattern(months: dict[str, int]) -> re.Pattern[str]:
    """Names must begin as CLDR writes them or with a capital: "may" is no month, "May" is."""
    names = {way for name in months for way in (name, name[0].upper() + name[1:])}
    long = _alternatives(name for name in names if len(name) >= _SHORTEST_INFLECTED)
    short = _alternatives(name for name in names if len(name) < _SHORTEST_INFLECTED)
    inflected = rf"(?:{long})\w{{0,5}}|" if long else ""
    name = rf"(?P<%s>{inflected}(?:{short or '(?!)'})(?!\w))\.?"
    day = r"(?<![\d.,])\d{1,2}(?!\d)(?:\.|:?[^\W\d_]{1,2}(?!\w))?"
    joint = rf"\s?(?:{_DASH}|,|/|[^\W\d_]{{2,5}}(?: [^\W\d_]{{2,3}})?)\s?"
    year = r"(?:,? |, |-|\. )?(?P<%s>(?:1[5-9]|20)\d\d)(?!\d)"
    return re.compile(
        rf"(?P<days>{day}(?:{joint}{day}){{0,5}})[\s-]?(?:[^\W\d_]{{2}} )?{name % 'm1'}"
        rf"(?:{year % 'y1'})?"
        rf"|{name % 'm2'} (?P<days2>{day}(?:{joint}{day}){{0,5}})(?!\w)(?:{year % 'y2'})?"
        rf"|{name % 'm3'}[ -](?:[^\W\d_]{{2}} )?(?P<y3>(?:1[5-9]|20)\d\d)(?!\d)"
        rf"|(?<!\d)(?P<y4>(?:1[5-9]|20)\d\d) {name % 'm4'}"
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
                # One letter ("3M") may mean anything.
                if len(word) > 2 or (len(word) == 2 and int(power) >= 10**6):
                    found[word[:6]] = int(power) // 10 ** (zeros - 1)
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


def _currencies(locale: Locale) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    head = _head_position(locale)
    for code in CURRENCIES:
        names = (get_currency_name(code, count, locale=locale) for count in (None, 1, 2, 5))
        stems = {_stem(name.split()[head if " " in name else 0]) for name in names if name}
        for word in {code, get_currency_symbol(code, locale), *stems}:
            found.setdefault(word.lower(), set()).add(code)
    for word, codes in _EXTRA_SYMBOLS.items():
        found.setdefault(word, set()).update(codes)
    return {word: frozenset(codes) for word, codes in found.items() if word}


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 1)]


def _head_position(locale: Locale) -> int:
    """Where the noun stands in "svensk krona" and "couronne suédoise": last or first."""
    names = [(get_currency_name(code, locale=locale) or code).split() for code in ("SEK", "NOK")]
    return 0 if names[0][0][:4] == names[1][0][:4] else -1


def _shown(lang: str) -> Locale:
    return parse_locale(_SHOWN_LOCALES.get(lang, lang))


def render_number(value: Decimal, lang: str) -> str:
    """A number as the language writes it: 18 000 or 18.000."""
    return format_decimal(value, locale=_shown(lang), decimal_quantization=False)


def render_percent(value: Decimal, lang: str) -> str:
    """A percentage as the language writes it: 7,5 % or 7.5%."""
    return format_percent(value / 100, locale=_shown(lang), decimal_quantization=False)


def render_amount(value: Decimal, currency: str, lang: str) -> str:
    """Money as the language writes it in running text: 18 000 euroa."""
    digits = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    return format_currency(
        value, currency, digits, _shown(lang), currency_digits=False, format_type="name"
    )


def render_date(year: int | None, month: int, day: int | None, lang: str) -> str:
    """A date as the language writes it, with as much of it as is known."""
    locale = _shown(lang)
    try:
        date = datetime.date(year or 2000, month, day or 1)
    except ValueError:
        return "-".join(str(part) for part in (year, month, day) if part)
    if year and day:
        return format_date(date, "long", locale)
    return format_skeleton("MMMMd" if day else "yMMMM", date, locale=locale)
