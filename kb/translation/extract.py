"""From a record to the messages a translator gets: one for each paragraph or list item.

Also the extraction method `kb` for `pybabel extract`, registered as an entry point.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from kb.content.root import find_kind, find_root
from kb.content.shape import parse_shape
from kb.content.store import MODELS
from kb.content.yamlfile import Document, FieldPath, parse_yaml
from kb.errors import N_, KbError
from kb.model import Record
from kb.model.text import Passage, iter_passages
from kb.translation.pofile import Message

TRANSLATED_KINDS = ("practice", "project", "group", "visit", "partner")
"""Kinds of records whose prose is translated through catalogs; vocabularies hold their labels."""

_EMPTY_LINE = re.compile(r"[ \t]*$")


def iter_messages(record: Record, document: Document, name: str) -> Iterator[Message]:
    """The messages of a record, each once, with all places where its source stands.

    Args:
        record: what is to be translated.
        document: the file it was read from, for line numbers.
        name: the file's path as references give it, relative to the knowledge base.
    """
    found: dict[tuple[str, str], list[Passage]] = {}
    for passage in iter_passages(record):
        found.setdefault((passage.field, passage.text), []).append(passage)
    lines = _Lines(record, document)
    for (context, source), passages in found.items():
        places = dict.fromkeys(f"{name}:{lines.of(one)}" for one in passages)
        yield Message(
            context,
            source,
            notes=(_note(passages[0]),),
            references=tuple(places),
        )


def extract_document(document: Document, kind: str, name: str) -> list[Message]:
    """The messages of a file.

    Raises:
        KbError: the file has faults.
    """
    shaped = parse_shape(MODELS[kind], document, id=document.path.stem)
    if shaped.record is None:
        raise KbError(
            N_('%(path)s has faults and cannot be translated. "kb check %(path)s" lists them.'),
            path=name,
        )
    return list(iter_messages(shaped.record, document, name))


def _note(passage: Passage) -> str:
    """What the translator is told: the field and how long the text may be."""
    if passage.limit is None:
        return passage.field
    return f"{passage.field}, up to {passage.limit} characters"


class _Lines:
    """Finds the line of each passage; the file is gone through once more on the first question."""

    def __init__(self, record: Record, document: Document) -> None:
        self._document = document
        self._taken: dict[FieldPath, int] = {}
        self._text: list[str] | None = None

    def of(self, passage: Passage) -> int:
        """The line, counted from 1, where a paragraph or item begins."""
        before = self._taken.get(passage.path, 0)
        self._taken[passage.path] = before + 1
        first = self._document.locate(passage.path).line
        return first if not before else self._paragraph(first, before)

    def _paragraph(self, first: int, number: int) -> int:
        """The line of a later paragraph: after so many gaps below the line where the text is."""
        if self._text is None:
            self._text = self._document.data.decode("utf-8", "replace").splitlines()
        was_empty = False
        for line in range(first, len(self._text)):
            is_empty = _EMPTY_LINE.match(self._text[line]) is not None
            if was_empty and not is_empty:
                number -= 1
                if not number:
                    return line + 1
            was_empty = is_empty
        return first


def extract_for_babel(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """The extraction method `kb`, as `pybabel extract` calls it.

    Args:
        fileobj: an opened record file inside a knowledge base.
        keywords: not used; the fields of the record say what is text.
        comment_tags: not used.
        options: not used.

    Yields:
        Line, "pgettext", (field, source), comments: as Babel's documentation asks.

    Raises:
        KbError: the file has faults; nothing is left out silently.
    """
    path = Path(fileobj.name).absolute()
    root = find_root(path.parent)
    kind = find_kind(root, path) if root else None
    if root is None or kind not in TRANSLATED_KINDS:
        return
    document = parse_yaml(fileobj.read(), path)
    name = path.relative_to(root).as_posix()
    for message in extract_document(document, kind, name):
        for reference in message.references:
            line = int(reference.rpartition(":")[2])
            yield line, "pgettext", message.key, list(message.notes)
