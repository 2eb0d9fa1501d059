"""Numbers, amounts and degrees as people write them, whichever marks they use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.authoring.form.cleaning import one_line
from kb.authoring.form.outcome import Answer, Doubt

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[ '’.,])\d{3})(?:(?P=mark)\d{3})*")
_PLAIN = re.compile(r"[+-]?\d+")
_MONEY = re.compile(r"^(?:€|EUR|[A-Z]{3})\s?|\s?(?:€|[A-Z]{3}|zł|kr\.?|,-{1,2})$")


def read_number(text: str, *, thousands: bool | None = None) -> Answer | Doubt:
    """A number, whichever marks it was written with.

    Args:
        text: the number alone.
        thousands: what one mark before three digits is: a mark of thousands, one of decimals, or
            nothing one could know (None).
    """
    text = one_line(text).replace("−", "-").replace("’", "'")
    last = max(text.rfind("."), text.rfind(","))
    whole, mark, rest = (text, "", "") if last < 0 else (text[:last], text[last], text[last + 1 :])
    if not mark or (whole.count(mark) and _GROUPED.fullmatch(text)):
        return _whole(text)
    if not rest.isascii() or not rest.isdigit() or mark in whole:
        return Doubt("KB702")
    is_grouped = len(rest) == 3 and bool(_GROUPED.fullmatch(text)) and not whole.startswith("0")
    has_groups = not _PLAIN.fullmatch(whole)
    if is_grouped and not has_groups and thousands is not False:
        if thousands:
            return _whole(text)
        return Doubt("KB702", {"one": f"{whole}.{rest}", "other": whole + rest})
    head = _whole(whole)
    if isinstance(head, Doubt):
        return head
    return Answer(f"{head.value}.{rest}")


def _whole(text: str) -> Answer | Doubt:
    if not text.isascii() or not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return Doubt("KB702")
    digits = re.sub(r"[ '.,+]", "", text)
    return Answer(str(int(digits)))


def read_amount(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """Amounts have at most two decimals, so that 1.234 can only be more than a thousand."""
    bare = _MONEY.sub("", _MONEY.sub("", one_line(text))).removesuffix("%").strip()
    return read_number(bare, thousands=True)


def read_plain_number(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """A number; that it is a percentage, its unit says."""
    return read_number(text.removesuffix("%").strip())


_DEGREES = re.compile(r"(?P<number>[+-]?[\d.,]+) ?°? ?(?P<side>[NSEWO]?)", re.IGNORECASE)


def read_degrees(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """Decimal degrees; "O" is east in German and nothing else here."""
    found = _DEGREES.fullmatch(one_line(text).replace("−", "-"))
    read = read_number(found["number"], thousands=False) if found else Doubt("KB702")
    if isinstance(read, Answer) and found and found["side"].upper() in ("S", "W"):
        return Answer(f"-{read.value}")
    return read


def read_count(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """A number in a list, also as "1." or "[1]"."""
    found = re.fullmatch(r"[\[(]?(\d{1,6})[\])]?\.?", one_line(text))
    return Answer(str(int(found[1]))) if found else Doubt("KB702")
