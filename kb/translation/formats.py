"""Names of languages and countries, dates, amounts and lists, as the reader's region writes them.

Names and formats come from Babel, which costs time to load: not on the way of a search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError

_SCRIPT_LENGTH = len("Latn")
_REGIONS = {"en": "en-GB"}
"""Where a language is given without a region and CLDR would take one of another continent."""
_LAST_LETTERS = {
    "da": "æøå",
    "et": "õäöü",
    "fi": "åäö",
    "nb": "æøå",
    "nn": "æøå",
    "no": "æøå",
    "sv": "åäö",
}
"""Letters that stand behind z, in their order (CLDR 44); other accents do not count."""
_NEIGHBOURS = {
    "da": {"ä": "æ", "ö": "ø", "ü": "y"},
    "fi": {"æ": "ä", "ø": "ö", "õ": "ö", "œ": "ö", "ü": "y"},
    "nb": {"ä": "æ", "ö": "ø", "ü": "y"},
    "nn": {"ä": "æ", "ö": "ø", "ü": "y"},
    "no": {"ä": "æ", "ö": "ø", "ü": "y"},
    "sv": {"æ": "ä", "ø": "ö", "œ": "ö", "ü": "y"},
}
"""Letters of neighbours, and those they are sorted with (CLDR 44)."""
_SPELLED = {
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th",
}  # fmt: skip
"""Letters that do not come apart into a plain one and an accent."""
_DAY_IN_PATTERN = re.compile(r"dd?(\.?)")
_TOUCHING = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@cache
def locale_of(lang: str) -> Locale:
    """The locale of a BCP 47 tag; of its language alone or English where CLDR has no such."""
    for tag in (lang, lang.partition("-")[0]):
        try:
            return Locale.parse(_REGIONS.get(tag, tag), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


@cache
def is_right_to_left(lang: str) -> bool:
    """Whether a language is written from right to left."""
    return bool(locale_of(lang).text_direction == "rtl")


def language_name(tag: str, lang: str) -> str:
    """What a language is called in another; with its script where the tag says one."""
    primary, *rest = tag.split("-")
    locale = locale_of(lang)
    name = str(locale.languages.get(primary, tag))
    script = rest[0] if rest and len(rest[0]) == _SCRIPT_LENGTH else ""
    if not script:
        return name
    plain = f"{name} ({locale.scripts.get(script, script)})"
    return str(locale.languages.get(f"{primary}_{script}", plain))


def country_name(code: str, lang: str) -> str:
    """What a country is called in a language."""
    return str(locale_of(lang).territories.get(code, code))


def format_day(text: str, lang: str) -> str:
    """An ISO date of any precision, spelled out as precisely as it is."""
    from babel.dates import format_date, format_skeleton

    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    locale = locale_of(lang)
    if len(parts) == 2:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, "long", locale=locale)


def format_days(start: str, end: str, lang: str) -> str:
    """From one ISO date of any precision to another: "19–20 September 2017" within one month."""
    if start == end:
        return format_day(start, lang)
    if start[:7] != end[:7] or not len(start) == len(end) == len("2017-09-19"):
        return f"{format_day(start, lang)} – {format_day(end, lang)}"
    from babel.dates import format_date

    locale = locale_of(lang)
    pattern = locale.date_formats["long"].pattern
    # The first day goes before the second, with what the language writes behind a day.
    both = _DAY_IN_PATTERN.sub(lambda found: f"'{int(start[8:])}{found[1]}–'{found[0]}", pattern, 1)
    return format_date(date.fromisoformat(end), both, locale=locale)


def format_full_day(text: str, lang: str) -> str:
    """An ISO date with its day of the week; as `format_day` where the day is not known."""
    from babel.dates import format_date

    parts = [int(part) for part in text.split("-")]
    if len(parts) < 3:
        return format_day(text, lang)
    return format_date(date(parts[0], parts[1], parts[2]), "full", locale=locale_of(lang))


def format_number(value: Decimal | int, lang: str) -> str:
    """A number with the separators of the region."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale_of(lang), decimal_quantization=False)


def format_share(percent: Decimal, lang: str) -> str:
    """A share given in percent."""
    from babel.numbers import format_percent

    return format_percent(percent / 100, locale=locale_of(lang), decimal_quantization=False)


def format_amount(amount: Decimal, currency: str | None, lang: str) -> str:
    """An amount of money; cents only where there are some."""
    if currency is None:
        return format_number(amount, lang)
    from babel.numbers import parse_pattern

    locale = locale_of(lang)
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    if amount == amount.to_integral_value():
        pattern.frac_prec = (0, 0)
    text = str(pattern.apply(amount, locale, currency=currency, currency_digits=False))
    # CLDR wants a space between a code and digits, "SEK 18,000"; Babel leaves it to the pattern.
    return _TOUCHING.sub("\N{NO-BREAK SPACE}", text)


def format_list(
    items: Sequence[str], lang: str, style: Literal["standard", "or"] = "standard"
) -> str:
    """Items as a sentence lists them: "a, b and c", or "a, b or c"."""
    from babel import lists

    return lists.format_list(items, style, locale_of(lang))


def sort_key(text: str, lang: str) -> tuple[str, str]:
    """A key that sorts texts as dictionaries of a language do."""
    primary = lang.partition("-")[0]
    last = _LAST_LETTERS.get(primary, "")
    neighbours = _NEIGHBOURS.get(primary, {})
    folded = unicodedata.normalize("NFC", text).casefold()
    moved = "".join(_sorted_as(neighbours.get(char, char), last) for char in folded)
    return moved, folded


def _sorted_as(char: str, last: str) -> str:
    """What a letter is sorted as; "~" stands behind all plain letters."""
    if char.isascii():
        return char
    if char in last:
        return "~" + "abcdefgh"[last.index(char)]
    return _SPELLED.get(char) or unicodedata.normalize("NFKD", char)[:1]
