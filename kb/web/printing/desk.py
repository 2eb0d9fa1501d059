"""Printing for a server: one process beside it, a short queue, and files that are kept."""

from __future__ import annotations

import json
import logging
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path
from threading import Lock, Timer
from typing import NamedTuple

from kb.errors import N_, KbError
from kb.version import __version__
from kb.web.printing.jobs import Job
from kb.web.printing.printed import PrintedFiles
from kb.web.printing.printer import Order
from kb.web.printing.process import EndedError, Process
from kb.web.server.logs import log


class BusyError(KbError):
    """Others are printing; a little later there will be room."""

    status = 503
    retry_after_s = 10


class PrintingError(KbError):
    """A file could not be made, and the reader can do nothing about it."""

    status = 500


class Printed(NamedTuple):
    """A finished file."""

    data: bytes
    """b"" where there is nothing to put into it."""
    edition: str
    """Digest of the files it was made from: those asked for, or newer ones."""


class Printer:
    """Prints one file at a time, and every file once.

    Args:
        root: folder of the knowledge base.
        cache: folder for caches.
        limit_s: how long one file may take.
        patience_s: how long somebody waits for their turn.
        idle_s: how long the process waits for another file before it gives its memory back.
        most_waiting: how many may wait while one file is printed; each holds a thread of the
            server, so it must have more of them.
    """

    def __init__(
        self,
        root: Path,
        cache: Path,
        *,
        limit_s: float = 60,
        patience_s: float = 20,
        idle_s: float = 60,
        most_waiting: int = 2,
    ) -> None:
        self._root, self._cache = root.absolute(), cache.absolute()
        self._limit_s, self._patience_s, self._idle_s = limit_s, patience_s, idle_s
        self._most_waiting = most_waiting
        self._is_closed = False
        self._kept = PrintedFiles(self._cache / "web" / "printed")
        self._turn = Lock()
        """Held by whoever uses the process."""
        self._process: Process | None = None
        self._idle: Timer | None = None
        self._counter = Lock()
        self._making: dict[str, Future[Printed]] = {}
        self.waiting = 0
        """How many wait for a file now, or for their turn."""

    @property
    def process_id(self) -> int | None:
        """The process that prints, for whoever watches the server; None while there is none."""
        process = self._process
        return process.id if process else None

    def print(self, job: Job, edition: str) -> Printed:
        """The file of a job.

        Args:
            job: which file.
            edition: digest of the files that are to be printed. If they have changed, the file is
                made from the newer ones.

        Raises:
            BusyError: too many others are printing.
            PrintingError: it cannot be made, took too long, or the process broke down.
        """
        key = self._key(job, edition)
        if (data := self._kept.find(key)) is not None:
            return Printed(data, edition)
        with self._counter:
            if self.waiting > self._most_waiting:
                raise _busy()
            self.waiting += 1
            made = self._making.get(key)
            is_first = made is None
            if made is None:
                made = self._making[key] = Future()
        try:
            if is_first:
                self._fulfil(made, job, edition)
            return made.result()
        finally:
            with self._counter:
                self.waiting -= 1
                if is_first:
                    del self._making[key]

    def close(self) -> None:
        """End the process, whatever it does; whoever waits for a file gets none."""
        self._is_closed = True
        if process := self._process:
            process.kill()
        with self._turn:
            if self._idle:
                self._idle.cancel()
            if self._process:
                self._process.stop()
                self._process = None

    def _fulfil(self, made: Future[Printed], job: Job, edition: str) -> None:
        try:
            made.set_result(self._print_in_turn(job, edition))
        except BaseException as error:
            made.set_exception(error)
            raise

    def _print_in_turn(self, job: Job, edition: str) -> Printed:
        if not self._turn.acquire(timeout=self._patience_s):
            raise _busy()
        try:
            key = self._key(job, edition)
            if (data := self._kept.find(key)) is not None:  # by another server meanwhile
                return Printed(data, edition)
            if self._idle:
                self._idle.cancel()
            printed = self._ask(job)
        finally:
            self._turn.release()
            self._rest_later()
        self._kept.keep(self._key(job, printed.edition), printed.data)
        return printed

    def _ask(self, job: Job) -> Printed:
        """Have the process print; one that had printed before and is gone is replaced."""
        line = Order(self._root, self._cache, job).line
        while not self._is_closed:
            process = self._process = self._process or Process()
            had_printed = process.has_printed
            try:
                told, data = process.ask(line, self._limit_s)
            except EndedError as ended:
                self._process = None
                if ended.is_late or not (had_printed or self._is_closed):
                    raise self._failure(job, ended) from None
                continue
            if told["is_last"]:
                self._process = None
                process.dismiss()
            if "message" in told:
                failure = PrintingError(told["message"], **told["params"])
                _log_failure(job, str(failure))
                raise failure
            return Printed(data, told["edition"])
        raise _busy()

    def _failure(self, job: Job, ended: EndedError) -> PrintingError:
        if ended.is_late:
            _log_failure(job, f"it took longer than {self._limit_s:g} seconds")
            return PrintingError(
                N_("This took longer than %(num)d seconds. Choose fewer practices."),
                num=self._limit_s,
            )
        _log_failure(job, f"the process ended with {ended.code}")
        return PrintingError(N_("This file could not be printed. We have made a note of it."))

    def _rest_later(self) -> None:
        """Let the process go when nobody needs it for a while."""
        if self._process and not self._is_closed:
            self._idle = Timer(self._idle_s, self._rest)
            self._idle.daemon = True
            self._idle.start()

    def _rest(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                process, self._process = self._process, None
                if process:
                    process.dismiss()
            finally:
                self._turn.release()

    def _key(self, job: Job, edition: str) -> str:
        asked = json.dumps([__version__, str(self._root), edition, job.text])
        return sha256(asked.encode("ascii")).hexdigest()


def _log_failure(job: Job, reason: str) -> None:
    """Note what is needed to try it again; a title is its reader's."""
    log(
        "printing failed",
        logging.ERROR,
        reason=reason,
        form=job.form,
        langs=",".join(job.langs),
        visit=job.visit,
        paper=job.paper,
        practices=",".join(job.practices),
    )


def _busy() -> BusyError:
    return BusyError(
        N_("Others are printing just now. Please try again in a moment; nothing is lost.")
    )
