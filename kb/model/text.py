"""Passages: the smallest pieces of prose that are translated, limited and searched.

A passage is one paragraph or one list item. Its field path names where it stands, without list
positions, so that a reordered list keeps its translations: `obstacles.remedy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kb.model.types import Prose

_EMPTY_LINE = re.compile(r"\n[ \t]*\n+")
_SPACE = re.compile(r"\s+")
_BETWEEN_NAMES = re.compile(r"[,;/()]|\bund\b|\boch\b|\bja\b|\band\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph or list item of a record."""

    field: str
    """Path without list positions: `goals`, `obstacles.remedy`."""
    path: tuple[str | int, ...]
    """Path with list positions, as positions in the file are kept."""
    text: str
    limit: int | None


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs of a text; line breaks inside one are only white space."""
    parts = (_SPACE.sub(" ", part).strip() for part in _EMPTY_LINE.split(text))
    return [part for part in parts if part]


def split_enumeration(text: str) -> list[str]:
    """The names in an enumeration: "Bezirk Imst, Landeck und Reutte"."""
    return [piece.strip() for piece in _BETWEEN_NAMES.split(text) if piece.strip()]


@cache
def _prose_of(info_key: tuple[type[BaseModel], str]) -> Prose | None:
    model, name = info_key
    return find_prose(model.model_fields[name])


def find_prose(info: FieldInfo) -> Prose | None:
    """The prose mark of a field, looked for inside `X | None` and `tuple[X, ...]` too."""
    marks = [one for one in info.metadata if isinstance(one, Prose)]
    return marks[0] if marks else _mark_inside(info.annotation)


def _mark_inside(annotation: Any) -> Prose | None:
    for one in getattr(annotation, "__metadata__", ()):
        if isinstance(one, Prose):
            return one
    for inner in getattr(annotation, "__args__", ()):
        if found := _mark_inside(inner):
            return found
    return None


def iter_passages(
    record: BaseModel, field: str = "", path: tuple[str | int, ...] = ()
) -> Iterator[Passage]:
    """All prose of a record, in the order of its fields."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if value is None or value == ():
            continue
        here = f"{field}.{name}" if field else name
        prose = _prose_of((type(record), name))
        yield from _passages_of(value, here, (*path, name), prose)


def _passages_of(
    value: object, field: str, path: tuple[str | int, ...], prose: Prose | None
) -> Iterator[Passage]:
    if isinstance(value, BaseModel):
        yield from iter_passages(value, field, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _passages_of(item, field, (*path, number), prose)
    elif prose is not None and isinstance(value, str):
        for part in split_paragraphs(value):
            yield Passage(field, path, part, prose.limit)
