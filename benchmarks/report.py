"""Tables of figures, each with its aim beside it."""

from __future__ import annotations

import math
import os
import platform
import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

_WHOOSH = "whoosh3"


@dataclass(frozen=True)
class Row:
    """One figure, of ours and of others.

    Attributes:
        name: what it is, with its unit.
        values: one for each column; None where a system has none.
        aim: what the first value may be at the most, or must be at least.
        is_least: whether the aim is a lower bound.
    """

    name: str
    values: Sequence[float | None]
    aim: float | None = None
    is_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is met; None without aim or value."""
        value = self.values[0]
        if self.aim is None or value is None:
            return None
        return value >= self.aim if self.is_least else value <= self.aim

    def as_json(self, columns: Sequence[str]) -> dict[str, Any]:
        """The row as JSON."""
        values = dict(zip(columns, self.values, strict=False))
        return {"name": self.name, "values": values, "aim": self.aim, "met": self.is_met}


@dataclass
class Table:
    """Figures that belong together.

    Attributes:
        title: what was measured, on what.
        columns: the systems; the first is ours, and aims are for it.
        rows: the figures.
        notes: what one must know to read them.
    """

    title: str
    columns: Sequence[str]
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The table as JSON."""
        return {
            "title": self.title,
            "rows": [row.as_json(self.columns) for row in self.rows],
            "notes": self.notes,
        }

    def lines(self) -> Iterator[str]:
        """The table as text."""
        yield self.title
        heads = ["", *self.columns, "aim", "met"]
        cells = [
            [row.name, *_filled(row.values, len(self.columns)), _aim(row), _met(row)]
            for row in self.rows
        ]
        widths = [max(len(row[place]) for row in (heads, *cells)) for place in range(len(heads))]
        for row in (heads, *cells):
            first = row[0].ljust(widths[0])
            rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            yield "  ".join((first, *rest)).rstrip()
        yield from (f"  {note}" for note in self.notes)


def _filled(values: Sequence[float | None], count: int) -> list[str]:
    return [*map(_number, values), *[""] * (count - len(values))]


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    if value == int(value) and abs(value) >= 10:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _aim(row: Row) -> str:
    if row.aim is None:
        return ""
    return f"{'>=' if row.is_least else '<='} {_number(row.aim)}"


def _met(row: Row) -> str:
    return {None: "", True: "yes", False: "NO"}[row.is_met]


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    return {
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "whoosh": metadata.version(_WHOOSH),
        "sqlite": sqlite3.sqlite_version,
        "tantivy": _version("tantivy"),
        "load": f"{_load():.1f}",
    }


def _load() -> float:
    """Processes that wanted to run in the last minute: above 0.5 others were at work, too."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return 0.0


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    place = math.ceil(share * len(ordered) - 1e-9)
    return ordered[max(place, 1) - 1]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)
