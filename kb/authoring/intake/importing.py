"""What becomes of forms that came in: which entry each belongs to, and what would be written.

A plan is made first and shown; nothing is written by making it. A form belongs to the entry it says
it belongs to, else to the one whose title and place it has; where another entry looks like it, or
two forms mean the same one, somebody has to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kb.authoring.files.editing import ChangedMeanwhileError
from kb.authoring.files.naming import entry_path, propose_id, taken_ids
from kb.authoring.files.saving import Draft, draft_new, draft_update
from kb.authoring.form.choices import Choices
from kb.authoring.form.citing import close_gaps, tell_lost
from kb.authoring.form.composing import (
    Composed,
    Filled,
    FilledForm,
    Typed,
    check_composed,
    compose,
    fill_from_tree,
    shown_of,
)
from kb.authoring.form.questions import Kind, practice_form
from kb.authoring.intake.belonging import Belonging
from kb.authoring.intake.formfiles import FormReader, find_forms
from kb.authoring.intake.joining import join_rows
from kb.authoring.intake.meanwhile import bring_together, tell_contradiction
from kb.authoring.intake.plan import Fate, ImportPlan, ImportStep
from kb.authoring.intake.received import Received, ReceivedForm
from kb.authoring.intake.rivals import settle_rivals
from kb.content.findings import is_error
from kb.content.store import Content
from kb.content.yamlfile import Tree, load_yaml
from kb.errors import Issue, KbError, Location
from kb.model import Practice
from kb.model.base import Status
from kb.model.practice import missing_for_publication

_MOST_BYTES = "1 MB"
"""What the file of an entry holds."""


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
    is_single = sum(len(one.forms) for one in received) == 1
    belonging = Belonging(content, entry_id, is_new=is_new, is_single=is_single)
    planner = _Planner(content, Choices(content, lang), belonging, is_decided=bool(entry_id))
    steps: list[ImportStep] = []
    for one in (join_rows(one, belonging.find_owner) for one in received):
        is_unsafe = any(map(is_error, one.issues))
        for form in one.forms:
            step = planner.plan(form)
            steps.append(replace(step, fate=Fate.REFUSED, draft=None) if is_unsafe else step)
    issues = tuple(issue for one in received for issue in one.issues)
    settled = settle_rivals(content, steps, lambda: belonging.names, is_new=is_new)
    return ImportPlan(tuple(settled), issues)


def save_step(step: ImportStep) -> Issue | None:
    """Write what a step says; a file that changed meanwhile stays, and is told."""
    if step.draft is None:
        return None
    try:
        step.draft.save()
    except ChangedMeanwhileError:
        return Issue("KB747", step.where, {"changed": step.entry_id})
    return None


class _Planner:
    """Finds out what becomes of one form after another."""

    def __init__(
        self, content: Content, choices: Choices, belonging: Belonging, *, is_decided: bool
    ) -> None:
        self._content = content
        self._choices = choices
        self._belonging = belonging
        self._is_decided = is_decided
        self._taken = taken_ids(content)

    def plan(self, received: ReceivedForm) -> ImportStep:
        """What becomes of a form."""
        if received.owner is not None:
            return self._plan_rows(received)
        form = received.form
        composed = _composed(received, form, self._choices, {"status": Status.DRAFT.value})
        title = str(composed.tree.get("title") or "")
        record = composed.shaped.record or composed.shaped.rest
        step = ImportStep(received, Fate.REFUSED, title=title, record=record)
        found = self._belonging.find(received, composed.tree)
        if isinstance(found, str):
            return self._update(step, found)
        if found is not None:
            issues = (*received.issues, *composed.issues, found[0])
            return replace(step, issues=issues, near=found[1])
        return self._add(step, composed)

    def _plan_rows(self, received: ReceivedForm) -> ImportStep:
        """What becomes of rows that belong to an entry, and have no practice beside them."""
        step = ImportStep(received, Fate.REFUSED, title=received.owner or "")
        found = self._belonging.find_owner(received)
        if isinstance(found, Issue):
            return replace(step, issues=(*received.issues, found))
        return self._update(step, found)

    # A new entry

    def _add(self, step: ImportStep, composed: Composed) -> ImportStep:
        form = step.form.form
        entry_id = propose_id(composed.tree, self._taken)
        issues = [*step.form.issues, *composed.issues]
        location = composed.tree.get("location")
        country = str(location.get("country") or "") if isinstance(location, dict) else ""
        label = practice_form().get("location.country").label
        if not country and all(one.params.get("label") != label for one in issues):
            where = Location.of_file(form.path, form.place)
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
        before = fill_from_tree(old)
        brought = bring_together(received, before, lambda filled: self._tree_of(path, filled))
        form = replace(received.form, filled=brought.filled, entry_id=entry_id)
        told = [*received.issues, *brought.issues]
        if received.asked is not None:
            told += _fewer_rows(step, entry_id, before, form.filled)
        takes_back = bool(brought.contradicted) and not self._is_decided
        if takes_back:
            told.append(tell_contradiction(brought, form))
        keys = {one.key for one in practice_form().questions()}
        kept = {key: value for key, value in old.items() if key not in keys}
        composed = _composed(received, form, self._choices, kept)
        step = replace(
            step,
            entry_id=entry_id,
            status=practice.status,
            title=str(composed.tree.get("title") or practice.title),
            takes_back=takes_back,
        )
        return self._judged(step, composed, [*told, *composed.issues], path, practice)

    def _tree_of(self, path: Path, filled: Filled) -> Mapping[str, Tree]:
        """What answers would write, as far as they can be read."""
        return compose(FilledForm(path, filled), self._choices).tree

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


def _fewer_rows(step: ImportStep, entry_id: str, before: Filled, after: Filled) -> list[Issue]:
    """Lists of which rows would go: who hands in some rows may mean to add them."""
    issues = []
    for question in practice_form().questions():
        if question.kind is not Kind.PART or not question.is_list:
            continue
        if question.name in (step.form.asked or ()):
            continue  # "results": [] leaves no doubt
        numbers = [_count_rows(filled.get(question.key)) for filled in (before, after)]
        if numbers[1] < numbers[0]:
            params = {"label": question.label, "id": entry_id}
            params |= zip(("before", "after"), map(str, numbers), strict=True)
            issues.append(Issue("KB760", step.where, params))
    return issues


def _count_rows(rows: object) -> int:
    """How many rows say anything."""
    return sum(map(_is_said, rows)) if isinstance(rows, list) else 0


def _is_said(given: object) -> bool:
    if isinstance(given, Typed):
        return bool(shown_of(given))
    ones = given.values() if isinstance(given, dict) else given
    return isinstance(ones, Iterable) and any(map(_is_said, ones))


def _composed(
    received: ReceivedForm, form: FilledForm, choices: Choices, kept: Mapping[str, Tree]
) -> Composed:
    """The entry; an answer that could not be read is not called missing, too."""
    filled, emptied = close_gaps(form.filled)
    composed = compose(replace(form, filled=filled), choices, kept)
    unread = {one.params.get("label") for one in received.issues if is_error(one)}
    issues = (
        one for one in composed.issues if one.code != "KB202" or one.params["label"] not in unread
    )
    return replace(composed, issues=(*issues, *tell_lost(emptied, form.path, form.place)))
