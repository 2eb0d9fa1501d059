"""`kb check`: findings with place and cure, exit codes, and annotations for workflows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kb.cli.annotations import github_annotation
from kb.errors import Issue, Location
from tests.cli.conftest import Run


@pytest.fixture
def here(faulty_base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The faulty base as working directory."""
    monkeypatch.chdir(faulty_base)
    return faulty_base


def test_sound_base_has_no_findings(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No findings.\n")


def test_findings_say_where_and_how_to_mend(run: Run, here: Path) -> None:
    result = run("check", root=here)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    found = [line for line in lines if not line.startswith(" ")]
    pattern = r"practices/at/[a-z-]+\.yaml:\d+:\d+: (error|warning) KB\d{3} \S.*"
    assert all(re.fullmatch(pattern, line) for line in found)
    assert found == sorted(found, key=lambda line: line.split(":")[0])
    assert any("Did you mean “mobility”?" in line for line in found)
    assert any(line.startswith("    To mend it: ") for line in lines)
    assert re.fullmatch(r"2 errors and 1 warning in 2 files\.\n", result.stderr)


def test_quiet_leaves_one_line_for_each_finding(run: Run, here: Path) -> None:
    result = run("check", "--quiet", root=here)
    assert (result.exit_code, result.stderr) == (1, "")
    assert len(result.stdout.splitlines()) == 3


def test_verbose_says_why(run: Run, here: Path) -> None:
    assert "    Why: " in run("check", "--verbose", root=here).stdout


def test_only_the_files_asked_for(run: Run, here: Path) -> None:
    result = run("check", "practices/at/at-kaputt.yaml", root=here)
    assert result.exit_code == 1
    assert result.stderr == "1 error in 1 file.\n"
    result = run("check", "practices/fi", root=here)
    assert (result.exit_code, result.stdout) == (0, "")


def test_warnings_alone_are_no_failure_unless_strict(run: Run, here: Path) -> None:
    (here / "practices" / "at" / "at-kaputt.yaml").unlink()
    entry = here / "practices" / "at" / "at-sprachcafe.yaml"
    entry.write_text(entry.read_text("utf-8").replace("mobilty", "mobility"), "utf-8")
    assert run("check", root=here).exit_code == 0
    strict = run("check", "--strict", root=here)
    assert (strict.exit_code, strict.stderr) == (1, "1 warning in 1 file.\n")


def test_findings_as_json(run: Run, here: Path) -> None:
    result = run("check", "--json", root=here)
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert (data["errors"], data["warnings"], data["files"]) == (2, 1, 2)
    topic = next(one for one in data["findings"] if one["params"].get("value") == "mobilty")
    assert topic["severity"] == "error"
    assert topic["path"] == "practices/at/at-sprachcafe.yaml"
    assert topic["line"] > 1
    assert topic["message"] == "Unknown topic “mobilty”. Did you mean “mobility”?"
    assert topic["cure"]
    assert run("check", "--format", "json", root=here).stdout == result.stdout


def test_annotations_for_workflows(run: Run, here: Path) -> None:
    result = run("check", "--format", "github", root=here)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    pattern = r"::(error|warning) file=practices/at/[a-z-]+\.yaml,line=\d+,col=\d+,title=KB\d+::.+"
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_annotations_escape_what_would_end_them() -> None:
    where = Location(Path("a,b:c%.yaml"), 2, 3)
    line = github_annotation(Issue("KB401", where, {"kind": "topic", "value": "100%\nnew,line:x"}))
    assert line.startswith("::error file=a%2Cb%3Ac%25.yaml,line=2,col=3,title=KB401::")
    assert "\n" not in line
    assert "100%25%0Anew,line:x" in line


@pytest.mark.parametrize("command", [("check", "nowhere"), ("check", "/")])
def test_paths_outside_are_wrong_usage(command: tuple[str, ...], run: Run, here: Path) -> None:
    result = run(*command, root=here)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr
