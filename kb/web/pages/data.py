"""What can be downloaded or asked by programs, and under which terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.addresses import licence_address
from kb.export.html import can_be_linked
from kb.translation.formats import language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.page import Page, Reader


class Download(NamedTuple):
    """A file with all practices."""

    name: str
    """Name of the format."""
    purpose: str
    href: str


class Feed(NamedTuple):
    """What is new, in one language."""

    lang: str
    name: str
    """What the language calls itself."""
    href: str


class Question(NamedTuple):
    """Something programs can ask."""

    pattern: str
    """The address, with what changes in curly brackets."""
    purpose: str
    href: str
    """An example."""


@dataclass(frozen=True)
class DataPage:
    """What can be had.

    Attributes:
        downloads: all practices in each format.
        feeds: what is new, in each language.
        questions: what programs can ask; none without a server.
        licence: under which licence the entries stand, unless they say otherwise.
        licence_href: where it can be read; empty where that is not known.
        citation: how to name the whole as a source.
        homepage: where the knowledge base is published; empty where that is not known.
    """

    downloads: Sequence[Download]
    feeds: Sequence[Feed]
    questions: Sequence[Question]
    licence: str
    licence_href: str
    citation: str
    homepage: str


def make_data(reader: Reader) -> Page:
    """What can be downloaded."""
    settings, links = reader.edition.settings, reader.links
    feeds = [
        Feed(one, language_name(one, one), links.file("feed", lang=one))
        for one in reader.edition.langs
    ]
    data = DataPage(
        list(_iter_downloads(reader)),
        [one for one in feeds if one.href],
        list(_iter_questions(reader)) if links.is_live else [],
        settings.licence or "",
        licence_address(settings.licence) or "",
        _citation(reader),
        _homepage(reader),
    )
    description = _("All good practices as files for spreadsheets, maps and programs, to use anew.")
    return Page("data.html.j2", pgettext("page", "Data"), data, description, main="data")


def _iter_downloads(reader: Reader) -> Iterator[Download]:
    formats = (
        ("xlsx", "Excel (XLSX)", _("A workbook to sort and filter; opens in any office program.")),
        ("csv", "CSV", _("A plain table, one line for each practice, for statistics.")),
        ("json", "JSON", _("Everything, with all languages and sources, for programs.")),
        ("geojson", "GeoJSON", _("The places as points, for a map of your own.")),
        ("jsonld", "JSON-LD", _("The practices as linked data, with links to other collections.")),
        (
            "ttl",
            "SKOS (Turtle)",
            _("Topics, target groups and glossary with their names and relations."),
        ),
    )
    for suffix, name, purpose in formats:
        if href := reader.links.file("dataset", suffix=suffix):
            yield Download(name, purpose, href)


def _iter_questions(reader: Reader) -> Iterator[Question]:
    api = reader.links.api
    above = api()
    practice = next((one.id for one in reader.edition.shelf.practices), "")
    yield Question(
        f"{above}search?q={{words}}&lang={{lang}}",
        _("Search in any language, with the same filters as on the page."),
        api("search", {"q": _example_word(reader), "lang": reader.lang}),
    )
    address = api("practices")
    yield Question(address, _("List all practices, page by page."), address)
    if practice:
        example = api(f"practices/{practice}", {"lang": reader.lang})
        yield Question(f"{above}practices/{{id}}?lang={{lang}}", _("Read one practice."), example)
    address = api("vocabulary")
    yield Question(address, _("Look up topics and target groups."), address)
    address = api("openapi.json")
    yield Question(address, _("The description of all this, OpenAPI 3.1."), address)


def _example_word(reader: Reader) -> str:
    """A word that finds something: the name of a topic in use."""
    topic = next((topic for one in reader.edition.shelf.practices for topic in one.topics), "")
    return reader.voices.concept("topics", topic)[0].value if topic else ""


def _citation(reader: Reader) -> str:
    """How to name the whole as a source; whoever uses it adds the day."""
    settings = reader.edition.settings
    title = reader.voices.label_of(settings.title)[0].value
    return ". ".join(filter(None, (title, _homepage(reader), settings.licence)))


def _homepage(reader: Reader) -> str:
    homepage = reader.edition.settings.homepage
    return homepage if homepage and can_be_linked(homepage) else ""
