"""The languages of a file: labels, facts and texts of a record, each said in all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from kb.export.description import Item, Passage, Text
from kb.export.shelf import Shelf
from kb.model import Record
from kb.model.text import split_paragraphs
from kb.model.vocabulary import Concept
from kb.translation.formats import country_name, format_days, language_name
from kb.translation.interface import has_catalog, speaking
from kb.translation.labels import FUNDS, field_label, fund_id, value_label
from kb.translation.localise import LocalText
from kb.translation.notes import notes_alone, notes_beside
from kb.words.languages import primary

FindFolder = Callable[[], Path | None]
_ENGLISH = "en"


class Voices:
    """One or two languages that everything is said in.

    Args:
        shelf: the records.
        langs: BCP 47 tags.
        find_cache: finds the folder for compiled interface catalogs.
    """

    def __init__(
        self, shelf: Shelf, langs: Sequence[str], find_cache: FindFolder | None = None
    ) -> None:
        self.shelf = shelf
        self.langs = tuple(langs)
        self._find_cache = find_cache
        self._spoken = [one if has_catalog(one, find_cache) else _ENGLISH for one in self.langs]
        """Languages that our own words are in: English for one without a catalog."""
        self._said: dict[tuple[str, ...], Passage] = {}
        self._notes: dict[tuple[str, ...], str] = {}

    def say(self, make: Callable[[str], str]) -> Passage:
        """Words of our own in each language; () where there are none.

        Args:
            make: makes them for a language, which the interface speaks meanwhile.
        """
        texts = []
        for lang, tag in zip(self.langs, self._spoken, strict=True):
            with self.speaking(lang):
                texts.append(Text(make(lang), tag))
        return _unless_empty(texts)

    def format(self, make: Callable[[str], str]) -> Passage:
        """Names, dates and numbers as each language writes them, whether we speak it or not."""
        return _unless_empty([Text(make(lang), lang) for lang in self.langs])

    def speaking(self, lang: str) -> AbstractContextManager[None]:
        """Let the interface speak a language for a while."""
        return speaking(lang, self._find_cache)

    def same(self, words: str | None, lang: str | None = None) -> Passage:
        """A name or address, the same in each language."""
        return (Text(words, lang or self.langs[0]),) if words else ()

    def field(self, name: str) -> Passage:
        """What a field is called."""
        return self._kept(("field", name), lambda _lang: field_label(name))

    def value(self, kind: str, value: str) -> Passage:
        """What a value of a closed list is called."""
        return self._kept(("value", kind, value), lambda _lang: value_label(kind, value))

    def fund(self, name: str) -> Passage:
        """What a fund is called; as it was typed where nobody named it."""
        funds = self.shelf.vocabularies.get(FUNDS)
        if funds and funds.find(fund_id(name)):
            return self.concept(FUNDS, fund_id(name))
        return self.value("fund", name)

    def country(self, code: str) -> Passage:
        """What a country is called."""
        return self._kept(("country", code), lambda lang: country_name(code, lang), self.format)

    def language(self, tag: str) -> Passage:
        """What a language is called."""
        return self._kept(("language", tag), lambda lang: language_name(tag, lang), self.format)

    def day(self, text: str | None) -> Passage:
        """A date of any precision, spelled out."""
        return self.days(text, None) if text else ()

    def days(self, start: str, end: str | None) -> Passage:
        """From one date to another, or one date alone."""
        last = end or start
        return self._kept(
            ("days", start, last), lambda lang: format_days(start, last, lang), self.format
        )

    def concept(self, vocabulary: str, concept_id: str) -> Passage:
        """The label of a topic or target group; its id where nobody knows it."""
        key = vocabulary, concept_id
        if key not in self._said:
            found = self.shelf.vocabularies.get(vocabulary)
            concept = found.find(concept_id) if found else None
            self._said[key] = tuple(self._label(concept, concept_id, one) for one in self.langs)
        return self._said[key]

    def label_of(self, labels: dict[str, str]) -> Passage:
        """A text that stands in the settings by language: else the fallback's, else any."""
        return tuple(self._in_language(labels, lang) for lang in self.langs) if labels else ()

    def of(self, record: Record, kind: str = "practice") -> RecordVoices:
        """The texts of one record in each language."""
        return RecordVoices(self, record, kind)

    def note_alone(self, text: LocalText, lang: str) -> str:
        """What must be known of a text that stands by itself; "" where it is as expected."""
        key = text.lang, text.shown_state, lang
        if key not in self._notes:
            with self.speaking(lang):
                self._notes[key] = ", ".join(notes_alone(text, lang))
        return self._notes[key]

    def note_beside(self, text: LocalText, title: LocalText, lang: str) -> str:
        """What must be known of a text below a title; "" where the title lets expect it."""
        key = text.lang, text.shown_state, title.lang, title.shown_state, lang
        if key not in self._notes:
            with self.speaking(lang):
                self._notes[key] = ", ".join(notes_beside(text, title, lang))
        return self._notes[key]

    def _kept(
        self,
        key: tuple[str, ...],
        make: Callable[[str], str],
        say: Callable[[Callable[[str], str]], Passage] | None = None,
    ) -> Passage:
        if key not in self._said:
            self._said[key] = (say or self.say)(make)
        return self._said[key]

    def _label(self, concept: Concept | None, concept_id: str, lang: str) -> Text:
        """The label, in the fallback's language or any other where this one has none."""
        if concept is None or not concept.labels:
            return Text(concept_id, lang)
        labels = {tag: one.preferred for tag, one in sorted(concept.labels.items())}
        return self._in_language(labels, lang)

    def _in_language(self, labels: dict[str, str], lang: str) -> Text:
        """A text by language: the asked one's, else the fallback's, else any."""
        for tag in (lang, primary(lang), self.shelf.settings.fallback, *labels):
            if tag in labels:
                return Text(labels[tag], lang if tag == primary(lang) else tag)
        raise KeyError(lang)


class RecordVoices:
    """The texts of one record in each language, noted where its title lets expect otherwise."""

    def __init__(self, voices: Voices, record: Record, kind: str) -> None:
        shelf = voices.shelf
        self._voices = voices
        self.langs = voices.langs
        self.texts = [shelf.texts(record, lang, kind) for lang in voices.langs]
        field = "title" if hasattr(record, "title") else "name"
        title = str(getattr(record, field))
        # A partner's name is no prose: it is never translated.
        self.titles = [one.find(field, title) for one in self.texts]

    @property
    def title(self) -> Passage:
        """The title; its language is noted where it is not the asked one, its state is not."""
        return tuple(
            Text(one.value, one.lang, self._language_note(one, lang))
            for one, lang in zip(self.titles, self.langs, strict=True)
        )

    def line(self, field: str, text: str | None) -> Passage:
        """A text of one paragraph; () for none."""
        return self._passage(field, " ".join(text.split())) if text else ()

    def paragraphs(self, field: str, text: str | None) -> list[Passage]:
        """The paragraphs of a text."""
        return [self._passage(field, one) for one in split_paragraphs(text or "")]

    def items(self, field: str, texts: Sequence[str]) -> tuple[Item, ...]:
        """Texts as items of a list."""
        return tuple(Item(self.line(field, one)) for one in texts)

    def _passage(self, field: str, passage: str) -> Passage:
        found = [one.find(field, passage) for one in self.texts]
        return tuple(
            Text(text.value, text.lang, self._note(text, title, lang))
            for text, title, lang in zip(found, self.titles, self.langs, strict=True)
        )

    def _note(self, text: LocalText, title: LocalText, lang: str) -> str:
        if (text.lang, text.shown_state) == (title.lang, title.shown_state):
            return ""
        return self._voices.note_beside(text, title, lang)

    def _language_note(self, text: LocalText, lang: str) -> str:
        is_foreign = primary(text.lang) != primary(lang)
        return language_name(text.lang, lang) if is_foreign else ""


def _unless_empty(texts: list[Text]) -> Passage:
    return tuple(texts) if any(text.value for text in texts) else ()


def joined(*passages: Passage, sign: str = " · ") -> Passage:
    """Passages one after the other in each language; a single text stands for all languages."""
    there = [one for one in passages if one]
    if not there:
        return ()
    longest = max(there, key=len)
    return tuple(
        Text(
            sign.join((one[place] if len(one) > 1 else one[0]).value for one in there),
            longest[place].lang,
            ", ".join(
                filter(None, ((one[place] if len(one) > 1 else one[0]).note for one in there))
            ),
        )
        for place in range(len(longest))
    )
