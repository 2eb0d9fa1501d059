"""The whole text of the Word file: cover, contents, sections one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Any

from kb.export.description import (
    Agenda,
    Block,
    Cover,
    Facts,
    Funding,
    Index,
    Listing,
    Map,
    Paragraph,
    Passage,
    Questions,
    Section,
    Table,
    Terms,
    Timeline,
    distinct,
    iter_sections,
)
from kb.export.word.figures import (
    alt_text,
    logo_data,
    picture,
    write_facts,
    write_funding,
    write_map,
    write_timeline,
)
from kb.export.word.grid import cell, row, shared_widths, table
from kb.export.word.looks import mm, plain
from kb.export.word.lookup import (
    write_agenda,
    write_index,
    write_questions,
    write_table,
    write_terms,
)
from kb.export.word.markup import Node, declared, element, flag, w
from kb.export.word.properties import border, shading, spacing
from kb.export.word.prose import write_prose
from kb.export.word.scribe import (
    Scribe,
    Spot,
    field_end,
    field_of,
    field_start,
    line_break,
    page_of,
    paragraph,
    runs,
    tab,
    to_bookmark,
)

_WRITERS: dict[type[Any], Callable[[Scribe, Spot, Any], list[Node]]] = {
    Facts: write_facts,
    Funding: write_funding,
    Timeline: write_timeline,
    Map: write_map,
    Agenda: write_agenda,
    Table: write_table,
    Terms: write_terms,
    Questions: write_questions,
    Index: write_index,
}
_DEEPEST_HEADING = 4
_PAGE, _HEADING, _LINE = 3200, 160, 60
"""Characters on two thirds of a page, and as many as a heading and the end of a line are worth."""
_IN_CONTENTS = 2
"""Depth of the table of contents."""
_ON_NEW_PAGE = frozenset(("Heading1", "Heading2", "TOCHeading"))
"""Styles of paragraphs that mostly begin a new page: a space before them could fill one."""
_WITH_SPACE_ABOVE = frozenset(("Heading3", "Heading4", "HeadingSmall", "Term", "Question"))
"""Styles of paragraphs that need no space after a table without a frame."""
_SHORT = 34
"""Headings of two languages stand side by side if neither is longer."""
_LOGO = (mm(60), mm(22))
"""Room for the logo, width and height."""


def write_document(scribe: Scribe, header: str, footer: str) -> Node:
    """The main part of the file.

    Args:
        scribe: who writes.
        header: id of the part that is printed above all pages but the first.
        footer: of the part that is printed below them.
    """
    nodes = [*_cover(scribe, scribe.booklet.cover), *_contents(scribe)]
    spot = Spot(languages=len(scribe.langs))
    for section, follows in _with_pages(scribe.booklet.sections):
        nodes += _section(scribe, section, 1, spot, follows=follows)
    body = w("body", *_parted(nodes), _page(scribe, header, footer))
    return declared(w("document", body), "w", "r", "wp", "a", "pic")


def _with_pages(sections: Sequence[Section]) -> Iterator[tuple[Section, bool]]:
    """Chapters, and whether each follows on the page of the one before: two short parts may."""
    room = 0
    for section in sections:
        length = _length(section) if section.kind == "part" else _PAGE
        follows = length <= room
        yield section, follows
        room = 0 if follows else _PAGE - length


def _length(section: Section) -> int:
    """About how many characters of plain text a section fills; a page with other things."""
    total = _HEADING
    for block in section.blocks:
        if isinstance(block, Paragraph):
            total += _line(block.words)
        elif isinstance(block, Listing):
            total += sum(_line(one.words) + _line(one.details) for one in block.items)
        elif isinstance(block, Agenda):
            total += sum(_LINE + _line(one.title) + _line(one.note) for one in block.stops)
        else:
            return _PAGE
    return total + sum(_length(one) for one in section.sections)


def _line(passage: Passage) -> int:
    return _LINE + sum(len(text.value) for text in passage)


def _parted(nodes: Sequence[Node]) -> Iterator[Node]:
    """Nodes with a space after tables: two that touch would become one."""
    for node, following in zip_longest(nodes, nodes[1:]):
        yield node
        if node.tag != "w:tbl":
            continue
        below = _style_of(following)
        is_open = _style_of(node) == "SideBySide"
        if below not in _ON_NEW_PAGE and not (is_open and below in _WITH_SPACE_ABOVE):
            yield paragraph("Spacer", ())


def _style_of(node: Node | None) -> str:
    """The style of a paragraph or table; "" of anything else."""
    tags = {"w:p": "w:pStyle", "w:tbl": "w:tblStyle"}
    tag = tags.get(node.tag, "") if node is not None else ""
    style = next(node.iter(tag), None) if node is not None and tag else None
    return style.attrib["w:val"] if style is not None else ""


def _page(scribe: Scribe, header: str, footer: str) -> Node:
    look = scribe.look
    return w(
        "sectPr",
        element("w:headerReference", {"w:type": "default", "r:id": header}),
        element("w:footerReference", {"w:type": "default", "r:id": footer}),
        w("pgSz", w=look.width, h=look.height),
        w(
            "pgMar",
            top=look.top,
            right=look.side,
            bottom=look.bottom,
            left=look.side,
            header=look.top // 2,
            footer=look.bottom // 2,
            gutter=0,
        ),
        flag("titlePg"),
        flag("bidi") if scribe.is_rtl else None,
    )


def write_header(scribe: Scribe) -> Node:
    """What stands above each page: the title."""
    title = runs(scribe.booklet.title, scribe.langs[0])
    return declared(w("hdr", paragraph("Header", title)), "w", "r")


def write_footer(scribe: Scribe) -> Node:
    """What stands below each page: its number, and how many there are."""
    one = runs("1", "")
    numbers = [*field_of("PAGE", one), *runs(" / ", ""), *field_of("NUMPAGES", runs("1", ""))]
    return declared(w("ftr", paragraph("Footer", numbers)), "w", "r")


# Cover and contents


def _cover(scribe: Scribe, cover: Cover) -> Iterator[Node]:
    yield from _stripes(scribe)
    if logo := _logo(scribe, cover):
        yield paragraph("CoverLogo", [logo])
    yield paragraph("CoverKicker", scribe.passage(cover.kicker, sign="\n"))
    yield paragraph("Title", scribe.passage(cover.title, sign="\n"))
    if cover.subtitle:
        yield paragraph("Subtitle", scribe.passage(cover.subtitle, sign="\n"))
    if cover.facts:
        widths = shared_widths(scribe.look.text_width, (0.24, 0.76))
        rows = []
        for fact in cover.facts:
            name = paragraph("CoverFactName", scribe.passage(fact.name, sign="\n"))
            lines = [paragraph("CoverFact", scribe.passage(one.words)) for one in fact.lines]
            rows.append(row([cell(widths[0], [name]), cell(widths[1], lines)]))
        yield table("CoverTable", widths, rows, is_rtl=scribe.is_rtl)
    for passage in (cover.funding_line, cover.note):
        if passage:
            yield paragraph("CoverFoot", scribe.passage(passage, sign="\n"), _at_foot(scribe))
    # A frame belongs to the page of the paragraph behind it.
    yield paragraph("Spacer", ())


def _at_foot(scribe: Scribe) -> Node:
    """Paragraphs with the same frame stand together at the foot of the page."""
    return w(
        "framePr",
        w=scribe.look.text_width,
        wrap="notBeside",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )


def _stripes(scribe: Scribe) -> Iterator[Node]:
    """A stripe in the colour of each country."""
    used = {section.country for _depth, section in iter_sections(scribe.booklet.sections)}
    there = [code for code in scribe.booklet.countries if code in used] or [""]
    widths = shared_widths(scribe.look.text_width, [1.0] * len(there))
    cells = [
        cell(width, [paragraph("Spacer", ())], ground=plain(scribe.colours[code].strong))
        for code, width in zip(there, widths, strict=True)
    ]
    yield table("SideBySide", widths, [row(cells, height=mm(4))], is_rtl=scribe.is_rtl)


def _logo(scribe: Scribe, cover: Cover) -> Node | None:
    logo = cover.logo
    if logo is None:
        return None
    placed = scribe.relations.picture(logo_data(logo, (_LOGO[0] / mm(1), _LOGO[1] / mm(1))))
    return picture(scribe, placed, _LOGO, alt_text(logo.alt), "logo")


def _contents(scribe: Scribe) -> Iterator[Node]:
    """The table of contents: a field that Word can fill anew, filled already."""
    words = scribe.booklet.writers_words.contents
    entries = [
        _entry(scribe, depth, section)
        for depth, section in iter_sections(scribe.booklet.sections)
        if depth <= _IN_CONTENTS and section.kind != "passage"
    ]
    if not entries:
        return
    # Passages of the second level have a style of their own, which \o leaves out.
    start = field_start(f'TOC \\o "1-{_IN_CONTENTS}" \\h \\z')
    entries[0][1:1] = start
    entries[-1].append(field_end())
    heading = paragraph("TOCHeading", scribe.passage(words))
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), flag("docPartUnique"))
    yield w("sdt", w("sdtPr", gallery), w("sdtContent", heading, *entries))


def _entry(scribe: Scribe, depth: int, section: Section) -> Node:
    name = scribe.bookmark(section.anchor)
    words = scribe.passage(section.title, sign="\n")
    if name is None or not words:
        return paragraph(f"TOC{depth}", words)
    return paragraph(f"TOC{depth}", [to_bookmark(name, [*words, tab(), *page_of(name)])])


# Sections


def _section(
    scribe: Scribe, section: Section, depth: int, spot: Spot, *, follows: bool = False
) -> Iterator[Node]:
    """A section and those below it.

    Args:
        scribe: who writes.
        section: the section.
        depth: counted from 1.
        spot: where it stands.
        follows: whether it follows on the page of what stands before it.
    """
    if section.kind != "passage":
        country = section.country or spot.country
        spot = Spot(country, scribe.sources_of(section), spot.languages)
    yield from _heading(scribe, section, depth, spot, follows=follows)
    yield from _blocks(scribe, spot, section.blocks)
    for number, inner in enumerate(section.sections):
        # A page with nothing but the name of a country would be wasted.
        is_alone = section.kind == "country" and not section.blocks and not number
        yield from _section(scribe, inner, depth + 1, spot, follows=is_alone)


def _blocks(scribe: Scribe, spot: Spot, blocks: Sequence[Block]) -> Iterator[Node]:
    for is_prose, same in groupby(blocks, lambda one: isinstance(one, Paragraph | Listing)):
        if is_prose:
            there = [one for one in same if isinstance(one, Paragraph | Listing)]
            yield from write_prose(scribe, spot, there)
        else:
            for block in same:
                yield from _WRITERS[type(block)](scribe, spot, block)


def _heading(
    scribe: Scribe, section: Section, depth: int, spot: Spot, *, follows: bool
) -> Iterator[Node]:
    level = min(depth, _DEEPEST_HEADING)
    is_small = section.kind == "passage"
    style = "HeadingSmall" if is_small and level < 3 else f"Heading{level}"
    nodes = _titles(scribe, section.title, spot, is_small=is_small)
    if name := scribe.bookmark(section.anchor):
        nodes = scribe.bookmarks.around(name, nodes)
    properties: list[Node | None] = []
    if section.kicker:
        breaks = None if is_small or follows else flag("pageBreakBefore")
        kicker = scribe.passage(section.kicker)
        yield paragraph(scribe.style_of("Kicker", spot), kicker, breaks)
        properties = [flag("pageBreakBefore", is_on=False), _no_line()] if level == 1 else []
    elif section.kind == "country":
        properties = _band(scribe, spot)
    elif section.kind == "practice":
        properties = [None if follows else flag("pageBreakBefore")]
    elif follows and level == 1:
        properties = [flag("pageBreakBefore", is_on=False), spacing(720, 240)]
    yield paragraph(style, nodes, *properties)


def _no_line() -> Node:
    return w("pBdr", border("top", "auto", 0))


def _band(scribe: Scribe, spot: Spot) -> list[Node | None]:
    """The heading of a country stands in its colour."""
    colour = scribe.colour(spot)
    soft = plain(colour.soft)
    lines = (
        border("top", plain(colour.strong), 48, 6),
        border("left", soft, 8, 8),
        border("bottom", soft, 8, 5),
        border("right", soft, 8, 8),
    )
    # Borders stand outside the text: with this indent the band is as wide as the page's text.
    return [w("pBdr", *lines), shading(soft), w("ind", left=160, right=160)]


def _titles(scribe: Scribe, title: Passage, spot: Spot, *, is_small: bool) -> list[Node]:
    """A title in all languages; short ones above the columns they belong to."""
    style = scribe.style_of("Country", spot) if spot.country else ""
    there = [one for one in distinct(title) if one.value]
    nodes: list[Node] = []
    is_short = is_small and max((len(one.value) for one in there), default=0) <= _SHORT
    for number, text in enumerate(there):
        lang = scribe.langs[min(title.index(text), len(scribe.langs) - 1)]
        look = style if is_short or not number else "SecondLanguage"
        if number:
            nodes.append(tab() if is_short else line_break())
        nodes += scribe.runs(text, look, lang)
    return nodes
