"""GeoJSON: points where practices are, flat properties, and what could not be placed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.content.store import load_content
from kb.export.geojson import GeoJson, render_geojson
from kb.export.shelf import Shelf
from kb.model.practice import ConsentScope
from tests.export.bases import SHIPPED
from tests.export.sample import HOSTILE
from tests.factories import practice_data, write_base
from tests.translation.workbench import Workbench

Plain = dict[str, Any]
LUNGAU = {"country": "AT", "nuts": "AT32", "place": "Lungau", "lat": "47.128", "lon": "13.811",
          "precision": "region"}  # fmt: skip
NARPES = {"country": "FI", "municipality": "Närpes", "lat": "62.473", "lon": "21.337",
          "precision": "exact"}  # fmt: skip


def rendered(root: Path, *langs: str) -> GeoJson:
    content = load_content(root)
    shelf = Shelf(content, list(content.practices.values()), ConsentScope.WEB)
    return render_geojson(shelf, langs)


def layer(root: Path, *langs: str) -> Plain:
    found: Plain = json.loads(rendered(root, *langs).data)
    return found


def test_longitude_comes_first_and_the_box_holds_all_points(tmp_path: Path) -> None:
    practices = [
        practice_data(location=LUNGAU),
        practice_data(id="fi-narpes", location=NARPES),
        practice_data(id="at-irgendwo"),
    ]
    root = write_base(tmp_path, practices)
    found = layer(root, "de")
    assert found["type"] == "FeatureCollection"
    points = {one["id"]: one["geometry"] for one in found["features"]}
    assert points == {
        "at-sprachcafe": {"type": "Point", "coordinates": [13.811, 47.128]},
        "fi-narpes": {"type": "Point", "coordinates": [21.337, 62.473]},
    }
    assert found["bbox"] == [13.811, 47.128, 21.337, 62.473]
    assert rendered(root, "de").left_out == ("at-irgendwo",)


@pytest.mark.parametrize(("lat", "lon"), [("999", "13.8"), ("47.1", "9999")])
def test_coordinates_that_are_not_on_earth_are_left_out(lat: str, lon: str, tmp_path: Path) -> None:
    wrong = practice_data(id="at-irgendwo", location={**LUNGAU, "lat": lat, "lon": lon})
    root = write_base(tmp_path, [wrong, practice_data(id="fi-narpes", location=NARPES)])
    found = rendered(root, "de")
    assert found.left_out == ("at-irgendwo",)
    assert json.loads(found.data)["bbox"] == [21.337, 62.473, 21.337, 62.473]


def test_nothing_to_place_is_an_empty_layer_without_a_box(tmp_path: Path) -> None:
    found = layer(write_base(tmp_path, [practice_data()]), "de")
    assert found["features"] == []
    assert "bbox" not in found


def test_properties_say_what_they_are(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.edit(location=LUNGAU)
    bench.update()
    bench.fill("fi", comments=("kb: draft",))
    [feature] = layer(bench.root, "fi", "de")["features"]
    found = feature["properties"]
    assert found["title"] == "fi[Sprachcafé am Dorfplatz]"
    assert (found["title_lang"], found["title_state"]) == ("fi", "draft")
    assert found["title_de"] == "Sprachcafé am Dorfplatz"
    assert (found["title_lang_de"], found["summary_state_de"]) == ("de-AT", "source")
    assert (found["topics"], found["topics_de"]) == (["Kielikahvila"], ["Sprachcafé"])
    assert (found["country"], found["place"], found["precision"]) == ("AT", "Lungau", "region")
    assert (found["start"], found["period_state"]) == ("2016-10-14", "regular-service")
    assert "url" not in found


def test_a_homepage_makes_links(tmp_path: Path) -> None:
    settings = {"homepage": "https://example.org"}
    root = write_base(tmp_path, [practice_data(location=LUNGAU)], settings=settings)
    [feature] = layer(root, "fi")["features"]
    assert feature["properties"]["url"] == "https://example.org/fi/practices/at-sprachcafe"


def test_properties_are_flat_and_alike(tmp_path: Path) -> None:
    title = " ".join(HOSTILE.split())
    practices = [
        practice_data(location=LUNGAU, title=title),
        practice_data(id="fi-narpes", location=NARPES, topics=["language-cafe", "housing"]),
    ]
    found = layer(write_base(tmp_path, practices), "de")["features"]
    assert found[0]["properties"]["title"] == title
    assert len({tuple(one["properties"]) for one in found}) == 1
    for one in found:
        assert not [value for value in one["properties"].values() if isinstance(value, dict)]


def test_members_with_a_meaning_in_geojson_stand_only_where_they_belong() -> None:
    found = layer(SHIPPED, "sv", "fi")
    meant = {"type", "features", "bbox", "geometry", "coordinates", "geometries", "properties"}
    assert meant.intersection(found) == {"type", "features", "bbox"}
    assert "crs" not in found
    assert len(found["features"]) > 50
    for one in found["features"]:
        assert set(one) == {"type", "id", "geometry", "properties"}
        assert set(one["geometry"]) == {"type", "coordinates"}
        west, south, east, north = found["bbox"]
        lon, lat = one["geometry"]["coordinates"]
        assert west <= lon <= east
        assert south <= lat <= north


def test_the_same_base_gives_the_same_bytes() -> None:
    assert rendered(SHIPPED, "fi") == rendered(SHIPPED, "fi")
