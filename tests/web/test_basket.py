"""The basket: a value that lives in the address, and the page it is put in order on."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kb import KnowledgeBase
from kb.web.addresses import Address, FileLinks
from kb.web.assets import STATIC, load_assets
from kb.web.basket import MOST_PRACTICES, Basket, clean_title, parse_basket
from kb.web.edition import Edition
from kb.web.page import Page, Reader
from kb.web.pages import make_page
from kb.web.printing import jobs
from kb.web.rendering import render_page
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import practice_data, write_base
from tests.web.conftest import TODAY, MakeReader

CHOSEN = ("at-lungau-sprachcafe", "fi-kainuu-mok", "se-krokom-integration")
TEXT = ",".join(CHOSEN)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True)
BASKETS = st.lists(IDS, unique=True, max_size=MOST_PRACTICES).map(lambda ids: Basket(tuple(ids)))


class Tags(HTMLParser):
    """The start tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attrs
            for name, attrs in self.found
            if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]


def basket_of(href: str) -> tuple[str, ...]:
    return parse_basket(parse_qs(urlsplit(href).query).get("basket", [""])).ids


def show(reader: Reader) -> tuple[Page, str]:
    page = make_page(reader)
    return page, render_page(reader, page)


def plain_reader(edition: Edition) -> Reader:
    address = Address("fi", "basket")
    assets = load_assets(tuple(edition.settings.countries))
    links = FileLinks(address, {name: one.name for name, one in assets.items()})
    return Reader(edition, address, links, TODAY)


# The value


@given(BASKETS)
def test_a_basket_survives_its_address(basket: Basket) -> None:
    assert parse_basket([basket.text]) == basket


@given(BASKETS, IDS, st.integers(-50, 50))
def test_moving_loses_nothing_and_leaves_the_others_in_order(
    basket: Basket, other: str, steps: int
) -> None:
    for one in basket.ids[:3]:
        moved = basket.moved(one, steps)
        assert moved.without(one) == basket.without(one)
        wanted = basket.ids.index(one) + steps
        assert moved.ids.index(one) == max(0, min(len(basket) - 1, wanted))
    if other not in basket:
        assert basket.moved(other, steps) == basket


@given(BASKETS, IDS)
def test_putting_in_and_taking_out(basket: Basket, one: str) -> None:
    fuller = basket.with_practice(one)
    assert len(fuller) <= MOST_PRACTICES
    assert one in fuller or basket.is_full
    assert fuller.with_practice(one) == fuller
    assert one not in fuller.without(one)
    if one not in basket and not basket.is_full:
        assert fuller.without(one) == basket


@given(st.lists(st.text()))
def test_any_address_is_a_basket(texts: list[str]) -> None:
    basket = parse_basket(texts)
    assert len(basket) <= MOST_PRACTICES
    assert parse_basket([basket.text]) == basket


def test_what_is_too_much_is_counted() -> None:
    basket = parse_basket([",".join(f"at-{number}" for number in range(MOST_PRACTICES + 1))])
    assert len(basket) == MOST_PRACTICES
    assert basket.too_many == 1


@given(st.text())
def test_a_title_is_one_line_that_can_be_printed(text: str) -> None:
    title = clean_title(text)
    assert title == clean_title(title)
    assert "\n" not in title
    assert "\x00" not in title


def test_a_title_keeps_what_is_written_with_several_characters() -> None:
    assert clean_title(" Hof\n 👩‍🌾  مرحبا\x00 ") == "Hof 👩‍🌾 مرحبا"


# The page


def test_practices_stand_in_their_order_with_ways_to_change_it(make_reader: MakeReader) -> None:
    page, text = show(make_reader("basket", lang="fi", basket=TEXT, title="Matka", second="de"))
    assert [one.card.id for one in page.data.items] == list(CHOSEN)
    first, second, third = page.data.items
    assert first.up == third.down == ""
    assert basket_of(second.up) == (CHOSEN[1], CHOSEN[0], CHOSEN[2])
    assert basket_of(second.down) == (CHOSEN[0], CHOSEN[2], CHOSEN[1])
    assert basket_of(second.out) == (CHOSEN[0], CHOSEN[2])
    assert second.up.endswith(f"#{second.anchor}")
    assert second.out.endswith(f"#{third.anchor}")
    for href in (second.up, second.down, second.out, page.data.address):
        assert "title=Matka&second=de" in href
    tags = Tags(text)
    assert {one["id"] for one in tags.of("li", tabindex="-1")} == {
        one.anchor for one in page.data.items
    }


def test_the_form_knows_what_was_said_before(make_reader: MakeReader) -> None:
    reader = make_reader("basket", lang="fi", basket=TEXT, title="Mätka", second="de", paper="a5")
    tags = Tags(show(reader)[1])
    assert tags.of("input", name="title")[0]["value"] == "Mätka"
    assert [one["value"] for one in tags.of("option") if "selected" in one] == ["de"]
    assert [one["value"] for one in tags.of("input", name="paper") if "checked" in one] == ["a5"]
    form = tags.of("form", id="booklet")[0]
    assert form["action"] == "/fi/basket"
    assert [one["formaction"] for one in tags.of("button") if "formaction" in one] == [
        "/fi/basket.pdf",
        "/fi/basket.docx",
        "/fi/basket.html",
    ]
    assert TEXT in {one["value"] for one in tags.of("input", name="basket")}


@pytest.mark.parametrize("second", ["fi", "fi-FI", "xx", "none", "'\"><script>"])
def test_a_second_language_that_is_none_is_not_taken(make_reader: MakeReader, second: str) -> None:
    page, _text = show(make_reader("basket", lang="fi", basket=TEXT, second=second, paper="a0"))
    assert [one.value for one in page.data.form.languages if one.is_chosen] == [""]
    assert [one.value for one in page.data.form.papers if one.is_chosen] == ["a4"]


def test_a_title_is_text_and_nothing_else(make_reader: MakeReader) -> None:
    title = '"><script>alert(1)</script>{{ 7*7 }}'
    _page, text = show(make_reader("basket", basket=TEXT, title=title))
    assert "<script>alert" not in text
    assert Tags(text).of("input", name="title")[0]["value"] == title


def test_what_is_no_longer_there_is_told_and_dropped(make_reader: MakeReader) -> None:
    reader = make_reader("basket", lang="en", basket=f"nothing,{TEXT},nothing-else")
    page, text = show(reader)
    assert "2 practices in this link are no longer here." in text
    assert basket_of(page.data.address) == CHOSEN
    assert page.data.form.basket == TEXT


def test_limits_are_told(make_reader: MakeReader, edition: Edition) -> None:
    ids = [one.id for one in edition.shelf.practices][: MOST_PRACTICES + 1]
    assert len(ids) > MOST_PRACTICES
    page, text = show(make_reader("basket", basket=",".join(ids), title="x" * 121))
    assert "1 practice of this link was left out" in text
    assert "The title was too long" in text
    assert len(page.data.items) == MOST_PRACTICES
    assert len(page.data.form.title) == 120
    full = show(make_reader("basket", basket=",".join(ids[:-1])))[1]
    assert "The basket is full" in full


def test_the_state_of_translations_is_told_for_both_languages(make_reader: MakeReader) -> None:
    page, _text = show(make_reader("basket", lang="en", basket=TEXT, second="sv"))
    assert [one.partition(":")[0] for one in page.data.states] == ["English", "Swedish"]
    # One of them was written in Swedish and needs no translation.
    assert re.search(r"\b2 of 3 practices are drafts", page.data.states[1])


def test_an_empty_basket_says_how_to_go_on(make_reader: MakeReader, edition: Edition) -> None:
    page, text = show(make_reader("basket", lang="sv"))
    hrefs = {one["href"] for one in Tags(text).of("a")}
    assert {"/sv/search", "/sv/topics"} <= hrefs
    assert len(page.data.visits) == len(list(edition.shelf.iter_visits()))
    for one in page.data.visits:
        visit = next(v for v in edition.shelf.iter_visits() if v.id in one.line.href)
        practices = edition.base.practices_of(visit)[0]
        assert basket_of(one.fill) == tuple(p.id for p in practices)


def test_only_what_can_be_made_is_offered(
    make_reader: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_NEEDS", {"pdf": ("no_such_package",)})
    jobs.can_make.cache_clear()
    try:
        page, text = show(make_reader("basket", basket=TEXT))
        assert [one.href for one in page.data.form.files] == ["/en/basket.docx", "/en/basket.html"]
        assert "basket.pdf" not in text
    finally:
        jobs.can_make.cache_clear()


def test_among_plain_files_a_script_finds_all_practices(edition: Edition) -> None:
    page, text = show(plain_reader(edition))
    tags = Tags(text)
    found = {one["data-practice"]: one["href"] for one in tags.of("a") if "data-practice" in one}
    assert set(found) == {one.id for one in edition.shelf.practices}
    assert found["fi-kainuu-mok"] == "practices/fi-kainuu-mok.html"
    assert "<noscript>" in text
    assert page.data.plain.countries[0].href == "countries/at.pdf"
    assert not [one for one in tags.of("button") if "formaction" in one]


def test_scripts_are_small_and_keep_nothing() -> None:
    for name in ("basket.js", "basketpage.js"):
        script = (STATIC / name).read_text("utf-8")
        assert len(script.encode()) < 5_000
        assert not re.search(r"innerHTML|outerHTML|Storage|cookie|eval\(|insertAdjacent", script)


# Ids that have changed


@pytest.fixture
def renamed(tmp_path: Path, kb_cache: Path) -> FlaskClient:
    """A base with a practice that had another id, and a draft."""
    root = write_base(
        tmp_path,
        [
            practice_data(former_ids=["at-frueher", "at-noch-frueher"]),
            practice_data(id="at-zweites", title="Das zweite"),
            practice_data(id="at-entwurf", status="draft", title="Geheim"),
        ],
    )
    return create_app(EditionKeeper(lambda: KnowledgeBase.open(root, kb_cache))).test_client()


def test_former_ids_are_those_of_today(renamed: FlaskClient) -> None:
    text = renamed.get("/de/basket?basket=at-noch-frueher,at-zweites,at-frueher").text
    hidden = Tags(text).of("input", name="basket")
    assert "at-sprachcafe,at-zweites" in {one["value"] for one in hidden}


def test_a_draft_is_not_there(renamed: FlaskClient) -> None:
    text = renamed.get("/en/basket?basket=at-entwurf,at-zweites").text
    assert "1 practice in this link is no longer here." in text
    assert "Geheim" not in text
