"""Answers by name: "results.0.text" is what the first result says.

The dialogue keeps them so, options and files of answers name them so, and all become the tree of
answers that `kb.authoring.form.composing` takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.content.nearmiss import find_near

MOST_OF_A_KIND = 1000
"""Nobody has more results or sources; a greater number is a typing error."""
LONGEST = 100_000
"""Characters of one answer: more than all texts of a long entry together."""


def find_asked(name: str) -> Question | None:
    """The question that a name such as "results.0.text" belongs to.

    A group has no answer of its own, so only questions inside it have names.
    """
    offered = tuple(practice_form().questions())
    pieces = name.split(".")
    while pieces:
        key = pieces.pop(0)
        found = next((one for one in offered if one.key == key), None)
        if found is None:
            return None
        if found.kind is not Kind.PART:
            return None if pieces else found
        if found.is_list and not _is_number(pieces.pop(0) if pieces else ""):
            return None
        offered = found.parts
    return None


def find_near_name(name: str) -> str | None:
    """The name most like a mistyped one, with its numbers."""
    numbers = [piece for piece in name.split(".") if _is_number(piece)]
    bare = ".".join(piece for piece in name.split(".") if not _is_number(piece))
    near = find_near(bare, known_names(""))
    return numbered(near, numbers) if near else None


def known_names(number: str = "0") -> list[str]:
    """Names of all answers, each group's with this number in it; without one if it is ""."""
    questions = practice_form().all_questions()
    names = [one.name for one in questions if one.kind is not Kind.PART]
    return [numbered(name, [number]) for name in names] if number else names


def numbered(name: str, numbers: Iterable[str]) -> str:
    """A question's name with numbers behind the groups that may come several times; else 0."""
    given = iter(numbers)
    pieces: list[str] = []
    path = name.split(".")
    for place, key in enumerate(path):
        pieces.append(key)
        question = practice_form().get(".".join(path[: place + 1]))
        if question.kind is Kind.PART and question.is_list:
            pieces.append(next(given, "0"))
    return ".".join(pieces)


def fill_answers(answers: Mapping[str, Typed]) -> Filled:
    """The tree of some answers.

    Args:
        answers: by names that `find_asked` knows. Numbers say the order of a group's answers;
            those that are left out leave no gap.
    """
    root: dict[str, object] = {}
    for name, typed in answers.items():
        *way, last = name.split(".")
        node = root
        for piece in way:
            node = cast("dict[str, object]", node.setdefault(piece, {}))
        node[last] = typed
    return cast("Filled", _listed(root))


def _listed(node: dict[str, object]) -> object:
    """The same with a list wherever keys are numbers."""
    inside = {
        key: _listed(cast("dict[str, object]", one)) if isinstance(one, dict) else one
        for key, one in node.items()
    }
    if inside and all(map(_is_number, inside)):
        return [inside[key] for key in sorted(inside, key=int)]
    return inside


def merge_filled(below: Filled, above: Filled) -> Filled:
    """Two trees of answers in one; where both answer, the second counts."""
    merged = dict(below)
    for key, given in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(given, dict):
            merged[key] = merge_filled(old, given)
        elif isinstance(old, list) and isinstance(given, list):
            merged[key] = [*_merged_items(old, given)]
        else:
            merged[key] = given
    return merged


def _merged_items(old: list[Typed | Filled], new: list[Typed | Filled]) -> Iterator[Typed | Filled]:
    for place in range(max(len(old), len(new))):
        below = old[place] if place < len(old) else None
        above = new[place] if place < len(new) else None
        if isinstance(below, dict) and isinstance(above, dict):
            yield merge_filled(below, above)
        else:
            one = below if above is None else above
            assert one is not None  # noqa: S101 - one of the two lists is that long
            yield one


def _is_number(piece: str) -> bool:
    return piece.isascii() and piece.isdigit() and len(piece) < 5 and int(piece) < MOST_OF_A_KIND
