"""Topics: all of them with what is narrower, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.errors import N_
from kb.export.description import Text
from kb.export.shelf import Shelf
from kb.model import Practice
from kb.model.vocabulary import Concept, Vocabulary
from kb.translation.formats import language_name
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.cards import (
    Card,
    Counted,
    Line,
    count_practices,
    make_cards,
    make_lines,
    sort_by_title,
    topic_label,
)
from kb.web.page import Crumb, NotThereError, Page, Reader
from kb.web.pages.bycountry import in_order
from kb.web.pages.practices import country_of
from kb.words.languages import primary

TOPICS = "topics"
MOST_CARDS = 40
"""More practices than that follow as lines: nobody reads so many summaries in a row."""


@dataclass(frozen=True)
class Tile:
    """A broad topic and those below it."""

    topic: Counted
    narrower: Sequence[Counted]


@dataclass(frozen=True)
class TopicsPage:
    """All topics.

    Attributes:
        tiles: the broad ones, in the order of the vocabulary.
    """

    tiles: Sequence[Tile]


@dataclass(frozen=True)
class TopicPage:
    """A topic.

    Attributes:
        label: what it is called.
        definition: what is meant by it, where a label alone is not clear.
        other_names: what else it is called in the reader's language.
        broader: the wider topic, that one's wider topic, and so on.
        narrower: topics directly below it.
        elsewhere: (name of a language, label) in the other languages.
        words: how many practices there are, in words.
        cards: practices about it or a narrower topic.
        lines: those that are too many for cards.
        booklet: link to them all as PDF; empty where it cannot be had.
        search: link to the search among them.
        feed: link to what is new.
    """

    label: Text
    definition: Text | None
    other_names: Sequence[str]
    broader: Sequence[Counted]
    narrower: Sequence[Counted]
    elsewhere: Sequence[tuple[str, Text]]
    words: str
    cards: Sequence[Card]
    lines: Sequence[Line]
    booklet: str
    search: str
    feed: str


def make_topics(reader: Reader) -> Page:
    """The list of all topics."""
    vocabulary = reader.edition.shelf.vocabularies.get(TOPICS)
    by_topic = practices_by_topic(reader.edition.shelf)
    tiles = [
        Tile(
            count_topic(reader, one, by_topic),
            [count_topic(reader, below, by_topic) for below in _iter_below(vocabulary, one)],
        )
        for one in (vocabulary.top() if vocabulary else ())
    ]
    description = _("All topics, with the number of good practices about each of them.")
    title = pgettext("page", "Topics")
    return Page("topics.html.j2", title, TopicsPage(tiles), description, main=TOPICS)


def make_topic(reader: Reader) -> Page:
    """One topic.

    Raises:
        NotThereError: the vocabulary has none of this id.
    """
    shelf, topic_id = reader.edition.shelf, reader.address.id
    vocabulary = shelf.vocabularies.get(TOPICS)
    concept = vocabulary.find(topic_id) if vocabulary else None
    if vocabulary is None or concept is None:
        raise NotThereError(N_("There is no topic “%(id)s”."), id=topic_id)
    data = _describe_topic(reader, vocabulary, concept)
    return Page(
        "topic.html.j2",
        data.label.value,
        data,
        description=_description(reader, data),
        crumbs=(Crumb(pgettext("page", "Topics"), reader.links.page(TOPICS)),),
        title_lang=data.label.lang,
        main=TOPICS,
    )


def practices_by_topic(shelf: Shelf) -> Mapping[str, Sequence[Practice]]:
    """Topic → published practices about it or about a narrower topic."""
    vocabulary = shelf.vocabularies.get(TOPICS)
    lines: dict[str, list[str]] = {}
    found: dict[str, list[Practice]] = {}
    for practice in shelf.practices:
        for topic in practice.topics:
            if topic not in lines:
                line = vocabulary.lineage(topic) if vocabulary else ()
                lines[topic] = [one.id for one in line] or [topic]
        for one in dict.fromkeys(above for topic in practice.topics for above in lines[topic]):
            found.setdefault(one, []).append(practice)
    return found


def count_topic(
    reader: Reader, topic: Concept, by_topic: Mapping[str, Sequence[Practice]]
) -> Counted:
    """A topic with its page and the number of its practices."""
    number = len(by_topic.get(topic.id, ()))
    return Counted(*topic_label(reader, topic.id), number, count_practices(number, reader.lang))


def _iter_below(vocabulary: Vocabulary | None, topic: Concept) -> Iterator[Concept]:
    """All narrower topics, however deep; a circle ends where it began."""
    seen = {topic.id}
    open_ones = [topic]
    while vocabulary and open_ones:
        for one in vocabulary.narrower(open_ones.pop(0).id):
            if one.id not in seen:
                seen.add(one.id)
                open_ones.append(one)
                yield one


def _describe_topic(reader: Reader, vocabulary: Vocabulary, topic: Concept) -> TopicPage:
    by_topic = practices_by_topic(reader.edition.shelf)
    practices = _in_reading_order(reader, by_topic.get(topic.id, ()))
    links = reader.links
    definition = reader.voices.label_of(topic.definition)
    is_empty = not practices
    return TopicPage(
        label=reader.voices.concept(TOPICS, topic.id)[0],
        definition=definition[0] if definition else None,
        other_names=_other_names(topic, reader.lang),
        broader=[count_topic(reader, one, by_topic) for one in vocabulary.lineage(topic.id)[1:]],
        narrower=[count_topic(reader, one, by_topic) for one in vocabulary.narrower(topic.id)],
        elsewhere=_elsewhere(reader, topic),
        words=count_practices(len(practices), reader.lang),
        cards=make_cards(reader, practices[:MOST_CARDS]),
        lines=make_lines(reader, practices[MOST_CARDS:]),
        booklet="" if is_empty else links.file("topic-booklet", topic.id, "pdf"),
        search="" if is_empty else links.page("search", query={"topic": [topic.id]}),
        feed=links.file("feed"),
    )


def _in_reading_order(reader: Reader, practices: Sequence[Practice]) -> list[Practice]:
    """By country, and by title within each."""
    by_title = sort_by_title(reader, practices)
    ranks = {
        code: rank
        for rank, code in enumerate(in_order(reader, {country_of(one) or "" for one in by_title}))
    }
    return sorted(by_title, key=lambda one: ranks[country_of(one) or ""])


def _other_names(topic: Concept, lang: str) -> Sequence[str]:
    labels = topic.labels.get(lang) or topic.labels.get(primary(lang))
    return labels.alternative if labels else ()


def _elsewhere(reader: Reader, topic: Concept) -> list[tuple[str, Text]]:
    """What the topic is called in the other languages of the knowledge base, and in more."""
    known = [*reader.edition.langs, *sorted(topic.labels)]
    return [
        (language_name(tag, reader.lang), Text(topic.labels[tag].preferred, tag))
        for tag in dict.fromkeys(known)
        if tag in topic.labels and primary(tag) != primary(reader.lang)
    ]


def _description(reader: Reader, data: TopicPage) -> str:
    if data.definition and data.definition.lang == reader.lang:
        return data.definition.value
    # Translators: for search engines; "topic" is a name such as "Housing".
    words = _("Good practices about the topic “%(topic)s”: %(practices)s.")
    return words % {"topic": data.label.value, "practices": data.words}
