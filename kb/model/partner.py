"""A partner: an organisation that practices, groups, visits and projects refer to."""

from __future__ import annotations

from enum import StrEnum

from kb.model.base import Record, Source
from kb.model.types import Country, Filled, Id, LanguageTag, LongText, Nuts, Url


class PartnerKind(StrEnum):
    """What sort of organisation it is."""

    LAG = "lag"
    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public-body"
    PROJECT = "project"
    COMPANY = "company"
    EDUCATION = "education"
    CHURCH = "church"


class Partner(Record):
    """An organisation, with its country, region, homepage and spoken languages."""

    language: LanguageTag
    """Language of the description."""
    name: Filled
    """Its own name; never translated."""
    other_names: tuple[Filled, ...] = ()
    """Short forms and former names."""
    kind: PartnerKind
    """Local action group (LAG), municipality, association, public body, project, company,
    place of education, or church."""
    country: Country
    """ISO 3166-1 alpha-2 code, such as FI."""
    region: Filled | None = None
    """The region's own name."""
    nuts: Nuts | None = None
    """Region code of NUTS 2021."""
    homepage: Url | None = None
    """Its page on the web."""
    languages: tuple[LanguageTag, ...] = ()
    """Languages spoken there."""
    description: LongText | None = None
    """Who they are, in a sentence or two."""
    sources: tuple[Source, ...] = ()
    """Where the facts were read."""
    former_ids: tuple[Id, ...] = ()
    """Ids it had before; old links lead here."""
