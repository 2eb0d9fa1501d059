"""What a form says about itself, so that it can be told whose it is when it comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from kb.content.store import Content
from kb.words.analysis import normalise

FORM_VERSION = 1
_WRITTEN = re.compile(
    r"\bkb(?P<version>\d{1,3})/(?P<base>[0-9a-f]{8})/(?P<lang>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)"
    r"(?:/(?P<entry>[a-z0-9]+(?:-[a-z0-9]+)*))?(?![\w/-])"
)
"""Such as kb1/3f2a9c10/sv/at-lungau-sprachcafe."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A form's version, the base it was made for, its language, the entry it was filled from."""

    base: str
    """See `base_digest`."""
    lang: str
    entry_id: str = ""
    version: int = FORM_VERSION

    def __str__(self) -> str:
        """As it stands in a form: a word that survives every conversion and every pasting."""
        words = [f"kb{self.version}", self.base, self.lang]
        return "/".join([*words, self.entry_id] if self.entry_id else words)


def base_digest(content: Content) -> str:
    """Eight digits that tell one knowledge base from another: its name in its own language."""
    settings = content.settings
    names = sorted(f"{lang}={normalise(title)}" for lang, title in settings.title.items())
    return sha256("\n".join(names).encode()).hexdigest()[:8]


def find_stamp(text: str) -> Stamp | None:
    """The first stamp in a text."""
    found = _WRITTEN.search(text)
    if found is None:
        return None
    return Stamp(found["base"], found["lang"], found["entry"] or "", int(found["version"]))


def without_stamps(text: str) -> str:
    """A text without the stamps in it."""
    return _WRITTEN.sub("", text)
