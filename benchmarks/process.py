"""Measuring in processes of their own, so that no measurement warms the next."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
"""The folder of the package and of the shipped knowledge base."""


def call(target: str, **arguments: Any) -> dict[str, Any]:
    """Call a function of this package in a fresh process.

    Args:
        target: module and function, "index:ours".
        arguments: what it takes; like its result, plain JSON.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.process", target, json.dumps(arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def peak_memory_mib() -> float:
    """The most memory this process has held so far."""
    try:
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _main() -> None:
    target, arguments = sys.argv[1:]
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(f"benchmarks.{module}"), name)
    print(json.dumps(function(**json.loads(arguments))))


if __name__ == "__main__":
    _main()
