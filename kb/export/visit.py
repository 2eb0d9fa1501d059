"""An exchange visit by itself: dates and host, programme, questions, practices to read for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.export.description import Block, Item, Section
from kb.export.journey import describe_days_of, describe_visit
from kb.export.pieces import (
    Row,
    Titled,
    anchor_of,
    describe_link,
    describe_record_itself,
    facts_of,
    link_partner,
    link_practice,
    link_project,
    listed,
    origin_notes,
    passages_of,
    place_lines,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Visit
from kb.model.types import TBA
from kb.translation.interface import pgettext


def describe_whole_visit(voices: Voices, visit: Visit, *, has_pages: bool = False) -> Section:
    """A visit as a section, with all that a booklet spreads over its parts.

    Args:
        voices: the languages.
        visit: from the shelf of these voices.
        has_pages: whether countries and partners have pages to go on to.
    """
    return _Whole(voices, visit, has_pages).section()


class _Whole:
    """One visit, and what a booklet says of it."""

    def __init__(self, voices: Voices, visit: Visit, has_pages: bool) -> None:
        self._voices = voices
        self._has_pages = has_pages
        self._visit = visit
        self._texts: RecordVoices = voices.of(visit, "visit")
        self._anchor = anchor_of("visit", visit.id)
        parts = describe_visit(voices, visit, has_pages=has_pages)
        self._parts = {one.anchor: one for part in parts for one in (part, *part.sections)}

    def section(self) -> Section:
        """All of it."""
        visit, voices = self._visit, self._voices
        place = voices.same(visit.place if visit.place != TBA else None)
        return Section(
            self._anchor,
            self._texts.title,
            "visit",
            tuple(self._opening()),
            tuple(passages_of(self._anchor, self._passages())),
            visit.country,
            joined(voices.country(visit.country), place),
        )

    def _opening(self) -> Iterator[Block]:
        yield from self._blocks("part--visit")
        yield from origin_notes(
            self._voices, self._texts, self._visit.language, has_pages=self._has_pages
        )
        yield facts_of(self._facts())

    def _blocks(self, anchor: str) -> Sequence[Block]:
        part = self._parts.get(anchor)
        return part.blocks if part else ()

    def _facts(self) -> Iterator[Row]:
        visit, voices = self._visit, self._voices
        days = describe_days_of(voices, visit)
        yield voices.say(lambda _lang: pgettext("visit", "Dates")), [Item(days)]
        place = voices.same(visit.place if visit.place != TBA else None)
        where = place_lines(voices, place, visit.country, has_pages=self._has_pages)
        yield voices.field("places"), where
        host = voices.say(lambda _lang: pgettext("visit", "Host"))
        yield host, link_partner(voices, visit.host)
        yield voices.field("part_of"), link_project(voices, visit.part_of)
        status = voices.value("status", visit.status.value)
        yield from describe_record_itself(voices, self._texts, visit, status)

    def _passages(self) -> Iterator[Titled]:
        visit, voices, texts = self._visit, self._voices, self._texts
        for name, title in (
            ("agenda", voices.say(lambda _lang: pgettext("booklet", "Programme"))),
            ("participants", voices.say(lambda _lang: pgettext("visit", "Participants"))),
        ):
            yield title, name, self._blocks(f"part--{name}")
        asked = voices.say(lambda _lang: pgettext("booklet", "Questions to the hosts"))
        yield asked, "questions", listed(texts.items("questions", visit.questions))
        about = voices.say(lambda _lang: pgettext("visit", "Practices of the visit"))
        yield about, "practices", listed(self._practices(visit.practices))
        further = voices.say(lambda _lang: pgettext("visit", "Practices worth reading for it"))
        yield further, "further_practices", listed(self._practices(visit.further_practices))
        links = (describe_link(texts, one) for one in visit.links)
        yield voices.field("links"), "links", listed(links)
        yield voices.field("sources"), "sources", self._blocks("part--visit-sources")

    def _practices(self, ids: Sequence[str]) -> Iterator[Item]:
        return (item for one in ids for item in link_practice(self._voices, one))
