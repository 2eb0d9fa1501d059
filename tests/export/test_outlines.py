"""Outlines of countries, read from the installed package."""

from __future__ import annotations

import sys

import pytest

from kb.export.outlines import STRAY, Outlines, joined, load_outlines
from kb.export.projection import Place, is_inside


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return load_outlines()


def holders_of(place: Place, outlines: Outlines, among: list[str]) -> list[str]:
    """The countries in whose outline a place lies, holes taken out."""
    return [
        code for code in among if sum(is_inside(place, ring) for ring in outlines[code]) % 2 == 1
    ]


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ((47.80, 13.05), "AT"),
        ((50.94, 6.96), "DE"),
        ((62.24, 25.75), "FI"),
        ((57.6, 18.5), "SE"),  # Gotland
        ((60.2, 20.0), "FI"),  # Åland, which has a code of its own
        ((60.4, 6.3), "NO"),  # without a code in the data
        ((48.86, 2.35), "FR"),  # likewise
        ((42.6, 21.0), "XK"),
        ((35.25, 33.4), "CY"),  # the north of Cyprus
        ((45.3, 34.4), "UA"),  # Crimea
        ((49.0, 32.0), "UA"),
        ((55.7, 37.6), "RU"),
    ],
    ids=str,
)
def test_a_place_lies_in_its_country_only(place: Place, country: str, outlines: Outlines) -> None:
    among = ["AT", "DE", "FI", "SE", "NO", "FR", "XK", "RS", "CY", "UA", "RU", "DK"]
    assert holders_of(place, outlines, among) == [country]


def test_a_country_within_another_is_a_hole(outlines: Outlines) -> None:
    assert holders_of((-29.6, 28.2), outlines, ["ZA", "LS"]) == ["LS"]
    assert holders_of((43.94, 12.46), outlines, ["IT", "SM"]) == ["SM"]


def test_nearly_every_country_of_iso_3166_is_there(outlines: Outlines) -> None:
    assert len(outlines) > 230
    assert all(len(code) == 2 and code.isalpha() for code in outlines)
    assert "TW" in outlines
    assert "ZZ" not in outlines
    with pytest.raises(KeyError):
        outlines["ZZ"]


def test_crimea_and_ukraine_have_no_border_between_them(outlines: Outlines) -> None:
    largest = max(outlines["UA"], key=len)
    assert is_inside((45.3, 34.4), largest)
    assert is_inside((49.0, 32.0), largest)


def test_no_ring_goes_far_beyond_the_points_that_are_looked_at_first() -> None:
    outlines = load_outlines()
    looked_at: list[list[Place]] = []

    def note(places: list[Place]) -> bool:
        looked_at.append(places)
        return True

    for code in ("LY", "TD", "CA", "RU", "AQ", "AT"):
        looked_at.clear()
        rings = outlines.near(code, note)
        if code != "RU":
            assert rings == outlines[code]
        spans = {places[0]: places for places in looked_at}
        for ring in rings:
            some = next(spans[one] for one in (ring[-1], ring[0]) if one in spans)
            for axis in (0, 1):
                assert min(one[axis] for one in ring) > min(one[axis] for one in some) - STRAY
                assert max(one[axis] for one in ring) < max(one[axis] for one in some) + STRAY


def test_near_rings_are_those_of_the_whole_country(outlines: Outlines) -> None:
    for code in ("RU", "UA", "FI", "CY", "ZA"):
        assert load_outlines().near(code, lambda _ring: True) == outlines[code]
    assert outlines.near("FI", lambda _ring: False) == []
    european = load_outlines().near("FR", lambda ring: ring[0][0] > 40)
    assert 0 < len(european) < len(outlines["FR"])


def test_squares_side_by_side_become_one() -> None:
    left: list[Place] = [(0, 0), (0, 1), (1, 1), (1, 0)]
    right: list[Place] = [(0, 1), (0, 2), (1, 2), (1, 1)]
    (ring,) = joined([left, right])
    assert sorted(ring) == sorted({*left, *right})
    assert is_inside((0.5, 0.5), ring)
    assert is_inside((0.5, 1.5), ring)
    assert joined([left]) == [left]
    assert joined([]) == []


def test_without_the_package_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "geo_intel_offline", None)
    assert not load_outlines()
