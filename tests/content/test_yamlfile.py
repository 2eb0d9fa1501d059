"""Strict YAML: what was typed is what is read, and nothing makes the reader stumble."""

from __future__ import annotations

import ast
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

import kb
from kb.content import yamlfile
from kb.content.yamlfaults import NOT_PRINTABLE
from kb.content.yamlfile import MAX_BYTES, PureParser, load_yaml, parse_yaml
from kb.errors import Location
from tests.content.cases import INVALID, VALID, name_of

FILE = Path("practices/at/at-test.yaml")
TYPED = "no", "18.000", "06426", "12:30", "2016-10-14", "0x1F", "1_000", "1e3", ".inf", "yes", "="


def codes(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [one.code for one in parse_yaml(data, FILE).issues]


def where(text: str) -> list[tuple[str, int, int]]:
    found = parse_yaml(text.encode(), FILE).issues
    return [(one.code, one.where.line, one.where.column) for one in found]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_scalars_stay_what_was_typed(typed: str, quote: str) -> None:
    document = parse_yaml(f"{quote}{typed}{quote}: {quote}{typed}{quote}\n".encode(), FILE)
    assert document.value == {typed: typed}
    assert document.issues == ()


@pytest.mark.parametrize("word", ["~", "null", "Null", "NULL", ""])
def test_null_is_a_fault_and_quoted_a_text(word: str) -> None:
    assert codes(f"a: {word}\n") == ["KB128" if word else "KB112"]
    assert parse_yaml(f"a: '{word}'\n".encode(), FILE).value == {"a": word}


def test_block_texts_keep_their_lines() -> None:
    value = parse_yaml(b"a: |\n  one\n  two\n\n  three\nb: >-\n  one\n  two\n", FILE).value
    assert value == {"a": "one\ntwo\n\nthree\n", "b": "one two"}


@pytest.mark.parametrize("mark", [">-", ">", ""])
def test_an_empty_line_in_a_folded_text_stays_one(mark: str) -> None:
    text = f"a: {mark}\n  one\n  line\n\n  two\nb: c\n"
    assert parse_yaml(text.encode(), FILE).value == {"a": "one line\n\ntwo", "b": "c"}


def test_duplicate_key_is_reported_with_line_and_the_first_one_counts() -> None:
    document = parse_yaml(b"a: one\nb: two\na: three\n", FILE)
    (issue,) = document.issues
    assert issue.code == "KB111"
    assert issue.where == Location(FILE, 3, 1)
    assert issue.params == {"key": "a", "line": "1"}
    assert document.value == {"a": "one", "b": "two"}


def test_the_same_key_in_two_mappings_is_none_of_our_business() -> None:
    assert codes("- {a: b}\n- {a: b}\n") == []


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = "a: &x one\nb: *x\nc: ~\na: two\nd: !t e\n<<: f\n"
    assert where(text) == [
        ("KB113", 1, 4),
        ("KB114", 2, 4),
        ("KB128", 3, 4),
        ("KB111", 4, 1),
        ("KB115", 5, 4),
        ("KB118", 6, 1),
    ]


def test_faults_before_a_stop_are_told_too() -> None:
    assert where("a: ~\nb: [\n") == [("KB128", 1, 4), ("KB124", 2, 4)]


def test_every_line_with_a_tab_is_told() -> None:
    assert where("a:\n\tb: c\n\td: e\n  f: g\n  \th: i\n") == [
        ("KB108", 2, 1),
        ("KB108", 3, 1),
        ("KB108", 5, 3),
    ]


def test_columns_count_characters_not_bytes() -> None:
    assert where("ä: {ö: ~}\n") == [("KB128", 1, 8)]
    assert where("ä: 🚲\x07\n") == [("KB106", 1, 5)]


def test_after_wrong_bytes_the_rest_is_still_read() -> None:
    document = parse_yaml("a: für\nb: ~\n".encode("latin-1"), FILE)
    assert [(one.code, one.where.line, one.where.column) for one in document.issues] == [
        ("KB103", 1, 5),
        ("KB128", 2, 4),
    ]
    assert document.issues[0].params == {"value": "ü"}


def test_byte_order_mark_is_told_and_not_part_of_the_key() -> None:
    document = parse_yaml("\ufeffa: b\n".encode(), FILE)
    assert [one.code for one in document.issues] == ["KB105"]
    assert document.value == {"a": "b"}


def test_line_ends_of_every_system_are_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert where(f"a: b{end}c: d{end}a: e{end}") == [("KB111", 3, 1)]


def test_a_file_over_the_limit_is_refused_unread() -> None:
    start = time.perf_counter()
    data = b"a: [" * (MAX_BYTES // 2)
    assert len(data) == 2 * MAX_BYTES
    assert codes(data) == ["KB102"]
    assert time.perf_counter() - start < 1


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: b\n" * (MAX_BYTES // 2))
    document = load_yaml(path)
    assert [one.code for one in document.issues] == ["KB102"]
    assert document.value is None
    assert len(document.data) == MAX_BYTES + 1


def test_a_file_at_the_limit_is_read() -> None:
    data = b"a: " + b"x" * (MAX_BYTES - 3)
    assert codes(data) == []


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "".join(" " * depth + "-\n" for depth in range(1_200)),
        "".join(" " * depth + "a:\n" for depth in range(1_200)),
    ],
    ids=["list", "mapping", "items", "keys", "item-lines", "key-lines"],
)
def test_a_depth_bomb_is_refused_at_once(bomb: str) -> None:
    start = time.perf_counter()
    assert codes(bomb)[-1] == "KB119"
    assert time.perf_counter() - start < 1


def test_twenty_levels_are_allowed_and_one_more_is_not() -> None:
    assert codes("[" * 20 + "a" + "]" * 20) == []
    assert where("[" * 21 + "a" + "]" * 21) == [("KB119", 1, 21)]


def test_a_laughing_bomb_stays_small() -> None:
    lines = ["a0: &a0 [lol, lol]"]
    for n in range(1, 10):
        copies = ", ".join([f"*a{n - 1}"] * 9)
        lines.append(f"a{n}: &a{n} [{copies}]")
    document = parse_yaml("\n".join(lines).encode(), FILE)
    assert document.value["a9"] == [None] * 9  # type: ignore[index, call-overload]
    assert {one.code for one in document.issues} == {"KB113", "KB114"}


def test_endless_faults_are_cut_off() -> None:
    found = codes("- ~\n" * 5_000)
    assert len(found) == 101
    assert found[-1] == "KB120"


def test_long_values_are_told_shortened() -> None:
    (issue,) = parse_yaml(b"a: &" + b"x" * 5_000 + b" b\n", FILE).issues
    assert issue.params["value"] == "x" * 59 + "…"


def test_what_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        (issue,) = load_yaml(path).issues
        assert issue.code == "KB101"
        assert issue.params["reason"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert [one.code for one in load_yaml(path).issues] == ["KB101"]


LAYOUT = """\
title: Werkstatt
topics: [one, two]
goals:
  - first
  -   second
location: {country: AT}
results:
  - text: >-
      Long
      text
    source: [1]
'quoted key':
  inner: x
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("title",), 1, 8),
        (("topics",), 2, 9),
        (("topics", 1), 2, 15),
        (("goals",), 3, 1),
        (("goals", 1), 5, 7),
        (("location", "country"), 6, 21),
        (("results", 0), 8, 5),
        (("results", 0, "text"), 8, 11),
        (("results", 0, "source", 0), 11, 14),
        (("quoted key", "inner"), 13, 10),
        (("location", "nuts"), 6, 11),
        (("results", 0, "source", 7), 11, 13),
        (("results", 4, "text"), 7, 1),
        (("nothing", "like", "it"), 1, 1),
        ((), 1, 1),
    ],
)
def test_values_are_located_or_the_nearest_thing_around(
    path: tuple[str | int, ...], line: int, column: int
) -> None:
    document = parse_yaml(LAYOUT.encode(), FILE)
    assert document.locate(path) == Location(FILE, line, column)


def test_keys_are_located_on_request() -> None:
    document = parse_yaml(LAYOUT.encode(), FILE)
    assert document.locate(("location", "country"), key=True) == Location(FILE, 6, 12)
    assert document.locate(("title",), key=True) == Location(FILE, 1, 1)


def test_positions_cover_every_value() -> None:
    positions = parse_yaml(LAYOUT.encode(), FILE).positions
    assert len(positions) == 16
    assert positions["goals", 0] == Location(FILE, 4, 5)


@pytest.mark.parametrize("case", [*INVALID, *VALID], ids=name_of)
def test_the_parser_in_python_finds_the_same(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_c = parse_yaml(case.read_bytes(), case)
    monkeypatch.setattr(yamlfile, "_Parser", PureParser)
    in_python = parse_yaml(case.read_bytes(), case)
    assert in_python.value == with_c.value
    assert [(one.code, one.where.line) for one in in_python.issues] == [
        (one.code, one.where.line) for one in with_c.issues
    ]


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\x00")
@example(b"a: \xed\xa0\x80")
@example(b'"\\ud800"')
@example(b'"\\U00110000"')
@example(b"---\n...\n---")
@example(b"%TAG ! tag:x\n---\n!y z")
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    document = parse_yaml(data, FILE)
    assert document.value is not None or document.issues
    assert document.places.values is not None


_YAML_SIGNS = st.text(
    st.sampled_from("ab:-?#&*!|>'\"%@`{}[],~<=.\\ \t\n\r\ufeff\u2028\x85é"), max_size=60
)


@given(_YAML_SIGNS)
def test_any_mixture_of_special_characters_is_read_without_an_exception(text: str) -> None:
    document = parse_yaml(text.encode(), FILE)
    assert document.value is not None or document.issues
    for issue in document.issues:
        assert issue.where.line >= 1
        assert issue.where.column >= 1


def _readable(text: str) -> bool:
    return not NOT_PRINTABLE.search(text) and "\r" not in text


_TEXTS = st.text(max_size=30).filter(_readable)
_TREES = st.dictionaries(
    _TEXTS,
    st.recursive(
        _TEXTS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)


@given(_TREES)
def test_what_is_written_in_quotes_comes_back_the_same(tree: dict[str, Any]) -> None:
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True, sort_keys=False)
    document = parse_yaml(text.encode(), FILE)
    assert document.issues == ()
    assert document.value == tree


@given(_TREES)
def test_every_value_has_a_place_in_the_file(tree: dict[str, Any]) -> None:
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True, sort_keys=False)
    places = parse_yaml(text.encode(), FILE).places
    lines = text.split("\n")
    for path, location in places.values.items():
        value: Any = tree
        for step in path:
            value = value[step]
        if isinstance(value, str):
            assert lines[location.line - 1][location.column - 1] in '"|>'


def test_yaml_is_imported_in_one_module() -> None:
    package = Path(kb.__file__).parent if kb.__file__ else Path("kb")
    importing = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(one.split(".")[0] == "yaml" for one in names):
                importing.add(path.relative_to(package).as_posix())
    assert importing == {"content/yamlfile.py"}
