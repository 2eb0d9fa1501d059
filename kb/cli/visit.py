"""`kb visit`: everything for an exchange visit, in one folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from kb.cli.base import command, complete
from kb.cli.export import (
    paper_option,
    read_langs,
    strict_option,
    tell_of_left_out,
    tell_of_missing,
    tell_of_unfinished,
    today,
)
from kb.cli.options import force_option, option, quiet_option
from kb.cli.output import tell
from kb.cli.progress import show_files
from kb.cli.settings import Settings, open_base
from kb.errors import N_, UsageError
from kb.export.exporting import FORMATS, Export, Format, Wish, get_format
from kb.export.leftout import LeftOut
from kb.export.pack import BOOKLETS, count_files, languages_of, make_pack
from kb.knowledgebase import KnowledgeBase
from kb.model import Visit
from kb.translation.formats import format_list, language_name
from kb.translation.interface import gettext as _
from kb.words.languages import primary


@command(
    "visit",
    examples=(
        ("kb visit halland-2017 -o pack/", N_("A booklet for each language that is spoken there.")),
        ("kb visit halland-2017 -o pack/ --lang sv,de", N_("One booklet, side by side.")),
        ("kb visit halland-2017 -o pack/ --format docx", N_("Booklets to edit in Word.")),
    ),
    details=(
        N_(
            "The folder holds booklets to print and to read on a telephone, the programme for "
            "calendars, a sheet of contacts, and all of it as one ZIP. The visit's own record in "
            "practices/visits/ says what belongs to it."
        ),
    ),
    exits=N_("A strict booklet would have had texts that are not reviewed."),
)
@click.argument("visit_id", metavar="ID", shell_complete=complete("complete_visit"))
@option(
    "--lang",
    "langs",
    multiple=True,
    metavar="TAG",
    shell_complete=complete("complete_lang"),
    help=N_("Language of a booklet, or two as in fi,de; may be repeated. Else the participants'."),
)
@option(
    "--format",
    "forms",
    multiple=True,
    metavar="FORMAT",
    help=N_("Format of the booklets: pdf, docx, html or md; may be repeated. Else pdf and html."),
)
@paper_option
@strict_option
@option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to."),
)
@force_option
@quiet_option
@click.pass_context
def visit(
    ctx: click.Context,
    visit_id: str,
    *,
    langs: tuple[str, ...],
    forms: tuple[str, ...],
    paper: str,
    output: Path,
    strict: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Write the pack of a visit."""
    from kb.cli.files import write_files

    settings: Settings = ctx.obj
    formats = tuple(dict.fromkeys(_booklet_format(one) for one in forms)) or BOOKLETS
    with open_base(settings, settings.lang, quiet=quiet) as base:
        found = base.visit(visit_id)
        editions = _editions(langs, settings.lang, base, found)
        exports = {one: _export(base, found, one, paper, settings.lang) for one in editions}
        if strict and (unfinished := [x for one in exports.values() for x in one.unfinished]):
            tell_of_unfinished(unfinished)
            ctx.exit(1)
        making = make_pack(exports.__getitem__, found, editions, formats)
        files = list(
            show_files(making, count_files(editions, formats), settings.lang, is_quiet=quiet)
        )
        written = write_files(
            [(one.name, one.data) for one in files if one.data],
            output,
            is_single=False,
            force=force,
        )
    if not quiet:
        tell_of_missing(base.practices_of(found)[1])
        if not langs:
            _tell_of_unread(base, found, settings.lang)
        tell_of_left_out(
            _once(one.left_out for one in files), _once(one.simplified for one in files)
        )
        for path in written:
            tell(_("Written: %(path)s") % {"path": path})


def _booklet_format(typed: str) -> str:
    """The name of a booklet's format.

    Raises:
        UsageError: it is none.
    """
    name = typed.casefold().removeprefix(".")
    found: Format = get_format(name)
    if not found.is_booklet:
        booklets = ", ".join(name for name, one in FORMATS.items() if one.is_booklet)
        raise UsageError(
            N_("“%(name)s” is no format of a booklet. Choose one of these: %(all)s."),
            name=typed,
            all=booklets,
        )
    return name


def _editions(
    typed: Sequence[str], spoken: str, base: KnowledgeBase, found: Visit
) -> list[tuple[str, ...]]:
    """Languages of each booklet, each edition once."""
    if not typed:
        settings = base.content.settings
        langs = languages_of(found, settings.languages, settings.fallback)
        return [(one,) for one in langs]
    pdf = FORMATS[BOOKLETS[0]]
    return list(dict.fromkeys(read_langs(one, spoken, base, pdf) for one in typed))


def _export(
    base: KnowledgeBase, found: Visit, langs: tuple[str, ...], paper: str, spoken: str
) -> Export:
    practices = tuple(base.practices_of(found)[0])
    wish = Wish(practices, langs, today(), found, "", paper)
    return base.export(wish, spoken)


def _tell_of_unread(base: KnowledgeBase, found: Visit, lang: str) -> None:
    """Tell which languages of participants have no booklet."""
    known = {primary(one) for one in base.content.settings.languages}
    spoken = dict.fromkeys(tag for one in found.participants for tag in one.languages)
    unread = [language_name(tag, lang) for tag in spoken if primary(tag) not in known]
    if unread:
        sentence = _("This knowledge base is not read in these languages of participants: %(all)s.")
        tell(sentence % {"all": format_list(unread, lang)})


def _once(told: Iterable[Sequence[LeftOut]]) -> list[LeftOut]:
    """Each once, although every language has a file of its own."""
    return list(dict.fromkeys(one for same in told for one in same))
