"""`kb serve` as it is started, told where it is, and ended."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.cli import serve as command
from kb.web.server.settings import WebSettings
from tests.cli.conftest import SHIPPED, Run, process_env
from tests.factories import practice_data, write_base
from tests.web.served import PATIENCE_S, is_running, served, until

pytest.importorskip("flask")
pytest.importorskip("waitress")
on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up in /proc"
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_base(tmp_path / "base", [practice_data()])


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens at."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_address_is_printed_and_signals_end_it(
    number: signal.Signals, small: Path, kb_cache: Path, tmp_path: Path
) -> None:
    with served(small, kb_cache, tmp_path) as server:
        assert server.get("/en/practices/at-sprachcafe").status == 200
        assert server.end(number) == 0
        log = server.log.read_text("utf-8")
        assert "Traceback" not in log
        assert len(server.lines("end")) == 1
        assert server.process.stdout
        assert server.process.stdout.read() == ""


def test_the_installed_command_serves_the_shipped_base(kb_cache: Path, tmp_path: Path) -> None:
    with served(SHIPPED, kb_cache, tmp_path, KB_LANG="de") as server:
        assert server.get("/", **{"Accept-Language": "de"}).headers["Location"] == "/de/"
        assert "at-lungau-sprachcafe" in server.get("/fi/search?q=kielikahviloissa").text


def test_a_port_that_is_taken_is_passed_over(small: Path, kb_cache: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for one in folders:
        one.mkdir()
    arguments = [sys.executable, "-m", "kb.cli", "--root", str(small), "serve"]
    ports = []
    processes = []
    try:
        for _folder in folders:
            process = subprocess.Popen(
                arguments,
                env=process_env(kb_cache),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            processes.append(process)
            assert process.stdout
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            assert found
            ports.append(int(found[1]))
    finally:
        for process in processes:
            with process:
                process.terminate()
    assert len(set(ports)) == 2
    assert [one.returncode for one in processes] == [0, 0]


def test_a_port_that_was_asked_for_must_be_free(run: Run, taken: int) -> None:
    result = run("serve", "--port", str(taken))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"Error: Port {taken} is taken by another program.")


def test_an_address_that_is_not_ours_is_named(run: Run) -> None:
    result = run("serve", "--host", "192.0.2.1", "--port", "0")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "The server cannot listen at 192.0.2.1, port 0:" in result.stderr


def test_no_knowledge_base(run: Run, tmp_path: Path) -> None:
    result = run("serve", root=tmp_path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is no knowledge base" in result.stderr


def test_faults_in_kb_yaml_are_told_at_once(small: Path, kb_cache: Path) -> None:
    (small / "practices" / "kb.yaml").write_text("title: [\n", "utf-8")
    arguments = ["--root", str(small), "serve", "--port", "0", "--processes", "2"]
    result = subprocess.run(
        [sys.executable, "-m", "kb.cli", *arguments],
        env=process_env(kb_cache),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, "")
    assert "Error: practices/kb.yaml has faults" in result.stderr.splitlines()[-1]


def test_missing_packages_are_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_NEEDED", {"no_such_module_here": "waitress"})
    result = run("serve")
    assert (result.exit_code, result.stdout) == (3, "")
    assert 'waitress, which is not installed. Type: pip install "kb-good-practice[web]"' in (
        result.stderr
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--allow-host", "https://example.org"),
        ("--allow-host", "example.org:8000"),
        ("--allow-host", ""),
        ("--base-url", "example.org"),
        ("--base-url", "ftp://example.org"),
        ("--base-url", "https://example.org/?q=x"),
        ("--base-url", "https://"),
        ("--trusted-proxy", "proxy.example.org"),
        ("--trusted-proxy", "0.0.0.0/0"),
        ("--trusted-proxy", ""),
        ("--trusted-proxy", "127.0.0.1"),
        ("--sign-as", "Verein"),
        ("--port", "70000"),
        ("--processes", "0"),
        ("--threads", "0"),
        ("--log-format", "xml"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("serve", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert arguments[0] in result.stderr


def test_pages_below_a_path_of_the_readers_address(
    small: Path, kb_cache: Path, tmp_path: Path
) -> None:
    arguments = ("--base-url", "https://practice.example.org/kb/", "--allow-host", "other.example")
    with served(small, kb_cache, tmp_path, *arguments) as server:
        assert server.url.endswith("/kb/")
        for path in ("/kb/fi/", "/fi/"):  # whether or not a proxy takes the path away
            page = server.get(path, Host="practice.example.org")
            assert page.status == 200
            assert 'href="/kb/fi/practices"' in page.text
        assert server.get("/kb/robots.txt").text.endswith(
            "Sitemap: https://practice.example.org/kb/sitemap.xml\n"
        )
        assert server.get("/kb/", Host="other.example").headers["Location"].startswith("/kb/")
        assert server.get("/kb/fi/", Host="third.example").status == 400
        assert server.get("/kb/fi/", **{"X-Forwarded-Host": "third.example"}).status == 200


def test_log_lines_for_programs(small: Path, kb_cache: Path, tmp_path: Path) -> None:
    with served(small, kb_cache, tmp_path, "--log-format", "json") as server:
        numbers = [server.get("/fi/search?q=geheim").headers["X-Request-Id"] for _ in range(2)]
        assert server.end() == 0
        lines = [json.loads(one) for one in server.log.read_text("utf-8").splitlines()]
    assert [one["id"] for one in lines if one["event"] == "request"] == numbers
    assert {"edition loaded", "end"} <= {one["event"] for one in lines}
    assert "geheim" not in json.dumps(lines)


def test_without_reload_files_are_not_looked_at(
    small: Path, kb_cache: Path, tmp_path: Path
) -> None:
    with served(small, kb_cache, tmp_path, "--no-reload") as server:
        before = server.get("/health").json["edition"]
        (small / "practices" / "at" / "at-sprachcafe.yaml").unlink()
        assert server.get("/de/practices/at-sprachcafe").status == 200
        assert server.get("/health").json["edition"] == before


def test_quiet_says_nothing(small: Path, kb_cache: Path, taken: int, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "log").open("w") as log:
        arguments = ["--root", str(small), "serve", "--quiet", "--port", str(port)]
        process = subprocess.Popen(
            [sys.executable, "-m", "kb.cli", *arguments],
            env=process_env(kb_cache),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    with process:

        def answers() -> bool:
            try:
                socket.create_connection(("127.0.0.1", port), PATIENCE_S).close()
            except OSError:
                return False
            return "edition loaded" in (tmp_path / "log").read_text("utf-8")

        until(answers, "it answers")
        process.terminate()
        assert process.stdout
        assert process.stdout.read() == ""
    assert process.returncode in (0, -signal.SIGTERM)


@on_linux
def test_closing_the_terminal_ends_it(small: Path, kb_cache: Path) -> None:
    pty = pytest.importorskip("pty")
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - another program from here on
        arguments = [sys.executable, "-m", "kb.cli", "--root", str(small), "serve", "--port", "0"]
        os.execve(sys.executable, arguments, process_env(kb_cache))  # noqa: S606 - our own
    seen = b""
    while b"Ctrl-C" not in seen:
        seen += os.read(terminal, 4096)
    below = {
        int(one)
        for path in Path(f"/proc/{child}/task").glob("*/children")
        for one in path.read_text("ascii").split()
    }
    assert len(below) == 1
    os.close(terminal)
    pid, status = os.waitpid(child, 0)
    assert (pid, os.waitstatus_to_exitcode(status)) == (child, 0)
    assert not any(map(is_running, below))


@on_linux
def test_the_supervisor_stays_small() -> None:
    rooms = ", ".join(f"kb.web.server.{name}" for name in ("supervising", "listening", "logs"))
    code = f"import kb.cli.serve, {rooms}, sys"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)"],
        cwd=SHIPPED,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"flask", "waitress", "whoosh", "pydantic", "babel", "jinja2"})


def test_settings_reach_a_child_as_they_are() -> None:
    settings = WebSettings(
        root=Path("/base"),
        cache=Path("/cache"),
        host="::",
        port=1,
        processes=3,
        allowed_hosts=("a", "b"),
        base_url="https://example.org/kb",
        log_format="json",
        reloads=False,
        trusted_proxies=("127.0.0.1", "10.88.0.0/16"),
        key="secret",
    )
    assert WebSettings.from_json(json.loads(json.dumps(settings.as_json()))) == settings
    assert "secret" not in repr(settings)
    assert settings.address == "http://[::1]:1/kb/"
    assert WebSettings(host="0.0.0.0", port=2).address == "http://127.0.0.1:2/"  # noqa: S104
