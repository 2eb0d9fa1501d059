"""Sentences of a text, so that a text can end where a sentence does.

The only module that imports the sentence splitter. Two sentences taken for one do no harm here,
but a sentence cut in two does: what the library takes for an end, and only may be one, is none.
"""

from __future__ import annotations

import re
from functools import cache

from kb.export.extras import missing_extra
from kb.translation.formats import locale_of
from kb.words.languages import primary

_ABBREVIATIONS = frozenset(
    ("approx", "ca", "dvs", "exkl", "inkl", "kl", "mio", "mrd", "resp", "st", "zzgl")
)
"""Abbreviations met in entries that the library does not know in their language."""
_DOTTED = re.compile(r"\w{1,3}(\.\w{1,3})+")
"""Abbreviations of several words written as one: bl.a, o.s.v, U.S."""
_BEFORE_WORD = "([{\"'“”„«»‘’‚"
_LOOSE_OPENING = re.compile(rf"(?<=\s)[{re.escape(_BEFORE_WORD)}]+$")
"""Marks that open the next sentence, and which the library leaves at the end of the last: in some
languages quotations open and close with one sign."""


def split_sentences(text: str, lang: str) -> list[str]:
    """The sentences of a paragraph, in order; joined by spaces they are the paragraph again.

    Args:
        text: one paragraph.
        lang: its language, BCP 47.

    Raises:
        KbError: the sentence splitter is not installed.
    """
    parts = _segments(text, primary(lang))
    if "".join(parts) != text:  # a splitter that loses something is not to be trusted at all
        parts = [text]
    for number, part in enumerate(parts[:-1]):
        if found := _LOOSE_OPENING.search(part):
            parts[number] = part.removesuffix(found[0])
            parts[number + 1] = found[0] + parts[number + 1]
    sentences: list[str] = []
    for part in parts:
        if sentences and (not part.strip() or _goes_on(sentences[-1], part, lang)):
            sentences[-1] += part
        else:
            sentences.append(part)
    return [one.strip() for one in sentences if one.strip()]


def _segments(text: str, lang: str) -> list[str]:
    try:
        import sentencex
    except ImportError as err:
        raise missing_extra("Crosswalk", "sentencex") from err
    return list(sentencex.segment(lang, text))


def _goes_on(before: str, after: str, lang: str) -> bool:
    """Whether a sentence goes on behind what looks like its end."""
    rest = after.lstrip()
    if rest[0].islower() or rest[0] in ",;:)]":
        return True
    last = before.rsplit(maxsplit=1)[-1].lstrip(_BEFORE_WORD)
    if not last.endswith("."):
        return False
    word = last.removesuffix(".")
    if word.isdecimal():
        return len(word) <= 2 and _has_dotted_days(primary(lang))
    is_initial = len(word) == 1 and word.isalpha()
    is_title = len(word) == 2 and word.istitle()
    return is_initial or is_title or bool(_DOTTED.fullmatch(word)) or word.lower() in _ABBREVIATIONS


@cache
def _has_dotted_days(lang: str) -> bool:
    """Whether a language writes "1. October": the dot then is no end of a sentence."""
    return "d." in str(locale_of(lang).date_formats["long"].pattern)
