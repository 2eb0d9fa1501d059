"""The command `kb` itself: help, languages, near misses, exit codes, and what it loads."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from kb.cli.base import KbCommand
from kb.cli.commands import COMMANDS
from kb.cli.root import cli
from kb.version import __version__
from tests.cli.conftest import Process, Run, process_env

PRESENT = [name for name, one in COMMANDS.items() if find_spec(one.target.partition(":")[0])]
SHOWN = [name for name in PRESENT if not COMMANDS[name].is_hidden]
HEAVY = ("pydantic", "yaml", "babel", "platformdirs", "rich", "rapidfuzz", "simplemma", "difflib")


def load(name: str) -> KbCommand:
    module, _, function = COMMANDS[name].target.partition(":")
    command = getattr(import_module(module), function)
    assert isinstance(command, KbCommand)
    return command


@pytest.mark.parametrize("name", PRESENT)
def test_command_is_called_and_introduced_as_in_the_table(name: str) -> None:
    command = load(name)
    assert command.name == name
    assert command.help == COMMANDS[name].help
    assert command.hidden == COMMANDS[name].is_hidden


@pytest.mark.parametrize("name", PRESENT)
def test_help_shows_examples_first_and_all_exit_codes(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert " ".join(lines[: lines.index("")]) == COMMANDS[name].help
    assert result.stdout.index("Examples:") < result.stdout.index("Usage: kb " + name)
    codes = [line[2] for line in lines[lines.index("Exit codes:") + 1 :] if line[2:3].isdigit()]
    assert codes == ["0", "1", "2", "3"]


@pytest.mark.parametrize("name", SHOWN)
def test_every_option_is_explained(name: str) -> None:
    for param in load(name).params:
        if isinstance(param, click.Option):
            assert param.help, param.name


_WITHOUT_DATA = (
    *("build", "export", "fmt", "form", "init", "quality", "rename", "schema", "serve"),
    *("translate", "user", "visit"),
)
"""Commands that write files, or print what is no data of the knowledge base."""


@pytest.mark.parametrize("name", [one for one in SHOWN if one not in _WITHOUT_DATA])
def test_data_commands_share_their_options(name: str) -> None:
    options = {opt for param in load(name).params for opt in param.opts}
    assert {"--json", "--lang"} <= options


def test_help_lists_shown_commands(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, entry in COMMANDS.items():
        text = " ".join(result.stdout.split())
        assert (entry.help in text) is not entry.is_hidden, name


def test_nothing_typed_shows_help_and_is_wrong_usage(run: Run) -> None:
    result = run(root=None)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Commands:" in result.stderr


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"kb {__version__}\n", "")


def test_unknown_command_names_the_nearest(run: Run) -> None:
    result = run("serch")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: No such command 'serch'. Did you mean 'search'?" in result.stderr


def test_unknown_command_like_none_leads_to_help(run: Run) -> None:
    result = run("zzzzzz")
    assert result.exit_code == 2
    assert "No such command 'zzzzzz'. \"kb --help\" lists all." in result.stderr


def test_hidden_command_is_not_offered(run: Run) -> None:
    assert "Did you mean" not in run("docx").stderr


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("search", "--contry", "AT"), "No such option '--contry'. Did you mean '--country'?"),
        (("--rot", "x"), "No such option '--rot'. Did you mean '--root'?"),
        (("list", "--zzz"), "No such option '--zzz'."),
        (("show",), "'ID' is missing."),
        (("list", "--sort"), "Option --sort needs a value."),
        (("search", "x", "--limit", "0"), "Invalid value for '--limit': 0 is too small"),
        (
            ("list", "--lang", "Deutsch!"),
            "“Deutsch!” is no language tag. Write it like de or de-AT.",
        ),
        (("show", "a", "b"), "This is one word too many: b"),
    ],
)
def test_wrong_usage_is_told_in_one_line(args: tuple[str, ...], line: str, run: Run) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {line}" in result.stderr or f": {line}" in result.stderr
    assert "Traceback" not in result.stderr


def test_outside_of_a_base_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for command in (("search", "x"), ("show", "x"), ("list",), ("check",), ("index",), ("stats",)):
        result = run(*command, root=tmp_path)
        assert (result.exit_code, result.stdout) == (3, ""), command
        assert result.stderr.startswith("Error: There is no knowledge base in ")
        assert result.stderr.count("\n") == 1
        assert "--root" in result.stderr


def test_base_is_found_upward(process: Process) -> None:
    result = process("list", "--json", cwd=Path(__file__).parent)
    assert (result.returncode, result.stderr) == (0, "")


def test_root_that_is_no_folder_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    result = run("list", root=tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "--root" in result.stderr


def test_root_from_the_environment(run: Run, base: Path) -> None:
    result = run("list", root=None, KB_ROOT=str(base))
    assert result.exit_code == 0
    assert "at-sprachcafe" in result.stdout


def test_unreadable_folder_is_one_line(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_root: Path) -> None:
        raise PermissionError(13, "Permission denied", "/x/practices")

    monkeypatch.setattr("kb.content.store.load_content", refuse)
    result = run("list")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "Error: /x/practices cannot be used: Permission denied.\n"


def test_bug_keeps_its_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_root: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kb.content.store.load_content", fail)
    with pytest.raises(ZeroDivisionError):
        run("list")


def test_interrupt_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_root: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kb.content.store.load_content", interrupt)
    result = run("list")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def loaded_by(args: list[str], cache: Path) -> set[str]:
    code = (
        "import sys\nfrom kb.cli.root import cli\n"
        f"cli.main({args!r}, prog_name='kb', standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env=process_env(cache),
        cwd=Path(__file__).parents[2],
        check=True,
    )
    return set(result.stderr.split())


def test_help_loads_no_command(kb_cache: Path) -> None:
    loaded_by(["--help"], kb_cache)  # compiles the interface's catalog, once
    loaded = loaded_by(["--help"], kb_cache)
    assert not loaded & {one.target.partition(":")[0] for one in COMMANDS.values()}
    assert not loaded & {*HEAVY, "whoosh", "kb.knowledgebase", "json"}


def test_search_loads_nothing_heavy(kb_cache: Path, process: Process) -> None:
    process("search", "Sprachcafé", "--lang", "de")
    loaded = loaded_by(["search", "Sprachcafé", "--lang", "de", "--quiet"], kb_cache)
    assert "whoosh" in loaded
    assert not loaded & set(HEAVY)


def test_group_knows_all_commands() -> None:
    ctx = click.Context(cli)
    assert cli.list_commands(ctx) == list(COMMANDS)
    assert cli.get_command(ctx, "nothing") is None
