"""What `kb new` writes and tells: findings, the file, what is missing, what to do next."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.annotations import shown_path
from kb.cli.check import EXIT_FINDINGS
from kb.cli.output import tell, write_json, write_lines
from kb.cli.reasons import with_reasons
from kb.content.findings import describe, get_finding, is_error
from kb.errors import N_, Issue, UsageError
from kb.translation.interface import gettext as _

if TYPE_CHECKING:
    from kb.authoring.advising.nearby import Near
    from kb.authoring.files.saving import Draft
    from kb.authoring.form.composing import Composed, Filled, FilledForm
    from kb.content.store import Content
    from kb.knowledgebase import KnowledgeBase


@dataclass(frozen=True)
class Wish:
    """What the options say besides the answers."""

    entry_id: str
    yes: bool
    dry_run: bool
    as_json: bool
    lang: str
    quiet: bool


@dataclass(frozen=True)
class Outcome:
    """What came of the answers."""

    composed: Composed
    issues: Sequence[Issue]
    near: Sequence[Near]
    draft: Draft | None = None
    is_written: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of what is still needed for publication."""
        from kb.model.practice import missing_for_publication

        record = self.composed.shaped.record or self.composed.shaped.rest
        return missing_for_publication(record) if record else ()


def checked_id(entry_id: str) -> str:
    """An id as the model takes it; it becomes the name of a file.

    Raises:
        UsageError: it is none.
    """
    if not entry_id:
        return ""
    from pydantic import TypeAdapter, ValidationError

    from kb.model.types import Id

    try:
        TypeAdapter(Id).validate_python(entry_id)
    except ValidationError:
        raise UsageError(
            N_(
                "“%(id)s” is no id. Write small letters, digits and hyphens: at-lungau-repair-cafe."
            ),
            id=entry_id,
        ) from None
    return entry_id


def write_at_once(
    base: KnowledgeBase,
    cache: Path | None,
    wish: Wish,
    answers: Mapping[str, tuple[str, str]],
    file: Path | None,
) -> int:
    """Write an entry from answers that are all there; the exit code.

    Args:
        base: the knowledge base.
        cache: folder for dictionaries.
        wish: the options.
        answers: by name, where each was given and what it says. They go before those of the file.
        file: holds further answers.

    Raises:
        UsageError: the file holds several entries.
        KbError: the entry cannot be written.
    """
    from kb.authoring.form.answers import fill_answers, merge_filled
    from kb.authoring.form.composing import FilledForm, Typed

    filled, issues, named = _read_file(file, wish.lang, base.content) if file else ({}, [], "")
    wish = replace(wish, entry_id=wish.entry_id or checked_id(named))
    given = fill_answers({name: Typed(text, place) for name, (place, text) in answers.items()})
    form = FilledForm(file or base.root, merge_filled(filled, given), entry_id=wish.entry_id)
    outcome = _judge(base, cache, wish, form, issues)
    is_sound = not any(map(is_error, outcome.issues)) and (wish.yes or not outcome.near)
    if is_sound:
        outcome = _written(base.content, wish, outcome)
    if wish.as_json:
        write_json({"entry": _record(outcome, base.root, wish)})
    elif outcome.draft:
        print_draft(outcome.draft, base.root, wish)
    if not is_sound or not wish.quiet:
        _tell_issues(outcome.issues)
        _tell_near(outcome.near, wish)
    if not is_sound:
        tell(_("Nothing was written."))
        return EXIT_FINDINGS
    if not wish.quiet and outcome.draft:
        tell_next(outcome.draft, outcome.missing, base.root, wish)
    return 0


def _judge(
    base: KnowledgeBase,
    cache: Path | None,
    wish: Wish,
    form: FilledForm,
    found: Sequence[Issue],
) -> Outcome:
    """The answers as an entry, and all that is wrong with it."""
    from kb.authoring.dialogue.asking import find_unanswered, target_of
    from kb.authoring.form.choices import Choices
    from kb.authoring.form.citing import close_gaps, tell_lost
    from kb.authoring.form.composing import check_composed, compose
    from kb.cli.dialogue.advisor import Advisor
    from kb.knowledgebase import default_cache

    content = base.content
    filled, emptied = close_gaps(form.filled)
    form = replace(form, filled=filled)
    composed = compose(form, Choices(content, wish.lang), kept={"status": "draft"})
    lost = tell_lost(emptied, form.path, form.place)
    issues = [*found, *composed.issues, *lost, *find_unanswered(composed)]
    target = target_of(content, composed.tree, wish.entry_id)
    if not any(map(is_error, issues)):
        issues += check_composed(composed, content, target)
    near = Advisor(content, cache or default_cache()).find_nearby(composed.tree)
    return Outcome(composed, issues, near)


def _read_file(file: Path, lang: str, content: Content) -> tuple[Filled, list[Issue], str]:
    """The answers of a file, what is wrong with reading it, and the id it names.

    Raises:
        UsageError: it holds those of several entries.
    """
    from kb.authoring.form.choices import Choices
    from kb.authoring.intake.answersfile import read_answers_file

    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    received = read_answers_file(data, file, Choices(content, lang).langs)
    if len(received.forms) > 1:
        raise UsageError(
            N_("%(path)s holds several practices. “kb import” takes them all."), path=file
        )
    if not received.forms:
        return {}, list(received.issues), ""
    (only,) = received.forms
    return only.form.filled, [*received.issues, *only.issues], only.form.entry_id


def _written(content: Content, wish: Wish, outcome: Outcome) -> Outcome:
    from kb.authoring.files.saving import draft_new

    tree = outcome.composed.tree
    draft = draft_new(content, tree, entry_id=wish.entry_id, with_help=True)
    if not wish.dry_run:
        draft.save()
    return Outcome(outcome.composed, outcome.issues, outcome.near, draft, not wish.dry_run)


def print_draft(draft: Draft, root: Path, wish: Wish) -> None:
    """Print where the entry was written, or what would be."""
    if wish.dry_run:
        click.echo(draft.after.decode(), file=sys.stdout, nl=False)
    else:
        write_lines([draft.path.relative_to(root).as_posix()])


def tell_next(draft: Draft, missing: Iterable[str], root: Path, wish: Wish) -> None:
    """Say what is missing for publication, and what can be done next."""
    from kb.translation.formats import format_list
    from kb.translation.labels import field_label

    if wish.dry_run:
        path = draft.path.relative_to(root).as_posix()
        tell(_("It would be written to %(path)s.") % {"path": path})
    else:
        tell(_("The entry is saved as a draft."))
    if labels := [field_label(one) for one in missing]:
        fields = format_list(labels, wish.lang)
        tell(_("Missing for publication: %(fields)s.") % {"fields": fields})
    if not wish.dry_run:
        tell(_("What comes next:"))
        tell(f"  kb check {shown_path(draft.path)}")
        tell(f"  kb translate update {draft.entry_id}")
        tell(f'  kb status {draft.entry_id} submitted --by "…"')


def _tell_issues(issues: Iterable[Issue]) -> None:
    for one in issues:
        tell(f"{_where(one)}{one.code} {describe(with_reasons(one), _)}")


def _where(issue: Issue) -> str:
    """Where an answer was given; nothing where none was."""
    place = issue.where.place
    if place.startswith("--"):
        return f"{place}: "
    path = issue.where.path
    if path.is_dir():
        return ""
    if place:
        return f"{shown_path(path)}: {place}: "
    return (
        f"{shown_path(path)}:{issue.where.line}: " if issue.where.line else f"{shown_path(path)}: "
    )


def _tell_near(near: Sequence[Near], wish: Wish) -> None:
    if not near:
        return
    tell(_("Is it one of these?"))
    for one in near:
        tell(f"  {one.id}: {one.title}")
        for reason in one.reasons:
            tell(f"    {reason.tell()}")
    if not wish.yes:
        tell(_("If your practice is another one, say --yes. “kb show ID” shows an entry."))


def _record(outcome: Outcome, root: Path, wish: Wish) -> dict[str, object]:
    """What came of it, for programs."""
    draft = outcome.draft
    record: dict[str, object] = {
        "id": draft.entry_id if draft else None,
        "path": draft.path.relative_to(root).as_posix() if draft else None,
        "written": outcome.is_written,
        "missing": list(outcome.missing),
        "nearby": [
            {
                "id": one.id,
                "title": one.title,
                "score": one.score,
                "reasons": [{"kind": why.kind, "value": why.value} for why in one.reasons],
            }
            for one in outcome.near
        ],
        "findings": [_finding(one) for one in outcome.issues],
    }
    if wish.dry_run and draft:
        record["text"] = draft.after.decode()
    return record


def _finding(issue: Issue) -> dict[str, object]:
    finding = get_finding(issue.code)
    return {
        "code": issue.code,
        "severity": finding.severity.value,
        "place": issue.where.place or None,
        "message": describe(issue),
        "cure": finding.cure,
        "params": dict(issue.params),
    }
