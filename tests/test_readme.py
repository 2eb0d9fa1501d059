"""What the documents show is what the commands print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.commands import COMMANDS
from kb.cli.root import cli
from kb.content.findings import FINDINGS

REPOSITORY = Path(__file__).parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
SESSION = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, str, str]]:
    for page in PAGES:
        for session in SESSION.findall(page.read_text("utf-8")):
            command, _, output = session.partition("\n")
            yield page.name, command.removeprefix("$ "), output


@pytest.mark.parametrize(("page", "command", "output"), list(examples()))
def test_an_example_prints_what_the_page_says(
    page: str, command: str, output: str, kb_cache: Path
) -> None:
    program, *arguments = shlex.split(command)
    assert program == "kb"
    environment = {"KB_CACHE": str(kb_cache), "KB_ROOT": str(REPOSITORY), "LANG": "C.UTF-8"}
    result = CliRunner().invoke(cli, arguments, env=environment)
    assert result.exit_code == 0, page
    assert result.stdout == output


def test_there_are_examples() -> None:
    assert {page for page, _, _ in examples()} >= {"README.md", "search.md"}


def test_every_page_linked_from_the_readme_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGES[0].read_text("utf-8")):
        assert (REPOSITORY / target).is_file(), target


def test_every_command_and_every_code_is_documented() -> None:
    commands = (REPOSITORY / "docs/commands.md").read_text("utf-8")
    codes = (REPOSITORY / "docs/findings.md").read_text("utf-8")
    shown = set(COMMANDS) - {"docs"}  # for maintainers, and hidden
    assert {name for name in shown if f"## kb {name}" not in commands} == set()
    assert all(code in codes for code in FINDINGS)
