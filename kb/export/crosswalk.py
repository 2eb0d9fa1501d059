"""Crosswalk drafts: the text of a practice cut to the fields of another database's form.

Nobody should write the same practice down three times. A draft fills each field with whole
sentences, items and claims until the form's limit, and keeps what did not fit, what is too short
and what is missing, so that a person sees what is left to do.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.errors import N_, KbError
from kb.export.crosswalkforms import Form, FormField, Limit, load_form
from kb.export.crosswalkpieces import SOURCES, Piece, Pieces
from kb.export.shelf import Shelf
from kb.export.voices import FindFolder
from kb.model import Practice
from kb.translation.interface import speaking
from kb.translation.localise import LocalText

_NUMBER = re.compile(r"\d+(?:[.,’'\s]\d+)*")
Order = tuple[int, int]
"""Where a piece stands: number of its source among those of the field, number in the source."""


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field of the form, filled as far as it could be."""

    field: FormField
    kept: tuple[Piece, ...]
    """What stands in the text, in order."""
    left_over: tuple[Piece, ...]
    """What did not fit, in order."""
    empty: tuple[str, ...]
    """Sources of the field that our entry has nothing for."""
    added: tuple[str, ...]
    """Sources that only fill it up."""
    perhaps: tuple[Piece, ...]
    """What may belong here, where the field is empty."""
    said: tuple[Piece, ...]
    """Claims whose amount stands in the text already."""
    remarks: tuple[Piece, ...]
    """What our entry adds to the facts of the field."""
    stays_empty: bool = False
    """Whether it asks for the end of what goes on."""

    @property
    def text(self) -> str:
        """What a person copies into the form."""
        return compose(self.kept)

    @property
    def size(self) -> int:
        """Length of the text in the unit of its limit; in characters without one."""
        limit = self.field.limit
        return measure(self.text, limit.unit if limit else "characters")

    @property
    def lacking(self) -> int:
        """How many words or characters are missing to the least length."""
        limit = self.field.limit
        return max(0, limit.least - self.size) if limit else 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A practice in the fields of a form."""

    form: Form
    practice: Practice
    title: LocalText
    lang: str
    """Language the texts were asked in, BCP 47."""
    fields: tuple[DraftField, ...]


def draft_crosswalk(
    shelf: Shelf,
    practice: Practice,
    form_id: str,
    lang: str,
    find_cache: FindFolder | None = None,
) -> Draft:
    """Fill a form with a practice.

    Args:
        shelf: what may leave the house.
        practice: from that shelf.
        form_id: one of `kb.export.crosswalkforms.form_ids()`.
        lang: language of the texts, BCP 47; that of the form, mostly English.
        find_cache: finds the folder for compiled interface catalogs.

    Raises:
        KeyError: there is no such form.
        KbError: the form's file is faulty, or the sentence splitter is not installed.
    """
    return fill_form(shelf, practice, load_form(form_id), lang, find_cache)


def fill_form(
    shelf: Shelf,
    practice: Practice,
    form: Form,
    lang: str,
    find_cache: FindFolder | None = None,
) -> Draft:
    """Fill a form that was read already; see `draft_crosswalk`."""
    _check_sources(form)
    with speaking(lang, find_cache):
        pieces = Pieces(shelf, practice, lang)
        filled = tuple(_fill(field, pieces) for field in form.fields)
    return Draft(form, practice, pieces.title, lang, filled)


def _check_sources(form: Form) -> None:
    takes = (x for one in form.fields for x in (*one.take, *one.fill_up, *one.perhaps))
    for take in takes:
        if take.source not in SOURCES:
            raise KbError(
                N_("The form %(form)s is faulty: it takes from “%(source)s”. There is: %(known)s."),
                form=form.id,
                source=take.source,
                known=", ".join(sorted(SOURCES)),
            )


def compose(pieces: Iterable[Piece]) -> str:
    """The text of pieces: sentences of a paragraph behind each other, all else on its own line."""
    lines: list[str] = []
    for _source, group in groupby(pieces, lambda one: one.source):
        said = list(group)
        found = [" ".join(x.text for x in same) for _line, same in groupby(said, lambda x: x.line)]
        label = said[0].label
        if label and len(found) > 1:
            lines.append(f"{label}:")
        elif label:
            found = [f"{label}: {found[0]}"]
        lines += found
    return "\n".join(lines)


def measure(text: str, unit: str) -> int:
    """Length as forms count it: what white space separates, or characters with white space."""
    return len(text.split()) if unit == "words" else len(text)


def _fill(field: FormField, pieces: Pieces) -> DraftField:
    groups = [pieces.of(take) for take in field.take]
    room = _Room(field.limit)
    told = [
        [] if take.is_unless_said else found[: take.first]
        for take, found in zip(field.take, groups, strict=True)
    ]
    room.pour(told, in_turns=field.in_turns)
    room.leave(groups, [take.first for take in field.take])
    said: list[Piece] = []
    for number, take in enumerate(field.take):
        if take.is_unless_said:
            numbers = set(_numbers(compose(room.pieces(room.kept))))
            said += [one for one in groups[number] if _digits(one) in numbers]
            rest = [one for one in groups[number] if _digits(one) not in numbers]
            room.pour_together(rest, number)
    added = room.fill_up([pieces.of(take) for take in field.fill_up], len(groups))
    kept = room.pieces(room.kept)
    perhaps = () if kept else (one for take in field.perhaps for one in pieces.of(take))
    asks_for_end = {take.source for take in field.take} == {"end"}
    return DraftField(
        field=field,
        kept=kept,
        left_over=room.pieces(room.left_over),
        empty=tuple(
            take.source for take, found in zip(field.take, groups, strict=True) if not found
        ),
        added=tuple(dict.fromkeys(one.source for one in added)),
        perhaps=tuple(perhaps),
        said=tuple(said),
        remarks=tuple(dict.fromkeys(filter(None, (pieces.remark(x.source) for x in field.take)))),
        stays_empty=asks_for_end and pieces.goes_on,
    )


def _numbers(text: str) -> Iterator[str]:
    """The digits of each number in a text: 451636 for 451,636 and 451 636."""
    for found in _NUMBER.findall(text):
        yield "".join(char for char in found if char.isdecimal())


def _digits(claim: Piece) -> str | None:
    return None if claim.amount is None else str(claim.amount).replace(".", "")


class _Room:
    """The room a field has, and what stands in it.

    Args:
        limit: of the field; None for one that takes all.
    """

    def __init__(self, limit: Limit | None) -> None:
        self._limit = limit
        self.kept: dict[Order, Piece] = {}
        self.left_over: dict[Order, Piece] = {}

    @staticmethod
    def pieces(placed: Mapping[Order, Piece]) -> tuple[Piece, ...]:
        """Pieces in the order they are read in."""
        return tuple(placed[order] for order in sorted(placed))

    def pour(
        self, groups: Sequence[Sequence[Piece]], *, in_turns: bool = False, first: int = 0
    ) -> None:
        """Keep of each group what fits, from its beginning; the rest is left over.

        A piece that is longer than the whole field is left out by itself.

        Args:
            groups: the pieces of each source.
            in_turns: take one piece of each group in turn, instead of a group to its end.
            first: number of the first group among all sources of the field.
        """
        queues = _queues(groups, first)
        while queues:
            queue = queues.popleft()
            order, piece = queue.popleft()
            if self._has_room(piece, order):
                self.kept[order] = piece
            else:
                self.left_over[order] = piece
                if self._has_room(piece):
                    self.left_over.update(queue)
                    continue
            if not queue:
                continue
            if in_turns:
                queues.append(queue)
            else:
                queues.appendleft(queue)

    def leave(self, groups: Sequence[Sequence[Piece]], first: Sequence[int | None]) -> None:
        """Leave out what stands behind the first so many pieces of each group."""
        for number, (group, count) in enumerate(zip(groups, first, strict=True)):
            if count is not None:
                rest = enumerate(group[count:], count)
                self.left_over.update(((number, place), piece) for place, piece in rest)

    def pour_together(self, group: Sequence[Piece], number: int) -> None:
        """Keep all of a group or nothing: a choice among claims about money would mislead."""
        placed = {(number, place): piece for place, piece in enumerate(group)}
        target = self.kept if self._fits(self.kept | placed) else self.left_over
        target.update(placed)

    def fill_up(self, groups: Sequence[Sequence[Piece]], first: int) -> list[Piece]:
        """Add pieces in turns while the text is shorter than it may be; says which.

        Args:
            groups: the pieces of each source.
            first: number of the first group among all sources of the field.
        """
        added: list[Piece] = []
        queues = _queues(groups, first)
        while queues and self._is_short():
            queue = queues.popleft()
            order, piece = queue.popleft()
            if self._has_room(piece, order):
                self.kept[order] = piece
                added.append(piece)
                if queue:
                    queues.append(queue)
        return added

    def _has_room(self, piece: Piece, order: Order | None = None) -> bool:
        """Whether a piece fits in beside all that is there; by itself without an order."""
        return self._fits(self.kept | {order: piece} if order else {(0, 0): piece})

    def _fits(self, placed: Mapping[Order, Piece]) -> bool:
        limit = self._limit
        text = compose(self.pieces(placed))
        return limit is None or measure(text, limit.unit) <= limit.most

    def _is_short(self) -> bool:
        limit = self._limit
        text = compose(self.pieces(self.kept))
        return limit is not None and measure(text, limit.unit) < limit.least


def _queues(groups: Sequence[Sequence[Piece]], first: int) -> deque[deque[tuple[Order, Piece]]]:
    """The pieces of each group with their places, without empty groups."""
    return deque(
        deque(((number, place), piece) for place, piece in enumerate(group))
        for number, group in enumerate(groups, first)
        if group
    )
