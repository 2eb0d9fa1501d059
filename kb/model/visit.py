"""An exchange visit: host, dates, travellers, programme and questions."""

from __future__ import annotations

from kb.model.base import Link, Part, Record, Source, Status
from kb.model.types import (
    Count,
    Country,
    DateOrTba,
    Degrees,
    Filled,
    Id,
    Item,
    LanguageTag,
    LongText,
    PartialDate,
    Title,
)


class Participants(Part):
    """Travellers from one partner, and the languages they speak."""

    partner: Id | None = None
    """Id of the partner they come from."""
    name: Filled | None = None
    """Name of an organisation without a record of its own."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code."""
    languages: tuple[LanguageTag, ...] = ()
    """Languages they want to read."""
    count: Count | None = None
    """How many people come."""


class Stop(Part):
    """One point of the programme."""

    title: Title
    """What takes place."""
    date: DateOrTba
    """ISO date, or "tba"."""
    start: Filled | None = None
    """Local time it starts, such as 09:30."""
    end: Filled | None = None
    """Local time it ends."""
    place: Filled | None = None
    """Where it takes place."""
    lat: Degrees | None = None
    """Latitude in degrees north (WGS 84)."""
    lon: Degrees | None = None
    """Longitude in degrees east (WGS 84)."""
    practice: Id | None = None
    """Id of the practice that is visited."""
    note: Item | None = None
    """What travellers need to know."""


class Visit(Record):
    """An exchange visit to a partner region."""

    language: LanguageTag
    """Language the record is written in, with region."""
    status: Status = Status.DRAFT
    """Draft, submitted, published or archived."""
    title: Title
    """What it is called."""
    summary: LongText | None = None
    """What it is about."""
    host: Id | None = None
    """Id of the partner that hosts it."""
    country: Country
    """ISO 3166-1 alpha-2 code of the country visited."""
    place: Filled | None = None
    """Where it takes place; "tba" where not known."""
    start: DateOrTba
    """First day, or "tba"."""
    end: PartialDate | None = None
    """Last day."""
    timezone: Filled | None = None
    """IANA name of the time zone, such as Europe/Vienna."""
    participants: tuple[Participants, ...] = ()
    """Who travels."""
    attendance: Count | None = None
    """How many people took part."""
    programme: tuple[Stop, ...] = ()
    """What happens when and where."""
    practices: tuple[Id, ...] = ()
    """Ids of the practices it is about."""
    further_practices: tuple[Id, ...] = ()
    """Ids of practices that are not part of the programme, but worth reading for it."""
    questions: tuple[Item, ...] = ()
    """Questions to the hosts."""
    part_of: Id | None = None
    """Id of the project it belongs to."""
    links: tuple[Link, ...] = ()
    """Pages worth reading on."""
    sources: tuple[Source, ...] = ()
    """Where the facts were read."""
    former_ids: tuple[Id, ...] = ()
    """Ids it had before; old links lead here."""
