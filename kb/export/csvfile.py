"""Tables as CSV, for a spreadsheet program that is opened by a double click, and for programs.

There are two dialects of CSV, and a program that opens a file without asking takes the one of its
region: where the decimal sign is a comma (German, Finnish, Swedish), fields are parted by
semicolons; elsewhere by commas, and the decimal sign is a point. A file in the other dialect does
not merely look odd there: all fields land in one column, and a longitude of 12.5 becomes the
12th of May, for good once it is saved. So both go together, as in `read.csv2` and `read.csv` of R
or `sep=";", decimal=","` of pandas. The language of the file chooses the dialect, and a caller can
choose the other one.

Everything else is the same in all languages, so that programs need no more than the delimiter:
UTF-8 with a byte order mark (without it Excel reads another encoding), lines that end in CRLF,
dates as 2016-10-14, numbers without signs between thousands. Texts stand in quotes and hold line
breaks; numbers and dates do not.

Texts come from many authors, and a spreadsheet program runs what looks like a formula. In front of
a sign that could begin one stands an apostrophe: at the beginning of a field, of a line, and behind
each sign that another program might take for a delimiter. No text of honest prose is touched, as
punctuation in it is followed by a word. Numbers of ours, such as -3, are numbers.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache

from kb.errors import N_, UsageError
from kb.export.tables.sheets import Amount, Cell, Sheet
from kb.translation.formats import locale_of

DELIMITERS = (",", ";", "\t")
_BEFORE = r"(?:[^\S\t\r\n]|[\"\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff])*"
"""What a program may skip before it looks for a formula: blanks, quotes, signs nobody sees."""
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
"""Signs that begin a formula, wide and small forms of East Asian keyboards among them."""
_FORMULA = re.compile(rf"((?:^|[,;|\t\r\n]){_BEFORE})([{_SIGNS}])")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render_csv(sheet: Sheet, lang: str, delimiter: str | None = None) -> bytes:
    """A table as CSV.

    Args:
        sheet: the table.
        lang: language whose region chooses the dialect.
        delimiter: one of `DELIMITERS` instead; the decimal sign is a comma behind ";" only.

    Raises:
        UsageError: there is no such delimiter.
    """
    sign = delimiter or delimiter_of(lang)
    if sign not in DELIMITERS:
        raise UsageError(
            N_('"%(sign)s" cannot part the columns of a CSV file; , and ; and a tab can.'),
            sign=sign,
        )
    decimal = "," if sign == ";" else "."
    lines = [[column.head for column in sheet.columns], *sheet.rows]
    text = "".join(
        sign.join(_field(cell, decimal) for cell in cells) + "\r\n" for cells in lines
    )  # fmt: skip
    return text.encode("utf-8-sig", "replace")


@cache
def delimiter_of(lang: str) -> str:
    """What parts the columns in a language's region: ";" where "," stands before decimals."""
    from babel.numbers import get_decimal_symbol

    return ";" if get_decimal_symbol(locale_of(lang)) == "," else ","


def _field(cell: Cell, decimal: str) -> str:
    """A cell as it stands in the file."""
    if cell is None or cell in ("", ()):
        return ""
    if isinstance(cell, Amount):
        return _field(cell.value, decimal)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal):
        return _number(cell).replace(".", decimal)
    text = cell if isinstance(cell, str) else "\n".join(cell)
    return '"' + without_formulas(text).replace('"', '""') + '"'


def _number(number: int | float | Decimal) -> str:
    """A number in plain digits, never as 1e+5."""
    return f"{Decimal(str(number)):f}"


def without_formulas(text: str) -> str:
    """A text that no spreadsheet program takes for a formula, however it parts the fields."""
    clean = _UNWRITABLE.sub("", text)
    guarded = _FORMULA.sub(r"\1'\2", clean)
    return f"'{guarded}" if guarded[:1] in ("\t", "\r") else guarded
