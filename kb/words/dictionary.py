"""Dictionaries of word forms: simplemma's data as tries on disk, opened without importing it.

simplemma brings word form → lemma for some fifty languages, built from public word lists. Its
own lemmatiser costs as much to import as all else a search needs, so each language's data is
written once as a marisa trie into the cache (about ten seconds for four languages) and mapped
into memory from then on, at a tenth of a millisecond.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import marisa_trie

from kb.cache.cachefiles import is_intact, read_json, seal_files, write_json
from kb.words.languages import DICTIONARIES, primary

SEAL_NAME = "seal-%s.json"

Progress = Callable[[str, int, int], None]
"""Called with what is done, how far it is, and how far it goes."""


class Dictionary(Protocol):
    """Word forms of one language."""

    def lemma(self, form: str) -> str | None:
        """The lemma of exactly this form, None where the dictionary lacks it."""

    def knows(self, form: str) -> bool:
        """Whether it has exactly this form; three times as fast as asking for the lemma."""


class TrieDictionary:
    """A dictionary in a trie on disk."""

    def __init__(self, trie: marisa_trie.BytesTrie) -> None:
        self._trie = trie
        self.knows = trie.__contains__

    def lemma(self, form: str) -> str | None:
        """The lemma of exactly this form, None where the dictionary lacks it."""
        values = self._trie.get(form)
        return values[0].decode("utf-8") if values else None


class NoDictionary:
    """For languages without one: knows no word."""

    def lemma(self, form: str) -> str | None:
        """None, always."""
        return None

    def knows(self, form: str) -> bool:
        """False, always."""
        return False


def open_dictionary(lang: str, folder: Path, progress: Progress | None = None) -> Dictionary:
    """The dictionary of a language, built first where it is missing or damaged.

    Args:
        lang: BCP 47 tag.
        folder: where dictionaries are cached; where it cannot be written, the dictionary is
            built for this process alone.
        progress: told before a dictionary is built, which takes seconds.
    """
    code = primary(lang)
    if code not in DICTIONARIES:
        return NoDictionary()
    path = folder / f"{code}.dic"
    seal = read_json(folder / (SEAL_NAME % code))
    if not (isinstance(seal, dict) and path.name in seal and is_intact(folder, seal)):
        if progress:
            progress(code, 0, 1)
        try:
            _build(code, folder)
        except OSError:
            return _build_in_memory(code)
    trie = marisa_trie.BytesTrie()
    trie.mmap(str(path))
    return TrieDictionary(trie)


def _build(code: str, folder: Path) -> None:
    """Write one trie aside, seal it, rename it into place: a kill leaves the old or nothing."""
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".build-") as aside:
        TrieDictionaryFactory(disk_cache_dir=aside).get_dictionary(code)
        built = Path(aside) / f"{code}.dic"
        seal = seal_files([built])
        built.replace(folder / built.name)
    write_json(folder / (SEAL_NAME % code), seal)


class _FactoryDictionary:
    """A dictionary that lives in this process only."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._get = entries.get

    def lemma(self, form: str) -> str | None:
        found = self._get(form)
        return str(found) if found is not None else None

    def knows(self, form: str) -> bool:
        return self._get(form) is not None


def _build_in_memory(code: str) -> Dictionary:
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    factory = TrieDictionaryFactory(use_disk_cache=False)
    return _FactoryDictionary(factory.get_dictionary(code))


def dictionaries_folder(cache: Path) -> Path:
    """Where dictionaries of the installed simplemma are kept."""
    return cache / "dictionaries"


def simplemma_version() -> str:
    """Version of the installed simplemma; its data change with it."""
    from importlib import metadata

    return metadata.version("simplemma")


def forget_other_versions(folder: Path, langs: Sequence[str]) -> None:
    """Drop dictionaries that were built by another version of simplemma."""
    stamp = folder / "simplemma-version.json"
    if read_json(stamp) == simplemma_version():
        return
    for lang in langs:
        (folder / (SEAL_NAME % primary(lang))).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(stamp, simplemma_version())
