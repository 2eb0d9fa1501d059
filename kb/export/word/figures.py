"""The facts of a practice and the figures beside them, and the map: tables and pictures."""

from __future__ import annotations

from itertools import pairwise

from kb.export.description import Fact, Facts, Funding, Map, Passage, Picture, Place, Timeline
from kb.export.drawing import draw_map
from kb.export.pdf import render_picture
from kb.export.vectors import measure_drawing
from kb.export.word.grid import cell, row, shared_widths, table
from kb.export.word.looks import EMU, mixed, mm, plain
from kb.export.word.markup import Node, clean, element, w
from kb.export.word.prose import item_nodes, words_nodes
from kb.export.word.scribe import Placed, Scribe, Spot, line_break, paragraph, runs, tab

_PPI = 200
_NAMES = 0.23
"""Share of the width for the names of facts."""
_LABELS, _AMOUNTS = 0.34, 0.2
"""Shares of the width for what stands before and behind a bar."""
_PLANNED = 0.4
"""Strength of the colour of an amount that was not yet reported."""
_THINNEST = 60
"""A bar or gap narrower than this (twips) is none that Word can draw."""
_EXIF = b"\xff\xe1\x00\x16Exif\x00\x00MM\x00*\x00\x00\x00\x08" + bytes(6)
"""A header of a JPEG that says nothing."""


def write_facts(scribe: Scribe, spot: Spot, block: Facts) -> list[Node]:
    """The box of facts, in the colour of the country."""
    widths = shared_widths(scribe.look.text_width, (_NAMES, 1 - _NAMES))
    rows = [row(_fact_cells(scribe, spot, one, widths)) for one in block.facts]
    style = scribe.style_of("Facts", spot)
    return [table(style, widths, rows, is_rtl=scribe.is_rtl)] if rows else []


def _fact_cells(scribe: Scribe, spot: Spot, fact: Fact, widths: list[int]) -> list[Node]:
    name = paragraph("FactName", scribe.passage(fact.name, scribe.style_of("Country", spot)))
    lines = [
        paragraph("Fact", item_nodes(scribe, spot, item))
        for line in fact.lines
        for item in (line, *line.items)
    ]
    return [cell(widths[0], [name]), cell(widths[1], lines or [paragraph("Fact", ())])]


def write_funding(scribe: Scribe, spot: Spot, block: Funding) -> list[Node]:
    """Amounts as bars: cells as long as the amounts are large."""
    colour = scribe.colour(spot)
    total = scribe.look.text_width
    labels, longest, amounts = shared_widths(total, (_LABELS, 1 - _LABELS - _AMOUNTS, _AMOUNTS))
    ends = [labels + max(_THINNEST, round(longest * one.share)) for one in block.bars]
    stops = sorted({0, labels, labels + longest + amounts, *ends})
    rows = []
    for bar, end in zip(block.bars, ends, strict=True):
        label = paragraph("FigureText", scribe.passage(bar.label))
        amount = paragraph("FigureText", scribe.passage(bar.amount))
        # A planned amount is drawn lighter, which is seen without colours, too.
        strong = plain(colour.strong)
        drawn = cell(
            end - labels,
            [paragraph("FigureText", ())],
            ground=strong if bar.is_certain else mixed(strong, _PLANNED),
            span=stops.index(end) - stops.index(labels),
        )
        rest = total - end
        behind = cell(rest, [amount], span=len(stops) - 1 - stops.index(end), margins=(110, 0))
        rows.append(row((cell(labels, [label]), drawn, behind)))
    widths = [end - start for start, end in pairwise(stops)]
    alt = alt_text(block.alt)
    return [table("Bars", widths, rows, alt=alt, is_rtl=scribe.is_rtl)] if rows else []


def write_timeline(scribe: Scribe, spot: Spot, block: Timeline) -> list[Node]:
    """The years as a line, those of the practice strong."""
    colour = scribe.colour(spot)
    total = scribe.look.text_width
    years = scribe.look.space(34)
    length = total - 2 * years
    span = max(1.0, block.last + 1.0 - block.first)
    start, end = (
        round(length * min(1.0, max(0.0, (one - block.first) / span)))
        for one in (block.start, block.end)
    )
    end = max(end, start + _THINNEST)
    parts = [
        (max(0, start), plain(colour.soft)),
        (end - start, plain(colour.strong)),
        (max(0, length - end), plain(colour.soft)),
    ]
    there = [(width, ground) for width, ground in parts if width >= _THINNEST]
    there[0] = (there[0][0] + length - sum(width for width, _ in there), there[0][1])
    empty = paragraph("FigureText", ())
    first, last = (
        paragraph("FigureText", runs(str(year), ""), w("jc", val=side))
        for year, side in ((block.first, "left"), (block.last, "right"))
    )
    cells = [
        cell(years, [first], margins=(0, 0)),
        *(cell(width, [_copy(empty)], ground=ground) for width, ground in there),
        cell(years, [last], margins=(0, 0)),
    ]
    widths = [years, *(width for width, _ in there), years]
    alt = alt_text(block.alt)
    return [table("Bars", widths, [row(cells)], alt=alt, is_rtl=scribe.is_rtl)]


def _copy(node: Node) -> Node:
    return element(node.tag, dict(node.attrib), list(node))


# Pictures


def write_map(scribe: Scribe, spot: Spot, block: Map) -> list[Node]:
    """The map, and what its numbers mean."""
    made: list[Node] = []
    drawing = draw_map(block, scribe.booklet.countries)
    look = scribe.look
    placed = scribe.relations.picture(render_picture(drawing, look.text_width / mm(1), _PPI))
    room = look.text_width, round(look.text_height * 0.7)
    made.append(paragraph("Figure", [picture(scribe, placed, room, alt_text(block.alt), "map")]))
    shown: set[int] = set()
    for place in block.places:
        made.append(_place(scribe, place, is_first=place.number not in shown))
        shown.add(place.number)
    return made


def _place(scribe: Scribe, place: Place, *, is_first: bool) -> Node:
    style = scribe.style_of("Country", Spot(place.country))
    number = runs(str(place.number) if is_first else "", "", style)
    nodes = [*number, tab(), *scribe.passage(place.name, "RunInHead")]
    for item in place.items:
        nodes += [line_break(), *words_nodes(scribe, item)]
        if item.details:
            nodes += [*runs(" – ", "", "Detail"), *scribe.passage(item.details, "Detail")]
    return paragraph("Place", nodes)


def logo_data(logo: Picture, room_mm: tuple[float, float]) -> bytes:
    """The logo as a picture that Word shows.

    Args:
        logo: as it was read.
        room_mm: width and height that it may have.

    Raises:
        KbError: it cannot be drawn.
    """
    if logo.media_type == "image/svg+xml":
        width, height = room_mm
        if size := measure_drawing(logo.data):
            width = min(width, height * size.width / size.height)
        return render_picture(logo.data.decode("utf-8", "replace"), width, _PPI)
    if logo.media_type == "image/jpeg" and logo.data[6:10] not in (b"JFIF", b"Exif"):
        # Without one of these headers, which JPEG does not ask for, it would not be recognised.
        return logo.data[:2] + _EXIF + logo.data[2:]
    return logo.data


def picture(scribe: Scribe, placed: Placed, room: tuple[int, int], alt: str, name: str) -> Node:
    """A picture in the line, as large as the room allows.

    Args:
        scribe: who writes.
        placed: the picture in the file.
        room: width and height in twips.
        alt: what it shows.
        name: what it is called among the objects of the file.
    """
    factor = min(room[0] / placed.width, room[1] / placed.height)
    extent = {
        "cx": str(round(placed.width * factor) * EMU),
        "cy": str(round(placed.height * factor) * EMU),
    }
    number = str(scribe.next_picture())
    called = {"id": number, "name": f"{name} {number}", "descr": clean(alt)}
    frame = element("a:off", {"x": "0", "y": "0"}), element("a:ext", extent)
    drawn = element(
        "pic:pic",
        {},
        [
            element("pic:nvPicPr", {}, [element("pic:cNvPr", called), element("pic:cNvPicPr", {})]),
            element(
                "pic:blipFill",
                {},
                [
                    element("a:blip", {"r:embed": placed.relation}),
                    element("a:stretch", {}, [element("a:fillRect", {})]),
                ],
            ),
            element(
                "pic:spPr",
                {},
                [
                    element("a:xfrm", {}, frame),
                    element("a:prstGeom", {"prst": "rect"}, [element("a:avLst", {})]),
                ],
            ),
        ],
    )
    kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    inline = element(
        "wp:inline",
        {"distT": "0", "distB": "0", "distL": "0", "distR": "0"},
        [
            element("wp:extent", extent),
            element("wp:docPr", called),
            element("wp:cNvGraphicFramePr", {}),
            element("a:graphic", {}, [element("a:graphicData", {"uri": kind}, [drawn])]),
        ],
    )
    return w("r", element("w:drawing", {}, [inline]))


def alt_text(passage: Passage) -> str:
    """A description in all languages of the booklet, for those who do not see."""
    return " / ".join(dict.fromkeys(text.value for text in passage if text.value))
