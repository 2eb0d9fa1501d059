"""What a reader will miss in an entry, as data: the command and the editor tell the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kb.authoring.advising.advice import KINDS, Advice
from kb.authoring.advising.jargon import find_abbreviations, find_terms_without_definition
from kb.authoring.advising.passives import count_passives
from kb.authoring.advising.readability import (
    Reading,
    Sentence,
    find_sentences,
    long_sentences,
    read_sentences,
)
from kb.content.store import Content
from kb.content.yamlfile import FieldPath, load_yaml
from kb.errors import KbError, Location
from kb.model import Practice
from kb.model.practice import Role, missing_for_publication, open_contacts
from kb.model.text import Passage, iter_passages
from kb.translation.catalogs import Translations
from kb.translation.terms import Terms
from kb.words.analysis import Analysers

Locate = Callable[[FieldPath], Location]
"""Finds line and column of a field."""

FEWEST_CHARACTERS = 40
"""Shorter summaries, contexts and notes on transferability tell too little."""
PASSIVE_SHARE = 1 / 3
FEWEST_SENTENCES = 8
"""Of fewer sentences no share is told."""
_TOLD_APART = frozenset({"sources", "transferability", "organisations"})
"""Fields needed for publication that have advice of their own."""
_NO_RUNNING_TEXT = frozenset(
    {"title", "keywords", "events", "press", "links", "sources", "contacts", "period", "funding",
     "media"}
)  # fmt: skip
_NO_SENTENCES = frozenset({"results.indicator", "results.unit"})


@dataclass(frozen=True)
class Review:
    """What there is to say on one entry."""

    practice: Practice
    advice: tuple[Advice, ...]
    """Heaviest first."""
    reading: Reading | None
    """How hard it is to read as it was written; None without the sentence splitter."""

    @property
    def weight(self) -> int:
        """All that a reader misses, added up."""
        return sum(one.kind.weight for one in self.advice)


def review_entry(
    content: Content,
    practice: Practice,
    terms: Terms | None = None,
    locate: Locate | None = None,
    analysers: Analysers | None = None,
) -> list[Advice]:
    """What a reader will miss in an entry, the most important first.

    Args:
        content: the knowledge base, whose glossary and partners are used.
        practice: the entry; it need not be in the knowledge base yet.
        terms: the glossary's terms, ready to be found; without them no terms are looked for.
        locate: finds the lines, where the entry has a file; see `locate_in_file`.
        analysers: of the base's languages; those of the terms if not given. Without any, passive
            sentences are not looked for in languages that need a dictionary.
    """
    return list(review_practice(content, practice, terms, locate, analysers).advice)


def review_practice(
    content: Content,
    practice: Practice,
    terms: Terms | None = None,
    locate: Locate | None = None,
    analysers: Analysers | None = None,
) -> Review:
    """The same with how hard the entry is to read."""
    reviewing = _Reviewing(content, practice, terms, analysers)
    found = [
        one if locate is None else Advice(one.kind, one.path, one.params, locate(one.path))
        for one in reviewing.find()
    ]
    # Advice of one weight keeps the order of the entry's fields.
    found.sort(key=lambda one: -one.kind.weight)
    return Review(practice, tuple(found), reviewing.reading)


def locate_in_file(content: Content, practice: Practice) -> Locate | None:
    """Finds the lines of an entry; None for one that has no file."""
    path = content.paths.get(("practice", practice.id))
    return load_yaml(path).locate if path else None


def read_translations(
    practice: Practice, translations: Mapping[str, Translations]
) -> list[Reading]:
    """How hard each translation is to read, by language; [] without the sentence splitter.

    Args:
        practice: the entry.
        translations: its translations by language; passages without one are left out.
    """
    readings = []
    for lang, catalog in sorted(translations.items()):
        found = (catalog.get((one.field, one.text)) for one in running_text(practice))
        sentences = _split((one.text for one in found if one and one.text), lang)
        if sentences is not None:
            readings.append(read_sentences(chain.from_iterable(sentences), lang))
    return readings


def running_text(practice: Practice) -> list[Passage]:
    """What is written in sentences: no titles, keywords, sources or captions."""
    return [
        one
        for one in iter_passages(practice)
        if one.field not in _NO_SENTENCES
        and one.field.split(".", maxsplit=1)[0] not in _NO_RUNNING_TEXT
    ]


def _split(texts: Iterable[str], lang: str) -> list[list[Sentence]] | None:
    """The sentences of each text; None without the sentence splitter."""
    try:
        return [find_sentences(one, lang) for one in texts]
    except KbError:  # not installed; the advice says so
        return None


def _advice(name: str, *path: str | int, **params: str) -> Advice:
    return Advice(KINDS[name], path, params)


class _Reviewing:
    """One entry under review."""

    def __init__(
        self,
        content: Content,
        practice: Practice,
        terms: Terms | None,
        analysers: Analysers | None,
    ) -> None:
        self._content = content
        self._practice = practice
        self._terms = terms
        self._analysers = analysers or (terms.analysers if terms else None)
        self._lang = practice.language
        self._passages = running_text(practice)

    @cached_property
    def _sentences(self) -> list[list[Sentence]] | None:
        """The sentences of each passage."""
        return _split((one.text for one in self._passages), self._lang)

    @cached_property
    def reading(self) -> Reading | None:
        """How hard it is to read."""
        if self._sentences is None:
            return None
        return read_sentences(chain.from_iterable(self._sentences), self._lang)

    def find(self) -> Iterator[Advice]:
        """All advice, in the order of the fields."""
        yield from self._about_empty_fields()
        yield from self._about_short_texts()
        yield from self._about_transferability()
        yield from self._about_figures()
        yield from self._about_people()
        yield from self._about_words()
        yield from self._about_sentences()

    def _about_empty_fields(self) -> Iterator[Advice]:
        missing = missing_for_publication(self._practice)
        for name in missing:
            if name == "sources":
                yield _advice("no-source")
            elif name == "organisations" and self._practice.organisations:
                yield _advice("no-lead", "organisations")
            elif name not in _TOLD_APART or name == "organisations":
                yield _advice("stub-field", field=name)

    def _about_short_texts(self) -> Iterator[Advice]:
        transferability = self._practice.transferability
        texts: tuple[tuple[FieldPath, str | None], ...] = (
            (("summary",), self._practice.summary),
            (("context",), self._practice.context),
            (("transferability", "text"), transferability.text if transferability else None),
        )
        for path, text in texts:
            if text and len(text) < FEWEST_CHARACTERS:
                yield _advice("short-text", *path, field=str(path[0]), count=str(len(text)))

    def _about_transferability(self) -> Iterator[Advice]:
        found = self._practice.transferability
        if found is None or not (found.text or found.preconditions or found.not_suitable_for):
            yield _advice("no-transferability")
        elif not found.preconditions:
            yield _advice("no-preconditions", "transferability")

    def _about_figures(self) -> Iterator[Advice]:
        results = self._practice.results
        if not results:
            yield _advice("no-results")
        elif not any(one.value is not None and one.source for one in results):
            yield _advice("no-figures", "results")
        for number, result in enumerate(results):
            if result.value is not None and not result.source:
                value = f"{result.value} {result.unit or ''}".strip()
                yield _advice("figure-without-source", "results", number, "value", value=value)
        for number, claim in enumerate(self._practice.funding):
            if claim.amount is not None and not claim.source:
                value = f"{claim.amount} {claim.currency or ''}".strip()
                yield _advice("figure-without-source", "funding", number, "amount", value=value)

    def _about_people(self) -> Iterator[Advice]:
        contacts = self._practice.contacts
        if not open_contacts(contacts) and not self._has_lead_with_page():
            yield _advice("nobody-to-ask", *(("contacts",) if contacts else ()))
        for number, one in enumerate(contacts):
            if one.name and one.consent is None:
                yield _advice("hidden-person", "contacts", number)

    def _has_lead_with_page(self) -> bool:
        for one in self._practice.organisations:
            partner = self._content.partners.get(one.partner or "")
            if one.role is Role.LEAD and (one.url or (partner and partner.homepage)):
                return True
        return False

    def _about_words(self) -> Iterator[Advice]:
        for word, passage in find_abbreviations(
            self._passages, self._practice, self._content, self._lang
        ):
            yield _advice("abbreviation", *passage.path, word=word)
        if self._terms is not None:
            for word, passage in find_terms_without_definition(
                self._passages, self._terms, self._lang
            ):
                yield _advice("undefined-term", *passage.path, word=word)

    def _about_sentences(self) -> Iterator[Advice]:
        if self._sentences is None or self.reading is None:
            yield _advice("not-measured")
            return
        if self.reading.is_hard and self.reading.level and self.reading.lix:
            yield _advice("hard-text", level=self.reading.level, lix=str(round(self.reading.lix)))
        for passage, sentences in zip(self._passages, self._sentences, strict=True):
            for one in long_sentences(sentences):
                count, beginning = str(one.words), one.beginning
                yield _advice("long-sentence", *passage.path, count=count, beginning=beginning)
        yield from self._about_passives(list(chain.from_iterable(self._sentences)))

    def _about_passives(self, sentences: Sequence[Sentence]) -> Iterator[Advice]:
        if len(sentences) < FEWEST_SENTENCES:
            return
        analyser = self._analysers[self._lang] if self._analysers else None
        count = count_passives((one.text for one in sentences), self._lang, analyser)
        if count is not None and count / len(sentences) >= PASSIVE_SHARE:
            yield _advice("passive", share=str(round(100 * count / len(sentences))))
