"""How far each record is translated: counts by language and state, remembered between runs.

Counting reads every record and catalog; what did not change since is taken from a ledger in the
user's cache. The ledger also knows which catalogs are up to date with their source, so that an
update after one edit looks at one record.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, TypedDict, cast

from kb.cache.cachefiles import read_json, write_json
from kb.cache.freshness import take_snapshot
from kb.content.root import FOLDERS, PRACTICES, is_country_folder
from kb.content.store import read_record
from kb.model import Record
from kb.model.text import iter_passages
from kb.translation.catalogs import LOCALES, Translations, former_ids, load_catalog
from kb.translation.extract import TRANSLATED_KINDS
from kb.translation.localise import STATES
from kb.words.languages import primary

LEDGER_VERSION = 2
_KINDS = {folder: kind for kind, folder in FOLDERS.items() if kind in TRANSLATED_KINDS} | {
    PRACTICES: "practice"
}
"""Kind of record by the folder of its catalogs."""
_TELL_EVERY = 100
_KNOWN_STATES = frozenset(STATES)

Counts = Mapping[str, int]
"""State → number of texts."""
Progress = Callable[[str, int, int], None]
"""Called with what is done, how far it is, and how far it goes."""


class RecordKey(NamedTuple):
    """What tells records apart."""

    kind: str
    id: str


class RecordFiles(NamedTuple):
    """The file of a record, and what tells whether it or its catalogs changed."""

    path: str
    """Relative to the root; empty for catalogs that belong to no record."""
    source: str
    """Another one whenever the record changes."""
    catalogs: str
    """Another one whenever a catalog changes."""


@dataclass(frozen=True)
class Coverage:
    """How far a knowledge base is translated.

    Attributes:
        langs: languages of the knowledge base.
        records: record → language → state → number of texts.
        faulty: records and catalogs that cannot be read, relative to the root.
    """

    langs: tuple[str, ...]
    records: Mapping[RecordKey, Mapping[str, Counts]]
    faulty: tuple[str, ...] = ()

    def totals(self, keys: Iterable[RecordKey] | None = None) -> dict[str, dict[str, int]]:
        """Language → state → number of texts, of these records or of all."""
        totals = {lang: dict.fromkeys(STATES, 0) for lang in self.langs}
        for key in self.records if keys is None else keys:
            for lang, counts in self.records[key].items():
                for state, number in counts.items():
                    totals[lang][state] += number
        return totals


def share_reviewed(counts: Counts) -> float:
    """Share of the texts that a person has reviewed, from 0.0 to 1.0; originals do not count."""
    return _share(counts, ("translated",))


def share_current(counts: Counts) -> float:
    """Share of the texts that are up to date, drafts included, from 0.0 to 1.0."""
    return _share(counts, ("translated", "draft"))


def _share(counts: Counts, states: Iterable[str]) -> float:
    wanted = sum(number for state, number in counts.items() if state != "source")
    return sum(counts.get(state, 0) for state in states) / wanted if wanted else 1.0


def count_states(
    root: Path,
    kind: str,
    record: Record,
    langs: Iterable[str],
    faulty: list[Path] | None = None,
) -> dict[str, dict[str, int]]:
    """Language → state → number of different texts of one record.

    Args:
        root: folder of the knowledge base.
        kind: a kind of records, such as "practice".
        record: what is counted.
        langs: languages of the knowledge base.
        faulty: takes catalogs that cannot be read; their texts count as missing.
    """
    passages = list(iter_passages(record))
    keys = {(one.field, one.text) for one in passages}
    source = primary(str(getattr(record, "language", "")))
    found = {}
    for lang in langs:
        if primary(lang) == source:
            found[lang] = {"source": len(keys)}
            continue
        catalog = load_catalog(root, lang, kind, record, passages, faulty) or {}
        found[lang] = _count(keys, catalog)
    return found


def _count(keys: Collection[tuple[str, str]], catalog: Translations) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        translated = catalog.get(key)
        state = translated.state if translated else "missing"
        counts[state] = counts.get(state, 0) + 1
    return counts


class _Row(TypedDict):
    """What is known of a record."""

    stamp: str
    former: list[str]
    """Its former ids: catalogs may still be called so."""
    counts: dict[str, dict[str, int]] | None
    """None for a record with faults."""
    faulty: list[str]
    synced: NotRequired[bool]
    """Whether its catalogs are up to date."""


class Ledger:
    """What was counted before.

    Args:
        root: folder of the knowledge base.
        cache: folder for caches; where it cannot be written, everything is counted each time.
        langs: languages of the knowledge base.
        progress: told how far it is.
    """

    def __init__(
        self, root: Path, cache: Path, langs: Sequence[str], progress: Progress | None = None
    ) -> None:
        self.root = root
        self.langs = tuple(langs)
        self._progress = progress
        place = str(root.resolve()).encode("utf-8", "surrogateescape")
        self._path = cache / "translation" / f"{root.name}-{zlib.crc32(place):08x}.json"
        self._rows: dict[str, _Row] = self._load()
        self._all_files: dict[RecordKey, RecordFiles] = {}
        self.files: dict[RecordKey, RecordFiles] = {}
        """The files of all records, in the order they are listed."""
        self.look()

    def look(self) -> None:
        """Look at the files as they are now."""
        self._all_files = record_files(self.root)
        self.files = {key: files for key, files in self._all_files.items() if files.path}

    def coverage(self, wanted: Collection[RecordKey] | None = None) -> Coverage:
        """Counts of all records, or of those wanted; only what changed is read."""
        chosen = None if wanted is None else set(wanted)
        keys = [key for key in self.files if chosen is None or key in chosen]
        changed = [key for key in keys if self._row(key) is None]
        for number, key in enumerate(changed):
            if self._progress and number % _TELL_EVERY == 0 and len(changed) > _TELL_EVERY:
                self._progress("translations", number, len(changed))
            self._rows[_name(key)] = self._count(key)
        if changed:
            self.save()
        rows = {key: self._rows[_name(key)] for key in keys}
        return Coverage(
            self.langs,
            {key: row["counts"] for key, row in rows.items() if row["counts"] is not None},
            tuple(path for row in rows.values() for path in row["faulty"]),
        )

    def unsynced(self) -> list[RecordKey]:
        """Records whose file or catalogs changed since they were last brought up to date."""
        return [
            key
            for key in self.files
            if not ((row := self._row(key)) is not None and row.get("synced"))
        ]

    def note_synced(self, keys: Iterable[RecordKey]) -> None:
        """Note that the catalogs of these records are up to date as they lie there now.

        A record that was edited since the last look, while its catalogs were written, is not.
        """
        before = self.files
        self.look()
        for key in keys:
            files = self._all_files.get(key)
            if files and key in before and files.source == before[key].source:
                self._rows[_name(key)] = {**(self._row(key) or self._count(key)), "synced": True}
        self.save()

    def save(self) -> None:
        """Keep what is known; without a writable cache it is forgotten."""
        known = {_name(key) for key in self.files}
        rows = {name: row for name, row in self._rows.items() if name in known}
        data = {"version": LEDGER_VERSION, "langs": list(self.langs), "rows": rows}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_json(self._path, data)
        except OSError:
            return

    def _row(self, key: RecordKey) -> _Row | None:
        """What is known of a record, None where its files changed since."""
        row = self._rows.get(_name(key))
        return row if row is not None and row["stamp"] == self._stamp(key, row["former"]) else None

    def _stamp(self, key: RecordKey, former: Iterable[str]) -> str:
        """Another one whenever the record or a catalog changes, that of a former id included."""
        keys = (key, *(RecordKey(key.kind, one) for one in former))
        found = [self._all_files[one] for one in keys if one in self._all_files]
        return " ".join((found[0].source, *(one.catalogs for one in found)))

    def _count(self, key: RecordKey) -> _Row:
        path = self._all_files[key].path
        record, _issues = read_record(self.root / path, key.kind)
        if record is None:
            return {
                "stamp": self._stamp(key, ()), "former": [], "counts": None, "faulty": [path],
            }  # fmt: skip
        former = former_ids(record)
        faulty: list[Path] = []
        counts = count_states(self.root, key.kind, record, self.langs, faulty)
        return {
            "stamp": self._stamp(key, former),
            "former": list(former),
            "counts": counts,
            "faulty": [one.relative_to(self.root).as_posix() for one in faulty],
        }

    def _load(self) -> dict[str, _Row]:
        data = read_json(self._path)
        is_ours = (
            isinstance(data, dict)
            and data.get("version") == LEDGER_VERSION
            and data.get("langs") == list(self.langs)
        )
        rows = cast("dict[str, Any]", data).get("rows") if is_ours else None
        if not isinstance(rows, dict):
            return {}
        return {name: row for name, row in rows.items() if _is_row(row)}


def _is_row(row: object) -> bool:
    """Whether something from the cache is what was put there."""
    if not isinstance(row, dict) or not isinstance(row.get("stamp"), str):
        return False
    lists = (row.get("former"), row.get("faulty"))
    if not all(isinstance(one, list) and all(isinstance(x, str) for x in one) for one in lists):
        return False
    counts = row.get("counts", 0)
    if not isinstance(counts, dict):
        return counts is None
    return all(
        isinstance(one, dict)
        and one.keys() <= _KNOWN_STATES
        and all(isinstance(number, int) for number in one.values())
        for one in counts.values()
    )


def _name(key: RecordKey) -> str:
    return f"{key.kind}/{key.id}"


def record_files(root: Path) -> dict[RecordKey, RecordFiles]:
    """The files of all translated records, in the order they are listed.

    Catalogs without a record follow: they may be those of a former id.
    """
    paths: dict[RecordKey, str] = {}
    sources: dict[RecordKey, list[str]] = {}
    catalogs: dict[RecordKey, list[str]] = {}
    for name, (changed, size) in take_snapshot(root).entries.items():
        parts = name.split("/")
        key = _record_key(parts)
        if key is None:
            continue
        if parts[0] == PRACTICES:
            paths[key] = min(name, paths.get(key, name))
            sources.setdefault(key, []).append(f"{name}:{changed:x}:{size:x}")
        else:
            catalogs.setdefault(key, []).append(f"{parts[1]}:{changed:x}:{size:x}")
    ordered = sorted(paths, key=lambda key: (TRANSLATED_KINDS.index(key.kind), paths[key]))
    return {
        key: RecordFiles(
            paths.get(key, ""),
            " ".join(sorted(sources.get(key, ()))),
            " ".join(sorted(catalogs.get(key, ()))),
        )
        for key in dict.fromkeys((*ordered, *catalogs))
    }


def _record_key(parts: Sequence[str]) -> RecordKey | None:
    """The record a file belongs to, by where it lies; None for files of no record."""
    folder, stem = parts[-2], parts[-1].rpartition(".")[0]
    if parts[0] == PRACTICES and len(parts) == 3:
        kind = "practice" if is_country_folder(folder) else _KINDS.get(folder)
    elif parts[0] == LOCALES and len(parts) == 5:
        kind = _KINDS.get(folder)
    else:
        kind = None
    return RecordKey(kind, stem) if kind else None
