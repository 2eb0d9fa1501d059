"""What a form said when it was made, kept inside it.

Labels and helps get better words with time. A form that comes back a year later is read by those
it was made with, so that no old help is taken for somebody's own text. An entry goes on, too: what
it said then tells what somebody has changed in the form, and what others have changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from kb.authoring.form.questions import practice_form
from kb.authoring.intake.opening import Members, parse_xml
from kb.authoring.intake.wordform import phrases
from kb.export.word.markup import Node, clean

MEMORY = "customXml/item1.xml"
_ROOT = "{urn:kb:form}form"
_MOST = 3000


@dataclass(frozen=True)
class Memory:
    """The words of one form."""

    lines: tuple[str, ...] = ()
    """All that stands outside of its fields."""
    hints: tuple[str, ...] = ()
    """What its empty fields show."""
    labels: tuple[tuple[str, str], ...] = ()
    """(label, name of its question)"""
    made_from: str = ""
    """What the entry said, see `kb.authoring.intake.madefrom`; "" for an empty form."""


def own_lines(document: Node) -> Iterator[str]:
    """All that a form says, line by line, without what its fields show."""
    for line in document.iter("w:p"):
        words = [run for run in line if run.tag == "w:r"]
        yield "".join(text.text or "" for run in words for text in run.iter("w:t"))


def render_memory(document: Node, made_from: str = "") -> bytes:
    """A part with the words of a form, in the language spoken.

    Args:
        document: the form.
        made_from: what the entry says that it shows.
    """
    root = Element(_ROOT)
    questions = [*practice_form().all_questions()]
    for text in _each_once(own_lines(document)):
        SubElement(root, "line").text = text
    for text in _each_once(map(phrases.placeholder, questions)):
        SubElement(root, "hint").text = text
    for one in questions:
        SubElement(root, "label", name=one.name).text = clean(one.label)
    if made_from:
        SubElement(root, "entry").text = made_from
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _each_once(texts: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, map(clean, texts)))


def read_memory(members: Members) -> Memory:
    """The words of a form that came back; none where a program has dropped them."""
    for name, data in members.items():
        if name.startswith("customXml/item") and name.endswith(".xml") and b"urn:kb:form" in data:
            root = parse_xml(data)
            if root.tag == _ROOT:
                return Memory(
                    tuple(_texts(root, "line")),
                    tuple(_texts(root, "hint")),
                    tuple((one.text or "", one.get("name", "")) for one in root.iter("label")),
                    root.findtext("entry") or "",
                )
    return Memory()


def _texts(root: Element, tag: str) -> Iterator[str]:
    for one in root.findall(tag)[:_MOST]:
        yield one.text or ""
