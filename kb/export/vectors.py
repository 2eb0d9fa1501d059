"""SVG: drawings that stand for themselves, with nothing in them that runs or reads elsewhere."""

from __future__ import annotations

import base64
import re
from math import isfinite
from xml.etree import ElementTree

from kb.errors import N_, KbError
from kb.export.picturefile import MAX_ELEMENTS, NO_PICTURE, PictureFile, Size, check_proportion
from kb.export.pixels import JPEG, PNG, check_pixels, jpeg_size, png_size

_SPACE = "{http://www.w3.org/2000/svg}"
_PAGE = "{http://www.w3.org/1999/xhtml}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1")
"""Those in which `+ADw-` and the like are no hidden signs."""
_DECLARATION = re.compile(r"""<\?xml\s(?:[^>]*?\sencoding\s*=\s*["']([^"']*)["'])?[^>]*\?>""")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STYLESHEET = re.compile(r"<\?xml-stylesheet", re.IGNORECASE)
_FORBIDDEN = ("script", "foreignobject")
"""What a drawing has no need of, and what may read files or run where it is opened."""
_ELSEWHERE = re.compile(r"@import|url\(\s*[\"']?\s*(?!\s|[\"']|#)", re.IGNORECASE)
_INSIDE = re.compile(r"\s*data:image/(?:png|jpeg|jpg);base64,([A-Za-z0-9+/=\s]+)")
_NUMBER = r"\+?((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
_LENGTH = re.compile(rf"\s*{_NUMBER}\s*(px|pt|pc|mm|cm|in|em|ex)?\s*")
_OPEN = re.compile(r"\s*(?:auto|[0-9.]+\s*%)?\s*")
"""A length that leaves the size to the page."""
_UNITS = {
    None: 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}
_SMALLEST, _LARGEST = 1e-3, 1e6
"""Sides of a drawing that all programs can calculate with."""


def measure_drawing(data: bytes) -> Size | None:
    """How large a drawing is, in pixels or units of its own; None where it does not say."""
    try:
        sizes = _sizes(_parse(data.decode("utf-8", "replace")))
    except (ElementTree.ParseError, ValueError):
        return None
    return sizes[0] if sizes else None


def checked_drawing(file: PictureFile) -> bytes:
    """The drawing in UTF-8.

    Raises:
        KbError: it is none, or holds what no picture needs.
    """
    text = _decode(file)
    if _DOCTYPE.search(text):
        raise _needless(file, "<!DOCTYPE>")
    if _STYLESHEET.search(text):
        raise _elsewhere(file)
    try:
        root = _parse(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise file.fault(NO_PICTURE) from error
    if root.tag != f"{_SPACE}svg":
        raise file.fault(NO_PICTURE)
    for element in root.iter():
        _check_element(file, element)
    _check_count(file, root)
    _check_size(file, root)
    return text.encode("utf-8")


def _decode(file: PictureFile) -> str:
    """The text without its declaration, which would be wrong in UTF-8."""
    data = file.data
    try:
        is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16") if is_wide else data.decode("utf-8-sig")
    except ValueError as error:
        latin = data.decode("iso-8859-1")
        found = _DECLARATION.match(latin)
        if not found or (found[1] or "").lower() != "iso-8859-1":
            raise file.fault(NO_PICTURE) from error
        text = latin
    declared = _DECLARATION.match(text)
    if declared and (declared[1] or "utf-8").lower() not in _ENCODINGS:
        raise file.fault(NO_PICTURE)
    return text[declared.end() if declared else 0 :].strip()


def _parse(text: str) -> ElementTree.Element:
    # Lone halves of a pair are ValueErrors (UnicodeEncodeError).
    return ElementTree.fromstring(text)  # noqa: S314 - no DTD, so no entities


def _needless(file: PictureFile, part: str) -> KbError:
    return file.fault(
        N_(
            "The logo “%(file)s” in kb.yaml holds “%(part)s”, which no picture needs. Save it as "
            "plain SVG."
        ),
        part=part[:40],
    )


def _elsewhere(file: PictureFile) -> KbError:
    return file.fault(
        N_(
            "The logo “%(file)s” in kb.yaml refers to something outside itself. Put all that it "
            "shows into the file, and take links out."
        )
    )


def _check_element(file: PictureFile, element: ElementTree.Element) -> None:
    name = _local(element.tag)
    if name.lower() in _FORBIDDEN or element.tag.startswith(_PAGE):
        raise _needless(file, f"<{name}>")
    if element.tag == f"{_SPACE}text":
        raise file.fault(
            N_(
                "The logo “%(file)s” in kb.yaml holds text, which looks different where its font "
                "is missing. Convert the text to paths."
            )
        )
    if name == "style" and _ELSEWHERE.search("".join(element.itertext())):
        raise _elsewhere(file)
    for key, value in element.attrib.items():
        attribute = _local(key).lower()
        if attribute.startswith("on"):
            raise _needless(file, attribute)
        if attribute == "href":
            _check_link(file, value)
        elif key == _BASE or _ELSEWHERE.search(value):
            raise _elsewhere(file)


def _check_link(file: PictureFile, link: str) -> None:
    """What holds for a picture of pixels holds for those inside a drawing, too."""
    if link.startswith("#"):
        return
    found = _INSIDE.fullmatch(link)
    if found is None:
        raise _elsewhere(file)
    try:
        inner = PictureFile(file.name, base64.b64decode("".join(found[1].split()), validate=True))
    except ValueError as error:
        raise file.fault(NO_PICTURE) from error
    if inner.data.startswith(PNG):
        check_pixels(inner, png_size(inner))
    elif inner.data.startswith(JPEG):
        check_pixels(inner, jpeg_size(inner))
    else:
        raise file.fault(NO_PICTURE)


def _check_count(file: PictureFile, root: ElementTree.Element) -> None:
    """What is used again is drawn again, and counts each time."""
    named = {element.get("id"): element for element in root.iter()}
    counts: dict[ElementTree.Element, int] = {}

    def count(element: ElementTree.Element) -> int:
        if element not in counts:
            counts[element] = 0  # What uses itself is not drawn.
            used = None
            if element.tag == f"{_SPACE}use":
                links = (value for key, value in element.items() if _local(key) == "href")
                used = named.get(next(links, "").removeprefix("#"))
            again = count(used) if used is not None else 0
            counts[element] = 1 + again + sum(map(count, element))
        return counts[element]

    try:
        is_simple = count(root) <= MAX_ELEMENTS
    except RecursionError:
        is_simple = False
    if not is_simple:
        raise file.fault(
            N_(
                "The drawing in the logo “%(file)s” in kb.yaml has more than %(most)d parts, or "
                "parts within parts too deep. Simplify it, or save it as PNG."
            ),
            most=MAX_ELEMENTS,
        )


def _check_size(file: PictureFile, root: ElementTree.Element) -> None:
    try:
        sizes = _sizes(root)
    except ValueError:
        sizes = []
    if not sizes:
        raise file.fault(
            N_(
                "The logo “%(file)s” in kb.yaml does not say how large it is. Give its SVG a "
                "“viewBox” with a positive width and height."
            )
        )
    for size in sizes:
        check_proportion(file, size)


def _sizes(root: ElementTree.Element) -> list[Size]:
    """The size on the page where it is given, and that of the part of the drawing shown.

    Raises:
        ValueError: one of them is none.
    """
    sides = [_length(root.get(name, "")) for name in ("width", "height")]
    sizes = [Size(*given)] if len(given := [one for one in sides if one is not None]) == 2 else []
    if box := root.get("viewBox"):
        _left, _top, width, height = (float(one) for one in box.replace(",", " ").split())
        sizes.append(Size(width, height))
    if not all(isfinite(one) and _SMALLEST <= one <= _LARGEST for size in sizes for one in size):
        raise ValueError
    return sizes


def _length(value: str) -> float | None:
    if _OPEN.fullmatch(value):
        return None
    if found := _LENGTH.fullmatch(value):
        return float(found[1]) * _UNITS[found[2]]
    raise ValueError


def _local(name: str) -> str:
    return name.rpartition("}")[2]
