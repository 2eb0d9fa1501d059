"""Buttons of lists: without any script a list grows and shrinks by sending the whole form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.authoring.form.citing import (
    SOURCES,
    Cited,
    citing_questions,
    follow,
    numbers_of,
)
from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.packing import as_json, from_json
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.web.editing.fields import below, id_of
from kb.web.editing.sent import MOST_ITEMS

BUTTONS = ("add", "drop", "up", "down", "restore")
_LONGEST_SHOWN = 120


class Removed(NamedTuple):
    """An item that was just taken out of a list, so that it can be put back."""

    name: str
    """Of the item, such as "results.0"."""
    words: str
    """Its first words."""
    packed: str
    """The whole of it and who cited it, for a hidden field."""

    @property
    def list_id(self) -> str:
        """Id of the list's element."""
        return id_of(self.name.rpartition(".")[0])


class Changed(NamedTuple):
    """What a button did."""

    focus: str
    """Name of the item to go on with; that of the list where nothing is left of it."""
    removed: Removed | None = None
    uncited: Sequence[Cited] = ()
    """Answers that cited the item which was dropped, and have no number of it now."""


def change_list(filled: Filled, action: str, name: str, packed: str = "") -> Changed:
    """Do what a button of a list says; numbers of sources follow their source.

    Args:
        filled: the answers; the list in it is changed.
        action: one of `BUTTONS`: add an item, drop one, move it up or down, or put one back.
        name: of the list for "add", of the item for the others.
        packed: the item, for "restore".
    """
    list_name, number = (name, 0) if action == "add" else _parted(name)
    question = _question(list_name)
    items = _find_list(filled, list_name.split(".")) if question and question.is_list else None
    is_there = items is not None and (action in ("add", "restore") or number < len(items))
    if question is None or items is None or not is_there:
        return Changed(list_name)
    count = len(items)
    places = list(range(1, count + 1))
    removed: Removed | None = None
    cited: Mapping[str, str] = {}
    uncited: list[Cited] = []
    if action in ("add", "restore"):
        back = _unpack(packed) if action == "restore" else _Packed(_empty(question), {})
        number = count if action == "add" else min(number, count)
        if count < MOST_ITEMS and back is not None:
            items.insert(number, back.item)
            places.insert(number, 0)
            cited = back.cited
    elif action == "drop":
        item = items.pop(number)
        places.pop(number)
        uncited = _follow(filled, list_name, places, count)
        removed = _as_removed(name, _Packed(item, {one.name: one.before for one in uncited}))
        number = min(number, len(items) - 1)
    else:
        other = min(max(number + (-1 if action == "up" else 1), 0), len(items) - 1)
        items[number], items[other] = items[other], items[number]
        places[number], places[other] = places[other], places[number]
        number = other
    if action != "drop":
        _follow(filled, list_name, places, count)
        _cite_again(filled, cited)
    return Changed(f"{list_name}.{number}" if items else list_name, removed, uncited)


def _follow(filled: Filled, list_name: str, places: Sequence[int], count: int) -> list[Cited]:
    """Let numbers of sources follow; gives the answers that cited one which is gone.

    Args:
        filled: the answers, which are changed.
        list_name: of the list that was changed.
        places: for each of its items, which one it was before, counted from 1.
        count: how many there were.
    """
    if list_name != SOURCES:
        return []
    now = {old: new for new, old in enumerate(places, 1)}
    followed, told = follow(filled, {old: now.get(old) for old in range(1, count + 1)})
    filled.update(followed)
    return [one for one in told if one.is_lost]


def _cite_again(filled: Filled, cited: Mapping[str, str]) -> None:
    """Give its number back to who cited a source that is there again, unless they cite others."""
    for question in citing_questions():
        groups = filled.get(question.path[0])
        for at, group in enumerate(groups if isinstance(groups, list) else ()):
            before = cited.get(f"{question.path[0]}.{at}.{question.key}", "")
            if before and isinstance(group, dict):
                wanted = before.split(", ")
                if set(numbers_of(group.get(question.key))) <= set(wanted):
                    group[question.key] = [Typed(one) for one in wanted]


def _question(list_name: str) -> Question | None:
    """The question a list answers."""
    return practice_form().find(
        ".".join(one for one in list_name.split(".") if not _is_number(one))
    )


def _empty(question: Question) -> Typed | Filled:
    return {} if question.kind is Kind.PART else Typed("")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _parted(name: str) -> tuple[str, int]:
    head, _dot, last = name.rpartition(".")
    return (head, int(last)) if _is_number(last) else (name, MOST_ITEMS)


def _find_list(filled: Filled, path: Sequence[str]) -> list[Typed | Filled] | None:
    """The list at a path of keys and numbers; made where there is none yet."""
    here: object = filled
    for step in path[:-1]:
        if isinstance(here, dict):
            here = here.setdefault(step, {})
        elif isinstance(here, list) and _is_number(step) and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    if not isinstance(here, dict):
        return None
    found = here.setdefault(path[-1], [])
    return found if isinstance(found, list) else None


# An item that was taken out


class _Packed(NamedTuple):
    """What has to be known to put an item back."""

    item: Typed | Filled
    cited: Mapping[str, str]
    """Names of the answers that cited it, with the numbers they had."""


def _as_removed(name: str, packed: _Packed) -> Removed | None:
    """What was taken out; None for an empty item."""
    words = " · ".join(" ".join(one.split()) for one in _words(packed.item) if one.strip())
    if not words:
        return None
    shown = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
    cited: Filled = {one: Typed(numbers) for one, numbers in packed.cited.items()}
    return Removed(name, shown, as_json({"item": packed.item, "cited": cited}))


def find_removed(name: str, packed: str) -> Removed | None:
    """An item that was taken out before, by its hidden fields; None where there is none."""
    found = _unpack(packed) if _parted(name)[0] != name else None
    return _as_removed(name, found) if found is not None else None


def _words(item: object) -> Iterable[str]:
    if isinstance(item, Typed):
        yield str(item.value)
    elif isinstance(item, dict | list):
        for one in item.values() if isinstance(item, dict) else item:
            yield from _words(one)


def _unpack(packed: str) -> _Packed | None:
    """The item of `Removed.packed`; None for what is none."""
    found = from_json(packed)
    item = found.get("item") if isinstance(found, dict) else None
    cited = found.get("cited") if isinstance(found, dict) else None
    if item is None or isinstance(item, list):
        return None
    numbers = cited if isinstance(cited, dict) else {}
    return _Packed(
        item, {name: str(one.value) for name, one in numbers.items() if isinstance(one, Typed)}
    )


# Names of fields, once lists have changed


def with_places(filled: Filled, questions: Iterable[Question], above: str = "") -> Filled:
    """The answers, each with the name of the field it will stand in: lists may have changed."""
    placed: Filled = {}
    for question in questions:
        given = filled.get(question.key)
        if given is None:
            continue
        name = below(above, question.key)
        if isinstance(given, list):
            is_numbered = question.kind in (Kind.PART, Kind.TEXT)
            placed[question.key] = [
                _placed(one, question, below(name, str(number)) if is_numbered else name)
                for number, one in enumerate(given)
            ]
        else:
            placed[question.key] = _placed(given, question, name)
    return placed


def _placed(given: Typed | Filled, question: Question, name: str) -> Typed | Filled:
    if isinstance(given, Typed):
        return given._replace(place=name)
    return with_places(given, question.parts, name)
