"""How good suggestions are: asked of every entry as if it were a new draft.

Each entry is asked for without its translations, which a draft does not have yet, and nothing is
learnt from itself. What its authors chose is taken for right, though a suggestion they did not
think of may be a good one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from kb.authoring.advising.learning import FIELDS
from kb.authoring.advising.profiles import KnownEntries
from kb.authoring.advising.suggesting import MOST, best_concepts, label_scores, score_concepts
from kb.model import Practice
from kb.words.languages import primary

SYSTEMS = ("kb", "labels", "frequent")
"""Our suggestions; concepts whose labels stand in the text; those most other entries have."""


class Hits(NamedTuple):
    """How many suggestions were right."""

    entries: int
    right: int
    suggested: int
    wanted: int
    """Concepts the entries have."""

    @property
    def precision(self) -> float:
        """Share of the suggestions that are right."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        """Share of the entries' concepts that were suggested."""
        return self.right / self.wanted if self.wanted else 0.0


@dataclass(frozen=True)
class SuggestionReport:
    """Suggestions of three systems for some fields of the same entries."""

    hits: Mapping[tuple[str, str], Hits]
    """(field, system) → how it did."""
    most: int
    """So many were suggested for each entry at most."""

    systems: tuple[str, ...] = SYSTEMS

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that were asked for."""
        return tuple(dict.fromkeys(field for field, _system in self.hits))

    def as_json(self) -> list[dict[str, object]]:
        """The list "suggestions" of `kb quality --json`; keys may be added, never renamed."""
        return [
            {
                "field": field,
                "system": system,
                "most": self.most,
                "entries": hits.entries,
                "right": hits.right,
                "suggested": hits.suggested,
                "wanted": hits.wanted,
                "precision": round(hits.precision, 4),
                "recall": round(hits.recall, 4),
            }
            for (field, system), hits in self.hits.items()
        ]


def measure_suggestions(
    known: KnownEntries, langs: Collection[str] = (), most: int = MOST
) -> SuggestionReport:
    """Ask for suggestions for every entry, leaving it out of what is learnt.

    Args:
        known: the entries.
        langs: only entries written in these languages; all where empty.
        most: how many to suggest for each.
    """
    asked = [
        one
        for one in known.practices.values()
        if not langs or primary(one.language) in map(primary, langs)
    ]
    hits: dict[tuple[str, str], Hits] = {}
    for field in FIELDS:
        answers = {system: _ask(known, asked, field, system, most) for system in SYSTEMS}
        hits |= {(field, system): found for system, found in answers.items()}
    return SuggestionReport(hits, most)


def _ask(
    known: KnownEntries, asked: Sequence[Practice], field: str, system: str, most: int
) -> Hits:
    suggest = _SYSTEMS[system]
    right = suggested = wanted = 0
    for one in asked:
        chosen = set(getattr(one, field))
        best = suggest(known, one, field, most)
        right += len(chosen.intersection(best))
        suggested += len(best)
        wanted += len(chosen)
    return Hits(len(asked), right, suggested, wanted)


def _ours(known: KnownEntries, practice: Practice, field: str, most: int) -> list[str]:
    profile = known.draft_profile(practice)
    learnt = known.learnt(field)
    return best_concepts(score_concepts(known, profile, practice.id, field, learnt), most)


def _labels(known: KnownEntries, practice: Practice, field: str, most: int) -> list[str]:
    return _first(label_scores(known, known.draft_profile(practice), field), most)


def _frequent(known: KnownEntries, practice: Practice, field: str, most: int) -> list[str]:
    having = known.learnt(field).having
    others = (having[entry] for entry in having if entry != practice.id)
    return _first(Counter(chain.from_iterable(others)), most)


def _first(scores: Mapping[str, float], most: int) -> list[str]:
    return sorted(scores, key=lambda one: (-scores[one], one))[:most]


_SYSTEMS: Mapping[str, Callable[[KnownEntries, Practice, str, int], list[str]]] = {
    "kb": _ours,
    "labels": _labels,
    "frequent": _frequent,
}
