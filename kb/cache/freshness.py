"""What the index was made from: a snapshot of the files, cheap enough to take on every search."""

from __future__ import annotations

import os
import zlib
from array import array
from pathlib import Path
from typing import NamedTuple

PRACTICES = "practices"
LOCALES = "locales"
Entry = tuple[int, int]
"""Time of change in ns, size in bytes."""


class Snapshot:
    """All files an index depends on, as they are now.

    Attributes:
        count: how many they are.
        digest: one value that changes when any of them does.
    """

    def __init__(self, folders: list[_Folder]) -> None:
        self._folders = folders
        names = times = sizes = 0
        for folder in folders:
            listing = "\n".join((folder.name, *folder.files))
            names = zlib.crc32(listing.encode("utf-8", "surrogateescape"), names)
            times = zlib.crc32(array("q", folder.times), times)
            sizes = zlib.crc32(array("q", folder.sizes), sizes)
        self.count = count = sum(len(folder.files) for folder in folders)
        newest = max((max(folder.times, default=0) for folder in folders), default=0)
        self.digest = f"{count:x}-{newest:x}-{names:08x}-{times:08x}-{sizes:08x}"

    @property
    def entries(self) -> dict[str, Entry]:
        """Path relative to the root, with "/" → time of change and size."""
        return {
            f"{folder.name}/{name}": entry
            for folder in self._folders
            for name, entry in zip(
                folder.files, zip(folder.times, folder.sizes, strict=True), strict=True
            )
        }


class _Folder(NamedTuple):
    """One folder: its name relative to the root, and the files in it in the order they are kept."""

    name: str
    files: list[str]
    times: list[int]
    sizes: list[int]


class Change(NamedTuple):
    """What differs between two snapshots.

    Attributes:
        practices: ids of practices whose entry or catalog was added or changed.
        removed: ids of practices whose entry is gone.
        touches_all: whether something changed that every document depends on.
    """

    practices: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    touches_all: bool = False


def take_snapshot(root: Path) -> Snapshot:
    """Look at the files of a knowledge base: one system call each, nothing is read."""
    folders: list[_Folder] = []
    _scan(str(root), PRACTICES, ".yaml", folders)
    _scan(str(root), LOCALES, ".po", folders)
    return Snapshot(folders)


def _scan(root: str, name: str, suffix: str, folders: list[_Folder]) -> None:
    path = f"{root}{os.sep}{name}"
    try:
        names = os.listdir(path)  # noqa: PTH208 - names are all that is wanted, forty thousand of them
    except OSError:
        return
    found = _Folder(name, [], [], [])
    below = []
    for one in names:
        if one.startswith("."):
            continue
        if not one.endswith(suffix):
            below.append(one)
            continue
        try:
            stat = os.stat(f"{path}{os.sep}{one}")  # noqa: PTH116 - see above
        except OSError:
            continue
        found.files.append(one)
        found.times.append(stat.st_mtime_ns)
        found.sizes.append(stat.st_size)
    if found.files:
        folders.append(found)
    for one in sorted(below):
        deeper = f"{path}{os.sep}{one}"
        if os.path.isdir(deeper) and not os.path.islink(deeper):  # noqa: PTH112, PTH114
            _scan(root, f"{name}/{one}", suffix, folders)


def compare(old: dict[str, Entry], new: dict[str, Entry]) -> Change:
    """What changed from one snapshot to another."""
    touched = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    practices, removed = set(), set()
    touches_all = False
    for name in touched:
        practice = practice_of(name)
        if practice is None:
            touches_all |= not is_interface(name)
        elif name.startswith(f"{PRACTICES}/") and name not in new:
            removed.add(practice)
        else:
            practices.add(practice)
    return Change(frozenset(practices), frozenset(removed - practices), touches_all)


def practice_of(name: str) -> str | None:
    """Id of the practice an entry file or content catalog belongs to; None for other files."""
    parts = name.split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    if parts[0] == PRACTICES:
        is_entry = len(parts) == 3 and len(parts[1]) == 2
        return stem if is_entry else None
    is_catalog = len(parts) == 5 and parts[3] == PRACTICES
    return stem if is_catalog else None


def is_interface(name: str) -> bool:
    """Whether a file has no say in the index: interface catalogs, groups, visits, projects."""
    parts = name.split("/")
    if parts[0] == LOCALES:
        return True
    return len(parts) > 2 and parts[1] in ("groups", "visits", "projects")
