"""Suggestions from labels and from what other entries say; how they are measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.authoring.advising.learning import FIELDS
from kb.authoring.advising.measuring import Hits, measure_suggestions
from kb.authoring.advising.profiles import KnownEntries
from kb.authoring.advising.suggesting import suggest_topics
from kb.content.store import load_content
from kb.translation.catalogs import Translated
from tests.factories import make_practice, practice_data, write_base

SHIPPED = Path(__file__).parents[2]
BARE: dict[str, Any] = {
    "summary": None,
    "context": None,
    "goals": None,
    "measures": None,
    "transferability": None,
    "topics": None,
    "target_groups": None,
}


def draft(title: str, language: str = "de-AT", **over: Any) -> Any:
    """A draft that has a title and nothing else."""
    return make_practice(id="at-neu", title=title, language=language, **{**BARE, **over})


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> KnownEntries:
    """Two entries: a language café and a bicycle workshop."""
    entries = [
        practice_data(),
        practice_data(
            id="at-rad",
            title="Fahrräder für alle",
            summary="In der Werkstatt reparieren Ehrenamtliche alte Fahrräder.",
            topics=["mobility"],
            target_groups=["volunteers"],
        ),
    ]
    root = write_base(tmp_path_factory.mktemp("base"), entries)
    return KnownEntries.load(load_content(root), kb_cache)


def test_a_label_in_the_text_suggests_its_topic_in_any_form(known: KnownEntries) -> None:
    first, *_ = suggest_topics(known, draft("Treffen gegen die Not: Wohnen im Dorf"))
    assert first.concept == "housing"
    assert first.words[0] == "Wohnen"
    (swedish, *_) = suggest_topics(known, draft("Bostadsbristen i byn", "sv-SE"))
    assert swedish.concept == "housing"


def test_a_narrower_label_does_not_suggest_what_is_broader(known: KnownEntries) -> None:
    found = [one.concept for one in suggest_topics(known, draft("Unser Sprachcafé"))]
    assert found[0] == "language-cafe"
    assert "language-learning" not in found


def test_words_of_other_entries_suggest_their_topics(known: KnownEntries) -> None:
    first, *_ = suggest_topics(known, draft("Werkstatt, in der wir Fahrräder reparieren"))
    assert first.concept == "mobility"
    assert "Fahrräder" in first.words
    first, *_ = suggest_topics(known, draft("Alte Fahrräder reparieren"), field="target_groups")
    assert first.concept == "volunteers"


def test_translations_speak_too(known: KnownEntries) -> None:
    new = draft("Tuulahdus", "fi-FI")
    assert suggest_topics(known, new) == []
    swedish = {("title", "Tuulahdus"): Translated("Boende", "translated")}
    assert suggest_topics(known, new, {"sv": swedish})[0].concept == "housing"


def test_what_was_chosen_does_not_speak_for_itself(known: KnownEntries) -> None:
    new = draft("Tuulahdus", "fi-FI", topics=["mobility"], target_groups=["volunteers"])
    assert suggest_topics(known, new) == []
    itself = known.practices["at-rad"]
    assert "mobility" not in [one.concept for one in suggest_topics(known, itself)]


def test_asking_for_some_words_is_the_same_as_asking_for_all(known: KnownEntries) -> None:
    words = known.find_words("at-rad")
    some, every = known.learnt("topics", words), known.learnt("topics")
    assert some.lengths == every.lengths
    assert some.having == every.having
    for concept, sums in every.sums.items():
        asked = {key: value for key, value in sums.items() if key in words}
        assert some.sums[concept] == pytest.approx(asked)


def test_a_very_long_text_is_read_as_well(known: KnownEntries) -> None:
    text = "Wohnen im Dorf, " * 10_000
    first, *_ = suggest_topics(known, draft("Neu", context=text))
    assert (first.concept, first.words[0]) == ("housing", "Wohnen")


def test_a_base_without_entries_suggests_by_labels(tmp_path: Path, kb_cache: Path) -> None:
    empty = KnownEntries.load(load_content(write_base(tmp_path)), kb_cache)
    assert [one.concept for one in suggest_topics(empty, draft("Wohnen"))] == ["housing"]
    report = measure_suggestions(empty)
    assert report.hits["topics", "kb"] == Hits(0, 0, 0, 0)
    assert report.hits["topics", "kb"].precision == 0.0


def test_precision_and_recall_are_shares() -> None:
    hits = Hits(entries=2, right=3, suggested=6, wanted=4)
    assert (hits.precision, hits.recall) == (0.5, 0.75)


def test_shipped_entries_get_better_suggestions_than_by_simpler_ways(kb_cache: Path) -> None:
    report = measure_suggestions(KnownEntries.load(load_content(SHIPPED), kb_cache))
    for field in FIELDS:
        ours, labels, frequent = (report.hits[field, one] for one in report.systems)
        assert ours.recall > labels.recall > 0.4
        assert ours.precision > labels.precision > frequent.precision
    rows = report.as_json()
    assert len(rows) == len(FIELDS) * len(report.systems)
    assert all(0 < one["precision"] < 1 for one in rows)  # type: ignore[operator]
