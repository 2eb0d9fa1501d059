"""How far the translations are: by language and by record, and what a translator can do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kb.export.description import Text
from kb.model import Record
from kb.translation.coverage import Counts, RecordKey
from kb.translation.extract import TRANSLATED_KINDS
from kb.translation.formats import format_number, format_share, language_name, sort_key
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.labels import value_label
from kb.translation.localise import STATES
from kb.web.cards import Label
from kb.web.page import Page, Reader
from kb.words.languages import primary

_WANTED = tuple(one for one in STATES if one != "source")
"""States of texts that somebody has to translate."""
_MOST_FIRST = 5
"""So many records are named to begin with."""


class Portion(NamedTuple):
    """The texts in one state, as a piece of a bar."""

    state: str
    label: str
    number: str
    share: str
    """In percent, as the language writes it."""
    start: str
    """Where the piece begins, as SVG wants it: "40%"."""
    width: str


class LanguageStatus(NamedTuple):
    """How far one language is."""

    lang: str
    name: str
    own: str
    """What it calls itself."""
    portions: Sequence[Portion]
    """Empty where there is nothing to translate."""
    todo: Sequence[str]
    """What is to be done, in sentences."""
    first: Sequence[Label]
    """Where to begin."""


class Cell(NamedTuple):
    """A record in one language."""

    state: str
    """The one state all texts are in; empty where they differ."""
    words: str
    portions: Sequence[Portion]


class Row(NamedTuple):
    """A record."""

    title: Text
    href: str
    cells: Sequence[Cell]


class Table(NamedTuple):
    """All records of one kind."""

    kind: str
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class TranslationsPage:
    """How far the translations are.

    Attributes:
        languages: how far each language is.
        tables: records by kind.
        example: a record's id for the example of a command; empty where there is none.
        example_lang: a language it can be translated into.
    """

    languages: Sequence[LanguageStatus]
    tables: Sequence[Table]
    example: str
    example_lang: str


def make_translations(reader: Reader) -> Page:
    """How far the translations are."""
    counting = _Counting(reader)
    description = _(
        "How many texts are reviewed, drafts, outdated or missing in each language, and how to "
        "help with translating."
    )
    return Page(
        "translations.html.j2",
        pgettext("page", "Translations"),
        TranslationsPage(
            [counting.describe(lang) for lang in counting.langs],
            list(counting.iter_tables()),
            *counting.find_example(),
        ),
        description,
        main="translations",
    )


class _Counting:
    """What was counted, of records that readers may see and of no others."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        coverage = reader.edition.coverage
        self.langs = coverage.langs
        self._counts: dict[RecordKey, Mapping[str, Counts]] = {}
        self._records: dict[RecordKey, Record] = {}
        for key, counts in coverage.records.items():
            if record := reader.edition.find_record(key.kind, key.id):
                self._counts[key] = counts
                self._records[key] = record
        self._totals = coverage.totals(self._counts)

    # By language

    def describe(self, lang: str) -> LanguageStatus:
        """How far a language is."""
        shown_in = self._reader.lang
        totals = self._totals[lang]
        portions = list(_iter_portions(totals, shown_in))
        todo = list(self._iter_todo(lang)) if portions else [_("Nothing has to be translated.")]
        return LanguageStatus(
            lang,
            language_name(lang, shown_in),
            language_name(lang, lang),
            portions,
            todo,
            [self._link(key, lang) for key in self._first(lang)],
        )

    def _iter_todo(self, lang: str) -> Iterator[str]:
        counts = self._totals[lang]
        sentences = {
            "missing": lambda num: ngettext(
                "%(num)s text is missing.", "%(num)s texts are missing.", num
            ),
            "stale": lambda num: ngettext(
                "%(num)s translation is older than its original.",
                "%(num)s translations are older than their originals.",
                num,
            ),
            "draft": lambda num: ngettext(
                "%(num)s text is a draft that no person has reviewed yet.",
                "%(num)s texts are drafts that no person has reviewed yet.",
                num,
            ),
        }
        found = [self._say(say, counts[state]) for state, say in sentences.items() if counts[state]]
        if not found:
            yield _("Everything is translated and reviewed.")
            return
        if number := self._without_review(lang):
            yield self._say(
                lambda num: ngettext(
                    "%(num)s practice has no reviewed text yet.",
                    "%(num)s practices have no reviewed text yet.",
                    num,
                ),
                number,
            )
        yield from found

    def _say(self, say: Callable[[int], str], number: int) -> str:
        return say(number) % {"num": format_number(number, self._reader.lang)}

    def _without_review(self, lang: str) -> int:
        """How many practices nobody has reviewed a text of."""
        counts = (one[lang] for key, one in self._counts.items() if key.kind == "practice")
        return sum("source" not in one and not one.get("translated") for one in counts)

    def _first(self, lang: str) -> list[RecordKey]:
        """Practices to begin with: where most is missing or outdated, then those soon done."""

        def rank(key: RecordKey) -> tuple[int, int, int]:
            counts = self._counts[key][lang]
            return -counts.get("missing", 0), -counts.get("stale", 0), counts.get("draft", 0)

        there = [key for key in self._counts if key.kind == "practice"]
        return sorted((key for key in there if any(rank(key))), key=rank)[:_MOST_FIRST]

    def _link(self, key: RecordKey, lang: str) -> Label:
        """A record's page in the language to be worked on, where there are pages in it."""
        there = lang if lang in self._reader.edition.langs else ""
        return Label(self._title(key), self._reader.links.page(key.kind, key.id, there))

    # By record

    def iter_tables(self) -> Iterator[Table]:
        """The records of each kind, by title."""
        for kind in TRANSLATED_KINDS:
            rows = [self._row(key) for key in self._counts if key.kind == kind]
            if rows:
                rows.sort(key=lambda one: sort_key(one.title.value, self._reader.lang))
                yield Table(kind, _plural(kind), rows)

    def _row(self, key: RecordKey) -> Row:
        href = self._reader.links.page(key.kind, key.id)
        counts = self._counts[key]
        return Row(self._title(key), href, [self._cell(counts[lang]) for lang in self.langs])

    def _cell(self, counts: Counts) -> Cell:
        states = [state for state in STATES if counts.get(state)]
        if len(states) <= 1:
            state = states[0] if states else "source"
            return Cell(state, value_label("translation", state), ())
        portions = list(_iter_portions(counts, self._reader.lang))
        return Cell("", ", ".join(f"{one.label} {one.share}" for one in portions), portions)

    def _title(self, key: RecordKey) -> Text:
        return self._reader.voices.of(self._records[key], key.kind).title[0]._replace(note="")

    # For the example

    def find_example(self) -> tuple[str, str]:
        """(id, language) of a record to translate; empty where there is none."""
        for key, record in self._records.items():
            source = primary(str(getattr(record, "language", "")))
            for lang in (self._reader.lang, *self.langs):
                if primary(lang) != source:
                    return key.id, lang
        return "", ""


def _iter_portions(counts: Counts, lang: str) -> Iterator[Portion]:
    """The states that have texts, from the best to the worst; originals do not count."""
    whole = sum(counts.get(state, 0) for state in _WANTED)
    before = 0
    for state in _WANTED:
        if number := counts.get(state, 0):
            yield Portion(
                state,
                value_label("translation", state),
                format_number(number, lang),
                _percent(number, whole, lang),
                f"{before / whole:.1%}",
                f"{number / whole:.1%}",
            )
            before += number


def _percent(number: int, whole: int, lang: str) -> str:
    """A share; neither nothing nor all by rounding."""
    return format_share(Decimal(max(1, number * 100 // whole)), lang)


def _plural(kind: str) -> str:
    return {
        "practice": pgettext("page", "Practices"),
        "partner": pgettext("page", "Partners"),
        "group": pgettext("page", "Working groups"),
        "visit": pgettext("page", "Exchange visits"),
        "project": pgettext("page", "Projects"),
    }[kind]
