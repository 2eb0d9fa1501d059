"""What tests of several rooms share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kb.translation.interface import use_language

# A loaded machine is no fault: no test asserts how long anything takes.
settings.register_profile("kb", deadline=None)
settings.load_profile("kb")

LANGS = ("de", "en", "fi", "sv")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins and ends in English."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(scope="session")
def kb_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for this session, whose dictionaries outlive it: they take ten seconds.

    Indexes lie in the session's own folder. Dictionaries are built once per user and machine;
    several test processes may do so at once, because each builds aside and renames.
    """
    from kb.words.dictionary import (
        dictionaries_folder,
        forget_other_versions,
        open_dictionary,
    )

    shared = dictionaries_folder(_shared_folder())
    forget_other_versions(shared, LANGS)
    for lang in LANGS:
        open_dictionary(lang, shared)
    cache = tmp_path_factory.mktemp("kb-cache")
    dictionaries_folder(cache).symlink_to(shared, target_is_directory=True)
    return cache


def _shared_folder() -> Path:
    """A folder of this user that stays between sessions; a fresh one if somebody else took it."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"kb-test-cache-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    stat = folder.lstat()
    if folder.is_symlink() or (stat.st_uid, stat.st_mode & 0o022) != (user, 0):
        return Path(tempfile.mkdtemp(prefix="kb-test-cache-"))
    return folder
