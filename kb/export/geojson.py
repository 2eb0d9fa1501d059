"""Practices on a map, as GeoJSON (RFC 7946): for geographical information systems."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kb.export.addresses import Addresses
from kb.export.data import concept_labels, labels_of, whole_text
from kb.export.projection import place_of
from kb.export.shelf import Shelf
from kb.model import Practice
from kb.model.base import Location

Plain = dict[str, Any]


class GeoJson(NamedTuple):
    """A map layer, and what it lacks."""

    data: bytes
    """A FeatureCollection in UTF-8."""
    left_out: tuple[str, ...]
    """Ids of the practices without coordinates, or with such as no place on earth has."""


def render_geojson(shelf: Shelf, langs: Sequence[str]) -> GeoJson:
    """The practices of a shelf that have coordinates, one point each.

    Properties are flat, as such systems want them. Texts of the first language stand under their
    plain name ("title"), those of others behind their language's ("title_de").

    Args:
        shelf: what may leave the house.
        langs: languages of the texts, BCP 47.
    """
    placed = [(one, point) for one in shelf.practices if (point := _point(one.location))]
    is_placed = {one.id for one, _point in placed}
    settings = shelf.settings
    titles = labels_of(settings.title, langs[:1], settings.fallback)
    layer: Plain = {
        "type": "FeatureCollection",
        # GeoJSON knows neither names nor licences; readers take or leave such members.
        "name": next((one.text for one in titles.values()), None),
        "licence": settings.licence,
        "features": [_feature(shelf, one, point, langs) for one, point in placed],
    }
    if placed:
        layer["bbox"] = _box([point for _one, point in placed])
    return GeoJson(
        f"{json.dumps(layer, ensure_ascii=False, indent=2)}\n".encode(),
        tuple(one.id for one in shelf.practices if one.id not in is_placed),
    )


def _point(location: Location | None) -> tuple[float, float] | None:
    """Longitude and latitude, in this order."""
    place = place_of(location.lat, location.lon) if location else None
    return place and (place[1], place[0])


def _box(points: Sequence[tuple[float, float]]) -> list[float]:
    """West, south, east and north of all points."""
    lons, lats = zip(*points, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]


def _feature(
    shelf: Shelf, practice: Practice, point: tuple[float, float], langs: Sequence[str]
) -> Plain:
    return {
        "type": "Feature",
        "id": practice.id,
        "geometry": {"type": "Point", "coordinates": list(point)},
        "properties": {**_facts(shelf, practice), **dict(_words(shelf, practice, langs))},
    }


def _facts(shelf: Shelf, practice: Practice) -> Plain:
    location, period = practice.location, practice.period
    return {
        "id": practice.id,
        "country": location.country if location else None,
        "nuts": location.nuts if location else None,
        "municipality": location.municipality if location else None,
        "place": location.place if location else None,
        "precision": location.precision if location else None,
        "start": period.start if period else None,
        "end": period.end if period else None,
        "period_state": period.state if period else None,
        "topic_ids": list(practice.topics),
        "licence": practice.licence or shelf.settings.licence,
    }


def _words(shelf: Shelf, practice: Practice, langs: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Texts and labels in each language, as (name of the property, value)."""
    for number, lang in enumerate(langs):
        suffix = f"_{lang}" if number else ""
        texts = shelf.texts(practice, lang)
        for field, text in (("title", practice.title), ("summary", practice.summary)):
            shown = whole_text(texts, field, text) if text else {}
            yield f"{field}{suffix}", shown.get("text")
            yield f"{field}_lang{suffix}", shown.get("lang")
            yield f"{field}_state{suffix}", shown.get("state")
        yield f"topics{suffix}", _topics(shelf, practice, lang)
        if url := Addresses(shelf.settings).page(lang, "practices", practice.id):
            yield f"url{suffix}", url


def _topics(shelf: Shelf, practice: Practice, lang: str) -> list[str]:
    """What the topics are called; the id of one that nobody knows."""
    known = shelf.vocabularies.get("topics")
    labels = (
        (one, concept_labels(known.find(one) if known else None, [lang], shelf.settings.fallback))
        for one in practice.topics
    )
    return [found[lang].text if found else topic for topic, found in labels]
