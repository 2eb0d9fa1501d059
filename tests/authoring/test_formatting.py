"""Files in house style: the same record, the same comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kb.authoring.files.editing import FaultyFileError
from kb.authoring.files.formatting import format_entry, format_files
from kb.authoring.files.scalars import BlockText, block_reads_back, is_plain
from kb.authoring.files.yamltext import render_entry
from kb.content.root import record_paths
from kb.content.store import MODELS
from kb.content.yamlfile import Tree, parse_yaml
from kb.errors import UsageError
from tests.authoring.trees import handwritten, practices
from tests.factories import practice_data, write_base

SHIPPED = Path(__file__).parents[2]
SUMMARY = (
    "Eine Zusammenfassung, die in einer einzigen Zeile steht und um einiges länger ist, "
    "als man lesen mag."
)
ODD = """\
# yaml-language-server: $schema=../../docs/schema/practice.json

# Kopf
title: 'Ein Café'   # Arbeitstitel
language: "de-AT"
goals:   # neben Ziele
# über a
- a
-   'b'   # neben b


  # unter b
obstacles:
    # über Winter
    -   remedy: Bus
        # über Text
        text: Winter # neben Text
summary: {summary}
topics: [one, # erstes
  two]
links: []
resources: |   # neben Mitteln
    Ein Text.

    Noch einer.

# Ende
""".replace("{summary}", SUMMARY)
TIDY = """\
# yaml-language-server: $schema=../../docs/schema/practice.json

language: "de-AT"
# Kopf
title: "Ein Café"  # Arbeitstitel
summary: >-
  Eine Zusammenfassung, die in einer einzigen Zeile steht und um einiges länger ist, als
  man lesen mag.
goals:  # neben Ziele
  # über a
  - a
  - "b"  # neben b

  # unter b
obstacles:
  # über Winter
  # über Text
  - text: Winter  # neben Text
    remedy: Bus
resources: |  # neben Mitteln
  Ein Text.

  Noch einer.
topics: [one, two]  # erstes

# Ende
"""


def test_odd_habits_become_the_house_style() -> None:
    told = format_entry(ODD.encode()).decode()
    assert told == TIDY
    assert format_entry(TIDY.encode()).decode() == TIDY


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_file_keeps_record_and_comments_and_is_formatted_once(data: st.DataObject) -> None:
    tree = data.draw(practices())
    written = data.draw(handwritten(tree))
    document = parse_yaml(written, Path("-"))
    assume(document.value == tree and not document.issues)
    told = format_entry(written)
    assert parse_yaml(told, Path("-")).value == tree
    for mark in ("# head", "# remark", "# beside"):
        assert told.count(mark.encode()) == written.count(mark.encode())
    assert format_entry(told) == told


@settings(max_examples=40)
@given(practices())
def test_what_is_rendered_is_in_house_style(tree: dict[str, Tree]) -> None:
    text = render_entry(tree).encode()
    assert format_entry(text) == text


def test_the_shipped_records_say_the_same_afterwards() -> None:
    for kind in MODELS:
        for path in record_paths(SHIPPED, kind):
            data = path.read_bytes()
            told = format_entry(data, MODELS[kind], path=path)
            assert parse_yaml(told, path).value == parse_yaml(data, path).value
            before, after = (set(map(str.strip, one.decode().splitlines())) for one in (data, told))
            assert len(before & after) >= 0.95 * len(before), path


def test_a_file_with_faults_is_refused_with_its_findings(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data()])
    faulty = tmp_path / "practices" / "at" / "at-kaputt.yaml"
    faulty.write_text("title: a\ntitle: b\n", "utf-8")
    with pytest.raises(FaultyFileError):
        format_entry(faulty.read_bytes())
    (found,) = [one for one in format_files(tmp_path) if one.issues]
    assert (found.path, found.issues[0].code, found.is_changed) == (faulty, "KB111", False)


def test_files_and_folders_are_chosen_by_name(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data(), practice_data(id="fi-kylatalo")])
    base = tmp_path / "practices"
    chosen = [one.path.stem for one in format_files(tmp_path, [base / "at", base / "kb.yaml"])]
    assert chosen == ["at-sprachcafe", "kb"]
    stranger = tmp_path / "notes.yaml"
    stranger.write_text("a: b\n", "utf-8")
    with pytest.raises(UsageError, match="no record"):
        format_files(tmp_path, [stranger])


LINES = st.lists(st.text("ab :#-|>'\"\\.!\N{NO-BREAK SPACE}\t\N{ZERO WIDTH SPACE}ä", max_size=5))


@given(lines=LINES, more=st.text("ab \n", max_size=4))
def test_folded_lines_say_what_they_are_read_as(lines: list[str], more: str) -> None:
    written = BlockText(">-", lines)
    below = "".join(f"  {one}\n" if one else "\n" for one in lines)
    document = parse_yaml(f"k: >-\n{below}l: x\n".encode(), Path("-"))
    tree = document.value
    read = tree.get("k") if isinstance(tree, dict) and not document.issues else None
    for text in (read, " ".join(lines), more):
        if isinstance(text, str):
            is_so = tree == {"k": text, "l": "x"} and not document.issues
            assert block_reads_back(written, text) == is_so


@given(text=st.from_regex(r"\w[\w -]{0,6}", fullmatch=True), in_flow=st.booleans())
def test_plain_words_are_read_back(text: str, in_flow: bool) -> None:
    assume(is_plain(text, in_flow=in_flow))
    data = f"k: [{text}]\n" if in_flow else f"k: {text}\n"
    assert parse_yaml(data.encode(), Path("-")).value == {"k": [text] if in_flow else text}


def test_nothing_is_no_plain_word() -> None:
    assert not any(is_plain(one, in_flow=False) for one in ("null", "Null", "NULL", "no", "~", ""))
