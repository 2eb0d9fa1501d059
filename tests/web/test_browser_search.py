"""Searching in a real browser: by words, while typing, by facets, page after page."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.web.browser import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


def hits(page: Page) -> Locator:
    """The practices found, as cards."""
    return page.locator("#results .card")


def titles(page: Page) -> list[str]:
    """Addresses of the practices found, without what they carry."""
    hrefs = page.locator("#results .card-title a").evaluate_all("all => all.map(one => one.href)")
    return [urlsplit(one).path for one in hrefs]


def country_of(path: str) -> str:
    """The country of a practice, by its address."""
    return path.rpartition("/")[2][:2]


def asked_of(page: Page) -> list[tuple[str, str]]:
    """The query in the address."""
    return parse_qsl(urlsplit(page.url).query)


def number_in(text: Locator) -> int:
    """The first number that stands somewhere."""
    found = re.search(r"\d+", text.inner_text())
    return int(found[0]) if found else 0


def stay(page: Page) -> None:
    """Mark the page, so that loading another one would show."""
    page.evaluate("document.documentElement.dataset.stayed = 'yes'")


def expect_stayed(page: Page) -> None:
    """The page is still the one that was marked."""
    expect(page.locator("html")).to_have_attribute("data-stayed", "yes")


@pytest.mark.parametrize(
    ("lang", "words", "practice", "marked"),
    [
        ("fi", "kielikahvila", "at-lungau-sprachcafe", "kielikahviloihin"),
        ("de", "Fluechtlingswohnungen", "at-walgau-koordinationsstelle", "Wohnung"),
        ("sv", "nyanlända jobb", "se-lrf-landet-runt", "nyanlända"),
        ("en", "village volunteers", "fi-koti-kylaan", "village"),
    ],
)
def test_words_lead_to_entries_in_every_language(
    visitor: Visitor, lang: str, words: str, practice: str, marked: str
) -> None:
    page = visitor.open(f"{lang}/")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("search").get_by_role("button").click()
    expect(page).to_have_url(re.compile(f"/{lang}/search\\?q="))
    assert dict(asked_of(page)) == {"q": words}
    expect(page.get_by_role("searchbox")).to_have_value(words)
    first = hits(page).first
    expect(first.locator(".why")).to_contain_text(": ")
    expect(first.locator("mark").first).to_be_visible()
    assert marked in page.locator("#results mark").all_inner_texts()
    assert f"/{lang}/practices/{practice}" in titles(page)[:3]
    title = page.locator(f'.card-title a[href*="{practice}"]')
    told = title.inner_text()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(told)
    expect(page.locator("html")).to_have_attribute("lang", lang)


def test_results_follow_the_words_while_they_are_typed(visitor: Visitor) -> None:
    page = visitor.open("en/search")
    expect(hits(page).first).to_be_visible()
    stay(page)
    box = page.get_by_role("searchbox")
    box.press_sequentially("kielikahvila")
    expect(page).to_have_url(re.compile(r"/en/search\?q=kielikahvila$"))
    expect(page.locator(".card-title a").first).to_have_attribute(
        "href", re.compile("at-lungau-sprachcafe")
    )
    expect(page.locator("#status")).to_have_text(re.compile(r"^\d+ practices found"))
    expect(page).to_have_title(re.compile("kielikahvila"))
    expect(box).to_be_focused()
    # Other languages show what is asked now, not what was asked when the page came.
    german = page.locator(".languages a[hreflang=de]")
    expect(german).to_have_attribute("href", re.compile(r"/de/search\?q=kielikahvila$"))
    box.fill("xqxqxqxq")
    expect(hits(page)).to_have_count(0)
    expect(page.locator("#results .empty")).to_be_visible()
    box.fill("")
    expect(page).to_have_url(re.compile("/en/search$"))
    expect(hits(page)).not_to_have_count(0)
    expect_stayed(page)


def test_back_from_an_entry_shows_what_was_found(visitor: Visitor) -> None:
    page = visitor.open("sv/")
    page.get_by_role("searchbox").fill("jobb")
    page.get_by_role("searchbox").press("Enter")
    expect(hits(page).first).to_be_visible()
    page.get_by_role("searchbox").fill("cykel")
    expect(page).to_have_url(re.compile(r"\?q=cykel$"))
    found = titles(page)
    assert found
    page.locator(".card-title a").first.click()
    expect(page.locator("article.record")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("cykel")
    assert titles(page) == found
    page.go_back()
    expect(page).to_have_url(re.compile("/sv/$"))


def test_what_was_meant_is_offered(visitor: Visitor) -> None:
    page = visitor.open("en/search?q=housing&topic=hosing")
    page.get_by_role("link", name="Did you mean").click()
    expect(page.get_by_role("checkbox", name="Housing", exact=False).first).to_be_checked()
    assert asked_of(page) == [("q", "housing"), ("topic", "housing")]


def test_filters_narrow_down_and_are_taken_away_again(visitor: Visitor) -> None:
    page = visitor.open("en/search?q=housing")
    everything = number_in(page.locator("#status"))
    stay(page)
    austria = page.get_by_role("checkbox", name="Austria")
    told = number_in(page.locator("label", has=austria).locator(".count"))
    assert 0 < told < everything
    austria.check()
    chips = page.get_by_role("list", name="Filters").get_by_role("link")
    expect(chips).to_have_count(1)
    assert number_in(page.locator("#status")) == told
    expect(austria).to_be_focused()
    assert {country_of(one) for one in titles(page)} == {"at"}

    # Another country widens, a topic narrows; the counts say beforehand how far.
    page.get_by_role("checkbox", name="Finland").check()
    expect(page.get_by_role("link", name="Country: Finland")).to_be_visible()
    assert number_in(page.locator("#status")) > told
    housing = page.locator("#topic-housing")
    told = number_in(page.locator("label", has=housing).locator(".count"))
    housing.check()
    expect(page.get_by_role("link", name="Topic: Housing")).to_be_visible()
    assert number_in(page.locator("#status")) == told
    assert sorted(asked_of(page)) == [
        ("country", "AT"),
        ("country", "FI"),
        ("q", "housing"),
        ("topic", "housing"),
    ]
    expect_stayed(page)

    page.get_by_role("link", name="Remove the filter Country: Finland").click()
    expect(page.get_by_role("checkbox", name="Finland")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Austria")).to_be_checked()
    assert asked_of(page) == [("q", "housing"), ("country", "AT"), ("topic", "housing")]
    page.get_by_role("link", name="Remove all filters").click()
    expect(page.get_by_role("link", name="Remove the filter")).to_have_count(0)
    assert number_in(page.locator("#status")) == everything


def test_narrower_topics_stay_unfolded_when_one_is_chosen(visitor: Visitor) -> None:
    page = visitor.open("en/search")
    page.locator("#below-topic-housing > summary").click()
    page.get_by_role("checkbox", name="Vacant homes").check()
    expect(page.get_by_role("link", name="Topic: Vacant homes")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Vacant homes")).to_be_visible()


def test_results_are_put_in_another_order(visitor: Visitor) -> None:
    page = visitor.open("en/search?q=language")
    before = titles(page)
    stay(page)
    order = page.get_by_role("combobox", name="Order")
    order.focus()
    order.select_option(label="By country")
    expect(page).to_have_url(re.compile(r"\?q=language&sort=country$"))
    expect(order).to_be_focused()
    after = titles(page)
    assert after != before
    countries = [key for key, _hits in groupby(after, country_of)]
    assert countries == ["at", "fi", "se", "de"][: len(countries)]
    expect_stayed(page)


def test_pages_of_results_follow_each_other(visitor: Visitor) -> None:
    page = visitor.open("en/search?sort=country")
    pager = page.get_by_role("navigation", name="Pages of results")
    first = titles(page)
    pager.get_by_role("link", name="Next").click()
    expect(pager.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "page")
    second = titles(page)
    assert second
    assert not set(first) & set(second)
    # Asking for something else begins with the first page again.
    page.get_by_role("searchbox").fill("language")
    expect(page).to_have_url(re.compile(r"q=language"))
    assert "page" not in dict(asked_of(page))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/en/search\?sort=country$"))
    assert titles(page) == first


def test_the_results_are_taken_home_as_a_table(visitor: Visitor) -> None:
    page = visitor.open("fi/search?q=kielikahvila&country=AT")
    number = number_in(page.locator("#status"))
    with page.expect_download() as download:
        page.locator(".actions a[href*='.csv']").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert len([one for one in lines if one.startswith('"at-')]) == number
