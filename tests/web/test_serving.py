"""Real servers: several processes, edits while they run, restarts that lose nothing, the end."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.web.server import serving
from kb.web.server.front import Environ, Request, StartResponse
from kb.web.server.listening import bind
from kb.web.server.serving import Server
from tests.factories import practice_data, write_base, write_practice
from tests.web.conftest import ROOT
from tests.web.served import PATIENCE_S, Served, is_running, served, until

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked up in /proc"
)
NAME = b"Host: localhost\r\n"
ENTRY = "/de/practices/at-sprachcafe"
MANY = 12
"""So many answers in a row come from both processes, if not for certain."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_base(tmp_path / "base", [practice_data(), practice_data(id="at-zweites")])


@pytest.fixture
def two(root: Path, kb_cache: Path, tmp_path: Path) -> Iterator[Served]:
    """Two processes over a small knowledge base."""
    with served(root, kb_cache, tmp_path, "--processes", "2") as server:
        yield server


def all_say(server: Served, path: str, text: str) -> bool:
    return all(text in server.get(path).text for _ in range(MANY))


def test_both_processes_see_an_edit_and_search_it(two: Served, root: Path) -> None:
    assert len(two.children()) == 2
    for number in range(3):
        word = f"Zauberwort{'abc'[number]}"
        write_practice(root, practice_data(title=f"Titel {word}"))
        until(lambda word=word: all_say(two, ENTRY, word), "pages show the edit")
        until(
            lambda word=word: all_say(two, f"/api/v1/search?lang=de&q={word}", "at-sprachcafe"),
            "the search finds the edit",
        )
    assert two.get(ENTRY).status == 200
    entry = root / "practices" / "at" / "at-sprachcafe.yaml"
    entry.write_text("title: a: b\n", "utf-8")
    until(lambda: all(two.get(ENTRY).status == 404 for _ in range(MANY)), "a faulty entry is gone")
    assert two.get("/de/practices/at-zweites").status == 200
    assert any("at-sprachcafe.yaml" in one for one in two.lines("entry left out"))


def test_faults_in_kb_yaml_take_nothing_away(two: Served, root: Path) -> None:
    settings = root / "practices" / "kb.yaml"
    good = settings.read_text("utf-8")
    settings.write_text("title: [\n", "utf-8")
    until(lambda: all_say(two, "/health", '"fresh": false'), "both have noticed")
    assert all(two.get(ENTRY).status == 200 for _ in range(MANY))
    # A restart is refused, and what answers goes on answering.
    before = two.children()
    two.tell(signal.SIGHUP)
    until(lambda: bool(two.lines("restart failed")), "the restart fails")
    until(lambda: two.children() == before, "only the old ones are left")
    assert all(two.get(ENTRY).status == 200 for _ in range(MANY))
    settings.write_text(good, "utf-8")
    until(lambda: all_say(two, "/health", '"fresh": true'), "both have noticed")


def test_a_process_that_dies_is_replaced(two: Served) -> None:
    before = two.children()
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(two.children() - before) == 1 and len(two.children()) == 2, "a new one")
    assert two.get(ENTRY).status == 200
    assert "code=-9" in two.lines("process died")[0]


def test_a_restart_under_load_loses_no_answer(two: Served) -> None:
    wrong: list[object] = []
    count = [0] * 6
    ended = threading.Event()

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection(two.host, two.port, timeout=PATIENCE_S)
        while not ended.is_set():
            path = f"{ENTRY}?x={count[number]}" if number % 2 else "/fi/search?q=talo"
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                data = answer.read()
                if answer.status != 200 or b"</html>" not in data:
                    wrong.append((answer.status, data[:100]))
            except (OSError, http.client.HTTPException) as error:
                wrong.append(error)
                connection.close()
            count[number] += 1
            ended.wait(number / 10)
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(count))]
    for one in threads:
        one.start()
    try:
        for number in range(1, 3):
            before = two.children()
            two.tell(signal.SIGHUP)
            until(lambda number=number: len(two.lines("restart done")) == number, "restarted")
            until(lambda before=before: not before & two.children(), "the old ones have ended")
            asked = list(count)
            until(
                lambda asked=asked: all(map(int.__lt__, asked, count)), "all go on being answered"
            )
    finally:
        ended.set()
        for one in threads:
            one.join()
    assert wrong == []
    assert len(two.children()) == 2


def test_the_end_waits_for_an_answer_under_way(kb_cache: Path, tmp_path: Path) -> None:
    with served(ROOT, kb_cache, tmp_path) as server:
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(PATIENCE_S)
        connection.connect((server.host, server.port))
        with connection:
            connection.sendall(b"GET /sitemap.xml HTTP/1.1\r\nHost: localhost\r\n\r\n")
            received = connection.recv(1000)
            server.tell(signal.SIGTERM)
            until(lambda: not can_connect(server), "no more connections are accepted")
            while piece := connection.recv(65536):
                received += piece
        head, _gap, body = received.partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert body.endswith(b"</urlset>\n")
        assert server.process.wait(PATIENCE_S) == 0
        assert not server.lines("answers cut off")


def can_connect(server: Served) -> bool:
    try:
        socket.create_connection((server.host, server.port), PATIENCE_S).close()
    except OSError:
        return False
    return True


def test_children_do_not_outlive_their_supervisor(two: Served) -> None:
    children = two.children()
    two.tell(signal.SIGKILL)
    until(lambda: not any(map(is_running, children)), "the children end by themselves")


def test_what_is_no_request_gets_a_page_with_a_number(two: Served) -> None:
    requests = {
        b"400": b"GET /fi/ HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
        b"431": b"GET /fi/ HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"501": b"GET /fi/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n",
        b"413": b"POST /fi/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n",
        b"400 ": b"nonsense\r\n\r\n",
        b"400  ": b"GET /fi/ HTTP/1.0\r\n\r\n",
    }
    for status, request in requests.items():
        head, _gap, body = two.send(request).partition(b"\r\n\r\n")
        assert head.split()[1] == status.strip(), request
        assert b"X-Request-Id" in head
        assert b"Content-Security-Policy" in head
        assert b"</html>" in body
        assert b"waitress" not in head.lower() + body.lower()
    assert two.get("/fi/").status == 200


def test_a_connection_is_used_again_and_requests_may_come_at_once(two: Served) -> None:
    request = b"GET /fi/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /sv/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for _ in range(2):  # made, and kept
        answers = two.send(request * 5 + last)
        assert answers.count(b"HTTP/1.1 200 OK") == answers.count(b"</html>") == 6
        assert answers.index(b'lang="sv"', answers.rindex(b"<html")) > 0


def test_a_large_answer_is_whole_for_a_slow_reader(kb_cache: Path, tmp_path: Path) -> None:
    with served(ROOT, kb_cache, tmp_path) as server:
        path = "/api/v1/practices?limit=100"
        whole = server.get(path).body
        assert len(whole) > 1 << 20
        assert server.get(path).body == whole
        assert server.get(path, "HEAD").body == b""


# One process, in this one


class BusyFront:
    """Answers "/quick" at once, and everything else when it is allowed to."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Semaphore(0), threading.Event()

    def is_quick(self, request: Request) -> bool:
        return request.path == "/quick"

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        path = environ["PATH_INFO"].encode()
        if path != b"/quick":
            self.begun.release()
            self.may_end.wait(PATIENCE_S)
        start_response("200 OK", [("Content-Length", str(len(path)))])
        return [path]


@pytest.fixture
def busy() -> Iterator[tuple[BusyFront, Server, int]]:
    """A server with one thread, and the port it listens at."""
    front, listener = BusyFront(), bind("127.0.0.1", 0)
    server = Server(front, listener, threads=1)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield front, server, listener.getsockname()[1]
    front.may_end.set()
    server.end()
    thread.join(PATIENCE_S)
    listener.close()
    assert not thread.is_alive()


def connect(port: int, data: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
    connection.sendall(data)
    return connection


def receive(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def receive_until(connection: socket.socket, end: bytes) -> None:
    received = b""
    while not received.endswith(end):
        piece = connection.recv(65536)
        assert piece, received
        received += piece


def ask(port: int, path: bytes, *more: bytes) -> socket.socket:
    fields = b"".join(one + b"\r\n" for one in (*more, b"Connection: close"))
    return connect(port, b"GET " + path + b" HTTP/1.1\r\n" + NAME + fields + b"\r\n")


def test_kept_pages_go_out_while_all_threads_are_at_work(
    busy: tuple[BusyFront, Server, int],
) -> None:
    front, _server, port = busy
    with ask(port, b"/slow") as slow:
        assert front.begun.acquire(timeout=PATIENCE_S)
        for _ in range(3):
            with ask(port, b"/quick") as quick:
                assert receive(quick).endswith(b"\r\n\r\n/quick")
        # One after the other on the same connection, in the order they were asked for.
        request = b"GET /quick HTTP/1.1\r\n" + NAME + b"\r\n"
        with connect(port, request) as twice:
            receive_until(twice, b"/quick")
            twice.sendall(request)
            receive_until(twice, b"/quick")
        front.may_end.set()
        assert receive(slow).endswith(b"/slow")


def test_the_end_waits_for_what_is_made_and_says_that_connections_end(
    busy: tuple[BusyFront, Server, int],
) -> None:
    front, server, port = busy
    idle = connect(port, b"")
    request = b"GET /slow HTTP/1.1\r\n" + NAME + b"\r\n"
    with connect(port, request) as slow, idle:
        assert front.begun.acquire(timeout=PATIENCE_S)
        server.end()
        # What is on its way when the end comes is still answered.
        idle.sendall(b"GET /quick HTTP/1.1\r\n" + NAME + b"\r\n")
        answer = receive(idle)
        assert b"Connection: close" in answer
        assert answer.endswith(b"/quick")
        front.may_end.set()
        answer = receive(slow)
        assert b"Connection: close" in answer
        assert answer.endswith(b"/slow")


def test_a_request_that_dawdles_loses_its_place(
    busy: tuple[BusyFront, Server, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SLOWEST_REQUEST_S", 0.5)
    _front, _server, port = busy
    with connect(port, b"GET /quick HTTP/1.1\r\nHost:") as dawdling:
        assert receive(dawdling) == b""
    with ask(port, b"/quick") as quick:
        assert receive(quick).endswith(b"/quick")
