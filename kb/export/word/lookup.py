"""What readers look things up in: programme, tables, words explained, questions, index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.export.description import (
    Agenda,
    Index,
    Item,
    Passage,
    Question,
    Questions,
    Stop,
    Table,
    Term,
    Terms,
    distinct,
)
from kb.export.word.figures import alt_text
from kb.export.word.grid import cell, row, shared_widths, table
from kb.export.word.markup import Node, flag
from kb.export.word.properties import border
from kb.export.word.prose import item_nodes, pair, side_by_side, words_nodes
from kb.export.word.scribe import (
    Scribe,
    Spot,
    direction,
    line_break,
    page_of,
    paragraph,
    runs,
    tab,
)

_AGENDA = (0.28, 0.12, 0.39, 0.21)
"""Shares of the width: day, time, what, place."""
_CELL_MARGIN = 100
"""Left and right in a cell of a table, in twips."""
_LETTER = 4.6
"""About the width of a letter in a table, in points."""
_LONGEST_WORD, _LONGEST_TEXT = 16, 60
"""Letters that a column makes room for; longer words are divided, longer texts take more lines."""


def write_agenda(scribe: Scribe, spot: Spot, block: Agenda) -> list[Node]:
    """The programme; a day is named where it begins."""
    shares = [share for share, head in zip(_AGENDA, block.heads, strict=True) if head]
    widths = shared_widths(scribe.look.text_width, shares)
    rows = [_head(scribe, [head for head in block.heads if head], widths)]
    before: Passage = ()
    for stop in block.stops:
        is_same = stop.day == before
        rows.append(_stop(scribe, stop, widths, is_same=is_same))
        before = stop.day
    return [table("BookletTable", widths, rows, is_rtl=scribe.is_rtl, has_head=True)]


def _stop(scribe: Scribe, stop: Stop, widths: Sequence[int], *, is_same: bool) -> Node:
    what = [
        paragraph("TableText", words_nodes(scribe, Item(stop.title, target=stop.target), sign="\n"))
    ]
    if stop.note:
        what.append(paragraph("TableText", scribe.passage(stop.note, "Detail", "\n")))
    has_times = len(widths) == len(_AGENDA)
    times = [[paragraph("TableText", scribe.passage(stop.time))]] if has_times else []
    texts = (
        [paragraph("TableText", [] if is_same else scribe.passage(stop.day, "RunInHead", "\n"))],
        *times,
        what,
        [paragraph("TableText", scribe.passage(stop.place))],
    )
    # No rule between the stops of a day below its name.
    first = [border("top", "auto", 0)] if is_same else []
    cells = [
        cell(width, one, borders=first if not number else ())
        for number, (width, one) in enumerate(zip(widths, texts, strict=True))
    ]
    return row(cells)


def _head(
    scribe: Scribe, heads: Sequence[Passage], widths: Sequence[int], numeric: Sequence[int] = ()
) -> Node:
    cells = []
    for number, (head, width) in enumerate(zip(heads, widths, strict=True)):
        style = "TableHeadNumber" if number in numeric else "TableHead"
        cells.append(cell(width, [paragraph(style, scribe.passage(head, sign="\n"))]))
    return row(cells, is_head=True)


def write_table(scribe: Scribe, spot: Spot, block: Table) -> list[Node]:
    """Rows of short texts under heads."""
    if not block.heads:
        return []
    widths = _widths(scribe, block)
    rows = [_head(scribe, block.heads, widths, block.numeric)]
    for items in block.rows:
        cells = []
        for number, (item, width) in enumerate(zip(items, widths, strict=True)):
            style = "TableNumber" if number in block.numeric else "TableText"
            nodes = item_nodes(scribe, spot, item)
            cells.append(cell(width, [paragraph(style, nodes)]))
        rows.append(row(cells))
    alt = alt_text(block.alt)
    style = "BookletTable"
    return [table(style, widths, rows, alt=alt, is_rtl=scribe.is_rtl, has_head=True)]


def _widths(scribe: Scribe, block: Table) -> list[int]:
    """Widths of columns: each has room for its longest word, texts share what is left."""
    total = scribe.look.text_width
    needed, wanted = [], []
    for number, head in enumerate(block.heads):
        passages = [head, *(one[number].words for one in block.rows)]
        letters = min(_LONGEST_WORD, max(map(_longest_word, passages)))
        needed.append(scribe.look.space(_LETTER * letters) + 2 * _CELL_MARGIN)
        more = min(_LONGEST_TEXT, max(map(_length, passages))) - letters
        wanted.append(0 if number in block.numeric else max(0, more))
    left = total - sum(needed)
    if left < 0 or not any(wanted):
        return shared_widths(total, needed)
    return shared_widths(
        total, [one + left * more / sum(wanted) for one, more in zip(needed, wanted, strict=True)]
    )


def _longest_word(passage: Passage) -> int:
    return max((len(word) for text in passage for word in text.value.split()), default=1)


def _length(words: Passage) -> int:
    return max((len(text.value) for text in words), default=1)


def write_terms(scribe: Scribe, spot: Spot, block: Terms) -> list[Node]:
    """Words explained: each with its country, what is said for it, and what it means."""
    made: list[Node] = []
    for term in block.terms:
        made += _term(scribe, spot, term)
    return made


def _term(scribe: Scribe, spot: Spot, term: Term) -> list[Node]:
    head = scribe.runs(term.word, "TermWord")
    if term.country:
        head += [*runs("\N{EN SPACE}", "", "Detail"), *scribe.passage(term.country, "Detail")]
    is_single = max(len(distinct(term.said)), len(distinct(term.meaning))) < 2
    if is_single and any(text.value for text in term.said):
        head += [*runs(" – ", "", "Detail"), *scribe.passage(term.said, "Said")]
    made = [paragraph("Term", head, direction(term.word.lang, scribe.is_rtl))]
    if is_single:
        nodes = scribe.passage(term.meaning)
        return [*made, paragraph("TermMeaning", nodes)] if nodes else made
    columns = []
    for number in (0, 1):
        said, meaning = (one[number : number + 1] or one[:1] for one in (term.said, term.meaning))
        columns.append([paragraph("TermMeaning", _explained(scribe, said, meaning, number))])
    length = max(_length(term.said), _length(term.meaning))
    return [*made, *side_by_side(scribe, [pair(scribe, columns[0], columns[1], length)])]


def _explained(scribe: Scribe, said: Passage, meaning: Passage, column: int) -> list[Node]:
    first = scribe.passage(said, "Said", column=column)
    second = scribe.passage(meaning, column=column)
    return [*first, line_break(), *second] if first and second else first or second


def write_questions(scribe: Scribe, spot: Spot, block: Questions) -> list[Node]:
    """Questions with lines to write on."""
    made: list[Node] = []
    for question in block.questions:
        made += _question(scribe, question)
        # A question and its lines stay on one page.
        last = question.lines - 1
        made += [
            paragraph("WritingLine", (), flag("keepNext") if number < last else None)
            for number in range(question.lines)
        ]
    return made


def _question(scribe: Scribe, question: Question) -> Iterator[Node]:
    """The question in each language, one below the other: a table would part from its lines."""
    for number, text in enumerate(distinct(question.words)):
        nodes = scribe.passage((text,), "SecondLanguage" if number else "", column=number)
        style = "QuestionSecond" if number else "Question"
        yield paragraph(style, nodes, direction(text.lang, scribe.is_rtl))


def write_index(scribe: Scribe, spot: Spot, block: Index) -> list[Node]:
    """Words, and the pages of the sections they lead to."""
    made: list[Node] = []
    for entry in block.entries:
        made.append(paragraph("IndexHeading", scribe.passage(entry.word)))
        for item in entry.items:
            made.append(paragraph("Index1", _reference(scribe, item)))
    return made


def _reference(scribe: Scribe, item: Item) -> list[Node]:
    name = scribe.bookmark(item.target)
    words = words_nodes(scribe, item, sign="\n")
    return words if name is None else [*words, tab(), *page_of(name)]
