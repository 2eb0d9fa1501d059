"""A practice in a list: what search, lists, home page and basket show of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kb.export.description import Text
from kb.export.pieces import noted_title, period_days
from kb.model import Practice
from kb.translation.formats import country_name
from kb.web.basket import Basket
from kb.web.page import Reader


class Label(NamedTuple):
    """A word that leads somewhere: a topic, a country."""

    text: Text
    href: str


class Choice(NamedTuple):
    """The way into the basket or out of it."""

    is_in: bool
    href: str
    """The page we are on, with the basket as it would be; "" where nothing more goes in."""


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
    place = location.place or location.municipality if location else None
    country = country_name(location.country, reader.lang) if location else None
    return Card(
        practice.id,
        noted_title(voices, practice, "practice")[0],
        links.page("practice", practice.id),
        paragraphs[0][0] if paragraphs else None,
        location.country if location else "",
        ", ".join(filter(None, (place, country))),
        days[0] if days else None,
        tuple(topic_label(reader, one) for one in practice.topics),
        choose(reader, practice.id),
    )


def topic_label(reader: Reader, topic: str) -> Label:
    """A topic and its page."""
    return Label(reader.voices.concept("topics", topic)[0], reader.links.page("topic", topic))


def choose(reader: Reader, practice_id: str) -> Choice:
    """The link that puts a practice into the basket or takes it out; the reader stays here."""
    basket = reader.basket
    is_in = practice_id in basket
    if not is_in and basket.is_full:
        return Choice(False, "")
    changed = basket.without(practice_id) if is_in else basket.with_practice(practice_id)
    return Choice(is_in, link_with_basket(reader, changed))


def link_with_basket(reader: Reader, basket: Basket) -> str:
    """The page we are on, with another basket."""
    here = reader.address
    query: dict[str, object] = {**reader.query, "basket": basket.text}
    return reader.links.page(here.kind, here.id, query=query)
