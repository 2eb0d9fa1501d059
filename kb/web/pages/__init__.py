"""Every kind of page, who makes it, and which of them there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from kb.web.addresses import PAGES, Address

if TYPE_CHECKING:
    from kb.web.edition import Edition
    from kb.web.page import Page, Reader


def _vocabulary_ids(name: str) -> Callable[[Edition], Iterable[str]]:
    def find(edition: Edition) -> Iterable[str]:
        vocabulary = edition.shelf.vocabularies.get(name)
        return (one.id for one in vocabulary.concepts) if vocabulary else ()

    return find


def _translated_ids(edition: Edition) -> Iterable[str]:
    return (one.id for one in edition.shelf.practices)


class Kind(NamedTuple):
    """A kind of page."""

    maker: str
    """Module and function, "home:make_home": Reader → Page."""
    find_ids: Callable[[Edition], Iterable[str]] | None = None
    """Whose pages there are; None for a kind with one page."""


KINDS: Mapping[str, Kind] = {
    "home": Kind("home:make_home"),
    "search": Kind("search:make_search"),
    "practices": Kind("lists:make_practices"),
    "practice": Kind("records:make_practice", lambda e: (one.id for one in e.shelf.practices)),
    "original": Kind("records:make_original", _translated_ids),
    "topics": Kind("lists:make_topics"),
    "topic": Kind("lists:make_topic", _vocabulary_ids("topics")),
    "countries": Kind("lists:make_countries"),
    "country": Kind(
        "lists:make_country", lambda e: (one.lower() for one in e.shelf.country_codes())
    ),
    "partners": Kind("lists:make_partners"),
    "partner": Kind("records:make_partner", lambda e: e.content.partners),
    "groups": Kind("lists:make_groups"),
    "group": Kind("records:make_group", lambda e: (one.id for one in e.shelf.iter_groups())),
    "visits": Kind("lists:make_visits"),
    "visit": Kind("records:make_visit", lambda e: (one.id for one in e.shelf.iter_visits())),
    "projects": Kind("lists:make_projects"),
    "project": Kind("records:make_project", lambda e: (one.id for one in e.shelf.iter_projects())),
    "map": Kind("map:make_map"),
    "glossary": Kind("glossary:make_glossary"),
    "translations": Kind("translations:make_translations"),
    "basket": Kind("basket:make_basket"),
    "data": Kind("texts:make_data"),
    "about": Kind("texts:make_about"),
    "accessibility": Kind("texts:make_accessibility"),
    "privacy": Kind("texts:make_privacy"),
}
"""All kinds by the names of `PAGES`."""


def make_page(reader: Reader) -> Page:
    """The page a reader is on.

    Raises:
        NotThereError: there is none of this id.
        Moved: it has another id today.
        TooMuchError: the query is too long.
    """
    module, _colon, name = KINDS[reader.address.kind].maker.partition(":")
    make: Callable[[Reader], Page] = getattr(import_module(f"kb.web.pages.{module}"), name)
    return make(reader)


def iter_addresses(edition: Edition, lang: str) -> Iterator[Address]:
    """Every page there is in a language, in the order of `PAGES`."""
    for kind in PAGES:
        find_ids = KINDS[kind].find_ids
        for one in find_ids(edition) if find_ids else ("",):
            yield Address(lang, kind, one)
