"""Single texts as YAML: plain where that reads back as it was, else quoted, folded or line by line.

Nothing here trusts a grammar of its own: whether a way of writing says what is meant is decided by
reading it back. Only what needs no grammar is known without: words with single spaces between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb.content.yamlfaults import NOT_PRINTABLE
from kb.content.yamlfile import Tree, parse_yaml
from kb.errors import N_, KbError

FOLD_WIDTH = 86
"""Characters in a line of folded prose, its indentation not counted."""
_NOWHERE = Path("-")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n"})
"""Our reader takes them for text; other programs, and some people, for yes and no."""
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_SIMPLE = re.compile(r"[^\W\d_]\w*([ -]\w+)*")
"""Words alone, the first of which begins with a letter: no sign of YAML is among them."""
_BREAKABLE = re.compile(r"(?<=\S) (?=\S)")
"""A space a line may be broken at, so that folding gives back just this one."""


class BlockText(NamedTuple):
    """A text over several lines."""

    header: str
    """`>-`, `|-` or `|`."""
    lines: list[str]
    """Without indentation; empty lines are empty."""


class UnwritableTextError(KbError):
    """A text holds a sign that no file may hold."""


def write_scalar(text: str, *, in_flow: bool, style: str = "plain") -> str:
    """A text on one line, in this style where it can be, else in double quotes.

    Args:
        text: any text, several paragraphs too.
        in_flow: whether it stands inside brackets or braces.
        style: "plain", or the quotation mark to be used.

    Raises:
        UnwritableTextError: it holds a sign that no file may hold.
    """
    if style == "plain" and is_plain(text, in_flow=in_flow):
        return text
    if style == "'" and "\n" not in text:
        quoted = "'" + text.replace("'", "''") + "'"
        if _reads_back(f"k: {quoted}\n", {"k": text}):
            return quoted
    if found := NOT_PRINTABLE.search(text):
        raise UnwritableTextError(
            N_("The text “%(text)s” holds the invisible sign %(sign)s. Delete it."),
            text=NOT_PRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text[:60]),
            sign=f"U+{ord(found[0]):04X}",
        )
    return f'"{text.translate(_ESCAPES)}"'


def write_key(key: str) -> str:
    """The key of a mapping."""
    return key if _is_plain_key(key) else write_scalar(key, in_flow=True, style='"')


@lru_cache(maxsize=4096)
def is_plain(text: str, *, in_flow: bool) -> bool:
    """Whether a text can stand without quotation marks."""
    if not text or "\n" in text or "\r" in text or text.casefold() in _WORDS:
        return False
    if _SIMPLE.fullmatch(text) and text.casefold() != "null":
        return True
    if in_flow:
        return _reads_back(f"{{k: {text}, l: [{text}, {text}]}}\n", {"k": text, "l": [text, text]})
    return _reads_back(f"k: {text}\nl:\n  - {text}\n", {"k": text, "l": [text]})


@lru_cache(maxsize=1024)
def _is_plain_key(key: str) -> bool:
    in_block, in_flow = f"{key}: x\n", f"{{{key}: x}}\n"
    return _reads_back(in_block, {key: "x"}) and _reads_back(in_flow, {key: "x"})


def block_text(text: str, width: int = FOLD_WIDTH) -> BlockText | None:
    """A text over several lines; None where only quotation marks keep it as it is."""
    if (lines := fold(text, width)) is not None:
        return BlockText(">-", lines)
    for header, body in (("|-", text), ("|", text.removesuffix("\n"))):
        written = BlockText(header, body.split("\n"))
        if block_reads_back(written, text):
            return written
    return None


def block_reads_back(written: BlockText, text: str) -> bool:
    """Whether lines below a header say a text."""
    if written.header == ">-" and (simple := _simply_folded(written.lines)) is not None:
        return simple == text
    lines = (f"  {one}\n" if one else "\n" for one in written.lines)
    return _reads_back(f"k: {written.header}\n{''.join(lines)}l: x\n", {"k": text, "l": "x"})


def _simply_folded(lines: Sequence[str]) -> str | None:
    """What folded lines say; None where there is more to it than words and empty lines."""
    before = ""
    for line in lines:
        if not (line or before) or not line.isprintable() or line != line.strip(" "):
            return None
        before = line
    return " ".join(lines).replace("  ", "\n\n") if before and "  " not in "".join(lines) else None


def fold(text: str, width: int = FOLD_WIDTH) -> list[str] | None:
    """Lines of a folded text, paragraphs apart by an empty line; None if it would not survive."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        if not paragraph or "\n" in paragraph or paragraph != paragraph.strip():
            return None
        lines += [*([""] if lines else []), *_wrap(paragraph, width)]
    return lines if block_reads_back(BlockText(">-", lines), text) else None


def _wrap(paragraph: str, width: int) -> list[str]:
    lines = [""]
    for word in _BREAKABLE.split(paragraph):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def indented(lines: Sequence[str], column: int) -> list[str]:
    """Lines moved to a column; empty ones stay empty."""
    return [" " * column + one if one else "" for one in lines]


def _reads_back(snippet: str, tree: Tree) -> bool:
    document = parse_yaml(snippet.encode("utf-8", "surrogatepass"), _NOWHERE)
    return not document.issues and document.value == tree
