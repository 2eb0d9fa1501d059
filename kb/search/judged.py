"""What people judged: which entries answer a query, which words should meet; and the measures.

The judged sets are YAML files, made without looking at the search code. Measures are nDCG with
graded gains (Järvelin and Kekäläinen 2002; gain 2^grade - 1 as in Burges et al. 2005), recall and
success at the first hit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from kb.content.yamlfile import load_yaml
from kb.errors import N_, KbError
from kb.words.languages import primary

DEPTH = 10
"""How many hits are judged: the first page."""
GOOD = 2
"""Grade from which a hit is what somebody hoped for; 1 is only marginal."""

One = TypeVar("One")

# Measures


def dcg(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of grades in the order they were found."""
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """DCG of the first hits against that of the best possible order.

    Returns:
        0.0 to 1.0; 1.0 where nothing is relevant and nothing was found.
    """
    best = dcg(sorted(grades.values(), reverse=True)[:depth])
    if not best:
        return 0.0 if found else 1.0
    return dcg(grades.get(one, 0) for one in found[:depth]) / best


def recall(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Share of the relevant entries, whatever their grade, among the first hits."""
    relevant = {one for one, grade in grades.items() if grade > 0}
    if not relevant:
        return 1.0
    return len(relevant.intersection(found[:depth])) / len(relevant)


def success(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """1.0 if the first hit is good (grade 2 or 3), else 0.0."""
    return float(bool(found) and grades.get(found[0], 0) >= GOOD)


# Judged sets


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and the entries a person judged relevant to it.

    Attributes:
        text: the query as somebody would type it.
        lang: language it is asked in.
        kind: what makes it hard, such as "inflected".
        grades: practice id → 1 marginal, 2 good, 3 meant.
    """

    text: str
    lang: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FormPair:
    """Two words and whether a search for the first should find a text with only the second."""

    query: str
    text: str
    lang: str
    kind: str
    should_meet: bool


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """All judged queries and pairs of a folder."""

    queries: tuple[JudgedQuery, ...]
    pairs: tuple[FormPair, ...]

    @property
    def langs(self) -> tuple[str, ...]:
        """Languages that are judged, sorted."""
        judged = {one.lang for one in self.queries} | {one.lang for one in self.pairs}
        return tuple(sorted(judged))


def load_judged(folder: Path, langs: Sequence[str] = (), is_holdout: bool = False) -> JudgedSet:
    """Read the judged sets of a folder.

    Args:
        folder: holds `queries-<lang>.yaml`, `queries-holdout-<lang>.yaml`, `forms-<lang>.yaml`.
        langs: only these languages; all where empty.
        is_holdout: take the queries held out from tuning instead of the others.

    Raises:
        KbError: there are none, or one is faulty.
    """
    wanted = {primary(lang) for lang in langs}
    start = "queries-holdout-" if is_holdout else "queries-"
    queries: list[JudgedQuery] = []
    pairs: list[FormPair] = []
    for path in sorted(folder.glob("*.yaml")):
        lang = path.stem.rsplit("-", 1)[-1]
        if wanted and lang not in wanted:
            continue
        if path.stem == f"{start}{lang}":
            queries += _entries(path, "queries", _query)
        elif path.stem == f"forms-{lang}":
            pairs += _entries(path, "pairs", _pair)
    if not queries and not pairs:
        raise KbError(
            N_("There are no judged queries in %(folder)s. Name their folder with --set."),
            folder=folder,
        )
    return JudgedSet(tuple(queries), tuple(pairs))


def _entries(path: Path, key: str, read: Callable[[dict[str, Any], str], One]) -> list[One]:
    document = load_yaml(path)
    try:
        if document.issues:
            raise ValueError(document.issues[0].code)
        value = cast("dict[str, Any]", document.value)
        return [read(entry, value["language"]) for entry in value[key]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KbError(
            N_("The judged set %(path)s is faulty: %(reason)s."), path=path, reason=error
        ) from error


def _query(entry: dict[str, Any], lang: str) -> JudgedQuery:
    grades = {one: int(grade) for one, grade in entry["relevant"].items()}
    return JudgedQuery(entry["query"], lang, entry["kind"], grades)


def _pair(entry: dict[str, Any], lang: str) -> FormPair:
    return FormPair(entry["query"], entry["text"], lang, entry["kind"], entry["meet"] == "yes")
