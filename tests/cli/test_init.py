"""`kb init`: a script says everything in options, a person is asked for the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, process_env

pty = pytest.importorskip("pty")

OPTIONS = ("--title", "Elavad külad", "--languages", "et,fr", "--countries", "EE,FR")


def test_new_base_is_checked_searched_updated_and_exported(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "külad"
    done = run("init", str(folder), *OPTIONS, "--title", "fr=Villages vivants", root=None)
    assert done.exit_code == 0
    written = [Path(line) for line in done.stdout.splitlines()]
    assert sorted(written) == sorted(one for one in folder.rglob("*") if one.is_file())
    assert "The program itself does not speak Estonian and French yet" in done.stderr
    checked = run("check", "--strict", root=folder)
    assert (checked.exit_code, checked.stdout) == (0, "")
    found = run("search", "jalgratta", "--lang", "et", "--status", "draft", root=folder)
    assert "ee-example" in found.stdout
    entry = folder / "practices" / "ee" / "ee-example.yaml"
    entry.write_text(entry.read_text("utf-8").replace("status: draft", "status: published"))
    assert run("translate", "update", root=folder).exit_code == 0
    page = run("export", "ee-example", "--lang", "fr", "--format", "html", root=folder)
    assert page.exit_code == 0
    assert '<html lang="fr"' in page.stdout
    assert "Villages vivants" in page.stdout
    assert "Lieux de rencontre" in page.stdout
    assert "Näidiskülas parandatakse asju koos" in page.stdout


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (OPTIONS[2:], "--title is missing"),
        (OPTIONS[:2] + OPTIONS[4:], "--languages is missing"),
        (OPTIONS[:4], "--countries is missing"),
        ((*OPTIONS[:4], "--countries", "Eesti"), "There is no country “Eesti”"),
        ((*OPTIONS[:4], "--countries", "XQ"), "There is no country “XQ”"),
        ((*OPTIONS[:2], "--languages", "e_", *OPTIONS[4:]), "“e_” is no language tag"),
        ((*OPTIONS[:2], "--languages", "et,xx", *OPTIONS[4:]), "“xx” is no language tag"),
        ((*OPTIONS, "--fallback", "de"), "--fallback has to be one of the languages: et, fr"),
        ((*OPTIONS, "--title", "Again"), "two titles in the language et"),
        (("--title", "  ", *OPTIONS[2:]), "The title is empty"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    arguments: tuple[str, ...], wanted: str, run: Run, tmp_path: Path
) -> None:
    result = run("init", str(tmp_path / "new"), *arguments, root=None)
    assert (result.exit_code, result.stdout) == (2, "")
    assert wanted in result.stderr
    assert not (tmp_path / "new").exists()


def test_what_the_search_cannot_do_is_said(run: Run, tmp_path: Path) -> None:
    options = ("--title", "水", "--languages", "zh-Hant,smn,sv", "--countries", "FI")
    done = run("init", str(tmp_path / "b"), *options, root=None)
    assert done.exit_code == 0
    assert "In Traditional Chinese the search does not find single words yet" in done.stderr
    assert "In Inari Sami the search finds a word only in the form" in done.stderr
    assert "README.md and the remarks in the files are in this language: Swedish." in done.stderr


def test_a_folder_with_files_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    result = run("init", str(tmp_path), *OPTIONS, root=None)
    assert result.exit_code == 2
    assert "is not empty" in result.stderr


def test_a_person_is_asked_until_the_answer_is_one(tmp_path: Path, kb_cache: Path) -> None:
    folder = tmp_path / "base"
    keyboard, terminal = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "kb.cli", "--lang", "en", "init", str(folder), "--quiet"],
        env=process_env(kb_cache),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    os.write(keyboard, b"pl\nPolen\nPL\nDobre praktyki\n")
    written, asked = run.communicate(timeout=60)
    os.close(terminal)
    os.close(keyboard)
    assert run.returncode == 0
    assert "practices/pl/pl-example.yaml" in written
    assert asked.count("Countries it is about") == 2
    assert "There is no country “Polen”. Write its two letters" in asked
    assert "pl: Dobre praktyki" in (folder / "practices" / "kb.yaml").read_text("utf-8")
