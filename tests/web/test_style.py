"""The look of pages: small, from this host alone, readable by day and night and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from kb.web.assets import STYLE, load_assets
from kb.web.page import Reader
from kb.web.pages import make_page
from kb.web.rendering import render_page
from tests.export.test_html import contrast, long_form, palettes
from tests.web.browser import Visitor
from tests.web.conftest import MakeReader
from tests.web.markup import Element, parse_page

COUNTRIES = ("AT", "FI", "SE", "DE")
MOST_STYLE = 30_000
MOST_SCRIPT = 15_000
SEARCHING_PLAIN_FILES = "pagefind-search.js"
"""Belongs to Pagefind, which other pages do not load."""


def written(reader: Reader) -> Element:
    """A page as its reader gets it."""
    return parse_page(render_page(reader, make_page(reader)))


@pytest.fixture(scope="module")
def style() -> str:
    """The style as browsers get it."""
    return load_assets(COUNTRIES)[STYLE].data.decode()


def test_the_style_stays_small(style: str) -> None:
    assert len(style.encode()) < MOST_STYLE


def test_scripts_stay_small() -> None:
    sizes = {
        name: len(one.data) for name, one in load_assets(COUNTRIES).items() if name.endswith(".js")
    }
    assert sizes.pop(SEARCHING_PLAIN_FILES) < MOST_SCRIPT
    assert sum(sizes.values()) < MOST_SCRIPT


def test_the_style_asks_for_nothing(style: str) -> None:
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style


def test_remarks_and_ends_of_lines_stay_at_home(style: str) -> None:
    assert "/*" not in style
    assert "\n" not in style
    assert style.count("{") == style.count("}")


def test_pictures_are_drawings_without_scripts() -> None:
    for name, one in load_assets(COUNTRIES).items():
        if name.endswith(".svg"):
            drawn = ElementTree.fromstring(one.data)  # noqa: S314 - a file of our own
            tags = {node.tag.rpartition("}")[2] for node in drawn.iter()}
            assert tags <= {"svg", "path", "g", "rect", "circle"}


def themes(style: str) -> Iterator[dict[str, dict[str, str]]]:
    """By day and by night: country, or "" for none → names and values of colours."""
    light, dark = style.rsplit("@media screen and (prefers-color-scheme:dark)", 1)
    on_link = [long_form(one) for one in re.findall(r"--on-link:(#\w+)", style)]
    for number, (common, rules) in enumerate(
        zip(palettes(style), (light, light + dark), strict=True)
    ):
        countries = {"": {**common, "on-link": on_link[number]}}
        for code, block in re.findall(r'\[data-country="(..)"\]\{(.*?)\}', rules):
            found = dict(re.findall(r"--(\w+):(#\w+)", block))
            countries[code] = {**countries.get(code, countries[""]), **found}
        yield countries


@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("text", ("paper", "sheet", "soft"), 7),
        ("quiet", ("paper", "sheet", "soft"), 4.5),
        ("ink", ("paper", "soft"), 4.5),
        ("link", ("paper", "sheet", "soft"), 4.5),
        ("on-link", ("link",), 4.5),
        ("paper", ("text",), 7),
        ("mark", ("paper",), 3),
    ],
)
def test_colours_stand_out_from_what_is_behind(
    style: str, ink: str, grounds: tuple[str, ...], least: float
) -> None:
    for theme in themes(style):
        assert set(theme) == {"", *COUNTRIES}
        for code, colours in theme.items():
            for ground in grounds:
                assert contrast(colours[ink], colours[ground]) >= least, (code, ground)


def test_codes_of_countries_are_white_on_their_colour(style: str) -> None:
    for theme in themes(style):
        for colours in theme.values():
            assert contrast("#ffffff", colours["strong"]) >= 4.5


def test_what_is_marked_can_be_read(style: str) -> None:
    pairs = re.findall(r"mark\{background:(#\w+);color:(#\w+)", style)
    assert len(pairs) == 2
    for ground, ink in pairs:
        assert contrast(long_form(ground), long_form(ink)) >= 4.5


def test_browsers_paint_their_own_frame_like_the_paper(style: str, make_reader: MakeReader) -> None:
    page = written(make_reader("home"))
    told = [one["content"] for one in page.iter("meta", name="theme-color")]
    assert told == [theme[""]["paper"] for theme in themes(style)]


def test_search_engines_learn_of_the_other_languages(make_reader: MakeReader) -> None:
    basket = "fi-narpio-narpesmodellen"
    page = written(make_reader("topics", lang="sv", basket=basket))
    others = (one for one in page.iter("link", rel="alternate") if one["hreflang"])
    found = {one["hreflang"]: one["href"] for one in others}
    assert found["x-default"] == found["en"] == "/en/topics"
    assert set(found) == {"x-default", "de", "en", "fi", "sv"}
    assert [one["href"] for one in page.iter("link", rel="canonical")] == ["/sv/topics"]


def test_a_page_prints_like_one_of_a_booklet(visitor: Visitor) -> None:
    page = visitor.open("en/practices/se-integration-halland")
    page.emulate_media(media="print")
    for gone in (".top nav", ".quick", ".toc", ".actions", ".crumbs", ".basket-link"):
        assert not page.locator(gone).first.is_visible(), gone
    for shown in (".brand", "h1", ".facts", ".citation"):
        assert page.locator(shown).first.is_visible(), shown
    after = "one => getComputedStyle(one, '::after').content"
    source = page.locator('.record li a[href^="http"]').first
    assert str(source.get_attribute("href")) in source.evaluate(after)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
