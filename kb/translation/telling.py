"""What a `KbError` says, in the reader's language, and how words are quoted there."""

from __future__ import annotations

from collections.abc import Mapping

from kb.errors import N_, Coded, KbError
from kb.translation.interface import gettext as _
from kb.translation.interface import spoken_language
from kb.translation.labels import named_value

SYSTEM_REASONS = (
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Directory not empty"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Too many open files"),
    N_("Too many levels of symbolic links"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Text file busy"),
    N_("not a regular file"),
    N_("another process is indexing and does not finish"),
)
"""Those that a person can do something about; any other is shown as the system says it."""


def tell_error(error: KbError) -> str:
    """The sentence of an error."""
    params = told_params(error.params)
    return _(error.message) % params if params else _(error.message)


def told_params(params: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence; those of closed lists are named, and so are known reasons."""
    told = {name: _told(value) for name, value in params.items()}
    if "reason" in told:
        told["reason"] = reason_label(told["reason"])
    return told


def reason_label(reason: object) -> str:
    """Why the system refused something, in the reader's language, as far as it is known."""
    return _(str(reason))


def quoted(text: str) -> str:
    """A text between the quotation marks of the language spoken."""
    # Translators: words as an entry has them, in your quotation marks.
    return _("“%(word)s”") % {"word": text}


def _told(value: object) -> object:
    if isinstance(value, Coded):
        return named_value(value.kind, value.value)
    if isinstance(value, tuple) and all(isinstance(one, Coded) for one in value):
        from kb.translation.formats import format_list

        # What is possible, of which one is chosen.
        return format_list([str(_told(one)) for one in value], spoken_language(), "or")
    return value
