"""A frame project: what it wanted and did, and what each register says of its money and time."""

from __future__ import annotations

from collections.abc import Iterator

from kb.export.claims import describe_claims
from kb.export.description import Block, Item, Section
from kb.export.entry import describe_source
from kb.export.pieces import (
    Row,
    Titled,
    anchor_of,
    concept_lines,
    describe_event,
    describe_link,
    describe_record_itself,
    describe_result,
    facts_of,
    link_partner,
    link_visit,
    listed,
    noted_title,
    origin_notes,
    passages_of,
    period_lines,
    place_lines,
    prose,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Project
from kb.translation.formats import format_number
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


def describe_project(voices: Voices, project: Project, *, has_pages: bool = False) -> Section:
    """A project as a section.

    Args:
        voices: the languages.
        project: from the shelf of these voices.
        has_pages: whether topics and countries have pages to go on to.
    """
    return _Project(voices, project, has_pages).section()


class _Project:
    """One project and its texts."""

    def __init__(self, voices: Voices, project: Project, has_pages: bool) -> None:
        self._voices = voices
        self._has_pages = has_pages
        self._project = project
        self._texts: RecordVoices = voices.of(project, "project")

    def section(self) -> Section:
        """All of it."""
        anchor = anchor_of("project", self._project.id)
        return Section(
            anchor,
            self._texts.title,
            "project",
            tuple(self._opening()),
            tuple(passages_of(anchor, self._passages())),
            kicker=self._voices.same(self._project.acronym),
        )

    def _opening(self) -> Iterator[Block]:
        yield from prose(self._texts, "summary", self._project.summary, "lead")
        yield from origin_notes(
            self._voices, self._texts, self._project.language, has_pages=self._has_pages
        )
        yield facts_of(self._facts())

    # Facts

    def _facts(self) -> Iterator[Row]:
        project, voices = self._project, self._voices
        say = voices.say
        short = voices.same(project.acronym)
        yield say(lambda _lang: pgettext("project", "Short name")), [Item(short)] if short else []
        yield say(lambda _lang: pgettext("project", "Other titles")), self._other_titles()
        yield voices.field("period"), period_lines(voices, self._texts, project.period)
        lead = say(lambda _lang: pgettext("project", "Lead partner"))
        yield lead, link_partner(voices, project.lead)
        if project.countries:
            yield say(lambda _lang: pgettext("project", "Countries")), self._countries()
        page = "topic" if self._has_pages else ""
        yield voices.field("topics"), concept_lines(voices, "topics", project.topics, page)
        practices = say(lambda _lang: pgettext("project", "Practices"))
        yield practices, [Item(say(lambda lang: format_number(self._count(), lang)))]
        status = voices.value("status", project.status.value)
        yield from describe_record_itself(voices, self._texts, project, status)

    def _countries(self) -> list[Item]:
        """On one line, or each on its own where it leads to its page."""
        codes = self._project.countries
        if self._has_pages:
            places = (place_lines(self._voices, (), one, has_pages=True) for one in codes)
            return [line for lines in places for line in lines]
        return [Item(joined(*map(self._voices.country, codes), sign=", "))]

    def _other_titles(self) -> Iterator[Item]:
        for one in self._project.other_titles:
            language = self._voices.language(one.language)
            yield Item(self._voices.same(one.title, one.language), details=language)

    def _count(self) -> int:
        """How many practices came about in its frame."""
        practices = self._voices.shelf.iter_practices()
        return sum(one.part_of == self._project.id for one in practices)

    # Sections

    def _passages(self) -> Iterator[Titled]:
        voices, texts, project = self._voices, self._texts, self._project
        say = voices.say
        yield voices.field("context"), "context", prose(texts, "context", project.context)
        for name in ("goals", "measures"):
            yield voices.field(name), name, listed(texts.items(name, getattr(project, name)))
        results = (describe_result(voices, texts, one) for one in project.results)
        yield voices.field("results"), "results", listed(results)
        focus = say(lambda _lang: _("What each country brought in"))
        yield focus, "focus", listed(self._focus())
        partners = say(lambda _lang: pgettext("project", "Partners"))
        yield partners, "partners", listed(self._partners())
        preparation = say(lambda _lang: pgettext("project", "Preparation"))
        yield preparation, "preparation", listed(self._events("preparation"))
        meetings = say(lambda _lang: pgettext("project", "Conferences and meetings"))
        yield meetings, "meetings", listed(self._events("meetings"))
        visits = say(lambda _lang: pgettext("project", "Exchange visits"))
        yield visits, "visits", listed(self._visits())
        groups = say(lambda _lang: pgettext("project", "Working groups"))
        yield groups, "groups", listed(self._groups())
        claims = say(lambda _lang: pgettext("project", "What the registers say"))
        yield claims, "claims", describe_claims(voices, texts, project.claims)
        links = (describe_link(texts, one) for one in project.links)
        yield voices.field("links"), "links", listed(links)
        sources = (describe_source(voices, texts, one) for one in project.sources)
        yield voices.field("sources"), "sources", listed(sources, "numbers")

    def _focus(self) -> Iterator[Item]:
        for one in self._project.focus:
            country = self._voices.country(one.country)
            yield Item(self._texts.line("focus.text", one.text), label=country)

    def _partners(self) -> Iterator[Item]:
        """All but the lead, each with its country."""
        for one in self._project.partners:
            if one != self._project.lead:
                partner = self._voices.shelf.find_partner(one)
                country = self._voices.country(partner.country) if partner else ()
                yield from link_partner(self._voices, one, details=country)

    def _events(self, field: str) -> Iterator[Item]:
        for one in getattr(self._project, field):
            yield describe_event(self._voices, self._texts, one, field)

    def _visits(self) -> list[Item]:
        visits = self._voices.shelf.iter_visits()
        mine = [one for one in visits if one.part_of == self._project.id]
        return [link_visit(self._voices, one) for one in sorted(mine, key=lambda one: one.start)]

    def _groups(self) -> Iterator[Item]:
        for one in self._voices.shelf.iter_groups():
            if one.part_of == self._project.id:
                title = noted_title(self._voices, one, "group")
                yield Item(title, target=anchor_of("group", one.id))
