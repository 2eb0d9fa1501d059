"""The desk: all entries by what they wait for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.authoring.lifecycle import find_since, find_waiting
from kb.model import Practice
from kb.model.base import Status
from kb.translation.formats import format_day, sort_key
from kb.translation.interface import gettext as _
from kb.translation.labels import value_label
from kb.web.accounts.pages import EditFrame
from kb.web.page import Reader


class Row(NamedTuple):
    """An entry on the desk."""

    title: str
    lang: str
    """Language of the title."""
    href: str
    country: str
    """ISO 3166-1 alpha-2; "" where it has none."""
    since: str
    """Since when it has its status, spelled out; "" where no step says."""


class Pile(NamedTuple):
    """Entries of one status."""

    title: str
    note: str
    rows: Sequence[Row]
    is_open: bool
    """Whether somebody has to do something about them."""


@dataclass(frozen=True)
class DeskPage:
    """The page.

    Attributes:
        frame: who is at work.
        piles: the entries.
        faulty: ids of entries with faults, and links to mend them.
    """

    frame: EditFrame
    piles: Sequence[Pile]
    faulty: Sequence[tuple[str, str]]


def make_desk(reader: Reader, frame: EditFrame) -> DeskPage:
    """The desk for a reader."""
    content = reader.edition.content
    faulty = [
        (record_id, reader.links.page("change", record_id))
        for kind, record_id in content.paths
        if kind == "practice" and record_id not in content.practices
    ]
    return DeskPage(frame, list(_piles(reader)), sorted(faulty))


def _piles(reader: Reader) -> Iterator[Pile]:
    practices = reader.edition.content.practices.values()
    waiting = find_waiting(practices)
    notes = {
        Status.SUBMITTED: _("Waiting for a reviewer."),
        Status.DRAFT: _("Still being written."),
    }
    for status in (Status.SUBMITTED, Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED):
        is_open = status in notes
        found = waiting if is_open else sorted(practices, key=lambda one: _order(one, reader.lang))
        rows = [_row(reader, one) for one in found if one.status is status]
        if rows:
            title = value_label("status", status.value)
            yield Pile(title, notes.get(status, ""), rows, is_open)


def _order(practice: Practice, lang: str) -> tuple[str, tuple[str, str]]:
    country = practice.location.country if practice.location else ""
    return country, sort_key(practice.title, lang)


def _row(reader: Reader, practice: Practice) -> Row:
    since = find_since(practice)
    return Row(
        practice.title,
        practice.language,
        reader.links.page("change", practice.id),
        practice.location.country if practice.location else "",
        format_day(since, reader.lang) if since else "",
    )
