"""A full index by several processes: each reads, analyses and writes a share of the entries.

The helpers are plain child processes that talk over pipes. Python's own pools would import the
caller's main script once more in each child, and a script that searches at its top level would
start over again there.

A child gets a pickled `Share` on stdin and answers on stdout, line by line: "+50" for entries
done, at last "=" with its pickled result, or "!" with the number of a system error.
"""

from __future__ import annotations

import base64
import gc
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_CHILD = "import sys; sys.path[:] = %r; from kb.search.sharing import answer; answer()"


class Share(NamedTuple):
    """What one process has to do."""

    folder: Path
    """Where the index lies."""
    root: Path
    cache: Path
    paths: tuple[Path, ...]


class Written(NamedTuple):
    """What one process has done: a segment that is not committed yet."""

    segment: Any
    indexed: int
    faulty: list[str]


class HelperError(Exception):
    """A helper process died; its message stands on stderr."""


def write_shares(shares: Sequence[Share], tell: Callable[[int], None]) -> list[Written]:
    """Have each share written by a process of its own.

    Args:
        shares: what is to be done.
        tell: called with the number of entries done so far by all.

    Raises:
        OSError: one of them could not write; the others are stopped.
        HelperError: one of them died.
    """
    helpers = [_Helper(share) for share in shares]
    try:
        while any(helper.thread.is_alive() for helper in helpers):
            for helper in helpers:
                helper.thread.join(0.2)
            tell(sum(helper.done for helper in helpers))
            if any(helper.has_failed for helper in helpers):
                break
        return [helper.result() for helper in helpers]
    finally:
        for helper in helpers:
            helper.stop()


class _Helper:
    """One child process, and the thread that listens to it."""

    def __init__(self, share: Share) -> None:
        code = _CHILD % (sys.path,)
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, and code of ours
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.done = 0
        self.has_failed = False
        self._answer = b""
        self._share = share
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - for the type checker: both are pipes
        assert stdout is not None  # noqa: S101
        try:
            with stdin:
                pickle.dump(self._share, stdin)
            for line in stdout:
                if line.startswith(b"+"):
                    self.done += int(line[1:])
                else:
                    self._answer = line
        except OSError:
            pass
        self.has_failed = self._process.wait() != 0 or not self._answer.startswith(b"=")

    def result(self) -> Written:
        """What the child answered."""
        if self._answer.startswith(b"!"):
            number = int(self._answer[1:])
            raise OSError(number, "in a process that was indexing")
        if self.has_failed or not self._answer.startswith(b"="):
            raise HelperError(f"exit code {self._process.poll()}")
        written: Written = pickle.loads(base64.b64decode(self._answer[1:]))  # noqa: S301 - our child
        return written

    def stop(self) -> None:
        """Let go of the child, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self.thread.join()
        if self._process.stdout:
            self._process.stdout.close()


def answer() -> None:
    """Run in the child: do the share that comes in on stdin."""
    from kb.search.indexing import Indexer, Indexing
    from kb.search.whoosh_engine import WhooshIndex

    share: Share = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our parent
    done = Indexing()
    last = 0

    def tell(number: int) -> None:
        nonlocal last
        _say(b"+%d" % (number - last))
        last = number

    gc.disable()
    try:
        documents = Indexer(share.root, share.cache).documents(share.paths, done, tell)
        segment = WhooshIndex(share.folder).write_segment(documents)
    except OSError as error:
        _say(b"!%d" % (error.errno or 0))
        return
    written = Written(segment, done.indexed, done.faulty)
    _say(b"=" + base64.b64encode(pickle.dumps(written)))


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
