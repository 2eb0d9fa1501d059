"""The logo that kb.yaml names: read, looked at, and refused where it is no picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from kb.content.root import PRACTICES, stays_inside
from kb.errors import N_, KbError
from kb.export.description import Passage, Picture
from kb.model.settings import Logo

MAX_BYTES = 1 << 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SVG = "{http://www.w3.org/2000/svg}svg"
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"<script", b"<foreignObject")
"""What a drawing has no need of, and what may read files or run where it is opened."""


def load_logo(root: Path, logo: Logo, alt: Passage) -> Picture:
    """Read the logo.

    Args:
        root: folder of the knowledge base.
        logo: as it stands in kb.yaml.
        alt: what it shows, in the languages of the booklet.

    Raises:
        KbError: the file is missing, outside the knowledge base, too large, or no picture.
    """
    base = root / PRACTICES
    path = base / logo.file
    if not path.resolve().is_relative_to(base.resolve()) or not stays_inside(path, base.resolve()):
        raise KbError(
            N_(
                "The logo “%(file)s” in kb.yaml lies outside the knowledge base. Copy it beside "
                "kb.yaml."
            ),
            file=logo.file,
        )
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES and path.is_file() else b""
    except OSError as error:
        raise KbError(
            N_("The logo “%(file)s” in kb.yaml cannot be read: %(reason)s."),
            file=logo.file,
            reason=error.strerror or error,
        ) from error
    if size > MAX_BYTES:
        raise KbError(
            N_(
                "The logo “%(file)s” in kb.yaml has %(size)d MiB; at most 1 MiB is printed. Save "
                "it smaller."
            ),
            file=logo.file,
            size=-(-size // MAX_BYTES),
        )
    media_type = _media_type(data)
    if media_type is None:
        raise KbError(
            N_(
                "The logo “%(file)s” in kb.yaml is no picture that can be printed. Save it as "
                "SVG, PNG or JPEG."
            ),
            file=logo.file,
        )
    return Picture(data, media_type, alt)


def _media_type(data: bytes) -> str | None:
    tests: dict[str, Callable[[bytes], bool]] = {
        "image/png": lambda one: one.startswith(_PNG) and b"IEND" in one[-16:],
        "image/jpeg": lambda one: one.startswith(_JPEG) and b"\xff\xd9" in one[-64:],
        "image/svg+xml": _is_drawing,
    }
    return next((name for name, test in tests.items() if test(data)), None)


def _is_drawing(data: bytes) -> bool:
    if any(one.lower() in data.lower() for one in _FORBIDDEN):
        return False
    try:
        return ElementTree.fromstring(data).tag == _SVG  # noqa: S314 - no DTD, so no entities
    except ElementTree.ParseError:
        return False
