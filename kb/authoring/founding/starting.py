"""Another knowledge base, for another theme, other countries and other languages."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kb.authoring.founding.firstfiles import Charter, is_known, iter_files
from kb.cache.cachefiles import write_all
from kb.content.root import PRACTICES
from kb.errors import N_, KbError, UsageError
from kb.translation.interface import has_catalog, speaking

_MAY_BE_THERE = frozenset({".git"})
"""A repository that was just made is as good as empty."""


class Founded(NamedTuple):
    """What came of it."""

    files: tuple[str, ...]
    """What was written, relative to the folder."""
    untranslated: tuple[str, ...]
    """Languages whose starting words are English."""
    unspoken: tuple[str, ...]
    """Languages that the interface does not speak."""
    unbounded: tuple[str, ...]
    """Countries whose bounds are the whole world: no data of their outlines are installed."""


def found_base(folder: Path, charter: Charter) -> Founded:
    """Write a new knowledge base: all of it, or nothing.

    Args:
        folder: where; it is made if only it itself is missing.
        charter: what it is to be.

    Raises:
        UsageError: the folder is not empty, or cannot be made.
        KbError: something has appeared in it meanwhile.
    """
    _refuse_filled(folder)
    bounds = _bounds(charter.countries)
    with speaking(charter.spoken):
        files = dict(iter_files(charter, bounds))
    files |= _catalogs(files)
    _place(folder, files)
    return Founded(
        tuple(sorted(files)),
        tuple(one for one in charter.languages if not is_known(one)),
        tuple(one for one in charter.languages if not has_catalog(one)),
        tuple(one for one in charter.countries if one not in bounds),
    )


def _refuse_filled(folder: Path) -> None:
    """A folder with files in it is left alone, and none is made far from any other."""
    if folder.is_dir():
        if any(one.name not in _MAY_BE_THERE for one in folder.iterdir()):
            raise UsageError(
                N_("%(path)s is not empty. Name a folder that is, or one that is not there yet."),
                path=folder,
            )
    elif folder.exists() or folder.is_symlink():
        raise UsageError(N_("%(path)s is no folder. Choose another one."), path=folder)
    elif not folder.absolute().parent.is_dir():
        raise UsageError(
            N_("There is no folder %(folder)s. Make it, or write to another one."),
            folder=folder.absolute().parent,
        )


def _place(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files; where one cannot be written, all that was made is taken away again."""
    made: list[Path] = []
    try:
        for name in ("", *files):
            _make_folders((folder / name).parent if name else folder, made)
        write_all([(folder / name, data) for name, data in files.items()], is_new=True)
    except BaseException as error:
        for one in reversed(made):
            with suppress(OSError):  # somebody else's file lies there
                one.rmdir()
        if isinstance(error, FileExistsError):
            raise KbError(
                N_("Something has appeared in %(path)s meanwhile. Nothing was written."),
                path=folder,
            ) from error
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _bounds(countries: tuple[str, ...]) -> dict[str, list[str]]:
    """South, west, north and east of each country whose outlines are installed.

    Rounded outwards to a tenth of a degree; parts overseas lie inside.
    """
    from kb.export.outlines import load_outlines

    outlines = load_outlines()
    found = {}
    for country in countries:
        places = [place for ring in outlines.get(country, ()) for place in ring]
        if places:
            lats, lons = [one[0] for one in places], [one[1] for one in places]
            low = [math.floor(min(one) * 10) / 10 for one in (lats, lons)]
            high = [math.ceil(max(one) * 10) / 10 for one in (lats, lons)]
            found[country] = [f"{one:.1f}" for one in (*low, *high)]
    return found


def _catalogs(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The translators' files of these records, empty as they are."""
    from kb.translation.workshop import TranslationWorkshop

    with TemporaryDirectory() as aside:
        root, cache = Path(aside, "base"), Path(aside, "cache")
        for name, data in files.items():
            if name.startswith(f"{PRACTICES}/"):
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        TranslationWorkshop(root, cache).update()
        paths = sorted(root.glob("locales/**/*.po"))
        return {one.relative_to(root).as_posix(): one.read_bytes() for one in paths}
