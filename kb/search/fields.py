"""What an index holds of a practice, in words no engine owns. Light to import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Weighting(NamedTuple):
    """How much a field counts, and its bit in a posting."""

    bit: int
    weight: float


FIELDS: dict[str, Weighting] = {
    "title": Weighting(1, 6.0),
    "topics": Weighting(2, 4.0),
    "target_groups": Weighting(4, 2.0),
    "keywords": Weighting(8, 3.5),
    "summary": Weighting(16, 2.5),
    "body": Weighting(32, 1.0),
    "places": Weighting(64, 3.0),
    "organisations": Weighting(128, 2.0),
}
"""Searched fields, most telling first."""


Posting = tuple[float, int, int, Sequence[int]]
"""One key in one document: its weight, the bits of the fields it stands in, the number of the
first text passage it stands in (of its language), and for word forms their positions."""


class Document(NamedTuple):
    """What an engine indexes of one practice.

    Attributes:
        id: id of the practice.
        forms: "<lang>:<form>" → posting, for words as they were written.
        keys: "<lang>:<lemma>" and "<lang>+<part>" → posting.
        facets: "<facet>:<value>", each value once.
        stored: what a hit shows, without opening any file; JSON-like.
    """

    id: str
    forms: Mapping[str, Posting]
    keys: Mapping[str, Posting]
    facets: tuple[str, ...]
    stored: Mapping[str, object]
