"""What is said when a command cannot be run: one line, in the reader's language, with a way on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import IO, Any

import click

from kb.cli.commands import Entry
from kb.cli.help import placeholder
from kb.content.nearmiss import find_near
from kb.errors import KbError
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.telling import reason_label, told_params


def explain(error: KbError) -> str:
    """The line a `KbError` is told with."""
    params = told_params(error.params)
    if "facet" in params:
        params["facet"] = _facet_word(str(params["facet"]))
    sentence = _(error.message) % params if params else _(error.message)
    return _line(" ".join(sentence.split()))


def explain_file(error: OSError) -> str:
    """The line for a file or folder that cannot be used."""
    params = {"path": error.filename, "reason": reason_label(error.strerror)}
    return _line(_("%(path)s cannot be used: %(reason)s.") % params)


def unknown_command(
    name: str, entries: Mapping[str, Entry], ctx: click.Context
) -> click.UsageError:
    """There is no such command; the nearest is named."""
    known = [one for one, entry in entries.items() if not entry.is_hidden]
    near = find_near(name, known)
    if near is None:
        sentence = _("No such command '%(name)s'. \"kb --help\" lists all.")
        return click.UsageError(sentence % {"name": name}, ctx)
    sentence = _("No such command '%(name)s'. Did you mean '%(near)s'?")
    return click.UsageError(sentence % {"name": name, "near": near}, ctx)


class _OwnWords(click.UsageError):
    """A usage error that shows in the reader's language."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write usage, a hint and the fault."""
        if self.ctx is not None:
            click.echo(self.ctx.get_usage(), file=file or sys.stderr)
            hint = _('"%(command)s --help" tells more.')
            click.echo(hint % {"command": self.ctx.command_path}, file=file or sys.stderr)
            click.echo(file=file or sys.stderr)
        click.echo(_line(self.message), file=file or sys.stderr)


def in_own_words(error: click.UsageError) -> click.UsageError:
    """The same error in the reader's language, as far as its kind is known."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    return _OwnWords(_message(error), error.ctx)


def _message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.MissingParameter) and error.param:
        return _("%(name)s is missing.") % {"name": _name(error.param, error.ctx)}
    if isinstance(error, click.BadParameter) and error.param:
        params = {"name": _name(error.param, error.ctx), "reason": error.message}
        return _("Invalid value for %(name)s: %(reason)s") % params
    return error.format_message()


def _name(param: click.Parameter, ctx: click.Context | None) -> str:
    """What a person calls an option or argument."""
    if isinstance(param, click.Argument) and ctx is not None:
        return f"'{placeholder(param.make_metavar(ctx))}'"
    variable = [param.envvar] if isinstance(param.envvar, str) else []
    return " / ".join(f"'{one}'" for one in (*param.opts, *variable))


def _no_such_option(error: click.NoSuchOption) -> str:
    known = [name for one in _params_of(error.ctx) for name in (*one.opts, *one.secondary_opts)]
    near = find_near(error.option_name, [name for name in known if name.startswith("--")])
    if near is None:
        return _("No such option '%(name)s'.") % {"name": error.option_name}
    sentence = _("No such option '%(name)s'. Did you mean '%(near)s'?")
    return sentence % {"name": error.option_name, "near": near}


def _params_of(ctx: click.Context | None) -> list[click.Parameter]:
    return ctx.command.get_params(ctx) if ctx else []


def _facet_word(facet: str) -> str:
    words = {
        "country": pgettext("facet", "country"),
        "topic": pgettext("facet", "topic"),
        "target": pgettext("facet", "target group"),
        "year": pgettext("facet", "year"),
        "lang": pgettext("facet", "language"),
        "funding": pgettext("facet", "funding"),
        "translation": pgettext("facet", "translation"),
        "status": pgettext("facet", "status"),
    }
    return words.get(facet, facet)


def _line(sentence: str) -> str:
    return _("Error: %(sentence)s") % {"sentence": sentence}
