"""What a `KbError` says, in the reader's language, and how words are quoted there."""

from __future__ import annotations

from collections.abc import Mapping

from kb.errors import Coded, KbError
from kb.translation.interface import gettext as _
from kb.translation.labels import named_value


def tell_error(error: KbError) -> str:
    """The sentence of an error."""
    params = told_params(error.params)
    return _(error.message) % params if params else _(error.message)


def told_params(params: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence; those of closed lists are named."""
    return {name: _told(value) for name, value in params.items()}


def quoted(text: str) -> str:
    """A text between the quotation marks of the language spoken."""
    return _("“%(word)s”") % {"word": text}


def _told(value: object) -> object:
    if isinstance(value, Coded):
        return named_value(value.kind, value.value)
    if isinstance(value, tuple) and all(isinstance(one, Coded) for one in value):
        return ", ".join(str(_told(one)) for one in value)
    return value
