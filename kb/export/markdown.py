"""The booklet as Markdown: CommonMark with pipe tables, made to be read as it is, too.

Texts are escaped, so that whoever renders it sees the texts as they are. There is no HTML in it,
and no link into the document: renderers do not agree on what a heading's anchor is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kb.export.description import (
    Agenda,
    Block,
    Booklet,
    Cover,
    Fact,
    Facts,
    Funding,
    Index,
    Item,
    Listing,
    Map,
    Paragraph,
    Passage,
    Questions,
    Section,
    Table,
    Terms,
    Text,
    Timeline,
    distinct,
)
from kb.export.html import FORBIDDEN, can_be_linked

_SPACE = re.compile(r"[ \t\n\r]+")
_MARKS = re.compile(
    r"""
    [\\`*\[\]<~$|]                  # escapes, code, emphasis, links, HTML, formulas, tables
    | &(?=\#?\w+;)                  # entities
    | (?<![^\W_])_ | _(?![^\W_])    # emphasis, but not within words
    """,
    re.VERBOSE,
)
"""What would be taken for markup wherever it stands."""
_OPENING = re.compile(r"(?=>|[-+](?:\s|$)|#{1,6}(?:\s|$)|=+\s*$|(?:-\s*)+$)")
"""What would be taken for markup where a line begins."""
_CLOSING = re.compile(r"(?:^|(?<= ))#+$")
_COUNTED = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_UNLINKED = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"})
_WIDEST = 48
"""Columns with longer cells are not filled up with spaces."""


def render_markdown(booklet: Booklet) -> bytes:
    """The booklet as Markdown in UTF-8."""
    return _Writer(booklet).document().encode()


def escape(text: str) -> str:
    """A text that Markdown shows as it is, within a line."""
    words = _SPACE.sub(" ", FORBIDDEN.sub("", text)).strip()
    return _MARKS.sub(r"\\\g<0>", words)


def opening(line: str) -> str:
    """An escaped text that Markdown shows as it is where a line begins."""
    line = _COUNTED.sub(r"\1\\", line)
    return "\\" + line if _OPENING.match(line) else line


class _Writer:
    """One booklet."""

    def __init__(self, booklet: Booklet) -> None:
        self._booklet = booklet
        self._write: dict[type, Callable[[Any], Iterable[str]]] = {
            Paragraph: self._paragraph,
            Listing: self._listing,
            Facts: lambda block: [self._facts(block.facts)],
            Funding: self._funding,
            Timeline: lambda _block: [],  # the facts say it in words
            Map: self._map,
            Agenda: self._agenda,
            Table: self._table,
            Terms: self._terms,
            Questions: self._questions,
            Index: self._index,
        }

    def document(self) -> str:
        """All of it; pieces are parted by empty lines."""
        booklet = self._booklet
        pieces = [
            *self._cover(booklet.cover),
            f"## {self._heading(booklet.writers_words.contents)}",
            "\n".join(self._contents(booklet.sections)),
        ]
        for section in booklet.sections:
            pieces += self._section(section, 2)
        return "\n\n".join(piece for piece in pieces if piece) + "\n"

    # Texts

    def _heading(self, passage: Passage) -> str:
        """Words of a heading: number signs at its end would vanish."""
        return _CLOSING.sub(r"\\\g<0>", self._flat(passage))

    def _flat(self, passage: Passage, url: str = "") -> str:
        """The texts of a passage one after the other, those that say the same once."""
        return " / ".join(filter(None, (_said(one, url) for one in distinct(passage))))

    def _run(self, item: Item, place: int | None = None) -> str:
        """An item as a line: in the language of one column, or in all."""

        def words(passage: Passage, url: str = "") -> str:
            if place is None or len(passage) < 2:
                return self._flat(passage, url)
            return _said(passage[place], url)

        label = words(item.label)
        cites = f"[{', '.join(map(str, item.sources))}]" if item.sources else ""
        said = " ".join(filter(None, (words(item.words, item.url), cites)))
        line = " – ".join(filter(None, (said, words(item.details))))
        return " ".join(filter(None, (f"**{label}:**" if label else "", line)))

    def _lines(self, item: Item) -> list[str]:
        """An item; a second language stands below the first, as a quotation with its tag."""
        words = distinct(item.words)
        if len(words) < 2:
            return [opening(self._run(item))]
        first, *others = (self._run(item, place) for place in range(len(item.words)))
        tags = [one.lang for one in item.words[1:]]
        quoted = (f"> *{escape(tag)}:* {line}" for tag, line in zip(tags, others, strict=True))
        return [opening(first), *quoted]

    def _prose(self, words: Passage) -> str:
        """A paragraph; a second language follows as a quotation."""
        return "\n\n".join(self._lines(Item(words)))

    # Cover and contents

    def _cover(self, cover: Cover) -> Iterator[str]:
        yield opening(self._flat(cover.kicker))
        yield f"# {self._heading(cover.title)}"
        yield opening(self._flat(cover.subtitle))
        yield self._facts(cover.facts)
        yield opening(self._flat(cover.funding_line))
        yield opening(self._flat(cover.note))

    def _contents(self, sections: Sequence[Section], indent: str = "") -> Iterator[str]:
        for one in sections:
            if one.kind != "passage":
                yield f"{indent}- {opening(self._flat(one.title))}"
                yield from self._contents(one.sections, indent + "  ")

    def _section(self, section: Section, level: int) -> Iterator[str]:
        yield f"{'#' * min(level, 6)} {self._heading(section.title)}"
        if section.kicker:
            yield f"*{self._flat(section.kicker)}*"
        for block in section.blocks:
            yield from self._block(block)
        for below in section.sections:
            yield from self._section(below, level + 1)

    def _block(self, block: Block) -> Iterable[str]:
        return self._write[type(block)](block)

    # Blocks

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        if block.style == "label":
            yield f"**{self._flat(block.words)}**"
        else:
            yield self._prose(block.words)

    def _listing(self, block: Listing) -> Iterator[str]:
        counted = block.style == "numbers"
        yield "\n".join(
            line
            for number, item in enumerate(block.items, 1)
            for line in self._bullet(item, f"{number}. " if counted else "- ")
        )

    def _bullet(self, item: Item, mark: str = "- ") -> Iterator[str]:
        first, *others = self._lines(item)
        yield mark + first
        indent = " " * len(mark)
        yield from (indent + line for line in others)
        for inner in item.items:
            yield from (indent + line for line in self._bullet(inner))

    def _facts(self, facts: Iterable[Fact]) -> str:
        return "\n".join(line for fact in facts for line in self._fact(fact))

    def _fact(self, fact: Fact) -> Iterator[str]:
        name = f"- **{self._flat(fact.name)}:**"
        lines = [self._run(one) for one in fact.lines]
        if len(lines) == 1:
            yield f"{name} {lines[0]}"
        else:
            yield name
            yield from (f"  - {opening(line)}" for line in lines)

    def _funding(self, block: Funding) -> Iterator[str]:
        # Another mark than that of the facts, or both would be one list.
        yield "\n".join(
            f"* {opening(self._flat(one.label))}: {self._flat(one.amount)}" for one in block.bars
        )

    def _map(self, block: Map) -> Iterator[str]:
        lines = []
        for place in block.places:
            lines.append(f"- **{place.number}** {self._flat(place.name)}".rstrip())
            lines += [f"  - {opening(self._run(one))}" for one in place.items]
        yield "\n".join(lines)

    def _agenda(self, block: Agenda) -> Iterator[str]:
        rows = []
        before: Passage = ()
        for stop in block.stops:
            what = self._run(Item(stop.title, details=stop.note))
            day = "" if stop.day == before else self._flat(stop.day)
            time = [self._flat(stop.time)] if block.heads[1] else []
            rows.append([day, *time, what, self._flat(stop.place)])
            before = stop.day
        yield _render_table([self._flat(head) for head in block.heads if head], rows)

    def _table(self, block: Table) -> Iterator[str]:
        rows = [[self._run(cell) for cell in row] for row in block.rows]
        yield _render_table([self._flat(head) for head in block.heads], rows, block.numeric)

    def _terms(self, block: Terms) -> Iterator[str]:
        for term in block.terms:
            about = [self._flat(one) for one in (term.country, term.said) if one]
            yield " – ".join((f"- **{_said(term.word)}**", *about))
            yield "\n\n".join(f"  {line}" for line in self._lines(Item(term.meaning)))

    def _questions(self, block: Questions) -> Iterator[str]:
        items = tuple(Item(one.words) for one in block.questions)
        return self._listing(Listing(items, "numbers"))

    def _index(self, block: Index) -> Iterator[str]:
        lines = []
        for entry in block.entries:
            lines.append(f"- **{self._flat(entry.word)}**")
            lines += [f"  - {opening(self._run(one))}" for one in entry.items]
        yield "\n".join(lines)


def _said(text: Text, url: str = "") -> str:
    """A text with its note; a link where it has an address."""
    words = escape(text.value)
    if words and can_be_linked(url):
        words = _link(words, text.value, url)
    note = escape(text.note)
    return " ".join(filter(None, (words, f"[{note}]" if note else "")))


def _link(words: str, value: str, url: str) -> str:
    address = _SPACE.sub("%20", FORBIDDEN.sub("", url)).translate(_UNLINKED)
    if value == address:
        return f"<{address}>"
    return f"[{words}]({_MARKS.sub(_in_address, address)})"


def _in_address(mark: re.Match[str]) -> str:
    """What has a meaning in Markdown even where an address stands."""
    return "\\" + mark[0] if mark[0] in "&_*|" else f"%{ord(mark[0]):02X}"


def _render_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()
) -> str:
    """A pipe table, its columns below each other as long as they are narrow."""
    widths = [
        width if (width := max(map(len, column))) <= _WIDEST else 3
        for column in zip(heads, *rows, strict=True)
    ]

    def line(cells: Sequence[str]) -> str:
        filled = (
            cell.rjust(width) if place in numeric else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join(filled)} |"

    rule = [
        "-" * (max(width, 3) - 1) + (":" if place in numeric else "-")
        for place, width in enumerate(widths)
    ]
    return "\n".join((line(heads), line(rule), *map(line, rows)))
