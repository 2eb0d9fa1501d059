"""Pages of single records: a practice, a partner, a group, a visit, a project."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import N_
from kb.export.description import Section
from kb.translation.interface import pgettext
from kb.web.page import Crumb, Moved, NotThereError, Page, Reader
from kb.web.rendering import RecordView

_ABOVE = {
    "practice": "practices",
    "partner": "partners",
    "group": "groups",
    "visit": "visits",
    "project": "projects",
}


@dataclass(frozen=True)
class RecordPage:
    """A record as the template sees it.

    Attributes:
        kind: kind of the record.
        section: what there is to read.
        see: what the macros ask about it.
    """

    kind: str
    section: Section
    see: RecordView


def make_practice(reader: Reader) -> Page:
    """A practice."""
    return _make(reader, "practice")


def make_partner(reader: Reader) -> Page:
    """A partner."""
    return _make(reader, "partner")


def make_group(reader: Reader) -> Page:
    """A working group."""
    return _make(reader, "group")


def make_visit(reader: Reader) -> Page:
    """An exchange visit."""
    return _make(reader, "visit")


def make_project(reader: Reader) -> Page:
    """A frame project."""
    return _make(reader, "project")


def _make(reader: Reader, kind: str) -> Page:
    section = _find_section(reader, kind)
    title = section.title[0]
    see = RecordView((reader.lang,), (section,), reader.voices, reader.links)
    above = Crumb(_plural(kind), reader.links.page(_ABOVE[kind]))
    return Page(
        "record.html.j2",
        title.value,
        RecordPage(kind, section, see),
        crumbs=(above,),
        title_lang=title.lang,
        main=_ABOVE[kind],
    )


def _find_section(reader: Reader, kind: str) -> Section:
    edition, record_id = reader.edition, reader.address.id
    try:
        return edition.section(kind, record_id, reader.lang)
    except KeyError:
        today = edition.shelf.find_by_former_id(kind, record_id)
        if today and edition.find_record(kind, today):
            raise Moved(kind, today) from None
    raise NotThereError(N_("There is no page of this name: “%(id)s”."), id=record_id)


def _plural(kind: str) -> str:
    return {
        "practice": pgettext("page", "Practices"),
        "partner": pgettext("page", "Partners"),
        "group": pgettext("page", "Working groups"),
        "visit": pgettext("page", "Exchange visits"),
        "project": pgettext("page", "Projects"),
    }[kind]
