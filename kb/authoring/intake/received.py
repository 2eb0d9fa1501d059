"""What comes in with a file: filled forms, and what is wrong with reading them.

Readers of workbooks, tables and answers in JSON hand over single answers, each with the question it
belongs to; here they become the tree `kb.authoring.form.composing` takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kb.authoring.form.citing import SOURCES
from kb.authoring.form.composing import Filled, FilledForm, Typed, shown_of
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.authoring.intake.madefrom import MadeFrom
from kb.errors import Issue

_MOST_COUNTED = 200
"""Sources that are counted with the empty ones between them."""


@dataclass(frozen=True)
class ReceivedForm:
    """One filled form."""

    form: FilledForm
    asked: frozenset[str] | None = None
    """Names of the questions the file has room for; None for all. What it does not ask stays."""
    issues: tuple[Issue, ...] = ()
    """What was found while reading it."""
    owner: str | None = None
    """What rows without a practice of their own call the one they belong to; None for a form."""
    made_from: MadeFrom | None = None
    """What the entry said when the form was made of it; None where that is not known."""


@dataclass(frozen=True)
class Received:
    """What came with one file, or with several."""

    forms: Sequence[ReceivedForm] = ()
    issues: Sequence[Issue] = ()
    """What concerns no form by itself. If there is an error among it, none of the forms is safe."""


class Given(NamedTuple):
    """One answer, as it was found."""

    question: Question
    typed: Typed
    number: int = 0
    """Which of several, counted from anywhere; 0 where nothing tells."""


@dataclass
class Gathering:
    """The answers to one form, as they are found one after another."""

    place: str = ""
    entry_id: str = ""
    given: list[Given] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nobody answered anything."""
        return not any(shown_of(one.typed) for one in self.given)


def shape_answers(given: Iterable[Given]) -> Filled:
    """Answers as a tree shaped like the form.

    Answers to a question inside a list of groups go to the group of their number; without numbers,
    the second answer to the same question begins the second group.
    """
    filled: Filled = {}
    groups: dict[str, dict[int, Filled]] = {}
    met: dict[str, int] = {}
    for one in given:
        top = practice_form().get(one.question.path[0])
        if top.kind is Kind.PART and top.is_list:
            number = one.number
            if not number:
                number = met[one.question.name] = met.get(one.question.name, 0) + 1
            group = groups.setdefault(top.key, {}).setdefault(number, {})
            _put(group, one.question.path[1:], one)
        else:
            _put(filled, one.question.path, one)
    for key, numbered in groups.items():
        # Sources are counted as they stand in the file, empty ones too.
        is_counted = key == SOURCES and max(numbered) <= _MOST_COUNTED
        numbers = range(1, max(numbered) + 1) if is_counted else sorted(numbered)
        filled[key] = [numbered.get(number, {}) for number in numbers]
    return filled


def _put(filled: Filled, path: Sequence[str], one: Given) -> None:
    for key in path[:-1]:
        inner = filled.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        filled = inner
    if not shown_of(one.typed):
        return
    known = filled.get(path[-1])
    if isinstance(known, list):
        known.append(one.typed)
    elif isinstance(known, Typed):
        filled[path[-1]] = [known, one.typed]
    else:
        filled[path[-1]] = one.typed
