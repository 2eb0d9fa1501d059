"""Answers that are kept: a page asked for again is not made again until something changes.

A page depends on the edition, the day and its address alone, so one that was made may be handed
out until one of the three is another. When many ask for the same page at once, one of them has it
made and the others wait for it.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from hashlib import blake2b
from threading import Event, Lock
from typing import NamedTuple

from kb.web.server.headers import (
    Header,
    accepts_gzip,
    find_header,
    guarded,
    names_etag,
    with_vary,
    without,
)

MOST_BYTES = 12 << 20
"""What all kept answers may take: about a thousand pages, which are kept packed."""
LARGEST_BYTES = 1 << 20
"""A larger answer is not kept, nor packed."""
SMALLEST_PACKED = 600
"""Below this, packing saves nothing."""
PATIENCE_S = 30.0
"""So long one request waits for another that makes the same page."""
_LEVEL = 6
_KEPT = ("200", "301", "308", "404")
_TEXTS = ("text/", "application/json", "application/atom+xml", "application/problem+json",
          "application/xml", "image/svg+xml", "application/javascript",
          "application/vnd.oai.openapi+json")  # fmt: skip
_OVERHEAD = 2_000
"""Bytes of headers and bookkeeping for each kept answer, about."""
_NOT_IN_304 = ("Content-Length", "Content-Type", "Content-Encoding", "Content-Language")

Key = tuple[str, ...]
State = tuple[int, date]
"""Number of the edition, and the day."""


class Answer(NamedTuple):
    """What goes out."""

    status: str
    """Such as "200 OK"."""
    headers: Iterable[Header]
    body: Iterable[bytes]
    size: int | None
    """Bytes of the body; None where they are not counted yet."""

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])


class _Packed(NamedTuple):
    headers: tuple[Header, ...]
    body: bytes


class Whole:
    """An answer that is all in memory, ready for every client.

    Args:
        status: such as "200 OK".
        headers: as the page's maker said them.
        body: not packed.
    """

    def __init__(self, status: str, headers: Iterable[Header], body: bytes) -> None:
        self.status = status
        plain = without(headers, "Content-Length")
        self.etag = find_header(plain, "ETag")
        self.control = find_header(plain, "Cache-Control")
        self.vary = find_header(plain, "Vary")
        self._has_cookie = bool(find_header(plain, "Set-Cookie"))
        if not self.control:
            self.control = "no-cache" if status[:3] in _KEPT else "no-store"
            plain.append(("Cache-Control", self.control))
        if not self.etag and status.startswith("200") and "no-store" not in self.control:
            self.etag = f'W/"{blake2b(body, digest_size=9).hexdigest()}"'
            plain.append(("ETag", self.etag))
        self._body: bytes | None = body
        self._may_pack = _is_text(find_header(plain, "Content-Type"))
        if self._may_pack:
            plain = with_vary(plain, "Accept-Encoding")
            self._may_pack = SMALLEST_PACKED <= len(body) <= LARGEST_BYTES
        self._own = guarded(plain)
        self._headers = (*self._own, ("Content-Length", str(len(body))))
        self._packed: _Packed | None = None

    @property
    def size(self) -> int:
        """Bytes it takes now."""
        packed = self._packed.body if self._packed else b""
        return len(self._body or b"") + len(packed) + _OVERHEAD

    @property
    def is_the_same_for_all(self) -> bool:
        """Whether the next visitor may have it, too."""
        varies = self.vary.casefold().replace(" ", "")
        is_open = not self._has_cookie and varies in ("", "accept-encoding")
        return is_open and self.status[:3] in _KEPT and "no-store" not in self.control

    def answer(self, encodings: str = "", known: str = "", *, is_head: bool = False) -> Answer:
        """The answer for one client.

        Args:
            encodings: its Accept-Encoding.
            known: its If-None-Match.
            is_head: whether it wants headers only.
        """
        if known and self.etag and self.status.startswith("200") and names_etag(known, self.etag):
            return Answer("304 Not Modified", without(self._own, *_NOT_IN_304), (), 0)
        packed = self._pack() if self._may_pack and accepts_gzip(encodings) else None
        headers, body = packed or (self._headers, self._plain())
        return Answer(self.status, headers, () if is_head else (body,), 0 if is_head else len(body))

    def slim(self) -> None:
        """Keep it packed alone: nearly all clients want it so, and it takes a fifth."""
        if self._may_pack:
            self._pack()
            self._body = None

    def _plain(self) -> bytes:
        body, packed = self._body, self._packed
        if body is not None:
            return body
        return gzip.decompress(packed.body) if packed else b""

    def _pack(self) -> _Packed:
        """Headers and body for who can unpack them; made when the first one asks."""
        packed = self._packed
        if packed is None:
            body = gzip.compress(self._plain(), _LEVEL, mtime=0)
            sizes = ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))
            packed = self._packed = _Packed((*self._own, *sizes), body)
        return packed


class AnswerKeeper:
    """Keeps answers of one state, as many as fit.

    Args:
        most_bytes: what all of them may take.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = Lock()
        self._state: State | None = None
        self._kept: OrderedDict[Key, Whole] = OrderedDict()
        self._size = 0
        self._awaited: dict[Key, Event] = {}

    def get(self, key: Key, find_state: Callable[[], State], make: Callable[[], Whole]) -> Whole:
        """The answer to a request, kept or made.

        Args:
            key: what it depends on besides the state.
            find_state: edition and day of this moment. What was made while one of them changed
                is handed out, but not kept.
            make: makes the answer.
        """
        state = find_state()
        found, awaited = self._find(key, state)
        if found:
            return found
        if awaited:
            awaited.wait(PATIENCE_S)
            found = self._find_kept(key, state)
            return found or make()
        try:
            made = make()
            if made.is_the_same_for_all and find_state() == state:
                self._keep(key, state, made)
            return made
        finally:
            with self._lock:
                self._awaited.pop(key).set()

    def has(self, key: Key, state: State) -> bool:
        """Whether an answer is kept."""
        return self._find_kept(key, state) is not None

    def _find(self, key: Key, state: State) -> tuple[Whole | None, Event | None]:
        """What is kept, or what has to be waited for; neither where it is ours to make."""
        with self._lock:
            self._turn_to(state)
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
                return found, None
            if awaited := self._awaited.get(key):
                return None, awaited
            self._awaited[key] = Event()
            return None, None

    def _find_kept(self, key: Key, state: State) -> Whole | None:
        with self._lock:
            self._turn_to(state)
            return self._kept.get(key)

    def _keep(self, key: Key, state: State, made: Whole) -> None:
        made.slim()
        with self._lock:
            self._turn_to(state)
            if key in self._kept or made.size > self._most:
                return
            self._kept[key] = made
            self._size += made.size
            while self._size > self._most:
                _key, oldest = self._kept.popitem(last=False)
                self._size -= oldest.size

    def _turn_to(self, state: State) -> None:
        """Forget what belongs to another edition or day."""
        if state != self._state:
            self._state = state
            self._kept.clear()
            self._size = 0


def _is_text(media_type: str) -> bool:
    return media_type.startswith(_TEXTS)
