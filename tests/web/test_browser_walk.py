"""Reading entries, changing languages, and taking chosen practices home, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.browser import Visitor, take

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
CAFE = "at-lungau-sprachcafe"
CAFE_FI = "St. Michaelin kielikahvila ja Tamswegin kansainvälinen naistenkahvila"
CAFE_DE = "Sprachcafé St. Michael und Internationales Frauencafé Tamsweg"


def basket_of(page: Page) -> list[str]:
    """What the address has in its basket."""
    found = parse_qs(urlsplit(page.url).query).get("basket", [""])[0]
    return found.split(",") if found else []


def chosen(page: Page) -> Locator:
    """The practices on the page of the basket."""
    return page.locator("ol.basket > li")


# An entry


def test_an_entry_shows_facts_chapters_and_sources(visitor: Visitor) -> None:
    page = visitor.open(f"fi/practices/{CAFE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(CAFE_FI)
    facts = page.locator(".facts")
    for words in ("Paikka", "Itävalta", "Ajanjakso", "maaliskuu 2012", "Kielikahvila"):
        expect(facts).to_contain_text(words)
    contents = page.locator(".toc a")
    assert contents.count() > 8
    for one in contents.all():
        target = page.locator(f"[id='{(one.get_attribute('href') or '').lstrip('#')}']")
        expect(target.get_by_role("heading", level=2)).to_have_text(one.inner_text())
    page.locator(".toc").get_by_role("link", name="Lähteet").click()
    expect(page.get_by_role("heading", name="Lähteet")).to_be_in_viewport()


def test_what_is_told_leads_to_its_source(visitor: Visitor) -> None:
    page = visitor.open(f"fi/practices/{CAFE}")
    mark = page.locator(".cites a").first
    number = mark.inner_text()
    mark.click()
    source = page.locator(f"[id='{CAFE}_source-{number}']")
    expect(source).to_be_in_viewport()
    assert urlsplit(page.url).fragment == f"{CAFE}_source-{number}"
    expect(source.get_by_role("link").first).to_have_attribute("href", re.compile("^https?://"))
    page.go_back()
    expect(mark).to_be_in_viewport()


def test_the_original_stands_beside_the_translation(visitor: Visitor) -> None:
    page = visitor.open(f"fi/practices/{CAFE}")
    expect(page.locator(".note").first).to_contain_text("Alkukieli: saksa")
    page.locator(f".actions a[href$='{CAFE}/original']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(CAFE_FI)
    expect(page.get_by_role("heading", level=1).locator("[lang|=de]")).to_have_text(CAFE_DE)
    pairs = page.locator(".pair:has(> [lang=fi]):has(> [lang|=de])")
    assert pairs.count() > 5
    for one in pairs.all()[:6]:
        left, right = one.locator("> [lang=fi]"), one.locator("> [lang|=de]")
        assert left.inner_text() != right.inner_text()
        here, there = left.bounding_box(), right.bounding_box()
        assert here
        assert there
        assert here["x"] + here["width"] <= there["x"]
        assert abs(here["y"] - there["y"]) < 2
    page.locator(f".actions a[href$='/fi/practices/{CAFE}']").click()
    expect(page.locator(".pair")).to_have_count(0)


def test_another_language_shows_the_same_entry(visitor: Visitor) -> None:
    page = visitor.open(f"fi/practices/{CAFE}")
    page.get_by_role("link", name="svenska").click()
    expect(page).to_have_url(re.compile(f"/sv/practices/{CAFE}$"))
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Språkcafé")
    expect(page.locator(".languages [aria-current]")).to_have_attribute("hreflang", "sv")
    expect(page.locator(".facts")).to_contain_text("Österrike")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CAFE_DE)


def test_another_language_keeps_the_query_and_the_basket(visitor: Visitor) -> None:
    page = visitor.open(f"fi/search?q=kielikahvila&country=AT&basket={CAFE}")
    page.get_by_role("link", name="svenska").click()
    expect(page).to_have_url(re.compile("/sv/search"))
    assert parse_qs(urlsplit(page.url).query) == {
        "q": ["kielikahvila"],
        "country": ["AT"],
        "basket": [CAFE],
    }
    expect(page.get_by_role("searchbox")).to_have_value("kielikahvila")
    expect(page.locator("#country-AT")).to_be_checked()
    expect(page.locator("#basket-link .count")).to_have_text("1")
    first = page.locator(".card-title a").first
    expect(first).to_contain_text("Språkcafé")


@pytest.mark.parametrize(
    ("wish", "lang"), [("fi-FI,fi;q=0.9,en;q=0.8", "fi"), ("sv", "sv"), ("fr,de;q=0.5", "de")]
)
def test_the_browser_chooses_the_first_language(visitor: Visitor, wish: str, lang: str) -> None:
    page = visitor.open("", extra_http_headers={"Accept-Language": wish})
    expect(page.locator("html")).to_have_attribute("lang", lang)


# From the basket to the booklet


@pytest.fixture
def filled(visitor: Visitor) -> Page:
    """The page of a basket in which three practices were put while reading."""
    page = visitor.open("fi/search?q=kielikahvila")
    count = page.locator("#basket-link .count")
    expect(count).to_be_hidden()
    cards = page.locator(".card")
    cards.filter(has=page.locator(f"a[href*='{CAFE}']")).locator(".choose").click()
    expect(count).to_have_text("1")
    page.locator(".choose[data-practice=se-kompis-sverige-norrbotten]").click()
    expect(count).to_have_text("2")
    page.get_by_role("searchbox").fill("Fahrradwerkstatt")
    expect(page).to_have_url(re.compile("q=Fahrradwerkstatt"))
    link = page.locator(".card-title a[href*='at-gusen-fahrradwerkstatt']")
    link.click()
    page.locator("article.record > .intro .choose").click()
    expect(count).to_have_text("3")
    expect(page.locator("article.record > .intro .choose .when-in")).to_be_visible()
    page.locator("#basket-link").click()
    expect(chosen(page)).to_have_count(3)
    assert basket_of(page) == [CAFE, "se-kompis-sverige-norrbotten", "at-gusen-fahrradwerkstatt"]
    return page


def test_chosen_practices_become_a_booklet(filled: Page, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = filled
    names = chosen(page).get_by_role("heading").all_inner_texts()
    assert names[0] == CAFE_FI
    # The last one first.
    for place in (2, 1):
        chosen(page).nth(place).locator(".moves a[href*='#practice-at-gusen']").first.click()
        expect(chosen(page).nth(place - 1).get_by_role("heading")).to_have_text(names[2])
    assert basket_of(page)[0] == "at-gusen-fahrradwerkstatt"
    page.locator("#title").fill("Matka Lungauhun 2026")
    page.locator("#second").select_option("de")
    pdf = take(page, page.locator("#booklet button[formaction$='.pdf']"), tmp_path)
    assert pdf.suffix == ".pdf"
    sheets = [one.extract_text() for one in PdfReader(pdf).pages]
    text = " ".join(" ".join(sheets).split())
    assert "Matka Lungauhun 2026" in " ".join(sheets[0].split())
    # By country, and within each as they were put in order: bicycles, café; then Sweden.
    begins = [text.rindex(one) for one in ("polkupyörä", "kielikahvila", "Kompis Sverige")]
    assert begins == sorted(begins)
    assert CAFE_FI.partition(" ja ")[0] in text
    assert CAFE_DE.partition(" und ")[0] in text


def test_chosen_practices_become_a_text_to_edit(filled: Page, tmp_path: Path) -> None:
    import docx

    filled.locator("#title").fill("Matka Lungauhun")
    file = take(filled, filled.locator("#booklet button[formaction$='.docx']"), tmp_path)
    text = "\n".join(one.text for one in docx.Document(str(file)).paragraphs)
    assert "Matka Lungauhun" in text
    assert CAFE_FI in text


def test_the_link_shows_others_the_same_basket(visitor: Visitor, filled: Page) -> None:
    filled.locator("#title").fill("Matka Lungauhun")
    filled.locator("#second").select_option("sv")
    filled.locator("#booklet button:not([formaction])").click()
    expect(filled).to_have_url(re.compile("title=Matka"))
    shown = filled.locator("#basket-address")
    expect(shown).to_be_visible()
    link = shown.input_value()
    assert filled.locator("#basket-mail").get_attribute("href") != "mailto:"
    other = visitor.open(link)
    expect(other.locator("#title")).to_have_value("Matka Lungauhun")
    expect(other.locator("#second")).to_have_value("sv")
    headings = chosen(filled).get_by_role("heading").all_inner_texts()
    expect(chosen(other).get_by_role("heading")).to_have_text(headings)


def test_a_practice_leaves_the_basket_where_it_was_chosen(visitor: Visitor) -> None:
    page = visitor.open(f"en/practices/{CAFE}?basket={CAFE}")
    choose = page.locator("article.record > .intro .choose")
    choose.click()
    expect(choose.locator(".when-out")).to_be_visible()
    expect(page.locator("#basket-link .count")).to_be_hidden()
    assert basket_of(page) == []
    page.reload()
    expect(choose.locator(".when-out")).to_be_visible()
    # And what was chosen goes with the reader to every page.
    choose.click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Topics").click()
    expect(page).to_have_url(re.compile(f"/en/topics.basket={CAFE}$"))
    page.locator("main .tiles a, main .columns a, main li a").first.click()
    page.locator("#basket-link").click()
    expect(chosen(page)).to_have_count(1)
    chosen(page).locator(".moves a").last.click()
    expect(page.locator("main .empty")).to_be_visible()
    assert basket_of(page) == []
