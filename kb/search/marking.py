"""Which words of a text are what was looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.search.concepts import LanguageLabels
from kb.search.ranking import Found
from kb.search.results import SnippetPiece
from kb.search.shared import Shared
from kb.search.textwords import Texts
from kb.words.analysis import Analysers, fold
from kb.words.phrases import WordKeys, whole_keys

SNIPPET_LENGTH = 220
"""Characters of a snippet, about three lines on a terminal."""
_TELLING = 3
"""Letters a form has in common with its lemma, but for accents."""

Span = tuple[int, int]


class _Judged(NamedTuple):
    """What a word has to do with a query."""

    is_wanted: bool
    """Whether it or a part of it was looked for."""
    whole: WordKeys
    """Keys of the whole word."""
    labels: Sequence[Sequence[Sequence[str]]]
    """Names of the query's concepts that begin with it."""


class Marker:
    """Finds the words of a query in texts.

    Args:
        analysers: keys of the words.
        shared: labels of the concepts a query may name.
        found: what each word of the query found.
        texts: words of the texts.
    """

    def __init__(
        self,
        analysers: Analysers,
        shared: Shared,
        found: Sequence[Found],
        texts: Texts,
    ) -> None:
        self._analysers = analysers
        self._shared = shared
        self._found = found
        self._texts = texts
        self.concepts = {concept for one in found for concept in one.concepts}
        self._keys: dict[str, set[str]] = {}
        self._beginnings: dict[str, set[str]] = {}
        self._spans: dict[tuple[str, str], list[Span]] = {}
        self._judged: dict[tuple[str, str], _Judged] = {}

    def keys(self, lang: str) -> set[str]:
        """Keys of the query's words in a language."""
        if lang not in self._keys:
            self._keys[lang] = {key for one in self._found for key in one.keys_in(lang)}
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
        key = text, lang
        if key not in self._spans:
            self._spans[key] = self._find_spans(text, lang)
        return self._spans[key]

    def _find_spans(self, text: str, lang: str) -> list[Span]:
        words = self._texts.words(text, lang)
        spans: set[Span] = set()
        at: dict[int, int] = {}
        judged: dict[int, _Judged] = {}
        # Analysing costs a hundred times more than looking whether a word looks at all like
        # something wanted; irregular forms (go, went) are left out.
        for number in words.containing(self._beginnings_in(lang)):
            one = self._judge(words.words[number], lang)
            if one.is_wanted:
                spans.add((words.starts[number], words.ends[number]))
            if self.concepts and words.places[number] >= 0:
                at[words.places[number]] = number
                judged[number] = one
        for place, number in at.items():
            for label in judged[number].labels:
                rest = [at.get(place + step, -1) for step in range(1, len(label))]
                if -1 not in rest and all(
                    not judged[one].whole.isdisjoint(word)
                    for one, word in zip(rest, label[1:], strict=True)
                ):
                    spans.add((words.starts[number], words.ends[rest[-1] if rest else number]))
        return sorted(spans)

    def _judge(self, word: str, lang: str) -> _Judged:
        key = word, lang
        if key not in self._judged:
            keys = self._analysers[lang].keys(word)
            whole = whole_keys(keys)
            wanted = self.keys(lang)
            is_wanted = not wanted.isdisjoint(whole) or not wanted.isdisjoint(keys.parts)
            labels = self.labels(lang).beginning_with(whole) if self.concepts else ()
            names = [label for concept, label in labels if concept in self.concepts]
            self._judged[key] = _Judged(is_wanted, whole, names)
        return self._judged[key]

    def _beginnings_in(self, lang: str) -> set[str]:
        if lang not in self._beginnings:
            keys = set(self.keys(lang))
            if self.concepts:
                keys |= self.labels(lang).keys_of(self.concepts)
            self._beginnings[lang] = {fold(key)[:_TELLING] for key in keys}
        return self._beginnings[lang]


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
