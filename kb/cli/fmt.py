"""`kb fmt`: files in house style."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.annotations import shown_path
from kb.cli.base import command
from kb.cli.check import EXIT_FINDINGS, print_findings
from kb.cli.options import option, quiet_option
from kb.cli.output import clean, tell, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_, KbError
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext

if TYPE_CHECKING:
    from kb.authoring.files.formatting import Formatted


_MOST_PROCESSES = 4


@command(
    "fmt",
    examples=(
        ("kb fmt", N_("All records.")),
        ("kb fmt practices/at/at-lungau-sprachcafe.yaml", N_("One file, or a folder.")),
        ("kb fmt --diff", N_("See what would change.")),
        ("kb fmt --check", N_("In a workflow: fail where a file would change.")),
    ),
    details=(
        N_(
            "Keys come in the order of docs/fields.md, long texts are folded, short facts stand "
            "on one line. Comments stay with the field they stand above or beside. A file with "
            "faults is left alone."
        ),
    ),
    exits=N_("A file has faults; with --check, or would change."),
)
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE]...",
    # One that cannot be read is a finding of its own, and keeps no other from being formatted.
    type=click.Path(exists=True, readable=False, path_type=Path),
)
@option("--check", is_flag=True, help=N_("List files that would change, and write nothing."))
@option("--diff", is_flag=True, help=N_("Print what would change, and write nothing."))
@quiet_option
@click.pass_context
def fmt(ctx: click.Context, files: Sequence[Path], *, check: bool, diff: bool, quiet: bool) -> None:
    """Format files."""
    from kb.authoring.files.formatting import format_files

    settings: Settings = ctx.obj
    with open_base(settings, settings.lang, quiet=quiet) as base:
        processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
        done = format_files(base.root, files, processes)
    changed = [one for one in done if one.is_changed]
    faulty = [one for one in done if one.issues]
    unwritten = 0
    for one in changed:
        if not check and not diff and (failure := _write(one)):
            unwritten += 1
            tell(failure)
        else:
            write_lines(_diff(one) if diff else [shown_path(one.path)])
    issues = [issue for one in faulty for issue in one.issues]
    if not quiet:
        _tell(len(changed) - unwritten, len(faulty), unwritten, is_dry=check or diff)
    if issues:
        print_findings(
            ctx,
            issues,
            base.root,
            settings.lang,
            form="text",
            strict=True,
            quiet=quiet,
            verbose=False,
        )
    if unwritten:
        ctx.exit(KbError.exit_code)
    if check and changed:
        ctx.exit(EXIT_FINDINGS)


def _write(one: Formatted) -> str:
    """Write a file; why that was not possible, in a line, or "" where it was."""
    from kb.authoring.files.editing import write_entry
    from kb.cli.usage import explain, explain_file

    try:
        write_entry(one.path, one.after, one.before)
    except KbError as error:
        return explain(error)
    except OSError as error:  # which may name the file written beside it, or none
        return explain_file(OSError(error.errno, error.strerror or str(error), str(one.path)))
    return ""


def _diff(one: Formatted) -> Iterator[str]:
    """The lines that differ, as version control shows them."""
    from difflib import unified_diff

    name = shown_path(one.path)
    before, after = (data.decode().splitlines() for data in (one.before, one.after))
    yield from map(clean, unified_diff(before, after, name, name, lineterm=""))


def _tell(changed: int, faulty: int, unwritten: int, *, is_dry: bool) -> None:
    if faulty:
        sentence = ngettext(
            "%(num)d file has faults and was left alone.",
            "%(num)d files have faults and were left alone.",
            faulty,
        )
        tell(sentence % {"num": faulty})
    if is_dry:
        sentence = ngettext("%(num)d file would change.", "%(num)d files would change.", changed)
    else:
        sentence = ngettext("%(num)d file changed.", "%(num)d files changed.", changed)
    if changed:
        tell(sentence % {"num": changed})
    elif not faulty and not unwritten:
        tell(_("All files are in house style."))
