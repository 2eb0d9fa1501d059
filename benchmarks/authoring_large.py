"""Commands of authors in a base of thousands of entries, each a whole process that was run before.

Beside `kb fmt --check`, ruamel.yaml reads and writes the same files by its round trip.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.process import ROOT, call
from benchmarks.report import Row, median
from benchmarks.setup import Setup, say
from kb.content.root import practice_paths

ENTRIES = 3_000
RUNS = 3
MOST_SECONDS = 1.5
MOST_FORMAT_SECONDS = 6.0
_EVERY = 10
"""ruamel.yaml gets one file of so many, and its time is multiplied."""
_NEW = (
    "new", "--title", "Repair café in the old dairy", "--language", "en", "--country", "SE",
    "--summary", "People mend things together in the old dairy.", "--topics", "cycling",
    "--yes", "--dry-run",
)  # fmt: skip


def rows(setup: Setup) -> list[Row]:
    """A row for each command."""
    root = replace(setup, practices=ENTRIES).base()
    paths = list(practice_paths(root))
    entry = paths[len(paths) // 2].stem
    form = setup.folder / "form.docx"
    commands: dict[str, Sequence[str]] = {
        "kb review ID": ("review", entry),
        "kb new, answers given": _NEW,
        "kb form --entry ID": ("form", "--entry", entry, "-o", str(form), "--force"),
        "kb import of one form": ("import", str(form), "--dry-run"),
        "kb status": ("status",),
        "kb status ID": ("status", entry),
    }
    found = []
    for name, arguments in commands.items():
        say(f"{name}, {ENTRIES:,} entries")
        seconds = _seconds(setup, root, arguments)
        found.append(Row(f"{name}, {ENTRIES:,} entries, s", [seconds, None, None], MOST_SECONDS))
    say(f"kb fmt --check, {ENTRIES:,} entries")
    other = call("authoring_large:ruamel", root=str(root))["seconds"]
    checked = [_seconds(setup, root, ("fmt", "--check")), other, None]
    name = f"kb fmt --check, {ENTRIES:,} entries, s"
    return [*found, Row(name, checked, MOST_FORMAT_SECONDS)]


def _seconds(setup: Setup, root: Path, arguments: Sequence[str]) -> float:
    """Median of some runs; the first is not counted."""
    command = (sys.executable, "-c", "from kb.cli import main; main()", "--root", str(root))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KB_CACHE": str(setup.cache)}
    times = []
    for _run in range(RUNS + 1):
        started = time.perf_counter()
        done = subprocess.run((*command, *arguments), env=env, capture_output=True, check=False)
        times.append(time.perf_counter() - started)
        if done.returncode not in (0, 1):  # 1 tells findings, such as files in another style
            raise RuntimeError(done.stderr.decode())
    return median(times[1:])


def ruamel(root: str) -> dict[str, float]:
    """The round trip of ruamel.yaml over all entries; runs in a process of its own."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    started = time.perf_counter()
    for path in list(practice_paths(Path(root)))[::_EVERY]:
        yaml.dump(yaml.load(path.read_text("utf-8")), StringIO())
    return {"seconds": (time.perf_counter() - started) * _EVERY}
