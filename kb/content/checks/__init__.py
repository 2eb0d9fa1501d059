"""Everything that can be wrong with content that could be read, told all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from kb.content.checks.faults import Case, Check, Fault, Known
from kb.content.checks.parts import check_parts
from kb.content.checks.places import check_folder
from kb.content.checks.publication import (
    check_language,
    check_lengths,
    check_published,
    check_review,
    check_settings,
    check_topics,
)
from kb.content.checks.references import check_former_ids, check_references
from kb.content.checks.steps import check_steps
from kb.content.checks.upkeep import check_exemptions, check_strays
from kb.content.checks.vocabularies import check_concepts, check_labels
from kb.content.root import EXCEPTIONS_FILE, PRACTICES
from kb.content.store import MODELS, Content
from kb.content.yamlfile import FieldPath, load_yaml
from kb.errors import Issue, Location
from kb.model import Record

RECORD_CHECKS: tuple[Check, ...] = (
    check_parts,
    check_folder,
    check_published,
    check_references,
    check_former_ids,
    check_concepts,
    check_labels,
    check_lengths,
    check_topics,
    check_language,
    check_review,
    check_steps,
    check_settings,
)
REST_CHECKS: tuple[Check, ...] = (
    check_parts,
    check_folder,
    check_references,
    check_former_ids,
    check_lengths,
    check_topics,
    check_language,
)
"""Checks that a missing key does not mislead."""


def check_content(
    content: Content, only: Sequence[Path] = (), *, today: date | None = None
) -> list[Issue]:
    """Everything that is wrong, sorted by path, line and column.

    That is what was found while reading, and what the checks find in all that could be read. Never
    raises for any content.

    Args:
        content: the knowledge base.
        only: files or folders to report on; all without any.
        today: the day to judge reviews by; the day of the call without it.
    """
    wanted = _Wanted(only)
    read = [one for one in content.issues if wanted(one.where.path)]
    return _sorted([*read, *check_records(content, only, today=today)])


def check_records(
    content: Content, only: Sequence[Path] = (), *, today: date | None = None
) -> list[Issue]:
    """Like `check_content`, without what was found while reading (`content.issues`).

    Args:
        content: the knowledge base.
        only: files or folders to report on; all without any.
        today: the day to judge reviews by; the day of the call without it.
    """
    day = today or datetime.now(UTC).date()
    known = Known(content, day.isoformat())
    wanted = _Wanted(only)
    exempt = _Exempt(content)
    judge_exemptions = wanted(content.root / PRACTICES / EXCEPTIONS_FILE)
    issues: list[Issue] = []
    for case in _cases(known):
        report = wanted(case.file)
        if report or judge_exemptions:
            faults = [one for one in check_record(case) if not exempt.hides(case, one)]
            issues += place(case.file, faults) if report else []
    issues += [one for one in check_strays(content) if wanted(one.where.path)]
    if judge_exemptions:
        issues += check_exemptions(content, exempt.used)
    return _sorted(issues)


def check_instead(
    content: Content, record: Record, kind: str = "practice", *, today: date | None = None
) -> list[Issue]:
    """What would be wrong if a record stood in its file instead of the one that does.

    Args:
        content: the knowledge base, which has a file for the record.
        record: the record as it would be.
        kind: a key of `MODELS`.
        today: the day to judge dates by; the day of the call without it.
    """
    day = today or datetime.now(UTC).date()
    path = content.paths[kind, record.id]
    case = Case(record, kind, path, Known(content, day.isoformat()))
    exempt = _Exempt(content)
    return _sorted(place(path, [one for one in check_record(case) if not exempt.hides(case, one)]))


def check_record(case: Case) -> Iterator[Fault]:
    """All checks of one record, or those that make sense for what is left of a faulty one."""
    for check in REST_CHECKS if case.is_rest else RECORD_CHECKS:
        yield from check(case)


def _cases(known: Known) -> Iterator[Case]:
    content = known.content
    for kind in MODELS:
        records = content.records(kind)
        for (path_kind, record_id), path in content.paths.items():
            if path_kind != kind:
                continue
            if record_id in records:
                yield Case(records[record_id], kind, path, known)
            elif (left := content.rests.get((kind, record_id))) and left.rest:
                yield Case(left.rest, kind, path, known, is_rest=True, dropped=left.dropped)


def place(path: Path, faults: Iterable[Fault]) -> list[Issue]:
    """Faults of one file with line and column; the file is read again only if there are any."""
    found = list(faults)
    if not found:
        return []
    document = load_yaml(path)
    return [Issue(one.code, document.locate(one.path), one.params) for one in found]


def locate(path: Path, field_path: FieldPath) -> Location:
    """Line and column of a field in a file, or of the nearest thing around it that is there."""
    return load_yaml(path).locate(field_path)


class _Exempt:
    """The exceptions, and which of them were needed."""

    def __init__(self, content: Content) -> None:
        self.numbers = {(one.id, one.code): n for n, one in enumerate(content.exemptions)}
        self.used: set[int] = set()

    def hides(self, case: Case, fault: Fault) -> bool:
        """Whether an exception is made for a fault; it counts as needed from then on."""
        number = self.numbers.get((case.record.id, fault.code))
        if number is not None:
            self.used.add(number)
        return number is not None


class _Wanted:
    """Whether a file is to be reported on."""

    def __init__(self, only: Sequence[Path]) -> None:
        self.only = {one.resolve() for one in only}

    def __call__(self, path: Path) -> bool:
        if not self.only:
            return True
        here = path.resolve()
        return here in self.only or any(one in self.only for one in here.parents)


def _sorted(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda one: (one.where, one.code))
