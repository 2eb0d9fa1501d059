"""What can go wrong: faulty content is a value (`Issue`), not being able to go on an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, known to every extractor
    """Mark a sentence for the catalogs where it cannot be translated yet."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a sentence that has a number in it, in both its forms."""
    return singular, plural


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a lone word, told apart by where it stands."""
    return context, message


class KbError(Exception):
    """Not being able to go on. The sentence says what to do next, and is translated when shown."""

    exit_code = 3

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class UsageError(KbError):
    """The caller asked for something that does not exist, such as an unknown id."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where something stands: file, line and column, the latter two counted from 1."""

    path: Path
    line: int = 1
    column: int = 1
    place: str = ""
    """Where files have no lines: a cell such as "Practices!C7", or a heading."""

    def __str__(self) -> str:
        if self.place:
            return f"{self.path}: {self.place}"
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault in one file, not yet told in any language."""

    code: str
    """Stable, such as "KB104"; `kb.content.findings` knows its sentence, severity and cure."""
    where: Location
    params: Mapping[str, str] = field(default_factory=dict)
