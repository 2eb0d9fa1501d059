"""What the benchmark of the pages asks for, and how it is counted; nothing is timed here."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.servers import datasette_data, datasette_page, write_database
from benchmarks.web import draw_new
from benchmarks.wrk import Wrk

JUDGED = [("fi", "kylätalo talkoot"), ("fi", "koti"), ("sv", "språk café"), ("sv", "språk")]


def test_new_queries_are_all_different_and_always_the_same() -> None:
    drawn = draw_new(JUDGED, 1)
    assert len(drawn) == len(set(drawn)) == 3 * 2 + 2 * 1
    assert {lang for lang, _text in drawn} == {"fi", "sv"}
    assert all(len(text.split()) == 2 for _lang, text in drawn)
    assert drawn == draw_new(JUDGED, 1)


def test_the_other_server_finds_the_same_texts(tmp_path: Path) -> None:
    entries = [
        {"id": "a", "texts": {"de": "Äpfel", "en": "apples", "fi": "omenat", "sv": "äpplen"}},
        {"id": "b", "texts": {"de": "Birnen", "en": "pears", "fi": "päärynät", "sv": "päron"}},
    ]
    facets = {"country": ["AT"], "topic": ["garden", "village"], "year": []}
    texts = tmp_path / "texts.jsonl"
    texts.write_text(
        "".join(json.dumps({**one, "facets": facets}) + "\n" for one in entries), "utf-8"
    )
    for _ in range(2):  # it is written anew
        write_database(tmp_path / "kb.db", texts)
    with closing(sqlite3.connect(tmp_path / "kb.db")) as database:
        found = database.execute(
            "SELECT id, country, topics FROM practices WHERE rowid IN "
            "(SELECT rowid FROM practices_fts WHERE practices_fts MATCH 'apfel')"
        ).fetchall()
        sql = "SELECT sql FROM sqlite_master WHERE name = 'practices_fts'"
        made = database.execute(sql).fetchone()[0]
    assert found == [("a", "AT", '["garden", "village"]')]
    # Only with these quotation marks Datasette takes it for the index of the table.
    assert 'content="practices"' in made


def test_the_other_server_is_asked_for_counts_too() -> None:
    for path in (datasette_page("språk café"), datasette_data("språk café")):
        asked = parse_qs(urlsplit(path).query)
        assert asked["_search"] == ["språk café"]
        assert asked["_facet"] == ["country"]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked for, and its address."""
    paths: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404 if self.path == "/gone" else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", paths
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_are_asked_for_in_turn(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    if shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")
    url, paths = asked
    wrk = Wrk(tmp_path, "two", ["/there?q=%C3%A4", "/gone"])
    run = wrk.run(url, 1)
    assert run.requests > 0
    assert run.failed == 0
    assert 0 < run.refused <= run.requests
    assert run.p50_ms <= run.p99_ms
    assert set(paths) == {"/there?q=%C3%A4", "/gone"}
