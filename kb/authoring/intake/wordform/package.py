"""The parts of a Word form in one file. The same form makes the same bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from kb.export.word.markup import Node, clean, declared, to_bytes, w

_MOMENT = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PROPERTIES = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STAMP_PROPERTY = "kb-form"
MEMORY_ABOUT = "customXml/itemProps1.xml"
_ABOUT = (
    f'{_HEAD}<ds:datastoreItem ds:itemID="{{6B1F2C5E-8D0A-4E57-9C43-2F7A51D0B6E8}}" '
    f'xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs/></ds:datastoreItem>'
).encode()
"""LibreOffice keeps only what is introduced like this."""


class Part(NamedTuple):
    """One member, and how another one refers to it."""

    name: str
    media_type: str
    kind: str
    """Last word of its relation's type."""
    data: bytes
    relation: str = ""
    """Id of the relation, where the text names it."""


class Words(NamedTuple):
    """What the file says about itself."""

    title: str
    author: str
    lang: str
    stamp: str


def word_part(name: str, content: Node, kind: str = "", relation: str = "") -> Part:
    """A part of the text, such as its styles."""
    kind = kind or name
    return Part(f"word/{name}.xml", f"{_WORD}.{kind}+xml", kind, to_bytes(content), relation)


def pack(document: Node, parts: Iterable[Part], placeholders: Node, words: Words) -> bytes:
    """The file.

    Args:
        document: the text.
        parts: what lies beside it; styles and memory are among them.
        placeholders: building blocks for empty controls.
        words: what the file says about itself.
    """
    beside = list(parts)
    styles = next(one for one in beside if one.kind == "styles")
    blocks = Part(
        "word/glossary/document.xml",
        f"{_WORD}.document.glossary+xml",
        "glossaryDocument",
        to_bytes(placeholders),
    )
    about = Part(MEMORY_ABOUT, f"{_PROPERTIES}.customXmlProperties+xml", "customXmlProps", _ABOUT)
    inner = styles._replace(name="word/glossary/styles.xml")
    main = Part(
        "word/document.xml", f"{_WORD}.document.main+xml", "officeDocument", to_bytes(document)
    )
    whole = [main, *_properties(words)]
    everything = [*whole, *beside, blocks, inner, about]
    members = {
        "[Content_Types].xml": _types(everything),
        "_rels/.rels": _relations(whole, ""),
        "word/_rels/document.xml.rels": _relations([*beside, blocks], "word/"),
        "customXml/_rels/item1.xml.rels": _relations([about], "customXml/"),
        "word/glossary/_rels/document.xml.rels": _relations([inner], "word/glossary/"),
        **{one.name: one.data for one in everything},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _types(parts: Iterable[Part]) -> bytes:
    rows = [
        f"<Override PartName={quoteattr('/' + one.name)} ContentType={quoteattr(one.media_type)}/>"
        for one in parts
    ]
    return (
        f'{_HEAD}<Types xmlns="{_RELATIONS}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(rows)}</Types>'
    ).encode()


def _relations(parts: Iterable[Part], folder: str) -> bytes:
    rows = []
    for number, one in enumerate(parts, 1):
        schema = f"{_OFFICE}/relationships/{one.kind}"
        if one.kind == "core-properties":
            schema = f"{_RELATIONS}/relationships/metadata/{one.kind}"
        target = quoteattr(posixpath.relpath(one.name, folder or "."))
        name = quoteattr(one.relation or f"part{number}")
        rows.append(f'<Relationship Id={name} Type="{schema}" Target={target}/>')
    return (
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}/relationships">{"".join(rows)}</Relationships>'
    ).encode()


def _properties(words: Words) -> Iterable[Part]:
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_RELATIONS}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_plain(words.title)}</dc:title><dc:creator>{_plain(words.author)}</dc:creator>"
        f"<dc:language>{_plain(words.lang)}</dc:language></cp:coreProperties>"
    )
    media = "application/vnd.openxmlformats-package.core-properties+xml"
    yield Part("docProps/core.xml", media, "core-properties", core.encode())
    own = (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" '
        f'name="{STAMP_PROPERTY}"><vt:lpwstr>{_plain(words.stamp)}</vt:lpwstr></property>'
        "</Properties>"
    )
    media = f"{_PROPERTIES}.custom-properties+xml"
    yield Part("docProps/custom.xml", media, "custom-properties", own.encode())


def _plain(text: str) -> str:
    return escape(clean(text)[:255])


def settings(lang: Node) -> Node:
    """Settings of the file: of today's Word, without hyphens in labels."""
    levels = "http://schemas.microsoft.com/office/word"
    return declared(
        w(
            "settings",
            w("zoom", percent=100),
            w("defaultTabStop", val=567),
            w(
                "compat",
                w("compatSetting", name="compatibilityMode", uri=levels, val=15),
            ),
            lang,
        )
    )
