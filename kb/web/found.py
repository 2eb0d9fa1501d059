"""Hits of a search as cards that say what was found and why, and what helps where nothing was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from markupsafe import Markup, escape

from kb.search.query import parse_query
from kb.search.results import Hit, Results, SnippetPiece
from kb.search.wording import Names, Reason, find_reasons, tell_missing, tell_reasons
from kb.translation.interface import gettext as _
from kb.web.cards import Card, Label, count_practices, make_cards, topic_label
from kb.web.facets import facet_title, label_of, without_filters
from kb.web.page import Reader
from kb.web.searching import Asked, count_found

_MOST_WORDS = 3
_SHORTEST_BEGINNING = 4
_MOST_TRIED = 3
"""Words whose beginnings are tried, and beginnings of each."""
_ALIKE = 0.7
"""How much a label has to be like a word to be offered in its place."""


class FoundCard(NamedTuple):
    """A hit."""

    card: Card
    """Without a summary where a snippet stands for it."""
    snippet: Sequence[SnippetPiece]
    snippet_lang: str
    snippet_note: str
    """What a reader has to know of the snippet's text; "" where it is as they expect."""
    why: Markup
    """Which words stand where, each with its language; empty for a search without words."""
    missing: str
    """Which words of the query it does not have; "" for none."""


class Way(NamedTuple):
    """Another search that finds something."""

    words: str
    href: str
    number: str
    """How many practices, in words."""


def make_found(reader: Reader, results: Results) -> list[FoundCard]:
    """Hits as cards; entries that are no longer published are left out.

    Args:
        reader: for whom; their query is what the cards' own links keep.
        results: of their search.
    """
    shelf = reader.edition.shelf
    published = [(hit, shelf.find_practice(hit.id)) for hit in results.hits]
    there = [(hit, practice) for hit, practice in published if practice]
    cards = make_cards(reader, [practice for _hit, practice in there])
    names = Names(results, lambda name: reader.voices.field(name)[0].value)
    return [_found(hit, card, names) for (hit, _), card in zip(there, cards, strict=True)]


def _found(hit: Hit, card: Card, names: Names) -> FoundCard:
    reasons = find_reasons(hit, names, most_words=_MOST_WORDS)
    why = Markup(tell_reasons(list(map(_marked, reasons))) if reasons else "")  # noqa: S704 - escaped
    missing = tell_missing(hit)
    if not any(is_match for _, is_match in hit.snippet):
        return FoundCard(card, (), "", "", why, missing)
    lang = hit.snippet_lang or hit.lang
    is_other = (lang, hit.snippet_state) != (hit.title_lang, hit.title_state)
    note = names.notes(lang, hit.snippet_state or "source") if is_other else ""
    card = card._replace(summary=None)
    return FoundCard(card, hit.snippet, lang, note, why, missing)


def _marked(reason: Reason) -> Reason:
    """A reason as HTML: words of another language say which."""
    words = escape(reason.words)
    if reason.language:
        words = Markup('<span lang="{}">{}</span>').format(reason.lang, reason.words)
    return Reason(escape(reason.field), escape(reason.language), reason.lang, words)


# Where nothing was found


def find_ways(reader: Reader, asked: Asked, results: Results) -> list[Way]:
    """Other searches that find something: with fewer filters, or with the beginnings of words."""
    ways = [*_with_fewer_filters(reader, asked, results), *_with_beginnings(reader, asked)]
    return list({one.href: one for one in ways}.values())


def _with_fewer_filters(reader: Reader, asked: Asked, results: Results) -> Iterator[Way]:
    filters = list(asked.iter_filters())
    for one in filters if len(filters) > 1 else ():
        label = label_of(reader, results, one.facet, one.value)
        words = _("Without the filter “%(facet)s: %(value)s”") % {
            "facet": facet_title(one.facet),
            "value": label.value,
        }
        yield from _way(reader, asked.without(one), words)
    if filters:
        yield from _way(reader, without_filters(asked), _("Without any filter"))


def _with_beginnings(reader: Reader, asked: Asked) -> Iterator[Way]:
    """Words that begin like one of the query's; searched without filters if need be."""
    for word in _words(asked)[:_MOST_TRIED]:
        for length in range(len(word) - 2, _SHORTEST_BEGINNING - 1, -1)[:_MOST_TRIED]:
            beginning = word[:length]
            text = _("Words that begin with “%(letters)s”") % {"letters": beginning}
            ways = list(_way(reader, Asked(f"{beginning}*"), text))
            yield from ways
            if ways:
                break


def _way(reader: Reader, asked: Asked, words: str) -> Iterator[Way]:
    if number := count_found(reader, asked):
        href = reader.links.page("search", query=asked.query())
        yield Way(words, href, count_practices(number, reader.lang))


def find_topics(reader: Reader, asked: Asked) -> list[Label]:
    """Topics with a label that is written like a word of the query."""
    vocabulary = reader.edition.shelf.vocabularies.get("topics")
    labels: dict[str, str] = {}
    for concept in vocabulary.concepts if vocabulary else ():
        for of_lang in concept.labels.values():
            for label in (of_lang.preferred, *of_lang.alternative):
                labels.setdefault(label.casefold(), concept.id)
    near = (
        label
        for word in _words(asked)[:_MOST_TRIED]
        for label in get_close_matches(word.casefold(), labels, n=2, cutoff=_ALIKE)
    )
    return [topic_label(reader, one) for one in _distinct(labels[label] for label in near)]


def _words(asked: Asked) -> list[str]:
    """The words of a query, its phrases taken apart."""
    terms = parse_query(asked.text).terms
    return _distinct(word for term in terms for word in term.text.split())


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
