"""Pages that say why there is no other page: what happened, and how to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from kb.errors import N_, KbError
from kb.export.pieces import noted_title
from kb.translation.interface import gettext as _
from kb.translation.telling import tell_error
from kb.web.cards import Label
from kb.web.page import Page, Reader


class _Words(NamedTuple):
    title: str
    lead: str


_WORDS: Mapping[int, _Words] = {
    400: _Words(
        N_("This address cannot be understood"),
        N_("A part of it may have been lost when it was copied. Try to find the page from here."),
    ),
    403: _Words(
        N_("You may not see this page"),
        N_("Go back, or ask whoever looks after these pages."),
    ),
    404: _Words(
        N_("There is no such page"),
        N_("It may have gone, or the address has a slip of the pen. Perhaps a search finds it."),
    ),
    405: _Words(
        N_("This cannot be done here"),
        N_("Pages can be read here; nothing can be sent or changed."),
    ),
    413: _Words(
        N_("Too much was sent"),
        N_("Pages can be read here; files cannot be sent."),
    ),
    414: _Words(
        N_("This address is too long"),
        N_("Ask with fewer words, or take practices out of the basket, and try again."),
    ),
    429: _Words(
        N_("Too much was asked for at once"),
        N_("Please wait a minute and try again."),
    ),
    500: _Words(
        N_("Something went wrong here"),
        N_("The fault is on our side, and it has been noted. Please try again in a while."),
    ),
    503: _Words(
        N_("Please wait a moment"),
        N_("There is too much to do just now, or the pages are being prepared. Try again soon."),
    ),
}
"""What is said for each status; for others what is said for 400 or 500."""
_ALIKE = {431: 414, 408: 503, 504: 503}
_OFFERS_SEARCH = (400, 404)
_SHOWS_NUMBER = 500
_RECORDS = ("practice", "partner", "group", "visit", "project")


@dataclass(frozen=True)
class FaultPage:
    """Why there is no other page.

    Attributes:
        status: HTTP status.
        lead: what happened, and what to do.
        offers_search: whether a search may help.
        number: what finds the fault in the log; "" where nobody has to look for it.
        near: the page that was probably meant.
        login: where to log in; "" where that would not help.
    """

    status: int
    lead: str
    offers_search: bool
    number: str
    near: Label | None = None
    login: str = ""


def make_fault(
    reader: Reader, status: int, sentence: KbError | None = None, number: str = ""
) -> Page:
    """The page of an error.

    Args:
        reader: who asked.
        status: HTTP status.
        sentence: says more than the status does.
        number: of the request, as it stands in the log.
    """
    with reader.voices.speaking(reader.lang):
        title, data = describe_fault(status, sentence, number)
        login = reader.links.page("login") if getattr(sentence, "offers_login", False) else ""
        data = replace(data, near=_find_near(reader, sentence), login=login)
    return Page("fault.html.j2", title, data, is_listed=False, status=status)


def describe_fault(
    status: int, sentence: KbError | None = None, number: str = ""
) -> tuple[str, FaultPage]:
    """Title and text of an error, in the language spoken just now; see `make_fault`."""
    words = _words_of(status)
    title = getattr(sentence, "title", "")  # of a form, say: nothing is wrong with the address
    lead = tell_error(sentence) if sentence else _(words.lead)
    shown = number if status == _SHOWS_NUMBER else ""
    offers_search = status in _OFFERS_SEARCH and not title
    return _(title or words.title), FaultPage(status, lead, offers_search, shown)


def _find_near(reader: Reader, sentence: KbError | None) -> Label | None:
    """The page that the sentence names instead of the one asked for."""
    kind, near = reader.address.kind, str(sentence.params.get("near", "")) if sentence else ""
    record = reader.edition.find_record(kind, near) if near and kind in _RECORDS else None
    if record is None:
        return None
    return Label(noted_title(reader.voices, record, kind)[0], reader.links.page(kind, near))


def _words_of(status: int) -> _Words:
    known = _ALIKE.get(status, status)
    return _WORDS.get(known) or _WORDS[500 if known >= 500 else 400]
