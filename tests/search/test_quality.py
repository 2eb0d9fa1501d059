"""Measures against values computed by hand; the three systems on a small base in English."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kb import KnowledgeBase
from kb.cli.root import cli
from kb.content.store import load_content
from kb.errors import KbError
from kb.search.baselines import Fts5Baseline, Fts5Words, WhooshBaseline, indexed_texts
from kb.search.indexing import Indexer
from kb.search.judged import (
    FormPair,
    JudgedQuery,
    dcg,
    load_judged,
    ndcg,
    recall,
    success,
)
from kb.search.quality import Answer, Floors, FormAnswer, QualityReport, WordEngine, measure
from kb.translation.catalogs import Translated
from kb.words.analysis import Analysers, iter_tokens
from kb.words.dictionary import dictionaries_folder
from tests.factories import practice_data, write_base, write_yaml

GRADES = {"a": 3, "b": 2, "c": 1}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An English knowledge base with judged sets."""
    folder = tmp_path_factory.mktemp("base")
    bikes = practice_data(
        id="at-bikes", language="en", title="Bicycle workshops", summary="Repairing old bikes."
    )
    housing = practice_data(
        id="at-flats", language="en", title="Empty flats", summary="Landlords let to newcomers."
    )
    draft = practice_data(id="at-draft", language="en", title="Bicycle", status="draft")
    write_base(folder, [bikes, housing, draft], settings={"languages": ["en"]})
    query = {"query": "workshop", "kind": "inflected", "relevant": {"at-bikes": "3"}}
    hard = {"query": "tenancy", "kind": "topic", "relevant": {"at-flats": "2"}}
    held_out = {"query": "landlord", "kind": "inflected", "relevant": {"at-flats": "3"}}
    pairs = [
        {"query": "flat", "text": "flats", "meet": "yes", "kind": "inflected"},
        {"query": "flat", "text": "boat", "meet": "no", "kind": "unrelated"},
    ]
    sets = folder / "tests" / "quality"
    write_yaml(sets / "queries-en.yaml", {"language": "en", "queries": [query, hard]})
    write_yaml(sets / "queries-holdout-en.yaml", {"language": "en", "queries": [held_out]})
    write_yaml(sets / "forms-en.yaml", {"language": "en", "pairs": pairs})
    return folder


def test_dcg_gives_graded_gains_less_weight_further_down() -> None:
    # Gains 7, 0, 3 at ranks 1, 2, 3: 7/log2(2) + 0 + 3/log2(4).
    assert dcg([3, 0, 2]) == pytest.approx(7 + 3 / 2)
    assert dcg([]) == 0.0


def test_ndcg_of_the_best_order_is_one() -> None:
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1.0)


def test_ndcg_of_a_worse_order_is_computed_by_hand() -> None:
    best = 7 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["x", "b", "a"], GRADES) == pytest.approx((3 / math.log2(3) + 7 / 2) / best)
    assert ndcg([], GRADES) == 0.0


def test_ndcg_looks_no_further_than_its_depth() -> None:
    assert ndcg(["x", "a"], {"a": 3}, depth=1) == 0.0
    assert ndcg(["a"], {"a": 3, "b": 3}, depth=1) == pytest.approx(1.0)


def test_ndcg_where_nothing_is_relevant_wants_nothing() -> None:
    assert ndcg([], {}) == 1.0
    assert ndcg(["a"], {}) == 0.0


def test_recall_counts_every_relevant_entry_alike() -> None:
    assert recall(["c", "x"], GRADES) == pytest.approx(1 / 3)
    assert recall(["x", "y", "a"], GRADES, depth=2) == 0.0
    assert recall([], {}) == 1.0


def test_success_wants_a_good_first_hit() -> None:
    assert success(["b", "a"], GRADES) == 1.0
    assert success(["c", "a"], GRADES) == 0.0
    assert success([], GRADES) == 0.0


def test_judged_sets_are_read(root: Path) -> None:
    judged = load_judged(root / "tests" / "quality")
    assert judged.queries[0] == JudgedQuery("workshop", "en", "inflected", {"at-bikes": 3})
    assert judged.pairs[1] == FormPair("flat", "boat", "en", "unrelated", should_meet=False)
    assert judged.langs == ("en",)


def test_held_out_queries_stand_in_for_the_others(root: Path) -> None:
    judged = load_judged(root / "tests" / "quality", is_holdout=True)
    assert [one.text for one in judged.queries] == ["landlord"]
    assert len(judged.pairs) == 2


def test_a_language_without_judged_sets_is_told(root: Path) -> None:
    with pytest.raises(KbError, match="no judged queries"):
        load_judged(root / "tests" / "quality", ["fi"])


@pytest.mark.parametrize(
    "content",
    [
        "queries: [{query: x}]\n",
        "language: en\nqueries: [nonsense]\n",
        "language: en\nqueries: [{query: x, kind: y, relevant: {a: many}}]\n",
        "- a list\n",
        "",
    ],
)
def test_a_faulty_judged_set_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "queries-en.yaml").write_text(content, "utf-8")
    with pytest.raises(KbError, match="faulty"):
        load_judged(tmp_path)


def test_the_shipped_sets_are_whole() -> None:
    judged = load_judged(Path(__file__).parents[1] / "quality")
    assert judged.langs == ("de", "en", "fi", "sv")
    assert all(max(one.grades.values()) >= 2 for one in judged.queries)


def test_others_get_all_the_words_our_index_holds(root: Path, kb_cache: Path) -> None:
    indexer = Indexer(root, kb_cache)
    practice = load_content(root).practices["at-bikes"]
    title = Translated("Fahrradwerkstatt", "translated")
    translations = {"de": {("title", "Bicycle workshops"): title}}
    document = indexer.builder.build(practice, translations)
    texts = indexed_texts(practice, document, translations, indexer.vocabularies, indexer.langs)
    for lang in ("en", "de"):
        keys = indexer.builder._analysers[lang].keys
        forms = {
            f"{lang}:{keys(token[0]).form}"
            for text in texts[lang]
            for token in iter_tokens(text, lang)
        }
        assert forms == {one for one in document.forms if one.startswith(f"{lang}:")}


@pytest.mark.parametrize("baseline", [WhooshBaseline, Fts5Baseline])
def test_others_find_any_of_the_words_best_first(
    baseline: type[WhooshBaseline] | type[Fts5Baseline],
) -> None:
    practices = [
        ("one", {"en": ["village shop"], "de": ["Dorfladen"]}),
        ("two", {"en": ["village shop with a bicycle workshop"]}),
        ("three", {"en": ["choir"]}),
    ]
    found = baseline(["de", "en"], practices)
    assert found.rank("bicycle shop", "en") == ["two", "one"]
    assert found.rank("dorfladen", "en") == ["one"]
    assert found.rank("?", "en") == []


def test_words_meet_in_each_system_as_far_as_it_knows_forms(kb_cache: Path) -> None:
    ours = WordEngine(Analysers(("en",), dictionaries_folder(kb_cache)))
    assert ours.meets("mice", "mouse", "en")
    assert ours.meets("cafe", "café", "en")
    assert not ours.meets("boat", "flat", "en")
    whoosh = WhooshBaseline(["en"])
    assert whoosh.meets("walking", "walks", "en")
    assert not whoosh.meets("mice", "mouse", "en")
    fts5 = Fts5Words()
    assert fts5.meets("cafe", "café")
    assert not fts5.meets("walking", "walks")
    assert not fts5.meets("…", "walks")


def test_three_systems_are_measured_on_the_same_queries(root: Path, kb_cache: Path) -> None:
    base = KnowledgeBase.open(root, kb_cache)
    judged = load_judged(root / "tests" / "quality")
    report = measure(
        judged, lambda text, lang: [one.id for one in base.search(text, lang).hits], root, kb_cache
    )
    assert report.systems == ("kb", "whoosh", "fts5")
    assert report.scores("kb", "en", "inflected").ndcg == 1.0
    assert report.scores("fts5", kind="inflected").ndcg == 0.0
    assert report.share("kb").right == 1.0
    assert report.share("fts5", "en").right == 0.5
    assert all("at-draft" not in one.found for one in report.answers)


def report_of(ndcgs: dict[str, str], right: dict[str, int]) -> QualityReport:
    """A report whose only query per language found nothing ("bad") or all ("good")."""
    answers = tuple(
        Answer(JudgedQuery("q", lang, "topic", {"a": 3}), "kb", ("a",) if how == "good" else ())
        for lang, how in ndcgs.items()
    )
    forms = tuple(
        FormAnswer(FormPair("q", "t", lang, "inflected", should_meet=True), {"kb": number < count})
        for lang, count in right.items()
        for number in range(100)
    )
    return QualityReport(("kb",), answers, forms)


def test_nothing_falls_short_where_all_is_well() -> None:
    assert (
        report_of({"de": "good", "fi": "good"}, {"de": 97, "fi": 100}).shortcomings(Floors()) == []
    )


def test_shortcomings_are_named_with_their_figures() -> None:
    report = report_of({"de": "good", "fi": "bad"}, {"de": 96, "fi": 100})
    assert [str(one) for one in report.shortcomings(Floors())] == [
        "de: 0.960 of the word-form pairs are right, 0.97 wanted.",
        "nDCG@10 is 0.500, 0.86 wanted.",
        "fi lies 1.000 nDCG@10 behind de, 0.05 allowed.",
    ]


def test_failures_come_worst_first_with_what_was_wanted() -> None:
    report = report_of({"de": "good", "fi": "bad"}, {"de": 99})
    data = report.as_json(Floors(), with_failures=True)
    assert data["failures"] == [
        {
            "query": "q",
            "lang": "fi",
            "kind": "topic",
            "ndcg": 0.0,
            "found": [],
            "wanted": {"a": 3},
        }
    ]
    assert len(data["wrong_pairs"]) == 1


def run(*args: str, root: Path, kb_cache: Path) -> Any:
    """The command on a base."""
    env = {"KB_CACHE": str(kb_cache), "LC_ALL": "C.UTF-8"}
    return CliRunner(env=env).invoke(cli, ["--root", str(root), "--lang", "en", "quality", *args])


def test_command_prints_tables_and_names_shortcomings(root: Path, kb_cache: Path) -> None:
    result = run("--failures", root=root, kb_cache=kb_cache)
    assert result.exit_code == 1
    assert "en    inflected" in result.stdout
    assert "tenancy" in result.stdout
    assert "nDCG@10 is" in result.stderr
    assert "nDCG@10 is" not in result.stdout
    assert "suggested      most  entries    prec    rec" in result.stdout


def test_command_is_content_above_its_floors(root: Path, kb_cache: Path) -> None:
    result = run("--floor", "ndcg=0.1", "--json", root=root, kb_cache=kb_cache)
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["shortcomings"] == []
    assert {one["system"] for one in data["queries"]} == {"kb", "whoosh", "fts5"}
    rows = data["suggestions"]
    assert {one["system"] for one in rows} == {"kb", "labels", "frequent"}
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
    section = page.partition("\n## kb quality\n")[2].partition("\n## ")[0]
    for key in {*data, *rows[0]}:
        assert f"`{key}`" in section, key


@pytest.mark.parametrize("floor", ["speed=1", "ndcg=high", "ndcg"])
def test_command_refuses_an_unknown_floor(root: Path, kb_cache: Path, floor: str) -> None:
    result = run("--floor", floor, root=root, kb_cache=kb_cache)
    assert result.exit_code == 2
    assert "ndcg=0.86" in result.stderr
