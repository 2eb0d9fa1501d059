"""The servers that are asked: `kb serve`, and Datasette over the same entries."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlencode

from benchmarks.process import ROOT
from benchmarks.texts import read_texts
from benchmarks.words import LANGS

TOOLS = ROOT / "build" / "datasette"
"""A Python of its own for Datasette, so that nothing of it gets into ours."""
_PACKAGE = "datasette>=0.65,<0.66"
_TABLE = "practices"
_BEGIN_S = 60.0
_END_S = 60.0


class Serving(NamedTuple):
    """A server that answers."""

    url: str
    """Without a slash at its end."""
    pid: int

    def memory_mib(self) -> list[float]:
        """What each of its processes that answer holds now."""
        pids = _children(self.pid) or [self.pid]
        return [_resident_kib(one) / 1024 for one in pids]


@contextmanager
def kb_serve(
    cache: Path, processes: int, log: Path, root: Path = ROOT, *, knows_its_address: bool = False
) -> Iterator[Serving]:
    """`kb serve` on any free port.

    Args:
        cache: folder for its index.
        processes: how many answer.
        log: takes its log lines.
        root: of the knowledge base; that of the shipped one if not given.
        knows_its_address: whether it is told what readers call it, as a public one is.
    """
    port = _free_port() if knows_its_address else 0
    arguments = ["serve", "--port", str(port), "--processes", str(processes)]
    if knows_its_address:
        arguments += ["--base-url", f"http://127.0.0.1:{port}"]
    command = [sys.executable, "-m", "kb.cli", "--root", str(root), "--lang", "en", *arguments]
    environ = {**os.environ, "KB_CACHE": str(cache)}
    with log.open("w") as file, _running(command, file, environ) as server:
        line = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+(?=/)", line)
        if found is None:
            raise SystemExit(f"kb serve did not begin; see {log}")
        yield Serving(found[0], server.pid)


@contextmanager
def datasette(texts: Path, folder: Path) -> Iterator[Serving]:
    """Datasette with a full-text index of the same texts.

    Args:
        texts: of the entries, see `benchmarks.texts`.
        folder: for its database and its log.
    """
    database = folder / "kb.db"
    write_database(database, texts)
    port = _free_port()
    command = [str(_datasette()), "-i", str(database), "--port", str(port)]
    settings = ("--setting", "truncate_cells_html", "300")
    log = folder / "datasette.log"
    # It writes a line for each request to stdout, which must go somewhere, as ours do.
    with log.open("w") as file, _running([*command, *settings], file, stdout=file) as one:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/-/versions.json")
        yield Serving(url, one.pid)


def datasette_page(query: str) -> str:
    """Its search as a page: ten entries, the beginning of a text, countries and topics counted."""
    return _datasette_path(query, "", ["country", "topics", "text_en"])


def datasette_data(query: str) -> str:
    """The same as JSON, without the text, which would be whole."""
    return _datasette_path(query, ".json", ["country", "topics"])


def _datasette_path(query: str, suffix: str, columns: Sequence[str]) -> str:
    asked = [("_search", query), ("_size", "10"), ("_facet", "country"), ("_facet_array", "topics")]
    asked += [("_col", one) for one in columns]
    return f"/kb/{_TABLE}{suffix}?{urlencode(asked)}"


def write_database(path: Path, texts: Path) -> None:
    """The entries as a table, texts of all languages in a full-text index."""
    path.unlink(missing_ok=True)
    columns = [f"text_{lang}" for lang in LANGS]
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            f"CREATE TABLE {_TABLE} (id TEXT PRIMARY KEY, country TEXT, topics TEXT, "
            f"{', '.join(columns)})"
        )
        for entry in read_texts(texts):
            facets = (next(iter(entry.facets["country"]), None), json.dumps(entry.facets["topic"]))
            row = (entry.id, *facets, *(entry.texts[lang] for lang in LANGS))
            database.execute(
                f"INSERT INTO {_TABLE} VALUES ({', '.join('?' * len(row))})",  # noqa: S608
                row,
            )
        database.execute(
            f"CREATE VIRTUAL TABLE {_TABLE}_fts USING fts5({', '.join(columns)}, "
            f"tokenize='unicode61 remove_diacritics 2', content=\"{_TABLE}\")"
        )
        database.execute(f"INSERT INTO {_TABLE}_fts ({_TABLE}_fts) VALUES ('rebuild')")  # noqa: S608
        database.commit()


def _datasette() -> Path:
    """The program, installed where it is missing."""
    program = TOOLS / "bin" / "datasette"
    if not program.exists():
        venv.create(TOOLS, with_pip=True, clear=True)
        pip = [str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, _PACKAGE], check=True, stdout=sys.stderr)
    return program


@contextmanager
def _running(
    command: list[str],
    log: IO[str],
    environ: dict[str, str] | None = None,
    stdout: IO[str] | int = subprocess.PIPE,
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=stdout, stderr=log, text=True, cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.stdout:
            process.stdout.close()


def _free_port() -> int:
    with closing(socket.socket()) as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


def _wait_for(url: str) -> None:
    until = time.monotonic() + _BEGIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of this machine
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _children(pid: int) -> list[int]:
    """Processes a process has started."""
    try:
        return [
            int(one)
            for path in Path(f"/proc/{pid}/task").glob("*/children")
            for one in path.read_text("ascii").split()
        ]
    except OSError:
        return []


def _resident_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
