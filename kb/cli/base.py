"""Commands and options that speak the reader's language, load when run, and fail in one line."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kb.cli import EXIT_INTERRUPTED
from kb.cli.clickwords import speak_for_click
from kb.cli.commands import COMMANDS, TRANSLATE_COMMANDS, USER_COMMANDS, Entry
from kb.cli.language import asked_language
from kb.cli.settings import system_cache
from kb.errors import N_, KbError
from kb.translation.interface import gettext as _
from kb.translation.interface import use_language

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

EXIT_CLOSED_PIPE = 141
"""As if SIGPIPE had ended the process: whoever reads has read enough."""

Example = tuple[str, str]
"""A command line, and what it does."""


class KbOption(click.Option):
    """An option whose help is translated when it is shown."""

    @property
    def help(self) -> str | None:
        """What the option does, in the reader's language."""
        return _(self._help) if self._help else None

    @help.setter  # noqa: A003 - Click's name
    def help(self, text: str | None) -> None:
        self._help = text

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value, in the reader's language."""
        from kb.cli.help import placeholder

        return placeholder(super().make_metavar(ctx))


class KbCommand(click.Command):
    """A command whose page begins with what it does and examples.

    Args:
        args: as for `click.Command`.
        examples: command lines with what they do.
        details: paragraphs below the usage.
        exits: what the exit codes mean, where it differs from other commands.
        attrs: as for `click.Command`.
    """

    def __init__(
        self,
        *args: Any,
        examples: Sequence[Example] = (),
        details: Sequence[str] = (),
        exits: str | None = None,
        **attrs: Any,
    ) -> None:
        super().__init__(*args, **attrs)
        self.examples = examples
        self.details = details
        self.exits = exits

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """The option that shows the help page."""
        if self._help_option is None:
            self._help_option = KbOption(
                ["-h", "--help", "_shows_help"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
                help=N_("Show this page."),
            )
        return self._help_option

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """What is typed to see the help page."""
        return self.get_help_option(ctx).opts

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the command's name in its usage line."""
        from kb.cli.help import placeholder

        return [placeholder(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        from kb.cli.help import write_page

        write_page(self, ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        from kb.cli.help import write_usage

        write_usage(self, ctx, formatter)


def _show_help(ctx: click.Context, _param: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not ctx.resilient_parsing:
        # To the very stream: Click would write UTF-8 to one that is set to ASCII.
        click.echo(ctx.get_help(), file=sys.stdout, color=ctx.color)
        ctx.exit()


class KbFamily(KbCommand, click.Group):
    """A group that finds its commands in a table and loads the one that is run.

    Attributes:
        entries: its commands by name, in the order they are shown.
    """

    entries: Mapping[str, Entry] = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order they are shown."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None where there is none of this name."""
        if cmd_name not in self.entries:
            return None
        module, _colon, name = self.entries[cmd_name].target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command asked for; name the nearest where there is none."""
        if args[0] not in self.entries and args[0][:1].isalnum() and not ctx.resilient_parsing:
            from kb.cli.usage import unknown_command

            raise unknown_command(args[0], self.entries, ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands, without loading them."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=_(entry.help))
            for name, entry in self.entries.items()
            if name.startswith(incomplete) and not entry.is_hidden
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]


class TranslateFamily(KbFamily):
    """`kb translate` and its commands."""

    entries = TRANSLATE_COMMANDS


class UserFamily(KbFamily):
    """`kb user` and its commands."""

    entries = USER_COMMANDS


class KbGroup(KbFamily):
    """The root: settles the language and turns errors into one line."""

    def make_context(
        self, info_name: str | None, args: list[str], *rest: Any, **extra: Any
    ) -> click.Context:
        """Read the options of `kb` itself; the language first, for all that is said from here."""
        try:
            use_language(asked_language(args, os.environ), system_cache)
            speak_for_click()
            _soften_streams()
            return super().make_context(info_name, args, *rest, **extra)
        except click.UsageError as error:
            raise _told(error) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(EXIT_INTERRUPTED) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a `KbError` becomes one line, a bug keeps its traceback."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _told(error) from None
        except KbError as error:
            from kb.cli.usage import explain

            click.echo(explain(error), file=sys.stderr)
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):  # the latter at a question
            ctx.exit(EXIT_INTERRUPTED)
        except OSError as error:
            _end_for(error, ctx)


def _end_for(error: OSError, ctx: click.Context) -> NoReturn:
    """End quietly where the reader has gone; tell of a file that cannot be used."""
    if error.errno == errno.EPIPE:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        ctx.exit(EXIT_CLOSED_PIPE)
    if error.filename is None:
        raise error
    from kb.cli.usage import explain_file

    click.echo(explain_file(error), file=sys.stderr)
    ctx.exit(KbError.exit_code)


def _told(error: click.UsageError) -> click.UsageError:
    from kb.cli.usage import in_own_words

    return in_own_words(error)


def _soften_streams() -> None:
    """Let no terminal's encoding break a command: what it lacks is written plainly."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.encoding.lower().replace("-", "") == "utf8":
            reconfigure(errors="replace")
            continue
        from kb.cli.plain import use_plain_signs

        reconfigure(errors=use_plain_signs())


def complete(
    name: str,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A function of `kb.cli.completion`, loaded when a shell asks for it."""

    def completer(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        found: list[CompletionItem] = getattr(import_module("kb.cli.completion"), name)(
            ctx, param, incomplete
        )
        return found

    return completer


def command(
    name: str,
    *,
    cls: type[KbCommand] = KbCommand,
    examples: Sequence[Example] = (),
    details: Sequence[str] = (),
    exits: str | None = None,
    entries: Mapping[str, Entry] = COMMANDS,
) -> Callable[[Callable[..., Any]], KbCommand]:
    """Make a function the command of this name; its first sentence stands in the table."""
    entry = entries[name]
    return click.command(
        name,
        cls=cls,
        help=entry.help,
        hidden=entry.is_hidden,
        examples=examples,
        details=details,
        exits=exits,
    )
