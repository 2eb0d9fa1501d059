"""Which words of a text are what was looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.search.concepts import LanguageLabels
from kb.search.ranking import Found
from kb.search.results import SnippetPiece
from kb.search.shared import Shared
from kb.words.analysis import Analysers, fold, iter_tokens
from kb.words.phrases import WordKeys, follows, whole_keys

SNIPPET_LENGTH = 220
"""Characters of a snippet, about three lines on a terminal."""
_TELLING = 3
"""Letters a form has in common with its lemma, but for accents."""
_NOTHING: WordKeys = frozenset()

Span = tuple[int, int]


class Marker:
    """Finds the words of a query in texts.

    Args:
        analysers: keys of the words.
        shared: labels of the concepts a query may name.
        found: what each word of the query found.
    """

    def __init__(self, analysers: Analysers, shared: Shared, found: Sequence[Found]) -> None:
        self._analysers = analysers
        self._shared = shared
        self._found = found
        self.concepts = {concept for one in found for concept in one.concepts}
        self._keys: dict[str, set[str]] = {}
        self._beginnings: dict[str, set[str]] = {}

    def keys(self, lang: str) -> set[str]:
        """Keys of the query's words in a language."""
        if lang not in self._keys:
            self._keys[lang] = {key for one in self._found for key in one.keys.get(lang, ())}
        return self._keys[lang]

    def labels(self, lang: str) -> LanguageLabels:
        """Labels of all concepts in a language."""
        return self._shared.concepts[lang]

    def mark(self, text: str, lang: str) -> list[SnippetPiece]:
        """A text in pieces, those that match marked."""
        pieces: list[SnippetPiece] = []
        position = 0
        for start, end in self.spans(text, lang):
            if start > position:
                pieces.append((text[position:start], False))
            if end > position:
                pieces.append((text[max(start, position) : end], True))
                position = end
        pieces.append((text[position:], False))
        return [piece for piece in pieces if piece[0]]

    def spans(self, text: str, lang: str) -> list[Span]:
        """Start and end of each match: words of the query, and names of its concepts."""
        wanted = self.keys(lang)
        analyser = self._analysers[lang]
        spans: set[Span] = set()
        places: list[Span] = []
        wholes: list[WordKeys] = []
        last_start = -1
        for word, start, end in iter_tokens(text, lang):
            whole = _NOTHING
            if self._may_match(word, lang):
                keys = analyser.keys(word)
                whole = whole_keys(keys)
                if not wanted.isdisjoint(whole) or not wanted.isdisjoint(keys.parts):
                    spans.add((start, end))
            if start != last_start:
                last_start = start
                places.append((start, end))
                wholes.append(whole)
        spans.update(self._concept_spans(places, wholes, lang))
        return sorted(spans)

    def _concept_spans(
        self, places: Sequence[Span], wholes: Sequence[WordKeys], lang: str
    ) -> Iterator[Span]:
        if not self.concepts:
            return
        for place, keys in enumerate(wholes):
            for concept, label in self.labels(lang).beginning_with(keys) if keys else ():
                if concept in self.concepts and follows(label, wholes, place):
                    yield places[place][0], places[place + len(label) - 1][1]

    def _may_match(self, word: str, lang: str) -> bool:
        """Whether a word looks at all like something wanted.

        Analysing costs a hundred times more than this; irregular forms (go, went) are left out.
        """
        if lang not in self._beginnings:
            keys = set(self.keys(lang))
            if self.concepts:
                keys |= self.labels(lang).keys_of(self.concepts)
            self._beginnings[lang] = {fold(key)[:_TELLING] for key in keys}
        bare = fold(word)
        return any(one in bare for one in self._beginnings[lang])


def cut_snippet(pieces: Sequence[SnippetPiece]) -> tuple[SnippetPiece, ...]:
    """As much of a marked text as fits, about its first match, cut between words."""
    whole = "".join(text for text, _ in pieces)
    if len(whole) <= SNIPPET_LENGTH:
        return tuple(pieces)
    first = 0
    for text, is_match in pieces:
        if is_match:
            break
        first += len(text)
    else:
        first = 0
    start = 0 if first < SNIPPET_LENGTH * 3 // 4 else first - SNIPPET_LENGTH // 3
    if start:
        start = whole.find(" ", start) + 1
    end = min(len(whole), start + SNIPPET_LENGTH)
    if end < len(whole):
        end = whole.rfind(" ", start, end) if " " in whole[start:end] else end
    return tuple(_cut(pieces, start, end, len(whole)))


def _cut(
    pieces: Sequence[SnippetPiece], start: int, end: int, length: int
) -> Iterator[SnippetPiece]:
    position = 0
    if start:
        yield "… ", False
    for text, is_match in pieces:
        inside = text[max(start - position, 0) : max(end - position, 0)]
        if inside:
            yield inside, is_match
        position += len(text)
    if end < length:
        yield " …", False
