"""Small knowledge bases for the tests of exports: a visit, consents, drafts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.content.store import load_content
from kb.export.booklet import Order, build_booklet
from kb.export.description import Booklet
from kb.export.shelf import Shelf
from kb.model.practice import ConsentScope

DAY = date(2026, 11, 22)
SHIPPED = Path(__file__).parents[2]


def booklet_of(
    root: Path, langs: tuple[str, ...] = ("de",), visit: str = "", ids: tuple[str, ...] = ()
) -> Booklet:
    """The booklet of all practices of a base, of some, or of a visit."""
    content = load_content(root)
    found = content.visits[visit] if visit else None
    if found:
        ids = (*found.practices, *found.further_practices)
    practices = [content.practices[one] for one in ids or content.practices]
    shelf = Shelf(content, practices, ConsentScope.BOOKLET)
    return build_booklet(shelf, Order(langs, DAY, found))
