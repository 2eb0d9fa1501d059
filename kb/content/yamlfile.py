"""Strict YAML: every value is the text that was typed, everything else is a finding.

The only module that imports the YAML library. It reads the parser's events instead of letting the
library build values, so that nothing is guessed (`no`, `18.000`, `06426` and `12:30` stay text),
nothing is copied by an alias, and a deep nest is refused where it begins. Files parse in about
half a millisecond; where each value stands is found by a second run, only when somebody asks.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, Union

import yaml

from kb.content.yamlfaults import (
    NOT_PRINTABLE,
    Position,
    decode,
    find_swallowed_item,
    iter_control_characters,
    iter_parser_faults,
    shorten,
)
from kb.errors import Issue, Location

try:
    from yaml._yaml import CParser
except ImportError:  # a Python without libyaml: slower, same findings
    CParser = None  # type: ignore[assignment, misc]


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The library's parser in Python, for where the one in C is missing; same events."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


_Parser: Any = PureParser if CParser is None else CParser
Tree: TypeAlias = Union[dict[str, "Tree"], list["Tree"], str, None]  # noqa: UP007 - names itself
"""What a file holds. None stands only where an issue tells what is wrong."""
FieldPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands in the tree: keys, and list positions counted from 0."""

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_ISSUES = 100
"""More faults than this in one file are not listed; the last issue says so."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Span(NamedTuple):
    """The part of a file's text that a value or key takes, for those who change it."""

    start: int
    """Position of its first character in the text, counted from 0."""
    end: int
    """Behind its last character; a block text ends with its last line, line end included."""
    style: str
    """How it is written: "plain", one of the signs ' " > | it begins with, "flow" or "block"."""
    column: int
    """Column it begins in, counted from 0."""


@dataclass(frozen=True)
class Places:
    """Where the values and keys of a file stand.

    A value's place is where its text begins; that of a list or mapping over several lines is its
    key, because that is what one looks for.
    """

    values: Mapping[FieldPath, Location]
    keys: Mapping[FieldPath, Location]
    spans: Mapping[FieldPath, Span]
    """The text of all values; () is the file's own. Positions count without a mark of the
    encoding (BOM) at the beginning."""
    key_spans: Mapping[FieldPath, Span]


@dataclass(frozen=True)
class Document:
    """One YAML file as it was typed."""

    path: Path
    value: Tree
    issues: tuple[Issue, ...] = ()
    data: bytes = field(default=b"", repr=False)

    @cached_property
    def places(self) -> Places:
        """Places of all values and keys, found by reading the file's bytes once more."""
        builder = _PlacesBuilder(self.path)
        _parse(self.data, builder)
        return Places(builder.values, builder.keys, builder.spans, builder.key_spans)

    @property
    def positions(self) -> Mapping[FieldPath, Location]:
        """Places of all values."""
        return self.places.values

    def locate(self, path: FieldPath, *, key: bool = False) -> Location:
        """Place of a value, or of the nearest thing around it that is there.

        Args:
            path: where the value stands in the tree.
            key: the place of the key itself is wanted, not of what follows it.
        """
        if key and path in self.places.keys:
            return self.places.keys[path]
        for length in range(len(path), 0, -1):
            if found := self.places.values.get(path[:length]):
                return found
        return Location(self.path)


def load_yaml(path: Path) -> Document:
    """Read one file; a file that cannot be read is a finding like any other."""
    try:
        data = _read(path)
    except OSError as err:
        reason = err.strerror or str(err)
        return Document(path, None, (Issue("KB101", Location(path), {"reason": reason}),))
    return parse_yaml(data, path)


def _read(path: Path) -> bytes:
    """The file's bytes, at most one more than allowed; refuses what is not a plain file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:  # noqa: PTH123 - a handle, not a path
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "not a regular file")
        return file.read(MAX_BYTES + 1)


def parse_yaml(data: bytes, path: Path) -> Document:
    """The tree of a file's bytes, with everything that is wrong with them as YAML.

    Never raises for any bytes. After a fault the rest is read as far as it can be.
    """
    builder = _Builder(path)
    _parse(data, builder)
    return Document(path, builder.root, tuple(builder.issues), data)


def _parse(data: bytes, builder: _Builder) -> None:
    if len(data) > MAX_BYTES:
        builder.report("KB102", (1, 1), limit=str(MAX_BYTES // 1024))
        return
    text = decode(data, builder.report)
    if text is None:
        return
    try:
        for position, character in iter_control_characters(text):
            builder.report("KB106", position, value=f"U+{ord(character):04X}")
        builder.text = NOT_PRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
        _run(builder)
    except _StopError:
        builder.root = None


def _run(builder: _Builder) -> None:
    """Let the parser go through the text, and tell why it stopped if it did."""
    try:
        builder.run(_Parser(builder.text))
    except yaml.MarkedYAMLError as err:
        builder.root = None
        marks = _position(err.problem_mark), _position(err.context_mark)
        for fault in iter_parser_faults(err.problem or "", *marks, builder.text):
            builder.report(fault.code, fault.position, **fault.params)
    except yaml.YAMLError as err:
        builder.root = None
        builder.report("KB110", (1, 1), reason=str(err).splitlines()[0])


def _position(mark: Any) -> Position | None:
    return (mark.line + 1, mark.column + 1) if mark else None


def _with_empty_lines(folded: str) -> str:
    """A folded text with its paragraphs apart by an empty line, as they were typed.

    YAML folds the one empty line between two paragraphs into a single line break, which nobody
    could tell from the end of a line in a text that is kept line by line.
    """
    return folded.rstrip("\n").replace("\n", "\n\n")


class _StopError(Exception):
    """Reading on makes no sense; the issue is already noted."""


class _Frame:
    """A list or mapping that is still open."""

    __slots__ = ("event", "items", "key", "key_event", "lines", "name", "path")

    def __init__(self, items: dict[str, Tree] | list[Tree], name: str, path: FieldPath) -> None:
        self.items = items
        self.name = name
        """The key it stands under, for telling."""
        self.path = path
        self.event: Any = None
        """The event it began with; kept only by `_PlacesBuilder`."""
        self.key: str | None = None
        self.key_event: Any = None
        self.lines: dict[str, int] = {}
        """Lines of the keys met so far."""


class _Builder:
    """Puts the parser's events together to a tree, and notes what must not be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: Tree = None
        self.issues: list[Issue] = []
        self.text = ""
        self.stack: list[_Frame] = []
        self.documents = 0

    def report(self, code: str, position: Position, **params: str) -> None:
        """Note one fault."""
        params = {key: shorten(value) for key, value in params.items()}
        if len(self.issues) >= MAX_ISSUES:
            limit = {"limit": str(MAX_ISSUES)}
            self.issues.append(Issue("KB120", Location(self.path, *position), limit))
            raise _StopError
        self.issues.append(Issue(code, Location(self.path, *position), params))

    def run(self, parser: Any) -> None:
        """Take all events of a file."""
        take = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_list,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        get_event = parser.get_event
        while (event := get_event()) is not None:
            if handler := take.get(type(event)):
                handler(event)
        if not self.documents:
            self.report("KB107", (1, 1))

    def _here(self, code: str, event: Any, **params: str) -> None:
        self.report(code, (event.start_mark.line + 1, event.start_mark.column + 1), **params)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._here("KB116", event)
            raise _StopError

    def _alias(self, event: Any) -> None:
        self._here("KB114", event, value=event.anchor)
        self._add(None, event)

    def _open_mapping(self, event: Any) -> None:
        self._open({}, event)

    def _open_list(self, event: Any) -> None:
        self._open([], event)

    def _open(self, items: dict[str, Tree] | list[Tree], event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self._here("KB119", event, limit=str(MAX_DEPTH))
            raise _StopError
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        name = self._key_around()
        path = self._add(items, event)
        self.stack.append(_Frame(items, name, path))

    def _close(self, event: Any) -> None:
        self.stack.pop()

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._decorated(event)
        value: str = event.value
        style = event.style
        if style == '"' and not value.isprintable() and (bad := NOT_PRINTABLE.search(value)):
            self._here("KB106", event, value=f"U+{ord(bad[0]):04X}")
            value = NOT_PRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value)
        if not style and value in _NULLS and not self._wants_key():
            self._nothing(value, event)
            return
        if not style and event.end_mark.line > event.start_mark.line:
            self._check_swallowed(event)
        if "\n" in value and (not style or style == ">"):
            value = _with_empty_lines(value)
        self._add(value, event)

    def _nothing(self, value: str, event: Any) -> None:
        if not value and not self.stack:
            self._here("KB107", event)
        elif value:
            self._here("KB128", event, value=value)
        else:
            self._here("KB112", event, key=self._key_around() or "-")
        self._add(None, event)

    def _check_swallowed(self, event: Any) -> None:
        first, last = event.start_mark.line, event.end_mark.line
        if found := find_swallowed_item(self.text, first, last):
            self.report("KB109", found)

    def _decorated(self, event: Any) -> None:
        if event.anchor is not None:
            self._here("KB113", event, value=event.anchor)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._here("KB115", event, value=tag)

    def _wants_key(self) -> bool:
        if not self.stack:
            return False
        top = self.stack[-1]
        return top.key_event is None and isinstance(top.items, dict)

    def _key_around(self) -> str:
        if not self.stack:
            return ""
        return self.stack[-1].key or self.stack[-1].name

    def _add(self, value: Tree, event: Any) -> FieldPath:
        """Put a value where it belongs; returns its path, as far as paths are kept."""
        if not self.stack:
            self.root = value
            return ()
        top = self.stack[-1]
        items = top.items
        if isinstance(items, list):
            items.append(value)
            return self._placed(top, len(items) - 1, event)
        if top.key_event is None:
            self._take_key(top, value, event)
            return ()
        key = top.key
        path: FieldPath = ()
        if key is not None:
            items[key] = value
            path = self._placed(top, key, event)
        top.key = top.key_event = None
        return path

    def _take_key(self, top: _Frame, value: Tree, event: Any) -> None:
        """The next key of a mapping. A key that must not be stays None: its value is dropped."""
        top.key_event = event
        if not isinstance(value, str) or (not value and not event.style):
            if not isinstance(event, yaml.AliasEvent):
                self._here("KB117", event)
            return
        lines = top.lines
        if value == "<<" and not event.style:
            self._here("KB118", event)
        elif value in lines:
            self._here("KB111", event, key=value, line=str(lines[value]))
        else:
            lines[value] = event.start_mark.line + 1
            top.key = value

    def _placed(self, top: _Frame, step: str | int, event: Any) -> FieldPath:
        """Path of a value just put into a frame; kept only by `_PlacesBuilder`."""
        return ()


class _PlacesBuilder(_Builder):
    """Keeps where everything stands besides."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.values: dict[FieldPath, Location] = {}
        self.keys: dict[FieldPath, Location] = {}
        self.spans: dict[FieldPath, Span] = {}
        self.key_spans: dict[FieldPath, Span] = {}
        self.end = 0
        """Where the text of the last value ends that was met."""

    def _open(self, items: dict[str, Tree] | list[Tree], event: Any) -> None:
        super()._open(items, event)
        self.stack[-1].event = event

    def _scalar(self, event: Any) -> None:
        super()._scalar(event)
        self.end = event.end_mark.index

    def _close(self, event: Any) -> None:
        top = self.stack[-1]
        if top.event.flow_style:
            self.end = event.end_mark.index
        self.spans[top.path] = _span(top.event, self.end)
        super()._close(event)

    def _add(self, value: Tree, event: Any) -> FieldPath:
        if not self.stack and type(event) is yaml.ScalarEvent:
            self.spans[()] = _span(event)
        return super()._add(value, event)

    def _placed(self, top: _Frame, step: str | int, event: Any) -> FieldPath:
        path = (*top.path, step)
        mark = event.start_mark
        if top.key_event is not None:
            key_mark = top.key_event.start_mark
            self.keys[path] = self._location(key_mark)
            self.key_spans[path] = _span(top.key_event)
            if getattr(event, "flow_style", None) is False:
                mark = key_mark
        self.values[path] = self._location(mark)
        if type(event) is yaml.ScalarEvent:
            self.spans[path] = _span(event)
        return path

    def _location(self, mark: Any) -> Location:
        return Location(self.path, mark.line + 1, mark.column + 1)


def _span(event: Any, end: int | None = None) -> Span:
    """The text of an event, or of what begins with it and ends somewhere else."""
    start: Any = event.start_mark
    if type(event) is yaml.ScalarEvent:
        style = event.style or "plain"
    else:
        style = "flow" if event.flow_style else "block"
    return Span(start.index, event.end_mark.index if end is None else end, style, start.column)
