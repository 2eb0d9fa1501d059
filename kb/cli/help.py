"""Help pages: what the command does, examples, usage, options, exit codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from kb.cli.commands import COMMANDS, Entry
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext

if TYPE_CHECKING:
    from kb.cli.base import KbCommand

_EXAMPLE_WIDTH = 48
"""Example lines up to this long have their explanation beside them."""
_PLACEHOLDER = re.compile(r"[A-Z]+(?: RANGE)?")


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
        _write_commands(command, formatter)
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


def _write_commands(command: click.Group, formatter: click.HelpFormatter) -> None:
    entries: Mapping[str, Entry] = getattr(command, "entries", COMMANDS)
    with formatter.section(_("Commands")):
        shown = {name: one for name, one in entries.items() if not one.is_hidden}
        formatter.write_dl([(name, _(one.help)) for name, one in shown.items()])


def _exit_codes(one: str | None) -> list[tuple[str, str]]:
    return [
        ("0", _("Done; finding nothing is an answer, too.")),
        ("1", _(one) if one else _("Findings: something in the entries needs mending.")),
        ("2", _("Wrong usage: an unknown option, id or topic, for example.")),
        ("3", _("Could not run: no knowledge base here, or a file that cannot be read.")),
    ]


def placeholder(piece: str) -> str:
    """What stands for a value, such as "[PATH]...", in the reader's language.

    Words in small letters stay: they are typed as they are.
    """
    words = {
        # Translators: placeholders for what is typed stand in capitals, without spaces.
        "ADDRESS": pgettext("placeholder", "ADDRESS"),
        "ARGS": pgettext("placeholder", "ARGS"),
        "BOOLEAN": pgettext("placeholder", "YES|NO"),
        "CODE": pgettext("placeholder", "CODE"),
        "COMMAND": pgettext("placeholder", "COMMAND"),
        # Translators: a day, such as 2026-11-22.
        "DAY": pgettext("placeholder", "DAY"),
        "DIR": pgettext("placeholder", "DIR"),
        "DIRECTORY": pgettext("placeholder", "DIR"),
        "FIELD": pgettext("placeholder", "FIELD"),
        "FILE": pgettext("placeholder", "FILE"),
        "FILENAME": pgettext("placeholder", "FILE"),
        "FLOAT": pgettext("placeholder", "NUMBER"),
        "FLOAT RANGE": pgettext("placeholder", "NUMBER"),
        # Translators: several country codes, such as FR,EE.
        "CODES": pgettext("placeholder", "CODES"),
        # Translators: a format of files, such as pdf.
        "FORMAT": pgettext("placeholder", "FORMAT"),
        "GROUP": pgettext("placeholder", "GROUP"),
        "ID": pgettext("placeholder", "ID"),
        "INTEGER": pgettext("placeholder", "NUMBER"),
        "INTEGER RANGE": pgettext("placeholder", "NUMBER"),
        # Translators: a kind of file, such as practice or partner.
        "KIND": pgettext("placeholder", "KIND"),
        "NAME": pgettext("placeholder", "NAME"),
        "NAMES": pgettext("placeholder", "NAMES"),
        # Translators: the id a thing has had, and the one it gets.
        "NEW": pgettext("placeholder", "NEW"),
        "NUMBER": pgettext("placeholder", "NUMBER"),
        "OLD": pgettext("placeholder", "OLD"),
        "OPTIONS": pgettext("placeholder", "OPTIONS"),
        "PATH": pgettext("placeholder", "PATH"),
        "PERCENT": pgettext("placeholder", "PERCENT"),
        "QUERY": pgettext("placeholder", "QUERY"),
        "ROLE": pgettext("placeholder", "ROLE"),
        "STATUS": pgettext("placeholder", "STATUS"),
        # Translators: a language tag, such as de-AT.
        "TAG": pgettext("placeholder", "TAG"),
        # Translators: several language tags, such as fr,et.
        "TAGS": pgettext("placeholder", "TAGS"),
        "TERM": pgettext("placeholder", "TERM"),
        "TEXT": pgettext("placeholder", "TEXT"),
        "TITLE": pgettext("placeholder", "TITLE"),
        "TOPIC": pgettext("placeholder", "TOPIC"),
        # Translators: an address on the web.
        "URL": pgettext("placeholder", "ADDRESS"),
        "VALUE": pgettext("placeholder", "VALUE"),
        "YEARS": pgettext("placeholder", "YEARS"),
    }
    return _PLACEHOLDER.sub(lambda match: words.get(match[0], match[0]), piece)
