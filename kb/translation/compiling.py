"""Interface catalogs as translators write them, made into what a program reads fast.

Slow to import, because of Babel: used when the package is built, and once after each edit.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

_NAMED = re.compile(r"%\((\w+)\)")
_PERCENT = re.compile(r"%%|%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-z]")


def compile_catalog(path: Path) -> bytes | None:
    """The compiled catalog of a PO file, None for a file that is none.

    Left out, and so shown in English: what is fuzzy, and translations whose placeholders would
    make a command fail.
    """
    try:
        with path.open("rb") as file:
            catalog = read_po(file)
    except (OSError, ValueError, PoFileError):
        return None
    for message in list(catalog):
        if message.id and not is_usable(message):
            catalog.delete(_singular(message), message.context)
    return _compiled(catalog)


def _compiled(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def is_usable(message: Message) -> bool:
    """Whether all forms of a translation can take the values of the original."""
    known = placeholders(*_texts(message.id))
    return all(
        placeholders(text) <= known and not (known and _is_broken(text))
        for text in _texts(message.string)
    )


def placeholders(*texts: str) -> set[str]:
    """The names that stand for values: of `%(name)s`, and of `{name}`."""
    found = {name for text in texts for name in _NAMED.findall(text)}
    for text in texts:
        try:
            found |= {"{" + name + "}" for _text, name, *_ in Formatter().parse(text) if name}
        except ValueError:
            continue
    return found


def _is_broken(text: str) -> bool:
    """Whether a percent sign is left that belongs to no placeholder."""
    return bool(_NAMED.search(text)) and "%" in _PERCENT.sub("", text)


def _texts(texts: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def _singular(message: Message) -> str:
    return _texts(message.id)[0]
