"""Where things lie in a knowledge base. Light on purpose: commands ask here before all else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PRACTICES = "practices"
"""The folder that holds every record, practices by country and all other kinds beside them."""
SETTINGS_FILE = "kb.yaml"
EXCEPTIONS_FILE = "exceptions.yaml"
SUFFIX = ".yaml"
VOCABULARY = "vocabulary"
GLOSSARY = "glossary"
FOLDERS = {
    "partner": "partners",
    "group": "groups",
    "visit": "visits",
    "project": "projects",
    "vocabulary": VOCABULARY,
}
"""Folder inside `practices/` of each kind of record but practices, which lie by country."""
COUNTRY_LENGTH = 2


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `practices/kb.yaml`; None without one."""
    here = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would leave the tree by a link
    for folder in (here, *here.parents):
        if (folder / PRACTICES / SETTINGS_FILE).is_file():
            return folder
    return None


def practice_paths(root: Path) -> Iterator[Path]:
    """Files of all practices, `practices/<cc>/<id>.yaml`, sorted by country and id."""
    for folder in country_folders(root):
        yield from _yaml_files(folder, _real_base(root))


def record_paths(root: Path, kind: str) -> Iterator[Path]:
    """Files of all records of one kind, sorted.

    Args:
        root: folder of the knowledge base.
        kind: "practice", "settings", "glossary" or a key of `FOLDERS`.
    """
    base = root / PRACTICES
    if kind == "practice":
        yield from practice_paths(root)
    elif kind == "settings":
        yield base / SETTINGS_FILE
    elif kind == GLOSSARY:
        yield from (one for one in _vocabulary_files(root) if one.stem == GLOSSARY)
    elif kind == "vocabulary":
        yield from (one for one in _vocabulary_files(root) if one.stem != GLOSSARY)
    else:
        yield from _yaml_files(base / FOLDERS[kind], _real_base(root))


def find_kind(root: Path, path: Path) -> str | None:
    """Kind of the record a file holds, by where it lies; None for a file that is no record."""
    try:
        parts = path.relative_to(root / PRACTICES).parts
    except ValueError:
        return None
    if parts == (SETTINGS_FILE,):
        return "settings"
    if len(parts) != 2 or not parts[1].endswith(SUFFIX) or parts[1].startswith("."):
        return None
    if is_country_folder(parts[0]):
        return "practice"
    if parts == (VOCABULARY, GLOSSARY + SUFFIX):
        return GLOSSARY
    return next((kind for kind, folder in FOLDERS.items() if folder == parts[0]), None)


def is_country_folder(name: str) -> bool:
    """Whether a folder's name is a country's: two lower-case letters."""
    return len(name) == COUNTRY_LENGTH and name.isascii() and name.isalpha() and name.islower()


def country_folders(root: Path) -> list[Path]:
    """Folders of practices by country, sorted."""
    names = sorted(one for one in _names(root / PRACTICES) if is_country_folder(one))
    return [root / PRACTICES / one for one in names]


def stays_inside(path: Path, real_base: Path) -> bool:
    """Whether a file or folder lies in the tree, and not behind a link that leads out of it.

    Args:
        path: what was found in a folder.
        real_base: the tree's own folder, resolved.
    """
    if not path.is_symlink():
        return True
    try:
        return path.resolve(strict=True).is_relative_to(real_base)
    except (OSError, RuntimeError):  # broken or circular link
        return False


def _real_base(root: Path) -> Path:
    return (root / PRACTICES).resolve()


def _vocabulary_files(root: Path) -> Iterator[Path]:
    return _yaml_files(root / PRACTICES / VOCABULARY, _real_base(root))


def _yaml_files(folder: Path, real_base: Path) -> Iterator[Path]:
    if not stays_inside(folder, real_base):
        return
    for name in sorted(_names(folder)):
        path = folder / name
        wanted = name.endswith(SUFFIX) and name[0] != "."
        if wanted and path.is_file() and stays_inside(path, real_base):
            yield path


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - only names are wanted, of 10,000 files
    except (FileNotFoundError, NotADirectoryError):
        return []
