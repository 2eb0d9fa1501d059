"""Texts of a booklet as runs of words: their languages, links, marks and bookmarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from kb.export.description import Booklet, Listing, Passage, Section, Text, distinct, iter_sections
from kb.export.drawing import Colour
from kb.export.word.looks import Look, colours_of, style_suffix
from kb.export.word.markup import Node, clean, element, flag, text_node, w
from kb.export.word.properties import paragraph_properties, run_properties
from kb.translation.formats import is_right_to_left

_RTL = re.compile("((?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+\\s*)+)")
"""Words of scripts that are written from right to left."""
_LONGEST_BOOKMARK = 40
_LONGEST_ADDRESS = 2000
"""Word refuses to open a file with longer ones."""
_REPEATED = frozenset(("", "RunInHead"))
"""Styles of characters that a second language does not take over."""
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


Link = Callable[[Sequence[Node]], list[Node]]
"""Makes a link of words."""


class Placed(NamedTuple):
    """A picture that lies in the file."""

    relation: str
    width: int
    """In pixels."""
    height: int


class Relations(Protocol):
    """What lies beside the text in the file."""

    def link(self, url: str) -> str:
        """The id of an address on the web."""

    def picture(self, data: bytes) -> Placed:
        """The id and size of a picture."""


class Spot(NamedTuple):
    """Where in the booklet something stands."""

    country: str = ""
    sources: Mapping[int, str] = {}
    """Bookmarks of the sources of the same practice, by their numbers."""
    languages: int = 1
    """How many languages stand side by side; 1 where there is no room for that."""


@dataclass
class Bookmarks:
    """Names for anchors, as short and plain as Word wants them; none is given twice."""

    _taken: set[str] = field(default_factory=set)
    _placed: set[str] = field(default_factory=set)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def name(self, anchor: str) -> str:
        """A name that is not taken."""
        plain = re.sub(r"[^A-Za-z0-9]+", "_", anchor).strip("_")
        # A name that begins with an underscore is hidden; one that begins with a digit is none.
        stem = plain if plain[:1].isalpha() else f"a_{plain}"
        name = stem[:_LONGEST_BOOKMARK]
        for number in count(2):
            if name.casefold() not in self._taken:
                break
            tail = f"_{number}"
            name = stem[: _LONGEST_BOOKMARK - len(tail)] + tail
        self._taken.add(name.casefold())
        return name

    def around(self, name: str, nodes: Sequence[Node]) -> list[Node]:
        """Nodes with a bookmark around them, at the first place that asks for it."""
        if name in self._placed:
            return list(nodes)
        self._placed.add(name)
        number = next(self._ids)
        return [
            w("bookmarkStart", id=number, name=name),
            *nodes,
            w("bookmarkEnd", id=number),
        ]


class Scribe:
    """Writes the texts of one booklet.

    Args:
        booklet: whose texts.
        look: measures of the paper.
        relations: takes addresses and pictures.
    """

    def __init__(self, booklet: Booklet, look: Look, relations: Relations) -> None:
        self.booklet = booklet
        self.langs = booklet.langs
        self.look = look
        self.relations = relations
        self.colours: Mapping[str, Colour] = colours_of(booklet)
        self.bookmarks = Bookmarks()
        self.is_rtl = is_right_to_left(booklet.langs[0])
        self.numbered_lists = 0
        self._pictures = count(1)
        self._anchors: dict[str, str] = {}
        for _depth, section in iter_sections(booklet.sections):
            if section.anchor not in self._anchors:
                self._anchors[section.anchor] = self.bookmarks.name(section.anchor)

    # Where things are

    def bookmark(self, anchor: str) -> str | None:
        """The bookmark of a section; None where there is no such section."""
        return self._anchors.get(anchor)

    def sources_of(self, section: Section) -> dict[int, str]:
        """New bookmarks for the sources of a practice or part, by their numbers."""
        for listing in _numbered_lists(section):
            numbers = range(1, len(listing.items) + 1)
            return {one: self.bookmarks.name(f"{section.anchor[:30]}_s{one}") for one in numbers}
        return {}

    def colour(self, spot: Spot) -> Colour:
        """The colour of the country."""
        return self.colours.get(spot.country, self.colours[""])

    def style_of(self, kind: str, spot: Spot) -> str:
        """The style of a country: Kicker, Country or Facts."""
        code = spot.country if spot.country in self.colours else ""
        return f"{kind}{style_suffix(code or 'Neutral')}"

    def next_picture(self) -> int:
        """A number for a picture that no other has."""
        return next(self._pictures)

    # Runs

    def runs(
        self, text: Text, style: str = "", note_lang: str = "", link: Link | None = None
    ) -> list[Node]:
        """A text, and its note in brackets.

        Args:
            text: the text.
            style: id of a style of characters.
            note_lang: language of its note.
            link: makes a link of the text, without its note.
        """
        made = runs(text.value, text.lang, style)
        made = link(made) if link else made
        if text.note:
            tail = f" ({text.note})"
            made += runs(tail, note_lang or self.langs[0], "TextNote")
        return made

    def passage(
        self,
        passage: Passage,
        style: str = "",
        sign: str = " · ",
        column: int = 0,
        link: Link | None = None,
    ) -> list[Node]:
        """The texts of a passage one after the other, those that say the same once.

        Args:
            passage: the texts.
            style: of the characters.
            sign: what stands between two texts; a line feed for a new line.
            column: which language the first text is for.
            link: makes a link of each text.
        """
        made: list[Node] = []
        there = [one for one in distinct(passage) if one.value]
        for number, text in enumerate(there):
            place = column + passage.index(text)
            look = "SecondLanguage" if number and style in _REPEATED else style
            if number:
                made += [line_break()] if sign == "\n" else runs(sign, "", look)
            made += self.runs(text, look, self.langs[min(place, len(self.langs) - 1)], link)
        return made

    # Links

    def to_section(self, anchor: str, nodes: Sequence[Node]) -> list[Node]:
        """Nodes as a link to a section; as they are where there is no such section."""
        name = self.bookmark(anchor)
        return [to_bookmark(name, nodes)] if name and nodes else list(nodes)

    def to_web(self, url: str, nodes: Sequence[Node]) -> list[Node]:
        """Nodes as a link to the web; as they are where the address is none that Word opens."""
        address = find_address(url)
        if address is None or not nodes:
            return list(nodes)
        attributes = {"r:id": self.relations.link(address), "w:history": "1"}
        return [element("w:hyperlink", attributes, nodes)]


def _numbered_lists(section: Section) -> Iterator[Listing]:
    """Numbered lists in a section and below it, other than in practices below it."""
    for block in section.blocks:
        if isinstance(block, Listing) and block.style == "numbers":
            yield block
    for one in section.sections:
        if one.kind == "passage":
            yield from _numbered_lists(one)


def to_bookmark(name: str, nodes: Sequence[Node], tip: str = "") -> Node:
    """Nodes as a link to a bookmark."""
    attributes = {"w:anchor": name, "w:history": "1"}
    if tip:
        attributes["w:tooltip"] = tip
    return element("w:hyperlink", attributes, nodes)


def find_address(url: str) -> str | None:
    """An address as Word accepts it; None for what no browser should open."""
    text = clean(url).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.path):
        return None
    address = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), text)
    return address if len(address) <= _LONGEST_ADDRESS else None


def runs(value: str, lang: str, style: str = "") -> list[Node]:
    """Words in one language; those of scripts from right to left are runs of their own.

    Args:
        value: the words; a new line begins at each line feed.
        lang: BCP 47; "" for signs of no language.
        style: id of a style of characters.
    """
    made = []
    for number, piece in enumerate(_RTL.split(value)):
        if piece:
            is_rtl = number % 2 == 1
            properties = [
                w("rStyle", val=style) if style else None,
                flag("rtl") if is_rtl else None,
                language_mark(lang) if lang else None,
            ]
            has_some = any(one is not None for one in properties)
            head = run_properties(properties) if has_some else None
            made.append(w("r", head, *_lines(piece)))
    return made


def _lines(piece: str) -> Iterator[Node]:
    for number, line in enumerate(piece.replace("\t", " ").split("\n")):
        if number:
            yield w("br")
        if line:
            yield text_node(line)


def line_break() -> Node:
    """A new line in the same paragraph."""
    return w("r", w("br"))


def tab() -> Node:
    """On to the next tab stop."""
    return w("r", w("tab"))


def page_of(bookmark: str) -> list[Node]:
    """The page a bookmark is on; Word fills it in when it prints or is told to."""
    return field_of(f"PAGEREF {bookmark} \\h")


def field_of(instruction: str, result: Iterable[Node] = ()) -> list[Node]:
    """A field, and what it shows until it is brought up to date."""
    return [*field_start(instruction), *result, field_end()]


def field_start(instruction: str) -> list[Node]:
    """The start of a field, up to what it shows."""
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", text_node(f" {instruction} ", "w:instrText")),
        w("r", w("fldChar", fldCharType="separate")),
    ]


def field_end() -> Node:
    """The end of a field."""
    return w("r", w("fldChar", fldCharType="end"))


def paragraph(style: str, nodes: Iterable[Node], *properties: Node | None) -> Node:
    """A paragraph.

    Args:
        style: id of its style.
        nodes: runs, links and bookmarks.
        properties: what this one paragraph has besides.
    """
    return w("p", paragraph_properties([w("pStyle", val=style), *properties]), *nodes)


def direction(lang: str, is_rtl: bool) -> Node | None:
    """The direction of a paragraph, where it is another than the document's.

    Args:
        lang: language of the paragraph.
        is_rtl: whether the document is written from right to left.
    """
    is_own = is_right_to_left(lang)
    return flag("bidi", is_own) if is_own != is_rtl else None


def language_mark(lang: str) -> Node:
    """The language of words, for the spelling."""
    name, tag = _language_attribute(lang)
    return w("lang", **{name: tag})


@cache
def _language_attribute(lang: str) -> tuple[str, str]:
    """(the attribute that holds for its script, the tag with a region as Word wants it)."""
    tag = tag_with_region(lang)
    if is_right_to_left(lang):
        return "bidi", tag
    return ("eastAsia" if lang.partition("-")[0] in ("ja", "ko", "zh") else "val"), tag


@cache
def tag_with_region(lang: str) -> str:
    """A tag with the region that is most likely where it names none: fi is fi-FI."""
    from babel.core import get_global

    from kb.translation.formats import locale_of

    primary, _, rest = lang.partition("-")
    if rest:
        return lang
    locale = locale_of(lang)
    if locale.language != primary:
        return lang
    territory = locale.territory or get_global("likely_subtags").get(primary, "").split("_")[-1]
    return f"{primary}-{territory}" if territory else primary
