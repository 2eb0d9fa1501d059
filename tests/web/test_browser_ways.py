"""Other ways through the pages: by keyboard alone, without JavaScript, on a telephone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.browser import Visitor, is_focused, tab_to, take

if TYPE_CHECKING:
    from playwright.sync_api import Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
CAFE = "at-lungau-sprachcafe"
TELEPHONE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
SIZES = ((375, 812), (320, 640))
PAGES = (
    "fi/",
    "fi/search?q=kieli&country=AT",
    f"fi/practices/{CAFE}",
    f"fi/practices/{CAFE}/original",
    f"fi/basket?basket={CAFE},se-kompis-sverige-norrbotten,de-altena-kuemmerer",
    "de/topics",
    "de/countries/at",
    "sv/map",
    "en/visits",
    "en/translations",
)
SMALL_TARGETS = (Path(__file__).parent / "small_targets.js").read_text("utf-8")


# By keyboard alone


def test_the_first_key_leads_past_the_header(visitor: Visitor) -> None:
    for path in ("en/", "en/search?q=housing", f"en/practices/{CAFE}", "en/basket"):
        page = visitor.open(path)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the text")
        assert is_focused(skip)
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert is_focused(page.get_by_role("main"))
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_from_the_home_page_to_a_booklet_by_keyboard(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("en/")
    keys = page.keyboard
    tab_to(page, page.get_by_role("searchbox"))
    keys.type("language café")
    keys.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search\?q=language"))

    # Narrow down: the country by the space bar, the order by an arrow.
    austria = page.get_by_role("checkbox", name="Austria")
    tab_to(page, austria)
    keys.press("Space")
    expect(page.get_by_role("link", name="Country: Austria")).to_be_visible()
    expect(austria).to_be_focused()
    order = page.get_by_role("combobox", name="Order")
    tab_to(page, order)
    keys.press("ArrowDown")
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(order).to_be_focused()

    # The first one into the basket from here, another one from its own page.
    choose = page.locator(".choose").first
    tab_to(page, choose)
    keys.press("Enter")
    expect(page.locator("#basket-link .count")).to_have_text("1")
    assert is_focused(choose)
    tab_to(page, page.locator(".card-title a").nth(1))
    keys.press("Enter")
    expect(page.locator("article.record")).to_be_visible()
    tab_to(page, page.locator("article.record > .intro .choose"))
    keys.press("Enter")
    expect(page.locator("#basket-link .count")).to_have_text("2")
    keys.press("Shift+Tab")
    tab_back_to(page, "basket-link")
    keys.press("Enter")

    # Order, title, second language, and home.
    items = page.locator("ol.basket > li")
    expect(items).to_have_count(2)
    last = items.last.get_by_role("heading").inner_text()
    tab_to(page, items.last.locator(".moves a").first)
    keys.press("Enter")
    expect(items.first.get_by_role("heading")).to_have_text(last)
    tab_to(page, page.locator("#title"))
    keys.type("By keyboard")
    tab_to(page, page.locator("#second"))
    keys.press("ArrowDown")
    pdf = page.locator("#booklet button").first
    tab_to(page, pdf)
    file = take(page, pdf, tmp_path, "Enter")
    assert file.read_bytes().startswith(b"%PDF")


def tab_back_to(page: Page, name: str) -> None:
    """Go back to the element of an id."""
    for _ in range(50):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(name)


def test_marks_of_the_map_lead_to_the_list_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("en/map")
    marks = page.locator(".country-map .mark")
    assert marks.count() > 10
    mark = marks.first
    tab_to(page, mark)
    target = (mark.get_attribute("href") or "").partition("#")[2]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{target}$"))
    place = page.locator(f"[id='{target}']")
    expect(place).to_be_in_viewport()
    # From there the keyboard goes on to the practices of the place.
    page.keyboard.press("Tab")
    assert is_focused(place.get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.locator("article.record")).to_be_visible()


def test_the_overview_of_the_map_leads_to_countries_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("en/")
    mark = page.locator(".overview .mark[data-country=FI]")
    tab_to(page, mark)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/(countries/fi|map#)"))
    expect(page.get_by_role("heading", name="Finland").first).to_be_visible()


# Without JavaScript


def test_without_javascript_all_goes_by_links_and_buttons(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("en/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("kielikahvila")
    page.get_by_role("search").get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/en/search\?q=kielikahvila$"))
    everything = page.locator("#status").inner_text()
    page.locator("#facets > summary").click()
    page.get_by_role("checkbox", name="Austria").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="Country: Austria")).to_be_visible()
    expect(page.locator("#status")).not_to_have_text(everything)
    page.get_by_role("combobox", name="Order").select_option(label="Newest first")
    page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile("sort=newest"))
    assert parse_qs(urlsplit(page.url).query)["country"] == ["AT"]
    page.get_by_role("link", name="Country: Austria").click()
    expect(page.get_by_role("checkbox", name="Austria")).not_to_be_checked()

    # Two into the basket, each by its link; the search stays as it was.
    found = page.locator(".card-title").all_inner_texts()
    for number in (0, 1):
        page.locator(".choose").nth(number).click()
        expect(page.locator("#basket-link .count")).to_have_text(str(number + 1))
    expect(page.locator(".card-title")).to_have_text(found)
    page.locator(".card-title a").nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(found[2])
    page.get_by_role("link", name="Original beside").or_(page.locator(".toc a")).first.click()
    page.locator("#basket-link").click()

    headings = page.locator("ol.basket h3")
    expect(headings).to_have_text(found[:2])
    page.get_by_role("link", name=re.compile("Move down")).first.click()
    expect(headings).to_have_text(found[1::-1])
    page.locator("#title").fill("Without scripts")
    page.locator("#second").select_option("sv")
    file = take(page, page.get_by_role("button", name="PDF to print"), tmp_path)
    assert file.read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Empty the basket").click()
    expect(headings).to_have_count(0)


def test_without_javascript_nothing_that_needs_it_is_shown(visitor: Visitor) -> None:
    page = visitor.open(f"en/basket?basket={CAFE}", java_script_enabled=False)
    expect(page.locator("#basket-share")).to_be_hidden()
    assert parse_qs(urlsplit(page.url).query) == {"basket": [CAFE]}


# On a telephone


@pytest.fixture(params=SIZES, ids=["375", "320"])
def telephone(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How a telephone shows pages."""
    width, height = request.param
    return {**TELEPHONE, "viewport": {"width": width, "height": height}}


def test_pages_fit_a_telephone(visitor: Visitor, telephone: dict[str, Any]) -> None:
    page = visitor.open(**telephone)
    width = telephone["viewport"]["width"]
    faults = {}
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if (actual := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults[path] = [f"{actual} wide"]
        if small := page.evaluate(SMALL_TARGETS):
            faults[path] = faults.get(path, []) + small
    assert not faults


def test_the_menu_opens_and_closes_by_touch(visitor: Visitor, telephone: dict[str, Any]) -> None:
    page = visitor.open("en/", **telephone)
    topics = page.get_by_role("navigation", name="Main").get_by_role("link", name="Topics")
    expect(topics).to_be_hidden()
    page.get_by_role("button", name="Menu").tap()
    expect(topics).to_be_visible()
    page.get_by_role("button", name="Close").tap()
    expect(topics).to_be_hidden()
    page.get_by_role("button", name="Menu").tap()
    topics.tap()
    expect(page).to_have_url(re.compile("/en/topics$"))


def test_search_to_booklet_by_touch(
    visitor: Visitor, telephone: dict[str, Any], tmp_path: Path
) -> None:
    page = visitor.open("de/", **telephone)
    page.get_by_role("searchbox").fill("Fahrrad")
    page.get_by_role("search").get_by_role("button").tap()
    expect(page.locator("#results .card").first).to_be_visible()
    # Filters are folded, so that results are near.
    austria = page.locator("#country-AT")
    expect(austria).to_be_hidden()
    page.locator("#facets > summary").tap()
    austria.tap()
    expect(page.locator(".chips a[href]").first).to_be_visible()
    expect(austria).to_be_visible()
    page.locator(".choose").first.tap()
    expect(page.locator("#basket-link .count")).to_have_text("1")
    page.locator(".card-title a").first.tap()
    expect(page.locator("article.record")).to_be_visible()
    page.locator("#basket-link").tap()
    expect(page.locator("ol.basket > li")).to_have_count(1)
    pdf = page.locator("#booklet button").first
    with page.expect_download() as download:
        pdf.tap()
    assert download.value.suggested_filename.endswith(".pdf")
