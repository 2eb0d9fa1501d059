"""Do translations use the glossary's words?

A term is looked for in the source strictly, in any form of its words. Its approved translation is
looked for generously, in any form, order or compound: a false alarm costs a translator more than
a missed one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from kb.model.glossary import Glossary, GlossaryTerm, Rendering
from kb.words.analysis import Analyser, Analysers, fold, normalise, split_words
from kb.words.languages import primary
from kb.words.phrases import WordKeys, follows, phrase_words

_STEM_SHARE = 0.7
"""How much of a word must stand in the text; the rest may be an ending."""
_SHORTEST_STEM = 4
_EXPLAINED_SHARE = 0.4
"""Share of an explanation's words from which a term counts as explained."""
_TELLING_LENGTH = 5
"""Shorter words of an explanation are mostly articles and prepositions."""


_Phrase = tuple[tuple[WordKeys, ...], GlossaryTerm]
"""The words of a term, and the term."""


class TermFault(NamedTuple):
    """A term that is not rendered as the glossary asks."""

    kind: str
    """"term": another word than the approved one; "original": a word that has no equivalent is
    not kept."""
    term: str
    wanted: str
    """What the glossary asks for: the approved word, or the explanation."""


class Terms:
    """The terms of the glossary, ready to be found.

    Args:
        glossary: all terms.
        analysers: analysers of the knowledge base's languages.
    """

    def __init__(self, glossary: Glossary, analysers: Analysers) -> None:
        self._glossary = glossary
        self.analysers = analysers

    def find(self, text: str, lang: str, names: Collection[str] = ()) -> list[GlossaryTerm]:
        """Terms of a language that stand in a text of it.

        Args:
            text: the text.
            lang: its language.
            names: proper names; a term inside one is no term.
        """
        phrases = self._by_first_key.get(primary(lang))
        if not phrases:
            return []
        for name in names:
            text = text.replace(name, " · ")
        analyser = self.analysers[primary(lang)]
        words = phrase_words(text, analyser)
        found: dict[str, GlossaryTerm] = {}
        for place, keys in enumerate(words):
            for key in keys:
                for phrase, term in phrases.get(key, ()):
                    if term.id not in found and follows(phrase, words, place):
                        found[term.id] = term
        return list(found.values())

    def faults(self, terms: Iterable[GlossaryTerm], text: str, lang: str) -> Iterator[TermFault]:
        """What a translation should say otherwise, explanations left aside.

        Args:
            terms: terms that stand in the source.
            text: its translation.
            lang: the translation's language.
        """
        for term in terms:
            rendering = find_rendering(term, lang)
            if rendering is None:
                continue
            wanted = _wordings(rendering)
            originals = (term.term, *term.also)
            if any(self._stands_in(one, text, lang) for one in wanted):
                continue
            if rendering.term:
                yield TermFault("term", term.term, rendering.term)
            elif not any(self._stands_in(one, text, lang) for one in originals):
                yield TermFault("original", term.term, rendering.explain or term.term)

    def is_explained(self, term: GlossaryTerm, texts: Sequence[str], lang: str) -> bool:
        """Whether one of the texts that keep a term without equivalent explains it."""
        rendering = find_rendering(term, lang)
        if rendering is None or rendering.explain is None or rendering.term:
            return True
        words = [word for word, _ in split_words(normalise(rendering.explain), primary(lang))]
        telling = [word for word in words if len(word) >= _TELLING_LENGTH]
        needed = len(telling) * _EXPLAINED_SHARE
        for text in texts:
            if any(self._stands_in(one, text, lang) for one in rendering.also):
                return True
            if sum(self._stands_in(word, text, lang) for word in telling) >= needed:
                return True
        return False

    @cached_property
    def _by_first_key(
        self,
    ) -> dict[str, dict[str, list[tuple[tuple[WordKeys, ...], GlossaryTerm]]]]:
        """Language → key of a first word → (words of the phrase, term)."""
        found: dict[str, dict[str, list[_Phrase]]] = {}
        for term in self._glossary.terms:
            lang = primary(term.language)
            of_lang = found.setdefault(lang, {})
            for text in (term.term, *term.also):
                words = phrase_words(text, self.analysers[lang])
                for key in words[0] if words else ():
                    of_lang.setdefault(key, []).append((words, term))
        return found

    def _stands_in(self, phrase: str, text: str, lang: str) -> bool:
        """Whether all words of a phrase stand in a text, in any form and order."""
        analyser = self.analysers[primary(lang)]
        wanted = [word for word, _ in split_words(normalise(phrase), analyser.lang)]
        folded = fold(text.casefold())
        return all(_has_word(word, text, folded, analyser) for word in wanted)


def find_rendering(term: GlossaryTerm, lang: str) -> Rendering | None:
    """How a language says a term; None where the glossary does not say."""
    for tag, rendering in term.renderings.items():
        if primary(tag) == primary(lang):
            return rendering
    return None


def _wordings(rendering: Rendering) -> list[str]:
    return [*filter(None, (rendering.term,)), *rendering.also]


def _has_word(word: str, text: str, folded: str, analyser: Analyser) -> bool:
    stem = fold(word.casefold())
    length = max(_SHORTEST_STEM, round(len(stem) * _STEM_SHARE))
    if len(stem) >= _SHORTEST_STEM and stem[:length] in folded:
        return True
    keys = analyser.keys(word)
    wanted = {keys.form, *keys.lemmas}
    for other, _ in split_words(normalise(text), analyser.lang):
        found = analyser.keys(other)
        if not wanted.isdisjoint((found.form, *found.lemmas, *found.parts)):
            return True
    return False
