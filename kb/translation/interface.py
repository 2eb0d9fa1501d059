"""What the interface says, in the reader's language: whole sentences, looked up when shown.

The language belongs to the running command or request, so two threads may speak two languages.
Without a catalog every sentence stays English. In an installed package the compiled catalogs lie
inside it. In a checkout the translators' own files are read: compiled into the cache when they
have changed, since reading one as it is would take longer than all else a command does.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from copy import copy
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

DOMAIN = "kb"
CATALOG = Path("LC_MESSAGES", DOMAIN)
INSTALLED = Path(__file__).parents[1] / "locales"
"""Inside the package: `<lang>/LC_MESSAGES/kb.mo`, made when the package is built."""
CHECKOUT = Path(__file__).parents[2] / "locales"
"""Beside the package: `<lang>/LC_MESSAGES/kb.po`, as translators know it."""
CACHED = "interface"
"""Folder of the cache for what was compiled."""

_ENGLISH = NullTranslations()
_current: ContextVar[NullTranslations] = ContextVar("interface", default=_ENGLISH)
_DAMAGED = (OSError, ValueError, IndexError, KeyError, struct.error)
"""What reading a damaged compiled catalog ends with."""

FindFolder = Callable[[], Path | None]


def use_language(lang: str, find_cache: FindFolder | None = None) -> None:
    """Speak this language from now on, in this context.

    Args:
        lang: BCP 47 tag; de-AT falls back to de, and a language without a catalog to English.
        find_cache: finds the cache folder, asked only where something has to be compiled.
    """
    _current.set(find_translations(lang, find_cache))


@contextlib.contextmanager
def speaking(lang: str, find_cache: FindFolder | None = None) -> Iterator[None]:
    """Speak another language for a while: a file is written in its reader's language.

    Args:
        lang: BCP 47 tag, as for `use_language`.
        find_cache: as for `use_language`.
    """
    token = _current.set(find_translations(lang, find_cache))
    try:
        yield
    finally:
        _current.reset(token)


def spoken_language() -> str:
    """Tag of the language whose sentences are shown now."""
    return str(_current.get().info().get("language") or "en").replace("_", "-")


def catalog_languages() -> list[str]:
    """Tags of the languages the interface has catalogs of."""
    found = (one for folder in (INSTALLED, CHECKOUT) for one in folder.glob(f"*/{CATALOG}.[mp]o"))
    return sorted({one.parents[1].name.replace("_", "-") for one in found})


def has_catalog(lang: str, find_cache: FindFolder | None = None) -> bool:
    """Whether the interface speaks a language; sentences stay English in others."""
    primary = lang.partition("-")[0]
    return primary == "en" or find_translations(lang, find_cache) is not _ENGLISH


def find_translations(lang: str, find_cache: FindFolder | None = None) -> NullTranslations:
    """The interface catalog of a language; one that changes nothing where there is none."""
    parts = lang.split("-")
    names = ["_".join(parts[:count]) for count in range(1, len(parts) + 1)]
    found: NullTranslations = _ENGLISH
    for name in names:
        if catalog := _load_catalog(name, find_cache):
            wider, found = found, copy(catalog)
            found.add_fallback(wider)
    return found


def _load_catalog(name: str, find_cache: FindFolder | None) -> NullTranslations | None:
    if installed := _load_installed(INSTALLED / name / CATALOG.with_suffix(".mo")):
        return installed
    source = CHECKOUT / name / CATALOG.with_suffix(".po")
    try:
        stat = os.stat(source)  # noqa: PTH116 - on the path of every command
    except OSError:
        return None
    return _load_source(_Source(source, stat.st_size, stat.st_mtime_ns, find_cache))


@lru_cache(maxsize=64)
def _load_installed(path: Path) -> NullTranslations | None:
    """A catalog of an installed package, where nothing changes while it runs."""
    with contextlib.suppress(*_DAMAGED):
        return _parse(path.read_bytes())
    return None


class _Source(NamedTuple):
    """A translators' file in one of its states; who asks for it makes no difference."""

    path: Path
    size: int
    changed: int
    find_cache: FindFolder | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and self[:3] == other[:3]

    def __hash__(self) -> int:
        return hash(self[:3])


@lru_cache(maxsize=64)
def _load_source(source: _Source) -> NullTranslations | None:
    """The catalog of a translators' file, which is compiled once for each of its states."""
    path, size, changed, find_cache = source
    prefix = f"{path.parts[-3]}-{zlib.crc32(os.fsencode(path)):08x}-"
    cache = find_cache() if find_cache else None
    cached = cache / CACHED / f"{prefix}{size:x}-{changed:x}.mo" if cache else None
    if cached:
        with contextlib.suppress(*_DAMAGED):
            return _parse(cached.read_bytes())
    from kb.translation.compiling import compile_catalog

    data = compile_catalog(path)
    if data and cached:
        with contextlib.suppress(OSError):
            _keep(cached, data, prefix)
    return _parse(data) if data else None


def _keep(cached: Path, data: bytes, prefix: str) -> None:
    """Keep a compiled catalog instead of those of older states; nobody sees it half-written."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    aside = cached.with_name(f"{cached.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(data)
        aside.replace(cached)
    finally:
        aside.unlink(missing_ok=True)
    for path in cached.parent.glob(f"{prefix}*.mo"):
        if path != cached:
            path.unlink(missing_ok=True)


def _parse(data: bytes) -> NullTranslations:
    return GNUTranslations(BytesIO(data))


def gettext(message: str) -> str:
    """A sentence in the reader's language."""
    return _current.get().gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a sentence that fits a number."""
    return _current.get().ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """A lone word, told apart by where it stands."""
    return _current.get().pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """The form of lone words that fits a number, told apart by where they stand."""
    return _current.get().npgettext(context, singular, plural, number)


_ = gettext
