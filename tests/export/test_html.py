"""The booklet as a page: complete in itself, well-formed, readable for everybody, safe."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from kb.export.description import (
    Booklet,
    Item,
    Listing,
    Paragraph,
    Picture,
    Section,
    Text,
    Timeline,
    iter_passages,
)
from kb.export.drawing import country_colours
from kb.export.html import FORBIDDEN, render_html, render_style
from tests.export.bases import SHIPPED, booklet_of
from tests.export.sample import HOSTILE, hostile_booklet, sample_booklet

VOID = frozenset(("br", "hr", "img", "link", "meta"))
DRAWN = frozenset(("path", "rect", "line", "circle", "polygon"))
"""Elements of SVG that close themselves."""
SIGNS = frozenset(("/", "·", "[", "]", ","))
BOOKLETS = {
    "one language": sample_booklet(("fi",)),
    "two languages": sample_booklet(("fi", "de")),
    "hostile": hostile_booklet(("en",)),
    "from right to left": hostile_booklet(("ar", "de")),
}


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def iter(self, *tags: str) -> Iterator[Node]:
        """Elements below this one, of some kinds or of all."""
        for child in self.children:
            if isinstance(child, Node):
                if not tags or child.tag in tags:
                    yield child
                yield from child.iter(*tags)

    def strings(self) -> Iterator[tuple[str, Node]]:
        """(text, element it stands in), in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                yield from child.strings()
            else:
                yield child, self

    @property
    def text(self) -> str:
        return plain("".join(string for string, _node in self.strings()))

    def effective(self, name: str) -> str:
        """An attribute of this element or of the next one around that has it."""
        if name in self.attributes:
            return self.attributes[name]
        return self.parent.effective(name) if self.parent else ""

    def find(self, anchor: str) -> Node:
        return next(one for one in self.iter() if one.attributes.get("id") == anchor)


class Strict(HTMLParser):
    """Reads a page that closes what it opens, and refuses any other."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.open = Node("#document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in DRAWN, f"<{tag}/> is no element of HTML"
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def plain(text: str) -> str:
    """A text without forbidden characters, its spaces as a browser shows them."""
    return re.sub(r"[ \t\n\r\xa0]+", " ", FORBIDDEN.sub("", text)).strip()


def parse(booklet: Booklet) -> Node:
    parser = Strict()
    parser.feed(render_html(booklet).decode())
    parser.close()
    assert parser.open is parser.root
    return parser.root


@cache
def page_of(name: str) -> Node:
    return parse(BOOKLETS[name])


@pytest.fixture(params=BOOKLETS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(name: str) -> Node:
    return page_of(name)


def only(page: Node, tag: str) -> Node:
    (found,) = page.iter(tag)
    return found


def metadata(page: Node, name: str) -> str:
    return next(
        one.attributes["content"]
        for one in page.iter("meta")
        if name in (one.attributes.get("name"), one.attributes.get("http-equiv"))
    )


def with_section(*blocks: Any, langs: tuple[str, ...] = ("en",), **more: Any) -> Booklet:
    """A booklet of one part."""
    title = tuple(Text("Part", one) for one in langs)
    return replace(
        sample_booklet(langs), sections=(Section("part", title, "part", tuple(blocks), **more),)
    )


# What is said


@pytest.mark.parametrize("langs", [("fi",), ("fi", "de")])
def test_every_passage_of_a_real_booklet_stands_on_the_page(langs: tuple[str, ...]) -> None:
    booklet = booklet_of(SHIPPED, langs, "halland-2017")
    visible = only(parse(booklet), "body").text
    for passage in iter_passages(booklet):
        for text in passage:
            assert plain(text.value) in visible
            assert not text.note or f"[{plain(text.note)}]" in visible


def test_every_passage_stands_on_the_page_as_the_text_it_is(page: Node, name: str) -> None:
    visible = only(page, "body").text
    for passage in iter_passages(BOOKLETS[name]):
        for text in passage:
            assert plain(text.value) in visible
            assert not text.note or f"[{plain(text.note)}]" in visible


def test_nothing_else_stands_on_the_page(page: Node, name: str) -> None:
    booklet = BOOKLETS[name]
    known = {plain(text.value) for text in iter_texts(booklet)} | SIGNS
    known |= {f"[{plain(text.note)}]" for text in iter_texts(booklet)}
    for string, node in only(page, "body").strings():
        words = plain(string)
        assert not words or words in known or words.isdigit(), (words, node.tag)


def iter_texts(part: Any) -> Iterator[Text]:
    """All texts of a booklet, those of its writers and of its pictures, too."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from iter_texts(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from iter_texts(getattr(part, one.name))


def test_markup_in_texts_makes_no_elements() -> None:
    friendly, hostile = page_of("one language"), parse(hostile_booklet(("fi",)))
    allowed = {one.tag for one in friendly.iter()} | {"span"}
    assert {one.tag for one in hostile.iter()} <= allowed
    assert only(only(hostile, "head"), "title").text == plain(HOSTILE)
    assert metadata(hostile, "author") == HOSTILE
    assert HOSTILE in only(hostile, "h1").text


def test_what_xml_forbids_is_left_out(name: str) -> None:
    assert not FORBIDDEN.search(render_html(BOOKLETS[name]).decode())


def test_lone_surrogates_are_left_out() -> None:
    booklet = with_section(Paragraph((Text("half \ud83d of a pair", "en"),)))
    assert "half  of a pair" in render_html(booklet).decode()


def test_the_same_booklet_gives_the_same_bytes() -> None:
    assert render_html(sample_booklet(("fi", "de"))) == render_html(sample_booklet(("fi", "de")))


# Complete in itself


def test_the_page_asks_for_nothing(page: Node) -> None:
    assert not list(page.iter("script", "link", "iframe", "object", "embed", "form", "base"))
    for node in page.iter():
        assert "style" not in node.attributes
        assert not any(name.startswith("on") for name in node.attributes)
        assert node.attributes.get("src", "data:").startswith("data:")
        assert not {"srcset", "poster", "background", "xlink:href"} & set(node.attributes)
    style = only(page, "style").text
    assert "@import" not in style
    assert "url(" not in style


def test_the_policy_knows_the_style_by_its_hash(page: Node) -> None:
    style = "".join(string for string, _node in only(page, "style").strings())
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = metadata(page, "Content-Security-Policy").split("; ")
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "img-src data:" in policy
    assert not any(one.startswith("script-src") for one in policy)


def test_the_style_stays_small() -> None:
    assert len(render_style(("AT", "FI", "SE", "DE")).encode()) < 20_000


def test_the_logo_is_part_of_the_page() -> None:
    logo = only(page_of("two languages"), "img")
    kind, data = logo.attributes["src"].split(",")
    assert kind == "data:image/png;base64"
    assert b64decode(data).startswith(b"\x89PNG")
    assert logo.attributes["alt"] == "A logo (fi) / A logo (de)"


def test_a_logo_of_a_kind_not_known_is_left_out() -> None:
    booklet = sample_booklet()
    logo = Picture(b"<html>", "text/html", ())
    page = parse(replace(booklet, cover=replace(booklet.cover, logo=logo)))
    assert not list(page.iter("img"))


@pytest.mark.parametrize("code", ['AT"]{}*{', "at", "", "</style>", "A\x00"])
def test_only_codes_of_countries_come_into_the_style(code: str) -> None:
    assert render_style(("FI", code)).count("data-country") == 2
    booklet = with_section(country=code)
    assert parse(replace(booklet, countries=(code,)))


# Structure


def test_headings_go_down_one_step_at_a_time(page: Node) -> None:
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_labels_are_headings_one_step_below_their_section() -> None:
    label = Paragraph((Text("Before", "en"),), "label")
    page = parse(with_section(label))
    assert [one.text for one in page.iter("h3")] == ["Before"]


def test_anchors_are_unique_and_links_lead_to_them(page: Node) -> None:
    anchors = [one.attributes["id"] for one in page.iter() if "id" in one.attributes]
    assert len(anchors) == len(set(anchors))
    links = [one.attributes["href"] for one in page.iter("a")]
    assert links
    for link in links:
        assert link.startswith(("https://example.org/", "#"))
        assert not link.startswith("#") or link[1:] in anchors
    labels = [
        one.attributes["aria-labelledby"]
        for one in page.iter()
        if "aria-labelledby" in one.attributes
    ]
    assert set(labels) <= set(anchors)


def test_the_page_has_landmarks_metadata_and_ways_past_the_contents() -> None:
    page = page_of("one language")
    body = only(page, "body")
    landmarks = [one.tag for one in body.children if isinstance(one, Node)]
    assert landmarks == ["a", "a", "header", "nav", "main", "footer"]
    skips = [one.attributes["href"] for one in body.iter("a")][:2]
    assert skips == [f"#{only(page, tag).attributes['id']}" for tag in ("nav", "main")]
    assert only(only(page, "head"), "title").text == "Näytevihko"
    assert metadata(page, "description") == "Reading for the journey (fi)"
    assert metadata(page, "date") == "2026-11-22"
    assert metadata(page, "keywords") == "integration, housing"


def test_contents_name_parts_countries_and_practices() -> None:
    page = page_of("one language")
    links = {one.attributes["href"] for one in only(page, "nav").iter("a")}
    assert {"#agenda", "#country-at", "#at-1", "#index"} <= links
    assert "#at-1-goals" not in links


def test_sources_have_anchors_and_numbers_lead_to_them() -> None:
    page = page_of("two languages")
    numbers = [one for one in page.find("at-2").iter("a") if "aria-label" in one.attributes]
    assert [one.text for one in numbers] == ["1", "2", "1", "1"]
    names = [one.attributes["aria-label"] for one in numbers]
    assert names == ["source (fi) 1", "source (fi) 2", "source (fi) 1", "source (de) 1"]
    first = page.find(numbers[0].attributes["href"][1:])
    assert first.tag == "li"
    assert "Projektseite" in first.text
    assert first.parent
    assert first.parent.tag == "ol"


def test_numbers_of_sources_that_are_not_there_are_no_links() -> None:
    item = Item((Text("Words", "en"),), sources=(1, 7))
    sources = Listing((Item((Text("A source", "en"),)),), "numbers")
    page = parse(with_section(Listing((item,)), sources))
    assert "Words [1, 7]" in only(page, "main").text
    assert [one.text for one in only(page, "main").iter("a")] == ["1"]


@pytest.mark.parametrize(
    "item",
    [
        Item((Text("Words", "en"),), url="javascript:alert(1)"),
        Item((Text("Words", "en"),), url=" data:text/html,x"),
        Item((Text("Words", "en"),), url="java\x00script:alert(1)"),
        Item((Text("Words", "en"),), url="//example.org"),
        Item((Text("Words", "en"),), target="nowhere"),
    ],
)
def test_what_leads_nowhere_or_is_unsafe_is_no_link(item: Item) -> None:
    main = only(parse(with_section(Listing((item,)))), "main")
    assert not list(main.iter("a"))
    assert "Words" in main.text


def test_the_agenda_is_a_table_with_days_as_heads_of_their_rows() -> None:
    agenda = next(page_of("one language").find("agenda").iter("table"))
    columns = [one.text for one in agenda.iter("th") if one.attributes["scope"] == "col"]
    assert columns == ["Day (fi)", "Time (fi)", "What (fi)", "Place (fi)"]
    days = [one for one in agenda.iter("th") if one.attributes["scope"] == "rowgroup"]
    assert [(one.text, one.attributes["rowspan"]) for one in days] == [
        ("19 September (fi)", "2"),
        ("20 September (fi)", "1"),
    ]
    assert [one.attributes["href"] for one in agenda.iter("a")] == ["#at-1"]


def test_tables_have_a_caption_and_heads() -> None:
    table = next(page_of("one language").find("provenance").iter("table"))
    assert only(table, "caption").text == "States of the texts (fi)"
    assert [one.attributes["scope"] for one in table.iter("th")] == ["col"] * 3 + ["row"] * 3
    assert [one.text for one in table.iter("td")] == ["12", "3"] * 3


def test_pictures_have_names_and_bars_are_hidden_from_those_who_listen(page: Node) -> None:
    pictures = [one for one in page.iter("svg") if one.effective("role") == "img"]
    assert pictures
    for picture in pictures:
        assert picture.effective("aria-hidden") != "true"
        if picture.attributes.get("role") == "img":
            assert next(picture.iter("title")).text
    for bar in page.iter("svg"):
        assert bar.effective("role") == "img" or bar.attributes["aria-hidden"] == "true"


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "is_open"),
    [
        (1988, 2026, 1988.0, 2027.0, True),
        (2016, 2016, 2016.4, 2016.41, False),
        (1800, 2026, 1900, 2000, False),
    ],
)
def test_lines_of_time_stay_in_their_frame(
    first: int, last: int, start: float, end: float, is_open: bool
) -> None:
    block = Timeline(first, last, start, end, is_open, (Text("Years", "en"),))
    figure = only(only(parse(with_section(block)), "main"), "figure")
    bar = only(figure, "rect").attributes
    begin, length = (float(bar[name].rstrip("%")) for name in ("x", "width"))
    assert begin >= 0
    assert 1 <= length <= 100
    assert begin + length <= 101
    assert 1 <= len(list(figure.iter("text"))) <= 8
    assert len(list(figure.iter("path"))) == is_open


# Languages


def test_every_text_is_marked_with_its_language(page: Node, name: str) -> None:
    booklet = BOOKLETS[name]
    marked: dict[str, set[str]] = {}
    for string, node in only(page, "body").strings():
        marked.setdefault(plain(string), set()).add(node.effective("lang"))
    for passage in iter_passages(booklet):
        for text in passage:
            assert text.lang in marked[plain(text.value)]
    assert only(page, "html").attributes["lang"] == booklet.langs[0]


def test_a_note_speaks_the_language_of_its_column() -> None:
    passage = (Text("Nur deutsch", "de", "saksa"), Text("Only German", "en", "engelska"))
    main = only(parse(with_section(Paragraph(passage), langs=("fi", "sv"))), "main")
    langs = {plain(string): node.effective("lang") for string, node in main.strings()}
    assert langs["Nur deutsch"] == "de"
    assert langs["[saksa]"] == "fi"
    assert langs["Only German"] == "en"
    assert langs["[engelska]"] == "sv"


def test_languages_written_from_right_to_left_are_marked() -> None:
    passage = (Text("مرحبا", "ar"),)
    main = only(parse(with_section(Paragraph(passage))), "main")
    assert [one.attributes.get("dir") for one in main.iter("span")] == ["rtl"]
    page = page_of("from right to left")
    assert only(page, "html").attributes["dir"] == "rtl"
    assert page.find("at-1").effective("dir") == "rtl"
    for one in only(page, "body").iter():
        if one.attributes.get("lang") == "de":
            assert one.effective("dir") == "ltr"


def test_two_languages_stand_side_by_side_item_by_item() -> None:
    page = page_of("two languages")
    pairs = [one for one in page.iter("div") if "pair" in one.attributes.get("class", "").split()]
    assert pairs
    for pair in pairs:
        columns = [one for one in pair.children if isinstance(one, Node)]
        assert [one.attributes["lang"] for one in columns] == ["fi", "de"]
        assert [one.tag for one in columns] == ["p", "p"]


def test_what_is_the_same_in_both_languages_stands_there_once() -> None:
    passage = (Text("Verein Tal", "fi"), Text("Verein Tal", "de"))
    main = only(parse(with_section(Paragraph(passage), langs=("fi", "de"))), "main")
    assert [one.text for one in main.iter("p")] == ["Verein Tal"]


# Colours


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def long_form(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * sign for sign in colour[1:])


def palettes(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """Colours of the page by day and by night."""
    day, night, *_rest = (
        {name: long_form(value) for name, value in re.findall(r"--(\w+):(#[0-9a-f]+)", block)}
        for block in re.findall(r":root\{(.*?)\}", style, re.DOTALL)
    )
    return day, {**day, **night}


def test_texts_stand_out_by_day_and_by_night() -> None:
    codes = [first + second for first in "AB" for second in "ABCDEF"]
    style = render_style(codes)
    light, dark = style.rsplit("@media screen and (prefers-color-scheme:dark)", 1)
    for common, rules in zip(palettes(style), (light, light + dark), strict=True):
        countries: dict[str, dict[str, str]] = {"": common}
        for code, block in re.findall(r'\[data-country="(..)"\]\{(.*?)\}', rules):
            found = dict(re.findall(r"--(\w+):(#\w+)", block))
            countries[code] = {**countries.get(code, common), **found}
        for one in countries.values():
            for ground in (one["paper"], one["sheet"], one["soft"]):
                for ink in (one["text"], one["quiet"], one["ink"], one["link"]):
                    assert contrast(ink, ground) >= 4.5
            assert contrast("#ffffff", one["strong"]) >= 4.5
            assert contrast(one["mark"], one["paper"]) >= 3
    assert set(countries) == {"", *country_colours(codes)}
