"""How each kind of value is described: to editors as JSON Schema, to people in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.content.fields import bare, enum_of, item_of, mapping_of, model_of, size_of
from kb.model import types
from kb.model.types import (
    AMOUNT_PATTERN,
    CODE_PATTERN,
    CURRENCY_PATTERN,
    DATE_PATTERN,
    ID_PATTERN,
    LANGUAGE_PATTERN,
    NUMBER_PATTERN,
    NUTS_PATTERN,
)

Schema = dict[str, Any]

_NUMERIC = ["number", "string"]
"""Editors take 18000 for a number and "18000" for a string; both are the same text to us."""
_EVENT_DATE = DATE_PATTERN.removesuffix("$") + f"$|^{types.TBA}$"


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind of single value."""

    annotation: Any
    words: str
    rule: str
    """How it is written, for the list of fields."""
    schema: Mapping[str, Any]
    examples: Sequence[str | int | float] = ()


VALUE_KINDS = (
    ValueKind(
        types.Filled,
        "text",
        "Anything; one line, or several below `>-`. Text that holds a colon followed by a space, "
        "or begins with a special character such as # & * ! @ or a bracket, stands in quotes or "
        "below `>-`.",
        {"type": ["string", "number"], "minLength": 1},
    ),
    ValueKind(
        types.Id,
        "id",
        "Small letters a to z, digits and single hyphens: the name of another file without "
        "`.yaml`, or the id of a concept.",
        {"type": "string", "pattern": ID_PATTERN},
    ),
    ValueKind(
        types.LanguageTag,
        "language tag",
        "BCP 47: small letters for the language, and two capitals for the region.",
        {"type": "string", "pattern": LANGUAGE_PATTERN},
        ("de-AT", "fi-FI", "sv-SE", "sv-FI", "de-DE", "en"),
    ),
    ValueKind(
        types.PartialDate,
        "date",
        "Year, month and day with hyphens; leave out what is not known.",
        {"type": ["string", "integer"], "pattern": DATE_PATTERN, "minimum": 1000, "maximum": 9999},
        ("2016-10-14", "2016-10", 2016),
    ),
    ValueKind(
        types.DateOrTba,
        "date or `tba`",
        "A date, or `tba` for “to be announced”.",
        {"type": ["string", "integer"], "pattern": _EVENT_DATE, "minimum": 1000, "maximum": 9999},
        ("2016-10-14", "2016-10", 2016, types.TBA),
    ),
    ValueKind(
        types.Amount,
        "amount",
        "Digits, with a point before cents and nothing between thousands.",
        {"type": _NUMERIC, "pattern": AMOUNT_PATTERN, "minimum": 0},
        (18000, "18000.50"),
    ),
    ValueKind(
        types.Number,
        "number",
        "Digits, with a point before decimals.",
        {"type": _NUMERIC, "pattern": NUMBER_PATTERN},
        (20, 12.5),
    ),
    ValueKind(
        types.Degrees,
        "degrees",
        "Decimal degrees with a point.",
        {"type": _NUMERIC, "pattern": NUMBER_PATTERN},
        (47.245,),
    ),
    ValueKind(
        types.Count,
        "whole number",
        "Digits only.",
        {"type": ["integer", "string"], "pattern": "^[0-9]{1,6}$", "minimum": 0},
        (3,),
    ),
    ValueKind(
        types.Url,
        "web address",
        "Complete, beginning with https:// or http://.",
        {"type": "string", "format": "iri", "pattern": '^https?://[^\\s<>"]+$'},
        ("https://example.org/page",),
    ),
    ValueKind(
        types.Country,
        "country code",
        "Two capitals, ISO 3166-1 alpha-2.",
        {"type": "string", "pattern": CODE_PATTERN},
        ("AT", "DE", "FI", "SE"),
    ),
    ValueKind(
        types.Currency,
        "currency code",
        "Three capitals, ISO 4217.",
        {"type": "string", "pattern": CURRENCY_PATTERN},
        ("EUR", "SEK"),
    ),
    ValueKind(
        types.Nuts,
        "NUTS code",
        "Region code of NUTS 2021: the country's letters and up to three more characters.",
        {"type": "string", "pattern": NUTS_PATTERN},
        ("AT334",),
    ),
)
"""Every kind of single value of the model."""


def find_value_kind(annotation: Any) -> ValueKind | None:
    """The kind of single value an annotation stands for; None for lists, parts and words."""
    wanted = bare(annotation)
    return next((one for one in VALUE_KINDS if bare(one.annotation) == wanted), None)


def value_words(annotation: Any) -> str:
    """A kind of value in a few words, such as "list of ids"."""
    annotation = bare(annotation)
    if annotation == bare(types.SourceNumbers):
        return "number of a source, or list of them"
    if model := model_of(annotation):
        return f"[{model.__name__}](#{model.__name__.lower()})"
    if pair := mapping_of(annotation):
        return f"for each {value_words(pair[0])}: {value_words(pair[1])}"
    if item := item_of(annotation):
        size = size_of(annotation)
        return f"list{f' of {size}' if size else ''}: {value_words(item)}"
    return _single_words(annotation)


def _single_words(annotation: Any) -> str:
    if words := enum_of(annotation):
        return "one of " + ", ".join(f"`{one.value}`" for one in words)
    found = find_value_kind(annotation)
    return found.words if found else "text"
