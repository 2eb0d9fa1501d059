"""Saves in the browser again and again, killed at each step it takes on the disk; see the test.

Run with the folder of a base and of the cache. Prints one JSON object: the entry before;
for each try how it ended and what the entry's file held then; and what was left beside it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from pathlib import Path

from tests.web.editing import Editor

STEPS = ("open", "os.rename", "os.link", "os.remove", "os.chmod", "os.mkdir")
"""What Python tells of before it is done."""
_SAVED = 77


def main() -> None:
    """Kill, look, and go on one step further, until a save gets through."""
    editor = Editor(Path(sys.argv[1]), Path(sys.argv[2]))
    before = editor.read()
    sheet = editor.open()
    sheet["summary"] = "Neu und ganz."
    warnings.simplefilter("ignore")  # threads of the limiter are not ours to end
    found = []
    for number in range(200):
        child = os.fork()
        if child == 0:
            _kill_at(number)
            status = sheet.post("save").status_code
            os._exit(_SAVED if status == 303 else 1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found.append([code, editor.read()])
        if code != -signal.SIGKILL:
            break
        if editor.read() != before:
            editor.path().write_text(before, "utf-8")
    left = [one.name for one in editor.root.rglob("*.part")]
    sys.stdout.write(json.dumps({"before": before, "found": found, "left": left}))


def _kill_at(number: int) -> None:
    """End this process for good before the step of a number."""
    left = number

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in STEPS or not str(arguments[0]).endswith((".part", ".yaml", ".log")):
            return
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    sys.addaudithook(watch)


if __name__ == "__main__":
    main()
