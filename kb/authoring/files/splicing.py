"""Brings a file to hold another tree by changing as little of its text as can be.

Every value keeps the way it is written in. What is replaced is noted as a splice of the text, and
all splices are made at the end, so that positions stay those of the file as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kb.authoring.files.aligning import align
from kb.authoring.files.entrywriter import ADDRESS, EntryWriter, Habit, in_order
from kb.authoring.files.flowsplicing import splice_flow
from kb.authoring.files.foldsplicing import refold
from kb.authoring.files.scalars import block_text, indented, write_scalar
from kb.authoring.files.writtenfile import WrittenFile
from kb.authoring.files.yamltext import check_says
from kb.content.fields import model_of
from kb.content.yamlfile import Document, FieldPath, Tree, parse_yaml
from kb.model import Record

_LONGEST = 105
"""A text on one line may become this long before it is folded."""
_LONGEST_FLOW = 110
_DIGITS = re.compile("[0-9]")


class Splice(NamedTuple):
    """Another text for a part of the file."""

    start: int
    end: int
    text: str


def splice(document: Document, wanted: Tree, model: type[Record]) -> bytes:
    """The bytes of a file that holds another tree.

    Args:
        document: the file as it was read, a mapping or list without faults.
        wanted: what it shall hold.
        model: the kind of record.
    """
    if document.value == wanted:
        return document.data
    file = WrittenFile(document)
    text = _brought(file, wanted, model)
    if file.is_finished:
        attempts = [text]
    else:  # the last line's end may belong to a text, and may be wanted where it was missing
        finished = parse_yaml(file.text.encode(), document.path)
        attempts = [text.removesuffix(file.newline), text]
        attempts.append(_brought(WrittenFile(finished), wanted, model))
    data = next((one.encode() for one in attempts if _says(one, wanted)), text.encode())
    check_says(data, wanted)
    return data


def _brought(file: WrittenFile, wanted: Tree, model: type[Record]) -> str:
    splicer = _Splicer(file, model)
    splicer.bring((), file.tree, wanted)
    return splicer.result()


def _says(text: str, wanted: Tree) -> bool:
    document = parse_yaml(text.encode(), Path("-"))
    return not document.issues and document.value == wanted


class _Splicer:
    """Notes what is to be changed."""

    def __init__(self, file: WrittenFile, model: type[Record]) -> None:
        self.file = file
        self.model = model
        self.splices: list[Splice] = []

    def result(self) -> str:
        """The text with all changes."""
        text = self.file.text
        numbered = sorted(enumerate(self.splices), key=lambda one: (one[1][:2], one[0]))
        for _number, (start, end, new) in reversed(numbered):
            text = text[:start] + new + text[end:]
        return text

    def _note(self, start: int, end: int, text: str) -> None:
        self.splices.append(Splice(start, end, text))

    def bring(self, path: FieldPath, old: Tree, new: Tree) -> None:
        """Note all that leads from one value to another."""
        if old == new:
            return
        style = self.file.spans[path].style
        if style == "flow":
            self._bring_flow(path, new)
        elif isinstance(old, dict) and isinstance(new, dict):
            self._bring_mapping(path, old, new)
        elif isinstance(old, list) and isinstance(new, list):
            self._bring_list(path, old, new)
        elif isinstance(old, str) and isinstance(new, str):
            self._bring_text(path, new)
        else:
            self._replace(path, new)

    # Mappings

    def _bring_mapping(self, path: FieldPath, old: dict[str, Tree], new: dict[str, Tree]) -> None:
        kept = [key for key in old if key in new]
        added = in_order([key for key in new if key not in old], self._model_at(path))
        first = next(iter(old))
        is_first_lost = first not in new and self.file.is_behind_something((*path, first))
        if not kept or (is_first_lost and added):
            self._replace(path, new)
            return
        for key, value in old.items():
            if key in new:
                self.bring((*path, key), value, new[key])
            else:
                self._remove((*path, key))
        column = self.file.key_spans[*path, first].column
        for key in added:
            lines = self._writer().field_lines((*path, key), new[key], column)
            self._insert(path, self._predecessor(path, key, kept), kept[0], lines, column)

    def _model_at(self, path: FieldPath) -> type[Record] | None:
        kind = EntryWriter(self.model).kind_at(path) if path else self.model
        return model_of(kind)  # type: ignore[return-value] # any model serves

    def _predecessor(self, path: FieldPath, key: str, kept: list[str]) -> str | None:
        """The key a new one follows: the last of those that the model puts before it."""
        ordered = in_order([*kept, key], self._model_at(path))
        before = {*ordered[: ordered.index(key)]}
        return next((one for one in reversed(kept) if one in before), None)

    # Lists

    def _bring_list(self, path: FieldPath, old: list[Tree], new: list[Tree]) -> None:
        pairs = align(old, new)
        begins_inside = self.file.is_behind_something((*path, 0))
        if begins_inside and (pairs[0][0] is None or pairs[0][1] is None):
            self._replace(path, new)
            return
        column = self.file.spans[path].column
        lost = [a for a, b in pairs if a is not None and b is None]
        first = next(a for a, b in pairs if a is not None and b is not None)
        before: int | None = None
        for a, b in pairs:
            if b is None and a is not None:
                self._remove((*path, a))
            elif a is None and b is not None:
                lines = self._moved(path, old, new[b], lost) or self._writer().item_lines(
                    (*path, b), new[b], column
                )
                self._insert(path, before, first, lines, column)
            elif a is not None and b is not None:
                self.bring((*path, a), old[a], new[b])
                before = a

    def _moved(
        self, path: FieldPath, old: list[Tree], value: Tree, lost: list[int]
    ) -> list[str] | None:
        """Lines of an item that only goes to another place, comments included."""
        for number in lost:
            if old[number] == value and self.file.end((*path, number)) < len(self.file.text):
                lost.remove(number)
                here = (*path, number)
                told = self.file.text[self.file.top(here) : self.file.bottom(here)]
                return told.removesuffix(self.file.newline).split(self.file.newline)
        return None

    # Lines come and go

    def _remove(self, path: FieldPath) -> None:
        file = self.file
        begin = file.begin(path)
        if not file.is_behind_something(path):
            self._note(file.top(path), file.bottom(path), "")
            return
        *around, step = path
        parent = tuple(around)
        steps = file.steps(parent)
        following = file.begin((*parent, steps[steps.index(step) + 1]))
        if "#" in file.text[file.end(path) : following]:  # a comment keeps its line
            self._note(begin, file.end(path), "")
        else:
            self._note(begin, following, "")

    def _insert(
        self,
        path: FieldPath,
        before: str | int | None,
        first: str | int,
        lines: list[str],
        column: int,
    ) -> None:
        """Put lines behind an entry, or above the first one."""
        file = self.file
        newline = file.newline
        if before is not None:
            place = file.behind((*path, before))
        elif file.is_behind_something((*path, first)):
            place = file.begin((*path, first))
            text = newline.join(lines).lstrip(" ") + newline + " " * column
            self._note(place, place, text)
            return
        else:
            place = file.top((*path, first))
        self._note(place, place, newline.join(lines) + newline)

    # Single values

    def _bring_text(self, path: FieldPath, new: str) -> None:
        span = self.file.spans[path]
        if span.style in ("|", ">"):
            self._bring_block_text(path, new)
            return
        style = '"' if EntryWriter(self.model).kind_at(path) == ADDRESS else span.style
        text = write_scalar(new, in_flow=False, style=style)
        is_long = span.column + len(text) > _LONGEST and " " in new
        if (is_long or "\n" in new) and block_text(new) is not None:
            self._replace(path, new)
        else:
            self._note(span.start, span.end, text)

    def _bring_block_text(self, path: FieldPath, new: str) -> None:
        file = self.file
        span = file.spans[path]
        header, comment, header_end = file.header(path)
        written = refold(_DIGITS.sub("", header), file.content_lines(path), new)
        if written and _is_column_sure(file.value(path)):
            written = written._replace(header=header)  # a number in it still holds
        written = written or block_text(new)
        if written is None:
            text = write_scalar(new, in_flow=False, style='"')
            self._note(span.start, file.end(path), f"{text}  {comment}".rstrip())
            return
        if written.header != header:
            self._note(span.start, span.start + len(header), written.header)
        column = file.content_column(span)
        if column is None:
            column = self._column(path) + 2
        start = file.next_line(header_end)
        end = max(start, file.end(path))
        tail = file.newline if end and file.text[end - 1] in "\r\n" else ""
        self._note(start, end, file.newline.join(indented(written.lines, column)) + tail)

    def _column(self, path: FieldPath) -> int:
        begin = self.file.begin(path)
        return begin - self.file.line_start(begin)

    def _replace(self, path: FieldPath, new: Tree, habit: str | None = None) -> None:
        """Write a value anew, as a person would."""
        file = self.file
        if not path:
            self._replace_all(new)
            return
        style = file.spans[path].style
        column = self._column(path)
        if habit is None and (style in ("flow", "block") and not isinstance(new, str)):
            habit = style
        habits = {path: Habit(habit)} if habit else {}
        head, *rest = self._writer(habits).value_lines(path, new, column)
        comment = self._comment(path, style)
        start, end = file.head_end(path), file.end(path)
        if rest or style in ("block", "|", ">"):
            end = max(end, file.line_end(end)) if file.text[end - 1] not in "\r\n" else end
        elif "\n" in file.text[start : file.spans[path].start]:
            start, head = file.spans[path].start, head.lstrip(" ")
            comment = ""
        else:
            comment = ""
        head = f"{head}  {comment}" if comment else head
        tail = file.newline if end and file.text[end - 1] in "\r\n" else ""
        self._note(start, end, file.newline.join([head, *rest]) + tail)

    def _comment(self, path: FieldPath, style: str) -> str:
        if style == "block":
            return self.file.comment_at_head(path)
        if style in ("|", ">"):
            return self.file.header(path)[1]
        return self.file.comment_behind(path)

    def _replace_all(self, new: Tree) -> None:
        keys = self.file.steps(())
        start = self.file.top((keys[0],))
        lines = self._writer().record_lines(new)
        self._note(start, start, "".join(line + self.file.newline for line in lines))
        for key in keys:
            self._remove((key,))

    def _writer(self, habits: Mapping[FieldPath, Habit] | None = None) -> EntryWriter:
        return EntryWriter(self.model, habits=habits)

    # Brackets and braces

    def _bring_flow(self, path: FieldPath, new: Tree) -> None:
        file = self.file
        span = file.spans[path]
        text = splice_flow(file, path, new, self._writer())
        before = file.text[span.start : span.end]
        is_inside_lines = bool(path) and "#" not in before and not file.comment_behind(path)
        longest = max(_LONGEST_FLOW, span.column + len(before))
        is_long = "\n" not in text and span.column + len(text) > longest
        if is_inside_lines and (is_long or _has_lines(new)) and not isinstance(new, str):
            self._replace(path, new, "block")
        elif isinstance(new, str):
            self._replace(path, new)
        else:
            self._note(span.start, span.end, text)


def _is_column_sure(value: Tree) -> bool:
    """Whether the lines of a block text begin where its indentation ends."""
    lines = value.split("\n") if isinstance(value, str) else ()
    return any(line and line[0] != " " for line in lines)


def _has_lines(value: Tree) -> bool:
    """Whether there is a text over several lines in a value."""
    if isinstance(value, str):
        return "\n" in value
    inside = value.values() if isinstance(value, dict) else value or ()
    return any(map(_has_lines, inside))
