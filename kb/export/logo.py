"""The logo that kb.yaml names: read, looked at, and refused where it is no picture.

It is looked at once, here, so that no format prints what another one cannot.
"""

from __future__ import annotations

import os
from pathlib import Path

from kb.content.root import PRACTICES
from kb.errors import N_, KbError
from kb.export.description import Passage, Picture
from kb.export.picturefile import MAX_BYTES, PictureFile
from kb.export.pixels import JPEG, PNG, check_pixels, jpeg_size, png_size
from kb.export.vectors import checked_drawing
from kb.model.settings import Logo


def load_logo(root: Path, logo: Logo, alt: Passage) -> Picture:
    """Read the logo. A drawing is handed on in UTF-8, whatever its file is written in.

    Args:
        root: folder of the knowledge base.
        logo: as it stands in kb.yaml.
        alt: what it shows, in the languages of the booklet.

    Raises:
        KbError: the file is missing, outside the knowledge base, too large, or no picture that
            every format can show.
    """
    file = PictureFile(logo.file, _read(root / PRACTICES, logo.file))
    if file.data.startswith(PNG):
        check_pixels(file, png_size(file))
        return Picture(file.data, "image/png", alt)
    if file.data.startswith(JPEG):
        check_pixels(file, jpeg_size(file))
        return Picture(file.data, "image/jpeg", alt)
    return Picture(checked_drawing(file), "image/svg+xml", alt)


def _read(base: Path, name: str) -> bytes:
    try:
        # Unlike Path.resolve, it takes links that lead in a circle; reading them fails below.
        real = Path(os.path.realpath(base / name))
        if not real.is_relative_to(os.path.realpath(base)):
            raise KbError(
                N_(
                    "The logo “%(file)s” in kb.yaml lies outside the knowledge base. Copy it "
                    "beside kb.yaml."
                ),
                file=name,
            )
        size = real.stat().st_size
        data = real.read_bytes() if size <= MAX_BYTES and real.is_file() else b""
    except (OSError, ValueError) as error:
        raise KbError(
            N_("The logo “%(file)s” in kb.yaml cannot be read: %(reason)s."),
            file=name,
            reason=getattr(error, "strerror", None) or error,
        ) from error
    if size > MAX_BYTES:
        raise KbError(
            N_(
                "The logo “%(file)s” in kb.yaml has %(size)d MiB; at most 1 MiB is printed. Save "
                "it smaller."
            ),
            file=name,
            size=-(-size // MAX_BYTES),
        )
    return data
