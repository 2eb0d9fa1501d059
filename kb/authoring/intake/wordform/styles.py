"""The styles a form has besides those of the booklet."""

from __future__ import annotations

from collections.abc import Iterable

from kb.export.word.looks import QUIET, RULE, SLATE, Look, mm, plain
from kb.export.word.markup import Node, flag, w
from kb.export.word.properties import (
    bold,
    border,
    fonts,
    italic,
    run_properties,
    size,
    spacing,
)
from kb.export.word.scribe import tag_with_region
from kb.export.word.styles import paragraph_style, styles_part, table_style
from kb.translation.formats import is_right_to_left

LOOK = Look(mm(210), mm(297), mm(20), mm(18), mm(17), 1.0)
"""A4 with room for two columns of fields."""
NEED = "7a2e0e"
"""9:1 on white."""
FIELD = "f3f5f6"
"""Behind answers; the quiet grey has 5:1 on it."""
_INK = plain(SLATE.ink)


def form_styles(lang: str) -> Node:
    """All styles of a form in a language."""
    tag = tag_with_region(lang)
    is_rtl = is_right_to_left(lang)
    language = w("lang", bidi=tag) if is_rtl else w("lang", val=tag, eastAsia=tag)
    part = styles_part(LOOK, language, {"": SLATE}, is_rtl)
    part.extend(_own())
    for node in part.iter("w:rFonts"):
        # A form has no theme whose fonts these would be.
        for name in [one for one in node.attrib if one.lower().endswith("theme")]:
            del node.attrib[name]
    return part


def _own() -> Iterable[Node]:
    title = [spacing(0, 160, 1.0)]
    yield paragraph_style("FormTitle", "Form Title", title, size(44), "Title", "FormIntro")
    section = [
        flag("pageBreakBefore", False),
        w("pBdr", border("top", plain(SLATE.strong), 24, 6)),
        spacing(480, 40, 1.0),
    ]
    yield paragraph_style("FormSection", "Form Section", section, size(34), "Heading1", "FormHelp")
    group = [spacing(280, 20, 1.05)]
    yield paragraph_style("FormGroup", "Form Group", group, size(25), "Heading2", "FormHelp")
    label = [flag("suppressAutoHyphens"), spacing(30, 10, 1.0)]
    label_run = [fonts("sans"), *bold(), w("color", val=_INK), *size(20)]
    yield paragraph_style("FormLabel", "Form Label", label, label_run)
    number = [flag("keepNext"), spacing(40, 40, 1.0)]
    number_run = [fonts("sans"), *bold(), w("color", val="ffffff"), *size(20)]
    yield paragraph_style("FormNumber", "Form Number", number, number_run)
    quiet = [fonts("sans"), w("color", val=QUIET), *size(17)]
    yield paragraph_style("FormHelp", "Form Help", [spacing(0, 30, 1.05)], quiet)
    lead = [flag("keepNext"), spacing(0, 100, 1.05)]
    yield paragraph_style("FormLead", "Form Lead", lead, size(19), "FormHelp")
    yield paragraph_style("FormExample", "Form Example", (), italic(), "FormHelp")
    need = [fonts("sans"), *bold(), w("color", val=NEED), *size(16)]
    yield paragraph_style("FormNeed", "Form Need", [spacing(0, 20, 1.0)], need)
    answer_run = [fonts("sans"), *size(21)]
    yield paragraph_style("FormAnswer", "Form Answer", [spacing(20, 20, 1.1)], answer_run)
    yield paragraph_style(
        "FormIntro", "Form Intro", [spacing(0, 100, 1.15)], [*size(21)], "BodyText"
    )
    yield paragraph_style("FormGap", "Form Gap", [spacing(0, 0, exact=160)], size(8))
    yield w(
        "style",
        w("name", val="Placeholder Text"),
        w("basedOn", val="DefaultParagraphFont"),
        w("uiPriority", val=99),
        run_properties([w("color", val=QUIET)]),
        type="character",
        styleId="PlaceholderText",
    )
    ink = plain(SLATE.strong)
    lines = [border("top", ink, 8), border("bottom", ink, 8), border("insideH", RULE, 4)]
    lines.append(border("insideV", "ffffff", 12))
    yield table_style("FormTable", "Form Table", lines, "auto", (50, 90, 50, 90))
