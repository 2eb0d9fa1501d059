"""How Lighthouse judges the pages of `kb serve`: on a slow phone, and on a desktop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.process import ROOT
from benchmarks.report import Row, Table, median
from benchmarks.servers import kb_serve
from benchmarks.setup import Setup, say

LEAST = 95.0
RUNS = 3
"""Of each page; speed differs from run to run."""
MOST_TRIES = 4
"""Of a run: on a busy machine Chromium may not begin, or Lighthouse give up, and exit with 1."""
_LONGEST_RUN_S = 120.0
_REST_S = 5.0
"""Before a run is tried again, so that what made it fail may pass."""
PAGES: Mapping[str, str] = {
    "home": "fi/",
    "search": "fi/search",
    "entry": "fi/practices/se-integration-halland",
}
TOOLS = ROOT / "build" / "npm"
_PACKAGE = "lighthouse@12"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_DEVICES: Mapping[str, Sequence[str]] = {"phone": (), "desktop": ("--preset=desktop",)}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking"
)

Report = Mapping[str, Any]


def measure(setup: Setup) -> Table:
    """The whole table."""
    program = _program()
    reports: dict[tuple[str, str], list[Report]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="kb-bench-lighthouse-") as folder,
        kb_serve(setup.cache, 1, Path(folder) / "kb.log", knows_its_address=True) as server,
    ):
        for page, device in product(PAGES, _DEVICES):
            say(f"{page}, {device}")
            url = f"{server.url}/{PAGES[page]}"
            reports[page, device] = [judge(program, url, device, folder) for _ in range(RUNS)]
            told = [f"{points_of(one, 'performance'):.0f}" for one in reports[page, device]]
            say(f"{page}, {device}: performance {', '.join(told)}")
    title = f"lighthouse, pages of the shipped entries, points of 100, median of {RUNS} runs"
    table = Table(title, [*_DEVICES])
    for page in PAGES:
        for category in _CATEGORIES:
            points = [
                median([points_of(one, category) for one in reports[page, device]])
                for device in _DEVICES
            ]
            table.rows.append(Row(f"{page}: {category}", points, LEAST, is_least=True))
    table.notes = [
        "Phone: Lighthouse's own, four times slower than this machine, on a slow mobile network.",
        *sorted(
            {f"{page}: {one}" for (page, _), told in reports.items() for one in lacks(told[0])}
        ),
    ]
    return table


def judge(program: Path, url: str, device: str, folder: str) -> Report:
    """What Lighthouse says of a page; a run that fails is told, and repeated."""
    for number in range(1, MOST_TRIES + 1):
        try:
            return _run(program, url, device, folder)
        except FailedRunError as error:
            say(f"run {number} of {MOST_TRIES} failed: {error}")
            time.sleep(_REST_S)
    raise SystemExit(f"Lighthouse failed {MOST_TRIES} times at {url}.")


class FailedRunError(Exception):
    """Lighthouse ended without a report that counts."""


def _run(program: Path, url: str, device: str, folder: str) -> Report:
    path = Path(folder) / "report.json"
    path.unlink(missing_ok=True)  # a run that fails must not be taken for the one before
    command = [
        "node",
        str(program),
        url,
        *_DEVICES[device],
        f"--only-categories={','.join(_CATEGORIES)}",
        "--output=json",
        f"--output-path={path}",
        "--quiet",
        f"--chrome-flags={_FLAGS}",
    ]
    code, errors = _call(command)
    if not path.exists():
        raise FailedRunError(f"exit {code}, {_last_line(errors)}")
    report: Report = json.loads(path.read_text("utf-8"))
    # The report is written even where the page was not measured, or only in parts.
    if error := report.get("runtimeError"):
        raise FailedRunError(f"{error['code']}, {error['message']}")
    if any(report["categories"][one]["score"] is None for one in _CATEGORIES):
        raise FailedRunError(f"exit {code}, no points: {'; '.join(_faults(report))}")
    return report


def _call(command: Sequence[str]) -> tuple[int, str]:
    """Run Lighthouse: its exit code, and what it says of errors."""
    environ = {**os.environ, "CHROME_PATH": _chromium()}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _output, errors = process.communicate(timeout=_LONGEST_RUN_S)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)  # it ends its Chromium then
            try:
                process.communicate(timeout=_REST_S)
            except subprocess.TimeoutExpired:
                process.kill()
            raise FailedRunError(f"no end after {_LONGEST_RUN_S:.0f} s") from None
    return process.returncode, errors


def _last_line(text: str) -> str:
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    told = [one for one in lines if "rror" in one and not one.startswith("at ")]
    return (told or lines or ["nothing said"])[-1]


def _faults(report: Report) -> list[str]:
    """What Lighthouse could not look at, and why."""
    return [
        f"{name}: {audit['errorMessage']}"
        for name, audit in report["audits"].items()
        if audit["scoreDisplayMode"] == "error"
    ]


def points_of(report: Report, category: str) -> float:
    """How many of 100 a page gets."""
    return round(100 * float(report["categories"][category]["score"]))


def lacks(report: Report) -> list[str]:
    """What takes points away, besides speed, which differs from run to run."""
    wanted = {
        one["id"]
        for name, category in report["categories"].items()
        if name != "performance"
        for one in category["auditRefs"]
        if one["weight"]
    }
    return [
        audit["title"]
        for name, audit in report["audits"].items()
        if name in wanted and audit["score"] is not None and audit["score"] < 1
    ]


def _program() -> Path:
    """Lighthouse, installed where it is missing."""
    given = os.environ.get("KB_NODE_MODULES")
    places = [Path(given)] if given else []
    places.append(TOOLS / "node_modules")
    for place in places:
        program = place / "lighthouse" / "cli" / "index.js"
        if program.exists():
            return program
    TOOLS.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--prefix", str(TOOLS), "--no-save", "--no-audit", "--no-fund"]
    subprocess.run([*npm, "--silent", _PACKAGE], check=True, stdout=sys.stderr)
    return TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        raise SystemExit("Chromium is not installed.")
    return found
