"""SQLite FTS5 and tantivy with the same texts, filters and some of the facets.

They stem (tantivy) or only drop accents (SQLite). They do not look up lemmas, split compounds,
meet across languages, correct spelling, tell why an entry matched, or count a facet under the
filters of the others; both count countries and topics. Figures of theirs are what a plain index
costs, not what the same search would cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from benchmarks.queries import BenchQuery
from benchmarks.texts import FACETS, Entry
from benchmarks.words import LANGS
from kb.search.baselines import Fts5Baseline, match_any

COUNTED = ("country", "topic")
"""Facets the others count for each query."""
_WORD = re.compile(r"\w+")
_STEMMERS = {"de": "german", "en": "english", "fi": "finnish", "sv": "swedish"}
_HEAP_BYTES = 128_000_000


class Other(Protocol):
    """Another engine with an index on disk."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, entries: Iterable[Entry]) -> None:
        """Index everything and close the files."""

    def search(self, query: BenchQuery) -> int:
        """The ten best with their ids and two facets; returns how many entries match."""


class Sqlite:
    """SQLite FTS5."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "texts.db"
        self._database = Fts5Baseline(LANGS, path=self._path).database

    def build(self, entries: Iterable[Entry]) -> None:
        """Index everything: texts in one table, facets in another."""
        facets: list[tuple[str, str, int]] = []

        def texts() -> Iterable[tuple[str, Mapping[str, Sequence[str]]]]:
            for number, entry in enumerate(entries, start=1):
                facets.extend(
                    (name, value, number) for name in FACETS for value in entry.facets[name]
                )
                yield entry.id, {lang: (text,) for lang, text in entry.texts.items()}

        self._database.close()
        self._database = Fts5Baseline(LANGS, texts(), self._path).database
        self._database.execute("CREATE TABLE facets (name, value, entry INTEGER)")
        self._database.executemany("INSERT INTO facets VALUES (?, ?, ?)", facets)
        self._database.execute("CREATE INDEX by_entry ON facets (name, entry, value)")
        self._database.execute("CREATE INDEX by_value ON facets (name, value, entry)")
        self._database.commit()
        self._database.close()

    def search(self, query: BenchQuery) -> int:
        """The ten best with their ids and two facets; returns how many entries match."""
        match = f'"{query.text}"' if query.is_phrase else match_any(query.text)
        where, values = "texts MATCH ?", [match]
        for name, value in query.filters.items():
            where += " AND +rowid IN (SELECT entry FROM facets WHERE name = ? AND value = ?)"
            values += [name, value]
        best = f"SELECT id FROM texts WHERE {where} ORDER BY bm25(texts) LIMIT 10"  # noqa: S608
        self._database.execute(best, values).fetchall()
        for name in COUNTED:
            self._database.execute(
                "SELECT value, count(*) FROM facets WHERE name = ? AND entry IN "  # noqa: S608
                f"(SELECT rowid FROM texts WHERE {where}) GROUP BY value",
                [name, *values],
            ).fetchall()
        count = self._database.execute(f"SELECT count(*) FROM texts WHERE {where}", values)  # noqa: S608
        return int(count.fetchone()[0])


class Tantivy:
    """Tantivy with a stemmer per language."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._module = tantivy
        folder.mkdir(parents=True, exist_ok=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        for lang in LANGS:
            schema.add_text_field(lang, tokenizer_name=f"stem_{lang}")
        for name in FACETS:
            schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        for lang, stemmer in _STEMMERS.items():
            analyser = (
                tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
                .filter(tantivy.Filter.lowercase())
                .filter(tantivy.Filter.stemmer(stemmer))
                .build()
            )
            self._index.register_tokenizer(f"stem_{lang}", analyser)
        self._searcher = self._index.searcher()

    def build(self, entries: Iterable[Entry]) -> None:
        """Index everything with one thread."""
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for entry in entries:
            document = self._module.Document(id=entry.id)
            for lang in LANGS:
                document.add_text(lang, entry.texts.get(lang, ""))
            for name in FACETS:
                for value in entry.facets[name]:
                    document.add_text(name, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def search(self, query: BenchQuery) -> int:
        """The ten best with their ids and two facets; returns how many entries match."""
        words = " ".join(_WORD.findall(query.text))
        text = f'"{words}"' if query.is_phrase else words
        parsed = self._index.parse_query(text, list(LANGS))
        if query.filters:
            must = self._module.Occur.Must
            parts = [(must, parsed)] + [
                (must, self._module.Query.term_query(self._schema, name, value))
                for name, value in query.filters.items()
            ]
            parsed = self._module.Query.boolean_query(parts)
        found = self._searcher.search(parsed, 10)
        for _score, address in found.hits:
            self._searcher.doc(address)
        counts: dict[str, Any] = {name: {"terms": {"field": name, "size": 100}} for name in COUNTED}
        self._searcher.aggregate(parsed, counts)
        return int(found.count)


OTHERS: dict[str, type[Other]] = {"fts5": Sqlite, "tantivy": Tantivy}
"""Engines by the name they are shown with."""
