"""Help pages: what the command does, examples, usage, options, exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.commands import COMMANDS
from kb.translation.interface import gettext as _

if TYPE_CHECKING:
    from kb.cli.base import KbCommand

_EXAMPLE_WIDTH = 48
"""Example lines up to this long have their explanation beside them."""


def write_page(command: KbCommand, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the whole page."""
    if command.help:
        formatter.write_text(_(command.help))
    if command.examples:
        with formatter.section(_("Examples")):
            rows = [(line, _(text)) for line, text in command.examples]
            formatter.write_dl(rows, col_max=_EXAMPLE_WIDTH)
    formatter.write_paragraph()
    write_usage(command, ctx, formatter)
    for paragraph in command.details:
        formatter.write_paragraph()
        formatter.write_text(_(paragraph))
    _write_options(command, ctx, formatter)
    if isinstance(command, click.Group):
        _write_commands(formatter)
    with formatter.section(_("Exit codes")):
        formatter.write_dl(_exit_codes(command.exits))


def write_usage(command: KbCommand, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the usage line."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")


def _write_options(command: KbCommand, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    rows = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is None or isinstance(param, click.Argument):
            continue
        rows.append(record)
    with formatter.section(_("Options")):
        formatter.write_dl(rows)


def _write_commands(formatter: click.HelpFormatter) -> None:
    with formatter.section(_("Commands")):
        shown = {name: one for name, one in COMMANDS.items() if not one.is_hidden}
        formatter.write_dl([(name, _(one.help)) for name, one in shown.items()])


def _exit_codes(one: str | None) -> list[tuple[str, str]]:
    return [
        ("0", _("Done; finding nothing is an answer, too.")),
        ("1", _(one) if one else _("Findings: something in the entries needs mending.")),
        ("2", _("Wrong usage: an unknown option, id or topic, for example.")),
        ("3", _("Could not run: no knowledge base here, or a file that cannot be read.")),
    ]
