"""What all entries share in a search: facets, labels, and the languages to fall back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.search.concepts import LabelIndex
from kb.search.languages import primary


@dataclass(frozen=True, slots=True)
class Shared:
    """What all entries share, kept beside the index.

    Attributes:
        facets: "<facet>:<value>" → bit set of documents.
        live: bit set of the documents that count.
        labels: facet → value → language → label.
        synonyms: field → concept id → language → all its labels, for telling why.
        concepts: labels by which concepts are recognised in a query.
        fallback: language shown where the asked one is missing.
    """

    facets: Mapping[str, int]
    live: int
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    synonyms: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    concepts: LabelIndex
    fallback: str

    def label(self, facet: str, value: str, lang: str) -> str:
        """What a facet value is called in a language."""
        labels = self.labels.get(facet, {}).get(value, {})
        return labels.get(primary(lang)) or labels.get(self.fallback) or value

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the index."""
        return {
            "facets": {name: f"{bits:x}" for name, bits in self.facets.items()},
            "live": f"{self.live:x}",
            "labels": self.labels,
            "synonyms": self.synonyms,
            "concepts": self.concepts.as_json(),
            "fallback": self.fallback,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Shared:
        """As it was kept.

        Raises:
            KeyError, TypeError, ValueError: the data are damaged.
        """
        return cls(
            facets={name: int(bits, 16) for name, bits in data["facets"].items()},
            live=int(data["live"], 16),
            labels=data["labels"],
            synonyms=data["synonyms"],
            concepts=LabelIndex.from_json(data["concepts"]),
            fallback=data["fallback"],
        )
