"""Reads all records of a knowledge base; faulty ones become findings, never exceptions."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from kb.content.exemptions import Exemption, read_exemptions
from kb.content.root import EXCEPTIONS_FILE, GLOSSARY, PRACTICES, record_paths
from kb.content.shape import Shaped, parse_shape
from kb.content.yamlfile import load_yaml
from kb.errors import N_, Issue, KbError, Location
from kb.model import (
    Glossary,
    Group,
    Partner,
    Practice,
    Project,
    Record,
    Settings,
    Visit,
    Vocabulary,
)

Kind = TypeVar("Kind", bound=Record)
MODELS: Mapping[str, type[Record]] = {
    "settings": Settings,
    "vocabulary": Vocabulary,
    GLOSSARY: Glossary,
    "partner": Partner,
    "project": Project,
    "practice": Practice,
    "group": Group,
    "visit": Visit,
}
"""The kinds of records, by the name used for them everywhere, in the order they are read."""


@dataclass(frozen=True)
class Content:
    """A whole knowledge base, as far as it could be read."""

    root: Path
    settings: Settings
    """A makeshift with one language where kb.yaml has faults; the issues say so."""
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)
    glossary: Glossary | None = None
    practices: Mapping[str, Practice] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)
    projects: Mapping[str, Project] = field(default_factory=dict)
    paths: Mapping[tuple[str, str], Path] = field(default_factory=dict)
    """File of every record by kind and id, those with faults included."""
    rests: Mapping[tuple[str, str], Shaped[Record]] = field(default_factory=dict)
    """What is left of records with faults, by kind and id: for the checks only."""
    exemptions: tuple[Exemption, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    """What was found while reading."""
    read_at: int = 0
    """When reading began, in ns; a file that changed since may say something else by now."""

    def records(self, kind: str) -> Mapping[str, Record]:
        """All records of one kind by id; {} for a kind nobody knows."""
        single = {"settings": self.settings, GLOSSARY: self.glossary}
        if kind in single:
            record = single[kind]
            return {record.id: record} if record else {}
        return {
            "vocabulary": self.vocabularies,
            "practice": self.practices,
            "partner": self.partners,
            "group": self.groups,
            "visit": self.visits,
            "project": self.projects,
        }.get(kind, {})


def read_record(path: Path, kind: str) -> tuple[Record | None, list[Issue]]:
    """The record in one file, or everything that is wrong with it.

    Args:
        path: the file; its name is the record's id.
        kind: a key of `MODELS`.
    """
    shaped = read_file(path, kind)
    return shaped.record, list(shaped.issues)


def read_file(path: Path, kind: str) -> Shaped[Record]:
    """What came of one file; see `read_record`."""
    return parse_shape(MODELS[kind], load_yaml(path), id=_id_of(path))


def _id_of(path: Path) -> str:
    """The record's id; bytes of a file name that are no text become question marks."""
    return path.stem.encode("utf-8", "replace").decode()


def load_content(root: Path) -> Content:
    """Read everything.

    Args:
        root: folder that holds `practices/`, see `kb.content.root.find_root`.

    Raises:
        KbError: there is no folder `practices` at all.
    """
    if not (root / PRACTICES).is_dir():
        raise KbError(
            N_("There is no folder “practices” in %(root)s. Go to your knowledge base first."),
            root=root,
        )
    reading = _Reading(time.time_ns())
    with without_collector():
        for kind in MODELS:
            for path in record_paths(root, kind):
                reading.take(path, kind)
    exemptions, faults = read_exemptions(root / PRACTICES / EXCEPTIONS_FILE)
    return reading.content(root, exemptions, faults)


@contextmanager
def without_collector() -> Iterator[None]:
    """For what makes many objects that live long and form no circles.

    Looking for circles among them takes a tenth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Reading:
    """What has been read so far.

    Args:
        begun: when reading began.
    """

    def __init__(self, begun: int) -> None:
        self._begun = begun
        self.records: dict[type[Record], dict[str, Record]] = {one: {} for one in MODELS.values()}
        self.paths: dict[tuple[str, str], Path] = {}
        self.rests: dict[tuple[str, str], Shaped[Record]] = {}
        self.issues: list[Issue] = []

    def take(self, path: Path, kind: str) -> None:
        """Read one file and keep what it holds."""
        shaped = read_file(path, kind)
        self.issues += shaped.issues
        first = self.paths.setdefault((kind, path.stem), path)
        if first != path:
            self.issues += _twice(path.stem, first, path)
        elif shaped.record is not None:
            self.records[type(shaped.record)][path.stem] = shaped.record
        elif shaped.rest is not None:
            self.rests[kind, path.stem] = shaped

    def all_of(self, model: type[Kind]) -> dict[str, Kind]:
        """Records of one kind by id."""
        return cast("dict[str, Kind]", self.records[model])

    def content(
        self, root: Path, exemptions: tuple[Exemption, ...], faults: list[Issue]
    ) -> Content:
        """All of it, frozen."""
        makeshift = Settings.model_validate(
            {"id": "kb", "schema": "1", "title": {}, "languages": ["en"]}
        )
        return Content(
            root=root,
            settings=self.all_of(Settings).get("kb", makeshift),
            vocabularies=self.all_of(Vocabulary),
            glossary=self.all_of(Glossary).get(GLOSSARY),
            practices=self.all_of(Practice),
            partners=self.all_of(Partner),
            groups=self.all_of(Group),
            visits=self.all_of(Visit),
            projects=self.all_of(Project),
            paths=self.paths,
            rests=self.rests,
            exemptions=exemptions,
            issues=[*self.issues, *faults],
            read_at=self._begun,
        )


def _twice(record_id: str, first: Path, second: Path) -> list[Issue]:
    """The same id at two places: told at both."""
    return [
        Issue(
            "KB309", Location(here), {"id": record_id, "other": f"{other.parent.name}/{other.name}"}
        )
        for here, other in ((first, second), (second, first))
    ]
