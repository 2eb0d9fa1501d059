"""Reads what changed, makes documents of it and hands them to the index.

A full index is made by several processes, each reading, analysing and writing its share of the
entries as a segment of its own; the first process only commits them, in one step.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from kb.cache.freshness import Change
from kb.content.root import practice_paths, record_paths
from kb.content.store import read_record, without_collector
from kb.model import Partner, Practice, Settings, Vocabulary
from kb.search.concepts import LabelIndex
from kb.search.documents import DocumentBuilder, country_name
from kb.search.fields import Document
from kb.search.shared import Shared
from kb.search.sharing import Share, write_shares
from kb.search.whoosh_engine import WhooshIndex
from kb.translation.catalogs import load_translations
from kb.words.analysis import Analysers
from kb.words.dictionary import (
    Progress,
    dictionaries_folder,
    forget_other_versions,
    open_dictionary,
    simplemma_version,
)
from kb.words.languages import primary

ENOUGH_FOR_PROCESSES = 400
"""Entries below this are indexed by one process: starting others takes as long."""
MOST_PROCESSES = 8
_TELL_EVERY = 50


@dataclass(slots=True)
class Indexing:
    """What an indexing did.

    Attributes:
        indexed: entries read and indexed.
        removed: entries dropped.
        unchanged: entries left as they were.
        faulty: files that could not be read, relative to the root.
        documents: all practices in the index, id → file relative to the root.
        rebuilt: whether everything was made anew.
    """

    indexed: int = 0
    removed: int = 0
    unchanged: int = 0
    faulty: list[str] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    rebuilt: bool = False


class Indexer:
    """Makes the documents of one knowledge base.

    Args:
        root: folder of the knowledge base.
        cache: folder for dictionaries.
        progress: told how far it is.
        labels: labels of the vocabularies as they were kept, if those did not change.
        processes: how many to use for a full index; by default one per core.
    """

    def __init__(
        self,
        root: Path,
        cache: Path,
        progress: Progress | None = None,
        labels: LabelIndex | None = None,
        processes: int | None = None,
    ) -> None:
        self._labels = labels
        self.root = root
        self.cache = cache
        self.simplemma = simplemma_version()
        self._progress = progress
        self._processes = processes or min(os.cpu_count() or 1, MOST_PROCESSES)

    @cached_property
    def settings(self) -> Settings | None:
        """Settings of the knowledge base; None where kb.yaml has faults."""
        return next(self._records("settings", Settings), None)

    @cached_property
    def langs(self) -> tuple[str, ...]:
        """Primary language subtags that are searched."""
        langs = self.settings.languages if self.settings else ("en",)
        return tuple(dict.fromkeys(primary(lang) for lang in langs))

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """Vocabularies by id."""
        return {one.id: one for one in self._records("vocabulary", Vocabulary)}

    @cached_property
    def builder(self) -> DocumentBuilder:
        """Makes documents; opens dictionaries, which the first time takes seconds."""
        partners = {
            one.id: (one.name, *one.other_names) for one in self._records("partner", Partner)
        }
        analysers = Analysers(self.langs, dictionaries_folder(self.cache), self._progress)
        return DocumentBuilder(analysers, self.vocabularies, partners, self._labels)

    def _records(self, kind: str, _type: type[Any]) -> Iterator[Any]:
        for path in record_paths(self.root, kind):
            record, _ = read_record(path, kind)
            if record is not None:
                yield record

    def build(self, index: WhooshIndex) -> Indexing:
        """Make the whole index anew."""
        with without_collector():
            return self._build(index)

    def _build(self, index: WhooshIndex) -> Indexing:
        self._prepare_dictionaries()
        paths = _by_id(practice_paths(self.root))
        if index.folder is None or len(paths) < ENOUGH_FOR_PROCESSES or self._processes < 2:
            done = Indexing(rebuilt=True)
            index.update(self.documents(paths.values(), done), replace_all=True)
        else:
            done = self._build_in_processes(index, index.folder, list(paths.values()))
        done.documents = self._relative(paths, done)
        return done

    def update(self, index: WhooshIndex, change: Change, known: Mapping[str, str]) -> Indexing:
        """Index what changed."""
        paths = {one: self.root / known[one] for one in change.practices if one in known}
        if missing := change.practices - paths.keys() | {
            one for one, path in paths.items() if not path.is_file()
        }:
            found = _by_id(practice_paths(self.root))
            paths = {one: path for one, path in paths.items() if one not in missing}
            paths |= {one: found[one] for one in missing if one in found}
        done = Indexing()
        documents = self.documents([paths[one] for one in sorted(paths)], done)
        faulty = set()
        indexed = list(documents)
        faulty = {Path(one).stem for one in done.faulty}
        removed = sorted(change.removed | faulty)
        index.update(indexed, removed)
        done.documents = {one: path for one, path in known.items() if one not in removed}
        done.documents |= {
            one: path.relative_to(self.root).as_posix()
            for one, path in paths.items()
            if one not in faulty
        }
        done.removed = len([one for one in removed if one in known])
        done.unchanged = len(done.documents) - done.indexed
        return done

    def shared(self, facets: Mapping[str, int], live: int) -> Shared:
        """Labels and facets, for keeping beside the index."""
        fallback = self.settings.fallback if self.settings else "en"
        used = {name[8:] for name in facets if name.startswith("country:")}
        listed = self.settings.countries if self.settings else ()
        countries = [*(one for one in listed if one in used), *sorted(used.difference(listed))]
        langs = {*self.langs, *(name[5:] for name in facets if name.startswith("lang:"))}
        labels = {
            "topic": _labels(self.vocabularies.get("topics")),
            "target": _labels(self.vocabularies.get("target-groups")),
            "country": {
                code: {lang: country_name(code, lang) for lang in self.langs} for code in countries
            },
            "lang": {
                code: {lang: _language_name(code, lang) for lang in self.langs}
                for code in sorted(langs)
            },
        }
        return Shared(facets, live, labels, self.builder.labels, primary(fallback))

    # Making documents

    def documents(
        self, paths: Iterable[Path], done: Indexing, tell: Callable[[int], None] | None = None
    ) -> Iterator[Document]:
        """Read entries and make their documents, counting in `done`; faulty ones are left out."""
        paths = list(paths)
        for number, path in enumerate(paths):
            if number % _TELL_EVERY == 0:
                if tell:
                    tell(number)
                elif self._progress and len(paths) > _TELL_EVERY:
                    self._progress("entries", number, len(paths))
            record, _ = read_record(path, "practice")
            if record is None:
                done.faulty.append(path.relative_to(self.root).as_posix())
                continue
            translations = load_translations(self.root, "practice", record)
            done.indexed += 1
            yield self.builder.build(cast("Practice", record), translations)

    def _relative(self, paths: Mapping[str, Path], done: Indexing) -> dict[str, str]:
        faulty = set(done.faulty)
        relative = {one: path.relative_to(self.root).as_posix() for one, path in paths.items()}
        return {one: path for one, path in relative.items() if path not in faulty}

    def _prepare_dictionaries(self) -> None:
        folder = dictionaries_folder(self.cache)
        try:
            forget_other_versions(folder, self.langs)
        except OSError:
            return
        for lang in self.langs:
            open_dictionary(lang, folder, self._progress)

    # Several processes

    def _build_in_processes(
        self, index: WhooshIndex, folder: Path, paths: Sequence[Path]
    ) -> Indexing:
        done = Indexing(rebuilt=True)
        shares = [
            Share(folder, self.root, self.cache, tuple(paths[start :: self._processes]))
            for start in range(self._processes)
        ]

        def segments() -> list[Any]:
            written = write_shares(shares, lambda count: self._tell_count(count, len(paths)))
            done.indexed = sum(one.indexed for one in written)
            done.faulty = [name for one in written for name in one.faulty]
            return [one.segment for one in written]

        index.commit_segments(segments)
        return done

    def _tell_count(self, count: int, total: int) -> None:
        if self._progress:
            self._progress("entries", min(count, total), total)


def _by_id(paths: Iterable[Path]) -> dict[str, Path]:
    """Practice id → its file; of two files with the same name the first counts."""
    found: dict[str, Path] = {}
    for path in paths:
        found.setdefault(path.stem, path)
    return found


def _labels(vocabulary: Vocabulary | None) -> dict[str, dict[str, str]]:
    return {
        concept.id: {primary(tag): one.preferred for tag, one in concept.labels.items()}
        for concept in (vocabulary.concepts if vocabulary else ())
    }


def _language_name(code: str, lang: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(lang, sep="-").languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code
