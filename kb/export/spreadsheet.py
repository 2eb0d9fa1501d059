"""Tables as an Excel workbook: typed dates and amounts, heads that stay in view, ready to print.

Every text is typed as text, so none can act as a formula, and each carries the mark that keeps it
text when its cell is edited. Only web addresses become links. The same tables and day give the
same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kb.export.extras import missing_extra
from kb.export.shelf import Shelf
from kb.export.tables.describing import describe_tables
from kb.export.tables.sheets import Amount, Cell, Column, Kind, Remark, Sheet, Tables
from kb.export.voices import FindFolder
from kb.translation.formats import is_right_to_left

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_INK = "3B352F"
"""Fill of the heads."""
_PAPER = "FFFFFF"
_BAND = "FAF5EA"
"""Fill of every second row, a warm tint that prints as nearly white."""
_RULE = "DDD6CA"
_LINK = "1F4E79"
_QUIET = "655C53"
_FONT = "Calibri"
_SIZE = 10

_WIDTHS: Mapping[Kind, int] = {
    Kind.ID: 26,
    Kind.CODE: 12,
    Kind.LABEL: 20,
    Kind.TITLE: 34,
    Kind.NOTE: 44,
    Kind.PROSE: 70,
    Kind.DATE: 12,
    Kind.NUMBER: 11,
    Kind.AMOUNT: 17,
    Kind.URL: 40,
}
"""Widths of columns in characters."""
_ABOUT_WIDTH = 96
_LOOKS: Mapping[Kind, str] = {
    Kind.ID: "quiet",
    Kind.DATE: "number",
    Kind.NUMBER: "number",
    Kind.AMOUNT: "number",
}
"""How texts look in columns of some kinds: beside dates and numbers, they stand at the right."""
_LINE = 13.5
"""Height of a line in points."""
_HIGHEST = 409
"""Height of a row in points: more, Excel does not show."""
_INDENT = 2
"""Characters that the air beside a text takes."""
_ARROW = 3
"""Characters that the arrow of a filter hides in a head."""
_PAGE_WIDTH = 250
"""Characters across a landscape page before its print becomes too small to read."""
_LONGEST = 32_767
"""Characters a cell holds, counted as UTF-16 does."""
_LONGEST_URL = 2_079
_LONGEST_FOOT = 100
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts days from 1900 and takes that year for a leap year: earlier ones stay text."""
_MOST_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; longer ones stay text."""
_LONGEST_TITLE = 31
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads _x0041_ as A: its first underscore is written as an escape itself."""
_WORD = re.compile(r"[^\s-]*(?:-|\s+|$)")
_SENTENCE_END = re.compile(r"[.!?…。](?=\s)|\n")
_IGNORED = (
    b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
)
"""A year of which no day is known stays text: no warning beside each."""


def render_xlsx(
    shelf: Shelf, langs: Sequence[str], created: str, find_cache: FindFolder | None = None
) -> bytes:
    """All tables as a workbook.

    Args:
        shelf: the practices, in the order of the rows.
        langs: one or two BCP 47 tags.
        created: ISO date of the day it is made.
        find_cache: finds the folder for compiled interface catalogs.

    Raises:
        KbError: openpyxl is not installed.
    """
    return render_tables(describe_tables(shelf, langs, created, find_cache))


def render_tables(tables: Tables) -> bytes:
    """Tables as a workbook.

    Raises:
        KbError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise missing_extra("Excel", "openpyxl") from error
    workbook = Workbook()
    del workbook["Sheet"]
    _describe_file(workbook, tables)
    styles = _Styles.make()
    for sheet in tables.sheets:
        _SheetWriter(_add_sheet(workbook, sheet.title, tables), sheet, tables, styles).write()
    if any(tables.remarks):
        _write_about(_add_sheet(workbook, tables.about, tables), tables, styles)
    return pack_workbook(workbook, tables.created)


def _describe_file(workbook: Workbook, tables: Tables) -> None:
    """What the file says about itself."""
    properties = workbook.properties
    properties.title = _clean(tables.title)
    properties.creator = _clean(tables.title)
    properties.language = tables.langs[0]
    properties.created = datetime.fromisoformat(tables.created)


def _add_sheet(workbook: Workbook, title: str, tables: Tables) -> Worksheet:
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Worksheet = workbook.create_sheet(sheet_title(title, workbook.sheetnames))
    sheet.sheet_view.rightToLeft = is_right_to_left(tables.langs[0])
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.7, header=0.3, footer=0.35)
    foot = _clean(f"{tables.title} · {tables.created}")[:_LONGEST_FOOT].replace("&", "&&")
    # A digit behind a code would be read as the size of the font, hence the space.
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=f" {foot}"), right=_HeaderFooterPart(text="&P / &N")
    )
    return sheet


def sheet_title(title: str, taken: Sequence[str]) -> str:
    """A name that Excel accepts for a sheet, unlike those before it."""
    clean = _FORBIDDEN_IN_TITLE.sub(" ", title).strip("' ") or "–"
    used = {one.casefold() for one in taken} | {"history"}  # Excel keeps "History" for itself
    name, number = clean[:_LONGEST_TITLE].rstrip("' "), 1
    while name.casefold() in used:
        number += 1
        tail = f" {number}"
        name = clean[: _LONGEST_TITLE - len(tail)].rstrip("' ") + tail
    return name


@dataclass(frozen=True)
class _Styles:
    """How cells look. Excel keeps each look once; cells refer to it."""

    head: Mapping[str, Any]
    text: Mapping[str, Any]
    number: Mapping[str, Any]
    fact: Mapping[str, Any]
    strong: Mapping[str, Any]
    link: Mapping[str, Any]
    quiet: Mapping[str, Any]
    heading: Mapping[str, Any]
    kept: dict[tuple[str, str, bool], Any] = field(default_factory=dict)
    """Looks that were made already: name, number format, whether it is text."""

    @classmethod
    def make(cls) -> _Styles:
        """All of them."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        wrapped = Alignment("left", "top", wrap_text=True, indent=1)
        rule = Border(bottom=Side("thin", _RULE))
        plain = Font(_FONT, _SIZE)
        text = {"font": plain, "alignment": wrapped, "border": rule}
        return cls(
            head={
                "font": Font(_FONT, _SIZE, bold=True, color=_PAPER),
                "fill": PatternFill("solid", _INK),
                "alignment": Alignment("left", "center", wrap_text=True, indent=1),
                "border": Border(right=Side("thin", _RULE)),
            },
            text=text,
            number={**text, "alignment": Alignment("right", "top", wrap_text=True, indent=1)},
            fact={**text, "alignment": Alignment("left", "top", indent=1)},
            strong={**text, "font": Font(_FONT, _SIZE, bold=True)},
            link={**text, "font": Font(_FONT, _SIZE, color=_LINK, underline="single")},
            quiet={**text, "font": Font(_FONT, _SIZE, color=_QUIET)},
            heading={"font": Font(_FONT, 16, bold=True, color=_INK)},
        )

    def put_on(self, cell: SheetCell, name: str, number_format: str = "General") -> None:
        """Give a cell a look."""
        is_text = cell.data_type == "s"
        key = name, number_format, is_text
        if key not in self.kept:
            for part, value in getattr(self, name).items():
                setattr(cell, part, value)
            cell.number_format = number_format
            # An apostrophe before the text, as if it had been typed: it stays text when edited.
            cell.quotePrefix = is_text
            self.kept[key] = copy(cell._style)  # type: ignore[attr-defined]
        cell._style = copy(self.kept[key])  # type: ignore[attr-defined]


class _SheetWriter:
    """One table in its sheet."""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, tables: Tables, styles: _Styles) -> None:
        self._worksheet = worksheet
        self._sheet = sheet
        self._tables = tables
        self._styles = styles

    def write(self) -> None:
        """All of it."""
        self._write_heads()
        for number, row in enumerate(self._sheet.rows, 2):
            self._write_row(number, row)
        self._make_handy()

    def _write_heads(self) -> None:
        for number, column in enumerate(self._sheet.columns, 1):
            cell = cell_at(self._worksheet, 1, number)
            set_text(cell, column.head)
            self._styles.put_on(cell, "head")
            self._worksheet.column_dimensions[cell.column_letter].width = _WIDTHS[column.kind]
        widths = (_WIDTHS[column.kind] - _ARROW for column in self._sheet.columns)
        heads = (column.head for column in self._sheet.columns)
        lines = max(map(lines_of, heads, widths), default=1)
        self._worksheet.row_dimensions[1].height = lines * _LINE + 9

    def _write_row(self, number: int, row: Sequence[Cell]) -> None:
        lines = 1
        for place, (column, value) in enumerate(zip(self._sheet.columns, row, strict=True), 1):
            cell = cell_at(self._worksheet, number, place)
            self._write_cell(cell, column, value)
            if cell.data_type == "s":
                lines = max(lines, lines_of(str(cell.value), _WIDTHS[column.kind]))
        self._worksheet.row_dimensions[number].height = min(lines * _LINE + 5, _HIGHEST)

    def _write_cell(self, cell: SheetCell, column: Column, value: Cell) -> None:
        if isinstance(value, Amount):
            written = _set_number(cell, value.value)
            self._styles.put_on(cell, "number", _money(value) if written else "General")
        elif isinstance(value, int | float | Decimal):
            _set_number(cell, value)
            self._styles.put_on(cell, "number", _number_format(value))
        elif isinstance(value, date) and value >= _FIRST_DAY:
            cell.value = value
            self._styles.put_on(cell, "number", "yyyy-mm-dd")
        else:
            self._write_text(cell, column, value)

    def _write_text(self, cell: SheetCell, column: Column, value: Cell) -> None:
        text = _as_text(value, has_bullets=column.kind is Kind.PROSE)
        if text:
            set_text(cell, _fitted(text, self._tables.cut[column.lang]))
        is_link = column.kind is Kind.URL and _link_to(cell, text)
        self._styles.put_on(cell, "link" if is_link else _LOOKS.get(column.kind, "text"))

    def _make_handy(self) -> None:
        """Heads that stay in view and on paper, filters, bands, pages."""
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import PatternFill
        from openpyxl.utils import get_column_letter

        worksheet, columns = self._worksheet, self._sheet.columns
        fixed = get_column_letter(self._sheet.fixed)
        corner = f"{get_column_letter(len(columns))}{len(self._sheet.rows) + 1}"
        worksheet.freeze_panes = f"{get_column_letter(self._sheet.fixed + 1)}2"
        worksheet.auto_filter.ref = f"A1:{corner}"
        worksheet.print_title_rows = "1:1"
        worksheet.print_title_cols = f"A:{fixed}"
        width = sum(_WIDTHS[column.kind] for column in columns)
        repeated = sum(_WIDTHS[column.kind] for column in columns[: self._sheet.fixed])
        pages = math.ceil((width - repeated) / (_PAGE_WIDTH - repeated))
        worksheet.page_setup.fitToWidth = max(pages, 1)
        if self._sheet.rows:
            # By formula, so that rows keep their bands when they are sorted or filtered.
            band = PatternFill(bgColor=_BAND, fill_type="solid")
            rule = FormulaRule(["MOD(ROW(),2)=1"], fill=band)  # type: ignore[no-untyped-call]
            worksheet.conditional_formatting.add(f"A2:{corner}", rule)


def _write_about(worksheet: Worksheet, tables: Tables, styles: _Styles) -> None:
    """What to know of the file, in each of its languages."""
    worksheet.column_dimensions["A"].width = 30
    worksheet.column_dimensions["B"].width = _ABOUT_WIDTH
    row = 1
    for lang, remarks in zip(tables.langs, tables.remarks, strict=True):
        name, *others = remarks
        heading = cell_at(worksheet, row, 1)
        set_text(heading, str(name.value))
        styles.put_on(heading, "heading")
        worksheet.row_dimensions[row].height = 30
        for number, remark in enumerate(others, row + 1):
            _write_remark(worksheet, number, remark, tables.cut[lang], styles)
        row += len(others) + 2


def _write_remark(
    worksheet: Worksheet, row: int, remark: Remark, cut: str, styles: _Styles
) -> None:
    """One remark: its name, and what there is to know."""
    name, cell = cell_at(worksheet, row, 1), cell_at(worksheet, row, 2)
    set_text(name, remark.name)
    styles.put_on(name, "strong")
    lines = 1
    if isinstance(remark.value, date):
        cell.value = remark.value
        styles.put_on(cell, "fact", "yyyy-mm-dd")
    elif isinstance(remark.value, int):
        cell.value = remark.value
        styles.put_on(cell, "fact", "#,##0")
    else:
        text = _as_text(remark.value)
        set_text(cell, _fitted(text, cut))
        styles.put_on(cell, "link" if _link_to(cell, text) else "text")
        lines = lines_of(text, _ABOUT_WIDTH)
    worksheet.row_dimensions[row].height = min(lines * _LINE + 8, _HIGHEST)


# Cells


def cell_at(worksheet: Worksheet, row: int, column: int) -> SheetCell:
    """A cell, counted from 1; none of ours are merged."""
    return cast("SheetCell", worksheet.cell(row, column))


def _as_text(value: Cell, *, has_bullets: bool = False) -> str:
    """A value as text; items of a list stand in lines of their own."""
    if isinstance(value, tuple) and not isinstance(value, Amount):
        mark = "• " if has_bullets and len(value) > 1 else ""
        return "\n".join(mark + one for one in value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def set_text(cell: SheetCell, text: str) -> None:
    """Put a text into a cell; whatever it looks like, it is typed as text."""
    cell.value = _ESCAPE.sub("_x005F_", _clean(text))
    cell.data_type = "s"


def _set_number(cell: SheetCell, value: int | float | Decimal) -> bool:
    """Put a number into a cell; whether it could stay one."""
    if len(Decimal(str(value)).as_tuple().digits) > _MOST_DIGITS:
        set_text(cell, str(value))
        return False
    cell.value = value
    return True


def _money(amount: Amount) -> str:
    """The format of an amount: a currency for each row, as no rate was ever applied."""
    return f"#,##0.00 [${amount.currency}]" if amount.currency else "#,##0.00"


def _number_format(value: int | float | Decimal) -> str:
    return "#,##0" if isinstance(value, Decimal) and value == int(value) else "General"


def _link_to(cell: SheetCell, text: str) -> bool:
    """Make a cell lead to the web address it holds; whether it holds one."""
    is_address = text.startswith(("https://", "http://")) and "\n" not in text
    if is_address and len(text) <= _LONGEST_URL:
        cell.hyperlink = _clean(text)
        return True
    return False


def _clean(text: str) -> str:
    """A text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _fitted(text: str, note: str) -> str:
    """A text that a cell can hold, cut behind a sentence where it is too long."""
    data = text.encode("utf-16-le", "replace")
    if len(data) // 2 <= _LONGEST:
        return text
    room = _LONGEST - len(note) - 1
    head = data[: room * 2].decode("utf-16-le", "ignore")
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    return f"{head[: ends[-1]] if ends else head}\n{note}"


def lines_of(text: str, width: int) -> int:
    """Lines a text takes in a column, about: words are not parted, hyphens part them."""
    room = width - _INDENT
    return sum(_lines_of_one(line, room) for line in text.split("\n"))


def _lines_of_one(line: str, room: int) -> int:
    lines, used = 1, 0
    for word in _WORD.findall(line):
        if used and used + len(word.rstrip()) > room:
            lines, used = lines + 1, 0
        used += len(word)
        over = max(0, math.ceil(used / room) - 1) if len(word) > room else 0
        lines, used = lines + over, used - over * room
    return lines


# File


def pack_workbook(workbook: Workbook, created: str) -> bytes:
    """The workbook as a file that holds no time but the day it was made."""
    stream = BytesIO()
    workbook.save(stream)
    day = date.fromisoformat(created)
    packed = BytesIO()
    with ZipFile(stream) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name, data in _members(workbook, source, created):
            info = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, data)
    return packed.getvalue()


def _members(workbook: Workbook, source: ZipFile, created: str) -> Iterator[tuple[str, bytes]]:
    """The files of a workbook, with what openpyxl itself cannot write."""
    from openpyxl.xml.functions import tostring

    for name in source.namelist():
        data = source.read(name)
        if name == "docProps/core.xml":
            workbook.properties.modified = datetime.fromisoformat(created)
            data = tostring(workbook.properties.to_tree())
        elif name.startswith("xl/worksheets/sheet"):
            data = data.replace(b"</headerFooter>", b"</headerFooter>" + _IGNORED, 1)
        yield name, data
