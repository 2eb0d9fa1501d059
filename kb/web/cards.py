"""A practice in a list: what search, lists, home page and basket show of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.description import Text
from kb.export.pieces import noted_title, period_days
from kb.model import Practice
from kb.model.base import Location, Period
from kb.translation.formats import country_name, format_number, sort_key
from kb.translation.interface import ngettext, pgettext
from kb.web.basket import Basket
from kb.web.page import Reader


class Label(NamedTuple):
    """A word that leads somewhere: a topic, a country."""

    text: Text
    href: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A word that leads somewhere, and how many practices are there."""

    text: Text
    href: str
    count: int
    words: str
    """The number as a reader hears it: "12 practices"."""


class Choice(NamedTuple):
    """The way into the basket or out of it."""

    is_in: bool
    href: str
    """The page we are on, with the basket as it would be; "" where nothing more goes in."""
    id: str
    """Of the practice, for the script that does the same without a server."""


class Card(NamedTuple):
    """A practice in a list."""

    id: str
    title: Text
    """With a note where it is no reviewed text in the page's language."""
    href: str
    summary: Text | None
    country: str
    """ISO 3166-1 alpha-2; empty where it has none."""
    place: str
    """Place and country in words."""
    period: Text | None
    topics: tuple[Label, ...]
    choice: Choice


class Line(NamedTuple):
    """A practice in a long list: no summary, no basket."""

    title: Text
    """With a note where it is no reviewed text in the page's language."""
    href: str
    country: str
    """ISO 3166-1 alpha-2, in a list of several countries."""
    place: str
    """Place in words, with its country in a list of several."""
    years: str
    """From which year to which."""
    topics: tuple[Text, ...]


def make_cards(reader: Reader, practices: Sequence[Practice]) -> list[Card]:
    """Practices as a list shows them.

    Args:
        reader: for whom.
        practices: from the shelf of their edition.
    """
    return [_make_card(reader, one) for one in practices]


def _make_card(reader: Reader, practice: Practice) -> Card:
    voices, links = reader.voices, reader.links
    texts = voices.of(practice)
    paragraphs = texts.paragraphs("summary", practice.summary)
    period = practice.period
    days = period_days(voices, period.start, period.end) if period else ()
    location = practice.location
    return Card(
        practice.id,
        noted_title(voices, practice, "practice")[0],
        links.page("practice", practice.id),
        paragraphs[0][0] if paragraphs else None,
        location.country if location else "",
        ", ".join(filter(None, _place_and_country(location, reader.lang))),
        days[0] if days else None,
        tuple(topic_label(reader, one) for one in practice.topics),
        choose(reader, practice.id),
    )


def _place_and_country(location: Location | None, lang: str) -> tuple[str, str]:
    if location is None:
        return "", ""
    return location.place or location.municipality or "", country_name(location.country, lang)


def make_lines(
    reader: Reader, practices: Sequence[Practice], *, has_one_country: bool = False
) -> list[Line]:
    """Practices as a long list shows them.

    Args:
        reader: for whom.
        practices: from the shelf of their edition.
        has_one_country: whether the list stands below the name of a country.
    """
    return [_make_line(reader, one, has_one_country=has_one_country) for one in practices]


def _make_line(reader: Reader, practice: Practice, *, has_one_country: bool) -> Line:
    voices, location = reader.voices, practice.location
    place, country = _place_and_country(location, reader.lang)
    return Line(
        noted_title(voices, practice, "practice")[0],
        reader.links.page("practice", practice.id),
        "" if has_one_country or not location else location.country,
        place if has_one_country else ", ".join(filter(None, (place, country))),
        _years(practice.period),
        tuple(voices.concept("topics", topic)[0] for topic in practice.topics),
    )


def _years(period: Period | None) -> str:
    """From which year to which; "" where not known."""
    if period is None:
        return ""
    start, end = ((one or "")[:4] for one in (period.start, period.end))
    if start and end:
        return start if start == end else f"{start}–{end}"
    pattern = pgettext("period", "from %(date)s") if start else pgettext("period", "until %(date)s")
    return pattern % {"date": start or end} if start or end else ""


def sort_by_title(reader: Reader, practices: Iterable[Practice]) -> list[Practice]:
    """Practices in the order of the alphabet of the reader's language."""

    def key(practice: Practice) -> tuple[str, str]:
        return sort_key(reader.voices.of(practice).titles[0].value, reader.lang)

    return sorted(practices, key=key)


def count_practices(number: int, lang: str) -> str:
    """How many practices, in words."""
    words = ngettext("%(num)s practice", "%(num)s practices", number)
    return words % {"num": format_number(number, lang)}


def topic_label(reader: Reader, topic: str) -> Label:
    """A topic and its page."""
    return Label(reader.voices.concept("topics", topic)[0], reader.links.page("topic", topic))


def choose(reader: Reader, practice_id: str) -> Choice:
    """The link that puts a practice into the basket or takes it out; the reader stays here."""
    basket = reader.basket
    is_in = practice_id in basket
    if not is_in and basket.is_full:
        return Choice(False, "", practice_id)
    changed = basket.without(practice_id) if is_in else basket.with_practice(practice_id)
    return Choice(is_in, link_with_basket(reader, changed), practice_id)


def link_with_basket(reader: Reader, basket: Basket) -> str:
    """The page we are on, with another basket."""
    here = reader.address
    query: dict[str, object] = {**reader.query, "basket": basket.text}
    return reader.links.page(here.kind, here.id, query=query)
