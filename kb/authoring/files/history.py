"""Who changed an entry when: its history in git, where there is one."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_FORMAT = "%x00%H%x00%cs%x00%an%x00%s%x00"
_HEAD = re.compile(
    "\x00([0-9a-f]{40,64})\x00([0-9]{4}-[0-9]{2}-[0-9]{2})\x00([^\x00]*)\x00([^\x00]*)\x00"
)
"""What stands before the lines of a change. Names and subjects can hold every sign but this one."""
_LONGEST_S = 10
MOST_CHANGES = 50
MOST_LINES = 400
"""Of one change; of more, nobody reads the rest on a page."""
_SAFE = (
    "core.fsmonitor=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "diff.noprefix=false",
    *(f"protocol.{one}.allow=never" for one in ("ext", "ssh", "file", "git", "http", "https")),
)
"""Nothing of the repository's own settings may start a program, or ask another machine."""


@dataclass(frozen=True)
class PastChange:
    """One commit that touched an entry."""

    commit: str
    """Its hash."""
    on: str
    """ISO date."""
    by: str
    """As git knows the author."""
    subject: str
    lines: tuple[str, ...]
    """What went and came, as a unified diff without its head."""


def find_history(root: Path, path: Path) -> list[PastChange] | None:
    """Past changes of a file, the newest first, at most `MOST_CHANGES`, renames followed.

    Args:
        root: folder of the knowledge base.
        path: the file.

    Returns:
        None where there is no git, or the knowledge base is not in it; [] for a file that was
        never committed.
    """
    safe = [part for one in _SAFE for part in ("-c", one)]
    asked = ("--literal-pathspecs", "log", f"-n{MOST_CHANGES}", "--follow", "-p", "-U0",
             "--no-color", "--no-ext-diff", "--no-textconv", "--encoding=UTF-8",
             f"--format={_FORMAT}", "--", str(path))  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - git, and no shell
            ["git", *safe, *asked],  # noqa: S607 - wherever the system has it
            cwd=root,
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    text = done.stdout.decode("utf-8", "replace")
    _before, *parts = _HEAD.split(text)
    size = _HEAD.groups + 1
    return [_change(parts[n : n + size]) for n in range(0, len(parts), size)]


def _change(parts: Sequence[str]) -> PastChange:
    commit, on, by, subject, patch = parts
    return PastChange(commit, on, by, subject, tuple(_changed_lines(patch)))


def _changed_lines(patch: str) -> list[str]:
    """Lines that went and came; an empty line between places of the file."""
    lines: list[str] = []
    is_head = True
    for line in patch.split("\n"):
        if line.startswith("diff "):
            is_head = True
        elif line.startswith("@@"):
            if lines:
                lines.append("")
            is_head = False
        elif not is_head and line[:1] in ("+", "-"):
            lines.append(line)
            if len(lines) > MOST_LINES:
                return [*lines[:MOST_LINES], "…"]
    return lines
