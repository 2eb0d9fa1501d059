"""What reading one answer ends with: what was understood, or a doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubt:
    """What cannot be taken as it stands: a code of the findings, and what its sentence needs."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read."""

    value: str | None = None
    """As it belongs into the file; None for no answer."""
    understood: str = ""
    """How it was taken, where that is worth a second look."""
    is_known: bool = False
    """Whether a free answer turned out to be the name of a record: the value is its id."""
    is_joined: bool = False
    """Whether what was taken as one name looks like several."""
