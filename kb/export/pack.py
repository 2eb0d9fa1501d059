"""Everything for an exchange visit in one folder: booklets, programme, contacts, and all as ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from kb.export.exporting import FORMATS, Export
from kb.export.leftout import LeftOut
from kb.model import Visit
from kb.words.languages import primary

BOOKLETS = ("pdf", "html")
"""Formats of the booklet unless others are asked for: on paper, and on a telephone."""
_MORE = ("ics", "contacts")


class PackFile(NamedTuple):
    """One file of the pack."""

    name: str
    data: bytes
    """b"" where there is nothing to write, such as a calendar without dates."""
    left_out: tuple[LeftOut, ...] = ()
    simplified: tuple[LeftOut, ...] = ()


def languages_of(visit: Visit, known: Sequence[str], fallback: str) -> tuple[str, ...]:
    """Languages that the participants want to read, as far as the knowledge base has them.

    Args:
        visit: whose participants.
        known: languages of the knowledge base.
        fallback: taken where no participant's language is known.
    """
    spoken = {primary(tag) for one in visit.participants for tag in one.languages}
    return tuple(one for one in known if primary(one) in spoken) or (fallback,)


def make_pack(
    export_in: Callable[[tuple[str, ...]], Export],
    visit: Visit,
    editions: Sequence[tuple[str, ...]],
    formats: Sequence[str] = BOOKLETS,
) -> Iterator[PackFile]:
    """The files of a pack, one after the other, the ZIP of them last.

    Args:
        export_in: what is exported, for the languages of an edition.
        visit: which visit it is for.
        editions: languages of each booklet: one, or two side by side.
        formats: formats of the booklets, keys of `FORMATS`.
    """
    files = []
    created = date.min
    for langs in editions:
        export = export_in(langs)
        created = export.wish.created
        for name in (*formats, *_MORE):
            done = FORMATS[name].render(export)
            stem = file_name(visit.id, name, langs)
            files.append(PackFile(stem, *done))
            yield files[-1]
    yield PackFile(
        f"{visit.id}.zip", zip_files([one for one in files if one.data], visit.id, created)
    )


def count_files(editions: Sequence[tuple[str, ...]], formats: Sequence[str] = BOOKLETS) -> int:
    """How many files a pack has."""
    return len(editions) * (len(formats) + len(_MORE)) + 1


def file_name(stem: str, format_name: str, langs: Sequence[str]) -> str:
    """The name of a file: "halland-2017-fi.pdf", "halland-2017-contacts-fi-de.xlsx"."""
    found = FORMATS[format_name]
    kind = "" if found.suffix == format_name else f"-{format_name}"
    return f"{stem}{kind}-{'-'.join(langs)}.{found.suffix}"


def zip_files(files: Sequence[PackFile], folder: str, created: date) -> bytes:
    """A ZIP archive with the files in a folder of its own; the same files give the same bytes."""
    buffer = BytesIO()
    stamp = (max(created.year, 1980), created.month, created.day, 0, 0, 0)
    with zipfile.ZipFile(buffer, "w") as archive:
        for one in files:
            info = zipfile.ZipInfo(f"{folder}/{one.name}", stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, one.data)
    return buffer.getvalue()
