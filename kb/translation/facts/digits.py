"""The value of numbers in digits, however they are grouped, and of numbers in several words."""

from __future__ import annotations

import re

GAPS = " \u00a0\u202f\u2009'’"
"""What stands between groups of three digits, beside a comma or full stop."""
_LONGEST = 15
"""Digits that a float holds exactly; a longer row is the number of an account or the like."""
_GAP = re.compile(f"[{GAPS}]")
_MARK = re.compile(r"[.,]")


def digit_values(token: str, decimal: str) -> tuple[float, ...]:
    """The readings of a number in digits; none for a code such as 19.2.1.

    Args:
        token: digits with separators.
        decimal: the decimal sign of the language. A number such as 5,500 is read in both ways
            where the comma is that sign, and as 5500 elsewhere.
    """
    token = _GAP.sub("", token)
    marks = _MARK.findall(token)
    if len(token) - len(marks) > _LONGEST:
        return ()
    if not marks:
        return (float(token),)
    first, *others = _MARK.split(token)
    is_grouped = first != "0" and len(first) <= 3 and all(len(group) == 3 for group in others)
    if len(set(marks)) > 1:
        return _mixed_values(first, others, marks)
    grouped = (float(first + "".join(others)),) if is_grouped else ()
    if len(marks) > 1 or (is_grouped and marks[0] != decimal):
        return grouped
    return (float(f"{first}.{others[0]}"), *grouped)


def _mixed_values(first: str, others: list[str], marks: list[str]) -> tuple[float, ...]:
    """With both signs, the last one is the decimal sign: 18.000,50."""
    if marks[-1] in marks[:-1]:
        return ()
    return (float(f"{first}{''.join(others[:-1])}.{others[-1]}"),)


def combined_value(parts: list[float]) -> float:
    """The value of parts said one after the other: three | hundred | twenty | five."""
    total, current = 0.0, 0.0
    for value in parts:
        if value == 100:
            current = (current or 1) * value
        elif value >= 1000:
            total += (current or 1) * value
            current = 0
        else:
            current += value
    return total + current
