"""Keeps an edition that is up to date: a newer one takes its place when files change.

Where the newest files cannot be shown, because kb.yaml has faults, the last good edition stays;
entries with faults are left out of the new one, as the search leaves them out.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from kb.errors import N_, KbError
from kb.knowledgebase import KnowledgeBase
from kb.search.finder import Request
from kb.web.edition import Edition
from kb.web.server.logs import log

LOOK_S = 1.0
"""Seconds between two looks at the files."""
LOOK_SHARE = 20
"""Of many files, looking takes one part in so many of a process's time."""
AFTER_FAILURE_S = 10.0
"""Seconds until the next look when the files could not be read at all."""
SETTLE_S = 0.3
"""So long files must have been left alone: a pull of many is read once, and whole."""
MOST_TRIES = 10
"""Files that never rest are read as they are in the end."""


class NotReadyError(KbError):
    """There is nothing to show yet."""

    status = 503


class EditionKeeper:
    """Gives every request the newest edition there is.

    Args:
        open_base: opens the knowledge base anew.
        is_patient: begin without an edition where the files cannot be shown yet.

    Attributes:
        edition: the newest one; None where none could be loaded yet.
        number: how many there have been; another one whenever `edition` is.
        is_fresh: whether it shows the files as they were at the last look.
        started: when this was made.
        look_s: how long the last look at the files took.

    Raises:
        KbError: kb.yaml has faults, or there is no knowledge base.
    """

    def __init__(self, open_base: Callable[[], KnowledgeBase], *, is_patient: bool = False) -> None:
        self._open_base = open_base
        self._lock = Lock()
        self._tried: str | None = None
        """State of the files when they were last read, whatever came of it."""
        self._faulty: frozenset[str] = frozenset()
        self.started = datetime.now(UTC)
        self.edition: Edition | None = None
        self.number = 0
        self.is_fresh = True
        self.look_s = 0.0
        if is_patient:
            with suppress(OSError):
                self.refresh()
        else:
            self._take(self._load())

    @property
    def current(self) -> Edition:
        """The newest edition.

        Raises:
            NotReadyError: none could be loaded yet.
        """
        if self.edition is None:
            raise NotReadyError(N_("The pages are being prepared. Try again in a minute."))
        return self.edition

    def refresh(self) -> bool:
        """Load a newer edition if files changed; tells whether there is one now.

        Raises:
            OSError: the files cannot be read at this moment.
        """
        with self._lock:
            began = time.monotonic()
            digest = self._find_digest()
            self.look_s = time.monotonic() - began
            if self.edition and digest == self.edition.digest:
                self._tried, self.is_fresh = digest, True
                return False
            if digest == self._tried:
                return False
            self._tried, self.is_fresh = self._find_settled(digest), False
            try:
                self._take(self._load())
            except OSError:
                self._tried = None
                raise
            except KbError as error:
                log("edition not loaded", logging.WARNING, reason=str(error))
                return False
            return True

    def _find_digest(self) -> str:
        """The state of the files; "" where there is no knowledge base."""
        try:
            return self._open_base().find_digest()
        except KbError:
            return ""

    def _find_settled(self, digest: str) -> str:
        """The state of the files once nobody writes them."""
        for _ in range(MOST_TRIES):
            time.sleep(SETTLE_S)
            before, digest = digest, self._find_digest()
            if before == digest:
                break
        return digest

    def _load(self) -> Edition:
        """An edition of files that rested while they were read."""
        for number in range(MOST_TRIES):
            if self._open_base().find_record("settings", "kb") is None:
                # Told before the index is made anew for a knowledge base that is none.
                raise KbError(
                    N_("practices/kb.yaml has faults, so nothing is shown. “kb check” lists them.")
                )
            edition = Edition(self._open_base())
            if self._open_base().find_digest() == edition.digest or number + 1 == MOST_TRIES:
                break
            time.sleep(SETTLE_S)
        _warm(edition)
        return edition

    def _take(self, edition: Edition) -> None:
        self.edition, self.is_fresh, self._tried = edition, True, edition.digest
        self.number += 1
        log("edition loaded", edition=edition.digest, practices=len(edition.shelf.practices))
        faulty = frozenset(_iter_faulty(edition))
        for one in sorted(faulty - self._faulty):
            log("entry left out", logging.WARNING, place=one)
        self._faulty = faulty


class Watch:
    """Looks at the files now and then, in a thread of its own.

    Args:
        keeper: told when they changed.
    """

    def __init__(self, keeper: EditionKeeper) -> None:
        self._keeper = keeper
        self._ended = Event()
        self._thread = Thread(target=self._look_on, name="watch", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Stop; a look under way is not waited for."""
        self._ended.set()

    def _look_on(self) -> None:
        pause = LOOK_S
        while not self._ended.wait(pause):
            try:
                if self._keeper.refresh():
                    settle_memory()
                pause = max(LOOK_S, self._keeper.look_s * LOOK_SHARE)
            except OSError as error:
                log("edition not loaded", logging.WARNING, reason=str(error))
                pause = AFTER_FAILURE_S
            except Exception as error:  # a bug, but the next state of the files may be read well
                log("edition not loaded", logging.ERROR, error=error)


def settle_memory() -> None:
    """Let go of the edition before, and do not look through the new one again and again.

    An edition is a hundred thousand objects that live long: looking for circles among them would
    hold up a visitor's page now and then.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _warm(edition: Edition) -> None:
    """Search once in each language: what the search reads when it is first needed is read now.

    The first visitor need not wait for it, and it is of the same state as all else.
    """
    for lang in edition.langs:
        title = edition.settings.title.get(lang) or next(iter(edition.settings.title.values()))
        edition.search(Request(title, lang))


def _iter_faulty(edition: Edition) -> Iterator[str]:
    """Where records have faults so that they are not shown: file, line, column and code."""
    content = edition.content
    hidden = {
        path for (kind, one), path in content.paths.items() if one not in content.records(kind)
    }
    for issue in content.issues:
        path = issue.where.path
        if path in hidden:
            hidden.discard(path)
            is_below = path.is_relative_to(edition.root)
            shown = path.relative_to(edition.root).as_posix() if is_below else path.name
            yield f"{shown}:{issue.where.line}:{issue.where.column} {issue.code}"
