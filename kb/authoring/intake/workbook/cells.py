"""What the cells of a workbook hold: values, formulas, errors, and what is hidden or merged.

Read straight from the members of the package, one element after the other: a library would keep
every empty cell that somebody once coloured, does not say what a formula showed, and stumbles over
files other programs wrote.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET  # the package was checked: no entities, no depth

from kb.authoring.form.damage import mended
from kb.authoring.intake.opening import Members, find_main

MOST_CELLS = 200_000
"""Filled cells of a sheet: a thousand practices have fewer."""
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DIGITS = 15
"""Digits a spreadsheet program shows; those behind are noise of binary numbers."""
_ERRORS = re.compile(r"#[A-Z0-9/]+[!?]?")


class Cell(NamedTuple):
    """What one cell holds."""

    value: object
    """str, int, float, bool, date; what a formula showed where there is one."""
    is_percent: bool = False
    """Whether 0.6 is shown as 60 %."""
    formula: str = ""
    """With its “=”."""
    error: str = ""
    """Such as #REF!."""


class Spot(NamedTuple):
    """Row and column, counted from 1."""

    row: int
    column: int

    @property
    def name(self) -> str:
        """As it is called: C7."""
        return f"{letters_of(self.column)}{self.row}"


@dataclass
class Grid:
    """A sheet, or a table: its filled cells."""

    title: str
    """"" for a file that is one table."""
    cells: dict[Spot, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    is_hidden: bool = False
    is_cut: bool = False
    """Whether there were more cells than are read."""

    def place(self, spot: Spot) -> str:
        """How findings call a cell: Practices!C7."""
        return f"{self.title}!{spot.name}" if self.title else spot.name

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """The filled cells by row, then by column, in order."""
        found: dict[int, dict[int, Cell]] = {}
        for spot, cell in sorted(self.cells.items()):
            found.setdefault(spot.row, {})[spot.column] = cell
        return found


def letters_of(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_grids(members: Members) -> list[Grid]:
    """The sheets of a workbook, in their order; sheets with charts only have no cells.

    Args:
        members: of a package that `kb.authoring.intake.opening` let through.
    """
    main = find_main(members)
    if not main:
        return []
    folder, name = posixpath.split(main)
    targets = {
        found["Id"]: posixpath.normpath(posixpath.join("/", folder, found["Target"])).lstrip("/")
        for found in _relations(members.get(f"{folder}/_rels/{name}.rels", b""))
    }
    book = _parsed(members[main])
    reader = _Reader(members, targets, is_1904=_is_1904(book))
    grids = []
    for sheet in (one for one in book.iter() if _tag(one) == "sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        part = members.get(targets.get(relation, ""))
        title = mended(_unescaped(sheet.get("name", "")))
        if part is not None:
            grids.append(reader.read(part, title, is_hidden="idden" in sheet.get("state", "")))
    return grids


def custom_properties(members: Members) -> str:
    """The words of the file's own properties, one in each line."""
    part = members.get("docProps/custom.xml")
    return "\n".join(_parsed(part).itertext()) if part else ""


def _parsed(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - checked by kb.authoring.intake.opening: no entities


def _walk(part: bytes) -> Iterator[tuple[str, ET.Element]]:
    """The elements of a part one after the other, where they start and where they end."""
    yield from ET.iterparse(BytesIO(part), ("start", "end"))  # noqa: S314 - as above


def _relations(part: bytes) -> Iterator[Mapping[str, str]]:
    if part:
        for one in _parsed(part).iter():
            if _tag(one) == "Relationship":
                yield {"Id": one.get("Id", ""), "Target": one.get("Target", "")}


def _is_1904(book: ET.Element) -> bool:
    return any(
        _tag(one) == "workbookPr" and one.get("date1904") in ("1", "true") for one in book.iter()
    )


def _tag(element: ET.Element) -> str:
    """The name without its namespace: there are two of them, for one and the same format."""
    return str(element.tag).rpartition("}")[2]


def _unescaped(text: str) -> str:
    """_x0041_ stands for A."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Reader:
    """Reads the sheets of one workbook."""

    def __init__(self, members: Members, targets: Mapping[str, str], *, is_1904: bool) -> None:
        parts = {name.rpartition("/")[2]: members.get(name) for name in targets.values()}
        self._texts = list(_shared_texts(parts.get("sharedStrings.xml")))
        self._formats = _formats(parts.get("styles.xml"))
        self._is_1904 = is_1904

    def read(self, part: bytes, title: str, *, is_hidden: bool) -> Grid:
        """One sheet."""
        grid = Grid(title, is_hidden=is_hidden)
        spot = Spot(0, 0)
        around = ET.Element("none")
        for event, element in _walk(part):
            tag = _tag(element)
            if event == "start":
                if tag == "sheetData":
                    around = element
                elif tag == "row":
                    spot = Spot(_number(element.get("r")) or spot.row + 1, 0)
                    if element.get("hidden") in ("1", "true"):
                        grid.hidden_rows.add(spot.row)
                continue
            if tag == "c":
                spot = _spot_of(element.get("r"), spot)
                self._take(grid, spot, element)
                element.clear()
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                first, last = _number(element.get("min")), _number(element.get("max"))
                grid.hidden_columns.append(range(first, last + 1))
            elif tag == "mergeCell":
                _spread(grid, element.get("ref", ""))
            elif tag == "row":
                around.clear()  # a million rows that are done with would stay otherwise
        return grid

    def _take(self, grid: Grid, spot: Spot, element: ET.Element) -> None:
        if len(element) == 0:
            return
        if len(grid.cells) >= MOST_CELLS:
            grid.is_cut = True
            return
        cell = self._cell(element)
        if cell.formula or cell.error or cell.value not in (None, ""):
            grid.cells[spot] = cell

    def _cell(self, element: ET.Element) -> Cell:
        kind = element.get("t", "n")
        formula, text, inline = "", None, ""
        for one in element:
            tag = _tag(one)
            if tag == "f":
                # A cell that shares the formula of another one has none of its own.
                formula = "=" + (one.text or "…")
            elif tag == "v":
                text = one.text or ""
            elif tag == "is":
                inline = _rich_text(one)
        if kind == "inlineStr":
            return Cell(mended(inline), formula=formula)
        if text is None:
            return Cell(None, formula=formula)
        if kind == "s":
            number = _number(text, -1)
            known = self._texts[number] if 0 <= number < len(self._texts) else "\ufffd"
            return Cell(known, formula=formula)
        return self._valued(kind, text, formula, _number(element.get("s")))

    def _valued(self, kind: str, text: str, formula: str, style: int) -> Cell:
        if kind == "e":
            return Cell(None, formula=formula, error=text)
        if kind == "str":
            value = mended(_unescaped(text))
            error = value if _ERRORS.fullmatch(value) else ""
            return Cell(value, formula=formula, error=error)
        if kind in ("b", "d"):
            is_true = text.strip() in ("1", "true")
            return Cell(is_true if kind == "b" else _iso_day(text), formula=formula)
        number = _plain_number(text)
        shape = self._formats[style] if 0 <= style < len(self._formats) else ""
        if isinstance(number, str):
            return Cell(mended(number), formula=formula)
        if _is_date(shape):
            return Cell(_day_of(number, shape, is_1904=self._is_1904), formula=formula)
        return Cell(number, is_percent="%" in shape, formula=formula)


def _spot_of(reference: str | None, before: Spot) -> Spot:
    """Where a cell stands; programs may leave that out for the one beside the one before."""
    found = _REFERENCE.fullmatch(reference or "")
    if not found:
        return Spot(before.row, before.column + 1)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return Spot(int(found[2]), column)


def _number(text: str | None, other: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else other


def _spread(grid: Grid, reference: str) -> None:
    """A value merged over several rows belongs to each of them."""
    ends = reference.split(":")
    if len(ends) != 2 or not all(map(_REFERENCE.fullmatch, ends)):
        return
    first, last = (_spot_of(one, Spot(0, 0)) for one in ends)
    cell = grid.cells.get(first)
    if cell is None or last.row - first.row > MOST_CELLS:
        return
    for row in range(first.row + 1, last.row + 1):
        if len(grid.cells) < MOST_CELLS:
            grid.cells.setdefault(Spot(row, first.column), cell)


def _shared_texts(part: bytes | None) -> Iterator[str]:
    if part is None:
        return
    around = None
    for event, element in _walk(part):
        if around is None:
            around = element
        elif event == "end" and _tag(element) == "si":
            yield mended(_rich_text(element))
            around.clear()


def _rich_text(element: ET.Element) -> str:
    """The text of all runs, without how it is spoken (Japanese)."""
    pieces = []
    for one in element:
        if _tag(one) == "t":
            pieces.append(one.text or "")
        elif _tag(one) == "r":
            pieces += (inner.text or "" for inner in one if _tag(inner) == "t")
    return _unescaped("".join(pieces))


def _formats(part: bytes | None) -> Sequence[str]:
    """The number format of each style."""
    if part is None:
        return ()
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    named: dict[int, str] = dict(BUILTIN_FORMATS)
    root = _parsed(part)
    for one in root.iter():
        if _tag(one) == "numFmt":
            named[_number(one.get("numFmtId"))] = one.get("formatCode", "")
    styles = next((one for one in root if _tag(one) == "cellXfs"), ())
    return [named.get(_number(one.get("numFmtId")), "") for one in styles]


# Numbers and dates


def _plain_number(text: str) -> int | float | str:
    """A number as it was meant; what is none stays text."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    if number.is_integer() and abs(number) < 10**_DIGITS:
        return int(number)
    return float(format(number, f".{_DIGITS}g"))


def _is_date(shape: str) -> bool:
    bare = _LITERALS.sub("", shape.partition(";")[0]).lower()
    return "general" not in bare and any(sign in bare for sign in "dyhms") and "0" not in bare


def _day_of(number: float, shape: str, *, is_1904: bool) -> str | date | float:
    """A date no more exact than the cell shows it: "April 2019" is no first of April."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        moment = from_excel(number, MAC_EPOCH if is_1904 else WINDOWS_EPOCH)
    except (ValueError, OverflowError):
        return number
    bare = _LITERALS.sub("", shape.partition(";")[0]).lower()
    if not isinstance(moment, datetime) or not ("y" in bare or "d" in bare):
        return str(moment)
    if "d" in bare:
        return moment.date()
    return moment.strftime("%Y-%m") if "m" in bare else moment.strftime("%Y")


def _iso_day(text: str) -> str | date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return text


__all__ = ["MOST_CELLS", "Cell", "Grid", "Spot", "custom_properties", "letters_of", "read_grids"]
