"""XML of translators' tools: refused before it can do harm, flattened to text, written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.parsers import expat

from kb.errors import N_, KbError

VERSIONS = ("1.2", "2.0")
LARGEST_BYTES = 32 * 2**20
"""Larger files are refused: a catalog has some ten thousand bytes."""

TOOLKIT_ABSENT = N_(
    "This format needs the package translate-toolkit. Install it with "
    '"pip install kb-good-practice[translation]".'
)
Element = Any
"""An element of lxml, which has no types."""

NAMESPACES = {
    "1.2": "urn:oasis:names:tc:xliff:document:1.2",
    "2.0": "urn:oasis:names:tc:xliff:document:2.0",
}
_VERSIONS_READ = {"1.2": "1.2", "2.0": "2.0", "2.1": "2.0"}
"""XLIFF 2.1 is 2.0 with more modules, in the same namespace."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_file(data: bytes, path: object) -> str:
    """The version of an XLIFF file that is whole and cannot do harm.

    Args:
        data: the file.
        path: names the file in error messages.

    Raises:
        KbError: it is empty, damaged, too large or no XLIFF of a version we read, or it has a
            document type declaration, the only place where entities can be defined.
    """
    if not data.strip():
        raise KbError(
            N_("%(path)s is empty. Export it again from the translation tool."), path=path
        )
    if len(data) > LARGEST_BYTES:
        raise KbError(
            N_(
                "%(path)s is larger than %(size)s MiB. Export each catalog from the translation "
                "tool into a file of its own."
            ),
            path=path,
            size=LARGEST_BYTES // 2**20,
        )
    name, attributes = _find_root(data, path)
    namespace, _, root = name.rpartition(" ")
    if root != "xliff":
        raise KbError(
            N_(
                "%(path)s is no XLIFF file: it begins with <%(root)s>. Export XLIFF %(versions)s "
                "from the translation tool."
            ),
            path=path,
            root=root,
            versions=", ".join(VERSIONS),
        )
    version = _VERSIONS_READ.get(attributes.get("version", ""))
    if version is None or namespace not in (NAMESPACES[version], ""):
        raise KbError(
            N_(
                "%(path)s is written in version %(version)s of XLIFF. Export XLIFF %(versions)s "
                "from the translation tool."
            ),
            path=path,
            version=attributes.get("version") or "?",
            versions=", ".join(VERSIONS),
        )
    return version


class _DoctypeFoundError(Exception):
    """Stops reading before any entity could be defined."""


def _find_root(data: bytes, path: object) -> tuple[str, dict[str, str]]:
    """Name and attributes of the root element, once the whole file was found well-formed."""
    found: list[tuple[str, dict[str, str]]] = []

    def take(name: str, attributes: dict[str, str]) -> None:
        found.append((name, attributes))
        parser.StartElementHandler = None

    def refuse(*_: object) -> None:
        raise _DoctypeFoundError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = take
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except _DoctypeFoundError:
        raise KbError(
            N_(
                "%(path)s has a document type declaration, which XLIFF does not need and which "
                "can do harm. Export it again from the translation tool without one."
            ),
            path=path,
        ) from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        if found:
            raise damaged(path, getattr(error, "lineno", 1)) from None
        raise KbError(
            N_(
                "%(path)s is no XLIFF file: it is not XML. Export XLIFF %(versions)s from the "
                "translation tool."
            ),
            path=path,
            versions=", ".join(VERSIONS),
        ) from None
    return found[0]


def damaged(path: object, line: int) -> KbError:
    """The error that a file cannot be read from some line on."""
    return KbError(
        N_(
            "%(path)s is damaged or cut off: line %(line)s cannot be read. Export it again from "
            "the translation tool."
        ),
        path=path,
        line=line,
    )


def check_texts(texts: Iterable[str], name: str, field: str) -> None:
    """Refuse texts that XML cannot carry.

    Args:
        texts: what is to be written.
        name: of the catalog, for the error message.
        field: where the texts stand in it.

    Raises:
        KbError: a control character is in a text.
    """
    for text in texts:
        if found := _FORBIDDEN.search(text):
            raise KbError(
                N_(
                    "%(name)s, field %(field)s: the control character %(code)s cannot stand in "
                    "XML. Delete it in the text."
                ),
                name=_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", name),
                field=_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", field) or "-",
                code=f"U+{ord(found[0]):04X}",
            )


def add(
    parent: Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None
) -> Element:
    """A new last child; its name is in the parent's namespace unless it brings its own."""
    tag = name if name.startswith("{") else tag_in(parent, name)
    element = parent.makeelement(tag, dict(attributes or {}))
    element.text = text
    parent.append(element)
    return element


def keep_all(_: str) -> bool:
    """For `text_of`: all code belongs to the text."""
    return True


def keep_none(_: str) -> bool:
    """For `text_of`: no code belongs to the text."""
    return False


def tag_in(element: Element, name: str) -> str:
    """A name in the namespace of an element."""
    namespace, brace, _ = str(element.tag).rpartition("}")
    return f"{namespace}{brace}{name}"


def text_of(element: Element | None, keep: Callable[[str], bool], path: object) -> str:
    """The plain text of an element.

    Args:
        element: a source, target or note.
        keep: tells whether code that stands in an element of its own belongs to the text: a tool
            protects placeholders so, and adds markup of its own.
        path: names the file in error messages.
    """
    return "" if element is None else "".join(_pieces(element, keep, path))


def _pieces(element: Element, keep: Callable[[str], bool], path: object) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else None
        if name == "cp":
            raise KbError(
                N_(
                    "%(path)s: the control character %(code)s cannot stand in a translation. "
                    "Delete it in the translation tool."
                ),
                path=path,
                code=f"U+{child.get('hex', '')}",
            )
        if name in ("ph", "bpt", "ept", "it", "x", "bx", "ex", "sc", "ec"):
            code = _code(child, "")
            yield code if keep(code) else ""
        elif name is not None:
            before, after = _code(child, "Start"), _code(child, "End")
            yield before if keep(before) else ""
            yield from _pieces(child, keep, path)
            yield after if keep(after) else ""
        yield child.tail or ""


def _code(element: Element, side: str) -> str:
    """The code that an inline element stands for."""
    if not side and (own := "".join(element.itertext())):
        return own
    if reference := element.get(f"dataRef{side}"):
        for one in element.iterancestors(tag_in(element, "unit")):
            for data in one.iterfind(
                f"{tag_in(element, 'originalData')}/{tag_in(element, 'data')}"
            ):
                if data.get("id") == reference:
                    return "".join(data.itertext())
    if element.get("ctype") == "lb" and not element.get("equiv-text"):
        return "\n"
    text: str = element.get(f"equiv{side}") or (not side and element.get("equiv-text")) or ""
    return text
