"""The basket: practices chosen for a booklet. It lives in the address: no cookie, no account."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kb.export.shelf import Shelf

MOST_PRACTICES = 40
"""A booklet of more is no hand-out, and the address would grow too long to be mailed."""
LONGEST_TITLE = 120
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_NOT_PRINTED = ("Cc", "Cs")
"""Unicode categories of characters that have no place in a title."""


@dataclass(frozen=True)
class Basket:
    """Chosen practices in the order of the booklet.

    Attributes:
        ids: practices, each once; some may no longer be there.
        too_many: how many more the address named than go in.
        gone: how many it named that readers can no longer see.
        most: how many go in.
    """

    most: ClassVar[int] = MOST_PRACTICES
    ids: tuple[str, ...] = ()
    too_many: int = field(default=0, compare=False)
    gone: int = field(default=0, compare=False)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, practice_id: object) -> bool:
        return practice_id in self.ids

    @property
    def text(self) -> str:
        """As it stands in an address: ids with commas."""
        return ",".join(self.ids)

    @property
    def is_full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self.ids) >= self.most

    def with_practice(self, practice_id: str) -> Basket:
        """With one more at the end; the same where it is in already or nothing more goes in."""
        if practice_id in self.ids or self.is_full:
            return self
        return replace(self, ids=(*self.ids, practice_id))

    def without(self, practice_id: str) -> Basket:
        """Without one."""
        return replace(self, ids=tuple(one for one in self.ids if one != practice_id))

    def moved(self, practice_id: str, steps: int) -> Basket:
        """With one of them further to the front (below zero) or to the back."""
        if practice_id not in self.ids:
            return self
        rest = [one for one in self.ids if one != practice_id]
        place = max(0, min(len(rest), self.ids.index(practice_id) + steps))
        return replace(self, ids=(*rest[:place], practice_id, *rest[place:]))

    def of_today(self, shelf: Shelf) -> Basket:
        """With former ids as they are today, and without what readers can no longer see.

        Args:
            shelf: all published practices.
        """
        today = _find_today(shelf, self.ids)
        ids = tuple(dict.fromkeys(today[one] for one in self.ids if one in today))
        return replace(self, ids=ids, gone=self.gone + len(self.ids) - len(today))


EMPTY = Basket()


def parse_basket(texts: Iterable[str]) -> Basket:
    """The basket of an address; what is no id is left out, and so is what is too much."""
    ids = (one.strip() for text in texts for one in text.split(","))
    found = tuple(dict.fromkeys(one for one in ids if _ID.fullmatch(one)))
    return Basket(found[:MOST_PRACTICES], max(0, len(found) - MOST_PRACTICES))


def clean_title(text: str) -> str:
    """A title as somebody typed it, in one line and without characters that nobody sees.

    It may be longer than `LONGEST_TITLE`.
    """
    seen = (one for one in text if one.isspace() or unicodedata.category(one) not in _NOT_PRINTED)
    return " ".join("".join(seen).split())


def _find_today(shelf: Shelf, ids: Iterable[str]) -> dict[str, str]:
    """Ids as they were asked for → as they are today; without those there are none of."""
    wanted = set(ids)
    found = {one: one for one in wanted if shelf.find_practice(one)}
    if missing := wanted.difference(found):
        former = ((old, one.id) for one in shelf.practices for old in one.former_ids)
        found |= {old: new for old, new in former if old in missing}
    return found
