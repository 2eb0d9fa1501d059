"""`kb review`: advice for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from kb.authoring.advising.advice import KINDS
from tests.cli.conftest import SHIPPED, Run


def test_one_entry_is_told_with_lines_cures_and_suggestions(run: Run) -> None:
    result = run("review", "fi-kylatalo")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "fi-kylatalo.yaml" in result.stdout
    assert ": Nothing says what came of it." in result.stdout
    assert "    To mend it: Tell what has changed" in result.stdout
    assert "“Context” is very short. Characters: 36. (a guess)" in result.stdout
    assert "To mend it" not in run("review", "fi-kylatalo", "--quiet").stdout


def test_without_an_id_all_are_listed_worst_first(run: Run) -> None:
    result = run("review")
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head.split()[:3] == ["Id", "Urgency", "Advice"]
    assert {row.split()[0] for row in rows} == {"at-sprachcafe", "at-entwurf", "fi-kylatalo"}
    weights = [int(row.split()[1]) for row in rows]
    assert weights == sorted(weights, reverse=True)
    assert '"kb review ID" tells more of one entry.' in result.stderr


def test_faulty_entries_are_counted_and_refused(run: Run, faulty_base: Path) -> None:
    assert "1 entry has faults" in run("review", root=faulty_base).stderr
    refused = run("review", "at-kaputt", root=faulty_base)
    assert (refused.exit_code, refused.stdout) == (3, "")


def test_an_unknown_id_names_the_nearest(run: Run) -> None:
    result = run("review", "fi-kylatlo")
    assert result.exit_code == 2
    assert "fi-kylatalo" in result.stderr


def test_json_is_as_the_page_says(run: Run) -> None:
    page = (SHIPPED / "docs" / "json.md").read_text("utf-8")
    section = page.partition("\n## kb review\n")[2].partition("\n## ")[0]
    data = json.loads(run("review", "fi-kylatalo", "at-entwurf", "--json").stdout)
    assert [one["id"] for one in data["reviews"]] == ["fi-kylatalo", "at-entwurf"]
    first = data["reviews"][0]
    rows = [first, *first["advice"], *first["readability"], *first["suggestions"]["topics"]]
    for key in {"reviews", *first["suggestions"], *(key for row in rows for key in row)}:
        assert f"`{key}`" in section, key
    assert all(one["kind"] in KINDS and one["message"] for one in first["advice"])
    weights = [one["weight"] for one in first["advice"]]
    assert weights == sorted(weights, reverse=True)
    assert first["weight"] == sum(weights)
    table = json.loads(run("review", "--json").stdout)["reviews"]
    assert len(table) == 3
    assert "suggestions" not in table[0]
