"""`kb.yaml`: what a knowledge base says about itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from kb.model.base import Part, Record
from kb.model.types import Count, Country, Degrees, Filled, FormMark, LanguageTag, Url


def _four(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class CountryFrame(Part):
    """One country of the network, and the box its coordinates must lie in."""

    bounds: Annotated[tuple[Degrees, Degrees, Degrees, Degrees], BeforeValidator(_four), Field()]
    """South, west, north, east in degrees."""


class Logo(Part):
    """A picture that stands for the knowledge base."""

    file: Filled
    """Path of an SVG, PNG or JPEG file, seen from the folder of kb.yaml; at most 1 MiB."""
    alt: dict[LanguageTag, Filled] = {}
    """What it shows, by language."""


class Authority(Part):
    """Whom to turn to where a complaint is not answered."""

    name: Filled
    """What it is called, in its own language."""
    url: Url
    """Its page on the web."""


class Operator(Part):
    """Who runs the pages on the web and answers for them."""

    name: Filled
    """The organisation, as it signs."""
    email: Filled | None = None
    """Address for mail about the pages; of an office rather than of a person."""
    url: Url | None = None
    """Its page with imprint and contact."""
    enforcement: Authority | None = None
    """The authority that enforces accessibility where it sits (Directive (EU) 2016/2102)."""


class Settings(Record):
    """The settings of a knowledge base; its file marks the root folder."""

    schema_number: Annotated[Count, Field(alias="schema")]
    """Version of the file format; 1 for now."""
    title: dict[LanguageTag, Filled]
    """Name of the knowledge base, by language."""
    languages: tuple[LanguageTag, ...]
    """Languages it is read in, most used first."""
    fallback: LanguageTag = "en"
    """Language shown where a translation is missing, before the original."""
    countries: dict[Country, CountryFrame] = {}
    """Countries of the network."""
    licence: Filled | None = None
    """SPDX id of the licence entries stand under unless they say otherwise."""
    review_after_months: Count | None = None
    """How long an entry is good before it should be looked over."""
    homepage: Url | None = None
    """Where it is published."""
    logo: Logo | None = None
    """Printed on the cover of booklets."""
    funding_line: dict[LanguageTag, Filled] = {}
    """Who paid for it, as the fund wants it said in print, by language."""
    form_marks: tuple[FormMark, ...] = ()
    """What forms of this base are known by when they come back, whatever it is called by then:
    eight signs each (0–9, a–f), as in the last line of a form. New forms bear the first."""
    operator: Operator | None = None
    """Who runs the pages on the web; named on their statements."""
