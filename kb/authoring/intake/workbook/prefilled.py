"""What entries hold already, for a workbook that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Question, practice_form


def answers_at(filled: Filled, path: Sequence[str]) -> Iterator[Typed]:
    """The answers to the question that some keys lead to."""
    given = filled.get(path[0])
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, Typed):
            yield one
        elif isinstance(one, dict) and len(path) > 1:
            yield from answers_at(one, path[1:])


def most_chosen(filled_rows: Sequence[Filled]) -> Mapping[str, int]:
    """For each question with several answers from a list, how many a practice has at most."""
    most: dict[str, int] = {}
    for question in practice_form().all_questions():
        if question.is_list and question.has_choices and question.kind is not Kind.PART:
            for filled in filled_rows:
                for group in _holders(filled, question):
                    count = len(list(answers_at(group, question.path[-1:])))
                    most[question.name] = max(most.get(question.name, 0), count)
    return most


def _holders(filled: Filled, question: Question) -> Iterator[Filled]:
    """The groups a question's answers stand in."""
    holders = [filled]
    for key in question.path[:-1]:
        inner = []
        for one in holders:
            given = one.get(key)
            inner += [
                group
                for group in (given if isinstance(given, list) else [given])
                if isinstance(group, dict)
            ]
        holders = inner
    yield from holders
