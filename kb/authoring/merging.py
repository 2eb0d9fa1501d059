"""Two people changed one entry: what both mean is kept, and where they differ both are told.

Three trees are compared field by field: the entry as it was when the form was opened or made, as
the file is now, and as the form would have it. Numbers of sources are compared by the source they
mean: where somebody else has moved the sources, my numbers follow them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kb.authoring.form.citing import SOURCES, Moved, citing_questions, find_moved
from kb.authoring.form.composing import fill_from_tree
from kb.content.yamlfile import Tree


@dataclass(frozen=True)
class Merged:
    """What came of three trees."""

    tree: dict[str, Tree]
    """Fields that one of both changed are as that one has them; of those both changed, mine."""
    theirs: Mapping[str, Tree]
    """Fields both changed, as they stand in the file: {} where nobody contradicts."""
    taken: frozenset[str]
    """Fields somebody else alone changed, which are as they have them."""
    moved: Moved = field(default_factory=dict)
    """Numbers of my sources, and those they have in the tree."""


def merge(
    base: Mapping[str, Tree],
    current: Mapping[str, Tree],
    mine: Mapping[str, Tree],
    unclear: Collection[str] = (),
) -> Merged:
    """Bring two changes of one entry together.

    Args:
        base: as it was when the form was opened.
        current: as the file is now.
        mine: as the form has it.
        unclear: fields of the form with answers that could not be read, and so are not in `mine`.
    """
    names = _Names(base, current, mine)
    tree: dict[str, Tree] = {}
    theirs: dict[str, Tree] = {}
    taken = set()
    for key in dict.fromkeys((*mine, *current)):
        before, now, wanted = (names.meant(at, key) for at in range(3))
        if now in (before, wanted):
            value = mine.get(key)
        elif wanted == before and key not in unclear:
            value = current.get(key)
            taken.add(key)
        else:
            value = mine.get(key)
            theirs[key] = current.get(key)
        if value is not None:
            tree[key] = value
    return _with_numbers(names, Merged(tree, theirs, frozenset(taken)), current, mine)


_CURRENT, _MINE = 1, 2


class _Names:
    """The sources of three trees, each with one name wherever it stands."""

    def __init__(self, *trees: Mapping[str, Tree]) -> None:
        self._trees = trees
        base, current, mine = (_sources(one) for one in trees)
        first = [f"base {number}" for number in range(len(base))]
        second = _named(base, first, current, "current")
        third = _named(base, first, mine, "mine")
        added = {repr(one): name for one, name in zip(current, second, strict=True)}
        third = [
            name if name in first else added.get(repr(one), name)
            for one, name in zip(mine, third, strict=True)
        ]
        self.of = (first, second, third)

    def meant(self, at: int, key: str) -> object:
        """A field of one of the trees, its numbers of sources as names of these."""
        value = self._trees[at].get(key)
        if key not in _citing():
            return value
        return _meaning(key, value, self.of[at])

    def moved(self, at: int, names: Sequence[str]) -> Moved:
        """Numbers of the sources of one tree, and those in a list of names."""
        places = {name: number for number, name in enumerate(names, 1)}
        return {number: places.get(name) for number, name in enumerate(self.of[at], 1)}


def _with_numbers(
    names: _Names, merged: Merged, current: Mapping[str, Tree], mine: Mapping[str, Tree]
) -> Merged:
    """The same with numbers that count the sources it has."""
    final = names.of[_CURRENT if SOURCES in merged.taken else _MINE]
    moved = names.moved(_MINE, final)
    tree = {**merged.tree}
    is_lost = False
    for key in _citing() & tree.keys():
        numbers = names.moved(_CURRENT, final) if key in merged.taken else moved
        tree[key], lost = _renumbered(key, tree[key], numbers)
        is_lost = is_lost or lost
    if not is_lost:
        return Merged(tree, merged.theirs, merged.taken, moved)
    # One cites what the other has taken out: both lists and what cites them belong together.
    together = _citing() | {SOURCES}
    differ = {key for key in together if names.meant(_CURRENT, key) != names.meant(_MINE, key)}
    theirs = {**merged.theirs, **{key: current.get(key) for key in differ}}
    own = {key: mine[key] for key in together if mine.get(key) is not None}
    rest = {key: value for key, value in merged.tree.items() if key not in together}
    return Merged({**rest, **own}, theirs, merged.taken - together)


def _citing() -> frozenset[str]:
    """Fields with numbers of sources in them."""
    return frozenset(one.path[0] for one in citing_questions())


def _sources(tree: Mapping[str, Tree]) -> list[Tree]:
    value = tree.get(SOURCES)
    return value if isinstance(value, list) else []


def _named(
    olds: Sequence[Tree], names: Sequence[str], news: Sequence[Tree], name: str
) -> list[str]:
    """Names for sources: that of the old one where it is the same, else one of its own."""
    found = [f"{name} {number}" for number in range(len(news))]
    pairs = find_moved(*(fill_from_tree({SOURCES: [*some]}) for some in (olds, news)))
    for old, new in pairs.items():
        if new is not None:
            found[new - 1] = names[old - 1]
    return found


def _meaning(key: str, value: Tree, names: Sequence[str]) -> object:
    """A field with the names of what it cites, for comparing."""
    inner = {one.key for one in citing_questions() if one.path[0] == key}
    if not isinstance(value, list):
        return value
    return [
        {name: _cited(one, names) if name in inner else one for name, one in group.items()}
        if isinstance(group, dict)
        else group
        for group in value
    ]


def _cited(value: Tree, names: Sequence[str]) -> object:
    numbers = value if isinstance(value, list) else [value]
    named = {str(number): name for number, name in enumerate(names, 1)}
    return [named.get(one, one) if isinstance(one, str) else one for one in numbers]


def _renumbered(key: str, value: Tree, moved: Moved) -> tuple[Tree, bool]:
    """A field with other numbers, and whether one of these is gone."""
    inner = {one.key for one in citing_questions() if one.path[0] == key}
    lost = False
    if not isinstance(value, list):
        return value, lost
    groups: list[Tree] = []
    for group in value:
        changed = {**group} if isinstance(group, dict) else {}
        for name in inner & changed.keys():
            there = changed[name]
            ones = there if isinstance(there, list) else [there]
            numbers = [_moved(one, moved) for one in ones]
            lost = lost or None in numbers
            kept: list[Tree] = [one for one in numbers if one is not None]
            changed[name] = kept if isinstance(there, list) else (kept or [None])[0]
        groups.append(changed if isinstance(group, dict) else group)
    return groups, lost


def _moved(number: Tree, moved: Moved) -> Tree:
    if not isinstance(number, str) or not number.isdecimal():
        return number
    new = moved.get(int(number), int(number))
    return None if new is None else str(new)
