"""Collects answers while a form is read: which question, which of several, where it stood."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from kb.authoring.form.cleaning import shown
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.authoring.intake.wordform.phrases import group_number, whole_form
from kb.errors import Issue, Location
from kb.translation.telling import quoted


class Collector:
    """Answers of one form.

    Args:
        path: names the file in findings.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._filled: Filled = {}
        self._numbers: dict[Hashable, int] = {}
        self.asked: set[str] = set()
        """Names of the questions that were there, answered or not."""
        self.issues: list[Issue] = []

    def ask(self, question: Question, thing: Hashable) -> None:
        """Note that a question was there; of a group that it has one more thing.

        Args:
            question: what was asked.
            thing: tells the things of a group apart.
        """
        self.asked.add(question.name)
        if question.path[0] != question.name and _group_of(question).is_list:
            self._thing(question, thing)

    def answer(self, question: Question, thing: Hashable, texts: list[str]) -> None:
        """Take what was written to a question.

        Args:
            question: what was asked.
            thing: tells the things of a group apart.
            texts: what stands in its fields.
        """
        self.ask(question, thing)
        place = self._place(question, thing)
        typed = [Typed(text, place) for text in texts if text.strip()]
        if not typed:
            return
        target = self._target(question, thing)
        there = target.get(question.key)
        before = there if isinstance(there, list) else [] if there is None else [there]
        whole = [*before, *typed]
        target[question.key] = whole if question.is_list or len(whole) > 1 else whole[0]

    def leave_out(self, text: str, near: str, **params: str) -> None:
        """Note a text that is no answer, and what it stood near."""
        where = Location(self._path, place=near or whole_form())
        told = params or {"text": shown(text)}
        self.issues.append(Issue("KB759", where, told))

    def take_as(self, question: Question, text: str, read: str) -> None:
        """Note that an answer was read as something shorter."""
        where = Location(self._path, place=question.label)
        told = {"value": shown(text), "label": question.label, "read": quoted(shown(read))}
        self.issues.append(Issue("KB706", where, told))

    def finished(self) -> Filled:
        """All answers; things nobody wrote anything into are there, too, for they are counted."""
        return self._filled

    def _place(self, question: Question, thing: Hashable) -> str:
        """The question by its label, below the group it is in."""
        group = _group_of(question)
        if group is question:
            return question.label
        name = group.label
        if group.is_list:
            name = group_number(group, self._number(group, thing) + 1)
        return f"{name}: {question.label}"

    def _number(self, group: Question, thing: Hashable) -> int:
        key = (group.name, thing)
        if key not in self._numbers:
            own = [one for one in self._numbers if isinstance(one, tuple) and one[0] == group.name]
            self._numbers[key] = len(own)
        return self._numbers[key]

    def _thing(self, question: Question, thing: Hashable) -> Filled:
        group = _group_of(question)
        number = self._number(group, thing)
        things = self._filled.setdefault(group.key, [])
        if not isinstance(things, list):
            raise TypeError(group.key)
        while len(things) <= number:
            things.append({})
        found = things[number]
        if not isinstance(found, dict):
            raise TypeError(group.key)
        return found

    def _target(self, question: Question, thing: Hashable) -> Filled:
        """The group an answer belongs into."""
        group = _group_of(question)
        if group is question:
            return self._filled
        target = self._filled if not group.is_list else self._thing(question, thing)
        # What lies between the group and the answer: the group itself, or one inside a thing.
        for key in question.path[1 if group.is_list else 0 : -1]:
            inside = target.setdefault(key, {})
            if not isinstance(inside, dict):
                raise TypeError(key)
            target = inside
        return target


def _group_of(question: Question) -> Question:
    return practice_form().get(question.path[0])


def is_group(question: Question) -> bool:
    """Whether it only holds other questions."""
    return question.kind is Kind.PART
