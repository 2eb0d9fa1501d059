"""`kb index`: what it says it did, and progress on a terminal only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli.progress import ProgressLine
from kb.cli.settings import Settings, open_base
from tests.cli.conftest import PRACTICES, Run
from tests.factories import practice_data, write_base, write_practice


@pytest.fixture
def own_base(tmp_path: Path) -> Path:
    """A base nobody has indexed."""
    return write_base(tmp_path, PRACTICES)


def test_index_tells_what_it_did(run: Run, own_base: Path) -> None:
    result = run("index", root=own_base)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Made the index anew: 3 entries.\n"
    assert run("index", root=own_base).stderr == "The index is up to date: 3 entries.\n"
    write_practice(own_base, practice_data(id="at-neu", title="Neu"))
    (own_base / "practices" / "fi" / "fi-kylatalo.yaml").unlink()
    told = run("index", root=own_base).stderr
    assert told == "Indexed 1 entry. Dropped 1 entry. Unchanged: 2.\n"
    assert run("index", "--rebuild", root=own_base).stderr == "Made the index anew: 3 entries.\n"


def test_index_as_json(run: Run, own_base: Path) -> None:
    result = run("index", "--json", root=own_base)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "index": {"rebuilt": True, "indexed": 3, "removed": 0, "unchanged": 0, "faulty": []}
    }


def test_index_names_faulty_files(run: Run, faulty_base: Path) -> None:
    result = run("index", "--verbose", root=faulty_base)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 entry has faults and is left out" in result.stderr
    assert "  practices/at/at-kaputt.yaml\n" in result.stderr


def test_quiet_index_says_nothing(run: Run, own_base: Path) -> None:
    result = run("index", "--quiet", root=own_base)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_cache_that_cannot_be_written(run: Run, own_base: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("index", root=own_base, KB_CACHE=str(tmp_path / "file"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "KB_CACHE" in result.stderr
    assert result.stderr.count("\n") == 1


def test_progress_overwrites_itself(capsys: pytest.CaptureFixture[str]) -> None:
    progress = ProgressLine("en")
    progress("entries", 50, 400)
    progress("fi", 0, 1)
    progress("entries", 1, 2)
    progress.clear()
    captured = capsys.readouterr()
    assert captured.out == ""
    parts = captured.err.split("\r")
    assert parts[1] == "Reading entries for the search: 50 of 400 …"
    assert parts[2].rstrip() == "Preparing the Finnish dictionary, once …"
    assert len(parts[3]) >= len("Preparing the Finnish dictionary, once …")
    assert parts[4].strip() == ""


def test_progress_that_never_began_clears_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    ProgressLine("en").clear()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("is_terminal", "quiet"), [(False, False), (True, True), (True, False)])
def test_progress_only_on_a_terminal(
    is_terminal: bool, quiet: bool, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal, raising=False)
    with open_base(Settings("en", base), "en", quiet=quiet) as opened:
        assert (opened._progress is not None) == (is_terminal and not quiet)
