"""The basket and the change of language among plain files in a real browser, also from the disk.

`test_site_browser.py` has the search there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browser import Visitor
from tests.web.sites import hosted, shipped_site
from tests.web.test_browser_walk import CAFE, CAFE_DE, CAFE_FI, basket_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
pytestmark = pytest.mark.skipif(
    not find_spec("pagefind"), reason="pagefind, which searches plain files, is not installed"
)
BICYCLES = "at-gusen-fahrradwerkstatt"


@pytest.fixture
def built(kb_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    return shipped_site(kb_cache, tmp_path_factory)


@pytest.fixture
def visitor(browser: Browser, built: Path) -> Iterator[Visitor]:
    """Somebody who reads the site in a folder of a web space."""
    with hosted(built, "/some/where/") as home:
        person = Visitor(browser, home)
        yield person
        person.leave()


@pytest.fixture
def at_disk(browser: Browser, built: Path) -> Iterator[Visitor]:
    """Somebody who opens the site from the disk."""
    person = Visitor(browser, f"{built.as_uri()}/")
    yield person
    person.leave()


def found(page: Page, practice: str) -> Locator:
    """The card of a practice that was found."""
    return page.locator("#results > .cards .card").filter(
        has=page.locator(f".choose[data-practice={practice}]")
    )


def test_without_javascript_the_first_page_offers_all_languages(visitor: Visitor) -> None:
    page = visitor.open("index.html", java_script_enabled=False)
    expect(page.locator("main a[hreflang]")).to_have_count(4)
    page.get_by_role("link", name="suomi").click()
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    page.locator(".card-title a").first.click()
    expect(page.locator("article.record")).to_be_visible()


def test_another_language_keeps_the_query(visitor: Visitor) -> None:
    page = visitor.open("fi/search.html")
    page.get_by_role("searchbox").fill("kielikahvila")
    expect(page).to_have_url(re.compile("q=kielikahvila"))
    page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(re.compile(r"/some/where/de/search\.html"))
    expect(page.get_by_role("searchbox")).to_have_value("kielikahvila")
    expect(found(page, CAFE).get_by_role("heading")).to_have_text(CAFE_DE)


def test_back_from_an_entry_shows_what_was_found_and_chosen(visitor: Visitor) -> None:
    page = visitor.open("fi/search.html")
    page.get_by_role("searchbox").fill("kielikahvila")
    expect(page).to_have_url(re.compile("q=kielikahvila"))
    card = found(page, CAFE)
    card.locator(".choose").click()
    expect(card.locator(".when-in")).to_be_visible()
    card.get_by_role("heading").get_by_role("link").click()
    expect(page.locator("article.record > .intro .when-in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("kielikahvila")
    expect(card.locator(".when-in")).to_be_visible()


def test_the_basket_goes_from_page_to_page_and_to_others(visitor: Visitor) -> None:
    page = visitor.open("fi/search.html?q=kielikahvila")
    count = page.locator("#basket-link .count")
    found(page, CAFE).locator(".choose").click()
    expect(count).to_have_text("1")
    page.get_by_role("link", name="English").click()
    expect(count).to_have_text("1")
    # On a map links have their address in another way.
    page.locator("a.brand").click()
    page.locator(".overview .mark .reach").first.click()
    expect(page).to_have_url(re.compile(rf"/some/where/en/map\.html\?basket={CAFE}#map-"))
    expect(count).to_have_text("1")
    page.locator(f"main a[href*='practices/{BICYCLES}.html']").first.click()
    page.locator("article.record > .intro .choose").click()
    expect(count).to_have_text("2")
    page.locator("#basket-link").click()

    items = page.locator("#basket-list > li")
    headings = items.get_by_role("heading")
    expect(items).to_have_count(2)
    assert basket_of(page) == [CAFE, BICYCLES]
    items.last.get_by_role("button", name=re.compile("Move up")).click()
    assert basket_of(page) == [BICYCLES, CAFE]
    other = visitor.open(page.locator("#basket-address").input_value())
    expect(other.locator("#basket-list h3")).to_have_text(headings.all_inner_texts())
    for left in (1, 0):
        items.first.get_by_role("button", name=re.compile("Take out")).click()
        expect(items).to_have_count(left)
    expect(page.locator("#basket-empty")).to_be_visible()
    assert basket_of(page) == []


def test_the_basket_is_put_in_order_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open(f"en/basket.html?basket={CAFE},{BICYCLES},se-tolgmodellen")
    items = page.locator("#basket-list > li")
    up = items.last.get_by_role("button", name=re.compile("Move up"))
    up.focus()
    for place in (1, 0):
        page.keyboard.press("Enter")
        # The focus goes with the practice that moves.
        assert page.evaluate("document.activeElement.closest('#basket-list > li') !== null")
        assert basket_of(page)[place] == "se-tolgmodellen"
    assert basket_of(page) == ["se-tolgmodellen", CAFE, BICYCLES]


def test_chosen_practices_are_printed_together(visitor: Visitor) -> None:
    page = visitor.open(f"fi/basket.html?basket={CAFE},{BICYCLES}")
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.locator("#basket-print").click()
    expect(page).to_have_title("printed")
    expect(page.locator("#basket-printed h1")).to_have_count(2)
    expect(page.locator("#basket-printed h1").first).to_have_text(CAFE_FI)


def test_pages_and_basket_open_from_the_disk(at_disk: Visitor) -> None:
    page = at_disk.open("index.html", locale="fi-FI")
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    page.locator(".card-title a").first.click()
    expect(page.locator("article.record")).to_be_visible()
    page.get_by_role("link", name="svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.locator("article.record > .intro .choose").click()
    expect(page.locator("#basket-link .count")).to_have_text("1")
    page.locator("#basket-link").click()
    expect(page.locator("#basket-list > li")).to_have_count(1)


def test_from_the_disk_titles_and_summaries_are_searched(at_disk: Visitor) -> None:
    page = at_disk.open("fi/index.html")
    page.get_by_role("searchbox").fill("kielikahvila")
    page.get_by_role("search").get_by_role("button").click()
    expect(found(page, CAFE)).to_be_visible()
    # It says that it could do no better here.
    told = page.locator("#status").get_attribute("data-failed")
    assert told
    expect(page.locator("#status")).to_contain_text(told)
