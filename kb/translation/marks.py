"""What comments in a catalog say to us: drafts, reviews, and checks that are to be passed over.

They are plain translator's comments, which every PO editor and merge tool leaves alone:

    # kb: draft
    # kb: reviewed 2026-11-22 Maija Meikäläinen
    # kb: ignore number: "Vier Pfoten" is the name of the association
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kb.translation.catalogs import DRAFT

PREFIX = "kb:"
REVIEWED = "kb: reviewed"
IGNORED_KINDS = frozenset(
    ("number", "date", "amount", "percent", "url", "name", "placeholder", "length", "term")
)
"""Checks that can be passed over."""
_IGNORE = re.compile(r"kb:\s*ignore\s+(?P<kind>[\w-]+)\s*(?::\s*(?P<reason>.*))?$")
_REVIEWED = re.compile(r"kb:\s*reviewed\s+(?P<on>\d{4}-\d{2}-\d{2})\s*(?P<by>.*)$")


class Ignored(NamedTuple):
    """A check that is passed over for one message."""

    kind: str
    reason: str


class Reviewed(NamedTuple):
    """Who reviewed a message, and when."""

    on: str
    by: str


def iter_ignored(comments: Iterable[str]) -> Iterator[Ignored]:
    """The checks that comments pass over, those without a reason or of no kind included."""
    for comment in comments:
        if found := _IGNORE.match(comment):
            yield Ignored(found["kind"], (found["reason"] or "").strip())


def find_review(comments: Iterable[str]) -> Reviewed | None:
    """The last review of a message."""
    found = [match for one in comments if (match := _REVIEWED.match(one))]
    return Reviewed(found[-1]["on"], found[-1]["by"].strip()) if found else None


def iter_unknown(comments: Iterable[str]) -> Iterator[str]:
    """Comments that begin like one of ours and are none: typing errors."""
    for comment in comments:
        is_ours = comment == DRAFT or _IGNORE.match(comment) or _REVIEWED.match(comment)
        if comment.casefold().startswith(PREFIX) and not is_ours:
            yield comment
