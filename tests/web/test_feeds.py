"""What machines read: feeds of news, the sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import Address, LiveLinks
from kb.web.edition import Edition
from kb.web.feeds import render_feed, render_robots, render_sitemap
from kb.web.page import Reader
from kb.web.pages import iter_addresses, make_page
from kb.web.site.pages import SiteReader
from tests.factories import practice_data, write_base

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DAY = date(2026, 11, 22)
BASE = "https://x.example/kb"
MakeEdition = Callable[..., Edition]


@pytest.fixture
def make_edition(kb_cache: Path, tmp_path: Path) -> MakeEdition:
    """Makes an edition of some practices."""

    def make(*practices: dict[str, object], **settings: object) -> Edition:
        return Edition(KnowledgeBase(write_base(tmp_path, practices, settings=settings), kb_cache))

    return make


def parse(data: bytes) -> Element:
    """What we have just written."""
    return fromstring(data)  # noqa: S314


def feed_of(edition: Edition, lang: str = "de", base_url: str = BASE) -> Element:
    """The feed of a server."""
    address = Address(lang, "home")
    reader = Reader(edition, address, LiveLinks(address, {}), DAY)
    return parse(render_feed(reader, base_url))


def entries(feed: Element) -> list[str]:
    """Titles in their order."""
    return [one.findtext(f"{ATOM}title", "") for one in feed.findall(f"{ATOM}entry")]


def link_of(element: Element, rel: str) -> str:
    """The first link of a kind."""
    links = (one for one in element.findall(f"{ATOM}link") if one.get("rel") == rel)
    return next(links).get("href", "")


def reviewed(name: str, day: str | None, **over: object) -> dict[str, object]:
    """A practice that was looked over on a day."""
    review = {"by": "Verein", "on": day} if day else None
    return practice_data(**{"id": f"at-{name}", "title": name.title(), "review": review, **over})


def test_what_was_reviewed_last_comes_first(make_edition: MakeEdition) -> None:
    edition = make_edition(
        reviewed("alt", "2020"),
        reviewed("neu", "2025-06-30"),
        reviewed("mittel", "2024-12"),
        reviewed("ungesehen", None, period={"start": "2023-05-06", "state": "running"}),
    )
    feed = feed_of(edition)
    assert entries(feed) == ["Neu", "Mittel", "Ungesehen", "Alt"]
    days = [one.findtext(f"{ATOM}updated") for one in feed.findall(f"{ATOM}entry")]
    assert days == [
        "2025-06-30T00:00:00Z",
        "2024-12-01T00:00:00Z",
        "2023-05-06T00:00:00Z",
        "2020-01-01T00:00:00Z",
    ]
    assert feed.findtext(f"{ATOM}updated") == days[0]


def test_no_day_of_an_entry_lies_ahead(make_edition: MakeEdition) -> None:
    period = {"start": "2024", "end": "2031-12-31", "state": "running"}
    feed = feed_of(make_edition(reviewed("lang", None, period=period)))
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2024-01-01T00:00:00Z"


def test_ids_stay_whatever_language_and_address(make_edition: MakeEdition) -> None:
    edition = make_edition(reviewed("neu", "2025"))
    feeds = [feed_of(edition, "de"), feed_of(edition, "fi", "https://other.example")]
    ids = {one.findtext(f"{ATOM}entry/{ATOM}id") for one in feeds}
    assert ids == {"urn:kb:practices:at-neu"}
    assert {one.findtext(f"{ATOM}id") for one in feeds} == {"urn:kb:feeds:de", "urn:kb:feeds:fi"}


def test_ids_are_those_of_the_homepage(make_edition: MakeEdition) -> None:
    edition = make_edition(reviewed("neu", "2025"), homepage="https://h.example")
    found = feed_of(edition).findtext(f"{ATOM}entry/{ATOM}id")
    assert found == "https://h.example/practices/at-neu"


def test_a_text_in_another_language_says_so(make_edition: MakeEdition) -> None:
    entry = feed_of(make_edition(reviewed("neu", "2025")), "fi").find(f"{ATOM}entry")
    assert entry is not None
    title, summary = entry.find(f"{ATOM}title"), entry.find(f"{ATOM}summary")
    assert title is not None
    assert summary is not None
    assert (title.get(LANG), summary.get(LANG)) == ("de-AT", "de-AT")


def test_links_of_a_server_and_of_plain_files(make_edition: MakeEdition) -> None:
    edition = make_edition(reviewed("neu", "2025"))
    live = feed_of(edition, "fi")
    assert link_of(live, "self") == f"{BASE}/fi/feed.atom"
    entry = live.find(f"{ATOM}entry")
    assert entry is not None
    assert link_of(entry, "alternate") == f"{BASE}/fi/practices/at-neu"
    plain = SiteReader(edition, DAY).at(Address("fi", "home"))
    for base_url, start in ((f"{BASE}/", f"{BASE}/fi/"), ("", "")):
        found = parse(render_feed(plain, base_url)).find(f"{ATOM}entry")
        assert found is not None
        assert link_of(found, "alternate") == f"{start}practices/at-neu.html"


def test_drafts_are_no_news(make_edition: MakeEdition) -> None:
    feed = feed_of(make_edition(reviewed("neu", "2025", status="draft")))
    assert entries(feed) == []
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00Z"


def test_hostile_words_are_text(make_edition: MakeEdition) -> None:
    words = "]]></title><script>alert(1)</script>&amp; %(x)s {{ 7 }}"
    feed = feed_of(make_edition(reviewed("boese", "2025", title=words, summary=words)))
    assert entries(feed) == [words]


def test_sitemap_has_the_pages_that_may_be_listed(edition: Edition) -> None:
    listed = {
        f"{BASE}/{LiveLinks(one, {}).page(one.kind, one.id).lstrip('/')}"
        for lang in edition.langs
        for one in iter_addresses(edition, lang)
        if make_page(Reader(edition, one, LiveLinks(one, {"x": "x"}), DAY)).is_listed
        and one.kind != "original"
    }
    root = parse(render_sitemap(edition, BASE))
    places = [one.findtext(f"{SITEMAP}loc", "") for one in root]
    assert len(places) == len(set(places))
    assert set(places) <= listed
    missing = {one.rpartition("/")[2] for one in listed.difference(places)}
    assert missing <= {"search", "basket"}


def test_sitemap_names_the_other_languages(make_edition: MakeEdition) -> None:
    root = parse(render_sitemap(make_edition(), BASE, is_live=False))
    first = root[0]
    assert first.findtext(f"{SITEMAP}loc") == f"{BASE}/de/index.html"
    found = {one.get("hreflang"): one.get("href") for one in first.findall(f"{XHTML}link")}
    assert found == {one: f"{BASE}/{one}/index.html" for one in ("de", "fi", "sv", "en")}


def test_robots_may_read_everything() -> None:
    assert render_robots("") == b"User-agent: *\nDisallow:\n"
    assert b"\nSitemap: https://x.example/kb/sitemap.xml\n" in render_robots(f"{BASE}/")
