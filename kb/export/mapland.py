"""Land and sea of the map: countries, and lines of latitude and longitude."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

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

_DETAIL = 0.09
_ROUGH = 0.14
"""How far a simplified line may be from the true one; less than half a border's width, so that no
gap shows between two countries. The countries around are drawn rougher."""
_SPECK = 0.1
"""Islands smaller than this (square millimetres) are left out."""
_MESHES = "#dfe7e8"
_LAND, _LAND_EDGE = "#e4dfd6", "#f3efe8"
_HOME, _HOME_EDGE = "#fdfaf3", "#b3a896"


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
    return f'<path d="{path}" fill="none" stroke="{_MESHES}" stroke-width=".3"/>'


def _multiples(step: int, low: float, high: float) -> list[float]:
    """The multiples of a step between two numbers."""
    return [float(n * step) for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _between(low: float, high: float) -> list[float]:
    """Numbers from one to another, near enough to each other for a smooth curve."""
    return [low + (high - low) * n / 32 for n in range(33)]


def render_lands(frame: Frame, outlines: Outlines, homes: Sequence[str]) -> Iterator[str]:
    """The countries: first the quiet ones around, then those of the map."""
    reach = find_reach(frame)
    may_meet = _rough_test(frame, reach)
    around = [code for code in outlines if code not in homes]
    own = [code for code in outlines if code in homes]
    for codes, fill, edge, detail in (
        (around, _LAND, _LAND_EDGE, _ROUGH),
        (own, _HOME, _HOME_EDGE, _DETAIL),
    ):
        near = (outlines.near(code, may_meet) for code in codes)
        paths = ["".join(_rings(frame, reach, rings, detail)) for rings in near]
        if any(paths):
            yield (
                f'<g fill="{fill}" stroke="{edge}" stroke-width=".3" stroke-linejoin="round" '
                'fill-rule="evenodd">'
            )
            yield from (f'<path d="{path}"/>' for path in paths if path)
            yield "</g>"


def _rough_test(frame: Frame, reach: Reach) -> Callable[[Ring], bool]:
    """A test whether a ring may be seen of which only some points are known."""
    wide = reach.grown(STRAY)
    # Far from the middle the projection widens what lies across.
    box = frame.box.grown(1.5 * math.radians(STRAY) * EARTH_KM * frame.scale)
    middle = frame.projection.centre

    def may_meet(some: Ring) -> bool:
        return wide.meets(some, middle) and box_around(frame.line(some)).meets(box)

    return may_meet


def _rings(frame: Frame, reach: Reach, rings: Sequence[Ring], detail: float) -> Iterator[str]:
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
        drawn = simplify_ring(line if inside else clip_ring(line, box), detail)
        if len(drawn) > 2 and area_of(drawn) >= _SPECK:
            yield format_path(drawn, closed=True)


def _is_far(frame: Frame, line: Sequence[Point]) -> bool:
    """Whether a ring lies outside the map and reaches to the other side of the earth.

    There the projection turns rings inside out, so that they seem to hold the map.
    """
    middle = frame.box.middle
    away = [math.dist(middle, point) for point in line]
    edge = math.hypot(WIDTH, frame.height) / 2
    return min(away) > edge and max(away) > 1.7 * EARTH_KM * frame.scale
