"""Sentences that do not say who does it, told from those that do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.authoring.advising.passivequality import (
    JudgedSentences,
    PassiveScores,
    load_judged_sentences,
    measure_passives,
)
from kb.authoring.advising.passives import count_passives, is_passive
from kb.errors import KbError
from kb.words.analysis import Analysers
from kb.words.dictionary import dictionaries_folder

LANGS = ("de", "en", "fi", "sv")
JUDGED = Path(__file__).parents[1] / "quality"


@pytest.fixture(scope="module")
def analysers(kb_cache: Path) -> Analysers:
    return Analysers(LANGS, dictionaries_folder(kb_cache))


@pytest.mark.parametrize(("is_holdout", "floor"), [(False, 0.95), (True, 0.85)])
def test_judged_sentences_are_told_apart(
    analysers: Analysers, is_holdout: bool, floor: float
) -> None:
    judged = load_judged_sentences(JUDGED, is_holdout=is_holdout)
    assert tuple(one.lang for one in judged) == LANGS
    for scores in measure_passives(judged, analysers):
        assert min(scores.precision, scores.recall) >= floor, (scores.missed, scores.wrong)


@pytest.mark.parametrize("is_holdout", [False, True])
def test_judged_sets_have_as_many_of_both_and_none_twice(is_holdout: bool) -> None:
    for one in load_judged_sentences(JUDGED, is_holdout=is_holdout):
        assert len(one.passive) == len(one.active) == len(set(one.passive) | set(one.active)) / 2


def test_only_the_languages_asked_for_are_read(tmp_path: Path) -> None:
    assert [one.lang for one in load_judged_sentences(JUDGED, ["fi-FI"])] == ["fi"]
    assert load_judged_sentences(tmp_path) == []


@pytest.mark.parametrize("text", ["passive: [", "language: de\npassive: [Ja.]\n", "- a\n", ""])
def test_a_faulty_set_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "passives-de.yaml").write_text(text, "utf-8")
    with pytest.raises(KbError, match="faulty"):
        load_judged_sentences(tmp_path)


def test_scores_are_shares(analysers: Analysers) -> None:
    judged = JudgedSentences("en", ["It was built.", "It got built."], ["It was red."])
    (scores,) = measure_passives([judged], analysers)
    assert (scores.missed, scores.wrong) == (["It got built."], [])
    assert (scores.precision, scores.recall) == (1.0, 0.5)
    nothing = PassiveScores("en", [], [], 0, 0)
    assert (nothing.precision, nothing.recall) == (0.0, 0.0)


def test_what_is_not_known_is_not_counted(analysers: Analysers) -> None:
    assert count_passives(["Maja ehitati üles."], "et") is None
    assert not is_passive("Maja ehitati üles.", "et")
    assert count_passives(["Taloa kunnostetaan."], "fi") is None
    assert count_passives(["Taloa kunnostetaan.", "Talo on vanha."], "fi-FI", analysers["fi"]) == 1
    assert count_passives(["Das Haus wurde gekauft."], "de-AT") == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", ["", "…", "A", "s", "ei", "wird", "is", "blev", "1 2", "ß" * 500])
def test_scraps_are_not_passive(analysers: Analysers, lang: str, text: str) -> None:
    assert not is_passive(text, lang, analysers[lang])
