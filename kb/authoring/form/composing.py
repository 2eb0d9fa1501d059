"""From the answers of a form to an entry, with everything that is wrong with them.

Whatever way answers came in (dialogue, Word, workbook, page), they arrive here as a tree shaped
like the form, each with the place it was written at. What comes out is the tree that belongs into
the file, and findings that name that place.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias, Union

from pydantic import ValidationError

from kb.authoring.form.choices import Choices
from kb.authoring.form.cleaning import shown
from kb.authoring.form.outcome import Answer, Doubt
from kb.authoring.form.questions import Form, Kind, Question, practice_form
from kb.authoring.form.reading import read_answer, read_answers
from kb.content.checks import check_record
from kb.content.checks.faults import Case, Known
from kb.content.findings import is_error
from kb.content.shape import Shaped, issue_of, parse_shape
from kb.content.store import Content
from kb.content.yamlfile import Document, FieldPath, Tree
from kb.errors import Issue, Location
from kb.model import Practice
from kb.translation.formats import format_list
from kb.translation.interface import spoken_language
from kb.translation.telling import quoted


class Typed(NamedTuple):
    """What somebody wrote as one answer."""

    value: object
    """Text, or what a workbook's cell holds."""
    place: str = ""
    """Where: a cell such as "Practices!C7", a heading, a field of a page."""


Filled: TypeAlias = dict[str, Union[Typed, "Filled", list["Typed | Filled"]]]
"""Answers by key, shaped like the form: groups are mappings, and what may be several is a list.

A list of short answers may also come as one `Typed` with an answer in each line.
"""


_NEW = "new"
"""Stands for the id of an entry that has none yet."""


@dataclass(frozen=True)
class FilledForm:
    """The answers to one form: one entry in the making."""

    path: Path
    """The file they came from, or the file they are meant for."""
    filled: Filled
    place: str = ""
    """Where in that file the form stands, such as a row."""
    entry_id: str = ""
    """The entry it says it belongs to; "" for a new one."""


@dataclass(frozen=True)
class _FilledDocument(Document):
    """A form in place of a file: findings name the place of an answer instead of a line."""

    spots: Mapping[FieldPath, str] = field(default_factory=dict)
    around: str = ""

    def locate(self, path: FieldPath, *, key: bool = False) -> Location:
        """Place of an answer, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if found := self.spots.get(path[:length]):
                return Location(self.path, place=found)
        return Location.of_file(self.path, self.around)


@dataclass(frozen=True)
class Composed:
    """What came of a form."""

    tree: dict[str, Tree]
    """What belongs into the entry's file, in the order of the form."""
    document: _FilledDocument
    shaped: Shaped[Practice]
    issues: tuple[Issue, ...]
    """What is wrong with the answers by themselves; see `check_composed` for the rest."""

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended before it can be written."""
        return any(map(is_error, self.issues))


def compose(form: FilledForm, choices: Choices, kept: Mapping[str, Tree] | None = None) -> Composed:
    """The entry that the answers make.

    Args:
        form: the answers.
        choices: the lists of the base.
        kept: what stands in the entry and is not asked for, such as its status.
    """
    composer = _Composer(form, choices)
    tree: dict[str, Tree] = composer.group(practice_form().questions(), form.filled, ())
    tree |= kept or {}
    document = _FilledDocument(form.path, tree, spots=composer.spots, around=form.place)
    shaped = parse_shape(Practice, document, id=form.entry_id or _NEW)
    told = _complaints(tree, document, composer.doubted)
    issues = sorted((*composer.issues, *told), key=lambda one: composer.rank(one.where))
    return Composed(tree, document, shaped, tuple(issues))


def _complaints(
    tree: dict[str, Tree], document: _FilledDocument, doubted: Container[FieldPath]
) -> Iterator[Issue]:
    """What the model says of the answers; an answer that was doubted is not called missing, too."""
    try:
        Practice.model_validate({**tree, "id": _NEW})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if detail["loc"] not in doubted:
                issue = issue_of(detail, Practice, document)
                yield Issue(issue.code, issue.where, with_label(issue.params, detail["loc"]))


def with_label(params: Mapping[str, str], path: FieldPath) -> Mapping[str, str]:
    """What a finding's sentence needs, and what the question is called: forms show no keys."""
    name = ".".join(one for one in path if isinstance(one, str))
    question = practice_form().find(name)
    return {**params, "label": question.label} if question else params


def check_composed(
    composed: Composed, content: Content, path: Path, today: date | None = None
) -> list[Issue]:
    """What the checks of entries would say if the answers stood in a file: references, dates, more.

    Args:
        composed: what came of a form.
        content: the knowledge base.
        path: the file it is to be written to; its name is the entry's id.
        today: the day to judge dates by; the day of the call without it.
    """
    record = composed.shaped.record or composed.shaped.rest
    if record is None:
        return []
    day = (today or datetime.now(UTC).date()).isoformat()
    own = record.model_copy(update={"id": path.stem})
    case = Case(own, "practice", path, Known(content, day), is_rest=composed.shaped.record is None)
    faults = check_record(case)
    return [
        Issue(one.code, composed.document.locate(one.path), with_label(one.params, one.path))
        for one in faults
    ]


class _Composer:
    """Walks the form once, and keeps where each answer was written."""

    def __init__(self, form: FilledForm, choices: Choices) -> None:
        self._form = form
        self._choices = choices
        self.issues: list[Issue] = []
        self.spots: dict[FieldPath, str] = {}
        self.doubted: set[FieldPath] = set()

    def rank(self, where: Location) -> int:
        """Where in the form something stands, for telling findings in that order."""
        spots = list(dict.fromkeys(self.spots.values()))
        return spots.index(where.place) if where.place in spots else -1

    def group(
        self, questions: Iterator[Question] | Sequence[Question], filled: Filled, path: FieldPath
    ) -> dict[str, Tree]:
        """What the answers to some questions make; {} where nobody answered any."""
        tree: dict[str, Tree] = {}
        for question in questions:
            given = filled.get(question.key)
            if given is None:
                continue
            value = self._answered(question, given, path)
            if value:
                key = question.key
                if isinstance(value, _Known):
                    key, value = question.known_key, value.id
                    self.spots[*path, key] = self.spots.get((*path, question.key), "")
                tree[key] = value
        return tree

    def _answered(self, question: Question, given: object, path: FieldPath) -> Tree | _Known:
        here = (*path, question.key)
        if question.kind is Kind.PART:
            return self._parts(question, given, here)
        if question.is_list:
            values = self._several(question, given, here)
            # As a person writes it: source: 2, and a list only where there are several.
            is_single = question.kind is Kind.COUNT and len(values) == 1
            return values[0] if is_single else values
        typed = [one for one in _as_list(given) if isinstance(one, Typed)]
        if typed:
            self.spots[here] = typed[0].place
        ones = [one for one in typed if shown_of(one)]
        if len(ones) > 1:
            value = format_list([quoted(shown_of(one)) for one in ones], spoken_language())
            self._report(ones[1].place, Doubt("KB707", {"value": value, "label": question.label}))
            self.doubted.add(here)
            return None
        return self._one(question, ones[0], here) if ones else None

    def _one(self, question: Question, typed: Typed, path: FieldPath) -> Tree | _Known:
        self.spots[path] = typed.place
        read = read_answer(question, typed.value, self._choices)
        if isinstance(read, Doubt):
            self.doubted.add(path)
        return self._taken(question, shown_of(typed), typed.place, read)

    def _taken(
        self, question: Question, text: str, place: str, read: Answer | Doubt
    ) -> Tree | _Known:
        """The value of what was read; doubts are noted, and so is what was understood."""
        if isinstance(read, Doubt):
            self._report(place, read)
            return None
        if read.understood:
            params = {"value": text, "label": question.label, "read": read.understood}
            self._report(place, Doubt("KB706", params))
        if read.is_joined:
            params = {"value": text, "label": question.label, "joined": text}
            self._report(place, Doubt("KB706", params))
        if read.is_known and read.value:
            return _Known(read.value)
        return read.value

    def _several(self, question: Question, given: object, path: FieldPath) -> list[Tree]:
        values: list[Tree] = []
        for typed in _as_list(given):
            if not isinstance(typed, Typed):
                continue
            self.spots.setdefault(path, typed.place)
            for text, read in read_answers(question, typed.value, self._choices):
                value = self._taken(question, shown(text), typed.place, read)
                if isinstance(value, str) and value not in values:
                    self.spots[*path, len(values)] = typed.place
                    values.append(value)
        return values

    def _parts(self, question: Question, given: object, path: FieldPath) -> Tree:
        """A group, or the groups of a list; those without any answer are left out."""
        groups: list[Tree] = []
        for one in _as_list(given):
            if not isinstance(one, dict):
                continue
            here = (*path, len(groups)) if question.is_list else path
            place = next(_places(one), "")
            self.spots.setdefault(path, place)
            self.spots[here] = place
            if inside := self.group(question.parts, one, here):
                groups.append(inside)
        if question.is_list:
            return groups
        return groups[0] if groups else None

    def _report(self, place: str, doubt: Doubt) -> None:
        where = Location.of_file(self._form.path, place or self._form.place)
        self.issues.append(Issue(doubt.code, where, doubt.params))


class _Known(NamedTuple):
    """The answer named a record."""

    id: str


def shown_of(typed: Typed) -> str:
    """What was written, in one line; "" for an empty answer."""
    return shown(str(typed.value)) if typed.value is not None else ""


def _as_list(given: object) -> list[object]:
    return given if isinstance(given, list) else [given]


def _places(filled: Filled) -> Iterator[str]:
    for given in filled.values():
        for one in _as_list(given):
            if isinstance(one, Typed):
                if shown_of(one):
                    yield one.place
            elif isinstance(one, dict):
                yield from _places(one)


def fill_from_tree(tree: Mapping[str, Tree], form: Form | None = None) -> Filled:
    """An entry's own values as answers, for a form that shows them."""
    return _fill((form or practice_form()).questions(), tree)


def _fill(questions: Iterator[Question] | Sequence[Question], tree: Mapping[str, Tree]) -> Filled:
    filled: Filled = {}
    for question in questions:
        value = tree.get(question.key)
        if value is None and question.known_key:
            value = tree.get(question.known_key)
        if value is None:
            continue
        values = value if isinstance(value, list) else [value]
        ones: list[Typed | Filled] = [
            _fill(question.parts, one) if isinstance(one, dict) else Typed(one) for one in values
        ]
        filled[question.key] = ones if question.is_list else ones[0]
    return filled
