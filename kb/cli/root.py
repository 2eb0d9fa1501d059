"""The command `kb` itself: its options, and what they settle for every command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kb.cli.base import KbGroup, complete
from kb.cli.language import LANG_VARIABLE, terminal_language
from kb.cli.options import option, read_language
from kb.cli.settings import Settings, cache_folder
from kb.errors import N_
from kb.version import __version__


def _show_version(ctx: click.Context, _param: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not ctx.resilient_parsing:
        click.echo(f"kb {__version__}", file=sys.stdout)
        ctx.exit()


@click.group(
    "kb",
    cls=KbGroup,
    help=N_("Find, read and check good practices, in every partner's language."),
    examples=(
        ("kb search Sprachcafé --lang fi", N_("Find practices; texts and messages in Finnish.")),
        ("kb show at-lungau-sprachcafe", N_("Read one of them.")),
        ("kb check", N_("See what needs mending after an edit.")),
    ),
    details=(
        N_(
            "The knowledge base is the folder with practices/kb.yaml, here or above. Data go to "
            "stdout, messages to stderr. KB_CACHE names a folder for the search index; NO_COLOR "
            "with any value means plain output."
        ),
        N_(
            "To complete commands, ids, topics and countries with the tab key, add this line to "
            '~/.bashrc: eval "$(_KB_COMPLETE=bash_source kb)". For zsh and fish write zsh_source '
            "or fish_source."
        ),
    ),
)
@option(
    "--root",
    envvar="KB_ROOT",
    show_envvar=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=N_("Folder of the knowledge base, or one inside it."),
)
@option(
    "--lang",
    envvar=LANG_VARIABLE,
    show_envvar=True,
    metavar="TAG",
    callback=read_language,
    shell_complete=complete("complete_lang"),
    help=N_("Language of texts and messages; the terminal's if not given."),
)
@option("--no-color", is_flag=True, help=N_("Plain output, without colours and bold type."))
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=N_("Show the version."),
)
@click.pass_context
def cli(ctx: click.Context, root: Path | None, lang: str | None, no_color: bool) -> None:
    """Settle what holds for the whole run."""
    if no_color or os.environ.get("NO_COLOR"):
        ctx.color = False
    ctx.obj = Settings(lang or terminal_language(os.environ), root, cache_folder())
