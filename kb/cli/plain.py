"""For terminals and files that cannot take every character: the nearest plain sign instead."""

from __future__ import annotations

import codecs
import unicodedata

_HANDLER = "kb.plain"
_SIGNS = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "»": '"', "«": '"', "‘": "'", "’": "'", "‚": "'",
        "…": "...", "–": "-", "—": "-", "−": "-", "‑": "-", "·": "-", "•": "*", "×": "x",
        "→": "->", "█": "#", "▏": "|", "€": "EUR", "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ", "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O",
    }
)  # fmt: skip


def use_plain_signs() -> str:
    """Make the error handler known to Python; returns its name, for `reconfigure(errors=…)`."""
    codecs.register_error(_HANDLER, _replace)
    return _HANDLER


def to_plain(text: str) -> str:
    """A text in ASCII: accents dropped, typographic signs as they are typed, "?" for the rest."""
    folded = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return "".join(
        char if char.isascii() else "?" for char in folded if not unicodedata.combining(char)
    )


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return to_plain(error.object[error.start : error.end]), error.end
