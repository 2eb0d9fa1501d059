"""The map: all countries at a glance, then each with its places and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.description import Text
from kb.export.places import gather_by_point
from kb.model import Practice
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.web.atlas import Drawing, Mark, Sign, Site, draw_atlas, find_signs, number_size
from kb.web.cards import count_practices
from kb.web.page import Page, Reader
from kb.web.pages.bycountry import in_order, name_of
from kb.web.pages.practices import country_of
from kb.words.languages import primary


class Entry(NamedTuple):
    """A practice in the list beside a map."""

    title: Text
    """With the name of its language where that is another than the reader's."""
    href: str


class PlaceLine(NamedTuple):
    """A place in the list beside a map."""

    name: Text | None
    entries: Sequence[Entry]


class Numbered(NamedTuple):
    """Places that share a mark, mostly one."""

    number: int
    """As on the map; 0 where there is none."""
    anchor: str
    places: Sequence[PlaceLine]


class MapLink(NamedTuple):
    """A mark that leads to its places in the list."""

    x: str
    y: str
    number: int
    size: str
    """Of the letters of its number."""
    href: str
    name: str
    """What it leads to: places and number of practices."""


@dataclass(frozen=True)
class CountryMap:
    """A country with its places.

    Attributes:
        code: ISO 3166-1 alpha-2; empty for practices without a country.
        name: what it is called.
        anchor: id of its heading.
        href: page of the country; empty where it has none.
        words: how many practices, in words.
        sign: what its marks look like.
        drawing: its map; None where it cannot be drawn.
        marks: the marks on it, in the order of their numbers.
        label: what the map is called when read aloud.
        numbered: places and what is there.
        unplaced: practices without a point on the map.
    """

    code: str
    name: str
    anchor: str
    href: str
    words: str
    sign: Sign
    drawing: Drawing | None
    marks: Sequence[MapLink]
    label: str
    numbered: Sequence[Numbered]
    unplaced: Sequence[Entry]


class CountryMarks(NamedTuple):
    """The marks of a country among all countries; together they lead to its own map."""

    code: str
    name: str
    words: str
    """How many practices, in words."""
    href: str
    sign: Sign
    dots: str
    marks: Sequence[tuple[Mark, str]]
    """Each with the size of the letters of its number."""


@dataclass(frozen=True)
class Overview:
    """All countries at a glance.

    Attributes:
        drawing: the map; None where it cannot be drawn.
        label: what it is called when read aloud.
        countries: those that have practices, in order.
    """

    drawing: Drawing | None
    label: str
    countries: Sequence[CountryMarks]


@dataclass(frozen=True)
class MapPage:
    """The map.

    Attributes:
        lead: how many practices in how many places; empty for none.
        overview: all countries at a glance.
        countries: each of them.
    """

    lead: str
    overview: Overview
    countries: Sequence[CountryMap]


def make_map(reader: Reader) -> Page:
    """The map of all practices."""
    places = _Places(reader)
    data = MapPage(
        _lead(reader, places),
        make_overview(reader, places),
        [_country_map(reader, places, code) for code in places.codes],
    )
    description = _("The places of all good practices on maps, and what is there.")
    return Page("map.html.j2", pgettext("page", "Map"), data, description, main="map")


class _Places:
    """Practices by country and by place, and the maps of these."""

    def __init__(self, reader: Reader) -> None:
        found: dict[str, list[Practice]] = {}
        for one in reader.edition.shelf.practices:
            found.setdefault(country_of(one) or "", []).append(one)
        countries = tuple(reader.edition.settings.countries)
        self.codes = in_order(reader, found)
        self.practices = {code: found[code] for code in self.codes}
        self.places = {code: gather_by_point(own) for code, own in self.practices.items()}
        self.signs = find_signs(self.codes, countries)
        shown = dict.fromkeys((*countries, *filter(None, self.codes)))
        self.atlas = draw_atlas(tuple(self._sites()), tuple(shown))
        """None where maps cannot be drawn."""

    @property
    def count(self) -> int:
        """How many places."""
        return sum(map(len, self.places.values()))

    def _sites(self) -> Iterator[Site]:
        for code, places in self.places.items():
            for practices in places:
                where = practices[0].location
                if where and where.lat is not None and where.lon is not None:
                    yield Site(where.lat, where.lon, code, len(practices))


def make_overview(reader: Reader, places: _Places | None = None) -> Overview:
    """All countries at a glance, each with a link to its own map."""
    places = places or _Places(reader)
    atlas = places.atlas
    marks = atlas.overview.marks if atlas else ()
    page = "" if reader.address.kind == "map" else reader.links.page("map")
    return Overview(
        atlas.overview if atlas else None,
        _("Map of all countries"),
        [
            CountryMarks(
                code,
                name_of(code, reader.lang),
                count_practices(len(places.practices[code]), reader.lang),
                f"{page}#{_anchor(code)}",
                places.signs[code],
                atlas.overview.dots.get(code, "") if atlas else "",
                [(one, number_size(one.practices)) for one in marks if one.country == code],
            )
            for code in places.codes
        ],
    )


def _country_map(reader: Reader, places: _Places, code: str) -> CountryMap:
    name = name_of(code, reader.lang)
    atlas = places.atlas
    drawing = atlas.countries.get(code) if atlas else None
    numbered = list(_iter_numbered(reader, code, places, drawing))
    has_page = code in reader.edition.shelf.country_codes()
    placed = {one.id for practices in places.places[code] for one in practices}
    return CountryMap(
        code,
        name,
        _anchor(code),
        reader.links.page("country", code.lower()) if has_page else "",
        count_practices(len(places.practices[code]), reader.lang),
        places.signs[code],
        drawing,
        _links(reader, drawing.marks, numbered) if drawing else (),
        _("Map of %(country)s") % {"country": name},
        numbered,
        [_entry(reader, one) for one in places.practices[code] if one.id not in placed],
    )


def _iter_numbered(
    reader: Reader, code: str, places: _Places, drawing: Drawing | None
) -> Iterator[Numbered]:
    """Places by mark; each for itself where there is no map."""
    lines = [
        PlaceLine(_name_of(reader, practices), [_entry(reader, one) for one in practices])
        for practices in places.places[code]
    ]
    groups = [one.sites for one in drawing.marks] if drawing else [(n,) for n in range(len(lines))]
    for number, sites in enumerate(groups, 1):
        anchor = f"{_anchor(code)}-{number}"
        yield Numbered(number if drawing else 0, anchor, [lines[one] for one in sites])


def _entry(reader: Reader, practice: Practice) -> Entry:
    return Entry(reader.voices.of(practice).title[0], reader.links.page("practice", practice.id))


def _name_of(reader: Reader, practices: Sequence[Practice]) -> Text | None:
    """What a place is called: words of an entry, which are never translated."""
    for one in practices:
        where = one.location
        name = (where.municipality or where.place) if where else None
        if name:
            is_foreign = primary(one.language) != primary(reader.lang)
            return Text(name, one.language if is_foreign else reader.lang)
    return None


def _links(reader: Reader, marks: Sequence[Mark], numbered: Sequence[Numbered]) -> list[MapLink]:
    return [
        MapLink(
            mark.x,
            mark.y,
            one.number,
            number_size(one.number),
            f"#{one.anchor}",
            _mark_name(reader, one, mark.practices),
        )
        for mark, one in zip(marks, numbered, strict=True)
    ]


def _mark_name(reader: Reader, numbered: Numbered, count: int) -> str:
    """What a mark is called when read aloud, and when pointed at."""
    names = [one.name.value for one in numbered.places if one.name]
    params = {
        "number": numbered.number,
        "place": "; ".join(names),
        "practices": count_practices(count, reader.lang),
    }
    if not names:
        # Translators: a mark on the map: its number, and how many practices are there.
        return _("%(number)s: %(practices)s") % params
    # Translators: a mark on the map: its number, the place, and how many practices are there.
    return _("%(number)s. %(place)s: %(practices)s") % params


def _anchor(code: str) -> str:
    return f"map-{code.lower() or 'none'}"


def _lead(reader: Reader, places: _Places) -> str:
    number = len(reader.edition.shelf.practices)
    if not number:
        return ""
    words = ngettext(
        "%(practices)s in %(num)d place.",
        "%(practices)s in %(num)d places.",
        places.count,
    )
    return words % {"practices": count_practices(number, reader.lang), "num": places.count}
