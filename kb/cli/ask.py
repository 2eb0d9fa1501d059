"""Questions at the terminal, asked and answered in the reader's language."""

from __future__ import annotations

import click

from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a question for yes or no; asked again until the answer is one of them.

    Args:
        question: a whole sentence with its question mark.
        default: what an empty answer means.

    Raises:
        click.Abort: the person does not want to go on.
    """
    # Translators: the letter to press for yes, and the word.
    yes, yes_word = pgettext("answer", "y"), pgettext("answer", "yes")
    # Translators: the letter to press for no, and the word.
    no, no_word = pgettext("answer", "n"), pgettext("answer", "no")
    letters = (yes.upper(), no) if default else (yes, no.upper())

    def read(text: str) -> bool:
        answer = text.strip().casefold()
        if not answer:
            return default
        if answer in (yes.casefold(), yes_word.casefold()):
            return True
        if answer in (no.casefold(), no_word.casefold()):
            return False
        raise click.UsageError(_("Answer %(yes)s or %(no)s.") % {"yes": yes, "no": no})

    asked = f"{question} [{'/'.join(letters)}]"
    return bool(
        click.prompt(
            asked, default="", show_default=False, prompt_suffix=" ", value_proc=read, err=True
        )
    )
