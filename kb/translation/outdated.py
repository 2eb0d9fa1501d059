"""Translations that fell behind, told at the line of the text they belong to.

Whoever edits an entry sees there, beside the edit, which translations it made outdated. What is not
translated at all is told once for each record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kb.content.store import Content
from kb.content.yamlfile import Document, load_yaml
from kb.errors import Issue, Location
from kb.model import Record
from kb.model.text import Passage, iter_passages
from kb.translation.catalogs import Translations, load_catalog
from kb.translation.coverage import RecordKey
from kb.words.languages import primary


def find_outdated(content: Content, langs: Sequence[str], keys: Iterable[RecordKey]) -> list[Issue]:
    """Outdated and missing translations as hints, sorted by file and line.

    Args:
        content: the knowledge base.
        langs: languages to tell of.
        keys: the records to tell of; those with faults are passed over.
    """
    issues: list[Issue] = []
    for key in keys:
        record = content.records(key.kind).get(key.id)
        path = content.paths.get((key.kind, key.id))
        if record is not None and path is not None:
            issues += _of_record(content.root, key.kind, record, path, langs)
    return sorted(issues, key=lambda one: (one.where, one.code))


def _of_record(
    root: Path, kind: str, record: Record, path: Path, langs: Sequence[str]
) -> list[Issue]:
    passages = list(iter_passages(record))
    source = primary(str(getattr(record, "language", "")))
    catalogs = {
        lang: load_catalog(root, lang, kind, record, passages) or {}
        for lang in langs
        if primary(lang) != source
    }
    behind = {lang: _in_state("stale", one, passages) for lang, one in catalogs.items()}
    lacking = {lang: _in_state("missing", one, passages) for lang, one in catalogs.items()}
    if not any(behind.values()) and not any(lacking.values()):
        return []
    document = load_yaml(path)
    return [*_outdated(document, passages, behind), *_missing(path, lacking)]


def _in_state(
    state: str, catalog: Translations, passages: Sequence[Passage]
) -> set[tuple[str, str]]:
    """Keys of the passages whose translation is in this state."""
    keys = {(one.field, one.text) for one in passages}
    states = {key: found.state if (found := catalog.get(key)) else "missing" for key in keys}
    return {key for key, found in states.items() if found == state}


def _outdated(
    document: Document, passages: Sequence[Passage], behind: dict[str, set[tuple[str, str]]]
) -> Iterable[Issue]:
    """One hint for each place in the file, with all its languages."""
    told: dict[Location, dict[str, None]] = {}
    for passage in passages:
        langs = [lang for lang, keys in behind.items() if (passage.field, passage.text) in keys]
        if langs:
            where = document.locate(passage.path)
            told.setdefault(where, {}).update(dict.fromkeys(langs))
    for where, found in told.items():
        yield Issue("KB621", where, {"langs": ", ".join(found)})


def _missing(path: Path, lacking: dict[str, set[tuple[str, str]]]) -> Iterable[Issue]:
    found = {lang: len(keys) for lang, keys in lacking.items() if keys}
    if found:
        counts = ", ".join(f"{lang} {number}" for lang, number in found.items())
        yield Issue("KB622", Location(path), {"counts": counts})
