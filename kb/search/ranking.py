"""How well documents match the words of a query.

Every word is looked for in all languages at once; per document its best language counts. In a
language, all forms of a word are one set: its inverse document frequency is that of the whole
set, and of the ways a document may match, the best counts: exact form before lemma before part.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.search.concepts import LabelIndex
from kb.search.engine import FORMS, KEYS, IndexReader
from kb.search.fields import FIELDS
from kb.search.query import Term
from kb.words.analysis import Analysers, Keys, iter_tokens, normalise
from kb.words.languages import primary, stop_words
from kb.words.phrases import whole_keys

EXACT = 1.15
LEMMA = 1.0
PART = 0.5
"""The word is part of a compound in the text."""
COMPOUND = 0.35
"""The text has only one part of the compound that was asked for."""
OTHER_LANGUAGE = 0.85
"""What a match in another than the asked language counts."""
CONCEPT = 1.0
"""The text names the same concept in other words, perhaps in another language."""
MENTION = 0.4
"""The word is only a part of a concept's name."""
RESTORED = 0.9
MOST_EXPANSIONS = 2_000
"""Word forms a prefix* stands for at the most."""
ENOUGH_WHOLE = 50
"""With this many documents that have a word whole, its parts are not looked for."""
ENOUGH = 10
"""With fewer full matches than this, entries with most of the words follow."""

DocumentScores = dict[int, float]


class Alternative(NamedTuple):
    """One index term that answers a word, and what it counts."""

    lang: str
    field: str
    term: str
    factor: float


class Found:
    """What one word or phrase of the query found.

    Attributes:
        term: the word or phrase.
        scores: document → score.
        near: documents about a broader concept only; they follow where too few have the word.
        alternatives: index terms it was looked for by, for telling why.
        concepts: concepts it names.
        is_optional: whether it is too common to be wanted.
        readings: language → keys of the word, as far as it may belong to that language.
        is_known: whether a dictionary or a label knows the word; if not, it may be misspelt.
    """

    def __init__(self, term: Term, is_optional: bool = False) -> None:
        self.term = term
        self.scores: DocumentScores = {}
        self.near: DocumentScores = {}
        self.alternatives: list[Alternative] = []
        self.concepts: set[str] = set()
        self.is_optional = is_optional
        self.is_known = True
        self.readings: dict[str, Keys] = {}

    def within(self, inside: Callable[[DocumentScores], DocumentScores]) -> Found:
        """The same among the documents that are let through."""
        found = copy.copy(self)
        found.scores, found.near = inside(self.scores), inside(self.near)
        return found

    def keys_in(self, lang: str) -> set[str]:
        """Keys that count as this word in a text of a language, for highlighting."""
        cut = len(lang) + 1
        return {one.term[cut:] for one in self.alternatives if one.lang == lang}


class Ranker:
    """Scores the words of queries against one state of an index."""

    def __init__(
        self, reader: IndexReader, analysers: Analysers, labels: LabelIndex, live_count: int
    ) -> None:
        self._reader = reader
        self._analysers = analysers
        self._labels = labels
        self._live_count = max(live_count, 1)

    def find_all(self, terms: Sequence[Term], lang: str) -> list[Found]:
        """What each word and phrase finds, by itself and as part of a concept's name."""
        found = [self.find(term, lang) for term in terms]
        words = [one for one in found if one.term.field is None and not one.term.is_prefix]
        for code in self._langs(lang):
            self._add_concepts(words, code)
        for one in words:
            if not one.scores and not one.is_optional:
                self._add_mentions(one, lang)
            if len(one.scores) < ENOUGH:
                self._add_near(one)
        return found

    def find(self, term: Term, lang: str) -> Found:
        """Documents with a word or phrase.

        Args:
            term: what is looked for.
            lang: language the reader asked in; other languages are searched too.
        """
        if term.is_phrase:
            found = self._find_phrase(term, lang)
        elif term.is_prefix:
            found = self._find_prefix(term, lang)
        else:
            found = self._find_word(term, lang)
        if term.field is not None:
            found.scores = self._within_field(found, term.field)
        return found

    def _langs(self, lang: str) -> list[str]:
        asked = primary(lang)
        return sorted(self._analysers.langs, key=lambda one: one != asked)

    def _find_word(self, term: Term, lang: str) -> Found:
        tokens = [text for text, _, _ in iter_tokens(normalise(term.text), lang)]
        if not tokens:
            return Found(term)
        word = tokens[0]
        found = Found(term, is_optional=self._is_common(word, lang))
        found.is_known = any(
            self._analysers[one].plain_keys(word).known for one in self._langs(lang)
        )
        found.readings = dict(self._readings(word, lang))
        for one, keys in found.readings.items():
            group = _whole_word(one, keys, found.is_optional)
            self._add(found, found.scores, one, lang, [group])
        if not found.scores:
            self._add_restored(found, word, lang)
        if len(found.scores) < ENOUGH_WHOLE:
            self._add_parts(found, tokens[1:], lang)
        return found

    def _add_parts(self, found: Found, pieces: Sequence[str], lang: str) -> None:
        """Parts of a compound (Flüchtlings|wohnung) and of a joined word (LEADER-Region).

        They stand for the word where nothing has it whole, and follow where something has.
        """
        scores: DocumentScores = {}
        for one, keys in found.readings.items():
            self._add(found, scores, one, lang, [_part_of_query(one, part) for part in keys.parts])
        for piece in pieces:
            for one, keys in self._readings(piece, lang):
                group = [
                    alternative._replace(factor=alternative.factor * COMPOUND)
                    for alternative in _whole_word(one, keys, is_common=False)
                ]
                self._add(found, scores, one, lang, [group])
        if found.scores:
            found.near = {one: score for one, score in scores.items() if one not in found.scores}
        else:
            found.scores = scores

    def _is_common(self, word: str, lang: str) -> bool:
        form = word.casefold()
        if form in stop_words(lang):
            return True
        in_others = any(form in stop_words(one) for one in self._analysers.langs)
        return in_others and not self._analysers[lang].keys(word).known

    def _readings(self, word: str, lang: str) -> Iterator[tuple[str, Keys]]:
        """The keys of a word in each language, whole where it may belong to that language."""
        asked, *others = self._langs(lang)
        keys = self._analysers[asked].keys(word)
        yield asked, keys
        plain = {one: self._analysers[one].plain_keys(word) for one in others}
        home = [one for one in others if plain[one].known]
        for one in others:
            is_foreign = keys.known or (home and one not in home)
            yield one, plain[one] if is_foreign else self._analysers[one].keys(word)

    def _add_restored(self, found: Found, word: str, lang: str) -> None:
        for one in self._langs(lang):
            group = [
                Alternative(one, name, f"{one}:{key}", RESTORED)
                for key in self._analysers[one].restored_keys(word)
                for name in (FORMS, KEYS)
            ]
            self._add(found, found.scores, one, lang, [group])

    def _add(
        self,
        found: Found,
        scores: DocumentScores,
        one: str,
        lang: str,
        groups: Iterable[Sequence[Alternative]],
    ) -> None:
        """Add to `scores` what one language finds: groups add up, languages and pieces do not."""
        total: DocumentScores = {}
        for group in groups:
            weights = self._union(group)
            found.alternatives += group
            scale = self._rarity(len(weights))
            if one != primary(lang):
                scale *= OTHER_LANGUAGE
            if not total:
                total = {document: weight * scale for document, weight in weights.items()}
                continue
            for document, weight in weights.items():
                total[document] = total.get(document, 0.0) + weight * scale
        _raise_all(scores, total)

    def _union(self, group: Sequence[Alternative]) -> DocumentScores:
        """Best weight per document over a group of alternatives."""
        best: DocumentScores = {}
        for one in group:
            weights: DocumentScores = {}
            for ids, values in self._reader.postings(one.field, one.term):
                weights.update(zip(ids, values, strict=True))
            if weights and one.factor != 1.0:
                factor = one.factor
                weights = {document: weight * factor for document, weight in weights.items()}
            _raise_all(best, weights)
        return best

    def _rarity(self, documents: int) -> float:
        """Inverse document frequency, never below a tenth so that every word counts."""
        rest = max(self._live_count - documents, 0)
        return max(math.log(1 + (rest + 0.5) / (documents + 0.5)), 0.1)

    def _add_concepts(self, words: Sequence[Found], lang: str) -> None:
        """Concepts a query names count for all the words that name them."""
        keys = [self._label_keys(one, lang) for one in words]
        if not any(keys):
            return
        for concept, first, count in self._labels[lang].find(keys):
            covered = words[first : first + count]
            if not all(concept in one.concepts for one in covered):
                self._add_concept(concept, covered, CONCEPT)

    def _add_near(self, word: Found) -> None:
        """Entries about a broader concept, for those who want to read on."""
        for concept in sorted(word.concepts):
            for broader in self._labels.broader.get(concept, ()):
                group = self._concept_terms(broader, MENTION)
                weights = self._union(group)
                idf = self._rarity(len(weights))
                word.alternatives += group
                for document, weight in weights.items():
                    if document not in word.scores:
                        best = max(idf * weight, word.near.get(document, 0.0))
                        word.near[document] = best

    def _concept_terms(self, concept: str, factor: float) -> list[Alternative]:
        return [Alternative(one, KEYS, f"{one}*{concept}", factor) for one in self._analysers.langs]

    def _add_mentions(self, word: Found, lang: str) -> None:
        """A word that finds nothing may still stand in a label of a concept."""
        for code in self._langs(lang):
            for concept in sorted(self._labels[code].mentioning(self._label_keys(word, code))):
                self._add_concept(concept, [word], MENTION)

    def _add_concept(self, concept: str, words: Sequence[Found], factor: float) -> None:
        group = self._concept_terms(concept, factor)
        weights = self._union(group)
        # Less than each word by itself would count, more than one word alone.
        idf = self._rarity(len(weights)) / math.sqrt(len(words))
        for word in words:
            word.concepts.add(concept)
            word.alternatives += group
            word.is_known = True
            _raise_all(word.scores, {one: idf * weight for one, weight in weights.items()})

    def _label_keys(self, word: Found, lang: str) -> frozenset[str]:
        """Keys by which a word may name a concept; none where it is foreign to the language."""
        keys = word.readings.get(lang)
        at_home = any(one.known for one in word.readings.values())
        return whole_keys(keys) if keys and (keys.known or not at_home) else frozenset()

    def has_whole(self, found: Found) -> bool:
        """Whether any document has the whole word, not only a part of it."""
        return any(
            ids
            for one in found.alternatives
            if one.factor >= LEMMA
            for ids, _ in self._reader.postings(one.field, one.term)
        )

    def _find_prefix(self, term: Term, lang: str) -> Found:
        found = Found(term)
        for one in self._langs(lang):
            start = self._analysers[one].plain_keys(normalise(term.text)).form
            forms = _first(self._reader.terms(FORMS, f"{one}:{start}"), MOST_EXPANSIONS)
            group = [Alternative(one, FORMS, form, LEMMA) for form in forms]
            self._add(found, found.scores, one, lang, [group])
        return found

    def _find_phrase(self, term: Term, lang: str) -> Found:
        found = Found(term)
        for one in self._langs(lang):
            words = list(_phrase_forms(term.text, one, self._analysers))
            if not words:
                continue
            documents = self._phrase_documents(one, words)
            idf = self._rarity(len(documents)) * len(words)
            factor = idf * EXACT * (1.0 if one == primary(lang) else OTHER_LANGUAGE)
            for document, weight in documents.items():
                score = weight * factor
                found.scores[document] = max(score, found.scores.get(document, 0.0))
            found.alternatives += [Alternative(one, FORMS, f"{one}:{w}", EXACT) for w in words]
        return found

    def _phrase_documents(self, lang: str, words: Sequence[str]) -> DocumentScores:
        """Documents in which the words follow each other, with their mean weight."""
        weights = [self._union([Alternative(lang, FORMS, f"{lang}:{w}", 1.0)]) for w in words]
        common = set(weights[0]).intersection(*weights[1:])
        starts: dict[int, set[int]] = {}
        for shift, word in enumerate(words):
            found = {
                document: {position - shift for position in positions}
                for document, _, _, positions in self._reader.occurrences(
                    FORMS, f"{lang}:{word}", sorted(common)
                )
            }
            starts = found if not shift else _meet(starts, found)
        return {
            document: sum(one[document] for one in weights) / len(words)
            for document, places in starts.items()
            if places
        }

    def _within_field(self, found: Found, name: str) -> DocumentScores:
        """Only documents that have the word in one field."""
        bit = FIELDS[name].bit
        inside = {
            document
            for one in found.alternatives
            for document, bits, _, _ in self._reader.occurrences(
                one.field, one.term, sorted(found.scores)
            )
            if bits & bit
        }
        return {document: score for document, score in found.scores.items() if document in inside}


def _raise_all(scores: DocumentScores, others: DocumentScores) -> None:
    """Let each document count at least as much as in `others`."""
    if not scores:
        scores.update(others)
        return
    get = scores.get
    for document, score in others.items():
        if score > get(document, 0.0):
            scores[document] = score


def _whole_word(lang: str, keys: Keys, is_common: bool) -> list[Alternative]:
    """Index terms that stand for the whole word, or have it as a part."""
    terms = [Alternative(lang, FORMS, f"{lang}:{keys.form}", EXACT)]
    if is_common:
        return terms
    terms += [Alternative(lang, FORMS, f"{lang}:{key}", LEMMA) for key in keys.lemmas]
    for key in (keys.form, *keys.lemmas):
        terms.append(Alternative(lang, KEYS, f"{lang}:{key}", LEMMA))
        terms.append(Alternative(lang, KEYS, f"{lang}+{key}", PART))
    return terms


def _part_of_query(lang: str, part: str) -> list[Alternative]:
    """Index terms for one part of a compound in the query."""
    return [
        Alternative(lang, FORMS, f"{lang}:{part}", COMPOUND),
        Alternative(lang, KEYS, f"{lang}:{part}", COMPOUND),
        Alternative(lang, KEYS, f"{lang}+{part}", COMPOUND * LEMMA),
    ]


def _phrase_forms(text: str, lang: str, analysers: Analysers) -> Iterator[str]:
    last = -1
    for word, start, _ in iter_tokens(normalise(text), lang):
        if start != last:
            yield analysers[lang].plain_keys(word).form
        last = start


def _meet(first: Mapping[int, set[int]], second: Mapping[int, set[int]]) -> dict[int, set[int]]:
    return {one: first[one] & second[one] for one in first.keys() & second.keys()}


def _first(terms: Iterator[str], most: int) -> list[str]:
    return [term for term, _ in zip(terms, range(most), strict=False)]


def combine(found: Sequence[Found]) -> tuple[dict[int, tuple[int, float]], int]:
    """Documents with all the words; where these are few, those with most of them follow.

    Args:
        found: what each word found.

    Returns:
        Document → (number of words it lacks, score), and how many lack none.
    """
    words = [one for one in found if not one.is_optional] or list(found)
    if not words:
        return {}, 0
    scores = [one.scores for one in words]
    if len(scores) == 1:
        full = {document: (0, score) for document, score in scores[0].items()}
    else:
        first, *others = sorted(scores, key=len)
        full = {
            document: (0, sum(one[document] for one in scores))
            for document in set(first).intersection(*others)
        }
    if len(full) >= ENOUGH:
        return full, len(full)
    merged = dict(full)
    candidates = set().union(*(one.scores.keys() | one.near.keys() for one in words))
    for document in candidates - full.keys():
        has = [one.scores[document] for one in words if document in one.scores]
        near = [one.near[document] for one in words if document in one.near]
        if 2 * len(has) + len(near) >= len(words):
            merged[document] = (len(words) - len(has), sum(has) + sum(near))
    return merged, len(full)
