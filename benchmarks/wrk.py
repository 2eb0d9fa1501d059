"""Many browsers at once: wrk asks for the pages of a list, and says how long they took.

As browsers do, it takes answers that are packed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

CONNECTIONS = 50
_US_PER_MS = 1000.0
_SCRIPT = """
local paths = {}
for line in io.lines(%(list)s) do paths[#paths + 1] = line end
local number = 0
wrk.headers["Accept-Encoding"] = "gzip"

function init(args) number = tonumber(args[1] or "0") end

function request()
  number = number + 1
  return wrk.format("GET", paths[(number - 1) %% #paths + 1])
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('\\n{"requests": %%d, "seconds": %%f, ',
    summary.requests, summary.duration / 1e6))
  io.write(string.format('"p50_us": %%f, "p99_us": %%f, "failed": %%d, "refused": %%d}\\n',
    latency:percentile(50), latency:percentile(99), failed, errors.status))
end
"""


class Run(NamedTuple):
    """What a run came to."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    failed: int
    """Requests without an answer: connections lost, answers that took too long."""
    refused: int
    """Answers that were no 2xx or 3xx."""

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds

    @property
    def errors(self) -> int:
        """Requests that went wrong."""
        return self.failed + self.refused


class Wrk:
    """Asks for the pages of a list, one after the other, from the first again at its end.

    Args:
        folder: for its script and the list.
        name: of the list.
        paths: what is asked for, beginning with a slash.
    """

    def __init__(self, folder: Path, name: str, paths: Sequence[str]) -> None:
        pages = folder / f"{name}.txt"
        pages.write_text("\n".join(paths) + "\n", "ascii")
        self._script = folder / f"{name}.lua"
        # A JSON string is a Lua string, too.
        self._script.write_text(_SCRIPT % {"list": json.dumps(str(pages))}, "utf-8")
        self._count = len(paths)
        self._asked = 0

    def run(self, url: str, seconds: int) -> Run:
        """Ask for some seconds, going on in the list where the last run ended.

        Args:
            url: of the server, without a slash at its end.
            seconds: how long.
        """
        command = [_wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s"]
        start = str(self._asked % self._count)
        done = subprocess.run(
            [*command, "-s", str(self._script), f"{url}/", "--", start],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        self._asked += told["requests"] + CONNECTIONS
        return Run(
            told["requests"],
            told["seconds"],
            told["p50_us"] / _US_PER_MS,
            told["p99_us"] / _US_PER_MS,
            told["failed"],
            told["refused"],
        )


def _wrk() -> str:
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("This needs wrk. On Debian: apt-get install wrk")
    return found
