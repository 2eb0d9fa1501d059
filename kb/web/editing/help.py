"""Help with quality while somebody writes: topics in the text, entries alike, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

from kb.authoring.advising.nearby import find_near_tree
from kb.authoring.advising.reviewing import review_entry
from kb.authoring.advising.suggesting import suggest_topics
from kb.authoring.form.composing import Composed
from kb.model import Practice
from kb.web.page import Reader

_MOST_ADVICE = 8
_MOST_READ = 200_000
"""Characters of an entry, of which a usual one has ten thousand: reading a longer one, written to
be tedious, would hold up everybody."""
_LEARNING = Lock()
"""Held while the entries are asked, of which the first to do so has all counted: one is enough."""
_PATIENCE_S = 2.0
"""So long others wait for that; topics are an offer, and stand on the page after the next check."""


class Duplicate(NamedTuple):
    """An entry that may be the same."""

    title: str
    href: str
    reasons: Sequence[str]


def suggest(reader: Reader, practice: Practice) -> list[tuple[str, str]]:
    """Topics the text speaks of that are not chosen yet: label and the words that say so."""
    vocabulary = reader.edition.content.vocabularies.get("topics")
    if vocabulary is None or not _can_be_read(practice):
        return []
    if not _LEARNING.acquire(timeout=_PATIENCE_S):
        return []
    try:
        suggestions = suggest_topics(reader.edition.known_entries, practice)
    finally:
        _LEARNING.release()
    found = []
    for one in suggestions:
        concept = vocabulary.find(one.concept)
        if concept and one.concept not in practice.topics:
            label = concept.label(reader.lang, reader.edition.settings.fallback)
            found.append((label, ", ".join(one.words)))
    return found


def give_advice(reader: Reader, practice: Practice) -> list[str]:
    """What a reader will miss, the most important first."""
    if not _can_be_read(practice):
        return []
    edition = reader.edition
    found = review_entry(edition.content, practice, edition.terms, analysers=edition.analysers)
    told: dict[str, None] = {}
    for one in found:
        told.setdefault(f"{one.tell()} {one.tell_cure()}")
        if len(told) == _MOST_ADVICE:
            break
    return list(told)


def find_duplicates(reader: Reader, composed: Composed) -> list[Duplicate]:
    """Entries that a new one may be the same as."""
    near = find_near_tree(reader.edition.known_names, composed.tree)
    return [
        Duplicate(one.title, reader.links.page("change", one.id), [x.tell() for x in one.reasons])
        for one in near
    ]


def _can_be_read(practice: Practice) -> bool:
    """Whether an entry is short enough for looking at its words while somebody waits."""
    return len(practice.model_dump_json(exclude_defaults=True)) <= _MOST_READ
