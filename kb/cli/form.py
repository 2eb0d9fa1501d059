"""`kb form`: a form to fill in for those who have only Word or Excel."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kb.cli.base import command, complete
from kb.cli.options import force_option, lang_option, option, output_option, quiet_option
from kb.cli.output import tell
from kb.cli.settings import Settings, open_base
from kb.content.store import Content
from kb.content.yamlfile import Tree, load_yaml
from kb.errors import N_, KbError, UsageError
from kb.model import Practice
from kb.translation.interface import gettext as _

FORMATS = ("docx", "xlsx")
_STEM = "form"


@command(
    "form",
    examples=(
        ("kb form --lang sv -o form.docx", N_("An empty form for Word, in Swedish.")),
        ("kb form --all --lang sv -o long.docx", N_("The same with all questions.")),
        ("kb form --lang fi -o form.xlsx", N_("A workbook for several practices.")),
        (
            "kb form --entry at-lungau-sprachcafe --lang de -o sprachcafe.docx",
            N_("What an entry holds, to be corrected."),
        ),
        (
            "kb form --sections about,where --lang sv -o short.docx",
            N_("Only the questions of two sections."),
        ),
    ),
    details=(
        N_(
            "An empty Word form asks what an entry needs for publication, and a little more; with "
            "--all everything."
        ),
        N_("“kb import” reads the forms that come back, whatever language they are in."),
        N_(
            "A form of some sections leaves all else in the entry as it is. Sections: about, "
            "where, work, outcome, money, sources, ties."
        ),
    ),
)
@lang_option
@option(
    "--entry",
    "ids",
    multiple=True,
    metavar="ID",
    shell_complete=complete("complete_practice"),
    help=N_("Fill in what this entry holds. May be repeated."),
)
@option(
    "--sections",
    metavar="NAMES",
    default="",
    help=N_("Only these sections of a Word form, with commas between them."),
)
@option("--all", "is_all", is_flag=True, help=N_("All questions in an empty Word form."))
@option(
    "--format",
    "form_format",
    type=click.Choice(FORMATS, case_sensitive=False),
    help=N_("Word or Excel; by the end of the file's name if not given."),
)
@output_option
@force_option
@quiet_option
@click.pass_context
def form(
    ctx: click.Context,
    /,
    lang: str,
    ids: tuple[str, ...],
    sections: str,
    form_format: str | None,
    output: str | None,
    *,
    is_all: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Write a form."""
    from kb.cli.files import write_files

    settings: Settings = ctx.obj
    output = None if output == "-" else output
    name = form_format or _format_of(output)
    if output is None and sys.stdout and sys.stdout.isatty():
        raise UsageError(N_("A form is no text for a terminal. Write it to a file: -o form.docx."))
    with open_base(settings, lang, quiet=quiet) as base:
        tag = _offered(lang, base.content)
        practices = {one.id: one for one in map(base.practice, ids)}
        wanted = [one.strip() for one in sections.split(",") if one.strip()]
        made = _make(base.content, name, tag, [*practices.values()], wanted, is_all=is_all)
        is_single = len(made) == 1
        for path in write_files(made, output, is_single=is_single, force=force):
            if not quiet:
                tell(_("Written: %(path)s") % {"path": path})


def _format_of(output: str | None) -> str:
    """The format by the name of the file; Word for folders and pipes."""
    from kb.cli.files import names_folder

    suffix = Path(output).suffix.casefold().removeprefix(".") if output else ""
    if suffix in FORMATS:
        return suffix
    if suffix and output and not names_folder(output):
        raise UsageError(
            N_("A form is a file for Word or Excel: let the name end with .docx or .xlsx.")
        )
    return FORMATS[0]


def _offered(lang: str, content: Content) -> str:
    """The language as the base has it: de for somebody who speaks de-AT."""
    languages = content.settings.languages
    for tag in (lang, lang.partition("-")[0]):
        if tag in languages:
            return tag
    raise UsageError(
        N_("The knowledge base is not read in “%(lang)s”. Its languages: %(languages)s."),
        lang=lang,
        languages=", ".join(languages),
    )


def _make(
    content: Content,
    name: str,
    lang: str,
    practices: Sequence[Practice],
    sections: Sequence[str],
    *,
    is_all: bool,
) -> list[tuple[str, bytes]]:
    """Names and bytes of the files: one workbook for all entries, one Word form for each."""
    if name == "xlsx":
        from kb.authoring.intake.workbook import render_workbook

        if sections:
            raise UsageError(N_("A workbook has all sections. Leave out --sections."))
        return [(f"{_STEM}.{lang}.xlsx", render_workbook(content, lang, practices))]
    from kb.authoring.intake.wordform import render_word_form

    if not practices:
        is_short = not (is_all or sections)
        data = render_word_form(content, lang, sections=sections, is_short=is_short)
        return [(f"{_STEM}.{lang}.docx", data)]
    return [
        (
            f"{one.id}.{lang}.docx",
            render_word_form(
                content, lang, _tree_of(content, one.id), entry_id=one.id, sections=sections
            ),
        )
        for one in practices
    ]


def _tree_of(content: Content, entry_id: str) -> dict[str, Tree]:
    """An entry as it stands in its file."""
    path = content.paths["practice", entry_id]
    tree = load_yaml(path).value
    if not isinstance(tree, dict):
        raise KbError(N_("%(path)s has faults. “kb check” lists them."), path=path)
    return tree
