"""What machines read of the pages: news as Atom, all addresses as a sitemap, and robots.txt.

All of it is the same for a server and for plain files; only the addresses in it differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import dirname, relpath
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kb.export.addresses import Addresses, clean_address, licence_address
from kb.export.description import Text
from kb.export.html import FORBIDDEN
from kb.export.pieces import noted_title
from kb.model import Practice
from kb.model.types import is_before
from kb.translation.formats import country_name
from kb.translation.interface import pgettext
from kb.web.addresses import FILES, PAGES, Address, file_of, path_of
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.pages import iter_addresses

MOST_NEWS = 50
"""Practices in a feed, the latest first."""
UNLISTED = frozenset(("search", "basket", "original"))
"""Kinds of pages that search engines need not list: they hold nothing of their own."""
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML_LANG = "xml:lang"
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'


class _News(NamedTuple):
    practice: Practice
    day: str
    """ISO 8601, whole."""


# Addresses


def address_below(base_url: str, address: Address, *, is_live: bool) -> str:
    """The whole address of a page.

    Args:
        base_url: where the pages lie, with or without a slash at its end.
        address: the page.
        is_live: whether a server answers there, or plain files lie there.
    """
    path = f"{address.lang}/{path_of(PAGES[address.kind], address.id)}"
    return f"{clean_base(base_url)}/{path if is_live else file_of(address)}"


def clean_base(base_url: str) -> str:
    """An address that paths can be added to."""
    return clean_address(base_url).rstrip("/")


# Atom


def render_feed(reader: Reader, base_url: str) -> bytes:
    """The practices that were looked over last, as an Atom feed in the reader's language.

    The date of an entry is that of its last review, which its source vouches for; of one that
    was never reviewed it is the latest day it tells of.

    Args:
        reader: in which language, and whether of a server or of plain files.
        base_url: where the pages lie; links are relative where that is not known.
    """
    with reader.voices.speaking(reader.lang):
        feed = _describe_feed(reader, base_url)
    return _write(feed)


def _describe_feed(reader: Reader, base_url: str) -> Element:
    edition, lang = reader.edition, reader.lang
    names = Addresses(edition.settings)
    title = reader.voices.label_of(edition.settings.title)[0]
    news = list(_latest(edition.shelf.practices, reader.today.isoformat()))
    feed = Element("feed", {"xmlns": _ATOM, _XML_LANG: lang})
    _add(feed, "id", names.identifier("feeds", lang))
    _add(feed, "title", title.value, title.lang, lang)
    _add(feed, "subtitle", pgettext("feed", "Good practices, the last reviewed first"))
    _add(feed, "updated", _moment(news[0].day if news else reader.today.isoformat()))
    _add(SubElement(feed, "author"), "name", title.value)
    if licence := edition.settings.licence:
        _add(feed, "rights", licence)
    home = Address(lang, "home")
    _link(feed, "alternate", _href(reader, base_url, home), "text/html", lang)
    _link(feed, "self", _feed_href(lang, base_url), "application/atom+xml", lang)
    for one in edition.langs:
        if one != lang:
            _link(feed, "alternate", _feed_href(one, base_url, lang), "application/atom+xml", one)
    for item in news[:MOST_NEWS]:
        _add_entry(feed, reader, base_url, names, item)
    return feed


def _add_entry(feed: Element, reader: Reader, base_url: str, names: Addresses, item: _News) -> None:
    practice, lang = item.practice, reader.lang
    entry = SubElement(feed, "entry")
    title = noted_title(reader.voices, practice, "practice")[0]
    summary = _first(reader.voices.of(practice).paragraphs("summary", practice.summary))
    _add(entry, "id", names.identifier("practices", practice.id))
    _add(entry, "title", title.value, title.lang, lang)
    _add(entry, "updated", _moment(item.day))
    address = Address(lang, "practice", practice.id)
    _link(entry, "alternate", _href(reader, base_url, address), "text/html", lang)
    if licence := licence_address(practice.licence or reader.edition.settings.licence):
        _link(entry, "license", licence)
    for term, label in _categories(reader, practice):
        SubElement(entry, "category", {"term": term, "label": label})
    if summary:
        _add(entry, "summary", summary.value, summary.lang, lang)


def _categories(reader: Reader, practice: Practice) -> Iterator[tuple[str, str]]:
    for topic in practice.topics:
        yield topic, reader.voices.concept("topics", topic)[0].value
    if practice.location:
        code = practice.location.country
        yield code, country_name(code, reader.lang)


def _latest(practices: Iterable[Practice], today: str) -> Iterator[_News]:
    """Practices with a date, the latest first."""
    dated = ((one, _last_day(one, today)) for one in practices)
    news = [_News(one, _whole(day)) for one, day in dated if day]
    yield from sorted(sorted(news, key=lambda one: one.practice.id), key=_day_of, reverse=True)


def _day_of(news: _News) -> str:
    return news.day


def _last_day(practice: Practice, today: str) -> str:
    """The day of the last review, else the latest day the entry tells of; "" without any."""
    if practice.review:
        return practice.review.on
    period = practice.period
    days = [
        *((period.start, period.end) if period else ()),
        *(one.on for one in practice.results),
        *(one.date for one in practice.sources),
    ]
    return max((one for one in days if one and not is_before(today, one)), key=_whole, default="")


def _whole(day: str) -> str:
    """A date of any precision as a day: 2016 begins on 2016-01-01."""
    return "-".join([*day.split("-"), "01", "01"][:3])


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _href(reader: Reader, base_url: str, address: Address) -> str:
    if base_url:
        return address_below(base_url, address, is_live=reader.links.is_live)
    return relpath(file_of(address), dirname(f"{reader.lang}/{FILES['feed']}"))


def _feed_href(lang: str, base_url: str, here: str = "") -> str:
    path = f"{lang}/{FILES['feed']}"
    return f"{clean_base(base_url)}/{path}" if base_url else relpath(path, here or lang)


def _add(parent: Element, name: str, text: str, lang: str = "", expected: str = "") -> None:
    one = SubElement(parent, name)
    one.text = text
    if lang != expected:
        one.set(_XML_LANG, lang)


def _link(parent: Element, rel: str, href: str, media_type: str = "", lang: str = "") -> None:
    found = {"rel": rel, "href": href, "type": media_type, "hreflang": lang}
    SubElement(parent, "link", {name: value for name, value in found.items() if value})


def _first(paragraphs: list[tuple[Text, ...]]) -> Text | None:
    return paragraphs[0][0] if paragraphs else None


# Sitemap and robots


def render_sitemap(edition: Edition, base_url: str, *, is_live: bool = True) -> bytes:
    """Every page that search engines may list, each with its other languages.

    Args:
        edition: whose pages.
        base_url: where they lie; a sitemap needs whole addresses.
        is_live: whether a server answers there, or plain files lie there.
    """
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for lang in edition.langs:
        for address in iter_addresses(edition, lang):
            if address.kind not in UNLISTED:
                _add_page(root, edition, address, base_url, is_live=is_live)
    return _write(root)


def _add_page(
    root: Element, edition: Edition, address: Address, base_url: str, *, is_live: bool
) -> None:
    url = SubElement(root, "url")
    here = address_below(base_url, address, is_live=is_live)
    SubElement(url, "loc").text = here
    for lang in edition.langs:
        there = address_below(base_url, address._replace(lang=lang), is_live=is_live)
        found = {"rel": "alternate", "hreflang": lang, "href": there}
        SubElement(url, "xhtml:link", found)


def render_robots(base_url: str) -> bytes:
    """What crawlers may read: everything.

    Args:
        base_url: where the sitemap lies; without it none is named.
    """
    sitemap = f"\nSitemap: {clean_base(base_url)}/sitemap.xml\n" if base_url else ""
    return f"User-agent: *\nDisallow:\n{sitemap}".encode()


def _write(root: Element) -> bytes:
    indent(root, "")
    text = tostring(root, encoding="unicode")
    return _DECLARATION + FORBIDDEN.sub("", text).encode() + b"\n"
