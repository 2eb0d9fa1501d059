"""Proper names that a translation must keep, with what each thing is called in other languages.

A name such as "Bezirk Imst" is half a word that may be translated: then only "Imst" must stand.
A name of common words alone, such as "Pfarre", says what somebody is, and may be translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from kb.content.store import Content
from kb.model import Group, Practice, Record, Visit
from kb.model.text import split_enumeration
from kb.words.analysis import Analysers, normalise
from kb.words.languages import primary

_SHORTEST = 3
"""Shorter names are too often something else."""
_WHOLE_LENGTH = 20
_WHOLE_WORDS = 3
_LONGEST_JOINT = 5
"""Longer words in small letters are nouns, in languages that write them so."""
_CONJUNCTIONS = frozenset(("und", "sowie", "ja", "sekä", "och", "samt", "and"))
"""A name at least this long is kept even if all its words are common ones."""


class Names:
    """Proper names of one record.

    Args:
        content: the knowledge base.
        record: whose names.
        analysers: tell common words from proper ones; without them all words count as proper.
    """

    def __init__(self, content: Content, record: Record, analysers: Analysers | None) -> None:
        self._content = content
        self._record = record
        lang = primary(str(getattr(record, "language", "en")))
        self._analyser = analysers[lang] if analysers else None

    @cached_property
    def organisations(self) -> list[str]:
        """Names of organisations, longest first: no term of the glossary is sought in them."""
        found = {name for group in self._organisations() for name in group}
        return sorted(found, key=lambda one: (-len(one), one))

    @cached_property
    def groups(self) -> list[frozenset[str]]:
        """Groups of names of one thing each; one of them must stand where another does."""
        found = [
            frozenset(one for name in group for one in self._required(name))
            for group in (*self._organisations(), *([name] for name in self._own_places()))
        ]
        return [group for group in dict.fromkeys((*found, *self._place_groups)) if group]

    def _required(self, name: str) -> Iterator[str]:
        """The name, and what may stand for it; nothing for a common word."""
        if len(name) < _SHORTEST:
            return
        place = next((one for one in self._place_labels if _holds(name, one)), None)
        if place and all(map(self._is_common, name.replace(place, " ").split())):
            yield name
            yield from (one for group in self._place_groups if place in group for one in group)
            return
        words = name.split()
        proper = list(self._proper(name))
        is_proper = not any(map(self._is_common, words))
        is_long = len(name) >= _WHOLE_LENGTH and len(words) >= _WHOLE_WORDS
        if is_proper or proper or (is_long and not _is_enumeration(words)):
            yield name
            yield from proper

    def _proper(self, name: str) -> Iterator[str]:
        """What is left of a name without its common words, where it has both."""
        proper = [word for word in name.split() if not self._is_common(word)]
        text = " ".join(proper).strip(" ,;()")
        if len(text) >= _SHORTEST and 0 < len(proper) < len(name.split()):
            yield text

    def _is_common(self, word: str) -> bool:
        if not word[:1].isupper() or word.isupper():
            return not word.isupper()
        return self._analyser is not None and self._analyser.keys(normalise(word)).known

    def _organisations(self) -> Iterator[set[str]]:
        record, partners = self._record, self._content.partners
        ids: set[str] = set()
        if isinstance(record, Practice):
            ids |= {one.partner for one in record.organisations if one.partner}
            yield from ({one.name} for one in record.organisations if one.name)
        elif isinstance(record, Group):
            ids |= {record.host, *(one.partner for one in record.steering if one.partner)}
            yield from ({one.name} for one in record.steering if one.name)
        elif isinstance(record, Visit):
            ids |= {one.partner for one in record.participants if one.partner}
            yield from ({one.name} for one in record.participants if one.name)
        elif record.id in partners:
            ids.add(record.id)
        for partner in filter(None, map(partners.get, sorted(ids))):
            yield {partner.name, *partner.other_names}

    def _own_places(self) -> list[str]:
        location = getattr(self._record, "location", None)
        texts = (location.municipality, location.place) if location else ()
        names = [name for text in texts if text for name in split_enumeration(text)]
        return [name for name in names if name not in self._place_labels]

    @cached_property
    def _place_groups(self) -> list[frozenset[str]]:
        """What each known place is called."""
        places = self._content.vocabularies.get("places")
        groups = []
        for concept in places.concepts if places else ():
            labels = [
                text
                for one in concept.labels.values()
                for text in (one.preferred, *one.alternative)
                if len(text) >= _SHORTEST
            ]
            proper = (one for text in labels for one in self._proper(text))
            groups.append(frozenset((*labels, *proper)))
        return groups

    @cached_property
    def _place_labels(self) -> list[str]:
        """Names of all known places, the longest first."""
        names = {name for group in self._place_groups for name in group}
        return sorted(names, key=lambda one: (-len(one), one))


def _is_enumeration(words: Sequence[str]) -> bool:
    """Whether common words are only strung together: "Vereine und Privatpersonen"."""
    joints = {word for word in words if word.islower() and len(word) <= _LONGEST_JOINT}
    return bool(joints) and joints <= _CONJUNCTIONS


def _holds(name: str, place: str) -> bool:
    """Whether a place stands in a longer name as words of its own: Imst in "Bezirk Imst"."""
    before, found, after = name.partition(place)
    return bool(found) and name != place and not (before[-1:].isalnum() or after[:1].isalnum())
