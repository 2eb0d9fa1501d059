"""The booklet as PDF: tagged, linked, deterministic, and whole whatever its texts hold."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, Destination, DictionaryObject

from kb.errors import KbError, UsageError
from kb.export import pdf, pdfdata
from kb.export.description import (
    Agenda,
    Bar,
    Booklet,
    Fact,
    Facts,
    Funding,
    Index,
    IndexEntry,
    Item,
    Listing,
    Map,
    Paragraph,
    Passage,
    Picture,
    Section,
    Stop,
    Text,
    Timeline,
    iter_passages,
    iter_sections,
)
from kb.export.pdf import _Press, render_pdf, render_picture
from kb.export.pdftext import (
    clean,
    is_rtl,
    iter_clusters,
    replace_missing,
    shortened,
    soften,
    split_long_words,
)
from kb.translation.formats import is_right_to_left
from tests.export.sample import hostile_booklet, sample_booklet

PDFTOTEXT = shutil.which("pdftotext")
MM = 72 / 25.4


@cache
def printed(langs: tuple[str, ...] = ("fi",), paper: str = "a4", *, hostile: bool = False) -> bytes:
    return render_pdf(hostile_booklet(langs) if hostile else sample_booklet(langs), paper)


def reader_of(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def body_of(page: pypdf.PageObject) -> str:
    """The words of a page, without running lines and decoration, which are marked as artifacts."""
    marks: list[bool] = []
    found: list[str] = []

    def before(operator: bytes, operands: list[Any], _cm: Any, _tm: Any) -> None:
        if operator in (b"BDC", b"BMC"):
            marks.append(operands[0] == "/Artifact")
        elif operator == b"EMC":
            marks.pop()

    def text(words: str, *_place: Any) -> None:
        if not any(marks):
            found.append(words)

    page.extract_text(visitor_operand_before=before, visitor_text=text)
    return "".join(found)


def words_of(data: bytes) -> str:
    return "\n".join(map(body_of, reader_of(data).pages))


def squeezed(text: str) -> str:
    """A text without spaces and hyphens, which are the page's own affair."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]", "", text)


def bookmarks(data: bytes) -> list[tuple[int, str, int]]:
    """(depth, title, page counted from 1) of each bookmark."""
    reader = reader_of(data)

    def below(items: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for one in items:
            if isinstance(one, list):
                yield from below(one, depth + 1)
            else:
                assert isinstance(one, Destination)
                page = reader.get_destination_page_number(one)
                assert page is not None
                yield depth, str(one.title), page + 1

    return list(below(reader.outline, 1))


def structure(data: bytes) -> list[DictionaryObject]:
    """All elements of the structure tree, in reading order."""
    root = reader_of(data).root_object["/StructTreeRoot"]

    def below(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for one in node:
                yield from below(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    return list(below(root))


def links(data: bytes) -> list[DictionaryObject]:
    return [
        annotation.get_object()
        for page in reader_of(data).pages
        for annotation in page.get("/Annots") or ()
        if annotation.get_object()["/Subtype"] == "/Link"
    ]


def addresses(data: bytes) -> set[str]:
    actions = (one["/A"] for one in links(data) if "/A" in one)
    return {str(one["/URI"]) for one in actions if "/URI" in one}


def same(words: str) -> Passage:
    return (Text(words, "fi"),)


def with_blocks(*blocks: Any) -> Booklet:
    """The sample with one part that holds these blocks alone."""
    part = Section("only", same("Only"), "part", tuple(blocks))
    return replace(sample_booklet(), sections=(part,))


# What a reader's software is told


def test_it_is_tagged_and_says_that_it_is_pdf_ua() -> None:
    root = reader_of(printed()).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "fi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_it_carries_title_author_keywords_and_date() -> None:
    metadata = reader_of(printed()).metadata
    assert metadata is not None
    assert metadata.title == "Näytevihko"
    assert metadata.author == "Good practice"
    assert metadata["/Keywords"] == "integration, housing"
    assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20261122000000Z"


def test_parts_countries_and_practices_are_bookmarks() -> None:
    found = [(depth, title) for depth, title, _page in bookmarks(printed())]
    expected = [
        (depth, section.title[0].value)
        for depth, section in iter_sections(sample_booklet().sections)
        if section.kind != "passage"
    ]
    assert found == [(1, "Contents (fi)"), *expected]


def test_a_bookmark_says_both_languages() -> None:
    titles = [title for _depth, title, _page in bookmarks(printed(("fi", "de")))]
    assert "Practice 1 (fi) · Practice 1 (de)" in titles


def test_every_figure_has_an_alternative_text() -> None:
    figures = [one for one in structure(printed()) if one["/S"] == "/Figure"]
    alts = [one.get("/Alt") for one in figures]
    assert all(alts)
    assert {"A logo (fi)", "A map (fi)", "Amounts as bars (fi)", "2016 to 2019 (fi)"} == set(alts)


def test_headings_lists_and_tables_are_tagged_as_what_they_are() -> None:
    kinds = {str(one["/S"]) for one in structure(printed())}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD"} < kinds
    assert {"/TOC", "/TOCI", "/Link"} < kinds


def test_the_second_language_is_marked_in_the_structure() -> None:
    langs = {str(one["/Lang"]) for one in structure(printed(("fi", "de"))) if "/Lang" in one}
    assert "de" in langs


def test_region_and_script_of_a_language_are_told() -> None:
    assert pdfdata.language_of("de-AT") == {"lang": "de", "region": "AT"}
    assert pdfdata.language_of("sr-Latn-RS") == {"lang": "sr", "script": "latn", "region": "RS"}
    assert pdfdata.language_of("no language") == {}
    assert reader_of(render_pdf(sample_booklet(("de-AT",)))).root_object["/Lang"] == "de-AT"


def test_a_booklet_in_arabic_runs_from_right_to_left() -> None:
    booklet = sample_booklet(("ar",))
    root = reader_of(render_pdf(booklet)).root_object
    assert root["/Lang"] == "ar"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_a_title_in_arabic_does_not_turn_a_booklet_round() -> None:
    booklet = sample_booklet()
    words = (Text("ممارسات جيدة للاندماج", "ar"),)
    root = reader_of(
        render_pdf(replace(booklet, cover=replace(booklet.cover, title=words)))
    ).root_object
    assert root["/ViewerPreferences"]["/Direction"] == "/L2R"


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ar", True), ("he-IL", True), ("de-AT", False), ("fi", False), ("no language", False)],
)
def test_a_language_says_which_way_a_booklet_runs(lang: str, expected: bool) -> None:
    assert is_right_to_left(lang) is expected


# Bytes and paper


def test_the_same_booklet_gives_the_same_bytes() -> None:
    booklet = sample_booklet(("fi", "de"))
    presses = [_Press(use_system_fonts=True) for _ in range(2)]
    first, second = (one.print(booklet, "a4") for one in presses)
    assert first == second
    assert presses[0].print(booklet, "a4") == first


def test_what_was_printed_before_does_not_show() -> None:
    press = _Press(use_system_fonts=False)
    alone = press.print(sample_booklet(), "a5")
    press.print(hostile_booklet(), "a5")
    assert press.print(sample_booklet(), "a5") == alone


def test_several_threads_may_print_at_once() -> None:
    booklets = [sample_booklet(), sample_booklet(("sv",)), sample_booklet()]
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(render_pdf, booklets))
    assert results[0] == results[2] == printed()
    assert results[1] == printed(("sv",))


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 210, 297), ("a5", 148, 210)])
def test_every_page_has_the_size_of_the_paper(paper: str, width: int, height: int) -> None:
    for page in reader_of(printed(paper=paper)).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (width * MM, height * MM), abs=0.1
        )


def test_an_unknown_paper_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="letter"):
        render_pdf(sample_booklet(), "letter")


def test_without_its_package_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    pdf._press.cache_clear()
    with pytest.raises(KbError, match="typst"):
        render_pdf(sample_booklet())


def test_without_the_fonts_it_is_set_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_FONT_PACKAGES", ("no_such_font_package",))
    data = _Press(use_system_fonts=False).print(sample_booklet(), "a4")
    assert squeezed("What it is, in two sentences. (fi)") in squeezed(words_of(data))


# What it says


@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("langs", [("fi",), ("fi", "de")])
def test_every_passage_is_printed(langs: tuple[str, ...], paper: str) -> None:
    words = squeezed(words_of(printed(langs, paper)))
    for passage in iter_passages(sample_booklet(langs)):
        for text in passage:
            assert squeezed(text.value) in words
            assert squeezed(text.note) in words


@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("langs", [("en",), ("en", "de")])
def test_markup_comes_out_as_the_text_it_is(langs: tuple[str, ...], paper: str) -> None:
    words = squeezed(words_of(printed(langs, paper, hostile=True)))
    for passage in iter_passages(hostile_booklet(langs)):
        for text in passage:
            # Right-to-left words and what no font has are looked at in tests of their own.
            for part in re.findall(r"[\x20-\x7e\u00a0-\u024f]+", text.value):
                if any(character.isalnum() for character in part):
                    assert squeezed(part) in words or _is_parted(squeezed(part), words)


def _is_parted(part: str, words: str) -> bool:
    """Whether a text stands on two pages, the second part of another column between."""
    return any(
        part[:cut] in words and part[cut:] in words for cut in range(len(part) // 4, len(part))
    )


def test_right_to_left_words_are_printed() -> None:
    words = words_of(printed(("en",), hostile=True))
    for word in ("بالعالم", "שלום"):
        assert word in words or word[::-1] in words


def test_the_title_of_the_file_is_a_text_too() -> None:
    metadata = reader_of(printed(("en",), hostile=True)).metadata
    assert metadata is not None
    assert "*fett* _kursiv_" in str(metadata.title)
    assert "*fett* _kursiv_" in str(metadata.author)


def test_control_characters_are_left_out() -> None:
    words = words_of(printed(("en",), hostile=True))
    assert not any(unicodedata.category(one) == "Cc" for one in words if one != "\n")


def test_characters_that_no_font_has_become_squares() -> None:
    booklet = with_blocks(Paragraph(same("a 👩‍🌾 b 🇫🇮 c 漢字 d")))
    words = words_of(_Press(use_system_fonts=False).print(booklet, "a4"))
    assert squeezed("a □ b □ c □□ d") in squeezed(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # An emoji of a digit and marks says nothing of the digit elsewhere.
        ("Schritt 1\ufe0f\u20e3 und 2\ufe0f\u20e3, 12", "Schritt □ und □, 12"),
        ("o\u20e3 foo o", "□ foo o"),
        ("e\u0301\u20e3 e\u0301 e", "□ é e"),
        # First the emoji of two characters, then the one alone.
        ("👩\u200d🌾 👩", "□ □"),
        ("Social#\ufe0f\u20e3hashtags-and-more#1", "Social□hashtags-and-more#1"),
        ("o\u20e3" * 60 + "o", "□" * 60 + "o"),
    ],
)
def test_a_sign_of_several_characters_is_replaced_as_a_whole(words: str, expected: str) -> None:
    booklet = with_blocks(Paragraph(same(words)), Paragraph(same("November 2026 too #")))
    press = _Press(use_system_fonts=False)
    found = unicodedata.normalize("NFC", squeezed(words_of(press.print(booklet, "a4"))))
    assert squeezed(expected + "November 2026 too #") in found


@dataclass(frozen=True)
class Word:
    """A word as it stands on a page."""

    text: str
    left: float
    right: float
    bottom: float


def placed_words(data: bytes, folder: Path) -> list[Word]:
    path = folder / "booklet.pdf"
    path.write_bytes(data)
    command = [str(PDFTOTEXT), "-bbox", str(path), "-"]
    found = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    word = re.compile(r'<word xMin="(.+?)" yMin=".+?" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
    return [
        Word(text, float(left), float(right), float(bottom))
        for left, right, bottom, text in word.findall(found)
    ]


needs_pdftotext = pytest.mark.skipif(
    not PDFTOTEXT, reason="poppler-utils (pdftotext) is not installed"
)


@needs_pdftotext
@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("langs", [("en",), ("en", "de")])
def test_no_word_runs_out_of_the_page(langs: tuple[str, ...], paper: str, tmp_path: Path) -> None:
    words = placed_words(printed(langs, paper, hostile=True), tmp_path)
    width = (148 if paper == "a5" else 210) * MM
    assert words
    # The tab of a country stands at the edge, and ends there.
    assert max(word.right for word in words) <= width


@needs_pdftotext
@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_an_address_longer_than_a_page_goes_on_on_the_next(paper: str, tmp_path: Path) -> None:
    address = "https://example.org/" + "part/" * 1000
    facts = Facts((Fact(same("Same as"), (Item(same(address)),)), Fact(same("Last"), ())))
    booklet = sample_booklet()
    country = next(one for one in booklet.sections if one.kind == "country")
    practice = replace(country.sections[0], blocks=(facts,))
    data = render_pdf(replace(booklet, sections=(replace(country, sections=(practice,)),)), paper)
    height = (210 if paper == "a5" else 297) * MM
    assert max(word.bottom for word in placed_words(data, tmp_path)) < height - 7 * MM
    assert len(re.findall("part/", squeezed(words_of(data)))) == 1000


@needs_pdftotext
@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("letter", ["x", "W"])
def test_an_endless_word_stays_in_its_column_of_the_agenda(
    letter: str, paper: str, tmp_path: Path
) -> None:
    endless = same(letter * 300)
    stop = Stop(endless, endless, same("Ttt"), endless)
    agenda = Agenda((same("Day"), same("Time"), same("What"), same("Place")), (stop,))
    booklet = replace(with_blocks(agenda), countries=())
    words = placed_words(render_pdf(booklet, paper), tmp_path)
    edges = {word.text: word.left for word in words}
    pieces = [word for word in words if word.text.startswith(letter * 2)]
    assert sum(word.text.count(letter) for word in pieces) == 900
    for begin, end in (("Day", "Time"), ("Time", "What")):
        inside = [word for word in pieces if edges[begin] - 1 < word.left < edges[end] - 1]
        assert inside
        assert max(word.right for word in inside) <= edges[end]
    height, width = (210, 148) if paper == "a5" else (297, 210)
    assert max(word.right for word in words) <= width * MM
    assert max(word.bottom for word in words) < (height - 7) * MM


# Where it leads


def test_addresses_are_links() -> None:
    assert {"https://example.org/a?b=1&c=2", "https://example.org/projekt"} <= addresses(printed())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "nothing", "http://"])
def test_what_is_no_address_is_no_link(url: str) -> None:
    data = render_pdf(with_blocks(Listing((Item(same("Words"), url=url),))))
    assert addresses(data) == set()
    assert "Words" in words_of(data)


def test_an_anchor_that_does_not_exist_leads_nowhere() -> None:
    known = render_pdf(with_blocks(Listing((Item(same("Words"), target="only"),))))
    unknown = render_pdf(with_blocks(Listing((Item(same("Words"), target="nowhere"),))))
    assert len(links(known)) == len(links(unknown)) + 1
    assert "Words" in words_of(unknown)


def test_the_index_says_the_page_of_a_practice() -> None:
    data = printed()
    pages = {title: page for _depth, title, page in bookmarks(data)}
    index = body_of(reader_of(data).pages[pages["Index by topic (fi)"] - 1])
    for number in (1, 2, 3):
        title = f"Practice {number} (fi)"
        assert squeezed(f"{title} {pages[title]}") in squeezed(index)


def test_the_contents_say_the_pages() -> None:
    data = printed()
    contents = squeezed(body_of(reader_of(data).pages[1]))
    for _depth, title, page in bookmarks(data)[1:]:
        assert squeezed(f"{page}{title}") in contents


def test_every_practice_begins_on_a_page_of_its_own() -> None:
    pages = [page for depth, _title, page in bookmarks(printed()) if depth == 2]
    assert len(pages) == len(set(pages)) == 3


def test_source_numbers_lead_to_the_list_below() -> None:
    data = printed()
    pages = {title: page for _depth, title, page in bookmarks(data)}
    page = reader_of(data).pages[pages["Practice 1 (fi)"] - 1]
    inner = [one.get_object() for one in page["/Annots"]]
    # 1 and 2 behind the funding, 1 behind the result.
    assert sum("/Dest" in one or "/D" in one.get("/A", {}) for one in inner) >= 3


def test_a_number_without_a_source_is_printed_all_the_same() -> None:
    data = render_pdf(with_blocks(Listing((Item(same("Words"), sources=(7,)),))))
    assert "Words7" in squeezed(words_of(data))


# Blocks at their edges


def test_an_empty_booklet_has_a_cover() -> None:
    empty = sample_booklet()
    cover = replace(empty.cover, kicker=(), subtitle=(), facts=(), funding_line=(), note=())
    booklet = replace(empty, cover=replace(cover, logo=None), sections=(), countries=())
    assert "Visit to a valley" in words_of(render_pdf(booklet)).replace("\n", "")


@pytest.mark.parametrize(
    "block",
    [
        Timeline(2016, 2016, 2016.0, 2017.0, True, ()),
        Timeline(1850, 2026, 1700.0, 2500.0, False, same("Long")),
        Timeline(2020, 2010, 2016.0, 2012.0, False, same("Backwards")),
        Funding((Bar(same("Much"), same("9 €"), 7.0, True),) * 2, ()),
        Map((), (), same("Nothing")),
        Map((), (), ()),
        Index(()),
        Index((IndexEntry(same("Word"), (Item(same("Nowhere"), target="nowhere"),)),)),
        Listing(()),
        Paragraph(()),
    ],
    ids=lambda block: type(block).__name__,
)
def test_a_block_at_its_edge_is_printed(block: Any) -> None:
    assert reader_of(render_pdf(with_blocks(block, Paragraph(same("After")))))


def test_a_country_outside_the_list_has_a_colour() -> None:
    booklet = replace(sample_booklet(), countries=())
    assert "Country AT" in words_of(render_pdf(booklet))


def test_many_terms_flow_over_pages() -> None:
    entries = tuple(
        IndexEntry(same(f"Word {number}"), tuple(Item(same(f"Title {one}")) for one in range(5)))
        for number in range(80)
    )
    words = words_of(render_pdf(with_blocks(Index(entries)), "a5"))
    assert "Word 79" in words


def test_a_missing_word_of_one_language_leaves_its_place_empty() -> None:
    booklet = sample_booklet(("fi", "de"))
    words = (Text("Vain suomeksi", "fi"), Text("", "de"))
    part = Section("only", words, "part", (Paragraph(words), Listing((Item(words),))))
    data = render_pdf(replace(booklet, sections=(part,)))
    assert squeezed(words_of(data)).count("Vainsuomeksi") == 4


# The logo, and single pictures


def with_logo(data: bytes, media_type: str) -> Booklet:
    booklet = sample_booklet()
    logo = Picture(data, media_type, same("Logo"))
    return replace(booklet, cover=replace(booklet.cover, logo=logo))


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
)


def test_a_logo_without_a_name_is_decoration() -> None:
    booklet = with_logo(SVG.encode(), "image/svg+xml")
    logo = Picture(SVG.encode(), "image/svg+xml", ())
    data = render_pdf(replace(booklet, cover=replace(booklet.cover, logo=logo)))
    assert all(one.get("/Alt") for one in structure(data) if one["/S"] == "/Figure")


def test_a_drawn_logo_is_printed() -> None:
    data = render_pdf(with_logo(SVG.encode(), "image/svg+xml"))
    assert "Logo" in {one.get("/Alt") for one in structure(data)}


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\nbroken", "image/png"),
        (b"", "image/jpeg"),
        (b"<svg", "image/svg+xml"),
        (b"\xff\xfe", "image/svg+xml"),
        (b"GIF89a", "image/gif"),
    ],
)
def test_a_logo_that_is_no_picture_is_said(data: bytes, media_type: str) -> None:
    with pytest.raises(KbError, match=r"[Ll]ogo"):
        render_pdf(with_logo(data, media_type))


def test_a_drawing_becomes_a_png() -> None:
    data = render_picture(SVG, 25.4, 100)
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 100


def test_a_broken_drawing_is_said() -> None:
    with pytest.raises(KbError, match="drawn"):
        render_picture("<svg", 10, 100)


# Words


def test_clean_keeps_what_can_be_read() -> None:
    assert clean("a\x00b\tc\u2028d\ufffe\ufdd0e\x9ff") == "ab c d" + "ef"
    assert clean("10\u00a0000\u202f€ – „ja“") == "10\u00a0000\u202f€ – „ja“"


def test_addresses_may_break_and_ordinary_words_do_not() -> None:
    address = "https://www.example.org/a-long-path/to/something.html?x=1"
    assert "\u200b" in soften(address)
    assert soften(address).replace("\u200b", "") == address
    assert soften("Kotoutumissuunnitelma") == "Kotoutumissuunnitelma"
    assert soften("und/oder z. B. 2016–2019") == "und/oder z. B. 2016–2019"


def test_no_line_begins_with_a_dash() -> None:
    assert soften("a – b · c") == "a\u00a0– b\u00a0· c"


@pytest.mark.parametrize("word", ["x" * 300, "7" * 300, "Kotouttamis" * 30, "字" * 300, "ب" * 300])
def test_no_stretch_without_a_break_is_endless(word: str) -> None:
    parts = re.split("[\u00ad\u200b]", soften(word))
    assert "".join(parts) == word
    assert max(map(len, parts)) <= 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [("مرحبا", True), ("1. שלום", True), ("Hello مرحبا", False), ("2016", False), ("", False)],
)
def test_the_first_letter_says_which_way_a_text_runs(text: str, expected: bool) -> None:
    assert is_rtl(text) is expected


def test_an_emoji_of_several_characters_is_one_square() -> None:
    missing = {"👩", "\u200d", "🌾", "🇫", "🇮", "漢", "字"}
    assert replace_missing("x👩‍🌾y", missing) == "x□y"
    assert replace_missing("🇫🇮🇫🇮", missing) == "□□"
    assert replace_missing("漢字", missing) == "□□"
    assert replace_missing("می\u200dخ", {"\u200d"}) == "میخ"
    assert replace_missing("nothing", missing) == "nothing"
    assert replace_missing("]^-\\", {"]", "^", "-", "\\"}) == "□□□□"


def test_a_sign_of_several_characters_is_missing_as_a_whole() -> None:
    missing = {"1\ufe0f\u20e3", "1\ufe0f", "o\u0336"}
    assert replace_missing("1 1\ufe0f\u20e3 1\ufe0f o o\u0336", missing) == "1 □ □ o □"


def test_a_sign_is_a_character_with_its_marks() -> None:
    assert list(iter_clusters("\u0336ao\u03361\ufe0f\u20e3")) == ["a", "o\u0336", "1\ufe0f\u20e3"]
    assert list(iter_clusters("👩🏽\u200d🌾x🇫🇮🇩🇪")) == ["👩🏽\u200d🌾", "x", "🇫🇮", "🇩🇪"]
    assert list(iter_clusters("")) == []


def test_what_fails_as_a_whole_fails_in_its_parts_before_it_is_given_up() -> None:
    fault = 'error: the text `"o\\u{336}"` could not be displayed'
    known: set[str] = set()
    for expected in ({"o\u0336"}, {"\u0336"}, {"o"}, set()):
        assert pdf._signs_without_glyph(fault, "o\u0336", known) == expected
        known |= expected


def test_no_line_begins_with_a_mark() -> None:
    words = "o\u0336" * 100
    assert re.split("[\u00ad\u200b]", soften(words))[1].startswith("o")
    assert not re.search("[\u00ad\u200b][\u0336\ufe0f]", soften(words + "#\ufe0f\u20e3"))


def test_a_text_without_letters_runs_as_the_booklet_does() -> None:
    assert is_rtl("2016", otherwise=True)
    assert not is_rtl("2016 Hello", otherwise=True)


def test_a_running_title_ends_with_a_word() -> None:
    assert shortened("Short", 10) == "Short"
    assert shortened("Words that are too many", 12) == "Words that…"
    assert shortened("x" * 50, 10) == "x" * 10 + "…"


def test_every_second_piece_is_a_long_word() -> None:
    assert split_long_words("Eine Donaudampfschifffahrt zu Ostern") == [
        "Eine ",
        "Donaudampfschifffahrt",
        " zu Ostern",
    ]
