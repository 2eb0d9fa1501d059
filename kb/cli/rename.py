"""`kb rename`: another id for a record."""

from __future__ import annotations

import click

from kb.cli.annotations import shown_path
from kb.cli.base import command, complete
from kb.cli.options import option, quiet_option
from kb.cli.output import tell, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_
from kb.translation.interface import ngettext

_KINDS = ("practice", "partner", "group", "visit", "project")


@command(
    "rename",
    examples=(
        ("kb rename at-lungau-sprachcafe at-lungau-frauencafe", N_("With all that belongs to it.")),
        (
            "kb rename at-lungau-sprachcafe at-lungau-frauencafe --dry-run",
            N_("See which files would change."),
        ),
    ),
    details=(
        N_(
            "The record's file and catalogs get the new name, other records refer to it, and "
            "the old id is kept under former_ids, so that old links lead to it."
        ),
        N_("Either everything is changed or nothing."),
    ),
)
@click.argument("old", metavar="OLD", shell_complete=complete("complete_practice"))
@click.argument("new", metavar="NEW")
@option(
    "--kind",
    type=click.Choice(_KINDS),
    help=N_("Its kind, where records of several kinds have this id."),
)
@option("--dry-run", is_flag=True, help=N_("Say what would change, and write nothing."))
@quiet_option
@click.pass_context
def rename(
    ctx: click.Context, old: str, new: str, *, kind: str | None, dry_run: bool, quiet: bool
) -> None:
    """Rename a record."""
    from kb.authoring.files.renaming import plan_renaming
    from kb.authoring.files.renaming import rename as carry_out

    settings: Settings = ctx.obj
    with open_base(settings, settings.lang, quiet=quiet) as base:
        plan = plan_renaming(base.root, old, new, kind)
        if not dry_run:
            carry_out(plan)
    write_lines(f"{shown_path(before)} → {shown_path(after)}" for before, after in plan.moved)
    write_lines(map(shown_path, plan.changed))
    if quiet:
        return
    number = len(plan.writes)
    if dry_run:
        sentence = ngettext("%(num)d file would change.", "%(num)d files would change.", number)
    else:
        sentence = ngettext("%(num)d file changed.", "%(num)d files changed.", number)
    tell(sentence % {"num": number})
