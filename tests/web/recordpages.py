"""Pages of records as tests read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import Address, LiveLinks
from kb.web.assets import load_assets
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.pages import make_page
from kb.web.rendering import render_page
from tests.factories import Plain, write_base
from tests.web.conftest import TODAY
from tests.web.markup import Element, parse_page

ASSETS = {name: one.name for name, one in load_assets(()).items()}
GROUP: Plain = {
    "language": "de-AT",
    "status": "published",
    "name": "Arbeitskreis",
    "host": "at-verein",
    "country": "AT",
    "purpose": ["Voneinander lernen."],
    "press": [{"title": "Netze knüpfen", "publisher": "Zeitung"}],
    "small_projects": [{"title": "Café", "practice": "at-sprachcafe"}, {"title": "Garten"}],
}
PROJECT: Plain = {
    "language": "de-AT",
    "status": "published",
    "title": "Gemeinsam auf dem Land",
    "acronym": "GAL",
    "summary": "Vier Länder lernen voneinander.",
    "topics": ["mobility"],
    "countries": ["AT", "FI"],
    "claims": [
        {"registry": "A", "amount": "600000", "currency": "EUR", "scope": "total"},
        {"registry": "B", "amount": "543938.90", "currency": "EUR", "scope": "total"},
    ],
    "sources": [{"title": "Projektseite"}],
}
VISIT: Plain = {
    "language": "de-AT",
    "status": "published",
    "title": "Besuch im Tal",
    "summary": "Zwei Tage im Tal.",
    "country": "AT",
    "host": "at-verein",
    "start": "2026-05-04",
    "participants": [
        {"partner": "at-verein", "languages": ["de"]},
        {"name": "Kylä", "languages": ["fi"]},
    ],
    "programme": [
        {"title": "Rundgang", "date": "2026-05-04", "place": "Tamsweg", "practice": "at-sprachcafe"}
    ],
    "questions": ["Was war schwer?"],
    "sources": [{"title": "Einladung"}],
}


def open_edition(folder: Path, cache: Path, practices: Any = (), **over: Any) -> Edition:
    """A small base, written and opened."""
    write_base(folder, practices, **over)
    return Edition(KnowledgeBase.open(folder, cache))


def reader_of(edition: Edition, kind: str, record_id: str, lang: str = "de") -> Reader:
    """Somebody on a page of a server."""
    address = Address(lang, kind, record_id)
    return Reader(edition, address, LiveLinks(address, ASSETS), TODAY)


def read(reader: Reader) -> Element:
    """What they see."""
    return parse_page(render_page(reader, make_page(reader)))


def read_page(edition: Edition, kind: str, record_id: str, lang: str = "de") -> Element:
    """A page of a server."""
    return read(reader_of(edition, kind, record_id, lang))


def chapter(page: Element, name: str) -> Element:
    """A section of a page by the end of its anchor."""
    return next(one for one in page.iter("section") if one["id"].endswith(f"--{name}"))


def headings(page: Element) -> list[str]:
    """The headings below the title."""
    return [one.text for one in page.find("main").iter("h2")]


def hrefs(part: Element) -> list[str]:
    """Where links lead."""
    return [one["href"] for one in part.iter("a")]


def actions(page: Element) -> dict[str, str]:
    """What can be done, and where that leads."""
    (found,) = page.of_class("actions")
    return {one.text: one["href"] for one in found.iter("a")}


def fact(page: Element, name: str) -> Element:
    """A fact and its lines."""
    term = next(one for one in page.iter("dt") if one.text == name)
    assert term.parent
    return term.parent
