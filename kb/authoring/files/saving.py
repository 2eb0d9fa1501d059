"""From an entry's tree to its file: what would be written, the difference, and writing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from kb.authoring.files.editing import NO_PATH, compare_trees, edit_text, write_entry
from kb.authoring.files.naming import entry_path, propose_id, taken_ids
from kb.authoring.files.reminders import remind_of, without_reminders
from kb.authoring.files.yamltext import find_schema, render_entry
from kb.authoring.form.questions import Need, practice_form
from kb.content.store import Content
from kb.content.yamlfile import FieldPath, Tree, parse_yaml
from kb.errors import N_, KbError
from kb.model.base import Status
from kb.model.types import ID_PATTERN


@dataclass(frozen=True)
class Draft:
    """A file as it is and as it would be. Nothing is written before `save`."""

    entry_id: str
    path: Path
    before: bytes | None
    """None for a new file."""
    after: bytes

    @property
    def is_new(self) -> bool:
        """Whether there is no such file yet."""
        return self.before is None

    @property
    def is_unchanged(self) -> bool:
        """Whether writing it would change nothing."""
        return self.before == self.after

    def difference(self) -> Iterator[str]:
        """Lines that go and come, as a unified diff; nothing for a new file."""
        if self.before is None:
            return
        old, new = (data.decode("utf-8").splitlines() for data in (self.before, self.after))
        yield from unified_diff(old, new, self.path.name, self.path.name, lineterm="", n=1)

    def save(self) -> None:
        """Write the file.

        Raises:
            ChangedMeanwhileError: somebody else wrote it since.
            KbError: it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_entry(self.path, self.after, self.before)


def draft_new(
    content: Content, tree: Mapping[str, Tree], *, entry_id: str = "", with_help: bool = False
) -> Draft:
    """A new entry, with status draft.

    Args:
        content: the knowledge base.
        tree: the answers.
        entry_id: the id it shall have; made from country, place and title if not given.
        with_help: say above each field what belongs there, in the language spoken, and name the
            fields that are still missing.

    Raises:
        KbError: there is no title or country to name the file after, or the id is taken.
    """
    taken = taken_ids(content)
    name = entry_id or propose_id(tree, taken)
    location = tree.get("location")
    country = str(location.get("country") or "") if isinstance(location, dict) else ""
    if not name or not country:
        raise KbError(N_("An entry needs a title and a country before it can be saved."))
    if not re.fullmatch(ID_PATTERN, name):
        raise KbError(
            N_("“%(id)s” is no id. Use small letters a to z, digits and single hyphens."), id=name
        )
    if name in taken:
        raise KbError(N_("There is an entry “%(id)s” already. Choose another id."), id=name)
    path = entry_path(content.root, name, country)
    whole = {**tree, "status": tree.get("status") or Status.DRAFT.value}
    text = render_entry(
        whole,
        schema_line=find_schema(content.root, path, "practice"),
        comments=_helps(whole) if with_help else {},
    )
    return Draft(name, path, None, text.encode())


def draft_update(
    path: Path,
    tree: Mapping[str, Tree],
    asked: Collection[str] | None = None,
    before: bytes | None = None,
) -> Draft:
    """An entry with other answers: only the lines of what changed differ.

    Args:
        path: the entry's file.
        tree: the answers.
        asked: keys the form asked for, so that one without an answer goes; all of the form's if
            not given.
        before: what the file held when the answers were compared with it; as it is now if not
            given.

    Raises:
        KbError: the file as it is cannot be read.
    """
    if before is None:
        before = path.read_bytes()
    old = parse_yaml(before, path).value
    if not isinstance(old, dict):
        raise KbError(
            N_("%(path)s has faults, so it is not changed. “kb check” lists them."), path=path
        )
    if asked is None:
        asked = {question.key for question in practice_form().questions()}
    new = {key: value for key, value in old.items() if key not in asked or tree.get(key)}
    new |= {key: value for key, value in tree.items() if key in asked and value}
    new = in_shape_of(old, new)
    after = edit_text(before, compare_trees(old, new))
    after = _without_reminders(after, new.keys() - old.keys())
    return Draft(path.stem, path, before, after)


def in_shape_of(old: Mapping[str, Tree], new: Mapping[str, Tree]) -> dict[str, Tree]:
    """Answers as the entry has them where both say the same: a lone source needs no list."""
    return {key: _in_shape_of(old.get(key), value) for key, value in new.items()}


def _in_shape_of(old: Tree, new: Tree) -> Tree:
    if isinstance(old, str) and new == [old]:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        return in_shape_of(old, new)
    if isinstance(old, list) and isinstance(new, list):
        return [_in_shape_of(one, other) for one, other in zip(old, new, strict=False)] + new[
            len(old) :
        ]
    return new


def _helps(tree: Mapping[str, Tree]) -> dict[FieldPath, str]:
    """What is to be said above each field; only those worth a line."""
    helps: dict[FieldPath, str] = {}
    for question in practice_form().questions():
        if tree.get(question.key):
            helps[question.key,] = question.help
        elif question.need is not Need.OPTIONAL:
            helps[question.key,] = remind_of(question)
    return helps


def _without_reminders(data: bytes, keys: Collection[str]) -> bytes:
    """A file without remarks that keys are missing which are there now; else it stays."""
    text = without_reminders(data.decode(), keys).encode()
    is_same = text == data or parse_yaml(text, NO_PATH).value == parse_yaml(data, NO_PATH).value
    return text if is_same else data
