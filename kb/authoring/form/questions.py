"""The form for a practice: one description, which every way in walks.

Order and words come from `wording` beside this, all else from the model: kind of answer, limits,
lists, what must be answered. Dialogue, Word form, workbook, pages and the reference page have no
list of questions of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

from kb.authoring.form.wording import OUTSIDE, SECTIONS, WORDING, Wording
from kb.content.checks.references import REFERENCES
from kb.content.fields import Field, bare, enum_of, fields_of, item_of, model_of
from kb.model import Practice, types
from kb.model.practice import FOR_PUBLICATION
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


class Kind(StrEnum):
    """What kind of answer a question takes."""

    LINE = "line"
    """Text of one line."""
    TEXT = "text"
    """Text of several lines; an empty line begins a paragraph where the question has any."""
    DATE = "date"
    DATE_OR_TBA = "date-or-tba"
    AMOUNT = "amount"
    NUMBER = "number"
    DEGREES = "degrees"
    COUNT = "count"
    URL = "url"
    LANGUAGE = "language"
    COUNTRY = "country"
    CURRENCY = "currency"
    NUTS = "nuts"
    WORD = "word"
    """One of a closed list of words."""
    REFERENCE = "reference"
    """A concept of a vocabulary, or another record."""
    PART = "part"
    """A group of questions."""


class Need(StrEnum):
    """Whether a question has to be answered."""

    ALWAYS = "always"
    """Without it there is no entry, or no such part of one."""
    STUB = "stub"
    """Asked even in a hurry: with it the entry can be found."""
    PUBLICATION = "publication"
    OPTIONAL = "optional"


FOR_STUB = ("title", "language", "summary", "topics", "location")
"""What is asked even of somebody in a hurry."""


@dataclass(frozen=True)
class Question:
    """One question of the form."""

    path: tuple[str, ...]
    """Keys from the record down: ("location", "country")."""
    kind: Kind
    need: Need
    wording: Wording
    is_list: bool = False
    """Several answers may be given."""
    limit: int | None = None
    """Soft limit in characters, of each answer."""
    has_paragraphs: bool = False
    annotation: Any = None
    """Kind of one answer as the model has it, for checking it."""
    source: str = ""
    """Where choices come from: a vocabulary ("topics"), a kind of record ("partner")."""
    known_key: str = ""
    """Key under which the id stands if the answer names a record; then other text is free."""
    parts: tuple[Question, ...] = ()
    """The questions of a group."""

    @property
    def key(self) -> str:
        """Key in the file, below the group it is in."""
        return self.path[-1]

    @property
    def name(self) -> str:
        """The path as one word: "location.country"."""
        return ".".join(self.path)

    @property
    def label(self) -> str:
        """What it is called, in the language spoken."""
        return self.wording.label

    @property
    def one_label(self) -> str:
        """What one of several answers is called, in the language spoken."""
        return self.wording.one_label

    def numbered(self, number: int) -> str:
        """What one of several answers is called with its number: "Result 2"."""
        sentence = pgettext("form", "%(label)s %(number)d")
        return sentence % {"label": self.one_label, "number": number}

    @property
    def help(self) -> str:
        """What to write, in the language spoken."""
        return self.wording.help

    @property
    def example(self) -> str:
        """An invented answer, in the language spoken."""
        return self.wording.example

    @property
    def is_in_spare_part(self) -> bool:
        """Whether it belongs to a group that may be left out as a whole."""
        group = practice_form().get(self.path[0])
        return len(self.path) > 1 and (group.is_list or group.need is Need.OPTIONAL)

    @property
    def words(self) -> tuple[str, ...]:
        """Values of a closed list."""
        return tuple(one.value for one in enum_of(self.annotation) or ())

    @property
    def has_choices(self) -> bool:
        """Whether answers come from a list."""
        return bool(self.source) or self.kind in _CHOSEN


@dataclass(frozen=True)
class Section:
    """Questions that belong together."""

    id: str
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        """What it is called, in the language spoken."""
        return pgettext(*SECTIONS[self.id].marked_title)

    @property
    def help(self) -> str:
        """What it is about, in the language spoken."""
        return _(SECTIONS[self.id].marked_help)


@dataclass(frozen=True)
class Form:
    """All questions."""

    sections: tuple[Section, ...]

    def questions(self) -> Iterator[Question]:
        """The questions of all sections, without those inside groups."""
        for section in self.sections:
            yield from section.questions

    def all_questions(self) -> Iterator[Question]:
        """Every question, groups before what they hold."""
        for one in self.questions():
            yield from _with_parts(one)

    def find(self, name: str) -> Question | None:
        """The question of a name such as "location.country"."""
        return next((one for one in self.all_questions() if one.name == name), None)

    def get(self, name: str) -> Question:
        """The same; raises KeyError for a name nobody has."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found


def _with_parts(question: Question) -> Iterator[Question]:
    yield question
    for one in question.parts:
        yield from _with_parts(one)


_CHOSEN = frozenset((Kind.WORD, Kind.COUNTRY, Kind.LANGUAGE, Kind.CURRENCY))
_KINDS = (
    (types.PartialDate, Kind.DATE),
    (types.DateOrTba, Kind.DATE_OR_TBA),
    (types.Amount, Kind.AMOUNT),
    (types.Number, Kind.NUMBER),
    (types.Degrees, Kind.DEGREES),
    (types.Count, Kind.COUNT),
    (types.Url, Kind.URL),
    (types.LanguageTag, Kind.LANGUAGE),
    (types.Country, Kind.COUNTRY),
    (types.Currency, Kind.CURRENCY),
    (types.Nuts, Kind.NUTS),
    (types.Id, Kind.REFERENCE),
)
_LONG = 200
"""Texts that may be longer than this get several lines."""
_KNOWN = {"organisations.name": ("partner", "partner")}
"""Names that may be those of a record: its kind, and the key its id stands under."""


@cache
def practice_form() -> Form:
    """The form for a practice."""
    fields = fields_of(Practice)
    return Form(
        tuple(
            Section(
                name,
                tuple(_question(Practice, fields[key], (key,)) for key in words.keys),
            )
            for name, words in SECTIONS.items()
        )
    )


def _question(model: type[BaseModel], field: Field, path: tuple[str, ...]) -> Question:
    name = ".".join(path)
    item = item_of(field.annotation)
    annotation = field.annotation if item is None else item
    part = model_of(annotation)
    source, known_key = _KNOWN.get(name, (REFERENCES.get(model, {}).get(field.key, ""), ""))
    return Question(
        path,
        Kind.PART if part else _kind_of(annotation, field),
        _need_of(name, field),
        WORDING[name],
        is_list=item is not None,
        limit=field.prose.limit if field.prose else None,
        has_paragraphs=bool(field.prose and field.prose.paragraphs),
        annotation=bare(annotation),
        source=source,
        known_key=known_key,
        parts=tuple(_parts(part, path)) if part else (),
    )


def _parts(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[Question]:
    for field in fields_of(model).values():
        inside = (*path, field.key)
        if ".".join(inside) not in OUTSIDE:
            yield _question(model, field, inside)


def _kind_of(annotation: Any, field: Field) -> Kind:
    if enum_of(annotation):
        return Kind.WORD
    for one, kind in _KINDS:
        if bare(one) == bare(annotation):
            return kind
    is_long = field.prose and (field.prose.limit or 0) > _LONG
    return Kind.TEXT if is_long else Kind.LINE


def _need_of(name: str, field: Field) -> Need:
    # An organisation is named as one of the partners or in words: one of the two is needed.
    if field.required or name in _KNOWN or name == "results.text":
        return Need.ALWAYS
    if name in FOR_STUB:
        return Need.STUB
    return Need.PUBLICATION if name in FOR_PUBLICATION else Need.OPTIONAL
