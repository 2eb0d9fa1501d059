"""Findings for the pages of merge and pull requests, from every command that has some."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli.annotations import annotate, code_quality
from kb.errors import Issue, Location
from tests.cli.conftest import Run


@pytest.fixture
def here(faulty_base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The faulty base as working directory."""
    monkeypatch.chdir(faulty_base)
    return faulty_base


def test_code_quality_report_has_what_gitlab_reads(run: Run, here: Path) -> None:
    result = run("check", "--format", "gitlab", root=here)
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert [one["severity"] for one in report].count("major") == 2
    for one in report:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert (here / one["location"]["path"]).is_file()
        assert one["location"]["lines"]["begin"] >= 1


def test_sound_base_gives_an_empty_report(run: Run) -> None:
    assert json.loads(run("check", "--format", "gitlab").stdout) == []


def test_fault_that_moved_is_the_same_and_two_faults_are_two() -> None:
    def issue(line: int, value: str = "x") -> Issue:
        return Issue("KB401", Location(Path("a.yaml"), line), {"value": value})

    def prints(*issues: Issue) -> list[object]:
        return [one["fingerprint"] for one in code_quality(issues)]

    assert prints(issue(2)) == prints(issue(9))
    assert len({*prints(issue(2), issue(3), issue(4, "y"))}) == 3


def test_a_fault_of_a_whole_file_is_shown_at_its_first_line() -> None:
    issue = Issue("KB754", Location.of_file(Path("form.docx")))
    assert code_quality([issue])[0]["location"] == {"path": "form.docx", "lines": {"begin": 1}}
    (mark,) = annotate([issue], "github")
    assert mark.startswith("::error file=form.docx,line=1,col=1,title=KB754::")


def test_faults_of_translations_are_marked_in_their_catalogs(run: Run, here: Path) -> None:
    (here / "practices/at/at-kaputt.yaml").unlink()
    assert run("translate", "update", root=here).exit_code == 0
    catalog = here / "locales/fi/LC_MESSAGES/practices/at-sprachcafe.po"
    text = catalog.read_text("utf-8").replace(
        'msgid "Vierzig Menschen kommen."\nmsgstr ""',
        'msgid "Vierzig Menschen kommen."\nmsgstr "Viisikymmentä ihmistä tulee."',
    )
    catalog.write_text(text, "utf-8")
    result = run("translate", "check", "--format", "github", root=here)
    assert result.exit_code == 1
    marks = [one for one in result.stdout.splitlines() if "at-sprachcafe.po" in one]
    assert marks
    assert all(one.startswith("::error file=locales/fi/LC_MESSAGES/practices/") for one in marks)
