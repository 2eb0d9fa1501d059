"""Errors as pages in the reader's language, whatever has gone wrong before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kb.errors import KbError
from kb.translation.formats import is_right_to_left
from kb.translation.interface import speaking
from kb.web.addresses import Address
from kb.web.edition import Edition
from kb.web.pages.faults import describe_fault, make_fault
from kb.web.rendering import environment, render_page
from kb.web.server.headers import Header
from kb.web.server.live import lang_of, make_reader

_RETRY_S = {429: "60", 503: "10"}
"""After how many seconds it may be better."""
_WHERE = Address("", "home")


class Fault(NamedTuple):
    """Why a request is not answered as it was meant."""

    status: int
    """HTTP status."""
    number: str = ""
    """Of the request, as it stands in the log."""
    sentence: KbError | None = None
    """Says more than the status does; shown to visitors."""


class Asked(NamedTuple):
    """What is known of a request that went wrong."""

    path: str
    accepted: str = ""
    """Accept-Language."""
    prefix: str = ""
    """Path all pages lie below."""
    where: Address = _WHERE
    """The page that was asked for, as far as there is such a kind."""
    query: Mapping[str, tuple[str, ...]] = {}


class FaultAnswer(NamedTuple):
    """The page of an error."""

    lang: str
    text: str
    headers: list[Header]


def tell_fault(fault: Fault, asked: Asked, edition: Edition | None) -> FaultAnswer:
    """The page of an error, with what its headers say.

    Args:
        fault: what went wrong.
        asked: by whom, and where.
        edition: what could be read instead; None where nothing can.
    """
    lang = lang_of(asked.path, asked.accepted, edition)
    text = _render(fault, asked, edition, lang) if edition else render_alone(fault, lang)
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Language", lang),
        ("Cache-Control", "no-cache" if fault.status == 404 else "no-store"),
    ]
    if edition is None or not asked.path.startswith(f"/{lang}/"):
        headers.append(("Vary", "Accept-Language"))
    if fault.status in _RETRY_S:
        headers.append(("Retry-After", _RETRY_S[fault.status]))
    return FaultAnswer(lang, text, headers)


def _render(fault: Fault, asked: Asked, edition: Edition, lang: str) -> str:
    basket = {name: values for name, values in asked.query.items() if name == "basket"}
    reader = make_reader(edition, asked.where._replace(lang=lang), basket, asked.prefix)
    return render_page(reader, make_fault(reader, fault.status, fault.sentence, fault.number))


def render_alone(fault: Fault, lang: str) -> str:
    """A page that needs nothing but its template: no edition, no style, no links."""
    with speaking(lang):
        title, data = describe_fault(fault.status, fault.sentence, fault.number)
        template = environment().get_template("fault-alone.html.j2")
        return template.render(lang=lang, title=title, fault=data, is_rtl=is_right_to_left(lang))
