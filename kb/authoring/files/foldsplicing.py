"""A block text that is changed: paragraphs and lines that stay the same stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kb.authoring.files.scalars import FOLD_WIDTH, BlockText, block_reads_back, fold

_NARROWEST, _WIDEST = 50, 120
"""Widths of lines that may be meant; others come about by chance."""


def refold(header: str, old_lines: Sequence[str], text: str) -> BlockText | None:
    """A new text below the header of an old one; None where it would not survive there.

    Args:
        header: the sign it begins with, and what becomes of line ends behind it.
        old_lines: lines as they were, without indentation.
        text: the new text.
    """
    if header.startswith("|"):
        body = text.removesuffix("\n") if header == "|" else text
        written = BlockText(header, body.split("\n"))
    else:
        written = BlockText(header, _refolded(old_lines, text))
    return written if block_reads_back(written, text) else None


def _refolded(old_lines: Sequence[str], text: str) -> list[str]:
    groups = groupby(old_lines, key=lambda line: bool(line.strip()))
    old = [list(lines) for is_filled, lines in groups if is_filled]
    same = {" ".join(one): one for one in old}
    width = _width(old)
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n\n")):
        kept = same.get(paragraph) or _begun(old[number] if number < len(old) else (), paragraph)
        rest = paragraph.removeprefix(" ".join(kept)).removeprefix(" ") if kept else paragraph
        folded = (fold(rest, width) or [rest]) if rest else []
        lines += [*([""] if lines else []), *kept, *folded]
    return lines


def _begun(old: Sequence[str], paragraph: str) -> Sequence[str]:
    """Lines of an old paragraph that a new one begins with, too."""
    for count in range(len(old) - 1, 0, -1):
        if paragraph.startswith(" ".join(old[:count]) + " "):
            return old[:count]
    return ()


def _width(paragraphs: Sequence[Sequence[str]]) -> int:
    """How wide lines may be: as wide as they were."""
    widest = max((len(line) for one in paragraphs if len(one) > 1 for line in one), default=0)
    return widest if _NARROWEST <= widest <= _WIDEST else FOLD_WIDTH
