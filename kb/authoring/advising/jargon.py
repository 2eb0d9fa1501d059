"""Abbreviations and words of law that a reader from elsewhere cannot know.

What counts as jargon is read from the knowledge base itself: its glossary, its vocabularies, its
partners, and the entry's own text. CLDR knows which codes are countries and currencies; those need
no words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from kb.content.store import Content
from kb.model import Practice
from kb.model.text import Passage
from kb.translation.formats import locale_of
from kb.translation.glossary import iter_wordings
from kb.translation.terms import Terms
from kb.words.languages import primary, stop_words

_ABBREVIATION = re.compile(r"(?<![\w@/])[^\W\d_]{2,7}(?![\w@/])")
"""Letters by themselves; of "ELY-keskus" and "EU:n" those before the sign."""
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
"""Roman numbers up to 39; larger ones do not occur, and many abbreviations look like them."""
_WORD = re.compile(r"[^\W\d_]+")
_JOINTS = (" ", "-")
_FEW_LETTERS = 2
_LETTERS = range(_FEW_LETTERS, 8)
"""So many letters an abbreviation has, or each part of one: as in `_ABBREVIATION`."""
_MOST_PARTS = 6
"""More of them in a row are a sentence in capitals: shouted words, and no abbreviation."""
_BRACKET = re.compile(r"([()])")
_RUN = re.compile(r"\w+")
_LONG_FORM = re.compile(r"\w{4}")
_LONG_FORM_INSIDE = re.compile(r"[^\W\d_]{4}")


class Unexplained(NamedTuple):
    """A word nobody explains, at the first place it stands."""

    word: str
    passage: Passage


def find_abbreviations(
    passages: Sequence[Passage], practice: Practice, content: Content, lang: str
) -> list[Unexplained]:
    """Abbreviations in capital letters whose long form stands nowhere, each once.

    Args:
        passages: the entry's texts.
        practice: the entry, whose organisations have names.
        content: the knowledge base, whose glossary and partners explain others.
        lang: language of the texts.
    """
    codes = _codes(lang)
    found: dict[str, Unexplained] = {}
    for passage in passages:
        if passage.text.isupper():
            continue  # shouted from end to end: these are words
        for word in _iter_abbreviations(passage.text):
            if word not in codes:
                found.setdefault(word, Unexplained(word, passage))
    if not found:
        return []
    wordings = (*_glossary_words(content, lang), *_labels(content), *_names_with_pages(content))
    texts = [*(one.text for one in passages), *_names(practice, content)]
    explained = _find_known(found, wordings) | _find_explained(found, texts, lang)
    return [one for word, one in found.items() if word not in explained]


def find_terms_without_definition(
    passages: Sequence[Passage], terms: Terms, lang: str
) -> Iterator[Unexplained]:
    """Words of the glossary that it does not define in the language of the texts, each once."""
    told: set[str] = set()
    for passage in passages:
        for term in terms.find(passage.text, lang):
            is_defined = any(primary(tag) == primary(lang) for tag in term.definition)
            if term.id not in told and not is_defined:
                told.add(term.id)
                yield Unexplained(term.term, passage)


def _iter_abbreviations(text: str) -> Iterator[str]:
    """Runs of capital letters; those only a space or hyphen apart are one: "ARGE ALP"."""
    start = end = parts = 0
    for match in _ABBREVIATION.finditer(text):
        if not match[0].isupper() or _ROMAN.fullmatch(match[0]):
            continue
        if parts and text[end : match.start()] in _JOINTS:
            parts += 1
        else:
            if 0 < parts <= _MOST_PARTS:
                yield text[start:end]
            start, parts = match.start(), 1
        end = match.end()
    if 0 < parts <= _MOST_PARTS:
        yield text[start:end]


def _glossary_words(content: Content, lang: str) -> Iterator[str]:
    """Wordings of terms that are defined in a language: the reader can look them up."""
    for term in content.glossary.terms if content.glossary else ():
        if any(primary(tag) == primary(lang) for tag in term.definition):
            yield from iter_wordings(term)


def _labels(content: Content) -> Iterator[str]:
    """Labels of the vocabularies: what the pages themselves explain."""
    for vocabulary in content.vocabularies.values():
        for concept in vocabulary.concepts:
            for labels in concept.labels.values():
                yield from (labels.preferred, *labels.alternative)


def _codes(lang: str) -> Collection[str]:
    """Codes of countries, unions of countries and currencies."""
    locale = locale_of(lang)
    return {*locale.territories, *locale.currencies}


def _names_with_pages(content: Content) -> Iterator[str]:
    """Names of all organisations and projects that have a page."""
    for partner in content.partners.values():
        yield from (partner.name, *partner.other_names)
    for project in content.projects.values():
        yield from filter(None, (project.acronym, project.title))


def _names(practice: Practice, content: Content) -> Iterator[str]:
    """Names of the entry's organisations; those of one partner stand together."""
    for one in practice.organisations:
        partner = content.partners.get(one.partner or "")
        if one.name:
            yield one.name
        if partner:
            yield " ".join((partner.name, *(f"({name})" for name in partner.other_names)))


def _find_known(words: Collection[str], wordings: Iterable[str]) -> set[str]:
    """Those that the base has a wording for, or that stand in one: "NTM" of "NTM-central".

    Of several in a row ("LEADER NTM") each may have its own.
    """
    parts = {word: _ABBREVIATION.findall(word) for word in words}
    wanted = {*words, *chain.from_iterable(parts.values())}
    known: set[str] = set()
    for wording in wordings:
        # To look for letters is quick, to cut a wording into words is not.
        if any(word in wording for word in wanted):
            known.update((wording, *_iter_abbreviations(wording)))
    return {word for word in words if word in known or known.issuperset(parts[word])}


# The texts are read once for all abbreviations: one pattern for each abbreviation and text would
# take a minute for an entry of some ten thousand words.


def _find_explained(words: Collection[str], texts: Sequence[str], lang: str) -> set[str]:
    """Those whose long form stands there: beside it in brackets, or as words with its initials."""
    if not words:
        return set()
    told = (
        one
        for text in texts
        for look in (_iter_bracketed(text), _iter_initials(text, lang))
        for one in look
    )
    return {one for one in told if one in words}


def _iter_bracketed(text: str) -> Iterator[str]:
    """Whatever may be a short form beside its long one, behind it or before it in brackets."""
    pieces = _BRACKET.split(text)
    for place in range(1, len(pieces) - 2, 2):
        if pieces[place] != "(" or pieces[place + 2] != ")":
            continue
        before, inside = pieces[place - 1], pieces[place + 1]
        if _LONG_FORM.search(before):  # "Arbeitsmarktservice (AMS)"
            runs = _runs(inside)
            for last, (begin, end) in enumerate(runs):
                if end - begin not in _LETTERS:
                    continue
                for start in _starts(runs, last):
                    yield inside[start:end]
        if _LONG_FORM_INSIDE.search(inside):  # "AMS (Arbeitsmarktservice)", "AMSn (…)"
            yield from _iter_last(before.rstrip())


def _iter_last(text: str) -> Iterator[str]:
    """What stands at the end of a text, with and without endings of the last word."""
    runs = _runs(text)
    if not runs or runs[-1][1] < len(text):
        return
    last = runs[-1][0]
    for start in _starts(runs, len(runs) - 1):
        for letters in _LETTERS:
            yield text[start : last + letters]


def _runs(text: str) -> list[tuple[int, int]]:
    """Where words start and end."""
    return [match.span() for match in _RUN.finditer(text)]


def _starts(runs: Sequence[tuple[int, int]], last: int) -> Iterator[int]:
    """Where rows of words start that end with a given one, and may be an abbreviation."""
    for start, _end in reversed(runs[max(0, last + 1 - _MOST_PARTS) : last + 1]):
        if runs[last][0] - start >= _MOST_PARTS * _LETTERS.stop:
            return
        yield start


def _iter_initials(text: str, lang: str) -> Iterator[str]:
    """Initials of words in a row: "FF" of "Freiwillige Feuerwehr"."""
    small = stop_words(lang)
    words = [one for one in _WORD.findall(text) if one.casefold() not in small and len(one) > 1]
    initials = "".join(one[0] for one in words)
    capitals = initials.upper()
    for letters in _LETTERS:
        # Any two words in a row would do otherwise.
        row = initials if letters == _FEW_LETTERS else capitals
        for start in range(len(row) - letters + 1):
            yield row[start : start + letters]
