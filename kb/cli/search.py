"""`kb search`: find practices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kb.cli.base import KbCommand, command
from kb.cli.options import PUBLISHED, filter_options, json_option, lang_option, option, quiet_option
from kb.cli.output import tell, write_json
from kb.cli.settings import Settings, open_base
from kb.errors import N_
from kb.search.sorting import SORTS
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext

if TYPE_CHECKING:
    from kb.search.results import Notice

_MINUS = "−"
"""Stands for a hyphen before a word while Click reads the options; the query knows both."""


class _SearchCommand(KbCommand):
    """Lets `-sport` through as a word that is not wanted; options here have two hyphens."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        words = [_protected(one) for one in args[:end]]
        return super().parse_args(ctx, [*words, *args[end:]])


def _protected(arg: str) -> str:
    is_word = arg[:1] == "-" and arg[1:2] not in ("", "-") and arg != "-h"
    return _MINUS + arg[1:] if is_word else arg


def _read_query(_ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]) -> str:
    return " ".join("-" + one[1:] if one[:1] == _MINUS else one for one in words)


@command(
    "search",
    cls=_SearchCommand,
    examples=(
        ("kb search language café", N_("Entries with both words, in any language.")),
        ("kb search kielikahvila --lang fi", N_("Asked and answered in Finnish.")),
        ("kb search housing --country AT --year 2016..2018", N_("Narrowed down.")),
        ("kb search '\"integration plan\"' -sport", N_("A phrase, and a word that is not wanted.")),
        ("kb search topic:housing --json > hits.json", N_("For another program.")),
    ),
    details=(
        N_(
            "Words are found in all their forms and in all languages. A query may hold "
            '"phrases", -unwanted words, begin* of words, and fields such as country:AT, '
            'topic:housing, year:2016..2019, lang:sv, org:"…".'
        ),
    ),
)
@click.argument("query", nargs=-1, callback=_read_query)
@filter_options
@option(
    "--sort",
    type=click.Choice(SORTS),
    default=SORTS[0],
    help=N_("What comes first: relevance (if not given), newest, or country."),
)
@option(
    "--limit",
    type=click.IntRange(1),
    default=10,
    metavar="NUMBER",
    help=N_("How many practices to show; 10 if not given."),
)
@option(
    "--offset",
    type=click.IntRange(0),
    default=0,
    metavar="NUMBER",
    help=N_("How many practices to skip before."),
)
@option(
    "--facets/--no-facets",
    default=None,
    help=N_("Show what the search can be narrowed down by; on a terminal it does, if not given."),
)
@json_option
@lang_option
@quiet_option
@option("--verbose", is_flag=True, help=N_("Show scores, and how long the search took."))
@click.pass_obj
def search(
    settings: Settings,
    /,
    query: str,
    *,
    sort: str,
    limit: int,
    offset: int,
    facets: bool | None,
    as_json: bool,
    lang: str,
    quiet: bool,
    verbose: bool,
    **filters: Any,
) -> None:
    """Find practices and show them."""
    if not query and not any(filters.values()):
        raise click.UsageError(
            _('Say what to search for, or narrow down by an option. "kb list" lists everything.')
        )
    filters["status"] = filters["status"] or PUBLISHED
    with open_base(settings, lang, quiet=quiet) as base:
        results = base.search(query, lang, sort=sort, limit=limit, offset=offset, **filters)
    for warning in results.warnings:
        tell(_told(warning))
    if as_json:
        data = results.as_json()
        write_json(data if facets is not False else {**data, "facets": {}})
        if not results.hits and not quiet:
            from kb.cli.searchtext import introduce

            tell(introduce(results, offset))
        return
    from kb.cli.searchtext import show_results

    show_results(results, offset, facets=facets, quiet=quiet, verbose=verbose)


def _told(notice: Notice) -> str:
    from kb.translation.telling import told_params

    params = told_params(notice.params)
    if len(notice.forms) == 1:
        return _(notice.forms[0]) % params
    return ngettext(*notice.forms, int(str(params["num"]))) % params
