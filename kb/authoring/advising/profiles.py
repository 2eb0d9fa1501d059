"""What the entries of a knowledge base say: what suggestions are learnt from.

An entry becomes two lists of weights. One holds its words in all languages it has, rare words
first; the other the concepts it names by any of their labels. Both come from the documents of the
search, so that word forms, compounds and labels meet as they do there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Self

from kb.authoring.advising.counts import Counts, count_entries, file_of
from kb.authoring.advising.learning import FIELDS, Learning, Learnt
from kb.content.store import Content
from kb.model import Practice, Vocabulary
from kb.model.base import Status
from kb.model.text import iter_passages
from kb.search.documents import BROADER_SHARE, DocumentBuilder
from kb.translation.catalogs import Translations, load_translations
from kb.version import __version__
from kb.words.analysis import ANALYSIS_VERSION, Analysers, iter_tokens, normalise
from kb.words.dictionary import Progress, dictionaries_folder, simplemma_version
from kb.words.languages import primary
from kb.words.phrases import whole_keys

_LABEL_SATURATION = 10.0
_LEAST_LABEL = 0.05
_MOST_WORDS = 5
"""So many words are told as reasons."""
_LEAST_SHARE = 0.5
"""Words that say less than this share of what the best one says are not told."""


class Profile(NamedTuple):
    """What one entry says, counted."""

    words: Mapping[str, float]
    """Key of a word in a language → how much it tells, as a vector of length 1."""
    labels: Mapping[str, float]
    """Vocabulary and concept id → how clearly the text names it."""


class Spoken(NamedTuple):
    """The words of one entry's texts, each as it stands there first."""

    naming: Mapping[str, Sequence[str]]
    """Vocabulary and concept → words that name it."""
    by_key: Mapping[str, str]
    """Key of a word in a language → the word."""


class KnownEntries:
    """The entries of a knowledge base, read to learn from.

    Args:
        content: the knowledge base; archived entries are left out.
        analysers: of its languages.
        translations: gives the translations of an entry.
        file: keeps what was counted for the next time; without it all stays in memory.
        progress: told how far counting is.
    """

    def __init__(
        self,
        content: Content,
        analysers: Analysers,
        translations: Callable[[Practice], Mapping[str, Translations]] = lambda _practice: {},
        file: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._root = content.root
        self._read_at = content.read_at
        self._file = file
        self._progress = progress
        self._vocabularies = content.vocabularies
        self._builder = DocumentBuilder(analysers, content.vocabularies, {})
        self._analysers = analysers
        self._load = translations
        self._drafts: dict[str, Profile] = {}
        self.practices = {
            one.id: one for one in content.practices.values() if one.status is not Status.ARCHIVED
        }

    @classmethod
    def load(cls, content: Content, cache: Path) -> Self:
        """Those of a knowledge base on disk, with its translations and dictionaries.

        Args:
            content: the knowledge base.
            cache: folder for dictionaries.
        """
        langs = tuple(dict.fromkeys(map(primary, content.settings.languages)))
        return cls.load_with(content, Analysers(langs, dictionaries_folder(cache)), cache)

    @classmethod
    def load_with(
        cls,
        content: Content,
        analysers: Analysers,
        cache: Path | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """The same with dictionaries that somebody else has opened already.

        Args:
            content: the knowledge base.
            analysers: of its languages.
            cache: folder that keeps what was counted.
            progress: told how far counting is.
        """
        file = file_of(cache, content.root) if cache else None
        load = partial(load_translations, content.root, "practice")
        return cls(content, analysers, load, file, progress)

    def vocabulary(self, field: str) -> Vocabulary | None:
        """The vocabulary of a field; None where the base has none."""
        return self._vocabularies.get(FIELDS[field])

    @cached_property
    def _stamp(self) -> str:
        """What all counts depend on besides the entries themselves."""
        labels = "".join(one.model_dump_json() for one in self._vocabularies.values())
        parts = (__version__, ANALYSIS_VERSION, simplemma_version(), self._analysers.langs, labels)
        return blake2b(repr(parts).encode(), digest_size=12).hexdigest()

    @cached_property
    def _counts(self) -> Counts:
        return count_entries(
            self.practices.values(),
            lambda one: self._count(one, self._load(one)),
            root=self._root,
            file=self._file,
            stamp=self._stamp,
            read_at=self._read_at,
            progress=self._progress,
        )

    @cached_property
    def _learning(self) -> Learning:
        return Learning(self._counts, self.practices, self._file, self._stamp)

    def find_words(self, entry: str) -> Mapping[str, float]:
        """The words of a known entry, its translations included; {} for one that is not known."""
        known = entry in self._counts.entries
        return self._profile(self._counts.get(entry)).words if known else {}

    def profile(
        self, practice: Practice, translations: Mapping[str, Translations] | None = None
    ) -> Profile:
        """What another entry says, weighed by the words of those that are known."""
        return self._profile(self._count(practice, translations))

    def draft_profile(self, practice: Practice) -> Profile:
        """What an entry says as it was written, remembered: for asking more than once."""
        if practice.id not in self._drafts:
            self._drafts[practice.id] = self.profile(practice)
        return self._drafts[practice.id]

    def _count(
        self, practice: Practice, translations: Mapping[str, Translations] | None
    ) -> dict[str, float]:
        """Keys of words, "de:wort", and of concepts named, "de*topics/housing", with weights."""
        # What was chosen, and who and where, must not count: only what the text says.
        bare = practice.model_copy(
            update={"topics": (), "target_groups": (), "organisations": (), "location": None}
        )
        keys = self._builder.build(bare, translations).keys
        counts = {key: posting[0] for key, posting in keys.items()}
        return {**counts, **self._named_directly(counts)}

    def _named_directly(self, counts: Mapping[str, float]) -> dict[str, float]:
        """What broader concepts count by their own labels, not by those of narrower ones."""
        direct = {}
        for key, count in counts.items():
            lang, star, reference = key.partition("*")
            if not star:
                continue
            vocabulary_id, _slash, concept = reference.partition("/")
            below = self._vocabularies[vocabulary_id].narrower(concept)
            count -= sum(  # noqa: PLW2901 - what is left of it
                BROADER_SHARE * counts.get(f"{lang}*{vocabulary_id}/{one.id}", 0.0) for one in below
            )
            direct[key] = count if count > _LEAST_LABEL else 0.0
        return direct

    def _profile(self, counts: Mapping[str, float]) -> Profile:
        labels: dict[str, float] = defaultdict(float)
        for key, count in counts.items():
            _lang, star, reference = key.partition("*")
            if star and count:
                labels[reference] += count / (count + _LABEL_SATURATION)
        langs = {key.partition("*")[0] for key in counts if "*" in key}
        rarity = self._learning.rarity_of_label
        return Profile(
            self._learning.weigh(counts),
            {one: value / len(langs) * rarity(one) for one, value in labels.items()},
        )

    def learnt(self, field: str, words: Mapping[str, float] | None = None) -> Learnt:
        """What the entries say of one field; see `Learning.learnt`."""
        return self._learning.learnt(field, words)

    def spoken(self, practice: Practice) -> Spoken:
        """The words of an entry, read once for all concepts."""
        lang = primary(practice.language)
        analyser, labels = self._analysers[lang], self._builder.labels[lang]
        naming: dict[str, dict[str, str]] = {}
        by_key: dict[str, str] = {}
        for passage in iter_passages(practice):
            text = normalise(passage.text)
            tokens = _places(iter_tokens(text, lang))
            keys = [analyser.keys(word) for word, _, _ in tokens]
            for concept, place, count in labels.find([whole_keys(one) for one in keys]):
                found = text[tokens[place][1] : tokens[place + count - 1][2]]
                naming.setdefault(concept, {}).setdefault(found.casefold(), found)
            for (word, _, _), one in zip(tokens, keys, strict=True):
                for key in one.lemmas:
                    by_key.setdefault(f"{lang}:{key}", word)
        return Spoken({one: tuple(words.values()) for one, words in naming.items()}, by_key)


def words_saying(spoken: Spoken, reference: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """Words of an entry that name a concept, then those that weigh most.

    Args:
        spoken: the words of the entry.
        reference: vocabulary and concept, "topics/housing".
        weights: key of a word → what it speaks for the concept.
    """
    found = {word.casefold(): word for word in spoken.naming.get(reference, ())}
    telling = ((weights.get(key, 0.0), word) for key, word in spoken.by_key.items())
    best = sorted((one for one in telling if one[0] > 0), reverse=True)
    for weight, word in best:
        if weight > best[0][0] * _LEAST_SHARE:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:_MOST_WORDS]


def _places(tokens: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Words at places of their own; of joined words only the whole."""
    found: list[tuple[str, int, int]] = []
    for token in tokens:
        if not found or token[1] != found[-1][1]:
            found.append(token)
    return found
