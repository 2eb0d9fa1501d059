"""What takes place: visits, meetings of groups and events of practices, for a list of dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kb.export.description import Text
from kb.export.pieces import describe_days, noted_title
from kb.model import Event, Group, Practice, Record, Visit
from kb.model.base import PeriodState
from kb.model.types import TBA
from kb.web.page import Reader
from kb.web.pages.visits import is_to_come


class Happening(NamedTuple):
    """Something that takes place."""

    title: Text
    href: str
    days: Text
    """When, or that this is to be announced."""
    place: str
    """Place and country in words."""
    country: str
    """ISO 3166-1 alpha-2; empty where not known."""
    owner: Text | None
    """The practice or group it belongs to; None for a visit."""
    start: str
    """ISO date of any precision, or "tba"."""


class Dates(NamedTuple):
    """What takes place."""

    coming: list[Happening]
    """What is not over yet, the next first."""
    undated: list[Happening]
    """What is announced without a date, as long as that which it belongs to goes on."""


def find_dates(reader: Reader) -> Dates:
    """What is to come."""
    found = [*_iter_visits(reader), *_iter_meetings(reader), *_iter_events(reader)]
    dated = [one for one in found if one.start != TBA]
    return Dates(
        sorted(dated, key=lambda one: one.start), [one for one in found if one.start == TBA]
    )


def find_past(reader: Reader) -> list[Happening]:
    """Visits that are over, the last one first."""
    past = [
        _visit(reader, one)
        for one in reader.edition.shelf.iter_visits()
        if not is_to_come(one.start, one.end, reader.today)
    ]
    return sorted(past, key=lambda one: one.start, reverse=True)


def _iter_visits(reader: Reader) -> Iterator[Happening]:
    shelf = reader.edition.shelf
    for visit in shelf.iter_visits():
        project = shelf.find_project(visit.part_of)
        is_over = bool(project and project.period and _is_over(project.period.state))
        is_open = is_to_come(visit.start, visit.end, reader.today)
        if is_open and not (is_over and visit.start == TBA):
            yield _visit(reader, visit)


def _iter_meetings(reader: Reader) -> Iterator[Happening]:
    for group in reader.edition.shelf.iter_groups():
        for event in group.meetings:
            if is_to_come(event.date, event.end, reader.today):
                yield _event(reader, group, "group", event)


def _iter_events(reader: Reader) -> Iterator[Happening]:
    shelf = reader.edition.shelf
    # A practice that a group describes tells of that group's meetings.
    described = {one.practice for one in shelf.iter_groups() if one.meetings}
    for practice in shelf.practices:
        is_over = bool(practice.period and _is_over(practice.period.state))
        is_vague = is_over or practice.id in described
        for event in practice.events:
            is_open = is_to_come(event.date, event.end, reader.today)
            if is_open and not (is_vague and event.date == TBA):
                yield _event(reader, practice, "practice", event)


def _is_over(state: PeriodState) -> bool:
    return state is PeriodState.FINISHED


def _visit(reader: Reader, visit: Visit) -> Happening:
    voices = reader.voices
    return Happening(
        noted_title(voices, visit, "visit")[0],
        reader.links.page("visit", visit.id),
        describe_days(voices, visit.start, visit.end)[0],
        _place(reader, visit.place, visit.country),
        visit.country,
        None,
        visit.start,
    )


def _event(reader: Reader, record: Practice | Group, kind: str, event: Event) -> Happening:
    voices = reader.voices
    field = "events.title" if kind == "practice" else "meetings.title"
    country = event.country or _country_of(record)
    place = event.place or (record.place if isinstance(record, Group) else None)
    return Happening(
        voices.of(record, kind).line(field, event.title)[0],
        reader.links.page(kind, record.id),
        describe_days(voices, event.date, event.end)[0],
        _place(reader, place, country),
        country,
        _name(reader, record, kind),
        event.date,
    )


def _name(reader: Reader, record: Record, kind: str) -> Text:
    return reader.voices.of(record, kind).title[0]


def _country_of(record: Practice | Group) -> str:
    if isinstance(record, Group):
        return record.country
    return record.location.country if record.location else ""


def _place(reader: Reader, place: str | None, country: str) -> str:
    named = "" if place == TBA else place
    code = reader.voices.country(country)[0].value if country else ""
    return ", ".join(filter(None, (named, code)))
