"""`kb docs`: the pages of docs/ that are made from the code. For those who maintain `kb`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from kb.authoring.advising.advice import render_page as render_advice
from kb.authoring.form.reference import render_form_reference
from kb.cli.base import KbFamily, command
from kb.cli.options import lang_option, option, quiet_option
from kb.cli.output import tell, write_lines
from kb.cli.settings import Settings, open_base
from kb.content.schema import write_docs
from kb.errors import N_
from kb.export.data import export_schema
from kb.translation.interface import gettext as _
from kb.translation.interface import use_language

COMMANDS_PAGE = "commands.md"
_WIDTH = 80


@command(
    "docs",
    examples=(
        ("kb docs", N_("Name the pages that are out of date.")),
        ("kb docs --write", N_("Write them.")),
    ),
    exits=N_("Some pages are out of date."),
)
@option("--write", is_flag=True, help=N_("Write the pages."))
@option(
    "--folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Where they lie; docs/ beside practices/ if not given."),
)
@lang_option
@quiet_option
@click.pass_context
def docs(ctx: click.Context, *, write: bool, folder: Path | None, lang: str, quiet: bool) -> None:
    """Write the generated pages, or name those that are out of date."""
    settings: Settings = ctx.obj
    if folder is None:
        with open_base(settings, lang) as base:
            folder = base.root / "docs"
    with tempfile.TemporaryDirectory() as name:
        pages = {path.relative_to(name): path.read_bytes() for path in write_pages(Path(name))}
        use_language(lang)
    stale = [page for page, data in pages.items() if not _is_current(folder / page, data)]
    write_lines(str(folder / page) for page in stale)
    if write:
        write_pages(folder)
        use_language(lang)
        if not quiet:
            tell(_("Written: %(num)d. Up to date before: %(unchanged)d.")
                 % {"num": len(stale), "unchanged": len(pages) - len(stale)})  # fmt: skip
    elif stale:
        if not quiet:
            tell(_('These pages are out of date. "kb docs --write" writes them.'))
        ctx.exit(1)


def write_pages(folder: Path) -> list[Path]:
    """Write all generated pages into a folder; a page that is current is left alone."""
    pages = {
        COMMANDS_PAGE: render_commands(),
        "form.md": render_form_reference(),
        "review.md": render_advice(),
        # The schema of `kb export --format json`, whose model lies above that of the records.
        "schema/export.json": json.dumps(export_schema(), indent=2, ensure_ascii=False) + "\n",
    }
    return [*write_docs(folder), *(_write(folder / name, text) for name, text in pages.items())]


def _write(page: Path, text: str) -> Path:
    data = text.encode()
    if not _is_current(page, data):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(data)
    return page


def render_commands() -> str:
    """All help pages in English, as Markdown."""
    use_language("en")
    return "\n".join(_commands_lines())


def _commands_lines() -> Iterator[str]:
    from kb.cli.root import cli

    yield "# Commands\n"
    yield "What `kb --help` and `kb COMMAND --help` say. This page is generated; do not edit it.\n"
    with click.Context(cli, info_name="kb", terminal_width=_WIDTH, color=False) as root:
        yield from _page("kb", cli.get_help(root))
        yield from _pages_below(cli, root)


def _pages_below(group: KbFamily, parent: click.Context) -> Iterator[str]:
    """The pages of a group's commands, and of those below them."""
    for name, entry in group.entries.items():
        one = None if entry.is_hidden else group.get_command(parent, name)
        if one is None:
            continue
        with click.Context(one, parent, name, terminal_width=_WIDTH, color=False) as ctx:
            yield from _page(ctx.command_path, one.get_help(ctx))
            if isinstance(one, KbFamily):
                yield from _pages_below(one, ctx)


def _page(title: str, text: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"```text\n{text}\n```\n"


def _is_current(page: Path, data: bytes) -> bool:
    return page.is_file() and page.read_bytes() == data
