"""A language in which every sentence of the interface stands in brackets, and so shows the rest.

Values are left outside: "⟦Nothing found for “⟧…⟦”.⟧". So a value that is itself an English word is
seen, too. Whatever stands outside of brackets must be data: what somebody typed or wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PSEUDO = "qps"
LOCALES = Path(__file__).parents[2] / "locales"
_VALUE = re.compile(r"%\(\w+\)[-.\d]*[a-z]|\{\w+\}")
_BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_WORD = re.compile(r"[^\W\d_]{2,}")


def bracketed(text: str) -> str:
    """A sentence in brackets, its values outside."""
    return "⟦" + _VALUE.sub(lambda value: f"⟧{value[0]}⟦", text) + "⟧"


def write_pseudo(folder: Path) -> Path:
    """Compiled catalogs of the pseudo-language only."""
    with (LOCALES / "kb.pot").open("rb") as file:
        template = read_po(file)
    catalog = Catalog(locale="en", domain="kb")
    for message in template:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else message.id
            texts = tuple(map(bracketed, forms))
            catalog.add(message.id, texts[0] if len(texts) == 1 else texts, context=message.context)
    path = folder / PSEUDO / "LC_MESSAGES" / "kb.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    return folder


def unbracketed_words(text: str, data: Iterable[str] = ()) -> list[str]:
    """Words outside of brackets that are no data, in order.

    Args:
        text: what was printed.
        data: patterns of what may stand there untranslated.
    """
    rest = _BRACKETED.sub(" · ", _STYLE.sub("", text))
    assert not set("⟦⟧") & set(rest), f"brackets do not match: {rest}"
    for pattern in data:
        rest = re.sub(pattern, " ", rest)
    return _WORD.findall(rest)
