"""Pages of plain text: about, the accessibility statement, privacy.

Their sentences stand in the templates. Here is what they have to know about the knowledge base.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.addresses import Addresses, licence_address
from kb.export.description import Text
from kb.export.pieces import noted_title, period_days
from kb.model import Project
from kb.model.settings import Operator
from kb.translation.formats import format_day, format_list, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.labels import value_label
from kb.version import __version__
from kb.web.page import Page, Reader

PREPARED = "2026-11-23"
"""The day the accessibility statement was written or last looked over."""
_MAIL = re.compile(r"[^\s@<>\"?&%]+@[^\s@<>\"?&%]+")


class Contact(NamedTuple):
    """Who runs the pages, and how to reach them."""

    name: str
    email: str
    mailto: str
    """Link to write to them; empty where the address is none."""
    url: str
    authority: str
    """Who enforces accessibility; empty where it is not named."""
    authority_url: str


class Origin(NamedTuple):
    """A project that the collection grew out of."""

    title: Text
    href: str
    period: Text | None
    summary: Text | None


class State(NamedTuple):
    """What a note on a translation means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class AboutPage:
    """About the knowledge base.

    Attributes:
        site: what it is called.
        holdings: how many practices there are, where, in which languages; empty for none.
        funding: who paid for it.
        origins: projects it grew out of.
        states: what notes on translations mean.
        reported: what a figure is called that a source says was reached.
        target: what one is called that somebody set out to reach.
        months: after how many months an entry is to be looked over; 0 where that is not fixed.
        licence: SPDX id; empty where each entry has its own.
        licence_url: where it can be read.
        homepage: where the pages are published; empty where that is not known.
        contact: who runs the pages; None where that is not known.
        version: of the program.
    """

    site: Text
    holdings: str
    funding: Text | None
    origins: Sequence[Origin]
    states: Sequence[State]
    reported: str
    target: str
    months: int
    licence: str
    licence_url: str
    homepage: str
    contact: Contact | None
    version: str


@dataclass(frozen=True)
class StatementPage:
    """The accessibility statement, or what happens to personal data.

    Attributes:
        site: what the knowledge base is called.
        homepage: where the pages are published; empty where that is not known.
        contact: who runs the pages; None where that is not known.
        prepared: the day the statement was written.
    """

    site: Text
    homepage: str
    contact: Contact | None
    prepared: str


def make_about(reader: Reader) -> Page:
    """What this is, how it is made, and how to take part."""
    settings, voices = reader.edition.settings, reader.voices
    funding = voices.label_of(settings.funding_line)
    data = AboutPage(
        site=_site(reader),
        holdings=_holdings(reader),
        funding=funding[0] if funding else None,
        origins=[_origin(reader, one) for one in reader.edition.shelf.iter_projects()],
        states=_states(reader),
        reported=value_label("result", "reported"),
        target=value_label("result", "target"),
        months=settings.review_after_months or 0,
        licence=settings.licence or "",
        licence_url=licence_address(settings.licence) or "",
        homepage=Addresses(settings).homepage or "",
        contact=_contact(settings.operator),
        version=__version__,
    )
    description = _("What this collection is, how its entries are made, and how to add one.")
    return Page("about.html.j2", pgettext("page", "About"), data, description)


def make_accessibility(reader: Reader) -> Page:
    """The accessibility statement, in the order of Implementing Decision (EU) 2018/1523."""
    description = _("How far everybody can use these pages, and whom to tell about a barrier.")
    title = _("Accessibility statement")
    return Page("accessibility.html.j2", title, _statement(reader), description)


def make_privacy(reader: Reader) -> Page:
    """What happens to personal data."""
    description = _("What these pages store about readers, and about people in the entries.")
    return Page("privacy.html.j2", pgettext("page", "Privacy"), _statement(reader), description)


def _statement(reader: Reader) -> StatementPage:
    settings = reader.edition.settings
    homepage = Addresses(settings).homepage or ""
    prepared = format_day(PREPARED, reader.lang)
    return StatementPage(_site(reader), homepage, _contact(settings.operator), prepared)


def _site(reader: Reader) -> Text:
    title = reader.voices.label_of(reader.edition.settings.title)
    return title[0] if title else Text("", reader.lang)


def _contact(operator: Operator | None) -> Contact | None:
    if operator is None:
        return None
    email, authority = operator.email or "", operator.enforcement
    return Contact(
        operator.name,
        email,
        f"mailto:{email}" if _MAIL.fullmatch(email) else "",
        operator.url or "",
        authority.name if authority else "",
        authority.url if authority else "",
    )


def _holdings(reader: Reader) -> str:
    number = len(reader.edition.shelf.practices)
    codes = reader.edition.shelf.country_codes()
    if not number or not codes:
        return ""
    langs = [language_name(one, reader.lang) for one in reader.edition.langs]
    words = ngettext(
        "It holds %(num)d practice from %(countries)s, which can be read in %(languages)s.",
        "It holds %(num)d practices from %(countries)s, which can be read in %(languages)s.",
        number,
    )
    return words % {
        "num": number,
        "countries": format_list(
            [reader.voices.country(one)[0].value for one in codes], reader.lang
        ),
        "languages": format_list(langs, reader.lang),
    }


def _origin(reader: Reader, project: Project) -> Origin:
    voices = reader.voices
    period = project.period
    days = period_days(voices, period.start, period.end) if period else ()
    paragraphs = voices.of(project, "project").paragraphs("summary", project.summary)
    return Origin(
        noted_title(voices, project, "project")[0],
        reader.links.page("project", project.id),
        days[0] if days else None,
        paragraphs[0][0] if paragraphs else None,
    )


def _states(reader: Reader) -> list[State]:
    fallback = language_name(reader.edition.settings.fallback, reader.lang)
    meanings = {
        "source": _("The text as its author wrote it."),
        "translated": _("A person has read the translation beside the original and found it good."),
        "draft": _(
            "No person has reviewed this translation yet. Read it as a help, and look at the "
            "original before you rely on it."
        ),
        "stale": _("The original was changed after it had been translated."),
        "missing": _(
            "There is no translation yet. What you read is the text in %(language)s, or else the "
            "original."
        )
        % {"language": fallback},
    }
    return [State(value_label("translation", one), text) for one, text in meanings.items()]
