"""About, the accessibility statement, privacy."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import Address, FileLinks
from kb.web.assets import load_assets
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.pages import make_page
from kb.web.pages.texts import PREPARED
from kb.web.rendering import render_page
from tests.factories import Plain, write_base
from tests.web.conftest import TODAY, MakeReader
from tests.web.markup import Element, parse_page
from tests.web.recordpages import PROJECT, headings, hrefs, open_edition, read, read_page

KINDS = ("about", "accessibility", "privacy")
LANGS = ("de", "fi", "sv", "en")
OPERATOR: Plain = {
    "name": "Region & Söhne",
    "email": "kb@region.example",
    "url": "https://region.example/kontakt",
    "enforcement": {"name": "Ombudsstelle", "url": "https://ombud.example/"},
}


@pytest.fixture
def open_with(tmp_path: Path, kb_cache: Path) -> Any:
    """Opens an empty base with these settings."""

    def open_it(**settings: Any) -> Edition:
        return open_edition(tmp_path, kb_cache, settings=settings)

    return open_it


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_every_language_has_the_page(make_reader: MakeReader, kind: str, lang: str) -> None:
    page = read(make_reader(kind, lang=lang))
    assert len(list(page.iter("h1"))) == 1
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_base_has_the_page(open_with: Any, kind: str, lang: str) -> None:
    assert headings(read_page(open_with(), kind, "", lang))


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_runs_the_pages_is_named(open_with: Any, kind: str) -> None:
    page = read_page(open_with(operator=OPERATOR), kind, "", "en")
    (contact,) = page.of_class("contact")
    assert contact.text == "Region & Söhne kb@region.example https://region.example/kontakt"
    assert hrefs(contact) == ["mailto:kb@region.example", "https://region.example/kontakt"]
    assert "have not named themselves" not in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_where_nobody_is_named_the_page_says_how(open_with: Any, kind: str) -> None:
    page = read_page(open_with(), kind, "", "en")
    assert "have not named themselves" in page.text
    assert "practices/kb.yaml" in page.text


def test_what_is_no_address_for_mail_is_no_link(open_with: Any) -> None:
    operator = {"name": "Region", "email": "ask at the desk?subject=x"}
    page = read_page(open_with(operator=operator), "privacy", "", "en")
    (contact,) = page.of_class("contact")
    assert "ask at the desk?subject=x" in contact.text
    assert hrefs(contact) == []


def test_a_faulty_operator_is_a_finding(tmp_path: Path) -> None:
    faulty = {"nmae": "Region", "url": "javascript:alert(1)"}
    write_base(tmp_path, settings={"operator": faulty})
    found = {one.code for one in KnowledgeBase.open(tmp_path).content.issues}
    assert found == {"KB201", "KB202", "KB210"}


# About


def test_about_tells_the_origin_as_the_records_have_it(make_reader: MakeReader) -> None:
    page = read(make_reader("about"))
    assert "Where the idea comes from" in headings(page)
    assert "/en/projects/iira" in hrefs(page)
    assert "Sixteen LEADER regions in Austria, Finland, Sweden and Germany" in page.text
    assert "European Agricultural Fund for Rural Development" in page.text
    assert "61 practices from Austria" in page.text


def test_about_leaves_out_what_nobody_entered(open_with: Any) -> None:
    page = read_page(open_with(licence=None, review_after_months=None), "about", "", "en")
    assert "Where the idea comes from" not in headings(page)
    assert "licence" not in page.text
    assert "months" not in page.text


def test_about_names_projects_that_readers_may_see(tmp_path: Path, kb_cache: Path) -> None:
    hidden = {**PROJECT, "title": "Geheim", "status": "draft"}
    base = open_edition(tmp_path, kb_cache, projects={"gal": PROJECT, "geheim": hidden})
    page = read_page(base, "about", "", "de")
    assert "Gemeinsam auf dem Land" in page.text
    assert "Geheim" not in page.text


def test_about_explains_every_state_and_how_to_add_an_entry(make_reader: MakeReader) -> None:
    page = read(make_reader("about"))
    states = [one.text for part in page.of_class("meanings") for one in part.iter("dt")]
    assert states == ["original", "reviewed", "draft", "outdated", "missing"]
    assert [one for one in page.iter("h2") if one["id"] == "add"]


def test_the_collection_can_be_cited(open_with: Any) -> None:
    base = open_with(homepage="https://good.example/", licence="CC-BY-4.0")
    page = read_page(base, "about", "", "en")
    (citation,) = page.of_class("citation")
    assert citation.text == "Good practice. https://good.example. CC-BY-4.0"
    assert "https://creativecommons.org/licenses/by/4.0/" in hrefs(page)


def test_words_of_the_settings_are_text(open_with: Any) -> None:
    words = "<b>x</b> %(site)s & </p>"
    operator = {"name": words, "enforcement": {"name": words, "url": "https://a.example/"}}
    base = open_with(title={"en": words}, operator=operator, funding_line={"en": words})
    for kind in KINDS:
        page = read_page(base, kind, "", "en")
        assert words in page.find("main").text
        assert not list(page.find("main").iter("b"))


# The accessibility statement


def test_the_statement_has_the_parts_of_the_model(make_reader: MakeReader) -> None:
    page = read(make_reader("accessibility"))
    assert headings(page) == [
        "Compliance status",
        "What is not accessible",
        "Preparation of this statement",
        "Feedback and contact",
        "Enforcement procedure",
    ]
    assert PREPARED == "2026-11-23"
    assert "23 November 2026" in page.text
    assert "No third party has assessed the pages." in page.text


def test_the_authority_is_named_where_it_is_known(open_with: Any) -> None:
    page = read_page(open_with(operator=OPERATOR), "accessibility", "", "en")
    assert "https://ombud.example/" in hrefs(page)
    assert "Each member state" not in page.text


def test_without_it_the_reader_learns_that_there_is_one(open_with: Any) -> None:
    page = read_page(open_with(operator={"name": "Region"}), "accessibility", "", "en")
    assert "Each member state of the European Union has one." in page.text


# Privacy


def privacy_among_files(edition: Edition) -> Element:
    address = Address("en", "privacy")
    found = load_assets(tuple(edition.settings.countries))
    links = FileLinks(address, {name: one.name for name, one in found.items()})
    reader = Reader(edition, address, links, TODAY)
    return parse_page(render_page(reader, make_page(reader)))


def test_a_server_tells_of_its_log_and_plain_files_have_none(
    make_reader: MakeReader, edition: Edition
) -> None:
    live, plain = read(make_reader("privacy")).text, privacy_among_files(edition).text
    assert "the program writes one line" in live
    assert "the program writes one line" not in plain
    assert "plain files" in plain
    for text in (live, plain):
        assert "no cookies" in text
        assert "withdraw your consent" in text
