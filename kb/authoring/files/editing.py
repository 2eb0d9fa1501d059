"""Changes entries: only the lines of what changes, and never a file that changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kb.authoring.files.aligning import align
from kb.authoring.files.splicing import splice
from kb.authoring.files.yamltext import without_empty
from kb.cache.cachefiles import remove_abandoned, write_all
from kb.content.findings import is_error
from kb.content.yamlfile import Document, FieldPath, Tree, parse_yaml
from kb.errors import N_, Issue, KbError
from kb.model import Practice, Record

NO_PATH = Path("-")
"""Stands for a text that lies in no file yet."""


class Remove(Enum):
    """Stands for no value at all."""

    REMOVE = "remove"


@dataclass(frozen=True)
class Change:
    """A value that is to stand in a place."""

    path: FieldPath
    """What is not there is made, what is left empty goes; an index as long as its list appends."""
    value: Tree | Remove


class ChangedMeanwhileError(KbError):
    """Somebody else changed the file since it was read."""


class FaultyFileError(KbError):
    """A file cannot be changed because it cannot be read."""

    def __init__(self, path: Path, issues: Sequence[Issue]) -> None:
        if path == NO_PATH:
            super().__init__(
                N_("The file has faults, so it was not changed. “kb check” lists them.")
            )
        else:
            super().__init__(
                N_("%(path)s has faults, so it was not changed. “kb check” lists them."), path=path
            )
        self.issues = tuple(issues)


def compare_trees(old: Tree, new: Tree) -> list[Change]:
    """The smallest changes that lead from one tree to the other.

    Lists are compared item by item where items only change, are appended or are cut off at the
    end. Where one comes or goes in between, the change is that of the whole list.
    """
    return _compare(without_empty(old), without_empty(new), ())


def _compare(old: Tree, new: Tree, path: FieldPath) -> list[Change]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        changes = []
        for key, value in new.items():
            here = (*path, key)
            changes += _compare(old[key], value, here) if key in old else [Change(here, value)]
        # Last, for a mapping that is empty in between would go.
        return changes + [Change((*path, key), Remove.REMOVE) for key in old if key not in new]
    if isinstance(old, list) and isinstance(new, list) and new:
        return _compare_lists(old, new, path)
    return [Change(path, Remove.REMOVE if new is None else new)]


def _compare_lists(old: list[Tree], new: list[Tree], path: FieldPath) -> list[Change]:
    pairs = align(old, new)
    shared = min(len(old), len(new))
    if pairs[:shared] != [(n, n) for n in range(shared)]:
        return [Change(path, new)]
    changes = []
    for number in range(shared):
        changes += _compare(old[number], new[number], (*path, number))
    changes += [Change((*path, n), new[n]) for n in range(shared, len(new))]
    return changes + [
        Change((*path, n), Remove.REMOVE) for n in range(len(old) - 1, shared - 1, -1)
    ]


def apply_changes(tree: Tree, changes: Sequence[Change]) -> Tree:
    """A tree with changes made one after the other.

    Raises:
        KeyError: there is no such place.
    """
    for change in changes:
        value = None if isinstance(change.value, Remove) else without_empty(change.value)
        tree = _with(tree, change.path, None if value in ({}, []) else value)
    return tree


def _with(tree: Tree, path: FieldPath, value: Tree) -> Tree:
    """A tree with another value in a place; None where nothing is left."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if tree is None:
        tree = {} if isinstance(step, str) else []
    if isinstance(tree, dict) and isinstance(step, str):
        child = _with(tree.get(step), rest, value)
        if child is None:
            return {key: one for key, one in tree.items() if key != step} or None
        return {**tree, step: child}
    if isinstance(tree, list) and isinstance(step, int) and 0 <= step <= len(tree):
        child = _with(tree[step] if step < len(tree) else None, rest, value)
        middle = [] if child is None else [child]
        return [*tree[:step], *middle, *tree[step + 1 :]] or None
    raise KeyError(step)


def edit_text(data: bytes, changes: Sequence[Change], model: type[Record] = Practice) -> bytes:
    """A file's bytes with changes in it; only the lines of what changes are others.

    Args:
        data: what the file holds.
        changes: made one after the other.
        model: the kind of record.

    Raises:
        FaultyFileError: the file cannot be read without doubt.
        UnwritableTextError: a text holds a sign that no file may hold.
        KeyError: there is no such place.
    """
    document = read_for_editing(data)
    wanted = apply_changes(document.value, changes)
    if not isinstance(wanted, dict):
        raise ValueError("Nothing would be left of the entry.")
    return splice(document, wanted, model)


def read_for_editing(data: bytes, path: Path | None = None) -> Document:
    """A file that can be changed.

    Raises:
        FaultyFileError: it cannot be read without doubt.
    """
    document = parse_yaml(data, path or NO_PATH)
    refuse_faulty(document)
    return document


def refuse_faulty(document: Document) -> None:
    """Make sure that a file can be changed.

    Raises:
        FaultyFileError: it cannot be read without doubt.
    """
    if any(map(is_error, document.issues)) or not isinstance(document.value, dict):
        raise FaultyFileError(document.path, document.issues)


def write_entry(path: Path, data: bytes, expected: bytes | None) -> None:
    """Write a file, whole or not at all; what killed writers left beside it goes.

    Args:
        path: where; its folder is made if it is missing.
        data: what.
        expected: what the file held when it was read; None where it must be new.

    Raises:
        ChangedMeanwhileError: it holds something else by now, or is there already.
        KbError: it is a link, or no ordinary file.
        OSError: the folder is read-only or the disk full; all is left as it was.
    """
    if path.is_symlink():
        raise KbError(
            N_("%(path)s is a link. Nothing is written through it; name the file itself."),
            path=path,
        )
    remove_abandoned(path.parent)
    if expected is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_all([(path, data)], is_new=True)
        except FileExistsError:
            raise ChangedMeanwhileError(
                N_("%(path)s is there already. Nothing was written; choose another name."),
                path=path,
            ) from None
        return
    check_unchanged(path, expected)
    if data != expected:
        write_all([(path, data)], before_placing=lambda: check_unchanged(path, expected))


def check_unchanged(path: Path, expected: bytes) -> None:
    """Make sure that nobody changed a file since it was read.

    Raises:
        ChangedMeanwhileError: somebody did.
    """
    try:
        is_same = path.read_bytes() == expected
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise ChangedMeanwhileError(
            N_(
                "%(path)s was changed by somebody else meanwhile. Nothing was written; look at "
                "their change first."
            ),
            path=path,
        )
