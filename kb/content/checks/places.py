"""Checks of places: coordinates, regions, countries and the folder of the file."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.checks.faults import Case, Fault, near
from kb.errors import N_
from kb.model import Group, Partner, Practice, Settings, Visit
from kb.model.base import Location
from kb.model.visit import Stop
from kb.model.vocabulary import Concept

_WORLD = (-90.0, -180.0, 90.0, 180.0)
_NUTS_COUNTRIES = {"EL": "GR", "UK": "GB"}
"""Where NUTS writes a country differently from ISO 3166-1."""


def check_location(part: Location, case: Case) -> Iterator[Fault]:
    """Coordinates are a pair, lie in the country, and say how exact they are."""
    yield from _coordinates(part.lat, part.lon, part.country, case.known.content.settings)
    if part.lat is not None and part.lon is not None and part.precision is None:
        yield Fault("KB312", ("lat",))


def check_stop(part: Stop, case: Case) -> Iterator[Fault]:
    """A stop's coordinates lie in the country that is visited."""
    if isinstance(case.record, Visit):
        country = case.record.country
        yield from _coordinates(part.lat, part.lon, country, case.known.content.settings)


def _coordinates(
    lat: float | None, lon: float | None, country: str, settings: Settings
) -> Iterator[Fault]:
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        given, lacking = ("lon", "lat") if lat is None else ("lat", "lon")
        yield Fault("KB314", (given,), {"key": given, "other": lacking})
        return
    frame = settings.countries.get(country)
    bounds = frame.bounds if frame else _WORLD
    if _inside(lat, lon, bounds):
        return
    swapped = f"lat: {lon:g}, lon: {lat:g}" if _inside(lon, lat, bounds) else None
    params = {"value": f"{lat:g}, {lon:g}", "country": country if frame else N_("the world")}
    yield Fault("KB302", ("lat",), params | near(swapped))


def _inside(lat: float, lon: float, bounds: tuple[float, float, float, float]) -> bool:
    south, west, north, east = bounds
    return south <= lat <= north and west <= lon <= east


def check_nuts(part: Location | Partner | Group | Concept, case: Case) -> Iterator[Fault]:
    """The region lies in the country."""
    if not part.nuts or not part.country:
        return
    prefix = part.nuts[:2]
    if _NUTS_COUNTRIES.get(prefix, prefix) != part.country:
        yield Fault("KB303", ("nuts",), {"value": part.nuts, "country": part.country})


def check_folder(case: Case) -> Iterator[Fault]:
    """A practice's id and country fit the folder its file lies in."""
    record = case.record
    if not isinstance(record, Practice):
        return
    folder = case.file.parent.name
    if not record.id.startswith(f"{folder}-"):
        yield Fault("KB308", (), {"id": record.id, "wanted": f"{folder}-{record.id}"})
    if record.location and record.location.country.lower() != folder:
        country = record.location.country
        yield Fault("KB313", ("location", "country"), {"country": country, "folder": folder})
