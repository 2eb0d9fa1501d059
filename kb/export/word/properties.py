"""Properties of paragraphs and runs, in the order the schema wants them."""

from __future__ import annotations

from collections.abc import Iterable

from kb.export.word.markup import Node, flag, w

_PARAGRAPH = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "bidi", "spacing", "ind"),
    *("contextualSpacing", "jc", "outlineLvl"),
)
_RUN = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "noProof", "webHidden"),
    *("color", "spacing", "sz", "szCs", "u", "vertAlign", "rtl", "lang"),
)
_FAMILIES = {
    "serif": {"ascii": "Cambria", "hAnsi": "Cambria", "cs": "Times New Roman"},
    "sans": {"ascii": "Calibri", "hAnsi": "Calibri", "cs": "Arial"},
}
FONTS = {family: names["ascii"] for family, names in _FAMILIES.items()}


def paragraph_properties(properties: Iterable[Node | None]) -> Node:
    """Of a paragraph or of a style of paragraphs."""
    return w("pPr", *_sorted(properties, _PARAGRAPH))


def run_properties(properties: Iterable[Node | None]) -> Node:
    """Of a run or of a style."""
    return w("rPr", *_sorted(properties, _RUN))


def _sorted(properties: Iterable[Node | None], order: tuple[str, ...]) -> list[Node]:
    there = [one for one in properties if one is not None]
    return sorted(there, key=lambda one: order.index(one.tag.removeprefix("w:")))


def spacing(before: int = 0, after: int = 0, line: float = 0, exact: int = 0) -> Node:
    """Space around a paragraph, in twips.

    Args:
        before: above it.
        after: below it.
        line: distance of its lines as a multiple of the type's own; 0 leaves it.
        exact: distance of its lines in twips.
    """
    attributes: dict[str, object] = {"before": before, "after": after}
    if exact:
        attributes |= {"line": exact, "lineRule": "exact"}
    elif line:
        attributes |= {"line": round(line * 240), "lineRule": "auto"}
    return w("spacing", **attributes)


def fonts(family: str) -> Node:
    """The family of the type.

    Args:
        family: serif or sans; whoever changes the theme's fonts changes both everywhere.
    """
    theme = "minor" if family == "serif" else "major"
    named = dict(_FAMILIES[family])
    return w(
        "rFonts",
        **named,
        eastAsia=named["ascii"],
        asciiTheme=f"{theme}HAnsi",
        hAnsiTheme=f"{theme}HAnsi",
        cstheme=f"{theme}Bidi",
    )


def size(half_points: int) -> list[Node]:
    """The size of the type, in all scripts."""
    return [w("sz", val=half_points), w("szCs", val=half_points)]


def bold(is_on: bool = True) -> list[Node]:
    """Bold type, in all scripts."""
    return [flag("b", is_on), flag("bCs", is_on)]


def italic(is_on: bool = True) -> list[Node]:
    """Italic type, in all scripts."""
    return [flag("i", is_on), flag("iCs", is_on)]


def border(side: str, colour: str, eighths: int, gap: int = 0) -> Node:
    """One line of a border.

    Args:
        side: top, left, bottom, right, between, insideH or insideV.
        colour: six hexadecimal digits.
        eighths: thickness in eighths of a point; 0 for none.
        gap: space to the text, in points.
    """
    if not eighths:
        return w(side, val="nil")
    return w(side, val="single", sz=eighths, space=gap, color=colour)


def shading(colour: str) -> Node:
    """A ground behind a paragraph or cell."""
    return w("shd", val="clear", color="auto", fill=colour)
