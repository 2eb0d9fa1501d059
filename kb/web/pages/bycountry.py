"""Lists that are divided by country, in the order of the knowledge base's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.translation.formats import country_name
from kb.translation.interface import gettext as _
from kb.web.page import Reader

Thing = TypeVar("Thing")
Shown = TypeVar("Shown")
_UNKNOWN = "zz"


@dataclass(frozen=True)
class InCountry(Generic[Shown]):
    """What belongs to one country.

    Attributes:
        code: ISO 3166-1 alpha-2; empty for what belongs to none.
        name: what the country is called in the reader's language.
        anchor: id of its heading.
        things: what belongs to it, as the template shows it.
        words: how many there are, in words.
        href: page of the country; empty where it has none.
    """

    code: str
    name: str
    anchor: str
    things: Sequence[Shown]
    words: str
    href: str


def divide_by_country(
    reader: Reader,
    things: Iterable[Thing],
    country_of: Callable[[Thing], str | None],
    count: Callable[[int, str], str],
    show: Callable[[list[Thing]], Sequence[Shown]],
) -> list[InCountry[Shown]]:
    """Things by country; those of none stand last.

    Args:
        reader: for whom.
        things: in the order they keep within a country.
        country_of: the country of a thing, ISO 3166-1 alpha-2.
        count: (number, language) → how many there are, in words.
        show: makes of the things of a country what the template shows.
    """
    found: dict[str, list[Thing]] = {}
    for one in things:
        found.setdefault(country_of(one) or "", []).append(one)
    with_page = frozenset(reader.edition.shelf.country_codes())
    return [
        InCountry(
            code,
            name_of(code, reader.lang),
            f"country-{code.lower() or _UNKNOWN}",
            show(found[code]),
            count(len(found[code]), reader.lang),
            reader.links.page("country", code.lower()) if code in with_page else "",
        )
        for code in in_order(reader, found)
    ]


def in_order(reader: Reader, codes: Iterable[str]) -> list[str]:
    """Countries in the order of the settings, others after them, none last."""
    known = list(reader.edition.settings.countries)
    return sorted(codes, key=lambda one: (*_rank(one, known), one))


def name_of(code: str, lang: str) -> str:
    """What a country is called; says so where there is none."""
    return country_name(code, lang) if code else _("Without a country")


def _rank(code: str, known: Sequence[str]) -> tuple[bool, int]:
    return not code, known.index(code) if code in known else len(known)
