"""`kb build`: what it says, and that it does nothing where there is nothing to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SHIPPED, Process, Run, process_env
from tests.factories import practice_data, write_base
from tests.web.sites import files_of, times_of

QUICK = ("--no-booklets", "--lang", "fi", "--processes", "1", "--date", "2026-11-22")


def test_it_tells_what_it_did(run: Run, tmp_path: Path) -> None:
    done = run("build", str(tmp_path / "out"), *QUICK)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert f"The site in {tmp_path / 'out'} has" in done.stderr
    assert "taken away: 0." in done.stderr
    assert "--base-url" in done.stderr
    assert (tmp_path / "out" / "fi" / "index.html").is_file()
    assert not (tmp_path / "out" / "sv").exists()


def test_with_an_address_nothing_is_missing(run: Run, tmp_path: Path) -> None:
    done = run("build", str(tmp_path), *QUICK, "--base-url", "https://x.example/kb/")
    assert "--base-url" not in done.stderr
    assert b"https://x.example/kb/fi/index.html" in (tmp_path / "sitemap.xml").read_bytes()


def test_quiet_says_nothing(run: Run, tmp_path: Path) -> None:
    done = run("build", str(tmp_path), *QUICK, "--quiet")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_unchanged_it_is_told_at_once(run: Run, tmp_path: Path) -> None:
    run("build", str(tmp_path), *QUICK)
    before = times_of(tmp_path)
    done = run("build", str(tmp_path), *QUICK)
    assert done.stderr == "The site is up to date.\n"
    assert times_of(tmp_path) == before


def test_unchanged_loads_nothing_heavy(base: Path, kb_cache: Path, tmp_path: Path) -> None:
    arguments = ["--root", str(base), "build", str(tmp_path / "out"), *QUICK]
    code = (
        "import sys; from kb.cli.root import cli\n"
        f"cli({arguments!r}, standalone_mode=False)\nprint(*sys.modules)"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=SHIPPED,
            env=process_env(kb_cache),
            check=True,
        )
    assert "up to date" in done.stderr
    loaded = {one.split(".")[0] for one in done.stdout.split()}
    assert loaded.isdisjoint({"pydantic", "yaml", "babel", "jinja2", "whoosh", "multiprocessing"})


@pytest.mark.parametrize("change", ["entry", "file", "lost file", "option", "day"])
def test_a_change_is_seen(run: Run, tmp_path: Path, change: str) -> None:
    root, out = write_base(tmp_path / "base", [practice_data()]), tmp_path / "out"
    run("build", str(out), *QUICK, root=root)
    options: tuple[str, ...] = ()
    if change == "entry":
        write_base(root, [practice_data(title="Ein anderer Titel")])
    elif change == "file":
        (out / "fi" / "about.html").write_text("changed", "utf-8")
    elif change == "lost file":
        (out / "fi" / "about.html").unlink()
    elif change == "option":
        options = ("--base-url", "https://x.example")
    elif change == "day":
        options = ("--date", "2026-11-23")
    done = run("build", str(out), *QUICK, *options, root=root)
    assert done.exit_code == 0
    assert "up to date" not in done.stderr
    assert "about" in (out / "fi" / "about.html").read_text("utf-8")


def test_source_date_epoch_is_the_day(run: Run, tmp_path: Path) -> None:
    options = ("--no-booklets", "--lang", "fi", "--processes", "1")
    one, two = tmp_path / "one", tmp_path / "two"
    assert run("build", str(one), *options, SOURCE_DATE_EPOCH="1000000000").exit_code == 0
    assert run("build", str(two), *options, "--date", "2001-09-09").exit_code == 0
    assert files_of(one) == files_of(two)


def test_other_files_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = run("build", str(tmp_path), *QUICK)
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert files_of(tmp_path) == {"mine.txt": b"mine"}
    assert run("build", str(tmp_path), *QUICK, "--force").exit_code == 0
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--lang", "xx"), "xx"),
        (("--lang", "?"), "?"),
        (("--date", "gestern"), "2026-11-22"),
        (("--base-url", "example.org"), "https://"),
        (("--base-url", "https://x.example/?a"), "https://"),
        (("--processes", "0"), "--processes"),
    ],
)
def test_wrong_options_are_told(
    run: Run, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    done = run("build", str(tmp_path / "out"), *options)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    done = run("build", str(tmp_path / "file"), *QUICK)
    assert done.exit_code == 2
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_faulty_entry_is_told(run: Run, tmp_path: Path, faulty_base: Path) -> None:
    done = run("build", str(tmp_path / "out"), *QUICK, root=faulty_base)
    assert done.exit_code == 0
    assert "left out" in done.stderr


def test_it_speaks_the_readers_language(process: Process, tmp_path: Path, base: Path) -> None:
    done = process("--root", str(base), "build", str(tmp_path / "out"), *QUICK, KB_LANG="de")
    assert done.returncode == 0
    assert (tmp_path / "out" / "fi" / "index.html").is_file()
