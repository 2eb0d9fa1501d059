"""What the index was made from: a snapshot of the files, cheap enough to take on every search."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import NamedTuple

PRACTICES = "practices"
LOCALES = "locales"
Entry = tuple[int, int]
"""Time of change in ns, size in bytes."""


class Snapshot(NamedTuple):
    """All files an index depends on.

    Attributes:
        entries: path relative to the root, with "/" → time of change and size.
        digest: one value that changes when any of them does.
    """

    entries: dict[str, Entry]
    digest: str


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
    entries: dict[str, Entry] = {}
    _scan(f"{root}{os.sep}{PRACTICES}", PRACTICES, (".yaml",), entries)
    _scan(f"{root}{os.sep}{LOCALES}", LOCALES, (".po",), entries)
    listing = "\n".join(
        f"{name}\0{changed}\0{size}" for name, (changed, size) in sorted(entries.items())
    ).encode("utf-8", "surrogateescape")
    newest = max((entry[0] for entry in entries.values()), default=0)
    digest = f"{len(listing):x}-{newest:x}-{zlib.crc32(listing):08x}-{zlib.adler32(listing):08x}"
    return Snapshot(entries, digest)


def _scan(folder: str, name: str, suffixes: tuple[str, ...], entries: dict[str, Entry]) -> None:
    try:
        found = os.scandir(folder)
    except OSError:
        return
    with found:
        for entry in found:
            if entry.name.startswith("."):
                continue
            try:
                if entry.name.endswith(suffixes):
                    stat = entry.stat()
                    entries[f"{name}/{entry.name}"] = (stat.st_mtime_ns, stat.st_size)
                elif entry.is_dir(follow_symlinks=False):
                    _scan(entry.path, f"{name}/{entry.name}", suffixes, entries)
            except OSError:
                continue


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
