"""Tables of the Word file: cells, rows, and what makes them readable on paper and aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kb.export.word.markup import Node, flag, w
from kb.export.word.properties import shading


def cell(
    width: int,
    paragraphs: Sequence[Node],
    *,
    ground: str = "",
    span: int = 1,
    margins: tuple[int, int] | None = None,
    borders: Iterable[Node] = (),
) -> Node:
    """A cell.

    Args:
        width: in twips.
        paragraphs: at least one.
        ground: its colour, where it has another than the style of the table says.
        span: how many columns it goes over.
        margins: left and right, where they are others than the style of the table says.
        borders: those of its own.
    """
    own = [*borders]
    room = []
    if margins:
        room = [
            w(side, w=x, type="dxa") for side, x in zip(("left", "right"), margins, strict=True)
        ]
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("tcBorders", *own) if own else None,
        shading(ground) if ground else None,
        w("tcMar", *room) if room else None,
    )
    return w("tc", properties, *paragraphs)


def row(
    cells: Iterable[Node], *, is_head: bool = False, may_split: bool = False, height: int = 0
) -> Node:
    """A row; it stays on one page.

    Args:
        cells: from the start of the line to its end.
        is_head: whether it is repeated on the next page.
        may_split: for cells with so much text that whole pages would stay empty.
        height: exact, in twips; 0 for as high as its texts.
    """
    properties = w(
        "trPr",
        None if may_split else flag("cantSplit"),
        w("trHeight", val=height, hRule="exact") if height else None,
        flag("tblHeader") if is_head else None,
    )
    return w("tr", properties, *cells)


def table(
    style: str,
    widths: Sequence[int],
    rows: Iterable[Node],
    *,
    alt: str = "",
    is_rtl: bool = False,
    has_head: bool = False,
) -> Node:
    """A table of fixed widths.

    Args:
        style: id of its style.
        widths: of its columns, in twips.
        rows: at least one.
        alt: what it shows, for those who do not see it.
        is_rtl: whether its first column stands on the right.
        has_head: whether its first row is a head.
    """
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        flag("bidiVisual") if is_rtl else None,
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w(
            "tblLook",
            val="0020" if has_head else "0000",
            firstRow=int(has_head),
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        w("tblDescription", val=alt) if alt else None,
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *rows)


def shared_widths(total: int, weights: Sequence[float]) -> list[int]:
    """A width divided by weights, to the last twip."""
    edges = [0]
    reached = 0.0
    for weight in weights:
        reached += weight
        edges.append(round(total * reached / sum(weights)))
    return [end - start for start, end in pairwise(edges)]
