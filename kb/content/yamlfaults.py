"""What the text of a YAML file suffers from: its bytes, its signs, and where a parser stops.

Pure functions on text; nothing here knows the YAML library, only the sentences it stops with.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

Position: TypeAlias = tuple[int, int]
"""Line and column, counted from 1."""


class Report(Protocol):
    """Takes one fault."""

    def __call__(self, code: str, position: Position, **params: str) -> None:
        """Note a fault with its code, place and values."""


NOT_PRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Signs no text should hold: controls, and the invisible line ends YAML would take for new lines
(U+0085, U+2028, U+2029) although editors show none."""
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST = 60
"""Longer values are told shortened."""
_LINE_END = re.compile("\r\n|\r|\n")


def decode(data: bytes, report: Report) -> str | None:
    """Text of a file's bytes; None where it makes no sense to read on."""
    if data.startswith(_UTF16):
        report("KB103", (1, 1), encoding="UTF-16")
        return None
    if data.startswith(_BOM):
        report("KB105", (1, 1))
        data = data[len(_BOM) :]
    zero = data.find(b"\0")
    if zero >= 0:
        report("KB104", position_at(data[:zero].decode("utf-8", "replace")))
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as err:
        guess = data[err.start : err.start + 1].decode("cp1252", "replace")
        report("KB103", position_at(data[: err.start].decode()), value=guess)
        return data.decode("cp1252", "replace")


def shorten(text: str) -> str:
    """A value in one line that fits a sentence."""
    line = " ".join(text[: 2 * _LONGEST].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def position_at(before: str) -> Position:
    """Line and column of the sign that follows a text."""
    lines = _LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def iter_control_characters(text: str) -> Iterator[tuple[Position, str]]:
    """Signs no text should hold, each with its place."""
    starts: list[int] | None = None
    for found in NOT_PRINTABLE.finditer(text):
        if starts is None:
            starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        line = bisect_right(starts, found.start())
        yield (line, found.start() - starts[line - 1] + 1), found[0]


_ITEM = re.compile(r"\s*- ")


def find_swallowed_item(text: str, first: int, last: int) -> Position | None:
    """Where a line looks like a list item but is part of the text above, by its indentation.

    Args:
        text: the whole file.
        first: line the text begins in, counted from 0.
        last: line it ends in, counted from 0.
    """
    lines = _LINE_END.split(text)
    for number in range(first + 1, min(last + 1, len(lines))):
        if found := _ITEM.match(lines[number]):
            return number + 1, found.end() - 1
    return None


@dataclass(frozen=True, slots=True)
class Fault:
    """What a parser stopped at, in our words."""

    code: str
    position: Position
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a parser stopped."""

    here: Position
    context: Position
    """Where the piece it was reading begins."""
    lines: Sequence[str]

    def line(self, number: int) -> str:
        """A line of the file, counted from 1; empty beyond its ends."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def before(self) -> str:
        """The text of the line up to where it stopped."""
        return self.line(self.here[0])[: self.here[1] - 1]

    @property
    def sign(self) -> str:
        """The sign it stopped at."""
        return self.line(self.here[0])[self.here[1] - 1 : self.here[1]]


def iter_parser_faults(
    problem: str, place: Position | None, context: Position | None, text: str
) -> Iterator[Fault]:
    """What is wrong where a parser stopped; one fault, or all lines of its kind.

    Args:
        problem: the parser's own words.
        place: where it stopped.
        context: where the piece it was reading begins.
        text: the whole file.
    """
    here = place or context or (1, 1)
    stop = _Stop(here, context or here, _LINE_END.split(text))
    if stop.sign == "\t" or _TAB_INDENT.match(stop.line(here[0])):
        yield from _tabs(stop)
        return
    for pattern, sort in _SORTS:
        if re.search(pattern, problem):
            yield sort(stop)
            return
    yield Fault("KB110", here, {"reason": problem})


_TAB_INDENT = re.compile(r" *\t")
_QUOTED_THEN_TEXT = re.compile(r"""(^|[:\[{,-])\s*("([^"\\]|\\.)*"|'[^']*')\s*$""")
_NO_SPACE = re.compile(r"\s*(- )?[a-z_]+:(?![\s/])")
_COLON_BEFORE = re.compile(r"\S:\s+\S")


def _tabs(stop: _Stop) -> Iterator[Fault]:
    """The tab it stopped at, and every later line that begins with one."""
    line = stop.line(stop.here[0])
    yield Fault("KB108", (stop.here[0], line.index("\t") + 1))
    for number, later in enumerate(stop.lines[stop.here[0] :], stop.here[0] + 1):
        if found := _TAB_INDENT.match(later):
            yield Fault("KB108", (number, found.end()))


def _colon(stop: _Stop) -> Fault:
    number = stop.here[0]
    if _NO_SPACE.match(stop.line(number - 1)):
        return Fault("KB125", (number - 1, stop.line(number - 1).index(":") + 1))
    if _COLON_BEFORE.search(stop.before):
        return Fault("KB121", stop.here)
    return _indent(stop)


def _indent(stop: _Stop) -> Fault:
    if _QUOTED_THEN_TEXT.search(stop.before):
        return Fault("KB123", stop.here)
    if stop.sign == ":" and not stop.before.strip():
        return Fault("KB117", stop.here)
    if stop.sign in ("]", "}"):
        return Fault("KB124", stop.here)
    line = stop.line(stop.here[0])
    first = len(line) - len(line.lstrip()) + 1
    return Fault("KB109", (stop.here[0], min(first, stop.here[1])))


def _no_colon(stop: _Stop) -> Fault:
    line = stop.line(stop.context[0])
    if _NO_SPACE.match(line):
        return Fault("KB125", (stop.context[0], line.index(":") + 1))
    return Fault("KB126", stop.context, {"value": line.strip()})


def _bracket(stop: _Stop) -> Fault:
    if stop.line(stop.here[0]) or stop.here[0] < len(stop.lines):
        return Fault("KB124", stop.context)
    return Fault("KB124", _last_open(stop.lines) or stop.context)


def _last_open(lines: Sequence[str]) -> Position | None:
    """The last bracket that is opened and never closed."""
    opened: list[Position] = []
    for number, line in enumerate(lines, 1):
        for found in re.finditer(r"[\[\]{}]", line):
            if found[0] in "[{":
                opened.append((number, found.start() + 1))
            elif opened:
                opened.pop()
    return opened[-1] if opened else None


def _begin(stop: _Stop) -> Fault:
    sign = stop.line(stop.context[0])[stop.context[1] - 1 : stop.context[1]]
    return Fault("KB127", stop.context, {"value": sign})


_SORTS: tuple[tuple[str, Callable[[_Stop], Fault]], ...] = (
    (r"mapping values are not allowed", _colon),
    (r"sequence entries are not allowed", lambda stop: Fault("KB109", stop.here)),
    (r"did not find expected key|did not find expected '-'|expected <block end>", _indent),
    (r"could not find expected ':'", _no_colon),
    (r"unexpected end of stream|unexpected document", lambda stop: Fault("KB122", stop.context)),
    (r"expected ',' or|expected (the )?node content", _bracket),
    (r"unknown escape|did not find expected hex|expected escape", lambda s: Fault("KB129", s.here)),
    (r"cannot start any token", lambda s: Fault("KB127", s.here, {"value": s.sign})),
    (r"expected alphabetic|expected comment or|expected chomping|expected tag URI", _begin),
)
"""A piece of the parser's words (either parser's), and who tells from it what is wrong."""
