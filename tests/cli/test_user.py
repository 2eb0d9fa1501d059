"""`kb user`, and what `kb serve --edit` asks for before it serves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.authoring.roles import EditorialRole
from kb.cli.root import cli
from kb.web.accounts.passwords import matches
from kb.web.accounts.users import UserBook
from tests.cli.conftest import Run, process_env
from tests.factories import write_base

PASSWORD = "vier Enten schwimmen laut"  # noqa: S105 - nobody's
ANOTHER = "ganz andere Worte hier"
ADD = ("user", "add", "maria", "--role", "author", "--signs-as", "Verein")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A knowledge base without accounts."""
    return write_base(tmp_path)


def send(root: Path, text: str, *args: str) -> Result:
    """What a script hears that sends something to stdin."""
    runner = CliRunner(env={"KB_LANG": "en"})
    return runner.invoke(cli, ["--root", str(root), *args], input=text, catch_exceptions=False)


def test_an_account_from_its_beginning_to_its_end(run: Run, root: Path) -> None:
    told = run("user", "list", root=root)
    assert (told.exit_code, told.stdout) == (0, "")
    assert "There are no accounts" in told.stderr
    told = send(root, f"{PASSWORD}\r\nmore\n", *ADD, "--password-stdin")
    assert (told.exit_code, told.stdout) == (0, "")
    book = UserBook(root)
    assert matches(PASSWORD, book.get("maria").hash)

    assert run("user", "role", "MARIA", "reviewer", root=root).exit_code == 0
    assert send(root, ANOTHER, "user", "password", "maria", "--password-stdin").exit_code == 0
    assert matches(ANOTHER, book.get("maria").hash)
    (one,) = json.loads(run("user", "list", "--json", root=root).stdout)["users"]
    assert one == {
        "name": "maria",
        "signs_as": "Verein",
        "role": "reviewer",
        "created": book.get("maria").created,
    }
    assert run("user", "list", root=root).stdout.splitlines()[1].split()[:2] == [
        "maria",
        "Reviewer",
    ]

    assert run("user", "remove", "maria", root=root).exit_code == 2
    assert run("user", "remove", "maria", "--yes", root=root).exit_code == 0
    assert book.users() == []
    done = [json.loads(one) for one in book.folder.audit.read_text("utf-8").splitlines()]
    assert [one["action"] for one in done] == [
        "account-added",
        "role-changed",
        "password-changed",
        "account-removed",
    ]


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "12 characters"), ("maria mag Musik", "name of the account"), ("", "12 characters")],
)
def test_a_simple_password_makes_no_account(root: Path, password: str, said: str) -> None:
    told = send(root, f"{password}\n", *ADD, "--password-stdin")
    assert told.exit_code == 2
    assert said in told.stderr
    assert UserBook(root).users() == []


def test_nobody_is_asked_without_a_terminal(run: Run, root: Path) -> None:
    told = run(*ADD, root=root)
    assert told.exit_code == 2
    assert "--password-stdin" in told.stderr


@pytest.mark.parametrize("command", ["remove", "password", "role"])
def test_an_unknown_account_is_told(run: Run, root: Path, command: str) -> None:
    more = ["author"] if command == "role" else []
    told = run("user", command, "olli", *more, root=root)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "no account “olli”" in told.stderr


def test_one_name_is_one_account(root: Path) -> None:
    UserBook(root).add("Maria", "Verein", EditorialRole.REVIEWER, "hash")
    told = send(root, f"{PASSWORD}\n", *ADD, "--password-stdin")
    assert told.exit_code == 2
    assert UserBook(root).get("maria").role is EditorialRole.REVIEWER


@pytest.mark.skipif(os.name != "posix", reason="a terminal is needed")
def test_a_password_is_asked_for_twice_and_not_shown(root: Path, kb_cache: Path) -> None:
    kb = [sys.executable, "-m", "kb.cli", "--lang", "en", "--root", str(root), *ADD]
    with subprocess.Popen(
        [sys.executable, "-c", f"import pty; pty.spawn({kb!r})"],
        env=process_env(kb_cache),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as terminal:
        assert terminal.stdin
        assert terminal.stdout
        shown = b""
        for typed in ("short", "short", PASSWORD, ANOTHER, PASSWORD, PASSWORD):
            until = len(shown)
            while b": " not in shown[until:].rpartition(b"\n")[2]:
                shown += os.read(terminal.stdout.fileno(), 1024)
            terminal.stdin.write(f"{typed}\n".encode())
            terminal.stdin.flush()
        shown += terminal.stdout.read()
    text = shown.decode()
    assert "12 characters" in text
    assert "the two answers differ" in text
    assert "can log in now" in text
    assert PASSWORD not in text
    assert matches(PASSWORD, UserBook(root).get("maria").hash)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--edit", "--host", "0.0.0.0"), 3, "kb user add"),  # noqa: S104 - nothing listens
        (("--edit", "--base-url", "https://kb.example.org"), 3, "kb user add"),
        (("--edit", "--allow-host", "kb.example.org"), 3, "kb user add"),
        (("--edit", "--trusted-proxy", "127.0.0.1"), 3, "kb user add"),
        (("--edit", "--processes", "2"), 2, "one process"),
        (("--sign-as", "Verein"), 2, "--edit"),
    ],
)
def test_what_would_let_anybody_in_is_not_served(
    run: Run, root: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    told = run("serve", *options, root=root)
    assert (told.exit_code, told.stdout) == (code, "")
    assert said in told.stderr
