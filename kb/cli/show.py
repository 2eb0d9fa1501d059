"""`kb show`: read one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.base import command, complete
from kb.cli.options import json_option, lang_option
from kb.cli.output import look_of_stdout, write_json, write_lines
from kb.cli.settings import Settings, open_base, system_cache
from kb.errors import N_

if TYPE_CHECKING:
    from kb.model import Record
    from kb.translation.localise import LocalisedTexts


@command(
    "show",
    examples=(
        ("kb show at-lungau-sprachcafe", N_("The whole entry, in the terminal's language.")),
        ("kb show at-lungau-sprachcafe --lang fi", N_("In Finnish, as far as it is translated.")),
        ("kb show halland-2017", N_("A visit; groups, partners and projects can be read, too.")),
        ("kb show at-lungau-sprachcafe --json", N_("The record as written, and all its texts.")),
    ),
    details=(
        N_(
            "Texts that are not in the asked language say so. Former ids work, too. Of a person "
            "who has not agreed to it, nothing is ever shown."
        ),
    ),
)
@click.argument("record_id", metavar="ID", shell_complete=complete("complete_record"))
@json_option
@lang_option
@click.pass_obj
def show(settings: Settings, record_id: str, *, as_json: bool, lang: str) -> None:
    """Print one record."""
    from kb.export.records import describe_record, get_record
    from kb.export.recordsource import open_content
    from kb.export.shelf import Shelf

    with open_base(settings, lang) as base:
        # Within the house: drafts are shown, and contacts that have agreed to anything.
        shelf = Shelf(open_content(base.root), (), None)
        kind, record = get_record(shelf, record_id)
        if as_json:
            texts = shelf.texts(record, lang, kind)
            write_json({kind: record_of(record), "lang": lang, "texts": texts_of(texts)})
            return
        from kb.cli.page import Page
        from kb.export.voices import Voices

        section = describe_record(Voices(shelf, (lang,), system_cache), record)
        write_lines(Page(section, look_of_stdout()).lines())


def record_of(record: Record) -> dict[str, object]:
    """The record as JSON; a practice with its level."""
    from kb.model import Practice
    from kb.model.practice import level

    computed = {"level": level(record).value} if isinstance(record, Practice) else {}
    return {"id": record.id, **computed, **record.model_dump(mode="json")}


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
