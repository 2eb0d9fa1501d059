"""The fields of the records as the model describes them: keys, kinds of value, limits.

Findings, schemas and the list of fields all ask here, so that the model stays the one place where
a field is described.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kb.content.yamlfile import FieldPath
from kb.model.text import find_prose
from kb.model.types import Prose


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record or of a part of one."""

    key: str
    """As it is written in the file."""
    annotation: Any
    """Kind of value, without `| None` and marks that say nothing about it."""
    required: bool
    description: str
    prose: Prose | None
    default: object
    """What holds where the key is not written; None for nothing."""


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Field]:
    """Fields of a model by key, in order, without the id (which is the file's name)."""
    hints = typing.get_type_hints(model, include_extras=True)
    fields = {}
    for name, info in model.model_fields.items():
        if name == "id" and info.exclude:
            continue
        key = info.alias or name
        fields[key] = Field(
            key,
            bare(hints[name]),
            info.is_required(),
            " ".join((info.description or "").split()),
            find_prose(info),
            None if info.is_required() else info.get_default(call_default_factory=False),
        )
    return fields


def bare(annotation: Any) -> Any:
    """An annotation without `| None`, limits of prose and defaults."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        arms = [one for one in typing.get_args(annotation) if one is not types.NoneType]
        return bare(arms[0]) if len(arms) == 1 else annotation
    if typing.get_origin(annotation) is Annotated:
        inside, *marks = typing.get_args(annotation)
        kept = [one for one in marks if not _says_nothing(one)]
        if not kept:
            return bare(inside)
        return Annotated[inside, *kept]
    return annotation


def _says_nothing(mark: object) -> bool:
    return isinstance(mark, Prose) or (isinstance(mark, FieldInfo) and not mark.metadata)


def without_marks(annotation: Any) -> Any:
    """The plain type below all marks: `str`, `tuple[...]`, a model or an enum."""
    annotation = bare(annotation)
    if typing.get_origin(annotation) is Annotated:
        return without_marks(typing.get_args(annotation)[0])
    return annotation


def item_of(annotation: Any) -> Any:
    """Kind of the items of a list; None for what is no list."""
    plain = without_marks(annotation)
    return typing.get_args(plain)[0] if typing.get_origin(plain) is tuple else None


def size_of(annotation: Any) -> int | None:
    """How many items a list of fixed length has; None for any other kind."""
    args = typing.get_args(without_marks(annotation))
    return None if item_of(annotation) is None or Ellipsis in args else len(args)


def mapping_of(annotation: Any) -> tuple[Any, Any] | None:
    """Kinds of the keys and values of a free mapping, such as labels by language; else None."""
    plain = without_marks(annotation)
    if typing.get_origin(plain) is not dict:
        return None
    key, value = typing.get_args(plain)
    return key, value


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The model behind a kind of value; None for what is none."""
    plain = without_marks(annotation)
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None


def enum_of(annotation: Any) -> type[StrEnum] | None:
    """The closed list of words behind a kind of value; None for what is none."""
    plain = without_marks(annotation)
    return plain if isinstance(plain, type) and issubclass(plain, StrEnum) else None


def annotation_at(kind: Any, path: FieldPath) -> Any:
    """Kind of the value at a path below another kind; None where the path leads nowhere."""
    for step in path:
        if model := model_of(kind):
            found = fields_of(model).get(str(step))
            kind = found.annotation if found else None
        elif (pair := mapping_of(kind)) is not None:
            kind = pair[1]
        else:
            kind = item_of(kind)
        if kind is None:
            return None
    return kind
