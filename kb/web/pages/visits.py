"""Exchange visits: those to come, those without a date, and those that took place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kb.export.description import Text
from kb.export.pieces import describe_days, noted_title
from kb.model import Visit
from kb.model.types import TBA
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.cards import Label, count_practices
from kb.web.page import Page, Reader


class VisitLine(NamedTuple):
    """A visit in a list."""

    title: Text
    """With a note where it is no reviewed text in the page's language."""
    href: str
    days: Text
    """When it takes place, or that this is not fixed."""
    country: str
    """ISO 3166-1 alpha-2."""
    place: str
    """Place and country in words."""
    host: Label | None
    practices: str
    """How many practices it is about, in words; empty for none."""
    pack: str
    """Link to the file to take along; empty where it cannot be had."""


@dataclass(frozen=True)
class VisitsPage:
    """All visits.

    Attributes:
        coming: those that are not over, the next one first.
        undated: those whose date is not fixed or not known.
        past: those that are over, the last one first.
    """

    coming: Sequence[VisitLine]
    undated: Sequence[VisitLine]
    past: Sequence[VisitLine]


def make_visits(reader: Reader) -> Page:
    """The list of all visits."""
    visits = list(reader.edition.shelf.iter_visits())
    dated = [one for one in visits if one.start != TBA]
    coming = [one for one in dated if is_to_come(one.start, one.end, reader.today)]
    past = [one for one in dated if not is_to_come(one.start, one.end, reader.today)]
    data = VisitsPage(
        visit_lines(reader, sorted(coming, key=_first_day)),
        visit_lines(reader, [one for one in visits if one.start == TBA]),
        visit_lines(reader, sorted(past, key=_first_day, reverse=True)),
    )
    description = _("Visits and conferences of the partners: dates, places and what was seen.")
    title = pgettext("page", "Exchange visits")
    return Page("visits.html.j2", title, data, description, main="visits")


def visit_lines(reader: Reader, visits: Iterable[Visit]) -> list[VisitLine]:
    """Visits as lists show them."""
    return [_line(reader, one) for one in visits]


def latest_first(visits: Iterable[Visit]) -> list[Visit]:
    """Visits from the newest to the oldest; those without a date come first."""
    return sorted(visits, key=_first_day, reverse=True)


def is_to_come(start: str, end: str | None, today: date) -> bool:
    """Whether something is not over yet.

    Args:
        start: ISO date of any precision, or "tba".
        end: the last day, where it lasts longer.
        today: the day it is asked.
    """
    last = end or start
    # Of a date without a day, the whole month or year is taken.
    return last == TBA or last >= today.isoformat()[: len(last)]


def _first_day(visit: Visit) -> tuple[str, str]:
    return visit.start, visit.id


def _line(reader: Reader, visit: Visit) -> VisitLine:
    voices, links = reader.voices, reader.links
    host = voices.shelf.find_partner(visit.host)
    practices, _hidden = reader.edition.base.practices_of(visit)
    place = "" if visit.place == TBA else visit.place
    country = voices.country(visit.country)[0].value
    return VisitLine(
        noted_title(voices, visit, "visit")[0],
        links.page("visit", visit.id),
        describe_days(voices, visit.start, visit.end)[0],
        visit.country,
        ", ".join(filter(None, (place, country))),
        Label(Text(host.name, host.language), links.page("partner", host.id)) if host else None,
        count_practices(len(practices), reader.lang) if practices else "",
        links.file("visit-pack", visit.id),
    )
