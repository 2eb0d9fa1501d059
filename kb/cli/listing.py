"""`kb list`: practices in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from kb.cli.base import command
from kb.cli.options import PUBLISHED, filter_options, json_option, lang_option, option, quiet_option
from kb.cli.output import look_of_stdout, table, tell, write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.cli.texts import Texts
from kb.errors import N_
from kb.knowledgebase import KnowledgeBase
from kb.model import Practice
from kb.model.practice import level
from kb.search.selection import Selection
from kb.translation.formats import country_name, sort_key
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext
from kb.translation.labels import field_label, value_label

_TITLE_COLUMN = 2
_Entry = tuple[Practice, Texts]


@command(
    "list",
    examples=(
        ("kb list", N_("All published practices.")),
        ("kb list --status draft --status published", N_("Those in the making, too.")),
        ("kb list --topic housing --sort start", N_("One topic, oldest first.")),
        ("kb list --json > practices.json", N_("For another program.")),
    ),
    details=(
        N_(
            "An entry is full if nothing is missing that a published one needs, else a stub; "
            '"kb check" says what is missing.'
        ),
    ),
)
@filter_options
@option(
    "--sort",
    type=click.Choice(("id", "title", "country", "start")),
    default="id",
    help=N_("What to sort by; the id if not given."),
)
@json_option
@lang_option
@quiet_option
@click.pass_obj
def list_practices(
    settings: Settings, /, *, sort: str, as_json: bool, lang: str, quiet: bool, **filters: Any
) -> None:
    """Print practices, one a line."""
    filters["status"] = filters["status"] or PUBLISHED
    with open_base(settings, lang, quiet=quiet) as base:
        selection = Selection(base.content)
        chosen = selection.choose(filters)
    fallback = base.content.settings.fallback
    entries = [(one, Texts(base.root, one, lang, fallback)) for one in chosen]
    entries.sort(key=_sorting(sort, lang))
    warn_of_faults(selection.faulty)
    if as_json:
        write_json({"practices": [_record(base, entry) for entry in entries]})
    elif entries:
        _print_table(entries, lang)
    if not quiet:
        _tell_of_hidden(selection, filters, len(entries))


def warn_of_faults(count: int) -> None:
    """Tell that some entries are missing because they cannot be read."""
    if count:
        sentence = ngettext(
            '%(num)d entry has faults and is left out; "kb check" shows them.',
            '%(num)d entries have faults and are left out; "kb check" shows them.',
            count,
        )
        tell(sentence % {"num": count})


def _tell_of_hidden(selection: Selection, filters: dict[str, Any], shown: int) -> None:
    hidden = len(selection.choose({**filters, "status": ()})) - shown
    if not shown:
        tell(_("No practice fits these options. Try with fewer of them."))
    if hidden:
        sentence = ngettext(
            "%(num)d more has another status; --status draft, submitted or archived shows it.",
            "%(num)d more have another status; --status draft, submitted or archived shows them.",
            hidden,
        )
        tell(sentence % {"num": hidden})


def _sorting(sort: str, lang: str) -> Callable[[_Entry], tuple[Any, ...]]:
    def key(entry: _Entry) -> tuple[Any, ...]:
        practice, texts = entry
        title = sort_key(texts.title.value, lang)
        if sort == "title":
            return title, practice.id
        if sort == "country":
            code = practice.location.country if practice.location else ""
            return not code, sort_key(country_name(code, lang), lang), title
        if sort == "start":
            start = _start(practice)
            return start is None, start or "", practice.id
        return (practice.id,)

    return key


def _start(practice: Practice) -> str | None:
    return practice.period.start if practice.period else None


def _print_table(entries: Sequence[_Entry], lang: str) -> None:
    names = ("id", "country", "title", "period", "level", "status")
    rows = [
        (
            one.id,
            country_name(one.location.country, lang) if one.location else "",
            texts.noted_title,
            _period(one),
            value_label("level", level(one).value),
            value_label("status", one.status.value),
        )
        for one, texts in entries
    ]
    heads = [field_label(name) for name in names]
    write_lines(table(heads, rows, look_of_stdout(), _TITLE_COLUMN))


def _period(practice: Practice) -> str:
    """First and last year, such as 2016–2019 or 2016–."""
    period = practice.period
    start = (period.start or "")[:4] if period else ""
    end = (period.end or "")[:4] if period else ""
    if start == end:
        return start
    return f"{start}–{end}"


def _record(base: KnowledgeBase, entry: _Entry) -> dict[str, object]:
    practice, texts = entry
    path = base.content.paths[("practice", practice.id)]
    period = practice.period
    return {
        "id": practice.id,
        "title": texts.title.value,
        "title_lang": texts.title.lang,
        "title_state": texts.title.state,
        "country": practice.location.country if practice.location else None,
        "topics": list(practice.topics),
        "target_groups": list(practice.target_groups),
        "start": period.start if period else None,
        "end": period.end if period else None,
        "state": period.state.value if period else None,
        "lang": practice.language,
        "level": level(practice).value,
        "status": practice.status.value,
        "path": path.relative_to(base.root).as_posix(),
    }
