"""What a visitor asks the search for, as it stands in the address of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kb.errors import N_
from kb.search.finder import Request
from kb.search.query import parse_query, without_filter
from kb.search.results import Results, UnknownValue
from kb.search.sorting import SORTS
from kb.web.page import Reader, TooMuchError

FACETS = ("country", "topic", "target", "year", "lang", "funding", "translation")
"""Facets that are offered; each is a name in the address, and so in the form."""
LONGEST_QUERY = 200
"""Characters of a query; the field of the form takes no more."""
MOST_VALUES = 50
"""Values of all filters together."""
LONGEST_VALUE = 100
MOST_FOUND = 500
"""Practices of a search that may be taken home as one file."""
HITS_PER_PAGE = 10
MOST_REASONS = 3
"""Reasons told of each hit."""
RELEVANCE, NEWEST, COUNTRY = SORTS
_LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Filter:
    """A value that was chosen.

    Attributes:
        facet: one of FACETS, or a field that only stands in queries, such as status.
        value: as it was given.
        is_typed: whether it stands in the query, not beside it: "country:AT".
        is_excluding: whether practices that have it are left out: "-country:AT".
    """

    facet: str
    value: str
    is_typed: bool = False
    is_excluding: bool = False


@dataclass(frozen=True)
class Asked:
    """What was asked.

    Attributes:
        text: the query.
        filters: facet → values chosen beside it.
        sort: one of SORTS; "" where nothing was chosen.
        page: from 1.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @property
    def has_words(self) -> bool:
        """Whether there are words to look for; without any, no hit is better than another."""
        return bool(parse_query(self.text).terms)

    @property
    def order(self) -> str:
        """How hits are sorted."""
        if self.sort in ("", RELEVANCE):
            return RELEVANCE if self.has_words else NEWEST
        return self.sort

    @property
    def is_empty(self) -> bool:
        """Whether all practices are shown."""
        return not self.text.strip() and not self.filters

    def query(self) -> dict[str, tuple[str, ...]]:
        """As it stands behind the question mark; what goes without saying is left out."""
        said = {"q": (self.text,) if self.text.strip() else (), **self.filters}
        said["sort"] = (self.sort,) if self.sort else ()
        said["page"] = (str(self.page),) if self.page > 1 else ()
        return {name: values for name, values in said.items() if values}

    def on_page(self, number: int) -> Asked:
        """The same, another page."""
        return replace(self, page=number)

    def with_text(self, text: str) -> Asked:
        """Another query, from the first page on."""
        return replace(self, text=text, page=1)

    def without(self, *chosen: Filter) -> Asked:
        """Without some filters, from the first page on."""
        text, filters = self.text, dict(self.filters)
        for one in chosen:
            if one.is_typed:
                text = without_filter(text, one.facet, one.value, is_excluding=one.is_excluding)
            else:
                kept = tuple(value for value in filters.get(one.facet, ()) if value != one.value)
                filters[one.facet] = kept
        kept_filters = {facet: values for facet, values in filters.items() if values}
        return Asked(text, kept_filters, self.sort)

    def iter_filters(self) -> Iterator[Filter]:
        """All filters, those beside the query first."""
        for facet, values in self.filters.items():
            yield from (Filter(facet, value) for value in values)
        query = parse_query(self.text)
        for facet, values in query.filters.items():
            yield from (Filter(facet, value, is_typed=True) for value in values)
        for facet, values in query.not_filters.items():
            yield from (Filter(facet, value, True, True) for value in values)

    def without_unknown(self, unknown: tuple[UnknownValue, ...]) -> Asked:
        """Without the filters beside the query on values there are none of; the same page."""
        unwanted = {(one.facet, one.value) for one in unknown}
        filters = {
            facet: tuple(one for one in values if (facet, one) not in unwanted)
            for facet, values in self.filters.items()
        }
        return replace(self, filters={facet: one for facet, one in filters.items() if one})

    def request(self, lang: str) -> Request:
        """As the search takes it."""
        return Request(
            self.text,
            lang,
            self.filters,
            HITS_PER_PAGE,
            (self.page - 1) * HITS_PER_PAGE,
            sort=self.order,
            is_forgiving=True,
            most_reasons=MOST_REASONS,
        )


def read_asked(reader: Reader) -> Asked:
    """What the address of a page asks for.

    Raises:
        TooMuchError: it is longer than any person types.
    """
    text = reader.first("q")
    if len(text) > LONGEST_QUERY:
        raise TooMuchError(
            N_("A query may have at most %(most)d characters. Try again with fewer words."),
            most=LONGEST_QUERY,
        )
    filters = {}
    for facet in FACETS:
        given = dict.fromkeys(one.strip() for one in reader.query.get(facet, ()))
        if values := tuple(one for one in given if one):
            filters[facet] = values
    chosen = [one for values in filters.values() for one in values]
    if len(chosen) > MOST_VALUES or any(len(one) > LONGEST_VALUE for one in chosen):
        raise TooMuchError(
            N_("These are too many filters: at most %(most)d can be chosen at once."),
            most=MOST_VALUES,
        )
    sort = reader.first("sort")
    return Asked(text, filters, sort if sort in SORTS else "", _page_of(reader.first("page")))


def _page_of(text: str) -> int:
    """The number of a page; the first one where it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(_LAST_PAGE))
    return max(1, int(text)) if is_number else 1


def search(reader: Reader, asked: Asked) -> tuple[Asked, Results]:
    """Search; beyond the last page the last one is shown.

    Returns:
        What was really asked: without filters that nobody knows, on a page there is.
    """
    edition = reader.edition
    request = asked.request(reader.lang)
    results = edition.search(request)
    if asked.page > (last := last_page(results)):
        asked = asked.on_page(last)
        results = edition.search(asked.request(reader.lang))
    return asked.without_unknown(results.unknown), results


def last_page(results: Results) -> int:
    """How many pages there are; one even for no hits."""
    return max(1, -(-results.total // HITS_PER_PAGE))


def count_found(reader: Reader, asked: Asked) -> int:
    """How many practices a search finds."""
    request = asked.request(reader.lang)._replace(limit=0, offset=0, correct=False, is_brief=True)
    return reader.edition.search(request).total


def find_found(reader: Reader) -> list[str]:
    """Ids of all practices that a reader's search finds, in their order, `MOST_FOUND` at most.

    Raises:
        TooMuchError: the query is longer than any person types.
    """
    request = read_asked(reader).request(reader.lang)
    results = reader.edition.search(request._replace(limit=MOST_FOUND, offset=0, is_brief=True))
    return [one.id for one in results.hits]
