"""What people and programs do to a Word form before it comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from kb.authoring.intake.opening import parse_xml
from tests.authoring.badforms import MAIN, W, members_of, packed

Edit = Callable[[Element], None]


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{W}}}{name}"


def edited(data: bytes, *edits: Edit, has_properties: bool = True) -> bytes:
    """A form whose text was changed."""
    members = members_of(data)
    root = parse_xml(members[MAIN])
    for edit in edits:
        edit(root)
    members[MAIN] = tostring(root, encoding="utf-8", xml_declaration=True)
    if not has_properties:
        del members["docProps/custom.xml"]
    return packed(members)


def typed(answers: Mapping[str, str]) -> Edit:
    """Somebody writes into fields, by their tags."""

    def edit(root: Element) -> None:
        left = dict(answers)
        for field in root.iter(w("sdt")):
            tag = tag_of(field)
            if tag in left:
                write(field, left.pop(tag))
        assert not left

    return edit


def tag_of(field: Element) -> str:
    """The tag of a field."""
    found = field.find(f"{w('sdtPr')}/{w('tag')}")
    assert found is not None
    return found.attrib[w("val")]


def write(field: Element, text: str) -> None:
    """Replace what a field shows, as Word does."""
    properties, inside = field.find(w("sdtPr")), field.find(w("sdtContent"))
    assert properties is not None
    assert inside is not None
    for one in properties.findall(w("showingPlcHdr")):
        properties.remove(one)
    inside.clear()
    fill(SubElement(inside, w("r")), text)


def fill(run: Element, text: str) -> None:
    """Words of a run; a line feed is a line break."""
    for number, line in enumerate(text.split("\n")):
        if number:
            SubElement(run, w("br"))
        SubElement(run, w("t")).text = line


def without_fields(root: Element) -> None:
    """What a program does that knows no fields: only their words are left."""
    for parent in [*root.iter()]:
        children = []
        for child in parent:
            inside = child.find(w("sdtContent")) if child.tag == w("sdt") else None
            children += [*inside] if inside is not None else [child]
        parent[:] = children


def paragraph(text: str) -> Element:
    """A line that somebody wrote."""
    made = Element(w("p"))
    fill(SubElement(made, w("r")), text)
    return made


def cell_of(root: Element, tag: str) -> Element:
    """The cell a field stands in."""
    return next(
        cell
        for cell in root.iter(w("tc"))
        if any(tag_of(field) == tag for field in cell.iter(w("sdt")))
    )


def row_of(root: Element, tag: str) -> tuple[Element, Element]:
    """(table, row) a field stands in."""
    return next(
        (table, row)
        for table in root.iter(w("tbl"))
        for row in table.findall(w("tr"))
        if any(tag_of(field) == tag for field in row.iter(w("sdt")))
    )
