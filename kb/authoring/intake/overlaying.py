"""What a form does not ask stays: its answers are laid over those an entry has already.

A table may have columns for some of the questions only. In lists of groups, a new group takes the
place of the old one that is about the same thing. Where the list of sources has changed, numbers of
sources follow the source they stood for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.authoring.form.citing import (
    SOURCES,
    Cited,
    citing_questions,
    find_moved,
    follow,
    numbers_of,
)
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.partners import find_partners, groups_in
from kb.authoring.form.questions import Kind, Question, practice_form


@dataclass(frozen=True)
class Laid:
    """Answers laid over those an entry has."""

    filled: Filled
    moved: Sequence[Cited] = ()
    """Numbers of sources that are others now, for their source stands elsewhere, or is gone."""
    doubtful: Sequence[Cited] = ()
    """Numbers as they were, but of another source now."""


def lay_over(old: Filled, new: Filled, asked: frozenset[str] | None, *, is_made_from: bool) -> Laid:
    """Old answers with new ones in their place; numbers of sources mean what they meant.

    A number nobody was asked for, or that stands unchanged in a form made from the old answers, was
    counted in the old list of sources. Whoever writes a table of their own counts in that.

    Args:
        old: what the entry holds, or held when the form was made.
        new: what the form says.
        asked: names of the questions it has room for; None for all.
        is_made_from: whether the form showed the old answers.
    """
    questions = tuple(practice_form().questions())
    names = frozenset(_all_names(questions)) if asked is None else _with_parts(questions, asked)
    filled = new if asked is None else overlay_answers(questions, old, new, asked)
    sources = practice_form().get(SOURCES)
    if not names & set(_names_in(sources)):
        return Laid(filled)
    moved = find_moved(old, filled, names)
    same = list(_find_same(old, filled, names))
    own = {(one.name, at) for one, at in same if is_made_from or one.name not in names}
    followed, told = follow(filled, moved, lambda one, at: (one.name, at) in own)
    others = {(one.name, at) for one, at in same} - own
    doubtful = follow(filled, moved, lambda one, at: (one.name, at) in others)[1]
    return Laid(followed, told, doubtful)


def _find_same(old: Filled, new: Filled, names: frozenset[str]) -> Iterator[tuple[Question, int]]:
    """Answers with the same numbers of sources as before, and the place of their group."""
    for question in citing_questions():
        top = practice_form().get(question.path[0])
        olds, news = groups_in(old.get(top.key)), groups_in(new.get(top.key))
        asked = names if names & set(_names_in(top)) else None
        for at, partner in enumerate(find_partners(top, olds, news, asked)):
            numbers = numbers_of(news[at].get(question.key))
            if partner is not None and numbers == numbers_of(olds[partner].get(question.key)):
                yield question, at


def _all_names(questions: Sequence[Question]) -> Iterator[str]:
    for one in questions:
        yield one.name
        yield from _names_in(one)


def _with_parts(questions: Sequence[Question], asked: frozenset[str]) -> frozenset[str]:
    """Names asked for; who asks for a whole group asks for all that is in it."""
    whole = (_names_in(one) for one in questions if one.name in asked)
    return asked.union(*whole)


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
    olds_list, news_list = groups_in(before), groups_in(after)
    partners = find_partners(question, olds_list, news_list, asked)
    pairs = zip(partners, news_list, strict=True)
    return [
        overlay_answers(question.parts, {} if at is None else olds_list[at], one, asked)
        for at, one in pairs
    ]


def _names_in(question: Question) -> Iterator[str]:
    for one in question.parts:
        if one.kind is Kind.PART:
            yield from _names_in(one)
        else:
            yield one.name
