"""The kinds of values in a record, each parsed from the text that was typed.

A faulty value raises a `PydanticCustomError` whose type is the finding's code, so that the
checks in `kb.content` can tell it with file, line and cure.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
AMOUNT_PATTERN = r"^[0-9]+(\.[0-9]{1,2})?$"
NUMBER_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"
NUTS_PATTERN = r"^[A-Z]{2}[0-9A-Z]{0,3}$"
CODE_PATTERN = r"^[A-Z]{2}$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
FORM_MARK_PATTERN = r"^[0-9a-fA-F]{8}$"
TBA = "tba"
"""An event whose date is still to be announced."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a field as text for readers: written once, translated through catalogs.

    Attributes:
        limit: soft limit in characters (a warning beyond), None for none.
        paragraphs: whether an empty line starts a new passage.
    """

    limit: int | None = 400
    paragraphs: bool = False


def _fault(code: str, value: object) -> PydanticCustomError:
    return PydanticCustomError(code, "{value}", {"value": str(value)})


def _matching(pattern: str, code: str) -> Callable[[Any], Any]:
    compiled = re.compile(pattern)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not compiled.fullmatch(value):
            raise _fault(code, value)
        return value

    return check


def _parse_date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(DATE_PATTERN, value):
        raise _fault("KB207", value)
    year, month, day = ([int(part) for part in value.split("-")] + [1, 1])[:3]
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise _fault("KB207", value)
    return value


def _parse_date_or_tba(value: Any) -> Any:
    return value if value == TBA else _parse_date(value)


def _parse_decimal(code: str, pattern: str) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(pattern, value) or len(value) > 20:
            raise _fault(code, value)
        return Decimal(value)

    return parse


def _parse_float(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(NUMBER_PATTERN, value) or len(value) > 20:
            raise _fault("KB209", value)
        return float(value)
    return value


def _parse_count(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{1,6}", value):
            raise _fault("KB209", value)
        return int(value)
    return value


def _parse_url(value: Any) -> Any:
    if isinstance(value, str):
        try:
            parts = urlsplit(value)
        except ValueError:
            raise _fault("KB210", value) from None
        broken = re.search(r"[\s\x00-\x1f<>\"]", value)
        if parts.scheme not in ("http", "https") or not parts.hostname or broken:
            raise _fault("KB210", value)
    return value


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _filled(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise _fault("KB215", value)
    return value


Filled = Annotated[str, BeforeValidator(_filled), StringConstraints(strip_whitespace=True)]
Id = Annotated[str, BeforeValidator(_matching(ID_PATTERN, "KB214")), Field(pattern=ID_PATTERN)]
LanguageTag = Annotated[
    str, BeforeValidator(_matching(LANGUAGE_PATTERN, "KB211")), Field(pattern=LANGUAGE_PATTERN)
]
PartialDate = Annotated[str, BeforeValidator(_parse_date), Field(pattern=DATE_PATTERN)]
"""An ISO 8601 date of any precision: 2016, 2016-10 or 2016-10-14. Stays what was typed."""
DateOrTba = Annotated[str, BeforeValidator(_parse_date_or_tba)]
Amount = Annotated[Decimal, BeforeValidator(_parse_decimal("KB208", AMOUNT_PATTERN))]
Number = Annotated[Decimal, BeforeValidator(_parse_decimal("KB209", NUMBER_PATTERN))]
Degrees = Annotated[float, BeforeValidator(_parse_float)]
Count = Annotated[int, BeforeValidator(_parse_count)]
Url = Annotated[str, BeforeValidator(_parse_url), Field(json_schema_extra={"format": "iri"})]
Country = Annotated[
    str, BeforeValidator(_matching(CODE_PATTERN, "KB212")), Field(pattern=CODE_PATTERN)
]
Currency = Annotated[
    str, BeforeValidator(_matching(CURRENCY_PATTERN, "KB216")), Field(pattern=CURRENCY_PATTERN)
]
Nuts = Annotated[
    str, BeforeValidator(_matching(NUTS_PATTERN, "KB213")), Field(pattern=NUTS_PATTERN)
]
FormMark = Annotated[
    str, BeforeValidator(_matching(FORM_MARK_PATTERN, "KB221")), Field(pattern=FORM_MARK_PATTERN)
]
"""What the forms of a knowledge base are known by."""
SourceNumbers = Annotated[tuple[Count, ...], BeforeValidator(_one_or_many)]
"""Numbers in the record's own list of sources, counted from 1; one may stand without a list."""

Title = Annotated[Filled, Prose(limit=120)]
Summary = Annotated[Filled, Prose(limit=500)]
LongText = Annotated[Filled, Prose(limit=1500, paragraphs=True)]
Item = Annotated[Filled, Prose(limit=400)]
Words = Annotated[Filled, Prose(limit=120)]


def year_of(date: str) -> int | None:
    """The year of an ISO date of any precision; None for "tba"."""
    return int(date[:4]) if date[:4].isdigit() else None


def is_before(first: str, second: str) -> bool:
    """Whether one date certainly lies before another; unequal precision decides nothing."""
    common = min(len(first), len(second))
    return first[:common] < second[:common]
