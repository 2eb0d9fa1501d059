"""Every kind of page, who makes it, and which of them there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from kb.web.addresses import PAGES, Address
from kb.words.languages import primary

if TYPE_CHECKING:
    from kb.model import Practice
    from kb.web.edition import Edition
    from kb.web.page import Page, Reader


FindIds = Callable[["Edition", str], Iterable[str]]
"""Whose pages there are in a language."""


def _vocabulary_ids(name: str) -> FindIds:
    def find(edition: Edition, _lang: str) -> Iterable[str]:
        vocabulary = edition.shelf.vocabularies.get(name)
        return (one.id for one in vocabulary.concepts) if vocabulary else ()

    return find


def has_original_beside(practice: Practice, lang: str) -> bool:
    """Whether a practice was written in another language than that of a page."""
    return primary(practice.language) != primary(lang)


def _translated_ids(edition: Edition, lang: str) -> Iterable[str]:
    return (one.id for one in edition.shelf.practices if has_original_beside(one, lang))


class Kind(NamedTuple):
    """A kind of page."""

    maker: str
    """Module and function, "home:make_home": Reader → Page."""
    find_ids: FindIds | None = None
    """Whose pages there are; None for a kind with one page."""


KINDS: Mapping[str, Kind] = {
    "home": Kind("home:make_home"),
    "search": Kind("search:make_search"),
    "practices": Kind("practices:make_practices"),
    "practice": Kind("practice:make_practice", lambda e, _: (one.id for one in e.shelf.practices)),
    "original": Kind("original:make_original", _translated_ids),
    "topics": Kind("topics:make_topics"),
    "topic": Kind("topics:make_topic", _vocabulary_ids("topics")),
    "countries": Kind("countries:make_countries"),
    "country": Kind(
        "countries:make_country", lambda e, _: (one.lower() for one in e.shelf.country_codes())
    ),
    "partners": Kind("network:make_partners"),
    "partner": Kind("partner:make_partner", lambda e, _: e.content.partners),
    "groups": Kind("network:make_groups"),
    "group": Kind("group:make_group", lambda e, _: (one.id for one in e.shelf.iter_groups())),
    "visits": Kind("visits:make_visits"),
    "visit": Kind("visit:make_visit", lambda e, _: (one.id for one in e.shelf.iter_visits())),
    "projects": Kind("network:make_projects"),
    "project": Kind(
        "project:make_project", lambda e, _: (one.id for one in e.shelf.iter_projects())
    ),
    "map": Kind("map:make_map"),
    "glossary": Kind("glossary:make_glossary"),
    "translations": Kind("translations:make_translations"),
    "basket": Kind("basket:make_basket"),
    "data": Kind("data:make_data"),
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
    with reader.voices.speaking(reader.lang):
        return make(reader)


def iter_addresses(edition: Edition, lang: str) -> Iterator[Address]:
    """Every page there is in a language, in the order of `PAGES`."""
    for kind in PAGES:
        find_ids = KINDS[kind].find_ids
        for one in find_ids(edition, lang) if find_ids else ("",):
            yield Address(lang, kind, one)
