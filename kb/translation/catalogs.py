"""Reads the content catalogs: `locales/<lang>/LC_MESSAGES/practices/<id>.po` and its neighbours.

Tens of thousands of small files are read for a full index, where a general PO library takes some
three milliseconds each, most of it for what a reader never asks. The reader here knows the part of
the format that carries text and state; a test holds it against Babel's. Where a source was edited
since its catalog was brought up to date, the catalog is merged in memory, so that everyone sees at
once which translations are stale.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kb.content.root import FOLDERS
from kb.model import Practice, Record
from kb.model.text import Passage, iter_passages

LOCALES = "locales"
MESSAGES = "LC_MESSAGES"
DRAFT = "kb: draft"
"""Comment on a message that was made by machine and that nobody has reviewed."""
DRAFT_COMMENT = f"# {DRAFT}"

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


class Translated(NamedTuple):
    """A translated passage."""

    text: str
    """Empty where it is missing."""
    state: str
    """translated, draft, stale or missing."""
    previous: str | None = None
    """The source a stale translation was made from."""


Translations = Mapping[tuple[str, str], Translated]
"""(field, source passage) → translation."""


@dataclass(slots=True)
class _Message:
    context: str = ""
    source: str = ""
    text: str = ""
    previous: str = ""
    is_fuzzy: bool = False
    is_draft: bool = False
    is_filled: bool = False

    @property
    def translated(self) -> Translated:
        return Translated(
            self.text,
            state_of(self.text, self.is_fuzzy, self.is_draft),
            self.previous if self.is_fuzzy and self.previous else None,
        )


def state_of(text: str, is_fuzzy: bool, is_draft: bool) -> str:
    """The state of a translation: translated, draft, stale or missing."""
    if not text:
        return "missing"
    return "stale" if is_fuzzy else "draft" if is_draft else "translated"


def folder_of(kind: str) -> str:
    """The folder of a kind's catalogs: the same name as that of its records."""
    return FOLDERS.get(kind, "practices")


def catalog_path(root: Path, lang: str, kind: str, record_id: str) -> Path:
    """The catalog of one record in one language."""
    folder = lang.replace("-", "_")
    return root / LOCALES / folder / MESSAGES / folder_of(kind) / f"{record_id}.po"


def catalog_langs(root: Path) -> list[str]:
    """Tags of the languages that have a folder of catalogs, sorted."""
    try:
        names = sorted(os.listdir(root / LOCALES))  # noqa: PTH208 - asked for once per record
    except OSError:
        return []
    return [one.replace("_", "-") for one in names if not one.startswith((".", "kb."))]


def load_translations(root: Path, kind: str, record: Record) -> dict[str, Translations]:
    """All translations of a record, by language; those without a catalog are left out.

    Args:
        root: folder of the knowledge base.
        kind: a kind of records, such as "practice".
        record: whose translations.
    """
    passages = list(iter_passages(record))
    found = {}
    for lang in catalog_langs(root):
        if translations := load_catalog(root, lang, kind, record, passages):
            found[lang] = translations
    return found


def load_catalog(
    root: Path, lang: str, kind: str, record: Record, passages: Sequence[Passage]
) -> Translations | None:
    """The translations of a record into one language, None where there is no catalog.

    Args:
        root: folder of the knowledge base.
        lang: BCP 47 tag, as its folder is called.
        kind: a kind of records, such as "practice".
        record: whose translations.
        passages: all prose of the record, as `iter_passages` gives it.
    """
    text = read_catalog(root, lang, kind, record)
    if text is None:
        return None
    translations = parse_catalog(text)
    if any((one.field, one.text) not in translations for one in passages):
        return _merged(text, passages) or translations
    return translations


def read_catalog(root: Path, lang: str, kind: str, record: Record) -> str | None:
    """The text of a record's catalog, under a former id if it was not moved yet.

    Returns:
        None where there is none or it cannot be read.
    """
    former = record.former_ids if isinstance(record, Practice) else ()
    for record_id in (record.id, *former):
        path = catalog_path(root, lang, kind, record_id)
        try:
            with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - 30,000 of them
                return file.read()
        except (OSError, UnicodeDecodeError):
            continue
    return None


def _merged(text: str, passages: Iterable[Passage]) -> Translations | None:
    """What the catalog would hold once it is brought up to date; None for a damaged one."""
    from kb.translation.merge import merge
    from kb.translation.pofile import Message, PoError, parse_po

    try:
        catalog = parse_po(text)
    except PoError:
        return None
    keys = dict.fromkeys((one.field, one.text) for one in passages)
    template = [Message(context, source) for context, source in keys]
    messages = [one for one in catalog.messages if not one.is_header]
    return {
        one.key: Translated(
            one.text,
            state_of(one.text, one.is_fuzzy, DRAFT in one.comments),
            one.previous if one.is_fuzzy else None,
        )
        for one in merge(messages, template, lists=list_fields(passages))
        if not one.is_obsolete
    }


def list_fields(passages: Iterable[Passage]) -> set[str]:
    """Fields that are lists or stand in one: their texts have no fixed place."""
    return {one.field for one in passages if any(isinstance(step, int) for step in one.path)}


def parse_catalog(text: str) -> dict[tuple[str, str], Translated]:
    """(context, source) → translation, of all messages but obsolete ones."""
    return {
        (message.context, message.source): message.translated
        for message in _messages(text)
        if message.source
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
                part = _take_comment(message, line, part)
                continue
        part, _, rest = line.partition(" ")
        _append(message, part, rest)
    if message.is_filled:
        yield message


def _take_comment(message: _Message, line: str, part: str) -> str:
    """Note what a comment says; returns the part that lines of previous sources belong to."""
    if line.startswith("#|"):
        name, _, rest = line[2:].strip().partition(" ")
        if name.startswith('"'):
            name, rest = part, line
        if name in ("msgid", "#|"):
            _append(message, "#|", rest)
            return "#|"
        return name
    message.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
    message.is_draft |= line.startswith(DRAFT_COMMENT)
    return ""


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
    elif part == "#|":
        message.previous += text
