"""Other search engines on the same texts, to measure ours against. Nothing else uses them.

Each gets what it was made for: Whoosh its own analysers per language and BM25F, SQLite its
full-text index without accents. Both look in all languages, as ours does.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from whoosh import fields
from whoosh.analysis import LanguageAnalyzer
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup

from kb.model import Practice, Vocabulary
from kb.model.text import iter_passages
from kb.search.documents import _LEFT_OUT, country_name
from kb.search.fields import Document
from kb.translation.catalogs import Translations
from kb.words.analysis import normalise
from kb.words.languages import primary

MORE_WORDS = 0.9
"""Whoosh's own advice for OR: how much a document with more of the words is preferred."""
TOKENIZER = "unicode61 remove_diacritics 2"

Texts = Mapping[str, Sequence[str]]
"""Language → all texts of one practice in it."""

_WORD = re.compile(r"\w+")


def indexed_texts(
    practice: Practice,
    document: Document,
    translations: Mapping[str, Translations],
    vocabularies: Mapping[str, Vocabulary],
    langs: Sequence[str],
) -> dict[str, list[str]]:
    """Language → every text our index holds of a practice, labels and names included.

    A test holds it against the word forms of the document.

    Args:
        practice: the entry.
        document: what our index holds of it.
        translations: its translations.
        vocabularies: vocabularies by id.
        langs: languages of the knowledge base.
    """
    source = primary(practice.language)
    texts: dict[str, list[str]] = {lang: [] for lang in (*langs, source)}
    for passage in iter_passages(practice):
        if passage.field.split(".", maxsplit=1)[0] in _LEFT_OUT:
            continue
        text = normalise(passage.text)
        texts[source].append(text)
        for lang, catalog in translations.items():
            found = catalog.get((passage.field, passage.text))
            if found and found.text:
                texts.setdefault(primary(lang), []).append(normalise(found.text))
    for lang, those in texts.items():
        those.extend(_labels(practice, document, vocabularies, lang))
        if practice.location:
            those.append(country_name(practice.location.country, lang))
    names = cast("Mapping[str, Sequence[str]]", document.stored["names"])
    texts[source] += [name for those in names.values() for name in those]
    return texts


def _labels(
    practice: Practice, document: Document, vocabularies: Mapping[str, Vocabulary], lang: str
) -> Iterator[str]:
    """All labels of an entry's concepts and of the broader ones, each concept once."""
    places = cast("Sequence[str]", document.stored["places"])
    for name, ids in (
        ("topics", practice.topics),
        ("target-groups", practice.target_groups),
        ("places", places),
    ):
        vocabulary = vocabularies.get(name)
        lines = [vocabulary.lineage(one) for one in ids] if vocabulary else []
        for concept in {one.id: one for line in lines for one in line}.values():
            for tag, labels in concept.labels.items():
                if primary(tag) == lang:
                    yield from map(normalise, (labels.preferred, *labels.alternative))


class WhooshBaseline:
    """Whoosh as its documentation sets it up: one text field and one analyser per language."""

    name = "whoosh"

    def __init__(self, langs: Sequence[str], practices: Iterable[tuple[str, Texts]] = ()) -> None:
        self._analysers = {lang: LanguageAnalyzer(lang) for lang in langs}
        schema = fields.Schema(
            id=fields.ID(stored=True),
            **{lang: fields.TEXT(analyzer=one) for lang, one in self._analysers.items()},
        )
        self._index = RamStorage().create_index(schema)
        writer = self._index.writer()
        for practice, texts in practices:
            written = {lang: "\n".join(texts[lang]) for lang in langs if texts.get(lang)}
            writer.add_document(id=practice, **written)
        writer.commit()
        group = OrGroup.factory(MORE_WORDS)
        self._parser = MultifieldParser(list(langs), schema, group=group)
        self._searcher = self._index.searcher()

    def rank(self, query: str, lang: str, limit: int = 10) -> list[str]:
        """Ids of the best practices, best first; all languages are searched alike."""
        found = self._searcher.search(self._parser.parse(query), limit=limit)
        return [hit["id"] for hit in found]

    def meets(self, query: str, text: str, lang: str) -> bool:
        """Whether a query and a text share a token in a language."""
        return bool(self._tokens(query, lang) & self._tokens(text, lang))

    def _tokens(self, text: str, lang: str) -> set[str]:
        return {token.text for token in self._analysers[lang](text)}


class Fts5Baseline:
    """SQLite's FTS5: words without accents, one column per language, no word forms.

    Args:
        langs: languages, each a column.
        practices: (id, texts) to index.
        path: database file; in memory where None.
    """

    name = "fts5"

    def __init__(
        self,
        langs: Sequence[str],
        practices: Iterable[tuple[str, Texts]] = (),
        path: Path | None = None,
    ) -> None:
        self._langs = tuple(langs)
        self.database = sqlite3.connect(path or ":memory:")
        columns = ", ".join(("id UNINDEXED", *self._langs))
        self.database.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5({columns}, "
            f"tokenize='{TOKENIZER}')"
        )
        marks = ", ".join("?" * (len(self._langs) + 1))
        self.database.executemany(f"INSERT INTO texts VALUES ({marks})", self._rows(practices))  # noqa: S608 - only question marks are put in
        self.database.commit()

    def _rows(self, practices: Iterable[tuple[str, Texts]]) -> Iterator[tuple[str, ...]]:
        for practice, texts in practices:
            yield (practice, *("\n".join(texts.get(lang, ())) for lang in self._langs))

    def rank(self, query: str, lang: str, limit: int = 10) -> list[str]:
        """Ids of the best practices, best first; all languages are searched alike."""
        match = match_any(query)
        if not match:
            return []
        rows = self.database.execute(
            "SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT ?", (match, limit)
        )
        return [row[0] for row in rows]


class Fts5Words:
    """SQLite's FTS5 asked whether one word finds another."""

    name = Fts5Baseline.name

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            f"CREATE VIRTUAL TABLE words USING fts5(text, tokenize='{TOKENIZER}')"
        )

    def meets(self, query: str, text: str) -> bool:
        """Whether a query finds a row that holds only this text."""
        match = match_any(query)
        if not match:
            return False
        self._database.execute("DELETE FROM words")
        self._database.execute("INSERT INTO words VALUES (?)", (text,))
        found = self._database.execute("SELECT 1 FROM words WHERE words MATCH ?", (match,))
        return found.fetchone() is not None


def match_any(query: str) -> str:
    """A query as FTS5 takes it: its words, any of which will do; empty where it has none."""
    return " OR ".join(f'"{word}"' for word in _WORD.findall(query))
