"""Help with quality while somebody writes: topics in the text, entries alike, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from kb.authoring.advising.nearby import KnownNames, find_nearby
from kb.authoring.advising.profiles import KnownEntries
from kb.authoring.advising.reviewing import review_entry
from kb.authoring.advising.suggesting import suggest_topics
from kb.authoring.form.composing import Composed
from kb.content.yamlfile import Tree
from kb.model import Practice
from kb.translation.catalogs import load_translations
from kb.web.edition import Edition
from kb.web.page import Reader

_MOST_ADVICE = 8
_MOST_READ = 200_000
"""Characters of an entry, of which a usual one has ten thousand: reading a longer one, written to
be tedious, would hold up everybody."""
_LONGEST_NAME = 200
"""Characters of titles and names that are compared."""
_MOST_NAMES = 20


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
    found = []
    for one in suggest_topics(_known_entries(reader.edition), practice):
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
    tree = composed.tree
    location = _mapping(tree.get("location"))
    organisations = tree.get("organisations")
    named = [_mapping(one) for one in organisations] if isinstance(organisations, list) else []
    names = [one.get("partner") or one.get("name") for one in named]
    near = find_nearby(
        _known_names(reader.edition),
        str(tree.get("title", ""))[:_LONGEST_NAME],
        lang=str(tree.get("language", "en")),
        place=str(location.get("municipality") or location.get("place") or "")[:_LONGEST_NAME],
        country=str(location.get("country") or "") or None,
        organisations=[str(one)[:_LONGEST_NAME] for one in names[:_MOST_NAMES] if one],
    )
    return [
        Duplicate(one.title, reader.links.page("change", one.id), [x.tell() for x in one.reasons])
        for one in near
    ]


def _can_be_read(practice: Practice) -> bool:
    """Whether an entry is short enough for looking at its words while somebody waits."""
    return len(practice.model_dump_json(exclude_defaults=True)) <= _MOST_READ


def _mapping(tree: Tree) -> Mapping[str, Tree]:
    return cast("Mapping[str, Tree]", tree) if isinstance(tree, dict) else {}


@lru_cache(maxsize=1)
def _known_entries(edition: Edition) -> KnownEntries:
    return KnownEntries.load_with(edition.content, edition.base.analysers)


@lru_cache(maxsize=1)
def _known_names(edition: Edition) -> KnownNames:
    content = edition.content
    return KnownNames(content, lambda one: load_translations(content.root, "practice", one))
