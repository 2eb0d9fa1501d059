"""Whole entries as text, in the house style that the shipped files have.

`kb.authoring.files.entrywriter` knows how single values are written.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kb.authoring.files.entrywriter import EntryWriter, Remarks
from kb.authoring.files.scalars import fold
from kb.content.yamlfile import MAX_BYTES, FieldPath, Tree, parse_yaml
from kb.errors import N_, KbError
from kb.model import Practice, Record

SCHEMA_MARK = "# yaml-language-server: $schema="
"""What the line begins with that tells editors which keys there are."""


def render_entry(
    tree: Mapping[str, Tree],
    model: type[Record] = Practice,
    *,
    schema_line: str | None = None,
    comments: Mapping[FieldPath, str] | None = None,
) -> str:
    """An entry's text in house style.

    Args:
        tree: what it holds; empty lists and mappings are left out.
        model: the kind of record.
        schema_line: address of its JSON Schema, for the first line; see `find_schema`.
        comments: what is to be said above a field, without `#`; of a field of the record that is
            not there, where it would stand. That of () stands above everything.

    Raises:
        UnwritableTextError: a text holds a sign that no file may hold.
    """
    wanted = without_empty(tree)
    above = {path: _comment_lines(text) for path, text in (comments or {}).items()}
    header = [SCHEMA_MARK + schema_line] if schema_line else []
    header += above.pop((), [])
    lines = EntryWriter(model, Remarks(above, header=header)).record_lines(wanted)
    text = "".join(f"{line}\n" for line in lines)
    check_says(text.encode(), wanted)
    return text


def find_schema(root: Path, path: Path, kind: str) -> str | None:
    """Address of the schema of a record's file, if the knowledge base has schemas in docs/."""
    schema = root / "docs" / "schema" / f"{kind}.json"
    if not schema.is_file():
        return None
    return Path(os.path.relpath(schema, path.parent)).as_posix()


def without_empty(tree: Tree | Mapping[str, Tree]) -> Tree:
    """A tree without empty lists and mappings, and without values that are None."""
    if isinstance(tree, Mapping):
        items = {key: without_empty(value) for key, value in tree.items()}
        return {key: value for key, value in items.items() if value not in (None, {}, [])}
    if isinstance(tree, list):
        return [one for one in map(without_empty, tree) if one not in (None, {}, [])]
    return tree


def check_says(data: bytes, tree: Tree) -> None:
    """Make sure that a file that is about to be written says what is meant.

    Raises:
        KbError: it would be larger than any entry may be.
        AssertionError: it does not, which is a fault of this program.
    """
    if len(data) > MAX_BYTES:
        raise KbError(
            N_("The entry would be larger than %(limit)d KiB. Shorten it, or make two of it."),
            limit=MAX_BYTES // 1024,
        )
    document = parse_yaml(data, Path("-"))
    if document.value != tree:
        reason = document.issues[:1] or "another content"
        raise AssertionError(f"The text written does not read back: {reason}")


def _comment_lines(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        folded = fold(" ".join(paragraph.split())) if paragraph.strip() else [""]
        lines += [f"# {line}".rstrip() for line in folded or [paragraph]]
    return lines
