"""Walks through a Word form from its top: which cell answers which question."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from itertools import count

from kb.authoring.form.questions import Kind, Question, practice_form
from kb.authoring.intake.wordform.collecting import Collector, is_group
from kb.authoring.intake.wordform.contents import Cell, Contents, Field, Line, Piece, Table
from kb.authoring.intake.wordform.known import Known

_ADDRESS = re.compile(r"://|^www\.", re.IGNORECASE)


class Walker:
    """Takes one form apart.

    Args:
        known: what forms of this base say.
        collector: takes the answers.
    """

    def __init__(self, known: Known, collector: Collector) -> None:
        self._known = known
        self._collector = collector
        self._tables = count(1)
        self._heading: Question | None = None
        self._pending: Question | None = None
        self._block: Hashable = 0
        self._seen: set[str] = set()

    def walk(self, contents: Contents) -> None:
        """Collect all answers, and what is left over."""
        waiting: list[Line] = []
        for block in contents.blocks:
            if isinstance(block, Line) and not self._is_turn(block):
                waiting.append(block)
                continue
            self._settle(waiting)
            waiting = []
            if isinstance(block, Table):
                self._pending = None
                self._table(block)
            else:
                self._turn(block)
        self._settle(waiting)
        for line in contents.beside:
            self._leave([line])
        if contents.pictures:
            self._collector.leave_out("", "", pictures=str(contents.pictures))

    # Lines outside of tables

    def _is_turn(self, line: Line) -> bool:
        """Whether a line is a label, a heading or a field: what follows belongs to it."""
        text = line.text
        if not text.strip():
            return False
        return (
            self._tagged(line.pieces) is not None
            or self._known.question(text, self._group) is not None
            or self._known.group(text) is not None
            or self._known.titled(text, self._group) is not None
            or self._known.is_section(text)
        )

    def _turn(self, line: Line) -> None:
        text = line.text
        self._pending = None
        if tagged := self._tagged(line.pieces):
            self._answer(tagged, [line], self._thing(tagged))
        elif group := self._known.group(text):
            self._heading, self._seen = group, set()
            self._block = ("lines", next(self._tables))
        elif question := self._known.question(text, self._group):
            self._pending = question
        elif self._known.is_section(text):
            self._heading = None
        elif titled := self._known.titled(text, self._group):
            rest = Line((Piece(titled.rest),))
            self._answer(titled.question, [rest], self._thing(titled.question))

    def _settle(self, lines: Sequence[Line]) -> None:
        """Lines below a label are its answer; others belong to nothing."""
        question, self._pending = self._pending, None
        if question and not is_group(question):
            given = [line for line in lines if not self._known.is_fixed(line.text)]
            self._answer(question, given, self._thing(question))
            return
        self._leave(lines)

    @property
    def _group(self) -> str:
        return self._heading.key if self._heading else ""

    # Tables

    def _table(self, table: Table) -> None:
        number = next(self._tables)
        self._block, self._seen = number, set()
        columns: dict[int, Question] = {}
        for place, row in enumerate(table.rows):
            if heads := self._heads(row):
                columns = heads
                for cell in row:
                    self._leave_below(cell)
                for question in heads.values():
                    self._collector.asked.add(question.name)
            else:
                self._row(row, columns, (number, place))

    def _heads(self, row: Sequence[Cell]) -> dict[int, Question]:
        """Questions by column, where a row has nothing but labels of one group; {} elsewhere."""
        found: dict[int, Question] = {}
        column = 0
        for cell in row:
            label = _first(cell)
            question = self._label(cell)
            if not label or any(map(self._tagged, _pieces(cell))):
                return {}
            if question:
                found[column] = question
            elif not self._known.is_own(label):
                return {}
            column += cell.span
        groups = {one.path[0] for one in found.values()}
        return found if len(found) > 1 and len(groups) == 1 else {}

    def _row(
        self, row: Sequence[Cell], columns: dict[int, Question], row_id: tuple[int, int]
    ) -> None:
        pending: Question | None = None
        column = 0
        for cell in row:
            tagged = next(filter(None, map(self._tagged, _pieces(cell))), None)
            question = tagged or columns.get(column) or pending
            column += cell.span
            if question:
                pending = None
                thing = row_id if columns else self._thing(question)
                self._answer(question, [*cell.lines()], thing)
            elif label := self._label(cell):
                pending = label
                self._leave_below(cell)
            else:
                self._loose(cell)
        if pending and not is_group(pending):
            self._collector.asked.add(pending.name)

    def _label(self, cell: Cell) -> Question | None:
        found = self._known.question(_first(cell), self._group)
        return None if found is None or is_group(found) else found

    def _loose(self, cell: Cell) -> None:
        """A cell that answers nothing: a heading, or somebody's own words."""
        first = _first(cell)
        if self._known.is_numbered(first):
            self._heading = self._known.group(first)
            self._block, self._seen = ("block", next(self._tables)), set()
            self._leave_below(cell)
            return
        self._leave([*cell.lines()])

    def _leave_below(self, cell: Cell) -> None:
        """What somebody wrote under a label."""
        lines = [line for line in cell.lines() if line.text.strip()]
        self._leave(lines[1:])

    # Answers

    def _thing(self, question: Question) -> Hashable:
        """Which of several: a new one where a question comes again."""
        if question.name in self._seen:
            self._block, self._seen = ("again", next(self._tables)), set()
        self._seen.add(question.name)
        return self._block

    def _tagged(self, pieces: Iterable[Piece]) -> Question | None:
        """The question of the first field."""
        for piece in pieces:
            if piece.field:
                words = [one for one in piece.field.tag.split(".") if not one.isdecimal()]
                found = practice_form().find(".".join(words))
                if found and not is_group(found):
                    return found
        return None

    def _answer(self, question: Question, lines: Sequence[Line], thing: Hashable) -> None:
        self._collector.answer(question, thing, self._texts(question, lines))

    def _texts(self, question: Question, lines: Sequence[Line]) -> list[str]:
        """What stands in a cell; choices one by one, everything else as one text."""
        fields: dict[Field | None, list[str]] = {}
        for line in lines:
            for one, text in self._by_field(question, line):
                fields.setdefault(one if question.has_choices else None, []).append(text)
        made = []
        for parts in fields.values():
            kept = [line for line in "\n".join(parts).split("\n") if not self._known.is_hint(line)]
            text = "\n".join(kept).strip("\n")
            made.append(text if question.has_choices else self._without_hint(question, text))
        return made

    def _without_hint(self, question: Question, text: str) -> str:
        """An answer that somebody wrote behind the hint of its field instead of over it."""
        rest = self._known.behind_hint(text)
        if rest:
            self._collector.take_as(question, text, rest)
        return rest or text

    def _by_field(self, question: Question, line: Line) -> list[tuple[Field | None, str]]:
        """The words of one line, those in fields of their own apart from others."""
        found: dict[Field | None, str] = {}
        hinted: dict[Field, str] = {}
        for piece in line.pieces:
            text = _addressed(question, piece)
            if piece.field and piece.field.is_showing_hint:
                hinted[piece.field] = hinted.get(piece.field, "") + text
                continue
            key = piece.field if question.has_choices else None
            found[key] = found.get(key, "") + text
        for hint in hinted.values():
            if hint.strip() and not self._known.is_hint(hint):
                self._collector.leave_out(
                    "", question.label, placeholder=hint.strip(), label=question.label
                )
        return [*found.items()] or [(None, "")]

    def _leave(self, lines: Sequence[Line]) -> None:
        """Tell of lines that are neither an answer nor the form's own."""
        own = (self._known.is_own, self._known.is_hint)
        texts = [text for line in lines if (text := line.text.strip())]
        if left := [text for text in texts if not any(is_known(text) for is_known in own)]:
            near = self._heading.label if self._heading else ""
            self._collector.leave_out("\n".join(left), near)


def _addressed(question: Question, piece: Piece) -> str:
    """A link's words; where an address is asked for, the address behind them."""
    is_wanted = question.kind is Kind.URL and piece.link
    return piece.link if is_wanted and not _ADDRESS.search(piece.text) else piece.text


def _pieces(cell: Cell) -> Iterable[Iterable[Piece]]:
    return [line.pieces for line in cell.lines()]


def _first(cell: Cell) -> str:
    """The first line with words in it."""
    return next((line.text.strip() for line in cell.lines() if line.text.strip()), "")
