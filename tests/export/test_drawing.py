"""The map and the colours that all writers share."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kb import KnowledgeBase
from kb.export.description import Map, Place
from kb.export.drawing import country_colours, draw_map

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[2]
EIGHT = ("ES", "PT", "IT", "GR", "RO", "PL", "IE", "NL")


def make_map(*spots: tuple[float, float, str], shown: Sequence[str] = ()) -> Map:
    places = tuple(
        Place(number, lat, lon, country, (), ())
        for number, (lat, lon, country) in enumerate(spots, 1)
    )
    countries = tuple(dict.fromkeys((*shown, *(country for _lat, _lon, country in spots))))
    return Map(places, countries, ())


@pytest.fixture(scope="module")
def real_map() -> Map:
    content = KnowledgeBase.open(ROOT).content
    spots = {
        (round(where.lat, 2), round(where.lon, 2)): (where.lat, where.lon, where.country)
        for one in content.practices.values()
        if (where := one.location) and where.lat is not None and where.lon is not None
    }
    return make_map(*spots.values())


@pytest.fixture(scope="module")
def countries() -> list[str]:
    return list(KnowledgeBase.open(ROOT).content.settings.countries)


def read(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - drawn here


def marks_of(drawing: str) -> dict[int, tuple[float, float]]:
    """Where the middle of each numbered mark stands."""
    found = {}
    for group in read(drawing).iter(f"{SVG}g"):
        number = group.get("data-number")
        if number:
            moved = re.fullmatch(r"translate\((\S+) (\S+)\)", group.get("transform", ""))
            assert moved
            found[int(number)] = float(moved[1]), float(moved[2])
    return found


def height_of(drawing: str) -> float:
    return float(read(drawing).get("viewBox", "").split()[3])


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[n : n + 2]) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("country", EIGHT)
def test_text_is_readable_in_the_colours_of_each_country(country: str) -> None:
    colour = country_colours(EIGHT)[country]
    assert contrast("#ffffff", colour.strong) >= 4.5
    assert contrast(colour.ink, colour.soft) >= 7
    assert contrast(colour.ink, "#ffffff") >= 7
    assert contrast("#000000", colour.soft) >= 7


def test_colours_follow_the_place_in_the_list_and_come_again_after_eight() -> None:
    codes = [f"X{letter}" for letter in "ABCDEFGHIJ"]
    colours = country_colours(codes)
    assert len(set(list(colours.values())[:8])) == 8
    assert colours["XI"] == colours["XA"]
    assert country_colours(["XB"])["XB"] == colours["XA"]
    assert country_colours([]) == {}


def test_the_first_four_colours_differ_in_grey() -> None:
    lightness = sorted(
        116 * luminance(one.strong) ** (1 / 3) - 16 for one in country_colours(EIGHT[:4]).values()
    )
    assert all(after - before >= 6 for before, after in pairwise(lightness))


def test_the_map_of_the_shipped_base_has_every_number_once(
    real_map: Map, countries: list[str]
) -> None:
    drawing = draw_map(real_map, countries)
    assert sorted(marks_of(drawing)) == [one.number for one in real_map.places]
    assert len(re.findall("data-number=", drawing)) == len(real_map.places)
    assert len(drawing) < 150_000


def test_no_mark_of_the_shipped_base_hides_another(real_map: Map, countries: list[str]) -> None:
    drawing = draw_map(real_map, countries)
    marks = list(marks_of(drawing).values())
    height = height_of(drawing)
    for n, one in enumerate(marks):
        assert 3 < one[0] < 167
        assert 3 < one[1] < height - 3
        for other in marks[:n]:
            assert math.dist(one, other) > 5.5


def test_the_map_needs_no_words_fonts_styles_or_scripts(
    real_map: Map, countries: list[str]
) -> None:
    drawing = draw_map(real_map, countries)
    root = read(drawing)
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags == {"svg", "g", "path", "rect", "circle", "clipPath"}
    names = {name for one in root.iter() for name in one.attrib}
    assert not names & {"style", "class", "onload", "href", "font-family"}
    assert all(one.attrib["id"].startswith("kb-map-") for one in root.iter() if "id" in one.attrib)
    assert not "".join(root.itertext()).strip()


def test_the_same_places_give_the_same_bytes_in_another_process() -> None:
    code = (
        "from tests.export.test_drawing import *; import sys; "
        "sys.stdout.write(draw_map(make_map((47.2, 9.6, 'AT'), (47.2, 9.6, 'AT'), "
        "(60.2, 24.9, 'FI'), shown=['DE']), ['AT', 'FI', 'DE']))"
    )
    drawings = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(drawings) == 1
    assert "<svg" in drawings.pop()


def test_north_is_up_and_east_is_right() -> None:
    drawing = draw_map(make_map((48.0, 14.0, "AT"), (47.0, 14.0, "AT"), (47.5, 16.0, "AT")), ["AT"])
    marks = marks_of(drawing)
    assert marks[1][1] < marks[3][1] < marks[2][1]
    assert marks[3][0] > marks[1][0]


def test_countries_are_shown_whole_though_only_one_has_places(countries: list[str]) -> None:
    alone = draw_map(make_map((48.2, 16.3, "AT")), countries)
    more = draw_map(make_map((48.2, 16.3, "AT"), shown=["FI"]), countries)
    assert height_of(alone) < height_of(more)
    assert marks_of(more)[1][1] > height_of(more) * 0.8
    assert home_paths(alone) == 1
    assert home_paths(more) == 2


def home_paths(drawing: str) -> int:
    """How many countries are drawn as those of the map."""
    return sum(
        len(list(group))
        for group in read(drawing).iter(f"{SVG}g")
        if group.get("fill") == "#fdfaf3"
    )


def test_overseas_parts_are_shown_only_where_they_have_places() -> None:
    paris = draw_map(make_map((48.86, 2.35, "FR")), ["FR"])
    assert height_of(paris) > 140  # metropolitan France is about as high as wide
    both = draw_map(make_map((48.86, 2.35, "FR"), (-21.1, 55.5, "FR")), ["FR"])
    marks = marks_of(both)
    assert marks[2][1] - marks[1][1] > 100


def test_marks_at_one_point_stand_apart_with_lines_to_it() -> None:
    spots = [(47.2, 14.0, "AT")] * 12
    drawing = draw_map(make_map(*spots), ["AT"])
    marks = list(marks_of(drawing).values())
    assert min(
        math.dist(one, other) for n, one in enumerate(marks) for other in marks[:n]
    ) == pytest.approx(2.2 * 3.1, abs=0.2)
    assert drawing.count("<circle") >= 8


def test_a_ninth_country_does_not_look_like_the_first() -> None:
    codes = [*EIGHT, "AT"]
    first = draw_map(make_map((47.5, 14.0, "AT")), ["AT"])
    ninth = draw_map(make_map((47.5, 14.0, "AT")), codes)
    assert 'fill="#b8532b"' in first
    assert 'fill="#b8532b"' in ninth
    assert first != ninth


def test_places_without_a_country_of_the_base_are_drawn_too() -> None:
    drawing = draw_map(make_map((10.0, 20.0, ""), (11.0, 20.0, '"><script>')), [])
    assert sorted(marks_of(drawing)) == [1, 2]
    assert "<script" not in drawing


def test_a_map_without_places_shows_its_countries() -> None:
    assert home_paths(draw_map(make_map(shown=["AT", "DE"]), ["AT", "DE"])) == 2
    assert "<svg" in draw_map(make_map(), [])


@pytest.mark.parametrize(
    "spots",
    [
        [(-18.1, 178.4, "FJ"), (-16.5, -179.9, "FJ")],
        [(78.2, 15.6, "NO"), (59.9, 10.7, "NO")],
        [(90.0, 0.0, "NO")],
        [(-41.3, 174.8, "NZ"), (40.4, -3.7, "ES")],
    ],
    ids=["date line", "far north", "pole", "other side of the earth"],
)
def test_places_anywhere_on_earth_lie_on_the_map(spots: list[tuple[float, float, str]]) -> None:
    drawing = draw_map(make_map(*spots), ["FJ", "NO", "NZ", "ES"])
    for x, y in marks_of(drawing).values():
        assert 0 < x < 170
        assert 0 < y < height_of(drawing)
    assert "nan" not in drawing


def test_the_map_is_drawn_without_the_package_of_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    spots = make_map((47.123, 14.321, "AT"), (48.123, 15.321, "AT"))
    monkeypatch.setitem(sys.modules, "geo_intel_offline", None)
    drawing = draw_map(spots, ["AT"])
    assert sorted(marks_of(drawing)) == [1, 2]
    assert home_paths(drawing) == 0
    assert "#dfe7e8" in drawing  # the lines of latitude and longitude


def test_many_places_are_drawn_smaller_and_none_is_lost() -> None:
    spots = [(46.5 + n % 20 * 0.1, 10.0 + n // 20 * 0.5, "AT") for n in range(260)]
    drawing = draw_map(make_map(*spots), ["AT"])
    assert len(marks_of(drawing)) == 260
