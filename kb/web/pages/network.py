"""Who works together: partners, working groups and the projects that brought them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from kb.export.contacts import describe_spoken
from kb.export.description import Text
from kb.export.html import can_be_linked
from kb.export.pieces import describe_event, noted_title, period_days
from kb.model import Event, Group, Partner, Project
from kb.model.types import TBA
from kb.translation.formats import format_list, format_number, sort_key
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.web.cards import Label, count_practices
from kb.web.page import Page, Reader
from kb.web.pages.bycountry import InCountry, divide_by_country
from kb.web.pages.visits import is_to_come


class PartnerLine(NamedTuple):
    """A partner in a list."""

    name: Text
    href: str
    region: str
    spoken: str
    """Which languages are spoken there, in words; empty where not known."""
    homepage: str
    """Its address on the web; empty where it has none that can be linked."""
    site: str
    """The host of its homepage, for people to read."""
    practices: str
    """How many practices it takes part in, in words; empty for none."""


@dataclass(frozen=True)
class PartnersPage:
    """All partners.

    Attributes:
        countries: the partners of each country, by name.
    """

    countries: Sequence[InCountry[PartnerLine]]


class Meeting(NamedTuple):
    """The next meeting of a group."""

    title: Text
    details: Text | None
    """When and where, or that this is not fixed."""


class GroupLine(NamedTuple):
    """A working group in a list."""

    name: Text
    href: str
    country: str
    """ISO 3166-1 alpha-2."""
    place: str
    """Place and country in words."""
    host: Label | None
    next: Meeting | None
    """None where no meeting is announced."""


@dataclass(frozen=True)
class GroupsPage:
    """All working groups.

    Attributes:
        groups: by name.
    """

    groups: Sequence[GroupLine]


class ProjectLine(NamedTuple):
    """A project in a list."""

    acronym: str
    title: Text
    href: str
    summary: Text | None
    period: Text | None
    countries: str
    """As a sentence lists them."""
    partners: str
    """How many partners, in words; empty for none."""
    practices: str
    """How many practices came about in its frame, in words; empty for none."""


@dataclass(frozen=True)
class ProjectsPage:
    """All projects.

    Attributes:
        projects: by title.
    """

    projects: Sequence[ProjectLine]


# Partners


def make_partners(reader: Reader) -> Page:
    """The list of all partners."""

    def show(partners: Sequence[Partner]) -> list[PartnerLine]:
        return partner_lines(reader, partners)

    def country_of(partner: Partner) -> str:
        return partner.country

    partners = reader.edition.content.partners.values()
    data = PartnersPage(divide_by_country(reader, partners, country_of, count_partners, show))
    description = _("Who takes part, by country: region, spoken languages and home page.")
    return Page(
        "partners.html.j2", pgettext("page", "Partners"), data, description, main="partners"
    )


def partner_lines(reader: Reader, partners: Iterable[Partner]) -> list[PartnerLine]:
    """Partners as lists show them, by name."""
    taking_part = Counter(
        partner
        for practice in reader.edition.shelf.practices
        for partner in {one.partner for one in practice.organisations}
    )
    ordered = sorted(partners, key=lambda one: sort_key(one.name, reader.lang))
    return [_partner_line(reader, one, taking_part[one.id]) for one in ordered]


def count_partners(number: int, lang: str, *, with_none: bool = True) -> str:
    """How many partners, in words; "" for none unless that is to be said, too."""
    if not number and not with_none:
        return ""
    words = ngettext("%(num)s partner", "%(num)s partners", number)
    return words % {"num": format_number(number, lang)}


def _partner_line(reader: Reader, partner: Partner, number: int) -> PartnerLine:
    spoken = describe_spoken(reader.voices, partner.languages)
    homepage = partner.homepage if partner.homepage and can_be_linked(partner.homepage) else ""
    return PartnerLine(
        Text(partner.name, partner.language),
        reader.links.page("partner", partner.id),
        partner.region or "",
        spoken[0].value if spoken else "",
        homepage,
        urlsplit(homepage).netloc.removeprefix("www."),
        count_practices(number, reader.lang) if number else "",
    )


# Working groups


def make_groups(reader: Reader) -> Page:
    """The list of all working groups."""
    groups = [_group_line(reader, one) for one in reader.edition.shelf.iter_groups()]
    groups.sort(key=lambda one: sort_key(one.name.value, reader.lang))
    description = _("Working groups of the partners, and when each of them meets next.")
    title = pgettext("page", "Working groups")
    return Page("groups.html.j2", title, GroupsPage(groups), description, main="groups")


def find_next_meeting(reader: Reader, group: Group) -> Event | None:
    """The meeting a group has next; one without a date only where none has one."""
    coming = [one for one in group.meetings if is_to_come(one.date, one.end, reader.today)]
    # "tba" stands behind all digits.
    return min(coming, key=lambda one: one.date, default=None)


def _group_line(reader: Reader, group: Group) -> GroupLine:
    voices, links = reader.voices, reader.links
    host = voices.shelf.find_partner(group.host)
    country = voices.country(group.country)[0].value
    place = "" if group.place == TBA else group.place
    return GroupLine(
        noted_title(voices, group, "group")[0],
        links.page("group", group.id),
        group.country,
        ", ".join(filter(None, (place, country))),
        Label(Text(host.name, host.language), links.page("partner", host.id)) if host else None,
        _describe_meeting(reader, group),
    )


def _describe_meeting(reader: Reader, group: Group) -> Meeting | None:
    event = find_next_meeting(reader, group)
    if event is None:
        return None
    item = describe_event(reader.voices, reader.voices.of(group, "group"), event, "meetings")
    return Meeting(item.words[0], item.details[0] if item.details else None)


# Projects


def make_projects(reader: Reader) -> Page:
    """The list of all projects."""
    lines = [_project_line(reader, one) for one in _iter_projects(reader)]
    description = _("The projects in whose frame practices, groups and visits came about.")
    title = pgettext("page", "Projects")
    return Page("projects.html.j2", title, ProjectsPage(lines), description, main="projects")


def _iter_projects(reader: Reader) -> Iterator[Project]:
    voices = reader.voices

    def key(project: Project) -> tuple[str, str]:
        return sort_key(voices.of(project, "project").title[0].value, reader.lang)

    yield from sorted(voices.shelf.iter_projects(), key=key)


def _project_line(reader: Reader, project: Project) -> ProjectLine:
    voices = reader.voices
    summary = voices.of(project, "project").paragraphs("summary", project.summary)
    period = project.period
    days = period_days(voices, period.start, period.end) if period else ()
    countries = [voices.country(one)[0].value for one in project.countries]
    practices = sum(one.part_of == project.id for one in voices.shelf.practices)
    return ProjectLine(
        project.acronym or "",
        noted_title(voices, project, "project")[0],
        reader.links.page("project", project.id),
        summary[0][0] if summary else None,
        days[0] if days else None,
        format_list(countries, reader.lang) if countries else "",
        count_partners(
            len({*project.partners, project.lead} - {None}), reader.lang, with_none=False
        ),
        count_practices(practices, reader.lang) if practices else "",
    )
