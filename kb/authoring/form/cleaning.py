"""What people type and paste, without what copying leaves behind."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from kb.words.analysis import normalise

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffc]")
"""Not among them: what joins letters of some scripts, and the parts of one emoji."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_LONGEST_LINE = 400
"""A typed value is cut here where it is told."""


def clean(text: str) -> str:
    """A text without what copying from Word and web pages leaves behind."""
    text = _INVISIBLE.sub("", normalise(text).replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", text.replace("\x0b", "\n").replace("\u2028", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_text(typed: object) -> str:
    """What a cell holds, as text without a language's own signs."""
    if isinstance(typed, datetime):
        return typed.date().isoformat()
    if isinstance(typed, date):
        return typed.isoformat()
    if isinstance(typed, float):
        text = format(Decimal(repr(typed)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(typed) if typed is not None else ""


def shown(text: str) -> str:
    """A typed value as a finding repeats it: one line, not too long."""
    line = one_line(text)
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def one_line(text: str) -> str:
    """A text without its breaks and doubled spaces."""
    return " ".join(text.split())
