"""The map of a booklet: where its practices are, and where a visit stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.export.description import Item, Map, Passage, Place, Section
from kb.export.projection import place_of
from kb.export.voices import Voices
from kb.model import Practice, Visit
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext

_DIGITS = 2
"""Decimals of a degree within which two points are one: about a kilometre."""


Point = tuple[float, float]
"""Rounded latitude and longitude."""


class _Point(NamedTuple):
    lat: float
    lon: float
    country: str
    name: Passage
    item: Item


def describe_map(
    voices: Voices, by_country: Mapping[str, Sequence[Practice]], visit: Visit | None
) -> Iterator[Section]:
    """The section with the map; none where nothing has coordinates, or none that lie on earth.

    Args:
        voices: the languages of the booklet.
        by_country: the practices by country code.
        visit: whose stops are shown, too.
    """
    points = [*_practice_points(voices, by_country), *_stop_points(voices, visit)]
    if not points:
        return
    places = _numbered(points)
    countries = dict.fromkeys((*filter(None, by_country), *(one.country for one in places)))
    alt = voices.say(lambda _lang: _("Map of the places; the list below says what is where."))
    title = voices.say(lambda _lang: pgettext("booklet", "Map"))
    yield Section("part--map", title, "part", (Map(places, tuple(countries), alt),))


def gather_by_point(practices: Sequence[Practice]) -> list[list[Practice]]:
    """Practices that are at one point together; those without coordinates on earth left out."""
    groups: dict[Point, list[Practice]] = {}
    for one in practices:
        location = one.location
        place = place_of(location.lat, location.lon) if location else None
        if place:
            groups.setdefault(_point(place), []).append(one)
    return list(groups.values())


def _practice_points(
    voices: Voices, by_country: Mapping[str, Sequence[Practice]]
) -> Iterator[_Point]:
    for code, practices in by_country.items():
        for one in practices:
            location = one.location
            place = place_of(location.lat, location.lon) if location else None
            if location and place:
                name = voices.same(location.municipality or location.place)
                item = Item(voices.of(one).title, target=one.id)
                yield _Point(*place, code, name, item)


def _stop_points(voices: Voices, visit: Visit | None) -> Iterator[_Point]:
    for stop in visit.programme if visit else ():
        if visit and (place := place_of(stop.lat, stop.lon)):
            title = voices.of(visit, "visit").line("programme.title", stop.title)
            item = Item(title, target=stop.practice or "")
            yield _Point(*place, visit.country, voices.same(stop.place), item)


def _numbered(points: Sequence[_Point]) -> tuple[Place, ...]:
    """Places, each with all that is at the same point."""
    groups: dict[Point, list[_Point]] = {}
    for one in points:
        groups.setdefault(_point((one.lat, one.lon)), []).append(one)
    return tuple(
        Place(
            number,
            same[0].lat,
            same[0].lon,
            same[0].country,
            same[0].name,
            tuple(one.item for one in same),
        )
        for number, same in enumerate(groups.values(), 1)
    )


def _point(place: tuple[float, float]) -> Point:
    return round(place[0], _DIGITS), round(place[1], _DIGITS)
