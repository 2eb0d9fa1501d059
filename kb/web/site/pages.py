"""The pages of a site as plain files: which there are, and how each is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from posixpath import dirname
from typing import NamedTuple

from kb.content.store import Content
from kb.export.shelf import Shelf
from kb.knowledgebase import KnowledgeBase
from kb.model import Practice, Record
from kb.model.practice import ConsentScope
from kb.translation.catalogs import Translations, load_translations
from kb.translation.localise import LocalisedTexts
from kb.web.addresses import FILES, Address, FileLinks, file_of, path_of
from kb.web.assets import load_assets
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.pages import iter_addresses, make_page
from kb.web.rendering import render_page
from kb.web.site.folder import digest_of, write_if_changed

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",  # the search is a WebAssembly module
        "worker-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)
"""What pages may load. A server says it in a header; plain files say it themselves."""
_CHARSET = '<meta charset="utf-8">\n'
_POLICY_TAG = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
_WITH_MAPS = ("home", "map", "countries", "country")
_MAP_PAGES = 150
"""Drawing the maps takes as long as so many pages."""
_FEW = 40
"""Pages that are made between two reports of how far it is."""


class _SiteShelf(Shelf):
    """A shelf that reads the catalogs of a record once for all languages: all will be asked for."""

    def __init__(
        self, content: Content, practices: Sequence[Practice], scope: ConsentScope | None
    ) -> None:
        super().__init__(content, practices, scope)
        self._catalogs: dict[tuple[str, str], dict[str, Translations]] = {}
        self._localised: dict[tuple[str, str, str], LocalisedTexts] = {}

    def texts(self, record: Record, lang: str, kind: str = "practice") -> LocalisedTexts:
        """The texts of a record for a reader of one language."""
        key = kind, record.id, lang
        if key not in self._localised:
            if key[:2] not in self._catalogs:
                self._catalogs[key[:2]] = load_translations(self.root, kind, record)
            found = self._catalogs[key[:2]]
            self._localised[key] = LocalisedTexts(record, found, lang, self.settings.fallback)
        return self._localised[key]


class SiteEdition(Edition):
    """A knowledge base whose site has only some of its languages.

    Args:
        base: as of any edition.
        langs: languages of the site; all where empty.
    """

    def __init__(self, base: KnowledgeBase, langs: Sequence[str] = ()) -> None:
        super().__init__(base)
        self._langs = tuple(langs)
        practices = tuple(self.content.practices.values())
        self.shelf = _SiteShelf(self.content, practices, ConsentScope.WEB)

    @property
    def langs(self) -> tuple[str, ...]:
        """Languages of the site."""
        return self._langs or super().langs


class SiteLinks(FileLinks):
    """Links among the files of a site: only to those that it has.

    Args:
        here: the page they are written on.
        assets: name of a style or script → its name with a digest.
        files: files to take home that there are, relative to the site's root.
        known: links that were written from this folder before: page → link. Pages have hundreds
            of links, and mostly the same.
        base_url: as for `FileLinks`.
    """

    def __init__(
        self,
        here: Address,
        assets: Mapping[str, str],
        files: frozenset[str] = frozenset(),
        known: dict[Address | str, str] | None = None,
        base_url: str = "",
    ) -> None:
        super().__init__(here, assets, base_url)
        self._lang = here.lang
        self._files = files
        self._known = {} if known is None else known

    def page(
        self, kind: str, record_id: str = "", lang: str = "", query: Mapping[str, object] = {}
    ) -> str:
        """The link to the file of a page."""
        if any(query.values()):
            return super().page(kind, record_id, lang, query)
        target = Address(lang or self._lang, kind, record_id)
        if target not in self._known:
            self._known[target] = super().page(kind, record_id, lang)
        return self._known[target]

    def file(
        self,
        kind: str,
        record_id: str = "",
        suffix: str = "",
        lang: str = "",
        query: Mapping[str, object] = {},
    ) -> str:
        """The link to a ready-made file; "" where the site has none."""
        path = file_path(lang or self._lang, kind, record_id, suffix)
        return super().file(kind, record_id, suffix, lang, query) if path in self._files else ""

    def _relative(self, target: str) -> str:
        if target not in self._known:
            self._known[target] = super()._relative(target)
        return self._known[target]


def file_path(lang: str, kind: str, record_id: str = "", suffix: str = "") -> str:
    """A file to take home, relative to the site's root."""
    return f"{lang}/{path_of(FILES[kind], record_id, suffix)}"


@dataclass(frozen=True)
class SiteReader:
    """Who reads the pages of a site: nobody in particular, on a day.

    Attributes:
        edition: what is read.
        today: the day of the build.
        files: as for `SiteLinks`.
        base_url: where it will lie; "" where nobody knows.
    """

    edition: Edition
    today: date
    files: frozenset[str] = frozenset()
    base_url: str = ""

    @cached_property
    def assets(self) -> dict[str, str]:
        """Plain name of a style or script → its name with a digest."""
        found = load_assets(tuple(self.edition.settings.countries))
        return {name: one.name for name, one in found.items()}

    @cached_property
    def _links(self) -> dict[str, dict[Address | str, str]]:
        """Folder → links that were written from there."""
        return {}

    def at(self, address: Address) -> Reader:
        """A reader on a page."""
        known = self._links.setdefault(dirname(file_of(address)), {})
        base_url = self.base_url.rstrip("/")
        links = SiteLinks(address, self.assets, self.files, known, base_url)
        return Reader(self.edition, address, links, self.today)

    def write(self, address: Address) -> bytes:
        """A page as HTML."""
        reader = self.at(address)
        text = render_page(reader, make_page(reader))
        return text.replace(_CHARSET, _CHARSET + _POLICY_TAG, 1).encode()


# In processes


class Written(NamedTuple):
    """A page that was made."""

    name: str
    digest: str
    is_changed: bool
    """Whether the file had to be written."""


@dataclass(frozen=True)
class PageWriter:
    """Writes pages, in whichever process.

    Attributes:
        root: folder of the knowledge base.
        cache: folder for caches.
        langs: languages of the site.
        digest: of the files of the knowledge base, as `Edition.digest`.
        today: the day of the build.
        files: as for `SiteLinks`.
        target: folder of the site.
        base_url: as for `SiteReader`.
    """

    root: Path
    cache: Path | None
    langs: tuple[str, ...]
    digest: str
    today: date
    files: frozenset[str]
    target: Path
    base_url: str = ""

    def __call__(self, addresses: Sequence[Address]) -> list[Written]:
        """Write some pages."""
        reader = self._reader()
        written = []
        for one in addresses:
            name, data = file_of(one), reader.write(one)
            is_changed = write_if_changed(self.target / name, data)
            written.append(Written(name, digest_of(data), is_changed))
        return written

    @lru_cache(maxsize=1)  # noqa: B019 - it lives as long as its process works
    def _reader(self) -> SiteReader:
        edition = open_edition(self.root, self.cache, self.langs, self.digest)
        return SiteReader(edition, self.today, self.files, self.base_url)


@lru_cache(maxsize=1)
def open_edition(
    root: Path, cache: Path | None, langs: tuple[str, ...], _digest: str
) -> SiteEdition:
    """The edition of this process; a process that is a copy of another has it already."""
    return SiteEdition(KnowledgeBase(root, cache), langs)


def plan_shares(
    addresses: Iterable[Address], langs: Sequence[str], processes: int
) -> list[list[list[Address]]]:
    """Pages shared out among processes, each share in pieces.

    What a process has read for one page of a language serves for the others, so a language stays
    together where there are enough of them. Maps are the same in all languages, and take long to
    draw: one process draws them.

    Args:
        addresses: of all pages.
        langs: languages of the site.
        processes: how many shares are wanted.
    """
    with_maps: list[Address] = []
    by_lang: dict[str, list[Address]] = {lang: [] for lang in langs}
    for one in addresses:
        (with_maps if one.kind in _WITH_MAPS else by_lang[one.lang]).append(one)
    shares: list[list[list[Address]]] = [[] for _ in range(processes)]
    loads = [0] * processes
    shares[0] += _pieces(with_maps)
    loads[0] += _MAP_PAGES + len(with_maps)
    parts = -(-processes // max(len(by_lang), 1))
    groups = [pages[number::parts] for pages in by_lang.values() for number in range(parts)]
    for group in sorted(groups, key=len, reverse=True):
        lightest = loads.index(min(loads))
        shares[lightest] += _pieces(group)
        loads[lightest] += len(group)
    return shares


def _pieces(group: Sequence[Address]) -> Iterator[list[Address]]:
    for start in range(0, len(group), _FEW):
        yield list(group[start : start + _FEW])


def iter_pages(edition: Edition) -> Iterator[Address]:
    """Every page of a site."""
    for lang in edition.langs:
        yield from iter_addresses(edition, lang)
