"""What an edit changes in a file, line by line, as people know it from git."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from kb.cli.output import bold, clean

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def difference_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a unified diff, in colour where the terminal can.

    Args:
        lines: as `kb.authoring.files.saving.Draft.difference` gives them.
    """
    for line in map(clean, lines):
        if line.startswith(("+++", "---")):
            yield bold(line)
        else:
            colour = _COLOURS.get(line[:1])
            yield click.style(line, fg=colour) if colour else line
