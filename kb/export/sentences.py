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
_MOST_AT_ONCE = 10_000
"""Characters the library is given at once: over many quotation marks it takes long, and no
paragraph of that length was written as one."""
_MOST_LOOKED_AT = 100
"""Characters at the end of a sentence by which to tell whether it goes on: its last word."""
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
    for number in range(len(parts) - 1):
        if found := _LOOSE_OPENING.search(parts[number]):
            parts[number] = parts[number].removesuffix(found[0])
            parts[number + 1] = found[0] + parts[number + 1]
    sentences: list[list[str]] = []
    before = ""  # what the sentence ends in so far
    for part in parts:
        if sentences and (not part.strip() or not before.strip() or _goes_on(before, part, lang)):
            sentences[-1].append(part)
            before = before[-_MOST_LOOKED_AT:] + part
        else:
            sentences.append([part])
            before = part
    joined = ("".join(one).strip() for one in sentences)
    return [one for one in joined if one]


def _segments(text: str, lang: str) -> list[str]:
    try:
        import sentencex
    except ImportError as err:
        raise missing_extra("Crosswalk", "sentencex") from err
    segments: list[str] = []
    rest = ""
    start = 0
    while start < len(text):
        end = start + _MOST_AT_ONCE
        if end < len(text):
            end = text.rfind(" ", start, end) + 1 or end
        rest += text[start:end]
        start = end
        segments += sentencex.segment(lang, rest)
        # The last one may go on, unless it has no end at all.
        rest = segments.pop() if segments and len(segments[-1]) < _MOST_AT_ONCE else ""
    return [*segments, rest] if rest else segments


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
