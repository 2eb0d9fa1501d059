"""Records of any kind: found by their id, described as a page to look things up on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kb.content.root import record_paths
from kb.errors import N_, KbError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kb.export.description import Section
    from kb.export.shelf import Shelf
    from kb.export.voices import Voices
    from kb.model import Record

KINDS = ("practice", "visit", "group", "partner", "project")
"""Kinds of records that have a page, in the order an id is looked up."""


class Found(NamedTuple):
    """A record, and what it is."""

    kind: str
    """One of `KINDS`."""
    record: Record


def iter_ids(root: Path) -> Iterator[str]:
    """Ids of all records that have a page, by kind; some may have faults."""
    return (path.stem for kind in KINDS for path in record_paths(root, kind))


def get_record(shelf: Shelf, record_id: str) -> Found:
    """The record that an id or a former id means.

    Args:
        shelf: what its reader may see.
        record_id: as it was typed.

    Raises:
        UsageError: there is none for this reader; the nearest id is named.
        KbError: its file has faults.
    """
    root = shelf.root
    for kind in KINDS:
        for path in record_paths(root, kind):
            if path.stem != record_id:
                continue
            if found := _find(shelf, kind, record_id):
                return Found(kind, found)
            if shelf.is_inside:  # where nothing but faults hides a record
                raise _faulty(record_id, path.relative_to(root))
    for kind in KINDS:
        today = shelf.find_by_former_id(kind, record_id)
        if today and (found := _find(shelf, kind, today)):
            return Found(kind, found)
    raise _unknown(shelf, record_id)


def _find(shelf: Shelf, kind: str, record_id: str) -> Record | None:
    find: Mapping[str, Callable[[str], Record | None]] = {
        "practice": shelf.find_practice,
        "visit": shelf.find_visit,
        "group": shelf.find_group,
        "partner": shelf.find_partner,
        "project": shelf.find_project,
    }
    return find[kind](record_id)


def describe_record(voices: Voices, record: Record, *, has_pages: bool = False) -> Section:
    """A record as a page to look things up on, with all facts there are.

    Args:
        voices: the languages.
        record: from the shelf of these voices, of one of `KINDS`.
        has_pages: whether topics and countries have pages, too, so that facts can lead there:
            `Item.target` then is "topic--housing", "target-group--refugees" or "country--at".
    """
    from kb.model import Group, Partner, Practice, Project, Visit

    # Each kind's module is loaded where it is needed: a page must come fast.
    match record:
        case Practice() as practice:
            from kb.export.entry import describe_entry

            return describe_entry(voices, practice, None, for_reference=True, has_pages=has_pages)
        case Visit() as visit:
            from kb.export.visit import describe_whole_visit

            return describe_whole_visit(voices, visit, has_pages=has_pages)
        case Group() as group:
            from kb.export.group import describe_group

            return describe_group(voices, group, has_pages=has_pages)
        case Partner() as partner:
            from kb.export.partner import describe_partner

            return describe_partner(voices, partner, has_pages=has_pages)
        case Project() as project:
            from kb.export.project import describe_project

            return describe_project(voices, project, has_pages=has_pages)
    raise TypeError(f"{type(record).__name__} has no page")


def _faulty(record_id: str, path: Path) -> KbError:
    return KbError(
        N_('The entry "%(id)s" has faults and cannot be shown. "kb check %(path)s" lists them.'),
        id=record_id,
        path=path.as_posix(),
    )


def _unknown(shelf: Shelf, record_id: str) -> UsageError:
    from kb.content.nearmiss import find_near

    paths = ((kind, path) for kind in KINDS for path in record_paths(shelf.root, kind))
    known = (one.stem for kind, one in paths if shelf.is_inside or _find(shelf, kind, one.stem))
    if near := find_near(record_id, known):
        return UsageError(
            N_('There is no record "%(id)s". Did you mean "%(near)s"?'), id=record_id, near=near
        )
    return UsageError(
        N_('There is no record "%(id)s". "kb list" shows all practices.'), id=record_id
    )
