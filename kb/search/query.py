"""The query language: words, "phrases", -without, prefix*, and field:value.

It is small and ours, because its fields are facets and its words are looked for in all languages;
nothing a person types is an error. What looks like a field and is none is searched as words.

    village volunteers -sport country:AT topic:housing year:2016..2019 org:"Impulse Krems"
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

LONGEST_QUERY = 1000
"""Characters beyond this are dropped; no person types them."""
MOST_TERMS = 40
"""Words beyond this are dropped."""

FACETS = ("country", "topic", "target", "year", "lang", "funding", "translation", "status")
"""Fields that filter by a closed value, in the order they are shown."""

FIELD_NAMES: Mapping[str, str] = {
    **{facet: facet for facet in FACETS},
    "org": "org",
    "place": "place",
    "target_group": "target",
    "language": "lang",
    "fund": "funding",
    "state": "state",
    "missing": "missing",
    # The same names as the partners may type them.
    "land": "country", "thema": "topic", "zielgruppe": "target", "jahr": "year",
    "sprache": "lang", "ort": "place", "förderung": "funding",
    "maa": "country", "aihe": "topic", "kohderyhmä": "target", "vuosi": "year",
    "kieli": "lang", "paikka": "place", "rahoitus": "funding",
    "ämne": "topic", "målgrupp": "target", "år": "year", "språk": "lang",
    "plats": "place", "finansiering": "funding",
}  # fmt: skip
"""Name before the colon → field."""

_STATES = {"outdated": "stale", "reviewed": "translated", "original": "source"}
"""States of translations as they are called in tables → as they are kept."""

TEXT_FIELDS = {"org": "organisations", "place": "places"}
"""Fields whose value is looked for as words of one field of the documents."""

_LEXER = re.compile(
    r"""
    (?P<minus>(?<!\S)[-−])?
    (?:(?P<field>[^\W\d_][\w]*):(?=["\w*.]))?
    (?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))
    """,
    re.VERBOSE,
)
_GENDER_ENDINGS = ("in", "innen")
_QUOTES = str.maketrans({"„": '"', "“": '"', "”": '"', "»": '"', "«": '"', "″": '"'})
_YEARS = re.compile(r"(\d{4})?\.\.(\d{4})?|(\d{4})")


class Term(NamedTuple):
    """Something looked for in the texts."""

    text: str
    is_phrase: bool = False
    is_prefix: bool = False
    field: str | None = None
    """Field of the documents it must stand in, such as "organisations"; None for any."""


class Query(NamedTuple):
    """A query, taken apart.

    Attributes:
        text: what was typed.
        terms: words and phrases wanted.
        without: words and phrases not wanted.
        filters: facet → values, any of which will do.
        not_filters: facet → values, none of which will do.
    """

    text: str
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = {}
    not_filters: Mapping[str, tuple[str, ...]] = {}

    def filtered(self, extra: Mapping[str, Sequence[str]]) -> Query:
        """The same query with further filters, such as those of command-line options."""
        filters = {facet: tuple(values) for facet, values in self.filters.items()}
        for facet, values in extra.items():
            if values:
                filters[facet] = tuple(dict.fromkeys((*filters.get(facet, ()), *values)))
        return Query(self.text, self.terms, self.without, filters, self.not_filters)


def parse_query(text: str) -> Query:
    """Take a query apart. Never fails: what has no meaning is a word."""
    terms: list[Term] = []
    without: list[Term] = []
    filters: dict[str, list[str]] = {}
    not_filters: dict[str, list[str]] = {}
    for match in _LEXER.finditer(text[:LONGEST_QUERY].translate(_QUOTES)):
        excluded = bool(match["minus"])
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        name = FIELD_NAMES.get((match["field"] or "").casefold())
        if name and name not in TEXT_FIELDS:
            chosen = not_filters if excluded else filters
            _add_filter(chosen, name, value)
            continue
        if match["field"] and name is None:
            # Teilnehmer:innen is one word, 12:30 and Projekt:Sprache are two.
            joint = ":" if value.casefold() in _GENDER_ENDINGS else " "
            value = f"{match['field']}{joint}{value}"
        found = _terms(value, match["phrase"] is not None, TEXT_FIELDS.get(name or ""))
        (without if excluded else terms).extend(found)
    return Query(
        text,
        tuple(dict.fromkeys(terms))[:MOST_TERMS],
        tuple(dict.fromkeys(without))[:MOST_TERMS],
        {name: tuple(dict.fromkeys(values)) for name, values in filters.items()},
        {name: tuple(dict.fromkeys(values)) for name, values in not_filters.items()},
    )


def without_filter(text: str, facet: str, value: str, *, is_excluding: bool = False) -> str:
    """A query without one of the filters that were typed in it.

    Args:
        text: the query.
        facet: facet of the filter.
        value: its value, as `parse_query` gives it.
        is_excluding: whether it is one that excludes.
    """
    kept: list[str] = []
    position = 0
    for match in _LEXER.finditer(text.translate(_QUOTES)):
        name = FIELD_NAMES.get((match["field"] or "").casefold())
        if name is None or name in TEXT_FIELDS or bool(match["minus"]) is not is_excluding:
            continue
        typed = match["phrase"] if match["phrase"] is not None else match["word"]
        values = _split_values(name, typed)
        rest = [one for one in values if _facet_of(name, one) != (facet, value)]
        if len(rest) < len(values):
            sign = '"' if match["phrase"] is not None else ""
            again = f"{match['minus'] or ''}{match['field']}:{sign}{','.join(rest)}{sign}"
            kept += [text[position : match.start()], again if rest else ""]
            position = match.end()
    return " ".join("".join((*kept, text[position:])).split()) if kept else text


def _add_filter(chosen: dict[str, list[str]], name: str, value: str) -> None:
    for one in _split_values(name, value):
        facet, text = _facet_of(name, one)
        chosen.setdefault(facet, []).append(text)


def _split_values(name: str, value: str) -> list[str]:
    """The values behind a field's colon; the name of a fund may have a comma."""
    return [value] if name == "funding" else [one for one in value.split(",") if one.strip()]


def _facet_of(name: str, value: str) -> tuple[str, str]:
    """Facet and value that a field and what stands behind its colon mean."""
    text = value.strip()
    if name == "missing":
        return "translation", f"{text}-missing"
    if name == "state":
        lang, _, state = text.rpartition("-")
        return "translation", f"{lang or '*'}-{_STATES.get(state.casefold(), state)}"
    return name, text


def _terms(value: str, is_phrase: bool, in_field: str | None) -> list[Term]:
    if is_phrase and len(value.split()) > 1:
        return [Term(value.strip(), is_phrase=True, field=in_field)]
    found = []
    for word in value.split():
        stripped = word.strip(".,;!?()[]{}<>'’`")
        if stripped.endswith("*") and len(stripped) > 2:
            found.append(Term(stripped.rstrip("*"), is_prefix=True, field=in_field))
        elif any(char.isalnum() for char in stripped):
            found.append(Term(stripped.strip("*"), field=in_field))
    return found


def years_of(value: str) -> tuple[int | None, int | None] | None:
    """First and last year of "2016", "2016..2019", "2016.." or "..2019"; None if it is none."""
    match = _YEARS.fullmatch(value)
    if match is None or value == "..":
        return None
    first, last, only = match.groups()
    if only:
        return int(only), int(only)
    return (int(first) if first else None), (int(last) if last else None)
