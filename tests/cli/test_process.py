"""`kb` as it is run: installed command, pipes that close, poor terminals, narrow ones."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.cli.conftest import SHIPPED, Process, heed_interrupts, process_env

pty = pytest.importorskip("pty")

COMMANDS = (
    ("search", "Sprachcafé"),
    ("show", "at-lungau-sprachcafe"),
    ("list",),
    ("topics",),
    ("stats",),
    ("check",),
)


def on_terminal(args: tuple[str, ...], cache: Path, columns: int, **env: str) -> tuple[int, str]:
    """Run `kb` with a terminal for all three streams; exit code and what stood on it."""
    code, size = 0, f"{columns}"
    parent, child = pty.openpty()
    environ = {**process_env(cache), "COLUMNS": size, "TERM": "xterm-256color", **env}
    run = subprocess.Popen(
        [sys.executable, "-m", "kb.cli", *args],
        cwd=SHIPPED,
        env=environ,
        stdin=child,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    pieces = []
    while True:
        try:
            piece = os.read(parent, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(parent)
    code = run.wait(60)
    return code, b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


def unstyled(text: str) -> str:
    """What a reader sees: without styles, and without what was written over."""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r\n", "\n")
    return "\n".join(line.rpartition("\r")[2] for line in shown.split("\n"))


def test_installed_command(kb_cache: Path) -> None:
    try:
        entries = distribution("kb-good-practice").entry_points
        (entry,) = entries.select(group="console_scripts", name="kb")
    except (PackageNotFoundError, ValueError):
        pytest.skip("the package is not installed")
    assert entry.value == "kb.cli:main"
    command = shutil.which("kb", path=str(Path(sys.executable).parent))
    assert command, "the command stands beside the interpreter"
    result = subprocess.run(
        [command, "search", "kielikahvila", "--lang", "fi", "--json"],
        cwd=SHIPPED,
        env=process_env(kb_cache),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["hits"][0]["id"] == "at-lungau-sprachcafe"


@pytest.mark.parametrize("args", COMMANDS)
def test_closed_pipe_ends_quietly(args: tuple[str, ...], kb_cache: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run(
        [sys.executable, "-m", "kb.cli", *args],
        cwd=SHIPPED,
        env=process_env(kb_cache),
        stdout=writer,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(writer)
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr
    if args != ("check",):  # nothing to say, nothing to break
        assert result.returncode == 141


@pytest.mark.parametrize("args", COMMANDS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_poor_encodings_get_plain_signs(
    args: tuple[str, ...], encoding: str, process: Process
) -> None:
    result = process(*args, PYTHONIOENCODING=encoding)
    assert (result.returncode, "Traceback" in result.stderr) == (0, False)
    result.stdout.encode("utf-8", "surrogateescape").decode(encoding)
    assert "…" not in result.stdout


def test_poor_encoding_loses_no_json(process: Process) -> None:
    poor = process("list", "--json", PYTHONIOENCODING="ascii")
    rich = process("list", "--json")
    assert poor.stdout.isascii()
    assert json.loads(poor.stdout) == json.loads(rich.stdout)


@pytest.mark.parametrize("args", COMMANDS)
@pytest.mark.parametrize("columns", [40, 80])
def test_lines_fit_the_terminal(args: tuple[str, ...], columns: int, kb_cache: Path) -> None:
    code, text = on_terminal(args, kb_cache, columns, KB_LANG="fi")
    assert code == 0
    assert "Traceback" not in text
    if args[0] != "topics":
        for line in unstyled(text).split("\n"):
            fits = len(line) <= columns or len(line.split()) <= 3
            assert fits, line


def test_terminal_shows_bold_marks_and_facets(kb_cache: Path) -> None:
    _, text = on_terminal(("search", "Sprachcafé", "--lang", "de"), kb_cache, 80)
    assert "\x1b[1m" in text
    assert "\x1b[4m" in text
    assert "Eingrenzen mit:" in text
    assert "█" in on_terminal(("stats",), kb_cache, 80)[1]


@pytest.mark.parametrize("value", ["1", "0", "anything"])
def test_no_color_is_honoured_whatever_its_value(value: str, kb_cache: Path) -> None:
    _, text = on_terminal(("search", "Sprachcafé"), kb_cache, 80, NO_COLOR=value)
    assert "\x1b" not in text
    assert "at-lungau-sprachcafe" in text


def test_no_color_option(kb_cache: Path) -> None:
    _, text = on_terminal(("--no-color", "search", "Sprachcafé"), kb_cache, 80, NO_COLOR="")
    assert "\x1b" not in text


def test_pipe_is_the_same_whatever_the_terminal(process: Process) -> None:
    wide = process("search", "Sprachcafé", COLUMNS="200")
    narrow = process("search", "Sprachcafé", COLUMNS="30", TERM="dumb")
    assert wide.stdout == narrow.stdout
    assert "\x1b" not in wide.stdout


@pytest.mark.parametrize("lang", ["de_AT.UTF-8", "fi_FI.UTF-8", "sv_SE.UTF-8", "en_GB.UTF-8", "C"])
def test_terminal_language_is_spoken(lang: str, process: Process) -> None:
    result = process("list", LC_ALL=lang)
    country = {"de": "Österreich", "fi": "Itävalta", "sv": "Österrike"}.get(lang[:2], "Austria")
    assert country in result.stdout


def test_undecodable_argument_is_a_word(process: Process) -> None:
    result = process("search", "caf\udce9", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["query"] == "caf\udce9"
    assert process("search", "caf\udce9").returncode == 0


def test_interrupt_ends_with_130(tmp_path: Path) -> None:
    """The first search builds dictionaries, long enough to interrupt it."""
    run = subprocess.Popen(
        [sys.executable, "-m", "kb.cli", "search", "x"],
        cwd=SHIPPED,
        env=process_env(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no threads
    )
    for _ in range(200):
        time.sleep(0.05)
        if (tmp_path / "dictionaries").exists():
            break
    run.send_signal(signal.SIGINT)
    stdout, stderr = run.communicate(timeout=60)
    assert (run.returncode, stdout, stderr) == (130, "", "")


INTERRUPTED_AT = {
    "the import of the commands": (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'kb.cli.root': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\n"
    ),
    "the choice of the language": (
        "import kb.cli.base as base\n"
        "def interrupted(*args): raise KeyboardInterrupt\n"
        "base.use_language = interrupted\n"
    ),
    "code made from text, which Python remembers": (
        "import kb.cli.base as base\n"
        "def interrupted(*args): exec('raise KeyboardInterrupt')\n"
        "base.KbFamily.invoke = interrupted\n"
    ),
}


@pytest.mark.parametrize("moment", INTERRUPTED_AT)
def test_interrupt_at_any_moment(moment: str, kb_cache: Path) -> None:
    code = INTERRUPTED_AT[moment] + "import sys; sys.argv = ['kb', 'list']\n"
    result = subprocess.run(
        [sys.executable, "-c", code + "from kb.cli import main; main()"],
        cwd=SHIPPED,
        env=process_env(kb_cache),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


def test_working_directory_that_is_gone(kb_cache: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); sys.argv = ['kb', 'list']\n"
    result = subprocess.run(
        [sys.executable, "-c", code + "from kb.cli import main; main()"],
        cwd=gone,
        env=process_env(kb_cache),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("Error: The working directory is gone.")
