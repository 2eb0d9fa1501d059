"""Editing every shipped file: only the lines of what changes are others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.authoring.files.editing import Change, Remove, apply_changes, compare_trees, edit_text
from kb.authoring.files.writtenfile import WrittenFile
from kb.content.root import record_paths
from kb.content.store import MODELS
from kb.content.yamlfile import FieldPath, Tree, parse_yaml

SHIPPED = Path(__file__).parents[2]
FILES = [(path, kind) for kind in MODELS for path in record_paths(SHIPPED, kind)]
TEXTS = (
    "Kurz",
    "Mit Doppelpunkt: und Raute #1",
    "Ein langer Satz über das Dorf und seine Leute, " * 4 + "der hier endet.",
    "Der erste Absatz.\n\nDer zweite Absatz.",
    "Zeile\nfür Zeile",
)


def leaves(tree: Tree, path: FieldPath = ()) -> Iterator[FieldPath]:
    if isinstance(tree, dict | list):
        for step, one in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(one, (*path, step))
    else:
        yield path


def lines_of(file: WrittenFile, path: FieldPath) -> tuple[int, int]:
    """The lines of the field, or of the nearest thing around it that has lines of its own."""
    while path[:-1] and file.spans[path[:-1]].style == "flow":
        path = path[:-1]
    return file.line_start(file.begin(path)), file.bottom(path)


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda one: getattr(one, "stem", one))
def test_another_text_changes_its_own_lines(path: Path, kind: str) -> None:
    data = path.read_bytes()
    file = WrittenFile(parse_yaml(data, path))
    luck = random.Random(path.stem)
    for field_path in luck.sample(sorted(leaves(file.tree), key=str), 4):
        changes = [Change(field_path, luck.choice(TEXTS))]
        edited = edit_text(data, changes, MODELS[kind])
        start, end = lines_of(file, field_path)
        before, after = file.text[:start].encode(), file.text[end:].encode()
        assert edited.startswith(before)
        assert edited.endswith(after)
        assert parse_yaml(edited, path).value == apply_changes(file.tree, changes)


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda one: getattr(one, "stem", one))
def test_a_field_that_goes_and_comes_back_leaves_the_others_alone(path: Path, kind: str) -> None:
    data = path.read_bytes()
    file = WrittenFile(parse_yaml(data, path))
    assert isinstance(file.tree, dict)
    for key in random.Random(path.stem).sample(sorted(file.tree), min(2, len(file.tree) - 1)):
        start, end = file.top((key,)), file.bottom((key,))
        without = edit_text(data, [Change((key,), Remove.REMOVE)], MODELS[kind])
        assert without == (file.text[:start] + file.text[end:]).encode()
        again = edit_text(without, [Change((key,), file.tree[key])], MODELS[kind])
        kept = [line for line in file.text.splitlines() if line in without.decode().splitlines()]
        assert set(kept) <= set(again.decode().splitlines())
        places = [again.decode().find(f"\n{one}:") for one in file.tree]
        assert places == sorted(places)


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda one: getattr(one, "stem", one))
def test_items_come_go_and_move(path: Path, kind: str) -> None:
    data = path.read_bytes()
    file = WrittenFile(parse_yaml(data, path))
    assert isinstance(file.tree, dict)
    luck = random.Random(path.stem)
    for key, items in file.tree.items():
        if not isinstance(items, list) or len(items) < 2:
            continue
        other = list(items)
        taken = other.pop(luck.randrange(len(other)))
        start, end = file.top((key,)), file.bottom((key,))
        for wanted in (other, luck.sample(items, len(items)), [*other[:1], taken, *other[1:]]):
            tree = {**file.tree, key: wanted}
            edited = edit_text(data, compare_trees(file.tree, tree), MODELS[kind])
            assert parse_yaml(edited, path).value == tree
            assert edited.startswith(file.text[:start].encode())
            assert edited.endswith(file.text[end:].encode())
