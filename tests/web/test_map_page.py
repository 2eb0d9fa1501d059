"""The map page: marks that lead to a list, at any size and without a map, too."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from kb.export.drawing import country_colours
from kb.web.atlas import Atlas, Drawing, Site, draw_atlas, find_signs, number_size
from kb.web.edition import Edition
from kb.web.pages import make_page
from kb.web.pages.map import MapPage
from tests.factories import Plain, practice_data
from tests.web.conftest import MakeReader
from tests.web.markup import Element
from tests.web.recordpages import headings, hrefs, open_edition, read, reader_of

LANGS = ("de", "fi", "sv", "en")
PHONE = 288
"""Pixels a map has on a page 320 pixels wide."""
TARGET = 24
"""Pixels that a target must have (WCAG 2.2, 2.5.8)."""
VIENNA = (48.21, 16.37)


def drawn(sites: list[Site], *shown: str) -> Atlas:
    atlas = draw_atlas(tuple(sites), shown)
    assert atlas
    return atlas


def pixels_between(drawing: Drawing) -> Iterator[float]:
    """How far marks are from each other on a phone."""
    points = [(float(one.x), float(one.y)) for one in drawing.marks]
    for one, other in combinations(points, 2):
        yield math.dist(one, other) * PHONE / float(drawing.width)


def austrian(country_places: int) -> list[Site]:
    """Places all over Austria, some at one spot."""
    return [
        Site(46.7 + n * 7 % 23 / 12, 10.2 + n * 11 % 31 / 5, "AT", 1) for n in range(country_places)
    ]


@pytest.fixture(scope="module")
def maps(make_reader: MakeReader) -> MapPage:
    data = make_page(make_reader("map")).data
    assert isinstance(data, MapPage)
    return data


@pytest.fixture(scope="module")
def page(make_reader: MakeReader) -> Element:
    return read(make_reader("map"))


# Marks and list


def test_every_practice_is_in_the_list_once(maps: MapPage, edition: Edition) -> None:
    entries = [
        entry.href
        for country in maps.countries
        for group in (*(place.entries for one in country.numbered for place in one.places),)
        for entry in group
    ] + [entry.href for country in maps.countries for entry in country.unplaced]
    assert sorted(entries) == sorted(f"/en/practices/{one.id}" for one in edition.shelf.practices)


def test_marks_and_list_have_the_same_numbers(page: Element) -> None:
    for country in page.of_class("country-map"):
        numbers = [one.text for one in country.iter("text")]
        listed = [one.text for one in country.iter("span") if one.has_class("number")]
        assert numbers == listed == [str(n) for n in range(1, len(listed) + 1)]


def test_every_mark_leads_to_its_places_and_says_what_they_are(page: Element) -> None:
    places = {one["id"]: one for one in page.iter("li") if one["id"]}
    marks = [one for part in page.of_class("country-map") for one in part.of_class("mark")]
    assert len(marks) == len(places) > 50
    for one in marks:
        target = places[one["href"].removeprefix("#")]
        number, name = one.find("title").text.split(". ", 1)
        assert target.find("span").text == number
        assert target.find("p").text in name
        assert re.search(r": \d+ practices?$", name)


def test_all_countries_together_lead_to_each_of_them(page: Element, maps: MapPage) -> None:
    (overview,) = page.of_class("overview")
    marks = list(overview.of_class("mark"))
    assert [one["href"] for one in marks] == [f"#{one.anchor}" for one in maps.countries]
    for mark, country in zip(marks, maps.countries, strict=True):
        counted = sum(int(one.text) for one in mark.iter("text"))
        assert country.words == f"{counted} practices"
        assert mark.find("title").text == f"{country.name}: {country.words}"
    anchors = {one["id"] for one in page.iter("h2")}
    assert {one["href"].removeprefix("#") for one in marks} <= anchors


def test_places_of_other_languages_are_marked(page: Element) -> None:
    names = {one.text: one for one in page.iter("p") if one.has_class("name")}
    spans = {text: next(one.iter("span"), None) for text, one in names.items()}
    assert (span := spans["Reutte"])
    assert span.lang == "de-AT"
    assert (span := spans["Malax"])
    assert span.lang == "sv-FI"


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_has_its_map(make_reader: MakeReader, lang: str) -> None:
    page = read(make_reader("map", lang=lang))
    assert len(list(page.of_class("drawn"))) == 5
    assert len(headings(page)) == 4


def test_pictures_hold_nothing_that_the_policy_forbids(page: Element) -> None:
    for picture in page.iter("svg"):
        for one in (picture, *picture.iter()):
            assert not one["style"]
            assert not [name for name in one.attributes if name.startswith("on")]
            assert one.tag not in ("style", "script", "image", "use")


def test_the_pictures_of_a_page_are_light(make_reader: MakeReader) -> None:
    from kb.web.rendering import render_page

    for kind, most in (("home", 20_000), ("map", 65_000)):
        reader = make_reader(kind)
        text = render_page(reader, make_page(reader))
        drawn = re.findall(r'<svg class="drawn".*?</svg>', text, re.DOTALL)
        assert 0 < sum(map(len, drawn)) < most


def test_colours_never_are_the_only_difference() -> None:
    signs = find_signs(["AT", "FI", "SE", "DE"], ["AT", "FI", "SE", "DE"])
    assert len({one.path for one in signs.values()}) == 4
    colours = country_colours(["AT", "FI", "SE", "DE"])
    assert {code: one.colour for code, one in signs.items()} == {
        code: one.strong for code, one in colours.items()
    }


def test_a_country_that_the_settings_do_not_know_has_a_sign() -> None:
    assert find_signs(["NO"], ["AT"])["NO"].path


# Crowds


def test_marks_of_the_shipped_base_can_be_met_on_a_phone(maps: MapPage) -> None:
    drawings = [maps.overview.drawing, *(one.drawing for one in maps.countries)]
    for drawing in drawings:
        assert drawing
        assert min(pixels_between(drawing)) >= TARGET


@pytest.mark.parametrize("count", [1, 2, 30, 41, 90, 700])
def test_crowds_find_room_for_every_mark(count: int) -> None:
    atlas = drawn(austrian(count), "AT")
    for drawing in (atlas.overview, atlas.countries["AT"]):
        assert min(pixels_between(drawing), default=TARGET) >= TARGET
        assert sum(one.practices for one in drawing.marks) == count
        assert sorted(site for one in drawing.marks for site in one.sites) == list(range(count))


def test_places_at_one_spot_stand_apart_while_there_are_few() -> None:
    drawing = drawn([Site(*VIENNA, "AT", 1)] * 5, "AT").countries["AT"]
    assert len(drawing.marks) == 5
    assert drawing.leaders
    assert min(pixels_between(drawing)) >= TARGET


def test_near_places_of_two_countries_never_share_a_mark() -> None:
    sites = [Site(*VIENNA, "AT", 2), Site(48.3, 16.5, "SK", 3)]
    marks = drawn(sites, "AT", "SK").overview.marks
    assert [(one.country, one.practices) for one in marks] == [("AT", 2), ("SK", 3)]


def test_numbers_follow_a_country_from_north_or_from_west() -> None:
    finland = [Site(60.2, 24.9, "FI", 1), Site(68.9, 27.0, "FI", 1), Site(65.0, 25.5, "FI", 1)]
    assert [one.sites for one in drawn(finland, "FI").countries["FI"].marks] == [(1,), (2,), (0,)]
    austria = [Site(*VIENNA, "AT", 1), Site(47.5, 9.7, "AT", 1)]
    assert [one.sites for one in drawn(austria, "AT").countries["AT"].marks] == [(1,), (0,)]


def test_long_numbers_are_written_smaller() -> None:
    assert number_size(99) == ""
    assert float(number_size(1234)) < float(number_size(123)) < 6.4


# Bases with little or nothing to show


def place(practice_id: str, where: Plain | None) -> Plain:
    return practice_data(id=practice_id, title=practice_id, location=where)


def test_practices_without_a_point_are_listed_all_the_same(tmp_path: Path, kb_cache: Path) -> None:
    at_vienna = {"lat": str(VIENNA[0]), "lon": str(VIENNA[1])}
    base = open_edition(
        tmp_path,
        kb_cache,
        [
            place("at-punkt", {"country": "AT", "place": "Wien", **at_vienna}),
            place("at-ebenda", {"country": "AT", **at_vienna}),
            place("at-ohne", {"country": "AT", "place": "Irgendwo"}),
            place("fi-ohne", {"country": "FI"}),
            place("xx-nirgends", None),
        ],
    )
    page = read(reader_of(base, "map", "", "en"))
    assert headings(page) == ["Austria", "Finland", "Without a country"]
    austria, finland, nowhere = page.of_class("country-map")
    assert [one.find("title").text for one in austria.of_class("mark")] == ["1. Wien: 2 practices"]
    assert [one.text for one in austria.iter("h3")] == ["Without a point on the map"]
    assert "/en/practices/at-ohne" in hrefs(austria)
    assert "/en/practices/fi-ohne" in hrefs(finland)
    assert "/en/practices/xx-nirgends" in hrefs(nowhere)
    assert not list(finland.iter("h3"))
    assert "5 practices in 1 place." in page.text


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_base_shows_its_countries(tmp_path: Path, kb_cache: Path, lang: str) -> None:
    page = read(reader_of(open_edition(tmp_path, kb_cache), "map", "", lang))
    assert len(list(page.of_class("drawn"))) == 1
    assert not list(page.of_class("mark"))
    assert list(page.of_class("empty"))
    assert headings(page) == []


def test_a_base_without_countries_has_a_page(tmp_path: Path, kb_cache: Path) -> None:
    base = open_edition(tmp_path, kb_cache, settings={"countries": {}})
    page = read(reader_of(base, "map", "", "en"))
    assert not list(page.iter("svg"))
    assert "There are no practices yet." in page.text


def test_without_the_package_of_outlines_the_list_remains(
    tmp_path: Path, kb_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geo_intel_offline", None)
    where = {"country": "AT", "place": "Nirgendwo", "lat": "47.4321", "lon": "13.1234"}
    base = open_edition(tmp_path, kb_cache, [practice_data(location=where)])
    page = read(reader_of(base, "map", "", "en"))
    assert not list(page.of_class("drawn"))
    assert "/en/practices/at-sprachcafe" in hrefs(page)
    assert "Nirgendwo" in page.text
    assert not list(page.of_class("number"))
    assert "Natural Earth" not in page.text


def test_places_and_titles_are_text(tmp_path: Path, kb_cache: Path) -> None:
    words = '"><script>alert(1)</script>&amp;'
    where = {"country": "AT", "place": words, "lat": "47.5", "lon": "13.5"}
    base = open_edition(tmp_path, kb_cache, [practice_data(title=words, location=where)])
    page = read(reader_of(base, "map", "", "en"))
    assert not list(page.find("main").iter("script"))
    (mark,) = (one for part in page.of_class("country-map") for one in part.of_class("mark"))
    assert mark.find("title").text == f"1. {words}: 1 practice"
