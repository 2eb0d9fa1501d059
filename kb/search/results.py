"""What a search gives back: the contract of `kb search --json` and of the Python face.

Light to import: no record, no file, no Whoosh; named tuples, which are made four times as fast as
data classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

SnippetPiece = tuple[str, bool]
"""A piece of a snippet, and whether it is what was looked for."""


class Match(NamedTuple):
    """Why an entry was found: these words, in this field, in this language."""

    lang: str
    field: str
    words: tuple[str, ...]


class Hit(NamedTuple):
    """One entry found."""

    id: str
    title: str
    title_lang: str
    title_state: str
    summary: str
    summary_lang: str
    summary_state: str
    country: str | None
    topics: tuple[str, ...]
    target_groups: tuple[str, ...]
    start: str | None
    """ISO date of any precision at which the practice began."""
    lang: str
    """Language the entry is written in."""
    status: str
    score: float
    words_missing: tuple[str, ...]
    """Words of the query this entry does not have; empty for a full match."""
    snippet: tuple[SnippetPiece, ...]
    snippet_lang: str | None
    snippet_field: str | None
    matched: tuple[Match, ...]
    snippet_state: str | None = None
    """State of the translation the snippet comes from."""

    @property
    def snippet_text(self) -> str:
        """The snippet as plain text."""
        return "".join(text for text, _ in self.snippet)

    def as_json(self) -> dict[str, Any]:
        """The hit as JSON; highlights as [start, end] offsets into the snippet."""
        data = self._asdict()
        data["score"] = round(self.score, 3)
        data["snippet"] = self.snippet_text
        data["highlights"] = _offsets(self.snippet)
        data["topics"] = list(self.topics)
        data["target_groups"] = list(self.target_groups)
        data["words_missing"] = list(self.words_missing)
        data["matched"] = [
            {"lang": one.lang, "field": one.field, "words": list(one.words)} for one in self.matched
        ]
        return data


class FacetValue(NamedTuple):
    """One value of a facet, with how many entries would be left."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # the contract's word; tuple.count is not missed
    selected: bool = False

    def as_json(self) -> dict[str, Any]:
        """The value as JSON."""
        return self._asdict()


class UnknownValue(NamedTuple):
    """A value of a facet that was asked for and that there is none of."""

    facet: str
    value: str
    near: str | None = None
    """The value that was probably meant."""


class Notice(NamedTuple):
    """Something the reader should know, not yet told in any language."""

    forms: tuple[str] | tuple[str, str]
    """The sentence; or that for one, and that for any other number of what `num` counts."""
    params: Mapping[str, object]

    def __str__(self) -> str:
        form = self.forms[0] if self.params.get("num", 1) == 1 else self.forms[-1]
        return form % self.params


class Results(NamedTuple):
    """All a search found."""

    query: str
    lang: str
    total: int
    total_all_words: int
    """How many of them have all the words."""
    took_ms: float
    corrected: str | None
    """The query as it was searched instead, because the typed words find nothing."""
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[FacetValue]]
    warnings: tuple[Notice, ...] = ()
    languages: Mapping[str, str] = {}
    """What each language of the knowledge base is called in the reader's."""
    unknown: tuple[UnknownValue, ...] = ()
    """Filters that were left out; none unless the request allows that."""

    def as_json(self) -> dict[str, Any]:
        """The object of `kb search --json`; keys may be added, never renamed."""
        return {
            "query": self.query,
            "lang": self.lang,
            "total": self.total,
            "total_all_words": self.total_all_words,
            "took_ms": round(self.took_ms, 1),
            "corrected": self.corrected,
            "warnings": list(map(str, self.warnings)),
            "hits": [hit.as_json() for hit in self.hits],
            "languages": dict(self.languages),
            "facets": {
                name: [value.as_json() for value in values] for name, values in self.facets.items()
            },
        }


def _offsets(snippet: Sequence[SnippetPiece]) -> list[list[int]]:
    offsets, position = [], 0
    for text, is_match in snippet:
        if is_match:
            offsets.append([position, position + len(text)])
        position += len(text)
    return offsets
