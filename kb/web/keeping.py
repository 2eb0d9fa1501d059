"""Keeps an edition that is up to date: a newer one takes its place when files change."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from kb.knowledgebase import KnowledgeBase
from kb.web.edition import Edition


class EditionKeeper:
    """Gives every request the newest edition there is.

    Args:
        open_base: opens the knowledge base anew.
    """

    def __init__(self, open_base: Callable[[], KnowledgeBase]) -> None:
        self._open_base = open_base
        self._lock = Lock()
        self.current = self._load()

    def refresh(self) -> bool:
        """Load a newer edition if files changed; tells whether they did."""
        with self._lock:
            if self._open_base().find_digest() == self.current.digest:
                return False
            self.current = self._load()
            return True

    def _load(self) -> Edition:
        while True:
            edition = Edition(self._open_base())
            if self._open_base().find_digest() == edition.digest:
                return edition
