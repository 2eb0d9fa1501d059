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
from typing import Any

from kb.translation.pofile import FUZZY, Message

ALIKE = 0.55
"""Two sources at least this alike are taken for one text before and after an edit."""
CONTAINED = 0.8
"""Share of a text's words in an older one from which it is taken for a piece of that."""
_FEWEST_WORDS = 4
"""Shorter texts are in too many others by chance."""
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
        for one in sorted(old, key=lambda one: (one.is_obsolete, not one.text)):
            self._exact.setdefault(one.key, one)
        wanted = {one.key for one in template}
        self._left = [one for one in old if one.key not in wanted]
        """Old messages whose source is gone."""
        self._used: set[tuple[str, str]] = set()
        self._merged: dict[tuple[str, str], Message] = {}

    def result(self) -> list[Message]:
        """The merged messages."""
        for one in self._template:
            if found := self._exact.get(one.key):
                self._merged[one.key] = _revived(found, one)
        contexts = {one.context for one in self._template if one.key not in self._merged}
        for context in sorted(contexts):
            self._match(context)
        live = [self._merged.get(one.key, one) for one in self._template]
        gone = [one for one in self._left if one.key not in self._used and one.text]
        return [*live, *map(_buried, gone)]

    def _match(self, context: str) -> None:
        """Find the older text of each new one, within one field."""
        new = [
            one for one in self._template if one.context == context and one.key not in self._merged
        ]
        old = [one for one in self._left if one.context == context]
        self._restore(new, old)
        scores = sorted(
            (
                (alike(one.source, before.source), -here, -there)
                for here, one in enumerate(new)
                for there, before in enumerate(old)
                if not before.is_obsolete
            ),
            reverse=True,
        )
        for score, here, there in scores:
            if score >= ALIKE:
                self._take(new[-here], old[-there])
        self._match_pieces(new, old)
        self._match_last(context, new, old)

    def _restore(self, new: Sequence[Message], old: Sequence[Message]) -> None:
        """An edit that was taken back: the translation was made from this very text."""
        for one in new:
            for before in old:
                if before.is_fuzzy and before.previous == one.source and before.text:
                    flags = tuple(flag for flag in before.flags if flag != FUZZY)
                    back = replace(before, flags=flags, previous=None)
                    self._merged[one.key] = _revived(back, one)
                    self._used.add(before.key)
                    break

    def _take(self, new: Message, old: Message) -> None:
        if new.key not in self._merged and old.key not in self._used:
            self._merged[new.key] = self._carried(new, old)
            self._used.add(old.key)

    def _match_pieces(self, new: Sequence[Message], old: Sequence[Message]) -> None:
        """A paragraph that was split: each piece keeps the whole old translation as a help."""
        for one in new:
            if one.key in self._merged:
                continue
            shares = [(share_of(one.source, before.source), before) for before in old]
            best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
            if best[1] is not None and best[0] >= CONTAINED:
                self._merged[one.key] = replace(self._carried(one, best[1]), **_staleness(best[1]))
                self._used.add(best[1].key)

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
        moved = replace(
            old,
            source=new.source,
            notes=new.notes,
            references=new.references,
            is_obsolete=False,
        )
        if self._is_minor(new.context):
            return moved
        return replace(moved, **_staleness(old))


def _staleness(old: Message) -> dict[str, Any]:
    """What marks a translation as older than its source; the oldest source is kept."""
    flags = (FUZZY, *_without_fuzzy(old.flags))
    previous = old.previous if old.is_fuzzy and old.previous is not None else old.source
    return {"flags": flags, "previous": previous}


def _without_fuzzy(flags: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in flags if one != FUZZY)


def _revived(old: Message, new: Message) -> Message:
    """The translation of a text that did not change, at its place of now."""
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


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0.0 to 1.0."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other)) / 100


def share_of(piece: str, whole: str) -> float:
    """The share of a text's words that stand in another one, 0.0 for very short texts."""
    words = Counter(_WORD.findall(piece.casefold()))
    total = words.total()
    if total < _FEWEST_WORDS:
        return 0.0
    common = words & Counter(_WORD.findall(whole.casefold()))
    return common.total() / total
