"""Makes the files of jobs; run as a program, it is the printing process of a server.

Setting a PDF takes hundreds of megabytes that no process gives back before it ends. So the server
has a process of its own for it, which reads jobs from its input, one in a line, and writes to its
output a line that tells of the file, then the file. It ends by itself when there will be no more,
or when it has grown large.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypedDict

from kb.content.store import Content
from kb.errors import N_, KbError
from kb.export.exporting import FORMATS, Export, Wish
from kb.export.pack import make_pack
from kb.knowledgebase import KnowledgeBase
from kb.model import Practice, Visit
from kb.model.practice import ConsentScope, open_contacts
from kb.web.printing.jobs import PACK, Job, parse_job

MOST_BYTES = 600 << 20
"""A process that has more memory than this makes no more files."""
MOST_JOBS = 50
_TRIES = 3
_POLITE = 5
"""How much pages go before files when there is more to do than processors: as for `nice`."""


class Told(TypedDict, total=False):
    """The line before a file."""

    size: int
    """Bytes of the file that follows."""
    edition: str
    """Digest of the files it was made from."""
    is_last: bool
    """Whether the process ends now."""
    message: str
    """Why there is no file: a sentence to be translated."""
    params: dict[str, str | int | float]


@dataclass(frozen=True)
class Order:
    """A job, and where the knowledge base lies."""

    root: Path
    cache: Path
    job: Job

    @property
    def line(self) -> bytes:
        """As the process reads it."""
        data = {"root": str(self.root), "cache": str(self.cache), "job": self.job.text}
        return json.dumps(data).encode("ascii") + b"\n"


def parse_order(line: bytes) -> Order:
    """The order that `Order.line` was made of."""
    data = json.loads(line)
    return Order(Path(data["root"]), Path(data["cache"]), parse_job(data["job"]))


def make_file(base: KnowledgeBase, job: Job) -> bytes:
    """The file of a job; b"" where there is nothing to put into it: a calendar without dates.

    Only what is published is in it, and only persons who have agreed to be named on the web: what
    anybody can fetch is published there, whatever paper it is meant for.

    Raises:
        KbError: it cannot be made, or what it is about is no longer there.
    """
    content = _opened(base.content)
    visit = base.visit(job.visit) if job.visit else None
    if job.form != PACK:
        chosen = [content.practices[one] for one in job.practices if one in content.practices]
        return FORMATS[job.form].render(_export(base, content, job, job.langs, chosen, visit)).data
    if visit is None:
        raise KbError(N_("There is no page of this name: “%(id)s”."), id=job.visit)
    ids = [one.id for one in base.practices_of(visit)[0]]
    chosen = [content.practices[one] for one in ids]
    editions: list[tuple[str, ...]] = [(one,) for one in job.langs]
    exports = {one: _export(base, content, job, one, chosen, visit) for one in editions}
    *_rest, archive = make_pack(exports.__getitem__, visit, editions)
    return archive.data


def _export(
    base: KnowledgeBase,
    content: Content,
    job: Job,
    langs: tuple[str, ...],
    practices: Iterable[Practice],
    visit: Visit | None,
) -> Export:
    day = date.fromisoformat(job.today)
    wish = Wish(tuple(practices), langs, day, visit, job.title, job.paper)
    asked = base.export(wish)  # says so where kb.yaml has faults
    return Export(content, wish, asked.find_terms, asked.find_cache)


def _opened(content: Content) -> Content:
    """All records, without persons who have not agreed to be named on the web."""
    practices = {
        one.id: one.model_copy(update={"contacts": open_contacts(one.contacts, ConsentScope.WEB)})
        for one in content.practices.values()
    }
    return replace(content, practices=practices)


class Maker:
    """Makes one file after the other from the knowledge base as it is then."""

    def __init__(self) -> None:
        self._base: KnowledgeBase | None = None
        self._edition = ""

    def make(self, order: Order) -> tuple[bytes, str]:
        """A file, and the digest of what it was made from.

        It is the newest there is, and never half from old and half from new records.

        Raises:
            KbError: it cannot be made.
        """
        for _try in range(_TRIES):
            base = self._open(order)
            data = make_file(base, order.job)
            if base.find_digest() == self._edition:
                break
        return data, self._edition

    def _open(self, order: Order) -> KnowledgeBase:
        base = KnowledgeBase.open(order.root, order.cache)
        edition = base.find_digest()
        if self._base is None or self._base.root != base.root or edition != self._edition:
            self._base, self._edition = base, edition
        return self._base


def serve(jobs: Iterable[bytes], answers: BinaryIO) -> None:
    """Make files until there are no more jobs, or the process has grown large.

    Args:
        jobs: lines as of `Order.line`.
        answers: takes what `Told` describes as a line of JSON, and the files.
    """
    maker = Maker()
    for number, line in enumerate(jobs, 1):
        data = b""
        told: Told = {}
        try:
            data, told["edition"] = maker.make(parse_order(line))
        except KbError as error:
            told["message"] = error.message
            told["params"] = {name: _plain(value) for name, value in error.params.items()}
        told["size"] = len(data)
        told["is_last"] = number >= MOST_JOBS or _memory() > MOST_BYTES
        answers.write(json.dumps(told).encode("ascii") + b"\n" + data)
        answers.flush()
        if told["is_last"]:
            return


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)


def _memory() -> int:
    """The memory the process has, in bytes; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _step_back() -> None:
    """Leave processor and memory to the server first."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_POLITE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def main() -> None:
    """Serve the process that started this one, until it closes our input."""
    # Interrupts from a keyboard reach us as well; the server decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _step_back()
    # What a library might print must not get between the files.
    with os.fdopen(os.dup(1), "wb") as answers, suppress(BrokenPipeError):
        os.dup2(2, 1)
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
