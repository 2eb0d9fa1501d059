"""Where each question stands in a Word form: tables with a label and a field, as on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.authoring.form.composing import Filled, Typed, shown_of
from kb.authoring.form.questions import Kind, Need, Question, Section, practice_form
from kb.authoring.intake.wordform.controls import Controls
from kb.authoring.intake.wordform.phrases import (
    example_note,
    group_number,
    limit_note,
    more_blocks,
    need_mark,
    number_head,
)
from kb.authoring.intake.wordform.styles import FIELD, LOOK
from kb.export.word.grid import cell, shared_widths, table
from kb.export.word.looks import SLATE, mm, plain
from kb.export.word.markup import Node, flag, w
from kb.export.word.scribe import direction, paragraph, runs
from kb.translation.formats import is_right_to_left
from kb.translation.interface import has_catalog

_LABEL_WIDTH, _SHORT_LABEL, _NUMBER_WIDTH = mm(62), mm(38), mm(10)
_MOST_COLUMNS = 3
"""A thing with more questions gets a table of its own instead of a row."""
_ROWS = {"organisations": 3, "sources": 3, "links": 3, "obstacles": 3, "results": 3}
_FEWEST = 2
_A_ROW = 2
_LONG = (Kind.TEXT, Kind.URL)
"""Kinds of answers that have a row to themselves."""
_SHORT_TOO = frozenset((
    "location.municipality",
    "location.place",
    "period.start",
    "period.end",
    "results",
    "results.text",
    "transferability.text",
    "sources.url",
    "sources.date",
))  # fmt: skip
"""What a short form asks besides what is needed, so that readers get something out of it."""
_LINE = mm(5)
_WEIGHTS = {Kind.TEXT: 3.0, Kind.LINE: 2.6, Kind.URL: 2.4, Kind.WORD: 1.8, Kind.DATE: 1.8}


def is_in_short(question: Question) -> bool:
    """Whether a short form asks it: what an entry needs for publication, and a little more."""
    group = practice_form().get(question.path[0])
    is_group_in = group.need is not Need.OPTIONAL or group.name in _SHORT_TOO
    is_needed = question.need is not Need.OPTIONAL and is_group_in
    return is_needed or question.name in _SHORT_TOO


class Layout:
    """Lays out one form.

    Args:
        lang: language of the form.
        controls: makes its fields.
        is_short: leave out what is not needed for publication.
    """

    def __init__(self, lang: str, controls: Controls, *, is_short: bool = False) -> None:
        self._controls = controls
        self._is_short = is_short
        self._is_rtl = is_right_to_left(lang)
        self.words_lang = lang if has_catalog(lang) else "en"
        """Of what the form itself says: English where the program does not speak its language."""

    def _asked(self, questions: Iterable[Question]) -> list[Question]:
        return [one for one in questions if not self._is_short or is_in_short(one)]

    def text(self, style: str, words: str, *properties: Node | None) -> Node:
        """A paragraph that the form itself says; on the side where its answers begin."""
        own = direction(self.words_lang, self._is_rtl)
        side = None if own is None else w("jc", val="right")
        return paragraph(style, runs(words, self.words_lang), own, side, *properties)

    def section(self, section: Section, filled: Filled) -> Iterator[Node]:
        """A section with its heading; nothing where none of its questions is asked."""
        asked = self._asked(section.questions)
        if not asked:
            return
        yield self.text("FormSection", section.title)
        yield self.text("FormLead", section.help)
        simple: list[Question] = []
        for question in asked:
            if question.kind is not Kind.PART:
                simple.append(question)
                continue
            yield from self._simple(simple, filled)
            simple = []
            yield from self._group(question, filled.get(question.key))
        yield from self._simple(simple, filled)

    # Questions by themselves

    def _simple(self, questions: Sequence[Question], filled: Filled) -> Iterator[Node]:
        if questions:
            rows = [self._row(one, one.name, filled.get(one.key)) for one in questions]
            yield self._table([_LABEL_WIDTH, LOOK.text_width - _LABEL_WIDTH], rows)
            yield paragraph("FormGap", ())

    def _row(self, question: Question, tag: str, given: object) -> Node:
        widths = [_LABEL_WIDTH, LOOK.text_width - _LABEL_WIDTH]
        label = cell(widths[0], [*self._label(question)])
        return _row([label, self._field(widths[1], question, tag, given)], _height(question))

    def _label(self, question: Question, *, has_help: bool = True) -> Iterator[Node]:
        """What is asked; and, but for repetitions, whether it is needed and what to write."""
        yield self.text("FormLabel", question.label)
        if not has_help:
            return
        if mark := need_mark(question):
            yield self.text("FormNeed", mark)
        yield from self._help(question)

    def _help(self, question: Question) -> Iterator[Node]:
        words = " ".join(filter(None, (question.help, limit_note(question))))
        yield self.text("FormHelp", words)
        if example := example_note(question):
            yield self.text("FormExample", example)

    def _field(
        self, width: int, question: Question, tag: str, given: object, span: int = 1
    ) -> Node:
        """A cell with the controls for an answer, each in a line of its own."""
        made = self._controls.of(question, tag, _values(given))
        lines = [paragraph("FormAnswer", [one]) for one in made]
        return cell(width, lines, ground=FIELD, span=span)

    # Groups

    def _group(self, group: Question, given: object) -> Iterator[Node]:
        yield self.text("FormGroup", group.label)
        if mark := need_mark(group):
            yield self.text("FormNeed", mark, flag("keepNext"))
        yield self.text("FormLead", group.help)
        parts = self._asked(group.parts)
        if not group.is_list:
            inside = given if isinstance(given, dict) else {}
            rows = [self._row(one, f"{group.name}.{one.key}", inside.get(one.key)) for one in parts]
            yield self._table([_LABEL_WIDTH, LOOK.text_width - _LABEL_WIDTH], rows)
            yield paragraph("FormGap", ())
            return
        things = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        count = max(_ROWS.get(group.name, _FEWEST), len(things) + bool(things))
        padded: list[Filled] = [*things, *({} for _ in range(count - len(things)))]
        if len(parts) <= _MOST_COLUMNS:
            yield self._grid(group, parts, padded)
            yield paragraph("FormGap", ())
        else:
            yield from self._blocks(group, parts, padded)

    def _grid(self, group: Question, parts: Sequence[Question], things: Sequence[Filled]) -> Node:
        """One thing a row."""
        weights = [_WEIGHTS.get(one.kind, 1.5) for one in parts]
        shares = shared_widths(LOOK.text_width - _NUMBER_WIDTH, weights)
        widths = [_NUMBER_WIDTH, *shares]
        heads = [self._head(number_head(), _NUMBER_WIDTH)]
        for question, width in zip(parts, shares, strict=True):
            heads.append(cell(width, [*self._label(question)]))
        rows = [_row(heads, is_head=True)]
        for number, thing in enumerate(things):
            cells = [self._head(f"{number + 1}.", _NUMBER_WIDTH)]
            for question, width in zip(parts, shares, strict=True):
                tag = f"{group.name}.{number}.{question.key}"
                cells.append(self._field(width, question, tag, thing.get(question.key)))
            rows.append(_row(cells, 2 * _LINE))
        return self._table(widths, rows, has_head=True)

    def _head(self, words: str, width: int) -> Node:
        return cell(width, [self.text("FormLabel", words)])

    def _blocks(
        self, group: Question, parts: Sequence[Question], things: Sequence[Filled]
    ) -> Iterator[Node]:
        """A table for each thing, two questions a row."""
        asked = self._asked(_leaves(parts))
        widths = [_SHORT_LABEL, LOOK.text_width // 2 - _SHORT_LABEL] * 2
        for number, thing in enumerate(things):
            ground = plain(SLATE.strong)
            name = self.text("FormNumber", group_number(group, number + 1))
            rows = [_row([cell(sum(widths), [name], ground=ground, span=4)])]
            rows += [
                self._pair(pair, widths, thing, f"{group.name}.{number}", number == 0)
                for pair in _pairs(asked)
            ]
            is_last = number == len(things) - 1
            # The first one explains each question: too long to keep it on one page.
            kept = rows if is_last else rows[: -1 if number else 1]
            yield self._table(widths, _together(kept, rows))
            yield paragraph("FormGap", (), flag("keepNext") if is_last else None)
        yield self.text("FormHelp", more_blocks())
        yield paragraph("FormGap", ())

    def _pair(
        self,
        pair: Sequence[Question],
        widths: Sequence[int],
        thing: Filled,
        tag: str,
        has_help: bool,
    ) -> Node:
        cells = []
        for place, question in enumerate(pair):
            cells.append(cell(widths[2 * place], [*self._label(question, has_help=has_help)]))
            path = question.path[1:]
            given = _inside(thing, path)
            span = 3 if len(pair) == 1 else 1
            width = sum(widths[1:]) if span > 1 else widths[2 * place + 1]
            name = ".".join((tag, *path))
            cells.append(self._field(width, question, name, given, span))
        return _row(cells)

    def _table(self, widths: Sequence[int], rows: Iterable[Node], has_head: bool = False) -> Node:
        return table("FormTable", widths, rows, is_rtl=self._is_rtl, has_head=has_head)


def _row(cells: Iterable[Node], height: int = 0, *, is_head: bool = False) -> Node:
    """A row that is as high as its texts, and at least so high."""
    properties = w(
        "trPr",
        flag("cantSplit"),
        w("trHeight", val=height, hRule="atLeast") if height else None,
        flag("tblHeader") if is_head else None,
    )
    return w("tr", properties, *cells)


def _together(kept: Sequence[Node], rows: Sequence[Node]) -> Sequence[Node]:
    """Rows that stay on one page.

    Args:
        kept: those that want the next one beside them.
        rows: all of them.
    """
    for row in kept:
        for properties in row.iter("w:pPr"):
            if properties.find("w:keepNext") is None:
                properties.insert(1, flag("keepNext"))
    return rows


def _height(question: Question) -> int:
    """Room that shows how much is expected."""
    if question.kind is not Kind.TEXT:
        return 0
    if question.is_list:
        return 5 * _LINE
    return (8 if (question.limit or 0) > 1000 else 4) * _LINE


def _values(given: object) -> list[str]:
    """An answer, or several, as the entry holds them."""
    ones = given if isinstance(given, list) else [given]
    return [str(one.value) for one in ones if isinstance(one, Typed) and shown_of(one)]


def _leaves(parts: Iterable[Question]) -> Iterator[Question]:
    """The questions of a group and of groups in it."""
    for one in parts:
        if one.kind is Kind.PART:
            yield from _leaves(one.parts)
        else:
            yield one


def _inside(thing: Filled, path: Sequence[str]) -> object:
    given: object = thing
    for key in path:
        given = given.get(key) if isinstance(given, dict) else None
    return given


def _pairs(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """Two short questions a row; one that takes long answers has its own."""
    waiting: list[Question] = []
    for number, one in enumerate(questions):
        waiting.append(one)
        following = questions[number + 1 : number + 2]
        is_before_long = not following or following[0].kind in _LONG
        if one.kind in _LONG or len(waiting) == _A_ROW or is_before_long:
            yield waiting
            waiting = []
