"""Files that were printed, kept on the disk for whoever wants the same, in any process."""

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kb.cache.cachefiles import write_bytes

MOST_BYTES = 256 << 20
MOST_FILES = 2_000
_CHECKSUM_BYTES = sha256().digest_size
_ABANDONED_S = 3_600
"""A file that is still aside after this time was left by a process that was killed."""


class _Kept(NamedTuple):
    used: float
    """When it was last asked for, in seconds."""
    size: int
    path: Path


class PrintedFiles:
    """Finished files; those that nobody asked for longest make room.

    Args:
        folder: in the cache.
        most_bytes: of all together.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, key: str) -> bytes | None:
        """A file; None where it is not there or damaged.

        Args:
            key: letters and digits, another one for every file.
        """
        path = self._folder / key
        try:
            sealed = path.read_bytes()
        except OSError:
            return None
        seal, data = sealed[:_CHECKSUM_BYTES], sealed[_CHECKSUM_BYTES:]
        if sha256(data).digest() != seal:
            return None
        with suppress(OSError):
            path.touch()
        return data

    def keep(self, key: str, data: bytes) -> None:
        """Keep a file; without a writable cache it is printed again each time."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_bytes(self._folder / key, sha256(data).digest() + data)
            self._make_room()

    def _make_room(self) -> None:
        total = 0
        for number, one in enumerate(sorted(self._look(), reverse=True)):
            total += one.size
            if total > self._most_bytes or number >= MOST_FILES:
                one.path.unlink(missing_ok=True)

    def _look(self) -> list[_Kept]:
        """What is there, without what is being written."""
        found = []
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process made room
                stat = path.stat()
                if not path.name.startswith("."):
                    found.append(_Kept(stat.st_mtime, stat.st_size, path))
                elif stat.st_mtime < time.time() - _ABANDONED_S:
                    path.unlink()
        return found
