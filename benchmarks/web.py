"""How fast the pages come: `kb serve` under fifty connections, Datasette beside it.

Asked is the search page, with the queries that people judged, in four languages. Pages that were
asked for before are kept; so the same is measured with queries nobody has asked yet.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.process import ROOT, call
from benchmarks.report import Row, Table
from benchmarks.servers import Serving, datasette, datasette_data, datasette_page, kb_serve
from benchmarks.setup import Setup, say
from benchmarks.texts import ensure_texts
from benchmarks.wrk import CONNECTIONS, Run, Wrk
from kb.search.judged import load_judged

LEAST_PER_SECOND = 300.0
MOST_P99_MS = 50.0
MOST_MEMORY_MIB = 200.0
SECONDS = 10
WARM_UP_S = 5
LONGEST_WARM_UP_S = 60
WARM_UP_ROUNDS = 15
"""So often every judged query is asked before, so that all processes have seen it."""
MANY = 100_000
"""Requests after which memory is looked at."""
_EVERY = 20
"""In the long run one of so many queries is new."""

Query = tuple[str, str]
"""Language and text."""
Way = Callable[[Query], str]
"""Makes the path of a query."""


class Load(NamedTuple):
    """What is asked for in a run."""

    name: str
    title: str
    queries: Sequence[Query]
    ways: Mapping[str, Way]
    """System → how it is asked."""
    is_repeated: bool = True
    """Whether the same is asked again and again."""
    aims: tuple[float | None, float | None] = (None, None)
    """Least requests in a second, most ms of 99 in 100."""


def measure(setup: Setup) -> Table:
    """The whole table."""
    judged = [(one.lang, one.text) for one in load_judged(ROOT / "tests" / "quality").queries]
    new = draw_new(judged, setup.seed)
    loads = [
        Load("pages", "judged queries", judged, _PAGES, aims=(LEAST_PER_SECOND, MOST_P99_MS)),
        Load("new", "never asked before", new, _PAGES, is_repeated=False),
        Load("data", "judged queries, JSON", judged, _DATA),
    ]
    with tempfile.TemporaryDirectory(prefix="kb-bench-web-") as name:
        folder = Path(name)
        root = folder / "shipped"  # a copy: nobody edits it meanwhile
        for one in ("practices", "locales"):
            shutil.copytree(setup.shipped / one, root / one)
        call("query:bring_up_to_date", root=str(root), cache=str(setup.cache))
        say(f"kb serve --processes {setup.processes}")
        with kb_serve(setup.cache, setup.processes, folder / "kb.log", root) as server:
            ours = _measure_loads("kb", server, loads, folder)
            say(f"{MANY:,} requests")
            asked = sum(run.requests for run in ours)
            errors = _ask_many(server, judged, new, MANY - asked, folder)
            memory: dict[str, float] = {"kb": max(server.memory_mib())}
        say("Datasette")
        texts = ensure_texts(folder / "texts.jsonl", root, setup.cache)
        with datasette(texts, folder) as server:
            theirs = _measure_loads("Datasette", server, loads, folder)
            memory["Datasette"] = max(server.memory_mib())
    return _table(setup, loads, ours, theirs, memory, errors)


def draw_new(judged: Sequence[Query], seed: int) -> list[Query]:
    """All queries of two words from those judged in a language, each once, mixed."""
    words: dict[str, set[str]] = {}
    for lang, text in judged:
        words.setdefault(lang, set()).update(text.split())
    drawn = [
        (lang, " ".join(pair))
        for lang in sorted(words)
        for pair in permutations(sorted(words[lang]), 2)
    ]
    random.Random(f"web-{seed}").shuffle(drawn)
    return drawn


def _our_page(query: Query) -> str:
    lang, text = query
    return f"/{lang}/search?{urlencode({'q': text})}"


def _our_data(query: Query) -> str:
    lang, text = query
    return f"/api/v1/search?{urlencode({'q': text, 'lang': lang})}"


_PAGES: Mapping[str, Way] = {
    "kb": _our_page,
    "Datasette": lambda query: datasette_page(query[1]),
}
_DATA: Mapping[str, Way] = {
    "kb": _our_data,
    "Datasette": lambda query: datasette_data(query[1]),
}


def _measure_loads(system: str, server: Serving, loads: Sequence[Load], folder: Path) -> list[Run]:
    runs = []
    for load in loads:
        wrk = Wrk(folder, f"{system}-{load.name}", [*map(load.ways[system], load.queries)])
        _warm_up(wrk, server, WARM_UP_ROUNDS * len(load.queries) if load.is_repeated else 0)
        say(f"{system}: {load.title}, {SECONDS} s")
        runs.append(wrk.run(server.url, SECONDS))
    return runs


def _warm_up(wrk: Wrk, server: Serving, least: int) -> None:
    """Ask for some seconds, and until so many requests were answered."""
    asked = 0
    for _ in range(LONGEST_WARM_UP_S // WARM_UP_S):
        asked += wrk.run(server.url, WARM_UP_S).requests
        if asked >= least:
            return


def _ask_many(
    server: Serving, judged: Sequence[Query], new: Sequence[Query], count: int, folder: Path
) -> int:
    """Ask until so many requests were answered; returns how many went wrong."""
    paths = [
        _our_page(judged[number % len(judged)] if number % _EVERY else new[-number // _EVERY])
        for number in range(1, len(new))
    ]
    wrk = Wrk(folder, "many", paths)
    errors = 0
    while count > 0:
        run = wrk.run(server.url, SECONDS)
        count -= run.requests
        errors += run.errors
    return errors


def _table(
    setup: Setup,
    loads: Sequence[Load],
    ours: Sequence[Run],
    theirs: Sequence[Run],
    memory: Mapping[str, float],
    errors: int,
) -> Table:
    table = Table(
        f"web, search page of the shipped entries, {CONNECTIONS} connections, {SECONDS} s",
        ("kb", "Datasette", "ratio"),
    )
    for load, our, their in zip(loads, ours, theirs, strict=True):
        least, most = load.aims
        pairs = {
            "requests/s": (our.per_second, their.per_second, least),
            "p50, ms": (our.p50_ms, their.p50_ms, None),
            "p99, ms": (our.p99_ms, their.p99_ms, most),
        }
        for what, (one, other, aim) in pairs.items():
            row = Row(
                f"{load.title}: {what}", [one, other, _ratio(one, other)], aim, what[0] == "r"
            )
            table.rows.append(row)
        table.rows.append(Row(f"{load.title}: errors", [our.errors, their.errors], 0))
    table.rows += [
        Row("memory of a process, MiB", [memory["kb"], memory["Datasette"]], MOST_MEMORY_MIB),
        Row(f"errors in {MANY:,} requests", [errors], 0),
    ]
    table.notes = [
        f"kb: {setup.processes} processes; Datasette: one, as it has no more, without changes to "
        "its database (-i). wrk has one thread, on the same processors.",
        f"Judged queries are asked some {WARM_UP_ROUNDS} times before, for a minute at most. "
        "“Never asked before”: two words each, every page is made anew; ours has facets, snippets, "
        "reasons and four languages, Datasette's a table with two facets.",
        f"Memory of kb after {MANY:,} requests, one in {_EVERY} of the later ones new; of "
        "Datasette after its runs.",
    ]
    return table


def _ratio(one: float, other: float) -> float | None:
    return one / other if other else None
