"""The course of a dialogue about a new entry: which step comes after which.

First comes what finds an entry; the rest is offered section by section, and each group as often as
it is wanted.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kb.authoring.form.questions import Kind, Need, Question, Section, practice_form

NEEDED = ("title", "language", "location.country")
"""Without these no file can be written."""
_HURRIED = frozenset(("location.municipality",))
"""Asked even in a hurry although it may stay empty: people know it, and it finds duplicates."""


class Asks(StrEnum):
    """What a step of the dialogue asks for."""

    ANSWER = "answer"
    GROUP = "group"
    """Whether a group of questions is to be answered, or answered once more."""
    SECTION = "section"
    """Whether to go on with a section."""
    NEARBY = "nearby"
    """Whether the practice is one of those that are there."""


@dataclass(frozen=True)
class Step:
    """One step of the dialogue."""

    name: str
    """That of the answer, such as "organisations.0.name", or of what is decided."""
    asks: Asks
    question: Question | None = None
    section: Section | None = None
    number: int = 0
    """Of several groups of a kind, counted from 0."""

    @property
    def is_needed(self) -> bool:
        """Whether it cannot be passed without an answer."""
        return self.question is not None and self.question.need is Need.ALWAYS


def course(decisions: Mapping[str, bool]) -> Iterator[Step]:
    """All steps from the beginning, as far as decisions are made.

    Args:
        decisions: which sections and groups are wanted, by the name of the step that asked.
    """
    first = list(hurried_steps())
    yield from first
    asked = {one.name for one in first}
    for section in practice_form().sections:
        rest = [one for one in section.questions if one.name not in asked]
        gate = Step(f"section:{section.id}", Asks.SECTION, section=section)
        yield gate
        if decisions.get(gate.name):
            for question in rest:
                yield from _steps(question, question.key, asked, decisions)


def _steps(
    question: Question, name: str, asked: Container[str], decisions: Mapping[str, bool]
) -> Iterator[Step]:
    """A question, or a group as often as it is wanted."""
    if name in asked:
        return
    if question.kind is not Kind.PART:
        yield Step(name, Asks.ANSWER, question)
        return
    number = 0
    while True:
        inside = f"{name}.{number}" if question.is_list else name
        yield Step(inside, Asks.GROUP, question, number=number)
        if not decisions.get(inside):
            return
        for part in question.parts:
            yield from _steps(part, f"{inside}.{part.key}", asked, decisions)
        if not question.is_list:
            return
        number += 1


def is_hurried(name: str) -> bool:
    """Whether an answer is asked for even in a hurry."""
    return any(one.name == name for one in hurried_steps())


def hurried_steps() -> Iterator[Step]:
    """The questions asked even of somebody in a hurry."""
    for question in practice_form().questions():
        if question.need not in (Need.ALWAYS, Need.STUB):
            continue
        if question.kind is not Kind.PART:
            yield Step(question.name, Asks.ANSWER, question)
            continue
        for part in question.parts:
            if part.need is Need.ALWAYS or part.name in _HURRIED:
                yield Step(part.name, Asks.ANSWER, part)
    yield Step("nearby", Asks.NEARBY)


def group_of(name: str) -> str:
    """The outermost group an answer belongs to, "organisations.0"; "" for one outside of any."""
    key, _dot, rest = name.partition(".")
    question = practice_form().find(key)
    if question is None or question.kind is not Kind.PART:
        return ""
    return f"{key}.{rest.partition('.')[0]}" if question.is_list and rest else key


def gates_of(name: str) -> Iterator[str]:
    """Names of the groups an answer is in, the outermost first."""
    pieces = name.split(".")
    for length in range(1, len(pieces)):
        bare = ".".join(piece for piece in pieces[:length] if not piece.isdigit())
        question = practice_form().find(bare)
        if question and question.is_list != (not pieces[length - 1].isdigit()):
            yield ".".join(pieces[:length])


def is_inside(place: str, group: str) -> bool:
    """Whether a place is a group or lies in it."""
    return place == group or place.startswith(f"{group}.")
