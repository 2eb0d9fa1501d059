"""`kb index`: bring the search index up to date now instead of on the next search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kb.cli.base import command
from kb.cli.listing import warn_of_faults
from kb.cli.options import json_option, lang_option, option, quiet_option
from kb.cli.output import tell, write_json
from kb.cli.settings import Settings, open_base
from kb.errors import N_
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext

if TYPE_CHECKING:
    from kb.search.indexing import Indexing


@command(
    "index",
    examples=(
        ("kb index", N_("Index what changed since the last time.")),
        ("kb index --rebuild", N_("Make the whole index anew.")),
    ),
    details=(
        N_(
            "Searching does this by itself. The index is a cache: nothing is lost with it, and "
            "KB_CACHE says where it lies."
        ),
    ),
)
@option("--rebuild", is_flag=True, help=N_("Make everything anew, changed or not."))
@json_option
@lang_option
@quiet_option
@option("--verbose", is_flag=True, help=N_("Name the files that have faults."))
@click.pass_obj
def index(
    settings: Settings, *, rebuild: bool, as_json: bool, lang: str, quiet: bool, verbose: bool
) -> None:
    """Index, and tell what was done."""
    with open_base(settings, lang, quiet=quiet) as base:
        done = base.index(rebuild)
    warn_of_faults(len(done.faulty))
    if verbose:
        for path in done.faulty:
            tell(f"  {path}")
    if as_json:
        write_json({"index": _record(done)})
    elif not quiet:
        tell(" ".join(_sentences(done)))


def _sentences(done: Indexing) -> Iterator[str]:
    if done.rebuilt:
        yield ngettext(
            "Made the index anew: %(num)d entry.",
            "Made the index anew: %(num)d entries.",
            done.indexed,
        ) % {"num": done.indexed}
        return
    if not (done.indexed or done.removed):
        yield ngettext(
            "The index is up to date: %(num)d entry.",
            "The index is up to date: %(num)d entries.",
            done.unchanged,
        ) % {"num": done.unchanged}
        return
    if done.indexed:
        sentence = ngettext("Indexed %(num)d entry.", "Indexed %(num)d entries.", done.indexed)
        yield sentence % {"num": done.indexed}
    if done.removed:
        sentence = ngettext("Dropped %(num)d entry.", "Dropped %(num)d entries.", done.removed)
        yield sentence % {"num": done.removed}
    yield _("Unchanged: %(num)d.") % {"num": done.unchanged}


def _record(done: Indexing) -> dict[str, object]:
    return {
        "rebuilt": done.rebuilt,
        "indexed": done.indexed,
        "removed": done.removed,
        "unchanged": done.unchanged,
        "faulty": list(done.faulty),
    }
