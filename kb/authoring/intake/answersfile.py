"""Answers in a file as programs write it (JSON).

It holds `{"practices": [{...}, ...]}`, a list of such objects, or one of them. Its keys are the
questions' names or labels, groups nested or flat: `{"location": {"country": "AT"}}` and
`{"location.country": "AT"}` say the same.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from kb.authoring.form.cleaning import shown
from kb.authoring.form.composing import FilledForm, Typed
from kb.authoring.form.damage import DAMAGED, damage_around, mended
from kb.authoring.form.questions import Kind, Question
from kb.authoring.intake.broken import STRANGE, Broken
from kb.authoring.intake.opening import LARGEST_BYTES
from kb.authoring.intake.received import (
    Gathering,
    Given,
    Received,
    ReceivedForm,
    shape_answers,
)
from kb.authoring.intake.workbook.filling import MOST_FORMS
from kb.authoring.intake.workbook.headings import ENTRY, Heading, Headings
from kb.content.findings import is_error
from kb.errors import N_, Issue, Location

DEEPEST = 10
"""Answers are nested three deep."""
_ALL = "practices"
_KEYS_OF_FILES = frozenset((_ALL, "$schema"))
_BRACKETS = N_("something is wrong with its brackets, quotes or commas")


def read_answers_file(data: bytes, path: Path, langs: Sequence[str] = ()) -> Received:
    """The forms in a file of answers.

    Args:
        data: the file.
        path: names it in findings.
        langs: languages its keys may be in, where they are no names; English is always one.
    """
    if len(data) > LARGEST_BYTES:
        params = {"limit": str(LARGEST_BYTES // 2**20)}
        return Received((), [Issue("KB751", Location.of_file(path), params)])
    reader = _AnswerReader(path, Headings(langs))
    try:
        objects = _objects(_loaded(data), reader)
    except Broken as broken:
        return Received((), [broken.issue(path)])
    forms = [reader.read(one, place) for place, one in objects]
    filled = [one for one in forms if one is not None]
    if not filled and not any(map(is_error, reader.issues)):
        reader.issues.append(Issue("KB758", Location.of_file(path)))
    return Received(filled, reader.issues)


def _loaded(data: bytes) -> object:
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
        if _depth(text) > DEEPEST:
            raise Broken("KB740", limit=str(DEEPEST), depth=str(DEEPEST))
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except json.JSONDecodeError as error:
        line, column = error.lineno, error.colno
        raise Broken("KB749", line=line, column=column, format="JSON", reason=_BRACKETS) from error
    except UnicodeDecodeError as error:
        raise Broken("KB749", format="JSON", reason=STRANGE) from error


def _depth(text: str) -> int:
    """How deep brackets are nested, those inside texts aside."""
    deepest = depth = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text, re.DOTALL):
        sign = found[0]
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise Broken("KB749", format="JSON", twice=shown(mended(key)))
        made[key] = value
    return made


def _no_number(text: str) -> NoReturn:
    raise Broken("KB749", format="JSON", value=text)


_MOST_DIGITS = 15


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise Broken("KB749", format="JSON", value=shown(text))
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or abs(number) >= 10**_MOST_DIGITS:
        raise Broken("KB749", format="JSON", value=shown(text))
    return number


def _objects(loaded: object, reader: _AnswerReader) -> list[tuple[str, Mapping[str, object]]]:
    """The objects of a file, each a practice, with the place it stands at."""
    inside = loaded
    if isinstance(loaded, dict) and _ALL in loaded:
        reader.tell_others(key for key in loaded if key not in _KEYS_OF_FILES)
        inside = loaded[_ALL]
    is_many = isinstance(inside, list)
    found = inside if isinstance(inside, list) else [inside]
    if len(found) > MOST_FORMS:
        raise Broken("KB740", limit=str(MOST_FORMS))
    objects: list[tuple[str, Mapping[str, object]]] = []
    for number, one in enumerate(found):
        place = f"{_ALL}[{number}]" if is_many else ""
        if not isinstance(one, dict):
            raise Broken("KB749", place=place, format="JSON", shape=place or _ALL)
        objects.append((place, one))
    return objects


class _AnswerReader:
    """Reads the objects of one file."""

    def __init__(self, path: Path, headings: Headings) -> None:
        self._path = path
        self._headings = headings
        self.issues: list[Issue] = []

    def tell_others(self, keys: Iterable[str]) -> None:
        """Say what stands beside the practices and is not read."""
        for key in keys:
            params = {"value": shown(mended(key))}
            self.issues.append(Issue("KB746", Location(self._path, place=mended(key)), params))

    def read(self, answers: Mapping[str, object], place: str) -> ReceivedForm | None:
        """One practice; None where nothing of it is a question."""
        found = Gathering(place)
        for key, value in answers.items():
            self._key(found, key, value, place, "", 0)
        if not found.asked:
            self.issues += found.issues
            return None
        form = FilledForm(self._path, shape_answers(found.given), place, found.entry_id)
        return ReceivedForm(form, frozenset(found.asked), tuple(found.issues))

    def _key(
        self, found: Gathering, key: str, value: object, place: str, within: str, number: int
    ) -> None:
        here = f"{place}.{mended(key)}" if place else mended(key)
        heading = self._resolved(key, within)
        if heading is None:
            params = {"value": shown(mended(key)), "near": self._headings.find_near(mended(key))}
            self._tell(found, "KB746", here, **params)
        elif heading.name == ENTRY:
            found.entry_id = value if isinstance(value, str) else ""
        elif heading.question:
            self._value(found, heading.question, value, here, heading.number or number)
        else:
            self._tell(found, "KB746", here, value=shown(mended(key)))

    def _resolved(self, key: str, within: str) -> Heading | None:
        return self._headings.resolve([mended(key)], within)[0]

    def _value(
        self, found: Gathering, question: Question, value: object, place: str, number: int
    ) -> None:
        is_empty = value is None or value in ("", [], {})
        if question.kind is not Kind.PART or is_empty:
            found.asked.add(question.name)  # else only what stands in the group
        if is_empty:
            return
        if question.kind is Kind.PART:
            self._group(found, question, value, place, number)
        elif isinstance(value, list) and question.is_list:
            for at, one in enumerate(value):
                self._answer(found, question, one, f"{place}[{at}]", number)
        else:
            self._answer(found, question, value, place, number)

    def _group(
        self, found: Gathering, question: Question, value: object, place: str, number: int
    ) -> None:
        is_many = isinstance(value, list)
        ones = value if isinstance(value, list) else [value]
        if is_many and not question.is_list:
            self._tell(found, "KB749", place, format="JSON", shape=question.label)
            return
        for at, one in enumerate(ones, 1):
            here = f"{place}[{at - 1}]" if is_many else place
            if not isinstance(one, dict):
                self._tell(found, "KB749", here, format="JSON", shape=question.label)
                continue
            for key, inner in one.items():
                count = at if question.is_list and is_many else number
                self._key(found, key, inner, here, question.name, count)

    def _answer(
        self, found: Gathering, question: Question, value: object, place: str, number: int
    ) -> None:
        if value is None:
            return
        if isinstance(value, dict | list):
            self._tell(found, "KB749", place, format="JSON", shape=question.label)
            return
        if isinstance(value, str):
            value = mended(value)
            if DAMAGED in value:
                params = {"label": question.label, "damaged": damage_around(value)}
                self._tell(found, "KB742", place, **params)
                return
        found.given.append(Given(question, Typed(value, place), number))

    def _tell(self, found: Gathering, code: str, place: str, **params: str) -> None:
        found.issues.append(Issue(code, Location(self._path, place=place), params))
