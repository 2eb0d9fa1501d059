"""What a site has besides its pages: the way to a language, to moved pages, and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import dirname, relpath
from typing import NamedTuple

from kb.export.html import FORBIDDEN
from kb.translation.formats import is_right_to_left, language_name
from kb.translation.interface import gettext as _
from kb.web.addresses import FILES, PAGES, Address, file_of
from kb.web.assets import EDITING, load_assets
from kb.web.edition import Edition
from kb.web.feeds import address_below, clean_base, render_feed, render_robots, render_sitemap
from kb.web.pages.faults import describe_fault
from kb.web.rendering import environment
from kb.web.site.pages import POLICY, SiteReader
from kb.words.languages import primary

File = tuple[str, bytes]
"""Name relative to the site's root, and content."""
START = "index.html"
MISSING = "404.html"
FAVICON = "favicon.svg"
REDIRECTS = "_redirects"
_KINDS_THAT_MOVE = ("practice", "partner", "visit", "group", "project")


class _Words(NamedTuple):
    """What a page at the root says in a language."""

    lang: str
    is_rtl: bool
    name: str
    """What the language calls itself."""
    title: str
    href: str
    """The first page of the language; "" where its address is not known."""
    lead: str = ""
    home: str = ""


class Moving(NamedTuple):
    """A page that has another address today."""

    old: Address
    new: Address


def iter_front_files(reader: SiteReader, base_url: str) -> Iterator[File]:
    """Everything besides pages, files to take home and the search.

    Args:
        reader: of the site.
        base_url: where it will lie; "" where nobody knows.
    """
    edition = reader.edition
    yield from iter_assets(edition)
    yield START, _render_start(reader)
    yield MISSING, _render_missing(reader, base_url)
    yield ".nojekyll", b""  # else GitHub leaves out what begins with a line
    yield "robots.txt", render_robots(base_url)
    if base_url:
        yield "sitemap.xml", render_sitemap(edition, base_url, is_live=False)
    for lang in edition.langs:
        home = reader.at(Address(lang, "home"))
        yield f"{lang}/{FILES['feed']}", render_feed(home, base_url)
    moved = list(find_moved(edition))
    for one in moved:
        yield file_of(one.old), _render_moved(reader, one, base_url)
    if moved:
        yield REDIRECTS, render_redirects(moved)


def iter_assets(edition: Edition) -> Iterator[File]:
    """Styles, scripts and pictures under the names pages know them by."""
    assets = load_assets(tuple(edition.settings.countries))
    for name, one in assets.items():
        if name not in EDITING:
            yield f"assets/{one.name}", one.data
    if FAVICON in assets:
        yield FAVICON, assets[FAVICON].data


# Pages at the root


def _render_start(reader: SiteReader) -> bytes:
    """The page that leads to the languages; a small script saves the choice."""
    words = [_words_of(reader, lang, file_of(Address(lang, "home"))) for lang in _langs(reader)]
    return _render_root(reader, words, "assets/")


def _render_missing(reader: SiteReader, base_url: str) -> bytes:
    """What a host shows where there is no page, at any depth: so no link of it is relative."""
    words = []
    for lang in _langs(reader):
        href = address_below(base_url, Address(lang, "home"), is_live=False) if base_url else ""
        with reader.edition.voices(lang).speaking(lang):
            title, fault = describe_fault(404)
            found = _words_of(reader, lang, href)
            home = _("To the first page")
            words.append(found._replace(title=title, lead=fault.lead, home=home))
    assets = f"{clean_base(base_url)}/assets/" if base_url else ""
    return _render_root(reader, words, assets, is_missing=True)


def _render_root(
    reader: SiteReader, words: list[_Words], assets: str, *, is_missing: bool = False
) -> bytes:
    names = {name: f"{assets}{one}" for name, one in reader.assets.items()} if assets else {}
    text = (
        environment()
        .get_template("start.html.j2")
        .render(
            words=words,
            is_missing=is_missing,
            policy=POLICY,
            style=names.get("style.css", ""),
            favicon=names.get(FAVICON, ""),
            script=names.get("start.js", ""),
        )
    )
    return FORBIDDEN.sub("", text).encode()


def _langs(reader: SiteReader) -> list[str]:
    """Languages of the site, the one that most people understand first."""
    fallback = primary(reader.edition.settings.fallback)
    return sorted(reader.edition.langs, key=lambda one: primary(one) != fallback)


def _words_of(reader: SiteReader, lang: str, href: str) -> _Words:
    title = reader.edition.voices(lang).label_of(reader.edition.settings.title)[0].value
    return _Words(lang, is_right_to_left(lang), language_name(lang, lang), title, href)


# Pages that moved


def find_moved(edition: Edition) -> Iterator[Moving]:
    """Pages that are asked for by an id a record had before, in every language."""
    for kind in _KINDS_THAT_MOVE:
        records = edition.content.records(kind)
        for record in records.values():
            if edition.find_record(kind, record.id) is None:
                continue
            for former in getattr(record, "former_ids", ()):
                if former not in records:
                    for lang in edition.langs:
                        yield Moving(Address(lang, kind, former), Address(lang, kind, record.id))


def _render_moved(reader: SiteReader, moved: Moving, base_url: str) -> bytes:
    old, new = file_of(moved.old), file_of(moved.new)
    record = reader.edition.find_record(new_kind := moved.new.kind, moved.new.id)
    assert record is not None  # noqa: S101 - it was found a moment ago
    lang = moved.new.lang
    title = reader.edition.voices(lang).of(record, new_kind).titles[0].value
    href = relpath(new, dirname(old))
    text = (
        environment()
        .get_template("moved.html.j2")
        .render(
            lang=lang,
            is_rtl=is_right_to_left(lang),
            title=title,
            href=href,
            canonical=address_below(base_url, moved.new, is_live=False) if base_url else href,
        )
    )
    return FORBIDDEN.sub("", text).encode()


def render_redirects(moved: Iterable[Moving]) -> bytes:
    """The same for hosts that read a file of redirections, with and without ".html"."""
    lines = []
    for one in moved:
        old, new = file_of(one.old), file_of(one.new)
        plain = f"{one.old.lang}/{PAGES[one.old.kind].replace('<id>', one.old.id)}"
        lines += [f"/{name} /{new} 301" for name in (old, plain)]
    return ("\n".join(lines) + "\n").encode()
