"""How an entry goes its way: draft, submitted, published, archived, and who may take which step.

The rules are pure: they say what is possible and what stands in the way, and turn a step into
changes of the file. `kb.content.checks` judges what would come out. Who takes a step calls
`make_step`, asks `find_hindrances`, and saves what `draft_step` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.authoring.files.editing import Change, edit_text
from kb.authoring.files.saving import Draft
from kb.authoring.roles import EditorialRole
from kb.content.checks import check_instead
from kb.content.findings import is_error
from kb.content.store import Content
from kb.content.yamlfile import Tree, load_yaml
from kb.errors import N_, Coded, Issue, KbError, UsageError
from kb.model import Practice
from kb.model.base import Status
from kb.model.practice import NEXT_STATUSES, Step, missing_for_publication

FOR_SUBMISSION = ("title", "summary")
"""Fields without which a reviewer could not even tell what the entry is about."""
WAITING = (Status.SUBMITTED, Status.DRAFT)
"""Entries of these wait for somebody, the first most."""
_STEP_CODES = frozenset(("KB351", "KB352", "KB353", "KB354"))
"""Findings about the steps themselves."""
_LACKS_CODES = frozenset(("KB306", "KB307"))
"""Findings that name missing fields."""

_AUTHORS_STEPS: Mapping[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED,),
    Status.SUBMITTED: (Status.DRAFT,),
}


@dataclass(frozen=True, slots=True)
class Hindrances:
    """What has to be done before an entry can take a step; false where nothing has."""

    missing: tuple[str, ...] = ()
    """Fields to be filled in."""
    issues: tuple[Issue, ...] = ()
    """Errors to be mended."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.issues)


def allowed_steps(
    status: Status, role: EditorialRole = EditorialRole.REVIEWER
) -> tuple[Status, ...]:
    """What an entry can become from a status by the hand of a role, the way on first.

    An author submits, and takes back what is not published yet; a reviewer does everything.
    """
    if role is EditorialRole.AUTHOR:
        return _AUTHORS_STEPS.get(status, ())
    return NEXT_STATUSES[status]


def needs_note(to: Status) -> bool:
    """Whether a step has to say why: nothing leaves the readers' sight without a reason."""
    return to is Status.ARCHIVED


def make_step(
    practice: Practice,
    to: Status,
    by: str,
    on: date,
    note: str = "",
    role: EditorialRole = EditorialRole.REVIEWER,
) -> Step:
    """The step an entry is to take.

    Args:
        practice: the entry.
        to: what it is to become.
        by: the organisation that takes it, or the name an account signs with.
        on: the day it is taken.
        note: why.
        role: of whoever takes it.

    Raises:
        UsageError: from its status, by this role, or without name or note there is no such step.
    """
    _refuse_impossible(practice, to, role)
    name, reason = " ".join(by.split()), " ".join(note.split())
    if not name:
        raise UsageError(N_("Say who takes the step; the name of your organisation will do."))
    if needs_note(to) and not reason:
        raise UsageError(N_("Say in a note why the entry is archived."))
    return Step(status=to, by=name, on=on.isoformat(), note=reason or None)


def _refuse_impossible(practice: Practice, to: Status, role: EditorialRole) -> None:
    params: dict[str, object] = {
        "id": practice.id,
        "status": Coded("status", practice.status.value),
        "wanted": Coded("status", to.value),
    }
    if practice.status is to:
        raise UsageError(N_("“%(id)s” has the status “%(status)s” already."), **params)
    possible = allowed_steps(practice.status, role)
    if to in possible:
        return
    if to in NEXT_STATUSES[practice.status]:
        raise UsageError(N_("Only a reviewer can give “%(id)s” the status “%(wanted)s”."), **params)
    if possible:
        raise UsageError(
            N_(
                "“%(id)s” has the status “%(status)s”; from there it can only become: %(possible)s."
            ),
            possible=tuple(Coded("status", one.value) for one in possible),
            **params,
        )
    raise UsageError(
        N_("“%(id)s” has the status “%(status)s”; only a reviewer can change it."), **params
    )


def find_hindrances(
    content: Content, practice: Practice, step: Step, *, today: date | None = None
) -> Hindrances:
    """What keeps an entry from a step that is possible as such.

    To be submitted it needs title and summary and no errors, to be published all that a published
    entry needs and no errors. Back, and to the archive, it may go as it is. Exceptions in
    practices/exceptions.yaml hold here as in `kb check`; hints keep nothing back.

    Args:
        content: the knowledge base.
        practice: the entry as it stands there.
        step: from `make_step`.
        today: the day to judge dates by; the day of the call without it.
    """
    after = {"status": step.status, "steps": (*practice.steps, step)}
    found = _find_errors(content, practice.model_copy(update=after), today)
    is_submitted = practice.status is Status.DRAFT and step.status is Status.SUBMITTED
    if is_submitted:
        missing = tuple(one for one in FOR_SUBMISSION if not getattr(practice, one))
        return Hindrances(missing, found.issues)
    if step.status is Status.PUBLISHED:
        return found
    return Hindrances((), tuple(one for one in found.issues if one.code in _STEP_CODES))


def find_missing(content: Content, practice: Practice, *, today: date | None = None) -> Hindrances:
    """What an entry lacks to be a published one, whatever step it is at."""
    published = {"status": Status.PUBLISHED, "steps": ()}
    return _find_errors(content, practice.model_copy(update=published), today)


def _find_errors(content: Content, practice: Practice, today: date | None) -> Hindrances:
    errors = [one for one in check_instead(content, practice, today=today) if is_error(one)]
    rest = tuple(one for one in errors if one.code not in _LACKS_CODES)
    # Not asked of the entry alone: an exception may allow it to be published as it is.
    missing = missing_for_publication(practice) if len(rest) < len(errors) else ()
    return Hindrances(missing, rest)


def take_step(tree: Mapping[str, Tree], step: Step) -> list[Change]:
    """The changes of an entry's file by a step: its status, and one more item of its steps.

    Args:
        tree: what the file holds.
        step: from `make_step`.
    """
    item: dict[str, Tree] = {"status": step.status.value, "by": step.by, "on": step.on}
    if step.note:
        item["note"] = step.note
    steps = tree.get("steps")
    more = (
        Change(("steps", len(steps)), item)
        if isinstance(steps, list) and steps
        else Change(("steps",), [item])
    )
    return [Change(("status",), step.status.value), more]


def draft_step(path: Path, step: Step) -> Draft:
    """An entry's file as it is, and as it would be after a step; nothing is written yet.

    Args:
        path: the entry's file.
        step: from `make_step`, and nothing stands in its way.

    Raises:
        KbError: the file cannot be read any more.
    """
    document = load_yaml(path)
    if not isinstance(document.value, dict):
        raise KbError(
            N_("%(path)s has faults, so it is not changed. “kb check” lists them."), path=path
        )
    after = edit_text(document.data, take_step(document.value, step))
    return Draft(path.stem, path, document.data, after)


def find_since(practice: Practice) -> str | None:
    """Since when an entry has its status, as an ISO date; None where no step says."""
    last = practice.steps[-1] if practice.steps else None
    return last.on if last and last.status is practice.status else None


def find_waiting(practices: Iterable[Practice]) -> list[Practice]:
    """Entries that wait: submitted ones for a reviewer, then drafts; of each the oldest first.

    Those that do not tell since when they wait come last of their kind.
    """
    waiting = [one for one in practices if one.status in WAITING]
    return sorted(
        waiting, key=lambda one: (WAITING.index(one.status), find_since(one) or "~", one.id)
    )


__all__ = [
    "FOR_SUBMISSION",
    "WAITING",
    "Hindrances",
    "allowed_steps",
    "draft_step",
    "find_hindrances",
    "find_missing",
    "find_since",
    "find_waiting",
    "make_step",
    "needs_note",
    "take_step",
]
