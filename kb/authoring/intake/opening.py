"""Opens Word and Excel files of strangers: whole, harmless and of the right kind, or told why not.

A form comes by mail from somebody nobody knows. What is let through here is a dictionary of
members no larger than the limits below, with XML that declares no entities, and with nothing that
runs, points to other files or hides in them. Nothing is written to disk on the way.
"""

from __future__ import annotations

import io
import lzma
import os
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat
from xml.sax.saxutils import unescape

from kb.authoring.intake.filekinds import Fault, check_magic, check_members
from kb.errors import Issue, Location

LARGEST_BYTES = 20 * 2**20
"""Larger files are refused: a filled form has some hundred thousand bytes."""
LARGEST_UNPACKED = 128 * 2**20
MOST_MEMBERS = 2000
MOST_ELEMENTS = 3_000_000
"""Of XML, in all members: each takes a hundred bytes of memory once it is read."""
DEEPEST = 200
"""Tables in tables are some sixty elements deep."""
_CHUNK = 2**20
_ENCRYPTED = 0x1
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(NotImplementedError, ValueError, RuntimeError, OverflowError, IndexError),
)
"""What zipfile and the decompressors raise for headers that contradict themselves."""
_XML = (".xml", ".rels", ".vml")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(Id|Type|Target|TargetMode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HARMLESS_LINKS = frozenset(("hyperlink", "image", "attachedTemplate"))
"""Links out of the file that stay unread and change no answer."""

Members = dict[str, bytes]


def load_form(path: Path, limit: int = LARGEST_BYTES) -> bytes | Issue:
    """The bytes of a file that was handed in, or why they cannot be had.

    Args:
        path: a plain file; anything else is not opened.
        limit: how many bytes it may have.
    """
    where = Location.of_file(path)
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - a handle, not a path
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return Issue("KB750", where, {"folder": path.name})
            if found.st_size > limit:
                return Issue("KB751", where, {"limit": str(limit // 2**20)})
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, IsADirectoryError):
            return Issue("KB750", where, {"folder": path.name})
        reason = getattr(error, "strerror", None) or str(error)
        return Issue("KB750", where, {"reason": reason})
    if len(data) > limit:
        return Issue("KB751", where, {"limit": str(limit // 2**20)})
    return data


def open_package(source: Path | bytes, path: Path | None = None) -> Members | list[Issue]:
    """The members of a DOCX or XLSX file, or what is wrong with it.

    Args:
        source: the file, or its bytes.
        path: names the file in findings; the source itself where that is a path.
    """
    named = path or (source if isinstance(source, Path) else Path())
    data = load_form(source) if isinstance(source, Path) else source
    if isinstance(data, Issue):
        return [data]
    try:
        if len(data) > LARGEST_BYTES:
            raise Fault("KB751", limit=str(LARGEST_BYTES // 2**20))
        check_magic(data)
        members = _unpack(data)
        check_members(members)
        _check_links(members)
        _check_xml(members)
    except Fault as fault:
        return [Issue(fault.code, Location.of_file(named), fault.params)]
    return members


def is_package(data: bytes) -> bool:
    """Whether bytes begin like a ZIP file, as DOCX and XLSX do."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def find_main(members: Mapping[str, bytes]) -> str:
    """The name of the member that holds the text or the workbook; "" where there is none."""
    for relation in iter_relations(members.get("_rels/.rels", b"")):
        if relation["Type"].endswith("/officeDocument"):
            name = relation["Target"].lstrip("/")
            return name if name in members and name.endswith(".xml") else ""
    return ""


def parse_xml(part: bytes) -> Element:
    """The tree of a member that `open_package` let through: whole, and without entities."""
    return fromstring(part)  # noqa: S314 - declarations of entities were refused above


def iter_relations(part: bytes) -> Iterator[dict[str, str]]:
    """The relations in a part of them: Id, Type, Target, TargetMode."""
    # Byte by byte, so that a faulty part does not hide what it asks for; UTF-16 is made plain.
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        part = part.decode("utf-16", "replace").encode()
    for found in _RELATION.findall(part):
        named = {"Id": "", "Type": "", "Target": "", "TargetMode": ""}
        for name, double, single in _ATTRIBUTE.findall(found):
            named[name.decode()] = unescape((double or single).decode("utf-8", "replace"))
        yield named


# Unpacking


def _unpack(data: bytes) -> Members:
    """All members, each read no further than it may be."""
    members: Members = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            _check_declared(infos)
            room = LARGEST_UNPACKED
            for info in infos:
                if info.is_dir():
                    continue
                members[info.filename] = _read(package, info, room)
                room -= len(members[info.filename])
    except _DAMAGED as error:
        raise Fault("KB754") from error
    return members


def _check_declared(infos: list[zipfile.ZipInfo]) -> None:
    """What the list of members says, before any of them is unpacked."""
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise _too_much()
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if info.flag_bits & _ENCRYPTED:
            raise Fault("KB753")
        if _is_strange(name) or stat.S_ISLNK(info.external_attr >> 16):
            raise Fault("KB756", detail=_shown(name))
        if name.casefold() in seen:
            raise Fault("KB756", detail=_shown(name))
        seen.add(name.casefold())


def _too_much() -> Fault:
    return Fault("KB751", unpacked=str(LARGEST_UNPACKED // 2**20))


def _is_strange(name: str) -> bool:
    """Whether a name leads out of the package, or is none."""
    return (
        not name
        or name.startswith("/")
        or "\\" in name
        or ":" in name.partition("/")[0]
        or not name.isprintable()
        or ".." in name.split("/")
        or posixpath.normpath(name) != name.rstrip("/")
    )


def _shown(name: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in name)[:100]


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """One member, counted while it is unpacked: what it says of its size may be a lie."""
    pieces = []
    with package.open(info) as member:
        while piece := member.read(_CHUNK):
            room -= len(piece)
            if room < 0:
                raise _too_much()
            pieces.append(piece)
    return b"".join(pieces)


# What the members hold


def _check_links(members: Mapping[str, bytes]) -> None:
    """Refuse what would have to be fetched from other files to know the answers."""
    for name, part in members.items():
        if not name.endswith(".rels"):
            continue
        for relation in iter_relations(part):
            kind = relation["Type"].rpartition("/")[2]
            if kind in _EMBEDDED:
                raise Fault("KB757", embedded=_shown(relation["Target"]))
            if relation["TargetMode"] != "External" or _is_harmless(kind, relation["Target"]):
                continue
            raise Fault("KB757", target=_shown(relation["Target"]))


_EMBEDDED = frozenset(("aFChunk", "oleObject", "package", "subDocument", "control"))
"""Files within the file, or in its place."""


def _is_harmless(kind: str, target: str) -> bool:
    if kind == "attachedTemplate":
        # The template of one's own computer; one of the web or of a network drive could do more.
        return not re.match(
            r"(?:https?:|ftp:|file:(?://|/{4,})[^/]|[\\/]{2})", target, re.IGNORECASE
        )
    return kind in _HARMLESS_LINKS


def _check_xml(members: Mapping[str, bytes]) -> None:
    """Refuse XML that is broken, declares entities, or is deeper or longer than texts are."""
    left = MOST_ELEMENTS
    for name, part in members.items():
        if name.lower().endswith(_XML):
            left -= _Counter(left).count(part, name)


class _Counter:
    """Counts the elements of one member."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._count = 0
        self._depth = 0

    def count(self, part: bytes, name: str) -> int:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(part, True)
        except _DoctypeError:
            raise Fault("KB756", detail=f"{_shown(name)}: <!DOCTYPE") from None
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Fault("KB754") from error
        return self._count

    def _open(self, _tag: str, _attributes: object) -> None:
        self._count += 1
        self._depth += 1
        if self._count > self._left or self._depth > DEEPEST:
            raise _too_much()

    def _close(self, _tag: str) -> None:
        self._depth -= 1

    def _refuse(self, *_: object) -> None:
        raise _DoctypeError


class _DoctypeError(Exception):
    """Stops reading before any entity could be defined."""
