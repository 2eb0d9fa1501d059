"""A table in the making: every practice, told in every language.

In two languages, a column whose words differ by language comes twice, each under its own
language's name; facts come once. Texts say what they are: one that is shown in another language
has that language behind it in brackets, and a column of its own says how far the row is
translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic, TypeVar

from kb.export.shelf import Shelf
from kb.export.tables.entrycells import EntryCells
from kb.export.tables.heads import head_of
from kb.export.tables.sheets import Cell, Column, Kind, Remark, Sheet
from kb.export.voices import FindFolder, Voices
from kb.translation.formats import language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.translation.labels import field_label, value_label
from kb.translation.localise import STATES, LocalText

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Plan(Generic[Row]):
    """How a column is made."""

    key: str
    cell: Callable[[Row], Cell]
    kind: Kind = Kind.LABEL
    has_words: bool = False
    """Whether its words differ by language."""


class Making:
    """Tables in the making: every practice, told in every language."""

    def __init__(self, shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None) -> None:
        self._shelf = shelf
        self._langs = tuple(langs)
        self._voices = {lang: Voices(shelf, (lang,), find_cache) for lang in langs}

    def sheet(
        self,
        key: str,
        title: Callable[[], str],
        plans: Sequence[Plan[Row]],
        rows: Callable[[EntryCells], Iterable[Row]],
    ) -> Sheet:
        """One table.

        Args:
            key: its stable name.
            title: gives its name in the language that is spoken.
            plans: its columns.
            rows: gives the rows of one practice.
        """
        told = {lang: list(self._told(lang, plans, rows)) for lang in self._langs}
        columns: list[Column] = []
        cells: list[Sequence[Cell]] = []
        for number, plan in enumerate(plans):
            values = [[row[number] for row in told[lang]] for lang in self._langs]
            heads = [self.said(partial(head_of, plan.key), lang) for lang in self._langs]
            if plan.has_words and len(self._langs) > 1:
                columns += self._columns_by_language(plan, heads)
                cells += values
            else:
                head = " / ".join(dict.fromkeys(heads))
                columns.append(Column(plan.key, head, plan.kind, self._langs[0]))
                cells.append([_united(same) for same in zip(*values, strict=True)])
        rows_of_cells = tuple(zip(*cells, strict=True))
        return Sheet(key, self.said(title), tuple(columns), rows_of_cells)

    def _columns_by_language(self, plan: Plan[Row], heads: Sequence[str]) -> Iterator[Column]:
        for lang, head in zip(self._langs, heads, strict=True):
            named = f"{head} ({language_name(lang, lang)})"
            yield Column(f"{plan.key}_{lang}", named, plan.kind, lang)

    def _told(
        self, lang: str, plans: Sequence[Plan[Row]], rows: Callable[[EntryCells], Iterable[Row]]
    ) -> Iterator[list[Cell]]:
        with self._voices[lang].speaking(lang):
            for practice in self._shelf.practices:
                for row in rows(EntryCells(self._voices[lang], practice)):
                    yield [plan.cell(row) for plan in plans]

    @property
    def is_published(self) -> bool:
        """Whether entries have pages on the web."""
        return self._shelf.settings.homepage is not None

    def said(self, words: Callable[[], str], lang: str | None = None) -> str:
        """Words of our own in a language; the first one if not given."""
        asked = lang or self._langs[0]
        with self._voices[asked].speaking(asked):
            return words()

    def name_of_base(self, lang: str) -> str:
        """What the knowledge base is called."""
        return next((one.value for one in self._setting(lang, self._shelf.settings.title)), "")

    def _setting(self, lang: str, labels: dict[str, str]) -> tuple[LocalText, ...]:
        found = self._voices[lang].label_of(labels)
        return tuple(LocalText(one.value, one.lang, "source") for one in found)

    def remarks(self, lang: str, created: str) -> tuple[Remark, ...]:
        """What to know of the file."""
        with self._voices[lang].speaking(lang):
            return tuple(one for one in self._remarks(lang, created) if one.value not in (None, ""))

    def _remarks(self, lang: str, created: str) -> Iterator[Remark]:
        settings = self._shelf.settings
        yield Remark(pgettext("about", "Knowledge base"), self.name_of_base(lang))
        yield Remark(pgettext("about", "Day"), date.fromisoformat(created))
        yield Remark(pgettext("about", "Entries"), len(self._shelf.practices))
        langs = tuple(language_name(one, lang) for one in self._langs)
        yield Remark(pgettext("about", "Languages"), langs)
        yield Remark(field_label("licence"), settings.licence)
        yield Remark(pgettext("about", "Web page"), settings.homepage)
        for one in self._setting(lang, settings.funding_line):
            yield Remark(pgettext("about", "Funding"), one.value)
        yield Remark(pgettext("about", "What is here"), _what_is_here())
        yield Remark(pgettext("about", "Languages of the texts"), _what_brackets_mean())
        for state, words in _what_states_mean().items():
            yield Remark(value_label("translation", state), words)
        yield Remark(pgettext("about", "Money and figures"), _what_claims_mean())


def _what_is_here() -> str:
    return _(
        "Published entries only. A person is named only where they have agreed to it. A date that "
        "is not known to the day is given as far as it is known: 2016-10 is October 2016."
    )


def _what_brackets_mean() -> str:
    return _(
        "A text that has not been translated is shown in another language, whose name stands in "
        "brackets behind it. One column says how far the entry is translated: it gives the worst "
        "state that any of its texts is in. These are the states:"
    )


def _what_states_mean() -> dict[str, str]:
    words = {
        "source": _("The entry was written in this language."),
        "translated": _("A person has read the translation and found it good."),
        "draft": _(
            "No person has reviewed the translation yet. Compare it with the original before you "
            "quote it."
        ),
        "stale": _("The original was changed after it was translated."),
        "missing": _("Not translated; shown in another language."),
    }
    return {state: words[state] for state in STATES}


def _what_claims_mean() -> str:
    return _(
        "Each amount and figure is what a source says. Where sources disagree, each stands in a "
        "row of its own; the numbers lead to the sources of the same entry."
    )


def _united(cells: Sequence[Cell]) -> Cell:
    """One cell for several languages: they differ only where a fact is missing and words say so."""
    texts = [one for one in cells if isinstance(one, str)]
    return " / ".join(dict.fromkeys(texts)) if len(texts) == len(cells) else cells[0]
