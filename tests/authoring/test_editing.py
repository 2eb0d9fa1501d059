"""Changing entries: nothing but the lines of what changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kb.authoring.files.editing import (
    Change,
    ChangedMeanwhileError,
    FaultyFileError,
    Remove,
    apply_changes,
    compare_trees,
    edit_text,
    write_entry,
)
from kb.authoring.files.writtenfile import WrittenFile
from kb.content.yamlfile import FieldPath, Tree, parse_yaml
from kb.errors import KbError
from tests.authoring.trees import handwritten, practices

REMOVE = Remove.REMOVE
LONG = "Ein langer Satz über das Dorf und alle seine Leute, die hier seit vielen Jahren leben."
ENTRY = """\
# yaml-language-server: $schema=../../docs/schema/practice.json
# Kopf der Datei
language: de-AT
"title": 'Ein Café'   # Arbeitstitel
summary: >2-
  Erste Zeile, die so
  umbrochen ist.

  Zweiter Absatz.
# Ziele
goals:
# über a
- a
-   b   # neben b
# über c
- c
  # unter c
obstacles:
    - text: Winter
      # Abhilfe
      remedy: Bus
location: { country: AT,  place: "Lungau" }
topics: [one, two, # drei fehlt
  four]
period:
  start: 2016<>
related: []""".replace("<>", "  ")


def edited(path: FieldPath, value: Tree | Remove, text: str = ENTRY) -> str:
    return edit_text(text.encode(), [Change(path, value)]).decode()


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Das Café", "'Ein Café'", "'Das Café'"),
        (("title",), "Café: neu", "'Ein Café'", "'Café: neu'"),
        (("title",), LONG, "'Ein Café'   # Arbeitstitel", f"'{LONG}'   # Arbeitstitel"),
        (
            ("summary",),
            "Erste Zeile, die so umbrochen ist.\n\nNeuer Absatz.",
            "  Zweiter Absatz.",
            "  Neuer Absatz.",
        ),
        (("goals", 1), "bb", "-   b   # neben b", "-   bb   # neben b"),
        (("goals", 1), REMOVE, "-   b   # neben b\n", ""),
        (("goals", 0), REMOVE, "# über a\n- a\n", ""),
        (("goals", 2), REMOVE, "# über c\n- c\n", ""),
        (("goals", 3), "d", "  # unter c\n", "  # unter c\n- d\n"),
        (("goals",), ["a", "x", "b", "c"], "- a\n", "- a\n- x\n"),
        (("goals",), ["b", "c", "a"], None, None),
        (
            ("obstacles", 0, "text"),
            REMOVE,
            "    - text: Winter\n",
            "    - \n",
        ),
        (("obstacles", 0, "remedy"), REMOVE, "      # Abhilfe\n      remedy: Bus\n", ""),
        (("obstacles",), REMOVE, ENTRY[ENTRY.index("obst") : ENTRY.index("loca")], ""),
        (("location", "place"), "Tamsweg, Ort", '"Lungau"', '"Tamsweg, Ort"'),
        (("location", "nuts"), "AT32", "AT,", "AT, nuts: AT32,"),
        (("location", "country"), REMOVE, "country: AT,  ", ""),
        (("topics", 1), "zwei", "two", "zwei"),
        (("topics", 2), REMOVE, ", # drei fehlt\n  four]", ", # drei fehlt\n  ]"),
        (("period", "start"), "2017", "2016", "2017"),
        (("period", "state"), "running", "2016  \n", "2016  \n  state: running\n"),
        (("period", "start"), REMOVE, "period:\n  start: 2016  \n", ""),
        (("related",), ["at-b"], "related: []", "related: [at-b]"),
        (("licence",), "CC0-1.0", "related: []", "related: []\nlicence: CC0-1.0"),
        (("status",), "draft", "de-AT\n", "de-AT\nstatus: draft\n"),
        (("measures", 0), "Reden", "obstacles:", "measures:\n  - Reden\nobstacles:"),
        (("language",), REMOVE, "language: de-AT\n", ""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_is_as_small_as_can_be(
    path: FieldPath, value: Tree | Remove, old: str | None, new: str | None, newline: str
) -> None:
    text = ENTRY.replace("\n", newline)
    told = edited(path, value, text)
    if old is None or new is None:
        old, new = "# über a\n- a\n-   b   # neben b\n", "-   b   # neben b\n"
        moved = text.replace(old.replace("\n", newline), new.replace("\n", newline))
        start = "  # unter c\n".replace("\n", newline)
        back = "# über a\n- a\n".replace("\n", newline)
        assert told == moved.replace(start, start + back)
        return
    assert old in ENTRY
    assert told == text.replace(old.replace("\n", newline), new.replace("\n", newline), 1)


def test_a_text_that_grows_is_folded_and_keeps_its_comment() -> None:
    told = edited(("title",), f"{LONG} {LONG}", "title: Kurz  # Arbeitstitel\nstatus: draft\n")
    assert told == f"title: >-  # Arbeitstitel\n  {LONG}\n  {LONG}\nstatus: draft\n"


def test_lines_of_a_folded_text_stay_up_to_the_change() -> None:
    text = "summary: >-\n  eins zwei\n  drei vier\n  fünf sechs\n"
    assert edited(("summary",), "eins zwei drei vier sieben sechs", text) == (
        "summary: >-\n  eins zwei\n  drei vier\n  sieben sechs\n"
    )


def test_braces_that_grow_too_long_become_lines() -> None:
    text = "funding:\n  - {amount: 5, scope: total} \n  - {scope: grant}\n"
    assert edited(("funding", 0, "note"), LONG, text) == (
        f"funding:\n  - amount: 5\n    scope: total\n    note: {LONG}\n  - {{scope: grant}}\n"
    ).replace(f"note: {LONG}", f"note: >-\n      {LONG}")


def test_a_value_of_another_kind_takes_the_place() -> None:
    text = "results:\n  - text: a\n    source: 1 # eine\n"
    told = edited(("results", 0, "source"), ["1", "2"], text)
    assert told == "results:\n  - text: a\n    source: [1, 2] # eine\n"


def test_a_file_with_faults_is_not_changed() -> None:
    with pytest.raises(FaultyFileError) as caught:
        edit_text(b"title: a\ntitle: b\n", [Change(("title",), "c")])
    assert [one.code for one in caught.value.issues] == ["KB111"]


def test_places_that_are_not_there_are_made_or_refused() -> None:
    tree: Tree = {"title": "a"}
    assert apply_changes(tree, [Change(("location", "country"), "AT")]) == {
        "title": "a",
        "location": {"country": "AT"},
    }
    with pytest.raises(KeyError):
        apply_changes(tree, [Change(("goals", 1), "b")])
    with pytest.raises(ValueError, match="Nothing"):
        edit_text(b"title: a\n", [Change(("title",), REMOVE)])


def test_lists_are_compared_item_by_item_where_that_says_it_all() -> None:
    old: Tree = {"goals": ["a", "b"], "results": [{"text": "c", "on": "2017"}], "title": "t"}
    new: Tree = {"goals": ["a", "b", "c"], "results": [{"text": "d", "on": "2017"}], "status": "s"}
    assert compare_trees(old, new) == [
        Change(("goals", 2), "c"),
        Change(("results", 0, "text"), "d"),
        Change(("status",), "s"),
        Change(("title",), REMOVE),
    ]
    assert compare_trees({"goals": ["a", "b"]}, {"goals": ["b"]}) == [Change(("goals",), ["b"])]
    assert compare_trees({"goals": ["a", "b"]}, {"goals": ["a"]}) == [Change(("goals", 1), REMOVE)]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_files_of_any_hand_keep_what_does_not_change(data: st.DataObject) -> None:
    old, other = data.draw(practices()), data.draw(practices())
    gone = data.draw(st.sets(st.sampled_from(sorted(old))))
    come = data.draw(st.sets(st.sampled_from(sorted(other))))
    new: dict[str, Tree] = {key: one for key, one in old.items() if key not in gone}
    new |= {key: other[key] for key in come}
    written = data.draw(handwritten(old))
    document = parse_yaml(written, Path("at-test.yaml"))
    assume(new and document.value == old and not document.issues)
    told = edit_text(written, compare_trees(old, new))
    assert parse_yaml(told, Path("at-test.yaml")).value == new
    file = WrittenFile(document)
    text = told.decode() + ("" if file.is_finished else file.newline)
    for key in old:
        if old[key] == new.get(key):
            assert file.text[file.top((key,)) : file.bottom((key,))] in text


def test_a_new_file_is_never_put_over_another(tmp_path: Path) -> None:
    path = tmp_path / "at" / "at-cafe.yaml"
    write_entry(path, b"title: a\n", None)
    with pytest.raises(ChangedMeanwhileError):
        write_entry(path, b"title: b\n", None)
    assert path.read_bytes() == b"title: a\n"
    assert [one.name for one in path.parent.iterdir()] == ["at-cafe.yaml"]


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "at-cafe.yaml"
    path.write_bytes(b"title: of somebody else\n")
    with pytest.raises(ChangedMeanwhileError):
        write_entry(path, b"title: mine\n", b"title: as read\n")
    assert path.read_bytes() == b"title: of somebody else\n"
    path.unlink()
    with pytest.raises(ChangedMeanwhileError):
        write_entry(path, b"title: mine\n", b"title: as read\n")
    assert not [*tmp_path.iterdir()]


def test_permissions_stay_and_links_are_not_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "at-cafe.yaml", tmp_path / "link.yaml"
    path.write_bytes(b"a")
    path.chmod(0o664)
    write_entry(path, b"b", b"a")
    assert path.read_bytes() == b"b"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o664
        link.symlink_to(path)
        with pytest.raises(KbError, match="link"):
            write_entry(link, b"c", b"b")
        assert path.read_bytes() == b"b"
