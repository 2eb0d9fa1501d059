"""What a format has no room for, told instead of lost in silence."""

from __future__ import annotations

from typing import NamedTuple


class LeftOut(NamedTuple):
    """Something that is not in a file, or not all of it."""

    title: str
    """What it is called, in the language of the export."""
    reason: str
    """Why, as a sentence to be translated."""
