"""A working group: what it is for, who belongs to it, when it meets, what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from kb.export.description import Block, Item, Section
from kb.export.entry import describe_source
from kb.export.pieces import (
    Row,
    Titled,
    anchor_of,
    describe_event,
    describe_press,
    describe_record_itself,
    facts_of,
    link_partner,
    link_practice,
    link_project,
    listed,
    origin_notes,
    passages_of,
    place_lines,
    prose,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Group
from kb.model.group import SmallProject
from kb.translation.interface import pgettext


def describe_group(voices: Voices, group: Group, *, has_pages: bool = False) -> Section:
    """A working group as a section.

    Args:
        voices: the languages.
        group: from the shelf of these voices.
        has_pages: whether countries have pages to go on to.
    """
    texts = voices.of(group, "group")
    anchor = anchor_of("group", group.id)
    return Section(
        anchor,
        texts.title,
        "group",
        tuple(_opening(voices, texts, group, has_pages)),
        tuple(passages_of(anchor, _passages(voices, texts, group))),
        group.country,
        joined(voices.country(group.country), voices.same(group.place)),
    )


def _opening(voices: Voices, texts: RecordVoices, group: Group, has_pages: bool) -> Iterator[Block]:
    yield from origin_notes(voices, texts, group.language, has_pages=has_pages)
    yield facts_of(_facts(voices, texts, group, has_pages))


def _facts(voices: Voices, texts: RecordVoices, group: Group, has_pages: bool) -> Iterator[Row]:
    place, nuts = voices.same(group.place), voices.same(group.nuts)
    where = place_lines(voices, place, group.country, nuts, has_pages=has_pages)
    yield voices.field("places"), where
    yield voices.say(lambda _lang: pgettext("group", "Host")), link_partner(voices, group.host)
    if group.homepage:
        address = Item(voices.same(group.homepage), url=group.homepage)
        yield voices.say(lambda _lang: pgettext("field", "Web page")), [address]
    described = voices.say(lambda _lang: pgettext("group", "Described in"))
    yield described, link_practice(voices, group.practice)
    yield voices.field("part_of"), link_project(voices, group.part_of)
    status = voices.value("status", group.status.value)
    yield from describe_record_itself(voices, texts, group, status)


def _passages(voices: Voices, texts: RecordVoices, group: Group) -> Iterator[Titled]:
    say = voices.say
    purpose = say(lambda _lang: pgettext("group", "Purpose"))
    yield purpose, "purpose", listed(texts.items("purpose", group.purpose))
    work = say(lambda _lang: pgettext("group", "How it works"))
    yield work, "work", listed(texts.items("work", group.work))
    members = say(lambda _lang: pgettext("group", "Members"))
    yield members, "members", prose(texts, "members", group.members)
    steering = say(lambda _lang: pgettext("group", "Steering group"))
    named = (item for one in group.steering for item in link_partner(voices, one.partner, one.name))
    yield steering, "steering", listed(named)
    meetings = say(lambda _lang: pgettext("group", "Meetings"))
    held = (describe_event(voices, texts, one, "meetings") for one in group.meetings)
    yield meetings, "meetings", listed(held)
    small = say(lambda _lang: pgettext("group", "Small projects"))
    grown = (_small_project(voices, texts, one) for one in group.small_projects)
    yield small, "small_projects", listed(grown)
    press = (describe_press(voices, one, group.language) for one in group.press)
    yield voices.field("press"), "press", listed(press)
    sources = (describe_source(voices, texts, one) for one in group.sources)
    yield voices.field("sources"), "sources", listed(sources, "numbers")


def _small_project(voices: Voices, texts: RecordVoices, project: SmallProject) -> Item:
    practice = voices.shelf.find_practice(project.practice)
    return Item(
        texts.line("small_projects.title", project.title),
        details=texts.line("small_projects.text", project.text),
        target=anchor_of("practice", practice.id) if practice else "",
    )
