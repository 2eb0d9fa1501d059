"""`kb build`: the knowledge base as a site of plain files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from kb.cli.base import command, complete
from kb.cli.language import parse_language
from kb.cli.options import option, quiet_option
from kb.cli.output import tell
from kb.cli.settings import Settings, open_base, system_cache
from kb.errors import N_, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext
from kb.words.languages import primary

if TYPE_CHECKING:
    from kb.knowledgebase import KnowledgeBase
    from kb.web.site.building import SiteReport

_MOST_PROCESSES = 8


def _read_date(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        sentence = _("“%(value)s” is no date. Write it like 2026-11-22.")
        raise click.BadParameter(sentence % {"value": value}) from None


def _read_url(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    parts = urlsplit(value)
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    if value and (not is_whole or parts.query or parts.fragment):
        sentence = _("“%(value)s” is no address. Write it like https://practice.example.org.")
        raise click.BadParameter(sentence % {"value": value})
    return value.rstrip("/")


@command(
    "build",
    examples=(
        ("kb build site/", N_("All pages, to be copied to any web space.")),
        (
            "kb build site/ --base-url https://example.org/practice",
            N_("With a sitemap, and whole addresses in the feeds."),
        ),
        ("kb build site/ --no-booklets", N_("Quickly, without booklets to download.")),
    ),
    details=(
        N_(
            "Pages, search, feeds, data and booklets are plain files, which need no server of "
            "ours: they work from any folder of a web space, and most of them straight from the "
            "disk. Building again writes only what changed. docs/site.md tells how to publish "
            "them."
        ),
        N_(
            "The day of the build decides what comes next on the pages; SOURCE_DATE_EPOCH sets "
            "it, too. The same entries and the same day give the same files, byte by byte."
        ),
    ),
)
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@option(
    "--base-url",
    metavar="URL",
    default="",
    callback=_read_url,
    help=N_("Address where the site will lie; homepage in kb.yaml if not given."),
)
@option(
    "--lang",
    "langs",
    multiple=True,
    metavar="TAG",
    shell_complete=complete("complete_lang"),
    help=N_("Only this language; may be repeated. All languages if not given."),
)
@option(
    "--booklets/--no-booklets",
    "has_booklets",
    default=True,
    help=N_("Whether booklets and packs are printed beforehand; yes if not given."),
)
@option(
    "--processes",
    type=click.IntRange(1, 64),
    metavar="NUMBER",
    help=N_("How many processes work side by side; one for each processor if not given."),
)
@option(
    "--date",
    "day",
    metavar="DAY",
    callback=_read_date,
    help=N_("Day of the build, such as 2026-11-22; today if not given."),
)
@option("--force", is_flag=True, help=N_("Write among files that are there, and over them."))
@quiet_option
@click.pass_obj
def build(
    settings: Settings,
    /,
    target: Path,
    *,
    langs: tuple[str, ...],
    day: date | None,
    processes: int | None,
    force: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Build the site, unless it is as it would be."""
    from kb.web.site.receipt import is_current, make_key, write_receipt

    with open_base(settings, settings.lang, quiet=True) as base:
        root, cache = base.root.absolute(), (settings.cache or system_cache()).absolute()
    day = day or _today()
    key = make_key(root, (langs, day.isoformat(), *sorted(options.items())))
    if is_current(cache, target, key):
        if not quiet:
            tell(_("The site is up to date."))
        return
    from kb.cli.progress import show_progress
    from kb.web.site.building import SiteOrder, build_site

    order = SiteOrder(
        root,
        cache,
        day,
        _choose_langs(langs, base),
        processes=processes or min(os.cpu_count() or 1, _MOST_PROCESSES),
        **options,
    )
    with show_progress(settings.lang, is_quiet=quiet) as progress:
        report = build_site(order, target, force=force, progress=progress)
    write_receipt(cache, target, key, report.inputs, report.names)
    if not quiet:
        from kb.cli.listing import warn_of_faults

        warn_of_faults(report.faulty)
        for sentence in _sentences(report, target):
            tell(sentence)


def _today() -> date:
    from kb.cli.export import today

    return today()


def _choose_langs(typed: Sequence[str], base: KnowledgeBase) -> tuple[str, ...]:
    """Languages of the knowledge base that were asked for, in its own order."""
    if not typed:
        return ()
    known = base.content.settings.languages
    wanted = set()
    for one in typed:
        tag = parse_language(one)
        found = [each for each in known if tag and primary(each) == primary(tag)]
        if not found:
            raise UsageError(
                N_("This knowledge base is not read in “%(lang)s”, but in %(known)s."),
                lang=one,
                known=", ".join(known),
            )
        wanted.update(found)
    return tuple(one for one in known if one in wanted)


def _sentences(report: SiteReport, target: Path) -> Iterator[str]:
    sentence = ngettext(
        "The site in %(folder)s has %(num)d page. Written: %(written)d of %(files)d files, taken "
        "away: %(removed)d.",
        "The site in %(folder)s has %(num)d pages. Written: %(written)d of %(files)d files, taken "
        "away: %(removed)d.",
        report.pages,
    )
    yield sentence % {
        "folder": target,
        "num": report.pages,
        "written": report.written,
        "files": len(report.names),
        "removed": report.removed,
    }
    if not report.base_url:
        yield _(
            "Nobody knows yet where it will lie, so it has no sitemap. Add --base-url, or "
            "homepage to practices/kb.yaml."
        )
