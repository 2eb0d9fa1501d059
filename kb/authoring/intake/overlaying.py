"""What a form does not ask stays: its answers are laid over those an entry has already.

A table may have columns for some of the questions only. In lists of groups, a new group takes the
place of the old one that says the same, else the same first, else of the one at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.authoring.form.choices import as_name
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Question


def overlay_answers(
    questions: Sequence[Question], old: Filled, new: Filled, asked: frozenset[str]
) -> Filled:
    """Old answers with new ones in their place, where the form had room for them.

    Args:
        questions: of the form, or of a group.
        old: what the entry holds.
        new: what the form says.
        asked: names of the questions it has room for.
    """
    filled: Filled = {}
    for question in questions:
        if question.kind is Kind.PART:
            value = _overlaid_part(question, old, new, asked)
        else:
            value = (new if question.name in asked else old).get(question.key)
        if value is not None:
            filled[question.key] = value
    return filled


def _overlaid_part(
    question: Question, old: Filled, new: Filled, asked: frozenset[str]
) -> Typed | Filled | list[Typed | Filled] | None:
    before, after = old.get(question.key), new.get(question.key)
    names = set(_names_in(question))
    if not names & asked and question.name not in asked:
        return before
    if names <= asked or question.name in asked:
        return after
    if not question.is_list:
        olds, news = (one if isinstance(one, dict) else {} for one in (before, after))
        return overlay_answers(question.parts, olds, news, asked)
    olds_list, news_list = _groups(before), _groups(after)
    pairs = zip(_partners(question, olds_list, news_list, asked), news_list, strict=True)
    return [overlay_answers(question.parts, one, other, asked) for one, other in pairs]


def _names_in(question: Question) -> Iterator[str]:
    for one in question.parts:
        if one.kind is Kind.PART:
            yield from _names_in(one)
        else:
            yield one.name


def _groups(given: object) -> list[Filled]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _partners(
    question: Question, olds: Sequence[Filled], news: Sequence[Filled], asked: frozenset[str]
) -> list[Filled]:
    """For each new group the old one it is about.

    That is the one with the same answers, else with the same first answer, which is what groups
    are told apart by, else the one at its place.
    """
    keys = [one.key for one in question.parts if one.name in asked]
    found: dict[int, int] = {}
    for number, new in enumerate(news):
        _pair(
            found,
            number,
            [at for at, old in enumerate(olds) if _said(old, keys) == _said(new, keys)],
        )
    for number, new in enumerate(news):
        first = _said(new, keys[:1])
        alike = [at for at, old in enumerate(olds) if _said(old, keys[:1]) == first != [""]]
        _pair(found, number, alike)
    if len(olds) == len(news):
        for number in range(len(news)):
            _pair(found, number, [number])
    return [olds[found[number]] if number in found else {} for number in range(len(news))]


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
