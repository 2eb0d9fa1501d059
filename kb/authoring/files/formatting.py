"""Brings files to the house style: the same record and comments, as a person writes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kb.authoring.files.editing import FaultyFileError, read_for_editing, refuse_faulty
from kb.authoring.files.entrywriter import EntryWriter, Habit, Remarks
from kb.authoring.files.writtenfile import WrittenFile
from kb.authoring.files.yamltext import check_says, without_empty
from kb.content.root import record_paths
from kb.content.store import MODELS
from kb.content.yamlfile import Document, FieldPath, load_yaml
from kb.errors import N_, Issue, UsageError
from kb.model import Practice, Record

ENOUGH_FOR_PROCESSES = 400
"""Fewer files are done before other processes have begun."""
_GAP = re.compile(r"(?P<line>\r\n|\r|\n)|(?P<comment>(?<!\S)#[^\r\n]*)|[^\r\n#]+|#")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)?")


def format_entry(data: bytes, model: type[Record] = Practice, *, path: Path | None = None) -> bytes:
    """A file's bytes in house style; the same bytes where they are in it already.

    Keys stand in the model's order. How a value is written is its author's choice as long as the
    house style leaves one: folded lines, lists on one line or below each other, quotation marks.

    Args:
        data: what the file holds.
        model: the kind of record.
        path: the file, to be named where it has faults.

    Raises:
        FaultyFileError: the file cannot be read without doubt.
    """
    return _format_document(read_for_editing(data, path), model)


def _format_document(document: Document, model: type[Record]) -> bytes:
    file = WrittenFile(document)
    tree = without_empty(document.value)
    found = [*_iter_comments(file)]
    remarks = _Attaching(file).attach(found)
    writer = EntryWriter(model, remarks, _habits(file))
    told = "".join(f"{line}\n" for line in writer.record_lines(tree)).encode()
    if told == document.data and tree == document.value:
        return told  # what was not changed has lost nothing
    check_says(told, tree)
    _check_comments(told, found)
    return told


class Formatted(NamedTuple):
    """What became of one file."""

    path: Path
    before: bytes = b""
    after: bytes = b""
    issues: Sequence[Issue] = ()
    """Why the file cannot be read; it is left alone then."""

    @property
    def is_changed(self) -> bool:
        """Whether the house style differs from what is there."""
        return self.before != self.after


def format_files(root: Path, paths: Sequence[Path] = (), processes: int = 1) -> list[Formatted]:
    """Records in house style, in the order of their files; nothing is written.

    Args:
        root: folder of the knowledge base.
        paths: files, or folders with all records below them; all records without any.
        processes: as many share the work, where it is worth it.

    Raises:
        UsageError: a file is no record of this knowledge base.
    """
    from kb.parallel import share_out

    records = [(path, kind) for kind in MODELS for path in record_paths(root, kind)]
    found = sorted(_chosen(records, root, paths))
    if len(found) < ENOUGH_FOR_PROCESSES:
        processes = 1
    shares = [found[first::processes] for first in range(processes)]
    return sorted(share_out(shares, _format_file), key=lambda one: one.path)


def _format_file(file: tuple[Path, str]) -> Formatted:
    path, kind = file
    document = load_yaml(path)
    try:
        refuse_faulty(document)
    except FaultyFileError as error:
        return Formatted(path, issues=error.issues)
    return Formatted(path, document.data, _format_document(document, MODELS[kind]))


def _chosen(
    records: Sequence[tuple[Path, str]], root: Path, paths: Sequence[Path]
) -> list[tuple[Path, str]]:
    """The records meant by names of files and folders."""
    if not paths:
        return list(records)
    real = {path.resolve(): (path, kind) for path, kind in records}
    chosen: dict[Path, tuple[Path, str]] = {}
    for path in paths:
        here = path.resolve()
        found = {one: real[one] for one in real if one == here or here in one.parents}
        if not found:
            raise UsageError(
                N_("%(path)s is no record in practices of %(root)s. Name a record's file."),
                path=path,
                root=root,
            )
        chosen |= found
    return list(chosen.values())


def _habits(file: WrittenFile) -> dict[FieldPath, Habit]:
    """How the author wrote each value."""
    habits = {}
    for path, span in file.spans.items():
        is_block = span.style in ("|", ">")
        habits[path] = Habit(span.style, file.content_lines(path) if is_block else ())
    return habits


class _Comment(NamedTuple):
    """A comment, or an empty line that sets something apart."""

    place: int
    text: str
    column: int
    has_line: bool
    """Nothing else stands on its line."""


def _iter_comments(file: WrittenFile) -> Iterator[_Comment]:
    """All comments in order, and empty lines above values."""
    scalars = [(key.start, key.end) for key in file.key_spans.values()]
    for path, span in file.spans.items():
        if span.style not in ("flow", "block"):
            scalars.append((span.start, file.end(path)))
    scalars.sort()
    here = 0
    for start, end in (*scalars, (len(file.text), len(file.text))):
        yield from _comments_between(file, here, start)
        found = _HEADER.match(file.text, start)
        if found and found[1] and "\n" in file.text[start:end].replace("\r", "\n"):
            yield _Comment(found.start(1), found[1].rstrip(), 0, has_line=False)
        here = end


def _comments_between(file: WrittenFile, start: int, end: int) -> Iterator[_Comment]:
    is_blank = start == file.line_start(start)
    for found in _GAP.finditer(file.text, start, end):
        if found["line"]:
            if is_blank and found.start() == file.line_start(found.start()):
                yield _Comment(found.start(), "", 0, has_line=True)
            is_blank = True
        elif found["comment"]:
            column = found.start() - file.line_start(found.start())
            is_first = not file.text[found.start() - column : found.start()].strip()
            yield _Comment(found.start(), found[0].rstrip(), column, has_line=is_first)
            is_blank = False


class _Attaching:
    """Finds for each comment the value it stands above, beside or below."""

    def __init__(self, file: WrittenFile) -> None:
        self.file = file
        places = ((file.begin(path), path) for path in file.spans if path)
        ordered = sorted(places, key=lambda one: (one[0], len(one[1])))
        self.begins = [begin for begin, _path in ordered]
        self.paths = [path for _begin, path in ordered]
        self.above: dict[FieldPath, list[str]] = {}
        self.beside: dict[FieldPath, str] = {}
        self.below: dict[FieldPath, list[str]] = {}
        self.gap: FieldPath | None = None
        """What follows an empty line that no comment has followed yet."""

    def attach(self, comments: Sequence[_Comment]) -> Remarks:
        """All comments with their values."""
        for one in comments:
            number = bisect_left(self.begins, one.place)
            before = self.paths[number - 1] if number else ()
            following = self.paths[number] if number < len(self.paths) else ()
            if self.gap is not None and self.gap != following:
                self._close_gap()
            if not one.text:
                self.gap = following
            elif before and not one.has_line:
                self._put_beside(one, before)
            else:
                self._put_on_line(one, before, following)
        self._close_gap()
        first = self.paths[0]
        header, own = _split_header(self.above.pop(first, []))
        return Remarks({**self.above, first: own}, self.beside, self.below, header)

    def _close_gap(self) -> None:
        if self.gap is not None:
            self.above.setdefault(self.gap, []).append("")
            self.gap = None

    def _put_beside(self, one: _Comment, before: FieldPath) -> None:
        path = _outermost_on_line(self.file, before)
        if path in self.beside:
            self.above.setdefault(path, []).append(one.text)
        else:
            self.beside[path] = one.text

    def _put_on_line(self, one: _Comment, before: FieldPath, following: FieldPath) -> None:
        home = _list_it_ends(self.file, one, before, following)
        lines = self.above if home is None else self.below
        kept = lines.setdefault(following if home is None else home, [])
        kept += [one.text] if self.gap is None else ["", one.text]
        self.gap = None


def _split_header(lines: list[str]) -> tuple[list[str], list[str]]:
    """What begins the file, and what belongs to the key below it: set apart by an empty line."""
    last_empty = max((number for number, line in enumerate(lines) if not line), default=-1)
    return (lines[: last_empty + 1], lines[last_empty + 1 :]) if last_empty >= 0 else (lines, [])


def _outermost_on_line(file: WrittenFile, path: FieldPath) -> FieldPath:
    """A value in brackets takes the comment beside it whole."""
    for length in range(1, len(path)):
        if file.spans[path[:length]].style == "flow":
            return path[:length]
    return path


def _list_it_ends(
    file: WrittenFile, one: _Comment, last: FieldPath, following: FieldPath
) -> FieldPath | None:
    """The list or mapping whose last lines a comment belongs to, by its indentation."""
    next_column = _column(file, following) if following else 0
    if one.column <= next_column:
        return None
    for length in range(len(last) - 1, 0, -1):
        parent = last[:length]
        if parent == following[:length]:
            return None
        if file.spans[parent].style == "block" and _column(file, last[: length + 1]) <= one.column:
            return parent
    return None


def _column(file: WrittenFile, path: FieldPath) -> int:
    begin = file.begin(path)
    return begin - file.line_start(begin)


def _check_comments(told: bytes, comments: Sequence[_Comment]) -> None:
    """Make sure that no comment was lost."""
    found = _iter_comments(WrittenFile(read_for_editing(told)))
    before, after = (sorted(one.text for one in some if one.text) for some in (comments, found))
    if before != after:
        raise AssertionError("A comment was lost.")
