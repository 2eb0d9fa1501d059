"""How Lighthouse judges the pages of `kb serve`: on a slow phone, and on a desktop."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
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
    """What Lighthouse says of a page."""
    path = Path(folder) / "report.json"
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
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": _chromium()})
    report: Report = json.loads(path.read_text("utf-8"))
    return report


def points_of(report: Report, category: str) -> float:
    """How many of 100 a page gets."""
    return round(100 * float(report["categories"][category]["score"] or 0))


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
