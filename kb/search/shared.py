"""What all entries share in a search: facets, labels, and the languages to fall back to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

from kb.search.concepts import LabelIndex, LanguageLabels
from kb.words.languages import primary


class Shared(NamedTuple):
    """What all entries share, kept beside the index.

    Attributes:
        facets: "<facet>:<value>" → bit set of documents.
        live: bit set of the documents that count.
        labels: facet → value → language → label; countries in the order of the settings.
        concepts: labels by which concepts are recognised in a query.
        fallback: language shown where the asked one is missing.
    """

    facets: Mapping[str, int]
    live: int
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
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
            "broader": self.concepts.broader,
            "fallback": self.fallback,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], load: Callable[[str], LanguageLabels]) -> Self:
        """As it was kept.

        Args:
            data: what `as_json` gave.
            load: gives the labels of a language, which are kept apart.

        Raises:
            KeyError, TypeError, ValueError: the data are damaged.
        """
        return cls(
            facets={name: int(bits, 16) for name, bits in data["facets"].items()},
            live=int(data["live"], 16),
            labels=data["labels"],
            concepts=LabelIndex(data["broader"], load),
            fallback=data["fallback"],
        )
