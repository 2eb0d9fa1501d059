"""The page with the form: what is on it, and what was said about its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kb.authoring.form.choices import Choice, Choices
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.content.yamlfile import Tree
from kb.web.accounts.pages import EditFrame
from kb.web.editing.answers import Answers
from kb.web.editing.fields import Field, Problem, id_of
from kb.web.editing.lists import Removed
from kb.web.editing.steps import Standing


class SheetSection(NamedTuple):
    """A section of the form as a page shows it."""

    id: str
    title: str
    help: str
    fields: Sequence[Field]


class Named(NamedTuple):
    """A field as it is called, and as the form sends it."""

    key: str
    label: str


class Conflict(NamedTuple):
    """A field that somebody else has changed in another way."""

    key: str
    label: str
    text: str
    """As it stands in the file now."""
    href: str
    """Link to the field on the page."""


class Told(NamedTuple):
    """A problem in the list at the top of the page."""

    label: str
    sentence: str
    href: str
    is_error: bool


@dataclass(frozen=True)
class Sheet:
    """The page with the form.

    Attributes:
        frame: who is at work.
        heading: title of the entry; "" for a new one without.
        entry_id: id; "" for a new entry.
        base: the file as it was when the form was opened, packed; "" for a new entry.
        sections: all fields.
        told: all problems, those that have to be mended first.
        is_checked: whether somebody asked for them.
        conflicts: fields changed in two ways.
        taken: fields somebody else has changed alone.
        focus: id of the element to go on with; "" for the beginning.
        message: what has been done, or went wrong; "" for nothing.
        is_lost: whether the message is about something that went wrong.
        removed: what was just taken out of a list.
        is_typed: whether it shows what somebody typed, and not what is saved.
        topics: topics the text speaks of that are not chosen: label and value.
        advice: what a reader will miss.
        by: the organisation typed for a step.
        note: the note typed for a step.
        is_step: whether a step was asked for, and not taken.
    """

    frame: EditFrame
    heading: str
    entry_id: str
    base: str
    sections: Sequence[SheetSection]
    told: Sequence[Told] = ()
    is_checked: bool = False
    conflicts: Sequence[Conflict] = ()
    taken: Sequence[Named] = ()
    focus: str = ""
    message: str = ""
    is_lost: bool = False
    removed: Removed | None = None
    is_typed: bool = False
    topics: Sequence[tuple[str, str]] = ()
    advice: Sequence[str] = field(default_factory=tuple)
    by: str = ""
    note: str = ""
    is_step: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended."""
        return any(one.is_error for one in self.told)


class FormPage(NamedTuple):
    """The form, and what a page needs besides."""

    sheet: Sheet
    standing: Standing | None
    """Where the entry stands; None for a new one."""
    lang: str
    """Language the entry is written in."""
    partners: Sequence[Choice]
    """Organisations that are offered where one is named."""


def sections_of(answers: Answers, problems: Mapping[str, Sequence[Problem]]) -> list[SheetSection]:
    """All sections of the form with their fields."""
    sections = []
    for one in practice_form().sections:
        keys = [question.key for question in one.questions]
        sections.append(SheetSection(one.id, one.title, one.help, answers.fields(keys, problems)))
    return sections


def tell_all(problems: Mapping[str, Sequence[Problem]]) -> list[Told]:
    """All problems with the fields they are about, errors first."""
    told = []
    for place, some in problems.items():
        question = practice_form().find(_plain(place))
        label = question.label if question else ""
        href = f"#{id_of(place)}" if place else ""
        told += [Told(label, one.sentence, href, one.is_error) for one in some]
    return sorted(dict.fromkeys(told), key=lambda one: not one.is_error)


def label_of(place: str) -> str:
    """What the question of a field is called."""
    question = practice_form().find(_plain(place))
    return question.label if question else place


def _plain(place: str) -> str:
    """Name of the question of a field: without the numbers of list items."""
    return ".".join(one for one in place.split(".") if not one.isdigit())


def in_words(key: str, value: Tree, choices: Choices) -> str:
    """A value of an entry as people say it, for showing beside another."""
    question = practice_form().find(key)
    return "\n".join(_lines(question, value, choices))


def _lines(question: Question | None, value: Tree, choices: Choices) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _lines(question, one, choices)
    elif isinstance(value, dict):
        pairs = ((_part(question, key), key, one) for key, one in value.items())
        told = ((part.label if part else key, part, one) for part, key, one in pairs)
        yield "; ".join(
            f"{label}: {', '.join(_lines(part, one, choices))}" for label, part, one in told
        )
    elif value:
        is_chosen = question is not None and question.has_choices
        yield choices.label(question, value) if is_chosen and question else value


def _part(question: Question | None, key: str) -> Question | None:
    parts = question.parts if question and question.kind is Kind.PART else ()
    return next((one for one in parts if key in (one.key, one.known_key)), None)
