"""Reads the content catalogs: `locales/<lang>/LC_MESSAGES/practices/<id>.po` and its neighbours.

Tens of thousands of small files are read for a full index, where a general PO library takes some
three milliseconds each, most of it for what a reader never asks. The reader here knows catalogs as
they usually are, and only the part that carries text and state; anything unusual is left to
`kb.translation.pofile`. Tests hold it against that and against Babel's. Where a source was edited
since its catalog was brought up to date, the catalog is merged in memory, so that everyone sees at
once which translations are stale.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kb.content.root import FOLDERS, stays_inside
from kb.model import Record
from kb.model.text import Passage, iter_passages
from kb.model.types import ID_PATTERN
from kb.translation.pofile import FUZZY, Message, PoError, parse_po, split_lines, unescape

LOCALES = "locales"
MESSAGES = "LC_MESSAGES"
DRAFT = "kb: draft"
"""Comment on a message that was made by machine and that nobody has reviewed."""

_INSIDE_QUOTES = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*')


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
    folder = root / LOCALES
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - asked for once per record
    except OSError:
        return []
    return [
        one.replace("_", "-") for one in names if "." not in one and _is_inside(folder / one, root)
    ]


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
    root: Path,
    lang: str,
    kind: str,
    record: Record,
    passages: Sequence[Passage],
    faulty: list[Path] | None = None,
) -> Translations | None:
    """The translations of a record into one language, None where there is no catalog.

    A damaged catalog is as good as none: half of it would be shown as if all were well.

    Args:
        root: folder of the knowledge base.
        lang: BCP 47 tag, as its folder is called.
        kind: a kind of records, such as "practice".
        record: whose translations.
        passages: all prose of the record, as `iter_passages` gives it.
        faulty: takes the catalog if it is damaged.
    """
    path = find_catalog(root, lang, kind, record)
    if path is None:
        return None
    try:
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - 30,000 of them
            text = file.read()
        translations = parse_catalog(text)
        if any((one.field, one.text) not in translations for one in passages):
            return _merged(text, passages)
    except (OSError, UnicodeDecodeError, PoError):
        if faulty is not None:
            faulty.append(path)
        return None
    return translations


def load_titles(
    root: Path, kind: str, record: Record, title: str, langs: Sequence[str]
) -> dict[str, Translations]:
    """The translations of a record's title alone, by language.

    Catalogs begin with it, so that little is read; what stands below is not looked at.

    Args:
        root: folder of the knowledge base.
        kind: a kind of records, such as "practice".
        record: whose translations.
        title: what it is called.
        langs: of the catalogs, see `catalog_langs`.
    """
    passage = Passage("title", ("title",), title, None)
    found: dict[str, Translations] = {}
    for lang in langs:
        path = find_catalog(root, lang, kind, record)
        if path is None:
            continue
        try:
            first = _first_message(path, ("title", title))
        except (OSError, UnicodeDecodeError, _UnusualError):
            first = None
        if first:
            found[lang] = {("title", title): first}
        elif whole := load_catalog(root, lang, kind, record, [passage]):
            found[lang] = whole
    return found


def _first_message(path: Path, key: tuple[str, str]) -> Translated | None:
    """The first message of a catalog, if it is this one.

    Raises:
        _UnusualError: a quick look does not understand what stands above it.
        OSError: the catalog cannot be read.
        UnicodeDecodeError: it is no text.
    """
    reader = _QuickReader()
    with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - 30,000 of them
        for line in file:
            reader.take(line.rstrip("\n"))
            if reader.found:
                return reader.found.get(key)
    return None


def find_catalog(root: Path, lang: str, kind: str, record: Record) -> Path | None:
    """The record's catalog, or that of a former id where it was not moved yet; None without one.

    A link that leads out of the knowledge base is no catalog.
    """
    for record_id in (record.id, *former_ids(record)):
        path = catalog_path(root, lang, kind, record_id)
        if os.path.isfile(path) and _is_inside(path, root):  # noqa: PTH113 - 30,000 of them
            return path
    return None


def former_ids(record: Record) -> tuple[str, ...]:
    """Ids a record had before, of any kind that keeps them; what is no id leads to no file."""
    former: tuple[str, ...] = getattr(record, "former_ids", ())
    return tuple(one for one in former if re.fullmatch(ID_PATTERN, one))


def _is_inside(path: Path, root: Path) -> bool:
    return not os.path.islink(path) or stays_inside(path, root.resolve())  # noqa: PTH114


def _merged(text: str, passages: Sequence[Passage]) -> Translations:
    """What the catalog would hold once it is brought up to date.

    Raises:
        PoError: it is damaged.
    """
    from kb.translation.merge import merge

    keys = dict.fromkeys((one.field, one.text) for one in passages)
    template = [Message(context, source) for context, source in keys]
    messages = [one for one in parse_po(text).messages if not one.is_header]
    return _translations(merge(messages, template, lists=list_fields(passages)))


def _translations(messages: Iterable[Message]) -> dict[tuple[str, str], Translated]:
    return {
        one.key: Translated(
            one.text,
            state_of(one.text, one.is_fuzzy, DRAFT in one.comments),
            one.previous if one.is_fuzzy else None,
        )
        for one in sorted(messages, key=lambda one: bool(one.text))  # the last one counts
        if one.source and not one.is_obsolete
    }


def list_fields(passages: Iterable[Passage]) -> set[str]:
    """Fields that are lists or stand in one: their texts have no fixed place."""
    return {one.field for one in passages if any(isinstance(step, int) for step in one.path)}


def parse_catalog(text: str) -> dict[tuple[str, str], Translated]:
    """(context, source) → translation, of all messages but obsolete ones.

    Raises:
        PoError: this is no PO file.
    """
    reader = _QuickReader()
    try:
        for line in split_lines(text):
            reader.take(line)
        return reader.finish()
    except _UnusualError:
        return _translations(parse_po(text).messages)


class _UnusualError(Exception):
    """Something a quick look does not understand: another way of writing, or damage."""


_BEFORE, _CONTEXT, _SOURCE, _TEXT = range(4)
_KEYWORDS = {"msgctxt": _CONTEXT, "msgid": _SOURCE, "msgstr": _TEXT}


class _QuickReader:
    """Reads catalogs as our tools and those of translators write them."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Translated] = {}
        """All messages so far."""
        self._start()

    def _start(self) -> None:
        self._part = _BEFORE
        self._pieces: tuple[list[str], ...] = ([], [], [], [])
        self._previous: list[str] | None = None
        self._is_previous = False
        self._is_fuzzy = self._is_draft = False

    def take(self, line: str) -> None:
        """Take one line."""
        first = line[:1]
        if first == '"':
            if self._part == _BEFORE:
                raise _UnusualError
            self._pieces[self._part].append(_inside(line))
        elif first == "m":
            self._take_keyword(line)
        elif not line or first == "#":
            if self._part == _TEXT:
                self._finish_message()
            if line:
                self._take_comment(line)
        else:
            raise _UnusualError

    def finish(self) -> dict[tuple[str, str], Translated]:
        """All messages."""
        if self._part == _TEXT:
            self._finish_message()
        if self._part != _BEFORE:
            raise _UnusualError
        return self.found

    def _take_keyword(self, line: str) -> None:
        name, _, quoted = line.partition(" ")
        part = _KEYWORDS.get(name, _BEFORE)
        if self._part == _TEXT and part != _TEXT:
            self._finish_message()
        if part <= self._part or (part == _TEXT and self._part != _SOURCE):
            raise _UnusualError
        self._part = part
        self._pieces[part].append(_inside(quoted))

    def _take_comment(self, line: str) -> None:
        if self._part != _BEFORE:
            raise _UnusualError
        mark = line[:2]
        if mark == "#,":
            self._is_fuzzy |= FUZZY in map(str.strip, line[2:].split(","))
        elif mark == "#|":
            self._take_previous(line[2:].strip())
        elif mark == "#~":  # what was said before belongs to an obsolete message
            self._start()
        elif mark == "# ":
            self._is_draft |= line[2:].rstrip() == DRAFT

    def _take_previous(self, rest: str) -> None:
        """A line of the source that a stale translation was made from."""
        if rest[:1] != '"':
            name, _, rest = rest.partition(" ")
            self._is_previous = name == "msgid"
            if self._is_previous:
                self._previous = []
        if self._is_previous and self._previous is not None:
            self._previous.append(_inside(rest))

    def _finish_message(self) -> None:
        context, source, text = map("".join, self._pieces[_CONTEXT:])
        key = context, source
        if key in self.found:
            raise _UnusualError
        state = state_of(text, self._is_fuzzy, self._is_draft)
        previous = self._previous if self._is_fuzzy else None
        self.found[key] = Translated(text, state, None if previous is None else "".join(previous))
        if not source:
            self.found.pop(key)
        self._start()


def _inside(quoted: str) -> str:
    """What stands in a pair of quotation marks."""
    text = quoted[1:-1]
    if quoted[:1] != '"' or quoted[-1:] != '"' or len(quoted) == 1:
        raise _UnusualError
    if "\\" not in text and '"' not in text:
        return text
    if not _INSIDE_QUOTES.fullmatch(text):
        raise _UnusualError
    return unescape(text)
