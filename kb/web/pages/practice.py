"""The page of a practice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from kb.export.addresses import Addresses, licence_address
from kb.export.description import Passage, Section, Text
from kb.export.entry import describe_timeline
from kb.export.pieces import noted_title
from kb.model import Practice
from kb.model.practice import Role
from kb.translation.formats import country_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.cards import choose
from kb.web.page import Page, Reader
from kb.web.pages import has_original_beside
from kb.web.pages.chapters import CardsChapter, Chapter, cards_of, name_of, text_chapters
from kb.web.pages.records import (
    Action,
    RecordPage,
    find_section,
    head_of,
    make_record_page,
    own_words,
    view_of,
)
from kb.web.printing.jobs import offered
from kb.web.trail import Step, trace_adopters, trace_origins

_ABOUT_THE_ENTRY = ("contacts", "press", "links", "media", "sources")
"""Headings about the entry; what it tells of the practice stands before them."""


class Mark(NamedTuple):
    """A practice on the trail of a transfer."""

    title: Text
    href: str
    country: str
    """ISO 3166-1 alpha-2; empty where it has none."""
    where: str
    """Place, country and first year in words."""
    changes: Passage
    """What was done differently; () where nobody says."""
    marks: tuple[Mark, ...]
    """Where the trail goes on."""


@dataclass(frozen=True)
class TrailChapter:
    """How the idea travelled.

    Attributes:
        anchor: where it is on the page.
        title: its heading.
        origins: where it came from.
        adopters: who took it over.
    """

    kind: ClassVar[str] = "trail"
    anchor: str
    title: Text
    origins: Sequence[Mark]
    adopters: Sequence[Mark]


@dataclass(frozen=True)
class CitationChapter:
    """How to cite the entry.

    Attributes:
        anchor: where it is on the page.
        title: its heading.
        work: title of the entry.
        authors: leading organisations; () for none.
        base: name of the knowledge base.
        year: of the edition.
        address: where it is published; empty where it is not.
        licence: SPDX id; empty for none.
        licence_href: where the licence can be read.
    """

    kind: ClassVar[str] = "citation"
    anchor: str
    title: Text
    work: Text
    authors: Sequence[Text]
    base: Text
    year: str
    address: str
    licence: str
    licence_href: str


def make_practice(reader: Reader) -> Page:
    """A practice.

    Raises:
        NotThereError: there is none of this id.
        Moved: it has another id today.
    """
    section = find_section(reader, "practice")
    practice = reader.edition.shelf.find_practice(reader.address.id)
    assert practice  # noqa: S101 - what is described is on the shelf
    citation = _cite(reader, practice, section)
    timeline = describe_timeline(reader.voices, practice, reader.edition.frame(reader.today.year))
    shown = RecordPage(
        head_of(section, timeline),
        view_of(reader, section),
        [*_chapters(reader, practice, section), citation],
        list(_more(reader, practice)),
        list(_actions(reader, practice)),
        choose(reader, practice.id),
        reader.links.api(f"practices/{practice.id}"),
        _for_programs(citation),
    )
    return make_record_page(reader, "practice", section, shown)


def _chapters(reader: Reader, practice: Practice, section: Section) -> Iterator[Chapter]:
    """What is described, with the trail behind what is told of the practice."""
    trail = _trail(reader, practice)
    for one in text_chapters(section, "adopted-from", "related"):
        if trail and name_of(one.section) in _ABOUT_THE_ENTRY:
            yield trail
            trail = None
        yield one
    if trail:
        yield trail


def _actions(reader: Reader, practice: Practice) -> Iterator[Action]:
    links = reader.links
    href = links.file("practice-booklet", practice.id, "pdf")
    if href and "pdf" in offered("practice-booklet"):
        yield Action(_("Booklet of this entry (PDF)"), href, is_main=True)
    if has_original_beside(practice, reader.lang):
        href = links.page("original", practice.id)
        yield Action(_("Original beside the translation"), href, is_file=False)
    if href := links.api(f"practices/{practice.id}"):
        yield Action(_("Data of this entry (JSON)"), href)
    if links.can_edit:  # the same for everybody, so that the page can be kept
        href = links.page("change", practice.id)
        yield Action(pgettext("page", "Edit"), href, is_file=False)


# Practices to read on


def _more(reader: Reader, practice: Practice) -> Iterator[CardsChapter]:
    related = [one for one in practice.related if one != practice.id]
    title = reader.voices.field("related")[0]
    yield from cards_of(reader, f"{practice.id}--related", title, related)
    similar = reader.edition.similar.find(practice.id, related)
    note = _("Found by common topics and target groups; nobody chose them.")
    title = own_words(reader, pgettext("page", "Similar by topic"))
    yield from cards_of(reader, f"{practice.id}--similar", title, similar, note)


# The trail


def _trail(reader: Reader, practice: Practice) -> TrailChapter | None:
    edition = reader.edition
    find = edition.shelf.find_practice
    origins = trace_origins(practice, find)
    adopters = trace_adopters(practice, edition.adopters, find)
    if not origins and not adopters:
        return None
    title = own_words(reader, _("How the idea travelled"))
    anchor = f"{practice.id}--trail"
    return TrailChapter(anchor, title, _marks(reader, origins), _marks(reader, adopters))


def _marks(reader: Reader, steps: Sequence[Step]) -> tuple[Mark, ...]:
    return tuple(_mark(reader, one) for one in steps)


def _mark(reader: Reader, step: Step) -> Mark:
    voices, practice = reader.voices, step.practice
    location, period = practice.location, practice.period
    where = (
        (location.place or location.municipality) if location else None,
        country_name(location.country, reader.lang) if location else None,
        period.start[:4] if period and period.start else None,
    )
    return Mark(
        noted_title(voices, practice, "practice")[0],
        reader.links.page("practice", practice.id),
        location.country if location else "",
        " · ".join(filter(None, where)),
        voices.of(step.adopter).line("adopted_from.changes", step.changes),
        _marks(reader, step.steps),
    )


# Citing


def _cite(reader: Reader, practice: Practice, section: Section) -> CitationChapter:
    settings = reader.edition.settings
    licence = practice.licence or settings.licence or ""
    return CitationChapter(
        f"{practice.id}--cite",
        own_words(reader, _("Cite this entry")),
        section.title[0]._replace(note=""),
        list(_leads(reader, practice)),
        reader.voices.label_of(settings.title)[0],
        str(reader.today.year),
        Addresses(settings).page(reader.lang, "practices", practice.id) or "",
        licence,
        licence_address(licence) or "",
    )


def _leads(reader: Reader, practice: Practice) -> Iterator[Text]:
    """Names of the leading organisations, each in its own language."""
    for one in practice.organisations:
        if one.role is not Role.LEAD:
            continue
        if one.name:
            yield Text(one.name, practice.language)
        elif partner := reader.edition.shelf.find_partner(one.partner):
            yield Text(partner.name, partner.language)


def _for_programs(citation: CitationChapter) -> list[tuple[str, str]]:
    """The same for programs that collect references, as Dublin Core."""
    pairs = [
        ("DC.title", citation.work.value),
        *(("DC.creator", one.value) for one in citation.authors),
        ("DC.publisher", citation.base.value),
        ("DC.date", citation.year),
        ("DC.language", citation.work.lang),
        ("DC.identifier", citation.address),
        ("DC.rights", citation.licence),
    ]
    return [(name, value) for name, value in pairs if value]
