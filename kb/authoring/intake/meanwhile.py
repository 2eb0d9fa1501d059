"""A form is as old as the day it was made: what others have changed in its entry since stays.

What the form shows as it was then is no wish to have it back. Only where the form and others have
changed the same answer, somebody has to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from kb.authoring.form.citing import Cited, close_gaps, follow, tell_lost
from kb.authoring.form.composing import Filled, FilledForm, fill_from_tree, shown_of
from kb.authoring.form.questions import Question, practice_form
from kb.authoring.intake.madefrom import MadeFrom, digest_of
from kb.authoring.intake.overlaying import lay_over
from kb.authoring.intake.received import ReceivedForm
from kb.authoring.merging import merge
from kb.content.yamlfile import Tree
from kb.errors import Issue, Location
from kb.translation.formats import format_list
from kb.translation.interface import spoken_language

Compose = Callable[[Filled], Mapping[str, Tree]]
"""What answers would write."""


class Brought(NamedTuple):
    """A form's answers and those of its entry, brought together."""

    filled: Filled
    issues: tuple[Issue, ...] = ()
    """What is to be said about numbers of sources."""
    contradicted: frozenset[str] = frozenset()
    """Keys of questions to which the form would take back what others have written."""


def bring_together(received: ReceivedForm, now: Filled, composed: Compose) -> Brought:
    """What an entry would answer once the form is taken in.

    Args:
        received: the form.
        now: the entry as it is.
        composed: tells what answers would write.
    """
    made_from = received.made_from
    old = made_from.over(now) if made_from else now
    is_known = made_from is not None and _knows(made_from, now)
    asked = received.asked
    if not received.form.entry_id and received.owner is None:
        # It never showed this entry, so what it leaves empty is no wish to empty it there.
        asked = frozenset(_answered(practice_form().questions(), received.form.filled))
    laid = lay_over(old, received.form.filled, asked, is_made_from=is_known)
    mine, emptied = close_gaps(laid.filled)
    issues = tuple(_tell(received.form, laid.moved, laid.doubtful, emptied))
    if made_from is None or digest_of(old) == digest_of(now):
        if is_known or made_from is None:
            return Brought(mine, issues)
        # The form has lost what it knew: whatever it says otherwise may be old.
        there, wanted = composed(now), composed(mine)
        keys = {*there, *wanted}
        return Brought(mine, issues, frozenset(k for k in keys if there.get(k) != wanted.get(k)))
    merged = merge(composed(old), composed(now), composed(mine))
    own, _told = follow(mine, merged.moved)
    theirs = fill_from_tree(merged.tree)
    filled = {key: one for key, one in own.items() if key not in merged.taken}
    filled |= {key: one for key, one in theirs.items() if key in merged.taken}
    return Brought(filled, issues, frozenset(merged.theirs))


def tell_contradiction(brought: Brought, form: FilledForm) -> Issue:
    """That a form would take back what others have written since it was made."""
    questions = practice_form().questions()
    labels = [one.label for one in questions if one.key in brought.contradicted]
    fields = format_list(labels, spoken_language())
    return Issue(
        "KB763", Location.of_file(form.path, form.place), {"id": form.entry_id, "fields": fields}
    )


def _answered(questions: Iterable[Question], filled: Filled) -> Iterator[str]:
    """Names of the questions that have an answer, those inside groups among them."""
    for question in questions:
        given = filled.get(question.key)
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                yield from _answered(question.parts, one)
            elif one is not None and shown_of(one):
                yield question.name


def _knows(made_from: MadeFrom, now: Filled) -> bool:
    """Whether the answers are known that the form was made with."""
    return made_from.answers is not None or made_from.digest == digest_of(now)


def _tell(
    form: FilledForm, moved: Iterable[Cited], doubtful: Iterable[Cited], emptied: Iterable[Cited]
) -> Iterable[Issue]:
    """What has become of numbers of sources."""
    moved = list(moved)
    yield from tell_lost([*moved, *emptied], form.path, form.place)
    told = [({"after": one.after}, one) for one in moved if not one.is_lost]
    told += [({"other": one.before}, one) for one in doubtful]
    for params, one in told:
        where = Location(form.path, place=one.place or form.place)
        yield Issue("KB762", where, {**one.params, **params})
