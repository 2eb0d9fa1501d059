"""Terms of law and administration: how each language renders them, or that it cannot."""

from __future__ import annotations

from kb.model.base import Part, Record
from kb.model.types import Country, Filled, Id, LanguageTag


class Rendering(Part):
    """How one language says a term: an equivalent, or an explanation where there is none."""

    term: Filled | None = None
    """The approved translation."""
    explain: Filled | None = None
    """No equivalent: keep the original word and explain it like this."""


class GlossaryTerm(Part):
    """One term of one country's law or administration."""

    id: Id
    """Stable id."""
    term: Filled
    """The word in its own language."""
    language: LanguageTag
    """BCP 47 tag of that language, with region."""
    country: Country | None = None
    """The country whose law or practice it belongs to."""
    definition: dict[LanguageTag, Filled] = {}
    """What it means, in own words, by language."""
    renderings: dict[LanguageTag, Rendering] = {}
    """How the other languages say it."""


class Glossary(Record):
    """All terms."""

    terms: tuple[GlossaryTerm, ...] = ()
    """The terms, in alphabetical order."""
