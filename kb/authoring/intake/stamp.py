"""What a form says about itself, so that it can be told whose it is when it comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from kb.content.store import Content
from kb.words.analysis import normalise

FORM_VERSION = 1
_WRITTEN = re.compile(
    r"\bkb(?P<version>\d{1,3})/(?P<base>[0-9a-f]{8})/(?P<lang>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)"
    r"(?:/(?P<entry>[a-z0-9]+(?:-[a-z0-9]+)*)(?:/(?P<digest>[0-9a-f]{8}))?)?(?![\w/-])"
)
"""Such as kb1/3f2a9c10/sv/at-lungau-sprachcafe/5be0d417."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A form's version, the base it was made for, its language, the entry it was filled from."""

    base: str
    """See `mark_of`."""
    lang: str
    entry_id: str = ""
    version: int = FORM_VERSION
    digest: str = ""
    """Of what that entry said; see `kb.authoring.intake.madefrom.digest_of`."""

    def __str__(self) -> str:
        """As it stands in a form: a word that survives every conversion and every pasting."""
        words = [f"kb{self.version}", self.base, self.lang]
        if self.entry_id:
            words += [self.entry_id, *([self.digest] if self.digest else ())]
        return "/".join(words)


def mark_of(content: Content) -> str:
    """Eight digits that tell the forms of one knowledge base from those of another.

    They are the first mark in kb.yaml, which outlasts a new name; without one, they come from the
    base's name in all its languages.
    """
    return next(iter(_marks(content)), _name_mark(content))


def is_own(content: Content, stamp: Stamp) -> bool:
    """Whether a form was made for this knowledge base, under whichever name."""
    return stamp.base in (*_marks(content), _name_mark(content))


def _marks(content: Content) -> list[str]:
    return [one.casefold() for one in content.settings.form_marks]


def _name_mark(content: Content) -> str:
    return mark_of_name(content.settings.title)


def mark_of_name(titles: Mapping[str, str]) -> str:
    """The mark that comes from a base's name, by language."""
    names = sorted(f"{lang}={normalise(title)}" for lang, title in titles.items())
    return sha256("\n".join(names).encode()).hexdigest()[:8]


def find_stamp(text: str) -> Stamp | None:
    """The first stamp in a text."""
    found = _WRITTEN.search(text)
    if found is None:
        return None
    entry_id, digest, version = found["entry"] or "", found["digest"] or "", int(found["version"])
    return Stamp(found["base"], found["lang"], entry_id, version, digest)


def without_stamps(text: str) -> str:
    """A text without the stamps in it."""
    return _WRITTEN.sub("", text)
