"""What becomes of forms that came in: which entry each belongs to, and what would be written.

A plan is made first and shown; nothing is written by making it. A form belongs to the entry it says
it belongs to, else to the one whose title and place it has; where another entry looks like it, or
two forms mean the same one, somebody has to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from kb.authoring.advising.nearby import KnownNames, Near, find_nearby
from kb.authoring.files.editing import ChangedMeanwhileError
from kb.authoring.files.naming import entry_path, propose_id, taken_ids
from kb.authoring.files.saving import Draft, draft_new, draft_update
from kb.authoring.form.choices import Choices, as_name
from kb.authoring.form.composing import (
    Composed,
    FilledForm,
    check_composed,
    compose,
    fill_from_tree,
)
from kb.authoring.form.questions import practice_form
from kb.authoring.intake.formfiles import FormReader, find_forms
from kb.authoring.intake.overlaying import overlay_answers
from kb.authoring.intake.received import Received, ReceivedForm
from kb.content.findings import is_error
from kb.content.store import Content
from kb.content.yamlfile import Tree, load_yaml
from kb.errors import Issue, KbError, Location
from kb.model import Practice
from kb.model.base import Status
from kb.model.practice import missing_for_publication

_MOST_BYTES = "1 MB"
"""What the file of an entry holds."""


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
    near: tuple[Near, ...] = ()
    """Entries that may be the same."""

    @property
    def where(self) -> Location:
        """The form."""
        return Location(self.form.form.path, place=self.form.form.place)

    @property
    def is_writable(self) -> bool:
        """Whether something would be written."""
        return self.fate in (Fate.NEW, Fate.UPDATE)


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


def read_forms(paths: Sequence[Path], content: Content) -> list[Received]:
    """What is in some files, one after the other; of folders, all files in them."""
    reader = FormReader(content)
    return [reader.read(path) for path in find_forms(paths)]


def plan_import(
    content: Content,
    received: Sequence[Received],
    *,
    lang: str = "en",
    entry_id: str = "",
    is_new: bool = False,
) -> ImportPlan:
    """What would be written.

    Args:
        content: the knowledge base.
        received: what was read.
        lang: language of the person who decides.
        entry_id: the entry the only form belongs to, whatever it says.
        is_new: what looks like another entry is a new one all the same.
    """
    planner = _Planner(content, Choices(content, lang), entry_id, is_new=is_new)
    planner.is_single = sum(len(one.forms) for one in received) == 1
    steps: list[ImportStep] = []
    for one in received:
        is_unsafe = any(map(is_error, one.issues))
        for form in one.forms:
            step = planner.plan(form)
            steps.append(replace(step, fate=Fate.REFUSED, draft=None) if is_unsafe else step)
    issues = tuple(issue for one in received for issue in one.issues)
    return ImportPlan(tuple(_without_rivals(steps)), issues)


def save_step(step: ImportStep) -> Issue | None:
    """Write what a step says; a file that changed meanwhile stays, and is told."""
    if step.draft is None:
        return None
    try:
        step.draft.save()
    except ChangedMeanwhileError:
        return Issue("KB747", step.where, {"changed": step.entry_id})
    return None


def _without_rivals(steps: Sequence[ImportStep]) -> Iterator[ImportStep]:
    """Steps, those refused that would write the same entry as another one."""
    by_entry: dict[str, list[ImportStep]] = {}
    for step in steps:
        if step.entry_id:
            by_entry.setdefault(step.entry_id, []).append(step)
    for step in steps:
        rivals = [one for one in by_entry.get(step.entry_id, ()) if one is not step]
        if not rivals:
            yield step
            continue
        params = {"id": step.entry_id, "other": str(rivals[0].where)}
        issue = Issue("KB744", step.where, params)
        yield replace(step, fate=Fate.REFUSED, draft=None, issues=(*step.issues, issue))


class _Planner:
    """Finds out what becomes of one form after another."""

    def __init__(self, content: Content, choices: Choices, entry_id: str, *, is_new: bool) -> None:
        self._content = content
        self._choices = choices
        self._entry_id = entry_id
        self._is_new = is_new
        self._taken = taken_ids(content)
        self.is_single = False

    @cached_property
    def _names(self) -> KnownNames:
        return KnownNames.load(self._content)

    def plan(self, received: ReceivedForm) -> ImportStep:
        """What becomes of a form."""
        form = received.form
        composed = _composed(received, form, self._choices, {"status": Status.DRAFT.value})
        title = str(composed.tree.get("title") or "")
        step = ImportStep(received, Fate.REFUSED, title=title)
        found = self._find_entry(received, composed)
        if isinstance(found, str):
            return self._update(step, found)
        if found is not None:
            issues = (*received.issues, *composed.issues, found[0])
            return replace(step, issues=issues, near=found[1])
        return self._add(step, composed)

    # Which entry

    def _find_entry(
        self, received: ReceivedForm, composed: Composed
    ) -> str | tuple[Issue, tuple[Near, ...]] | None:
        """The id of the entry a form belongs to, why that is not clear, or None for a new one."""
        form = received.form
        is_new = self._is_new and self.is_single
        if self._entry_id:
            return self._current_id(self._entry_id) or self._entry_id
        if form.entry_id and not is_new:
            if found := self._current_id(form.entry_id):
                return found
            if not self._is_new:
                where = Location(form.path, place=form.place)
                return Issue("KB747", where, {"unknown": form.entry_id}), ()
        if is_new or not composed.tree.get("title"):
            return None
        return self._find_like(received, composed)

    def _find_like(
        self, received: ReceivedForm, composed: Composed
    ) -> str | tuple[Issue, tuple[Near, ...]] | None:
        """The same for a form that does not say which entry it belongs to."""
        proposed = self._current_id(propose_id(composed.tree))
        if proposed and self._has_title(proposed, composed):
            return proposed
        if self._is_new:
            return None
        near = self._near(composed)
        titles = [(one.id, one.title) for one in near]
        titles += [(proposed, self._title_of(proposed))] if proposed else []
        if not titles:
            return None
        entry_id, title = titles[0]
        where = Location(received.form.path, place=received.form.place)
        return Issue("KB747", where, {"near": title, "id": entry_id}), near

    def _current_id(self, entry_id: str) -> str:
        """The id an entry has now; "" where there is none."""
        if ("practice", entry_id) in self._content.paths:
            return entry_id
        practices = self._content.practices.values()
        return next((one.id for one in practices if entry_id in one.former_ids), "")

    def _title_of(self, entry_id: str) -> str:
        practice = self._content.practices.get(entry_id)
        return practice.title if practice else entry_id

    def _has_title(self, entry_id: str, composed: Composed) -> bool:
        return as_name(self._title_of(entry_id)) == as_name(str(composed.tree["title"]))

    def _near(self, composed: Composed) -> tuple[Near, ...]:
        tree = composed.tree
        location = tree.get("location")
        where = location if isinstance(location, dict) else {}
        place = where.get("municipality") or where.get("place")
        organisations = tree.get("organisations")
        ones = organisations if isinstance(organisations, list) else []
        names = (one.get("partner") or one.get("name") for one in ones if isinstance(one, dict))
        found = find_nearby(
            self._names,
            str(tree["title"]),
            lang=str(tree.get("language") or "en"),
            place=str(place) if place else None,
            country=str(where.get("country") or "") or None,
            organisations=[str(name) for name in names if name],
        )
        return tuple(found)

    # A new entry

    def _add(self, step: ImportStep, composed: Composed) -> ImportStep:
        form = step.form.form
        entry_id = propose_id(composed.tree, self._taken)
        issues = [*step.form.issues, *composed.issues]
        location = composed.tree.get("location")
        country = str(location.get("country") or "") if isinstance(location, dict) else ""
        label = practice_form().get("location.country").label
        if not country and all(one.params.get("label") != label for one in issues):
            where = Location(form.path, place=form.place)
            issues.append(Issue("KB202", where, {"key": "country", "label": label}))
        path = entry_path(self._content.root, entry_id, country)
        if any(map(is_error, issues)):
            # All at once: nobody wants to send a form back a second time.
            more = self._checked(composed, issues, path) if entry_id else ()
            return replace(step, issues=(*issues, *more))
        return self._judged(step, composed, issues, path, None)

    # An entry that is there

    def _update(self, step: ImportStep, entry_id: str) -> ImportStep:
        received = step.form
        path = self._content.paths["practice", entry_id]
        practice = self._content.practices.get(entry_id)
        old = load_yaml(path).value
        if not isinstance(old, dict) or practice is None:
            issue = Issue("KB747", step.where, {"faulty": entry_id})
            issues = (*received.issues, issue)
            return replace(step, issues=issues, entry_id=entry_id)
        filled = received.form.filled
        if received.asked is not None:
            before = fill_from_tree(old)
            filled = overlay_answers(
                tuple(practice_form().questions()), before, filled, received.asked
            )
        form = replace(received.form, filled=filled, entry_id=entry_id)
        keys = {one.key for one in practice_form().questions()}
        kept = {key: value for key, value in old.items() if key not in keys}
        composed = _composed(received, form, self._choices, kept)
        step = replace(
            step,
            entry_id=entry_id,
            status=practice.status,
            title=str(composed.tree.get("title") or practice.title),
        )
        return self._judged(step, composed, [*received.issues, *composed.issues], path, practice)

    def _judged(
        self,
        step: ImportStep,
        composed: Composed,
        issues: Sequence[Issue],
        path: Path,
        practice: Practice | None,
    ) -> ImportStep:
        """A step with all findings, and what would be written if there are no errors."""
        found = (*issues, *self._checked(composed, issues, path))
        record = composed.shaped.record
        missing = missing_for_publication(record) if record else ()
        step = replace(step, issues=found, missing=missing, entry_id=path.stem)
        if any(map(is_error, found)):
            return step
        try:
            draft = self._draft(composed, path, practice)
        except KbError:
            issue = Issue("KB740", step.where, {"limit": _MOST_BYTES})
            if practice is not None:
                issue = Issue("KB747", step.where, {"faulty": path.stem})
            return replace(step, issues=(*found, issue))
        if draft.is_new:
            return replace(step, fate=Fate.NEW, draft=draft)
        return replace(
            step, fate=Fate.UNCHANGED if draft.is_unchanged else Fate.UPDATE, draft=draft
        )

    def _checked(
        self, composed: Composed, issues: Sequence[Issue], path: Path
    ) -> tuple[Issue, ...]:
        """What the checks of entries say besides."""
        exempted = {one.code for one in self._content.exemptions if one.id == path.stem}
        return tuple(
            one
            for one in check_composed(composed, self._content, path)
            if one.code not in exempted and one not in issues
        )

    def _draft(self, composed: Composed, path: Path, practice: Practice | None) -> Draft:
        if practice is None:
            tree = {key: value for key, value in composed.tree.items() if key != "status"}
            return draft_new(self._content, tree, entry_id=path.stem)
        return draft_update(path, composed.tree)


def _composed(
    received: ReceivedForm, form: FilledForm, choices: Choices, kept: Mapping[str, Tree]
) -> Composed:
    """The entry; an answer that could not be read is not called missing, too."""
    composed = compose(form, choices, kept)
    unread = {one.params.get("label") for one in received.issues if is_error(one)}
    issues = (
        one for one in composed.issues if one.code != "KB202" or one.params["label"] not in unread
    )
    return replace(composed, issues=tuple(issues))


__all__ = [
    "Fate",
    "ImportPlan",
    "ImportStep",
    "plan_import",
    "read_forms",
    "save_step",
]
