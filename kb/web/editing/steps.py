"""Where an entry stands on its way to publication, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kb.authoring.files.editing import edit_text, write_entry
from kb.authoring.form.questions import practice_form
from kb.authoring.lifecycle import (
    WAITING,
    allowed_steps,
    find_hindrances,
    find_missing,
    make_step,
    needs_note,
    take_step,
)
from kb.content.findings import describe
from kb.errors import N_, KbError
from kb.model import Practice
from kb.model.base import Status
from kb.translation.formats import format_day
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import value_label
from kb.web.accounts.audit import Action
from kb.web.accounts.users import Account
from kb.web.editing.answers import read_tree
from kb.web.editing.writing import why_not_written
from kb.web.page import Reader

_ACTIONS: Mapping[Status, Action] = {
    Status.SUBMITTED: "submitted",
    Status.PUBLISHED: "published",
    Status.ARCHIVED: "archived",
    Status.DRAFT: "returned",
}
_ONWARD = {Status.DRAFT: Status.SUBMITTED, Status.SUBMITTED: Status.PUBLISHED}
_LONGEST = 400
"""Of a note or name that is sent, in characters."""


class StepError(KbError):
    """The step cannot be taken now."""

    status = 409
    title = N_("This step cannot be taken now")


class PastStep(NamedTuple):
    """A step that was taken."""

    status: str
    by: str
    on: str
    note: str


class NextStep(NamedTuple):
    """A step that can be taken."""

    status: str
    """As it is sent."""
    words: str
    needs_note: bool
    is_onward: bool
    """Whether it leads towards readers."""


@dataclass(frozen=True)
class Standing:
    """Where an entry stands.

    Attributes:
        status: in words.
        past: steps taken, the newest first.
        possible: steps whoever asks may take.
        missing: labels of the fields that are missing for publication.
        public: link to the page readers see; "" where they see none.
        seen: digest of the file as it is, to be sent with a step.
        is_waiting: whether somebody has to do something about it.
    """

    status: str
    past: Sequence[PastStep]
    possible: Sequence[NextStep]
    missing: Sequence[str]
    public: str
    seen: str
    is_waiting: bool


class Taken(NamedTuple):
    """A step that was just taken."""

    status: Status
    action: Action
    before: bytes
    after: bytes


def find_standing(reader: Reader, account: Account, entry_id: str, data: bytes) -> Standing | None:
    """Where an entry stands; None for one with faults, which has to be mended first.

    Args:
        reader: who asks.
        account: whose steps are offered.
        entry_id: id.
        data: the file as it is shown.
    """
    content = reader.edition.content
    practice = content.practices.get(entry_id)
    if practice is None:
        return None
    past = [
        PastStep(
            value_label("status", one.status.value),
            one.by,
            format_day(one.on, reader.lang),
            one.note or "",
        )
        for one in reversed(practice.steps)
    ]
    possible = [
        NextStep(one.value, _words(one), needs_note(one), one is _ONWARD.get(practice.status))
        for one in allowed_steps(practice.status, account.role)
    ]
    is_public = practice.status is Status.PUBLISHED
    missing = [] if is_public else [_label(one) for one in find_missing(content, practice).missing]
    public = reader.links.page("practice", entry_id) if is_public else ""
    status = value_label("status", practice.status.value)
    return Standing(status, past, possible, missing, public, _digest(data),
                    practice.status in WAITING)  # fmt: skip


def take(reader: Reader, account: Account, path: Path, sent: Mapping[str, str]) -> Taken:
    """Take the step that was sent.

    Raises:
        StepError: it is not possible, something is missing, or the file changed meanwhile.
    """
    practice = _find_practice(reader, path)
    by = account.signs_as or sent.get("by", "")[:_LONGEST]
    try:
        to = Status(sent.get("to", ""))
    except ValueError as error:
        raise StepError(N_("There is no such step.")) from error
    try:
        today = datetime.now(UTC).date()
        note = sent.get("note", "")[:_LONGEST]
        step = make_step(practice, to, by, today, note, account.role)
    except KbError as error:
        raise StepError(error.message, **error.params) from error
    if hindrances := find_hindrances(reader.edition.content, practice, step):
        told = [_label(one) for one in hindrances.missing]
        told += [describe(one, _) for one in hindrances.issues]
        raise StepError(N_("Before that: %(all)s"), all="; ".join(told))
    try:
        before = path.read_bytes()
        if sent.get("seen") != _digest(before):
            raise StepError(
                N_("The entry has changed since you looked at it. Look at it again, then decide.")
            )
        after = edit_text(before, take_step(read_tree(before, path), step))
        write_entry(path, after, before)
    except StepError:
        raise
    except KbError as error:  # another program came first, or it is no ordinary file
        raise StepError(error.message, **error.params) from error
    except OSError as error:
        reason = why_not_written(error)
        raise StepError(reason.message, **reason.params) from error
    return Taken(to, _ACTIONS[to], before, after)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _find_practice(reader: Reader, path: Path) -> Practice:
    practice = reader.edition.content.practices.get(path.stem)
    if practice is None:
        raise StepError(N_("The entry has faults. Mend them first."))
    return practice


def _words(status: Status) -> str:
    return {
        Status.SUBMITTED: pgettext("step", "Submit for review"),
        Status.PUBLISHED: pgettext("step", "Publish"),
        Status.ARCHIVED: pgettext("step", "Archive"),
        Status.DRAFT: pgettext("step", "Back to draft"),
    }[status]


def _label(key: str) -> str:
    question = practice_form().find(key)
    return question.label if question else key
