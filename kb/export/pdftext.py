"""Words as a page can hold them: where they break, which way they run, which have no glyph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

SUBSTITUTE = "\N{WHITE SQUARE}"
"""Printed for a character that no font has; the fonts that come with Typst have it."""

_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029 ]+")
_PARTING = re.compile(" ([–—·]) ")
_LONG = re.compile(r"\S{16,}")
_BREAKS = re.compile(r"(?<=[/?&=_.@:#%+~;,|\\>)\]}])(?=[^\s.,;:!?)])|(?<=\w)(?=[(<\[{])")
_SYLLABLE = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_aeiouyäöåüéè][aeiouyäöåüéè])", re.IGNORECASE)
_BREAK = re.compile("[\u00ad\u200b](.)")
_LONG_WORD = re.compile(r"([^\W\d_]{12,})")
_JOINERS = "\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
"""What makes one emoji of several."""
_REGIONAL = "[\U0001f1e6-\U0001f1ff]"
"""A letter of a flag."""


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


def soften(text: str, longest: int = 40, stretch: int = 20) -> str:
    """A text whose addresses and endless words may break, so that they stay in their column.

    Ordinary long words are left to the hyphenation of their language. No line begins with a dash
    or a dot that parts two things, or with a mark that belongs to the character before.

    Args:
        text: what is printed.
        longest: characters that need no break.
        stretch: about how many stand between breaks where nothing better is known.
    """
    endless = re.compile(rf"[^\u200b\s]{{{longest + 1},}}")

    def soften_word(match: re.Match[str]) -> str:
        at_signs = _BREAKS.sub("\u200b", match[0])
        softened = endless.sub(lambda found: _soften_stretch(found[0], stretch), at_signs)
        return _BREAK.sub(lambda found: found[1] if is_mark(found[1]) else found[0], softened)

    return _LONG.sub(soften_word, _PARTING.sub("\u00a0\\1 ", text))


def _soften_stretch(word: str, stretch: int) -> str:
    """A stretch without any sign to break at: at a likely syllable, with a hyphen, or anywhere."""
    parts, rest = [], word
    is_word = word.isalpha()
    while len(rest) > stretch * 1.5:
        syllables = [one.start() for one in _SYLLABLE.finditer(rest, stretch // 2, stretch + 5)]
        place = syllables[-1] if syllables and is_word else stretch
        parts.append(rest[:place])
        rest = rest[place:]
    return ("\u00ad" if is_word else "\u200b").join((*parts, rest))


def is_rtl(text: str, otherwise: bool = False) -> bool:
    """Whether a text runs from right to left: its first letter that has a direction says so.

    Args:
        text: what is printed.
        otherwise: what is said of a text without such a letter.
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return otherwise


def is_mark(character: str) -> bool:
    """Whether a character belongs to the one before: an accent, a joiner, the shade of an emoji."""
    return unicodedata.category(character)[0] == "M" or bool(re.match(f"[{_JOINERS}]", character))


def iter_clusters(text: str) -> Iterator[str]:
    """A text by what is one sign on paper: a letter with its accents, an emoji of several, a flag.

    Marks before the first character belong to nothing and are left out.
    """
    cluster = ""
    for character in text:
        is_flag = bool(re.fullmatch(_REGIONAL, cluster) and re.match(_REGIONAL, character))
        if cluster and (is_mark(character) or cluster[-1] == "\u200d" or is_flag):
            cluster += character
        elif not is_mark(character):
            if cluster:
                yield cluster
            cluster = character
    if cluster:
        yield cluster


def replace_missing(text: str, missing: Collection[str]) -> str:
    """A text with a square for each sign that no font has.

    Args:
        text: what is printed.
        missing: characters, and what is one sign of several: that is replaced only as a whole.
    """
    whole = [one for one in missing if len(one) > 1 and one in text]
    if whole:
        # An emoji may begin with another one.
        signs = "|".join(map(re.escape, sorted(whole, key=lambda one: (-len(one), one))))
        text = re.sub(signs, SUBSTITUTE, text)
    return _replace_characters(text, missing)


def _replace_characters(text: str, missing: Collection[str]) -> str:
    """A text with a square for single characters; an emoji of several is one square."""
    found = "".join(sorted(set(text).intersection(missing)))
    if not found:
        return text
    signs = f"[{re.escape(found)}]"
    # Joiners without a base say nothing; two regional letters are one flag.
    bases = found.strip("\u200d\ufe0e\ufe0f")
    if not bases:
        return re.sub(signs, "", text)
    base = f"[{re.escape(bases)}]"
    flag = f"{_REGIONAL}{{2}}" if re.search(_REGIONAL, bases) else base
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
