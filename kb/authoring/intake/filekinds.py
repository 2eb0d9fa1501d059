"""What a file is by what it holds, whatever its name says: a form, or something else."""

from __future__ import annotations

import re
from collections.abc import Mapping


class Fault(Exception):  # noqa: N818 - it becomes a finding, not an error
    """Why a file cannot be read, as the code of a finding and what its sentence needs."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = tuple(
    (kind, re.compile(pattern, re.DOTALL), name)
    for kind, pattern, name in (
        ("picture", rb"%PDF-", "PDF"),
        ("picture", rb"\x89PNG", "PNG"),
        ("picture", rb"\xff\xd8\xff", "JPEG"),
        ("picture", rb"GIF8", "GIF"),
        ("picture", rb"II\*\x00|MM\x00\*", "TIFF"),
        ("picture", rb"RIFF....WEBP", "WebP"),
        ("picture", rb"....ftyp", "HEIC"),
        ("archive", rb"7z\xbc\xaf\x27\x1c", "7z"),
        ("archive", rb"Rar!", "RAR"),
        ("archive", rb"\x1f\x8b", "gzip"),
    )
)
_MARKUP = (
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"<\?mso-application|<pkg:package|<w:wordDocument", re.IGNORECASE), "Word-XML"),
    (re.compile(rb"<!doctype html|<html|<head|<body|<table|<meta", re.IGNORECASE), "HTML"),
    (re.compile(rb"MIME-Version:|Content-Type: multipart", re.IGNORECASE), "MHTML"),
)
_HEAD = 4096
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OTHER_OFFICE = {"ppt/presentation.xml": "PowerPoint", "xl/workbook.bin": "XLSB"}
_FORM_IN_FOLDER = (".docx", ".xlsx", ".csv", ".json", ".odt", ".pdf", ".doc", ".xls")


def check_magic(data: bytes) -> None:
    """Refuse what does not even begin like DOCX or XLSX.

    Raises:
        Fault: it is empty, locked or of another format.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Fault("KB754", empty="0")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    if data.startswith(_OLE):
        raise _old_office(data)
    for kind, magic, name in _MAGIC:
        if magic.match(data):
            raise Fault("KB752", **{kind: name})
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    for pattern, name in _MARKUP:
        if pattern.search(head):
            raise Fault("KB752", other=name)
    raise Fault("KB752")


def _old_office(data: bytes) -> Fault:
    """OLE files name their streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Fault("KB753")
    for stream, name in (("WordDocument", "DOC"), ("Workbook", "XLS"), ("Book", "XLS")):
        if stream.encode("utf-16-le") in data:
            return Fault("KB752", other=name)
    return Fault("KB752")


def check_members(members: Mapping[str, bytes]) -> None:
    """Refuse packages of other programs, and those that can run something.

    Raises:
        Fault: it is no DOCX or XLSX, has macros, or has other files in it.
    """
    types = members.get("[Content_Types].xml")
    if types is None:
        raise _other_package(members)
    for name, program in _OTHER_OFFICE.items():
        if name in members:
            raise Fault("KB752", other=program)
    lowered = types.lower()
    if b"macroenabled" in lowered or any(map(_is_macro, members)):
        raise Fault("KB755")
    for name in members:
        if "/embeddings/" in name or "/activex/" in name.lower():
            raise Fault("KB757", embedded=name.rpartition("/")[2])
    if b"wordprocessingml" not in lowered and b"spreadsheetml" not in lowered:
        raise Fault("KB752")


def _is_macro(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last.startswith("vba") or "/macrosheets/" in name.lower()


def _other_package(members: Mapping[str, bytes]) -> Fault:
    """What a ZIP file is that is no package of Office."""
    mimetype = members.get("mimetype", b"")
    if mimetype.startswith(_OPEN_DOCUMENT):
        if b"<manifest:encryption-data" in members.get("META-INF/manifest.xml", b""):
            return Fault("KB753")
        return Fault("KB752", other="OpenDocument")
    if any(name.endswith(".iwa") for name in members):
        return Fault("KB752", other="Pages")
    if any(name.lower().endswith(_FORM_IN_FOLDER) for name in members):
        return Fault("KB752", archive="ZIP")
    return Fault("KB752")
