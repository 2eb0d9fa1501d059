"""Options that mean the same in every command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kb.cli.base import KbOption, complete
from kb.cli.language import parse_language
from kb.errors import N_
from kb.translation.interface import gettext as _

Function = TypeVar("Function", bound=Callable[..., Any])
STATUSES = ("draft", "submitted", "published", "archived")
PUBLISHED = ("published",)
"""What leaves the house unless other statuses are asked for."""


def option(*names: str, **attrs: Any) -> Callable[[Function], Function]:
    """An option whose help is translated when it is shown."""
    return click.option(*names, cls=KbOption, **attrs)


def read_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """The tag of a language option, None where it was not given."""
    if value is None:
        return None
    lang = parse_language(value)
    if lang is None:
        sentence = _("“%(value)s” is no language tag. Write it like de or de-AT.")
        raise click.BadParameter(sentence % {"value": value})
    return lang


def _language_or_root(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    lang = read_language(ctx, param, value)
    return lang or (ctx.obj.lang if ctx.obj else "en")


lang_option = option(
    "--lang",
    metavar="TAG",
    callback=_language_or_root,
    shell_complete=complete("complete_lang"),
    help=N_("Language of texts and messages, such as fi or de-AT."),
)
json_option = option(
    "--json",
    "as_json",
    is_flag=True,
    help=N_("Print one JSON object; docs/json.md tells its keys."),
)
force_option = option("--force", is_flag=True, help=N_("Overwrite files that are there."))


output_option = option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),  # as it was typed: `write_files` looks at a slash at its end
    help=N_("File, or folder for several entries; stdout if not given."),
)
quiet_option = option("--quiet", is_flag=True, help=N_("No messages besides the data."))


def filter_options(function: Function) -> Function:
    """Options that choose practices; of several values of one option any will do."""
    return choice_options(_STATUS(function))


def choice_options(function: Function) -> Function:
    """The same for published practices only."""
    for one in reversed(_FILTERS):
        function = one(function)
    return function


_FILTERS = (
    option(
        "--country",
        multiple=True,
        metavar="CODE",
        shell_complete=complete("complete_country"),
        help=N_("Only this country: AT, or its name. May be repeated, as all filters may."),
    ),
    option(
        "--topic",
        multiple=True,
        metavar="TOPIC",
        shell_complete=complete("complete_topic"),
        help=N_("Only this topic and those below it: its id, or its name in any language."),
    ),
    option(
        "--target",
        multiple=True,
        metavar="GROUP",
        shell_complete=complete("complete_target"),
        help=N_("Only this target group: its id, or its name in any language."),
    ),
    option(
        "--year",
        multiple=True,
        metavar="YEARS",
        help=N_("Only practices that ran then: 2016, 2016..2019 or 2016.. ."),
    ),
    option(
        "--source-lang",
        multiple=True,
        metavar="TAG",
        shell_complete=complete("complete_lang"),
        help=N_("Only entries written in this language."),
    ),
)
_STATUS = option(
    "--status",
    multiple=True,
    type=click.Choice(STATUSES),
    help=N_("Only entries of this status; published ones if not given."),
)
