"""Which items of two lists belong together, so that what stays is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from kb.content.yamlfile import Tree

Pair = tuple[int | None, int | None]
"""Numbers of an old and a new item; None for one that goes or comes."""
_MOST_PAIRS = 10_000
"""More pairs of changed items than this are not weighed against each other."""


def align(old: Sequence[Tree], new: Sequence[Tree]) -> list[Pair]:
    """Pairs in the order of both lists: the same items first, then those most alike."""
    before, after = [_key(one) for one in old], [_key(one) for one in new]
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other, other_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(start, end), range(other, other_end), strict=True)
        else:
            found = _pair_up(old[start:end], new[other:other_end])
            pairs += [(_plus(a, start), _plus(b, other)) for a, b in found]
    return pairs


def _plus(number: int | None, start: int) -> int | None:
    return None if number is None else number + start


def _key(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ",".join(f"{key!r}:{_key(tree[key])}" for key in sorted(tree)) + "}"
    return "[" + ",".join(map(_key, tree)) + "]" if isinstance(tree, list) else repr(tree)


def _pair_up(old: Sequence[Tree], new: Sequence[Tree]) -> list[Pair]:
    """Pairs of items none of which is the same; as many as there can be."""
    if len(old) == len(new) or len(old) * len(new) > _MOST_PAIRS:
        shared = min(len(old), len(new))
        return [
            *((n, n) for n in range(shared)),
            *((n, None) for n in range(shared, len(old))),
            *((None, n) for n in range(shared, len(new))),
        ]
    if len(old) > len(new):
        return [(a, b) for b, a in _pair_up(new, old)]

    @cache
    def best(a: int, b: int) -> tuple[float, int]:
        """How alike the items from here on can be, and the partner of the first."""
        if a == len(old):
            return 0.0, b
        last = len(new) - (len(old) - a)
        choices = (
            (_likeness(old[a], new[n]) + best(a + 1, n + 1)[0], n) for n in range(b, last + 1)
        )
        return max(choices, key=lambda one: (one[0], -one[1]))

    pairs: list[Pair] = []
    here = 0
    for a in range(len(old)):
        partner = best(a, here)[1]
        pairs += [*((None, n) for n in range(here, partner)), (a, partner)]
        here = partner + 1
    return [*pairs, *((None, n) for n in range(here, len(new)))]


def _likeness(one: Tree, other: Tree) -> float:
    """From 0.0 for nothing in common to 1.0 for the same."""
    if isinstance(one, str) and isinstance(other, str):
        return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
    if isinstance(one, dict) and isinstance(other, dict):
        keys = {*one, *other}
        shared = sum(_likeness(one[key], other[key]) for key in one if key in other)
        return shared / len(keys) if keys else 1.0
    return float(one == other)
