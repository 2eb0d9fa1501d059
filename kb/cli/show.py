"""`kb show`: read one practice."""

from __future__ import annotations

import click

from kb.cli.base import command, complete
from kb.cli.options import json_option, lang_option
from kb.cli.output import write_json, write_lines
from kb.cli.settings import Settings, open_base
from kb.errors import N_
from kb.model import Practice
from kb.model.practice import level, open_contacts
from kb.translation.localise import LocalisedTexts


@command(
    "show",
    examples=(
        ("kb show at-lungau-sprachcafe", N_("The whole entry, in the terminal's language.")),
        ("kb show at-lungau-sprachcafe --lang fi", N_("In Finnish, as far as it is translated.")),
        ("kb show at-lungau-sprachcafe --json", N_("The record as written, and all its texts.")),
    ),
    details=(
        N_(
            "Texts that are not in the asked language say so. Former ids work, too. Of a person "
            "who has not agreed to it, nothing is ever shown."
        ),
    ),
)
@click.argument("practice_id", metavar="ID", shell_complete=complete("complete_practice"))
@json_option
@lang_option
@click.pass_obj
def show(settings: Settings, practice_id: str, *, as_json: bool, lang: str) -> None:
    """Print one practice."""
    with open_base(settings, lang) as base:
        practice = base.practice(practice_id)
        if as_json:
            shown = practice.model_copy(update={"contacts": open_contacts(practice.contacts)})
            texts = base.localise(shown, lang)
            write_json({"practice": record_of(practice), "lang": lang, "texts": texts_of(texts)})
            return
        from kb.cli.output import look_of_stdout
        from kb.cli.showtext import Page

        write_lines(Page(base, practice, lang, look_of_stdout()).lines())


def record_of(practice: Practice) -> dict[str, object]:
    """The record as JSON, without what is private."""
    record = practice.model_dump(mode="json")
    record["contacts"] = [one.model_dump(mode="json") for one in open_contacts(practice.contacts)]
    return {"id": practice.id, "level": level(practice).value, **record}


def texts_of(texts: LocalisedTexts) -> list[dict[str, object]]:
    """Every text in the reader's language, with what it is."""
    return [
        {
            "field": field,
            "text": one.value,
            "lang": one.lang,
            "state": one.state,
            "shown_state": one.shown_state,
            "source": one.source,
            "previous": one.previous,
        }
        for field, one in texts
    ]
