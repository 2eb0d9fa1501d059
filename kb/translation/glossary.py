"""Looks up terms of law and administration, in whatever language they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model.glossary import Glossary, GlossaryTerm
from kb.words.analysis import fold
from kb.words.languages import primary

_EXACT, _BEGINNING, _INSIDE = range(3)


def find_terms(glossary: Glossary, text: str) -> list[GlossaryTerm]:
    """Terms called so in any language; without one, those that begin with it or hold it.

    Args:
        glossary: all terms.
        text: a word as somebody types it: case and accents do not matter.
    """
    wanted = fold(" ".join(text.split()))
    ranks: dict[int, list[GlossaryTerm]] = {_EXACT: [], _BEGINNING: [], _INSIDE: []}
    for term in glossary.terms:
        words = [fold(word) for word in (term.id, *iter_wordings(term))]
        if wanted in words:
            ranks[_EXACT].append(term)
        elif any(word.startswith(wanted) for word in words):
            ranks[_BEGINNING].append(term)
        elif any(wanted in word for word in words):
            ranks[_INSIDE].append(term)
    return ranks[_EXACT] or ranks[_BEGINNING] or ranks[_INSIDE]


def iter_wordings(term: GlossaryTerm, lang: str = "") -> Iterator[str]:
    """All words for a term, in its own language and the others, or in one language only."""
    if not lang or primary(term.language) == primary(lang):
        yield term.term
        yield from term.also
    for tag, rendering in term.renderings.items():
        if lang and primary(tag) != primary(lang):
            continue
        if rendering.term:
            yield rendering.term
        yield from rendering.also


def definition_for(term: GlossaryTerm, lang: str, fallback: str) -> tuple[str, str] | None:
    """(definition, its language): asked language, else the fallback, else any; None without one."""
    for wanted in (lang, fallback, term.language):
        for tag, text in term.definition.items():
            if primary(tag) == primary(wanted):
                return text, tag
    return next(((text, tag) for tag, text in term.definition.items()), None)
