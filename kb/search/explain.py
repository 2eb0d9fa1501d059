"""Telling a reader what was found and why: title, snippet, and the words that matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from kb.search.engine import IndexReader
from kb.search.fields import FIELDS
from kb.search.marking import Marker, cut_snippet
from kb.search.ranking import Found
from kb.search.results import Hit, Match, SnippetPiece
from kb.search.shared import Shared
from kb.search.textwords import Texts
from kb.words.analysis import Analysers
from kb.words.languages import primary

TEXT_BITS = FIELDS["summary"].bit | FIELDS["body"].bit
LABELLED = {
    "topics": ("topic", "topics"),
    "target_groups": ("target", "target-groups"),
    "places": ("place", "places"),
}
"""Field filled with labels → its facet and its vocabulary."""
_MOST_WORDS = 6


class _Evidence:
    """Where the words of the query stand in one document.

    Attributes:
        fields: language → bits of fields.
        passages: language → passage → how many of the query's words stand in it first.
    """

    def __init__(self) -> None:
        self.fields: dict[str, int] = {}
        self.passages: dict[str, dict[int, int]] = {}


class Explainer:
    """Makes hits of document numbers.

    Args:
        reader: the index.
        analysers: for finding the words in the texts.
        shared: labels and fallback language.
        found: what each word of the query found.
        lang: language of the reader.
        texts: what is shown.
    """

    def __init__(
        self,
        reader: IndexReader,
        analysers: Analysers,
        shared: Shared,
        found: Sequence[Found],
        lang: str,
        texts: Texts,
    ) -> None:
        self._reader = reader
        self._texts = texts
        self._shared = shared
        self._found = found
        self._lang = primary(lang)
        self._marker = Marker(analysers, shared, found, texts)

    def hits(
        self, shown: Sequence[tuple[int, tuple[int, float]]], most_reasons: int | None = None
    ) -> Iterator[Hit]:
        """Hits for (document, (words missing, score)), in the same order.

        Args:
            shown: the documents.
            most_reasons: how many reasons are told of each; all of them if None.
        """
        evidence = self._gather([document for document, _ in shown])
        for document, (_, score) in shown:
            stored = self._texts.stored(document)
            proof = evidence[document]
            reasons = tuple(islice(self._matches(stored, proof), most_reasons))
            hit = self._hit(document, stored, proof)
            yield hit._replace(score=score, matched=reasons)

    def brief_hits(self, shown: Sequence[tuple[int, tuple[int, float]]]) -> Iterator[Hit]:
        """The same hits without a snippet and without reasons."""
        for document, (_, score) in shown:
            hit = self._bare_hit(document, self._texts.stored(document))
            yield hit._replace(score=score)

    def _gather(self, documents: Sequence[int]) -> dict[int, _Evidence]:
        """One pass over the posting lists of all the query's words."""
        evidence = {document: _Evidence() for document in documents}
        ordered = sorted(documents)
        for found in self._found:
            seen: set[tuple[int, str, int]] = set()
            for one in dict.fromkeys((a.lang, a.field, a.term) for a in found.alternatives):
                lang, name, term = one
                for document, bits, passage, _ in self._reader.occurrences(name, term, ordered):
                    place = evidence[document]
                    place.fields[lang] = place.fields.get(lang, 0) | bits
                    if bits & TEXT_BITS and (document, lang, passage) not in seen:
                        seen.add((document, lang, passage))
                        counts = place.passages.setdefault(lang, {})
                        counts[passage] = counts.get(passage, 0) + 1
        return evidence

    def _hit(self, document: int, stored: Mapping[str, Any], evidence: _Evidence) -> Hit:
        snippet, snippet_lang, snippet_field, snippet_state = self._snippet(stored, evidence)
        return self._bare_hit(document, stored)._replace(
            snippet=snippet,
            snippet_lang=snippet_lang,
            snippet_field=snippet_field,
            snippet_state=snippet_state,
        )

    def _bare_hit(self, document: int, stored: Mapping[str, Any]) -> Hit:
        title, title_lang, title_state = self._text(stored, "title")
        summary, summary_lang, summary_state = self._text(stored, "summary")
        missing = tuple(
            one.term.text
            for one in self._found
            if document not in one.scores and not one.is_optional
        )
        return Hit(
            id=stored["id"],
            title=title or stored["id"],
            title_lang=title_lang,
            title_state=title_state,
            summary=summary,
            summary_lang=summary_lang,
            summary_state=summary_state,
            country=stored["country"],
            topics=tuple(stored["topics"]),
            target_groups=tuple(stored["target_groups"]),
            start=stored["start"],
            lang=stored["lang"],
            status=stored["status"],
            score=0.0,
            words_missing=missing,
            snippet=(),
            snippet_lang=None,
            snippet_field=None,
            matched=(),
        )

    def _order(self, stored: Mapping[str, Any]) -> list[str]:
        """Languages in the order they are shown: asked, fallback, the entry's own, any."""
        chosen = [self._lang, self._shared.fallback, primary(stored["lang"])]
        return list(dict.fromkeys([*chosen, *sorted(stored["title"])]))

    def _text(self, stored: Mapping[str, Any], name: str) -> tuple[str, str, str]:
        for lang in self._order(stored):
            if lang in stored[name]:
                text, state = stored[name][lang]
                return text, stored["lang"] if state == "source" else lang, state
        return "", stored["lang"], "missing"

    def _snippet(
        self, stored: Mapping[str, Any], evidence: _Evidence
    ) -> tuple[tuple[SnippetPiece, ...], str, str, str]:
        """The passage with most of the words, in the reader's language if it is there.

        Returns:
            Its pieces, language, field, and the state of its translation.
        """
        texts = stored["passages"]
        asked = [lang for lang in self._order(stored) if lang in evidence.passages]
        for lang in dict.fromkeys([*asked, *evidence.passages]):
            passages = texts.get(lang, ())
            counts = evidence.passages[lang]
            for number in sorted(counts, key=lambda one: (-counts[one], one)):
                if number < len(passages):
                    name, text, state = passages[number]
                    pieces = self._marker.mark(text, lang)
                    if any(is_match for _, is_match in pieces):
                        return cut_snippet(pieces), self._tag(stored, lang), name, state
        summary, lang, state = self._text(stored, "summary")
        return cut_snippet([(summary, False)]), lang, "summary", state

    def _tag(self, stored: Mapping[str, Any], lang: str) -> str:
        return str(stored["lang"]) if primary(stored["lang"]) == lang else lang

    def _matches(self, stored: Mapping[str, Any], evidence: _Evidence) -> Iterator[Match]:
        """Language, field and words of everything that matched, the asked language first."""
        told: set[str] = set()
        for lang in sorted(evidence.fields, key=lambda one: (one != self._lang, one)):
            for name, weighting in FIELDS.items():
                # A concept carries labels in all languages; telling one is enough.
                if not evidence.fields[lang] & weighting.bit or name in told:
                    continue
                if words := self._words(stored, lang, name, evidence):
                    if name in LABELLED:
                        told.add(name)
                    yield Match(self._tag(stored, lang), name, words)

    def _words(
        self, stored: Mapping[str, Any], lang: str, name: str, evidence: _Evidence
    ) -> tuple[str, ...]:
        """The words of a field that match, as they are written there."""
        words: dict[str, str] = {}
        for word in self._label_words(stored, lang, name):
            words.setdefault(word.casefold(), word)
        for text in self._texts_of(stored, lang, name, evidence):
            if len(words) >= _MOST_WORDS:
                break
            for start, end in self._marker.spans(text, lang):
                words.setdefault(text[start:end].casefold(), text[start:end])
        return tuple(words.values())[:_MOST_WORDS]

    def _label_words(self, stored: Mapping[str, Any], lang: str, name: str) -> Iterator[str]:
        """Words of the entry's own concepts that match."""
        if name not in LABELLED:
            return
        wanted = self._marker.keys(lang)
        concepts = self._marker.labels(lang).words.get(name, {})
        facet, vocabulary = LABELLED[name]
        for concept in stored.get(name, ()):
            words = [
                word for word, keys in concepts.get(concept, ()) if not wanted.isdisjoint(keys)
            ]
            if not words and f"{vocabulary}/{concept}" in self._marker.concepts:
                words = [self._shared.label(facet, concept, lang)]
            yield from words

    def _texts_of(
        self, stored: Mapping[str, Any], lang: str, name: str, evidence: _Evidence
    ) -> Iterator[str]:
        if name in LABELLED or name == "organisations":
            yield from stored["names"].get(name, ())
        elif name == "title":
            if lang in stored["title"]:
                yield stored["title"][lang][0]
        elif name == "keywords":
            yield from stored["keywords"].get(lang, ())
        else:
            passages = stored["passages"].get(lang, ())
            for number in evidence.passages.get(lang, {}):
                if number < len(passages):
                    field_name, text, _state = passages[number]
                    if (field_name == "summary") == (name == "summary"):
                        yield text
