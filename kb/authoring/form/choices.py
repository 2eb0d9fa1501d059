"""What may be chosen where an answer comes from a list, with all its names in all languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.authoring.form.questions import Kind, Question
from kb.content.languages import without_region, written_languages
from kb.content.nearmiss import find_meant
from kb.content.store import Content
from kb.model import Concept
from kb.model.base import Status
from kb.translation.formats import country_name, format_list, language_name, locale_of, sort_key
from kb.translation.interface import speaking, spoken_language
from kb.translation.labels import value_label
from kb.translation.telling import quoted
from kb.words.analysis import fold, normalise

_WORD_KINDS = {
    "period.state": "state",
    "organisations.role": "role",
    "funding.scope": "scope",
    "funding.state": "funding",
    "results.kind": "result",
    "location.precision": "precision",
    "contacts.consent.scope": "consent",
}
"""Closed lists, and what `value_label` calls them."""
_CURRENCY_SIGNS = {"€": "EUR", "zł": "PLN", "£": "GBP", "Kč": "CZK", "Ft": "HUF", "лв": "BGN"}
"""Signs that belong to one currency only; "kr" belongs to four."""
_COUNTRY = re.compile("[A-Z]{2}")
_TAG = re.compile(r"(?P<lang>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<region>[A-Z]{2}))?")
_NO_COUNTRIES = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))
"""Regions of CLDR with two letters that are no countries (CLDR 44)."""
_NO_LANGUAGES = frozenset(("mis", "mul", "und", "zxx"))
"""Codes of ISO 639 that say no language is meant, or none is known."""
_EDGES = " \t\n\r.,;:\"'“”„‚‘’»«›‹()[]*•–-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    value: str
    """As it stands in the file."""
    label: str
    """As it is shown, in the language of the form."""
    names: tuple[str, ...] = ()
    """All it may be called, in any language."""
    depth: int = 0
    """How far below the top of its vocabulary it stands."""
    note: str = ""
    """What is meant, where the label alone is not clear."""


class Choices:
    """All lists of a knowledge base.

    Args:
        content: the knowledge base.
        lang: language the choices are shown in.
    """

    def __init__(self, content: Content, lang: str) -> None:
        self._content = content
        self.lang = lang
        self._kept: dict[str, tuple[Choice, ...]] = {}
        self._named: dict[str, dict[str, tuple[Choice, ...]]] = {}

    @cached_property
    def langs(self) -> tuple[str, ...]:
        """Languages a name may be given in: those of the base, the form's, and English."""
        own = self._content.settings.languages
        return tuple(dict.fromkeys((self.lang, *own, "en")))

    @cached_property
    def date_langs(self) -> tuple[str, ...]:
        """The same with those of the base's countries: January is "Jänner" in Austria."""
        return tuple(dict.fromkeys((*self.langs, *written_languages(self._content.settings))))

    def of(self, question: Question) -> tuple[Choice, ...]:
        """What is offered, in the order shown; () for a question with free answers."""
        key = question.source or question.kind.value
        if question.kind is Kind.WORD:
            key = question.name
        if key == Kind.LANGUAGE and question.is_list:
            key = "languages"
        if key not in self._kept:
            self._kept[key] = tuple(self._make(key, question))
        return self._kept[key]

    def find(self, question: Question, typed: str) -> tuple[Choice, ...]:
        """Choices with this name or value in any language, case and accents aside.

        Where a name belongs to several things, a preferred one goes before others of the name.
        """
        if question.kind is Kind.LANGUAGE and _is_tag(typed):  # without the names of all others
            return (self._language(typed),)
        offered = self.of(question)
        for one in offered:
            if one.value == typed:
                return (one,)
        called = tuple(one for one in offered if as_name(one.label) == as_name(typed))
        if len(called) == 1:  # without the names of all that is not offered
            return called
        for one in self._everything(question):
            if one.value == typed:
                return (one,)
        names = self._names(question)
        for key in (as_name(typed), fold(as_name(typed))):
            if found := names.get(key, ()):
                shown = tuple(one for one in found if as_name(one.label) == key)
                return shown if len(shown) == 1 else found
        return ()

    def find_near(self, question: Question, typed: str) -> Choice | None:
        """The choice most like a mistyped name; one that is offered before all others."""
        for among in (self.of(question), self._everything(question)):
            meant = find_meant(typed, {name: one.value for one in among for name in one.names})
            if meant:
                return next((one for one in among if one.value == meant), None)
        return None

    def search(self, question: Question, typed: str) -> tuple[Choice, ...]:
        """Choices in whose names all words typed begin a word; those shown so come first."""
        words = fold(normalise(typed)).split()
        found = []
        for one in self._everything(question):
            ways = [name for name in (one.label, *one.names) if _has_beginnings(name, words)]
            if ways:
                found.append((ways[0] != one.label, one))
        return tuple(one for _rank, one in sorted(found, key=lambda pair: pair[0]))

    def label(self, question: Question, value: str) -> str:
        """What a value is called; the value itself where nobody named it."""
        if question.kind is Kind.LANGUAGE and _is_tag(value):
            return self._language(value).label
        everything = self._everything(question)
        return next((one.label for one in everything if one.value == value), value)

    def _names(self, question: Question) -> dict[str, tuple[Choice, ...]]:
        key = f"{question.name} {question.source}"
        if key not in self._named:
            named: dict[str, dict[str, Choice]] = {}
            for one in self._everything(question):
                for name in (one.value, *one.names):
                    plain = as_name(name)
                    for way in (plain, fold(plain)):
                        named.setdefault(way, {})[one.value] = one
            self._named[key] = {name: tuple(ones.values()) for name, ones in named.items()}
        return self._named[key]

    def _everything(self, question: Question) -> Sequence[Choice]:
        """All that may be chosen, also what is not offered: every country, language, currency."""
        offered = self.of(question)
        more = {
            Kind.COUNTRY: self._all_countries,
            Kind.LANGUAGE: self._all_languages,
            Kind.CURRENCY: self._all_currencies,
        }.get(question.kind)
        if more is None:
            return offered
        key = f"all {question.kind.value} {question.is_list}"
        if key not in self._kept:
            known = {one.value for one in offered}
            self._kept[key] = (*offered, *(one for one in more() if one.value not in known))
        return self._kept[key]

    def _make(self, key: str, question: Question) -> Iterator[Choice]:
        if key in self._content.vocabularies:
            yield from self._concepts(key)
        elif question.source:
            yield from self._records(question.source)
        elif question.kind is Kind.WORD:
            yield from self._words(question)
        elif question.kind is Kind.COUNTRY:
            yield from map(self._country, self._content.settings.countries)
        elif key == "languages":
            yield from map(self._language, self._content.settings.languages)
        elif question.kind is Kind.LANGUAGE:
            offered = written_languages(self._content.settings)
            yield from map(self._language, self._own_first(offered))
        elif question.kind is Kind.CURRENCY:
            yield from map(self._currency, self._currencies_of_countries())

    def _concepts(self, vocabulary: str) -> Iterator[Choice]:
        """Concepts as a tree: below each its narrower ones."""
        found = self._content.vocabularies[vocabulary]
        waiting = [(one, 0) for one in reversed(found.top())]
        seen = set()
        while waiting:
            concept, depth = waiting.pop()
            if concept.id in seen:
                continue
            seen.add(concept.id)
            yield self._concept(concept, depth)
            waiting += [(one, depth + 1) for one in reversed(found.narrower(concept.id))]

    def _concept(self, concept: Concept, depth: int) -> Choice:
        fallback = self._content.settings.fallback
        labels = concept.labels.values()
        names = (name for one in labels for name in (one.preferred, *one.alternative))
        primary = self.lang.partition("-")[0]
        note = concept.definition.get(self.lang) or concept.definition.get(primary, "")
        return Choice(concept.id, concept.label(self.lang, fallback), tuple(names), depth, note)

    def _records(self, kind: str) -> Iterator[Choice]:
        found = []
        for one in self._content.records(kind).values():
            if getattr(one, "status", Status.PUBLISHED) is Status.ARCHIVED:
                continue
            name = str(getattr(one, "name", None) or getattr(one, "title", one.id))
            others = [*getattr(one, "other_names", ()), *getattr(one, "former_ids", ())]
            others += [text for text in (getattr(one, "acronym", None),) if text]
            found.append(Choice(one.id, name, (name, *others)))
        yield from sorted(found, key=lambda one: sort_key(one.label, self.lang))

    def _words(self, question: Question) -> Iterator[Choice]:
        kind = _WORD_KINDS[question.name]
        for word in question.words:
            names = []
            for lang in self.langs:
                with speaking(lang):
                    names.append(value_label(kind, word))
            yield Choice(word, names[0], tuple(names))

    def _all_countries(self) -> Iterator[Choice]:
        codes = sorted(filter(_COUNTRY.fullmatch, locale_of("en").territories))
        yield from (self._country(code) for code in codes if code not in _NO_COUNTRIES)

    def _country(self, code: str) -> Choice:
        names = (country_name(code, lang) for lang in self.langs)
        return Choice(code, country_name(code, self.lang), tuple(names))

    def _own_first(self, tags: Iterable[str]) -> list[str]:
        """Most people write in the language they read the form in."""
        own = self.lang.partition("-")[0]
        return sorted(tags, key=lambda tag: tag.partition("-")[0] != own)

    def _all_languages(self) -> Iterator[Choice]:
        for tag in sorted(locale_of("en").languages):
            if tag.isalpha() and tag not in _NO_LANGUAGES:
                yield self._language(tag)

    def _language(self, tag: str) -> Choice:
        bare = without_region(tag)
        country = tag.removeprefix(bare).removeprefix("-")
        names = []
        for lang in (*self.langs, bare):
            name = language_name(bare, lang)
            if country:
                names.append(f"{name} ({country_name(country, lang)})")
            names.append(name)
        return Choice(tag, names[0], tuple(dict.fromkeys(names)))

    def _currencies_of_countries(self) -> Iterator[str]:
        from babel.numbers import get_territory_currencies

        countries = self._content.settings.countries
        found = (one for country in countries for one in get_territory_currencies(country))
        yield from dict.fromkeys(found)

    def _all_currencies(self) -> Iterator[Choice]:
        yield from map(self._currency, sorted(locale_of("en").currencies))

    def _currency(self, code: str) -> Choice:
        from babel.numbers import get_currency_name

        names = [get_currency_name(code, locale=locale_of(lang)) for lang in self.langs]
        signs = [sign for sign, currency in _CURRENCY_SIGNS.items() if currency == code]
        shown = [f"{code} ({name})" for name in names]
        return Choice(code, shown[0], (code, *names, *signs, *shown))


def _is_tag(text: str) -> bool:
    """Whether it is the tag of a known language, with a script or a known country."""
    parts = _TAG.fullmatch(text)
    english = locale_of("en")
    return (
        parts is not None
        and parts["lang"] in english.languages
        and (not parts["script"] or parts["script"] in english.scripts)
        and (not parts["region"] or parts["region"] in english.territories)
    )


def as_name(text: str) -> str:
    """A name as it is compared: small letters, single spaces, nothing around it."""
    return " ".join(normalise(text).strip(_EDGES).casefold().split())


def labels_of(choices: Iterable[Choice]) -> str:
    """Choices as a sentence names them: in quotation marks, one or another."""
    labels = [f"{quoted(one.label)} ({one.value})" for one in choices]
    return format_list(labels, spoken_language(), "or")


def _has_beginnings(name: str, words: Sequence[str]) -> bool:
    own = re.split(r"\W+", fold(normalise(name)))
    return all(any(one.startswith(word) for one in own) for word in words)
