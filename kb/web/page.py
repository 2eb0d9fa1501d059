"""A page before it is written: who reads it, what is on it, and which template writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from kb.errors import KbError
from kb.export.voices import Voices
from kb.web.addresses import Address, Links
from kb.web.basket import EMPTY, Basket
from kb.web.edition import Edition


@dataclass(frozen=True)
class Reader:
    """Who reads a page: in which language, on which page, with which basket.

    Attributes:
        edition: what is read.
        address: the page.
        links: how links are written on it.
        today: the day, for what comes next.
        basket: what they have chosen so far.
        query: what stands behind the question mark: name → values; {} on a page of plain files.
    """

    edition: Edition
    address: Address
    links: Links
    today: date
    basket: Basket = EMPTY
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """Language of the page."""
        return self.address.lang

    @property
    def voices(self) -> Voices:
        """What everything is called in it."""
        return self.edition.voices(self.lang)

    def first(self, name: str) -> str:
        """The first value of a name in the query; "" for none."""
        return next(iter(self.query.get(name, ())), "")


class Crumb(NamedTuple):
    """A step of the way from the home page."""

    title: str
    href: str


@dataclass(frozen=True)
class Page:
    """What is on a page.

    Attributes:
        template: writes it.
        title: its heading, and with the site's name the window's title.
        data: what the template sees as `page.data`, documented where it is made.
        description: one or two sentences for search engines and previews.
        crumbs: the way from the home page, both ends left out.
        title_lang: language of the title where it is another than the page's.
        main: which entry of the main navigation it belongs to, a key of `PAGES`.
        is_listed: whether search engines may list it.
        status: HTTP status.
    """

    template: str
    title: str
    data: Any = None
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    title_lang: str = ""
    main: str = ""
    is_listed: bool = True
    status: int = 200


class NotThereError(KbError):
    """There is no such page; the sentence may name one that was meant."""

    status = 404


class Moved(Exception):  # noqa: N818 - it is no fault
    """The page is at another address now: a former id was asked for.

    Args:
        kind: a key of `PAGES`.
        record_id: its id today.
    """

    def __init__(self, kind: str, record_id: str) -> None:
        super().__init__(kind, record_id)
        self.kind = kind
        self.record_id = record_id


class TooMuchError(KbError):
    """A query is longer than any person types, or asks for a page that is not there."""

    status = 400
