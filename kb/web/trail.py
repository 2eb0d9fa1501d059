"""The trail of a transfer: where a practice was taken over from, and who took it over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.model import Practice

MOST_STEPS = 20
"""So far a trail is followed; nobody reads on longer."""
FindPractice = Callable[[str], Practice | None]
"""A practice that readers may see, by its id."""


@dataclass(frozen=True)
class Step:
    """One practice on the trail.

    Attributes:
        practice: the one that is reached.
        adopter: the one of the two that took the other over; its record says what was changed.
        changes: what it did differently; None where nobody says.
        steps: where the trail goes on from there.
    """

    practice: Practice
    adopter: Practice
    changes: str | None
    steps: tuple[Step, ...] = ()


def adopters_of(practices: Iterable[Practice]) -> Mapping[str, tuple[str, ...]]:
    """Who took each practice over: id → ids of the adopters, in the order of the practices."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in practices:
        for origin in dict.fromkeys(adoption.practice for adoption in one.adopted_from):
            found[origin].append(one.id)
    return {origin: tuple(ids) for origin, ids in found.items()}


def trace_origins(practice: Practice, find: FindPractice) -> tuple[Step, ...]:
    """Where a practice was taken over from, and where that came from, as far as it is known.

    Every practice stands once, so a circle ends.
    """

    def origins(one: Practice) -> Iterator[tuple[Practice, Practice, str | None]]:
        for adoption in one.adopted_from:
            if origin := find(adoption.practice):
                yield origin, one, adoption.changes

    return _trace(practice, origins)


def trace_adopters(
    practice: Practice, adopters: Mapping[str, tuple[str, ...]], find: FindPractice
) -> tuple[Step, ...]:
    """Who took a practice over, and who took it over from them.

    Args:
        practice: where the trail starts.
        adopters: see `adopters_of`.
        find: finds a practice by its id.
    """

    def takers(one: Practice) -> Iterator[tuple[Practice, Practice, str | None]]:
        for adopter in filter(None, map(find, adopters.get(one.id, ()))):
            said = (it.changes for it in adopter.adopted_from if it.practice == one.id)
            yield adopter, adopter, next(filter(None, said), None)

    return _trace(practice, takers)


def _trace(
    start: Practice,
    ahead: Callable[[Practice], Iterable[tuple[Practice, Practice, str | None]]],
) -> tuple[Step, ...]:
    """All that is reached, each practice once and by the shortest way."""
    far = {start.id: 0}
    order = [start]
    below: defaultdict[str, list[tuple[Practice, Practice, str | None]]] = defaultdict(list)
    for one in order:  # grows while it is walked
        for found in ahead(one) if far[one.id] < MOST_STEPS else ():
            if found[0].id not in far:
                far[found[0].id] = far[one.id] + 1
                order.append(found[0])
                below[one.id].append(found)
    steps: dict[str, tuple[Step, ...]] = {}
    for one in reversed(order):
        steps[one.id] = tuple(Step(*found, steps[found[0].id]) for found in below[one.id])
    return steps[start.id]
