"""Abbreviations and words of law that a reader from elsewhere cannot know.

What counts as jargon is read from the knowledge base itself: its glossary, its organisations, and
the entry's own text. CLDR knows which codes are countries and currencies; those need no words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
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
    known = {*_glossary_words(content, lang), *_labels(content), *_codes(lang)}
    texts = [*(one.text for one in passages), *_names(practice, content)]
    found: dict[str, Unexplained] = {}
    for passage in passages:
        if passage.text.isupper():
            continue  # shouted from end to end: these are words
        for word in _iter_abbreviations(passage.text):
            if word not in found and word not in known and not _is_explained(word, texts, lang):
                found[word] = Unexplained(word, passage)
    return list(found.values())


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
    run, end = "", 0
    for match in _ABBREVIATION.finditer(text):
        word = match[0]
        if not word.isupper() or _ROMAN.fullmatch(word):
            continue
        if run and text[end : match.start()] in _JOINTS:
            run += text[end : match.end()]
        else:
            if run:
                yield run
            run = word
        end = match.end()
    if run:
        yield run


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


def _names(practice: Practice, content: Content) -> Iterator[str]:
    """Names of the entry's organisations; those of one partner stand together."""
    for one in practice.organisations:
        partner = content.partners.get(one.partner or "")
        if one.name:
            yield one.name
        if partner:
            yield " ".join((partner.name, *(f"({name})" for name in partner.other_names)))


def _is_explained(word: str, texts: Iterable[str], lang: str) -> bool:
    """Whether its long form stands there: beside it in brackets, or as words with its initials."""
    inside = re.compile(rf"\w{{4,}}[^()]*\((?:[^()]*\W)?{re.escape(word)}(?:\W[^()]*)?\)")
    behind = re.compile(rf"\b{re.escape(word)}\w*\s*\([^()]*[^\W\d_]{{4,}}[^()]*\)")
    return any(
        inside.search(text) or behind.search(text) or _is_spelt_out(word, text, lang)
        for text in texts
    )


def _is_spelt_out(word: str, text: str, lang: str) -> bool:
    """Whether words in a row begin with the letters: "Freiwillige Feuerwehr" for FF."""
    small = stop_words(lang)
    words = [one for one in _WORD.findall(text) if one.casefold() not in small and len(one) > 1]
    initials = "".join(one[0] for one in words)
    if len(word) > _FEW_LETTERS:
        return word in initials.upper()
    return word in initials  # any two words in a row would do otherwise
