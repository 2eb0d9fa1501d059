"""The basket: practices chosen for a booklet. It lives in the address: no cookie, no account."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

MOST_PRACTICES = 40
"""A booklet of more is no hand-out, and the address would grow too long to be mailed."""
LONGEST_TITLE = 120
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


@dataclass(frozen=True)
class Basket:
    """Chosen practices in the order of the booklet.

    Attributes:
        ids: practices, each once; some may no longer be there.
    """

    ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ids)

    def __contains__(self, practice_id: object) -> bool:
        return practice_id in self.ids

    @property
    def text(self) -> str:
        """As it stands in an address: ids with commas."""
        return ",".join(self.ids)

    @property
    def is_full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self.ids) >= MOST_PRACTICES

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


EMPTY = Basket()


def parse_basket(texts: Iterable[str]) -> Basket:
    """The basket of an address; what is no id is left out, and so is what is too much."""
    ids = (one.strip() for text in texts for one in text.split(","))
    found = dict.fromkeys(one for one in ids if _ID.fullmatch(one))
    return Basket(tuple(found)[:MOST_PRACTICES])
