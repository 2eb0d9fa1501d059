"""All practices in one list, by country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Practice
from kb.translation.formats import format_list
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.web.cards import Line, count_practices, make_lines, sort_by_title
from kb.web.page import Page, Reader
from kb.web.pages.bycountry import InCountry, divide_by_country


@dataclass(frozen=True)
class PracticesPage:
    """All practices.

    Attributes:
        lead: how many there are, and where; empty where there are none.
        countries: the practices of each country, by title.
    """

    lead: str
    countries: Sequence[InCountry[Line]]


def make_practices(reader: Reader) -> Page:
    """The list of all practices."""
    practices = sort_by_title(reader, reader.edition.shelf.practices)
    lead = _lead(reader, len(practices))

    def show(chosen: Sequence[Practice]) -> list[Line]:
        return make_lines(reader, chosen, has_one_country=True)

    return Page(
        "practices.html.j2",
        pgettext("page", "Practices"),
        PracticesPage(
            lead, divide_by_country(reader, practices, country_of, count_practices, show)
        ),
        description=lead or _("Good practices, by country."),
        main="practices",
    )


def country_of(practice: Practice) -> str | None:
    """The country a practice is in."""
    return practice.location.country if practice.location else None


def _lead(reader: Reader, number: int) -> str:
    """How many there are, and where; "" for none."""
    codes = reader.edition.shelf.country_codes()
    if not codes:
        return count_practices(number, reader.lang) if number else ""
    names = [reader.voices.country(one)[0].value for one in codes]
    words = ngettext(
        "%(num)d good practice from %(countries)s",
        "%(num)d good practices from %(countries)s",
        number,
    )
    return words % {"num": number, "countries": format_list(names, reader.lang)}
