"""A moderated working group: its purpose, members, meetings, press and small projects."""

from __future__ import annotations

from kb.model.base import Event, Part, Press, Record, Source, Status
from kb.model.types import Country, Filled, Id, Item, LanguageTag, LongText, Nuts, Title, Url


class Member(Part):
    """A member of the group or of its steering: a partner by id, or any other by name."""

    partner: Id | None = None
    """Id of a partner record."""
    name: Filled | None = None
    """Name of an organisation without a record of its own."""


class SmallProject(Part):
    """A small project that grew out of the group."""

    title: Title
    """What it is called."""
    text: Item | None = None
    """What it does."""
    practice: Id | None = None
    """Id of the practice, if it has one."""


class Group(Record):
    """A working group that meets."""

    language: LanguageTag
    """Language the record is written in, with region."""
    status: Status = Status.DRAFT
    """Draft, submitted, published or archived."""
    name: Title
    """What it is called."""
    host: Id
    """Id of the partner that hosts it."""
    country: Country
    """ISO 3166-1 alpha-2 code."""
    nuts: Nuts | None = None
    """Region code of NUTS 2021."""
    place: Filled | None = None
    """Where it works."""
    purpose: tuple[Item, ...] = ()
    """What it is for."""
    work: tuple[Item, ...] = ()
    """How it works."""
    members: LongText | None = None
    """Who belongs to it, by institution."""
    steering: tuple[Member, ...] = ()
    """Institutions in its steering group."""
    meetings: tuple[Event, ...] = ()
    """Meetings held and to come; "tba" where the date is not fixed."""
    homepage: Url | None = None
    """Its page on the web."""
    press: tuple[Press, ...] = ()
    """Reports in the media."""
    small_projects: tuple[SmallProject, ...] = ()
    """Small projects that grew out of it."""
    part_of: Id | None = None
    """Id of the project it belongs to."""
    practice: Id | None = None
    """Id of the practice that describes it."""
    sources: tuple[Source, ...] = ()
    """Where the facts were read."""
