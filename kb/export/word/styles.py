"""The styles of the Word file: whoever edits it changes a style, and the booklet follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.export.drawing import Colour
from kb.export.word.looks import QUIET, RULE, SLATE, Look, plain, style_suffix
from kb.export.word.markup import Node, declared, element, flag, w
from kb.export.word.properties import (
    bold,
    border,
    fonts,
    italic,
    paragraph_properties,
    run_properties,
    shading,
    size,
    spacing,
)

_NUMBER_WIDTH = 20
"""Room for the number of an item, in points."""
_INK = plain(SLATE.ink)
_LINK, _REFERENCE = "1d4f7c", "23405e"


def styles_part(look: Look, lang: Node, colours: Mapping[str, Colour], is_rtl: bool) -> Node:
    """All styles.

    Args:
        look: measures of the paper.
        lang: language of the document, as w:lang.
        colours: of the countries; of "" for what belongs to none.
        is_rtl: whether the document is written from right to left.
    """
    made = _Styles(look)
    default_direction = [flag("bidi")] if is_rtl else []
    return declared(
        w(
            "styles",
            w(
                "docDefaults",
                w(
                    "rPrDefault",
                    run_properties([fonts("serif"), *size(look.half_points(10)), lang]),
                ),
                w("pPrDefault", paragraph_properties(default_direction)),
            ),
            # Word's own other styles stay hidden until somebody asks for them.
            w(
                "latentStyles",
                defLockedState=0,
                defUIPriority=99,
                defSemiHidden=1,
                defUnhideWhenUsed=1,
                defQFormat=0,
                count=376,
            ),
            *made.basic(),
            *made.headings(),
            *made.prose(),
            *made.cover(),
            *made.contents(),
            *made.in_tables(),
            *made.characters(),
            *made.tables(),
            *(one for code, colour in colours.items() for one in made.of_country(code, colour)),
        )
    )


class _Styles:
    """Styles of one size of paper."""

    def __init__(self, look: Look) -> None:
        self._look = look

    # Kinds

    def _character(self, style_id: str, name: str, run: Iterable[Node | None]) -> Node:
        return w(
            "style",
            w("name", val=name),
            w("basedOn", val="DefaultParagraphFont"),
            w("uiPriority", val=2),
            flag("qFormat"),
            run_properties(run),
            **_head("character", style_id, name),
        )

    def _size(self, points: float) -> list[Node]:
        return size(self._look.half_points(points))

    def _space(
        self, before: float = 0, after: float = 0, line: float = 0, exact: float = 0
    ) -> Node:
        space = self._look.space
        return spacing(space(before), space(after), line, space(exact))

    def _sans(self, points: float, colour: str = "", *, is_bold: bool = False) -> list[Node]:
        return [
            fonts("sans"),
            *self._size(points),
            *(bold() if is_bold else []),
            *([w("color", val=colour)] if colour else []),
        ]

    # Styles

    def basic(self) -> Iterator[Node]:
        """What all others are based on."""
        body = [flag("widowControl"), self._space(after=5, line=1.18)]
        yield paragraph_style("Normal", "Normal", body, based="")
        yield w(
            "style",
            w("name", val="Default Paragraph Font"),
            w("uiPriority", val=1),
            flag("semiHidden"),
            **_head("character", "DefaultParagraphFont", "Default Paragraph Font", is_default=True),
        )
        none = (w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))
        yield w(
            "style",
            w("name", val="Normal Table"),
            w("uiPriority", val=99),
            flag("semiHidden"),
            w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *none)),
            **_head("table", "TableNormal", "Normal Table", is_default=True),
        )
        yield w(
            "style",
            w("name", val="No List"),
            w("uiPriority", val=99),
            flag("semiHidden"),
            **_head("numbering", "NoList", "No List", is_default=True),
        )
        quiet = self._sans(8, QUIET)
        yield paragraph_style("Header", "header", [self._space()], quiet)
        yield paragraph_style("Footer", "footer", [w("jc", val="right"), self._space()], quiet)

    def _heading(
        self, level: int, points: float, paragraph: Iterable[Node | None]
    ) -> tuple[list[Node | None], list[Node]]:
        properties = [
            *paragraph,
            flag("keepNext"),
            flag("keepLines"),
            flag("suppressAutoHyphens"),
            w("outlineLvl", val=level - 1),
        ]
        return properties, self._sans(points, _INK, is_bold=True)

    def headings(self) -> Iterator[Node]:
        """Headings, and the line above some of them."""
        # The ends of a long name must not hang alone: lines of headings are kept close.
        opening = [
            flag("pageBreakBefore"),
            w("pBdr", border("top", plain(SLATE.strong), 24, 10)),
            self._space(after=12, line=1.0),
        ]
        # Above two columns, the second title stands above its column.
        second = w("tabs", w("tab", val="left", pos=self._look.column + self._look.gap))
        looks = {
            1: (24.0, opening),
            2: (19.0, [self._space(after=8, line=1.0)]),
            3: (12.0, [second, self._space(10, 2.5, 1.05)]),
            4: (10.5, [self._space(8, 2, 1.05)]),
        }
        for level, (points, paragraph) in looks.items():
            yield paragraph_style(
                f"Heading{level}",
                f"heading {level}",
                *self._heading(level, points, paragraph),
                following="BodyText",
            )
        # Of the second level, but too small for the table of contents.
        yield paragraph_style(
            "HeadingSmall",
            "Heading Small",
            *self._heading(2, 12.0, [second, self._space(12, 2.5, 1.05)]),
            following="BodyText",
        )
        kicker = [flag("keepNext"), flag("keepLines"), self._space(after=3, line=1.0)]
        kicker_run = [*self._sans(10, _INK, is_bold=True), w("spacing", val=6)]
        yield paragraph_style("Kicker", "Kicker", kicker, kicker_run, following="Heading2")
        label = [flag("keepNext"), self._space(8, 2)]
        label_run = self._sans(10, _INK, is_bold=True)
        yield paragraph_style("Label", "Label", label, label_run, following="BodyText")

    def prose(self) -> Iterator[Node]:
        """Paragraphs and lists."""
        yield paragraph_style("BodyText", "Body Text")
        lead = [self._space(after=8, line=1.18)]
        lead_run = [*self._size(12), w("color", val=_INK)]
        yield paragraph_style("Lead", "Lead", lead, lead_run, following="BodyText")
        yield paragraph_style("Note", "Note", [self._space(after=8)], self._sans(8.5, QUIET))
        item = self._space(after=2.5, line=1.14)
        for style_id, name, number in (
            ("ListBullet", "List Bullet", (1, 0)),
            ("ListBullet2", "List Bullet 2", (1, 1)),
        ):
            yield paragraph_style(style_id, name, [_numbered(*number), item], based="BodyText")
        # Sources: quieter than the text that refers to them.
        number_run = self._sans(9)
        source = self._space(after=2, line=1.08)
        numbered = [_numbered(2, 0), source]
        yield paragraph_style("ListNumber", "List Number", numbered, number_run, based="BodyText")
        beside = [source, w("ind", left=self._look.space(_NUMBER_WIDTH))]
        yield paragraph_style("ListContinue", "List Continue", beside, number_run, based="BodyText")
        yield paragraph_style("List", "List", [item], based="BodyText")
        indent = w("ind", left=self._look.space(14))
        yield paragraph_style("List2", "List 2", [item, indent], based="BodyText")
        caption = self._sans(8.5, QUIET)
        yield paragraph_style("Caption", "caption", [self._space(4, 10)], caption)
        yield paragraph_style(
            "Figure", "Figure", [flag("keepNext"), self._space(0, 8), w("jc", val="center")]
        )
        yield paragraph_style("Spacer", "Spacer", [self._space(exact=7)], size(4))
        question = [flag("keepNext"), flag("keepLines"), self._space(14, 2)]
        yield paragraph_style("Question", "Question", question, self._size(11.5))
        below = [self._space(0, 2)]
        yield paragraph_style("QuestionSecond", "Question Second", below, based="Question")
        lines = w("pBdr", *(border(side, "8d979f", 4, 1) for side in ("bottom", "between")))
        writing = [lines, spacing(0, 0, exact=round(440 * self._look.scale))]
        yield paragraph_style("WritingLine", "Writing Line", writing, self._sans(10))
        term = [flag("keepNext"), self._space(9, 1)]
        yield paragraph_style("Term", "Term", term, following="TermMeaning")
        indent = w("ind", left=self._look.space(14))
        yield paragraph_style("TermMeaning", "Term Meaning", [indent, self._space(after=3)])
        hanging = w("ind", left=self._look.space(26), hanging=self._look.space(26))
        yield paragraph_style(
            "Place", "Place", [hanging, self._space(after=4, line=1.1), flag("keepLines")]
        )

    def cover(self) -> Iterator[Node]:
        """The first page."""
        centre = [self._space(0, 0)]
        yield paragraph_style("CoverLogo", "Cover Logo", centre)
        kicker_run = [*self._sans(12, _INK, is_bold=True), w("spacing", val=8)]
        kicker = [self._space(90, 8, 1.0), flag("suppressAutoHyphens")]
        yield paragraph_style("CoverKicker", "Cover Kicker", kicker, kicker_run)
        title = [self._space(0, 10, 0.95), flag("suppressAutoHyphens"), flag("keepLines")]
        title_run = self._sans(36, _INK, is_bold=True)
        yield paragraph_style("Title", "Title", title, title_run, following="Subtitle")
        subtitle = [self._space(0, 30, 1.1), flag("suppressAutoHyphens")]
        yield paragraph_style("Subtitle", "Subtitle", subtitle, [*self._size(16)])
        name = self._sans(9.5, QUIET)
        yield paragraph_style("CoverFactName", "Cover Fact Name", [self._space(0, 0, 1.1)], name)
        fact = self._sans(12, _INK)
        yield paragraph_style("CoverFact", "Cover Fact", [self._space(0, 2, 1.1)], fact)
        foot = [self._space(3, 0, 1.1)]
        yield paragraph_style("CoverFoot", "Cover Foot", foot, self._sans(9, QUIET))

    def contents(self) -> Iterator[Node]:
        """Table of contents and index."""
        yield paragraph_style(
            "TOCHeading",
            "TOC Heading",
            *self._heading(
                10,  # body text: the contents do not stand in the contents
                24,
                [
                    flag("pageBreakBefore"),
                    w("pBdr", border("top", plain(SLATE.strong), 24, 10)),
                    self._space(after=14, line=1.0),
                ],
            ),
            following="BodyText",
        )
        tab = w("tabs", w("tab", val="right", pos=self._look.text_width))
        first = [tab, self._space(8, 2, 1.05), flag("keepNext")]
        yield paragraph_style("TOC1", "toc 1", first, self._sans(11, _INK, is_bold=True))
        deeper = w("ind", left=self._look.space(12))
        second = [tab, deeper, self._space(0, 2.5, 1.08)]
        yield paragraph_style("TOC2", "toc 2", second, self._size(10))
        word = [flag("keepNext"), self._space(9, 1.5, 1.05)]
        word_run = self._sans(10.5, _INK, is_bold=True)
        yield paragraph_style("IndexHeading", "index heading", word, word_run)
        yield paragraph_style("Index1", "index 1", second, self._size(10))

    def in_tables(self) -> Iterator[Node]:
        """Texts of cells."""
        cell = [self._space(0, 1, 1.08)]
        yield paragraph_style("TableText", "Table Text", cell, self._sans(9.5))
        right = [w("jc", val="right")]
        yield paragraph_style("TableNumber", "Table Number", right, based="TableText")
        head = [flag("keepNext")]
        head_run = [*bold(), w("color", val=_INK), *self._size(9)]
        yield paragraph_style("TableHead", "Table Head", head, head_run, based="TableText")
        yield paragraph_style(
            "TableHeadNumber", "Table Head Number", right, head_run, based="TableHead"
        )
        name_run = [*bold(), *self._size(9)]
        yield paragraph_style("FactName", "Fact Name", (), name_run, based="TableText")
        yield paragraph_style("Fact", "Fact", (), self._size(9.5), based="TableText")
        small = [self._space(1, 1, 1.0)]
        yield paragraph_style("FigureText", "Figure Text", small, self._sans(8.5))

    def characters(self) -> Iterator[Node]:
        """Words within a paragraph."""
        under = w("u", val="single")
        link = w("color", val=_LINK)
        yield self._character("Hyperlink", "Hyperlink", [link, under])
        yield self._character(
            "FollowedHyperlink", "FollowedHyperlink", [w("color", val="5b3b73"), under]
        )
        yield self._character("CrossReference", "Cross Reference", [w("color", val=_REFERENCE)])
        yield self._character("RunInHead", "Run-in Head", [fonts("sans"), *bold()])
        quiet = w("color", val=QUIET)
        yield self._character("Detail", "Detail", [fonts("sans"), quiet, *self._size(9)])
        yield self._character("TextNote", "Text Note", [fonts("sans"), quiet, *self._size(8.5)])
        mark = [fonts("sans"), w("vertAlign", val="superscript"), link]
        yield self._character("SourceMark", "Source Mark", mark)
        yield self._character("TermWord", "Term Word", [*bold(), fonts("sans")])
        second = [*bold(False), w("color", val=QUIET)]
        yield self._character("SecondLanguage", "Second Language", second)
        yield self._character("Said", "Said", italic())

    def tables(self) -> Iterator[Node]:
        """Tables that belong to no country."""
        ink = plain(SLATE.strong)
        lines = [
            border("top", ink, 8),
            border("bottom", ink, 8),
            border("insideH", RULE, 4),
        ]
        head = [border("bottom", ink, 8)]
        yield table_style("BookletTable", "Booklet Table", lines, first_row=head)
        rule = [border("insideV", RULE, 4)]
        yield table_style("SideBySide", "Side by Side", rule, margins=(0, 0, 0, 0))
        yield table_style("CoverTable", "Cover Table", (), margins=(20, 0, 40, 100))
        gaps = [border("insideH", "ffffff", 24)]
        yield table_style("Bars", "Bars", gaps, margins=(0, 60, 0, 60))

    def of_country(self, code: str, colour: Colour) -> Iterator[Node]:
        """Styles in the colour of a country, or in none."""
        name = code or "Neutral"
        suffix = style_suffix(name)
        strong, ink = plain(colour.strong), plain(colour.ink)
        top = w("pBdr", border("top", strong, 24, 6))
        run = [w("color", val=ink)]
        yield paragraph_style(
            f"Kicker{suffix}", f"Kicker {name}", [top], run, based="Kicker", following="Heading2"
        )
        yield self._character(f"Country{suffix}", f"Country {name}", [*run, fonts("sans"), *bold()])
        lines = [border("left", strong, 24), border("insideH", "ffffff", 6)]
        yield table_style(
            f"Facts{suffix}", f"Facts {name}", lines, plain(colour.soft), (50, 110, 40, 110)
        )


def paragraph_style(
    style_id: str,
    name: str,
    paragraph: Iterable[Node | None] = (),
    run: Iterable[Node | None] = (),
    based: str = "Normal",
    following: str = "",
) -> Node:
    """A style of paragraphs; one that is based on nothing is the default."""
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=based) if based else None,
        w("next", val=following) if following else None,
        w("uiPriority", val=1),
        flag("qFormat"),
        paragraph_properties(paragraph),
        run_properties(run),
        **_head("paragraph", style_id, name, is_default=not based),
    )


def table_style(
    style_id: str,
    name: str,
    borders: Iterable[Node],
    ground: str = "",
    margins: tuple[int, int, int, int] = (40, 100, 40, 100),
    first_row: Iterable[Node] = (),
) -> Node:
    """A style of tables.

    Args:
        style_id: its id.
        name: as Word lists it.
        borders: of the table.
        ground: colour behind cells; "" for none.
        margins: inside cells: top, left, bottom, right, in twentieths of a point.
        first_row: borders of the first row.
    """
    sides = zip(("top", "left", "bottom", "right"), margins, strict=True)
    head = [*first_row]
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=3),
        flag("qFormat"),
        w(
            "tblPr",
            w("tblBorders", *borders),
            w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in sides)),
        ),
        w("tcPr", shading(ground)) if ground else None,
        w("tblStylePr", w("tcPr", w("tcBorders", *head)), type="firstRow") if head else None,
        **_head("table", style_id, name),
    )


def _head(kind: str, style_id: str, name: str, is_default: bool = False) -> dict[str, object]:
    """Attributes of a style."""
    attributes: dict[str, object] = {"type": kind, "styleId": style_id}
    if is_default:
        attributes["default"] = 1
    if name not in _BUILT_IN:
        attributes["customStyle"] = 1
    return attributes


_BUILT_IN = frozenset(
    (
        *("Default Paragraph Font", "Normal Table", "No List"),
        *("Normal", "header", "footer", "Title", "Subtitle", "caption", "Body Text", "List"),
        *(
            "List 2",
            "List Bullet",
            "List Bullet 2",
            "List Number",
            "TOC Heading",
            "List Continue",
            "toc 1",
        ),
        *("toc 2", "index 1", "index heading", "Hyperlink", "FollowedHyperlink"),
        *(f"heading {level}" for level in range(1, 5)),
    )
)
"""Names that Word knows and shows in the language of its user."""


def _numbered(number: int, level: int) -> Node:
    return w("numPr", w("ilvl", val=level), w("numId", val=number))


def numbering_part(look: Look, restarts: int) -> Node:
    """Marks and numbers of lists.

    Args:
        look: measures of the paper.
        restarts: how many numbered lists there are; each begins with 1.
    """
    step = look.space(14)
    bullets = [
        _level(0, "bullet", "•", step, step, "ListBullet"),
        _level(1, "bullet", "–", 2 * step, step, "ListBullet2"),
    ]
    wide = look.space(_NUMBER_WIDTH)
    numbers = [_level(0, "decimal", "%1.", wide, wide, "ListNumber")]
    again = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    return declared(
        w(
            "numbering",
            w(
                "abstractNum",
                w("multiLevelType", val="hybridMultilevel"),
                *bullets,
                abstractNumId=1,
            ),
            w("abstractNum", w("multiLevelType", val="singleLevel"), *numbers, abstractNumId=2),
            w("num", w("abstractNumId", val=1), numId=1),
            w("num", w("abstractNumId", val=2), numId=2),
            *(
                w("num", w("abstractNumId", val=2), _copy(again), numId=3 + one)
                for one in range(restarts)
            ),
        )
    )


def _copy(node: Node) -> Node:
    return element(node.tag, dict(node.attrib), list(node))


def _level(level: int, kind: str, sign: str, start: int, hanging: int, style: str) -> Node:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=kind),
        w("pStyle", val=style),
        w("lvlText", val=sign),
        w("lvlJc", val="left"),
        paragraph_properties([w("ind", left=start, hanging=hanging)]),
        run_properties([fonts("sans"), w("color", val=QUIET)]),
        ilvl=level,
    )
