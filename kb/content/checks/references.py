"""Checks between records: whatever one refers to is there, and may be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from kb.content.checks.faults import Case, Fault, Known, iter_parts, near
from kb.content.nearmiss import find_near
from kb.content.yamlfile import FieldPath
from kb.model import Group, Partner, Practice, Project, Visit
from kb.model.base import Status
from kb.model.group import Member, SmallProject
from kb.model.practice import Adoption, Organisation
from kb.model.visit import Participants, Stop

REFERENCES: Mapping[type[BaseModel], Mapping[str, str]] = {
    Practice: {
        "topics": "topics",
        "target_groups": "target-groups",
        "related": "practice",
        "part_of": "project",
    },
    Adoption: {"practice": "practice"},
    Organisation: {"partner": "partner"},
    Group: {"host": "partner", "part_of": "project", "practice": "practice"},
    Member: {"partner": "partner"},
    SmallProject: {"practice": "practice"},
    Visit: {
        "host": "partner",
        "part_of": "project",
        "practices": "practice",
        "further_practices": "practice",
    },
    Participants: {"partner": "partner"},
    Stop: {"practice": "practice"},
    Project: {"lead": "partner", "partners": "partner", "topics": "topics"},
}
"""Fields that hold ids, and the kind of record or vocabulary they lead to."""

VOCABULARIES = ("topics", "target-groups")
"""Those of the kinds above that are vocabularies."""
_CODES = {
    "topics": "KB401",
    "target-groups": "KB402",
    "partner": "KB403",
    "practice": "KB404",
    "project": "KB405",
}


def check_references(case: Case) -> Iterator[Fault]:
    """Every id leads somewhere, not to the record itself, and to what readers may see."""
    for path, target, kind in _references(case):
        if kind in VOCABULARIES:
            yield from _concept(path, target, kind, case.known)
        elif target not in case.known.ids(kind):
            yield Fault(_CODES[kind], path, {"value": target} | _meant(target, kind, case.known))
        elif kind == case.kind and target == case.record.id:
            yield Fault("KB406", path, {"value": target})
        elif _status(case.record) is Status.PUBLISHED:
            other = case.known.content.records(kind).get(target)
            if other is not None and _status(other) not in (Status.PUBLISHED, None):
                yield Fault("KB407", path, {"value": target})


def _references(case: Case) -> Iterator[tuple[FieldPath, str, str]]:
    """All ids in a record with their paths and kinds."""
    for path, part in iter_parts(case.record):
        for name, kind in REFERENCES.get(type(part), {}).items():
            value = getattr(part, name)
            if isinstance(value, str):
                yield (*path, name), value, kind
            elif value:
                for number, one in enumerate(value):
                    yield (*path, name, number), one, kind


def _concept(path: FieldPath, target: str, vocabulary: str, known: Known) -> Iterator[Fault]:
    concepts = known.concepts(vocabulary)
    if concepts is not None and target not in concepts:
        params = {"value": target} | near(known.near_concept(target, vocabulary))
        yield Fault(_CODES[vocabulary], path, params)


def _meant(target: str, kind: str, known: Known) -> dict[str, str]:
    if kind == "practice" and target in known.renamed:
        return {"renamed": known.renamed[target]}
    return near(find_near(target, known.ids(kind)))


def _status(record: BaseModel) -> Status | None:
    return getattr(record, "status", None)


def check_former_ids(case: Case) -> Iterator[Fault]:
    """A former id belongs to nobody else."""
    if not isinstance(case.record, Practice | Partner | Visit):
        return
    for number, former in enumerate(case.record.former_ids):
        path = ("former_ids", number)
        if former in case.known.ids(case.kind):
            yield Fault("KB412", path, {"value": former, "other": former})
        elif isinstance(case.record, Practice):
            owner = case.known.renamed.get(former, case.record.id)
            if owner != case.record.id:
                yield Fault("KB412", path, {"value": former, "other": owner})
