"""What practices look like as JSON, derived from the model of the records.

A field added to a record stands in the export, in its schema and in its description at once. Facts
stay as they are, texts come by language; what else differs is one table, `OTHERWISE`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from kb.content.fields import Field as RecordField
from kb.content.fields import fields_of, item_of, model_of, without_marks
from kb.content.valuekinds import find_value_kind
from kb.model import Practice
from kb.model.practice import Adoption, Contact, Level, Organisation, Step
from kb.model.types import Country, Filled, Id, LanguageTag, Url

Schema = dict[str, Any]


class Piece(BaseModel):
    """A piece of the export that stands in no record."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Label(Piece):
    """What something is called."""

    text: str
    """The words."""
    lang: LanguageTag
    """Language they are in: another than the asked one where that has none."""


class Text(Piece):
    """A text as it is shown to readers of one language."""

    text: str
    """The words; an empty line stands between paragraphs."""
    lang: LanguageTag
    """Language they are in: another than the asked one where a translation is missing."""
    state: Literal["source", "translated", "draft", "stale", "missing"]
    """Of the translation into the asked language: source (it is the original), translated (and
    reviewed), draft (not reviewed), stale (older than the original) or missing."""
    shown_state: Literal["source", "translated", "draft", "stale"]
    """Of the words themselves: differs where `state` is missing and another language is shown."""


Labels = dict[LanguageTag, Label]
"""A label for readers of each language asked for."""
Texts = dict[LanguageTag, Text]
"""A text for readers of each language asked for."""


class States(Piece):
    """How many texts of a practice are in each state, in one language."""

    source: int = 0
    """Originals."""
    translated: int = 0
    """Reviewed translations."""
    draft: int = 0
    """Translations nobody has reviewed yet."""
    stale: int = 0
    """Translations older than their originals."""
    missing: int = 0
    """Not translated."""


class ConceptLink(Piece):
    """A concept of a vocabulary."""

    id: Id
    """Id of the concept."""
    labels: Labels
    """What it is called, by language."""


class RecordLink(Piece):
    """Another published record."""

    id: Id
    """Id of the record."""
    title: Texts
    """Its title, by language."""


class CountryLink(Piece):
    """A country."""

    code: Country
    """ISO 3166-1 alpha-2 code."""
    labels: Labels
    """What it is called, by language."""


class KnowledgeBase(Piece):
    """What a knowledge base says about itself."""

    title: Labels
    """What it is called, by language."""
    homepage: Url | None
    """Where it is published."""
    licence: Filled | None
    """SPDX id of the licence that entries stand under unless they say otherwise."""
    funding_line: Labels
    """Who paid for it, as the fund wants it said, by language; {} for nobody."""
    languages: tuple[LanguageTag, ...]
    """Languages it is read in, most used first."""
    fallback: LanguageTag
    """Language shown where a translation is missing, before the original."""
    countries: tuple[CountryLink, ...]
    """Countries of the network and of the practices."""


class Otherwise(NamedTuple):
    """A field that is not exported as it stands in the record."""

    shape: Callable[[], Any]
    """Its kind of value, asked for when all kinds are known."""
    description: str = ""
    """What it means in the export; as in the record if empty."""


_LEFT_OUT: frozenset[tuple[type[BaseModel], str]] = frozenset(
    ((Contact, "consent"), (Step, "note"))
)
"""The house's own bookkeeping."""


@cache
def exported_fields(model: type[BaseModel]) -> tuple[RecordField, ...]:
    """The fields of a record, or of a part of one, that are exported."""
    return tuple(one for one in fields_of(model).values() if (model, one.key) not in _LEFT_OUT)


def export_schema() -> Schema:
    """JSON Schema (2020-12) of the export."""
    export = _model(
        "Export",
        "Good practices, each text in the languages asked for. Keys may be added, but are not "
        "renamed and do not vanish.",
        {
            "knowledge_base": (KnowledgeBase, "What the knowledge base says about itself."),
            "langs": (tuple[LanguageTag, ...], "Languages asked for."),
            "practices": (_list_of(exported(Practice)), "The practices chosen, in order."),
        },
    )
    schema = export.model_json_schema(mode="serialization")
    schema.pop("title")
    definitions = schema.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Export",
        **_readable(schema),
        "$defs": {name: _readable(one) for name, one in sorted(definitions.items())},
    }


@cache
def exported(model: type[BaseModel]) -> type[BaseModel]:
    """A record, or a part of one, as it is exported."""
    fields: dict[str, tuple[Any, str]] = {}
    if model is Practice:
        fields = {
            "id": (Id, "Id of the practice, which never changes."),
            "level": (Level, "Full, or a stub that lacks something a reader expects."),
            "urls": (dict[LanguageTag, Url], "Its page for readers of each language."),
            "states": (dict[LanguageTag, States], "How far it is translated, by language."),
        }
    for field in exported_fields(model):
        otherwise = OTHERWISE.get((model, field.key))
        shape = otherwise.shape() if otherwise else _shape(field, _may_be_null(model, field.key))
        description = otherwise.description if otherwise else ""
        fields[field.key] = shape, description or field.description
    return _model(model.__name__, model.__doc__ or "", fields)


OTHERWISE: Mapping[tuple[type[BaseModel], str], Otherwise] = {
    (Practice, "topics"): Otherwise(lambda: tuple[ConceptLink, ...]),
    (Practice, "target_groups"): Otherwise(lambda: tuple[ConceptLink, ...]),
    (Practice, "part_of"): Otherwise(
        lambda: RecordLink | None, "The project it belongs to, if that is published."
    ),
    (Practice, "related"): Otherwise(
        lambda: tuple[RecordLink, ...], "Published practices that help the reader next."
    ),
    (Practice, "adopted_from"): Otherwise(
        lambda: _list_of(exported(Adoption)), "Published practices it was taken over from."
    ),
    (Practice, "steps"): Otherwise(
        lambda: _list_of(exported(Step)),
        "Who published it and when, in a list of one; empty where nobody signed it.",
    ),
    (Adoption, "practice"): Otherwise(lambda: RecordLink, "The practice taken over."),
    (Practice, "licence"): Otherwise(
        lambda: Filled | None,
        "SPDX id of the licence: that of the knowledge base where the entry names none.",
    ),
    (Organisation, "name"): Otherwise(
        lambda: Filled | None, "Its name, also where the record has the id of a partner instead."
    ),
    (Organisation, "url"): Otherwise(lambda: Url | None, "Its homepage, or that of the partner."),
}


def _shape(field: RecordField, may_be_null: bool) -> Any:
    """The kind of value of a field that is exported as it stands in the record."""
    item = item_of(field.annotation)
    if field.prose and (item or field.prose.paragraphs):
        return tuple[Texts, ...]
    if item and (part := model_of(item)):
        return _list_of(exported(part))
    part = model_of(field.annotation)
    kind: Any = Texts if field.prose else exported(part) if part else _single(field.annotation)
    return kind | None if may_be_null else kind


def _single(annotation: Any) -> Any:
    """A single value; what is no number in the record's file stays the text that was typed."""
    known = find_value_kind(annotation)
    if known is None or without_marks(annotation) not in (str, Decimal):
        return annotation
    rules = {key: known.schema[key] for key in ("pattern", "format") if key in known.schema}
    return Annotated[str, WithJsonSchema({"type": "string", **rules})]


def _may_be_null(model: type[BaseModel], name: str) -> bool:
    """Whether a field may be unknown."""

    def allows_none(annotation: Any) -> bool:
        inner = typing.get_args(annotation)
        if typing.get_origin(annotation) is Annotated:
            return allows_none(inner[0])
        return types.NoneType in inner

    return allows_none(typing.get_type_hints(model, include_extras=True)[name])


def _list_of(kind: type[BaseModel]) -> Any:
    return tuple[kind, ...]  # type: ignore[valid-type]  # a model made at run time


def _model(name: str, description: str, fields: Mapping[str, tuple[Any, str]]) -> type[BaseModel]:
    """A model all of whose keys are always there."""
    definitions: Any = {
        key: (Annotated[shape, Field(description=text)], ...)
        for key, (shape, text) in fields.items()
    }
    return create_model(name, __doc__=description, **definitions)


def _readable(schema: Any) -> Any:
    """A schema without titles that only repeat its keys, each description on one line."""
    if isinstance(schema, list):
        return [_readable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    readable = {}
    for key, value in schema.items():
        if isinstance(value, str) and key == "description":
            readable[key] = " ".join(value.split())
        elif not (isinstance(value, str) and key == "title"):
            readable[key] = _readable(value)
    return readable
