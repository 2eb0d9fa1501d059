"""A booklet as the pages in `typst/` get it: plain data, with what they cannot know themselves.

That is what shares a page, how much room a thing takes, where a link leads, and which language a
text is in. The names are those of `description`; a part says what it is under "is".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from kb.errors import N_, KbError
from kb.export.description import (
    Block,
    Booklet,
    Fact,
    Facts,
    Index,
    IndexEntry,
    Item,
    Listing,
    Map,
    Paragraph,
    Passage,
    Picture,
    Section,
    Stop,
    Table,
    Text,
    iter_sections,
)
from kb.export.drawing import country_colours, draw_map
from kb.export.pdftext import (
    clean,
    is_rtl,
    replace_missing,
    shortened,
    soften,
    split_long_words,
)
from kb.translation.formats import is_right_to_left

_PICTURE_FORMATS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
_Breaks = tuple[int, int]
"""The longest word that needs no break, and characters between breaks, as `soften` takes them."""
_IN_A_COLUMN: _Breaks = (40, 20)
_OF_STOPS: dict[str, _Breaks] = {"day": (28, 10), "time": (20, 4), "place": (28, 10)}
"""The columns of an agenda are narrow."""
_TITLE_LENGTHS = {"a4": 60, "a5": 42}
"""Characters of a running title: two of them stand in a line."""


def prepare_booklet(booklet: Booklet, paper: str, missing: set[str]) -> dict[str, Any]:
    """A booklet as data that JSON can hold.

    Args:
        booklet: what is printed.
        paper: a4 or a5.
        missing: signs that no font has; something else is printed for them.

    Raises:
        KbError: the logo is of a kind that cannot be printed.
    """
    return _Prepared(booklet, paper, missing).data()


@cache
def language_of(tag: str) -> dict[str, str]:
    """A BCP 47 tag as the arguments Typst takes."""
    parts = tag.split("-")
    if not re.fullmatch("[A-Za-z]{2,3}", parts[0]):
        return {}
    found = {"lang": parts[0].lower()}
    for part in parts[1:]:
        if re.fullmatch("[A-Za-z]{4}", part):
            found["script"] = part.lower()
        elif re.fullmatch("[A-Za-z]{2}", part):
            found["region"] = part.upper()
    return found


@dataclass(frozen=True)
class _Scope:
    """Where a part stands: what its numbers of sources lead to."""

    sources: str = ""
    """Anchor that those of the sources begin with; "" where there is no list."""
    count: int = 0


_NOWHERE = _Scope()


class _Prepared:
    """A booklet as Typst gets it."""

    def __init__(self, booklet: Booklet, paper: str, missing: set[str]) -> None:
        self._booklet = booklet
        self._paper = paper
        self._missing = missing
        self._is_rtl = is_right_to_left(booklet.langs[0])
        self._anchors = {section.anchor for _depth, section in iter_sections(booklet.sections)}

    def data(self) -> dict[str, Any]:
        """All of it."""
        booklet = self._booklet
        created = date.fromisoformat(booklet.created)
        colours = country_colours(booklet.countries)
        return {
            "paper": self._paper,
            "langs": booklet.langs,
            "language": language_of(booklet.langs[0]),
            "is_rtl": self._is_rtl,
            "title": clean(booklet.title),
            "author": clean(booklet.author),
            "keywords": [clean(one) for one in booklet.keywords],
            "created": {"year": created.year, "month": created.month, "day": created.day},
            "running_title": self._running(booklet.title),
            "countries": booklet.countries,
            "colours": {code: one._asdict() for code, one in colours.items()},
            "cover": self._part(booklet.cover, _NOWHERE),
            "writers_words": self._part(booklet.writers_words, _NOWHERE),
            "sections": [self._section(one, _NOWHERE) for one in booklet.sections],
            "runs": list(self._runs()),
        }

    # Pages

    def _runs(self) -> Iterator[dict[str, Any]]:
        """What begins on a new page; short parts in a row share one."""
        yield self._run("contents", self._booklet.writers_words.contents, [])
        shared: list[int] = []
        sections = self._booklet.sections
        for place, section in enumerate(sections):
            room = sum(map(_room, [section, *(sections[one] for one in shared)]))
            fits = room < (46 if self._paper == "a5" else 58)
            if shared and not fits:
                yield self._parts(shared)
                shared = []
            if section.kind == "country":
                yield self._run("country", section.title, [place])
            else:
                shared.append(place)
            for inner, below in enumerate(section.sections):
                if below.kind == "practice":
                    yield self._run("practice", section.title, [place, inner])
        if shared:
            yield self._parts(shared)

    def _parts(self, places: list[int]) -> dict[str, Any]:
        return self._run("parts", self._booklet.sections[places[0]].title, places)

    def _run(self, kind: str, title: Passage, sections: list[int]) -> dict[str, Any]:
        words = self._running(title[0].value) if title else ""
        return {"kind": kind, "title": words, "sections": sections}

    def _running(self, title: str) -> str:
        return self._words(shortened(clean(title), _TITLE_LENGTHS[self._paper]))

    # Parts

    def _section(self, section: Section, scope: _Scope) -> dict[str, Any]:
        if section.kind == "practice":
            scope = _sources_of(section)
        blocks = [self._block(one, scope) for one in section.blocks]
        is_quiet = section.kind == "passage" and all(map(_is_quiet, section.blocks))
        return {
            "anchor": section.anchor,
            "title": self._passage(section.title),
            "kind": section.kind,
            "blocks": blocks,
            "sections": [self._section(one, scope) for one in section.sections],
            "country": section.country,
            "kicker": self._passage(section.kicker),
            "is_quiet": is_quiet,
            "weight": sum(map(_weight_of_block, section.blocks)) + 2,
            "is_crowded": _beside(section) > _TWO_PAGES,
        }

    def _block(self, block: Block, scope: _Scope) -> dict[str, Any]:
        data = self._part(block, scope)
        if isinstance(block, Listing):
            data["is_quiet"] = _is_quiet(block)
            data["flows"] = self._flows(data["items"])
            if block.style == "numbers" and scope.sources:
                for number, item in enumerate(data["items"], 1):
                    item["anchor"] = f"{scope.sources}.{number}"
        elif isinstance(block, Map):
            data["svg"] = draw_map(block, self._booklet.countries)
        elif isinstance(block, Index):
            data["flows"] = self._flows(data["entries"])
        elif isinstance(block, Table):
            data["weights"] = _column_weights(block)
        return data

    def _flows(self, parts: Sequence[dict[str, Any]]) -> bool:
        """Whether parts in two columns take more than most of a page."""
        lines: float = sum(part["weight"] for part in parts)
        return lines > (50 if self._paper == "a5" else 72)

    def _part(self, part: Any, scope: _Scope) -> dict[str, Any]:
        """Any part of a description: passages become texts, everything else stays what it is."""
        data: dict[str, Any] = {"is": type(part).__name__}
        for one in fields(part):
            data[one.name] = self._value(getattr(part, one.name), scope)
        if isinstance(part, Item):
            self._complete_item(data, part, scope)
        elif isinstance(part, Stop):
            for name, breaks in _OF_STOPS.items():
                data[name] = self._passage(getattr(part, name), breaks)
        elif isinstance(part, Fact | IndexEntry):
            data["weight"] = _weight(part)
        return data

    def _value(self, value: Any, scope: _Scope) -> Any:
        if isinstance(value, Text):
            return self._text(value, self._booklet.langs[0])
        if isinstance(value, Picture):
            return self._picture(value)
        if isinstance(value, tuple):
            if value and isinstance(value[0], Text):
                return self._passage(value)
            return [self._value(one, scope) for one in value]
        return self._part(value, scope) if hasattr(value, "__dataclass_fields__") else value

    def _complete_item(self, data: dict[str, Any], item: Item, scope: _Scope) -> None:
        """Links that lead nowhere are left out: their words stay."""
        data["anchor"] = ""
        data["weight"] = _weight_of_item(item)
        data["url"] = item.url if _is_address(item.url) else ""
        data["target"] = item.target if item.target in self._anchors else ""
        data["sources"] = [
            {"number": one, "target": f"{scope.sources}.{one}" if 0 < one <= scope.count else ""}
            for one in item.sources
        ]

    def _picture(self, picture: Picture) -> dict[str, Any]:
        known = _PICTURE_FORMATS.get(picture.media_type)
        if known is None:
            raise KbError(
                N_("The logo must be an SVG, PNG or JPEG picture, not %(type)s."),
                type=picture.media_type,
            )
        return {
            "data": list(picture.data),
            "format": known,
            "alt": self._passage(picture.alt),
        }

    # Texts

    def _passage(self, passage: Passage, breaks: _Breaks = _IN_A_COLUMN) -> list[dict[str, Any]]:
        langs = self._booklet.langs
        return [self._text(one, langs[n % len(langs)], breaks) for n, one in enumerate(passage)]

    def _text(self, text: Text, reader: str, breaks: _Breaks = _IN_A_COLUMN) -> dict[str, Any]:
        value = clean(text.value)
        words = self._words(value, breaks)
        return {
            "value": words,
            "pieces": split_long_words(words),
            # {} for the language of the booklet: nothing has to change for it.
            "language": {} if text.lang == self._booklet.langs[0] else language_of(text.lang),
            "is_rtl": is_rtl(value, otherwise=self._is_rtl),
            "note": self._words(clean(text.note)),
            "note_language": language_of(reader),
        }

    def _words(self, words: str, breaks: _Breaks = _IN_A_COLUMN) -> str:
        return soften(replace_missing(words, self._missing), *breaks)


def _is_address(url: str) -> bool:
    return bool(re.match(r"(?:https?://|mailto:|tel:)\S+\Z", url)) and len(url) < 2000


def _is_quiet(block: Block) -> bool:
    """Whether it is looked up rather than read: addresses, sources, links."""
    if not isinstance(block, Listing):
        return False
    return block.style != "bullets" or all(one.url or one.target for one in block.items)


def _room(section: Section) -> float:
    """About how many lines a part takes; more than a page holds where it is no plain text."""
    blocks = [*section.blocks, *(block for one in section.sections for block in one.blocks)]
    if section.kind != "part" or not all(isinstance(one, Paragraph | Listing) for one in blocks):
        return 1000
    return sum(map(_weight_of_block, blocks)) + 2 * len(section.sections) + 5


_TWO_PAGES = 100
"""What the column beside a text holds on two pages, by the measure of `_lines`."""


def _beside(practice: Section) -> float:
    """How much there is to stand beside the text of a practice: facts, sources, links."""
    facts = sum(_weight(one) for block in practice.blocks for one in _facts_of(block))
    quiet = (one for one in practice.sections if all(map(_is_quiet, one.blocks)))
    return facts + sum(_weight_of_block(block) + 2 for one in quiet for block in one.blocks)


def _facts_of(block: Block) -> tuple[Fact, ...]:
    return block.facts if isinstance(block, Facts) else ()


def _sources_of(practice: Section) -> _Scope:
    """Where the numbers in a practice lead: to the first list of the sections that is numbered."""
    for section in practice.sections:
        for block in section.blocks:
            if isinstance(block, Listing) and block.style == "numbers":
                return _Scope(f"{practice.anchor}.source", len(block.items))
    return _NOWHERE


# How much room something takes, in lines of half a page's width, roughly: what is set in two
# columns is shared out by it.

_LINE = 44


def _lines(passage: Passage) -> float:
    longest = sum(len(one.value) + len(one.note) + 3 for one in dict.fromkeys(passage))
    return -(-longest // _LINE)


def _weight_of_item(item: Item) -> float:
    below = sum(map(_weight_of_item, item.items))
    return 0.4 + _lines((*item.label, *item.words)) + _lines(item.details) + below


def _weight_of_block(block: Block) -> float:
    if isinstance(block, Paragraph):
        return _lines(block.words) * 0.7 + 0.5
    if isinstance(block, Listing):
        return sum(map(_weight_of_item, block.items))
    return 10


def _weight(part: Fact | IndexEntry) -> float:
    """Of a fact, or of a word of an index."""
    lines = part.lines if isinstance(part, Fact) else part.items
    return 1.6 + sum(map(_weight_of_item, lines))


def _column_weights(table: Table) -> list[float]:
    """Widths of columns by what stands in them: words never break where it can be helped."""
    weights = []
    for column, head in enumerate(table.heads):
        cells = [_longest(row[column].words) for row in table.rows if column < len(row)]
        widest_word = max((len(word) for one in head for word in one.value.split()), default=1)
        room = max((*cells, widest_word), default=1)
        weights.append(min(max(room, widest_word, 5), 26 if column else 38) + 3.0)
    return weights


def _longest(passage: Passage) -> int:
    return max((len(one.value) for one in passage), default=0)
