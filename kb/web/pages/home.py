"""The home page: what this is, a search box, and the ways in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.export.description import Text
from kb.model import Practice
from kb.translation.formats import format_list, language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext
from kb.web.cards import Card, Counted, Label, make_cards
from kb.web.dates import Happening, find_dates, find_past
from kb.web.page import Page, Reader
from kb.web.pages.map import Overview, make_overview
from kb.web.pages.topics import TOPICS, count_topic, practices_by_topic

_EXAMPLES = 4
_TILES = 12
_NEWEST = 6
_COMING = 5
_PAST = 3


@dataclass(frozen=True)
class HomePage:
    """The home page.

    Attributes:
        lead: how many practices there are, where, and in which languages; empty for none.
        examples: searches to try: what much-used topics are called.
        tiles: broad topics that have practices, the most used first.
        overview: the map.
        newest: practices that were looked over or that began last.
        order: what "newest" means here.
        coming: what takes place next.
        undated: what takes place, but nobody knows yet when.
        past: the last visits; only where nothing is to come.
    """

    lead: str
    examples: Sequence[Label]
    tiles: Sequence[Counted]
    overview: Overview
    newest: Sequence[Card]
    order: str
    coming: Sequence[Happening]
    undated: Sequence[Happening]
    past: Sequence[Happening]


def make_home(reader: Reader) -> Page:
    """The first page of a language."""
    title = reader.voices.label_of(reader.edition.settings.title)
    lead = _lead(reader)
    newest = _newest(reader)
    dates = find_dates(reader)
    by_topic = practices_by_topic(reader.edition.shelf)
    data = HomePage(
        lead,
        _examples(reader, by_topic),
        _tiles(reader, by_topic),
        make_overview(reader),
        make_cards(reader, newest),
        _order(newest),
        dates.coming[:_COMING],
        dates.undated[:_COMING],
        [] if dates.coming else find_past(reader)[:_PAST],
    )
    text = title[0] if title else Text("", reader.lang)
    return Page(
        "home.html.j2", text.value, data, description=lead, title_lang=text.lang, main="home"
    )


def _lead(reader: Reader) -> str:
    """What there is, in two sentences; "" where there is nothing."""
    number = len(reader.edition.shelf.practices)
    if not number:
        return ""
    countries = [
        reader.voices.country(one)[0].value for one in reader.edition.shelf.country_codes()
    ]
    langs = [language_name(one, reader.lang) for one in reader.edition.langs]
    params = {
        "num": number,
        "countries": format_list(countries, reader.lang),
        "languages": format_list(langs, reader.lang, "or"),
    }
    if not countries:
        words = ngettext(
            "%(num)d good practice. Search and read it in %(languages)s, whatever language it was "
            "written in.",
            "%(num)d good practices. Search and read them in %(languages)s, whatever language "
            "they were written in.",
            number,
        )
    else:
        words = ngettext(
            "%(num)d good practice from %(countries)s. Search and read it in %(languages)s, "
            "whatever language it was written in.",
            "%(num)d good practices from %(countries)s. Search and read them in %(languages)s, "
            "whatever language they were written in.",
            number,
        )
    return words % params


def _tiles(reader: Reader, by_topic: Mapping[str, Sequence[Practice]]) -> list[Counted]:
    """Broad topics, the most used first."""
    vocabulary = reader.edition.shelf.vocabularies.get(TOPICS)
    tiles = [count_topic(reader, one, by_topic) for one in (vocabulary.top() if vocabulary else ())]
    used = [one for one in tiles if one.count]
    return sorted(used, key=lambda one: -one.count)[:_TILES]


def _examples(reader: Reader, by_topic: Mapping[str, Sequence[Practice]]) -> list[Label]:
    """Searches that find something: what the most used narrow topics are called."""
    vocabulary = reader.edition.shelf.vocabularies.get(TOPICS)
    narrow = [one for one in (vocabulary.concepts if vocabulary else ()) if one.broader]
    used = [one for one in narrow if one.id in by_topic]
    found = []
    families = set()
    for one in sorted(used, key=lambda one: -len(by_topic[one.id])):
        if one.broader not in families:  # four of one kind would show little of what there is
            families.add(one.broader)
            label = reader.voices.concept(TOPICS, one.id)[0]
            found.append(Label(label, reader.links.page("search", query={"q": label.value})))
    return found[:_EXAMPLES]


def _newest(reader: Reader) -> list[Practice]:
    today = reader.today.isoformat()
    dated = ((_day(one), one) for one in reader.edition.shelf.practices)
    known = [(day, one) for day, one in dated if day and day <= today[: len(day)]]
    return [one for _when, one in sorted(known, key=_by_day, reverse=True)[:_NEWEST]]


def _by_day(dated: tuple[str, Practice]) -> tuple[str, str]:
    return dated[0], dated[1].id


def _day(practice: Practice) -> str:
    """The day of the last review, else the one it began; "" where neither is known."""
    if practice.review:
        return practice.review.on
    return (practice.period.start or "") if practice.period else ""


def _order(newest: Sequence[Practice]) -> str:
    """What "newest" means, as far as it matters for those that are shown."""
    if not newest:
        return ""
    if any(one.review for one in newest):
        return _(
            "By the day an entry was last looked over; where nobody has done that yet, by the day "
            "the practice began."
        )
    return _("By the day the practice began.")
