"""Drawings that all writers share: the colour of each country, and the map of the places.

The map is SVG without words, fonts, styles or scripts: numbers are drawn as lines, so that it
looks the same in a booklet, on a page and in a picture. Lengths are millimetres.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kb.export.description import Map
from kb.export.mapframe import WIDTH, find_frame
from kb.export.mapland import render_graticule, render_lands
from kb.export.mapmarks import Spot, render_marks
from kb.export.outlines import load_outlines
from kb.export.svgpath import format_number

_KEPT = 16
"""Maps kept in memory: a booklet in several languages and formats has the same one."""
SEA = "#eff3f3"


class Colour(NamedTuple):
    """The colour of a country, in three depths, as #rrggbb."""

    strong: str
    """Bands and marks; white text on it is readable (4.5:1)."""
    soft: str
    """Boxes behind text in `ink` or black (7:1)."""
    ink: str
    """Text on white or on `soft` (7:1)."""


_COLOURS = (
    Colour("#b8532b", "#f9e9df", "#6f2d12"),  # brick
    Colour("#18325c", "#e4eaf4", "#18325c"),  # night blue
    Colour("#1b676b", "#def0ee", "#0d4649"),  # spruce
    Colour("#6e2a52", "#f5e5ee", "#571d40"),  # plum
    Colour("#87680a", "#f6eecf", "#574200"),  # ochre
    Colour("#4d5f2c", "#eaf0dc", "#36451b"),  # moss
    Colour("#a2405f", "#f9e5ea", "#6c213a"),  # raspberry
    Colour("#50545c", "#eaebed", "#34373d"),  # slate
)
"""The first four differ by ten steps of lightness (CIE L* 48, 21, 40, 28) and stay apart for eyes
that do not tell red from green."""


def country_colours(countries: Sequence[str]) -> dict[str, Colour]:
    """The colour of each country, by its place in the list; the ninth is that of the first."""
    return {code: _COLOURS[n % len(_COLOURS)] for n, code in enumerate(countries)}


def draw_map(block: Map, countries: Sequence[str]) -> str:
    """The map of a booklet as an SVG picture without words: numbers at their places.

    It is 170 wide and 110 to 200 high. Each mark is a group with the attributes `data-number` and
    `data-country`. Without the package of outlines, lines of latitude and longitude remain.

    Args:
        block: the places.
        countries: all countries of the knowledge base in order, which gives them their colours
            and the shapes of their marks.
    """
    spots = tuple(Spot(one.number, one.lat, one.lon, one.country) for one in block.places)
    return _drawn(spots, block.countries, tuple(countries))


@lru_cache(_KEPT)
def _drawn(spots: tuple[Spot, ...], shown: tuple[str, ...], countries: tuple[str, ...]) -> str:
    outlines = load_outlines()
    frame = find_frame([one.place for one in spots], shown, outlines)
    width, height = format_number(WIDTH), format_number(frame.height)
    body = "\n".join(
        (
            f'<rect width="{width}" height="{height}" fill="{SEA}"/>',
            render_graticule(frame),
            *render_lands(frame, outlines, shown),
            *render_marks(frame, spots, countries, [one.strong for one in _COLOURS]),
        )
    )
    # Two maps on one page must not share a name; the same map always has the same.
    name = "kb-map-" + hashlib.sha256(body.encode("utf-8")).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">\n'
        f'<clipPath id="{name}"><rect width="{width}" height="{height}" rx="3"/></clipPath>\n'
        f'<g clip-path="url(#{name})">\n{body}\n</g>\n</svg>\n'
    )
