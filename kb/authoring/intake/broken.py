"""A file of text that cannot be read on, and why."""

from __future__ import annotations

from pathlib import Path

from kb.errors import N_, Issue, Location

STRANGE = N_("there are characters that no text has")


class Broken(Exception):  # noqa: N818 - it becomes a finding
    """The file cannot be read on."""

    def __init__(
        self, code: str, place: str = "", line: int = 0, column: int = 1, **params: str
    ) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params
        self.place, self.line, self.column = place, line, column

    def issue(self, path: Path) -> Issue:
        """As a finding."""
        if self.line:
            return Issue(self.code, Location(path, self.line, self.column), self.params)
        return Issue(self.code, Location.of_file(path, self.place), self.params)
