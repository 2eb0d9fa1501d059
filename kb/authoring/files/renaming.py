"""Gives a record another id: its file, its catalogs and all that refers to it go along.

Everything is prepared first and written only if all of it can be; where writing fails in the
middle, what was written is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE
from typing import NamedTuple

from kb.authoring.files.editing import (
    Change,
    FaultyFileError,
    apply_changes,
    check_unchanged,
    read_for_editing,
)
from kb.authoring.files.splicing import splice
from kb.cache.cachefiles import remove_abandoned, write_all, write_bytes
from kb.content.checks.references import REFERENCES
from kb.content.fields import fields_of, item_of, model_of
from kb.content.nearmiss import find_near
from kb.content.root import EXCEPTIONS_FILE, PRACTICES, record_paths
from kb.content.shape import slug
from kb.content.store import MODELS
from kb.content.yamlfile import Document, FieldPath, Tree, parse_yaml
from kb.errors import N_, KbError, UsageError
from kb.model.types import ID_PATTERN
from kb.translation.catalogs import catalog_langs, catalog_path

RENAMED_KINDS = ("practice", "partner", "group", "visit", "project")
"""Kinds of records that can be renamed; fields of the model name vocabularies by their ids."""
_FORMER_IDS = "former_ids"
_ID_IN_CATALOG = '"Project-Id-Version: %s\\n"'


class Write(NamedTuple):
    """A file that is written."""

    path: Path
    before: bytes
    """What it holds so far, or the file that goes instead of it."""
    after: bytes
    former: Path | None = None
    """The file that goes instead of it."""


@dataclass(frozen=True)
class Renaming:
    """Everything that a new id changes."""

    writes: Sequence[Write]

    @property
    def moved(self) -> list[tuple[Path, Path]]:
        """Files that get another name: where from, where to."""
        return [(one.former, one.path) for one in self.writes if one.former]

    @property
    def changed(self) -> list[Path]:
        """Files that refer to the record."""
        return [one.path for one in self.writes if not one.former]


def plan_renaming(root: Path, old: str, new: str, kind: str | None = None) -> Renaming:
    """All that is to be written so that a record has another id; nothing is written yet.

    Args:
        root: folder of the knowledge base.
        old: the id it has.
        new: the id it shall have.
        kind: its kind, where records of several kinds have this id.

    Raises:
        UsageError: there is no such record, or the new id cannot be given to it.
        KbError: a file in which the id stands cannot be read or changed.
    """
    base = _Base(root)
    found = _find(base, old, kind)
    _check_id(base, found, new)
    writes = [*base.iter_record_writes(found, new), *_iter_catalog_writes(root, found, new)]
    writes += _exception_writes(base, old, new)
    for one in writes:
        _check_place(root, one)
    return Renaming(writes)


def rename(plan: Renaming) -> None:
    """Write what was planned, all of it or nothing.

    Raises:
        ChangedMeanwhileError: a file was changed since.
        OSError: a file cannot be written; all is as it was.
    """

    def check() -> None:
        for one in plan.writes:
            check_unchanged(one.former or one.path, one.before)
            if one.former and one.path.exists():
                raise _is_taken(one.path.stem, one.path)

    for folder in {one.path.parent for one in plan.writes}:
        remove_abandoned(folder)
    try:
        write_all([(one.path, one.after) for one in plan.writes], before_placing=check)
        for former, path in plan.moved:
            path.chmod(S_IMODE(former.stat().st_mode))
        for former, _path in plan.moved:
            former.unlink()
    except KbError:  # of the check: nothing is in place yet
        raise
    except BaseException:
        _take_back(plan)
        raise


def _take_back(plan: Renaming) -> None:
    """Leave everything as it was, as far as the disk allows."""
    for one in plan.writes:
        with suppress(OSError):
            if one.former and not one.former.exists():
                write_bytes(one.former, one.before)
            if not one.path.exists() or one.path.read_bytes() != one.after:
                continue
            if one.former:
                one.path.unlink()
            else:
                write_bytes(one.path, one.before)


class _Found(NamedTuple):
    """The record that is to be renamed."""

    kind: str
    path: Path

    @property
    def id(self) -> str:
        return self.path.stem


class _Base:
    """The files of a knowledge base as they are now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = {kind: [*record_paths(root, kind)] for kind in RENAMED_KINDS}
        self._data: dict[Path, bytes] = {}
        self._documents: dict[Path, Document] = {}

    def iter_all(self) -> Iterator[tuple[str, Path]]:
        """All records that can refer to others."""
        for kind, paths in self.paths.items():
            for path in paths:
                yield kind, path

    def names(self, path: Path, record_id: str) -> bool:
        """Whether an id stands anywhere in a file; few are worth to be looked at closely."""
        if path not in self._data:
            self._data[path] = path.read_bytes()
        return record_id.encode() in self._data[path]

    def document(self, path: Path) -> Document:
        """A file's content, read once."""
        if path not in self._documents:
            data = self._data[path] if path in self._data else path.read_bytes()
            self._documents[path] = parse_yaml(data, path)
        return self._documents[path]

    def had_id(self, path: Path, record_id: str) -> bool:
        """Whether a record had an id before."""
        if not self.names(path, record_id):
            return False
        tree = self.document(path).value
        ids = tree.get(_FORMER_IDS) if isinstance(tree, dict) else None
        return isinstance(ids, list) and record_id in ids

    def iter_record_writes(self, found: _Found, new: str) -> Iterator[Write]:
        """The record's own file, and all that refer to it.

        Raises:
            FaultyFileError: the id stands in a file that cannot be read without doubt.
        """
        for kind, path in self.iter_all():
            if path != found.path and not self.names(path, found.id):
                continue
            document = self.document(path)
            _refuse_faulty(document)
            model = MODELS[kind]
            places = _iter_references(document.value, model, found)
            changes = [Change(place, new) for place in places]
            if path == found.path:
                wanted = _with_former_id(apply_changes(document.value, changes), found, new)
                after = splice(document, wanted, model)
                yield Write(path.with_name(f"{new}.yaml"), document.data, after, path)
            elif changes:
                after = splice(document, apply_changes(document.value, changes), model)
                yield Write(path, document.data, after)


def _refuse_faulty(document: Document) -> None:
    try:
        read_for_editing(document.data, document.path)
    except FaultyFileError as error:
        raise KbError(
            N_(
                "%(path)s has faults, so it cannot be seen whether it refers to the record. "
                "Nothing was changed; “kb check” lists them."
            ),
            path=document.path,
        ) from error


def _with_former_id(tree: Tree, found: _Found, new: str) -> Tree:
    """The record with its former id, where its kind keeps them."""
    if not isinstance(tree, dict) or _FORMER_IDS not in fields_of(MODELS[found.kind]):
        return tree
    former = tree.get(_FORMER_IDS)
    ids = former if isinstance(former, list) else []
    return {**tree, _FORMER_IDS: [*(one for one in ids if one not in (new, found.id)), found.id]}


def _iter_references(tree: Tree, kind: object, found: _Found) -> Iterator[FieldPath]:
    """Where in a tree the id of a record stands as a reference to it."""
    model = model_of(kind)
    if isinstance(tree, list):
        for number, one in enumerate(tree):
            yield from ((number, *path) for path in _iter_references(one, item_of(kind), found))
    elif isinstance(tree, dict) and model is not None:
        fields = fields_of(model)
        for key, value in tree.items():
            if REFERENCES.get(model, {}).get(key) == found.kind:
                yield from ((key, *path) for path in _iter_ids(value, found.id))
            elif key in fields:
                inside = _iter_references(value, fields[key].annotation, found)
                yield from ((key, *path) for path in inside)


def _iter_ids(value: Tree, record_id: str) -> Iterator[FieldPath]:
    if value == record_id:
        yield ()
    elif isinstance(value, list):
        yield from ((number,) for number, one in enumerate(value) if one == record_id)


# Which record, and which id


def _find(base: _Base, old: str, kind: str | None) -> _Found:
    kinds = [kind] if kind else RENAMED_KINDS
    found = [_Found(one, path) for one in kinds for path in base.paths[one] if path.stem == old]
    if not found:
        known = [path.stem for one in kinds for path in base.paths[one]]
        if near := find_near(old, known):
            message = N_('There is no record "%(id)s". Did you mean "%(near)s"?')
            raise UsageError(message, id=old, near=near)
        raise UsageError(N_('There is no record "%(id)s".'), id=old)
    if len(found) > 1:
        raise UsageError(
            N_("Several records are called “%(id)s”: %(paths)s. Say which one with --kind."),
            id=old,
            paths=", ".join(one.path.relative_to(base.root).as_posix() for one in found),
        )
    return found[0]


def _check_id(base: _Base, found: _Found, new: str) -> None:
    """Whether a record may have an id."""
    if new == found.id:
        raise UsageError(N_("The record is called “%(id)s” already."), id=new)
    if not re.fullmatch(ID_PATTERN, new):
        raise UsageError(
            N_(
                "“%(id)s” is no id: these have small letters a to z, digits and single hyphens. "
                "Write %(near)s, for example."
            ),
            id=new,
            near=slug(new) or "at-name",
        )
    prefix = f"{found.path.parent.name}-"
    if found.kind == "practice" and not new.startswith(prefix):
        raise UsageError(
            N_(
                "“%(id)s” does not begin with “%(prefix)s”, as all practices in %(folder)s do. "
                "Write %(near)s, for example."
            ),
            id=new,
            prefix=prefix,
            folder=found.path.parent.relative_to(base.root).as_posix(),
            near=prefix + new,
        )
    for path in base.paths[found.kind]:
        if path.stem == new:
            raise _is_taken(new, path)
        if path != found.path and base.had_id(path, new):
            raise UsageError(
                N_(
                    "“%(id)s” is a former id of “%(other)s”, and old links lead there. Choose "
                    "another one."
                ),
                id=new,
                other=path.stem,
            )


def _is_taken(record_id: str, path: Path) -> UsageError:
    return UsageError(
        N_("“%(id)s” is taken: there is a file %(path)s. Choose another id."),
        id=record_id,
        path=path,
    )


def _check_place(root: Path, write: Write) -> None:
    """Nothing is written through links."""
    for path in filter(None, (write.path, write.former)):
        if path.is_symlink() or not path.parent.resolve().is_relative_to(root.resolve()):
            raise KbError(
                N_("%(path)s is a link. Nothing is written through it; name the file itself."),
                path=path,
            )
    if write.former and write.path.exists():
        raise _is_taken(write.path.stem, write.path)


# Catalogs and exceptions


def _iter_catalog_writes(root: Path, found: _Found, new: str) -> Iterator[Write]:
    """The record's catalogs, with the name of its file in them."""
    name = found.path.relative_to(root).as_posix()
    renamed = found.path.with_name(f"{new}.yaml").relative_to(root).as_posix()
    for lang in catalog_langs(root):
        path = catalog_path(root, lang, found.kind, found.id)
        if path.is_file():
            before = path.read_bytes()
            after = _renamed_in_catalog(before, {name: renamed, found.id: new})
            yield Write(catalog_path(root, lang, found.kind, new), before, after, path)


def _renamed_in_catalog(data: bytes, names: Mapping[str, str]) -> bytes:
    """A catalog with another name of its record in comments and header, and else the same."""
    (name, renamed), (old, new) = names.items()
    lines = data.split(b"\n")
    for number, line in enumerate(lines):
        if line.startswith((b"#: ", b"# ")):
            whole = re.compile(rb"(?<![^\s])" + re.escape(name.encode()) + rb"(?=[:,\s]|$)")
            lines[number] = whole.sub(renamed.encode(), line)
        elif line.rstrip(b"\r") == (_ID_IN_CATALOG % old).encode():
            lines[number] = line.replace(old.encode(), new.encode())
    return b"\n".join(lines)


def _exception_writes(base: _Base, old: str, new: str) -> list[Write]:
    """The exceptions made for the record; those of another kind with the same id keep theirs."""
    path = base.root / PRACTICES / EXCEPTIONS_FILE
    is_only_one = sum(one.stem == old for _kind, one in base.iter_all()) == 1
    if not is_only_one or not path.is_file():
        return []
    document = parse_yaml(path.read_bytes(), path)
    tree = document.value
    if not isinstance(tree, list) or document.issues:
        return []
    wanted: list[Tree] = [
        {**one, "id": new} if isinstance(one, dict) and one.get("id") == old else one
        for one in tree
    ]
    if wanted == tree:
        return []
    return [Write(path, document.data, splice(document, wanted, MODELS["practice"]))]
