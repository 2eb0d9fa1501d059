"""Answers in tables of plain text (CSV).

A table has the headings of the form (names or labels, in any of the base's languages) and a
practice in each row. What comes several times has a number: "results.1.text", "Result 2".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from kb.authoring.form.damage import DAMAGED, damage_around, mended
from kb.authoring.intake.broken import STRANGE, Broken
from kb.authoring.intake.received import Received
from kb.authoring.intake.workbook.cells import MOST_CELLS, Cell, Grid, Spot
from kb.authoring.intake.workbook.filling import MOST_FORMS, fill_forms
from kb.authoring.intake.workbook.headings import Headings
from kb.errors import N_, Issue, Location

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
_QUOTES = N_("quotes are opened and not closed")
_LONG = N_("a cell is longer than any answer can be")


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
    except Broken as broken:
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
            raise Broken("KB749", format="CSV", encoding=encoding) from None
        text = _western(data)
        sample = damage_around(re.sub(r"[^\x00-\x7f]", DAMAGED, text))
        at = sample.find(DAMAGED)
        start = text.find(next(one for one in text if not one.isascii()))
        sample = " ".join(text[max(start - at, 0) : start + 20].split())
        told.append(
            Issue("KB748", Location.of_file(path), {"encoding": "Windows-1252", "value": sample})
        )
    if "\x00" in text:
        raise Broken("KB749", format="CSV", reason=STRANGE)
    return text, told


def _western(data: bytes) -> str:
    """Text as older versions of Excel save it; refused where that cannot be."""
    try:
        text = data.decode(_WESTERN)
    except UnicodeDecodeError:
        raise Broken("KB749", format="CSV", encoding=_WESTERN) from None
    if "\x00" in text:
        raise Broken("KB749", format="CSV", reason=STRANGE)
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
        except Broken as broken:
            fault = fault or broken
            continue
        found = _headings_in(grid, headings)
        if found > most:
            best, most = grid, found
    if best is None or (most < 1 and fault):
        raise fault or Broken("KB758")
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
        raise Broken("KB749", line=reader.line_num, format="CSV", reason=reason) from error
    return grid


def _cell(value: str) -> Cell:
    if found := _AS_TEXT.fullmatch(value.strip()):
        return Cell(found[1])
    if value.lstrip().startswith("="):
        return Cell(None, formula=value.strip())
    if _ERRORS.fullmatch(value.strip()):
        return Cell(None, error=value.strip())
    return Cell(mended(value))
