"""Sessions that ended early: known to every process at once, and after a new start."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from kb.web.accounts.folder import PrivateFolder, Stamp, stamp_of
from kb.web.server.logs import log

_FORMAT = 1
_MOST = 10_000
"""More are not told apart: all that have begun by then are ended."""
_DAMAGES = (
    ArithmeticError,
    AttributeError,
    KeyError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a damaged file may end in."""


class _Ended(NamedTuple):
    before: float
    """Whatever began before has ended, in seconds since 1970."""
    numbers: Mapping[str, float]
    """Numbers of sessions, and when they would have ended anyway."""


class EndedSessions:
    """The sessions of a knowledge base that were ended before their time.

    Args:
        folder: has the file of them.
    """

    def __init__(self, folder: PrivateFolder) -> None:
        self._folder = folder
        self._path = folder.path / "ended.json"
        self._unwritten: dict[str, float] = {}
        """Those of which no disk would take note."""
        self._read: tuple[Stamp, _Ended] | None = None

    def has(self, number: str, since: float) -> bool:
        """Whether a session has ended.

        Args:
            number: of the session.
            since: when it began.
        """
        ended = self._current()
        return number in ended.numbers or number in self._unwritten or since < ended.before

    def add(self, number: str, until: float) -> None:
        """End a session.

        Args:
            number: of the session.
            until: when it would end anyway, and need not be remembered any more.
        """
        try:
            with self._folder.locked():
                self._folder.write(self._path, _as_json(_with(self._load(), number, until)))
        except OSError as error:
            self._unwritten[number] = until
            log("session ended, but not noted", logging.ERROR, error=error)

    def _current(self) -> _Ended:
        stamp = stamp_of(self._path)
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, self._load()
        return self._read[1]

    def _load(self) -> _Ended:
        """What the file says; of a damaged one, that all which began before it have ended.

        Nothing it says ends sessions that are yet to begin: nobody could come in any more.
        """
        now = time.time()
        try:
            data = json.loads(self._path.read_bytes())
            before = float(data["before"])
            if data["format"] == _FORMAT and math.isfinite(before):
                numbers = {str(one): float(end) for one, end in data["sessions"].items()}
                return _Ended(min(before, now), numbers)
        except FileNotFoundError:
            return _Ended(0.0, {})
        except _DAMAGES:
            pass
        with suppress(OSError):
            return _Ended(min(self._path.stat().st_mtime, now), {})
        return _Ended(now, {})


def _with(ended: _Ended, number: str, until: float) -> _Ended:
    now = time.time()
    numbers = {one: end for one, end in ended.numbers.items() if end > now}
    if len(numbers) >= _MOST:
        return _Ended(now, {number: until})
    return ended._replace(numbers={**numbers, number: until})


def _as_json(ended: _Ended) -> bytes:
    data = {"format": _FORMAT, "before": ended.before, "sessions": ended.numbers}
    return json.dumps(data).encode() + b"\n"
