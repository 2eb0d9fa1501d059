"""WordprocessingML as plain trees: built here, escaped and cleaned when they are written out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Node = Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 has no way to write, not even escaped."""


def clean(text: str) -> str:
    """A text without the signs that XML forbids."""
    return _FORBIDDEN.sub("", text)


def element(tag: str, attributes: dict[str, str], children: Iterable[Node | None] = ()) -> Node:
    """An element; None among the children is left out.

    Args:
        tag: with its prefix, one of `NAMESPACES`.
        attributes: their names likewise.
        children: in order.
    """
    made = Element(tag, attributes)
    made.extend([one for one in children if one is not None])
    return made


def w(tag: str, *children: Node | None, **attributes: object) -> Node:
    """An element of WordprocessingML with attributes of the same namespace."""
    named = {f"w:{name}": str(value) for name, value in attributes.items()}
    return element(f"w:{tag}", named, children)


def flag(tag: str, is_on: bool = True) -> Node:
    """A property that is there, or expressly not."""
    return w(tag) if is_on else w(tag, val=0)


def text_node(text: str, tag: str = "w:t") -> Node:
    """The words of a run."""
    made = Element(tag, {"xml:space": "preserve"})
    made.text = text
    return made


def declared(root: Node, *prefixes: str) -> Node:
    """The root of a part, with the namespaces it uses."""
    for prefix in prefixes or ("w",):
        root.set(f"xmlns:{prefix}", NAMESPACES[prefix])
    return root


def to_bytes(root: Node) -> bytes:
    """A part as it stands in the file."""
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + clean(
        tostring(root, encoding="unicode")
    ).encode("utf-8")
