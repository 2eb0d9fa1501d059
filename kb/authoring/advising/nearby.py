"""Entries that may be the very thing somebody is about to describe: is it one of these?

A title, a place and organisations are compared with those of all entries, in every language they
have: titles with their translations, places by the labels of the vocabulary, partners by all their
names. Words are compared by their letters, so that other endings and typing errors do not matter,
and rare words count for more than those that stand in many titles. No dictionary is needed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from kb.content.store import Content
from kb.content.yamlfile import Tree
from kb.errors import N_
from kb.model import Practice, Vocabulary
from kb.model.base import Location
from kb.model.text import split_enumeration
from kb.translation.catalogs import Translations, catalog_langs, load_titles
from kb.translation.interface import gettext
from kb.words.analysis import fold, iter_tokens, normalise
from kb.words.languages import stop_words

THRESHOLD = 0.43
"""Below this nobody is asked; measured on the shipped entries, see `find_nearby`."""
MOST = 5
_TITLE, _PLACE, _ORGANISATION = 0.6, 0.2, 0.2
"""What the same title, place and organisation count."""
_ABROAD = 0.5
"""What is left of it where the country is another one."""
_ALIKE = 80.0
"""Percent of likeness from which on two words are taken for one."""
_NAMES_ALIKE = 88.0
"""The same for names of places and organisations, which are often nearly alike."""
_LEAST_TITLE = 0.3
"""A title less like this is no reason to be told."""
_ONLY_ASKED, _ONLY_THEIRS = 1.0, 0.1
"""What words count that stand in one title only (Tversky's index): people type a short title."""
_SHORTEST = 3
"""Shorter words must be the same."""
_LONGEST_NAME = 200
"""Characters of titles and names that are compared."""
_MOST_NAMES = 20
"""Organisations that are compared; more, written to be tedious, would hold up everybody."""

REASONS: Mapping[str, str] = {
    "title": N_("The title is like “%(value)s”."),
    "place": N_("It is in the same place: %(value)s."),
    "organisation": N_("The same organisation takes part: %(value)s."),
}


class Reason(NamedTuple):
    """Why an entry may be the same."""

    kind: str
    """A key of REASONS."""
    value: str
    """The title, place or organisation of the entry."""

    def tell(self) -> str:
        """The reason in the reader's language."""
        return gettext(REASONS[self.kind]) % {"value": self.value}


class Near(NamedTuple):
    """An entry that may be the same."""

    id: str
    title: str
    """As it was written."""
    reasons: tuple[Reason, ...]
    score: float
    """0 to 1; 1 is certain."""


class KnownNames:
    """Titles, places and organisations of all entries, ready to be compared.

    Args:
        content: the knowledge base.
        translations: gives the translations of an entry.
    """

    def __init__(
        self,
        content: Content,
        translations: Callable[[Practice], Mapping[str, Translations]] = lambda _practice: {},
    ) -> None:
        self.practices = content.practices
        self._names_of_place = _names_of_places(content.vocabularies.get("places"))
        self.partners = {one.id: (one.name, *one.other_names) for one in content.partners.values()}
        self.titles: dict[str, list[tuple[str, frozenset[str]]]] = {}
        """Entry → its titles, each with its words."""
        self.more_words: dict[str, frozenset[str]] = {}
        """Entry → pieces of joined words, and words of its places: a title may have them, too."""
        self.by_word: dict[str, set[str]] = defaultdict(set)
        self.by_place: dict[str, dict[str, str]] = defaultdict(dict)
        """Name of a place → entry → the place as the entry calls it."""
        self.by_organisation: dict[str, dict[str, str]] = defaultdict(dict)
        for practice in content.practices.values():
            self._take(practice, translations(practice))
        self.words = list(self.by_word)

    def add(self, practices: Mapping[str, Practice]) -> None:
        """Take practices that are no entries yet, by ids that no entry has."""
        taken = {key: one.model_copy(update={"id": key}) for key, one in practices.items()}
        self.practices = {**self.practices, **taken}
        for one in taken.values():
            self._take(one, {})
        self.words = list(self.by_word)

    @classmethod
    def load(cls, content: Content) -> Self:
        """Those of a knowledge base on disk, with its translations."""
        root, langs = content.root, catalog_langs(content.root)
        return cls(content, lambda one: load_titles(root, "practice", one, one.title, langs))

    def _take(self, practice: Practice, translations: Mapping[str, Translations]) -> None:
        titles = {practice.title: practice.language}
        for lang, catalog in translations.items():
            found = catalog.get(("title", practice.title))
            if found and found.text:
                titles.setdefault(found.text, lang)
        words = {title: title_words(title, lang) for title, lang in titles.items()}
        self.titles[practice.id] = [(title, frozenset(found)) for title, found in words.items()]
        places = place_names(practice.location)
        more = [piece for found in words.values() for pieces in found.values() for piece in pieces]
        more += [word for one in places for word in title_words(one, practice.language)]
        self.more_words[practice.id] = frozenset(more)
        for word in self.more_words[practice.id].union(*words.values()):
            self.by_word[word].add(practice.id)
        for place in places:
            for name in self.names_of_place(place):
                self.by_place[name].setdefault(practice.id, place)
        for one in practice.organisations:
            names = (one.name,) if one.name else self.partners.get(one.partner or "", ())
            for name in names:
                self.by_organisation[folded(name)].setdefault(practice.id, name)

    def names_of_place(self, place: str) -> Iterable[str]:
        """All names of a place, folded; of one no vocabulary knows its own."""
        name = folded(place)
        return self._names_of_place.get(name, (name,))

    def rarity(self, word: str) -> float:
        """What a word of a title tells: much, if few entries have it."""
        return math.log((len(self.practices) + 2) / (len(self.by_word.get(word, ())) + 0.5))


def find_nearby(
    known: KnownNames,
    title: str,
    *,
    lang: str = "en",
    place: str | None = None,
    country: str | None = None,
    organisations: Sequence[str] = (),
    without: Collection[str] = (),
    most: int = MOST,
    threshold: float = THRESHOLD,
) -> list[Near]:
    """Entries that may be the same as a new one, the most likely first.

    A title of the same words is enough to be asked about; half of them are, in the same place.
    Place and organisation alone are not: one town may do several good things. Asked for each of
    the 61 shipped entries, no other one comes above the threshold.

    Args:
        known: all entries.
        title: of the new one, in any language.
        lang: language of the title, as far as known.
        place: town, village or area, by any of its names; several may be enumerated.
        country: ISO 3166-1 code.
        organisations: names, or ids of partners.
        without: ids that are not wanted, such as that of the entry itself.
        most: how many at most.
        threshold: least score, 0 to 1.
    """
    titles = _like_titles(known, title_words(title, lang))
    places = _same(known.by_place, _place_keys(known, place))
    partners = _same(known.by_organisation, _organisation_keys(known, organisations))
    found = []
    for entry in {*titles, *places, *partners}.difference(without):
        likeness, like_title = titles.get(entry, (0.0, ""))
        place_share, place_name = places.get(entry, (0.0, ""))
        partner_share, partner_name = partners.get(entry, (0.0, ""))
        score = _TITLE * likeness + _PLACE * place_share + _ORGANISATION * partner_share
        practice = known.practices[entry]
        there = practice.location.country if practice.location else None
        if country and there and country != there:
            score *= _ABROAD
        if score < threshold:
            continue
        reasons = [Reason("title", like_title)] if likeness >= _LEAST_TITLE else []
        reasons += [Reason("place", place_name)] if place_name else []
        reasons += [Reason("organisation", partner_name)] if partner_name else []
        found.append(Near(entry, practice.title, tuple(reasons), round(score, 3)))
    return sorted(found, key=lambda one: (-one.score, one.id))[:most]


def find_near_tree(known: KnownNames, tree: Mapping[str, Tree]) -> list[Near]:
    """Entries that may be the same as what somebody filled in, see `find_nearby`.

    Args:
        known: all entries.
        tree: the answers as an entry, as far as there are any.
    """
    location = tree.get("location")
    where = location if isinstance(location, dict) else {}
    place = str(where.get("municipality") or where.get("place") or "")
    organisations = tree.get("organisations")
    ones = organisations if isinstance(organisations, list) else []
    partners = [one.get("partner") or one.get("name") for one in ones if isinstance(one, dict)]
    return find_nearby(
        known,
        str(tree.get("title") or "")[:_LONGEST_NAME],
        lang=str(tree.get("language") or "en"),
        place=place[:_LONGEST_NAME] or None,
        country=str(where.get("country") or "") or None,
        organisations=[str(one)[:_LONGEST_NAME] for one in partners[:_MOST_NAMES] if one],
    )


def _like_titles(
    known: KnownNames, asked: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[float, str]]:
    """Entry → likeness of its most similar title, 0 to 1, and that title."""
    alike: dict[str, dict[str, float]] = {}
    for word, pieces in asked.items():
        found = _words_alike(word, known.words)
        more = {} if found else {one: _words_alike(one, known.words) for one in pieces}
        alike |= more or {word: found}
    weights = {word: known.rarity(_best(found, word)) for word, found in alike.items()}
    entries = {entry for found in alike.values() for one in found for entry in known.by_word[one]}
    return {
        entry: max(
            (_likeness(known, words, known.more_words[entry], alike, weights), title)
            for title, words in known.titles[entry]
        )
        for entry in entries
    }


def _likeness(
    known: KnownNames,
    words: frozenset[str],
    more_words: frozenset[str],
    alike: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
) -> float:
    """Tversky's index of two titles, their words weighted by how much they tell.

    Args:
        known: all entries.
        words: of the title of an entry.
        more_words: words that may stand in a title of the entry.
        alike: word asked for → known words like it, with their likeness.
        weights: word asked for → what it tells.
    """
    met = theirs_met = 0.0
    for asked, found in alike.items():
        likeness, word = max(
            ((found[one], one) for one in (words | more_words) & found.keys()), default=(0.0, "")
        )
        met += weights[asked] * likeness
        theirs_met += weights[asked] * likeness if word in words else 0.0
    only_asked = sum(weights.values()) - met
    only_theirs = max(sum(map(known.rarity, words)) - theirs_met, 0.0)
    return met / (met + only_asked * _ONLY_ASKED + only_theirs * _ONLY_THEIRS) if met else 0.0


def _words_alike(word: str, known: Sequence[str]) -> dict[str, float]:
    """Known words like this one, with their likeness from 0 to 1."""
    from rapidfuzz import fuzz, process

    if len(word) < _SHORTEST:
        return {word: 1.0} if word in known else {}
    found = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
    return {one: score / 100 for one, score, _ in found}


def _best(found: Mapping[str, float], word: str) -> str:
    return max(found, key=lambda one: found[one], default=word)


def _same(
    known: Mapping[str, Mapping[str, str]], keys: Iterable[str]
) -> dict[str, tuple[float, str]]:
    """Entry → (share, name): 1 for a name no other entry has, less for a common one."""
    found: dict[str, tuple[float, str]] = {}
    for key in keys:
        entries = known[key]
        for entry, name in entries.items():
            share = 1 / math.sqrt(len(entries))
            found[entry] = max(found.get(entry, (0.0, "")), (share, name))
    return found


def _place_keys(known: KnownNames, place: str | None) -> Iterator[str]:
    for name in split_enumeration(place or ""):
        for one in known.names_of_place(name):
            yield from _names_alike(one, known.by_place)


def _organisation_keys(known: KnownNames, organisations: Sequence[str]) -> Iterator[str]:
    for one in organisations:
        for name in known.partners.get(one, (one,)):
            yield from _names_alike(folded(name), known.by_organisation)


def _names_alike(name: str, known: Mapping[str, object]) -> list[str]:
    from rapidfuzz import fuzz, process

    if name in known:
        return [name]
    found = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_NAMES_ALIKE)
    return [found[0]] if found else []


def title_words(title: str, lang: str) -> dict[str, tuple[str, ...]]:
    """Words of a title, folded, stop words left out; joined words with their pieces."""
    common = stop_words(lang)
    found: dict[str, tuple[str, ...]] = {}
    whole, end = "", -1
    for word, start, stop in iter_tokens(normalise(title), lang):
        key = fold(word)
        if start < end:  # a piece of the joined word before
            found[whole] = (*found.get(whole, ()), key)
        elif key not in common:
            whole, end = key, stop
            found.setdefault(key, ())
    return found


def folded(name: str) -> str:
    """A name without case, accents and doubled spaces."""
    return fold(" ".join(normalise(name).split()))


def place_names(location: Location | None) -> list[str]:
    """Names of the places of an entry."""
    names = (location.municipality, location.place) if location else ()
    return [one for name in names if name for one in split_enumeration(name)]


def _names_of_places(places: Vocabulary | None) -> dict[str, frozenset[str]]:
    """Folded label of a place → all its labels, folded."""
    found: dict[str, frozenset[str]] = {}
    for concept in places.concepts if places else ():
        names = frozenset(
            folded(label)
            for labels in concept.labels.values()
            for label in (labels.preferred, *labels.alternative)
        )
        found |= dict.fromkeys(names, names)
    return found
