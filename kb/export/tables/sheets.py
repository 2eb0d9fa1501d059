"""What a table is before it is CSV or Excel: plain values under translated heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Amount(NamedTuple):
    """An amount of money."""

    value: Decimal
    currency: str | None
    """ISO 4217."""


Cell = str | tuple[str, ...] | date | Decimal | int | float | Amount | None
"""What stands in a cell: a text, the items of a list, a full date, a number, or nothing."""


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    CODE = "code"
    LABEL = "label"
    TITLE = "title"
    NOTE = "note"
    PROSE = "prose"
    DATE = "date"
    NUMBER = "number"
    AMOUNT = "amount"
    URL = "url"


class Column(NamedTuple):
    """One column."""

    key: str
    """Stable name, never translated; with the language where the column comes twice."""
    head: str
    kind: Kind
    lang: str
    """Language of its words, BCP 47."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    key: str
    """Stable name, never translated: a key of `SHEETS`."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 2
    """Columns at the left that tell what a row is about."""


class Remark(NamedTuple):
    """One line of what the reader of a workbook should know."""

    name: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Tables:
    """All sheets, and what is to be known of them."""

    title: str
    about: str
    """Heading of the remarks."""
    langs: tuple[str, ...]
    created: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[tuple[Remark, ...], ...]
    """In each language; () for a workbook that needs none."""
    cut: Mapping[str, str]
    """By language: what stands behind a text that was cut because a cell holds no more."""
