"""Figures cite their sources by number; when the list of sources changes, the numbers follow.

A number counts the sources as they stand in a form, empty ones too. What is counted is the list of
sources; which answers count it, the model says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from kb.authoring.form.composing import Filled, Typed, shown_of
from kb.authoring.form.partners import find_partners, groups_in
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.errors import Issue, Location

SOURCES = "sources"
"""The list that is counted."""
_NUMBERS = re.compile(r"[\d\s,;.()\[\]]+")

Moved: TypeAlias = Mapping[int, int | None]
"""Numbers sources had, and those they have; None for one that is gone. Others stay."""
Answer: TypeAlias = Typed | Filled | list[Typed | Filled]


class Cited(NamedTuple):
    """An answer whose number of a source is another one, or means another one."""

    question: Question
    group: int
    """Which of the groups it stands in, counted from 0."""
    before: str
    after: str
    place: str
    is_lost: bool
    """Whether a source that it cited is gone."""

    @property
    def name(self) -> str:
        """Of the answer, as pages call its field: "results.0.source"."""
        return f"{self.question.path[0]}.{self.group}.{self.question.key}"

    @property
    def params(self) -> dict[str, str]:
        """What the sentences about it need."""
        figure = practice_form().get(self.question.path[0]).numbered(self.group + 1)
        return {"figure": figure, "number": self.before}


@cache
def citing_questions() -> tuple[Question, ...]:
    """The questions that are answered by numbers of sources, each in a list of groups."""
    return tuple(one for one in practice_form().all_questions() if one.kind is Kind.COUNT)


def follow(
    filled: Filled, moved: Moved, may: Callable[[Question, int], bool] = lambda *_: True
) -> tuple[Filled, list[Cited]]:
    """Answers with the numbers of sources that have moved, and which these are.

    Args:
        filled: the answers; they stay as they are.
        moved: numbers before and after.
        may: whether the numbers in a group are to follow.
    """
    followed, told = {**filled}, []
    if all(old == new for old, new in moved.items()):
        return followed, []
    for question in citing_questions():
        top, key = question.path[0], question.key
        given = followed.get(top)
        if not isinstance(given, list):
            continue
        groups = [*given]
        for number, group in enumerate(given):
            there = group.get(key) if isinstance(group, dict) else None
            if isinstance(group, dict) and there is not None and may(question, number):
                after = _followed(there, moved)
                if after != there:
                    groups[number] = {**group, key: after}
                    told.append(_told(question, number, there, after, moved))
        followed[top] = groups
    return followed, told


def close_gaps(filled: Filled) -> tuple[Filled, list[Cited]]:
    """Answers without empty sources, and those whose numbers are others for it."""
    followed, told = follow(filled, _find_gaps(filled))
    sources = filled.get(SOURCES)
    if isinstance(sources, list):
        followed[SOURCES] = [one for one in sources if _is_filled(one)]
    return followed, told


def _find_gaps(filled: Filled) -> Moved:
    """Where sources are once the empty ones before them are gone."""
    sources = filled.get(SOURCES)
    moved: dict[int, int | None] = {}
    kept = 0
    empty: list[int] = []
    for number, one in enumerate(sources if isinstance(sources, list) else (), 1):
        if _is_filled(one):
            kept += 1
            moved |= {number: kept, **dict.fromkeys(empty)}
            empty = []
        else:
            empty.append(number)
    return moved  # a number that cites one of those at the end is told as one that is wrong


def find_moved(before: Filled, after: Filled, asked: Iterable[str] | None = None) -> Moved:
    """Where the sources of one form stand in another.

    Args:
        before: answers with the sources as they were.
        after: answers with the sources as they would be.
        asked: names of the questions asked for them; None for all.
    """
    olds, news = groups_in(before.get(SOURCES)), groups_in(after.get(SOURCES))
    names = None if asked is None else frozenset(asked)
    partners = find_partners(practice_form().get(SOURCES), olds, news, names)
    places = {old: new for new, old in enumerate(partners, 1) if old is not None}
    return {old + 1: places.get(old) for old in range(len(olds))}


def numbers_of(given: object) -> list[str]:
    """The numbers in an answer."""
    if isinstance(given, list):
        return [number for one in given for number in numbers_of(one)]
    return re.findall(r"\d+", _text(given)) if isinstance(given, Typed) else []


def tell_lost(cited: Iterable[Cited], path: Path, place: str = "") -> list[Issue]:
    """Findings about figures whose source is gone.

    Args:
        cited: answers with other numbers.
        path: the file they came from, or are meant for.
        place: where in it, for answers that say nothing.
    """
    return [
        Issue("KB762", Location(path, place=one.place or place), one.params)
        for one in cited
        if one.is_lost
    ]


def _followed(given: Answer, moved: Moved) -> Answer:
    """An answer with other numbers; one that was nothing else is empty then."""
    if isinstance(given, Typed):
        return _renumbered(given, moved)
    if not isinstance(given, list):
        return given
    ones = [(one, _renumbered(one, moved) if isinstance(one, Typed) else one) for one in given]
    return [new for old, new in ones if new == old or _is_filled(new)]


def _renumbered(typed: Typed, moved: Moved) -> Typed:
    text = _text(typed)
    numbers = [int(one) for one in re.findall(r"\d{1,9}", text)]
    if not _NUMBERS.fullmatch(text) or all(moved.get(one, one) == one for one in numbers):
        return typed
    kept = [new for one in numbers if (new := moved.get(one, one)) is not None]
    return typed._replace(value=", ".join(map(str, kept)))


def _text(typed: Typed) -> str:
    value = typed.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _told(question: Question, group: int, old: Answer, new: Answer, moved: Moved) -> Cited:
    numbers = numbers_of(old)
    place = next((one.place for one in _ones(old) if isinstance(one, Typed)), "")
    is_lost = any(moved.get(int(one), 0) is None for one in numbers)
    return Cited(question, group, ", ".join(numbers), ", ".join(numbers_of(new)), place, is_lost)


def _ones(given: Answer) -> list[Typed | Filled]:
    return given if isinstance(given, list) else [given]


def _is_filled(given: object) -> bool:
    if isinstance(given, Typed):
        return bool(shown_of(given))
    if isinstance(given, dict | list):
        return any(map(_is_filled, given.values() if isinstance(given, dict) else given))
    return False
