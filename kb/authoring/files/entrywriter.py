"""Writes values as lines, as a person would.

Keys stand in the model's order. Prose longer than a line is folded, short facts stand together on
one line, everything else is a list or mapping line by line. Whoever brings a file to this style
can hand over the habits of its author, which are kept as far as they are good ones too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from kb.authoring.files.scalars import (
    FOLD_WIDTH,
    BlockText,
    block_reads_back,
    block_text,
    indented,
    write_key,
    write_scalar,
)
from kb.content.fields import annotation_at, bare, enum_of, fields_of, item_of, mapping_of, model_of
from kb.content.yamlfile import FieldPath, Tree
from kb.model import Concept, GlossaryTerm, Press, Settings
from kb.model.types import Count, Country, Degrees, LanguageTag, Prose, Url

_GAP = "\0"
"""Stands for an empty line between values; those inside a text are empty from the start."""
_STEP = 2
_LINE = 90
"""A text that makes a longer line is folded."""
_FLOW_LINE = 110
_KEPT_LINE, _KEPT_FLOW_LINE = 105, 125
"""What somebody has written on one line stays there up to this length."""
_KEPT_FOLD = FOLD_WIDTH + 16
_FLOW_LISTS = ("topics", "target_groups", "alternative", "also")
"""Lists of words that stand on one line, as those of codes and numbers do."""
_FLOW_ITEMS = tuple(map(bare, (LanguageTag, Country, Count, Degrees)))
ADDRESS = bare(Url)
"""Addresses always stand in quotation marks."""
_ALWAYS_BLOCK = (Press, Concept, GlossaryTerm, Settings)
"""Parts that stand line by line although there may be no prose in them."""


class Habit(NamedTuple):
    """How somebody has written a value."""

    style: str
    """As in `kb.content.yamlfile.Span`."""
    lines: Sequence[str] = ()
    """Of a text over several lines, without indentation."""


@dataclass(frozen=True)
class Remarks:
    """Comments of a file, each with its `#`, by the value they belong to."""

    above: Mapping[FieldPath, Sequence[str]] = field(default_factory=dict)
    """Lines; an empty one sets what follows apart. Those of () end the file."""
    beside: Mapping[FieldPath, str] = field(default_factory=dict)
    below: Mapping[FieldPath, Sequence[str]] = field(default_factory=dict)
    """Lines behind the last item of a list or mapping, indented like it."""
    header: Sequence[str] = ()
    """Lines that begin the file."""


class EntryWriter:
    """Writes values as lines.

    Args:
        model: the kind of record.
        remarks: comments to be written along.
        habits: how values were written before.
    """

    def __init__(
        self,
        model: type[BaseModel],
        remarks: Remarks | None = None,
        habits: Mapping[FieldPath, Habit] | None = None,
    ) -> None:
        self._model = model
        self._remarks = remarks or Remarks()
        self._habits = habits or {}
        told = (*self._remarks.above, *self._remarks.beside, *self._remarks.below)
        self._with_remarks = {path[:n] for path in told for n in range(len(path))}
        """Where a comment stands inside, so that it cannot stand on one line."""

    def record_lines(self, tree: Tree) -> list[str]:
        """Lines of a whole record."""
        if not isinstance(tree, dict):
            raise TypeError("A record is a mapping.")
        absent = {path[0] for path in self._remarks.above if len(path) == 1} - {*tree}
        lines = [one or _GAP for one in self._remarks.header]
        for key in in_order([*tree, *map(str, sorted(absent, key=str))], self._model):
            if key in tree:
                lines += self.field_lines((key,), tree[key], 0)
            else:
                lines += self._above((key,), 0)
        return _with_gaps([*lines, *self._below((), 0), *self._above((), 0)])

    def field_lines(self, path: FieldPath, value: Tree, column: int) -> list[str]:
        """Lines of a key and its value.

        Args:
            path: where the value stands.
            value: what it is.
            column: where the key begins.
        """
        start = " " * column + write_key(str(path[-1])) + ":"
        return [*self._above(path, column), *self._value_lines(path, value, start, column)]

    def item_lines(self, path: FieldPath, value: Tree, column: int) -> list[str]:
        """Lines of a list's item; its dash begins in the column."""
        start = " " * column + "-"
        above = self._above(path, column)
        if self._inline(path, value, len(start) + 1) is not None or isinstance(value, str):
            return [*above, *self._value_lines(path, value, start, column)]
        if beside := self._remarks.beside.get(path):
            above.append(" " * column + beside)
        if first := self._first_child(path, value):  # what stands above it stands above the dash
            above += self._above(first, column)
        lines = self._children(path, value, column + _STEP, is_first_told=True)
        lines[0] = start + " " + lines[0].lstrip(" ")
        return [*above, *lines]

    def value_lines(self, path: FieldPath, value: Tree, column: int) -> list[str]:
        """Lines of a value alone: what follows the colon or dash, and the lines below.

        Args:
            path: where the value stands.
            value: what it is.
            column: where its key or dash begins.
        """
        head = " " * column + (write_key(path[-1]) + ":" if isinstance(path[-1], str) else "-")
        if isinstance(path[-1], str):
            first, *rest = self._value_lines(path, value, head, column)
        else:
            first, *rest = self.item_lines(path, value, column)
        return [first.removeprefix(head), *rest]

    def _value_lines(self, path: FieldPath, value: Tree, start: str, column: int) -> list[str]:
        beside = self._remarks.beside.get(path)
        tail = f"  {beside}" if beside else ""
        if (inline := self._inline(path, value, len(start) + 1)) is not None:
            return [f"{start} {inline}{tail}"]
        if isinstance(value, str):
            block = self._block(path, value)
            if block is None:
                return [f"{start} {write_scalar(value, in_flow=False)}{tail}"]
            return [f"{start} {block.header}{tail}", *indented(block.lines, column + _STEP)]
        return [start + tail, *self._children(path, value, column + _STEP)]

    def _children(
        self, path: FieldPath, value: Tree, column: int, *, is_first_told: bool = False
    ) -> list[str]:
        """Lines of what stands in a mapping or list."""
        lines: list[str] = []
        for step, child in self._in_order(path, value):
            below = (*path, step)
            if isinstance(value, dict):
                told = self.field_lines(below, child, column)
            else:
                told = self.item_lines(below, child, column)
            if is_first_told and not lines:
                told = told[len(self._above(below, column)) :]
            lines += told
        return [*lines, *self._below(path, column)]

    def _in_order(self, path: FieldPath, value: Tree) -> Iterator[tuple[str | int, Tree]]:
        if isinstance(value, dict):
            model = model_of(self.kind_at(path))
            for key in in_order(list(value), model):
                yield key, value[key]
        elif isinstance(value, list):
            yield from enumerate(value)

    def _first_child(self, path: FieldPath, value: Tree) -> FieldPath:
        return next(((*path, step) for step, _child in self._in_order(path, value)), ())

    def kind_at(self, path: FieldPath) -> Any:
        """What the model says of a place; None for one it does not know."""
        return _kind_at(self._model, tuple(0 if isinstance(one, int) else one for one in path))

    # On one line

    def _inline(self, path: FieldPath, value: Tree, used: int) -> str | None:
        """A value on one line, None where it should not stand there."""
        habit = self._habits.get(path)
        if isinstance(value, str):
            return self._inline_text(path, value, used)
        if not self._wants_flow(path, value) or path in self._with_remarks:
            return None
        text = self.flow(path, value)
        return text if used + len(text) <= (_KEPT_FLOW_LINE if habit else _FLOW_LINE) else None

    def _inline_text(self, path: FieldPath, value: str, used: int) -> str | None:
        habit = self._habits.get(path)
        is_address = self._is_address(path)
        if "\n" in value and block_text(value) is not None:
            return None
        if habit and habit.style in "|>" and not is_address and block_text(value) is not None:
            return None
        text = self._text(path, value, in_flow=False)
        if is_address or " " not in value:
            return text
        fits = used + len(text) <= (_KEPT_LINE if habit else _LINE)
        return text if fits or block_text(value) is None else None

    def _is_address(self, path: FieldPath) -> bool:
        return bool(self.kind_at(path) == ADDRESS)

    def _text(self, path: FieldPath, value: str, *, in_flow: bool) -> str:
        habit = self._habits.get(path)
        is_quoted = self._is_address(path) or (habit and habit.style in "\"'")
        return write_scalar(value, in_flow=in_flow, style='"' if is_quoted else "plain")

    def flow(self, path: FieldPath, value: Tree) -> str:
        """A value in brackets or braces."""
        if isinstance(value, str) or value is None:
            return self._text(path, value or "", in_flow=True)
        pieces = [
            (step, self.flow((*path, step), one)) for step, one in self._in_order(path, value)
        ]
        if isinstance(value, dict):
            return "{" + ", ".join(f"{write_key(str(key))}: {text}" for key, text in pieces) + "}"
        return "[" + ", ".join(text for _step, text in pieces) + "]"

    def _wants_flow(self, path: FieldPath, value: Tree) -> bool:
        if not value:
            return True
        if habit := self._habits.get(path):
            return habit.style == "flow"
        kind = self.kind_at(path)
        if isinstance(value, list):
            return self._is_flow_list(path, value, kind)
        return isinstance(value, dict) and _is_flow_mapping(value, kind)

    def _is_flow_list(self, path: FieldPath, value: list[Tree], kind: Any) -> bool:
        item = item_of(kind)
        if not all(isinstance(one, str) for one in value) or item is None:
            return False
        named = path[-1] if path else ""
        return named in _FLOW_LISTS or bare(item) in _FLOW_ITEMS or enum_of(item) is not None

    # Over several lines

    def _block(self, path: FieldPath, value: str) -> BlockText | None:
        block = block_text(value)
        habit = self._habits.get(path)
        if block and habit and habit.style == block.header[0]:
            kept = BlockText(block.header, list(habit.lines))
            if all(len(one) <= _KEPT_FOLD for one in kept.lines) and block_reads_back(kept, value):
                return kept
        return block

    def _above(self, path: FieldPath, column: int) -> list[str]:
        return _remark_lines(self._remarks.above.get(path, ()), column)

    def _below(self, path: FieldPath, column: int) -> list[str]:
        return _remark_lines(self._remarks.below.get(path, ()), column)


def _remark_lines(lines: Sequence[str], column: int) -> list[str]:
    return [" " * column + line if line else _GAP for line in lines]


def _with_gaps(lines: Sequence[str]) -> list[str]:
    """Lines with empty ones in place of gaps: one at a time, none at either end."""
    kept: list[str] = []
    for line in lines:
        if line != _GAP:
            kept.append(line)
        elif kept and kept[-1] != _GAP:
            kept.append(_GAP)
    while kept and kept[-1] == _GAP:
        kept.pop()
    return ["" if line == _GAP else line for line in kept]


@cache
def _kind_at(model: type[BaseModel], path: FieldPath) -> Any:
    return annotation_at(model, path)


def _is_flow_mapping(value: Mapping[str, Tree], kind: Any) -> bool:
    """Whether a mapping holds nothing but short facts."""
    model = model_of(kind)
    if model in _ALWAYS_BLOCK or (model is None and mapping_of(kind) is None):
        return False
    fields = fields_of(model) if model else {}
    for key, one in value.items():
        prose: Prose | None = fields[key].prose if key in fields else None
        texts = one if isinstance(one, list) else [one]
        if prose or not all(isinstance(text, str) and "\n" not in text for text in texts):
            return False
    return True


def in_order(keys: Sequence[str], model: type[BaseModel] | None) -> list[str]:
    """Keys in the model's order; those it does not know follow in their own."""
    if model is None:
        return list(keys)
    places = {key: place for place, key in enumerate(fields_of(model))}
    return sorted(keys, key=lambda key: places.get(key, len(places)))
