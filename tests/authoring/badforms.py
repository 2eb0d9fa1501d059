"""Word files and packages that must not be taken for a form: each with the finding it earns.

All are made here, most by spoiling a good form. `bad_tables` has those of sheets, CSV and JSON.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kb.authoring.intake.opening import LARGEST_BYTES, LARGEST_UNPACKED, MOST_MEMBERS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
Change = Callable[[bytes], bytes]


class BadForm(NamedTuple):
    """One file that somebody might hand in."""

    name: str
    suffix: str
    data: bytes
    code: str
    """Of the finding that says what is wrong."""


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return target.getvalue()


def changed(good: bytes, **changes: Change | bytes | None) -> bytes:
    """A good form with other members; names have "__" for "/" and end without ".xml"."""
    members = members_of(good)
    for key, change in changes.items():
        name = next((one for one in members if _key(one) == key), key.replace("__", "/"))
        if change is None:
            del members[name]
        elif callable(change):
            members[name] = change(members[name])
        else:
            members[name] = change
    return packed(members)


def _key(name: str) -> str:
    return name.removesuffix(".xml").replace("/", "__")


def with_members(good: bytes, **more: bytes) -> bytes:
    """A good form with members besides, by names in which "__" is "/" and "_dot_" a point."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in more.items()}
    return packed(members_of(good) | named)


def inserted(good: bytes, markup: str) -> bytes:
    """A good form with something at the beginning of its text."""
    return changed(good, word__document=lambda part: part.replace(b"<w:body>", _body(markup), 1))


def _body(markup: str) -> bytes:
    return b"<w:body>" + markup.encode()


def related(good: bytes, kind: str, target: str, mode: str = "External") -> bytes:
    """A good form whose text refers to something."""
    row = f'<Relationship Id="x9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    members = members_of(good)
    name = "word/_rels/document.xml.rels"
    members[name] = members[name].replace(b"</Relationships>", row.encode() + b"</Relationships>")
    return packed(members)


def bad_word_files(good: bytes) -> Iterator[BadForm]:
    """Files nobody should take for a Word form, or for a package at all.

    Args:
        good: an empty form of the knowledge base.
    """
    for make in (_other_formats, _damaged, _bombs, _harmful, _no_forms):
        for name, data, code in make(good):
            yield BadForm(name, ".docx", data, code)


Made = Iterator[tuple[str, bytes, str]]


def _other_formats(good: bytes) -> Made:
    yield "nothing at all", b"", "KB754"
    yield "only zeros", bytes(5000), "KB754"
    yield "only blanks and a mark of order", b"\xef\xbb\xbf  \r\n\t", "KB754"
    yield "PDF", b"%PDF-1.7\n1 0 obj", "KB752"
    yield "PNG", b"\x89PNG\r\n\x1a\n", "KB752"
    yield "JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF", "KB752"
    yield "GIF", b"GIF89a", "KB752"
    yield "TIFF", b"II*\x00\x08", "KB752"
    yield "WebP", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "KB752"
    yield "photo of a telephone", b"\x00\x00\x00\x18ftypheic", "KB752"
    yield "7z", b"7z\xbc\xaf\x27\x1c\x00\x04", "KB752"
    yield "RAR", b"Rar!\x1a\x07\x01\x00", "KB752"
    yield "gzip", b"\x1f\x8b\x08\x00", "KB752"
    yield "old Word", OLE + "WordDocument".encode("utf-16-le"), "KB752"
    yield "old Excel", OLE + "Workbook".encode("utf-16-le"), "KB752"
    yield "some other OLE file", OLE, "KB752"
    yield "with a password", OLE + "EncryptedPackage".encode("utf-16-le"), "KB753"
    yield "RTF", rb"{\rtf1\ansi Titel}", "KB752"
    yield "web page called docx", b"<!DOCTYPE html><html><body>Titel</body></html>", "KB752"
    yield "page in UTF-16", "<html><body>Titel</body></html>".encode("utf-16"), "KB752"
    yield "mail with a page", b"MIME-Version: 1.0\nContent-Type: multipart/related", "KB752"
    yield "Word as one XML file", b'<?xml version="1.0"?><?mso-application progid="W"?>', "KB752"
    yield "plain text", b"Titel: Cykelverkstad", "KB752"
    yield "program", b"MZ\x90\x00" + bytes(200), "KB752"
    odt = b"application/vnd.oasis.opendocument.text"
    yield "OpenDocument", packed({"mimetype": odt, "content.xml": b"<a/>"}), "KB752"
    locked = {"mimetype": odt, "META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    yield "OpenDocument with a password", packed(locked), "KB753"
    yield "Pages", packed({"Index/Document.iwa": b"x"}), "KB752"
    yield "forms in a packed folder", packed({"a.docx": good, "b.docx": good}), "KB752"
    yield "packed folder of something", packed({"notes.txt": b"x"}), "KB752"
    slides = changed(good, **{"ppt__presentation.xml": b"<p/>"})
    yield "PowerPoint", slides, "KB752"


def _damaged(good: bytes) -> Made:
    yield "first half", good[: len(good) // 2], "KB754"
    yield "end cut off", good[:-10], "KB754"
    yield "only the first bytes", good[:4], "KB754"
    yield "empty ZIP", packed({}), "KB752"
    broken = bytearray(good)
    start = good.index(b"word/document.xml") + 200
    broken[start : start + 40] = bytes(40)
    yield "bytes overwritten", bytes(broken), "KB754"
    yield "text is no XML", changed(good, word__document=b"<w:document"), "KB754"
    yield "text is empty", changed(good, word__document=b""), "KB754"
    yield "NUL in the text", inserted(good, "\x00"), "KB754"
    yield (
        "unknown encoding",
        changed(good, word__document=b'<?xml version="1.0" encoding="x-1"?><a/>'),
        "KB754",
    )
    yield "unknown compression", _with_method(good, 99), "KB754"
    yield "size that is a lie", _with_size(good, 17), "KB754"
    yield "member locked", _with_flags(good, 1), "KB753"


def _with_method(good: bytes, method: int) -> bytes:
    return _patched(good, 10, method)


def _with_flags(good: bytes, flags: int) -> bytes:
    return _patched(good, 8, flags)


def _patched(good: bytes, offset: int, value: int) -> bytes:
    """The list of members at the end of a ZIP file, with another value for the first."""
    data = bytearray(good)
    entry = good.index(b"PK\x01\x02")
    data[entry + offset : entry + offset + 2] = value.to_bytes(2, "little")
    return bytes(data)


def _with_size(good: bytes, size: int) -> bytes:
    data = bytearray(good)
    entry = good.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(data)


def _bombs(good: bytes) -> Made:
    yield "too many bytes", b"PK\x03\x04" + bytes(LARGEST_BYTES), "KB751"
    zeros = packed({"[Content_Types].xml": b"wordprocessingml", "z": bytes(LARGEST_UNPACKED)})
    yield "zeros", zeros, "KB751"
    yield "hides its size", _with_size(packed({"z": bytes(2**24)}), 2**31), "KB751"
    many = {f"word/{number}.xml": b"<a/>" for number in range(MOST_MEMBERS + 1)}
    yield "thousands of members", packed(many, zipfile.ZIP_STORED), "KB751"
    deep = "<w:p>" * 5000 + "</w:p>" * 5000
    yield "elements in elements", inserted(good, deep), "KB751"
    yield "millions of elements", inserted(good, "<w:p/>" * 3_100_000), "KB751"


def _harmful(good: bytes) -> Made:
    yield "macros", with_members(good, word__vbaProject_dot_bin=b"x"), "KB755"
    types: Change = lambda part: part.replace(  # noqa: E731
        b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    )
    macro = members_of(good)
    macro["[Content_Types].xml"] = types(macro["[Content_Types].xml"])
    yield "type of a file with macros", packed(macro), "KB755"
    yield "name that leads out", packed(members_of(good) | {"../../evil.xml": b"<a/>"}), "KB756"
    yield "absolute name", packed(members_of(good) | {"/etc/passwd": b"x"}), "KB756"
    yield "name with a drive", packed(members_of(good) | {"C:/a.xml": b"<a/>"}), "KB756"
    yield "name with backslashes", _renamed(good, b"word\\document.xml"), "KB756"
    yield "link to another file", _with_link(good), "KB756"
    yield "two members of a name", _doubled(good), "KB756"
    lol = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    yield "entities", changed(good, word__document=_after_declaration(lol)), "KB756"
    outside = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "entity of a file", changed(good, word__document=_after_declaration(outside)), "KB756"
    yield (
        "document type in the styles",
        changed(good, word__styles=_after_declaration(b"<!DOCTYPE a>")),
        "KB756",
    )
    yield "document type in UTF-16", changed(good, word__document=_in_utf16(lol)), "KB756"
    yield "template of the web", related(good, "attachedTemplate", "https://x.test/a.dotm"), "KB757"
    yield "template of a network", related(good, "attachedTemplate", r"\\x.test\a.dotm"), "KB757"
    yield "linked object", related(good, "oleObject", "https://x.test/a.bin"), "KB757"
    yield "other document within", related(good, "subDocument", "part2.docx"), "KB757"
    yield "page within", related(good, "aFChunk", "page.html", "Internal"), "KB757"
    yield "frame of the web", related(good, "frame", "https://x.test/"), "KB757"
    yield "embedded workbook", with_members(good, word__embeddings__a_dot_xlsx=b"PK"), "KB757"
    yield "embedded program", with_members(good, word__activeX__activeX1_dot_bin=b"x"), "KB757"


def _after_declaration(markup: bytes) -> Change:
    return lambda part: part.replace(b"?>\n", b"?>\n" + markup, 1)


def _in_utf16(markup: bytes) -> Change:
    def change(part: bytes) -> bytes:
        text = _after_declaration(markup)(part).decode()
        return text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    return change


def _renamed(good: bytes, name: bytes) -> bytes:
    return good.replace(b"word/document.xml", name)


def _with_link(good: bytes) -> bytes:
    target = io.BytesIO(good)
    with zipfile.ZipFile(target, "a") as package:
        info = zipfile.ZipInfo("word/link.xml")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(info, b"/etc/passwd")
    return target.getvalue()


def _doubled(good: bytes) -> bytes:
    target = io.BytesIO(good)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("Word/Document.xml", members_of(good)[MAIN])
    return target.getvalue()


def _no_forms(good: bytes) -> Made:
    empty = f'<w:document xmlns:w="{W}"><w:body/></w:document>'.encode()
    yield "empty document", changed(good, word__document=empty, docProps__custom=None), "KB758"
    letter = empty.replace(
        b"<w:body/>", b"<w:body><w:p><w:r><w:t>Dear all,</w:t></w:r></w:p></w:body>"
    )
    yield "a letter", changed(good, word__document=letter, docProps__custom=None), "KB758"
    other = _stamped(good, rb"kb1/deadbeef/")
    yield "form of another project", other, "KB758"
    yield "form of a later version", _stamped(good, rb"kb99/deadbeef/"), "KB758"
    yield "without a text", changed(good, word__document=None), "KB758"
    yield "text of something else", changed(good, word__document=b"<a>wordprocessing</a>"), "KB758"
    wrong = members_of(good)
    wrong["_rels/.rels"] = b"<Relationships/>"
    yield "nobody knows where the text is", packed(wrong), "KB758"


def _stamped(good: bytes, stamp: bytes) -> bytes:
    change: Change = lambda part: re.sub(rb"kb1/[0-9a-f]{8}/", stamp, part)  # noqa: E731
    return changed(good, word__document=change, docProps__custom=change)
