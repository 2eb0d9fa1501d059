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
    rounds they are only pushed. The same places always give the same answer.

    Args:
        places: where each mark belongs, at least one.
        room: how much each needs.

    Returns:
        A point for each place, in order. Where there is no room for all, some stay too near.
    """
    marks = _seeds(places, room)
    for turn in range(_ROUNDS):
        homing = _HOMING if turn < _ROUNDS // 2 else 0.0
        pushes, worst = _pushes(marks, places, room)
        marks = [
            _stepped(mark, push, place, homing, room)
            for mark, push, place in zip(marks, pushes, places, strict=True)
        ]
        if homing == 0 and worst < _SETTLED:
            break
    return marks


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


def _pushes(
    marks: Sequence[Point], places: Sequence[Point], room: Room
) -> tuple[list[list[float]], float]:
    """How each mark is pushed, and the most that any is too near to something."""
    pushes = [[0.0, 0.0] for _ in marks]
    worst = 0.0
    for one, other in _near_pairs(marks, marks, 2 * max(room.reaches)):
        if one != other:
            distance = room.reaches[one] + room.reaches[other]
            lacking, across, down = _lacking(marks[one], marks[other], distance, one)
            worst = max(worst, lacking)
            pushes[one][0] += across * lacking / 2
            pushes[one][1] += down * lacking / 2
    for one, other in _near_pairs(marks, places, room.clearance):
        if one != other and room.has_moved(marks[other], places[other]):
            lacking, across, down = _lacking(marks[one], places[other], room.clearance, one)
            worst = max(worst, lacking)
            pushes[one][0] += across * lacking / 2
            pushes[one][1] += down * lacking / 2
    return pushes, worst


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
) -> Iterator[tuple[int, int]]:
    """Pairs that may be nearer than a distance, found in squares of its size."""
    squares: dict[tuple[int, int], list[int]] = {}
    for n, (x, y) in enumerate(others):
        squares.setdefault((int(x // distance), int(y // distance)), []).append(n)
    for n, (x, y) in enumerate(marks):
        column, row = int(x // distance), int(y // distance)
        for near in ((column + right, row + below) for right in (-1, 0, 1) for below in (-1, 0, 1)):
            for other in squares.get(near, ()):
                yield n, other


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
