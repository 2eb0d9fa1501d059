"""Which entry a form belongs to: the one it names, the one of its title and place, or a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kb.authoring.advising.nearby import KnownNames, Near, find_near_tree
from kb.authoring.files.naming import propose_id
from kb.authoring.form.choices import as_name
from kb.authoring.form.cleaning import clean, shown
from kb.authoring.intake.received import ReceivedForm
from kb.content.nearmiss import find_meant
from kb.content.store import Content
from kb.content.yamlfile import Tree
from kb.errors import Issue, Location
from kb.model import Practice
from kb.translation.catalogs import catalog_langs, load_titles

Unclear = tuple[Issue, tuple[Near, ...]]
"""Why nobody knows which entry is meant, and those it may be."""


class Belonging:
    """Finds the entries that forms belong to.

    Args:
        content: the knowledge base.
        entry_id: the entry the only form belongs to, whatever it says.
        is_new: what looks like another entry is a new one all the same.
        is_single: whether there is only one form.
    """

    def __init__(self, content: Content, entry_id: str, *, is_new: bool, is_single: bool) -> None:
        self._content = content
        self._entry_id = entry_id
        self._is_new = is_new
        self._is_single = is_single

    @cached_property
    def names(self) -> KnownNames:
        """Titles, places and organisations of all entries."""
        return KnownNames.load(self._content)

    # Forms

    def find(self, received: ReceivedForm, tree: Mapping[str, Tree]) -> str | Unclear | None:
        """The id of the entry a form belongs to, why that is not clear, or None for a new one.

        Args:
            received: the form.
            tree: its answers as an entry.
        """
        form = received.form
        is_new = self._is_new and self._is_single
        if self._entry_id:
            return self._current_id(self._entry_id) or (self._unknown(received, self._entry_id), ())
        if form.entry_id and not is_new:
            if found := self._named(form.entry_id):
                return found
            if not self._is_new:
                return self._unknown(received, form.entry_id), ()
        if is_new or not tree.get("title"):
            return None
        return self._find_like(received, tree)

    def _find_like(self, received: ReceivedForm, tree: Mapping[str, Tree]) -> str | Unclear | None:
        """The same for a form that does not say which entry it belongs to."""
        proposed = self._current_id(propose_id(tree))
        if proposed and as_name(self._title_of(proposed)) == as_name(str(tree["title"])):
            return proposed
        if self._is_new:
            return None
        near = tuple(find_near_tree(self.names, tree))
        titles = [(one.id, one.title) for one in near]
        titles += [(proposed, self._title_of(proposed))] if proposed else []
        if not titles:
            return None
        entry_id, title = titles[0]
        where = Location.of_file(received.form.path, received.form.place)
        return Issue("KB747", where, {"near": title, "id": entry_id}), near

    def _unknown(self, received: ReceivedForm, entry_id: str) -> Issue:
        where = Location.of_file(received.form.path, received.form.place)
        return Issue("KB747", where, {"unknown": entry_id})

    def _current_id(self, entry_id: str) -> str:
        """The id an entry has now; "" where there is none."""
        if ("practice", entry_id) in self._content.paths:
            return entry_id
        practices = self._content.practices.values()
        return next((one.id for one in practices if entry_id in one.former_ids), "")

    def _title_of(self, entry_id: str) -> str:
        practice = self._content.practices.get(entry_id)
        return practice.title if practice else entry_id

    # Rows that stand alone

    def find_owner(self, received: ReceivedForm) -> str | Issue:
        """The entry that rows without a practice belong to, by its id or its title."""
        form, owner = received.form, received.owner or ""
        where = Location.of_file(form.path, form.place)
        if self._is_new:
            return Issue("KB747", where, {"owned": form.path.name})
        if self._entry_id:
            return self._current_id(self._entry_id) or self._unknown(received, self._entry_id)
        found = self._meant(owner) if owner else ()
        if form.entry_id:
            return self._owner_by_id(form.entry_id, owner, found, where)
        if not owner:
            return Issue("KB745", where, {"alone": form.path.name})
        if len(found) > 1:
            return Issue("KB745", where, {"shared": shown(owner)})
        titles = {one.title: one.title for one in self._content.practices.values()}
        return found[0] if found else _stranger(where, owner, titles)

    def _owner_by_id(
        self, entry_id: str, owner: str, found: Sequence[str], where: Location
    ) -> str | Issue:
        """The entry with an id; a name beside it may be an old one, but not that of another."""
        own = self._named(entry_id)
        if own and found and own not in found:
            return Issue("KB745", where, {"own": shown(entry_id), "rival": shown(owner)})
        known = {one: one for kind, one in self._content.paths if kind == "practice"}
        return own or _stranger(where, entry_id, known)

    def _meant(self, owner: str) -> Sequence[str]:
        """Entries that have this title or, if there are none, this id."""
        found = self._called(as_name(clean(owner)))
        return found or [one for one in (self._named(owner),) if one]

    def _named(self, entry_id: str) -> str:
        """The same as `_current_id`, for an id somebody typed: it may have got capitals."""
        return self._current_id(entry_id) or self._current_id(entry_id.casefold())

    def _called(self, name: str) -> Sequence[str]:
        """Entries with this title, as they were written or, if there are none, as translated."""
        return self._by_title.get(name) or self._by_translated_title.get(name, ())

    @cached_property
    def _by_title(self) -> Mapping[str, Sequence[str]]:
        """Ids by titles as they were written."""
        found: dict[str, list[str]] = {}
        for one in self._content.practices.values():
            found.setdefault(as_name(one.title), []).append(one.id)
        return found

    @cached_property
    def _by_translated_title(self) -> Mapping[str, Sequence[str]]:
        """Ids by titles in all other languages."""
        found: dict[str, list[str]] = {}
        langs = catalog_langs(self._content.root)
        for one in self._content.practices.values():
            for title in {*self._translated_titles(one, langs)}:
                found.setdefault(title, []).append(one.id)
        return found

    def _translated_titles(self, practice: Practice, langs: Sequence[str]) -> Iterator[str]:
        root = self._content.root
        for catalog in load_titles(root, "practice", practice, practice.title, langs).values():
            found = catalog.get(("title", practice.title))
            if found and found.text:
                yield as_name(found.text)


def _stranger(where: Location, name: str, known: Mapping[str, str]) -> Issue:
    """Nothing has this id or title; what is most like it is named."""
    closest = find_meant(name, known) or ""
    return Issue("KB745", where, {"stranger": shown(name), "closest": closest})
