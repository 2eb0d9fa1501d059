"""What the checks share: a fault before it is placed, the walk over a record, what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TypeAlias

from pydantic import BaseModel

from kb.content.fields import fields_of, item_of, mapping_of, model_of
from kb.content.nearmiss import find_meant
from kb.content.store import Content
from kb.content.yamlfile import FieldPath
from kb.model import Record, Vocabulary


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a record, by the path of the field and not yet by line and column."""

    code: str
    path: FieldPath = ()
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """Everything a check may ask about besides the record itself."""

    content: Content
    today: str
    """ISO date of the day the checks run."""

    def ids(self, kind: str) -> frozenset[str]:
        """Ids of all files of one kind, those with faults included."""
        return self._ids.get(kind, frozenset())

    @cached_property
    def _ids(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for kind, record_id in self.content.paths:
            found.setdefault(kind, set()).add(record_id)
        return {kind: frozenset(ids) for kind, ids in found.items()}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Former ids of practices, each with the id it has now."""
        return {
            former: one.id for one in self.content.practices.values() for former in one.former_ids
        }

    def concepts(self, vocabulary: str) -> frozenset[str] | None:
        """Ids of a vocabulary's concepts; None where its file has faults."""
        return self._concepts.get(vocabulary, frozenset())

    @cached_property
    def _concepts(self) -> Mapping[str, frozenset[str] | None]:
        found: dict[str, frozenset[str] | None] = dict.fromkeys(self.ids("vocabulary"))
        for name, vocabulary in self.content.vocabularies.items():
            found[name] = frozenset(one.id for one in vocabulary.concepts)
        return found

    def near_concept(self, word: str, vocabulary: str) -> str | None:
        """The concept whose id or label in any language is most like a word."""
        found = self.content.vocabularies.get(vocabulary)
        return find_meant(word, _words_of(found)) if found else None


def _words_of(vocabulary: Vocabulary) -> dict[str, str]:
    words: dict[str, str] = {}
    for concept in vocabulary.concepts:
        for labels in concept.labels.values():
            for label in (labels.preferred, *labels.alternative):
                words.setdefault(label, concept.id)
    return words | {one.id: one.id for one in vocabulary.concepts}


@dataclass(frozen=True, slots=True)
class Case:
    """A record with all a check needs to judge it."""

    record: Record
    kind: str
    file: Path
    known: Known
    is_rest: bool = False
    """Whether this is only what is left of a record with faults."""
    dropped: frozenset[str] = frozenset()
    """Keys left out because of faults that are told already."""


Check: TypeAlias = Callable[[Case], Iterator[Fault]]
"""Judges a record as a whole."""


def near(value: str | None) -> dict[str, str]:
    """The value `near` of a finding, or nothing."""
    return {"near": value} if value else {}


def iter_parts(record: BaseModel, path: FieldPath = ()) -> Iterator[tuple[FieldPath, BaseModel]]:
    """The record itself and all its parts, each with its path."""
    yield path, record
    for key, name in _names_with_parts(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        if isinstance(value, BaseModel):
            yield from iter_parts(value, (*path, key))
            continue
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, part in pairs:
            yield from iter_parts(part, (*path, key, step))


@cache
def _names_with_parts(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Fields that hold parts: their key in the file and their name in the model."""
    names = {info.alias or name: name for name, info in model.model_fields.items()}
    return tuple(
        (key, names[key])
        for key, one in fields_of(model).items()
        if model_of(one.annotation) or model_of(_inside(one.annotation))
    )


def _inside(annotation: object) -> object:
    pair = mapping_of(annotation)
    return pair[1] if pair else item_of(annotation)
