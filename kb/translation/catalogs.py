"""Reads the content catalogs: `locales/<lang>/LC_MESSAGES/practices/<id>.po`.

Tens of thousands of small files are read for a full index, where a general PO library takes some
three milliseconds each, most of it for what an index never asks. This reader knows the part of
the format that carries text and state; a test holds it against Babel's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

LOCALES = "locales"
MESSAGES = "LC_MESSAGES"
DRAFT_COMMENT = "# kb: draft"
"""Stands above a message that was made by machine and that nobody has reviewed."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


class Translated(NamedTuple):
    """A translated passage and its state: translated, draft or stale."""

    text: str
    state: str


@dataclass(slots=True)
class _Message:
    context: str = ""
    source: str = ""
    text: str = ""
    is_fuzzy: bool = False
    is_draft: bool = False
    is_filled: bool = False

    @property
    def state(self) -> str:
        return "stale" if self.is_fuzzy else "draft" if self.is_draft else "translated"


def catalog_folders(root: Path) -> Iterator[tuple[str, Path]]:
    """(language, folder of its content catalogs), sorted by language."""
    base = root / LOCALES
    folders = sorted(base.iterdir()) if base.is_dir() else ()
    for path in folders:
        folder = path / MESSAGES / "practices"
        if folder.is_dir():
            yield path.name.replace("_", "-"), folder


def load_translations(root: Path, practice: str) -> dict[str, dict[tuple[str, str], Translated]]:
    """Language → (field, source passage) → translation, of one practice."""
    found = {}
    for lang, folder in catalog_folders(root):
        try:
            text = (folder / f"{practice}.po").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if translations := parse_catalog(text):
            found[lang] = translations
    return found


def parse_catalog(text: str) -> dict[tuple[str, str], Translated]:
    """(context, source) → translation, of the messages that have one."""
    return {
        (message.context, message.source): Translated(message.text, message.state)
        for message in _messages(text)
        if message.source and message.text
    }


def _messages(text: str) -> Iterator[_Message]:
    message = _Message()
    part = ""
    for raw in text.splitlines():
        line = raw.strip() if raw[:1] in ("", " ", "\t") else raw
        if line.startswith('"'):
            _append(message, part, line)
            continue
        if line.startswith(("#", "msgctxt", "msgid")) or not line:
            if message.is_filled:
                yield message
                message = _Message()
            if line.startswith("#"):
                message.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
                message.is_draft |= line.startswith(DRAFT_COMMENT)
                part = ""
                continue
        part, _, rest = line.partition(" ")
        _append(message, part, rest)
    if message.is_filled:
        yield message


def _append(message: _Message, part: str, quoted: str) -> None:
    start, end = quoted.find('"'), quoted.rfind('"')
    if end <= start:
        return
    text = quoted[start + 1 : end]
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)
    if part == "msgid":
        message.source += text
    elif part in ("msgstr", "msgstr[0]"):
        message.text += text
        message.is_filled = True
    elif part == "msgctxt":
        message.context += text
