"""Disks that are full and folders that nobody may write to, for real and even for root."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_VERSION = 0x20080522
"""Of the structures below: 64 bits of capabilities, as two times 32."""
_IGNORES_MODES = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root may do whatever a file's mode says."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def forbidden(folder: Path, allowed: int = 0o555) -> Iterator[None]:
    """A folder nobody may write to; this thread obeys it even where it is root's.

    Args:
        folder: or a file.
        allowed: what may be done with it all the same.
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("root does as it likes")
    system = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION, 0), (_Sets * 2)()
    assert system.capget(ctypes.byref(header), sets) == 0
    before = sets[0].effective
    mode = folder.stat().st_mode
    try:
        folder.chmod(allowed)
        sets[0].effective = before & ~_IGNORES_MODES
        assert system.capset(ctypes.byref(header), sets) == 0
        yield
    finally:
        sets[0].effective = before
        is_undone = system.capset(ctypes.byref(header), sets) == 0
        folder.chmod(mode)
        assert is_undone


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """A folder on a disk of its own, with all that was in it, on which nothing has room."""
    with tempfile.TemporaryDirectory() as kept:
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip("no disk can be mounted here")
        try:
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            _fill(folder / "filler")
            yield
        finally:
            subprocess.run(["umount", folder], check=True)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                os.fsync(file.fileno())
