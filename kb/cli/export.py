"""`kb export`: chosen practices as a booklet, a table, a calendar or data."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.base import command, complete
from kb.cli.language import parse_language
from kb.cli.listing import warn_of_faults
from kb.cli.options import PUBLISHED, choice_options, force_option, option, quiet_option
from kb.cli.output import tell
from kb.cli.settings import Settings, open_base
from kb.errors import N_, KbError, UsageError
from kb.export.exporting import (
    FORMATS,
    PAPERS,
    Exported,
    Format,
    Wish,
    check_langs,
    get_format,
    require_published,
)
from kb.export.leftout import LeftOut
from kb.model import Practice
from kb.search.selection import Selection
from kb.translation.formats import language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext
from kb.translation.labels import value_label
from kb.words.languages import primary

if TYPE_CHECKING:
    from kb.export.description import Unfinished
    from kb.knowledgebase import KnowledgeBase

_MOST_FOUND = 100_000
_DEFAULT = "pdf"
_MOST_LISTED = 20
_LONGEST_TITLE = 200
_FILTERS = ("country", "topic", "target", "year", "source_lang")
_EPOCH = "SOURCE_DATE_EPOCH"

langs_option = option(
    "--lang",
    "langs",
    metavar="TAG",
    shell_complete=complete("complete_lang"),
    help=N_("Language of the texts, such as fi; two side by side: fi,de."),
)
paper_option = option(
    "--paper",
    type=click.Choice(PAPERS, case_sensitive=False),
    default=PAPERS[0],
    help=N_("Size of the pages of PDF and Word; A4 if not given."),
)
strict_option = option(
    "--strict",
    is_flag=True,
    help=N_("Print nothing if a text is a draft, outdated, or shown in another language."),
)


@command(
    "export",
    examples=(
        ("kb export at-lungau-sprachcafe --lang fi -o sprachcafe.pdf", N_("One entry to print.")),
        (
            "kb export --topic housing --country AT --lang sv,de -o housing.docx",
            N_("One topic, two languages side by side, to edit in Word."),
        ),
        ("kb export --all --format xlsx --lang de -o practices.xlsx", N_("All in a table.")),
        ("kb export --query kielikahvila --format md", N_("What a search finds, as plain text.")),
    ),
    details=(
        N_(
            "Formats: pdf, docx, html and md are booklets; xlsx and csv are tables, contacts a "
            "table of whom to ask; ics holds dates for a calendar; json, geojson and jsonld are "
            "data, skos the vocabularies; ewsi, interreg-europe and eu-cap are drafts to copy into "
            "the forms of these databases."
        ),
        N_(
            "Only published entries leave the house, and only contacts who have agreed to it. "
            "Booklets (pdf, docx, html, md) say of each text whether it has been reviewed."
        ),
    ),
    exits=N_("A strict booklet would have had texts that are not reviewed."),
)
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete("complete_practice"))
@option("--query", metavar="TEXT", help=N_("What “kb search” finds, best first."))
@choice_options
@option(
    "--visit",
    metavar="ID",
    shell_complete=complete("complete_visit"),
    help=N_("The practices of an exchange visit, with its programme."),
)
@option("--all", "everything", is_flag=True, help=N_("All published practices."))
@langs_option
@option(
    "--format",
    "form",
    metavar="FORMAT",
    shell_complete=complete("complete_format"),
    help=N_("One of the formats above; by the end of the file's name if not given."),
)
@option("--title", metavar="TEXT", default="", help=N_("Title on the cover."))
@paper_option
@strict_option
@option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help=N_("File or folder to write to; stdout if not given."),
)
@force_option
@quiet_option
@click.pass_context
def export(
    ctx: click.Context,
    /,
    ids: tuple[str, ...],
    *,
    form: str | None,
    langs: str | None,
    output: Path | None,
    strict: bool,
    force: bool,
    quiet: bool,
    **choice: Any,
) -> None:
    """Write chosen practices in a format."""
    settings: Settings = ctx.obj
    output = None if output == Path("-") else output
    name = _format_name(form, output)
    found = get_format(name)
    _check_usage(found, output, choice["title"], is_strict=strict)
    with open_base(settings, settings.lang, quiet=quiet) as base:
        tags = read_langs(langs, settings.lang, base, found)
        choice["spoken"] = settings.lang
        made = base.export(_wish(base, ids, tags, choice), settings.lang)
        if strict and found.is_booklet and made.unfinished:
            tell_of_unfinished(made.unfinished)
            ctx.exit(1)
        done = made.render(name)
        if not done.data:
            tell_of_left_out(done.left_out, done.simplified)
            raise KbError(N_("There is no fixed date to put into a calendar."))
        written = _write(done, f"{_stem(ids, choice)}", name, tags, output, force=force)
        if not quiet:
            warn_of_faults(Selection(base.content).faulty)
            if made.wish.visit:
                tell_of_missing(base.practices_of(made.wish.visit)[1])
    if not quiet:
        tell_of_left_out(done.left_out, done.simplified)
        for path in written:
            tell(_("Written: %(path)s") % {"path": path})


def _check_usage(form: Format, output: Path | None, title: str, *, is_strict: bool) -> None:
    """What can be said against the options before anything is read."""
    if is_strict and not form.is_booklet:
        raise UsageError(N_("--strict is for booklets: pdf, docx, html and md."))
    if len(title) > _LONGEST_TITLE:
        raise UsageError(N_("A title has at most %(most)d characters."), most=_LONGEST_TITLE)
    if output is None and not form.is_text and sys.stdout and sys.stdout.isatty():
        raise UsageError(N_("This format is no text for a terminal. Write it to a file: -o FILE."))


def _write(
    done: Exported,
    stem: str,
    name: str,
    tags: Sequence[str],
    output: Path | None,
    *,
    force: bool,
) -> list[Path]:
    from kb.cli.files import write_files
    from kb.export.pack import file_name

    return write_files(
        [(file_name(stem, name, tags), done.data)], output, is_single=True, force=force
    )


def _format_name(form: str | None, output: Path | None) -> str:
    """The format asked for, else that of the file's ending, else PDF."""
    if form is not None:
        return form.casefold().removeprefix(".")
    suffix = output.suffix.casefold().removeprefix(".") if output else ""
    if not suffix:
        return _DEFAULT
    found = [name for name, one in FORMATS.items() if one.suffix == suffix]
    if suffix in found or len(found) == 1:
        return suffix if suffix in found else found[0]
    raise UsageError(
        N_("“.%(suffix)s” does not say which format is wanted. Add --format: %(all)s."),
        suffix=suffix,
        all=", ".join(found or FORMATS),
    )


def read_langs(
    typed: str | None, spoken: str, base: KnowledgeBase, form: Format
) -> tuple[str, ...]:
    """The languages of an export: those typed, else the one spoken, else the fallback.

    Raises:
        UsageError: one is no language tag, there are too many, or nothing is read in it.
    """
    settings = base.content.settings
    if typed is None:
        offered = {primary(one) for one in settings.languages}
        return (spoken if primary(spoken) in offered else settings.fallback,)
    tags = []
    for one in filter(None, (piece.strip() for piece in typed.split(","))):
        tag = parse_language(one)
        if tag is None:
            raise UsageError(
                N_("“%(value)s” is no language tag. Write it like de or de-AT."), value=one
            )
        tags.append(tag)
    if not tags:
        raise UsageError(
            N_("“%(value)s” is no language tag. Write it like de or de-AT."), value=typed
        )
    check_langs(tags, settings.languages, form.most_langs)
    return tuple(tags)


def today() -> date:
    """The day of the edition; SOURCE_DATE_EPOCH sets it for builds that must not differ."""
    seconds = os.environ.get(_EPOCH, "")
    if not seconds:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OSError, OverflowError):
        raise UsageError(
            N_("SOURCE_DATE_EPOCH is “%(value)s”, which is no number of seconds since 1970."),
            value=seconds,
        ) from None


def _wish(
    base: KnowledgeBase, ids: Sequence[str], tags: tuple[str, ...], choice: Mapping[str, Any]
) -> Wish:
    visit = base.visit(choice["visit"]) if choice["visit"] else None
    practices = [*(base.practices_of(visit)[0] if visit else ()), *_chosen(base, ids, choice)]
    unique = {one.id: one for one in practices}
    if not unique and visit is None:
        raise UsageError(N_("No published practice fits these options. Try with fewer of them."))
    return Wish(
        tuple(unique.values()), tags, today(), visit, choice["title"].strip(), choice["paper"]
    )


def _chosen(base: KnowledgeBase, ids: Sequence[str], choice: Mapping[str, Any]) -> list[Practice]:
    """Practices named, found or filtered, in this order."""
    named = [base.practice(one) for one in ids]
    require_published(named)
    filters = {name: choice[name] for name in _FILTERS if choice[name]}
    if choice["query"]:
        results = base.search(choice["query"], choice["spoken"], limit=_MOST_FOUND, **filters)
        practices = base.content.practices
        return [*named, *(practices[hit.id] for hit in results.hits if hit.id in practices)]
    if filters or choice["everything"]:
        return [*named, *Selection(base.content).choose({**filters, "status": PUBLISHED})]
    if not named and not choice["visit"]:
        raise UsageError(
            N_(
                "Say which practices: their ids, --query, --topic, --country or another filter, "
                "--visit, or --all."
            )
        )
    return named


def _stem(ids: Sequence[str], choice: Mapping[str, Any]) -> str:
    """What the file is called in a folder: after what was chosen."""
    if choice["visit"]:
        return str(choice["visit"])
    return ids[0] if len(ids) == 1 else "practices"


def tell_of_missing(ids: Sequence[str]) -> None:
    """Tell which practices of a visit are not printed."""
    for one in ids:
        tell(_("Left out: %(title)s. It is not published, or has faults.") % {"title": one})


def tell_of_left_out(left_out: Sequence[LeftOut], simplified: Sequence[LeftOut]) -> None:
    """Tell what a format had no room for, and what it holds only in part."""
    for one in left_out:
        tell(_("Left out: %(title)s. %(reason)s") % {"title": one.title, "reason": _(one.reason)})
    for one in simplified:
        tell(_("Look over: %(title)s. %(reason)s") % {"title": one.title, "reason": _(one.reason)})


def tell_of_unfinished(unfinished: Sequence[Unfinished]) -> None:
    """Tell why a strict booklet is not printed: how many texts of what are not reviewed."""
    from kb.export.appendix import count_unfinished

    counts = count_unfinished(unfinished)
    for (_kind, record, lang, state), number in [*counts.items()][:_MOST_LISTED]:
        label = value_label("translation", state)
        language = language_name(lang, lang)
        tell(f"{record} ({language}): {label} {number}")
    if len(counts) > _MOST_LISTED:
        more = len(counts) - _MOST_LISTED
        tell(ngettext("… and %(num)d more", "… and %(num)d more", more) % {"num": more})
    number = len(unfinished)
    sentence = ngettext(
        "Nothing was written: %(num)d text is not reviewed. “kb translate status --records” "
        "counts them, “kb translate review” notes that a person has read them.",
        "Nothing was written: %(num)d texts are not reviewed. “kb translate status --records” "
        "counts them, “kb translate review” notes that a person has read them.",
        number,
    )
    tell(sentence % {"num": number})
