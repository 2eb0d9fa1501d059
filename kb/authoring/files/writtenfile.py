"""A file's text with the places of all that is in it, asked line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.authoring.files.yamltext import SCHEMA_MARK
from kb.content.yamlfile import Document, FieldPath, Span, Tree

_NOTHING = r"(?:\s|(?<![^\s])#[^\r\n]*)*"
_COLON = re.compile(_NOTHING + ":")
_DASH = re.compile(_NOTHING + "-")
_COMMENT = re.compile(r"[ \t]*(#[^\r\n]*)?")
_HEADER = re.compile(r"([|>])[-+0-9]*[ \t]*(#[^\r\n]*)?")
_LINE_END = re.compile("\r\n|\r|\n")
_BLOCK_STYLES = ("|", ">")


class WrittenFile:
    """Where things stand in a file, as a person looks at them.

    Args:
        document: the file, without faults.

    Attributes:
        text: what it holds; a line end stands behind its last line in any case.
        newline: its line end.
    """

    def __init__(self, document: Document) -> None:
        self.text = document.data.decode()
        found = _LINE_END.search(self.text)
        self.newline = found[0] if found else "\n"
        self.is_finished = self.text.endswith(("\n", "\r"))
        if not self.is_finished:
            self.text += self.newline
        self.tree = document.value
        self.spans = document.places.spans
        self.key_spans = document.places.key_spans

    # Values

    def value(self, path: FieldPath) -> Tree:
        """What stands in a place."""
        value = self.tree
        for step in path:
            value = value[step]  # type: ignore[index] # paths are those of the tree
        return value

    def steps(self, path: FieldPath) -> list[str | int]:
        """Keys or numbers of what stands in a mapping or list, as in the file."""
        value = self.value(path)
        return list(value) if isinstance(value, dict) else list(range(len(value or ())))

    def end(self, path: FieldPath) -> int:
        """Where a value ends, empty lines behind a block text not counted."""
        span = self.spans[path]
        if span.style == "block":
            return self.end((*path, self.steps(path)[-1]))
        if span.style in _BLOCK_STYLES:
            return self._end_of_block_text(span)
        return span.end

    def _end_of_block_text(self, span: Span) -> int:
        header = _HEADER.match(self.text, span.start)
        start = self.next_line(span.start)
        if not header or ("+" in header[0].split("#")[0] and span.style == "|"):
            return span.end
        column = self.content_column(span)
        last = self.line_end(header.end())
        for line_start in self._line_starts(start, span.end):
            line = self.text[line_start : self.line_end(line_start)]
            if line.strip(" \t") or (column is not None and len(line) > column):
                last = line_start + len(line)
        return last

    def content_column(self, span: Span) -> int | None:
        """Column in which the lines of a block text begin; None for one without any."""
        columns = [
            len(line) - len(line.lstrip(" "))
            for start in self._line_starts(self.next_line(span.start), span.end)
            if (line := self.text[start : self.line_end(start)]).strip(" \t")
        ]
        return min(columns, default=None)

    def content_lines(self, path: FieldPath) -> list[str]:
        """Lines of a block text, without indentation."""
        span = self.spans[path]
        column = self.content_column(span) or 0
        starts = self._line_starts(self.next_line(span.start), self.end(path))
        return [self.text[start : self.line_end(start)][column:] for start in starts]

    def header(self, path: FieldPath) -> tuple[str, str, int]:
        """What a block text begins with: its sign and numbers, a comment, and where both end."""
        found = _HEADER.match(self.text, self.spans[path].start)
        if not found:
            raise AssertionError("A block text begins with its header.")
        comment = found[2] or ""
        return found[0].removesuffix(comment).rstrip(), comment, found.end()

    # Entries: a key or dash with its value

    def begin(self, path: FieldPath) -> int:
        """Where a key or the dash of an item begins."""
        if path in self.key_spans:
            return self.key_spans[path].start
        *around, number = path
        parent = tuple(around)
        if self.spans[parent].style == "flow":
            return self.spans[path].start
        if not number or not isinstance(number, int):
            return self.spans[parent].start
        found = _DASH.match(self.text, self.end((*parent, number - 1)))
        if not found:
            raise AssertionError("An item begins with a dash.")
        return found.end() - 1

    def head_end(self, path: FieldPath) -> int:
        """Behind the colon of a key, or the dash of an item."""
        if path not in self.key_spans:
            return self.begin(path) + 1
        found = _COLON.match(self.text, self.key_spans[path].end)
        if not found:
            raise AssertionError("A key ends with a colon.")
        return found.end()

    def is_behind_something(self, path: FieldPath) -> bool:
        """Whether an entry does not begin its line, as the first key behind a dash."""
        begin = self.begin(path)
        return bool(self.text[self.line_start(begin) : begin].strip(" \t"))

    def previous(self, path: FieldPath) -> FieldPath | None:
        """The entry before one in the same list or mapping."""
        *around, step = path
        parent = tuple(around)
        steps = self.steps(parent)
        place = steps.index(step)
        return (*parent, steps[place - 1]) if place else None

    def top(self, path: FieldPath) -> int:
        """Where the lines of an entry begin, with comments that belong to it.

        These stand directly above and are indented like it. What begins the file is the file's.
        """
        start = self.line_start(self.begin(path))
        column = self.begin(path) - start
        before = self.previous(path)
        least = self.next_line(self.end(before)) if before else self._beginning(path)
        here = start
        while here > least:
            line_start = self.line_start(here - len(self.newline))
            line = self.text[line_start : self.line_end(line_start)]
            is_comment = line[:column].strip(" ") == "" and line[column : column + 1] == "#"
            if not is_comment or line.startswith(SCHEMA_MARK):
                break
            here = line_start
        is_head_of_file = not before and len(path) == 1 and here < start and not self._apart(here)
        return start if is_head_of_file else here

    def _beginning(self, path: FieldPath) -> int:
        """Above this line nothing can belong to the first entry of a mapping or list."""
        parent = path[:-1]
        return self.next_line(self.head_end(parent)) if parent else 0

    def _apart(self, line_start: int) -> bool:
        """Whether an empty line stands above."""
        if not line_start:
            return False
        above = self.line_start(line_start - len(self.newline))
        return not self.text[above:line_start].strip()

    def bottom(self, path: FieldPath) -> int:
        """Where the line behind an entry begins."""
        end = self.end(path)
        at_start = end and self.text[end - 1] in "\r\n"
        return end if at_start else self.next_line(end)

    def behind(self, path: FieldPath) -> int:
        """Where another entry can follow: behind comments that are indented deeper."""
        here = self.bottom(path)
        column = self.begin(path) - self.line_start(self.begin(path))
        while here < len(self.text):
            line = self.text[here : self.line_end(here)]
            if not line.lstrip(" ").startswith("#") or line.find("#") <= column:
                break
            here = self.next_line(here)
        return here

    def comment_behind(self, path: FieldPath) -> str:
        """The comment at the end of a value's last line; empty without one."""
        found = _COMMENT.match(self.text, self.end(path))
        return (found[1] or "") if found else ""

    def comment_at_head(self, path: FieldPath) -> str:
        """The comment behind a colon or dash whose value begins further down."""
        found = _COMMENT.match(self.text, self.head_end(path))
        return (found[1] or "") if found else ""

    # Lines

    def line_start(self, position: int) -> int:
        """Where the line begins that a position stands in."""
        return 1 + max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position))

    def line_end(self, position: int) -> int:
        """Where the line ends, its line end not counted."""
        found = _LINE_END.search(self.text, position)
        return found.start() if found else len(self.text)

    def next_line(self, position: int) -> int:
        """Where the next line begins."""
        found = _LINE_END.search(self.text, position)
        return found.end() if found else len(self.text)

    def _line_starts(self, start: int, end: int) -> Iterator[int]:
        while start < min(end, len(self.text)):
            yield start
            start = self.next_line(start)
