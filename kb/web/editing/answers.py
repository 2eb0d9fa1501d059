"""The answers of a form, beside the file they are about, and all that can be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kb.authoring.files.naming import entry_path, propose_id, taken_ids
from kb.authoring.form.choices import Choices
from kb.authoring.form.citing import Cited, close_gaps, tell_lost
from kb.authoring.form.composing import (
    Composed,
    Filled,
    FilledForm,
    check_composed,
    compose,
    fill_from_tree,
)
from kb.authoring.form.questions import practice_form
from kb.content.findings import describe, is_error
from kb.content.store import Content
from kb.content.yamlfile import Tree, parse_yaml
from kb.errors import N_, Issue, KbError
from kb.translation.interface import gettext as _
from kb.web.editing.fields import Field, FieldMaker, Problem
from kb.web.editing.lists import with_places
from kb.web.editing.sent import as_one_sees

NEW = "new"
"""Stands for the file of an entry that has none yet."""


class FaultyEntryError(KbError):
    """A file cannot be read without doubt, so that no form can show it."""

    status = 409
    title = N_("This file has to be mended first")


class Origin(NamedTuple):
    """The file a form is about."""

    entry_id: str
    """"" for a new entry."""
    path: Path
    data: bytes | None
    """Its content when the form was opened; None for a new entry."""

    @property
    def tree(self) -> dict[str, Tree]:
        """What it holds; {} for a new entry.

        Raises:
            FaultyEntryError: it cannot be read.
        """
        return read_tree(self.data, self.path) if self.data is not None else {}


def read_tree(data: bytes, path: Path) -> dict[str, Tree]:
    """What the bytes of an entry's file hold.

    Raises:
        FaultyEntryError: they cannot be read without doubt.
    """
    document = parse_yaml(data, path)
    errors = [one for one in document.issues if is_error(one)]
    if errors or not isinstance(document.value, dict):
        told = (
            _("Line %(line)d: %(sentence)s")
            % {"line": one.where.line, "sentence": describe(one, _)}
            for one in errors
        )
        raise FaultyEntryError(
            N_(
                "No form can show %(file)s. Mend it in a text editor, or ask whoever keeps the "
                "files. %(all)s"
            ),
            file=path.name,
            all=" ".join(told),
        )
    return document.value


class Answers:
    """The answers of a form, and all that can be said about them.

    Args:
        content: the knowledge base.
        choices: its lists.
        origin: the file they are about.
        filled: the answers.
    """

    def __init__(self, content: Content, choices: Choices, origin: Origin, filled: Filled) -> None:
        self.content = content
        self.origin = origin
        self.filled = with_places(filled, practice_form().questions())
        self._choices = choices

    @cached_property
    def stored(self) -> Mapping[str, Tree]:
        """What the file holds."""
        return self.origin.tree

    @cached_property
    def _alike(self) -> frozenset[str]:
        """Keys of the questions whose answers look as those of the file do."""
        questions = list(practice_form().questions())
        there = with_places(fill_from_tree(self.stored), questions)
        maker = FieldMaker(self._choices)
        return frozenset(
            one.key
            for one in questions
            if as_one_sees(maker.make([one], there)) == as_one_sees(maker.make([one], self.filled))
        )

    @property
    def untouched(self) -> frozenset[str]:
        """Keys of what the file holds and nobody has touched.

        A file may hold what no form would write, such as two spaces in a row: as long as nobody
        touches it, it stays.
        """
        renumbered = {one.question.path[0] for one in self._closed[1]}
        return (self._alike & self.stored.keys()) - renumbered

    @cached_property
    def _closed(self) -> tuple[Filled, list[Cited]]:
        return close_gaps(self.filled)

    @property
    def closed(self) -> Filled:
        """The answers, their numbers of sources without the empty ones, which are not written."""
        return self._closed[0]

    @property
    def is_changed(self) -> bool:
        """Whether somebody has typed what is not in the file."""
        return any(one.key not in self._alike for one in practice_form().questions())

    @cached_property
    def composed(self) -> Composed:
        """The entry they make."""
        asked = {question.key for question in practice_form().questions()} - self.untouched
        kept = {key: value for key, value in self.stored.items() if key not in asked}
        form = FilledForm(self.origin.path, self.closed, entry_id=self.origin.entry_id)
        return compose(form, self._choices, kept)

    @cached_property
    def path(self) -> Path:
        """The file they belong into; that of a new entry as far as it can be known."""
        if self.origin.entry_id:
            return self.origin.path
        name = propose_id(self.composed.tree, taken_ids(self.content)) or NEW
        location = self.composed.tree.get("location")
        country = str(location.get("country", "")) if isinstance(location, dict) else ""
        return entry_path(self.content.root, name, country)

    @cached_property
    def issues(self) -> list[Issue]:
        """Everything that was found."""
        lost = tell_lost(self._closed[1], self.origin.path)
        checked = check_composed(self.composed, self.content, self.path)
        return [*self.composed.issues, *lost, *checked]

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended before they can be saved."""
        return any(map(is_error, self.issues))

    @property
    def doubtful(self) -> frozenset[str]:
        """Keys of questions with answers that could not be taken as they are."""
        errors = (one for one in self.issues if is_error(one))
        return frozenset(one.where.place.partition(".")[0] for one in errors)

    def problems(self) -> dict[str, list[Problem]]:
        """What is to be said, by the field it is about; that about the whole entry under ""."""
        found: dict[str, list[Problem]] = {}
        for issue in self.issues:
            place = found.setdefault(issue.where.place, [])
            place.append(Problem(describe(issue, _), is_error(issue)))
        return found

    def fields(self, keys: Sequence[str], problems: Mapping[str, Sequence[Problem]]) -> list[Field]:
        """Fields for some of the questions."""
        maker = FieldMaker(self._choices, problems)
        return maker.make([practice_form().get(key) for key in keys], self.filled)


def answers_of(content: Content, choices: Choices, origin: Origin) -> Answers:
    """The answers that stand in an entry's file."""
    return Answers(content, choices, origin, fill_from_tree(origin.tree))
