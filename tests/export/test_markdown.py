"""The booklet as Markdown: whoever renders it sees the texts as they are."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kb.export.description import (
    Booklet,
    Item,
    Listing,
    Paragraph,
    Section,
    Table,
    Text,
    iter_passages,
)
from kb.export.html import FORBIDDEN
from kb.export.markdown import escape, opening, render_markdown
from tests.export.bases import SHIPPED, booklet_of
from tests.export.sample import HOSTILE, hostile_booklet, sample_booklet

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BOOKLETS = {
    "one language": sample_booklet(("fi",)),
    "two languages": sample_booklet(("fi", "de")),
    "hostile": hostile_booklet(("en",)),
    "hostile, two languages": hostile_booklet(("ar", "de")),
}
HARMLESS = frozenset((
    "inline", "text", "softbreak", "heading_open", "heading_close", "paragraph_open",
    "paragraph_close", "bullet_list_open", "bullet_list_close", "ordered_list_open",
    "ordered_list_close", "list_item_open", "list_item_close", "strong_open", "strong_close",
    "em_open", "em_close", "blockquote_open", "blockquote_close", "link_open", "link_close",
    "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close",
    "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
))  # fmt: skip
"""What the writer itself makes; nothing else may come out of a text."""
NASTY = [
    HOSTILE,
    "# no heading",
    "####### seven",
    "#",
    "heading #",
    "heading ##",
    "C#",
    "1. no list",
    "2016. A year",
    "1) no list",
    "1.5 metres",
    "- no list",
    "+ no list",
    "* no list",
    "-",
    "---",
    "--",
    "- - -",
    "***",
    "___",
    "===",
    "> no quotation",
    "    no code",
    "\tno code",
    "```no fence",
    "~~~no fence",
    "`code` and ``more``",
    "*em* **strong** _em_ __strong__ in_the_word ~~gone~~ ~one~",
    "[link](https://example.org) ![picture](x.png) [ref][1] [1]: x [^1]",
    "[ ] no task",
    "<b>bold</b> <script>alert(1)</script> <!-- no comment -->",
    "<https://example.org> <a@example.org>",
    "&amp; &#65; &copy &nosuch;",
    "a | b\n--- | ---\nc | d",
    "line\n\nline",
    "ends with a backslash \\",
    "\\# \\\\ \\*",
    "5 < 6 > 4 & 3",
    "$x^2$ {{ 7*7 }} {% raw %}",
    "\x00null \x0b\x1b[31m \ufffe",
    "1\x00. no list",
    "مرحبا بالعالم שלום \u202eabc",
    "👩‍🌾🇫🇮",
    "\u00a0 spaces \u2028 and lines",
]


def plain(text: str) -> str:
    """A text without forbidden characters, its spaces as one."""
    return " ".join(FORBIDDEN.sub("", text).split())


def visible(markdown: str) -> str:
    """What a reader of the rendered text sees."""
    return plain(html.unescape(re.sub(r"<[^>]*>", " ", MARKDOWN.render(markdown))))


def squeezed(text: str) -> str:
    """A text without spaces: marks between words come out as spaces."""
    return re.sub(r"\s", "", text)


def markdown_of(booklet: Booklet) -> str:
    return render_markdown(booklet).decode()


def with_section(*blocks: Any, title: str = "Part", langs: tuple[str, ...] = ("en",)) -> Booklet:
    """A booklet of one part."""
    words = tuple(Text(title, one) for one in langs)
    return replace(sample_booklet(langs), sections=(Section("part", words, "part", tuple(blocks)),))


def last_part(booklet: Booklet) -> str:
    """The Markdown of the part that `with_section` made."""
    return markdown_of(booklet).rsplit("\n\n## ", 1)[1]


@pytest.fixture(params=BOOKLETS)
def booklet(request: pytest.FixtureRequest) -> Booklet:
    return BOOKLETS[request.param]


# What is said


@pytest.mark.parametrize("langs", [("fi",), ("sv", "de")])
def test_every_passage_of_a_real_booklet_is_seen(langs: tuple[str, ...]) -> None:
    assert_all_seen(booklet_of(SHIPPED, langs, "halland-2017"))


def test_every_passage_is_seen_as_the_text_it_is(booklet: Booklet) -> None:
    assert_all_seen(booklet)


def assert_all_seen(booklet: Booklet) -> None:
    seen = squeezed(visible(markdown_of(booklet)))
    for passage in iter_passages(booklet):
        for text in passage:
            assert squeezed(plain(text.value)) in seen
            assert not text.note or squeezed(f"[{text.note}]") in seen


def test_texts_make_no_markup(booklet: Booklet) -> None:
    tokens = list(MARKDOWN.parse(markdown_of(booklet)))
    tokens += [child for one in tokens for child in one.children or ()]
    assert {one.type for one in tokens} - {"text_special"} <= HARMLESS
    links = {str(one.attrs["href"]) for one in tokens if one.type == "link_open"}
    assert links == {"https://example.org/a?b=1&c=2", "https://example.org/projekt"}


def test_a_hostile_booklet_has_the_structure_of_a_friendly_one() -> None:
    friendly, hostile = (
        [one.tag for one in MARKDOWN.parse(markdown_of(booklet)) if one.tag]
        for booklet in (sample_booklet(("en",), 2), hostile_booklet(("en",)))
    )
    assert friendly == hostile


def test_the_same_booklet_gives_the_same_bytes(booklet: Booklet) -> None:
    assert render_markdown(booklet) == render_markdown(booklet)


def test_there_is_no_html_and_nothing_forbidden(booklet: Booklet) -> None:
    text = markdown_of(booklet)
    assert not re.search(r"(?<!\\)<(?!https://)", text)
    assert not FORBIDDEN.search(text)
    assert text.endswith("\n")
    assert "\n\n\n" not in text


# Every text, everywhere


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_is_seen_as_it_is_wherever_it_stands(text: str) -> None:
    words = (Text(text, "en"),)
    label = (Text("Label", "en"),)
    items = (Item(words), Item(label, label=words), Item(label, items=(Item(words),)))
    blocks = (
        Paragraph(words),
        Paragraph(words, "label"),
        Listing(items),
        Listing((Item(words), Item(words)), "numbers"),
        Table((words, label), ((Item(words), Item(words)),)),
    )
    part = last_part(with_section(*blocks, title=text))
    tokens = MARKDOWN.parse(f"## {part}")
    seen = [plain(html.unescape(strip(one.content))) for one in tokens if one.type == "inline"]
    said = plain(text)
    assert seen == [
        *[said] * 4, f"{said}: Label", "Label", said, said, said, said, "Label", said, said
    ]  # fmt: skip


def strip(markdown: str) -> str:
    """What is seen of a line."""
    return re.sub(r"<[^>]*>", "", MARKDOWN.renderInline(markdown))


@given(st.text() | st.text("\\`*_[]()<>&#;+-=.!|~$:1x \n"))
def test_any_text_is_seen_as_it_is(text: str) -> None:
    words = escape(text)
    for line in (f"- {opening(words)}", opening(words), f"**{words}:** x", f"[{words}](https://e)"):
        if plain(text):
            after = ":x" if line.endswith(":** x") else ""
            assert squeezed(visible(line)) == squeezed(plain(text)) + after


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a_b_c?d=1&copy=2&amp;e#f",
        "https://example.org/(x)?q=*a*",
        "https://example.org/a b<c>\\|",
        "https://example.org/[1]`~$",
    ],
)
def test_addresses_with_odd_signs_lead_where_they_should(url: str) -> None:
    listing = Listing((Item((Text("Words", "en"),), url=url),))
    tokens = MARKDOWN.parse(last_part(with_section(listing)))
    (link,) = (child for one in tokens for child in one.children or () if child.type == "link_open")
    assert unquote(str(link.attrs["href"])) == url


def test_an_address_that_is_its_own_words_is_written_once() -> None:
    url = "https://example.org/x_y"
    assert f"- <{url}>" in last_part(with_section(Listing((Item((Text(url, "en"),), url=url),))))


def test_an_unsafe_address_is_no_link() -> None:
    item = Item((Text("Words", "en"),), url="javascript:alert(1)")
    assert last_part(with_section(Listing((item,)))) == "Part\n\n- Words\n"


# Structure


def test_headings_go_down_one_step_at_a_time(booklet: Booklet) -> None:
    levels = [
        int(one.tag[1])
        for one in MARKDOWN.parse(markdown_of(booklet))
        if one.type == "heading_open"
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(b - a for a, b in pairwise(levels)) == 1


def test_facts_sources_and_numbers_read_well_as_they_are() -> None:
    text = markdown_of(sample_booklet(("fi",)))
    assert "- **Period (fi):** 2016–2019\n" in text
    assert "- **Organisations (fi):**\n  - [Verein Tal](https://example.org/a?b=1&c=2)\n" in text
    assert "- **Funding (fi):** 18 000 € [1, 2]\n" in text
    assert "1. [Projektseite](https://example.org/projekt)\n2. A report (fi) – 2016" in text
    assert "- Many came. (fi) [not reviewed] [1] – Participants: 1,300 · reported (fi)\n" in text
    assert "- It was hard. (fi)\n  - **What helped (fi):** Talking. (fi)\n" in text


def test_contents_name_parts_countries_and_practices() -> None:
    text = markdown_of(sample_booklet(("fi",)))
    assert "- Country AT (fi)\n  - Practice 1 (fi)\n  - Practice 3 (fi)\n- Country FI" in text


def test_numbers_in_tables_stand_to_the_right() -> None:
    text = markdown_of(sample_booklet(("fi",)))
    assert "| Practice (fi)   | Original (fi) | Draft (fi) |\n" in text
    assert "| --------------- | ------------: | ---------: |\n" in text
    assert "| Practice 1 (fi) |            12 |          3 |\n" in text


def test_the_agenda_names_each_day_once() -> None:
    text = markdown_of(sample_booklet(("fi",)))
    assert text.count("| 19 September (fi) |") == 1
    assert text.count("09:30–11:00") == 2


def test_a_second_language_is_quoted_with_its_tag() -> None:
    text = markdown_of(sample_booklet(("fi", "de")))
    assert "A place. (fi)\n\n> *de:* A place. (de)\n" in text
    assert "- One goal. (fi)\n  > *de:* One goal. (de)\n" in text
    assert "- **Host (fi) / Host (de):** LAG Tal\n" in text


def test_what_is_the_same_in_both_languages_is_written_once() -> None:
    passage = (Text("Verein Tal", "fi"), Text("Verein Tal", "de"))
    booklet = with_section(Paragraph(passage), langs=("fi", "de"))
    assert last_part(booklet) == "Part\n\nVerein Tal\n"
