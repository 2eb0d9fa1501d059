"""`kb serve` in processes of its own, for tests: started on a free port, asked, ended."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli.conftest import process_env

PATIENCE_S = 120
"""A loaded machine may take long; nothing is measured by it."""


class Told(NamedTuple):
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Served:
    """A running server.

    Attributes:
        process: the supervisor.
        log: file with its log lines.
        url: as it was printed, with a slash at its end.
    """

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self.log = process, log
        assert process.stdout
        self.line = process.stdout.readline()
        found = re.search(r"http://([^/\s]+):(\d+)/\S*", self.line)
        assert found, self.line + log.read_text("utf-8")
        self.url, self.host, self.port = found[0], found[1].strip("[]"), int(found[2])

    def read_way_in(self) -> str:
        """The address that lets in whoever started it, printed once behind its own."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+key=\S+", line)
        assert found, line
        return found[0]

    def get(self, path: str, method: str = "GET", **headers: str) -> Told:
        """Ask on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, headers={"Connection": "close", **headers})
            answer = connection.getresponse()
            return Told(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def send(self, data: bytes) -> bytes:
        """What comes back when these bytes are sent."""
        with socket.create_connection((self.host, self.port), PATIENCE_S) as connection:
            connection.sendall(data)
            pieces = iter(lambda: connection.recv(65536), b"")
            return b"".join(pieces)

    def children(self) -> set[int]:
        """The processes that answer."""
        paths = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(one) for path in paths for one in path.read_text("ascii").split()}

    def lines(self, event: str) -> list[str]:
        """Lines of the log about an event."""
        return [one for one in self.log.read_text("utf-8").splitlines() if f" {event}" in one]

    def tell(self, number: signal.Signals) -> None:
        """Tell the supervisor something."""
        self.process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it; its exit code."""
        if self.process.poll() is None:
            self.tell(number)
        return self.process.wait(PATIENCE_S)


@contextmanager
def served(
    root: Path, cache: Path, folder: Path, *arguments: str, **variables: str
) -> Iterator[Served]:
    """A server over a knowledge base, ended in any case.

    Args:
        root: of the knowledge base.
        cache: folder for caches.
        folder: takes its log.
        arguments: of `kb serve`, besides the port.
        variables: of its environment.
    """
    log = folder / "kb.log"
    port = () if "--port" in arguments else ("--port", "0")
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "kb.cli", "--root", str(root), "serve", *port, *arguments],
            cwd=folder,
            env={**process_env(cache), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
    with process:
        try:
            yield Served(process, log)
        finally:
            process.kill() if process.poll() is not None else process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait until something is so, however long a loaded machine takes."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def is_running(pid: int) -> bool:
    """Whether there is a process of this number that is no zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    return state != "Z"
