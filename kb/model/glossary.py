"""Terms of law and administration: how each language renders them, or that it cannot."""

from __future__ import annotations

from kb.model.base import Part, Record
from kb.model.types import Country, Filled, Id, LanguageTag


class Rendering(Part):
    """How one language says a term: an equivalent, or an explanation where there is none."""

    term: Filled | None = None
    """The approved translation."""
    also: tuple[Filled, ...] = ()
    """Other wordings that are just as good in a running text."""
    explain: Filled | None = None
    """No equivalent: keep the original word and explain it like this at its first mention."""


class GlossaryTerm(Part):
    """One term of one country's law, administration or funding practice."""

    id: Id
    """Stable id."""
    term: Filled
    """The word in its own language, as it stands in a dictionary."""
    also: tuple[Filled, ...] = ()
    """Abbreviations and other wordings of the same thing in its own language."""
    language: LanguageTag
    """BCP 47 tag of that language, with region."""
    country: Country | None = None
    """The country whose law or practice it belongs to; none for terms of the EU."""
    definition: dict[LanguageTag, Filled] = {}
    """What it means, in own words, by language."""
    renderings: dict[LanguageTag, Rendering] = {}
    """How the other languages say it."""
    reviewed: tuple[LanguageTag, ...] = ()
    """Languages whose definition and rendering a person has checked; the others are drafts."""


class Glossary(Record):
    """All terms."""

    terms: tuple[GlossaryTerm, ...] = ()
    """The terms, in alphabetical order of their ids."""

    def find(self, term_id: str) -> GlossaryTerm | None:
        """The term with this id."""
        return next((one for one in self.terms if one.id == term_id), None)
