"""Reads forms of every kind: what a file is, its content tells, and not its name alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kb.authoring.intake.answersfile import read_answers_file
from kb.authoring.intake.csvtable import read_csv
from kb.authoring.intake.filekinds import Fault, check_magic
from kb.authoring.intake.opening import Members, is_package, load_form, open_package
from kb.authoring.intake.received import Received
from kb.content.store import Content
from kb.errors import Issue, Location

if TYPE_CHECKING:
    from kb.authoring.intake.wordform import WordReader

_TABLES = (".csv", ".tsv", ".tab", ".txt")
_ANSWERS = ".json"
_LEFT_OUT = ("~$", ".~", ".")
"""How names of files begin that programs put beside the real ones."""
_BESIDE = frozenset(("thumbs.db", "desktop.ini"))
_MARKS = b"\xef\xbb\xbf \t\r\n"


class FormReader:
    """Reads the forms of one knowledge base.

    Args:
        content: the knowledge base.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def read(self, path: Path) -> Received:
        """The forms in one file."""
        data = load_form(path)
        if isinstance(data, Issue):
            return Received((), [data])
        langs = self._content.settings.languages
        if is_package(data):
            members = open_package(data, path)
            if isinstance(members, list):
                return Received((), members)
            return self._read_package(members, path)
        if fault := _fault(data, path):
            return Received((), [fault])
        if _is_json(data, path):
            return read_answers_file(data, path, langs)
        return read_csv(data, path, langs)

    def _read_package(self, members: Members, path: Path) -> Received:
        if b"spreadsheetml.sheet.main" in members["[Content_Types].xml"]:
            from kb.authoring.intake.workbook import read_workbook

            return read_workbook(members, path, self._content)
        return self._word.read(members, path)

    @cached_property
    def _word(self) -> WordReader:
        from kb.authoring.intake.wordform import WordReader

        return WordReader(self._content)


def find_forms(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and all files in the folders among them, each once.

    A folder that cannot be looked into stands there itself, so that it is told.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (one for one in sorted(_iter_inside(path)) if _may_be_form(one, path))
            found |= dict.fromkeys(inside)
        else:
            found[path] = None
    return list(found)


def _iter_inside(folder: Path) -> Iterator[Path]:
    """All files below a folder, and folders that cannot be looked into."""
    closed: list[Path] = []
    found = os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
    for place, _folders, names in found:
        yield from (Path(place, name) for name in names)
    yield from closed


def _may_be_form(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    is_aside = any(part.startswith(_LEFT_OUT) for part in parts)
    if is_aside or path.name.lower() in _BESIDE:
        return False
    try:
        mode = path.stat().st_mode
        return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    except PermissionError:
        return True
    except OSError:  # a link that leads nowhere
        return False


def _fault(data: bytes, path: Path) -> Issue | None:
    """Why a file that is no package cannot be a table or answers either."""
    try:
        check_magic(data)
    except Fault as fault:
        is_known = bool(fault.params) or fault.code != "KB752"
        if is_known or not _is_text(data, path):
            return Issue(fault.code, Location.of_file(path), fault.params)
    return None


def _is_text(data: bytes, path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _TABLES or suffix == _ANSWERS or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if suffix in (".docx", ".xlsx"):
        return False
    try:
        return "\x00" not in data.decode()
    except UnicodeDecodeError:
        return False


def _is_json(data: bytes, path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix == _ANSWERS:
        return True
    return suffix not in _TABLES and data[:100].lstrip(_MARKS)[:1] in (b"{", b"[")
