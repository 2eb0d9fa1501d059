"""How well the search finds what people mean: our search and two others, asked the same.

All are asked on the same texts in the same run, so that the figures can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kb.content.root import practice_paths
from kb.content.store import read_record
from kb.errors import N_
from kb.model import Practice
from kb.model.base import Status
from kb.search.baselines import Fts5Baseline, Fts5Words, Texts, WhooshBaseline, indexed_texts
from kb.search.bits import live_bits
from kb.search.documents import DocumentBuilder
from kb.search.finder import Finder, Request
from kb.search.indexing import Indexer
from kb.search.judged import DEPTH, FormPair, JudgedQuery, JudgedSet, ndcg, recall, success
from kb.search.shared import Shared
from kb.search.whoosh_engine import WhooshIndex
from kb.translation.catalogs import load_translations
from kb.words.analysis import Analysers
from kb.words.dictionary import dictionaries_folder

FAILURE = 0.8
"""A query below this nDCG is listed as a failure."""
OURS = "kb"

Search = Callable[[str, str], Sequence[str]]
"""(query, language) → ids, best first."""


# Word forms


class WordEngine:
    """Our own search asked whether one word finds another.

    Each text word stands alone in an index of its own, so that the answer does not hang on what
    else is indexed: accents, for one, are restored only where a word finds nothing as typed. The
    spelling is never corrected, and there are no vocabularies whose synonyms would help.
    """

    def __init__(self, analysers: Analysers) -> None:
        self._analysers = analysers
        self._builder = DocumentBuilder(analysers, {}, {})

    def meets(self, query: str, text: str, lang: str) -> bool:
        """Whether a query finds a document that holds only the text."""
        index = WhooshIndex(None)
        index.create()
        entry = Practice(id="word", language=lang, title=text, status=Status.PUBLISHED)
        index.update([self._builder.build(entry)], replace_all=True)
        reader = index.reader()
        shared = Shared(
            facets=reader.facet_bits(),
            live=live_bits(reader),
            labels={},
            concepts=self._builder.labels,
            fallback=lang,
        )
        finder = Finder(reader, self._analysers, shared)
        results = finder.search(Request(query, lang, correct=False))
        reader.close()
        return results.total > 0


# The report


@dataclass(frozen=True, slots=True)
class Answer:
    """What one system gave for one query."""

    query: JudgedQuery
    system: str
    found: tuple[str, ...]

    @property
    def ndcg(self) -> float:
        """The nDCG of the first hits."""
        return ndcg(self.found, self.query.grades)

    def as_json(self) -> dict[str, Any]:
        """The answer with what was wanted, for a list of failures."""
        return {
            "query": self.query.text,
            "lang": self.query.lang,
            "kind": self.query.kind,
            "ndcg": round(self.ndcg, 4),
            "found": list(self.found),
            "wanted": dict(self.query.grades),
        }


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """Whether a pair met in each system."""

    pair: FormPair
    met: Mapping[str, bool]

    def is_right(self, system: str = OURS) -> bool:
        """Whether a system did as people would have it."""
        return self.met[system] is self.pair.should_meet

    def as_json(self) -> dict[str, Any]:
        """The pair, for a list of wrong ones."""
        pair = self.pair
        return {
            "query": pair.query,
            "text": pair.text,
            "lang": pair.lang,
            "kind": pair.kind,
            "should_meet": pair.should_meet,
            "met": dict(self.met),
        }


class Scores(NamedTuple):
    """Means over some queries."""

    queries: int
    ndcg: float
    recall: float
    success: float


class Share(NamedTuple):
    """How many of some pairs are right."""

    pairs: int
    right: float


@dataclass(frozen=True, slots=True)
class Floors:
    """What must be reached.

    Attributes:
        forms: share of word-form pairs that are right, in each language.
        ndcg: mean nDCG over all queries.
        gap: how far the nDCG of a language may lie behind that of the best.
    """

    forms: float = 0.97
    ndcg: float = 0.86
    gap: float = 0.05


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A floor that is not reached: a sentence for the catalogs and its values."""

    message: str
    params: Mapping[str, str]

    def __str__(self) -> str:
        return self.message % self.params


@dataclass(frozen=True)
class QualityReport:
    """All answers to all queries, and the pairs."""

    systems: tuple[str, ...]
    answers: tuple[Answer, ...]
    forms: tuple[FormAnswer, ...]

    @property
    def langs(self) -> tuple[str, ...]:
        """Languages that were asked, sorted."""
        asked = {one.query.lang for one in self.answers} | {one.pair.lang for one in self.forms}
        return tuple(sorted(asked))

    def kinds(self, lang: str | None = None) -> tuple[str, ...]:
        """Kinds of queries, sorted."""
        return tuple(
            sorted({one.query.kind for one in self.answers if lang in (None, one.query.lang)})
        )

    def form_kinds(self, lang: str | None = None) -> tuple[str, ...]:
        """Kinds of pairs, sorted."""
        return tuple(sorted({one.pair.kind for one in self.forms if lang in (None, one.pair.lang)}))

    def scores(self, system: str, lang: str | None = None, kind: str | None = None) -> Scores:
        """Means of one system, over one language or kind or over all."""
        chosen = [
            one
            for one in self.answers
            if one.system == system
            and lang in (None, one.query.lang)
            and kind in (None, one.query.kind)
        ]
        return Scores(
            len(chosen),
            _mean(one.ndcg for one in chosen),
            _mean(recall(one.found, one.query.grades) for one in chosen),
            _mean(success(one.found, one.query.grades) for one in chosen),
        )

    def share(self, system: str, lang: str | None = None, kind: str | None = None) -> Share:
        """Share of right pairs of one system, over one language or kind or over all."""
        chosen = [
            one
            for one in self.forms
            if lang in (None, one.pair.lang) and kind in (None, one.pair.kind)
        ]
        return Share(len(chosen), _mean(float(one.is_right(system)) for one in chosen))

    def failures(self, system: str = OURS) -> list[Answer]:
        """Queries that went badly, worst first."""
        bad = [one for one in self.answers if one.system == system and one.ndcg < FAILURE]
        return sorted(bad, key=lambda one: one.ndcg)

    def wrong_pairs(self, system: str = OURS) -> list[FormAnswer]:
        """Pairs that met and should not, or the other way round."""
        return [one for one in self.forms if not one.is_right(system)]

    def shortcomings(self, floors: Floors) -> list[Shortcoming]:
        """Floors our own search does not reach."""
        return [*self._form_shortcomings(floors), *self._ranking_shortcomings(floors)]

    def _form_shortcomings(self, floors: Floors) -> Iterator[Shortcoming]:
        for lang in self.langs:
            share = self.share(OURS, lang)
            if share.pairs and share.right < floors.forms:
                message = N_(
                    "%(lang)s: %(value)s of the word-form pairs are right, %(floor)s wanted."
                )
                yield _below(message, share.right, floors.forms, lang=lang)

    def _ranking_shortcomings(self, floors: Floors) -> Iterator[Shortcoming]:
        means = {
            lang: scores.ndcg for lang in self.langs if (scores := self.scores(OURS, lang)).queries
        }
        if not means:
            return
        overall = self.scores(OURS).ndcg
        if overall < floors.ndcg:
            yield _below(N_("nDCG@10 is %(value)s, %(floor)s wanted."), overall, floors.ndcg)
        best = max(means, key=lambda lang: means[lang])
        for lang, mean in means.items():
            behind = means[best] - mean
            if behind > floors.gap:
                message = N_("%(lang)s lies %(value)s nDCG@10 behind %(best)s, %(floor)s allowed.")
                yield _below(message, behind, floors.gap, lang=lang, best=best)

    def as_json(self, floors: Floors, with_failures: bool = False) -> dict[str, Any]:
        """The object of `kb quality --json`; keys may be added, never renamed."""
        data: dict[str, Any] = {
            "systems": list(self.systems),
            "queries": [
                {"system": system, "lang": lang, "kind": kind, **_rounded(scores)}
                for lang, kind in self._groups(self.kinds)
                for system in self.systems
                if (scores := self.scores(system, lang, kind)).queries
            ],
            "forms": [
                {"system": system, "lang": lang, "kind": kind, **_rounded(share)}
                for lang, kind in self._groups(self.form_kinds)
                for system in self.systems
                if (share := self.share(system, lang, kind)).pairs
            ],
            "shortcomings": [str(one) for one in self.shortcomings(floors)],
        }
        if with_failures:
            data["failures"] = [one.as_json() for one in self.failures()]
            data["wrong_pairs"] = [one.as_json() for one in self.wrong_pairs()]
        return data

    def _groups(
        self, kinds: Callable[[str | None], tuple[str, ...]]
    ) -> Iterator[tuple[str | None, str | None]]:
        """(language, kind) of every line of a report; None stands for all."""
        for lang in (*self.langs, None):
            yield from ((lang, kind) for kind in (*kinds(lang), None))


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0


def _below(message: str, value: float, floor: float, **params: str) -> Shortcoming:
    return Shortcoming(message, {"value": f"{value:.3f}", "floor": f"{floor:g}", **params})


def _rounded(values: Scores | Share) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values._asdict().items()}


# Measuring


def measure(judged: JudgedSet, search: Search, root: Path, cache: Path) -> QualityReport:
    """Ask our own search and two others everything that was judged.

    Args:
        judged: what to ask.
        search: our own search over the knowledge base at `root`.
        root: folder of the knowledge base.
        cache: folder for dictionaries.
    """
    indexer = Indexer(root, cache)
    practices = list(_published_texts(indexer))
    systems: dict[str, Search] = {
        OURS: search,
        WhooshBaseline.name: WhooshBaseline(indexer.langs, practices).rank,
        Fts5Baseline.name: Fts5Baseline(indexer.langs, practices).rank,
    }
    answers = [
        Answer(query, name, tuple(ask(query.text, query.lang))[:DEPTH])
        for query in judged.queries
        for name, ask in systems.items()
    ]
    forms = measure_forms(judged.pairs, indexer.langs, cache)
    return QualityReport(tuple(systems), tuple(answers), forms)


def measure_forms(
    pairs: Sequence[FormPair], langs: Sequence[str], cache: Path
) -> tuple[FormAnswer, ...]:
    """Ask the three systems which pairs meet.

    Args:
        pairs: what to ask.
        langs: languages of the knowledge base.
        cache: folder for dictionaries.
    """
    ours = WordEngine(Analysers(tuple(langs), dictionaries_folder(cache)))
    whoosh = WhooshBaseline(langs)
    fts5 = Fts5Words()
    return tuple(
        FormAnswer(
            pair,
            {
                OURS: ours.meets(pair.query, pair.text, pair.lang),
                whoosh.name: whoosh.meets(pair.query, pair.text, pair.lang),
                fts5.name: fts5.meets(pair.query, pair.text),
            },
        )
        for pair in pairs
    )


def _published_texts(indexer: Indexer) -> Iterator[tuple[str, Texts]]:
    """Texts of what the search shows unless asked for more: the published entries."""
    for path in practice_paths(indexer.root):
        record, _ = read_record(path, "practice")
        if isinstance(record, Practice) and record.status is Status.PUBLISHED:
            translations = load_translations(indexer.root, "practice", record)
            document = indexer.builder.build(record, translations)
            yield (
                record.id,
                indexed_texts(record, document, translations, indexer.vocabularies, indexer.langs),
            )
