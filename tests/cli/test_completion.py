"""Completion in the shell: commands, ids, topics, countries, languages; silence elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from kb.cli.commands import COMMANDS
from kb.cli.root import cli
from kb.translation.interface import gettext
from tests.cli.conftest import Process


@pytest.fixture
def complete(base: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Values a shell is offered in the small base."""
    monkeypatch.chdir(base)
    for name in ("KB_ROOT", "KB_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fi_FI.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)

    def complete(*args: str, incomplete: str = "") -> dict[str, str | None]:
        found = ShellComplete(cli, {}, "kb", "_KB_COMPLETE").get_completions(list(args), incomplete)
        return {one.value: one.help for one in found}

    return complete


def test_commands(complete) -> None:  # type: ignore[no-untyped-def]
    found = complete(incomplete="s")
    assert found == {
        name: gettext(COMMANDS[name].help)
        for name in ("search", "show", "stats", "status", "serve", "schema")
        if name in COMMANDS
    }
    assert found["show"] == "Lue käytäntö, vierailu, työryhmä, kumppani tai hanke."
    assert "docs" not in complete()
    assert "--root" in complete(incomplete="--r")


def test_ids(complete) -> None:  # type: ignore[no-untyped-def]
    assert list(complete("export")) == ["at-entwurf", "at-sprachcafe", "fi-kylatalo"]
    assert list(complete("show", incomplete="fi")) == ["fi-kylatalo"]


def test_ids_of_every_kind_can_be_shown(complete) -> None:  # type: ignore[no-untyped-def]
    assert list(complete("show")) == ["at-entwurf", "at-sprachcafe", "fi-kylatalo", "at-verein"]


def test_topics_come_with_their_names(complete) -> None:  # type: ignore[no-untyped-def]
    assert complete("search", "--topic", incomplete="ho") == {"housing": "Asuminen"}
    assert complete("list", "--target", incomplete="v") == {"volunteers": "Vapaaehtoiset"}


def test_countries_and_languages(complete) -> None:  # type: ignore[no-untyped-def]
    assert list(complete("search", "--country", incomplete="a")) == ["AT"]
    assert list(complete("search", "--lang")) == ["de", "fi", "sv", "en"]
    assert list(complete("--lang", incomplete="s")) == ["sv"]
    assert list(complete("list", "--sort")) == ["id", "title", "country", "start"]


def test_root_option_counts(complete, base: Path, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    assert complete("show") == {}
    assert len(complete("--root", str(base), "show")) == 4


def test_silence_where_there_is_no_base(complete, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    for args in (("show",), ("search", "--topic"), ("search", "--country"), ("list", "--lang")):
        assert complete(*args) == {}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_their_script(shell: str, process: Process) -> None:
    result = process(_KB_COMPLETE=f"{shell}_source")
    assert (result.returncode, result.stderr) == (0, "")
    assert "_KB_COMPLETE" in result.stdout
