"""Built sites, and what tests look for in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from kb.web.site.building import SiteOrder, SiteReport, build_site

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)
_LINKS = {"href", "src", "action", "data-href", "poster"}


def build(root: Path, cache: Path, target: Path, **options: Any) -> SiteReport:
    """Build a site, without booklets unless asked for."""
    force = options.pop("force", False)
    wanted: dict[str, Any] = {"today": DAY, "has_booklets": False, **options}
    return build_site(SiteOrder(root, cache, **wanted), target, force=force)


def files_of(folder: Path) -> dict[str, bytes]:
    """Name → content of all files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def times_of(folder: Path) -> dict[str, int]:
    """Name → time of change of all files of a folder."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


class Links(HTMLParser):
    """Reads the links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _LINKS and value is not None:
                self.links.append(value)
            if name == "id" and value:
                self.anchors.add(value)
        known = dict(attrs)
        if tag == "meta" and known.get("http-equiv") == "refresh":
            self.links.append((known["content"] or "").partition("url=")[2])


def find_dangling(folder: Path) -> Iterator[str]:
    """Links of a site that lead to no file or anchor of it."""
    pages = {path: Links(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            where = f"{path.relative_to(folder)}: {link}"
            if parts.path.startswith("/"):
                yield f"{where} is not relative"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_relative_to(folder.resolve()) or not target.is_file():
                yield f"{where} leads nowhere"
            elif parts.fragment and target.suffix == ".html":
                known = pages.get(target) or pages[folder / target.relative_to(folder.resolve())]
                if unquote(parts.fragment) not in known.anchors:
                    yield f"{where} has no such place"


def shipped_site(cache: Path, factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped base, without booklets, built once for all tests."""
    target = factory.getbasetemp() / "shipped-site"
    if not target.exists():
        build(ROOT, cache, target, processes=2)
    return target


@contextmanager
def hosted(folder: Path, path: str) -> Iterator[str]:
    """Where a web server shows a folder, below a path; the address has a slash at its end."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def translate_path(self, asked: str) -> str:
            inside = asked.removeprefix(path)
            return super().translate_path(f"/{inside}" if inside != asked else "/nowhere")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
