"""A site of plain files in a real browser: below a path of some host, and from the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.factories import practice_data, write_base
from tests.web.browser import Visitor
from tests.web.sites import build, hosted, shipped_site
from tests.web.test_hostile_pages import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


@pytest.fixture(scope="module")
def site(kb_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    return shipped_site(kb_cache, tmp_path_factory)


@pytest.fixture
def somebody(site: Path, browser: Browser) -> Iterator[Visitor]:
    """Reads it on a web host, where it lies below a path."""
    with hosted(site, "/some/where/") as home:
        visitor = Visitor(browser, home)
        yield visitor
        visitor.leave()


def hits(page: Page) -> Locator:
    """The practices found, as cards."""
    return page.locator("#results > .cards .card")


def number_in(page: Page) -> int:
    """How many practices were found, as it is told."""
    found = re.search(r"\d+", page.locator("#status").inner_text())
    return int(found[0]) if found else 0


@pytest.mark.parametrize(
    ("lang", "words", "practice", "title"),
    [
        ("fi", "kielikahvila", "at-lungau-sprachcafe", "kielikahvila"),
        ("de", "Fluechtlinge Wohnung", "at-walgau-koordinationsstelle", "Walgau"),
        ("sv", "språkkafé", "at-lungau-sprachcafe", "Språkcafé"),
        ("en", "swimming lessons", "se-hylte-teamwedream", "TeamWeDream"),
    ],
)
def test_search_read_switch_and_back(
    somebody: Visitor, lang: str, words: str, practice: str, title: str
) -> None:
    page = somebody.open(f"{lang}/index.html")
    field = page.locator("input[name=q]").first
    field.fill(words)
    field.press("Enter")
    link = page.locator(f"#results > .cards a[href$='{practice}.html']").first
    expect(link).to_be_visible()
    assert number_in(page) >= hits(page).count()
    link.click()
    expect(page.locator("h1")).to_contain_text(title)
    other = "sv" if lang != "sv" else "fi"
    page.locator(f"a[hreflang={other}]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    assert page.url.endswith(f"/{other}/practices/{practice}.html")
    page.go_back()
    page.go_back()
    expect(page.locator("#q")).to_have_value(words)
    expect(link).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "words", "practice"),
    [
        ("de", "kielikahvila", "at-lungau-sprachcafe"),
        ("fi", "Fahradwerkstatt", "at-gusen-fahrradwerkstatt"),
        ("fi", "kielikahvlia", "at-lungau-sprachcafe"),
        ("fi", "narpio", "fi-narpio-narpesmodellen"),
        ("en", "Joutsenten reitti", "fi-punkalaidun-maahanmuuttajat-maaseudun-arjessa"),
    ],
    ids=["another language", "misspelt", "swapped", "no accents", "a name"],
)
def test_words_are_found_in_any_language_and_spelling(
    somebody: Visitor, lang: str, words: str, practice: str
) -> None:
    page = somebody.open(f"{lang}/search.html")
    page.fill("#q", words)
    expect(page.locator(f"#results > .cards a[href$='{practice}.html']").first).to_be_visible()


def test_matches_are_marked(somebody: Visitor) -> None:
    page = somebody.open("fi/search.html?q=kielikahvila")
    mark = hits(page).first.locator(".snippet mark").first
    expect(mark).to_contain_text("kielikahvil")


def test_facets_narrow_down_and_count(somebody: Visitor) -> None:
    page = somebody.open("fi/search.html?q=kieli")
    expect(hits(page).first).to_be_visible()
    before = number_in(page)
    page.locator("#facets summary", has_text="Maa").click()
    austria = page.locator("#facets input[name=country][value=AT]")
    number = int(austria.locator("xpath=..").locator(".count").inner_text())
    assert 0 < number < before
    austria.check()
    expect(page.locator("#status")).to_contain_text(str(number))
    expect(page).to_have_url("/some/where/fi/search.html?q=kieli&country=AT")
    page.locator("#facets input[name=country][value=FI]").check()
    expect(page).to_have_url("/some/where/fi/search.html?q=kieli&country=AT&country=FI")
    expect(page.locator(".chip")).to_have_count(2)
    page.reload()
    expect(page.locator(".chip")).to_have_count(2)
    page.locator(".chip", has_text="Suomi").click()
    expect(page.locator("#status")).to_contain_text(str(number))
    page.locator(".chip").click()
    expect(page.locator("#status")).to_contain_text(str(before))


def test_filters_alone_find_too(somebody: Visitor) -> None:
    page = somebody.open("sv/search.html?country=FI")
    expect(hits(page).first).to_be_visible()
    assert hits(page).locator(".country-code").all_inner_texts() == ["FI"] * hits(page).count()


def test_more_follow_on_request(somebody: Visitor) -> None:
    page = somebody.open("de/search.html?q=Integration")
    expect(hits(page)).to_have_count(20)
    page.locator("#results > .button").click()
    expect(hits(page).nth(20)).to_be_visible()


def test_nothing_found_is_told(somebody: Visitor) -> None:
    page = somebody.open("en/search.html")
    page.fill("#q", "<b>qqqq</b>")
    expect(page.locator("#status")).to_contain_text("<b>qqqq</b>")
    expect(hits(page)).to_have_count(0)
    page.fill("#q", "")
    expect(page.locator("#all")).to_be_visible()


def test_without_javascript_all_practices_are_there(somebody: Visitor, site: Path) -> None:
    page = somebody.open("fi/search.html", java_script_enabled=False)
    expect(page.locator("#all .card").first).to_be_visible()
    assert not [one for one in somebody.asked if "pagefind/" in one]


def test_only_the_search_loads_the_search(somebody: Visitor) -> None:
    page = somebody.open("fi/index.html")
    page.locator("a[href$='.html']").first.wait_for()
    assert not [one for one in somebody.asked if "pagefind" in one]


@pytest.mark.parametrize(
    ("locale", "lang"), [("sv-SE", "sv"), ("de-AT", "de"), ("fi", "fi"), ("fr-FR", "")]
)
def test_the_first_page_leads_to_the_browsers_language(
    somebody: Visitor, locale: str, lang: str
) -> None:
    page = somebody.open("", locale=locale)
    if lang:
        expect(page).to_have_url(f"/some/where/{lang}/index.html")
    else:
        expect(page.locator("a[hreflang=fi]").first).to_be_visible()


def test_from_the_disk(site: Path, browser: Browser) -> None:
    visitor = Visitor(browser, site.as_uri() + "/")
    page = visitor.open("fi/index.html")
    page.locator("nav.main a[href^='practices/']").first.click()
    page.locator("main a[href$='at-lungau-sprachcafe.html']").first.click()
    expect(page.locator("h1")).to_contain_text("kielikahvila")
    page.locator("a[hreflang=sv]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    page.goto(site.as_uri() + "/fi/search.html")
    expect(page.locator("#status")).not_to_be_empty()
    page.fill("#q", "kielikahvila tamsweg")
    expect(hits(page)).to_have_count(1)
    page.fill("#q", "")
    expect(page.locator("#all")).to_be_visible()
    visitor.leave()


def test_hostile_words_are_shown_as_words(browser: Browser, kb_cache: Path, tmp_path: Path) -> None:
    write_base(
        tmp_path,
        [
            practice_data(
                id="at-boese", title=HOSTILE, summary=HOSTILE, context=f"Wunderwort {HOSTILE}"
            )
        ],
        settings={"languages": ["de"], "fallback": "de"},
    )
    build(tmp_path, kb_cache, tmp_path / "out")
    with hosted(tmp_path / "out", "/x/") as home:
        visitor = Visitor(browser, home)
        page = visitor.open("de/search.html?q=Wunderwort")
        expect(hits(page).first.locator(".snippet mark")).to_have_text("Wunderwort")
        expect(hits(page).locator("script, img, svg")).to_have_count(0)
        page.fill("#q", HOSTILE)
        expect(page.locator("#status")).not_to_be_empty()
        page.go_back()
        visitor.leave()
