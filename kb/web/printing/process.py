"""The printing process as a server sees it: it is told lines, and answers with files."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from threading import Timer

from kb.web.printing.printer import Told

_PACKAGES = Path(__file__).parents[3]
"""The folder that holds `kb`, for a process that may find it nowhere else."""
_GOODBYE_S = 2.0
"""How long a process has to end by itself when it is no longer needed."""


class EndedError(Exception):
    """The process ended before it had answered."""

    def __init__(self, code: int, *, is_late: bool) -> None:
        super().__init__(code)
        self.code = code
        self.is_late = is_late


class Process:
    """A process of its own that runs `printer`. What it says of bugs goes to the server's log."""

    def __init__(self) -> None:
        known = os.environ.get("PYTHONPATH")
        path = os.pathsep.join(filter(None, (str(_PACKAGES), known)))
        self.has_printed = False
        self._is_late = False
        self._popen = Popen(  # nothing that a visitor typed is in it
            [sys.executable, "-P", "-m", "kb.web.printing.printer"],
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    @property
    def id(self) -> int:
        """Its number on this machine."""
        return self._popen.pid

    def ask(self, line: bytes, limit_s: float) -> tuple[Told, bytes]:
        """Have a file made.

        Raises:
            EndedError: the process ended, or we ended it because it took too long.
        """
        self._is_late = False
        clock = Timer(limit_s, self._give_up)
        clock.start()
        try:
            told, data = self._talk(line)
        except OSError:
            raise self._ended() from None
        finally:
            clock.cancel()
        if told is None:
            raise self._ended()
        self.has_printed = True
        return told, data

    def dismiss(self) -> None:
        """Tell it that there is no more to do."""
        assert self._popen.stdin  # noqa: S101 - made with a pipe
        with suppress(OSError):
            self._popen.stdin.close()
        with suppress(TimeoutExpired):
            self._popen.wait(_GOODBYE_S)
        self.stop()

    def kill(self) -> None:
        """End it; whoever waits for its answer learns of it."""
        self._popen.kill()

    def stop(self) -> None:
        """End it, and forget it."""
        self._popen.kill()
        with suppress(OSError):  # what it was just told and has not read
            self._popen.__exit__(None, None, None)

    def _talk(self, line: bytes) -> tuple[Told | None, bytes]:
        assert self._popen.stdin  # noqa: S101 - made with pipes
        assert self._popen.stdout  # noqa: S101
        self._popen.stdin.write(line)
        self._popen.stdin.flush()
        head = self._popen.stdout.readline()
        if not head.endswith(b"\n"):
            return None, b""
        told: Told = json.loads(head)
        data = self._popen.stdout.read(told["size"])
        return (told, data) if len(data) == told["size"] else (None, b"")

    def _give_up(self) -> None:
        self._is_late = True
        self._popen.kill()

    def _ended(self) -> EndedError:
        self.stop()
        return EndedError(self._popen.returncode, is_late=self._is_late)
