"""Marks on a crowded map: each close to its place, none over another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.export.projection import Box, Point

_ROUNDS = 400
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_HOMING = 0.06
"""Share of its way back to its place that a mark goes in each round, while it is pushed away."""
_SETTLED = 0.02
CROWD = 200
"""More marks than these are a crowd: they do not push each other, but each takes a free spot."""
_FARTHEST = 60
"""How many spots away a mark of a crowd may be from its place."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much room marks need."""

    reaches: Sequence[float]
    """How far each mark extends from its middle."""
    covered: float
    """A mark nearer to its place than this still stands on it; one farther off has moved, and a
    line must lead to it."""
    clearance: float
    """Between the middle of a mark and the place of another that has moved."""
    box: Box
    """Where the middles of marks may be."""

    def has_moved(self, mark: Point, place: Point) -> bool:
        """Whether a mark no longer stands on its place."""
        return math.dist(mark, place) > self.covered


def spread(places: Sequence[Point], room: Room) -> list[Point]:
    """Where marks stand so that none hides another.

    Marks push each other away and are drawn back to their places, round after round; in the last
    rounds they are only pushed. For a crowd that would take too long. The same places always give
    the same answer.

    Args:
        places: where each mark belongs, at least one.
        room: how much each needs.

    Returns:
        A point for each place, in order. Where there is no room for all, some stay too near.
    """
    if len(places) > CROWD:
        return _homed(_free_spots(places, room), places, room)
    marks = _seeds(places, room)
    field = _Field(places, room)
    for turn in range(_ROUNDS):
        homing = _HOMING if turn < _ROUNDS // 2 else 0.0
        pushes, worst = field.pushes(marks)
        stepped = [
            _stepped(mark, push, place, homing, room)
            for mark, push, place in zip(marks, pushes, places, strict=True)
        ]
        field.stale_by += max(map(math.dist, marks, stepped))
        marks = stepped
        if homing == 0 and worst < _SETTLED:
            break
    return marks


def _free_spots(places: Sequence[Point], room: Room) -> list[Point]:
    """For each place the nearest spot of a honeycomb that no place before it has taken.

    Places around which all is taken keep their marks on them, one over another.
    """
    wide = 2 * max(room.reaches)
    high = wide * math.sqrt(3) / 2
    taken: set[tuple[int, int]] = set()
    begin: dict[tuple[int, int], int] = {}
    marks = []
    for x, y in places:
        row = round((y - room.box.top) / high)
        home = round((x - room.box.left) / wide - row % 2 / 2), row
        mark = x, y
        for ring in range(begin.get(home, 0), _FARTHEST):
            spots = (
                (math.dist((x, y), spot), cell, spot)
                for cell in _cells_around(home, ring)
                if cell not in taken and room.box.holds(spot := _spot(cell, wide, high, room.box))
            )
            if nearest := min(spots, default=None):
                taken.add(nearest[1])
                mark = nearest[2]
                break
            begin[home] = ring + 1
        marks.append(mark)
    return marks


def _homed(marks: Sequence[Point], places: Sequence[Point], room: Room) -> list[Point]:
    """The same marks, those on their very places that have room there."""
    wide = 2 * max(room.reaches)
    found = list(marks)
    squares: dict[tuple[int, int], set[int]] = {}
    for n, (x, y) in enumerate(found):
        squares.setdefault((int(x // wide), int(y // wide)), set()).add(n)
    for n, place in enumerate(places):
        home = _kept_in(room.box, place)
        cell = int(home[0] // wide), int(home[1] // wide)
        near = (one for square in _squares_around(cell) for one in squares.get(square, ()))
        if all(one == n or math.dist(found[one], home) >= wide for one in near):
            squares[int(found[n][0] // wide), int(found[n][1] // wide)].remove(n)
            squares.setdefault(cell, set()).add(n)
            found[n] = home
    return found


def _squares_around(square: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A square and the eight about it, column by column."""
    for right in (-1, 0, 1):
        for below in (-1, 0, 1):
            yield square[0] + right, square[1] + below


def _cells_around(home: tuple[int, int], ring: int) -> Iterator[tuple[int, int]]:
    """The cells in a square of so many around another."""
    column, row = home
    for across in range(-ring, ring + 1):
        for down in (-ring, ring) if abs(across) < ring else range(-ring, ring + 1):
            yield column + across, row + down


def _spot(cell: tuple[int, int], wide: float, high: float, box: Box) -> Point:
    """The middle of a cell of the honeycomb; every other row is moved by half a cell."""
    column, row = cell
    return box.left + (column + row % 2 / 2) * wide, box.top + row * high


def _seeds(places: Sequence[Point], room: Room) -> list[Point]:
    """Where marks begin: those of one place around it, like the seeds of a sunflower."""
    counts: dict[tuple[int, int], int] = {}
    marks = []
    for (x, y), reach in zip(places, room.reaches, strict=True):
        square = round(x / reach), round(y / reach)
        n = counts.get(square, 0)
        counts[square] = n + 1
        away, angle = reach * math.sqrt(n), n * _GOLDEN_ANGLE
        marks.append(_folded(room.box, (x + away * math.cos(angle), y + away * math.sin(angle))))
    return marks


def _stepped(mark: Point, push: Sequence[float], place: Point, homing: float, room: Room) -> Point:
    """Where a mark goes in one round: not farther than a mark is wide, lest it be thrown out."""
    across = push[0] + homing * (place[0] - mark[0])
    down = push[1] + homing * (place[1] - mark[1])
    length = math.hypot(across, down)
    share = min(1.0, min(room.reaches) / length) if length else 0.0
    return _kept_in(room.box, (mark[0] + share * across, mark[1] + share * down))


class _Field:
    """What pushes marks; pairs that are near are looked for only when marks have gone some way."""

    def __init__(self, places: Sequence[Point], room: Room) -> None:
        self.stale_by = math.inf
        """How far a mark may have gone since pairs were looked for; to be kept up by the caller."""
        self._places = places
        self._room = room
        self._slack = max(room.reaches)
        self._of_marks: list[tuple[int, int]] = []
        self._of_places: list[tuple[int, int]] = []

    def pushes(self, marks: Sequence[Point]) -> tuple[list[list[float]], float]:
        """How each mark is pushed, and the most that any is too near to something."""
        room = self._room
        if 2 * self.stale_by > self._slack:
            self._look_around(marks)
        pushes = [[0.0, 0.0] for _ in marks]
        worst = 0.0
        for one, other in self._of_marks:
            distance = room.reaches[one] + room.reaches[other]
            worst = max(worst, _push(pushes[one], marks[one], marks[other], distance, one))
        moved = [room.has_moved(*pair) for pair in zip(marks, self._places, strict=True)]
        for one, other in self._of_places:
            if moved[other]:
                place = self._places[other]
                worst = max(worst, _push(pushes[one], marks[one], place, room.clearance, one))
        return pushes, worst

    def _look_around(self, marks: Sequence[Point]) -> None:
        room = self._room
        self._of_marks = _near_pairs(marks, marks, 2 * max(room.reaches) + self._slack)
        self._of_places = _near_pairs(marks, self._places, room.clearance + self._slack)
        self.stale_by = 0.0


def _push(push: list[float], mark: Point, other: Point, distance: float, number: int) -> float:
    """Add to a push what a mark gets from a point that is too near; by how much it is."""
    across, down = mark[0] - other[0], mark[1] - other[1]
    if across * across + down * down >= distance * distance:
        return 0.0
    lacking, right, below = _lacking(mark, other, distance, number)
    push[0] += right * lacking / 2
    push[1] += below * lacking / 2
    return lacking


def _lacking(mark: Point, other: Point, distance: float, number: int) -> tuple[float, float, float]:
    """How much a mark is too near to a point, and the direction away from it.

    Where it is at that very point, each mark has a direction of its own.
    """
    across, down = mark[0] - other[0], mark[1] - other[1]
    length = math.hypot(across, down)
    if length == 0:
        return distance, math.cos(number * _GOLDEN_ANGLE), math.sin(number * _GOLDEN_ANGLE)
    return max(0.0, distance - length), across / length, down / length


def _near_pairs(
    marks: Sequence[Point], others: Sequence[Point], distance: float
) -> list[tuple[int, int]]:
    """Pairs of two that are nearer than a distance, found in squares of its size."""
    squares: dict[tuple[int, int], list[int]] = {}
    for n, (x, y) in enumerate(others):
        squares.setdefault((int(x // distance), int(y // distance)), []).append(n)
    found = []
    for n, (x, y) in enumerate(marks):
        for near in _squares_around((int(x // distance), int(y // distance))):
            for other in squares.get(near, ()):
                if n != other and math.dist(marks[n], others[other]) < distance:
                    found.append((n, other))
    return found


def _folded(box: Box, point: Point) -> Point:
    """A point beyond an edge as far within it: no two that were apart come to lie in one."""
    x = box.left + abs(point[0] - box.left)
    y = box.top + abs(point[1] - box.top)
    return _kept_in(box, (box.right - abs(box.right - x), box.bottom - abs(box.bottom - y)))


def _kept_in(box: Box, point: Point) -> Point:
    return (
        min(max(point[0], box.left), box.right),
        min(max(point[1], box.top), box.bottom),
    )
