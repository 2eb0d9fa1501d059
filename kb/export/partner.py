"""A partner: who they are, what they take part in, and which visits they host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.export.description import Block, Item, Section
from kb.export.entry import describe_source
from kb.export.pieces import (
    Row,
    Titled,
    anchor_of,
    describe_record_itself,
    facts_of,
    link_visit,
    listed,
    noted_title,
    origin_notes,
    passages_of,
    place_lines,
    prose,
)
from kb.export.voices import RecordVoices, Voices, joined
from kb.model import Partner, Record
from kb.model.partner import PartnerKind
from kb.translation.formats import format_list, language_name, sort_key
from kb.translation.interface import pgettext


def describe_partner(voices: Voices, partner: Partner, *, has_pages: bool = False) -> Section:
    """A partner as a section.

    Args:
        voices: the languages.
        partner: who it is.
        has_pages: whether countries have pages to go on to.
    """
    texts = _texts_of(voices, partner)
    anchor = anchor_of("partner", partner.id)
    return Section(
        anchor,
        voices.same(partner.name, partner.language),
        "partner",
        tuple(_opening(voices, texts, partner, has_pages)),
        tuple(passages_of(anchor, _passages(voices, texts, partner))),
        partner.country,
        joined(voices.country(partner.country), voices.same(partner.region)),
    )


def _texts_of(voices: Voices, partner: Partner) -> RecordVoices:
    """The texts of a partner: its name is never translated, so its first text says how they are."""
    texts = voices.of(partner, "partner")
    firsts = [next((text for _field, text in one), None) for one in texts.texts]
    texts.titles = [one or title for one, title in zip(firsts, texts.titles, strict=True)]
    return texts


def _opening(
    voices: Voices, texts: RecordVoices, partner: Partner, has_pages: bool
) -> Iterator[Block]:
    yield from prose(texts, "description", partner.description, "lead")
    if partner.description:
        yield from origin_notes(voices, texts, partner.language, has_pages=has_pages)
    yield facts_of(_facts(voices, texts, partner, has_pages))


def _facts(voices: Voices, texts: RecordVoices, partner: Partner, has_pages: bool) -> Iterator[Row]:
    say, same = voices.say, voices.same
    yield (
        say(lambda _lang: pgettext("partner", "Kind")),
        [Item(say(lambda _lang: _kind(partner.kind)))],
    )
    place, nuts = same(partner.region), same(partner.nuts)
    where = place_lines(voices, place, partner.country, nuts, has_pages=has_pages)
    yield voices.field("places"), where
    if partner.homepage:
        address = Item(same(partner.homepage), url=partner.homepage)
        yield say(lambda _lang: pgettext("field", "Web page")), [address]
    if partner.languages:
        spoken = say(
            lambda lang: format_list([language_name(one, lang) for one in partner.languages], lang)
        )
        yield say(lambda _lang: pgettext("partner", "Languages spoken")), [Item(spoken)]
    others = [Item(same(one, partner.language)) for one in partner.other_names]
    yield say(lambda _lang: pgettext("partner", "Other names")), others
    yield from describe_record_itself(voices, texts, partner)


def _kind(kind: PartnerKind) -> str:
    labels = {
        # Translators: what sort of organisation a partner is; LAG is the usual short form.
        PartnerKind.LAG: pgettext("partner", "local action group (LAG)"),
        PartnerKind.MUNICIPALITY: pgettext("partner", "municipality"),
        PartnerKind.ASSOCIATION: pgettext("partner", "association"),
        PartnerKind.PUBLIC_BODY: pgettext("partner", "public body"),
        PartnerKind.PROJECT: pgettext("partner", "project"),
        PartnerKind.COMPANY: pgettext("partner", "company"),
        PartnerKind.EDUCATION: pgettext("partner", "place of education"),
        PartnerKind.CHURCH: pgettext("partner", "church"),
    }
    return labels[kind]


def _passages(voices: Voices, texts: RecordVoices, partner: Partner) -> Iterator[Titled]:
    say = voices.say
    practices = say(lambda _lang: pgettext("partner", "Practices it takes part in"))
    yield practices, "practices", listed(_practices(voices, partner))
    frames = say(lambda _lang: pgettext("partner", "Groups and projects it takes part in"))
    yield frames, "frames", listed(_frames(voices, partner))
    hosted = say(lambda _lang: pgettext("partner", "Visits hosted"))
    yield hosted, "visits", listed(_visits(voices, partner))
    sources = (describe_source(voices, texts, one) for one in partner.sources)
    yield voices.field("sources"), "sources", listed(sources, "numbers")


def _practices(voices: Voices, partner: Partner) -> list[Item]:
    """Practices with its roles in them, in the order of the first language's alphabet."""
    items = []
    for one in voices.shelf.iter_practices():
        roles = [it.role.value for it in one.organisations if it.partner == partner.id]
        if roles:
            items.append(_taken_part(voices, one, "practice", dict.fromkeys(roles)))
    return sorted(items, key=lambda one: sort_key(one.words[0].value, voices.langs[0]))


def _frames(voices: Voices, partner: Partner) -> Iterator[Item]:
    """Groups and projects, with its role in them."""
    for group in voices.shelf.iter_groups():
        if group.host == partner.id:
            yield _taken_part(voices, group, "group", ["host"])
        elif partner.id in (one.partner for one in group.steering):
            yield _taken_part(voices, group, "group", ["partner"])
    for project in voices.shelf.iter_projects():
        if project.lead == partner.id:
            yield _taken_part(voices, project, "project", ["lead"])
        elif partner.id in project.partners:
            yield _taken_part(voices, project, "project", ["partner"])


def _taken_part(voices: Voices, record: Record, kind: str, roles: Iterable[str]) -> Item:
    named = joined(*(voices.value("role", one) for one in roles), sign=", ")
    title = noted_title(voices, record, kind)
    return Item(title, details=named, target=anchor_of(kind, record.id))


def _visits(voices: Voices, partner: Partner) -> list[Item]:
    """Visits, oldest first."""
    hosted = [one for one in voices.shelf.iter_visits() if one.host == partner.id]
    return [link_visit(voices, one) for one in sorted(hosted, key=lambda one: one.start)]
