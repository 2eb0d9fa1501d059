"""How soon an edited file is found."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.process import call
from benchmarks.report import Row, Table, median
from benchmarks.setup import Setup, say
from kb import KnowledgeBase
from kb.content.root import practice_paths

EDITS = 7
MOST_SECONDS = 0.5
_PATIENCE_S = 60.0
_WORD = "zyxwort"
"""No dictionary has it, so that only the edited entry is found."""


def measure(setup: Setup) -> Table:
    """The whole table."""
    root = setup.base()
    say("index")
    call("query:bring_up_to_date", root=str(root), cache=str(setup.cache))
    say(f"{EDITS} edits")
    times = call("edit:run", root=str(root), cache=str(setup.cache))
    return Table(
        f"edit, one of {setup.practices:,} entries edited, median of {EDITS}",
        ("kb",),
        [
            Row("found by a search that opens anew, s", [median(times["anew"])], MOST_SECONDS),
            Row("the slowest of these, s", [max(times["anew"])]),
            Row("found by an open search, s", [median(times["open"])]),
            Row("the slowest of these, s", [max(times["open"])]),
        ],
        [
            "an open search looks at the files only so often when looking takes long, and so "
            "may wait before it sees an edit."
        ],
    )


def run(root: str, cache: str) -> dict[str, Any]:
    """Edit files and search; runs in a process of its own, and leaves the files as they were."""
    paths = list(practice_paths(Path(root)))
    chosen = [paths[number * len(paths) // (2 * EDITS)] for number in range(2 * EDITS)]
    kept = {path: path.read_text("utf-8") for path in chosen}
    lasting = KnowledgeBase.open(root, Path(cache))
    lasting.search("warm-up", "de")

    def anew(word: str) -> int:
        return KnowledgeBase.open(root, Path(cache)).search(word, "de").total

    def still_open(word: str) -> int:
        return lasting.search(word, "de").total

    try:
        return {
            "anew": [_found_after(path, anew) for path in chosen[:EDITS]],
            "open": [_found_after(path, still_open) for path in chosen[EDITS:]],
        }
    finally:
        for path, text in kept.items():
            path.write_text(text, "utf-8")
        lasting.index()


def _found_after(path: Path, search: Callable[[str], int]) -> float:
    """Seconds from saving a file with a new word to a search that finds it."""
    word = f"{_WORD}{''.join(chr(97 + int(digit)) for digit in path.stem[-6:])}"
    text = path.read_text("utf-8").replace("\nkeywords: [", f"\nkeywords: [{word}, ", 1)
    path.write_text(text, "utf-8")
    started = time.perf_counter()
    while time.perf_counter() - started < _PATIENCE_S:
        if search(word):
            return time.perf_counter() - started
    raise TimeoutError(f"{path} was edited, and the search does not see it")
