"""What stands on the first sheet of the workbook: how to fill it in, and where to send it."""

from __future__ import annotations

from collections.abc import Iterator

from kb.content.store import Content
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


def iter_advice(content: Content, main: str) -> Iterator[tuple[str, str]]:
    """What to do: a few words, and a sentence or two.

    Args:
        content: the knowledge base.
        main: what the sheet of the practices is called.
    """
    yield (
        _("One practice, one row"),
        _(
            "Describe each practice in a row of the sheet “%(sheet)s”. Write as you would tell "
            "it to a colleague, in your own language. Leave empty what you do not know."
        )
        % {"sheet": main},
    )
    yield (
        _("What comes several times"),
        _(
            "Organisations, results, sources and the like stand on sheets of their own, one in "
            "each row. Choose in the first column which practice they belong to."
        ),
    )
    yield (
        _("Several answers in a cell"),
        _(
            "Goals, measures and other lists stand in one cell, each in a line of its own. A "
            "new line in a cell: Alt+Enter in Excel, Ctrl+Enter in LibreOffice."
        ),
    )
    yield (
        _("Dates and figures"),
        _(
            "Write a date like 2019-04-03, or 2019-04, or only 2019. Write a figure without "
            "words: 40, not “about 40”. What limits it belongs into the sentence."
        ),
    )
    yield (
        _("Lists to choose from"),
        _(
            "Where an arrow appears beside a cell, choose from its list. The sheet “%(sheet)s” "
            "shows all of them."
        )
        % {"sheet": pgettext("workbook", "Lists")},
    )
    yield _("When you are done"), _how_to_send(content)


def _how_to_send(content: Content) -> str:
    operator = content.settings.operator
    if operator and operator.email:
        sentence = _("Save the file and send it to %(name)s, %(email)s.")
        return sentence % {"name": operator.name, "email": operator.email}
    return _("Save the file and send it back to whom you have it from.")
