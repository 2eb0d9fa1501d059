"""What entries say, counted, and kept in the cache from one run to the next.

Counting an entry takes some ten milliseconds, for every word of it is looked up; so an entry whose
files are as they were is not counted again. Nothing depends on the file that keeps the counts:
where it is missing, damaged or cannot be written, all entries are counted.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self

from kb.cache.cachefiles import write_bytes
from kb.cache.freshness import practice_of, take_snapshot
from kb.model import Practice
from kb.words.dictionary import Progress

FORMAT = 1
"""Another one whenever the file or what is counted changes."""
_NUMBER, _WEIGHT = "I", "d"
_CHECKSUM = 4
"""Bytes at the end of the file."""
_TELL_EVERY = 50
_CLOCKS_NS = 2_000_000_000
"""So far behind the clock the time of a file may be: some file systems know even seconds only."""


class Counted(NamedTuple):
    """The counts of one entry."""

    mark: str
    """Tells whether its files are as they were; "" where that is not known."""
    numbers: array[int]
    """Of its keys."""
    weights: array[float]
    """Of the same keys."""


class Counts:
    """The counts of some entries.

    Attributes:
        names: the keys; their places are the numbers they go by. Those of entries that changed
            may stay behind, and no entry has them.
        entries: entry → its counts.
        notes: what was worked out from these very counts, to be kept with them; plain JSON.
        is_kept: whether all of this stands in the file as it is.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.entries: dict[str, Counted] = {}
        self.notes: dict[str, Any] = {}
        self.is_kept = False
        self._frequencies: array[int] | None = None
        self._numbers: dict[str, int] = {}

    def number(self, key: str) -> int | None:
        """What a key goes by; None for one that no entry has."""
        if len(self._numbers) != len(self.names):
            self._numbers = dict(zip(self.names, range(len(self.names)), strict=True))
        return self._numbers.get(key)

    def put(self, entry: str, counts: Mapping[str, float], mark: str = "") -> None:
        """Take the counts of an entry."""
        self.number("")
        numbers = array(_NUMBER)
        for key in counts:
            number = self._numbers.setdefault(key, len(self.names))
            if number == len(self.names):
                self.names.append(key)
            numbers.append(number)
        self.entries[entry] = Counted(mark, numbers, array(_WEIGHT, counts.values()))
        self.forget_notes()

    def forget_notes(self) -> None:
        """Forget what was worked out from other counts than these."""
        self.notes, self.is_kept, self._frequencies = {}, False, None

    def get(self, entry: str) -> dict[str, float]:
        """The counts of an entry, by key."""
        counted = self.entries[entry]
        keys = map(self.names.__getitem__, counted.numbers)
        return dict(zip(keys, counted.weights, strict=True))

    @property
    def frequencies(self) -> array[int]:
        """By number of a key, how many entries have it."""
        if self._frequencies is None:
            found = Counter(chain.from_iterable(one.numbers for one in self.entries.values()))
            self._frequencies = array(_NUMBER, map(found.__getitem__, range(len(self.names))))
        return self._frequencies

    def keep(self, file: Path, stamp: str) -> None:
        """Write all to a file; where that cannot be done, it is counted again the next time."""
        entries = {entry: (one.mark, len(one.numbers)) for entry, one in self.entries.items()}
        names = "\n".join(self.names).encode()
        head = {"stamp": _stamped(stamp), "entries": entries, "notes": self.notes}
        pieces = [json.dumps({**head, "names": len(names)}).encode(), b"\n", names]
        pieces.append(self.frequencies.tobytes())
        pieces += [one.numbers.tobytes() for one in self.entries.values()]
        pieces += [one.weights.tobytes() for one in self.entries.values()]
        data = b"".join(pieces)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(file, data + zlib.crc32(data).to_bytes(_CHECKSUM, "big"))
            self.is_kept = True

    @classmethod
    def read(cls, file: Path, stamp: str) -> Self | None:
        """Those a file keeps; None without it, of another stamp, or if it is damaged."""
        try:
            data = memoryview(file.read_bytes())
        except OSError:
            return None
        body, sum_ = data[:-_CHECKSUM], data[-_CHECKSUM:]
        # Four zero bytes are the right checksum of nothing at all.
        if len(data) <= _CHECKSUM or zlib.crc32(body) != int.from_bytes(sum_, "big"):
            return None
        end = bytes(body).index(b"\n") + 1
        head = json.loads(bytes(body[:end]))
        if head["stamp"] != _stamped(stamp):
            return None
        counts = cls()
        names, body = body[end : end + head["names"]], body[end + head["names"] :]
        counts.names = bytes(names).decode().split("\n") if names else []
        lengths = [length for _mark, length in head["entries"].values()]
        numbers = _arrays(body, _NUMBER, [len(counts.names), *lengths])
        counts._frequencies = next(numbers)
        places = (len(counts.names) + sum(lengths)) * array(_NUMBER).itemsize
        weights = _arrays(body[places:], _WEIGHT, lengths)
        for entry, (mark, _length) in head["entries"].items():
            counts.entries[entry] = Counted(mark, next(numbers), next(weights))
        counts.notes, counts.is_kept = head["notes"], True
        return counts


def count_entries(
    practices: Iterable[Practice],
    count: Callable[[Practice], Mapping[str, float]],
    *,
    file: Path | None = None,
    root: Path | None = None,
    stamp: str = "",
    read_at: int = 0,
    progress: Progress | None = None,
) -> Counts:
    """The counts of entries, as far as they are known already.

    Args:
        practices: the entries.
        count: counts one of them.
        file: keeps the counts.
        root: folder of the knowledge base, if counts are kept.
        stamp: what all counts depend on besides the files of the entries.
        read_at: when reading the entries began, in ns. One that changed since is counted, but
            again the next time.
        progress: told how far it is.
    """
    wanted = {one.id: one for one in practices}
    if file is None or root is None:
        counts = Counts()
        for entry in _told(list(wanted), progress):
            counts.put(entry, count(wanted[entry]))
        return counts
    marks = _marks(root, wanted, read_at)
    kept = Counts.read(file, stamp) or Counts()
    known_marks = {entry: one.mark for entry, one in kept.entries.items()}
    if known_marks == marks and "" not in known_marks.values():
        return kept
    same = {entry for entry in wanted if marks[entry] and known_marks.get(entry) == marks[entry]}
    kept.entries = {entry: one for entry, one in kept.entries.items() if entry in same}
    for entry in _told([one for one in wanted if one not in same], progress):
        kept.put(entry, count(wanted[entry]), marks[entry])
    kept.forget_notes()
    return kept


def _told(entries: Sequence[str], progress: Progress | None) -> Iterator[str]:
    """Entries one after the other; of many, it is told how far it is."""
    for number, entry in enumerate(entries):
        if progress and number % _TELL_EVERY == 0 and len(entries) > _TELL_EVERY:
            progress("words", number, len(entries))
        yield entry


def _marks(root: Path, practices: Mapping[str, Practice], read_at: int) -> dict[str, str]:
    """Entry → what is another value whenever its file or one of its catalogs changes.

    It is "" where one may have changed since the entry was read: nobody knows then which of its
    states was counted.
    """
    found: dict[str, list[str]] = {}
    doubtful = set()
    for name, (changed, size) in take_snapshot(root).entries.items():
        if entry := practice_of(name):
            found.setdefault(entry, []).append(f"{name} {changed} {size}")
            if changed >= read_at - _CLOCKS_NS:
                doubtful.add(entry)
    marks = {}
    for entry, practice in practices.items():
        names = (entry, *practice.former_ids)
        files = "\n".join(sorted(one for name in names for one in found.get(name, ())))
        is_sure = doubtful.isdisjoint(names)
        marks[entry] = blake2b(files.encode(), digest_size=12).hexdigest() if is_sure else ""
    return marks


def file_of(cache: Path, root: Path) -> Path:
    """Where the counts of a knowledge base are kept."""
    name = blake2b(str(root.resolve()).encode("utf-8", "surrogateescape"), digest_size=12)
    return cache / "counts" / name.hexdigest()


def _arrays(data: memoryview, kind: str, lengths: Iterable[int]) -> Iterator[array[Any]]:
    """Arrays that lie one behind another."""
    place = 0
    for length in lengths:
        found: array[Any] = array(kind)
        end = place + length * found.itemsize
        found.frombytes(data[place:end])
        yield found
        place = end


def _stamped(stamp: str) -> str:
    """A stamp with what the bytes of the file depend on."""
    machine = array(_NUMBER, [1]).tobytes() + array(_WEIGHT, [1.0]).tobytes()
    return f"{FORMAT} {machine.hex()} {stamp}"
