"""`kb check`: what is wrong in the entries, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kb.cli.annotations import FORMS, annotate, shown_path
from kb.cli.base import command
from kb.cli.options import json_option, lang_option, option, quiet_option
from kb.cli.output import Look, bold, look_of_stdout, tell, wrap, write_json, write_lines
from kb.cli.reasons import with_reasons
from kb.cli.settings import Settings, open_base
from kb.content.findings import describe, get_finding, is_error
from kb.errors import N_, Issue, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext

EXIT_FINDINGS = 1
_CHECKED = ("practices", "locales")
"""Folders of a knowledge base whose files are checked."""


@command(
    "check",
    examples=(
        ("kb check", N_("Everything.")),
        ("kb check practices/at", N_("One folder, or one file.")),
        ("kb check --verbose", N_("With the reason for each rule.")),
        ("kb check --strict --format github", N_("In a workflow on GitHub.")),
        ("kb check --format gitlab > check.json", N_("A Code Quality report for GitLab.")),
    ),
    details=(
        N_(
            "An error keeps an entry out; a warning is a hint. docs/findings.md lists all that "
            "can be found. A finding that is wrong for one entry is silenced, with a reason, in "
            "practices/exceptions.yaml."
        ),
    ),
    exits=N_("There are errors; with --strict, or warnings."),
)
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@option(
    "--format",
    "form",
    type=click.Choice(("text", "json", *FORMS)),
    default="text",
    help=N_("How to print findings; text if not given."),
)
@option("--strict", is_flag=True, help=N_("Warnings count as errors."))
@json_option
@lang_option
@quiet_option
@option("--verbose", is_flag=True, help=N_("Say why each rule is there."))
@click.pass_context
def check(
    ctx: click.Context,
    paths: Sequence[Path],
    *,
    form: str,
    strict: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
    verbose: bool,
) -> None:
    """Print all findings."""
    settings: Settings = ctx.obj
    with open_base(settings, lang, quiet=quiet) as base:
        _refuse_strangers(paths, base.root)
        issues = base.check(paths)
    form = "json" if as_json else form
    print_findings(
        ctx, issues, base.root, lang, form=form, strict=strict, quiet=quiet, verbose=verbose
    )


def print_findings(
    ctx: click.Context,
    issues: Sequence[Issue],
    root: Path,
    lang: str,
    *,
    form: str,
    strict: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Print findings and end with the exit code they ask for.

    Args:
        ctx: of the command.
        issues: what was found.
        root: folder of the knowledge base.
        lang: language of the reader.
        form: text, json, github or gitlab.
        strict: warnings count as errors.
        quiet: no messages besides the findings.
        verbose: with the reason of each rule.
    """
    if form == "json":
        write_json(_report(issues, root))
    elif form in FORMS:
        write_lines(annotate(issues, form))
    else:
        write_lines(finding_lines(issues, look_of_stdout(), quiet=quiet, verbose=verbose))
    if not quiet:
        tell(summary_of_findings(issues, lang))
    if any(map(is_error, issues)) or (strict and issues):
        ctx.exit(EXIT_FINDINGS)


def _refuse_strangers(paths: Sequence[Path], root: Path) -> None:
    """Checking a file of another place would find nothing, and look as if all were well."""
    for path in paths:
        inside = (path.resolve().is_relative_to((root / one).resolve()) for one in _CHECKED)
        if not any(inside):
            raise UsageError(
                N_(
                    "%(path)s does not lie in practices or locales of %(root)s. Name that one with "
                    "--root."
                ),
                path=path,
                root=root,
            )


def finding_lines(
    issues: Sequence[Issue], look: Look, *, quiet: bool, verbose: bool
) -> Iterator[str]:
    """One line for each finding; how to mend it at the first of its kind."""
    told: set[str] = set()
    for issue in issues:
        finding = get_finding(issue.code)
        where = _where(issue)
        severity = _severity(issue)
        if look.is_terminal:
            yield f"{where} {bold(severity)} {issue.code}"
            yield from wrap(describe(with_reasons(issue), _), look, "  ")
        else:
            yield f"{where} {severity} {issue.code} {describe(with_reasons(issue), _)}"
        if issue.code not in told and not quiet:
            told.add(issue.code)
            cure = _("To mend it: %(cure)s") % {"cure": _(finding.cure)}
            yield from wrap(cure, look, "    ")
            if verbose:
                why = _("Why: %(reason)s") % {"reason": _(finding.why)}
                yield from wrap(why, look, "    ")


def _where(issue: Issue) -> str:
    """Where something was found: line and column, or a cell or heading where there are no lines."""
    path = shown_path(issue.where.path)
    if issue.where.place:
        return f"{path}: {issue.where.place}:"
    if not issue.where.line:  # the file as a whole
        return f"{path}:"
    return f"{path}:{issue.where.line}:{issue.where.column}:"


def _severity(issue: Issue) -> str:
    if is_error(issue):
        return pgettext("severity", "error")
    return pgettext("severity", "warning")


def summary_of_findings(issues: Sequence[Issue], lang: str) -> str:
    """How many errors and warnings there are, in one sentence."""
    errors = sum(map(is_error, issues))
    warnings = len(issues) - errors
    if not issues:
        return _("No findings.")
    counts = []
    if errors:
        counts.append(ngettext("%(num)d error", "%(num)d errors", errors) % {"num": errors})
    if warnings:
        sentence = ngettext("%(num)d warning", "%(num)d warnings", warnings)
        counts.append(sentence % {"num": warnings})
    from kb.translation.formats import format_list

    files = len({one.where.path for one in issues})
    sentence = ngettext("%(counts)s in %(num)d file.", "%(counts)s in %(num)d files.", files)
    return sentence % {"counts": format_list(counts, lang), "num": files}


def _report(issues: Sequence[Issue], root: Path) -> dict[str, object]:
    errors = sum(map(is_error, issues))
    return {
        "findings": [finding_record(one, root) for one in issues],
        "errors": errors,
        "warnings": len(issues) - errors,
        "files": len({one.where.path for one in issues}),
    }


def finding_record(issue: Issue, root: Path) -> dict[str, object]:
    """A finding for programs."""
    finding = get_finding(issue.code)
    path = issue.where.path
    inside = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return {
        "code": issue.code,
        "severity": finding.severity.value,
        "path": inside,
        "line": issue.where.line or None,
        "column": issue.where.column or None,
        "message": describe(issue),
        "cure": finding.cure,
        "params": dict(issue.params),
    }
