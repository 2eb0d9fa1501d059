"""How well the search among plain files finds what people mean, in a real browser.

The judged queries are typed into the search page of a built site, in Chromium. Beside it stand the
search of a server, and Pagefind as it comes, fed with the same texts and nothing else.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from benchmarks.process import ROOT, call
from benchmarks.report import Row, Table
from benchmarks.setup import Setup, say
from kb.search.judged import DEPTH, JudgedQuery, load_judged, ndcg

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAST_NDCG = 0.84
_JUDGED = ROOT / "tests" / "quality"
_DAY = date(2026, 11, 22)
_PATIENCE_MS = 60_000
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLAIN = """
async ([path, text]) => {
  const pagefind = await import(path);
  const { results } = await pagefind.search(text);
  const found = await Promise.all(results.slice(0, 10).map((one) => one.data()));
  return found.map((one) => one.raw_url ?? one.url);
}
"""


def measure(setup: Setup) -> Table:
    """The whole table."""
    queries = [*load_judged(_JUDGED).queries, *load_judged(_JUDGED, is_holdout=True).queries]
    where = {"root": str(setup.shipped), "cache": str(setup.cache)}
    with tempfile.TemporaryDirectory(prefix="kb-bench-sitesearch-") as name:
        folder = Path(name)
        say("a site")
        call("sitesearch:build", site=str(folder), **where)
        say(f"{len(queries)} queries")
        asked = [[one.text, one.lang] for one in queries]
        live = [tuple(one) for one in call("sitesearch:ask_live", queries=asked, **where)["found"]]
        with _hosted(folder) as home, _browser() as page:
            typed = [_typed(page, home, one) for one in queries]
            plain = [_plain(page, home, one) for one in queries]
    columns: list[Sequence[Sequence[str]]] = [typed, live, plain]
    groups = [("lang", one) for one in sorted({one.lang for one in queries})]
    groups += [("kind", one) for one in sorted({one.kind for one in queries})]
    rows = [
        _row(value, [getattr(one, name) == value for one in queries], queries, columns)
        for name, value in groups
    ]
    every = _row("all", [True] * len(queries), queries, columns)
    total = Row(every.name, every.values, LEAST_NDCG, is_least=True)
    return Table(
        f"search among plain files, {len(queries)} judged queries in Chromium",
        ("site", "kb serve", "Pagefind"),
        [total, *rows],
        ["“Pagefind” is fed with the texts alone and asked as its users do."],
    )


def _row(
    name: str,
    chosen: Sequence[bool],
    queries: Sequence[JudgedQuery],
    columns: Sequence[Sequence[Sequence[str]]],
) -> Row:
    values: list[float | None] = []
    for found in columns:
        asked = zip(queries, found, chosen, strict=True)
        scores = [ndcg(ids, one.grades) for one, ids, is_chosen in asked if is_chosen]
        values.append(sum(scores) / len(scores))
    return Row(f"nDCG@10, {name}", values)


# In processes of their own


def build(root: str, cache: str, site: str) -> dict[str, Any]:
    """A site, and below "plain/" an index of the texts alone for each language."""
    from kb.knowledgebase import KnowledgeBase
    from kb.web.site.building import SiteOrder, build_site
    from kb.web.site.pagefind import Entry, make_index
    from kb.web.site.pages import SiteEdition, SiteReader

    order = SiteOrder(Path(root), Path(cache), _DAY, has_booklets=False, processes=2)
    build_site(order, Path(site))
    reader = SiteReader(SiteEdition(KnowledgeBase(Path(root), Path(cache))), _DAY)
    for lang in reader.edition.langs:
        entries = [
            Entry(one.id, "".join(_texts(reader, lang, one)))
            for one in reader.edition.shelf.practices
        ]
        for name, data in make_index(entries).files.items():
            path = Path(site, "plain", lang, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return {}


def _texts(reader: Any, lang: str, practice: Any) -> Iterator[str]:
    from html import escape

    texts = reader.edition.voices(lang).of(practice)
    yield f'<html lang="{lang}"><body><h1>{escape(texts.titles[0].value)}</h1>'
    for field, text in texts.texts[0]:
        if field != "title":
            yield f"<p>{escape(text.value)}</p>"
    yield "</body></html>"


def ask_live(root: str, cache: str, queries: Sequence[Sequence[str]]) -> dict[str, Any]:
    """What a server finds."""
    from kb.knowledgebase import KnowledgeBase

    base = KnowledgeBase(Path(root), Path(cache))
    found = [
        [hit.id for hit in base.search(text, lang, limit=DEPTH).hits] for text, lang in queries
    ]
    return {"found": found}


# In the browser


def _typed(page: Page, home: str, query: JudgedQuery) -> list[str]:
    """What somebody is shown who types a query."""
    if not page.url.startswith(f"{home}{query.lang}/search.html"):
        page.goto(f"{home}{query.lang}/search.html")
    page.fill("#q", "")
    page.locator("#all").wait_for(state="visible")
    page.fill("#q", query.text)
    page.locator("#all").wait_for(state="hidden")
    found = page.query_selector_all("#results > .cards [data-practice]")[:DEPTH]
    return [one.get_attribute("data-practice") or "" for one in found]


def _plain(page: Page, home: str, query: JudgedQuery) -> list[str]:
    """What Pagefind gives by itself."""
    if not page.url.startswith(f"{home}{query.lang}/about.html"):
        page.goto(f"{home}{query.lang}/about.html")
    path = f"{home}plain/{query.lang}/pagefind.js"
    found: list[str] = page.evaluate(_PLAIN, [path, query.text])
    return [one.strip("/") for one in found]


@contextmanager
def _browser() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        path = next(filter(None, map(shutil.which, _NAMES)), None)
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("pageerror", lambda error: print(error, file=sys.stderr))
        try:
            yield page
        finally:
            browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def _hosted(folder: Path) -> Iterator[str]:
    """Where a web server shows a folder, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
