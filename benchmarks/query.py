"""Warm queries with facets in one process, and the memory it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.others import OTHERS
from benchmarks.process import call, peak_memory_mib
from benchmarks.queries import BenchQuery, draw_queries
from benchmarks.report import Row, Table, percentile
from benchmarks.setup import Setup, say
from kb import KnowledgeBase

WARM_UP = 30
"""Queries asked before the clock runs; they are not among those measured."""
P50_MS, P95_MS = 15.0, 60.0
MEMORY_MIB = 250.0


def measure(setup: Setup) -> Table:
    """The whole table."""
    root = setup.base()
    say("index")
    call("query:bring_up_to_date", root=str(root), cache=str(setup.cache))
    queries = [one.as_json() for one in draw_queries(root, setup.seed)]
    say(f"{len(queries)} queries")
    runs = {"kb": call("query:ours", root=str(root), cache=str(setup.cache), queries=queries)}
    texts = setup.ensure_texts(root)
    for name in OTHERS:
        say(name)
        folder = setup.other(name)
        if not _is_newer(folder, texts):
            call("index:other", name=name, texts=str(texts), folder=str(folder))
        runs[name] = call("query:other", name=name, folder=str(folder), queries=queries)
    return _table(setup, queries, runs)


def _table(
    setup: Setup, queries: Sequence[dict[str, Any]], runs: dict[str, dict[str, Any]]
) -> Table:
    times = [run["times_ms"] for run in runs.values()]
    table = Table(
        f"query, {setup.practices:,} practices x 4 languages, {len(queries)} warm queries",
        tuple(runs),
        [
            Row("p50, ms", [percentile(one, 0.5) for one in times], P50_MS),
            Row("p95, ms", [percentile(one, 0.95) for one in times], P95_MS),
            Row("p99, ms", [percentile(one, 0.99) for one in times]),
            Row("slowest, ms", [max(one) for one in times]),
        ],
        [
            "kb: seven facets, each counted under the filters of the others, snippets and why.",
            "fts5, tantivy: words OR-ed; count countries and topics under all filters; no lemmas, "
            "compounds, concepts, spelling, snippets or reasons.",
        ],
    )
    for kind in sorted({one["kind"] for one in queries}):
        chosen = [place for place, one in enumerate(queries) if one["kind"] == kind]
        values = [percentile([one[place] for place in chosen], 0.95) for one in times]
        table.rows.append(Row(f"p95 of {kind}, ms", values))
    memory = [run["memory_mib"] for run in runs.values()]
    table.rows.append(Row("most memory, MiB", memory, MEMORY_MIB))
    found = [sum(1 for one in run["totals"] if one) / len(queries) for run in runs.values()]
    table.rows.append(Row("share that finds anything", found))
    return table


def _is_newer(folder: Path, texts: Path) -> bool:
    """Whether another engine's index was made after the texts."""
    made = max((path.stat().st_mtime for path in folder.glob("*")), default=0.0)
    return made > texts.stat().st_mtime


def bring_up_to_date(root: str, cache: str) -> dict[str, Any]:
    """Index what changed; runs in a process of its own, so that the search's memory is its own."""
    KnowledgeBase.open(root, Path(cache)).index()
    return {}


def ours(root: str, cache: str, queries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Ask our own search; runs in a process of its own."""
    base = KnowledgeBase.open(root, Path(cache))

    def ask(query: BenchQuery) -> int:
        country = [query.filters["country"]] if "country" in query.filters else []
        topic = [query.filters["topic"]] if "topic" in query.filters else []
        return base.search(query.typed, query.lang, country=country, topic=topic).total

    return _timed(ask, queries)


def other(name: str, folder: str, queries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Ask another engine; runs in a process of its own."""
    return _timed(OTHERS[name](Path(folder)).search, queries)


def _timed(ask: Callable[[BenchQuery], int], queries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    for number in range(WARM_UP):
        text = queries[number]["text"]
        ask(BenchQuery(text[: len(text) // 2 + 1], queries[number]["lang"], "warm-up"))
    times, totals = [], []
    for one in queries:
        query = BenchQuery(**one)
        started = time.perf_counter()
        totals.append(ask(query))
        times.append((time.perf_counter() - started) * 1000)
    return {"times_ms": times, "totals": totals, "memory_mib": peak_memory_mib()}
