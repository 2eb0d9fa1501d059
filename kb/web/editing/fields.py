"""The form as fields of a page.

A field is named by the path of its question, with the numbers of list items between:
"results.0.text". What a browser makes of them is read by `kb.web.editing.sent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.authoring.form.choices import Choice, Choices
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Need, Question
from kb.content.checks.publication import MAX_TOPICS
from kb.export.html import FORBIDDEN

_FEW_CHOICES = 40
"""So many are ticked in a list; more are chosen one by one."""
_SPARE_PICKS = 1
_CHOOSING = ("choice", "ticks", "picks")


class Problem(NamedTuple):
    """What is said about an answer."""

    sentence: str
    is_error: bool
    """Whether it has to be mended before the entry can be saved."""


class Item(NamedTuple):
    """One text of a list."""

    name: str
    """Such as "goals.0"."""
    text: str
    is_wrong: bool

    @property
    def id(self) -> str:
        """Of the element."""
        return id_of(self.name)


@dataclass(frozen=True)
class Block:
    """One of several groups of answers."""

    name: str
    """Such as "results.0"."""
    fields: tuple[Field, ...]
    has_problems: bool
    """Whether something is said about an answer in it."""

    @property
    def id(self) -> str:
        """Of the element."""
        return id_of(self.name)

    @property
    def words(self) -> str:
        """What it begins with, to tell it from others; "" for an empty one."""
        return next(_iter_words(self.fields), "")


@dataclass(frozen=True)
class Field:
    """One question on a page.

    Attributes:
        question: what is asked.
        name: of the field; for a group or list, what its fields' names begin with.
        style: how it is shown, one of "line", "text", "choice", "ticks", "picks", "items", "lines",
            "group", "blocks".
        values: answers; one for what takes one.
        options: what can be chosen, in the order shown.
        fields: of a group.
        blocks: of a list of groups.
        items: of a list of texts.
        problems: what is said about this very field.
    """

    question: Question
    name: str
    style: str
    values: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    blocks: tuple[Block, ...] = ()
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """Of the element."""
        return id_of(self.name)

    @property
    def value(self) -> str:
        """The one answer."""
        return self.values[0] if self.values else ""

    @property
    def is_wrong(self) -> bool:
        """Whether something in it has to be mended."""
        return any(one.is_error for one in self.problems)

    @property
    def is_needed(self) -> bool:
        """Whether an entry, or this part of one, cannot be without it."""
        return self.question.need is Need.ALWAYS

    @property
    def is_for_publication(self) -> bool:
        """Whether it can wait until the entry is published."""
        return self.question.need in (Need.STUB, Need.PUBLICATION)


def id_of(name: str) -> str:
    """Id of the element of a field."""
    return f"f-{name.replace('.', '-')}"


def below(above: str, key: str) -> str:
    """Name of a field inside another."""
    return f"{above}.{key}" if above else key


def style_of(question: Question, choices: Choices) -> str:
    """How a question is shown on a page."""
    if question.kind is Kind.PART:
        return "blocks" if question.is_list else "group"
    if question.is_list:
        if question.kind is Kind.TEXT:
            return "items"
        if question.has_choices:
            is_short = len(choices.of(question)) <= _FEW_CHOICES and question.key != "topics"
            return "ticks" if is_short else "picks"
        return "lines"
    if question.has_choices and not question.known_key:
        return "choice"
    return "text" if question.kind is Kind.TEXT else "line"


class FieldMaker:
    """Makes the fields of a form.

    Args:
        choices: the lists of the base.
        problems: what is said, by the field it is about.
    """

    def __init__(self, choices: Choices, problems: Mapping[str, Sequence[Problem]] = {}) -> None:
        self._choices = choices
        self._problems = problems

    def make(self, questions: Iterable[Question], filled: Filled, above: str = "") -> list[Field]:
        """Fields for some questions.

        Args:
            questions: of one section or group.
            filled: the answers to them.
            above: name of the group they are in.
        """
        return [self._field(one, filled.get(one.key), below(above, one.key)) for one in questions]

    def _field(self, question: Question, given: object, name: str) -> Field:
        style = style_of(question, self._choices)
        problems = tuple(dict.fromkeys(self._problems.get(name, ())))
        if style == "blocks":
            blocks = tuple(self._blocks(question, given, name))
            return Field(question, name, style, blocks=blocks, problems=problems)
        if style == "group":
            inside = given if isinstance(given, dict) else {}
            fields = tuple(self.make(question.parts, inside, name))
            return Field(question, name, style, fields=fields, problems=problems)
        values = tuple(_texts(given))
        if style in ("items", "picks", "ticks"):
            inner = (self._problems.get(below(name, str(n)), ()) for n in range(len(values)))
            problems += tuple(dict.fromkeys(one for some in inner for one in some))
        if style == "items":
            items = tuple(self._items(name, values or ("",)))
            return Field(question, name, style, values, items=items, problems=problems)
        if style == "line":
            values = tuple(self._in_a_line(question, one) for one in values[:1])
        elif style == "lines":
            values = ("\n".join(values),)
        options = self._options(question, values, style) if style in _CHOOSING else ()
        if style == "picks":
            wanted = MAX_TOPICS if question.key == "topics" else len(values) + _SPARE_PICKS
            values += ("",) * max(wanted - len(values), 0)
        return Field(question, name, style, values, options, problems=problems)

    def _items(self, name: str, texts: Sequence[str]) -> Iterator[Item]:
        for number, text in enumerate(texts):
            its_name = below(name, str(number))
            is_wrong = any(one.is_error for one in self._problems.get(its_name, ()))
            yield Item(its_name, text, is_wrong)

    def _in_a_line(self, question: Question, value: str) -> str:
        """An answer as a line of text shows it: a record by its name, where that is its alone."""
        if question.known_key:
            label = self._choices.label(question, value)
            found = self._choices.find(question, label)
            return label if [one.value for one in found] == [value] else value
        return " ".join(value.splitlines())

    def _blocks(self, question: Question, given: object, name: str) -> Iterator[Block]:
        groups = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        told = [place for place, some in self._problems.items() if some]
        for number, one in enumerate(groups):
            here = below(name, str(number))
            has_problems = any(place == here or place.startswith(f"{here}.") for place in told)
            yield Block(here, tuple(self.make(question.parts, one, here)), has_problems)

    def _options(self, question: Question, values: Sequence[str], style: str) -> tuple[Choice, ...]:
        """What is offered, and besides it what was chosen before and is not offered any more."""
        offered = self._choices.of(question)
        known = {one.value for one in offered}
        more = [one for one in values if one and one not in known]
        options = (*offered, *(Choice(one, self._choices.label(question, one)) for one in more))
        if style != "ticks":
            return options
        # What is chosen comes first, in its order, which so survives.
        return tuple(sorted(options, key=lambda one: _rank(values, one.value)))


def _iter_words(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        labels = {one.value: one.label for one in field.options}
        yield from (labels.get(one, one) for one in field.values if one.strip())
        yield from _iter_words(field.fields)


def _rank(values: Sequence[str], value: str) -> int:
    return values.index(value) if value in values else len(values)


def _texts(given: object) -> Iterator[str]:
    """Answers as a page can show them."""
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, Typed) and one.value is not None:
            yield FORBIDDEN.sub("", str(one.value))
