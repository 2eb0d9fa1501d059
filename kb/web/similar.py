"""Practices that are alike by their topics: where to read on when nobody named a related one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from typing import NamedTuple

from kb.model import Practice, Vocabulary

MOST = 4
"""More would be a list and no hint."""
NARROW, BROAD, GROUP = 9, 4, 1
"""What one shared narrow topic, broad topic and target group count."""
ABROAD = 2
"""What another country counts: the exchange is between countries, neighbours know each other."""


class Profile(NamedTuple):
    """What a practice is about."""

    id: str
    narrow: frozenset[str]
    """Topics that have a broader one."""
    broad: frozenset[str]
    """Topics without a broader one, and those above its narrow topics."""
    groups: frozenset[str]
    country: str


def profile_of(practice: Practice, topics: Vocabulary | None) -> Profile:
    """What a practice is about.

    Args:
        practice: which one.
        topics: the vocabulary; without it every topic is a broad one.
    """
    lines = [topics.lineage(one) if topics else () for one in practice.topics]
    return Profile(
        practice.id,
        frozenset(one.id for line in lines for one in line[:-1]),
        frozenset(line[-1].id for line in lines if line) if topics else frozenset(practice.topics),
        frozenset(practice.target_groups),
        practice.location.country if practice.location else "",
    )


def likeness(one: Profile, other: Profile) -> int:
    """How much two practices have in common; 0 for those without a common topic."""
    narrow, broad = len(one.narrow & other.narrow), len(one.broad & other.broad)
    if not narrow and not broad:
        return 0
    shared = NARROW * narrow + BROAD * broad + GROUP * len(one.groups & other.groups)
    return shared + (ABROAD if one.country != other.country else 0)


class Similar:
    """Finds practices that are alike.

    Args:
        practices: all there are.
        topics: their vocabulary.
    """

    def __init__(self, practices: Iterable[Practice], topics: Vocabulary | None) -> None:
        self._profiles = {one.id: profile_of(one, topics) for one in practices}
        self._by_topic: defaultdict[str, list[Profile]] = defaultdict(list)
        for one in self._profiles.values():
            for topic in one.broad:
                self._by_topic[topic].append(one)

    def find(
        self, practice_id: str, left_out: Container[str] = (), most: int = MOST
    ) -> tuple[str, ...]:
        """Ids of those most like a practice, the most similar first.

        Args:
            practice_id: which one.
            left_out: ids that are not wanted: the reader has them before them already.
            most: how many at most.
        """
        mine = self._profiles.get(practice_id)
        if mine is None:
            return ()
        near = {one.id: one for topic in mine.broad for one in self._by_topic[topic]}
        scores = Counter(
            {
                one.id: likeness(mine, one)
                for one in near.values()
                if one.id != practice_id and one.id not in left_out
            }
        )
        return tuple(sorted(scores, key=lambda one: (-scores[one], one))[:most])
