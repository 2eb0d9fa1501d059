"""Style, scripts and pictures of the pages, each under a name that changes with its content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kb.export.html import TEMPLATES, render_colours

STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
STYLE = "style.css"
EDITING = frozenset(("edit.css", "edit.js"))
"""Those of pages for editing, which a site of plain files has none of."""
_UNSAID = re.compile(r"\s*/\*.*?\*/\s*|\n\s*", re.DOTALL)
"""What a style has for those who read it: remarks and ends of lines."""


class Asset(NamedTuple):
    """One file that pages load."""

    name: str
    """With its digest: style-1a2b3c4d5e.css."""
    data: bytes
    media_type: str


def load_assets(countries: Sequence[str]) -> Mapping[str, Asset]:
    """All of them, by their plain names.

    Args:
        countries: all of the knowledge base, in order: the style has their colours.
    """
    return _load(tuple(countries))


@cache
def _load(countries: tuple[str, ...]) -> Mapping[str, Asset]:
    found = {}
    for path in sorted(STATIC.iterdir()):
        if path.suffix in _TYPES:
            data = path.read_bytes()
            if path.name == STYLE:
                blocks = (TEMPLATES / "blocks.css").read_text("utf-8")
                style = f"{blocks}{data.decode()}{render_colours(countries)}"
                data = style.encode()
            if path.suffix == ".css":
                data = _UNSAID.sub("", data.decode()).encode()
            name = f"{path.stem}-{sha256(data).hexdigest()[:10]}{path.suffix}"
            found[path.name] = Asset(name, data, _TYPES[path.suffix])
    return found
