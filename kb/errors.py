"""What can go wrong: faulty content is a value (`Issue`), not being able to go on an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, known to every extractor
    """Mark a sentence for the catalogs where it cannot be translated yet."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a sentence that has a number in it, in both its forms."""
    return singular, plural


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a lone word, told apart by where it stands."""
    return context, message


@dataclass(frozen=True, slots=True)
class Coded:
    """A value of a closed list, as the params of a `KbError` carry it: named when it is told."""

    kind: str
    """Which list, as `kb.translation.labels.value_label` knows it."""
    value: str

    def __str__(self) -> str:
        """As it stands in files."""
        return self.value


class KbError(Exception):
    """Not being able to go on. The sentence says what to do next, and is translated when shown.

    So are `Coded` values among its params, alone or several of them in a tuple; see
    `kb.translation.telling`.
    """

    exit_code = 3

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        if not self.params:
            return self.message
        return self.message % {
            name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
            for name, value in self.params.items()
        }


class UsageError(KbError):
    """The caller asked for something that does not exist, such as an unknown id."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where something stands: file, line and column, the latter two counted from 1.

    Both are 0 where there are no lines; see `of_file`.
    """

    path: Path
    line: int = 1
    column: int = 1
    place: str = ""
    """Where files have no lines: a cell such as "Practices!C7", or a heading."""

    @classmethod
    def of_file(cls, path: Path, place: str = "") -> Self:
        """A file as a whole, or a place in one that has no lines."""
        return cls(path, 0, 0, place)

    def __str__(self) -> str:
        if self.place:
            return f"{self.path}: {self.place}"
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault in one file, not yet told in any language."""

    code: str
    """Stable, such as "KB104"; `kb.content.findings` knows its sentence, severity and cure."""
    where: Location
    params: Mapping[str, str] = field(default_factory=dict)
