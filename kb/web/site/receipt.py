"""What a site was made from, and how its files looked when it was done; kept in the user's cache.

If all of that is as it was, there is nothing to do. Light to import, because an unchanged site is
told before anything heavy is loaded.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kb.cache.cachefiles import read_json, write_json
from kb.cache.freshness import take_snapshot
from kb.version import __version__
from kb.web.site.folder import MANIFEST, digest_of

_FORMAT = 1
_RECEIPTS = "sites"
_PACKAGE = Path(__file__).parents[2]
_TOOLS = ("pagefind", "typst")
"""Packages that what we write depends on."""
_CODE = frozenset((".py", ".j2", ".css", ".js", ".svg", ".typ", ".yaml", ".po", ".mo"))
Stat = list[int]
"""Size in bytes and time of change in ns."""


@dataclass(frozen=True)
class Receipt:
    """What a site was made from, and how its files looked when it was done.

    Attributes:
        key: of what it was made from, see `make_key`.
        inputs: path of a file that the key does not cover → how it looked.
        files: name → how it looked.
    """

    key: str
    inputs: Mapping[str, Stat]
    files: Mapping[str, Stat]


def make_key(root: Path, options: Sequence[object]) -> str:
    """One value that changes with the knowledge base, with what is wanted, and with this program.

    Args:
        root: folder of the knowledge base.
        options: what is wanted.
    """
    parts = (__version__, _digest_of_program(), take_snapshot(root).digest, *map(repr, options))
    return digest_of("\n".join(parts).encode())


def _digest_of_program() -> str:
    """Changes with every file of this program, and when packages are installed."""
    found = sorted(_stats_of_code(_PACKAGE))
    found += sorted(_stats_of_code(_PACKAGE.parent / "locales"))
    for tool in _TOOLS:
        spec = find_spec(tool)
        if spec and spec.origin:
            with suppress(OSError):
                found.append((tool, Path(spec.origin).parents[1].stat().st_mtime_ns))
    return f"{zlib.crc32(repr(found).encode()):08x}"


def _stats_of_code(folder: Path | str) -> Iterator[tuple[str, int]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith((".", "__")):
                yield from _stats_of_code(entry.path)
        elif os.path.splitext(entry.name)[1] in _CODE:  # noqa: PTH122 - on every build
            yield entry.name, entry.stat().st_mtime_ns


def is_current(cache: Path, folder: Path, key: str) -> bool:
    """Whether a site is as its last build left it, and a new one would make the same.

    Args:
        cache: folder for caches.
        folder: of the site.
        key: see `make_key`.
    """
    receipt = _read_receipt(_receipt_path(cache, folder))
    if receipt is None or receipt.key != key:
        return False
    if any(_look(path) != stat for path, stat in receipt.inputs.items()):
        return False
    start = str(folder)
    return all(_look(f"{start}/{name}") == stat for name, stat in receipt.files.items())


def write_receipt(
    cache: Path, folder: Path, key: str, inputs: Iterable[Path], names: Iterable[str]
) -> None:
    """Note that a site is done. A cache that cannot be written costs time on the next build only.

    Args:
        cache: folder for caches.
        folder: of the site.
        key: of what it was made from, taken before anything was read.
        inputs: files the key does not cover.
        names: files of the site.
    """
    receipt = {
        "format": _FORMAT,
        "key": key,
        "inputs": {str(path): _look(path) for path in inputs},
        "files": {name: _look(folder / name) for name in (*names, MANIFEST)},
    }
    path = _receipt_path(cache, folder)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, receipt)


def _read_receipt(path: Path) -> Receipt | None:
    data = read_json(path)
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        return None
    key, inputs, files = (data.get(one) for one in ("key", "inputs", "files"))
    if isinstance(key, str) and isinstance(inputs, dict) and isinstance(files, dict):
        return Receipt(key, inputs, files)
    return None


def _receipt_path(cache: Path, folder: Path) -> Path:
    whole = str(folder.resolve()).encode("utf-8", "surrogateescape")
    return cache / _RECEIPTS / f"{zlib.crc32(whole):08x}{zlib.adler32(whole):08x}.json"


def _look(path: Path | str) -> Stat | None:
    """Size and time of change of a file; None where there is none."""
    try:
        stat = os.lstat(path)
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns]
