"""Who asks for a page of a running server: in which language, with which basket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from flask import current_app, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import NotFound
from werkzeug.http import parse_accept_header

from kb.translation.interface import has_catalog
from kb.web.addresses import Address, LiveLinks
from kb.web.assets import load_assets
from kb.web.basket import parse_basket
from kb.web.edition import Edition
from kb.web.page import Reader
from kb.web.server.keeping import EditionKeeper
from kb.words.languages import primary

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ENGLISH = "en"
_DESK = "editing.desk"
"""Name of the page that a server has only where entries can be changed."""


def reader_of(keeper: EditionKeeper, address: Address, base_url: str = "") -> Reader:
    """Who asks for a page, by the request of this moment.

    Args:
        keeper: gives the newest edition.
        address: the page.
        base_url: as for `make_reader`.

    Raises:
        NotFound: the knowledge base is not read in this language.
        NotReadyError: there is no edition yet.
    """
    edition = keeper.current
    if address.lang not in edition.langs:
        raise NotFound
    query = {name: tuple(request.args.getlist(name)) for name in request.args}
    can_edit = _DESK in current_app.view_functions
    return make_reader(edition, address, query, request.script_root, base_url, can_edit=can_edit)


def make_reader(
    edition: Edition,
    address: Address,
    query: Mapping[str, tuple[str, ...]] = {},
    prefix: str = "",
    base_url: str = "",
    *,
    can_edit: bool = False,
) -> Reader:
    """Who asks for a page.

    Args:
        edition: what is read.
        address: the page.
        query: what stands behind the question mark, the basket with it.
        prefix: path all pages lie below.
        base_url: address readers use; "" where nobody said.
        can_edit: whether entries can be changed on this server, by those who may.
    """
    rest = dict(query)
    basket = parse_basket(rest.pop("basket", ()))
    carried = {"basket": basket.text} if basket else {}
    assets = _asset_names(tuple(edition.settings.countries))
    links = LiveLinks(address, assets, prefix, carried, base_url.rstrip("/"), can_edit=can_edit)
    today = date.today()  # noqa: DTZ011 - the day where the server stands
    return Reader(edition, address, links, today, basket, rest)


@lru_cache(maxsize=8)
def _asset_names(countries: tuple[str, ...]) -> Mapping[str, str]:
    return {name: one.name for name, one in load_assets(countries).items()}


def choose_lang(accepted: str, edition: Edition | None) -> str:
    """The language a browser would like best.

    Args:
        accepted: its Accept-Language.
        edition: has languages to choose from; without one those of the interface are.
    """
    for tag, quality in parse_accept_header(accepted, LanguageAccept):
        if quality <= 0 or tag == "*":
            continue
        if edition is None:
            lang = primary(tag).casefold()
            if _LANGUAGE.fullmatch(lang) and has_catalog(lang):
                return lang
        elif found := edition.find_lang(tag):
            return found
    return edition.settings.fallback if edition else _ENGLISH


def lang_of(path: str, accepted: str, edition: Edition | None) -> str:
    """The language to speak to whoever asks: that of the path, else what the browser likes best."""
    first = path.lstrip("/").partition("/")[0]
    if edition and first in edition.langs:
        return first
    return choose_lang(accepted, edition)
