"""PO files as translators left them: read whole, changed message by message, written back.

General PO libraries wrap and order everything anew when they write, so one edit would show as a
hundred changed lines. Here each message keeps its lines: what was not changed is written back as
it stood, byte by byte. Strings are quoted by Babel. Tests hold reading and writing against Babel
and msgfmt.

Source of the format: GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

FUZZY = "fuzzy"
WIDTH = 78
"""Columns that lines of new strings are wrapped to, as gettext's own tools do."""

_BYTE = r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2})"
_ESCAPE = re.compile(rf"(?P<bytes>(?:{_BYTE})+)|\\(?P<name>.)", re.DOTALL)
_BYTES = re.compile(r"\\x?([0-9a-fA-F]+)")
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
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*')
_PLURAL = "msgid_plural"
_CHARSET = re.compile(r"charset=([\w.-]+)")
_UTF8 = ("utf-8", "utf8", "us-ascii", "ascii", "charset")
"""The last one stands in templates that nobody has filled in."""


class PoError(Exception):
    """A file that is no PO file."""

    def __init__(self, line: int, found: str, first: int = 0) -> None:
        super().__init__(line, found, first)
        self.line = line
        """Counted from 1."""
        self.found = found
        """What stands there."""
        self.first = first
        """Where the same message stands before, 0 for other faults."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a catalog.

    The lines it was read from do not count when messages are compared.
    """

    context: str
    """The field."""
    source: str
    text: str = ""
    """Of a message with plural forms, the first one that is not empty."""
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
    is_plural: bool = False
    """Whether it has plural forms. Sources here have none, so it came from elsewhere."""
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
        return not self.source and not self.context and not self.is_obsolete


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

    @property
    def is_utf8(self) -> bool:
        """Whether its header names the encoding it is read and written in, or none."""
        found = _CHARSET.search(self.metadata().get("content-type", ""))
        return found is None or found[1].casefold() in _UTF8


def with_metadata(header: Message, name: str, value: str) -> Message:
    """The header with one field set, at its place or as the last; the value becomes one line."""
    value = _one_line(value)
    lines = header.text.rstrip("\n").split("\n") if header.text.strip() else []
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
        PoError: a line is no part of a PO file, or a message has two translations.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    reader = _Reader()
    for number, line in enumerate(split_lines(text), 1):
        reader.take(number, line)
    messages = reader.finish()
    _refuse_twice(messages)
    return PoFile(tuple(messages), reader.tail, newline)


def split_lines(text: str) -> list[str]:
    """The lines of a PO file, of any line ending; other signs that break lines are text."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff").split("\n")


def _refuse_twice(messages: Iterable[Message]) -> None:
    """Gettext's tools refuse these, too: nobody could say which translation is meant."""
    seen: dict[tuple[str, str], Message] = {}
    for one in messages:
        first = seen.get(one.key)
        if first and one.text and first.text not in ("", one.text):
            raise PoError(one.line, one.body.partition("\n")[0], first.line)
        if not first or not first.text:
            seen[one.key] = one


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
        if not line or line == "#~" or is_comment:
            if self._is_complete:
                self._finish_message()
            if is_comment and self._parts:
                raise PoError(number, line)
            if is_comment:
                self._add_head(number, raw)
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
        texts = (text for name, text in parts.items() if name.startswith("msgstr"))
        message = Message(
            parts.get("msgctxt", ""),
            parts["msgid"],
            next(filter(None, texts), ""),
            is_obsolete=self._is_obsolete,
            is_plural=_PLURAL in parts,
            line=self._line,
            head="\n".join(self._head),
            body="\n".join(self._body),
            **_read_head(self._head),
        )
        self.messages.append(replace(message, read=message))
        self._start()


def _read_head(lines: Sequence[str]) -> dict[str, Any]:
    """What comment lines say, by attribute of a message."""
    comments, notes, references, flags = [], [], [], []
    previous: list[str] = []
    for raw in lines:
        line = raw.strip()
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
            name, mark, rest = line.partition('"')
            is_source = name.strip() == "msgid"
            quoted = mark + rest
            text = "" if is_source else text
        if is_source:
            with suppress(PoError):
                text = (text or "") + _unquote(quoted, 0)
    return text


def _unquote(quoted: str, line: int) -> str:
    """What stands in the quotation marks of a line; there may be several pairs."""
    found = _STRING.match(quoted)
    text = found[1] if found else ""
    end = found.end() if found else 0
    while found and end < len(quoted):
        found = _STRING.match(quoted, end)
        if found:
            text, end = text + found[1], found.end()
    if found is None:
        raise PoError(line, quoted)
    return unescape(text)


def unescape(text: str) -> str:
    """What stands between two quotation marks of a PO file, as text."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    name = match["name"]
    if name:
        return _ESCAPED.get(name, name)
    # Bytes, as `msgcat --escape` writes letters beyond ASCII.
    codes = (
        int(found[1], 16 if found[0][1] == "x" else 8) & 0xFF
        for found in _BYTES.finditer(match["bytes"])
    )
    return bytes(codes).decode("utf-8", "replace")


# Writing


def format_po(catalog: PoFile) -> str:
    """The file's text; messages that were not changed stand as they were read."""
    blocks = [*(format_message(one) for one in catalog.messages), catalog.tail]
    text = "\n\n".join(filter(None, blocks)) + "\n"
    return text.replace("\n", catalog.newline)


def format_message(message: Message) -> str:
    """The lines of one message, without the empty line between two."""
    read = message.read
    head, body = message.head, message.body
    if read is None or _head_of(read) != _head_of(message):
        head = "\n".join(_head_lines(message))
    if read is None or (read.key, read.text) != (message.key, message.text):
        body = "\n".join(_body_lines(message))
    elif read.is_obsolete != message.is_obsolete:
        body = "\n".join(_struck(body, is_obsolete=message.is_obsolete))
    return f"{head}\n{body}" if head else body


def _struck(body: str, *, is_obsolete: bool) -> Iterator[str]:
    """The same lines with the mark of obsolete ones, or without; plural forms are kept."""
    for line in body.split("\n"):
        plain = line.strip()
        plain = plain[2:].strip() if plain.startswith("#~") else plain
        yield f"#~ {plain}" if is_obsolete else plain


def _head_of(message: Message) -> tuple[object, ...]:
    return (
        message.comments,
        message.notes,
        message.references,
        message.flags,
        message.previous,
        message.is_obsolete,
    )


def _head_lines(message: Message) -> Iterator[str]:
    lines = (line for one in message.comments for line in one.splitlines() or [""])
    yield from (f"# {one}".rstrip() for one in lines)
    if not message.is_obsolete:
        yield from (f"#. {_one_line(one)}" for one in message.notes)
        yield from (f"#: {one}" for one in message.references)
    if message.flags:
        yield "#, " + ", ".join(message.flags)
    if message.previous is not None:
        mark = "#~| " if message.is_obsolete else "#| "
        yield from _string_lines("msgid", message.previous, mark)


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
