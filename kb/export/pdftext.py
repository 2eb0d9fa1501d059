"""Words as a page can hold them: where they break, which way they run, which have no glyph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SUBSTITUTE = "\N{WHITE SQUARE}"
"""Printed for a character that no font has; the fonts that come with Typst have it."""

_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029 ]+")
_PARTING = re.compile(" ([–—·]) ")
_LONG = re.compile(r"\S{16,}")
_BREAKS = re.compile(r"(?<=[/?&=_.@:#%+~;,|\\>)\]}])(?=[^\s.,;:!?)])|(?<=\w)(?=[(<\[{])")
_UNBROKEN = re.compile(r"[^\u200b\s]{41,}")
_SYLLABLE = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_aeiouyäöåüéè][aeiouyäöåüéè])", re.IGNORECASE)
_STRETCH = 20
"""Characters between break opportunities where nothing better is known."""
_LONG_WORD = re.compile(r"([^\W\d_]{12,})")
_JOINERS = "\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
"""What makes one emoji of several."""


def clean(text: str) -> str:
    """A text without characters that no page can hold; all white space but no-break is a space."""
    kept = (one for one in _SPACES.sub(" ", text) if not _is_forbidden(one))
    return "".join(kept)


def _is_forbidden(character: str) -> bool:
    """Whether it is a control character, half a surrogate pair or none at all in Unicode."""
    if unicodedata.category(character) in ("Cc", "Cs"):
        return True
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def soften(text: str) -> str:
    """A text whose addresses and endless words may break, so that they stay in their column.

    Ordinary long words are left to the hyphenation of their language. No line begins with a dash
    or a dot that parts two things.
    """
    kept = _PARTING.sub("\u00a0\\1 ", text)
    return _LONG.sub(lambda match: _soften_word(match[0]), kept)


def _soften_word(word: str) -> str:
    at_signs = _BREAKS.sub("\u200b", word)
    return _UNBROKEN.sub(lambda match: _soften_stretch(match[0]), at_signs)


def _soften_stretch(stretch: str) -> str:
    """A stretch without any sign to break at: at a likely syllable, with a hyphen, or anywhere."""
    parts, rest = [], stretch
    is_word = stretch.isalpha()
    while len(rest) > _STRETCH * 1.5:
        syllables = [one.start() for one in _SYLLABLE.finditer(rest, _STRETCH // 2, _STRETCH + 5)]
        place = syllables[-1] if syllables and is_word else _STRETCH
        parts.append(rest[:place])
        rest = rest[place:]
    return ("\u00ad" if is_word else "\u200b").join((*parts, rest))


def is_rtl(text: str) -> bool:
    """Whether a text runs from right to left: its first letter that has a direction says so."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def replace_missing(text: str, missing: Iterable[str]) -> str:
    """A text with a square for each character that no font has; an emoji of several is one."""
    found = "".join(sorted(set(text).intersection(missing)))
    if not found:
        return text
    signs = f"[{re.escape(found)}]"
    # Joiners without a base say nothing; two regional letters are one flag.
    bases = found.strip("\u200d\ufe0e\ufe0f")
    if not bases:
        return re.sub(signs, "", text)
    base = f"[{re.escape(bases)}]"
    flag = "[\U0001f1e6-\U0001f1ff]{2}" if re.search("[\U0001f1e6-\U0001f1ff]", bases) else base
    emoji = f"(?:{flag}|{base})(?:[{_JOINERS}]+{base}?)*"
    return re.sub(signs, "", re.sub(emoji, SUBSTITUTE, text))


def shortened(text: str, length: int) -> str:
    """A title that fits a running line."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def split_long_words(text: str) -> list[str]:
    """A text in pieces, of which every second one is a word long enough to be hyphenated."""
    return _LONG_WORD.split(text)
