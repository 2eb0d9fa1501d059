"""All tables of a knowledge base, from practices to sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kb.export.shelf import Shelf
from kb.export.tables.columns import (
    EVENTS,
    FUNDING,
    PRACTICES,
    RESULTS,
    SOURCES,
    ClaimRow,
    EventRow,
    ResultRow,
    SourceRow,
)
from kb.export.tables.making import Making
from kb.export.tables.sheets import Sheet, Tables
from kb.export.voices import FindFolder
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


def describe_sheet(
    key: str, shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None = None
) -> Sheet:
    """One table.

    Args:
        key: a key of `SHEETS`.
        shelf: the practices, in the order of the rows.
        langs: one or two BCP 47 tags.
        find_cache: finds the folder for compiled interface catalogs.
    """
    return SHEETS[key](Making(shelf, langs, find_cache))


def describe_tables(
    shelf: Shelf, langs: Sequence[str], created: str, find_cache: FindFolder | None = None
) -> Tables:
    """All tables.

    Args:
        shelf: the practices, in the order of the rows.
        langs: one or two BCP 47 tags.
        created: ISO date of the day they are made.
        find_cache: finds the folder for compiled interface catalogs.
    """
    making = Making(shelf, langs, find_cache)
    return Tables(
        title=making.name_of_base(langs[0]),
        about=making.said(lambda: _("About this file")),
        langs=tuple(langs),
        created=created,
        sheets=tuple(make(making) for make in SHEETS.values()),
        remarks=tuple(making.remarks(lang, created) for lang in langs),
        cut={lang: making.said(_cut_note, lang) for lang in langs},
    )


def _cut_note() -> str:
    return _("[Cut here: a cell holds no more. The entry itself has the whole text.]")


def _describe_practices(making: Making) -> Sheet:
    plans = [one for one in PRACTICES if making.is_published or one.key != "page"]
    return making.sheet(
        "practices", lambda: pgettext("sheet", "Practices"), plans, lambda entry: [entry]
    )


def _describe_funding(making: Making) -> Sheet:
    return making.sheet(
        "funding",
        lambda: pgettext("sheet", "Funding"),
        FUNDING,
        lambda entry: [ClaimRow(entry, one) for one in entry.practice.funding],
    )


def _describe_results(making: Making) -> Sheet:
    return making.sheet(
        "results",
        lambda: pgettext("sheet", "Results with figures"),
        RESULTS,
        lambda entry: [
            ResultRow(entry, one) for one in entry.practice.results if one.value is not None
        ],
    )


def _describe_events(making: Making) -> Sheet:
    return making.sheet(
        "events",
        lambda: pgettext("sheet", "Events"),
        EVENTS,
        lambda entry: [EventRow(entry, one) for one in entry.practice.events],
    )


def _describe_sources(making: Making) -> Sheet:
    return making.sheet(
        "sources",
        lambda: pgettext("sheet", "Sources"),
        SOURCES,
        lambda entry: [
            SourceRow(entry, number, one) for number, one in enumerate(entry.practice.sources, 1)
        ],
    )


SHEETS: Mapping[str, Callable[[Making], Sheet]] = {
    "practices": _describe_practices,
    "funding": _describe_funding,
    "results": _describe_results,
    "events": _describe_events,
    "sources": _describe_sources,
}
"""The tables there are, by their stable names."""
