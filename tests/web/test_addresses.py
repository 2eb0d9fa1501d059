"""Addresses: one table, two ways to write a link."""

from __future__ import annotations

from posixpath import dirname, join, normpath

import pytest

from kb.web.addresses import PAGES, Address, FileLinks, LiveLinks, file_of
from kb.web.edition import Edition
from kb.web.pages import KINDS, iter_addresses


def test_every_kind_of_page_has_a_maker() -> None:
    assert list(KINDS) == list(PAGES)


def test_every_page_has_a_file_of_its_own(edition: Edition) -> None:
    files = [file_of(one) for lang in edition.langs for one in iter_addresses(edition, lang)]
    assert len(files) == len(set(files)) > 800
    assert all(one.endswith(".html") for one in files)


def test_a_link_on_a_server_carries_the_basket() -> None:
    links = LiveLinks(Address("fi", "home"), {}, "/kb", {"basket": "a,b"})
    assert links.page("practice", "x", query={"q": ["y", "z"]}) == (
        "/kb/fi/practices/x?basket=a,b&q=y&q=z"
    )


@pytest.mark.parametrize(
    "here",
    [
        Address("fi", "home"),
        Address("sv", "topics"),
        Address("de", "practice", "a"),
        Address("en", "original", "a"),
    ],
)
def test_a_link_among_files_leads_from_any_page_to_any_other(here: Address) -> None:
    links = FileLinks(here, {"style.css": "style-1.css"})
    for kind in PAGES:
        record_id = "b" if "<id>" in PAGES[kind] else ""
        href = links.page(kind, record_id, "sv")
        assert not href.startswith("/")
        there = normpath(join(dirname(file_of(here)), href))
        assert there == file_of(Address("sv", kind, record_id))
    assert normpath(join(dirname(file_of(here)), links.asset("style.css"))) == "assets/style-1.css"


def test_only_a_server_makes_a_booklet_of_a_basket() -> None:
    assert FileLinks(Address("fi", "basket"), {}).file("basket-booklet", suffix="pdf") == ""
    live = LiveLinks(Address("fi", "basket"), {})
    assert live.file("basket-booklet", suffix="pdf", query={"basket": "a"}) == (
        "/fi/basket.pdf?basket=a"
    )


def test_those_elsewhere_are_told_the_host_where_it_is_known() -> None:
    here = Address("fi", "practice", "x")
    carried = {"basket": "a,b"}
    live = LiveLinks(here, {}, "/kb", carried, "https://example.org/kb")
    assert live.whole("practice", "x", "sv") == "https://example.org/kb/sv/practices/x"
    assert LiveLinks(here, {}, "/kb", carried).whole("home") == "/kb/fi/"
    files = FileLinks(here, {}, "https://example.org/kb")
    assert files.whole("practice", "x") == "https://example.org/kb/fi/practices/x.html"
    assert FileLinks(here, {}).whole("home") == "../index.html"
