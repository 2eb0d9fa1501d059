"""The folder beside the entries that is nobody's business: accounts, the secret, the audit log.

It belongs to one knowledge base and moves with it, but is never published and never in git.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.cache.cachefiles import write_bytes

FOLDER = ".kb"
USERS = "users.json"
AUDIT = "audit.log"
_SECRET = "secret"  # noqa: S105 - a file's name
_LOCK = "users.lock"
_SECRET_BYTES = 32
_OURS = 0o600
_OUR_FOLDER = 0o700
Stamp = tuple[int, int, int]
_UNTRACKED = b"# Accounts and their passwords' hashes are nobody else's business.\n*\n"


class PrivateFolder:
    """The private files of one knowledge base.

    Args:
        root: folder of the knowledge base.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / FOLDER
        self.users = self.path / USERS
        self.audit = self.path / AUDIT

    def make(self) -> None:
        """Make the folder, open to its owner alone.

        Raises:
            OSError: the knowledge base cannot be written to.
        """
        self.path.mkdir(mode=_OUR_FOLDER, exist_ok=True)
        self.path.chmod(_OUR_FOLDER)
        ignored = self.path / ".gitignore"
        if not ignored.exists():
            write_bytes(ignored, _UNTRACKED)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone among all processes, until the end: who changes accounts reads them after this."""
        self.make()
        number = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, _OURS)
        try:
            _lock(number)
            yield
        finally:
            os.close(number)  # and with it goes the lock

    def write(self, path: Path, data: bytes) -> None:
        """Write a file whole or not at all, for its owner alone."""
        self.make()
        write_bytes(path, data)
        path.chmod(_OURS)

    def append(self, path: Path, line: bytes) -> None:
        """Add a line to a file, in one piece even where several processes do."""
        self.make()
        number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OURS)
        try:
            os.write(number, line)
        finally:
            os.close(number)

    def load_secret(self) -> bytes:
        """What cookies are signed with; made when it is first needed."""
        path = self.path / _SECRET
        with suppress(FileNotFoundError):
            return path.read_bytes()
        with self.locked():
            if not path.exists():
                self.write(path, secrets.token_bytes(_SECRET_BYTES))
        return path.read_bytes()


def stamp_of(path: Path) -> Stamp:
    """What changes with a file; it is replaced whole, and so is another file each time."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0, 0, 0
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


if sys.platform == "win32":

    def _lock(number: int) -> None:
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_LOCK, 1)

else:

    def _lock(number: int) -> None:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX)
