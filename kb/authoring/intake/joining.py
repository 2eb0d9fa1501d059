"""Rows that stand alone and name one entry in several ways: by its id, its title, a former id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from kb.authoring.form.composing import Filled, Typed
from kb.authoring.intake.received import Received, ReceivedForm
from kb.errors import Issue, Location

_ROW = re.compile(r"[0-9]+$")
"""What the place of a cell ends with."""


def join_rows(received: Received, find_owner: Callable[[ReceivedForm], str | Issue]) -> Received:
    """What came with a file, with the rows of each entry in one form.

    Args:
        received: what was read, rows apart as they name their practice.
        find_owner: tells which entry rows belong to, or why that is not clear.
    """
    alone = [one for one in received.forms if one.owner is not None]
    if len(alone) < 2:
        return received
    by_entry: dict[str, list[ReceivedForm]] = defaultdict(list)
    for one in alone:
        found = find_owner(one)
        if isinstance(found, str):
            by_entry[found].append(one)
    forms: dict[int, ReceivedForm] = {id(one): one for one in received.forms}
    for entry_id, same in by_entry.items():
        if len(same) > 1:
            forms[id(same[0])] = _joined(entry_id, same)
            for one in same[1:]:
                del forms[id(one)]
    return replace(received, forms=tuple(forms.values()))


def _joined(entry_id: str, forms: Sequence[ReceivedForm]) -> ReceivedForm:
    """The rows of one entry, in the order they stand in; what two of them say is taken once."""
    first = forms[0]
    groups: dict[str, list[Typed | Filled]] = defaultdict(list)
    for one in forms:
        for key, rows in one.form.filled.items():
            groups[key] += rows if isinstance(rows, list) else ()
    issues = [issue for one in forms for issue in one.issues]
    filled: Filled = {}
    for key, rows in groups.items():
        kept: dict[object, Typed | Filled] = {}
        for row in _in_order(rows):
            if (said := _said(row)) in kept:
                params = {"twice": _row_of(_place(kept[said]))}
                where = Location(first.form.path, place=_place(row))
                issues.append(Issue("KB746", where, params))
            else:
                kept[said] = row
        filled[key] = list(kept.values())
    return replace(
        first,
        form=replace(first.form, filled=filled, entry_id=entry_id),
        asked=frozenset().union(*(one.asked or () for one in forms)),
        issues=tuple(issues),
    )


def _in_order(rows: Sequence[Typed | Filled]) -> list[Typed | Filled]:
    """Rows as they stand below each other, one sheet after the other."""
    numbers = count()
    sheets: dict[str, int] = defaultdict(lambda: next(numbers))

    def where(row: Typed | Filled) -> tuple[int, int]:
        place = _place(row)
        return sheets[place.rpartition("!")[0]], int(_row_of(place) or 0)

    return sorted(rows, key=where)


def _place(row: object) -> str:
    """Where the first answer of a row stands."""
    return next((one.place for one in _iter_answers(row)), "")


def _row_of(place: str) -> str:
    found = _ROW.search(place)
    return found[0] if found else ""


def _said(row: Typed | Filled) -> object:
    """What a row says, wherever it stands."""
    if isinstance(row, Typed):
        return str(row.value)
    return tuple((key, *(str(one.value) for one in _iter_answers(row[key]))) for key in sorted(row))


def _iter_answers(row: object) -> Iterator[Typed]:
    if isinstance(row, Typed):
        yield row
    elif isinstance(row, dict | list):
        for one in row.values() if isinstance(row, dict) else row:
            yield from _iter_answers(one)
