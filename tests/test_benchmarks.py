"""The made-up knowledge base is a real one, and the same every time; nothing is timed here."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.others import OTHERS
from benchmarks.queries import BenchQuery, draw_queries
from benchmarks.report import Row, Table, percentile
from benchmarks.synthetic import write_base
from benchmarks.texts import ensure_texts, read_texts
from benchmarks.words import LANGS, Language, count_shipped, load_language, weighted
from kb import KnowledgeBase
from kb.content.checks import check_content
from kb.content.store import load_content
from kb.translation.catalogs import load_translations
from kb.words.dictionary import dictionaries_folder

SHIPPED = Path(__file__).parents[1]
PRACTICES = 30
SEED = 7


@pytest.fixture(scope="module")
def langs(kb_cache: Path) -> list[Language]:
    """The languages with few of their dictionaries' words, which is quick."""
    counts = count_shipped(SHIPPED)
    dictionaries = dictionaries_folder(kb_cache)
    return [load_language(lang, dictionaries, counts[lang], SEED, "to") for lang in LANGS]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, langs: list[Language]) -> Path:
    """A made-up knowledge base."""
    folder = tmp_path_factory.mktemp("synthetic")
    write_base(folder, PRACTICES, SEED, SHIPPED, langs)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Path → content of all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_seed_gives_the_same_bytes(base: Path, langs: list[Language], tmp_path: Path) -> None:
    write_base(tmp_path, PRACTICES, SEED, SHIPPED, langs)
    assert files_of(tmp_path) == files_of(base)


def test_another_seed_gives_other_entries(
    base: Path, langs: list[Language], tmp_path: Path
) -> None:
    write_base(tmp_path, 1, SEED + 1, SHIPPED, langs)
    assert not files_of(tmp_path / "locales").items() & files_of(base / "locales").items()


def test_words_are_the_same_whenever_they_are_loaded(langs: list[Language], kb_cache: Path) -> None:
    counts = count_shipped(SHIPPED)
    again = load_language("fi", dictionaries_folder(kb_cache), counts["fi"], SEED, "to")
    assert again == next(one for one in langs if one.lang == "fi")


def test_made_up_entries_are_without_findings(base: Path) -> None:
    content = load_content(base)
    assert len(content.practices) == PRACTICES
    assert check_content(content) == []


def test_every_entry_has_catalogs_in_the_other_three_languages(base: Path) -> None:
    for practice in load_content(base).practices.values():
        catalogs = load_translations(base, "practice", practice)
        assert {*catalogs, practice.language[:2]} == set(LANGS)
        assert any(field == "context" for field, _ in catalogs.popitem()[1])


def test_texts_are_as_long_as_promised(base: Path, kb_cache: Path, tmp_path: Path) -> None:
    texts = ensure_texts(tmp_path / "texts.jsonl", base, kb_cache)
    entries = list(read_texts(texts))
    assert len(entries) == PRACTICES
    for entry in entries:
        assert all(240 < len(entry.texts[lang].split()) < 650 for lang in LANGS)
        assert entry.facets["country"]


@pytest.mark.parametrize("lang", LANGS)
def test_made_up_entries_are_searchable(base: Path, kb_cache: Path, lang: str) -> None:
    practice = next(iter(load_content(base).practices.values()))
    title = practice.title
    catalogs = load_translations(base, "practice", practice)
    for (field, _), translated in catalogs.get(lang, {}).items():
        title = translated.text if field == "title" else title
    results = KnowledgeBase.open(base, kb_cache).search(title, lang)
    assert practice.id in [hit.id for hit in results.hits]


def test_queries_are_of_all_kinds_and_always_the_same(base: Path) -> None:
    queries = draw_queries(base, SEED)
    assert queries == draw_queries(base, SEED)
    assert len(queries) >= 300
    kinds = Counter(one.kind for one in queries)
    assert {"rare word", "frequent word", "filtered", "phrase", "misspelt"} <= kinds.keys()
    assert all(one.filters for one in queries if one.kind == "filtered")
    assert {one.lang for one in queries} == set(LANGS)


@pytest.mark.parametrize("name", OTHERS)
def test_other_engines_find_the_same_texts(
    base: Path, kb_cache: Path, tmp_path: Path, name: str
) -> None:
    if name == "tantivy":
        pytest.importorskip("tantivy")
    entries = list(read_texts(ensure_texts(tmp_path / "texts.jsonl", base, kb_cache)))
    OTHERS[name](tmp_path / name).build(entries)
    engine = OTHERS[name](tmp_path / name)
    country = entries[0].facets["country"][0]
    word = entries[0].texts["de"].split()[0]
    everywhere = engine.search(BenchQuery(word, "de", "test"))
    there = engine.search(BenchQuery(word, "de", "test", filters={"country": country}))
    assert 1 <= there <= everywhere
    phrase = " ".join(entries[0].texts["de"].split()[:3])
    assert engine.search(BenchQuery(phrase, "de", "test", is_phrase=True)) == 1


def test_words_are_drawn_as_often_as_they_are_frequent() -> None:
    words = weighted([["a"], ["b", "c"]], exponent=1.0, shift=0.0)
    # a has 1, b and c share 1/2 as 2 : 1.
    assert list(words.cumulated) == pytest.approx([1, 1 + 1 / 3, 1.5])
    drawn = Counter(words.draw(random.Random(1), 3000))
    assert drawn["a"] > drawn["b"] > drawn["c"] > 0


def test_percentile_is_the_nearest_rank() -> None:
    assert percentile([1, 2, 3, 4], 0.5) == 2
    assert percentile(list(range(1, 101)), 0.95) == 95
    assert percentile([5], 0.99) == 5


def test_table_shows_aims_and_whether_they_are_met() -> None:
    rows = [Row("p50, ms", [12.34, 1.0], 15.0), Row("faster", [1.5], 1.6, is_least=True)]
    table = Table("query", ("kb", "fts5"), [*rows, Row("files", [40_000])], ["a note"])
    assert list(table.lines()) == [
        "query",
        "             kb  fts5     aim  met",
        "p50, ms    12.3     1   <= 15  yes",
        "faster      1.5        >= 1.6   NO",
        "files    40,000",
        "  a note",
    ]
    assert table.as_json()["rows"][1] == {
        "name": "faster",
        "values": {"kb": 1.5},
        "aim": 1.6,
        "met": False,
    }
