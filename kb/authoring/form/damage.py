"""Characters that got lost on the way, and how they are told of."""

from __future__ import annotations

DAMAGED = "\ufffd"
"""What stands for a character that could not be read."""
_AROUND = 20


def mended(text: str) -> str:
    """A text in which halves of characters are joined, and what has no other half is `DAMAGED`."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_damaged(value: object) -> bool:
    """Whether a text holds what could not be read."""
    return isinstance(value, str) and DAMAGED in value


def damage_around(text: str) -> str:
    """The words around the first damaged character, on one line."""
    at = text.find(DAMAGED)
    return " ".join(text[max(at - _AROUND, 0) : at + _AROUND].split())
