"""What words find among plain files is what they find on a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.search.query import Term
from kb.search.ranking import Ranker
from kb.web.site.words import STEPS, Mark, Signals, Word, WordFinder, fold_plainly
from tests.factories import practice_data, write_base

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def finder(kb_cache: Path) -> WordFinder:
    """The finder of the shipped base."""
    return WordFinder(ROOT, kb_cache)


def scores_of(marks: tuple[Mark, ...]) -> dict[int, float]:
    """What a browser makes of signals."""
    best: dict[int, float] = {}
    for one in marks:
        for practice, weight in one.weights:
            best[practice] = max(best.get(practice, 0.0), weight / STEPS * one.score)
    return best


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("kielikahvila", "fi"),
        ("kotouttaminen", "fi"),
        ("kylä", "fi"),
        ("Flüchtlinge", "de"),
        ("Ehrenamtliche", "de"),
        ("Wohnung", "de"),
        ("bostad", "sv"),
        ("nyanlända", "sv"),
        ("volunteers", "en"),
        ("Imst", "en"),
    ],
)
def test_signals_score_as_the_ranking_does(finder: WordFinder, text: str, lang: str) -> None:
    index: Any = finder.index
    count = len(finder.documents)
    ranker = Ranker(index, finder.analysers, finder.builder.labels, count)
    found = ranker.find_all([Term(text)], lang)[0]
    word = finder.word(text, lang)
    assert word is not None
    assert scores_of(word.marks) == pytest.approx(found.scores, rel=0.02, abs=0.1)


def test_parts_of_a_compound_come_near(finder: WordFinder) -> None:
    word = finder.word("Flüchtlingsunterkunft", "de")
    assert word is not None
    assert len(word.near) >= 1


def test_a_common_word_is_listed_as_such(finder: WordFinder) -> None:
    assert finder.word("und", "de") == Word("und")
    assert finder.word("xyzzyx", "de") is None


def test_words_of_all_entries_are_listed(finder: WordFinder) -> None:
    texts = {one.text for one in finder.words("fi")}
    assert {"kielikahvila", "närpiö", "maahanmuuttajat"} <= texts
    assert "närpes" in {one.text for one in finder.words("sv")}


def test_drafts_leave_no_trace(kb_cache: Path, tmp_path: Path) -> None:
    draft = practice_data(id="at-entwurf", status="draft", title="Geheimnisvoll")
    finder = WordFinder(write_base(tmp_path, [practice_data(), draft]), kb_cache)
    assert len(finder.documents) == 1
    assert "geheimnisvoll" not in {one.text for one in finder.words("de")}


def test_signals_are_shared_and_none_begins_another() -> None:
    words = [
        Word(f"w{number}", (Mark(((number, 7),), 1.5),), ((Mark(((0, 7),), 0.26),),))
        for number in range(500)
    ]
    signals = Signals()
    entries = signals.entries(words)
    names = {entry.split()[0] for entry in entries.values()}
    assert len(names) == 500
    assert entries["w0"].endswith(" 15|" + entries["w0"].split()[0] + " 3")
    assert not any(one != other and one.startswith(other) for one in names for other in names)
    assert all(set(one) <= set("bcdfghjklmnpqrstvwx") for one in names)


def test_words_that_look_alike_without_accents_are_one_entry() -> None:
    here, there = Mark(((0, 240),), 2.0), Mark(((1, 240),), 1.0)
    entries = Signals().entries([Word("hälsa", (here,)), Word("halsa", (there,)), Word("Öl")])
    assert list(entries) == ["halsa", "ol"]
    assert len(entries["halsa"].split()) == 4
    assert entries["ol"] == ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Närpiö", "narpio"), ("Straße", "strasse"), ("ÅR", "ar"), ("Ιθάκη", "ιθακη")],
)
def test_words_are_folded_as_browsers_do(text: str, folded: str) -> None:
    assert fold_plainly(text) == folded
