"""What part of the earth a map shows, and how large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.outlines import Outlines, Ring
from kb.export.projection import Box, Place, Point, Projection, area_of, box_around, centre_of

WIDTH = 170.0
_HEIGHTS = 110.0, 200.0
_MARGIN = 7.0
"""Between what is shown and the edge: room for a mark."""
_NARROWEST_KM = 160.0
"""What the map shows at least, so that a single place has surroundings."""
_REACH_KM = 400.0
"""Farther from the rest of its country, an island is shown only where it has a place."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the earth is shown, and how large."""

    projection: Projection
    middle: Point
    """The point of the plane in the middle of the map, in kilometres."""
    scale: float
    """Millimetres to a kilometre."""
    height: float

    @property
    def box(self) -> Box:
        """The whole map."""
        return Box(0, 0, WIDTH, self.height)

    def line(self, places: Iterable[Place]) -> list[Point]:
        """Where places lie on the map."""
        left, top = self.middle
        return [
            (WIDTH / 2 + (x - left) * self.scale, self.height / 2 + (y - top) * self.scale)
            for x, y in self.projection.line(places)
        ]

    def place(self, point: Point) -> Place:
        """The place at a point of the map."""
        x = self.middle[0] + (point[0] - WIDTH / 2) / self.scale
        y = self.middle[1] + (point[1] - self.height / 2) / self.scale
        return self.projection.place((x, y))


def find_frame(places: Sequence[Place], countries: Sequence[str], outlines: Outlines) -> Frame:
    """The frame that holds all places and the countries to be shown."""
    shown = list(places)
    for code in countries:
        if code in outlines:
            shown.extend(_shown_part(outlines[code], places))
    if not shown:
        shown = [(0.0, 0.0)]
    projection = Projection(centre_of(shown))
    middle = box_around(projection.line(shown)).middle
    projection = Projection(projection.place(middle))
    box = box_around(projection.line(shown))
    width, height = max(box.width, _NARROWEST_KM), max(box.height, _NARROWEST_KM)
    lowest, highest = _HEIGHTS
    scale = min((WIDTH - 2 * _MARGIN) / width, (highest - 2 * _MARGIN) / height)
    page = min(max(height * scale + 2 * _MARGIN, lowest), highest)
    return Frame(projection, box.middle, scale, page)


def _shown_part(rings: Sequence[Ring], places: Sequence[Place]) -> list[Place]:
    """The points of a country's largest part, of what lies near it, and of parts with places."""
    projection = Projection(rings[0][0])
    drawn = [projection.line(ring) for ring in rings]
    boxes = [box_around(line) for line in drawn]
    largest = max(range(len(rings)), key=lambda n: area_of(drawn[n]))
    near = boxes[largest].grown(_REACH_KM)
    points = projection.line(places)
    return [
        place
        for ring, box in zip(rings, boxes, strict=True)
        if box.meets(near) or any(map(box.holds, points))
        for place in ring
    ]


class Reach(NamedTuple):
    """What latitudes and longitudes the map shows, and a little more."""

    south: float
    north: float
    west: float
    """Degrees from the longitude of the middle, -180 to 180, as is `east`."""
    east: float

    def grown(self, by: float) -> Reach:
        """The same with a margin on all sides."""
        return Reach(self.south - by, self.north + by, self.west - by, self.east + by)

    def meets(self, ring: Ring, middle: Place) -> bool:
        """Whether a ring may be seen. Where it spans half the globe, it may."""
        lats = [place[0] for place in ring]
        if min(lats) > self.north or max(lats) < self.south:
            return False
        turns = [(place[1] - middle[1] + 180) % 360 - 180 for place in ring]
        west, east = min(turns), max(turns)
        return east - west > 180 or (west <= self.east and east >= self.west)


def find_reach(frame: Frame) -> Reach:
    """What the frame reaches, found by going along its edges."""
    box = frame.box.grown(8)
    steps = [n / 24 for n in range(25)]
    edges = [
        *((box.left + box.width * one, y) for one in steps for y in (box.top, box.bottom)),
        *((x, box.top + box.height * one) for one in steps for x in (box.left, box.right)),
    ]
    places = [frame.place(one) for one in edges]
    middle = frame.projection.centre[1]
    lats = [lat for lat, _lon in places]
    turns = [(lon - middle + 180) % 360 - 180 for _lat, lon in places]
    south, north, west, east = min(lats), max(lats), min(turns), max(turns)
    for pole in (-90.0, 90.0):
        if box.holds(frame.line([(pole, 0.0)])[0]):
            south, north = min(south, pole), max(north, pole)
            west, east = -180.0, 180.0
    return Reach(south, north, west, east)
