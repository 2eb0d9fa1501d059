"""A knowledge base of any size on disk: real files, made-up texts, realistic words.

Texts are random, but their words are not: each draws from the whole language, from the words of
its topics and from a few words of its own, because in real texts a rare word comes in bursts. The
same seed gives the same bytes, as long as dictionaries and shipped entries stay the same.
"""

from __future__ import annotations

import itertools
import json
import random
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.words import LANGS, SMALL_SHARES, Language, Words, count_shipped, load_language
from kb.content.store import load_content
from kb.model import Concept

VERSION = 3
"""Raised whenever the bytes change; a kept base of another version is made anew."""
STAMP = "synthetic.json"
SHORTEST, LONGEST = 250, 400
"""Words of an entry in one language."""
TOPIC_SHARE = 0.3
"""Telling words drawn from those of the entry's topics."""
OWN_SHARE = 0.15
"""Telling words drawn from the few an entry keeps coming back to."""
_OWN_LEMMAS = 15
_TOPIC_LEMMAS = 80
_TOPIC_RANKS = 10_000
_OWN_RANKS = 30_000
_WORDS_A_LINE = 11

_COUNTRIES = {"AT": 0.4, "FI": 0.25, "DE": 0.2, "SE": 0.15}
_WRITTEN_IN = {
    "AT": {"de-AT": 0.97, "en-GB": 0.03},
    "DE": {"de-DE": 0.97, "en-GB": 0.03},
    "FI": {"fi-FI": 0.8, "sv-FI": 0.15, "en-GB": 0.05},
    "SE": {"sv-SE": 0.95, "en-GB": 0.05},
}
_FUNDS = {"LEADER": 0.5, "ESF": 0.12, "AMIF": 0.12, "EFRE": 0.1, "Interreg": 0.1, "Erasmus+": 0.06}
_STATES = {"finished": 0.55, "running": 0.2, "regular-service": 0.25}
_SPOKEN = {"AT": "de", "DE": "de", "FI": "fi", "SE": "sv"}
_PLACE_ENDINGS = {"AT": "berg", "DE": "dorf", "FI": "kylä", "SE": "by"}
_DRAFT = 0.08
"""Catalogs nobody has reviewed."""
_FUZZY = 0.03
_UNTRANSLATED = 0.04

_LONG_PASSAGES = {
    "summary": ((26, 34),),
    "context": ((30, 45), (30, 45)),
    "transferability.text": ((20, 35),),
}
"""Field → fewest and most words of each passage."""
_ITEMS = (
    "goals", "measures", "results.text", "success_factors", "goals", "measures", "benefits",
    "obstacles.text", "transferability.preconditions", "measures", "results.text", "resources",
)  # fmt: skip
"""Lists get one item each in this order, over and over, until the entry is long enough."""
_ITEM_WORDS = (8, 18)
_FIELDS = (
    "summary", "context", "goals", "measures", "results.text", "benefits", "success_factors",
    "obstacles.text", "transferability.text", "transferability.preconditions", "resources",
)  # fmt: skip
"""In the order of the model, which is that of the catalogs."""

Sentence = list[str]
Texts = dict[str, list[Sentence]]
"""Field → passages, each a list of words with their punctuation."""


@dataclass(frozen=True)
class Facts:
    """What an entry says in no language."""

    id: str
    number: int
    country: str
    language: str
    nuts: str
    municipality: str
    topics: Sequence[str]
    target_groups: Sequence[str]
    partner: str
    fund: str
    amount: int
    start: int
    end: int
    state: str

    @property
    def path(self) -> str:
        """Its file, relative to the root."""
        return f"practices/{self.country.lower()}/{self.id}.yaml"


def ensure_base(folder: Path, practices: int, seed: int, shipped: Path, dictionaries: Path) -> Path:
    """The base in a folder: the one that is there if it is the same, else made anew.

    Args:
        folder: becomes the root of the knowledge base.
        practices: how many.
        seed: the same seed gives the same base.
        shipped: root of the shipped knowledge base, for vocabularies and words.
        dictionaries: folder of dictionaries.
    """
    stamp = {"version": VERSION, "practices": practices, "seed": seed}
    path = folder / STAMP
    if path.is_file() and json.loads(path.read_text("utf-8")) == stamp:
        return folder
    if folder.exists():
        if not path.is_file() and any(folder.iterdir()):
            raise FileExistsError(f"{folder} holds something else; name another folder.")
        shutil.rmtree(folder)
    counts = count_shipped(shipped)
    langs = [load_language(lang, dictionaries, counts[lang], seed) for lang in LANGS]
    write_base(folder, practices, seed, shipped, langs)
    path.write_text(json.dumps(stamp), "utf-8")
    return folder


def write_base(
    folder: Path, practices: int, seed: int, shipped: Path, langs: Sequence[Language]
) -> None:
    """Write a knowledge base: settings, vocabularies and partners as shipped, entries made up."""
    for name in ("vocabulary", "partners"):
        shutil.copytree(shipped / "practices" / name, folder / "practices" / name)
    shutil.copy(shipped / "practices" / "kb.yaml", folder / "practices" / "kb.yaml")
    for country in _COUNTRIES:
        (folder / "practices" / country.lower()).mkdir()
    for lang in LANGS:
        (folder / "locales" / lang / "LC_MESSAGES" / "practices").mkdir(parents=True)
    writer = Writer(shipped, {one.lang: one for one in langs}, seed)
    for number in range(practices):
        for path, text in writer.files(number):
            # Plain open: a Path object costs as much as the writing.
            with open(f"{folder}/{path}", "w", encoding="utf-8") as file:  # noqa: PTH123
                file.write(text)


class Writer:
    """Makes the files of entries.

    Args:
        shipped: root of the shipped knowledge base.
        langs: languages by tag.
        seed: the same seed gives the same files.
    """

    def __init__(self, shipped: Path, langs: Mapping[str, Language], seed: int) -> None:
        content = load_content(shipped)
        self._seed = seed
        self._langs = langs
        self._topics = _by_frequency(content.vocabularies["topics"].concepts)
        self._groups = _by_frequency(content.vocabularies["target-groups"].concepts)
        self._regions: dict[str, list[str]] = {country: [country] for country in _COUNTRIES}
        for concept in content.vocabularies["places"].concepts:
            if concept.nuts:
                self._regions.setdefault(concept.nuts[:2], []).append(concept.nuts)
        self._partners = sorted(content.partners)
        self._topic_words: dict[tuple[str, str], Words] = {}

    def files(self, number: int) -> Iterator[tuple[str, str]]:
        """(path, text) of the entry and its catalogs."""
        dice = random.Random(f"{self._seed}-{number}")
        facts = self._facts(dice, number)
        plan = list(_plan(dice))
        source = facts.language[:2]
        texts = {lang: self._texts(dice, lang, facts, plan) for lang in self._langs}
        yield facts.path, render_entry(facts, texts[source])
        for lang in self._langs:
            if lang != source:
                path = f"locales/{lang}/LC_MESSAGES/practices/{facts.id}.po"
                yield path, render_catalog(dice, facts, lang, texts[source], texts[lang])

    def _facts(self, dice: random.Random, number: int) -> Facts:
        country = _pick(dice, _COUNTRIES)
        language = _pick(dice, _WRITTEN_IN[country])
        start = dice.choice(
            (2007, 2010, 2014, 2015, 2016, 2016, 2017, 2018, 2019, 2021, 2022, 2023)
        )
        name = dice.choice(self._langs[language[:2]].lemmas)[0]
        place = dice.choice(self._langs[_SPOKEN[country]].lemmas[:5000])[0]
        return Facts(
            id=f"{country.lower()}-{_slug(name)}-{number:06}",
            number=number,
            country=country,
            language=language,
            nuts=dice.choice(self._regions[country]),
            municipality=place.capitalize() + _PLACE_ENDINGS[country],
            topics=_distinct(dice, self._topics, dice.randint(1, 4)),
            target_groups=_distinct(dice, self._groups, dice.randint(1, 3)),
            partner=dice.choice(self._partners),
            fund=_pick(dice, _FUNDS),
            amount=dice.randrange(3, 400) * 500,
            start=start,
            end=start + dice.randint(0, 4),
            state=_pick(dice, _STATES),
        )

    def _texts(
        self, dice: random.Random, lang: str, facts: Facts, plan: Sequence[tuple[str, int]]
    ) -> Texts:
        language = self._langs[lang]
        own = language.some_words(dice, _OWN_LEMMAS, _OWN_RANKS)
        about = [self._words_of(lang, topic) for topic in facts.topics]
        total = sum(count for _, count in plan)
        telling = round(total * (1 - SMALL_SHARES[lang]))
        pool = own.draw(dice, int(telling * OWN_SHARE))
        for words in about:
            pool += words.draw(dice, int(telling * TOPIC_SHARE / len(about)))
        pool += language.telling.draw(dice, telling - len(pool))
        pool += language.small.draw(dice, total - len(pool))
        dice.shuffle(pool)
        texts: Texts = {"title": [_title(own.draw(dice, 2) + about[0].draw(dice, 3))]}
        place = 0
        for field, count in plan:
            texts.setdefault(field, []).append(_sentences(dice, pool[place : place + count]))
            place += count
        texts["keywords"] = [[word] for word in own.draw(dice, 5)]
        texts["sources.title"] = [_title(own.draw(dice, 4))]
        return texts

    def _words_of(self, lang: str, topic: str) -> Words:
        """Words of a topic, the same in every entry."""
        if (lang, topic) not in self._topic_words:
            dice = random.Random(f"{self._seed}-{lang}-{topic}")
            language = self._langs[lang]
            words = language.some_words(dice, _TOPIC_LEMMAS, _TOPIC_RANKS)
            self._topic_words[lang, topic] = words
        return self._topic_words[lang, topic]


def _plan(dice: random.Random) -> Iterator[tuple[str, int]]:
    """(field, words) of every passage; together as long as the entry is to be."""
    passages = {
        field: [dice.randint(*span) for span in spans] for field, spans in _LONG_PASSAGES.items()
    }
    left = dice.randint(SHORTEST, LONGEST) - sum(map(sum, passages.values()))
    for field in itertools.cycle(_ITEMS):
        if left <= 0:
            break
        count = dice.randint(*_ITEM_WORDS)
        passages.setdefault(field, []).append(count)
        left -= count
    for field in _FIELDS:
        yield from ((field, count) for count in passages.get(field, ()))


def _pick(dice: random.Random, shares: Mapping[str, float]) -> str:
    return dice.choices(list(shares), list(shares.values()))[0]


def _by_frequency(concepts: Sequence[Concept]) -> dict[str, float]:
    return {one.id: 1 / (rank + 3) for rank, one in enumerate(concepts)}


def _distinct(dice: random.Random, shares: Mapping[str, float], count: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_pick(dice, shares) for _ in range(count)))


def _slug(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if char.isascii() and char.isalpha()) or "entry"


def _title(words: Sequence[str]) -> Sentence:
    return [words[0][0].upper() + words[0][1:], *words[1:]]


def _sentences(dice: random.Random, words: Sequence[str]) -> Sentence:
    """Words with commas and full stops, and a number now and then."""
    out: Sentence = []
    place = 0
    while place < len(words):
        length = dice.randint(7, 16)
        if len(words) - place - length < 4:
            length = len(words) - place
        sentence = list(words[place : place + length])
        place += length
        if length > 10:
            sentence[length // 2] += ","
        if dice.random() < 0.1:
            sentence.insert(3, str(dice.choice((12, 20, 150, 2016, 2017, 2018, 5000))))
        sentence[0] = sentence[0][0].upper() + sentence[0][1:]
        sentence[-1] += "."
        out += sentence
    return out


# YAML


def render_entry(facts: Facts, texts: Texts) -> str:
    """The YAML file of an entry."""
    lines = [
        "# yaml-language-server: $schema=../../docs/schema/practice.json",
        f"language: {facts.language}",
        "status: published",
        f"title: {' '.join(texts['title'][0])}",
        *_block("summary", texts["summary"]),
        *_block("context", texts["context"]),
    ]
    for field in ("goals", "measures"):
        lines += [f"{field}:", *_items(texts[field])]
    lines += ["results:", *_parts(texts["results.text"])]
    for field in ("benefits", "success_factors"):
        if field in texts:
            lines += [f"{field}:", *_items(texts[field])]
    if "obstacles.text" in texts:
        lines += ["obstacles:", *_parts(texts["obstacles.text"])]
    lines += ["transferability:", *_block("text", texts["transferability.text"], "  ")]
    if "transferability.preconditions" in texts:
        lines += ["  preconditions:", *_items(texts["transferability.preconditions"], "    ")]
    if "resources" in texts:
        lines += _block("resources", texts["resources"])
    lines += _fact_lines(facts, texts)
    return "\n".join([*lines, ""])


def _fact_lines(facts: Facts, texts: Texts) -> list[str]:
    keywords = ", ".join(f'"{words[0]}"' for words in texts["keywords"])
    return [
        f"topics: [{', '.join(facts.topics)}]",
        f"target_groups: [{', '.join(facts.target_groups)}]",
        f"keywords: [{keywords}]",
        f"location: {{country: {facts.country}, nuts: {facts.nuts}, "
        f"municipality: {facts.municipality}, precision: municipality}}",
        "organisations:",
        f"  - {{partner: {facts.partner}, role: lead}}",
        f"  - {{name: {facts.municipality} {facts.number}, role: partner}}",
        f"period: {{start: {facts.start}, end: {facts.end}, state: {facts.state}}}",
        "funding:",
        f"  - {{amount: {facts.amount}, currency: EUR, scope: grant, fund: {facts.fund}, "
        "source: 1}",
        "sources:",
        f"  - title: {' '.join(texts['sources.title'][0])}",
        f'    url: "https://example.org/{facts.id}"',
    ]


def _wrapped(words: Sequence[str], indent: str) -> Iterator[str]:
    for start in range(0, len(words), _WORDS_A_LINE):
        yield indent + " ".join(words[start : start + _WORDS_A_LINE])


def _block(key: str, passages: Sequence[Sentence], indent: str = "") -> Iterator[str]:
    """A folded text, one paragraph per passage."""
    yield f"{indent}{key}: >-"
    for number, words in enumerate(passages):
        if number:
            yield ""
        yield from _wrapped(words, f"{indent}  ")


def _items(passages: Sequence[Sentence], indent: str = "  ") -> Iterator[str]:
    for words in passages:
        if len(words) <= _WORDS_A_LINE:
            yield f"{indent}- {' '.join(words)}"
        else:
            yield f"{indent}- >-"
            yield from _wrapped(words, f"{indent}  ")


def _parts(passages: Sequence[Sentence]) -> Iterator[str]:
    for words in passages:
        yield "  - text: >-"
        yield from _wrapped(words, "      ")


# Catalogs


def render_catalog(
    dice: random.Random, facts: Facts, lang: str, source: Texts, translated: Texts
) -> str:
    """The PO file of an entry in another language."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {lang}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        "",
    ]
    is_draft = dice.random() < _DRAFT
    written: set[tuple[str, ...]] = set()
    for field, passages in source.items():
        for words, others in zip(passages, translated[field], strict=True):
            chance = dice.random()
            if (field, *words) in written:
                continue
            written.add((field, *words))
            if is_draft:
                lines.append("# kb: draft")
            lines.append(f"#: {facts.path}")
            if chance < _FUZZY:
                lines.append("#, fuzzy")
            is_left = _FUZZY <= chance < _FUZZY + _UNTRANSLATED
            lines.append(f'msgctxt "{field}"')
            lines += _message("msgid", words)
            lines += _message("msgstr", [] if is_left else others)
            lines.append("")
    return "\n".join(lines)


def _message(key: str, words: Sequence[str]) -> Iterator[str]:
    if len(words) <= _WORDS_A_LINE:
        yield f'{key} "{" ".join(words)}"'
        return
    yield f'{key} ""'
    for start in range(0, len(words), _WORDS_A_LINE):
        end = start + _WORDS_A_LINE
        space = " " if end < len(words) else ""
        yield f'"{" ".join(words[start:end])}{space}"'
