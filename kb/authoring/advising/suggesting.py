"""Topics and target groups an entry's text speaks of, to be offered, never chosen.

Two things speak for a concept. The text names it, in any word form and by any of its labels; a
label found in few entries tells more than one found in most. And the text uses the words of the
entries that have the concept: those are added up to one list of weighted words for each concept
(Rocchio's classifier), and the two are compared. How good that is, `measuring` beside this tells.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from kb.authoring.advising.learning import FIELDS, Learnt, dot
from kb.authoring.advising.profiles import KnownEntries, Profile, words_saying
from kb.content.checks.publication import MAX_TOPICS
from kb.model import Practice
from kb.translation.catalogs import Translations

MOST = MAX_TOPICS
"""So many concepts are suggested at most; an entry should have no more topics."""
WORDS_SHARE = 4.0
"""What common words count against labels; tuned on the shipped entries, where 4 to 6 do alike."""
_WORTH_SUGGESTING = 0.5
"""What has less than this share of the best score is wrong too often to be shown."""


class Suggestion(NamedTuple):
    """A concept the text speaks of."""

    concept: str
    """Its id."""
    score: float
    """How much speaks for it; only to be compared with others of the same entry."""
    words: tuple[str, ...]
    """Words of the text that say so, the most telling first; may be empty."""


def suggest_topics(
    known: KnownEntries,
    practice: Practice,
    translations: Mapping[str, Translations] | None = None,
    *,
    field: str = "topics",
    most: int = MOST,
) -> list[Suggestion]:
    """Concepts an entry's text speaks of, the clearest first; those it has included.

    Args:
        known: the entries to learn from. The entry may be one of them; it does not speak for
            itself.
        practice: the entry: a draft with a title is enough.
        translations: its translations, if there are any.
        field: topics or target_groups.
        most: how many to suggest.
    """
    profile = known.profile(practice, translations)
    own = known.find_words(practice.id)
    learnt = known.learnt(field, {**own, **profile.words})
    scores = score_concepts(known, profile, practice.id, field, learnt)
    best = best_concepts(scores, most)
    spoken = known.spoken(practice)
    suggestions = []
    for concept in best:
        weights = learnt.sums.get(concept, {})
        itself = own if own and concept in learnt.having[practice.id] else {}
        speaking = {
            key: value * (weights.get(key, 0.0) - itself.get(key, 0.0))
            for key, value in profile.words.items()
        }
        reference = f"{FIELDS[field]}/{concept}"
        words = words_saying(spoken, reference, speaking)
        suggestions.append(Suggestion(concept, round(scores[concept], 4), words))
    return suggestions


def score_concepts(
    known: KnownEntries, profile: Profile, entry: str, field: str, learnt: Learnt
) -> dict[str, float]:
    """Concept → what speaks for it; concepts that nothing speaks for are left out."""
    own = known.find_words(entry)
    scores = label_scores(known, profile, field)
    for concept, words in learnt.sums.items():
        likeness = dot(profile.words, words)
        square = learnt.lengths[concept]
        if own and concept in learnt.having[entry]:  # leave the entry itself out of the sum
            likeness -= dot(profile.words, own)
            square += dot(own, own) - 2 * dot(own, words)
        if likeness > 0 and square > 1e-9:
            part = WORDS_SHARE * likeness / math.sqrt(square)
            scores[concept] = scores.get(concept, 0.0) + part
    return scores


def best_concepts(scores: Mapping[str, float], most: int) -> list[str]:
    """Those that are worth suggesting, the clearest first."""
    best = sorted(scores, key=lambda one: (-scores[one], one))[:most]
    return [one for one in best if scores[one] >= scores[best[0]] * _WORTH_SUGGESTING]


def label_scores(known: KnownEntries, profile: Profile, field: str) -> dict[str, float]:
    """Concept → how clearly the text names it."""
    vocabulary = known.vocabulary(field)
    named = {
        one.id: profile.labels.get(f"{FIELDS[field]}/{one.id}", 0.0)
        for one in (vocabulary.concepts if vocabulary else ())
    }
    return {concept: score for concept, score in named.items() if score}
