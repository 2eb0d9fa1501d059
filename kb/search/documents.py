"""From a practice to what the index holds of it: keys with weights, facets, and what is shown.

A document knows nothing of Whoosh; any engine can take it. Weights follow BM25F: the counts of a
word in the fields of one language are weighted, added, and only then saturated, so that a word
in title and text does not count twice over. Field lengths are normalised against fixed typical
lengths, so that adding an entry never changes the weights of another.

Source: Robertson, Zaragoza, Taylor (2004), "Simple BM25 extension to multiple weighted fields".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from kb.model import Concept, Practice, Vocabulary
from kb.model.base import PeriodState
from kb.model.text import Passage, iter_passages
from kb.model.types import year_of
from kb.search.analysis import Analyser, Analysers, iter_tokens, normalise
from kb.search.concepts import SEARCHED, Label, LabelIndex, WordKeys, labels_of, whole_keys
from kb.search.fields import FIELDS, Document, Posting
from kb.search.languages import primary, stop_words

SATURATION = 3.0
"""BM25's k1: how soon repetition stops to count."""
LENGTH_SHARE = 0.5
"""BM25's b: how much a long text dilutes its words."""
TYPICAL_WORDS = 300
"""Words of an entry's text in one language, against which lengths are normalised."""
PASSAGE_GAP = 50
"""Positions between two passages, so that no phrase reaches over their border."""
LAST_PASSAGE = 255


SYNONYM_SHARE = 0.7
"""What an alternative label counts against the preferred one."""
BROADER_SHARE = 0.7
"""What a broader concept counts against the concept itself."""
RANK_SHARES = (1.2, 1.1, 1.0, 0.9, 0.8)
"""What a concept counts by its place in the entry's list: the most important stands first."""
COUNTRY_SHARE = 2.0
"""What the country's name counts against the name of the place: it is where the entry is from."""

_BODY_STARTS = ("events", "sources", "links", "press", "media", "contacts", "period")
"""Fields whose words would lead astray: titles of sources, captions, notes on dates."""

Translations = Mapping[str, Mapping[tuple[str, str], "Translation"]]
"""Language → (field, source passage) → its translation."""


class Translation(NamedTuple):
    """A passage in another language, with the state of its translation."""

    text: str
    state: str


@dataclass(slots=True)
class _Tally:
    """Weighted counts of one key in one language."""

    weight: float = 0.0
    body: float = 0.0
    fields: int = 0
    passage: int = LAST_PASSAGE
    positions: list[int] = field(default_factory=list)

    def posting(self, body_words: int) -> Posting:
        dilution = 1 - LENGTH_SHARE + LENGTH_SHARE * body_words / TYPICAL_WORDS
        total = self.weight + self.body / dilution
        saturated = total * (SATURATION + 1) / (SATURATION + total)
        return Posting(saturated, self.fields, self.passage, tuple(self.positions))


class _LanguageTexts:
    """Collects the keys of everything an entry says in one language."""

    def __init__(
        self,
        analyser: Analyser,
        labels: LabelIndex,
        broader: Mapping[str, Sequence[tuple[str, float]]],
    ) -> None:
        self._analyser = analyser
        self._labels = labels
        self._broader = broader
        self._stop_words = stop_words(analyser.lang)
        self._position = 0
        self._body_words = 0
        self.forms: dict[str, _Tally] = {}
        self.keys: dict[str, _Tally] = {}

    def add(self, text: str, name: str, passage: int = LAST_PASSAGE, share: float = 1.0) -> None:
        """Add a piece of text that stands in the field `name`."""
        bit, weight = FIELDS[name]
        weight *= share
        is_body = name == "body"
        last_start = -1
        words: list[WordKeys] = []
        for token in iter_tokens(text, self._analyser.lang):
            keys = self._analyser.keys(token.text)
            if token.start != last_start:
                self._position += 1
                words.append(whole_keys(keys))
            last_start = token.start
            tally = _count(self.forms, keys.form, bit, weight, is_body, passage)
            tally.positions.append(self._position)
            if keys.form in self._stop_words:
                continue
            for key in keys.lemmas:
                _count(self.keys, f":{key}", bit, weight, is_body, passage)
            for part in keys.parts:
                _count(self.keys, f"+{part}", bit, weight, is_body, passage)
            self._body_words += is_body
        self._position += PASSAGE_GAP
        for concept, _, _ in self._labels.find(words, self._analyser.lang):
            for one, factor in self._broader[concept]:
                _count(self.keys, f"*{one}", bit, weight * factor, is_body, passage)

    def postings(self) -> Iterator[tuple[str, Posting]]:
        """Forms of the language as "<lang>:<form>"."""
        lang = self._analyser.lang
        for form, tally in self.forms.items():
            yield f"{lang}:{form}", tally.posting(self._body_words)

    def key_postings(self) -> Iterator[tuple[str, Posting]]:
        """Lemmas as "<lang>:<lemma>" and compound parts as "<lang>+<part>"."""
        lang = self._analyser.lang
        for key, tally in self.keys.items():
            yield f"{lang}{key}", tally.posting(self._body_words)


def _count(
    tallies: dict[str, _Tally], key: str, bit: int, weight: float, is_body: bool, passage: int
) -> _Tally:
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = _Tally()
    if is_body:
        tally.body += weight
    else:
        tally.weight += weight
    tally.fields |= bit
    if passage < tally.passage:
        tally.passage = passage
    return tally


class DocumentBuilder:
    """Makes documents; holds what all entries share: vocabularies, languages, analysers.

    Args:
        analysers: analysers of the knowledge base's languages.
        vocabularies: id → vocabulary; `topics`, `target-groups` and `places` are used.
        partners: partner id → its names.
    """

    def __init__(
        self,
        analysers: Analysers,
        vocabularies: Mapping[str, Vocabulary],
        partners: Mapping[str, Sequence[str]],
    ) -> None:
        self._analysers = analysers
        self._vocabularies = vocabularies
        self._partners = partners
        self._place_ids = _ids_by_label(vocabularies.get("places"))
        lineages = {
            f"{name}/{concept.id}": [f"{name}/{one.id}" for one in vocabulary.lineage(concept.id)]
            for name, vocabulary in vocabularies.items()
            if name in SEARCHED
            for concept in vocabulary.concepts
        }
        self._broader = {
            concept: [(one, BROADER_SHARE if step else 1.0) for step, one in enumerate(line)]
            for concept, line in lineages.items()
        }
        self.labels = LabelIndex(
            {lang: list(self._concept_label_words(lang)) for lang in analysers.langs},
            {concept: line[1:2] for concept, line in lineages.items() if len(line) > 1},
        )

    def _concept_label_words(self, lang: str) -> Iterator[Label]:
        for name in SEARCHED.keys() & self._vocabularies.keys():
            for concept in self._vocabularies[name].concepts:
                texts = [
                    text
                    for tag, labels in concept.labels.items()
                    if primary(tag) == lang
                    for text in (labels.preferred, *labels.alternative)
                ]
                yield from labels_of(name, concept.id, texts, self._analysers[lang])

    def build(self, practice: Practice, translations: Translations | None = None) -> Document:
        """The document of one practice with all its translations."""
        source = primary(practice.language)
        passages = [_normalised(passage) for passage in iter_passages(practice)]
        texts = {source: [(one, one.text, "source") for one in passages]}
        for lang, catalog in (translations or {}).items():
            texts[primary(lang)] = _translated(passages, catalog)
        languages = {*self._analysers.langs, *texts}
        forms: dict[str, Posting] = {}
        keys: dict[str, Posting] = {}
        stored_texts: dict[str, list[list[str]]] = {}
        for lang in sorted(languages):
            collected = _LanguageTexts(self._analysers[lang], self.labels, self._broader)
            stored_texts[lang] = _add_passages(collected, texts.get(lang, ()))
            for name, text, share in self._labels(practice, lang, source):
                collected.add(text, name, share=share)
            forms.update(collected.postings())
            keys.update(collected.key_postings())
        facets = tuple(dict.fromkeys(self._facets(practice, texts, len(passages))))
        stored = _stored(practice, stored_texts, texts)
        stored["places"] = list(self._places_of(practice))
        stored["names"] = self._names(practice)
        return Document(practice.id, forms, keys, facets, stored)

    def _labels(
        self, practice: Practice, lang: str, source: str
    ) -> Iterator[tuple[str, str, float]]:
        """(field, text, share) of every label and name an entry carries in a language."""
        for name, vocabulary, ids in (
            ("topics", "topics", practice.topics),
            ("target_groups", "target-groups", practice.target_groups),
            ("places", "places", self._places_of(practice)),
        ):
            yield from self._concept_labels(name, vocabulary, ids, lang)
        if location := practice.location:
            yield "places", country_name(location.country, lang), COUNTRY_SHARE
        if lang == source:
            for name, texts in self._names(practice).items():
                yield from ((name, text, 1.0) for text in texts)

    def _names(self, practice: Practice) -> dict[str, list[str]]:
        """Proper names of places and organisations, which no language translates."""
        location = practice.location
        places = (location.municipality, location.place) if location else ()
        organisations: list[str] = []
        for one in practice.organisations:
            organisations += (one.name,) if one.name else self._partners.get(one.partner or "", ())
        return {
            "places": [normalise(place) for place in places if place],
            "organisations": [normalise(one) for one in organisations],
        }

    def _concept_labels(
        self, name: str, vocabulary_id: str, ids: Sequence[str], lang: str
    ) -> Iterator[tuple[str, str, float]]:
        vocabulary = self._vocabularies.get(vocabulary_id)
        if vocabulary is None:
            return
        seen: set[str] = set()
        for step, place, concept in _with_broader(vocabulary, ids):
            if concept.id in seen:
                continue
            seen.add(concept.id)
            share = RANK_SHARES[min(place, len(RANK_SHARES) - 1)] * (BROADER_SHARE if step else 1)
            for tag, labels in concept.labels.items():
                if primary(tag) == lang:
                    yield name, normalise(labels.preferred), share
                    for other in labels.alternative:
                        yield name, normalise(other), share * SYNONYM_SHARE

    def _places_of(self, practice: Practice) -> tuple[str, ...]:
        places = self._vocabularies.get("places")
        location = practice.location
        if places is None or location is None:
            return ()
        found = [
            concept.id
            for concept in places.concepts
            if concept.nuts and location.nuts and location.nuts.startswith(concept.nuts)
        ]
        for name in filter(None, (location.municipality, location.place)):
            for piece in (name, *re.split(r"[,;/()]|\bund\b|\boch\b|\bja\b|\band\b", name)):
                found += self._place_ids.get(piece.strip().casefold(), ())
        return tuple(dict.fromkeys(found))

    def _facets(
        self, practice: Practice, texts: Mapping[str, Sequence[object]], passages: int
    ) -> Iterator[str]:
        yield f"status:{practice.status.value}"
        yield f"lang:{primary(practice.language)}"
        if practice.location:
            yield f"country:{practice.location.country}"
        for facet, vocabulary_id, ids in (
            ("topic", "topics", practice.topics),
            ("target", "target-groups", practice.target_groups),
        ):
            vocabulary = self._vocabularies.get(vocabulary_id)
            for value in ids:
                line = vocabulary.lineage(value) if vocabulary else ()
                yield from (f"{facet}:{one.id}" for one in line)
        yield from (f"year:{year}" for year in active_years(practice))
        yield from (f"funding:{claim.fund}" for claim in practice.funding if claim.fund)
        for lang in self._analysers.langs:
            yield from _translation_facets(lang, practice, texts.get(lang, ()), passages)


def _translation_facets(
    lang: str, practice: Practice, texts: Sequence[object], passages: int
) -> Iterator[str]:
    if lang == primary(practice.language):
        yield f"translation:{lang}-source"
        return
    states = {entry[2] for entry in texts}  # type: ignore[index]
    if len(texts) < passages:
        states.add("missing")
    yield from (f"translation:{lang}-{state}" for state in sorted(states))


def _normalised(passage: Passage) -> Passage:
    return Passage(passage.field, passage.path, normalise(passage.text), passage.limit)


def _translated(
    passages: Sequence[Passage], catalog: Mapping[tuple[str, str], Translation]
) -> list[tuple[Passage, str, str]]:
    found = []
    for passage in passages:
        translation = catalog.get((passage.field, passage.text))
        if translation:
            found.append((passage, normalise(translation.text), translation.state))
    return found


def _add_passages(
    collected: _LanguageTexts, texts: Sequence[tuple[Passage, str, str]]
) -> list[list[str]]:
    """Index the texts of one language; returns [field, text] of those a snippet may come from."""
    shown: list[list[str]] = []
    for passage, text, _state in texts:
        top = passage.field.split(".", maxsplit=1)[0]
        if top in _BODY_STARTS:
            continue
        if top in ("title", "keywords"):
            collected.add(text, top)
            continue
        collected.add(text, "summary" if top == "summary" else "body", min(len(shown), 254))
        shown.append([passage.field, text])
    return shown


def _stored(
    practice: Practice,
    passages: Mapping[str, list[list[str]]],
    texts: Mapping[str, Sequence[tuple[Passage, str, str]]],
) -> dict[str, object]:
    """What a hit shows; titles and summaries carry the state of their translation."""
    head: dict[str, dict[str, list[str]]] = {"title": {}, "summary": {}}
    for lang, entries in texts.items():
        for name, by_lang in head.items():
            of_field = [one for one in entries if one[0].field == name]
            if of_field:
                text = "\n\n".join(one[1] for one in of_field)
                by_lang[lang] = [text, _worst_state([one[2] for one in of_field])]
    return {
        "id": practice.id,
        "lang": practice.language,
        "status": practice.status.value,
        "country": practice.location.country if practice.location else None,
        "topics": list(practice.topics),
        "target_groups": list(practice.target_groups),
        "start": practice.period.start if practice.period else None,
        **head,
        "keywords": {
            lang: words
            for lang, entries in texts.items()
            if (words := [one[1] for one in entries if one[0].field == "keywords"])
        },
        "passages": {lang: texts for lang, texts in passages.items() if texts},
    }


def _worst_state(states: Sequence[str]) -> str:
    order = ("stale", "draft", "translated", "source")
    return min(states, key=order.index)


def active_years(practice: Practice) -> range:
    """Years a practice ran in, as far as its dates tell; an open end gives the first year only."""
    period = practice.period
    start = year_of(period.start) if period and period.start else None
    end = year_of(period.end) if period and period.end else None
    first, last = start or end, end or start
    if first is None or last is None or not 0 <= last - first <= 200:
        return range(0)
    if period and period.state is PeriodState.PLANNED and end is None:
        last = first
    return range(first, last + 1)


def country_name(code: str, lang: str) -> str:
    """The name of a country in a language, by CLDR; the code where CLDR has none."""
    try:
        return Locale.parse(lang, sep="-").territories.get(code, code)
    except (UnknownLocaleError, ValueError):
        return code


def _with_broader(vocabulary: Vocabulary, ids: Sequence[str]) -> Iterator[tuple[int, int, Concept]]:
    """(steps up, place in the list of ids, concept); the entry's own concepts first."""
    lines = [vocabulary.lineage(one) for one in ids]
    for step in range(max(map(len, lines), default=0)):
        for place, line in enumerate(lines):
            if step < len(line):
                yield step, place, line[step]


def _ids_by_label(places: Vocabulary | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for concept in places.concepts if places else ():
        for labels in concept.labels.values():
            for label in (labels.preferred, *labels.alternative):
                ids = found.setdefault(label.casefold(), [])
                if concept.id not in ids:
                    ids.append(concept.id)
    return found
