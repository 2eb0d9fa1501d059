"""A record as text for a terminal: title, facts, one section after the other.

It walks the same description that booklets are made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from kb.cli.grid import BETWEEN, Cell, flow, render_grid
from kb.cli.output import Look, bold, pad, width_of
from kb.export.description import (
    Agenda,
    Block,
    Facts,
    Funding,
    Item,
    Listing,
    Paragraph,
    Passage,
    Section,
    Stop,
    Table,
    Timeline,
    distinct,
)

_NARROW = 60
"""On terminals with fewer columns, facts stand below their names instead of beside them."""
_SENTENCE = re.compile(r"\w\w\W?[.!?…]\W?$")
"""The end of a sentence, and not of an abbreviation such as "e. V."."""


class Page:
    """A section of a description as text.

    Args:
        section: what to show.
        look: how to lay it out.
    """

    def __init__(self, section: Section, look: Look) -> None:
        self._section = section
        self._look = look
        self._write: dict[type, Callable[[Any], Iterator[str]]] = {
            Paragraph: self._paragraph,
            Facts: self._facts,
            Listing: self._listing,
            Agenda: self._agenda,
            Table: self._table,
        }

    def lines(self) -> Iterator[str]:
        """All lines of the page."""
        yield from map(bold, flow(_said(self._section.title), self._look))
        yield ""
        yield from self._blocks(self._section.blocks)
        for section in self._section.sections:
            yield ""
            yield from map(bold, flow(_said(section.title), self._look))
            yield from self._blocks(section.blocks)

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        # The facts say in words what figures show.
        told = [one for one in blocks if not isinstance(one, Funding | Timeline)]
        for number, block in enumerate(told):
            if number and not (_is_close(told[number - 1]) or _is_close(block)):
                yield ""
            yield from self._write[type(block)](block)

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        sign = ":" if block.style == "label" else ""
        yield from flow(_said(block.words) + sign, self._look)

    def _facts(self, block: Facts) -> Iterator[str]:
        width = max((width_of(_said(fact.name)) for fact in block.facts), default=0)
        for fact in block.facts:
            name, lines = _said(fact.name), map(_run, fact.lines)
            if (self._look.width or _NARROW) < _NARROW:
                yield name
                yield from (part for line in lines for part in flow(line, self._look, "  "))
                continue
            indent = " " * (width + 2)
            for number, line in enumerate(lines):
                first = indent if number else pad(name, width) + "  "
                yield from flow(line, self._look, indent, first)

    def _listing(self, block: Listing) -> Iterator[str]:
        width = len(str(len(block.items)))
        for number, item in enumerate(block.items, 1):
            yield from self._item(
                item, f"{number:>{width}}. " if block.style == "numbers" else "- "
            )

    def _item(self, item: Item, first: str) -> Iterator[str]:
        indent = " " * len(first)
        yield from flow(_run(item), self._look, indent, first)
        for below in item.items:
            yield from flow(
                _run(below), self._look, indent, indent if below.label else f"{indent}- "
            )

    def _agenda(self, block: Agenda) -> Iterator[str]:
        for day, stops in groupby(block.stops, lambda one: one.day):
            yield from flow(_said(day), self._look)
            for stop in stops:
                yield from flow(_stop(stop), self._look, "  ", "- ")

    def _table(self, block: Table) -> Iterator[str]:
        heads = [_said(head) for head in block.heads]
        rows = [[_cell(item) for item in row] for row in block.rows]
        return render_grid(heads, rows, block.numeric, self._look)


def _is_close(block: Block) -> bool:
    """Whether a block keeps to its neighbours without an empty line."""
    return isinstance(block, Listing) or (isinstance(block, Paragraph) and block.style == "label")


def _said(passage: Passage) -> str:
    """The texts of a passage, with notes in brackets."""
    return " / ".join(
        f"{text.value} [{text.note}]" if text.note else text.value for text in distinct(passage)
    )


def _named(words: Passage, target: str) -> str:
    """Words, and the id to look up where they lead to another record."""
    record_id = target.rpartition("--")[2]
    return f"{_said(words)} ({record_id})" if target else _said(words)


def _run(item: Item) -> str:
    """An item as one line: "label: words (id) · details [sources] · address"."""
    words, details = _named(item.words, item.target), BETWEEN.join(_details(item))
    if details and any(_SENTENCE.search(text.value) for text in item.words):
        line = f"{words} ({details})"
    else:
        line = BETWEEN.join(filter(None, (words, details)))
    if item.label:
        line = f"{_said(item.label)}: {line}"
    if item.sources:
        line += f" [{', '.join(map(str, item.sources))}]"
    return line if item.url in ("", words) else f"{line}{BETWEEN}{item.url}"


def _details(item: Item) -> list[str]:
    """The details, without the site of an address that stands behind them."""
    host = (urlsplit(item.url).hostname or "") if item.url else ""
    sites = ("", host, host.removeprefix("www."))
    return [part for part in _said(item.details).split(BETWEEN) if part not in sites]


def _stop(stop: Stop) -> str:
    title = _named(stop.title, stop.target)
    return BETWEEN.join(
        filter(None, (_said(stop.time), title, _said(stop.place), _said(stop.note)))
    )


def _cell(item: Item) -> Cell:
    return Cell(_named(item.words, item.target), BETWEEN.join(_details(item)), item.url)
