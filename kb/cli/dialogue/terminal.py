"""A terminal that asks: questions go to stderr, lines come from the keyboard."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import click

from kb.cli.output import Look, bold, clean, look_of_stderr, shorten, tell, wrap

PROMPT = "> "


class Terminal(Protocol):
    """What a dialogue needs of the person it is with."""

    def say(self, sentence: str = "", indent: int = 0) -> None:
        """Show a sentence, or an empty line."""

    def head(self, text: str) -> None:
        """Show what the next question is about."""

    def rows(self, rows: Sequence[str], *, is_cut: bool = True) -> None:
        """Show lines as they are; those of a list are cut to fit."""

    def read(self) -> str:
        """What is typed until the Enter key; several lines where they were pasted.

        Raises:
            EOFError: nobody is there any more.
            KeyboardInterrupt: the person does not want to go on.
        """

    def edit(self, text: str) -> str | None:
        """A text changed in the person's own editor; None where it was left as it was."""


class Keyboard:
    """The terminal the command was started from."""

    def __init__(self) -> None:
        # Lines of more than 4095 bytes reach a program only where something edits them.
        with suppress(ImportError):
            import readline  # noqa: F401 - `input` uses it once it is there

    def say(self, sentence: str = "", indent: int = 0) -> None:
        """Show a sentence, or an empty line."""
        lines = wrap(sentence, self._look, " " * indent) if sentence else [""]
        click.echo("\n".join(lines), file=sys.stderr)

    def head(self, text: str) -> None:
        """Show what the next question is about."""
        click.echo("\n" + bold(clean(text)), file=sys.stderr)

    def rows(self, rows: Sequence[str], *, is_cut: bool = True) -> None:
        """Show lines as they are; those of a list are cut to fit."""
        width = self._look.width if is_cut else None
        for row in rows:
            plain = clean(row).replace("\n", " ")
            click.echo(shorten(plain, width) if width else plain, file=sys.stderr)

    @property
    def _look(self) -> Look:
        return look_of_stderr()

    def read(self) -> str:
        """What is typed until the Enter key; several lines where they were pasted."""
        if sys.stdout.isatty():
            return input(PROMPT)
        # Not by `input`, which would write to what is meant for data.
        click.echo(PROMPT, nl=False, file=sys.stderr)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    def edit(self, text: str) -> str | None:
        """A text changed in the person's own editor; None where it was left as it was."""
        try:
            return click.edit(text, extension=".txt")
        except click.ClickException as error:
            tell(error.format_message())
            return None
