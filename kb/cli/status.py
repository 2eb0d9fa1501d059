"""`kb status`: where an entry stands, and the steps from draft to published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.base import command, complete
from kb.cli.check import EXIT_FINDINGS
from kb.cli.options import STATUSES, json_option, lang_option, option, quiet_option
from kb.cli.output import look_of_stdout, tell, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_, UsageError
from kb.translation.interface import gettext as _

if TYPE_CHECKING:
    from kb.authoring.lifecycle import Hindrances
    from kb.knowledgebase import KnowledgeBase
    from kb.model import Practice
    from kb.model.practice import Step


@dataclass(frozen=True)
class _Wish:
    """What the options say."""

    by: str | None
    note: str
    on: date | None
    dry_run: bool
    as_json: bool
    lang: str
    quiet: bool


def _read_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        sentence = _("“%(value)s” is no date. Write it like 2026-11-23.")
        raise click.BadParameter(sentence % {"value": value}) from None


@command(
    "status",
    examples=(
        ("kb status", N_("Which entries wait to be finished or reviewed.")),
        ("kb status at-lungau-sprachcafe", N_("Where one entry stands, and what it lacks.")),
        (
            'kb status at-lungau-sprachcafe submitted --by "LAG Example"',
            N_("The author is ready: a reviewer may read it."),
        ),
        (
            'kb status at-lungau-sprachcafe published --by "LAG Other"',
            N_("The reviewer has read it, and readers may see it."),
        ),
        (
            'kb status at-lungau-sprachcafe archived --by "LAG Other" --note "Ended in 2025."',
            N_("It is not shown any more."),
        ),
    ),
    details=(
        N_(
            "An entry goes from draft to submitted, published and archived. What was submitted can "
            "go back to draft; what was published, to draft or submitted; what was archived, to "
            "published. Who took the step and when stands in the entry for everybody to read; the "
            "name of an organisation will do."
        ),
        N_(
            "To be submitted an entry needs title and summary, to be published all that “kb check” "
            "asks of a published entry, and neither may have errors. Only the lines of the status "
            "and the steps change; the difference is printed."
        ),
    ),
    exits=N_("The step is not taken: something is missing, or has to be mended first."),
)
@click.argument(
    "record_id",
    metavar="[ID]",
    required=False,
    shell_complete=complete("complete_practice"),
)
@click.argument("to", metavar="[STATUS]", required=False, type=click.Choice(STATUSES))
@option("--by", metavar="NAME", help=N_("Who takes the step: an organisation, mostly."))
@option("--note", metavar="TEXT", default="", help=N_("Why; needed to archive an entry."))
@option(
    "--on",
    metavar="DAY",
    callback=_read_day,
    help=N_("The day it was taken, such as 2026-11-23; today if not given."),
)
@option("--dry-run", is_flag=True, help=N_("Say what would change, and write nothing."))
@json_option
@lang_option
@quiet_option
@click.pass_context
def status(
    ctx: click.Context,
    record_id: str | None,
    to: str | None,
    *,
    by: str | None,
    note: str,
    on: date | None,
    dry_run: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> None:
    """Print where entries stand, or take a step."""
    if to is None and (by is not None or note or on or dry_run):
        raise UsageError(
            N_("Name the entry and the status it is to have: kb status ID published --by NAME.")
        )
    wish = _Wish(by, note, on, dry_run, as_json, lang, quiet)
    settings: Settings = ctx.obj
    with open_base(settings, lang, quiet=quiet) as base:
        if record_id is None:
            _print_waiting(base, wish)
        elif to is None:
            _print_standing(base, base.practice(record_id), wish)
        elif not _take_step(base, base.practice(record_id), to, wish):
            ctx.exit(EXIT_FINDINGS)


def _print_waiting(base: KnowledgeBase, wish: _Wish) -> None:
    from kb.authoring.lifecycle import find_waiting
    from kb.cli.listing import warn_of_faults
    from kb.cli.statuspage import waiting_lines, waiting_record
    from kb.cli.texts import Texts
    from kb.search.selection import Selection

    content = base.content
    fallback = content.settings.fallback
    entries = [
        (one, Texts(base.root, one, wish.lang, fallback))
        for one in find_waiting(content.practices.values())
    ]
    warn_of_faults(Selection(content).faulty)
    if wish.as_json:
        rows = [waiting_record(one, texts, _path_of(base, one)) for one, texts in entries]
        write_json({"waiting": rows})
    elif entries:
        write_lines(waiting_lines(entries, wish.lang, look_of_stdout()))
    elif not wish.quiet:
        tell(_("No entry waits: all are published or archived."))


def _print_standing(base: KnowledgeBase, practice: Practice, wish: _Wish) -> None:
    from kb.authoring.lifecycle import find_missing
    from kb.cli.statuspage import Standing
    from kb.cli.texts import Texts
    from kb.translation.coverage import RecordKey

    counts = base.translations.coverage((practice.id,)).records
    standing = Standing(
        practice,
        Texts(base.root, practice, wish.lang, base.content.settings.fallback),
        _path_of(base, practice),
        find_missing(base.content, practice),
        counts.get(RecordKey("practice", practice.id), {}),
        wish.lang,
    )
    if wish.as_json:
        write_json({"entry": standing.as_json()})
    else:
        write_lines(standing.lines(look_of_stdout()))


def _path_of(base: KnowledgeBase, practice: Practice) -> Path:
    return base.content.paths["practice", practice.id].relative_to(base.root)


def _take_step(base: KnowledgeBase, practice: Practice, to: str, wish: _Wish) -> bool:
    """Take the step, or say what keeps the entry from it; whether it was taken."""
    from kb.authoring.lifecycle import find_hindrances, make_step
    from kb.model.base import Status

    if wish.by is None:
        raise UsageError(N_("Say who takes the step: add --by and the name of an organisation."))
    # The day as the calendar on the wall has it, not that of Greenwich.
    day = wish.on or datetime.now().astimezone().date()
    step = make_step(practice, Status(to), wish.by, day, wish.note)
    hindrances = find_hindrances(base.content, practice, step)
    if hindrances:
        _tell_hindrances(base, practice, step, hindrances, wish)
        return False
    _write_step(base, practice, step, wish)
    return True


def _tell_hindrances(
    base: KnowledgeBase, practice: Practice, step: Step, hindrances: Hindrances, wish: _Wish
) -> None:
    from kb.cli.annotations import shown_path
    from kb.cli.reasons import with_reasons
    from kb.cli.statuspage import lacks_as_json
    from kb.content.findings import describe
    from kb.translation.formats import format_list
    from kb.translation.labels import field_label, named_status

    if wish.as_json:
        write_json({"step": {**_told(practice, step), "taken": False, **lacks_as_json(hindrances)}})
    params = {"id": practice.id, "status": named_status(step.status.value)}
    tell(_("“%(id)s” cannot have the status “%(status)s” yet; nothing was changed.") % params)
    if hindrances.missing:
        fields = format_list(list(map(field_label, hindrances.missing)), wish.lang)
        tell("  " + _("Fill in: %(fields)s.") % {"fields": fields})
    for one in hindrances.issues:
        where = f"{shown_path(one.where.path)}:{one.where.line}:{one.where.column}"
        tell(f"  {where}: {one.code} {describe(with_reasons(one), _)}")


def _write_step(base: KnowledgeBase, practice: Practice, step: Step, wish: _Wish) -> None:
    from kb.authoring.lifecycle import draft_step
    from kb.cli.difference import difference_lines
    from kb.translation.labels import named_status

    draft = draft_step(base.content.paths["practice", practice.id], step)
    if not wish.dry_run:
        draft.save()
    if wish.as_json:
        told = _told(practice, step)
        write_json({"step": {**told, "taken": not wish.dry_run, "missing": [], "findings": []}})
    else:
        write_lines(difference_lines(draft.difference()))
    if not wish.quiet:
        sentence = (
            _("“%(id)s” would have the status “%(status)s”; nothing was written.")
            if wish.dry_run
            else _("“%(id)s” now has the status “%(status)s”.")
        )
        tell(sentence % {"id": practice.id, "status": named_status(step.status.value)})


def _told(practice: Practice, step: Step) -> dict[str, object]:
    """A step for programs."""
    return {
        "id": practice.id,
        "from": practice.status.value,
        "to": step.status.value,
        "by": step.by,
        "on": step.on,
        "note": step.note,
    }
