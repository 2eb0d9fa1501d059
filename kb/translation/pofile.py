"""PO files as translators left them: read whole, changed message by message, written back.

General PO libraries wrap and order everything anew when they write, so one edit would show as a
hundred changed lines. Here each message keeps its lines: what was not changed is written back as
it stood, byte by byte. Strings are quoted by Babel. Tests hold reading and writing against Babel
and msgfmt.

Source of the format: GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

FUZZY = "fuzzy"
WIDTH = 78
"""Columns that lines of new strings are wrapped to, as gettext's own tools do."""

_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)", re.DOTALL)
_ESCAPED = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
}
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)[ \t]*(".*)$')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*$')


class PoError(Exception):
    """A file that is no PO file."""

    def __init__(self, line: int, found: str) -> None:
        super().__init__(line, found)
        self.line = line
        """Counted from 1."""
        self.found = found
        """What stands there."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a catalog.

    The lines it was read from do not count when messages are compared.
    """

    context: str
    """The field."""
    source: str
    text: str = ""
    comments: tuple[str, ...] = ()
    """Of translators, without "# "."""
    notes: tuple[str, ...] = ()
    """Written by extraction: the field and its limit."""
    references: tuple[str, ...] = ()
    """File and line of each place where the source stands."""
    flags: tuple[str, ...] = ()
    previous: str | None = None
    """The source the translation was made from, where that has changed since."""
    is_obsolete: bool = False
    line: int = field(default=0, compare=False)
    """Where it begins, counted from 1; 0 for a new one."""
    head: str = field(default="", compare=False, repr=False)
    """The comment lines as they stood in the file."""
    body: str = field(default="", compare=False, repr=False)
    """The lines of context, source and translation as they stood in the file."""
    read: Message | None = field(default=None, compare=False, repr=False)
    """The message as it was read: tells what was changed since."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells messages apart: context and source."""
        return self.context, self.source

    @property
    def is_fuzzy(self) -> bool:
        """Whether the translation belongs to an older source."""
        return FUZZY in self.flags

    @property
    def is_header(self) -> bool:
        """Whether it is the first message, which holds the catalog's own data."""
        return not self.source and not self.context


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalog.

    Attributes:
        messages: all of them in the file's order, the header and obsolete ones included.
        tail: lines after the last message.
        newline: how its lines end.
    """

    messages: tuple[Message, ...] = ()
    tail: str = ""
    newline: str = "\n"

    @property
    def header(self) -> Message | None:
        """The message with the catalog's own data."""
        return next((one for one in self.messages if one.is_header), None)

    def metadata(self) -> dict[str, str]:
        """The header's fields by lower-case name."""
        lines = self.header.text.split("\n") if self.header else []
        pairs = (line.partition(":") for line in lines if ":" in line)
        return {name.strip().casefold(): value.strip() for name, _, value in pairs}


def with_metadata(header: Message, name: str, value: str) -> Message:
    """The header with one field set, at its place or as the last."""
    lines = header.text.rstrip("\n").split("\n")
    for number, line in enumerate(lines):
        if line.partition(":")[0].strip().casefold() == name.casefold():
            lines[number] = f"{name}: {value}"
            break
    else:
        lines.append(f"{name}: {value}")
    return replace(header, text="\n".join(lines) + "\n")


# Reading


def parse_po(text: str) -> PoFile:
    """The messages of a PO file.

    Args:
        text: the whole file, of any line ending.

    Raises:
        PoError: a line is no part of a PO file.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        reader.take(number, line)
    return PoFile(tuple(reader.finish()), reader.tail, newline)


class _Reader:
    """Collects lines until a message is complete."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.tail = ""
        self._start()

    def _start(self) -> None:
        self._line = 0
        self._head: list[str] = []
        self._body: list[str] = []
        self._parts: dict[str, list[str]] = {}
        self._part = ""
        self._is_obsolete = False

    def take(self, number: int, raw: str) -> None:
        """Take one line."""
        line = raw.strip()
        is_obsolete = line.startswith("#~") and not line.startswith("#~|")
        content = line[2:].strip() if is_obsolete else line
        is_comment = line.startswith("#") and not is_obsolete
        if not line or is_comment:
            if self._is_complete:
                self._finish_message()
            if not line and not self._head and not self._parts:
                return
            if line and self._parts:
                raise PoError(number, line)
            if line:
                self._add_head(number, raw.strip("\n"))
            return
        self._add_body(number, raw, content, is_obsolete)

    def finish(self) -> list[Message]:
        """All messages; comments after the last one become the tail."""
        if self._is_complete:
            self._finish_message()
        elif self._parts:
            raise PoError(self._line, next(iter(self._parts)))
        self.tail = "\n".join(self._head)
        return self.messages

    @property
    def _is_complete(self) -> bool:
        return any(name.startswith("msgstr") for name in self._parts)

    def _add_head(self, number: int, line: str) -> None:
        self._line = self._line or number
        self._head.append(line)

    def _add_body(self, number: int, raw: str, content: str, is_obsolete: bool) -> None:
        if content.startswith('"'):
            if not self._part:
                raise PoError(number, content)
            self._body.append(raw)
            self._parts[self._part].append(_unquote(content, number))
            return
        found = _KEYWORD.match(content)
        if found is None:
            raise PoError(number, content)
        name, quoted = found.groups()
        if name in self._parts or (self._is_complete and not name.startswith("msgstr")):
            if not self._is_complete:
                raise PoError(number, content)
            self._finish_message()
        self._line = self._line or number
        self._body.append(raw)
        self._is_obsolete |= is_obsolete
        self._part = name
        self._parts[name] = [_unquote(quoted, number)]

    def _finish_message(self) -> None:
        parts = {name: "".join(pieces) for name, pieces in self._parts.items()}
        if "msgid" not in parts:
            raise PoError(self._line, next(iter(parts)))
        message = Message(
            parts.get("msgctxt", ""),
            parts["msgid"],
            parts.get("msgstr", parts.get("msgstr[0]", "")),
            is_obsolete=self._is_obsolete,
            line=self._line,
            head="\n".join(self._head),
            body="\n".join(self._body),
            **_read_head(self._head),
        )
        self.messages.append(replace(message, read=message))
        self._start()


def _read_head(lines: Sequence[str]) -> dict[str, Any]:
    comments, notes, references, flags = [], [], [], []
    previous: list[str] = []
    for line in lines:
        mark, rest = line[:2], line[2:].strip()
        if mark == "#.":
            notes.append(rest)
        elif mark == "#:":
            references += rest.split()
        elif mark == "#,":
            flags += [one.strip() for one in rest.split(",") if one.strip()]
        elif mark == "#|" or line.startswith("#~|"):
            previous.append(rest.lstrip("| "))
        else:
            comments.append(line[1:].removeprefix(" ").rstrip())
    return {
        "comments": tuple(comments),
        "notes": tuple(notes),
        "references": tuple(references),
        "flags": tuple(dict.fromkeys(flags)),
        "previous": _read_previous(previous),
    }


def _read_previous(lines: Sequence[str]) -> str | None:
    text: str | None = None
    is_source = False
    for line in lines:
        quoted = line
        if not line.startswith('"'):
            is_source = line.startswith("msgid ")
            quoted = line.partition(" ")[2].strip()
            text = "" if is_source else text
        if is_source:
            found = _STRING.match(quoted)
            text = (text or "") + (unescape(found[1]) if found else "")
    return text


def _unquote(quoted: str, line: int) -> str:
    found = _STRING.match(quoted)
    if found is None:
        raise PoError(line, quoted)
    return unescape(found[1])


def unescape(text: str) -> str:
    """What stands between two quotation marks of a PO file, as text."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] in "01234567":
        return chr(int(name, 8))
    if name[0] == "x" and len(name) > 1:
        return chr(int(name[1:], 16))
    return _ESCAPED.get(name, name)


# Writing


def format_po(catalog: PoFile) -> str:
    """The file's text; messages that were not changed stand as they were read."""
    blocks = [*(format_message(one) for one in catalog.messages), catalog.tail]
    text = "\n\n".join(filter(None, blocks)) + "\n"
    return text.replace("\n", catalog.newline)


def format_message(message: Message) -> str:
    """The lines of one message, without the empty line between two."""
    read = message.read
    is_moved = read is None or read.is_obsolete != message.is_obsolete
    head, body = message.head, message.body
    if is_moved or read is None or _head_of(read) != _head_of(message):
        head = "\n".join(_head_lines(message))
    if is_moved or read is None or (read.key, read.text) != (message.key, message.text):
        body = "\n".join(_body_lines(message))
    return f"{head}\n{body}" if head else body


def _head_of(message: Message) -> tuple[object, ...]:
    return (
        message.comments,
        message.notes,
        message.references,
        message.flags,
        message.previous,
    )


def _head_lines(message: Message) -> Iterator[str]:
    yield from (f"# {one}".rstrip() for one in message.comments)
    if not message.is_obsolete:
        yield from (f"#. {one}" for one in message.notes)
        yield from (f"#: {one}" for one in message.references)
    if message.flags:
        yield "#, " + ", ".join(message.flags)
    if message.previous is not None:
        mark = "#~| " if message.is_obsolete else "#| "
        yield from _string_lines("msgid", message.previous, mark)


def _body_lines(message: Message) -> Iterator[str]:
    mark = "#~ " if message.is_obsolete else ""
    if message.context:
        yield from _string_lines("msgctxt", message.context, mark)
    yield from _string_lines("msgid", message.source, mark)
    yield from _string_lines("msgstr", message.text, mark)


def _string_lines(name: str, text: str, mark: str) -> Iterator[str]:
    from babel.messages.pofile import normalize

    first, *rest = normalize(text, width=WIDTH - len(mark)).split("\n")
    yield f"{mark}{name} {first}"
    yield from (mark + one for one in rest)
