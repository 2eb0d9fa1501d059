"""Records read one by one, as they are asked for: a page needs only few of ten thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kb.content.root import record_paths
from kb.content.store import Content, read_record
from kb.model import Group, Partner, Practice, Project, Record, Settings, Visit, Vocabulary

Kind = TypeVar("Kind", bound=Record)


def open_content(root: Path) -> Content:
    """A knowledge base of which only kb.yaml is read at once.

    What belongs to all records together is not in it: glossary, paths, issues and exemptions.

    Args:
        root: folder that holds `practices/`, see `kb.content.root.find_root`.
    """
    return Content(
        root=root,
        settings=_read_settings(root),
        vocabularies=_Records(root, "vocabulary", Vocabulary),
        practices=_Records(root, "practice", Practice),
        partners=_Records(root, "partner", Partner),
        groups=_Records(root, "group", Group),
        visits=_Records(root, "visit", Visit),
        projects=_Records(root, "project", Project),
    )


def _read_settings(root: Path) -> Settings:
    """What kb.yaml says; as in a whole `Content`, a makeshift with one language where it cannot."""
    for path in record_paths(root, "settings"):
        record, _issues = read_record(path, "settings")
        if isinstance(record, Settings):
            return record
    return Settings.model_validate({"id": "kb", "schema": "1", "title": {}, "languages": ["en"]})


class _Records(Mapping[str, Kind]):
    """Records of one kind by id; those with faults are none, as in a whole `Content`.

    Args:
        root: folder of the knowledge base.
        kind: name of the kind.
        model: its class.
    """

    def __init__(self, root: Path, kind: str, model: type[Kind]) -> None:
        self._root = root
        self._kind = kind
        self._model = model
        self._read: dict[str, Kind | None] = {}

    @cached_property
    def _paths(self) -> dict[str, Path]:
        paths: dict[str, Path] = {}
        for path in record_paths(self._root, self._kind):
            paths.setdefault(path.stem, path)
        return paths

    def __getitem__(self, record_id: str) -> Kind:
        if record_id not in self._read:
            record, _issues = read_record(self._paths[record_id], self._kind)
            self._read[record_id] = record if isinstance(record, self._model) else None
        found = self._read[record_id]
        if found is None:
            raise KeyError(record_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return (one for one in self._paths if one in self)

    def __len__(self) -> int:
        return sum(1 for _one in self)
