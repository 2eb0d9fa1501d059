"""A vocabulary: concepts with labels in every language (SKOS in all but name)."""

from __future__ import annotations

from kb.model.base import Part, Record
from kb.model.types import Country, Filled, Id, LanguageTag, Nuts, Url


class Labels(Part):
    """What a concept is called in one language."""

    preferred: Filled
    """The label shown."""
    alternative: tuple[Filled, ...] = ()
    """Other words people use; searched, not shown."""


class Concept(Part):
    """One idea, with its labels in every language."""

    id: Id
    """Stable id, unique in its vocabulary."""
    broader: Id | None = None
    """Id of the wider concept."""
    country: Country | None = None
    """For a place: its country."""
    nuts: Nuts | None = None
    """For a region: its NUTS code; entries below it carry the labels."""
    labels: dict[LanguageTag, Labels]
    """Labels by language."""
    definition: dict[LanguageTag, Filled] = {}
    """What is meant, where a label alone is not clear."""
    exact_matches: tuple[Url, ...] = ()
    """The same concept in EuroVoc, YSO or another public vocabulary."""

    def label(self, lang: str, fallback: str = "en") -> str:
        """The preferred label in a language, else in the fallback, else any, else the id."""
        primary = lang.split("-", maxsplit=1)[0]
        for tag in (lang, primary, fallback, *sorted(self.labels)):
            if tag in self.labels:
                return self.labels[tag].preferred
        return self.id


class Vocabulary(Record):
    """A closed list of concepts; fields of the records take their values from it."""

    title: dict[LanguageTag, Filled]
    """What the vocabulary is called, by language."""
    concepts: tuple[Concept, ...] = ()
    """The concepts, in the order shown."""

    def find(self, concept_id: str) -> Concept | None:
        """The concept with this id, None where there is none."""
        return next((one for one in self.concepts if one.id == concept_id), None)

    def narrower(self, concept_id: str) -> tuple[Concept, ...]:
        """Concepts directly below one, in the order shown."""
        return tuple(one for one in self.concepts if one.broader == concept_id)

    def top(self) -> tuple[Concept, ...]:
        """Concepts without a broader one."""
        return tuple(one for one in self.concepts if one.broader is None)

    def lineage(self, concept_id: str) -> tuple[Concept, ...]:
        """The concept, its broader one, and so on up; stops at a circle."""
        line: list[Concept] = []
        concept = self.find(concept_id)
        while concept is not None and concept not in line:
            line.append(concept)
            concept = self.find(concept.broader) if concept.broader else None
        return tuple(line)
