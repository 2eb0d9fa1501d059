"""Land and sea of the map: countries, and lines of latitude and longitude."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kb.export.mapframe import WIDTH, Frame, Reach, find_reach
from kb.export.outlines import STRAY, Outlines, Ring
from kb.export.projection import (
    EARTH_KM,
    Point,
    area_of,
    box_around,
    clip_ring,
    is_inside,
    simplify_ring,
)
from kb.export.svgpath import format_path


class Detail(NamedTuple):
    """How finely outlines are drawn, in units of the map."""

    tolerance: float
    """How far a simplified line may be from the true one."""
    speck: float
    """Islands smaller than this (square units) are left out."""
    digits: int
    """Decimals of a number."""


_OWN = Detail(0.09, 0.1, 2)
_AROUND = Detail(0.14, 0.1, 2)
"""On paper, where a unit is a millimetre: less than half a border's width, so that no gap shows
between two countries. Those around are drawn rougher."""
MESHES = "#dfe7e8"
LAND, LAND_EDGE = "#e4dfd6", "#f3efe8"
HOME, HOME_EDGE = "#fdfaf3", "#b3a896"


class Land(NamedTuple):
    """A country as far as it is seen on the map."""

    country: str
    """ISO 3166-1 alpha-2."""
    is_own: bool
    """Whether the map is about it; the others lie around."""
    path: str


def render_graticule(frame: Frame) -> str:
    """Lines of latitude and longitude, four to ten of each."""
    reach = find_reach(frame)
    step = next((one for one in (1, 2, 5, 10) if (reach.north - reach.south) / one < 9), 20)
    middle = frame.projection.centre[1]
    west, east = middle + reach.west, middle + reach.east
    lats = _multiples(step, max(reach.south, -85), min(reach.north, 85))
    lons = _multiples(step, west, east)
    lines = [[(lat, lon) for lon in _between(west, east)] for lat in lats]
    lines += [[(lat, lon) for lat in _between(reach.south, reach.north)] for lon in lons]
    path = "".join(format_path(frame.line(line), closed=False) for line in lines)
    return f'<path d="{path}" fill="none" stroke="{MESHES}" stroke-width=".3"/>'


def _multiples(step: int, low: float, high: float) -> list[float]:
    """The multiples of a step between two numbers."""
    return [float(n * step) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _between(low: float, high: float) -> list[float]:
    """Numbers from one to another, near enough to each other for a smooth curve."""
    return [low + (high - low) * n / 32 for n in range(33)]


def render_lands(frame: Frame, outlines: Outlines, homes: Sequence[str]) -> Iterator[str]:
    """The countries: first the quiet ones around, then those of the map."""
    lands = list(draw_lands(frame, outlines, homes, _OWN, _AROUND))
    for is_own, fill, edge in ((False, LAND, LAND_EDGE), (True, HOME, HOME_EDGE)):
        paths = [one.path for one in lands if one.is_own == is_own]
        if paths:
            yield (
                f'<g fill="{fill}" stroke="{edge}" stroke-width=".3" stroke-linejoin="round" '
                'fill-rule="evenodd">'
            )
            yield from (f'<path d="{path}"/>' for path in paths)
            yield "</g>"


def draw_lands(
    frame: Frame, outlines: Outlines, homes: Sequence[str], own: Detail, around: Detail
) -> Iterator[Land]:
    """The countries that are seen: first those around, then those of the map.

    Args:
        frame: of the map.
        outlines: of all countries.
        homes: the countries that the map is about.
        own: how finely these are drawn.
        around: how finely the others are drawn.
    """
    reach = find_reach(frame)
    may_meet = _rough_test(frame, reach)
    for is_own, detail in ((False, around), (True, own)):
        for code in outlines:
            if (code in homes) == is_own:
                rings = outlines.near(code, may_meet)
                if path := "".join(_rings(frame, reach, rings, detail)):
                    yield Land(code, is_own, path)


def _rough_test(frame: Frame, reach: Reach) -> Callable[[Ring], bool]:
    """A test whether a ring may be seen of which only some points are known."""
    wide = reach.grown(STRAY)
    # Far from the middle the projection widens what lies across.
    box = frame.box.grown(1.5 * math.radians(STRAY) * EARTH_KM * frame.scale)
    middle = frame.projection.centre

    def may_meet(some: Ring) -> bool:
        return wide.meets(some, middle) and box_around(frame.line(some)).meets(box)

    return may_meet


def _rings(frame: Frame, reach: Reach, rings: Sequence[Ring], detail: Detail) -> Iterator[str]:
    """The rings of a country that are seen, as paths."""
    box = frame.box.grown(1)
    middle = frame.projection.centre
    for ring in rings:
        if not reach.meets(ring, middle):
            continue
        line = frame.line(ring)
        seen = box_around(line)
        if not seen.meets(box) or (_is_far(frame, line) and not is_inside(middle, ring)):
            continue
        inside = box.holds((seen.left, seen.top)) and box.holds((seen.right, seen.bottom))
        drawn = simplify_ring(line if inside else clip_ring(line, box), detail.tolerance)
        if len(drawn) > 2 and area_of(drawn) >= detail.speck:
            yield format_path(drawn, closed=True, digits=detail.digits)


def _is_far(frame: Frame, line: Sequence[Point]) -> bool:
    """Whether a ring lies outside the map and reaches to the other side of the earth.

    There the projection turns rings inside out, so that they seem to hold the map.
    """
    middle = frame.box.middle
    away = [math.dist(middle, point) for point in line]
    edge = math.hypot(WIDTH, frame.height) / 2
    return min(away) > edge and max(away) > 1.7 * EARTH_KM * frame.scale
