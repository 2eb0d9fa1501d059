"""`kb import`: takes in forms that came back, and says what went where."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.annotations import shown_path
from kb.cli.base import command, complete
from kb.cli.check import EXIT_FINDINGS, finding_lines, finding_record
from kb.cli.options import json_option, lang_option, option, quiet_option
from kb.cli.output import bold, clean, look_of_stdout, tell, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_, Issue, KbError, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import has_catalog, ngettext, pgettext

if TYPE_CHECKING:
    from kb.authoring.intake.plan import ImportPlan, ImportStep
    from kb.knowledgebase import KnowledgeBase


@dataclass(frozen=True)
class _Wish:
    """What the options say."""

    lang: str
    entry_id: str
    is_new: bool
    dry_run: bool
    yes: bool
    is_whole: bool
    as_json: bool
    quiet: bool


@dataclass
class _Outcome:
    """What came of the plan."""

    written: list[ImportStep]
    undecided: list[ImportStep]
    """Changes of entries nobody said yes to."""
    issues: list[Issue]
    """Found while writing."""
    failure: OSError | KbError | None = None
    """Why writing ended before all was written: what was, is told first."""


@command(
    "import",
    examples=(
        ("kb import form.docx", N_("One form that came back.")),
        ("kb import forms/ --dry-run", N_("All in a folder: what would be written.")),
        ("kb import practices.xlsx --yes", N_("Change entries that are there without asking.")),
        (
            "kb import form.docx --as at-lungau-sprachcafe",
            N_("It is this entry, whatever the form says."),
        ),
        ("kb import form.docx --new", N_("It is another practice, though one looks like it.")),
    ),
    details=(
        N_(
            "Word and Excel forms from “kb form”, tables as CSV and answers as JSON are read in "
            "every language of the knowledge base; docs/json.md tells what the last two hold. "
            "New entries become drafts. A form that was imported before and came back corrected "
            "changes its entry, after the difference was shown."
        ),
        N_(
            "What is doubtful is never guessed: it is told with its sheet, cell or heading, and "
            "the form is not written before it is mended. Other forms are, unless "
            "--all-or-nothing is given."
        ),
    ),
    exits=N_("Something was not written: it has to be mended or decided first."),
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, readable=False, path_type=Path),  # one that is not, is told of
)
@option(
    "--as",
    "entry_id",
    metavar="ID",
    default="",
    shell_complete=complete("complete_practice"),
    help=N_("The entry the form belongs to."),
)
@option("--new", "is_new", is_flag=True, help=N_("Make a new entry even if one looks like it."))
@option("--dry-run", is_flag=True, help=N_("Say what would be written; write nothing."))
@option("--yes", is_flag=True, help=N_("Change entries that are there without asking."))
@option(
    "--all-or-nothing",
    "is_whole",
    is_flag=True,
    help=N_("Write nothing if any of the forms has errors."),
)
@json_option
@lang_option
@quiet_option
@click.pass_context
def take_in(
    ctx: click.Context,
    paths: Sequence[Path],
    *,
    entry_id: str,
    is_new: bool,
    dry_run: bool,
    yes: bool,
    is_whole: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> None:
    """Read forms, show what would change, and write it."""
    wish = _Wish(lang, entry_id, is_new, dry_run, yes, is_whole, as_json, quiet)
    if entry_id and is_new:
        raise UsageError(N_("--as and --new contradict each other. Choose one of them."))
    settings: Settings = ctx.obj
    with open_base(settings, lang, quiet=quiet) as base:
        plan = _plan(base, paths, wish)
        if not as_json:
            _print_plan(plan, base.root, wish)
        outcome = _write(plan, wish)
        if as_json:
            write_json(_report(plan, outcome, base.root, wish))
        else:
            _print_outcome(plan, outcome, base.root, wish)
    if outcome.failure:
        raise outcome.failure
    if plan.has_errors or outcome.undecided or outcome.issues:
        ctx.exit(EXIT_FINDINGS)


def _plan(base: KnowledgeBase, paths: Sequence[Path], wish: _Wish) -> ImportPlan:
    from kb.authoring.intake.importing import plan_import, read_forms

    content = base.content
    if wish.entry_id:
        base.practice(wish.entry_id)  # names the nearest id where there is none of this name
    received = read_forms(paths, content)
    if not received:
        raise UsageError(N_("There are no files in %(path)s."), path=paths[0])
    if wish.entry_id and sum(len(one.forms) for one in received) > 1:
        raise UsageError(N_("Several forms cannot all be the entry that --as names."))
    return plan_import(
        content, received, lang=wish.lang, entry_id=wish.entry_id, is_new=wish.is_new
    )


# Writing


def _write(plan: ImportPlan, wish: _Wish) -> _Outcome:
    """Write what may be written."""
    from kb.authoring.intake.importing import save_step
    from kb.authoring.intake.plan import Fate

    outcome = _Outcome([], [], [])
    if wish.is_whole and plan.has_errors:
        return outcome
    chosen = []
    for step in plan.steps:
        if step.fate is Fate.NEW or (step.fate is Fate.UPDATE and _may_change(step, wish)):
            chosen.append(step)
        elif step.fate is Fate.UPDATE:
            outcome.undecided.append(step)
    if wish.is_whole and outcome.undecided:
        return outcome
    for step in chosen:
        try:
            issue = None if wish.dry_run else save_step(step)
        except (OSError, KbError) as error:
            outcome.failure = error
            break
        if issue:
            outcome.issues.append(issue)
        else:
            outcome.written.append(step)
    return outcome


def is_somebody_there() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _may_change(step: ImportStep, wish: _Wish) -> bool:
    """Whether an entry that is there may be changed; asked where somebody can answer."""
    from kb.cli.ask import confirm
    from kb.model.base import Status

    if (wish.yes or wish.dry_run) and not step.takes_back:
        return True
    if wish.as_json or wish.dry_run or not is_somebody_there():
        return False
    if step.takes_back:
        question = _(
            "“%(id)s” would lose what others have written. Write the changes all the same?"
        )
    elif step.status is Status.PUBLISHED:
        question = _("“%(id)s” is published: readers see the change at once. Write it?")
    else:
        question = _("Write these changes to “%(id)s”?")
    return confirm(question % {"id": step.entry_id})


# Text


def _print_plan(plan: ImportPlan, root: Path, wish: _Wish) -> None:
    """What was read, form by form: findings, and the difference to what is there."""
    from kb.authoring.intake.plan import Fate
    from kb.cli.difference import difference_lines
    from kb.content.findings import is_error

    told: set[str] = set()
    write_lines(_findings(plan.issues, wish, told))
    for step in plan.steps:
        write_lines([bold(clean(_heading(step, root)))])
        write_lines(_findings(step.issues, wish, told))
        if step.fate is Fate.REFUSED and not any(map(is_error, step.issues)):
            write_lines([f"    {_('It waits for what has to be mended in the file, see above.')}"])
        write_lines(f"    {near.tell()}" for one in step.near[:1] for near in one.reasons)
        write_lines(difference_lines(step.draft.difference() if step.draft else ()))


def _findings(issues: Sequence[Issue], wish: _Wish, told: set[str]) -> Iterator[str]:
    """Findings; how to mend it at the first of its kind, unless that speaks of files of entries."""
    look = look_of_stdout()
    for one in issues:
        is_cured = one.code.startswith("KB7") and one.code not in told
        told.add(one.code)
        yield from finding_lines([one], look, quiet=wish.quiet or not is_cured, verbose=False)


def _heading(step: ImportStep, root: Path) -> str:
    """A form and what becomes of it, in one line."""
    from kb.authoring.intake.plan import Fate

    place = f": {step.form.form.place}" if step.form.form.place else ""
    where = shown_path(step.form.form.path) + place
    if step.title:
        # Translators: a form's place in its file and its title, in your quotation marks.
        where = _("%(place)s “%(title)s”") % {"place": where, "title": step.title}
    words = {
        Fate.NEW: pgettext("form", "new entry"),
        Fate.UPDATE: pgettext("form", "changes"),
        Fate.UNCHANGED: pgettext("form", "nothing new"),
        Fate.REFUSED: pgettext("form", "not taken"),
    }
    target = f" {_path_of(step, root)}" if step.draft else ""
    return f"{where}: {words[step.fate]}{target}"


def _path_of(step: ImportStep, root: Path) -> str:
    return step.draft.path.relative_to(root).as_posix() if step.draft else ""


def _print_outcome(plan: ImportPlan, outcome: _Outcome, root: Path, wish: _Wish) -> None:
    """What went where, what is missing, and what was not written."""
    from kb.translation.labels import value_label

    write_lines(_findings(outcome.issues, wish, set()))
    if wish.quiet:
        return
    for step in outcome.written:
        sentence = (
            _("It would be written to %(path)s.")
            if wish.dry_run
            else _("Written to %(path)s, status %(status)s.")
        )
        status = value_label("status", step.status.value)
        tell(sentence % {"path": _path_of(step, root), "status": status})
        if step.missing:
            tell("  " + _missing(step, wish.lang))
    for step in outcome.undecided:
        sentence = (
            _("“%(id)s” was not changed.")
            if is_somebody_there() or step.takes_back
            else _("“%(id)s” was not changed. Say --yes to write the changes shown above.")
        )
        tell(sentence % {"id": step.entry_id})
    if wish.is_whole and plan.has_errors:
        tell(_("Nothing was written, because some forms have errors."))
    tell(_summary(plan, outcome, wish))


def _missing(step: ImportStep, lang: str) -> str:
    from kb.translation.labels import field_label

    labels = [field_label(one) for one in step.missing]
    return _("Missing for publication: %(fields)s.") % {"fields": _list_of(labels, lang)}


def _list_of(pieces: Sequence[str], lang: str) -> str:
    """Pieces of a sentence, joined in the language it is told in."""
    from kb.translation.formats import format_list

    return format_list(pieces, lang if has_catalog(lang) else "en")


def _summary(plan: ImportPlan, outcome: _Outcome, wish: _Wish) -> str:
    from kb.authoring.intake.plan import Fate

    new = sum(step.fate is Fate.NEW for step in outcome.written)
    changed = len(outcome.written) - new
    refused = sum(step.fate is Fate.REFUSED for step in plan.steps)
    same = sum(step.fate is Fate.UNCHANGED for step in plan.steps)
    counts = [
        ngettext("%(num)d new entry", "%(num)d new entries", new) % {"num": new},
        ngettext("%(num)d entry changed", "%(num)d entries changed", changed) % {"num": changed},
    ]
    if same:
        counts.append(
            ngettext("%(num)d form without news", "%(num)d forms without news", same)
            % {"num": same}
        )
    if refused:
        counts.append(
            ngettext("%(num)d form not taken", "%(num)d forms not taken", refused)
            % {"num": refused}
        )
    told = _list_of(counts, wish.lang)
    if wish.dry_run:
        return _("%(counts)s; nothing was written.") % {"counts": told}
    return _("%(counts)s.") % {"counts": told}


# JSON


def _report(plan: ImportPlan, outcome: _Outcome, root: Path, wish: _Wish) -> dict[str, object]:
    written = {id(step) for step in outcome.written}
    return {
        "forms": [
            _record(step, root, is_written=id(step) in written and not wish.dry_run)
            for step in plan.steps
        ],
        "findings": [_finding(one, root) for one in (*plan.issues, *outcome.issues)],
        "dry_run": wish.dry_run,
    }


def _record(step: ImportStep, root: Path, *, is_written: bool) -> dict[str, object]:
    return {
        "file": str(step.form.form.path),
        "place": step.form.form.place or None,
        "title": step.title or None,
        "outcome": step.fate.value,
        "id": step.entry_id or None,
        "path": _path_of(step, root) or None,
        "status": step.status.value,
        "written": is_written,
        "missing": list(step.missing),
        "near": [{"id": one.id, "title": one.title, "score": one.score} for one in step.near],
        "difference": list(step.draft.difference()) if step.draft else [],
        "findings": [_finding(one, root) for one in step.issues],
    }


def _finding(issue: Issue, root: Path) -> dict[str, object]:
    record = finding_record(issue, root)
    if not issue.where.place:
        return {**record, "place": None}
    return {**record, "place": issue.where.place, "line": None, "column": None}
