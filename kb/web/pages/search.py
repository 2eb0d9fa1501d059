"""The search page: on a server it answers, among plain files a script does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kb.export.description import Text
from kb.model import Practice
from kb.search.results import Results
from kb.search.wording import iter_sentences, shortened
from kb.translation.formats import locale_of
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.web.cards import Card, Label, count_practices, make_cards, sort_by_title
from kb.web.facets import (
    Chip,
    Group,
    facet_title,
    label_of,
    make_chips,
    make_groups,
    without_filters,
)
from kb.web.found import FoundCard, Way, find_topics, find_ways, make_found
from kb.web.page import Page, Reader
from kb.web.pages.bycountry import InCountry, divide_by_country
from kb.web.pages.practices import country_of
from kb.web.searching import (
    COUNTRY,
    HITS_PER_PAGE,
    LONGEST_QUERY,
    NEWEST,
    RELEVANCE,
    Asked,
    find_found,
    last_page,
    read_asked,
    search,
)

__all__ = ["find_found", "make_search"]

PART = "results"
"""Value of "part" that asks for the results alone; scripts do."""
_BESIDE = 2
"""Pages that are linked on each side of this one."""
_NUMBERS_TRIED = 101
"""Numbers below this have all the plurals of a language among them."""
_DOWNLOADS = ("csv", "xlsx", "pdf")


class Hits(NamedTuple):
    """Hits that have the same in common: all the words, or most of them."""

    title: str
    """Set above them; "" where there is nothing to tell apart."""
    cards: Sequence[FoundCard]


class Step(NamedTuple):
    """A page of results."""

    number: int
    href: str
    is_here: bool


class Pager(NamedTuple):
    """The way to the other pages of results."""

    before: str
    """Link to the page before; "" on the first."""
    after: str
    steps: tuple[Step | None, ...]
    """None stands for pages that are left out."""


class Choosable(NamedTuple):
    """A value of a list to choose one from."""

    value: str
    label: str
    is_chosen: bool


class Doubt(NamedTuple):
    """A filter nobody knows, which was left out."""

    words: str
    near: Text | None
    """What was probably meant."""
    href: str
    """The search with that."""


class Download(NamedTuple):
    """All hits as a file."""

    label: str
    href: str


class Sample(NamedTuple):
    """What can be typed, and what it finds."""

    text: str
    meaning: str


@dataclass(frozen=True)
class SearchPage:
    """The search page of a server.

    Attributes:
        query: as it was typed.
        longest: characters a query may have.
        status: what was found, in one or more sentences.
        samples: what can be typed.
        groups: what the search can be narrowed down by.
        chips: what it is narrowed down by.
        clear: link without any filter; "" where there are less than two.
        doubts: filters that were left out.
        sorts: ways to sort.
        hits: those of this page.
        pager: the way to the others; None where there are none.
        downloads: files of all hits.
        ways: other searches, where this one finds nothing.
        topics: topics that may have been meant, likewise.
    """

    query: str
    longest: int
    status: str
    samples: Sequence[Sample]
    groups: Sequence[Group] = ()
    chips: Sequence[Chip] = ()
    clear: str = ""
    doubts: Sequence[Doubt] = ()
    sorts: Sequence[Choosable] = ()
    hits: Sequence[Hits] = ()
    pager: Pager | None = None
    downloads: Sequence[Download] = ()
    ways: Sequence[Way] = ()
    topics: Sequence[Label] = ()


@dataclass(frozen=True)
class SearchShell:
    """The search page among plain files, before a script searches.

    Attributes:
        query: always empty.
        longest: characters a query may have.
        status: that it takes JavaScript to search here.
        samples: nothing: this search knows no fields.
        countries: all practices.
        facets: (name, title) of what can be filtered by.
        words: sentences for the script, by name.
    """

    query: str
    longest: int
    status: str
    samples: Sequence[Sample]
    countries: Sequence[InCountry[Card]]
    facets: Sequence[tuple[str, str]]
    words: Mapping[str, str] = field(default_factory=dict)


def make_search(reader: Reader) -> Page:
    """The search page, or with `part=results` only what a script replaces of it.

    Raises:
        TooMuchError: the query is longer than any person types.
    """
    if not reader.links.is_live:
        return _make_shell(reader)
    asked, results = search(reader, read_asked(reader))
    # Links of the cards lead back to this search, never to a part of it.
    here = replace(reader, query=asked.query())
    title = pgettext("page", "Search")
    if text := shortened(" ".join(asked.text.split())):
        title = _("Search for “%(query)s”") % {"query": text}
    is_part = reader.first("part") == PART
    return Page(
        "search_results.html.j2" if is_part else "search.html.j2",
        title,
        _make_data(here, asked, results),
        description=_("Search practices of all countries in any language."),
        main="search",
        is_listed=not is_part and not asked.query(),
    )


def _make_data(reader: Reader, asked: Asked, results: Results) -> SearchPage:
    chips = make_chips(reader, asked, results)
    is_nothing = not results.total
    return SearchPage(
        query=asked.text,
        longest=LONGEST_QUERY,
        status=" ".join(_iter_status(asked, results)),
        samples=[*_samples(reader)],
        groups=make_groups(reader, asked, results),
        chips=chips,
        clear=_href(reader, without_filters(asked)) if len(chips) > 1 else "",
        doubts=list(_iter_doubts(reader, asked, results)),
        sorts=_sorts(asked),
        hits=list(_divide(make_found(reader, results), results)),
        pager=_make_pager(reader, asked, last_page(results)),
        downloads=[] if is_nothing else list(_iter_downloads(reader, asked)),
        ways=find_ways(reader, asked, results) if is_nothing else (),
        topics=find_topics(reader, asked) if is_nothing else (),
    )


def _href(reader: Reader, asked: Asked) -> str:
    return reader.links.page("search", query=asked.query())


# What is said


def _iter_status(asked: Asked, results: Results) -> Iterator[str]:
    yield from iter_sentences(results)
    if not results.total:
        yield _nothing(asked)
    elif len(results.hits) < results.total:
        first = (asked.page - 1) * HITS_PER_PAGE + 1
        params = {"first": first, "last": first + len(results.hits) - 1}
        yield _("Shown: %(first)d–%(last)d.") % params


def _nothing(asked: Asked) -> str:
    if not asked.text.strip():
        return _("No practice fits these filters.")
    return _("Nothing found for “%(query)s”.") % {"query": shortened(asked.text.strip())}


def _iter_doubts(reader: Reader, asked: Asked, results: Results) -> Iterator[Doubt]:
    for one in results.unknown:
        words = _("The filter “%(facet)s: %(value)s” is not known here and was left out.") % {
            "facet": facet_title(one.facet),
            "value": shortened(one.value),
        }
        if not one.near:
            yield Doubt(words, None, "")
            continue
        others = asked.filters.get(one.facet, ())
        filters = {**asked.filters, one.facet: tuple(dict.fromkeys((*others, one.near)))}
        meant = replace(asked, filters=filters, page=1)
        label = label_of(reader, results, one.facet, one.near)
        yield Doubt(words, label, _href(reader, meant))


def _samples(reader: Reader) -> Iterator[Sample]:
    """What can be typed: the words of the first column are samples, too, and are translated."""
    yield Sample(pgettext("query", "young volunteers"), _("Both words, in any form and language."))
    yield Sample(pgettext("query", "“action plan”"), _("The words as they are, side by side."))
    yield Sample(pgettext("query", "housing -sport"), _("The first word, but not the second."))
    yield Sample(pgettext("query", "volunt*"), _("All words that begin like this."))
    for country in [*reader.edition.settings.countries][:1]:
        text = f"country:{country} year:2016..2019"
        yield Sample(text, _("Practices of a country, of some years."))
    names = sorted(one.name for one in reader.edition.content.partners.values())
    for name in [one for one in names if one.replace(" ", "").isalnum()][:1]:
        yield Sample(f"org:“{name}”", _("Words in the name of an organisation."))


# Results


def _divide(cards: Sequence[FoundCard], results: Results) -> Iterator[Hits]:
    """Those with all the words before those with most of them."""
    full = [one for one in cards if not one.missing]
    rest = [one for one in cards if one.missing]
    is_mixed = 0 < results.total_all_words < results.total
    if full:
        yield Hits("", full)
    if rest:
        yield Hits(_("These come close") if is_mixed else "", rest)


def _sorts(asked: Asked) -> list[Choosable]:
    names = {
        RELEVANCE: pgettext("sort", "Best match"),
        NEWEST: pgettext("sort", "Newest first"),
        COUNTRY: pgettext("sort", "By country"),
    }
    # What goes without saying has no value: more words in the query change what that is.
    default = replace(asked, sort="").order
    return [
        Choosable("" if value == default else value, label, value == asked.order)
        for value, label in names.items()
        if value != RELEVANCE or asked.has_words
    ]


def _iter_downloads(reader: Reader, asked: Asked) -> Iterator[Download]:
    labels = {
        "csv": _("All hits as CSV"),
        "xlsx": _("All hits for Excel"),
        "pdf": _("All hits as booklet (PDF)"),
    }
    query = asked.on_page(1).query()
    for suffix in _DOWNLOADS:
        if href := reader.links.file("search-result", suffix=suffix, query=query):
            yield Download(labels[suffix], href)


def _make_pager(reader: Reader, asked: Asked, last: int) -> Pager | None:
    if last == 1:
        return None
    here = asked.page

    def href(number: int) -> str:
        return _href(reader, asked.on_page(number)) if 1 <= number <= last else ""

    near = range(max(1, here - _BESIDE), min(last, here + _BESIDE) + 1)
    numbers = sorted({1, *near, last})
    steps: list[Step | None] = []
    for number in numbers:
        if steps and steps[-1] and number > steps[-1].number + 1:
            steps.append(None)
        steps.append(Step(number, href(number), number == here))
    return Pager(href(here - 1), href(here + 1), tuple(steps))


# Plain files


def _make_shell(reader: Reader) -> Page:
    practices = sort_by_title(reader, reader.edition.shelf.practices)

    def show(chosen: Sequence[Practice]) -> Sequence[Card]:
        return make_cards(reader, chosen)

    words = {
        **_forms_of_number(reader.lang),
        "nothing": _("Nothing found for “%(query)s”."),
        "unfit": _("No practice fits these filters."),
        "more": pgettext("page", "Show more"),
        "failed": _("The search cannot be loaded. Browse the practices below."),
    }
    names = ("country", "topic", "target", "year", "lang", "funding")
    data = SearchShell(
        query="",
        longest=LONGEST_QUERY,
        status=_("Searching takes JavaScript here. Without it, browse all practices below."),
        samples=(),
        countries=divide_by_country(reader, practices, country_of, count_practices, show),
        facets=[(one, facet_title(one)) for one in names],
        words=words,
    )
    return Page(
        "search.html.j2",
        pgettext("page", "Search"),
        data,
        description=_("Search practices of all countries in any language."),
        main="search",
    )


def _forms_of_number(lang: str) -> dict[str, str]:
    """How many were found: CLDR's name of a plural → the sentence for such numbers."""
    locale = locale_of(lang)
    forms: dict[str, str] = {}
    for number in range(_NUMBERS_TRIED):
        form = ngettext("%(num)d practice found.", "%(num)d practices found.", number)
        forms.setdefault(f"found-{locale.plural_form(number)}", form)
    return forms
