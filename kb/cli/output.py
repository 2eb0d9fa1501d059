"""Writing for people and programs: JSON, wrapped text, tables, bars. Knows how wide signs are."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

WIDEST = 100
"""Lines of text longer than this are hard to read, however wide the terminal is."""
NARROWEST = 20
_LEAST_ROOM = 30
"""A column cut shorter than this tells too little."""
PLAIN = False

Piece = tuple[str, bool]
"""A piece of a text, and whether it is marked."""


class Look:
    """How text is laid out: for a terminal, or the same always for a file or pipe.

    Args:
        width: columns lines are wrapped to; None for one line each, as in a pipe.
    """

    def __init__(self, width: int | None = None) -> None:
        self.width = width

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees it as it is written."""
        return self.width is not None


def look_of_stdout() -> Look:
    """How to lay out what goes to stdout."""
    return Look(_columns() if sys.stdout.isatty() else None)


def look_of_stderr() -> Look:
    """How to lay out what goes to stderr."""
    return Look(_columns() if sys.stderr.isatty() else None)


def write_json(data: Mapping[str, object]) -> None:
    """Print one JSON object; signs the terminal lacks are escaped, never lost."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    click.echo(text, file=sys.stdout)


def write_lines(lines: Iterable[str]) -> None:
    """Print lines to stdout, at once."""
    if text := "\n".join(lines):
        click.echo(text, file=sys.stdout)


def tell(sentence: str) -> None:
    """Print a message to stderr; on a terminal in lines that fit."""
    lines = sentence.split("\n")
    if sys.stderr.isatty():
        look = Look(_columns())
        lines = [part for line in lines for part in wrap(line, look, _indent_of(line))]
    click.echo(clean("\n".join(lines)), file=sys.stderr)


def _indent_of(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def _columns() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns, NARROWEST)


def clean(text: str) -> str:
    """A text without control characters, which could play tricks on a terminal."""
    if text.isprintable():
        return text
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")


def width_of(text: str) -> int:
    """How many columns a text takes: wide signs take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_width_of_char, text))


def _width_of_char(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def bold(text: str) -> str:
    """Bold where the terminal can; `click.echo` drops it elsewhere."""
    return click.style(text, bold=True)


def mark(text: str) -> str:
    """Bold and underlined, for what was looked for."""
    return click.style(text, bold=True, underline=True)


def wrap(text: str, look: Look, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of a text.

    Args:
        text: one paragraph.
        look: how wide.
        indent: stands before every line.
        first: stands before the first line instead.
    """
    return wrap_pieces([(text, PLAIN)], look, indent, first)


def wrap_pieces(
    pieces: Sequence[Piece], look: Look, indent: str = "", first: str | None = None
) -> list[str]:
    """Lines of a text some pieces of which are marked; marks only show on a terminal."""
    start = indent if first is None else first
    if look.width is None:
        whole = clean("".join(text for text, _is_marked in pieces))
        return [(start + " ".join(whole.split())).rstrip()]
    room = min(look.width, WIDEST)
    lines: list[str] = []
    line, used = start, width_of(start)
    is_empty = True
    for word in _words(pieces):
        width = sum(width_of(text) for text, _is_marked in word)
        if not is_empty and used + 1 + width > room:
            lines.append(line.rstrip())
            line, used, is_empty = indent, width_of(indent), True
        line += ("" if is_empty else " ") + "".join(
            mark(text) if is_marked else text for text, is_marked in word
        )
        used += width + (not is_empty)
        is_empty = False
    return [*lines, line.rstrip()]


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    word: list[Piece] = []
    for text, is_marked in pieces:
        parts = clean(text).replace("\n", " ").split(" ")
        for number, part in enumerate(parts):
            if number and word:
                yield word
                word = []
            if part:
                word.append((part, is_marked))
    if word:
        yield word


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look, flexible: int
) -> list[str]:
    """Lines of a table, columns two spaces apart, no spaces at the end of a line.

    Args:
        heads: what stands above the columns.
        rows: cells, as many in each row as there are heads.
        look: on a terminal the flexible column is cut to fit, and rows take several lines where
            that leaves too little of it; elsewhere nothing is cut.
        flexible: number of the column that gives way.
    """
    cells = [[clean(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    if look.width is not None:
        room = look.width - (sum(widths) - widths[flexible]) - 2 * (len(widths) - 1)
        if room < min(widths[flexible], _LEAST_ROOM):
            return [line for row in cells[1:] for line in _card(row, flexible, look)]
        widths[flexible] = min(widths[flexible], room)
    lines = [_row(row, widths) for row in cells]
    return [bold(lines[0]), *lines[1:]]


def _card(cells: Sequence[str], flexible: int, look: Look) -> list[str]:
    """A row that does not fit on a line: the flexible cell, the others below it."""
    others = [cell for number, cell in enumerate(cells) if cell and number != flexible]
    return wrap(cells[flexible], look) + wrap(" · ".join(others), look, "    ")


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    fitted = [shorten(cell, width) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join(pad(cell, width) for cell, width in zip(fitted, widths, strict=True)).rstrip()


def pad(text: str, width: int) -> str:
    """A text filled up with spaces to a width."""
    return text + " " * (width - width_of(text))


def pad_left(text: str, width: int) -> str:
    """The same with the spaces before it, for numbers and what stands above them."""
    return " " * (width - width_of(text)) + text


def shorten(text: str, width: int) -> str:
    """A text that takes no more than a width, "…" at the end where something is left out."""
    if width_of(text) <= width:
        return text
    kept, used = "", 1
    for char in text:
        used += _width_of_char(char)
        if used > width:
            break
        kept += char
    return kept.rstrip() + "…"


def bar(share: float, width: int) -> str:
    """A bar of block characters, "#" where the terminal has none."""
    block = "█" if can_write("█") else "#"
    return block * max(round(share * width), 1 if share > 0 else 0)


def can_write(text: str) -> bool:
    """Whether stdout's encoding has these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
