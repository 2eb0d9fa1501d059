"""The glossary: terms of law and administration, and what the reader's language says for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.export.description import Text
from kb.model.glossary import Glossary, GlossaryTerm
from kb.translation.formats import format_number, language_name, sort_key
from kb.translation.glossary import definition_for
from kb.translation.interface import gettext as _
from kb.translation.interface import ngettext, pgettext
from kb.translation.terms import find_rendering
from kb.web.page import Page, Reader
from kb.web.pages.bycountry import in_order
from kb.words.languages import primary

_UNION = "EU"
_NUMBERS = "0–9"
_NO_LETTER = "0"
"""Stands before all letters in anchors and in the order."""


class OtherWord(NamedTuple):
    """What another language says for a term."""

    language: str
    """Name of the language."""
    lang: str
    word: str
    """Empty where it has no word of its own."""


class TermEntry(NamedTuple):
    """A term as it is read."""

    anchor: str
    word: Text
    also: str
    """Other wordings in its own language; empty for none."""
    code: str
    """Country whose term it is, ISO 3166-1 alpha-2; EU for terms of the union."""
    country: str
    said: str
    """What the reader's language says; empty where it is the term's own, or has no word."""
    explained: str
    """How the reader's language explains it where that is needed."""
    meaning: Text | None
    """What it is; with a note where it is in another language or was reviewed."""
    others: Sequence[OtherWord]


class Letter(NamedTuple):
    """Terms that begin with one letter."""

    name: str
    anchor: str
    terms: Sequence[TermEntry]


class CountryTerms(NamedTuple):
    """All terms of one country."""

    code: str
    country: str
    words: str
    """How many, in words."""
    terms: Sequence[TermEntry]


@dataclass(frozen=True)
class GlossaryPage:
    """The glossary.

    Attributes:
        words: how many terms there are, in words; empty for none.
        letters: the terms by the alphabet of the reader's language.
        countries: the same terms by country.
    """

    words: str
    letters: Sequence[Letter]
    countries: Sequence[CountryTerms]


def make_glossary(reader: Reader) -> Page:
    """The glossary."""
    entries = list(_iter_entries(reader, reader.edition.shelf.glossary))
    entries.sort(key=lambda one: sort_key(one.word.value, reader.lang))
    words = _count_terms(len(entries), reader.lang) if entries else ""
    data = GlossaryPage(
        words, list(_iter_letters(entries, reader.lang)), list(_iter_countries(reader, entries))
    )
    description = _(
        "Terms of law and administration from the countries of the network, with what each "
        "language says for them and what they mean."
    )
    return Page(
        "glossary.html.j2", pgettext("page", "Glossary"), data, description, main="glossary"
    )


def _count_terms(number: int, lang: str) -> str:
    return ngettext("%(num)s term", "%(num)s terms", number) % {"num": format_number(number, lang)}


# Terms


def _iter_entries(reader: Reader, glossary: Glossary | None) -> Iterator[TermEntry]:
    for term in glossary.terms if glossary else ():
        said, explained = _said(term, reader.lang)
        yield TermEntry(
            f"term-{term.id}",
            Text(term.term, term.language),
            ", ".join(term.also),
            term.country or _UNION,
            _country(reader, term),
            said,
            explained,
            _meaning(reader, term),
            list(_iter_others(reader, term)),
        )


def _country(reader: Reader, term: GlossaryTerm) -> str:
    if term.country is None:
        return pgettext("country", "EU")
    return reader.voices.country(term.country)[0].value


def _said(term: GlossaryTerm, lang: str) -> tuple[str, str]:
    """(words, explanation) of a language for a term."""
    rendering = find_rendering(term, lang)
    if rendering is None:
        return "", ""
    words = (rendering.term, *rendering.also) if rendering.term else ()
    return ", ".join(filter(None, words)), rendering.explain or ""


def _meaning(reader: Reader, term: GlossaryTerm) -> Text | None:
    found = definition_for(term, reader.lang, reader.edition.settings.fallback)
    if found is None:
        return None
    text, tag = found
    if primary(tag) != primary(reader.lang):
        return Text(text, tag, language_name(tag, reader.lang))
    is_reviewed = primary(tag) in map(primary, term.reviewed)
    return Text(text, reader.lang, pgettext("translation", "reviewed") if is_reviewed else "")


def _iter_others(reader: Reader, term: GlossaryTerm) -> Iterator[OtherWord]:
    own = (primary(reader.lang), primary(term.language))
    for tag, rendering in term.renderings.items():
        if primary(tag) not in own:
            yield OtherWord(language_name(tag, reader.lang), tag, rendering.term or "")


# Order


def _iter_letters(entries: Sequence[TermEntry], lang: str) -> Iterator[Letter]:
    """Terms by their first letter, as the alphabet of the language counts letters."""
    by_key: dict[str, list[TermEntry]] = {}
    for one in entries:
        by_key.setdefault(_initial(one.word.value, lang)[0], []).append(one)
    for key in sorted(by_key):
        name = _initial(by_key[key][0].word.value, lang)[1]
        yield Letter(name, f"letter-{key.replace('~', 'z')}", by_key[key])


def _initial(word: str, lang: str) -> tuple[str, str]:
    """(key of the order, heading) of a word's first letter; signs before it do not count."""
    first = next((char for char in word if char.isalnum()), "")
    if not first.isalpha():
        return _NO_LETTER, _NUMBERS
    moved = sort_key(first, lang)[0]
    # A letter behind z keeps its dots, as Å does in Swedish; elsewhere it stands under the plain.
    return (moved, first.upper()) if moved.startswith("~") else (moved[0], moved[0].upper())


def _iter_countries(reader: Reader, entries: Sequence[TermEntry]) -> Iterator[CountryTerms]:
    by_code: dict[str, list[TermEntry]] = {}
    for one in entries:
        by_code.setdefault(one.code, []).append(one)
    for code in in_order(reader, by_code):
        terms = by_code[code]
        yield CountryTerms(code, terms[0].country, _count_terms(len(terms), reader.lang), terms)
