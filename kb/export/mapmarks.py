"""The marks of the map: numbers in shapes, close to their places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from kb.export.mapframe import Frame
from kb.export.projection import Box, Place, Point
from kb.export.spread import Room, spread
from kb.export.svgpath import format_number, format_path

_LEADER = "#4a4438"


class Spot(NamedTuple):
    """A place without its words, which are another in each language."""

    number: int
    lat: float
    lon: float
    country: str

    @property
    def place(self) -> Place:
        """Latitude and longitude."""
        return self.lat, self.lon


class Shape(NamedTuple):
    """The shape of a country's marks, in halves of a mark's width."""

    corners: tuple[Point, ...]
    """() for a circle."""
    reach: float
    """How far it extends, a margin among it."""
    middle: float = 0.0
    """How far below the middle of the mark its number stands."""
    height: float = 0.95
    """Height of the number."""

    def path(self, size: float, digits: int = 2) -> str:
        """Its outline around the middle of a mark.

        Args:
            size: half the width of a mark.
            digits: how many decimals are written.
        """
        if not self.corners:
            return _round(size)
        corners = [(x * size, y * size) for x, y in self.corners]
        return format_path(corners, closed=True, digits=digits)


_WIDEST = 3.0
"""The widest shape, a margin among it, in halves of a mark's width."""
_SHAPES = (
    Shape((), 1.1),  # circle
    Shape(((-0.93, -0.93), (0.93, -0.93), (0.93, 0.93), (-0.93, 0.93)), 1.27),  # square
    Shape(((0, -1.32), (1.32, 0), (0, 1.32), (-1.32, 0)), 1.27, height=0.85),  # diamond
    Shape(  # house
        ((0, -1.3), (1.02, -0.42), (1.02, 0.95), (-1.02, 0.95), (-1.02, -0.42)), 1.27, 0.14
    ),
    Shape(((0, -1.5), (1.42, 1), (-1.42, 1)), 1.5, 0.36, 0.75),  # triangle
    Shape(  # hexagon
        ((0, -1.15), (1, -0.57), (1, 0.57), (0, 1.15), (-1, 0.57), (-1, -0.57)), 1.17
    ),
    Shape(  # shield
        ((0, 1.3), (1.02, 0.42), (1.02, -0.95), (-1.02, -0.95), (-1.02, 0.42)), 1.27, -0.14
    ),
    Shape(((0, 1.5), (1.42, -1), (-1.42, -1)), 1.5, -0.36, 0.75),  # triangle downwards
)


def render_marks(
    frame: Frame, spots: Sequence[Spot], countries: Sequence[str], colours: Sequence[str]
) -> Iterator[str]:
    """The numbers, each in the shape and colour of its country, with lines where they moved.

    Args:
        frame: of the map.
        spots: where the marks belong.
        countries: in order; each has its shape and its colour by its place here.
        colours: for white numbers to stand on.
    """
    if not spots:
        return
    size = _mark_size(len(spots), frame.box)
    ranks = [rank_of(one.country, countries) for one in spots]
    points = frame.line(one.place for one in spots)
    room = Room(
        reaches=[shape_of(rank).reach * size for rank in ranks],
        covered=1.4 * size,
        clearance=1.5 * size,
        box=frame.box.grown(-1.5 * size),
    )
    marks = spread(points, room)
    pairs = zip(points, marks, strict=True)
    yield from _leaders(
        [(point, mark) for point, mark in pairs if room.has_moved(mark, point)], size
    )
    for rank in sorted(set(ranks)):
        yield (
            f'<g fill="{colours[rank % len(colours)]}" stroke="#ffffff" stroke-width=".4" '
            'stroke-linejoin="round" stroke-linecap="round">'
        )
        for spot, mark, own_rank in zip(spots, marks, ranks, strict=True):
            if own_rank == rank:
                yield _mark(spot, mark, size, shape_of(rank))
        yield "</g>"


def rank_of(country: str, countries: Sequence[str]) -> int:
    """The place of a country in the list; that after the last for one that is not there."""
    return countries.index(country) if country in countries else len(countries)


def shape_of(rank: int) -> Shape:
    """The shape of a country; where colours come again, they come with other shapes."""
    return _SHAPES[(rank + rank // len(_SHAPES)) % len(_SHAPES)]


def _mark_size(count: int, box: Box) -> float:
    """Half the width of a mark: smaller where there are many; a crowd covers half the map."""
    share = box.width * box.height / count / 2
    return min(3.1, max(1.5, 2.75 * math.sqrt(64 / count)), math.sqrt(share) / _WIDEST)


def _leaders(moved: Sequence[tuple[Point, Point]], size: float) -> Iterator[str]:
    """Lines from places to their marks, with a dot at each place."""
    if not moved:
        return
    path = "".join(format_path(pair, closed=False) for pair in moved)
    yield f'<path d="{path}" fill="none" stroke="#ffffff" stroke-width=".9"/>'
    yield f'<path d="{path}" fill="none" stroke="{_LEADER}" stroke-width=".35"/>'
    yield f'<g fill="{_LEADER}" stroke="#ffffff" stroke-width=".25">'
    radius = format_number(size / 4)
    for (x, y), _mark_point in moved:
        yield f'<circle cx="{format_number(x)}" cy="{format_number(y)}" r="{radius}"/>'
    yield "</g>"


def _mark(spot: Spot, at: Point, size: float, shape: Shape) -> str:
    """A mark with its number."""
    digits = _digits(str(spot.number), shape.middle * size, shape.height * size, 1.5 * size)
    return (
        f'<g transform="translate({format_number(at[0])} {format_number(at[1])})" '
        f'data-number="{spot.number}" data-country={quoteattr(spot.country)}>'
        f'<path d="{shape.path(size)}"/>{digits}</g>'
    )


def _round(size: float) -> str:
    """A circle as a path."""
    width = format_number(2 * size)
    half = format_number(size)
    return f"M-{half} 0a{half} {half} 0 1 0 {width} 0a{half} {half} 0 1 0-{width} 0z"


_DIGITS: dict[str, tuple[float, str]] = {
    "0": (6.0, "M3-5C5-5 6-3.2 6 0S5 5 3 5 0 3.2 0 0 1-5 3-5z"),
    "1": (2.6, "M0-3.2 2.6-5V5"),
    "2": (6.0, "M.3-2.3C.3-3.9 1.4-5 3-5S5.7-3.9 5.7-2.4C5.7-1.2 5.1-.4 4.2.6L.2 5H6"),
    "3": (6.0, "M.5-5H5.6L2.7-1.2C4.7-1.2 6 0 6 1.9S4.7 5 2.8 5C1.5 5 .6 4.5 0 3.6"),
    "4": (6.4, "M4.7 5V-5L0 2.4H6.4"),
    "5": (
        6.0,
        "M5.5-5H1.2L.8-.6C1.4-1 2.1-1.2 2.9-1.2 4.8-1.2 6 0 6 1.9S4.7 5 2.8 5C1.5 5 .6 4.5 0 3.6",
    ),
    "6": (6.0, "M4.6-5 .6.4M3-1.2A3.1 3.1 0 1 1 2.99-1.2z"),
    "7": (5.8, "M0-5H5.8L2 5"),
    "8": (6.0, "M3-5A2.4 2.4 0 1 1 2.99-5zM3-.2A2.6 2.6 0 1 1 2.99-.2z"),
    "9": (6.0, "M1.4 5 5.4-.4M3 1.2A3.1 3.1 0 1 1 3.01 1.2z"),
}
"""How wide each digit is, and its lines, ten high with the middle at 0."""
_PEN = 1.7
_GAP = 2.7


def _digits(number: str, middle: float, height: float, width: float) -> str:
    """A number drawn with a pen, in the middle of a mark.

    Args:
        number: some digits.
        middle: how far below the middle of the mark.
        height: of the digits.
        width: the most that all may have together; many are drawn smaller.
    """
    total = sum(_DIGITS[one][0] for one in number) + _GAP * (len(number) - 1)
    scale = min(height / 10, width / total)
    lines = []
    left = -total / 2
    for one in number:
        across, line = _DIGITS[one]
        lines.append(f'<path d="{line}" transform="translate({format_number(left)})"/>')
        left += across + _GAP
    return (
        f'<g transform="translate(0 {format_number(middle)}) scale({format_number(scale, 3)})" '
        f'fill="none" stroke-width="{_PEN}">{"".join(lines)}</g>'
    )
