"""What is said about a search, the same words on the terminal and on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kb.search.results import Hit, Results
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.labels import field_label, text_notes

LONGEST_QUERY = 80
"""Characters of a query that are repeated in a sentence."""


class Names:
    """Names of countries, topics and languages in the reader's language, from the facets.

    Args:
        results: of a search.
        field: what a field is called.
    """

    def __init__(self, results: Results, field: Callable[[str], str] = field_label) -> None:
        self.results = results
        self.field = field

    def name(self, facet: str, value: str) -> str:
        """What a value is called; the value itself where the facets do not know."""
        values = self.results.facets.get(facet, ())
        return next((one.label for one in values if one.value == value), value)

    def language(self, tag: str) -> str:
        """What a language is called."""
        primary = tag.partition("-")[0]
        if name := self.results.languages.get(primary):
            return name
        from kb.translation.formats import language_name

        return language_name(tag, self.results.lang)

    def notes(self, lang: str, state: str) -> str:
        """What the reader must know of a text, with commas; "" for nothing."""
        asked = self.results.lang
        is_foreign = lang.partition("-")[0] != asked.partition("-")[0]
        return ", ".join(
            text_notes(lang, asked, state, self.language(lang) if is_foreign else None)
        )


class Reason(NamedTuple):
    """Why an entry was found: these words stand in this field."""

    field: str
    """What the field is called."""
    language: str
    """What the language of the words is called; "" for the reader's own."""
    lang: str
    """BCP 47 tag of the words."""
    words: str
    """With commas, perhaps only the first of them."""


def iter_sentences(results: Results) -> Iterator[str]:
    """How many were found, whether another spelling was searched, and whether all words fit.

    Nothing is said about a search that found nothing, but another spelling that was tried.
    """
    if results.corrected:
        sentence = _("Nothing has “%(typed)s”. Searched for “%(corrected)s” instead.")
        yield sentence % {
            "typed": shortened(results.query),
            "corrected": shortened(results.corrected),
        }
    if not results.total:
        return
    yield ngettext("%(num)d practice found.", "%(num)d practices found.", results.total) % {
        "num": results.total
    }
    if not results.total_all_words:
        yield _("None has all the words; these come close.")
    elif results.total_all_words < results.total:
        yield ngettext(
            "%(num)d of them has all the words, the others come close.",
            "%(num)d of them have all the words, the others come close.",
            results.total_all_words,
        ) % {"num": results.total_all_words}


def find_reasons(
    hit: Hit, names: Names, most: int | None = None, most_words: int | None = None
) -> list[Reason]:
    """Why an entry was found.

    Args:
        hit: the entry.
        names: names of languages.
        most: so many reasons; all of them if None.
        most_words: so many words of each; all of them if None.
    """
    asked = names.results.lang.partition("-")[0]
    reasons = []
    for match in hit.matched[:most]:
        words = match.words[:most_words]
        more = ("…",) if len(words) < len(match.words) else ()
        is_own = match.lang.partition("-")[0] == asked
        language = "" if is_own else names.language(match.lang)
        field = names.field(match.field)
        reasons.append(Reason(field, language, match.lang, ", ".join((*words, *more))))
    return reasons


def tell_reasons(reasons: list[Reason]) -> str:
    """Why an entry was found, in one line."""
    told = []
    for one in reasons:
        params = {"field": one.field, "words": one.words, "language": one.language}
        if one.language:
            told.append(pgettext("why", "%(field)s in %(language)s: %(words)s") % params)
        else:
            told.append(pgettext("why", "%(field)s: %(words)s") % params)
    return _("Why: %(reasons)s") % {"reasons": "; ".join(told)}


def tell_missing(hit: Hit) -> str:
    """Which words of the query an entry does not have; "" for none."""
    if not hit.words_missing:
        return ""
    return _("Without: %(words)s") % {"words": ", ".join(hit.words_missing)}


def shortened(query: str) -> str:
    """As much of a query as a sentence can hold."""
    return query if len(query) <= LONGEST_QUERY else query[: LONGEST_QUERY - 1] + "…"
