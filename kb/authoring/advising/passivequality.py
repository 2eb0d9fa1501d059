"""How often passive sentences are told from others: measured on sentences people judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from kb.authoring.advising.passives import is_passive
from kb.content.yamlfile import load_yaml
from kb.errors import N_, KbError
from kb.words.analysis import Analysers
from kb.words.languages import primary


class JudgedSentences(NamedTuple):
    """Sentences of one language."""

    lang: str
    passive: Sequence[str]
    active: Sequence[str]


class PassiveScores(NamedTuple):
    """How the sentences of one language were told apart."""

    lang: str
    missed: Sequence[str]
    """Passive sentences that were taken for active ones."""
    wrong: Sequence[str]
    """Active sentences that were taken for passive ones."""
    passive: int
    active: int

    @property
    def precision(self) -> float:
        """Share of the sentences called passive that are."""
        right = self.passive - len(self.missed)
        called = right + len(self.wrong)
        return right / called if called else 0.0

    @property
    def recall(self) -> float:
        """Share of the passive sentences that were called so."""
        return 1 - len(self.missed) / self.passive if self.passive else 0.0

    def as_json(self) -> dict[str, object]:
        """A row of the list "passives" of `kb quality --json`; keys may be added, never renamed."""
        return {
            "lang": self.lang,
            "passive": self.passive,
            "active": self.active,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "missed": list(self.missed),
            "wrong": list(self.wrong),
        }


def load_judged_sentences(
    folder: Path, langs: Collection[str] = (), *, is_holdout: bool = False
) -> list[JudgedSentences]:
    """Read the judged sentences of a folder, by language; [] where it has none.

    Args:
        folder: holds `passives-<lang>.yaml` and `passives-holdout-<lang>.yaml`.
        langs: only these languages; all where empty.
        is_holdout: take the sentences held out from tuning instead of the others.

    Raises:
        KbError: one is faulty.
    """
    wanted = set(map(primary, langs))
    start = "passives-holdout-" if is_holdout else "passives-"
    found = []
    for path in sorted(folder.glob(f"{start}*.yaml")):
        lang = path.stem.removeprefix(start)
        if "-" not in lang and (not wanted or lang in wanted):
            found.append(_read(path))
    return found


def _read(path: Path) -> JudgedSentences:
    document = load_yaml(path)
    try:
        if document.issues:
            raise ValueError(document.issues[0].code)
        value = cast("dict[str, Any]", document.value)
        return JudgedSentences(value["language"], value["passive"], value["active"])
    except (ValueError, KeyError, TypeError) as error:
        raise KbError(
            N_("The judged set %(path)s is faulty: %(reason)s."), path=path, reason=error
        ) from error


def measure_passives(
    judged: Sequence[JudgedSentences], analysers: Analysers
) -> list[PassiveScores]:
    """Ask of every sentence whether it is passive.

    Args:
        judged: the sentences.
        analysers: analysers of their languages.
    """
    scores = []
    for one in judged:
        analyser = analysers[one.lang]
        missed = [text for text in one.passive if not is_passive(text, one.lang, analyser)]
        wrong = [text for text in one.active if is_passive(text, one.lang, analyser)]
        scores.append(PassiveScores(one.lang, missed, wrong, len(one.passive), len(one.active)))
    return scores
