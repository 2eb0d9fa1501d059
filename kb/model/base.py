"""What several kinds of records share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kb.model.types import (
    Country,
    DateOrTba,
    Degrees,
    Filled,
    Id,
    Item,
    LanguageTag,
    Number,
    Nuts,
    PartialDate,
    SourceNumbers,
    Title,
    Url,
)


class Part(BaseModel):
    """A piece of a record: unknown keys are faults, nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Record(Part):
    """Something with an id and a file of its own."""

    id: Annotated[Id, Field(exclude=True)]
    """The file's name without ".yaml"; never reused, and not written inside the file."""


class Status(StrEnum):
    """How far a record is. Only published records leave the house unless asked for."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Precision(StrEnum):
    """How exactly the coordinates point."""

    EXACT = "exact"
    MUNICIPALITY = "municipality"
    REGION = "region"


class Source(Part):
    """Where a fact was read."""

    title: Title
    """What the source is, in the record's language."""
    publisher: Filled | None = None
    """Who published it."""
    url: Url | None = None
    """Its address on the web."""
    date: PartialDate | None = None
    """Its date, if it shows one."""
    note: Item | None = None
    """A caveat, such as a date that is not visible."""


class Link(Part):
    """A page worth reading on."""

    title: Title
    """What is found there."""
    url: Url
    """Its address on the web."""


class Press(Part):
    """A report in the media."""

    title: Filled
    """The headline as printed; never translated."""
    publisher: Filled
    """The newspaper, station or site."""
    date: PartialDate | None = None
    """When it appeared."""
    url: Url | None = None
    """Its address on the web."""


class Event(Part):
    """A meeting or date, fixed or still to be announced."""

    title: Title
    """What takes place."""
    date: DateOrTba
    """ISO date of any precision, or "tba" for "to be announced"."""
    end: PartialDate | None = None
    """The last day, where it lasts longer."""
    place: Filled | None = None
    """Where it takes place."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code of the country."""
    url: Url | None = None
    """Its address on the web."""
    note: Item | None = None
    """What else a visitor needs to know."""


class Location(Part):
    """Where the work takes place."""

    country: Country
    """ISO 3166-1 alpha-2 code, such as AT."""
    nuts: Nuts | None = None
    """Region code of NUTS 2021, such as AT334."""
    municipality: Filled | None = None
    """The municipality's own name."""
    place: Filled | None = None
    """The village, valley or area."""
    lat: Degrees | None = None
    """Latitude in degrees north (WGS 84)."""
    lon: Degrees | None = None
    """Longitude in degrees east (WGS 84)."""
    precision: Precision | None = None
    """How exactly the coordinates point."""


class ResultKind(StrEnum):
    """Whether a figure was reached or only aimed at."""

    REPORTED = "reported"
    TARGET = "target"


class Result(Part):
    """What came of it, with a figure where the sources give one."""

    text: Item
    """The result in a sentence."""
    indicator: Annotated[Title | None, Field(default=None)]
    """What the figure counts."""
    value: Number | None = None
    """The figure: digits, with a point before decimals."""
    unit: Annotated[Title | None, Field(default=None)]
    """Its unit, such as % or hours."""
    on: PartialDate | None = None
    """The date the figure stands for."""
    kind: ResultKind | None = None
    """Reported by a source, or only a target."""
    source: SourceNumbers = ()
    """Number of the source in the list of sources, counted from 1."""


class PeriodState(StrEnum):
    """Where the work stands in time."""

    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"
    REGULAR_SERVICE = "regular-service"


class Period(Part):
    """From when to when."""

    start: PartialDate | None = None
    """ISO date of any precision."""
    end: PartialDate | None = None
    """ISO date of any precision; open where it goes on."""
    state: PeriodState
    """Planned, running, finished, or a regular service by now."""
    note: Item | None = None
    """Where sources differ, or what the dates mean."""


class LocalTitle(Part):
    """Another title in use, in the language it is written in."""

    title: Filled
    """The title as used; never translated."""
    language: LanguageTag
    """BCP 47 tag of its language."""
