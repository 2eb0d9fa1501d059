"""Brings a catalog up to date with its source: nothing is lost, nothing wanders to another field.

What stands word for word keeps its translation, wherever in the field it moved. What was edited
keeps its old translation, marked as stale, beside the source that was made from. What is gone is
kept as obsolete and comes back when the text does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from rapidfuzz import fuzz

from kb.translation.pofile import FUZZY, Message

ALIKE = 0.55
"""Two sources at least this alike are taken for one text before and after an edit."""
CONTAINED = 0.8
"""Share of a text's words in an older one from which it is taken for a piece of that."""
_FEWEST_WORDS = 4
"""Shorter texts are in too many others by chance."""
_MOST_PAIRS = 100_000
"""More texts than this make are not compared: a list of hundreds, all written anew at once."""
_WORD = re.compile(r"\w+")


def merge(
    old: Sequence[Message],
    template: Sequence[Message],
    is_minor: Callable[[str], bool] = lambda context: False,
    lists: Iterable[str] = (),
) -> list[Message]:
    """The messages of a catalog after its source was edited.

    Args:
        old: messages of the catalog without its header, obsolete ones included.
        template: messages of the source as it is now, without translations.
        is_minor: tells whether edits of a field leave translations valid.
        lists: fields that are lists. Where a text that is no list has one passage left over
            before and after, it is the same text, however much it was changed.

    Returns:
        The messages of the template in its order, then the obsolete ones.
    """
    merging = _Merging(old, template, is_minor, frozenset(lists))
    return merging.result()


class _Merging:
    """One catalog on its way from the old source to the new one."""

    def __init__(
        self,
        old: Sequence[Message],
        template: Sequence[Message],
        is_minor: Callable[[str], bool],
        lists: frozenset[str],
    ) -> None:
        self._template = template
        self._is_minor = is_minor
        self._lists = lists
        self._exact: dict[tuple[str, str], Message] = {}
        for one in sorted(old, key=lambda one: (not one.text, one.is_obsolete)):
            self._exact.setdefault(one.key, one)
        self._made_from: dict[tuple[str, str | None], Message] = {}
        """Stale translations by field and the source they were made from."""
        for one in old:
            if one.is_fuzzy and one.text and not one.is_plural:
                self._made_from.setdefault((one.context, one.previous), one)
        wanted = {one.key for one in template}
        self._left = [one for one in old if one.key not in wanted]
        """Old messages whose source is gone."""
        self._used: set[tuple[str, str]] = set()
        self._merged: dict[tuple[str, str], Message] = {}
        self._taken: dict[tuple[str, str], Message] = {}
        """Old key → the new message that its translation went to."""

    def result(self) -> list[Message]:
        """The merged messages."""
        for one in self._template:
            if found := self._exact.get(one.key):
                self._merged[one.key] = _revived(found, one)
        contexts = {one.context for one in self._template if one.key not in self._merged}
        for context in sorted(contexts):
            self._match(context)
        live = [self._merged.get(one.key, one) for one in self._template]
        gone: dict[tuple[str, str], Message] = {}
        for one in self._left:
            if one.text and one.key not in self._used:
                gone.setdefault(one.key, one)
        return [*live, *map(_buried, gone.values())]

    def _match(self, context: str) -> None:
        """Find the older text of each new one, within one field."""
        new = [
            one for one in self._template if one.context == context and one.key not in self._merged
        ]
        old = [one for one in self._left if one.context == context and not one.is_plural]
        self._restore(new)
        if len(new) * len(old) > _MOST_PAIRS:
            return
        scores = (
            (_likeness(one, before), -here, -there)
            for here, one in enumerate(new)
            if one.key not in self._merged
            for there, before in enumerate(old)
            if not before.is_obsolete and before.key not in self._used
        )
        for _score, here, there in sorted(filter(itemgetter(0), scores), reverse=True):
            self._take(new[-here], old[-there])
        self._match_pieces(new, old)
        self._match_last(context, new, old)

    def _restore(self, new: Sequence[Message]) -> None:
        """An edit that was taken back: the translation was made from this very text."""
        for one in new:
            before = self._made_from.get(one.key)
            if before is not None:
                back = replace(before, flags=_without_fuzzy(before.flags), previous=None)
                self._merged[one.key] = _revived(back, one)
                self._used.add(before.key)

    def _take(self, new: Message, old: Message) -> None:
        if new.key not in self._merged and old.key not in self._used:
            self._merged[new.key] = self._carried(new, old)
            self._used.add(old.key)
            self._taken[old.key] = new

    def _match_pieces(self, new: Sequence[Message], old: Sequence[Message]) -> None:
        """A paragraph that was split: each piece keeps the whole old translation as a help."""
        wholes = [(_words(one.source), one) for one in old if one.text]
        for one in new:
            if one.key in self._merged:
                continue
            piece = _words(one.source)
            shares = [(_share_of(piece, words), before) for words, before in wholes]
            best = max(shares, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] >= CONTAINED:
                self._merged[one.key] = _stale(one, best[1])
                self._used.add(best[1].key)
                if other := self._taken.get(best[1].key):  # no minor edit: its text is in two now
                    self._merged[other.key] = _stale(other, best[1])

    def _match_last(self, context: str, new: Sequence[Message], old: Sequence[Message]) -> None:
        if context in self._lists:
            return
        left_new = [one for one in new if one.key not in self._merged]
        left_old = [one for one in old if one.key not in self._used and not one.is_obsolete]
        if len(left_new) == len(left_old) == 1:
            self._take(left_new[0], left_old[0])

    def _carried(self, new: Message, old: Message) -> Message:
        """The old translation under the new source."""
        if not old.text:
            return replace(new, comments=old.comments, flags=_without_fuzzy(old.flags))
        return _revived(old, new) if self._is_minor(new.context) else _stale(new, old)


def _stale(new: Message, old: Message) -> Message:
    """The old translation under the new source, marked as older than that."""
    return replace(_revived(old, new), **_staleness(old))


def _staleness(old: Message) -> dict[str, Any]:
    """What marks a translation as older than its source; the oldest source is kept."""
    flags = (FUZZY, *_without_fuzzy(old.flags))
    previous = old.previous if old.is_fuzzy and old.previous is not None else old.source
    return {"flags": flags, "previous": previous}


def _without_fuzzy(flags: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in flags if one != FUZZY)


def _revived(old: Message, new: Message) -> Message:
    """The old translation as that of a text as it stands now."""
    return replace(
        old,
        source=new.source,
        notes=new.notes,
        references=new.references,
        is_obsolete=False,
    )


def _buried(old: Message) -> Message:
    if old.is_obsolete:
        return old
    return replace(old, notes=(), references=(), is_obsolete=True)


def _likeness(new: Message, old: Message) -> float:
    """How alike a text is to an older one, or to the still older one its translation is made from.

    After two edits the first source may be the nearer one. 0.0 where neither is near enough.
    """
    score = alike(new.source, old.source)
    if old.is_fuzzy and old.previous is not None:
        return max(score, alike(new.source, old.previous))
    return score


def alike(one: str, other: str) -> float:
    """How alike two texts are, from `ALIKE` to 1.0; 0.0 where they are less so."""
    return float(fuzz.ratio(one, other, score_cutoff=ALIKE * 100)) / 100


def share_of(piece: str, whole: str) -> float:
    """The share of a text's words that stand in another one, 0.0 for very short texts."""
    return _share_of(_words(piece), _words(whole))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _share_of(piece: Counter[str], whole: Counter[str]) -> float:
    total = piece.total()
    if total < _FEWEST_WORDS:
        return 0.0
    return sum(min(number, whole[word]) for word, number in piece.items()) / total
