"""Countries: all that have practices, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.errors import N_
from kb.export.description import Text
from kb.export.pieces import noted_title
from kb.export.shelf import Shelf
from kb.model import Partner, Practice
from kb.translation.formats import country_name, sort_key
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.cards import (
    Card,
    Counted,
    Label,
    Line,
    count_practices,
    make_cards,
    make_lines,
    sort_by_title,
)
from kb.web.page import Crumb, NotThereError, Page, Reader
from kb.web.pages.network import PartnerLine, count_partners, partner_lines
from kb.web.pages.practices import country_of
from kb.web.pages.topics import MOST_CARDS, TOPICS, practices_by_topic
from kb.web.pages.visits import VisitLine, latest_first, visit_lines

_MOST_TOPICS = 8


class CountryTile(NamedTuple):
    """A country in the list."""

    code: str
    """ISO 3166-1 alpha-2."""
    name: str
    href: str
    practices: str
    """How many, in words."""
    partners: str
    """How many, in words; empty for none."""


@dataclass(frozen=True)
class CountriesPage:
    """All countries with practices.

    Attributes:
        countries: in the order of the settings.
    """

    countries: Sequence[CountryTile]


class Brought(NamedTuple):
    """What a country brought into a project."""

    project: Label
    text: Text


@dataclass(frozen=True)
class CountryPage:
    """A country.

    Attributes:
        code: ISO 3166-1 alpha-2.
        words: how many practices it has, in words.
        brought: what it brought into projects.
        topics: broad topics with most practices there; links to the search for both.
        partners: its partners, by name.
        visits: visits to it, the newest first.
        cards: its practices, by title.
        lines: those that are too many for cards.
        booklet: link to them all as PDF; empty where it cannot be had.
        search: link to the search among them.
    """

    code: str
    words: str
    brought: Sequence[Brought]
    topics: Sequence[Counted]
    partners: Sequence[PartnerLine]
    visits: Sequence[VisitLine]
    cards: Sequence[Card]
    lines: Sequence[Line]
    booklet: str
    search: str


def make_countries(reader: Reader) -> Page:
    """The list of all countries."""
    shelf = reader.edition.shelf
    tiles = [
        CountryTile(
            code,
            country_name(code, reader.lang),
            reader.links.page("country", code.lower()),
            count_practices(len(_practices_in(shelf, code)), reader.lang),
            count_partners(len(_partners_in(reader, code)), reader.lang, with_none=False),
        )
        for code in shelf.country_codes()
    ]
    description = _("The countries of the network, and how many good practices each of them has.")
    title = pgettext("page", "Countries")
    data = CountriesPage(tiles)
    return Page("countries.html.j2", title, data, description, main="practices")


def make_country(reader: Reader) -> Page:
    """One country.

    Raises:
        NotThereError: no practice is from there.
    """
    codes = {one.lower(): one for one in reader.edition.shelf.country_codes()}
    code = codes.get(reader.address.id)
    if code is None:
        raise NotThereError(
            N_("There is no country “%(id)s” with good practices."), id=reader.address.id
        )
    name = country_name(code, reader.lang)
    data = _describe_country(reader, code)
    # Translators: for search engines: "Austria: 12 practices, with partners and visits."
    description = _("%(country)s: %(practices)s, with partners and visits.")
    return Page(
        "country.html.j2",
        name,
        data,
        description=description % {"country": name, "practices": data.words},
        crumbs=(Crumb(pgettext("page", "Countries"), reader.links.page("countries")),),
        main="practices",
    )


def _describe_country(reader: Reader, code: str) -> CountryPage:
    shelf, links = reader.edition.shelf, reader.links
    practices = sort_by_title(reader, _practices_in(shelf, code))
    visits = latest_first(one for one in shelf.iter_visits() if one.country == code)
    return CountryPage(
        code=code,
        words=count_practices(len(practices), reader.lang),
        brought=list(_iter_brought(reader, code)),
        topics=_most_treated(reader, code),
        partners=partner_lines(reader, _partners_in(reader, code)),
        visits=visit_lines(reader, visits),
        cards=make_cards(reader, practices[:MOST_CARDS]),
        lines=make_lines(reader, practices[MOST_CARDS:], has_one_country=True),
        booklet=links.file("country-booklet", code.lower(), "pdf"),
        search=links.page("search", query={"country": [code]}),
    )


def _practices_in(shelf: Shelf, code: str) -> list[Practice]:
    return [one for one in shelf.practices if country_of(one) == code]


def _partners_in(reader: Reader, code: str) -> list[Partner]:
    return [one for one in reader.edition.content.partners.values() if one.country == code]


def _iter_brought(reader: Reader, code: str) -> Iterator[Brought]:
    voices = reader.voices
    for project in voices.shelf.iter_projects():
        texts = voices.of(project, "project")
        title = noted_title(voices, project, "project")[0]
        for one in project.focus:
            if one.country == code:
                name = Text(project.acronym, project.language) if project.acronym else title
                href = reader.links.page("project", project.id)
                yield Brought(Label(name, href), texts.line("focus.text", one.text)[0])


def _most_treated(reader: Reader, code: str) -> list[Counted]:
    """The broad topics that most practices of a country are about."""
    vocabulary = reader.edition.shelf.vocabularies.get(TOPICS)
    by_topic = practices_by_topic(reader.edition.shelf)
    found = []
    for topic in vocabulary.top() if vocabulary else ():
        number = sum(country_of(one) == code for one in by_topic.get(topic.id, ()))
        if number:
            query = {"country": [code], "topic": [topic.id]}
            label = reader.voices.concept(TOPICS, topic.id)[0]
            href = reader.links.page("search", query=query)
            found.append(Counted(label, href, number, count_practices(number, reader.lang)))
    found.sort(key=lambda one: (-one.count, sort_key(one.text.value, reader.lang)))
    return found[:_MOST_TOPICS]
