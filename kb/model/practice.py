"""A good practice: the record everything else turns about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from kb.model.base import (
    Event,
    Link,
    Location,
    Part,
    Period,
    Press,
    Record,
    Result,
    Source,
    Status,
)
from kb.model.types import (
    Amount,
    Currency,
    Filled,
    Id,
    Item,
    LanguageTag,
    LongText,
    PartialDate,
    SourceNumbers,
    Summary,
    Title,
    Url,
    Words,
)


class Role(StrEnum):
    """What an organisation does in a practice."""

    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"
    HOST = "host"


class FundingScope(StrEnum):
    """What an amount covers. Registers disagree, so every amount says which one it is."""

    TOTAL = "total"
    GRANT = "grant"
    PARTNER_SHARE = "partner-share"
    NATIONAL_SHARE = "national-share"
    OWN_CONTRIBUTION = "own-contribution"
    IN_KIND = "in-kind"
    PRIZE = "prize"


class FundingState(StrEnum):
    """How final an amount is."""

    PLANNED = "planned"
    APPROVED = "approved"
    REPORTED = "reported"


class Obstacle(Part):
    """What was hard, and what helped."""

    text: Item
    """What was hard."""
    remedy: Item | None = None
    """What helped, if anything did."""


class Transferability(Part):
    """What others need to know before they copy it."""

    text: LongText | None = None
    """How far it can be taken elsewhere."""
    preconditions: tuple[Item, ...] = ()
    """What must be there first."""
    not_suitable_for: tuple[Item, ...] = ()
    """Where it will not work."""


class Organisation(Part):
    """Somebody who takes part: one of the partners by id, or any other by name."""

    partner: Id | None = None
    """Id of a partner record."""
    name: Filled | None = None
    """Name of an organisation without a record of its own."""
    role: Role
    """Lead, partner, funder or host."""
    url: Url | None = None
    """Its homepage."""


class Funding(Part):
    """A claim about money, with what it covers and where it was read."""

    amount: Amount | None = None
    """Plain decimal number: 18000 or 18000.50."""
    currency: Currency | None = None
    """ISO 4217 code, such as EUR."""
    scope: FundingScope
    """What the amount covers."""
    fund: Filled | None = None
    """The fund or programme, such as LEADER."""
    share: Amount | None = None
    """Funded share in percent."""
    state: FundingState | None = None
    """Planned, approved or reported."""
    source: SourceNumbers = ()
    """Number of the source in the list of sources, counted from 1."""
    note: Item | None = None
    """What the figure means."""


class ConsentScope(StrEnum):
    """Where a person agreed to be named."""

    WEB = "web"
    BOOKLET = "booklet"
    PARTNERS = "partners"


class Consent(Part):
    """A person's agreement that their contact data are shown."""

    given_on: PartialDate
    """When it was given."""
    scope: tuple[ConsentScope, ...] = ()
    """Where the data may appear: on the web and in files for everybody, in booklets, or among
    partners. Without it they leave the knowledge base nowhere."""


class Contact(Part):
    """Whom to ask. A person is shown only with consent."""

    organisation: Filled | None = None
    """The organisation to ask."""
    name: Filled | None = None
    """A person's name; only with consent."""
    role: Title | None = None
    """The person's role."""
    email: Filled | None = None
    """Address for mail."""
    phone: Filled | None = None
    """Telephone number with country code."""
    url: Url | None = None
    """A page with further ways to reach them."""
    languages: tuple[LanguageTag, ...] = ()
    """Languages spoken there."""
    consent: Consent | None = None
    """The person's consent."""


class Adoption(Part):
    """The trail of a transfer: which practice was taken over, and what was changed."""

    practice: Id
    """Id of the practice taken over."""
    changes: LongText | None = None
    """What was done differently."""


class Media(Part):
    """A picture or document that belongs to the entry."""

    file: Filled
    """Path of the file inside the knowledge base."""
    alt: Item
    """What it shows, for those who cannot see it."""
    caption: Item | None = None
    """A line to print below it."""
    credit: Filled
    """Who made it."""
    licence: Filled
    """SPDX id of its licence."""


class Review(Part):
    """When the entry was last looked over."""

    by: Filled
    """The organisation that looked it over."""
    on: PartialDate
    """When it did."""
    due: PartialDate | None = None
    """When it should be done again."""


NEXT_STATUSES: Mapping[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED,),
    Status.SUBMITTED: (Status.PUBLISHED, Status.DRAFT),
    Status.PUBLISHED: (Status.ARCHIVED, Status.SUBMITTED, Status.DRAFT),
    Status.ARCHIVED: (Status.PUBLISHED,),
}
"""What an entry can become from each status, the way on first.

What was submitted can go back to its author; what was published can be withdrawn, and what was
archived taken up again. Nothing is published that was not submitted first.
"""


class Step(Part):
    """A step from one status to the next: who took it, and when.

    Everybody who can read the file reads the name, so no person is named without need: that of the
    organisation will do.
    """

    status: Status
    """What the entry became by it."""
    by: Filled
    """The organisation that took it, or the name an account signs with."""
    on: PartialDate
    """When it did."""
    note: Filled | None = None
    """Why, in a sentence for the house; never translated, and never shown outside."""


class Practice(Record):
    """One good practice, written in its author's language."""

    language: LanguageTag
    """Language the entry is written in, with region: de-AT, not de."""
    status: Status = Status.DRAFT
    """Draft, submitted, published or archived."""
    title: Title
    """What it is called."""
    summary: Summary | None = None
    """What it is and for whom, in two or three sentences."""
    context: LongText | None = None
    """The place and the problem it answers."""
    goals: tuple[Item, ...] = ()
    """What it wants to reach."""
    measures: tuple[Item, ...] = ()
    """What is done."""
    results: tuple[Result, ...] = ()
    """What came of it."""
    benefits: tuple[Item, ...] = ()
    """What the region gains."""
    success_factors: tuple[Item, ...] = ()
    """Why it works."""
    obstacles: tuple[Obstacle, ...] = ()
    """What was hard, and what helped."""
    transferability: Transferability | None = None
    """What others need to know before they copy it."""
    resources: LongText | None = None
    """People, rooms and money it takes."""
    legal_context: LongText | None = None
    """Laws it rests on or runs into."""
    topics: tuple[Id, ...] = ()
    """One to five concepts of the topics vocabulary, most important first."""
    target_groups: tuple[Id, ...] = ()
    """Concepts of the target-groups vocabulary."""
    keywords: tuple[Words, ...] = ()
    """Words a searcher would type that are not in the title."""
    location: Location | None = None
    """Where it takes place."""
    organisations: tuple[Organisation, ...] = ()
    """Who takes part; at least one lead."""
    period: Period | None = None
    """From when to when."""
    funding: tuple[Funding, ...] = ()
    """Claims about money."""
    events: tuple[Event, ...] = ()
    """Dates and meetings."""
    press: tuple[Press, ...] = ()
    """Reports in the media."""
    links: tuple[Link, ...] = ()
    """Pages worth reading on."""
    sources: tuple[Source, ...] = ()
    """Where the facts were read."""
    same_as: tuple[Url, ...] = ()
    """The same practice in other databases."""
    contacts: tuple[Contact, ...] = ()
    """Whom to ask."""
    part_of: Id | None = None
    """Id of the project it belongs to."""
    related: tuple[Id, ...] = ()
    """Ids of practices that help the reader next."""
    adopted_from: tuple[Adoption, ...] = ()
    """Practices it was taken over from."""
    media: tuple[Media, ...] = ()
    """Pictures and documents."""
    licence: Filled | None = None
    """SPDX id of the licence; the default stands in kb.yaml."""
    review: Review | None = None
    """When the entry was last looked over."""
    steps: tuple[Step, ...] = ()
    """How it came to its status: who submitted, published or archived it, the latest last."""
    former_ids: tuple[Id, ...] = ()
    """Ids it had before; old links lead here."""


FOR_PUBLICATION = (
    "title",
    "summary",
    "context",
    "goals",
    "measures",
    "transferability",
    "topics",
    "target_groups",
    "location",
    "organisations",
    "period",
    "sources",
)
"""Fields without which a practice is a stub; see the table in the design."""


def find_publication(practice: Practice) -> Step | None:
    """The step that published a practice; None for one that nobody signed, or that is not."""
    last = practice.steps[-1] if practice.steps else None
    return last if last and last.status is practice.status is Status.PUBLISHED else None


class Level(StrEnum):
    """How complete an entry is: computed, never typed."""

    STUB = "stub"
    FULL = "full"


def missing_for_publication(practice: Practice) -> tuple[str, ...]:
    """Names of the fields a practice still lacks before it can be published."""
    missing = [name for name in FOR_PUBLICATION if not getattr(practice, name)]
    leads = [one for one in practice.organisations if one.role is Role.LEAD]
    if practice.organisations and not leads:
        missing.append("organisations")
    return tuple(missing)


def level(practice: Practice) -> Level:
    """Stub or full, by what is filled in."""
    return Level.STUB if missing_for_publication(practice) else Level.FULL


def open_steps(practice: Practice) -> tuple[Step, ...]:
    """What of its steps may be shown outside: who published it, and when.

    Who wrote and submitted it, and why it was sent back or withdrawn once, stays in the house.
    """
    step = find_publication(practice)
    return (step.model_copy(update={"note": None}),) if step else ()


def open_contacts(
    contacts: Sequence[Contact], scope: ConsentScope | None = None
) -> tuple[Contact, ...]:
    """What may be shown of contacts: all of those who agreed, else the organisation alone.

    Args:
        contacts: as they stand in the record.
        scope: where they are to be shown; None for within the knowledge base itself.
    """
    private = dict.fromkeys(("name", "role", "email", "phone", "consent"))
    return tuple(
        one if _is_open(one, scope) else one.model_copy(update=private)
        for one in contacts
        if _is_open(one, scope) or one.organisation
    )


def _is_open(contact: Contact, scope: ConsentScope | None) -> bool:
    consent = contact.consent
    return consent is not None and (scope is None or scope in consent.scope)


__all__ = [
    "FOR_PUBLICATION",
    "NEXT_STATUSES",
    "Adoption",
    "ConsentScope",
    "Contact",
    "Funding",
    "Level",
    "Obstacle",
    "Organisation",
    "Practice",
    "Result",
    "Role",
    "Step",
    "Transferability",
    "find_publication",
    "level",
    "missing_for_publication",
    "open_contacts",
    "open_steps",
]
