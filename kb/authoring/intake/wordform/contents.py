"""What stands in a Word file: lines and tables, with the fields in them. Knows WordprocessingML.

Text counts as its reader sees it: what was inserted under "track changes" is there, what was
deleted is not, and comments are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from kb.authoring.intake.opening import Members, iter_relations, parse_xml

_GONE = frozenset(("del", "moveFrom", "rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback", "rt"))
"""Elements whose text is not read: deleted, or said in another way beside it."""
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "\u2011"}
_PICTURES = ("/media/", "/charts/")


@dataclass(frozen=True, eq=False)
class Field:
    """One content control."""

    tag: str
    is_showing_hint: bool


class Piece(NamedTuple):
    """Words in a row that have the same field around them."""

    text: str
    field: Field | None = None
    link: str = ""


class Line(NamedTuple):
    """A paragraph; within it are line breaks."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of its words."""
        return "".join(piece.text for piece in self.pieces)


class Cell(NamedTuple):
    """A cell of a table."""

    blocks: tuple[Line | Table, ...]
    span: int = 1

    def lines(self) -> Iterator[Line]:
        """Its lines; each row of a table in it is one."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block
            else:
                yield from block.lines()


class Table(NamedTuple):
    """A table."""

    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> Iterator[Line]:
        """Each row as one line."""
        for row in self.rows:
            pieces: list[Piece] = []
            for cell in row:
                inside = [piece for line in cell.lines() for piece in line.pieces]
                if inside and pieces:
                    pieces.append(Piece(" | "))
                pieces += inside
            yield Line(tuple(pieces))


Block = Line | Table


@dataclass
class Contents:
    """A Word file as it is read."""

    blocks: list[Block]
    beside: list[Line] = field(default_factory=list)
    """Text boxes and footnotes."""
    footers: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    pictures: int = 0

    @property
    def text(self) -> str:
        """All that stands in it, line by line."""
        return "\n".join(line.text for line in _lines_of(self.blocks))


def read_contents(members: Members, main: str) -> Contents:
    """The text of a Word file.

    Args:
        members: of its package, which was found harmless.
        main: name of the member with the text.
    """
    folder = main.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    links = _links(members.get(f"{prefix}_rels/{main.rpartition('/')[2]}.rels", b""))
    reader = _Reader(links)
    contents = Contents([*reader.blocks(parse_xml(members[main]), None)])
    for name in ("footnotes", "endnotes"):
        if part := members.get(f"{prefix}{name}.xml"):
            contents.beside += _lines_of(reader.blocks(_notes(parse_xml(part)), None))
    contents.beside += _lines_of(reader.boxes)
    contents.footers = " ".join(
        "".join(parse_xml(data).itertext())
        for name, data in members.items()
        if name.startswith(f"{prefix}footer") and name.endswith(".xml")
    )
    contents.properties = _properties(members.get("docProps/custom.xml", b""))
    contents.pictures = sum(any(one in name for one in _PICTURES) for name in members)
    return contents


def _lines_of(blocks: Iterator[Block] | list[Block]) -> Iterator[Line]:
    for block in blocks:
        yield from (block,) if isinstance(block, Line) else block.lines()


def _links(part: bytes) -> dict[str, str]:
    return {
        one["Id"]: one["Target"]
        for one in iter_relations(part)
        if one["Type"].endswith("/hyperlink") and one["TargetMode"] == "External"
    }


def _properties(part: bytes) -> dict[str, str]:
    if not part:
        return {}
    return {one.get("name", ""): "".join(one.itertext()) for one in parse_xml(part)}


def _notes(root: Element) -> Element:
    """Footnotes without the lines that part them from the text."""
    for note in [one for one in root if _value(one, "type")]:
        root.remove(note)
    return root


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _value(node: Element | None, name: str = "val") -> str:
    """An attribute by the name after its prefix; "" where it is missing."""
    if node is None:
        return ""
    return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == name), "")


def _child(node: Element, name: str) -> Element | None:
    return next((one for one in node if _local(one) == name), None)


class _Reader:
    """Walks the elements."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self._links = links
        self.boxes: list[Block] = []

    def blocks(self, node: Element, around: Field | None) -> Iterator[Block]:
        """Lines and tables, through everything that may be wrapped around them."""
        for child in node:
            name = _local(child)
            if name == "p":
                yield Line(tuple(self._pieces(child, around, "")))
            elif name == "tbl":
                yield Table(tuple(self._rows(child, around)))
            elif name == "sdt":
                yield from self.blocks(child, _field_of(child) or around)
            elif name not in _GONE:
                yield from self.blocks(child, around)

    def _rows(self, node: Element, around: Field | None) -> Iterator[tuple[Cell, ...]]:
        for child in node:
            name = _local(child)
            if name == "tr":
                properties = _child(child, "trPr")
                if properties is None or _child(properties, "del") is None:
                    yield tuple(self._cells(child, around))
            elif name == "sdt":
                yield from self._rows(child, _field_of(child) or around)
            elif name not in _GONE:
                yield from self._rows(child, around)

    def _cells(self, node: Element, around: Field | None) -> Iterator[Cell]:
        for child in node:
            name = _local(child)
            if name == "tc":
                properties = _child(child, "tcPr")
                span = _child(properties, "gridSpan") if properties is not None else None
                width = _value(span)
                wide = min(int(width), 63) if width.isdecimal() else 1
                yield Cell(tuple(self.blocks(child, around)), max(wide, 1))
            elif name == "sdt":
                yield from self._cells(child, _field_of(child) or around)
            elif name not in _GONE:
                yield from self._cells(child, around)

    def _pieces(self, node: Element, around: Field | None, link: str) -> Iterator[Piece]:
        for child in node:
            name = _local(child)
            if name == "t":
                yield Piece(child.text or "", around, link)
            elif name in _SIGNS:
                yield Piece(_SIGNS[name], around, link)
            elif name == "sdt":
                yield from self._pieces(child, _field_of(child) or around, link)
            elif name == "hyperlink":
                target = self._links.get(_value(child, "id"), "")
                yield from self._pieces(child, around, target or link)
            elif name == "txbxContent":
                self.boxes += self.blocks(child, None)
            elif name not in _GONE:
                yield from self._pieces(child, around, link)


def _field_of(node: Element) -> Field | None:
    """The content control; None for one that has no tag, such as those of a table of contents."""
    properties = _child(node, "sdtPr")
    tag = _value(_child(properties, "tag")) if properties is not None else ""
    if properties is None or not tag:
        return None
    showing = _child(properties, "showingPlcHdr")
    is_showing = showing is not None and _value(showing).lower() not in ("0", "false", "off")
    return Field(tag, is_showing)
