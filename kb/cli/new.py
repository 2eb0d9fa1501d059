"""`kb new`: describe a practice that is not there yet, in a dialogue or all at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.authoring.form.questions import Question, practice_form
from kb.cli.base import command, complete
from kb.cli.dialogue.newentry import Wish, checked_id, write_at_once
from kb.cli.options import json_option, lang_option, option, quiet_option
from kb.cli.output import tell
from kb.cli.settings import Settings, open_base, state_folder
from kb.errors import N_, UsageError
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext

if TYPE_CHECKING:
    from kb.cli.options import Function

_SECTION = "about"
_PLACE = ("location.country", "location.municipality", "location.place")
"""With the questions of the first section those that have an option of their own."""
_METAVARS = {"language": "TAG", "topics": "TOPIC", "target_groups": "GROUP"} | {
    "location.country": "CODE"
}
_COMPLETERS = {
    "topics": "complete_topic",
    "target_groups": "complete_target",
    "location.country": "complete_any_country",
}
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


def _asked_by_option() -> Iterator[Question]:
    for section in practice_form().sections:
        if section.id == _SECTION:
            yield from section.questions
    yield from map(practice_form().get, _PLACE)


def _answer_options(function: Function) -> Function:
    """An option for each answer an entry is found by."""
    for question in reversed(tuple(_asked_by_option())):
        completer = _COMPLETERS.get(question.name)
        made: Callable[[Any], Any] = option(
            f"--{question.key.replace('_', '-')}",
            question.name.replace(".", "__"),
            multiple=question.is_list,
            metavar=_METAVARS.get(question.name, "TEXT"),
            help=question.wording.marked_help,
            **({"shell_complete": complete(completer)} if completer else {}),
        )
        function = made(function)
    return function


@command(
    "new",
    examples=(
        ("kb new", N_("Questions one after another, in your language.")),
        ("kb new --resume", N_("Go on where you left.")),
        (
            'kb new --title "Repair café" --language en --country SE --dry-run',
            N_("See the file, with what is still missing."),
        ),
        (
            'kb new --from answers.json --set "results.0.text=Forty people came." --yes',
            N_("From a program; nothing is asked."),
        ),
    ),
    details=(
        N_(
            "On a terminal what the options do not answer is asked, as little as an entry needs; "
            "all else is offered. Answers are kept in your own folder until the entry is saved. "
            "The entry is a draft: “kb status” says what it lacks, and submits it."
        ),
        N_(
            "With --from, --json or without a terminal nothing is asked. All that is wrong or "
            "missing is told at once, and nothing is written."
        ),
    ),
    exits=N_(
        "Nothing was written: answers are missing or have to be mended, or the practice may be "
        "there already."
    ),
)
@_answer_options
@option(
    "--set",
    "others",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=complete("complete_answer"),
    help=N_("Any other answer, such as goals=… or results.0.text=…; may be repeated."),
)
@option(
    "--from",
    "file",
    metavar="FILE",
    type=_FILE,
    help=N_("Answers in JSON, named as for --set or nested as in the entry; - for stdin."),
)
@option("--id", "entry_id", metavar="ID", default="", help=N_("Id of the entry, if not the usual."))
@option(
    "--yes",
    is_flag=True,
    help=N_("Take the file's name as it is, and write although similar entries are there."),
)
@option("--resume", is_flag=True, help=N_("Go on with the answers that were kept last."))
@option("--discard", is_flag=True, help=N_("Forget all answers that were kept."))
@option("--dry-run", is_flag=True, help=N_("Print the file, and write nothing."))
@json_option
@lang_option
@quiet_option
@click.pass_context
def new(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    /,
    *,
    others: Sequence[str],
    file: Path | None,
    entry_id: str,
    yes: bool,
    resume: bool,
    discard: bool,
    dry_run: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
    **own: str | Sequence[str] | None,
) -> None:
    """Write a draft from answers."""
    settings: Settings = ctx.obj
    wish = Wish(checked_id(entry_id), yes, dry_run, as_json, lang, quiet)
    answers = {**_from_options(own), **_from_others(others)}
    with open_base(settings, lang, quiet=quiet) as base:
        if discard:
            _discard(base.root)
        elif _is_talk(wish, file, answers):
            from kb.cli.dialogue.newdialogue import NewDialogue

            talk = NewDialogue(base, settings.cache, state_folder(), wish)
            ctx.exit(talk.run({name: text for name, (_place, text) in answers.items()}, resume))
        elif resume:
            raise UsageError(N_("--resume goes on with questions, and those need a terminal."))
        else:
            ctx.exit(write_at_once(base, settings.cache, wish, answers, file))


def _is_talk(wish: Wish, file: Path | None, answers: Mapping[str, object]) -> bool:
    """Whether questions are asked."""
    from kb.authoring.dialogue.course import NEEDED

    if wish.as_json or file or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return not (wish.yes and all(name in answers for name in NEEDED))


def _discard(root: Path) -> None:
    from kb.authoring.dialogue.unfinished import find_unfinished

    found = find_unfinished(state_folder(), root)
    for one in found:
        one.path.unlink(missing_ok=True)
    number = len(found)
    sentence = ngettext(
        "The answers of %(num)d unfinished entry are forgotten.",
        "The answers of %(num)d unfinished entries are forgotten.",
        number,
    )
    tell(sentence % {"num": number} if found else _("No answers were kept."))


def _from_options(own: Mapping[str, str | Sequence[str] | None]) -> dict[str, tuple[str, str]]:
    """Name of each answer that has an option → the option, and what was typed."""
    found = {}
    for key, value in own.items():
        name = key.replace("__", ".")
        place = f"--{name.rpartition('.')[2].replace('_', '-')}"
        if value:
            found[name] = (place, value if isinstance(value, str) else "\n".join(value))
    return found


def _from_others(others: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The same of --set; a list that is named again goes on.

    Raises:
        UsageError: a name nobody asks for.
    """
    from kb.authoring.form.answers import find_asked, find_near_name

    found: dict[str, tuple[str, str]] = {}
    for one in others:
        name, equals, text = one.partition("=")
        name = name.strip()
        question = find_asked(name)
        if question is None or not equals:
            near = find_near_name(name)
            if equals and near is None:
                raise UsageError(
                    N_("There is no question “%(name)s”. docs/fields.md lists all there are."),
                    name=name[:80],
                )
            if near is None or near == name:
                raise UsageError(
                    N_("“%(value)s” is no answer. Write a name and a value: results.0.text=…"),
                    value=one[:80],
                )
            raise UsageError(
                N_("There is no question “%(name)s”. Did you mean “%(near)s”?"),
                name=name[:80],
                near=near,
            )
        if question.is_list and name in found:
            text = f"{found[name][1]}\n{text}"
        found[name] = (f"--set {name}", text)
    return found
