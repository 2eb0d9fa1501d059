"""Checks of single parts wherever they stand: dates, figures, sources, people, organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from kb.content.checks.faults import Case, Fault, iter_parts
from kb.content.checks.places import (
    check_location,
    check_nuts,
    check_stop,
)
from kb.model import Event, Group, Partner, Visit
from kb.model.base import Location, Period, Result
from kb.model.group import Member
from kb.model.practice import Contact, Funding, Organisation
from kb.model.project import Claim
from kb.model.types import TBA, is_before
from kb.model.visit import Stop
from kb.model.vocabulary import Concept

PartCheck: TypeAlias = Callable[[Any, Case], Iterator[Fault]]
"""Judges one part; the paths of its faults begin at the part."""


def check_period(part: Period | Claim | Visit, case: Case) -> Iterator[Fault]:
    """The end comes after the start."""
    if part.start and part.start != TBA and part.end and is_before(part.end, part.start):
        yield Fault("KB301", ("end",), {"start": part.start, "end": part.end})


def check_event(part: Event, case: Case) -> Iterator[Fault]:
    """An event ends after it begins."""
    if part.end and part.date != TBA and is_before(part.end, part.date):
        yield Fault("KB301", ("end",), {"start": part.date, "end": part.end})


def check_figure(part: Result, case: Case) -> Iterator[Fault]:
    """A figure says what it counts, and whether it was reached or aimed at."""
    if part.value is None:
        return
    missing = [name for name in ("indicator", "kind") if not getattr(part, name)]
    if missing:
        yield Fault("KB311", ("value",), {"value": str(part.value), "missing": ", ".join(missing)})


def check_source_numbers(part: Result | Funding, case: Case) -> Iterator[Fault]:
    """Numbers of sources lead to one in the list."""
    if "sources" in case.dropped:
        return
    count = len(getattr(case.record, "sources", ()))
    for place, number in enumerate(part.source):
        if not 1 <= number <= count:
            yield Fault("KB304", ("source", place), {"value": str(number), "count": str(count)})


def check_consent(part: Contact, case: Case) -> Iterator[Fault]:
    """A person is named only with consent."""
    personal = [name for name in ("name", "email", "phone") if getattr(part, name)]
    if personal and part.consent is None:
        yield Fault("KB305", (personal[0],))


def check_named(part: Organisation | Member, case: Case) -> Iterator[Fault]:
    """An organisation is a partner or has a name."""
    if not part.partner and not part.name:
        yield Fault("KB310")


PART_CHECKS: Mapping[type[BaseModel], tuple[PartCheck, ...]] = {
    Period: (check_period,),
    Claim: (check_period,),
    Event: (check_event,),
    Result: (check_figure, check_source_numbers),
    Funding: (check_source_numbers,),
    Contact: (check_consent,),
    Organisation: (check_named,),
    Member: (check_named,),
    Location: (check_location, check_nuts),
    Partner: (check_nuts,),
    Group: (check_nuts,),
    Concept: (check_nuts,),
    Visit: (check_period,),
    Stop: (check_stop,),
}


def check_parts(case: Case) -> Iterator[Fault]:
    """All checks of parts on all parts of a record."""
    for path, part in iter_parts(case.record):
        for check in PART_CHECKS.get(type(part), ()):
            for fault in check(part, case):
                yield Fault(fault.code, (*path, *fault.path), fault.params)
