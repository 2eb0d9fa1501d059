"""Answers in plain text: tables as CSV, and answers as JSON.

A CSV file has the headings of the form (names or labels, in any of the base's languages) and a
practice in each row. What comes several times has a number: "results.1.text", "Result 2".

A JSON file holds `{"practices": [{...}, ...]}`, a list of such objects, or one of them. Its keys
are the questions' names or labels, groups nested or flat: `{"location": {"country": "AT"}}` and
`{"location.country": "AT"}` say the same.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from kb.authoring.form.composing import FilledForm, Typed
from kb.authoring.form.damage import DAMAGED, damage_around, mended
from kb.authoring.form.questions import Kind, Question
from kb.authoring.form.reading import shown
from kb.authoring.intake.opening import LARGEST_BYTES
from kb.authoring.intake.received import (
    Gathering,
    Given,
    Received,
    ReceivedForm,
    shape_answers,
)
from kb.authoring.intake.workbook.cells import MOST_CELLS, Cell, Grid, Spot
from kb.authoring.intake.workbook.filling import MOST_FORMS, fill_forms
from kb.authoring.intake.workbook.headings import ENTRY, Heading, Headings
from kb.content.findings import is_error
from kb.errors import N_, Issue, Location

DEEPEST = 10
"""Answers are nested three deep."""
_MARKS = (";", ",", "\t")
_TRIED_ROWS = 40
_TABLE_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WESTERN = "cp1252"
_AS_TEXT = re.compile(r'="([^"]*)"')
_ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!)")
_SEPARATOR = re.compile(r"sep=(.)\r?\n")
_ALL = "practices"
_KEYS_OF_FILES = frozenset((_ALL, "$schema"))

_QUOTES = N_("quotes are opened and not closed")
_STRANGE = N_("there are characters that no text has")
_LONG = N_("a cell is longer than any answer can be")
_BRACKETS = N_("something is wrong with its brackets, quotes or commas")


class _Broken(Exception):  # noqa: N818 - it becomes a finding
    """The file cannot be read on."""

    def __init__(self, code: str, place: str = "", line: int = 1, **params: str) -> None:
        super().__init__(code, params)
        self.code, self.place, self.line, self.params = code, place, line, params

    def issue(self, path: Path) -> Issue:
        """As a finding."""
        return Issue(self.code, Location(path, self.line, place=self.place), self.params)


# CSV


def read_csv(data: bytes, path: Path, langs: Sequence[str]) -> Received:
    """The forms in a table of plain text.

    Args:
        data: the file.
        path: names it in findings.
        langs: languages the headings may be in.
    """
    try:
        text, told = _decoded(data, path)
        grid = _table(text, langs)
    except _Broken as broken:
        return Received((), [broken.issue(path)])
    received = fill_forms([grid], path, langs)
    return Received(received.forms, [*told, *received.issues])


def _decoded(data: bytes, path: Path) -> tuple[str, list[Issue]]:
    """The text, and what had to be assumed to read it."""
    encoding = next((name for mark, name in _TABLE_ENCODINGS if data.startswith(mark)), "utf-8")
    told: list[Issue] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _Broken("KB749", format="CSV", encoding=encoding) from None
        text = _western(data)
        sample = damage_around(re.sub(r"[^\x00-\x7f]", DAMAGED, text))
        at = sample.find(DAMAGED)
        start = text.find(next(one for one in text if not one.isascii()))
        sample = " ".join(text[max(start - at, 0) : start + 20].split())
        told.append(Issue("KB748", Location(path), {"encoding": "Windows-1252", "value": sample}))
    if "\x00" in text:
        raise _Broken("KB749", format="CSV", reason=_STRANGE)
    return text, told


def _western(data: bytes) -> str:
    """Text as older versions of Excel save it; refused where that cannot be."""
    try:
        text = data.decode(_WESTERN)
    except UnicodeDecodeError:
        raise _Broken("KB749", format="CSV", encoding=_WESTERN) from None
    if "\x00" in text:
        raise _Broken("KB749", format="CSV", reason=_STRANGE)
    return text


def _table(text: str, langs: Sequence[str]) -> Grid:
    """The table, with whichever mark between its columns shows most of the form's headings."""
    said = _SEPARATOR.match(text)
    if said:
        return _parsed(text[said.end() :], said[1])
    headings = Headings(langs)
    best, most, fault = None, -1, None
    for mark in _MARKS:
        try:
            grid = _parsed(text, mark)
        except _Broken as broken:
            fault = fault or broken
            continue
        found = _headings_in(grid, headings)
        if found > most:
            best, most = grid, found
    if best is None or (most < 1 and fault):
        raise fault or _Broken("KB758")
    return best


def _headings_in(grid: Grid, headings: Headings) -> int:
    """How many headings there are in the row, or column, that has the most."""
    lines: dict[tuple[str, int], list[str]] = {}
    for spot, cell in grid.cells.items():
        for line in (("row", spot.row), ("column", spot.column)):
            if line[1] <= _TRIED_ROWS and len(lines.setdefault(line, [])) < MOST_FORMS:
                lines[line].append(str(cell.value))
    counts = (len(set(headings.resolve(texts)) - {None}) for texts in lines.values())
    return max(counts, default=0)


def _parsed(text: str, mark: str) -> Grid:
    grid = Grid("")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True)
    try:
        for row, line in enumerate(reader, 1):
            for column, value in enumerate(line, 1):
                if not value.strip():
                    continue
                if len(grid.cells) >= MOST_CELLS:
                    grid.is_cut = True
                    return grid
                grid.cells[Spot(row, column)] = _cell(value)
    except csv.Error as error:
        reason = _LONG if "field limit" in str(error) else _QUOTES
        raise _Broken("KB749", line=reader.line_num, format="CSV", reason=reason) from error
    return grid


def _cell(value: str) -> Cell:
    if found := _AS_TEXT.fullmatch(value.strip()):
        return Cell(found[1])
    if value.lstrip().startswith("="):
        return Cell(None, formula=value.strip())
    if _ERRORS.fullmatch(value.strip()):
        return Cell(None, error=value.strip())
    return Cell(mended(value))


# JSON


def read_answers_file(data: bytes, path: Path, langs: Sequence[str] = ()) -> Received:
    """The forms in a file of answers.

    Args:
        data: the file.
        path: names it in findings.
        langs: languages its keys may be in, where they are no names; English is always one.
    """
    if len(data) > LARGEST_BYTES:
        params = {"limit": str(LARGEST_BYTES // 2**20)}
        return Received((), [Issue("KB751", Location(path), params)])
    reader = _AnswerReader(path, Headings(langs))
    try:
        objects = _objects(_loaded(data), reader)
    except _Broken as broken:
        return Received((), [broken.issue(path)])
    forms = [reader.read(one, place) for place, one in objects]
    filled = [one for one in forms if one is not None]
    if not filled and not any(map(is_error, reader.issues)):
        reader.issues.append(Issue("KB758", Location(path)))
    return Received(filled, reader.issues)


def _loaded(data: bytes) -> object:
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
        if _depth(text) > DEEPEST:
            raise _Broken("KB740", limit=str(DEEPEST), depth=str(DEEPEST))
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except json.JSONDecodeError as error:
        raise _Broken("KB749", line=error.lineno, format="JSON", reason=_BRACKETS) from error
    except UnicodeDecodeError as error:
        raise _Broken("KB749", format="JSON", reason=_STRANGE) from error


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
            raise _Broken("KB749", format="JSON", twice=shown(mended(key)))
        made[key] = value
    return made


def _no_number(text: str) -> NoReturn:
    raise _Broken("KB749", format="JSON", value=text)


_MOST_DIGITS = 15


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise _Broken("KB749", format="JSON", value=shown(text))
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or abs(number) >= 10**_MOST_DIGITS:
        raise _Broken("KB749", format="JSON", value=shown(text))
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
        raise _Broken("KB740", limit=str(MOST_FORMS))
    objects: list[tuple[str, Mapping[str, object]]] = []
    for number, one in enumerate(found):
        place = f"{_ALL}[{number}]" if is_many else ""
        if not isinstance(one, dict):
            raise _Broken("KB749", place=place, format="JSON", shape=place or _ALL)
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
