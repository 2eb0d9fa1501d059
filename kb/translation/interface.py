"""What the interface says, in the reader's language: whole sentences, looked up when shown.

The language belongs to the running command or request, so two threads may speak two languages.
Without a catalog every sentence stays English.
"""

from __future__ import annotations

import gettext as catalogs
from contextvars import ContextVar
from pathlib import Path

DOMAIN = "kb"
LOCALES = Path(__file__).parents[2] / "locales"
"""Beside the package: `<lang>/LC_MESSAGES/kb.mo` of each language."""

_ENGLISH = catalogs.NullTranslations()
_current: ContextVar[catalogs.NullTranslations] = ContextVar("interface", default=_ENGLISH)


def use_language(lang: str) -> None:
    """Speak this language from now on, in this context.

    Args:
        lang: BCP 47 tag; de-AT falls back to de, and a language without a catalog to English.
    """
    _current.set(find_translations(lang))


def find_translations(lang: str, folder: Path = LOCALES) -> catalogs.NullTranslations:
    """The interface catalog of a language; one that changes nothing where there is none."""
    parts = lang.split("-")
    names = ["_".join(parts[:count]) for count in range(len(parts), 0, -1)]
    found = [folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo" for name in names]
    if not any(path.is_file() for path in found):
        return _ENGLISH
    return catalogs.translation(DOMAIN, folder, names, fallback=True)


def gettext(message: str) -> str:
    """A sentence in the reader's language."""
    return _current.get().gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a sentence that fits a number."""
    return _current.get().ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """A lone word, told apart by where it stands."""
    return _current.get().pgettext(context, message)


_ = gettext
