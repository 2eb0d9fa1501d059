"""Which groups of two lists are about the same thing: the same result, the same source."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kb.authoring.form.choices import as_name
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Question


def find_partners(
    question: Question,
    olds: Sequence[Filled],
    news: Sequence[Filled],
    asked: Collection[str] | None = None,
) -> list[int | None]:
    """For each new group the number of the old one it is about, counted from 0.

    That is the one with the same answers, else with the same first answer, which is what groups
    are told apart by, else with the same address in the web, else the one at its place where both
    lists are as long.

    Args:
        question: of the list.
        olds: its groups as they were.
        news: its groups as they would be.
        asked: names of the questions that were asked for them; None for all.
    """
    parts = [one for one in question.parts if asked is None or one.name in asked]
    keys = [one.key for one in parts]
    found: dict[int, int] = {}
    _pair_same(found, olds, news, keys)
    for some in (keys[:1], [one.key for one in parts if one.kind is Kind.URL]):
        _pair_same(found, olds, news, some)
    if len(olds) == len(news):
        for number in range(len(news)):
            _pair(found, number, [number])
    return [found.get(number) for number in range(len(news))]


def groups_in(given: object) -> list[Filled]:
    """The groups of a list."""
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _pair_same(
    found: dict[int, int], olds: Sequence[Filled], news: Sequence[Filled], keys: Sequence[str]
) -> None:
    """Pair groups that give the same answers to some questions, if they give any."""
    said = [_said(one, keys) for one in olds]
    for number, new in enumerate(news):
        own = _said(new, keys)
        if any(own):
            _pair(found, number, [at for at, old in enumerate(said) if old == own])


def _pair(found: dict[int, int], number: int, places: Sequence[int]) -> None:
    """Pair a new group with the first of some old ones that is free."""
    free = (at for at in places if at not in found.values())
    if number not in found and (place := next(free, None)) is not None:
        found[number] = place


def _said(filled: Filled, keys: Sequence[str]) -> list[str]:
    """Answers without their places, for comparing."""
    return [_plain(filled.get(key)) for key in keys]


def _plain(given: object) -> str:
    if isinstance(given, Typed):
        return as_name(str(given.value))
    return "\n".join(map(_plain, given)) if isinstance(given, list) else ""
