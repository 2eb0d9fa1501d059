"""Buttons of lists: without any script a list grows and shrinks by sending the whole form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.web.editing.fields import below, id_of
from kb.web.editing.sent import MOST_ITEMS

BUTTONS = ("add", "drop", "up", "down", "restore")
_LONGEST_SHOWN = 120
_DEEPEST = 4
"""Answers lie in lists of groups of lists at most."""


class Removed(NamedTuple):
    """An item that was just taken out of a list, so that it can be put back."""

    name: str
    """Of the item, such as "results.0"."""
    words: str
    """Its first words."""
    packed: str
    """The whole of it, for a hidden field."""

    @property
    def list_id(self) -> str:
        """Id of the list's element."""
        return id_of(self.name.rpartition(".")[0])


class Changed(NamedTuple):
    """What a button did."""

    focus: str
    """Name of the item to go on with; that of the list where nothing is left of it."""
    removed: Removed | None = None


def change_list(filled: Filled, action: str, name: str, packed: str = "") -> Changed:
    """Do what a button of a list says.

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
    removed = None
    if action in ("add", "restore"):
        new = _unpack(packed) if action == "restore" else _empty(question)
        number = len(items) if action == "add" else min(number, len(items))
        if len(items) < MOST_ITEMS and new is not None:
            items.insert(number, new)
    elif action == "drop":
        removed = _as_removed(name, items.pop(number))
        number = min(number, len(items) - 1)
    else:
        other = min(max(number + (-1 if action == "up" else 1), 0), len(items) - 1)
        items[number], items[other] = items[other], items[number]
        number = other
    return Changed(f"{list_name}.{number}" if items else list_name, removed)


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


def _as_removed(name: str, item: Typed | Filled) -> Removed | None:
    """What was taken out; None for an empty item."""
    words = " · ".join(" ".join(one.split()) for one in _words(item) if one.strip())
    if not words:
        return None
    shown = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
    return Removed(name, shown, json.dumps(_plain(item), ensure_ascii=False))


def find_removed(name: str, packed: str) -> Removed | None:
    """An item that was taken out before, by its hidden fields; None where there is none."""
    item = _unpack(packed) if _parted(name)[0] != name else None
    return _as_removed(name, item) if item is not None else None


def _words(item: object) -> Iterable[str]:
    if isinstance(item, Typed):
        yield str(item.value)
    elif isinstance(item, dict | list):
        for one in item.values() if isinstance(item, dict) else item:
            yield from _words(one)


def _plain(item: object) -> object:
    if isinstance(item, dict):
        return {key: _plain(one) for key, one in item.items()}
    if isinstance(item, list):
        return [_plain(one) for one in item]
    return str(item.value) if isinstance(item, Typed) else ""


def _unpack(packed: str) -> Typed | Filled | None:
    """The item of `Removed.packed`; None for what is none."""
    try:
        found = _filled(json.loads(packed), _DEEPEST)
    except (ValueError, RecursionError):
        return None
    return None if isinstance(found, list) else found


def _filled(plain: object, depth: int) -> Typed | Filled | list[Typed | Filled]:
    if isinstance(plain, str):
        return Typed(plain)
    if isinstance(plain, dict) and depth:
        return {str(key): _filled(one, depth - 1) for key, one in plain.items()}
    if isinstance(plain, list) and depth:
        inside = (_filled(one, depth - 1) for one in plain)
        return [one for one in inside if not isinstance(one, list)]
    raise ValueError(plain)


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
