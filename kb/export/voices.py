"""The languages of a file: labels, facts and texts of a record, each said in all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from kb.export.description import Item, Passage, Text
from kb.export.shelf import Shelf
from kb.model import Record, Vocabulary
from kb.model.text import split_paragraphs
from kb.translation.formats import country_name, format_day, format_days, language_name
from kb.translation.interface import has_catalog, speaking
from kb.translation.labels import field_label, value_label
from kb.translation.localise import LocalText
from kb.translation.notes import notes_beside
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

    def say(self, make: Callable[[str], str]) -> Passage:
        """Words of our own in each language; () where there are none.

        Args:
            make: makes them for a language, which the interface speaks meanwhile.
        """
        return self._said_in(self._spoken, make)

    def format(self, make: Callable[[str], str]) -> Passage:
        """Names, dates and numbers as each language writes them, whether we speak it or not."""
        return self._said_in(self.langs, make)

    def _said_in(self, tags: Sequence[str], make: Callable[[str], str]) -> Passage:
        texts = []
        for lang, tag in zip(self.langs, tags, strict=True):
            with self.speaking(lang):
                texts.append(Text(make(lang), tag))
        return tuple(texts) if any(text.value for text in texts) else ()

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

    def country(self, code: str) -> Passage:
        """What a country is called."""
        return self._kept(("country", code), lambda lang: country_name(code, lang), self.format)

    def language(self, tag: str) -> Passage:
        """What a language is called."""
        return self._kept(("language", tag), lambda lang: language_name(tag, lang), self.format)

    def day(self, text: str | None) -> Passage:
        """A date of any precision, spelled out."""
        return self.format(lambda lang: format_day(text, lang)) if text else ()

    def days(self, start: str, end: str | None) -> Passage:
        """From one date to another, or one date alone."""
        return self.format(lambda lang: format_days(start, end or start, lang))

    def concept(self, vocabulary: str, concept_id: str) -> Passage:
        """The label of a topic or target group; its id where nobody knows it."""
        found = self.shelf.vocabularies.get(vocabulary)
        return self._kept(
            (vocabulary, concept_id),
            lambda lang: self._label(found, concept_id, lang),
            self.format,
        )

    def label_of(self, labels: dict[str, str]) -> Passage:
        """A text that stands in the settings by language: else the fallback's, else any."""
        return tuple(self._of_settings(labels, lang) for lang in self.langs) if labels else ()

    def of(self, record: Record, kind: str = "practice") -> RecordVoices:
        """The texts of one record in each language."""
        return RecordVoices(self, record, kind)

    def _kept(
        self,
        key: tuple[str, ...],
        make: Callable[[str], str],
        say: Callable[[Callable[[str], str]], Passage] | None = None,
    ) -> Passage:
        if key not in self._said:
            self._said[key] = (say or self.say)(make)
        return self._said[key]

    def _label(self, vocabulary: Vocabulary | None, concept_id: str, lang: str) -> str:
        concept = vocabulary.find(concept_id) if vocabulary else None
        return concept.label(lang, self.shelf.settings.fallback) if concept else concept_id

    def _of_settings(self, labels: dict[str, str], lang: str) -> Text:
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
        with self._voices.speaking(lang):
            return ", ".join(notes_beside(text, title, lang))

    def _language_note(self, text: LocalText, lang: str) -> str:
        is_foreign = primary(text.lang) != primary(lang)
        return language_name(text.lang, lang) if is_foreign else ""


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
