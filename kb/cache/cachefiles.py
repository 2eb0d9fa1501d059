"""Files in the cache that are checked before they are trusted, and never half-written.

A seal records size, time of change and checksum of each file. Reading trusts a file whose size
and time are as sealed, and computes the checksum where the time differs or the files are small
enough for that to cost nothing.
"""

from __future__ import annotations

import errno
import json
import os
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

_ASIDE = re.compile(r"\..+\.(?P<owner>\d{1,9})-\d+\.part", re.DOTALL)
"""Names as `aside_of` makes them; nobody else's hidden files are touched."""
_DAY_S = 86_400
_LEAST_AGE_S = 600
"""What is younger may belong to a writer on another machine, whose number means nothing here."""
SMALL_BYTES = 1 << 20
"""Below this, all checksums are computed on each opening (about a millisecond)."""

Seal = dict[str, list[int]]
"""File name → [size in bytes, time of change in ns, CRC-32]."""


def checksum(path: Path) -> int:
    """CRC-32 of a file, read in pieces."""
    value = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            value = zlib.crc32(piece, value)
    return value


def seal_files(paths: Iterable[Path], known: Seal | None = None) -> Seal:
    """The seal of some files of one folder.

    Args:
        paths: the files.
        known: an older seal; files that are as it says are not read again.

    Raises:
        OSError: one of them cannot be read.
    """
    seal: Seal = {}
    for path in paths:
        stat = path.stat()
        size, changed, crc = (known or {}).get(path.name, (-1, -1, 0))
        if (stat.st_size, stat.st_mtime_ns) != (size, changed):
            crc = checksum(path)
        seal[path.name] = [stat.st_size, stat.st_mtime_ns, crc]
    return seal


def is_intact(folder: Path, seal: Seal) -> bool:
    """Whether all sealed files are there as they were sealed."""
    check_all = sum(entry[0] for entry in seal.values()) <= SMALL_BYTES
    try:
        for name, (size, changed, crc) in seal.items():
            stat = os.stat(folder / name)  # noqa: PTH116 - on the path of every search
            if stat.st_size != size:
                return False
            if (check_all or stat.st_mtime_ns != changed) and checksum(folder / name) != crc:
                return False
    except (OSError, ValueError, TypeError):
        return False
    return True


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file aside, force it to the disk, then rename it into place; see `write_all`.

    What writers that were killed have left aside in its folder is removed on the way.

    Raises:
        OSError: the folder is read-only or the disk full; nothing is left behind.
    """
    remove_abandoned(path.parent)
    write_all([(path, data)])


def write_all(
    files: Sequence[tuple[Path, bytes]],
    *,
    is_new: bool = False,
    before_placing: Callable[[], None] | None = None,
) -> None:
    """Write several files: all of them aside first, and only then any into place.

    What writers that were killed have left aside stays, since looking for it takes long where
    many files are written one by one; whoever begins a save calls `remove_abandoned` once.

    Args:
        files: where, and what.
        is_new: do not replace a file, not even one that has appeared meanwhile.
        before_placing: called once all are written aside; what it raises leaves all as it was.

    Raises:
        FileExistsError: `is_new`, and there is one.
        OSError: a folder is read-only or the disk full; nothing is left behind.
    """
    asides: list[tuple[Path, Path]] = []
    placed: list[Path] = []
    try:
        for path, data in files:
            aside = aside_of(path, threading.get_ident())
            asides.append((aside, path))
            _write_aside(aside, path, data)
        if before_placing:
            before_placing()
        for aside, path in asides:
            if is_new:
                _place_new(aside, path)
                placed.append(path)
            else:
                _replace(aside, path)
    except BaseException:
        _remove(placed)
        raise
    finally:
        _remove(aside for aside, _path in asides)


def aside_of(path: Path, thread: int = 0) -> Path:
    """Where a file is written before it is renamed: hidden beside it, with its writer's number."""
    return path.with_name(f".{path.name}.{os.getpid()}-{thread}.part")


def remove_abandoned(folder: Path) -> None:
    """Remove what writers that were killed have left aside in a folder.

    That of a writer that runs goes after a day: no file takes that long, so that the number is
    another process's by now. In a container numbers come again and again. That of one that does
    not run goes after ten minutes: in another container, or on another machine that shares the
    folder, it may be writing this very moment.
    """
    try:
        names = [one for one in os.listdir(folder) if one.endswith(".part")]  # noqa: PTH208 - fast
    except OSError:
        return
    for name in names:
        found = _ASIDE.fullmatch(name)
        if found:
            least_s = _DAY_S if _is_running(int(found["owner"])) else _LEAST_AGE_S
            if _is_older(folder / name, least_s):
                _remove([folder / name])


def _is_older(path: Path, age_s: int) -> bool:
    try:
        return time.time() - path.stat().st_mtime > age_s
    except OSError:
        return False


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # asking there might end the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write_aside(aside: Path, path: Path, data: bytes) -> None:
    try:
        aside.unlink(missing_ok=True)  # of a killed process that had the same number
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix" and path.exists():  # a file that a group may write stays so
            aside.chmod(S_IMODE(path.stat().st_mode))
    except OSError as error:
        if error.filename is None or error.filename == str(aside):
            error.filename = str(path)  # not the name that nobody has heard of
        raise


def _replace(aside: Path, path: Path) -> None:
    try:
        aside.replace(path)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _place_new(aside: Path, path: Path) -> None:
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        aside.replace(path)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def write_json(path: Path, data: object) -> None:
    """Write a JSON file, as `write_bytes` does.

    Raises:
        OSError: the folder is read-only or the disk full; nothing is left behind.
    """
    write_bytes(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def read_json(path: Path) -> object | None:
    """The content of a JSON file, None where it is missing or damaged."""
    try:
        data: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return data
