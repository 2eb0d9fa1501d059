"""Where pages and files are: the one table of addresses, for a server and for plain files.

`Links` turns what is meant (a kind of page, an id, a language) into what is written into a link.
On a server that is "/fi/practices/x", among plain files "../practices/x.html".
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, relpath
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlencode

PAGES: Mapping[str, str] = {
    "home": "",
    "search": "search",
    "practices": "practices",
    "practice": "practices/<id>",
    "original": "practices/<id>/original",
    "topics": "topics",
    "topic": "topics/<id>",
    "countries": "countries",
    "country": "countries/<id>",
    "partners": "partners",
    "partner": "partners/<id>",
    "groups": "groups",
    "group": "groups/<id>",
    "visits": "visits",
    "visit": "visits/<id>",
    "projects": "projects",
    "project": "projects/<id>",
    "map": "map",
    "glossary": "glossary",
    "translations": "translations",
    "basket": "basket",
    "data": "data",
    "about": "about",
    "accessibility": "accessibility",
    "privacy": "privacy",
}
"""Kinds of pages and their paths below the language."""

FILES: Mapping[str, str] = {
    "country-booklet": "countries/<id>.<suffix>",
    "topic-booklet": "topics/<id>.<suffix>",
    "practice-booklet": "practices/<id>.<suffix>",
    "visit-pack": "visits/<id>.zip",
    "visit-calendar": "visits/<id>.ics",
    "basket-booklet": "basket.<suffix>",
    "search-result": "search.<suffix>",
    "dataset": "data/practices.<suffix>",
    "feed": "feed.atom",
}
"""Kinds of files to take home and their paths below the language."""

SERVER_ONLY = frozenset(("practice-booklet", "basket-booklet", "search-result"))
"""Files that are made when somebody asks; plain files have none of them."""

EDITING: Mapping[str, str] = {
    "login": "edit/login",
    "logout": "edit/logout",
    "account": "edit/account",
    "desk": "edit",
    "new": "edit/new",
    "change": "edit/practices/<id>",
    "history": "edit/practices/<id>/history",
    "step": "edit/practices/<id>/step",
}
"""Kinds of pages for those who edit, below the language and `_EDIT`; no site of files has them."""
_EDIT = "edit"

API = "api/v1"
"""Path of what programs ask, below no language."""


_ON_A_SERVER = {**PAGES, **EDITING}


class Address(NamedTuple):
    """A page, said without a way of writing it."""

    lang: str
    """Language of the page, as in the knowledge base's list."""
    kind: str
    """A key of `PAGES`, or of `EDITING`."""
    id: str = ""


class Links(Protocol):
    """How links are written from one page to others."""

    is_live: bool
    """Whether a server answers: it can search and print."""
    can_edit: bool
    """Whether entries can be changed there, by those who may."""

    def page(
        self, kind: str, record_id: str = "", lang: str = "", query: Mapping[str, object] = {}
    ) -> str:
        """The link to a page.

        Args:
            kind: a key of `PAGES`.
            record_id: whose page.
            lang: language of the page; that of the page we are on if not given.
            query: what stands behind the question mark; several values of a name as a list.
        """
        ...

    def whole(self, kind: str, record_id: str = "", lang: str = "") -> str:
        """The address of a page for those elsewhere, such as search engines.

        It begins with a host where one is known, and carries nothing along.
        """
        ...

    def file(
        self,
        kind: str,
        record_id: str = "",
        suffix: str = "",
        lang: str = "",
        query: Mapping[str, object] = {},
    ) -> str:
        """The link to a file to take home; "" where it cannot be had.

        Args:
            kind: a key of `FILES`.
            record_id: whose file.
            suffix: which format, such as "pdf".
            lang: language of the file; that of the page if not given.
            query: as for `page`.
        """
        ...

    def api(self, path: str = "", query: Mapping[str, object] = {}) -> str:
        """The link to an answer for programs, such as "practices"; "" among plain files."""
        ...

    def asset(self, name: str) -> str:
        """The link to a style, script or picture that belongs to the pages."""
        ...


class LiveLinks:
    """Links on a server.

    Args:
        here: the page they are written on.
        assets: name of a style or script → its name with a digest.
        prefix: path the pages lie below, such as "/kb"; empty at the root of a host.
        carried: what every link to a page takes along: the basket.
        base_url: address readers use, without a slash at its end; "" where nobody said.
        can_edit: whether entries can be changed there, by those who may.
    """

    is_live = True

    def __init__(
        self,
        here: Address,
        assets: Mapping[str, str],
        prefix: str = "",
        carried: Mapping[str, str] = {},
        base_url: str = "",
        *,
        can_edit: bool = False,
    ) -> None:
        self.can_edit = can_edit
        self._here = here
        self._assets = assets
        self._prefix = prefix
        self._carried = carried
        self._base_url = base_url

    def page(
        self, kind: str, record_id: str = "", lang: str = "", query: Mapping[str, object] = {}
    ) -> str:
        """The link to a page, with what is carried along."""
        path = path_of(_ON_A_SERVER[kind], record_id)
        return self._href(f"{lang or self._here.lang}/{path}", {**self._carried, **query})

    def whole(self, kind: str, record_id: str = "", lang: str = "") -> str:
        """The address of a page for those elsewhere."""
        path = f"{lang or self._here.lang}/{path_of(PAGES[kind], record_id)}"
        return f"{self._base_url or self._prefix}/{path}"

    def file(
        self,
        kind: str,
        record_id: str = "",
        suffix: str = "",
        lang: str = "",
        query: Mapping[str, object] = {},
    ) -> str:
        """The link to a file; a server makes every kind."""
        path = path_of(FILES[kind], record_id, suffix)
        return self._href(f"{lang or self._here.lang}/{path}", query)

    def api(self, path: str = "", query: Mapping[str, object] = {}) -> str:
        """The link to an answer for programs."""
        return self._href(f"{API}/{path}", query)

    def asset(self, name: str) -> str:
        """The link to a style, script or picture."""
        return f"{self._prefix}/assets/{self._assets[name]}"

    def _href(self, path: str, query: Mapping[str, object]) -> str:
        asked = urlencode({name: one for name, one in query.items() if one}, doseq=True, safe=",")
        return f"{self._prefix}/{path}{'?' if asked else ''}{asked}"


class FileLinks:
    """Links among plain files: relative, so that they work in any folder and without a server.

    Args:
        here: the page they are written on.
        assets: name of a style or script → its name with a digest.
        base_url: where they will lie, without a slash at its end; "" where nobody knows.
    """

    is_live = False
    can_edit = False

    def __init__(self, here: Address, assets: Mapping[str, str], base_url: str = "") -> None:
        self._here = here
        self._base_url = base_url
        self._folder = dirname(file_of(here))
        self._assets = assets

    def page(
        self, kind: str, record_id: str = "", lang: str = "", query: Mapping[str, object] = {}
    ) -> str:
        """The link to the file of a page."""
        target = file_of(Address(lang or self._here.lang, kind, record_id))
        asked = urlencode({name: one for name, one in query.items() if one}, doseq=True)
        return f"{self._relative(target)}{'?' if asked else ''}{asked}"

    def whole(self, kind: str, record_id: str = "", lang: str = "") -> str:
        """The address of a page for those elsewhere."""
        target = file_of(Address(lang or self._here.lang, kind, record_id))
        return f"{self._base_url}/{target}" if self._base_url else self._relative(target)

    def file(
        self,
        kind: str,
        record_id: str = "",
        suffix: str = "",
        lang: str = "",
        query: Mapping[str, object] = {},
    ) -> str:
        """The link to a ready-made file; "" for those only a server makes."""
        if kind in SERVER_ONLY:
            return ""
        path = path_of(FILES[kind], record_id, suffix)
        return self._relative(f"{lang or self._here.lang}/{path}")

    def api(self, path: str = "", query: Mapping[str, object] = {}) -> str:
        """Nothing: plain files answer no questions."""
        return ""

    def asset(self, name: str) -> str:
        """The link to a style, script or picture."""
        return self._relative(f"assets/{self._assets[name]}")

    def _relative(self, target: str) -> str:
        return relpath(target, self._folder)


def is_for_editing(path: str) -> bool:
    """Whether a path of a server is that of a page for those who edit: "/fi/edit/login"."""
    return path.split("/", 3)[2:3] == [_EDIT]


def path_of(pattern: str, record_id: str, suffix: str = "") -> str:
    """A path with its id and suffix in place."""
    return pattern.replace("<id>", quote(record_id, safe="")).replace("<suffix>", suffix)


def file_of(address: Address) -> str:
    """The plain file of a page, relative to the site's root: "fi/practices/x.html"."""
    path = path_of(PAGES[address.kind], address.id)
    is_folder = not path or any(one.startswith(f"{path}/") for one in PAGES.values())
    return f"{address.lang}/{path}.html" if not is_folder else _index_of(address.lang, path)


def _index_of(lang: str, path: str) -> str:
    return f"{lang}/{path}/index.html" if path else f"{lang}/index.html"
