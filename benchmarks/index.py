"""A full index: ours with one process and with several, bare Whoosh, SQLite FTS5, tantivy."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.others import OTHERS
from benchmarks.process import call, peak_memory_mib
from benchmarks.report import Row, Table
from benchmarks.setup import Setup, say
from benchmarks.texts import ensure_texts, iter_documents, read_texts
from kb.search.fields import Document
from kb.search.indexing import Indexer
from kb.search.whoosh_engine import WhooshIndex

MOST_OVER_WHOOSH = 1.3
"""Aim: our whole indexing by one process against bare Whoosh, fed the same postings."""
LEAST_FASTER = 1.6
"""Aim: bare Whoosh by one process against ours by two."""


def measure(setup: Setup) -> Table:
    """The whole table."""
    root = setup.base()
    common = {"root": str(root), "cache": str(setup.cache), "folder": str(setup.folder)}
    say("bare Whoosh")
    bare = call("index:bare", **common)
    say("ours, one process")
    one = call("index:ours", processes=1, **common)
    several = None
    if setup.processes > 1:
        say(f"ours, {setup.processes} processes")
        several = call("index:ours", processes=setup.processes, **common)
    texts = setup.ensure_texts(root)
    others = {}
    for name in OTHERS:
        say(name)
        others[name] = call(
            "index:other", name=name, texts=str(texts), folder=str(setup.other(name))
        )
    return _table(setup, one, several, bare, others)


def _table(
    setup: Setup,
    one: dict[str, Any],
    several: dict[str, Any] | None,
    bare: dict[str, Any],
    others: dict[str, dict[str, Any]],
) -> Table:
    runs = [one, bare, *others.values()]
    table = Table(
        f"index, {setup.practices:,} practices x 4 languages, all by one process",
        ("kb", "bare whoosh", *others),
        [
            Row("wall time, s", [run["seconds"] for run in runs]),
            Row("processor time, s", [run["processor_seconds"] for run in runs]),
            Row("entries a second", [setup.practices / run["seconds"] for run in runs]),
            Row("index, MiB", [run["bytes"] / 2**20 for run in runs]),
            Row("most memory, MiB", [run["memory_mib"] for run in runs]),
            Row(
                "kb / bare whoosh, processor time",
                [one["processor_seconds"] / bare["processor_seconds"]],
                MOST_OVER_WHOOSH,
            ),
        ],
        [
            "bare whoosh: the same postings ready-made; making them is not counted "
            f"({bare['making_seconds']:.1f} s in that run).",
            "fts5, tantivy: the texts ready-made from one file, no word forms but stems "
            "(tantivy), no facet but country, topic and year; tantivy keeps no texts.",
        ],
    )
    if several:
        name = f"kb with {setup.processes} processes"
        table.rows += [
            Row(f"{name}, s", [several["seconds"]]),
            Row(
                f"bare whoosh / {name}, wall time",
                [bare["seconds"] / several["seconds"]],
                LEAST_FASTER,
                is_least=True,
            ),
        ]
    return table


def write_texts(path: str, root: str, cache: str) -> dict[str, Any]:
    """Write the texts for the other engines; runs in a process of its own."""
    ensure_texts(Path(path), Path(root), Path(cache))
    return {}


def ours(root: str, cache: str, folder: str, processes: int) -> dict[str, Any]:
    """Time a full index as `kb index --rebuild` makes it; runs in a process of its own."""
    target = _empty(Path(folder) / "index-ours")
    indexer = Indexer(Path(root), Path(cache), processes=processes)
    index = WhooshIndex(target)
    clock = _Clock()
    index.create()
    done = indexer.build(index)
    times = clock.stop()
    if done.faulty:
        raise RuntimeError(f"{len(done.faulty)} entries could not be read")
    return _result(target, times)


def bare(root: str, cache: str, folder: str) -> dict[str, Any]:
    """Time Whoosh alone with documents that are ready; runs in a process of its own."""
    target = _empty(Path(folder) / "index-bare")
    indexer = Indexer(Path(root), Path(cache), processes=1)
    index = WhooshIndex(target)
    index.create()
    making = _Making(document for _, _, document in iter_documents(indexer))
    clock = _Clock()
    index.update(making, replace_all=True)
    times = clock.stop()
    own = _Times(times.wall - making.spent.wall, times.processor - making.spent.processor)
    return {**_result(target, own), "making_seconds": making.spent.processor}


class _Times(NamedTuple):
    """Seconds that have passed, and those this process has worked."""

    wall: float
    processor: float


class _Clock:
    """Started when it is made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def stop(self) -> _Times:
        """The time since."""
        return _Times(time.perf_counter() - self._wall, time.process_time() - self._processor)


class _Making:
    """Passes documents on and adds up the time it takes to make them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = iter(documents)
        self.spent = _Times(0.0, 0.0)

    def __iter__(self) -> Iterator[Document]:
        while True:
            clock = _Clock()
            document = next(self._documents, None)
            more = clock.stop()
            self.spent = _Times(self.spent.wall + more.wall, self.spent.processor + more.processor)
            if document is None:
                return
            yield document


def other(name: str, texts: str, folder: str) -> dict[str, Any]:
    """Time another engine; runs in a process of its own."""
    target = _empty(Path(folder))
    engine = OTHERS[name](target)
    clock = _Clock()
    engine.build(read_texts(Path(texts)))
    return _result(target, clock.stop())


def _empty(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def _result(folder: Path, times: _Times) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "seconds": times.wall,
        "processor_seconds": times.processor,
        "bytes": size,
        "memory_mib": peak_memory_mib(),
    }
