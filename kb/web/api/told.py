"""What the interface for programs answers: models that stand in its description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kb.export.data import describe_practice
from kb.export.datamodel import Labels, exported
from kb.model import Concept, Practice
from kb.model.types import Id, LanguageTag
from kb.search.results import Results
from kb.web.edition import Edition

State = Literal["source", "translated", "draft", "stale", "missing"]


class Piece(BaseModel):
    """A piece of an answer; keys may be added, but are not renamed and do not vanish."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Match(Piece):
    """Why a practice was found."""

    lang: str
    """Language the words were found in."""
    field: str
    """Field they stand in."""
    words: list[str]
    """The words."""


class Hit(Piece):
    """A practice that was found."""

    id: Id
    """Id of the practice."""
    title: str
    """In the asked language, else in the fallback, else as written."""
    title_lang: str
    """Language of the title, BCP 47."""
    title_state: State
    """State of its translation."""
    summary: str
    """As the title."""
    summary_lang: str
    """Language of the summary."""
    summary_state: State
    """State of its translation."""
    country: str | None
    """ISO 3166-1 alpha-2 code."""
    topics: list[str]
    """Ids of topics."""
    target_groups: list[str]
    """Ids of target groups."""
    start: str | None
    """When the practice began, as precisely as it is known."""
    lang: str
    """Language the entry is written in."""
    status: Literal["published"]
    """Nothing else leaves the house."""
    score: float
    """How well it fits; only to be compared within one answer."""
    words_missing: list[str]
    """Words of the query it does not have."""
    snippet: str
    """A passage that shows why it was found."""
    snippet_lang: str | None
    """Language of the passage."""
    snippet_field: str | None
    """Field it comes from."""
    snippet_state: State | None
    """State of its translation."""
    highlights: list[list[int]]
    """What matches in it: pairs of first character and the one behind the last, from 0."""
    matched: list[Match]
    """Why it was found."""


class FacetValue(Piece):
    """A value the search can be narrowed down to."""

    value: str
    """As it is asked for."""
    label: str
    """In the asked language."""
    count: int
    """How many practices would be left, under all other filters."""
    selected: bool
    """Whether it was asked for."""


class SearchAnswer(Piece):
    """What a search found: the object of `kb search --json`."""

    query: str
    """What was asked."""
    lang: str
    """Language of the answer."""
    total: int
    """How many practices were found."""
    total_all_words: int
    """How many of them have all the words."""
    took_ms: float
    """Milliseconds it took."""
    corrected: str | None
    """The query as it was searched instead, where the typed words find nothing."""
    warnings: list[str]
    """Empty here."""
    hits: list[Hit]
    """The practices asked for, best first."""
    languages: dict[str, str]
    """What each language of the knowledge base is called."""
    facets: dict[str, list[FacetValue]]
    """What the search can be narrowed down by."""


class ConceptAnswer(Piece):
    """A concept of a vocabulary."""

    id: Id
    """Id of the concept."""
    broader: Id | None
    """Id of the wider concept."""
    labels: Labels
    """What it is called, by language."""
    alternative: dict[LanguageTag, list[str]]
    """Other words people use, by language."""
    exact_matches: list[str]
    """The same concept in public vocabularies."""


class VocabularyAnswer(Piece):
    """A vocabulary."""

    id: Id
    """Id of the vocabulary."""
    concepts: list[ConceptAnswer]
    """Its concepts, in the order shown."""


class VocabulariesAnswer(Piece):
    """All vocabularies that practices take their values from."""

    langs: list[LanguageTag]
    """Languages asked for."""
    vocabularies: list[VocabularyAnswer]
    """The vocabularies."""


class PracticesAnswer(Piece):
    """Published practices."""

    langs: list[LanguageTag]
    """Languages asked for."""
    total: int
    """How many there are in all."""
    practices: list[exported(Practice)]  # type: ignore[valid-type]  # made from the record's model
    """Those asked for, by id."""


class Fault(Piece):
    """A parameter that is not understood."""

    parameter: str
    """Its name."""
    detail: str
    """What is wrong with it, for people."""


class Problem(Piece):
    """An error, as RFC 9457 wants it."""

    type: str
    """about:blank: the status says what kind of error it is."""
    title: str
    """The status in words."""
    status: int
    """HTTP status."""
    detail: str
    """What is wrong, for people."""
    faults: list[Fault]
    """Parameters that are not understood."""


def tell_results(results: Results) -> dict[str, Any]:
    """What a search found."""
    return {**results.as_json(), "warnings": []}


def tell_practices(
    edition: Edition, practices: Sequence[Practice], total: int, langs: Sequence[str]
) -> dict[str, Any]:
    """Practices with their texts in some languages."""
    told = [describe_practice(edition.shelf, one, langs) for one in practices]
    return {"langs": list(langs), "total": total, "practices": told}


def tell_vocabularies(edition: Edition, langs: Sequence[str]) -> dict[str, Any]:
    """The vocabularies that practices take their topics and target groups from."""
    vocabularies = edition.shelf.vocabularies
    told = [
        VocabularyAnswer(
            id=name,
            concepts=[
                _tell_concept(one, langs, edition.settings.fallback)
                for one in vocabularies[name].concepts
            ],
        )
        for name in ("topics", "target-groups")
        if name in vocabularies
    ]
    answer = VocabulariesAnswer(langs=list(langs), vocabularies=told)
    return answer.model_dump(mode="json")


def _tell_concept(concept: Concept, langs: Sequence[str], fallback: str) -> ConceptAnswer:
    from kb.export.data import concept_labels

    others = {
        lang: list(concept.labels[lang].alternative) for lang in langs if lang in concept.labels
    }
    return ConceptAnswer(
        id=concept.id,
        broader=concept.broader,
        labels=concept_labels(concept, langs, fallback),
        alternative=others,
        exact_matches=list(concept.exact_matches),
    )
