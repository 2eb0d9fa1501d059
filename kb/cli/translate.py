"""`kb translate`: what is missing, what goes to translators, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.annotations import FORMS, annotate
from kb.cli.base import TranslateFamily, complete
from kb.cli.base import command as any_command
from kb.cli.check import print_findings
from kb.cli.commands import TRANSLATE_COMMANDS
from kb.cli.options import (
    force_option,
    json_option,
    option,
    output_option,
    quiet_option,
    read_language,
)
from kb.cli.output import look_of_stdout, tell, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.cli.usage import explain
from kb.errors import N_, Issue, KbError, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext

if TYPE_CHECKING:
    from kb.knowledgebase import KnowledgeBase
    from kb.translation.coverage import RecordKey
    from kb.translation.update import Updating
    from kb.translation.workshop import Import, TranslationWorkshop

EXIT_FINDINGS = 1
command = partial(any_command, entries=TRANSLATE_COMMANDS)

ids_argument = click.argument(
    "ids", nargs=-1, metavar="[ID]...", shell_complete=complete("complete_practice")
)
language_option = option(
    "--lang",
    metavar="TAG",
    callback=read_language,
    shell_complete=complete("complete_lang"),
    help=N_("Language of the translation."),
)
form_option = option(
    "--format",
    "form",
    type=click.Choice(("text", "json", *FORMS)),
    default="text",
    help=N_("How to print; github and gitlab tell it at the lines of the files."),
)
languages_option = option(
    "--lang",
    "langs",
    multiple=True,
    metavar="TAG",
    shell_complete=complete("complete_lang"),
    help=N_("Only this language; may be repeated."),
)


@any_command(
    "translate",
    cls=TranslateFamily,
    examples=(
        ("kb translate status", N_("See how far each language is.")),
        ("kb translate update", N_("After an edit: show translators what changed.")),
        (
            "kb translate export at-lungau-sprachcafe --lang fi -o at-lungau-sprachcafe.po",
            N_("A file for a translator."),
        ),
        ("kb translate import at-lungau-sprachcafe.po", N_("Take it back.")),
    ),
    details=(
        N_(
            "Translations lie in PO files below locales/, one for each entry and language; any PO "
            "editor opens them. A text is reviewed, a draft (made by machine, or not yet read by a "
            "person), outdated (the original was edited since) or missing."
        ),
    ),
)
def translate() -> None:
    """Hold the commands together."""


@command(
    "status",
    examples=(
        ("kb translate status", N_("All languages.")),
        ("kb translate status --records --lang fi", N_("Each entry, into Finnish.")),
        ("kb translate status --fail-under 95", N_("For automatic checks.")),
        ("kb translate status --format github", N_("At the lines that need work, on GitHub.")),
    ),
    details=(
        N_(
            "The share counts texts that are up to date, drafts included; with --reviewed only "
            "those that a person has read."
        ),
    ),
    exits=N_("A language is below the share of --fail-under."),
)
@ids_argument
@languages_option
@option("--records", is_flag=True, help=N_("One line for each record."))
@option("--reviewed", is_flag=True, help=N_("Count reviewed texts only in the share."))
@option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help=N_("Exit with 1 where a language has a smaller share."),
)
@form_option
@json_option
@click.pass_context
def status(
    ctx: click.Context,
    ids: tuple[str, ...],
    langs: tuple[str, ...],
    *,
    records: bool,
    reviewed: bool,
    fail_under: float | None,
    form: str,
    as_json: bool,
) -> None:
    """Print how far the translations are."""
    from kb.cli.statustext import StatusReport

    settings: Settings = ctx.obj
    with open_base(settings, settings.lang) as base:
        workshop = base.translations
        chosen = workshop.find_langs(_tags(langs))
        report = StatusReport(workshop.coverage(ids), chosen, settings.lang, is_strict=reviewed)
        issues = _outdated(base, ids, chosen) if form in FORMS else ()
    for path in report.faulty:
        tell(_("%(path)s has faults and is not counted.") % {"path": path})
    if as_json or form == "json":
        write_json(report.as_json())
    elif form in FORMS:
        write_lines(annotate(issues, form))
    else:
        write_lines(report.lines(look_of_stdout(), with_records=records or bool(ids)))
    if fail_under is not None and (low := report.below(fail_under)):
        for lang, share in low:
            sentence = _("%(lang)s: %(share)s is less than %(wanted)s.")
            tell(sentence % {"lang": lang, "share": share, "wanted": report.percent(fail_under)})
        ctx.exit(EXIT_FINDINGS)


def _outdated(base: KnowledgeBase, ids: Sequence[str], langs: Sequence[str]) -> Sequence[Issue]:
    """Translations that fell behind, each at its line."""
    from kb.translation.outdated import find_outdated

    return find_outdated(base.content, langs, base.translations.find_keys(ids))


@command(
    "update",
    examples=(
        ("kb translate update", N_("All entries that were edited.")),
        ("kb translate update at-lungau-sprachcafe --minor", N_("Only a typing error was mended.")),
    ),
    details=(
        N_(
            "A text that was edited keeps its old translation, marked as outdated beside the "
            "source it was made from. With --minor it stays valid. What was deleted is kept at "
            "the end of the PO file, and comes back when the text does."
        ),
    ),
    exits=N_("An entry or a catalog has faults and was left as it is."),
)
@ids_argument
@languages_option
@option(
    "--minor",
    is_flag=True,
    help=N_("The edits do not change the meaning: translations stay valid."),
)
@option(
    "--field",
    "fields",
    multiple=True,
    metavar="FIELD",
    help=N_("With --minor: only edits in this field; may be repeated."),
)
@option("--dry-run", is_flag=True, help=N_("Say what would change, and write nothing."))
@quiet_option
@click.pass_context
def update(
    ctx: click.Context,
    ids: tuple[str, ...],
    langs: tuple[str, ...],
    *,
    minor: bool,
    fields: tuple[str, ...],
    dry_run: bool,
    quiet: bool,
) -> None:
    """Update catalogs."""
    settings: Settings = ctx.obj
    if fields and not minor:
        raise UsageError(N_("--field belongs to --minor: it says which edits are minor."))
    if minor and not ids:
        raise UsageError(N_("--minor needs the id of the entry that was edited."))
    with open_base(settings, settings.lang, quiet=quiet) as base:
        minor_fields = fields if minor else None
        done = base.translations.update(
            ids, _tags(langs), minor_fields=minor_fields, dry_run=dry_run
        )
        write_lines(path.relative_to(base.root).as_posix() for path in done.written)
    _tell_update(done, dry_run, quiet)
    if done.faulty or done.damaged:
        ctx.exit(EXIT_FINDINGS)


def _tell_update(done: Updating, dry_run: bool, quiet: bool) -> None:
    for path in done.faulty:
        tell(_('%(path)s has faults; its catalogs are left as they are. "kb check" tells more.')
             % {"path": path})  # fmt: skip
    for error in done.damaged:
        tell(explain(error))
    if quiet:
        return
    number = len(done.written)
    if not number and not done.faulty and not done.damaged:
        tell(_("All catalogs are up to date."))
    elif dry_run:
        sentence = ngettext(
            "%(num)d catalog would change.", "%(num)d catalogs would change.", number
        )
        tell(sentence % {"num": number})
    else:
        sentence = ngettext("%(num)d catalog updated.", "%(num)d catalogs updated.", number)
        tell(sentence % {"num": number})


@command(
    "check",
    examples=(
        ("kb translate check", N_("All translations.")),
        ("kb translate check at-lungau-sprachcafe --lang sv", N_("One entry in Swedish.")),
    ),
    exits=N_("Findings: something in the translations needs mending."),
)
@ids_argument
@languages_option
@form_option
@option("--strict", is_flag=True, help=N_("Warnings count as errors."))
@json_option
@quiet_option
@option("--verbose", is_flag=True, help=N_("Say why each kind of finding matters."))
@click.pass_context
def check(
    ctx: click.Context,
    ids: tuple[str, ...],
    langs: tuple[str, ...],
    *,
    form: str,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Print what is wrong in the translations."""
    settings: Settings = ctx.obj
    with open_base(settings, settings.lang, quiet=quiet) as base:
        workshop = base.translations
        chosen = workshop.find_langs(_tags(langs)) if langs else ()
        known = [key.id for key in workshop.find_keys(ids)] if ids else ()
        issues = base.check_translations((), known, chosen)
        form = "json" if as_json else form
        print_findings(ctx, issues, base.root, settings.lang,
                       form=form, strict=strict, quiet=quiet, verbose=verbose)  # fmt: skip


@command(
    "review",
    examples=(
        (
            'kb translate review at-lungau-sprachcafe --lang fi --by "Kylätoimikunta"',
            N_("All drafts of an entry."),
        ),
        (
            'kb translate review at-lungau-sprachcafe --lang fi --by "LAG" --field goals',
            N_("One field only."),
        ),
    ),
    details=(
        N_(
            "Outdated texts stay outdated: mend them in the PO file. The name stands in the PO "
            "file for everyone to read; that of an organisation will do."
        ),
    ),
)
@click.argument(
    "ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete("complete_practice")
)
@language_option
@option("--by", metavar="NAME", required=True, help=N_("Who has read the texts."))
@option(
    "--field",
    "fields",
    multiple=True,
    metavar="FIELD",
    help=N_("Only this field, such as goals or obstacles.remedy; may be repeated."),
)
@quiet_option
@click.pass_obj
def review(
    settings: Settings,
    ids: tuple[str, ...],
    *,
    lang: str | None,
    by: str,
    fields: tuple[str, ...],
    quiet: bool,
) -> None:
    """Lift the draft mark."""
    name = " ".join(by.split())
    if not name:
        raise UsageError(N_("--by is empty. Write who has read the texts."))
    with open_base(settings, settings.lang, quiet=quiet) as base:
        lifted, left = base.translations.review(ids, _needed(lang), name, fields)
    if quiet:
        return
    sentence = ngettext("%(num)d text reviewed.", "%(num)d texts reviewed.", lifted)
    tell(sentence % {"num": lifted})
    if left:
        sentence = ngettext(
            "%(num)d text is still a draft or outdated.",
            "%(num)d texts are still drafts or outdated.",
            left,
        )
        tell(sentence % {"num": left})


@command(
    "export",
    examples=(
        (
            "kb translate export at-lungau-sprachcafe --lang fi > at-lungau-sprachcafe.fi.po",
            N_("For a PO editor."),
        ),
        (
            "kb translate export --lang sv --format xliff2 -o out/",
            N_("All entries as XLIFF 2.0, for an agency."),
        ),
    ),
    details=(
        N_(
            "The files are up to date with the entries, whether “kb translate update” was run or "
            "not. “kb translate import” takes them back."
        ),
    ),
)
@ids_argument
@language_option
@option(
    "--format",
    "form",
    type=click.Choice(("po", "xliff", "xliff2")),
    default="po",
    help=N_("PO if not given; xliff is XLIFF 1.2, xliff2 is XLIFF 2.0."),
)
@output_option
@force_option
@quiet_option
@click.pass_obj
def export(
    settings: Settings,
    ids: tuple[str, ...],
    *,
    lang: str | None,
    form: str,
    output: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Write files for translators."""
    from kb.cli.files import write_files

    target = _needed(lang)
    with open_base(settings, settings.lang, quiet=quiet) as base:
        workshop = base.translations
        keys = [key for key in workshop.find_keys(ids) if not workshop.is_source(key, target)]
        files = _exported(workshop, keys, target, form)
        if ids and not keys:
            raise UsageError(N_("“%(id)s” is written in this language itself."), id=ids[0])
        written = write_files(files, output, is_single=len(keys) == 1, force=force)
    if not quiet and written:
        number = len(written)
        tell(ngettext("%(num)d file written.", "%(num)d files written.", number) % {"num": number})


def _exported(
    workshop: TranslationWorkshop, keys: Iterable[RecordKey], lang: str, form: str
) -> Iterator[tuple[str, bytes]]:
    """(file name, data) of each record."""
    from kb.translation.workshop import SUFFIXES

    for key in keys:
        yield f"{key.id}.{lang}{SUFFIXES[form]}", workshop.export(key, lang, form)


@command(
    "import",
    examples=(
        (
            "kb translate import at-lungau-sprachcafe.fi.po",
            N_("A file a translator has sent back."),
        ),
        ("kb translate import *.xlf --dry-run", N_("See first what it would change.")),
        ("kb translate import at-lungau-sprachcafe.fi.po --draft", N_("Texts made by machine.")),
    ),
    details=(
        N_(
            "Texts that came back changed are taken as a person's work and are no drafts any more; "
            "with --draft they are taken as made by machine, and never replace a reviewed text. "
            "Empty texts erase nothing. If one file is damaged, nothing is changed at all."
        ),
    ),
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@option("--draft", is_flag=True, help=N_("The texts were made by machine: mark them as drafts."))
@option("--by", metavar="NAME", help=N_("Who translated; stands in the PO file."))
@option("--dry-run", is_flag=True, help=N_("Say what would change, and write nothing."))
@quiet_option
@click.pass_obj
def take_back(
    settings: Settings,
    files: tuple[Path, ...],
    *,
    draft: bool,
    by: str | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Take back files from translators."""
    with open_base(settings, settings.lang, quiet=quiet) as base:
        workshop = base.translations
        imports = [workshop.read_import(path, is_machine=draft) for path in files]
        _refuse_twice(imports, files)
        for one in imports:
            if not dry_run:
                workshop.write_import(one, " ".join((by or "").split()))
            write_lines(_import_lines(one, base))


def _refuse_twice(imports: Sequence[Import], files: Sequence[Path]) -> None:
    """Two files for one catalog: the second would undo the first without a word."""
    seen: dict[Path, Path] = {}
    for one, file in zip(imports, files, strict=True):
        if other := seen.get(one.path):
            raise KbError(
                N_("%(path)s and %(other)s hold the same entry in the same language. Nothing was "
                   "changed."),
                path=file,
                other=other,
            )  # fmt: skip
        seen[one.path] = file


def _import_lines(one: Import, base: KnowledgeBase) -> Iterator[str]:
    """What came of one file."""
    taking = one.taking
    counts = [
        ngettext("%(num)d new text", "%(num)d new texts", taking.new) % {"num": taking.new},
        ngettext("%(num)d changed", "%(num)d changed", taking.changed) % {"num": taking.changed},
        ngettext("%(num)d confirmed", "%(num)d confirmed", taking.confirmed)
        % {"num": taking.confirmed},
    ]
    if taking.kept:
        counts.append(
            ngettext("%(num)d reviewed text kept", "%(num)d reviewed texts kept", taking.kept)
            % {"num": taking.kept}
        )
    if taking.outdated:
        counts.append(
            ngettext("%(num)d outdated", "%(num)d outdated", taking.outdated)
            % {"num": taking.outdated}
        )
    path = one.path.relative_to(base.root).as_posix()
    yield f"{path}: {', '.join(counts)}"
    for text in taking.unknown:
        yield "  " + _("Not taken, it belongs to no field: %(text)s") % {"text": text[:60]}


@command(
    "extract",
    examples=(
        ("kb translate extract at-lungau-sprachcafe > at-lungau-sprachcafe.pot", N_("One entry.")),
        ("kb translate extract -o templates/", N_("All entries.")),
    ),
    details=(N_("“pybabel extract” does the same, with the extraction method “kb”."),),
)
@ids_argument
@output_option
@force_option
@quiet_option
@click.pass_obj
def extract(
    settings: Settings, ids: tuple[str, ...], *, output: str | None, force: bool, quiet: bool
) -> None:
    """Write templates."""
    from kb.cli.files import write_files

    with open_base(settings, settings.lang, quiet=quiet) as base:
        workshop = base.translations
        keys = workshop.find_keys(ids)
        files = ((f"{key.id}.pot", workshop.template(key).encode("utf-8")) for key in keys)
        write_files(files, output, is_single=len(keys) == 1, force=force)


def _tags(langs: Sequence[str]) -> list[str]:
    """Language tags as they were typed, checked."""
    from kb.cli.language import parse_language

    found = []
    for one in langs:
        tag = parse_language(one)
        if tag is None:
            raise UsageError(
                N_("“%(value)s” is no language tag. Write it like de or de-AT."), value=one
            )
        found.append(tag)
    return found


def _needed(lang: str | None) -> str:
    """The language that was named.

    Raises:
        UsageError: none was.
    """
    if lang is None:
        raise UsageError(N_("Name the language to translate into: --lang fi, for example."))
    return lang
