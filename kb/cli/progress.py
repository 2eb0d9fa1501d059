"""How far long work is, on one line of the terminal that disappears when it is done."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from kb.cli.output import pad, shorten, width_of
from kb.translation.interface import _


class ProgressLine:
    """Writes over itself on stderr; only for terminals.

    Args:
        lang: language of the reader, for names of languages.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._width = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell how far it is.

        Args:
            what: "entries", "translations", "booklet", "files", "words", or the language of a
                dictionary.
            done: how many are done.
            total: how many there are.
        """
        counted = {
            "entries": _("Reading entries for the search: %(done)d of %(total)d …"),
            "translations": _("Reading translations: %(done)d of %(total)d …"),
            "booklet": _("Laying out entries: %(done)d of %(total)d …"),
            "files": _("Making files: %(done)d of %(total)d …"),
            "words": _("Counting the words of entries, once: %(done)d of %(total)d …"),
        }
        if what in counted:
            self._show(counted[what] % {"done": done, "total": total})
            return
        from kb.translation.formats import language_name

        text = _("Preparing the %(language)s dictionary, once …")
        self._show(text % {"language": language_name(what, self._lang)})

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._show("")
            click.echo("\r", nl=False, file=sys.stderr)

    def _show(self, text: str) -> None:
        # A line that is longer than the terminal could not be written over.
        shown = shorten(text, shutil.get_terminal_size().columns - 1)
        click.echo("\r" + pad(shown, self._width), nl=False, file=sys.stderr)
        self._width = width_of(shown)


@contextmanager
def show_progress(lang: str, *, is_quiet: bool) -> Iterator[ProgressLine | None]:
    """A line that is taken away in the end; None off a terminal.

    Args:
        lang: language of the reader.
        is_quiet: say nothing.
    """
    line = None if is_quiet or not sys.stderr.isatty() else ProgressLine(lang)
    try:
        yield line
    finally:
        if line:
            line.clear()


Made = TypeVar("Made")


def show_files(making: Iterable[Made], total: int, lang: str, *, is_quiet: bool) -> Iterator[Made]:
    """Files as they are made, with a line on a terminal that tells how far it is.

    Args:
        making: makes them, one after the other.
        total: how many there will be.
        lang: language of the reader.
        is_quiet: say nothing.
    """
    with show_progress(lang, is_quiet=is_quiet) as line:
        for number, one in enumerate(making, 1):
            if line:
                line("files", number, total)
            yield one
