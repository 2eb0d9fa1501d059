"""Flat drawings of a round earth: the projection of the map, and lines cut and made lighter."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

EARTH_KM = 6371.0
"""Mean radius; the flattening of the earth does not show on a page."""

Place = tuple[float, float]
"""Latitude and longitude in degrees."""
Point = tuple[float, float]
"""Right and down, in kilometres or in units of the drawing."""


def place_of(lat: float | None, lon: float | None) -> Place | None:
    """A place from its coordinates; None where one is missing or they are not on earth."""
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180):
        return None  # not a number is not on earth either
    return lat, lon


class Box(NamedTuple):
    """A rectangle, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        """The same with a margin on all sides."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, point: Point) -> bool:
        """Whether a point lies within."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


def box_around(points: Iterable[Point]) -> Box:
    """The smallest box that holds some points, at least one."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert's azimuthal equal-area projection around a centre; lengths are kilometres."""

    centre: Place

    def point(self, place: Place) -> Point:
        """Where a place lies on the plane, right and down of the centre."""
        lat0, lat = math.radians(self.centre[0]), math.radians(place[0])
        turn = math.radians(place[1] - self.centre[1])
        nearness = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(turn)
        scale = EARTH_KM * math.sqrt(2 / max(1 + nearness, 1e-9))
        right = scale * math.cos(lat) * math.sin(turn)
        up = scale * (
            math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * math.cos(turn)
        )
        return right, -up

    def line(self, places: Iterable[Place]) -> list[Point]:
        """Where some places lie; the same as `point` for each, but faster."""
        lat0, lon0 = math.radians(self.centre[0]), math.radians(self.centre[1])
        sin0, cos0 = math.sin(lat0), math.cos(lat0)
        sin, cos, sqrt, radians = math.sin, math.cos, math.sqrt, math.radians
        found = []
        for lat, lon in places:
            height, turn = radians(lat), radians(lon) - lon0
            sine, cosine = sin(height), cos(height)
            along = cosine * cos(turn)
            nearness = 1 + sin0 * sine + cos0 * along
            scale = EARTH_KM * sqrt(2 / (nearness if nearness > 1e-9 else 1e-9))
            found.append((scale * cosine * sin(turn), scale * (sin0 * along - cos0 * sine)))
        return found

    def place(self, point: Point) -> Place:
        """The place at a point of the plane, which lies within twice the earth's radius."""
        right, up = point[0], -point[1]
        distance = math.hypot(right, up)
        if distance == 0:
            return self.centre
        lat0 = math.radians(self.centre[0])
        angle = 2 * math.asin(min(1.0, distance / (2 * EARTH_KM)))
        lat = math.asin(
            math.cos(angle) * math.sin(lat0) + up * math.sin(angle) * math.cos(lat0) / distance
        )
        turn = math.atan2(
            right * math.sin(angle),
            distance * math.cos(lat0) * math.cos(angle) - up * math.sin(lat0) * math.sin(angle),
        )
        return math.degrees(lat), (self.centre[1] + math.degrees(turn) + 180) % 360 - 180


def centre_of(places: Iterable[Place]) -> Place:
    """The middle of some places on the globe; it does not mind the date line."""
    sums = [0.0, 0.0, 0.0]
    for lat, lon in places:
        across = math.cos(math.radians(lat))
        sums[0] += across * math.cos(math.radians(lon))
        sums[1] += across * math.sin(math.radians(lon))
        sums[2] += math.sin(math.radians(lat))
    lat = math.atan2(sums[2], math.hypot(sums[0], sums[1]))
    return math.degrees(lat), math.degrees(math.atan2(sums[1], sums[0]))


def is_inside(place: Place, ring: Sequence[Place]) -> bool:
    """Whether a place lies in a ring, on the plane of latitude and longitude."""
    lat, lon = place
    inside = False
    before = ring[-1]
    for here in ring:
        if (here[0] > lat) != (before[0] > lat):
            crossing = here[1] + (lat - here[0]) * (before[1] - here[1]) / (before[0] - here[0])
            inside ^= lon < crossing
        before = here
    return inside


def area_of(ring: Sequence[Point]) -> float:
    """The area of a ring, whichever way it turns."""
    total = 0.0
    before = ring[-1]
    for here in ring:
        total += before[0] * here[1] - here[0] * before[1]
        before = here
    return abs(total) / 2


def clip_ring(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a ring that lies in a box (Sutherland and Hodgman); [] where none does."""
    part = list(ring)
    for axis, limit, sign in (
        (0, box.left, 1),
        (0, box.right, -1),
        (1, box.top, 1),
        (1, box.bottom, -1),
    ):
        part = _clip_at(part, axis, limit, sign)
        if not part:
            break
    return part


def _clip_at(ring: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    if not ring:
        return kept
    before = ring[-1]
    was_inside = sign * (before[axis] - limit) >= 0
    for here in ring:
        inside = sign * (here[axis] - limit) >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            kept.append(
                (
                    before[0] + share * (here[0] - before[0]),
                    before[1] + share * (here[1] - before[1]),
                )
            )
        if inside:
            kept.append(here)
        before, was_inside = here, inside
    return kept


def simplify_ring(ring: Sequence[Point], tolerance: float) -> list[Point]:
    """A ring with fewer points, nowhere farther than the tolerance from where it was.

    Douglas and Peucker, on the two halves between the first point and the one farthest from it.
    """
    points = _thinned(ring, tolerance / 2)
    if len(points) < 4:
        return points
    first = points[0]
    far = max(range(len(points)), key=lambda n: math.dist(first, points[n]))
    there = _simplified(points[: far + 1], tolerance)
    back = _simplified([*points[far:], first], tolerance)
    return [*there[:-1], *back[:-1]]


def _thinned(ring: Sequence[Point], distance: float) -> list[Point]:
    """The points that are not quite at the one before: most of a coast drawn small."""
    kept: list[Point] = []
    for point in ring:
        if not kept or math.dist(kept[-1], point) > distance:
            kept.append(point)
    return kept


def _simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    kept = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        start, end = open_parts.pop()
        farthest, distance = _farthest(line, start, end)
        if distance > tolerance:
            kept.add(farthest)
            open_parts += [(start, farthest), (farthest, end)]
    return [line[n] for n in sorted(kept)]


def _farthest(line: Sequence[Point], start: int, end: int) -> tuple[int, float]:
    """The point of a part that lies farthest from the straight line between its ends."""
    (left, top), (right, bottom) = line[start], line[end]
    across, down = right - left, bottom - top
    length = math.hypot(across, down)
    farthest, distance = start, 0.0
    for n in range(start + 1, end):
        x, y = line[n]
        if length:
            away = abs(across * (y - top) - down * (x - left)) / length
        else:
            away = math.hypot(x - left, y - top)
        if away > distance:
            farthest, distance = n, away
    return farthest, distance
