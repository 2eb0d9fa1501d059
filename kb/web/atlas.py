"""The maps of pages: one of all countries, and one of each with a mark at every place.

Marks are laid out for a small phone. On a page 320 pixels wide a map has 288; there each mark has
24 by 24 pixels to itself, so that a thumb can meet it. Where places crowd, marks stand beside them
with a line, and where even that finds no room, places share a mark. Nothing here is in a language,
so all pages of a knowledge base share one atlas.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from kb.export.drawing import country_colours
from kb.export.mapframe import WIDTH, Frame, find_frame
from kb.export.mapland import Detail, Land, draw_lands
from kb.export.mapmarks import rank_of, shape_of
from kb.export.outlines import Outlines, load_outlines
from kb.export.projection import Place, Point
from kb.export.spread import Room, spread
from kb.export.svgpath import format_number, format_path

_KEPT = 4
"""Atlases kept in memory: the one of the newest edition, and of some before."""
_OWN = Detail(tolerance=0.3, speck=1, digits=1)
_AROUND = Detail(tolerance=0.8, speck=4, digits=0)
"""Countries around are drawn with a broad edge of their own colour: no gap shows."""
_REACH = 7.15
"""Half the way from mark to mark at least: 12 pixels of a map 288 pixels wide, and a little."""
_SIZE = 5.4
"""Half the width of a mark; what is left around it can be met, too."""
_COVERED = 5.0
"""A mark nearer to its place than this stands on it and needs no line."""
_FARTHEST = 4 * _REACH
"""Farther from their places than this, marks are no help: places share one instead."""
_CROWD = 40
"""More places than these are not tried one by one."""
_TOUCHING = 0.12
_UNKNOWN = "#50545c"


class Site(NamedTuple):
    """A place where practices are."""

    lat: float
    lon: float
    country: str
    """ISO 3166-1 alpha-2."""
    practices: int
    """How many."""

    @property
    def place(self) -> Place:
        """Latitude and longitude."""
        return self.lat, self.lon


class Mark(NamedTuple):
    """A mark on a map."""

    country: str
    sites: tuple[int, ...]
    """Places it stands for, by their number in the list of all places of its country, from 0."""
    practices: int
    """How many are there."""
    x: str
    y: str


class Drawing(NamedTuple):
    """A map before it is written. Its lengths are units of which its width has 170."""

    width: str
    height: str
    around: str
    """The countries around, as one path."""
    lands: tuple[Land, ...]
    """The countries it is about."""
    leaders: str
    """Lines from places to the marks that stand beside them."""
    dots: Mapping[str, str]
    """Points at places by country, as a path of lines without length."""
    marks: tuple[Mark, ...]


class Sign(NamedTuple):
    """How the marks of a country look; the colour is never the only difference."""

    path: str
    middle: str
    """How far below the middle of a mark its number stands."""
    colour: str
    """#rrggbb; white on it is readable."""


class Atlas(NamedTuple):
    """All maps of a knowledge base."""

    overview: Drawing
    """Marks say how many practices are near them."""
    countries: Mapping[str, Drawing]
    """By country, of those that have places."""


@lru_cache(_KEPT)
def draw_atlas(sites: tuple[Site, ...], shown: tuple[str, ...]) -> Atlas | None:
    """All maps; None without the package of outlines, or where there is nothing to show.

    Args:
        sites: places, country by country.
        shown: countries to be seen, whether they have places or not.
    """
    outlines = load_outlines()
    if not outlines or not (sites or any(one in outlines for one in shown)):
        return None
    by_country: dict[str, list[Site]] = {}
    for one in sites:
        by_country.setdefault(one.country, []).append(one)
    return Atlas(
        _overview(sites, shown, outlines),
        {code: _country_map(code, own, outlines) for code, own in by_country.items() if code},
    )


def find_signs(shown: Sequence[str], countries: Sequence[str]) -> dict[str, Sign]:
    """What marks look like, by country.

    Args:
        shown: the countries.
        countries: all of the knowledge base, in order; others share a sign.
    """
    colours = country_colours(countries)
    signs = {}
    for code in shown:
        shape = shape_of(rank_of(code, countries))
        colour = colours[code].strong if code in colours else _UNKNOWN
        signs[code] = Sign(shape.path(_SIZE, 1), format_number(shape.middle * _SIZE, 1), colour)
    return signs


def number_size(number: int) -> str:
    """The size of the letters of a number too long for a mark; "" for the usual one."""
    digits = len(str(number))
    return format_number(12.8 / digits, 1) if digits > 2 else ""


def _overview(sites: Sequence[Site], shown: Sequence[str], outlines: Outlines) -> Drawing:
    """All countries; near places of a country share a mark."""
    frame = find_frame([one.place for one in sites], shown, outlines)
    points = frame.line(one.place for one in sites)
    heaps = _Layout(frame, points, sites).shared(2 * _REACH)
    dots: dict[str, list[Point]] = {}
    for site, point in zip(sites, points, strict=True):
        if all(math.dist(point, one.mark) > _REACH for one in heaps):
            dots.setdefault(site.country, []).append(point)
    drawing = _drawn(frame, outlines, shown, heaps, sites)
    return drawing._replace(dots={code: _dotted(own) for code, own in dots.items()}, leaders="")


def _country_map(code: str, sites: Sequence[Site], outlines: Outlines) -> Drawing:
    """One country, with a mark of its own for each place if there is room."""
    frame = find_frame([one.place for one in sites], (code,), outlines)
    points = frame.line(one.place for one in sites)
    heaps = _Layout(frame, points, sites).shared(0 if len(sites) <= _CROWD else 2 * _REACH)
    return _drawn(frame, outlines, (code,), _in_order(heaps), sites)


def _in_order(heaps: Sequence[_Heap]) -> list[_Heap]:
    """Marks along a country, so that a number is soon found: from north to south, or from west."""
    across, down = zip(*(one.mark for one in heaps), strict=True)
    axis = 0 if max(across) - min(across) > max(down) - min(down) else 1
    return sorted(heaps, key=lambda one: (one.mark[axis], one.sites))


class _Heap(NamedTuple):
    """Places that share a mark."""

    sites: tuple[int, ...]
    home: Point
    """Where they are, on the whole."""
    mark: Point


class _Layout:
    """Where marks stand, and which places share one."""

    def __init__(self, frame: Frame, points: Sequence[Point], sites: Sequence[Site]) -> None:
        self._box = frame.box.grown(-_REACH)
        self._points = points
        self._sites = sites
        self._widest = WIDTH + frame.height

    def shared(self, apart: float) -> list[_Heap]:
        """Marks of which none hides another, and that stand near their places.

        Args:
            apart: places of a country nearer to each other than this share a mark. As long as
                there is no room, more do.
        """
        if not self._points:
            return []
        while True:
            groups = self._gathered(apart)
            homes = [self._middle(one) for one in groups]
            room = Room([_REACH] * len(homes), _COVERED, _REACH, self._box)
            marks = spread(homes, room)
            if apart > self._widest or _is_clear(homes, marks):
                heaps = zip(groups, homes, marks, strict=True)
                return [_Heap(tuple(sorted(one)), home, mark) for one, home, mark in heaps]
            apart = max(_REACH / 2, 1.25 * apart)

    def _gathered(self, apart: float) -> list[list[int]]:
        """Places, those that share a mark together, in the order of the first of each."""
        groups: list[list[int]] = []
        for number, point in enumerate(self._points):
            country = self._sites[number].country
            near = (one for one in groups if self._sites[one[0]].country == country)
            best = min(near, key=lambda one: math.dist(point, self._middle(one)), default=None)
            if best and math.dist(point, self._middle(best)) < apart:
                best.append(number)
            else:
                groups.append([number])
        while pair := self._nearest(groups, apart):
            first, second = pair
            first += second
            groups.remove(second)
        return groups

    def _nearest(
        self, groups: Sequence[list[int]], apart: float
    ) -> tuple[list[int], list[int]] | None:
        """The two groups of a country that are nearest to each other, if they are too near."""
        middles = [self._middle(one) for one in groups]
        countries = [self._sites[one[0]].country for one in groups]
        pairs = [
            (math.dist(middles[one], middles[other]), one, other)
            for one, other in combinations(range(len(groups)), 2)
            if countries[one] == countries[other]
        ]
        distance, one, other = min(pairs, default=(apart, 0, 0))
        return (groups[one], groups[other]) if distance < apart else None

    def _middle(self, group: Sequence[int]) -> Point:
        across, down = zip(*(self._points[one] for one in group), strict=True)
        return sum(across) / len(group), sum(down) / len(group)


def _is_clear(homes: Sequence[Point], marks: Sequence[Point]) -> bool:
    """Whether marks stand apart from each other and near their places."""
    return all(
        math.dist(home, mark) < _FARTHEST for home, mark in zip(homes, marks, strict=True)
    ) and all(
        math.dist(one, other) > 2 * _REACH - _TOUCHING for one, other in combinations(marks, 2)
    )


def _drawn(
    frame: Frame,
    outlines: Outlines,
    shown: Sequence[str],
    heaps: Sequence[_Heap],
    sites: Sequence[Site],
) -> Drawing:
    lands = list(draw_lands(frame, outlines, shown, _OWN, _AROUND))
    moved = [one for one in heaps if math.dist(one.home, one.mark) > _COVERED]
    return Drawing(
        width=format_number(WIDTH, 1),
        height=format_number(frame.height, 1),
        around="".join(one.path for one in lands if not one.is_own),
        lands=tuple(one for one in lands if one.is_own),
        leaders="".join(format_path((one.home, one.mark), closed=False, digits=1) for one in moved),
        dots={sites[0].country: _dotted([one.home for one in moved])} if moved else {},
        marks=tuple(_iter_marks(heaps, sites)),
    )


def _iter_marks(heaps: Sequence[_Heap], sites: Sequence[Site]) -> Iterator[Mark]:
    """Marks, their places counted within each country."""
    numbers: dict[str, int] = {}
    within = []
    for site in sites:
        within.append(numbers.setdefault(site.country, 0))
        numbers[site.country] += 1
    for one in heaps:
        yield Mark(
            sites[one.sites[0]].country,
            tuple(within[number] for number in one.sites),
            sum(sites[number].practices for number in one.sites),
            format_number(one.mark[0], 1),
            format_number(one.mark[1], 1),
        )


def _dotted(points: Sequence[Point]) -> str:
    return "".join(f"M{format_number(x, 1)} {format_number(y, 1)}h0" for x, y in points)
