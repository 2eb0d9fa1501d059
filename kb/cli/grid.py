"""Tables whose cells hold more than a word or two: they wrap, and nothing is cut.

`kb.cli.output.table` is for lists where a look at the beginning of a title is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from kb.cli.output import Look, bold, clean, pad, pad_left, width_of, wrap

BETWEEN = " · "
"""Stands between facts on one line."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_LEAST = 20
"""Columns may be as narrow as this, or as their longest word."""
_GAP = 2
_INDENT = "    "


class Cell(NamedTuple):
    """What stands in a table, and what belongs to it."""

    words: str
    details: str = ""
    """Told below the row."""
    url: str = ""
    """Told last."""


def flow(text: str, look: Look, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of a text as `wrap` makes them; none begins with the sign between two facts."""
    kept = text.replace(BETWEEN, _NO_BREAK + BETWEEN.lstrip())
    return [line.replace(_NO_BREAK, " ") for line in wrap(kept, look, indent, first)]


def render_grid(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], numeric: Sequence[int], look: Look
) -> Iterator[str]:
    """Lines of a table. Columns on the right for which there is no room stand below their rows.

    Args:
        heads: what stands above the columns, most important first.
        rows: cells, as many in each row as there are heads.
        numeric: columns that are set to the right, counted from 0.
        look: how wide; off a terminal nothing wraps.
    """
    columns = [
        [clean(text) for text in (head, *(row[place].words for row in rows))]
        for place, head in enumerate(heads)
    ]
    widths = _widths(columns, look)
    yield from map(bold, _lines(heads, widths, numeric, look))
    for row in rows:
        yield from _lines([cell.words for cell in row], widths, numeric, look)
        if below := BETWEEN.join(filter(None, _below(row, len(widths)))):
            yield from flow(below, look, _INDENT)


def _below(row: Sequence[Cell], count: int) -> Iterator[str]:
    """What stands below a row, some of it empty, where so many columns have room."""
    for place, cell in enumerate(row):
        yield cell.words if place >= count else ""
        yield cell.details
    yield from (cell.url for cell in row)


def _widths(columns: Sequence[Sequence[str]], look: Look) -> list[int]:
    """Widths of those columns, counted from the left, for which there is room."""
    wanted = [max(map(width_of, texts)) for texts in columns]
    if look.width is None:
        return wanted
    longest = [
        max(width_of(word) for text in texts for word in text.split() or [text])
        for texts in columns
    ]
    least = [min(want, max(_LEAST, word)) for want, word in zip(wanted, longest, strict=True)]
    while len(least) > 1 and sum(least) + _GAP * (len(least) - 1) > look.width:
        least.pop()
    rest = look.width - sum(least) - _GAP * (len(least) - 1)
    widths = []
    for place, width in enumerate(least):
        more = max(0, min(wanted[place] - width, rest))
        widths.append(width + more)
        rest -= more
    return widths


def _lines(
    texts: Sequence[str], widths: Sequence[int], numeric: Sequence[int], look: Look
) -> Iterator[str]:
    """A row, whose cells may take several lines."""
    looks = (Look(width) if look.is_terminal else look for width in widths)
    cells = [flow(text, one) for text, one in zip(texts, looks, strict=False)]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (
            (pad_left if place in numeric else pad)(part, width)
            for place, (part, width) in enumerate(zip(parts, widths, strict=True))
        )
        yield (" " * _GAP).join(padded).rstrip()
