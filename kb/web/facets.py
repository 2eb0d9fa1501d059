"""What a search can be narrowed down by, and what it is narrowed down by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.export.description import Text
from kb.model import Vocabulary
from kb.search.filters import STATES
from kb.search.query import years_of
from kb.search.results import FacetValue, Results
from kb.search.wording import shortened
from kb.translation.formats import country_name, language_name
from kb.translation.interface import pgettext
from kb.web.page import Reader
from kb.web.searching import FACETS, Asked
from kb.words.languages import primary

_VOCABULARIES = {"topic": "topics", "target": "target-groups"}
_MOST_SHOWN = {"topic": 8, "year": 8}
_SHOWN = 6
"""So many values of a group are shown at once, the others on request."""
_OPEN = ("country", "topic", "target")
"""Groups that are open from the start."""


class Option(NamedTuple):
    """A value that can be chosen."""

    name: str
    """Of the field of the form."""
    value: str
    key: str
    """Its id on the page."""
    label: str
    lang: str
    """Language of the label where it is another than the page's; else ""."""
    number: int
    """Practices there would be."""
    is_chosen: bool
    is_typed: bool
    """Whether it is chosen by the query itself, and can only be taken out of that."""
    narrower: tuple[Option, ...] = ()
    is_open: bool = False
    """Whether the narrower ones are shown from the start."""


class Group(NamedTuple):
    """The values of one facet."""

    name: str
    title: str
    options: tuple[Option, ...]
    more: tuple[Option, ...]
    """Those that are shown on request."""
    is_open: bool


class Chip(NamedTuple):
    """A filter that was chosen, and the way without it."""

    title: str
    """What it is a filter of: "Country"."""
    label: Text
    href: str
    is_excluding: bool


def make_groups(reader: Reader, asked: Asked, results: Results) -> list[Group]:
    """All that the search can be narrowed down by; facets without a value are left out."""
    maker = _Maker(reader, asked)
    groups = (maker.group(facet, results.facets.get(facet, ())) for facet in FACETS)
    return [one for one in groups if one.options]


def make_chips(reader: Reader, asked: Asked, results: Results) -> list[Chip]:
    """The filters that were chosen, each with the way without it."""
    unknown = {(one.facet, one.value) for one in results.unknown}
    return [
        Chip(
            facet_title(one.facet),
            label_of(reader, results, one.facet, one.value),
            reader.links.page("search", query=asked.without(one).query()),
            one.is_excluding,
        )
        for one in asked.iter_filters()
        if (one.facet, one.value) not in unknown
    ]


def facet_title(facet: str) -> str:
    """What a facet is called."""
    titles = {
        "country": pgettext("facet", "Country"),
        "topic": pgettext("facet", "Topic"),
        "target": pgettext("facet", "Target group"),
        "year": pgettext("facet", "Year"),
        # Translators: before the name of a language, "Written in: Finnish".
        "lang": pgettext("facet", "Written in"),
        "funding": pgettext("facet", "Funding"),
        "translation": pgettext("facet", "Translation"),
        "status": pgettext("facet", "Status"),
    }
    return titles.get(facet, facet)


def label_of(reader: Reader, results: Results, facet: str, value: str) -> Text:
    """What a value is called, whether any practice has it or not."""
    for one in results.facets.get(facet, ()):
        if one.value == value:
            return _label(reader, facet, one)
    if facet in _VOCABULARIES:
        concept = reader.voices.concept(_VOCABULARIES[facet], value)[0]
        return concept._replace(value=shortened(concept.value))
    return Text(shortened(_name_of(reader, facet, value)), reader.lang)


def _name_of(reader: Reader, facet: str, value: str) -> str:
    """The name of a value that no practice found has."""
    match facet:
        case "country":
            return country_name(value, reader.lang)
        case "lang":
            return language_name(value, reader.lang)
        case "translation":
            return _state_label(reader, value)
        case "year" if years := years_of(value):
            first, last = years
            return str(first) if first == last else f"{first or ''}–{last or ''}"
    return value


def _label(reader: Reader, facet: str, found: FacetValue) -> Text:
    if facet in _VOCABULARIES:
        return reader.voices.concept(_VOCABULARIES[facet], found.value)[0]
    if facet == "translation":
        return Text(_state_label(reader, found.value), reader.lang)
    if facet == "funding":
        return reader.voices.fund(found.value)[0]
    return Text(found.label, reader.lang)


def _state_label(reader: Reader, value: str) -> str:
    """How far the translation into a language is; the reader's own is not named."""
    lang, _, state = value.rpartition("-")
    is_known = state in STATES
    told = reader.voices.value("translation", state)[0].value if is_known else shortened(state)
    if lang in ("*", primary(reader.lang)):
        return told
    params = {"language": language_name(lang, reader.lang), "state": told}
    return pgettext("facet", "%(language)s: %(state)s") % params


class _Maker:
    """Makes the groups of one page."""

    def __init__(self, reader: Reader, asked: Asked) -> None:
        self._reader = reader
        self._asked = asked

    def group(self, facet: str, values: Sequence[FacetValue]) -> Group:
        """The values of one facet."""
        values = [one for one in values if self._is_offered(facet, one)]
        options = tuple(self._options(facet, values))
        most = _MOST_SHOWN.get(facet, _SHOWN)
        # A summary for one or two values more would take as much room as they do.
        most = len(options) if len(options) <= most + 2 else most
        shown = {
            place for place, one in enumerate(options) if place < most or _is_any_chosen((one,))
        }
        return Group(
            facet,
            facet_title(facet),
            tuple(one for place, one in enumerate(options) if place in shown),
            tuple(one for place, one in enumerate(options) if place not in shown),
            facet in _OPEN or _is_any_chosen(options),
        )

    def _is_offered(self, facet: str, one: FacetValue) -> bool:
        """Of translations only those into the reader's own language tell a visitor something."""
        if one.selected:
            return True
        is_own = facet != "translation" or one.value.startswith(f"{primary(self._reader.lang)}-")
        return one.count > 0 and is_own

    def _options(self, facet: str, values: Sequence[FacetValue]) -> Iterator[Option]:
        vocabulary = self._reader.edition.shelf.vocabularies.get(_VOCABULARIES.get(facet, ""))
        if vocabulary is None:
            yield from (self._option(facet, one) for one in values)
            return
        below = _by_broadest(vocabulary, values)
        for one in values:
            if one.value in below:
                narrower = tuple(self._option(facet, each) for each in below[one.value])
                option = self._option(facet, one)
                yield option._replace(narrower=narrower, is_open=_is_any_chosen(narrower))

    def _option(self, facet: str, one: FacetValue) -> Option:
        is_typed = one.selected and one.value not in self._asked.filters.get(facet, ())
        label = _label(self._reader, facet, one)
        return Option(
            facet,
            one.value,
            f"{facet}-{'-'.join(one.value.split())}",
            label.value,
            label.lang if label.lang != self._reader.lang else "",
            one.count,
            one.selected,
            is_typed,
        )


def _by_broadest(
    vocabulary: Vocabulary, values: Sequence[FacetValue]
) -> Mapping[str, list[FacetValue]]:
    """The broadest concepts among some → all that are below them."""
    there = {one.value for one in values}
    broader = {one.id: one.broader for one in vocabulary.concepts}
    below: dict[str, list[FacetValue]] = {}
    for one in values:
        top = _broadest(one.value, broader, there)
        of_top = below.setdefault(top, [])
        if top != one.value:
            of_top.append(one)
    return below


def _broadest(concept: str, broader: Mapping[str, str | None], there: Iterable[str]) -> str:
    top = one = concept
    seen = {one}
    while (wider := broader.get(one)) and wider not in seen:
        seen.add(wider)
        one = wider
        if one in there:
            top = one
    return top


def _is_any_chosen(options: Iterable[Option]) -> bool:
    return any(one.is_chosen or _is_any_chosen(one.narrower) for one in options)


def without_filters(asked: Asked) -> Asked:
    """Without any filter."""
    return asked.without(*asked.iter_filters())
