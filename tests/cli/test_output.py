"""Wrapping, tables, bars, JSON, plain signs: right for wide signs and poor terminals."""

from __future__ import annotations

import io
import json
import sys

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cli import output
from kb.cli.output import Look
from kb.cli.plain import to_plain

WORDS = st.lists(st.text(st.characters(categories=("L", "M", "N", "P")), max_size=12))


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("Närpiö", 6), ("Na\u0308rpio\u0308", 6), ("日本", 4), ("a\u200db", 2), ("", 0)],
)
def test_width_counts_columns(text: str, width: int) -> None:
    assert output.width_of(text) == width


@given(WORDS, st.integers(20, 90))
def test_wrapped_lines_fit_and_lose_nothing(words: list[str], width: int) -> None:
    lines = output.wrap(" ".join(words), Look(width), "  ", "- ")
    assert " ".join(lines)[2:].split() == " ".join(words).split()
    for line in lines:
        assert line == line.rstrip()
        assert output.width_of(line) <= width or len(line.split()) <= 2


def test_pipe_has_one_line_for_each_paragraph() -> None:
    text = "word " * 80
    assert output.wrap(text, Look(), "    ") == ["    " + text.strip()]


def test_marks_are_shown_on_a_terminal_only() -> None:
    pieces = [("Im Sprach", False), ("café", True), (" reden", False)]
    assert output.wrap_pieces(pieces, Look()) == ["Im Sprachcafé reden"]
    (line,) = output.wrap_pieces(pieces, Look(80))
    assert click.unstyle(line) == "Im Sprachcafé reden"
    assert "\x1b[4mcafé\x1b[0m" in line


def test_marks_do_not_count_as_columns() -> None:
    pieces = [("aaaa", True), (" ", False), ("bbbb", True), (" cccc dddd eeee", False)]
    assert len(output.wrap_pieces(pieces, Look(25))) == 1


def test_table_is_aligned_by_columns_and_cut_on_a_terminal_only() -> None:
    rows = [("a", "日本" * 20), ("bbb", "x")]
    whole = output.table(("H", "T"), rows, Look(), 1)
    assert click.unstyle(whole[0]) == "H    T"
    assert whole[1] == "a    " + "日本" * 20
    cut = output.table(("H", "T"), rows, Look(50), 1)
    assert output.width_of(cut[1]) <= 50
    assert cut[1].endswith("…")


def test_rows_that_do_not_fit_become_cards() -> None:
    lines = output.table(("Id", "Title"), [("x" * 30, "A title that is quite long")], Look(40), 1)
    assert lines == ["A title that is quite long", "    " + "x" * 30]


@given(st.text(), st.integers(1, 30))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert output.width_of(output.shorten(text, width)) <= max(width, 1)


@pytest.mark.parametrize(
    ("encoding", "block"), [("utf-8", "█"), ("cp437", "█"), ("ascii", "#"), ("latin-1", "#")]
)
def test_bars_use_what_the_encoding_has(
    encoding: str, block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding))
    assert output.bar(0.5, 10) == block * 5
    assert output.bar(0.001, 10) == block
    assert output.bar(0, 10) == ""


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_json_loses_nothing_whatever_the_encoding(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding))
    data = {"title": "Närpiö … 日本"}
    output.write_json(data)
    sys.stdout.flush()
    assert json.loads(buffer.getvalue()) == data
    assert ("Närpiö".encode() in buffer.getvalue()) == (encoding == "utf-8")


def test_lone_surrogates_do_not_break_json(capsys: pytest.CaptureFixture[str]) -> None:
    output.write_json({"query": "\udce4"})
    assert json.loads(capsys.readouterr().out) == {"query": "\udce4"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Närpiö – „so“ …", 'Narpio - "so" ...'),
        ("Straße", "Strasse"),
        ("10\u202f€ · 5", "10 EUR - 5"),
        ("日", "?"),
        ("\udce4", "?"),
    ],
)
def test_plain_signs(text: str, plain: str) -> None:
    assert to_plain(text) == plain
    assert plain.isascii()


@given(st.text())
def test_plain_text_is_ascii(text: str) -> None:
    assert to_plain(text).isascii()


@given(st.text())
def test_clean_text_has_no_control_characters(text: str) -> None:
    assert not set(output.clean(text)) & {chr(code) for code in (0, 7, 8, 13, 27, 127, 155)}
