"""Keeps the index fresh and whole: it follows the files, and loses nothing to bad luck.

The index lives in the user's cache. Beside Whoosh's files stand `state.json`, written last and
in one step, with the generation of the index it speaks of, a seal of its files and a digest of
the files it was made from; and `files.json` with each of those files. A search opens the index
only if all of that agrees. If not, one process at a time mends it: only what changed is indexed
again; everything, where a seal is broken or a vocabulary changed. Where the cache cannot be
written, the index is made in memory, and the reader is told.
"""

from __future__ import annotations

import contextlib
import time
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.cache.cachefiles import is_intact, read_json, seal_files, write_json
from kb.cache.freshness import Snapshot, compare, take_snapshot
from kb.errors import N_, NN_
from kb.search.bits import live_bits
from kb.search.concepts import LabelIndex, LanguageLabels
from kb.search.finder import Finder
from kb.search.results import Notice
from kb.search.shared import Shared
from kb.search.whoosh_engine import DAMAGED, WhooshIndex, WhooshReader, file_lock
from kb.words.analysis import ANALYSIS_VERSION, Analysers
from kb.words.dictionary import Progress, dictionaries_folder

if TYPE_CHECKING:
    from kb.search.finder import Request
    from kb.search.indexing import Indexer, Indexing
    from kb.search.results import Results

STATE_FORMAT = 2
STATE_FILE = "state.json"
FILES_FILE = "files.json"
LABELS_FILE = "labels-%s.json"
LOCK_FILE = "indexing.LOCK"
LOCK_TIMEOUT_S = 900.0
MANY_FILES = 5_000
"""Up to so many files, every search looks at them; that takes some milliseconds."""
LOOK_SHARE = 20
"""With more files, looking takes one part in so many of a process's time."""

READ_ONLY = N_(
    "The cache folder %(folder)s cannot be written (%(reason)s). "
    "Searching in memory, which is slow; set KB_CACHE to a folder of yours."
)
FAULTY = NN_(
    '%(num)d entry has faults and was not searched; "kb check" shows it.',
    '%(num)d entries have faults and were not searched; "kb check" shows them.',
)


class BusyError(Exception):
    """Another process has been indexing for too long."""


class _Opened(NamedTuple):
    finder: Finder
    generation: int
    digest: str
    warnings: tuple[Notice, ...]


class IndexKeeper:
    """The index of one knowledge base.

    Args:
        root: folder of the knowledge base.
        cache: folder for caches; created when needed.
        progress: told how far a long indexing is.
    """

    def __init__(self, root: Path, cache: Path, progress: Progress | None = None) -> None:
        self.root = root
        self.cache = cache
        self.folder = cache / "indexes" / _name_of(root)
        self._progress = progress
        self._opened: _Opened | None = None
        self._snapshot: Snapshot | None = None
        self._looked_at = 0.0
        self._look_took = 0.0

    def search(self, request: Request) -> Results:
        """Search; an index found damaged on the way is made anew once.

        Raises:
            UsageError: a filter names a value there is none of.
        """
        try:
            finder, warnings = self.open()
            results = finder.search(request)
        except DAMAGED:
            self.forget()
            finder, warnings = self.open()
            results = finder.search(request)
        return results._replace(warnings=warnings)

    def open(self) -> tuple[Finder, tuple[Notice, ...]]:
        """A finder over the files as they are now, with what the reader should be told."""
        snapshot = self._look()
        opened = self._opened
        if opened is None or opened.digest != snapshot.digest:
            opened = self._opened = self._fresh(snapshot)
        return opened.finder, opened.warnings

    def forget(self) -> None:
        """Drop what is open, after a reader found it damaged."""
        self._opened = None
        self._snapshot = None
        with contextlib.suppress(OSError):
            (self.folder / STATE_FILE).unlink(missing_ok=True)

    def update(self, rebuild: bool = False) -> Indexing:
        """Bring the index up to date and tell what was done; for `kb index`.

        Raises:
            OSError: the cache cannot be written.
        """
        from kb.search.indexing import Indexing

        with self._locked():
            snapshot = take_snapshot(self.root)
            state = None if rebuild else self._state()
            if state and state["digest"] == snapshot.digest and self._is_whole(state):
                return Indexing(unchanged=state["count"])
            return self._mend(snapshot, state)

    # Looking

    def _look(self) -> Snapshot:
        now = time.monotonic()
        pause = self._look_took * LOOK_SHARE
        is_large = self._snapshot is not None and self._snapshot.count > MANY_FILES
        if self._snapshot is not None and is_large and now < self._looked_at + pause:
            return self._snapshot
        self._snapshot = take_snapshot(self.root)
        self._looked_at = time.monotonic()
        self._look_took = self._looked_at - now
        return self._snapshot

    def _fresh(self, snapshot: Snapshot) -> _Opened:
        if opened := self._open_if_fresh(snapshot):
            return opened
        try:
            with self._locked() as has_waited:
                state = self._state()
                if has_waited:
                    snapshot = self._snapshot = take_snapshot(self.root)
                if not self._is_fresh(state, snapshot):
                    self._mend(snapshot, state)
            if opened := self._open_if_fresh(snapshot):
                return opened
            reason = "…"
        except (OSError, BusyError) as error:
            reason = getattr(error, "strerror", None) or str(error)
        return self._in_memory(snapshot, reason)

    def _open_if_fresh(self, snapshot: Snapshot) -> _Opened | None:
        state = self._state()
        if state is None or not self._is_fresh(state, snapshot):
            return None
        try:
            reader = WhooshIndex(self.folder).reader()
            if reader.generation != state["generation"]:
                return None
            shared = Shared.from_json(state["shared"], partial(self._labels, state["langs"]))
        except DAMAGED:
            return None
        return self._opened_with(reader, shared, state, state["faulty"])

    def _labels(self, langs: Sequence[str], lang: str) -> LanguageLabels:
        """The labels of a language, which are kept in a file of their own.

        One that entries are written in, but the knowledge base is not read in, has no labels.
        """
        if lang not in langs:
            return LanguageLabels([], {})
        data = read_json(self.folder / (LABELS_FILE % lang))
        return LanguageLabels.from_json(data if isinstance(data, dict) else {})

    def _opened_with(
        self, reader: WhooshReader, shared: Shared, state: dict[str, Any], faulty: int
    ) -> _Opened:
        written = tuple(
            one.removeprefix("lang:") for one in shared.facets if one.startswith("lang:")
        )
        analysers = Analysers(
            tuple(state["langs"]), dictionaries_folder(self.cache), self._progress, written
        )
        warnings = (Notice(FAULTY, {"num": faulty}),) if faulty else ()
        finder = Finder(reader, analysers, shared)
        return _Opened(finder, state["generation"], state["digest"], warnings)

    # State

    def _state(self) -> dict[str, Any] | None:
        """The state beside the index; None where it is missing, damaged or of another version."""
        state = read_json(self.folder / STATE_FILE)
        if not isinstance(state, dict):
            return None
        version = (state.get("format"), state.get("analysis"))
        needed = ("digest", "generation", "seal", "langs", "shared", "count", "faulty")
        if version != (STATE_FORMAT, ANALYSIS_VERSION) or any(one not in state for one in needed):
            return None
        return state

    def _is_fresh(self, state: dict[str, Any] | None, snapshot: Snapshot) -> bool:
        return state is not None and state["digest"] == snapshot.digest and self._is_whole(state)

    def _is_whole(self, state: dict[str, Any]) -> bool:
        return is_intact(self.folder, state["seal"])

    @contextlib.contextmanager
    def _locked(self) -> Iterator[bool]:
        """One process at a time; a killed one lets go by itself. Tells whether it had to wait.

        Raises:
            OSError: the cache cannot be written.
            BusyError: another process does not finish.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = file_lock(self.folder / LOCK_FILE)
        until = time.monotonic() + LOCK_TIMEOUT_S
        has_waited = False
        while not lock.acquire():
            has_waited = True
            if time.monotonic() > until:
                raise BusyError(N_("another process is indexing and does not finish"))
            time.sleep(0.05)
        try:
            yield has_waited
        finally:
            lock.release()

    # Mending

    def _mend(self, snapshot: Snapshot, state: dict[str, Any] | None) -> Indexing:
        """Index what changed, or everything; write the state last."""
        from kb.search.indexing import Indexer

        index = WhooshIndex(self.folder)
        if state is None or not self._is_whole(state):
            # Opening what may be damaged would only leave Whoosh's files open.
            state = None
            index.create()
        updated = self._update(snapshot, state, index) if state else None
        if updated:
            indexer, done = updated
        else:
            indexer = Indexer(self.root, self.cache, self._progress)
            done = indexer.build(index)
        self._write_state(index, snapshot, indexer, done, state)
        return done

    def _update(
        self, snapshot: Snapshot, state: dict[str, Any], index: WhooshIndex
    ) -> tuple[Indexer, Indexing] | None:
        """Index only what changed; None where that is not enough."""
        from kb.search.indexing import Indexer

        old = read_json(self.folder / FILES_FILE)
        if not isinstance(old, dict) or old.get("digest") != state["digest"]:
            return None
        entries = {name: (entry[0], entry[1]) for name, entry in old["entries"].items()}
        change = compare(entries, snapshot.entries)
        labels = LabelIndex(state["shared"]["broader"], partial(self._labels, state["langs"]))
        indexer = Indexer(self.root, self.cache, self._progress, labels)
        is_same_base = tuple(state["langs"]) == indexer.langs
        if change.touches_all or not is_same_base or state["simplemma"] != indexer.simplemma:
            return None
        return indexer, indexer.update(index, change, old["documents"])

    def _write_state(
        self,
        index: WhooshIndex,
        snapshot: Snapshot,
        indexer: Indexer,
        done: Indexing,
        state: dict[str, Any] | None,
    ) -> None:
        """Write what a search checks and reads beside the index; the state comes last."""
        reader = index.reader()
        shared = indexer.shared(reader.facet_bits(), live_bits(reader))
        labels = [self.folder / (LABELS_FILE % lang) for lang in indexer.langs]
        if done.rebuilt:
            for lang, path in zip(indexer.langs, labels, strict=True):
                write_json(path, shared.concepts[lang].as_json())
        files = {
            "digest": snapshot.digest,
            "entries": snapshot.entries,
            "documents": done.documents,
        }
        write_json(self.folder / FILES_FILE, files)
        known = state["seal"] if state and not done.rebuilt else {}
        new_state = {
            "format": STATE_FORMAT,
            "analysis": ANALYSIS_VERSION,
            "simplemma": indexer.simplemma,
            "digest": snapshot.digest,
            "generation": reader.generation,
            "seal": seal_files([*index.files(), *labels], known),
            "langs": list(indexer.langs),
            "count": len(done.documents),
            "faulty": len(done.faulty),
            "shared": shared.as_json(),
        }
        reader.close()
        write_json(self.folder / STATE_FILE, new_state)

    def _in_memory(self, snapshot: Snapshot, reason: str) -> _Opened:
        from kb.search.indexing import Indexer

        indexer = Indexer(self.root, self.cache, self._progress)
        index = WhooshIndex(None)
        index.create()
        done = indexer.build(index)
        reader = index.reader()
        shared = indexer.shared(reader.facet_bits(), live_bits(reader))
        state = {"langs": indexer.langs, "generation": 0, "digest": snapshot.digest}
        opened = self._opened_with(reader, shared, state, len(done.faulty))
        params = {"folder": str(self.cache), "reason": reason}
        notice = Notice((READ_ONLY,), params)
        return opened._replace(warnings=(notice, *opened.warnings))


def _name_of(root: Path) -> str:
    """A folder name of its own for each knowledge base: readable, and never the same twice."""
    resolved = root.resolve()
    whole = str(resolved).encode("utf-8", "surrogateescape")
    return f"{resolved.name or 'root'}-{zlib.crc32(whole):08x}{zlib.adler32(whole):08x}"
