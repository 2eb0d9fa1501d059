"""What becomes of forms, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.authoring.advising.nearby import Near
from kb.authoring.files.saving import Draft
from kb.authoring.intake.received import ReceivedForm
from kb.content.findings import is_error
from kb.errors import Issue, Location
from kb.model import Practice
from kb.model.base import Status


class Fate(StrEnum):
    """What becomes of a form."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportStep:
    """One form, and what becomes of it."""

    form: ReceivedForm
    fate: Fate
    issues: tuple[Issue, ...] = ()
    """All that was found."""
    draft: Draft | None = None
    """What is to be written; None for a refused form."""
    title: str = ""
    entry_id: str = ""
    """The entry it belongs to; "" where that is not known."""
    status: Status = Status.DRAFT
    """Of the entry as it is."""
    missing: tuple[str, ...] = ()
    """Fields it lacks for publication."""
    takes_back: bool = False
    """Whether it would take back what others have written: a person has to decide."""
    near: tuple[Near, ...] = ()
    """Entries that may be the same."""
    record: Practice | None = None
    """What it says, as far as that can be read."""

    @property
    def where(self) -> Location:
        """The form."""
        return Location.of_file(self.form.form.path, self.form.form.place)


@dataclass(frozen=True)
class ImportPlan:
    """What becomes of all forms."""

    steps: tuple[ImportStep, ...]
    issues: tuple[Issue, ...]
    """What concerns files as a whole."""

    def all_issues(self) -> Iterator[Issue]:
        """Everything found, files first."""
        yield from self.issues
        for step in self.steps:
            yield from step.issues

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended."""
        return any(map(is_error, self.all_issues()))
