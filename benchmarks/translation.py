"""How long translators wait: counting states, updating catalogs, localising an entry.

Reading catalogs is measured beside Babel's `read_po` on the same files in the same run.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from benchmarks.process import call
from benchmarks.report import Row, Table, median
from benchmarks.setup import Setup, say
from kb import KnowledgeBase
from kb.content.root import practice_paths
from kb.content.store import read_record
from kb.model import Practice
from kb.translation.catalogs import parse_catalog
from kb.translation.coverage import share_current

MOST_COLD_SECONDS = 20.0
MOST_UNCHANGED_SECONDS = 2.0
MOST_UPDATE_SECONDS = 1.0
MOST_LOCALISE_MS = 5.0
EDITS = 7
SAMPLE = 300


def measure(setup: Setup) -> Table:
    """The whole table."""
    root = str(setup.base())
    cache = str(setup.cache)
    say("status, cold")
    shutil.rmtree(setup.cache / "translation", ignore_errors=True)
    cold = call("translation:status", root=root, cache=cache)
    say("status, nothing changed")
    unchanged = [call("translation:status", root=root, cache=cache) for _ in range(3)]
    say("bringing all catalogs up to date")
    full = call("translation:update_all", root=root, cache=cache)
    say(f"{EDITS} edits")
    edits = call("translation:update_edits", root=root, cache=cache)
    say("localising")
    localised = call("translation:localise", root=root, cache=cache)
    read = call("translation:read", root=root)
    return Table(
        f"translation, {setup.practices:,} practices in four languages",
        ("kb", "Babel"),
        [
            Row("status, cold, s", [cold["seconds"], None], MOST_COLD_SECONDS),
            Row(
                "status, nothing changed, s",
                [median([one["seconds"] for one in unchanged]), None],
                MOST_UNCHANGED_SECONDS,
            ),
            Row("first update of all catalogs, s", [full["seconds"], None]),
            Row("update after one edit, s", [median(edits["seconds"]), None], MOST_UPDATE_SECONDS),
            Row("the slowest of these, s", [max(edits["seconds"]), None]),
            Row("localise one entry, ms", [localised["ms"], None], MOST_LOCALISE_MS),
            Row("read one catalog, ms", [read["ours_ms"], read["babel_ms"]]),
        ],
        [
            f"{cold['texts']:,} texts; {cold['share']:.0%} up to date.",
            f"Medians: of 3 for an unchanged base, of {EDITS} edits, of {SAMPLE} entries and "
            "catalogs. Each figure but the last two includes opening the knowledge base in a new "
            "process, after its imports.",
        ],
    )


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def status(root: str, cache: str) -> dict[str, Any]:
    """Count all states, as `kb translate status` does."""
    started = time.perf_counter()
    totals = KnowledgeBase.open(root, Path(cache)).translations.coverage().totals()
    seconds = time.perf_counter() - started
    counts: dict[str, int] = {}
    for of_lang in totals.values():
        for state, number in of_lang.items():
            counts[state] = counts.get(state, 0) + number
    return {
        "seconds": seconds,
        "texts": sum(number for state, number in counts.items() if state != "source"),
        "share": share_current(counts),
    }


def update_all(root: str, cache: str) -> dict[str, Any]:
    """Bring all catalogs up to date."""
    base = KnowledgeBase.open(root, Path(cache))
    return {"seconds": _timed(base.translations.update)}


def update_edits(root: str, cache: str) -> dict[str, Any]:
    """Edit one entry after the other and update; the files are left as they were."""
    paths = list(practice_paths(Path(root)))
    chosen = [paths[number * len(paths) // EDITS] for number in range(EDITS)]
    seconds = []
    for path in chosen:
        text = path.read_text("utf-8")
        path.write_text(text.replace(". ", " – ", 1), "utf-8")
        base = KnowledgeBase.open(root, Path(cache))
        seconds.append(_timed(base.translations.update))
        path.write_text(text, "utf-8")
        KnowledgeBase.open(root, Path(cache)).translations.update()
    return {"seconds": seconds}


def localise(root: str, cache: str) -> dict[str, Any]:
    """Localise entries that were read before, their catalogs from the disk."""
    base = KnowledgeBase.open(root, Path(cache))
    paths = list(practice_paths(Path(root)))
    chosen = random.Random(1).sample(paths, min(SAMPLE, len(paths)))
    times = []
    for path in chosen:
        record, _ = read_record(path, "practice")
        if isinstance(record, Practice):
            times.append(_timed(partial(_localise, base, record)))
    return {"ms": median(times) * 1000}


def read(root: str) -> dict[str, Any]:
    """Read catalogs with our reader and with Babel's."""
    paths = sorted(Path(root).glob("locales/*/LC_MESSAGES/practices/*.po"))
    chosen = random.Random(1).sample(paths, min(SAMPLE, len(paths)))

    ours = [_timed(partial(_with_kb, path)) for path in chosen]
    babel = [_timed(partial(_with_babel, path)) for path in chosen]
    return {"ours_ms": median(ours) * 1000, "babel_ms": median(babel) * 1000}


def _localise(base: KnowledgeBase, practice: Practice) -> object:
    return list(base.localise(practice, "fi"))


def _with_kb(path: Path) -> object:
    return parse_catalog(path.read_text("utf-8"))


def _with_babel(path: Path) -> object:
    with path.open("rb") as file:
        return [(one.context, one.id, one.string, one.fuzzy) for one in read_po(file)]
