"""What docs/new-base.md and docs/git.md show is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.root import cli
from kb.translation.interface import use_language

DOCS = Path(__file__).parents[2] / "docs"
SESSION = re.compile(r"^```terminal\n\$ kb (.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ENTRY = Path("practices/fr/fr-example.yaml")


def sessions(page: str) -> list[tuple[str, str]]:
    """(arguments, what is printed) of all examples."""
    return SESSION.findall((DOCS / page).read_text("utf-8"))


def kb(arguments: str, cache: Path) -> str:
    env = {"KB_CACHE": str(cache), "KB_LANG": "en", "KB_ROOT": None}
    try:
        return CliRunner(env=env).invoke(cli, shlex.split(arguments), prog_name="kb").output
    finally:
        use_language("en")


def test_pages_show_what_is_printed(
    tmp_path: Path, kb_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    examples = sessions("new-base.md")
    assert len(examples) > 3
    for arguments, output in examples:
        assert sorted(kb(arguments, kb_cache).splitlines()) == sorted(output.splitlines())
    monkeypatch.chdir("villages")
    ENTRY.write_text(ENTRY.read_text("utf-8").replace("meeting-places", "meeting-place"), "utf-8")
    examples = sessions("git.md")
    assert len(examples) > 2
    for arguments, output in examples:
        assert sorted(kb(arguments, kb_cache).splitlines()) == sorted(output.splitlines())
