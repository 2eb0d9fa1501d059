"""From a practice to what the index holds of it: keys with weights, facets, and what is shown.

A document knows nothing of Whoosh; any engine can take it. Weights follow BM25F: the counts of a
word in the fields of one language are weighted, added, and only then saturated, so that a word
in title and text does not count twice over. Field lengths are normalised against fixed typical
lengths, so that adding an entry never changes the weights of another.

Source: Robertson, Zaragoza, Taylor (2004), "Simple BM25 extension to multiple weighted fields".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

from kb.model import Concept, Practice, Vocabulary
from kb.model.base import PeriodState
from kb.model.text import Passage, iter_passages, split_enumeration
from kb.model.types import year_of
from kb.search.concepts import LABEL_FIELDS, SEARCHED, Label, LabelIndex, LanguageLabels, labels_of
from kb.search.engine import STARTS
from kb.search.fields import Document, Posting
from kb.search.texts import NO_PASSAGE, LanguageCounts, TextReader
from kb.translation.catalogs import Translations
from kb.translation.localise import worst_state
from kb.words.analysis import Analyser, Analysers, iter_tokens, normalise
from kb.words.languages import primary

SYNONYM_SHARE = 0.7
"""What an alternative label counts against the preferred one."""
BROADER_SHARE = 0.7
"""What a broader concept counts against the concept itself."""
RANK_SHARES = (1.2, 1.1, 1.0, 0.9, 0.8)
"""What a concept counts by its place in the entry's list: the most important stands first."""
COUNTRY_SHARE = 2.0
"""What the country's name counts against the name of the place: it is where the entry is from."""

LAST_PASSAGE = NO_PASSAGE - 1
"""Passages beyond are found, and shown by this one."""

_LEFT_OUT = ("events", "sources", "links", "press", "media", "contacts", "period")
"""Fields whose words would lead astray: titles of sources, captions, notes on dates."""

Labelled = tuple[tuple[str, float], ...]
"""Labels, each with what it counts."""


class DocumentBuilder:
    """Makes documents; holds what all entries share: vocabularies, languages, analysers.

    Args:
        analysers: analysers of the knowledge base's languages.
        vocabularies: id → vocabulary; `topics`, `target-groups` and `places` are used.
        partners: partner id → its names.
        labels: the labels of the vocabularies, if they are known already.
    """

    def __init__(
        self,
        analysers: Analysers,
        vocabularies: Mapping[str, Vocabulary],
        partners: Mapping[str, Sequence[str]],
        labels: LabelIndex | None = None,
    ) -> None:
        self._analysers = analysers
        self._vocabularies = vocabularies
        self._partners = partners
        self._labelled_concepts: dict[tuple[int, str], Labelled] = {}
        self._place_ids = _ids_by_label(vocabularies.get("places"))
        lineages = {
            f"{name}/{concept.id}": [f"{name}/{one.id}" for one in vocabulary.lineage(concept.id)]
            for name, vocabulary in vocabularies.items()
            if name in SEARCHED
            for concept in vocabulary.concepts
        }
        self._readers: dict[str, TextReader] = {}
        self._lineages = {
            concept: [(one, BROADER_SHARE if step else 1.0) for step, one in enumerate(line)]
            for concept, line in lineages.items()
        }
        self.labels = labels or LabelIndex(
            {concept: line[1:2] for concept, line in lineages.items() if len(line) > 1},
            self._language_labels,
        )

    def _language_labels(self, lang: str) -> LanguageLabels:
        """All labels of a language, with the keys of their words."""
        analyser = self._analysers[lang]
        labels: list[Label] = []
        words: dict[str, dict[str, list[tuple[str, list[str]]]]] = {}
        for name, label_field in LABEL_FIELDS.items():
            concepts = self._vocabularies[name].concepts if name in self._vocabularies else ()
            of_field = words.setdefault(label_field, {})
            for concept in concepts:
                texts = [text for text, _ in self._labelled(concept, lang)]
                of_field[concept.id] = _words_of(texts, analyser)
                if name in SEARCHED:
                    labels += labels_of(name, concept.id, texts, analyser)
        return LanguageLabels(labels, words)

    def build(
        self, practice: Practice, translations: Mapping[str, Translations] | None = None
    ) -> Document:
        """The document of one practice with all its translations, by language."""
        source = primary(practice.language)
        passages = list(iter_passages(practice))
        texts = {source: [(one, normalise(one.text), "source") for one in passages]}
        for lang, catalog in (translations or {}).items():
            texts[primary(lang)] = _translated(passages, catalog)
        languages = {*self._analysers.langs, *texts}
        forms: dict[str, Posting] = {}
        keys: dict[str, Posting] = {}
        stored_texts: dict[str, list[list[str]]] = {}
        for lang in sorted(languages):
            reader = self._reader(lang)
            counts = LanguageCounts()
            stored_texts[lang] = _add_passages(reader, counts, texts.get(lang, ()))
            for name, labels, share in self._labels(practice, lang, source):
                counts.add(reader.read_labels(labels), name, share=share)
            forms.update(counts.forms())
            keys.update(counts.keys())
        facets = tuple(dict.fromkeys(self._facets(practice, texts, len(passages))))
        stored = _stored(practice, stored_texts, texts)
        stored["places"] = list(self._places_of(practice))
        stored["names"] = self._names(practice)
        return Document(practice.id, forms, keys, facets, stored)

    def _reader(self, lang: str) -> TextReader:
        if lang not in self._readers:
            analyser = self._analysers[lang]
            self._readers[lang] = TextReader(analyser, self.labels[lang], self._lineages)
        return self._readers[lang]

    def _labels(
        self, practice: Practice, lang: str, source: str
    ) -> Iterator[tuple[str, Labelled, float]]:
        """(field, labels, share) of every concept and name an entry carries in a language."""
        ids = {
            "topics": practice.topics,
            "target_groups": practice.target_groups,
            "places": self._places_of(practice),
        }
        for vocabulary, name in LABEL_FIELDS.items():
            yield from self._concept_labels(name, vocabulary, ids[name], lang)
        if location := practice.location:
            yield "places", ((country_name(location.country, lang), 1.0),), COUNTRY_SHARE
        if lang == source:
            for name, texts in self._names(practice).items():
                yield name, tuple((text, 1.0) for text in texts), 1.0

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
    ) -> Iterator[tuple[str, Labelled, float]]:
        vocabulary = self._vocabularies.get(vocabulary_id)
        if vocabulary is None:
            return
        seen: set[str] = set()
        for step, place, concept in _with_broader(vocabulary, ids):
            if concept.id in seen:
                continue
            seen.add(concept.id)
            share = RANK_SHARES[min(place, len(RANK_SHARES) - 1)] * (BROADER_SHARE if step else 1)
            if labels := self._labelled(concept, lang):
                yield name, labels, share

    def _labelled(self, concept: Concept, lang: str) -> Labelled:
        """The labels of a concept in a language, the preferred one in full."""
        key = (id(concept), lang)
        if key not in self._labelled_concepts:
            texts = [
                (normalise(text), SYNONYM_SHARE if number else 1.0)
                for tag, labels in concept.labels.items()
                if primary(tag) == lang
                for number, text in enumerate((labels.preferred, *labels.alternative))
            ]
            self._labelled_concepts[key] = tuple(texts)
        return self._labelled_concepts[key]

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
            for piece in (name, *split_enumeration(name)):
                found += self._place_ids.get(piece.strip().casefold(), ())
        return tuple(dict.fromkeys(found))

    def _facets(
        self, practice: Practice, texts: Mapping[str, Sequence[object]], passages: int
    ) -> Iterator[str]:
        start = practice.period.start if practice.period else None
        yield f"{STARTS}{start or ''}/{practice.id}"
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


def _words_of(texts: Sequence[str], analyser: Analyser) -> list[tuple[str, list[str]]]:
    """Each word of some labels, once, with all its keys."""
    words: dict[str, list[str]] = {}
    for text in texts:
        for word, _, _ in iter_tokens(text, analyser.lang):
            keys = analyser.keys(word)
            words.setdefault(word, [keys.form, *keys.lemmas, *keys.parts])
    return list(words.items())


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


def _translated(
    passages: Sequence[Passage], catalog: Translations
) -> list[tuple[Passage, str, str]]:
    found = []
    for passage in passages:
        translation = catalog.get((passage.field, passage.text))
        if translation and translation.text:
            found.append((passage, normalise(translation.text), translation.state))
    return found


def _add_passages(
    reader: TextReader, counts: LanguageCounts, texts: Sequence[tuple[Passage, str, str]]
) -> list[list[str]]:
    """Index the texts of one language; returns those a snippet may come from.

    Returns:
        [field, text, state] of each.
    """
    shown: list[list[str]] = []
    for passage, text, state in texts:
        top = passage.field.split(".", maxsplit=1)[0]
        if top in _LEFT_OUT:
            continue
        if top in ("title", "keywords"):
            counts.add(reader.read(text), top)
            continue
        name = "summary" if top == "summary" else "body"
        counts.add(reader.read(text), name, min(len(shown), LAST_PASSAGE))
        shown.append([passage.field, text, state])
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
                by_lang[lang] = [text, worst_state([one[2] for one in of_field])]
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


@cache
def country_name(code: str, lang: str) -> str:
    """The name of a country in a language, by CLDR; the code where CLDR has none."""
    try:
        return str(Locale.parse(lang, sep="-").territories.get(code, code))
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
