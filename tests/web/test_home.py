"""The home page: what there is, a search box, and the ways in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.web.addresses import Address, FileLinks
from kb.web.assets import load_assets
from kb.web.basket import Basket
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.pages import make_page
from kb.web.pages.home import HomePage
from kb.web.rendering import render_page
from tests.factories import Plain, practice_data
from tests.web.conftest import TODAY, MakeReader
from tests.web.markup import Element, parse_page
from tests.web.recordpages import (
    GROUP,
    PROJECT,
    VISIT,
    headings,
    hrefs,
    open_edition,
    read,
    reader_of,
)

LANGS = ("de", "fi", "sv", "en")


@pytest.fixture
def open_small(tmp_path: Path, kb_cache: Path) -> Any:
    """Opens a base with one practice, or with those given."""

    def open_it(practices: Any = None, **over: Any) -> Edition:
        given = [practice_data()] if practices is None else practices
        return open_edition(tmp_path, kb_cache, given, **over)

    return open_it


def data_of(reader: Reader) -> HomePage:
    data = make_page(reader).data
    assert isinstance(data, HomePage)
    return data


def home(edition: Edition, lang: str = "en") -> HomePage:
    return data_of(reader_of(edition, "home", "", lang))


# The shipped base


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_has_one_title_and_one_search(make_reader: MakeReader, lang: str) -> None:
    page = read(make_reader("home", lang=lang))
    assert len(list(page.iter("h1"))) == 1
    assert [one["action"] for one in page.iter("form")] == [f"/{lang}/search"]
    field = page.find("input", type="search")
    assert [one["for"] for one in page.iter("label")] == [field["id"]]
    assert field["placeholder"] == ""


def test_the_lead_counts_practices_countries_and_languages(make_reader: MakeReader) -> None:
    reader = make_reader("home")
    lead = data_of(reader).lead
    assert f"{len(reader.edition.shelf.practices)} good practices" in lead
    assert "Austria, Finland, Sweden and Germany" in lead
    assert "German, Finnish, Swedish or English" in lead


@pytest.mark.parametrize("lang", LANGS)
def test_every_example_finds_something_in_the_language_of_the_page(
    make_reader: MakeReader, lang: str
) -> None:
    from kb.search.finder import Request

    reader = make_reader("home", lang=lang)
    examples = data_of(reader).examples
    assert len(examples) == 4
    for one in examples:
        assert one.text.lang == lang
        assert reader.edition.search(Request(one.text.value, lang)).total
    assert len({one.href for one in examples}) == 4


def test_topics_come_with_the_most_used_first_and_lead_to_their_pages(
    make_reader: MakeReader,
) -> None:
    tiles = data_of(make_reader("home")).tiles
    counts = [one.count for one in tiles]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0
    assert all(one.href.startswith("/en/topics/") for one in tiles)


def test_the_map_leads_to_the_maps_of_countries(make_reader: MakeReader) -> None:
    page = read(make_reader("home"))
    marks = [one for one in page.iter("a") if one.has_class("mark")]
    assert [one["href"] for one in marks] == [
        "/en/map#map-at",
        "/en/map#map-fi",
        "/en/map#map-se",
        "/en/map#map-de",
    ]


def test_without_anything_to_come_past_visits_are_shown(make_reader: MakeReader) -> None:
    data = data_of(make_reader("home"))
    assert not data.coming
    assert [one.start for one in data.past] == ["2018-03-15", "2017-09-19", "2017-03-29"]
    # A conference of a finished project without a known day is not to come.
    assert [one.href for one in data.undated] == ["/en/groups/at-imst-arbeitskreis"]


def test_the_ways_in_lead_where_they_say(make_reader: MakeReader) -> None:
    (ways,) = read(make_reader("home")).of_class("ways")
    assert hrefs(ways) == ["/en/topics", "/en/basket", "/en/visits", "/en/about#add"]


def test_the_basket_is_carried_into_the_search(make_reader: MakeReader) -> None:
    page = read(make_reader("home", basket="at-lungau-sprachcafe"))
    assert page.find("input", type="hidden")["value"] == "at-lungau-sprachcafe"
    assert page.find("form")["action"] == "/en/search"


def test_among_plain_files_no_link_leads_to_a_server(edition: Edition) -> None:
    address = Address("fi", "home")
    found = load_assets(tuple(edition.settings.countries))
    links = FileLinks(address, {name: one.name for name, one in found.items()})
    reader = Reader(edition, address, links, TODAY, Basket())
    page = parse_page(render_page(reader, make_page(reader)))
    assert "map.html#map-at" in hrefs(page)
    assert not [one for one in hrefs(page) if one.startswith("/")]


# Small bases


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_base_has_a_home_page(open_small: Any, lang: str) -> None:
    page = read(reader_of(open_small([]), "home", "", lang))
    assert page.find("main").find("form")
    assert not list(page.of_class("cards"))
    assert list(page.of_class("empty"))


def test_an_empty_base_says_so(open_small: Any) -> None:
    page = read(reader_of(open_small([]), "home", "", "en"))
    assert "There are no practices yet." in page.text
    assert headings(page) == ["What would you like to do?", "Where the practices are", "Next dates"]
    assert "Nothing is announced at the moment." in page.text


def practice(practice_id: str, start: str | None, review: str = "") -> Plain:
    return practice_data(
        id=practice_id,
        title=practice_id,
        period={"start": start, "state": "running"},
        review={"by": "Verein", "on": review} if review else None,
    )


def test_newest_are_those_that_began_last(open_small: Any) -> None:
    data = home(
        open_small(
            [
                practice("at-alt", "2001"),
                practice("at-neu", "2020-05"),
                practice("at-mitte", "2019-12-31"),
                practice("at-offen", None),
                practice("at-geplant", "2031"),
            ]
        )
    )
    assert [one.id for one in data.newest] == ["at-neu", "at-mitte", "at-alt"]
    assert data.order == "By the day the practice began."


def test_a_review_makes_an_entry_new_and_the_page_says_so(open_small: Any) -> None:
    base = open_small([practice("at-alt", "2001", "2025-02"), practice("at-neu", "2020")])
    data = home(base)
    assert [one.id for one in data.newest] == ["at-alt", "at-neu"]
    assert data.order.startswith("By the day an entry was last looked over")


def dates_of(page: Element) -> list[str]:
    return [one.text for part in page.of_class("dates") for one in part.iter("a")]


def test_what_comes_next_is_in_order_and_past_visits_stay_away(open_small: Any) -> None:
    event = {"title": "Fest", "date": "2026-12", "place": "Tamsweg"}
    base = open_small(
        [practice_data(events=[event, {"title": "Vorbei", "date": "2026-11-21"}])],
        groups={
            "at-kreis": {
                **GROUP,
                "meetings": [
                    {"title": "Sitzung", "date": "2026-11-22"},
                    {"title": "Klausur", "date": "tba"},
                ],
            }
        },
        visits={
            "at-besuch": {**VISIT, "start": "2027-05-04"},
            "at-damals": {**VISIT, "title": "Damals", "start": "2017"},
        },
        projects={"gal": PROJECT},
    )
    data = home(base, "de")
    assert [one.title.value for one in data.coming] == ["Sitzung", "Fest", "Besuch im Tal"]
    assert [one.title.value for one in data.undated] == ["Klausur"]
    assert data.past == []
    assert data.coming[1].place == "Tamsweg, Österreich"
    assert data.coming[1].owner
    page = read(reader_of(base, "home", "", "de"))
    assert dates_of(page) == ["Sitzung", "Fest", "Besuch im Tal", "Klausur"]


def test_a_date_that_group_and_practice_leave_open_is_announced_once(open_small: Any) -> None:
    tba = {"title": "Nächste Sitzung", "date": "tba"}
    base = open_small(
        [practice_data(events=[tba])],
        groups={"at-kreis": {**GROUP, "meetings": [tba], "practice": "at-sprachcafe"}},
    )
    assert [one.href for one in home(base).undated] == ["/en/groups/at-kreis"]


def test_what_is_over_has_no_open_dates(open_small: Any) -> None:
    over = {"start": "2016", "end": "2018", "state": "finished"}
    base = open_small(
        [practice_data(period=over, events=[{"title": "Treffen", "date": "tba"}])],
        visits={"at-besuch": {**VISIT, "start": "tba", "part_of": "gal"}},
        projects={"gal": {**PROJECT, "period": over}},
    )
    assert home(base).undated == []
    assert home(base).past == []


def test_a_practice_without_a_country_is_counted(open_small: Any) -> None:
    base = open_small([practice_data(location=None)])
    data = home(base)
    assert data.lead.startswith("1 good practice.")
    assert [one.name for one in data.overview.countries] == ["Without a country"]
