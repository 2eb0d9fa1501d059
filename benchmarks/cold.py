"""A whole `kb search`, from starting the process to its end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.process import ROOT, call
from benchmarks.report import Row, Table, median
from benchmarks.setup import Setup, say

RUNS = 20
MOST_OVER_IMPORTS = 1.5
MOST_OVER_SMALL = 2.0
QUERY = ("search", "kielikahvilat", "--lang", "fi")
IMPORTS = "import click, whoosh.index, whoosh.qparser, whoosh.scoring"
_MAIN = "from kb.cli import main; main()"


def measure(setup: Setup) -> Table:
    """The whole table."""
    large = setup.base()
    bases = {"shipped": setup.shipped, "large": large}
    for root in bases.values():
        say(f"index of {root.name}")
        call("query:bring_up_to_date", root=str(root), cache=str(setup.cache))
    commands: dict[str, Sequence[str]] = {"imports": (sys.executable, "-c", IMPORTS)}
    for name, root in bases.items():
        commands[name] = (*_kb(), "--root", str(root), *QUERY)
    say(f"{RUNS} runs each, alternating")
    times = _alternate(commands, {"KB_CACHE": str(setup.cache)})
    shipped, imports = times["shipped"], times["imports"]
    return Table(
        "cold, one `kb search kielikahvilat --lang fi` as a whole process, median of "
        f"{RUNS} alternating runs",
        ("kb",),
        [
            Row("imports of click and Whoosh only, ms", [imports * 1000]),
            Row("shipped entries, ms", [shipped * 1000]),
            Row(f"{setup.practices:,} practices, ms", [times["large"] * 1000]),
            Row("shipped / imports", [shipped / imports], MOST_OVER_IMPORTS),
            Row(f"{setup.practices:,} / shipped", [times["large"] / shipped], MOST_OVER_SMALL),
        ],
        [f"run as: {' '.join(_kb())}"],
    )


def _kb() -> tuple[str, ...]:
    """The installed command of this Python, or the same without installing."""
    installed = shutil.which("kb", path=str(Path(sys.executable).parent))
    return (installed,) if installed else (sys.executable, "-c", _MAIN)


def _alternate(
    commands: Mapping[str, Sequence[str]], variables: Mapping[str, str]
) -> dict[str, float]:
    """Median seconds of each command; the first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    env = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    # An installed program has its modules compiled; without this they would be on every run.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    for number in range(RUNS + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(
                command,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if number:
                times[name].append(time.perf_counter() - started)
    return {name: median(those) for name, those in times.items()}
