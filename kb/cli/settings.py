"""What holds for the whole run, and the knowledge base opened with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kb.errors import N_, KbError

if TYPE_CHECKING:
    from kb.knowledgebase import KnowledgeBase

CACHE_VARIABLE = "KB_CACHE"


class Settings(NamedTuple):
    """What the options of `kb` itself say."""

    lang: str
    """BCP 47 tag of the reader's language."""
    root: Path | None = None
    """Where to look for the knowledge base; the working directory without it."""
    cache: Path | None = None
    """Where indexes are kept; the library asks the system without it."""


@contextmanager
def open_base(settings: Settings, lang: str, *, quiet: bool = False) -> Iterator[KnowledgeBase]:
    """The knowledge base of this run; long work tells on the terminal how far it is.

    Args:
        settings: of this run.
        lang: language of the reader.
        quiet: say nothing of long work.

    Raises:
        KbError: there is none.
    """
    from kb.knowledgebase import KnowledgeBase

    progress = None
    if not quiet and sys.stderr.isatty():
        from kb.cli.progress import ProgressLine

        progress = ProgressLine(lang)
    try:
        yield KnowledgeBase.open(settings.root or _here(), settings.cache, progress)
    finally:
        if progress:
            progress.clear()


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise KbError(
            N_("The working directory is gone. Go to another folder, or name one with --root.")
        ) from error


def cache_folder() -> Path | None:
    """The cache folder the user chose, or the system's where that is told without a library."""
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen)
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        return None
    # What platformdirs answers here, without the ten milliseconds of its import.
    base = os.environ.get("XDG_CACHE_HOME", "")
    home = os.environ.get("HOME", "")
    if base.startswith("/"):
        return Path(base, "kb")
    return Path(home.rstrip("/") + "/.cache", "kb") if home.startswith("/") else None


def system_cache() -> Path:
    """The cache folder, asked of the library where only that knows."""
    if folder := cache_folder():
        return folder
    from kb.knowledgebase import default_cache

    return default_cache()


def state_folder() -> Path:
    """Where this user's unfinished work is kept, as the system has it."""
    from platformdirs import user_state_path

    return user_state_path("kb", appauthor=False)
