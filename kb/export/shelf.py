"""What a reader may see: chosen records, without what is private, and their texts.

Every writer takes its records from a shelf and from nowhere else, so none of them can let out a
draft or a person who has not agreed to be named there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kb.content.store import Content
from kb.model import (
    Glossary,
    Group,
    Partner,
    Practice,
    Project,
    Record,
    Settings,
    Visit,
    Vocabulary,
)
from kb.model.base import Status
from kb.model.practice import ConsentScope, open_contacts, open_steps
from kb.translation.localise import LocalisedTexts, localise


class Shelf:
    """Published practices, chosen and put in order.

    Args:
        content: all records of the knowledge base.
        practices: those that are to be exported, in order; others than published ones stay out.
        scope: where they go: contacts who have not agreed to it are left out. None for a reader
            within the house, who sees drafts, too, and every contact that has agreed to anything;
            nothing from such a shelf may leave the house.
    """

    def __init__(
        self, content: Content, practices: Sequence[Practice], scope: ConsentScope | None
    ) -> None:
        self._content = content
        self.scope = scope
        self.practices: tuple[Practice, ...] = tuple(
            self._opened(one) for one in practices if self._is_open(one)
        )
        self._texts: dict[tuple[str, str, str], LocalisedTexts] = {}

    @property
    def settings(self) -> Settings:
        """What the knowledge base says about itself."""
        return self._content.settings

    @property
    def root(self) -> Path:
        """Folder of the knowledge base."""
        return self._content.root

    @property
    def glossary(self) -> Glossary | None:
        """Terms of law and administration; None without any."""
        return self._content.glossary

    def find_by_former_id(self, kind: str, former_id: str) -> str | None:
        """The id that a record of a kind has today, whether it may be seen or not."""
        for record in self._content.records(kind).values():
            if former_id in getattr(record, "former_ids", ()):
                return record.id
        return None

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Vocabularies by id."""
        return self._content.vocabularies

    def texts(self, record: Record, lang: str, kind: str = "practice") -> LocalisedTexts:
        """The texts of a record for a reader of one language."""
        key = kind, record.id, lang
        if key not in self._texts:
            fallback = self.settings.fallback
            self._texts[key] = localise(self._content.root, kind, record, lang, fallback)
        return self._texts[key]

    @property
    def is_inside(self) -> bool:
        """Whether the reader is within the house."""
        return self.scope is None

    def find_practice(self, practice_id: str | None) -> Practice | None:
        """A published practice, whether it is on the shelf or not."""
        found = self._content.practices.get(practice_id) if practice_id else None
        return self._opened(found) if found and self._is_open(found) else None

    def find_partner(self, partner_id: str | None) -> Partner | None:
        """A partner."""
        return self._content.partners.get(partner_id) if partner_id else None

    def find_project(self, project_id: str | None) -> Project | None:
        """A published project."""
        found = self._content.projects.get(project_id) if project_id else None
        return found if found and self._is_open(found) else None

    def find_visit(self, visit_id: str) -> Visit | None:
        """A published visit."""
        found = self._content.visits.get(visit_id)
        return found if found and self._is_open(found) else None

    def find_group(self, group_id: str) -> Group | None:
        """A published group."""
        found = self._content.groups.get(group_id)
        return found if found and self._is_open(found) else None

    def iter_practices(self) -> Iterator[Practice]:
        """All published practices, whether they are on the shelf or not."""
        return (self._opened(one) for one in self._content.practices.values() if self._is_open(one))

    def iter_visits(self) -> Iterator[Visit]:
        """All published visits."""
        return filter(self._is_open, self._content.visits.values())

    def iter_groups(self) -> Iterator[Group]:
        """All published groups."""
        return filter(self._is_open, self._content.groups.values())

    def iter_projects(self) -> Iterator[Project]:
        """All published projects."""
        return filter(self._is_open, self._content.projects.values())

    def country_codes(self) -> list[str]:
        """Countries of the practices on the shelf, in the order of the settings."""
        used = {one.location.country for one in self.practices if one.location}
        known = [code for code in self.settings.countries if code in used]
        return [*known, *sorted(used.difference(known))]

    def _is_open(self, record: Practice | Group | Project | Visit) -> bool:
        return self.is_inside or is_public(record)

    def _opened(self, practice: Practice) -> Practice:
        contacts = open_contacts(practice.contacts, self.scope)
        steps = practice.steps if self.is_inside else open_steps(practice)
        return practice.model_copy(update={"contacts": contacts, "steps": steps})


def is_public(record: Practice | Group | Project | Visit) -> bool:
    """Whether a record may leave the house."""
    return record.status is Status.PUBLISHED
