"""`kb fmt`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import PRACTICES, Run
from tests.factories import write_base
from tests.web.hardship import forbidden


def test_files_are_brought_to_the_house_style_once(run: Run, tmp_path: Path) -> None:
    write_base(tmp_path, PRACTICES)
    path = tmp_path / "practices" / "at" / "at-sprachcafe.yaml"
    before = path.read_bytes()
    checked = run("fmt", "--check", str(path), root=tmp_path)
    assert (checked.exit_code, path.read_bytes()) == (1, before)
    assert checked.stdout.strip().endswith("at-sprachcafe.yaml")
    shown = run("fmt", "--diff", str(path), root=tmp_path)
    assert (shown.exit_code, path.read_bytes()) == (0, before)
    assert '+title: "Sprachcafé am Dorfplatz"' in shown.stdout
    done = run("fmt", root=tmp_path)
    assert done.exit_code == 0
    assert "files changed." in done.stderr
    again = run("fmt", "--check", root=tmp_path)
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "All files are in house style.\n"


def test_many_files_are_shared_out_among_processes(
    run: Run, faulty_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = run("fmt", "--diff", root=faulty_base)
    monkeypatch.setattr("kb.authoring.files.formatting.ENOUGH_FOR_PROCESSES", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    shared = run("fmt", "--diff", root=faulty_base)
    assert "at-kaputt.yaml:1:" in shared.stdout
    assert (shared.exit_code, shared.stdout, shared.stderr) == (
        alone.exit_code,
        alone.stdout,
        alone.stderr,
    )


def test_a_file_with_faults_is_left_alone_and_told(run: Run, faulty_base: Path) -> None:
    path = faulty_base / "practices" / "at" / "at-kaputt.yaml"
    done = run("fmt", root=faulty_base)
    assert done.exit_code == 1
    assert "at-kaputt.yaml:1:" in done.stdout
    assert "1 file has faults and was left alone." in done.stderr
    assert path.read_text("utf-8") == "title: a: b\n"


@pytest.mark.parametrize("by_name", [False, True])
def test_a_file_that_cannot_be_read_keeps_no_other_from_its_style(
    run: Run, tmp_path: Path, by_name: bool
) -> None:
    write_base(tmp_path, PRACTICES)
    closed, other = sorted((tmp_path / "practices").glob("*/*-*.yaml"))[:2]
    with forbidden(closed, 0):
        done = run("fmt", *([str(closed), str(other)] if by_name else []), root=tmp_path)
    assert done.exit_code == 1
    assert other.name in done.stdout.splitlines()[0]
    assert f"{closed.name}:1:1: error KB101" in done.stdout
    assert "1 file has faults and was left alone." in done.stderr


def test_a_file_that_cannot_be_written_keeps_no_other_from_its_style(
    run: Run, tmp_path: Path
) -> None:
    write_base(tmp_path, PRACTICES)
    folder = tmp_path / "practices" / "at"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with forbidden(folder):
        done = run("fmt", root=tmp_path)
    assert done.exit_code == 3
    told = done.stderr.splitlines()
    for path in before:
        assert f"Error: {path} cannot be used: Permission denied." in told
    assert any(line.endswith(("file changed.", "files changed.")) for line in told)
    assert "/at/" not in done.stdout.replace(os.sep, "/")
    assert done.stdout
    assert before == {path: path.read_bytes() for path in folder.iterdir()}
    again = run("fmt", str(folder), "--check", root=tmp_path)
    assert len(again.stdout.splitlines()) == len(before)


def test_a_stranger_is_refused(run: Run, tmp_path: Path) -> None:
    stranger = tmp_path / "notes.yaml"
    stranger.write_text("a: b\n", "utf-8")
    done = run("fmt", str(stranger))
    assert done.exit_code == 2
    assert "is no record" in done.stderr
