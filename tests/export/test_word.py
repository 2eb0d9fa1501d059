"""The booklet as a Word file: what it says, how it is marked, and that other programs open it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml

from kb.errors import KbError, UsageError
from kb.export.description import (
    Booklet,
    Item,
    Listing,
    Paragraph,
    Picture,
    Questions,
    Section,
    Text,
    distinct,
    iter_passages,
    iter_sections,
)
from kb.export.word import render_word
from kb.export.word.markup import clean
from tests.export.sample import hostile_booklet, sample_booklet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")
BOOKLETS = {
    "one": sample_booklet(("fi",)),
    "two": sample_booklet(("fi", "de")),
    "hostile": hostile_booklet(("en",)),
    "hostile-two": hostile_booklet(("sv", "ar")),
}


@pytest.fixture(scope="module", params=sorted(BOOKLETS))
def made(request: pytest.FixtureRequest) -> tuple[Booklet, bytes]:
    booklet = BOOKLETS[request.param]
    return booklet, render_word(booklet)


def part(data: bytes, name: str = "word/document.xml"):
    return parse_xml(zipfile.ZipFile(io.BytesIO(data)).read(name))


def words(node) -> str:
    """What stands in a part of the text, a space for each end of a line."""
    signs = {W + "t": None, W + "br": " ", W + "tab": " ", W + "p": " "}
    there = (one for one in node.iter() if one.tag in signs)
    return " ".join("".join(signs[one.tag] or one.text or "" for one in there).split())


def said(text: str) -> str:
    return " ".join(clean(text).split())


def with_blocks(*blocks, langs: tuple[str, ...] = ("en",)) -> Booklet:
    """A booklet with one chapter."""
    title = tuple(Text("Chapter", lang) for lang in langs)
    return replace(
        sample_booklet(langs), sections=(Section("chapter", title, "part", tuple(blocks)),)
    )


def link_targets(node) -> set[str]:
    return {one.get(W + "anchor") for one in node.iter(W + "hyperlink")} - {None}


def bookmarks(node) -> list[str]:
    return [one.get(W + "name") for one in node.iter(W + "bookmarkStart")]


# What it says


def test_every_passage_is_printed_with_its_notes(made: tuple[Booklet, bytes]) -> None:
    booklet, data = made
    text = words(part(data))
    for passage in iter_passages(booklet):
        for one in distinct(passage):
            assert said(one.value) in text
            assert said(one.note) in text


def test_headings_are_the_sections(made: tuple[Booklet, bytes]) -> None:
    booklet, data = made
    document = docx.Document(io.BytesIO(data))
    outline = []
    for one in document.paragraphs:
        level = one.style.element.find(f"{W}pPr/{W}outlineLvl")
        if level is not None and int(level.get(W + "val")) < 9:
            outline.append((int(level.get(W + "val")) + 1, words(one._p)))
    assert outline == [
        (depth, " ".join(said(text.value) for text in distinct(section.title)))
        for depth, section in iter_sections(booklet.sections)
    ]


def test_chapters_and_practices_have_the_heading_styles_word_knows() -> None:
    document = docx.Document(io.BytesIO(render_word(BOOKLETS["one"])))
    by_style: dict[str, list[str]] = {}
    for one in document.paragraphs:
        by_style.setdefault(one.style.name, []).append(one.text)
    assert by_style["Title"] == ["Visit to a valley (fi)"]
    assert by_style["Subtitle"] == ["Reading for the journey (fi)"]
    assert "Country AT (fi)" in by_style["Heading 1"]
    assert by_style["Heading 2"] == [f"Practice {number} (fi)" for number in (1, 3, 2)]
    assert by_style["Heading 3"].count("Goals (fi)") == 3
    assert {"List Bullet", "List Bullet 2", "List Number", "Lead", "Note"} <= by_style.keys()


def test_small_headings_of_a_chapter_stay_out_of_the_contents() -> None:
    inner = Section("inner", (Text("Small", "en"),), "passage")
    booklet = with_blocks(Paragraph((Text("Words", "en"),)))
    booklet = replace(booklet, sections=(replace(booklet.sections[0], sections=(inner,)),))
    document = docx.Document(io.BytesIO(render_word(booklet)))
    styles = {one.text: one.style for one in document.paragraphs}
    assert styles["Small"].name == "Heading Small"
    contents = part(render_word(booklet)).find(f".//{W}sdtContent")
    assert "Chapter" in words(contents)
    assert "Small" not in words(contents)


def test_contents_are_a_field_filled_with_links_and_word_is_not_told_to_ask() -> None:
    data = render_word(BOOKLETS["one"])
    contents = part(data).find(f".//{W}sdtContent")
    instructions = [one.text.strip() for one in contents.iter(W + "instrText")]
    assert instructions[0] == 'TOC \\o "1-2" \\h \\z'
    kinds = [one.get(W + "fldCharType") for one in contents.iter(W + "fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    entries = [words(one) for one in contents.iter(W + "hyperlink")]
    assert entries == [
        section.title[0].value
        for depth, section in iter_sections(BOOKLETS["one"].sections)
        if depth < 3 and section.kind != "passage"
    ]
    assert part(data, "word/settings.xml").find(W + "updateFields") is None


def test_each_question_has_its_lines() -> None:
    root = part(render_word(BOOKLETS["two"]))
    (section,) = (one for one in BOOKLETS["two"].sections if one.anchor == "questions")
    (block,) = section.blocks
    assert isinstance(block, Questions)
    lines = root.findall(f".//{W}pStyle[@{W}val='WritingLine']")
    assert len(lines) == sum(one.lines for one in block.questions)


def test_a_booklet_without_sections_has_a_cover() -> None:
    booklet = replace(BOOKLETS["one"], sections=(), countries=())
    assert "Visit to a valley" in words(part(render_word(booklet)))


# Two languages


def test_two_languages_stand_side_by_side_item_by_item() -> None:
    table = next(
        one
        for one in part(render_word(BOOKLETS["two"])).iter(W + "tbl")
        if "One goal." in words(one)
    )
    rows = [[words(cell) for cell in row.iter(W + "tc")] for row in table.iter(W + "tr")]
    assert rows == [
        ["One goal. (fi)", "One goal. (de)"],
        ["Another. (fi)", "Another. (de)"],
    ]


def test_what_is_the_same_in_both_languages_goes_over_both_columns() -> None:
    root = part(render_word(BOOKLETS["two"]))
    cells = [one for one in root.iter(W + "tc") if words(one) == "Projektseite"]
    assert cells
    assert all(one.find(f"{W}tcPr/{W}gridSpan").get(W + "val") == "2" for one in cells)


def test_facts_give_each_text_once() -> None:
    text = words(part(render_word(BOOKLETS["two"])))
    assert "Period (fi) · Period (de) 2016–2019 Organisations" in text


def test_a_text_in_one_language_only_leaves_the_other_column_empty() -> None:
    booklet = with_blocks(
        Paragraph((Text("Nur hier", "de"), Text("", "en")), "note"), langs=("de", "en")
    )
    row = part(render_word(booklet)).find(f".//{W}tbl[last()]//{W}tr")
    assert [words(cell) for cell in row.iter(W + "tc")][-2:] == ["Nur hier", ""]


# Languages of words


def test_words_carry_their_language_with_a_region() -> None:
    fallback = Paragraph((Text("Vain suomeksi", "fi", "Finnish"),))
    root = part(render_word(with_blocks(fallback, langs=("en",))))
    tags = {
        one.findtext(W + "t"): one.find(f"{W}rPr/{W}lang").get(W + "val")
        for one in root.iter(W + "r")
        if one.find(f"{W}rPr/{W}lang") is not None
    }
    assert tags["Vain suomeksi"] == "fi-FI"
    assert tags[" (Finnish)"] == "en-GB"


def test_no_word_is_without_a_language(made: tuple[Booklet, bytes]) -> None:
    for run in part(made[1]).iter(W + "r"):
        text = run.findtext(W + "t") or ""
        if re.search(r"[^\W\d_]", text):
            assert run.find(f"{W}rPr/{W}lang") is not None, text


def test_the_document_is_in_the_first_language() -> None:
    data = render_word(sample_booklet(("de-AT", "sv")))
    defaults = part(data, "word/styles.xml").find(f".//{W}rPrDefault//{W}lang")
    assert defaults.get(W + "val") == "de-AT"
    assert docx.Document(io.BytesIO(data)).core_properties.language == "de-AT"


def test_right_to_left_texts_run_from_right_to_left() -> None:
    booklet = with_blocks(
        Paragraph((Text("Hello شكرا!", "en"), Text("مرحبا world", "ar"))), langs=("en", "ar")
    )
    root = part(render_word(booklet))
    (english,) = (one for one in root.iter(W + "p") if words(one).startswith("Hello"))
    (arabic,) = (one for one in root.iter(W + "p") if "world" in words(one))
    assert arabic.find(f"{W}pPr/{W}bidi") is not None
    assert english.find(f"{W}pPr/{W}bidi") is None
    is_rtl = {
        run.findtext(W + "t"): run.find(f"{W}rPr/{W}rtl") is not None
        for one in (english, arabic)
        for run in one.iter(W + "r")
    }
    assert is_rtl == {"Hello ": False, "شكرا": True, "!": False, "مرحبا ": True, "world": False}
    tag = arabic.find(f".//{W}rPr/{W}lang").get(W + "bidi")
    assert tag == "ar-EG"


def test_a_booklet_from_right_to_left_is_one_throughout() -> None:
    data = render_word(sample_booklet(("ar",)))
    root = part(data)
    assert root.find(f".//{W}sectPr/{W}bidi") is not None
    assert part(data, "word/styles.xml").find(f".//{W}pPrDefault//{W}bidi") is not None
    assert all(one.find(f"{W}tblPr/{W}bidiVisual") is not None for one in root.iter(W + "tbl"))


# Links


def test_bookmarks_are_unique_and_short_and_all_links_lead_to_one(
    made: tuple[Booklet, bytes],
) -> None:
    root = part(made[1])
    names = bookmarks(root)
    ids = [one.get(W + "id") for one in root.iter(W + "bookmarkStart")]
    assert len({one.casefold() for one in names}) == len(names)
    assert len(set(ids)) == len(ids)
    assert ids == [one.get(W + "id") for one in root.iter(W + "bookmarkEnd")]
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", one) for one in names)
    pages = {one.text.split()[1] for one in root.iter(W + "instrText") if "PAGEREF" in one.text}
    assert pages
    assert pages | link_targets(root) <= set(names)


def test_long_and_similar_anchors_get_names_of_their_own() -> None:
    stem = "practice-with-a-name-that-is-much-longer-than-forty-signs"
    anchors = (f"{stem}-1", f"{stem}-2", f"{stem}_2", "1-begins-with-a-digit", "same", "SAME", "-")
    sections = tuple(Section(one, (Text(one, "en"),), "part") for one in anchors)
    names = bookmarks(part(render_word(replace(BOOKLETS["one"], sections=sections))))
    assert len({one.casefold() for one in names}) == len(anchors)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", one) for one in names)


def test_an_unknown_anchor_is_plain_text() -> None:
    root = part(render_word(BOOKLETS["one"]))
    (see,) = (one for one in root.iter(W + "p") if words(one) == "See also (fi)")
    assert see.find(W + "hyperlink") is None


def test_numbers_of_sources_lead_to_the_sources_of_the_same_practice() -> None:
    root = part(render_word(BOOKLETS["one"]))
    found = []
    for one in root.iter(W + "hyperlink"):
        style = one.find(f".//{W}rStyle")
        if style is not None and style.get(W + "val") == "SourceMark":
            found.append((one.get(W + "anchor"), words(one), one.get(W + "tooltip")))
    tip = "source (fi)"
    assert found == [
        (f"{practice}_s{number}", str(number), f"{tip} {number}")
        for practice in ("at_1", "at_3", "at_2")
        for number in (1, 2, 1)
    ]
    (start,) = (one for one in root.iter(W + "bookmarkStart") if one.get(W + "name") == "at_3_s2")
    assert words(start.getparent()).startswith("A report (fi)")


def test_each_list_of_sources_begins_with_one() -> None:
    data = render_word(BOOKLETS["one"])
    numbering = part(data, "word/numbering.xml")
    used = []
    for one in part(data).iter(W + "p"):
        if one.find(f"{W}pPr/{W}pStyle[@{W}val='ListNumber']") is not None:
            used.append(one.find(f"{W}pPr/{W}numPr/{W}numId").get(W + "val"))
    assert len(used) == 6
    assert len(set(used)) == 3
    for number in set(used):
        start = numbering.find(f"{W}num[@{W}numId='{number}']//{W}startOverride")
        assert start.get(W + "val") == "1"


def relations(data: bytes) -> dict[str, str]:
    root = parse_xml(zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels"))
    return {one.get("Id"): one.get("Target") for one in root}


def links(data: bytes) -> Iterator[tuple[str, str]]:
    targets = relations(data)
    for one in part(data).iter(W + "hyperlink"):
        if one.get(R + "id"):
            yield words(one), targets[one.get(R + "id")]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("https://example.org/ä b<c>%zz%20", "https://example.org/%C3%A4%20b%3Cc%3E%25zz%20"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://[bad", None),
        ("https://", None),
        ("https://example.org/" + "x" * 3000, None),
        ("no address", None),
    ],
)
def test_only_addresses_that_word_opens_become_links(url: str, address: str | None) -> None:
    booklet = with_blocks(Listing((Item((Text("Read this", "en"),), url=url),)))
    found = dict(links(render_word(booklet)))
    assert found == ({"Read this": address} if address else {})
    assert "Read this" in words(part(render_word(booklet)))


def test_hyperlinks_have_the_style_of_that_name() -> None:
    root = part(render_word(BOOKLETS["one"]))
    for one in root.iter(W + "hyperlink"):
        if one.get(R + "id"):
            assert one.find(f".//{W}rStyle").get(W + "val") == "Hyperlink"


# The look is in the styles


def test_runs_have_no_formatting_but_styles(made: tuple[Booklet, bytes]) -> None:
    tags = {one.tag for run in part(made[1]).iter(W + "rPr") for one in run}
    assert tags <= {W + "rStyle", W + "lang", W + "rtl"}


def test_all_styles_that_are_used_exist(made: tuple[Booklet, bytes]) -> None:
    styles = part(made[1], "word/styles.xml")
    ids = [one.get(W + "styleId") for one in styles.iter(W + "style")]
    assert len(set(ids)) == len(ids)
    tags = [W + tag for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")]
    used = {one.get(W + "val") for root in (part(made[1]), styles) for one in root.iter(*tags)}
    assert used <= set(ids)


def test_countries_have_styles_in_their_colours() -> None:
    styles = docx.Document(io.BytesIO(render_word(BOOKLETS["one"]))).styles
    colours = {str(styles[f"Country {code}"].font.color.rgb) for code in BOOKLETS["one"].countries}
    assert len(colours) == 4


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a5", (148, 210))])
def test_paper(paper: str, size: tuple[int, int]) -> None:
    (section,) = docx.Document(io.BytesIO(render_word(BOOKLETS["one"], paper))).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Näytevihko"
    fields = [one.text.strip() for one in section.footer._element.iter(W + "instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_unknown_paper_is_refused() -> None:
    with pytest.raises(UsageError):
        render_word(BOOKLETS["one"], "letter")


def test_tables_are_as_wide_as_the_page_and_their_rows_add_up(
    made: tuple[Booklet, bytes],
) -> None:
    root = part(made[1])
    page, margins = (root.find(f".//{W}sectPr/{W}{tag}") for tag in ("pgSz", "pgMar"))
    room = int(page.get(W + "w")) - int(margins.get(W + "left")) - int(margins.get(W + "right"))
    for table in root.iter(W + "tbl"):
        grid = [int(one.get(W + "w")) for one in table.find(W + "tblGrid")]
        assert abs(sum(grid) - room) <= 2
        assert min(grid) > 0
        for row in table.iter(W + "tr"):
            spans = row.findall(f"{W}tc/{W}tcPr/{W}gridSpan")
            cells = len(row.findall(W + "tc"))
            assert cells + sum(int(one.get(W + "val")) - 1 for one in spans) == len(grid)


def test_heads_of_tables_are_repeated_and_rows_are_not_split() -> None:
    root = part(render_word(BOOKLETS["one"]))
    heads = [one for one in root.iter(W + "tr") if one.find(f"{W}trPr/{W}tblHeader") is not None]
    assert [words(one) for one in heads] == [
        "Day (fi) Time (fi) What (fi) Place (fi)",
        "Practice (fi) Original (fi) Draft (fi)",
    ]
    assert all(one.find(f"{W}trPr/{W}cantSplit") is not None for one in root.iter(W + "tr"))


def test_two_tables_never_touch(made: tuple[Booklet, bytes]) -> None:
    body = part(made[1]).find(W + "body")
    tags = [one.tag for one in body]
    assert (W + "tbl", W + "tbl") not in set(pairwise(tags))
    assert tags[-2:] != [W + "tbl", W + "sectPr"]


def test_a_day_of_the_programme_is_named_once() -> None:
    (agenda,) = (
        one for one in part(render_word(BOOKLETS["one"])).iter(W + "tbl") if "Stop 1" in words(one)
    )
    days = [words(next(row.iter(W + "tc"))) for row in agenda.iter(W + "tr")]
    assert days == ["Day (fi)", "19 September (fi)", "", "20 September (fi)"]


# The file


def test_every_part_is_well_formed(made: tuple[Booklet, bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made[1]))
    assert archive.testzip() is None
    names = archive.namelist()
    assert len(set(names)) == len(names)
    for name in names:
        if name.endswith((".xml", ".rels")):
            parse_xml(archive.read(name))


def test_nothing_of_the_empty_document_is_left() -> None:
    archive = zipfile.ZipFile(io.BytesIO(render_word(BOOKLETS["one"])))
    assert not [one for one in archive.namelist() if "thumbnail" in one or "customXml" in one]
    everything = b"".join(map(archive.read, archive.namelist())).lower()
    assert b"python-docx" not in everything
    assert b"ja-jp" not in everything
    assert "ＭＳ".encode() not in everything


def test_the_same_booklet_gives_the_same_bytes() -> None:
    first, second = (render_word(sample_booklet(("fi", "de"))) for _ in range(2))
    assert first == second
    moments = {one.date_time for one in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert moments == {(1980, 1, 1, 0, 0, 0)}


def test_properties_come_from_the_booklet() -> None:
    core = docx.Document(io.BytesIO(render_word(BOOKLETS["one"]))).core_properties
    assert (core.title, core.author) == ("Näytevihko", "Good practice")
    assert core.keywords == "integration, housing"
    assert core.language == "fi-FI"
    assert core.created == core.modified
    assert core.created.date().isoformat() == "2026-11-22"
    assert core.comments == ""


def test_properties_that_word_has_no_room_for_are_cut() -> None:
    booklet = replace(BOOKLETS["one"], title="x\x0b" * 400, keywords=("y" * 400,))
    core = docx.Document(io.BytesIO(render_word(booklet))).core_properties
    assert core.title == "x" * 255
    assert len(core.keywords) == 255


def test_the_logo_has_an_alternative_text() -> None:
    root = part(render_word(BOOKLETS["two"]))
    descriptions = [
        one.get("descr") for one in root.iter() if one.tag.endswith("}docPr") and one.get("descr")
    ]
    assert "A logo (fi) / A logo (de)" in descriptions
    numbers = [one.get("id") for one in root.iter() if one.tag.endswith("}docPr")]
    assert len(set(numbers)) == len(numbers)


def test_the_map_is_a_picture_with_an_alternative_text() -> None:
    data = render_word(BOOKLETS["one"])
    descriptions = [one.get("descr") for one in part(data).iter() if one.tag.endswith("}docPr")]
    assert "A map (fi)" in descriptions
    assert [one for one in zipfile.ZipFile(io.BytesIO(data)).namelist() if "image2" in one]


def test_a_logo_that_is_no_picture_is_said() -> None:
    logo = Picture(b"no picture at all", "image/png", ())
    booklet = replace(BOOKLETS["one"], cover=replace(BOOKLETS["one"].cover, logo=logo))
    with pytest.raises(KbError, match="logo"):
        render_word(booklet)


def with_logo(data: bytes, media_type: str) -> Booklet:
    booklet = BOOKLETS["one"]
    logo = Picture(data, media_type, (Text("Logo", "fi"),))
    return replace(booklet, cover=replace(booklet.cover, logo=logo))


def pictures(data: bytes) -> list[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(one) for one in archive.namelist() if one.startswith("word/media/")]


@pytest.mark.parametrize(("width", "height"), [(1, 20), (20, 1), (3, 2)])
def test_a_drawn_logo_has_the_pixels_of_its_room(width: int, height: int) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"/>'
    logo = pictures(render_word(with_logo(drawing.encode(), "image/svg+xml")))[0]
    size = [int.from_bytes(logo[start : start + 4], "big") for start in (16, 20)]
    # 60 by 22 mm at 200 pixels per inch
    assert size[0] <= 474
    assert size[1] <= 175
    assert size[0] >= 469 or size[1] >= 171


def test_a_logo_that_cannot_be_drawn_is_said() -> None:
    with pytest.raises(KbError, match="drawn"):
        render_word(with_logo(b"<svg", "image/svg+xml"))


@pytest.mark.parametrize("first", [b"\xff\xee\x00\x0eAdobe" + bytes(7), b""])
def test_a_photograph_needs_no_certain_header(first: bytes) -> None:
    frame = b"\xff\xc0\x00\x11\x08\x00\x02\x00\x03\x03" + bytes(9)
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x11\xff\xd9"
    data = render_word(with_logo(b"\xff\xd8" + first + frame + scan, "image/jpeg"))
    assert [one for one in pictures(data) if one.endswith(scan)]


@pytest.mark.parametrize(("module", "package"), [("docx", "python-docx"), ("typst", "typst")])
def test_without_its_packages_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(KbError, match=f"DOCX needs the package {package}"):
        render_word(BOOKLETS["one"])


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed")
@pytest.mark.skipif(not PDFTOTEXT, reason="poppler-utils (pdftotext) is not installed")
@pytest.mark.parametrize(("name", "paper"), [("two", "a4"), ("hostile-two", "a5")])
def test_libreoffice_opens_it(name: str, paper: str, tmp_path: Path) -> None:
    path = tmp_path / "booklet.docx"
    path.write_bytes(render_word(BOOKLETS[name], paper))
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    done = subprocess.run(
        [PDFTOTEXT, tmp_path / "booklet.pdf", "-"], check=True, capture_output=True, timeout=60
    )
    text = done.stdout.decode("utf-8")
    for title in ("Visit to a valley", "Practice 2", "Where the texts come from"):
        assert title in " ".join(text.split())
