"""What the entries that are there tell about a new one: topics that fit, and near-duplicates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kb.model import Practice

if TYPE_CHECKING:
    from kb.authoring.advising.nearby import KnownNames, Near
    from kb.authoring.advising.profiles import KnownEntries
    from kb.content.store import Content
    from kb.content.yamlfile import Tree

_MOST = 5


class Advisor:
    """Knows the entries of a base; each kind of advice is prepared when it is first asked for.

    Args:
        content: the knowledge base.
        cache: folder for dictionaries.
    """

    def __init__(self, content: Content, cache: Path) -> None:
        self._content = content
        self._cache = cache
        self._shown: set[str] = set()

    @cached_property
    def _names(self) -> KnownNames:
        from kb.authoring.advising.nearby import KnownNames

        return KnownNames.load(self._content)

    @cached_property
    def _entries(self) -> KnownEntries:
        from kb.authoring.advising.profiles import KnownEntries

        return KnownEntries.load(self._content, self._cache)

    def suggest(self, field: str, tree: Mapping[str, Tree]) -> list[str]:
        """Ids of concepts that the texts speak of, the clearest first; [] for other fields."""
        from kb.authoring.advising.learning import FIELDS
        from kb.authoring.advising.suggesting import suggest_topics

        if field not in FIELDS or not tree.get("summary") or not self._content.practices:
            return []
        try:
            practice = Practice.model_validate({**tree, "status": "draft", "id": "new"})
        except ValidationError:
            return []
        found = suggest_topics(self._entries, practice, field=field, most=_MOST)
        return [one.concept for one in found]

    def find_nearby(self, tree: Mapping[str, Tree]) -> list[Near]:
        """Entries that may be the very practice the answers are about."""
        from kb.authoring.advising.nearby import find_near_tree

        return find_near_tree(self._names, tree)

    def find_new_nearby(self, tree: Mapping[str, Tree]) -> list[Near]:
        """The same without those that were found before."""
        found = [one for one in self.find_nearby(tree) if one.id not in self._shown]
        self._shown.update(one.id for one in found)
        return found
