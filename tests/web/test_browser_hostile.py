"""Entries full of markup in a real browser: everything is shown as the text it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browser import Visitor, take
from tests.web.served import served
from tests.web.test_hostile_pages import PAGES, base_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
WORDS = (
    'Garten "><script>window.hit=\'script\'</script><img src="//x.example/a" '
    "onerror=\"window.hit='image'\"><svg onload=\"window.hit='drawing'\"/> "
    '<iframe src="javascript:alert(1)"></iframe> </title></textarea></template> &lt;b&gt; \' '
    '{{7*7}} {% raw %} %(title)s {0} ${1+1} #eval("1+1") #set page(width: 1pt) $x^2$'
)
URL = "https://x.example/?a='b'&lt;=1&c=javascript:alert(5)"
MORE = ("de/", "de/search", "de/basket?basket=at-boese,at-sprachcafe", "de/map", "fi/translations")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> Iterator[str]:
    """Where a base is served whose every text is such words."""
    folder = tmp_path_factory.mktemp("hostile")
    with served(base_of(folder, WORDS, URL), kb_cache, folder, "--no-reload") as server:
        yield server.url


@pytest.fixture
def reader(browser: Browser, hostile: str) -> Iterator[Visitor]:
    person = Visitor(browser, hostile)
    yield person
    person.leave()


def expect_harmless(page: Page) -> None:
    """Nothing of the words has become more than words."""
    assert page.evaluate("window.hit") is None
    for one in ("[onerror]", "[onload]", "iframe", "script:not([src])", "[style]", "main img"):
        expect(page.locator(one)).to_have_count(0)


def test_pages_show_markup_as_text(reader: Visitor) -> None:
    page = reader.open("de/")
    for path in (*PAGES, *MORE):
        page.goto(path)
        expect_harmless(page)
        if path in PAGES:
            expect(page.get_by_role("heading", level=1)).to_contain_text(WORDS)
            assert page.title().startswith(WORDS)


def test_results_that_a_script_brings_show_markup_as_text(reader: Visitor) -> None:
    page = reader.open("de/search?q=Sprachcafé")
    page.get_by_role("searchbox").fill("Garten")
    title = page.locator(".card-title a[href*=at-boese]")
    expect(title).to_have_text(WORDS)
    expect(page.locator(".snippet").first).to_contain_text('onerror="window.hit')
    expect(page.locator("#results mark").first).to_have_text("Garten")
    expect_harmless(page)
    # A query is text, too, also where it comes back in the title and in what is said.
    page.get_by_role("searchbox").fill(WORDS[:190])
    expect(page).to_have_title(re.compile("Garten .*<script>"))
    expect_harmless(page)


def test_a_hostile_entry_goes_through_the_basket_into_a_booklet(
    reader: Visitor, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    page = reader.open("de/practices/at-boese")
    page.locator("article.record > .intro .choose").click()
    page.locator("#basket-link").click()
    expect(page.locator("ol.basket h3")).to_have_text(WORDS)
    page.locator("#title").fill('<b>#eval("1")')
    file = take(page, page.locator("#booklet button").first, tmp_path)
    text = "".join("".join(one.extract_text().split()) for one in PdfReader(file).pages)
    for one in ('<b>#eval("1")', "{{7*7}}", '#eval("1+1")', "$x^2$", "window.hit="):
        assert one.replace('"', "") in text.translate(dict.fromkeys(map(ord, '"“”„'))), one
    expect_harmless(page)
