"""Values in brackets and braces that are changed: what stays the same stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.authoring.files.aligning import align
from kb.authoring.files.entrywriter import ADDRESS, EntryWriter, in_order
from kb.authoring.files.scalars import write_key, write_scalar
from kb.authoring.files.writtenfile import WrittenFile
from kb.content.fields import model_of
from kb.content.yamlfile import FieldPath, Tree

_COMMA = re.compile(r"\s*,")


def splice_flow(file: WrittenFile, path: FieldPath, new: Tree, writer: EntryWriter) -> str:
    """The text of a value in brackets or braces once it holds something else."""
    return _Flow(file, path, writer).brought(file.value(path), new)


class _Flow:
    """One pair of brackets or braces."""

    def __init__(self, file: WrittenFile, path: FieldPath, writer: EntryWriter) -> None:
        self.file = file
        self.path = path
        self.writer = writer
        self.splices: list[tuple[int, int, str]] = []

    def brought(self, old: Tree, new: Tree) -> str:
        """The text once it holds something else."""
        if isinstance(old, dict) and isinstance(new, dict) and {*old} & {*new}:
            self._mapping(old, new)
        elif isinstance(old, list) and isinstance(new, list) and old and new:
            self._list(old, new)
        else:
            return self.writer.flow(self.path, new)
        span = self.file.spans[self.path]
        text = self.file.text
        end = span.end
        pieces = []
        for start, stop, told in sorted(self.splices, key=lambda one: one[:2], reverse=True):
            pieces += [text[stop:end], told]
            end = start
        return "".join(reversed([*pieces, text[span.start : end]]))

    def _mapping(self, old: Mapping[str, Tree], new: Mapping[str, Tree]) -> None:
        kind = self.writer.kind_at(self.path)
        kept = [key for key in old if key in new]
        for key in kept:
            self._bring(key, old[key], new[key])
        self._remove_runs([*old], {*kept})
        model = model_of(kind)
        added = in_order([key for key in new if key not in old], model)
        by_place: dict[str | None, list[str]] = {}
        for key in added:
            ordered = in_order([*kept, key], model)
            before = {*ordered[: ordered.index(key)]}
            place = next((one for one in reversed(kept) if one in before), None)
            told = f"{write_key(key)}: {self.writer.flow((*self.path, key), new[key])}"
            by_place.setdefault(place, []).append(told)
        for place, pieces in by_place.items():
            self._insert(place, kept[0], pieces)

    def _list(self, old: Sequence[Tree], new: Sequence[Tree]) -> None:
        pairs = align(old, new)
        kept = [a for a, b in pairs if a is not None and b is not None]
        by_place: dict[int | None, list[str]] = {}
        before: int | None = None
        for a, b in pairs:
            if a is not None and b is not None:
                self._bring(a, old[a], new[b])
                before = a
            elif b is not None:
                told = self.writer.flow((*self.path, b), new[b])
                by_place.setdefault(before, []).append(told)
        self._remove_runs(range(len(old)), {*kept})
        for place, pieces in by_place.items():
            self._insert(place, kept[0], pieces)

    def _bring(self, step: str | int, old: Tree, new: Tree) -> None:
        if old == new:
            return
        path = (*self.path, step)
        span = self.file.spans[path]
        if isinstance(new, str) and isinstance(old, str):
            style = '"' if self.writer.kind_at(path) == ADDRESS else span.style
            text = write_scalar(new, in_flow=True, style=style)
        elif span.style == "flow":
            text = splice_flow(self.file, path, new, self.writer)
        else:
            text = self.writer.flow(path, new)
        self.splices.append((span.start, span.end, text))

    def _insert(self, before: str | int | None, first: str | int, pieces: Sequence[str]) -> None:
        if before is None:
            place = self._start(first)
            self.splices.append((place, place, "".join(f"{one}, " for one in pieces)))
        else:
            place = self.file.spans[*self.path, before].end
            self.splices.append((place, place, "".join(f", {one}" for one in pieces)))

    def _start(self, step: str | int) -> int:
        path = (*self.path, step)
        return self.file.key_spans.get(path, self.file.spans[path]).start

    def _end(self, step: str | int) -> int:
        return self.file.spans[*self.path, step].end

    def _remove_runs(self, steps: Sequence[str | int], kept: set[str] | set[int]) -> None:
        """Take out what goes, with the commas between."""
        start = 0
        while start < len(steps):
            end = start
            while end < len(steps) and steps[end] not in kept:
                end += 1
            if end > start:
                self._remove_run(steps, start, end)
            start = end + 1

    def _remove_run(self, steps: Sequence[str | int], start: int, end: int) -> None:
        if end < len(steps):
            gap = self._start(steps[start]), self._start(steps[end])
        else:
            gap = self._end(steps[start - 1]), self._end(steps[-1])
        if "#" not in self.file.text[slice(*gap)]:
            self.splices.append((*gap, ""))
            return
        for step in steps[start:end]:  # a comment stands there, and stays
            stop = self._end(step)
            comma = _COMMA.match(self.file.text, stop)
            self.splices.append((self._start(step), comma.end() if comma else stop, ""))
