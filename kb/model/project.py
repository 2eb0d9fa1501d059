"""A frame project, with what each public register says about it."""

from __future__ import annotations

from kb.model.base import Event, Link, LocalTitle, Part, Period, Record, Result, Source, Status
from kb.model.practice import FundingScope
from kb.model.types import (
    Amount,
    Country,
    Currency,
    Filled,
    Id,
    Item,
    LanguageTag,
    LongText,
    PartialDate,
    Summary,
    Title,
    Url,
)


class Focus(Part):
    """The theme one country brought in."""

    country: Country
    """ISO 3166-1 alpha-2 code."""
    text: Item
    """The theme."""


class Share(Part):
    """One part of an amount, such as the share of a fund."""

    label: Title
    """Whose part it is."""
    amount: Amount
    """Plain decimal number."""


class Claim(Part):
    """What one register says. Claims are kept side by side, never averaged."""

    registry: Title
    """The register or page."""
    language: LanguageTag | None = None
    """Language of the register."""
    url: Url | None = None
    """Its address on the web."""
    amount: Amount | None = None
    """Plain decimal number."""
    currency: Currency | None = None
    """ISO 4217 code."""
    scope: FundingScope | None = None
    """What the amount covers."""
    fund: Filled | None = None
    """The fund or programme."""
    share: Amount | None = None
    """Funded share in percent."""
    start: PartialDate | None = None
    """Start of the period it gives."""
    end: PartialDate | None = None
    """End of the period it gives."""
    countries: tuple[Country, ...] = ()
    """Countries it lists."""
    regions: tuple[Filled, ...] = ()
    """Regions it lists, as it names them."""
    parts: tuple[Share, ...] = ()
    """Parts of the amount."""
    note: Item | None = None
    """What else it says, or what the figure means."""


class Project(Record):
    """The project in whose frame practices, groups and visits came about."""

    language: LanguageTag
    """Language the record is written in, with region where it matters."""
    status: Status = Status.DRAFT
    """Draft, submitted, published or archived."""
    title: Title
    """What it is called."""
    acronym: Filled | None = None
    """Its short name."""
    other_titles: tuple[LocalTitle, ...] = ()
    """Other titles in use."""
    summary: Summary | None = None
    """What it is, in two or three sentences."""
    context: LongText | None = None
    """The problem it answers."""
    goals: tuple[Item, ...] = ()
    """What it wanted to reach."""
    measures: tuple[Item, ...] = ()
    """What was done."""
    results: tuple[Result, ...] = ()
    """What came of it."""
    focus: tuple[Focus, ...] = ()
    """The theme each country brought in."""
    lead: Id | None = None
    """Id of the lead partner."""
    partners: tuple[Id, ...] = ()
    """Ids of the partners."""
    countries: tuple[Country, ...] = ()
    """Countries that took part."""
    period: Period | None = None
    """From when to when."""
    preparation: tuple[Event, ...] = ()
    """Meetings before it began."""
    meetings: tuple[Event, ...] = ()
    """Conferences and visits."""
    claims: tuple[Claim, ...] = ()
    """What each register says about money, period and scope."""
    topics: tuple[Id, ...] = ()
    """Concepts of the topics vocabulary."""
    links: tuple[Link, ...] = ()
    """Pages worth reading on."""
    sources: tuple[Source, ...] = ()
    """Where the facts were read."""
