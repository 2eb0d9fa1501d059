"""`kb schema` and `kb docs`: what is generated, and that the shipped pages are current."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli.commands import COMMANDS, TRANSLATE_COMMANDS, USER_COMMANDS
from kb.cli.docs import render_commands
from kb.content.schema import SCHEMA_KINDS, json_schema
from tests.cli.conftest import SHIPPED, Run


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_schema_is_json(kind: str, run: Run, tmp_path: Path) -> None:
    result = run("schema", kind, root=tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json_schema(kind)


def test_unknown_kind_names_the_nearest(run: Run) -> None:
    result = run("schema", "practce")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no kind “practce”. Did you mean “practice”?" in result.stderr
    assert "only settings, vocabulary" in run("schema", "zzzz").stderr


def test_docs_are_written_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    stale = run("docs", "--folder", str(folder))
    assert stale.exit_code == 1
    assert str(folder / "commands.md") in stale.stdout
    assert '"kb docs --write" writes them.' in stale.stderr
    assert not folder.exists()
    written = run("docs", "--write", "--folder", str(folder))
    assert written.exit_code == 0
    assert written.stderr.startswith(f"Written: {len(stale.stdout.splitlines())}.")
    assert {"commands.md", "fields.md", "findings.md"} <= {one.name for one in folder.iterdir()}
    current = run("docs", "--folder", str(folder), "--lang", "de")
    assert (current.exit_code, current.stdout, current.stderr) == (0, "", "")


def test_commands_page_has_every_shown_command() -> None:
    page = render_commands()
    for name, entry in COMMANDS.items():
        assert (f"## kb {name}\n" in page) is not entry.is_hidden
    for name in TRANSLATE_COMMANDS:
        assert f"## kb translate {name}\n" in page
    for name in USER_COMMANDS:
        assert f"## kb user {name}\n" in page
    assert not any(line != line.rstrip() for line in page.splitlines())


def test_commands_page_is_current() -> None:
    page = SHIPPED / "docs" / "commands.md"
    assert page.read_text("utf-8") == render_commands(), 'run "kb docs --write"'


def test_json_page_names_every_key(run: Run, faulty_base: Path) -> None:
    page = (SHIPPED / "docs" / "json.md").read_text("utf-8")
    commands = (
        ("search", "Sprachcafé"),
        ("show", "at-lungau-sprachcafe"),
        ("list",),
        ("topics",),
        ("stats",),
        ("check",),
        ("index",),
    )
    for command in commands:
        root = faulty_base if command == ("check",) else SHIPPED
        data = json.loads(run(*command, "--json", root=root).stdout)
        section = page.split(f"## kb {command[0]}\n")[1].split("\n## ")[0]
        for key in _keys(data, command[0]):
            assert f"`{key}`" in section, (command, key)


_FREE = ("labels", "alternative_labels", "params", "languages")
"""Objects whose keys are languages or names of values."""


def _keys(data: object, command: str) -> set[str]:
    """All keys but those of the record itself, which docs/fields.md tells."""
    if isinstance(data, list):
        return {key for one in data for key in _keys(one, command)}
    if not isinstance(data, dict):
        return set()
    if command == "show":
        return {"practice", "id", "level"}
    inside = {name: one for name, one in data.items() if name not in _FREE}
    return {*data, *(key for one in inside.values() for key in _keys(one, command))}
