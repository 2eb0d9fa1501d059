"""The texts and facets our index holds, written down once for the other engines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kb.content.root import practice_paths
from kb.content.store import read_record
from kb.model import Practice
from kb.search.baselines import indexed_texts
from kb.search.fields import Document
from kb.search.indexing import Indexer
from kb.translation.catalogs import Translations, load_translations

FACETS = ("country", "topic", "year")
"""Facets the others are given, too."""


class Entry(NamedTuple):
    """One practice as the other engines take it."""

    id: str
    texts: dict[str, str]
    """Language → all text."""
    facets: dict[str, list[str]]


def iter_documents(
    indexer: Indexer,
) -> Iterator[tuple[Practice, Mapping[str, Translations], Document]]:
    """Every practice with its translations and the document our index takes."""
    for path in practice_paths(indexer.root):
        record, _ = read_record(path, "practice")
        if isinstance(record, Practice):
            translations = load_translations(indexer.root, "practice", record)
            yield record, translations, indexer.builder.build(record, translations)


def ensure_texts(path: Path, root: Path, cache: Path) -> Path:
    """The file of texts, one JSON line per practice; written if it is missing."""
    if path.is_file() and path.stat().st_mtime > (root / "practices" / "kb.yaml").stat().st_mtime:
        return path
    indexer = Indexer(root, cache)
    aside = path.with_suffix(".part")
    with aside.open("w", encoding="utf-8") as file:
        for practice, translations, document in iter_documents(indexer):
            texts = indexed_texts(
                practice, document, translations, indexer.vocabularies, indexer.langs
            )
            row = {
                "id": practice.id,
                "texts": {lang: "\n".join(those) for lang, those in texts.items()},
                "facets": {
                    name: [one[len(name) + 1 :] for one in document.facets if one.startswith(name)]
                    for name in FACETS
                },
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return aside.replace(path)


def read_texts(path: Path) -> Iterator[Entry]:
    """The practices of a file of texts."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row: dict[str, Any] = json.loads(line)
            yield Entry(row["id"], row["texts"], row["facets"])
