"""How fast a site of plain files is made: `kb build`, MkDocs and Pelican beside it.

The others get the same entries, as the Markdown that `kb export` writes of each in each language.
They make a page of each; `kb build` makes those and all other pages, and besides them data, feeds,
a search and booklets.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.process import ROOT, call
from benchmarks.report import Row, Table, median
from benchmarks.setup import Setup, say

LEAST_PAGES_PER_SECOND = 300.0
MOST_UNCHANGED_SECONDS = 1.0
RUNS = 3
LONGEST_S = 300.0
"""A build that takes longer hangs: it is told, and its row stays empty."""
TOOLS = ROOT / "build" / "sitetools"
"""A Python of its own for the others, so that nothing of them gets into ours."""
_PACKAGES = ("mkdocs>=1.6,<2", "pelican[markdown]>=4.10,<5")
_DAY = date(2026, 11, 22)
_MKDOCS = "site_name: Good practice\nuse_directory_urls: false\n"
_PELICAN = """
SITENAME = "Good practice"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
RELATIVE_URLS = True
ARTICLE_URL = ARTICLE_SAVE_AS = "{lang}/{slug}.html"
ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = "{lang}/{slug}.html"
"""


def measure(setup: Setup) -> Table:
    """The whole table."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-site-") as name:
        folder = Path(name)
        root = folder / "shipped"  # a copy: nobody edits it meanwhile
        for one in ("practices", "locales"):
            shutil.copytree(setup.shipped / one, root / one)
        ours = _Ours(root, setup.cache, setup.processes, folder)
        say("kb build, once, so that index and dictionaries are there")
        ours.build("first")
        pages = [ours.pages(f"pages-{number}") for number in _runs("the pages alone")]
        count = int(pages[0]["pages"])
        plain = median([ours.build(f"plain-{number}") for number in _runs("with data and search")])
        unchanged = median([ours.build("plain-0") for _ in _runs("unchanged")])
        edited = median(
            [ours.edit_and_build("plain-0", number) for number in _runs("one entry edited")]
        )
        whole, again = ours.build_whole("whole")
        others = _Others(root, setup.cache, folder)
        say("MkDocs")
        mkdocs = others.mkdocs()
        say("Pelican")
        pelican = others.pelican()
    seconds = median([one["seconds"] for one in pages])
    return Table(
        f"site, {count} pages of the shipped entries in four languages",
        ("kb", "MkDocs", "Pelican"),
        [
            Row(
                "pages alone, pages/s",
                [count / seconds, mkdocs.speed, pelican.speed],
                LEAST_PAGES_PER_SECOND,
                is_least=True,
            ),
            Row("the same, times as many as", [None, *_ratios(count / seconds, mkdocs, pelican)]),
            Row("with data and search, pages/s", [count / plain, None, None]),
            Row("with booklets, too, pages/s", [count / whole if whole else None, None, None]),
            Row("with data and search, s", [plain, mkdocs.seconds, pelican.seconds]),
            Row("with booklets, too, s", [whole, None, None]),
            Row("pages", [count, mkdocs.pages, pelican.pages]),
            Row(
                "unchanged, whole command, s",
                [unchanged, mkdocs.again, pelican.again],
                MOST_UNCHANGED_SECONDS,
            ),
            Row("unchanged, with booklets, s", [again, None, None], MOST_UNCHANGED_SECONDS),
            Row("one entry edited, s", [edited, None, None]),
        ],
        [
            f"Medians of {RUNS} runs on {setup.processes} processes; the one with booklets runs "
            "once. “Pages alone” counts from reading the entries to the last page. The figures of "
            "the others are whole commands with their standard settings; they, too, write feeds "
            "or an index of words.",
            *([] if whole else [f"kb build with booklets did not end within {LONGEST_S:.0f} s."]),
        ],
    )


def _runs(what: str) -> Iterator[int]:
    """Numbers of the runs; each is told when it begins."""
    for number in range(RUNS):
        say(f"kb build, {what}, {number + 1} of {RUNS}")
        yield number


class _Ours:
    """`kb build` over a copy of the shipped base."""

    def __init__(self, root: Path, cache: Path, processes: int, folder: Path) -> None:
        self._root, self._cache, self._processes = root, cache, processes
        self._folder = folder

    def build(self, name: str, *, has_booklets: bool = False) -> float:
        """Seconds of the whole command."""
        booklets = "--booklets" if has_booklets else "--no-booklets"
        arguments = [booklets, "--processes", str(self._processes), "--date", _DAY.isoformat()]
        command = [sys.executable, "-m", "kb.cli", "--root", str(self._root), "build", "--quiet"]
        environ = {**os.environ, "KB_CACHE": str(self._cache)}
        return _seconds([*command, *arguments, str(self._folder / name)], ROOT, environ)

    def build_whole(self, name: str) -> tuple[float | None, float | None]:
        """Seconds with booklets, and of the same once more; None for a build that hangs."""
        try:
            say("kb build, with booklets")
            whole = self.build(name, has_booklets=True)
            say("kb build, with booklets, unchanged")
            return whole, self.build(name, has_booklets=True)
        except subprocess.TimeoutExpired:
            say(f"kb build did not end within {LONGEST_S:.0f} s")
            return None, None

    def edit_and_build(self, name: str, number: int) -> float:
        """Seconds of a build after a summary was edited."""
        path = self._root / "practices" / "at" / "at-lungau-sprachcafe.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("title:", f"# {number}\ntitle:", 1), "utf-8")
        return self.build(name)

    def pages(self, name: str) -> dict[str, Any]:
        """Seconds of the pages alone."""
        site = self._folder / name
        where = {"root": str(self._root), "cache": str(self._cache), "site": str(site)}
        return call("site:pages", processes=self._processes, **where)


def pages(root: str, cache: str, site: str, processes: int) -> dict[str, Any]:
    """Seconds from reading the entries to the last page."""
    from kb.knowledgebase import KnowledgeBase
    from kb.parallel import share_out
    from kb.web.addresses import file_of
    from kb.web.site.folder import SiteFolder
    from kb.web.site.pages import PageWriter, iter_pages, open_edition, plan_shares

    folder = SiteFolder(Path(site))
    started = time.perf_counter()
    digest = KnowledgeBase(Path(root), Path(cache)).find_digest()
    edition = open_edition(Path(root), Path(cache), (), digest)
    addresses = list(iter_pages(edition))
    folder.prepare([file_of(one) for one in addresses])
    writer = PageWriter(Path(root), Path(cache), (), digest, _DAY, frozenset(), Path(site))
    for _done in share_out(plan_shares(addresses, edition.langs, processes), writer):
        pass
    return {"pages": len(addresses), "seconds": time.perf_counter() - started}


class _Built:
    """What another tool made.

    Attributes:
        pages: how many.
        seconds: of the first build.
        again: of one without any change.
    """

    def __init__(self, build: Callable[[], float], output: Path) -> None:
        self.seconds = build()
        self.pages = sum(1 for _ in output.rglob("*.html"))
        self.again = build()

    @property
    def speed(self) -> float:
        """Pages per second."""
        return self.pages / self.seconds


def _ratios(ours: float, *others: _Built) -> list[float]:
    return [ours / one.speed for one in others]


class _Others:
    """MkDocs and Pelican over the same entries."""

    def __init__(self, root: Path, cache: Path, folder: Path) -> None:
        self._mkdocs, self._pelican = folder / "mkdocs", folder / "pelican"
        where = {"root": str(root), "cache": str(cache)}
        docs, content = str(self._mkdocs / "docs"), str(self._pelican / "content")
        call("site:write_markdown", docs=docs, content=content, **where)
        (self._mkdocs / "mkdocs.yml").write_text(_MKDOCS, "utf-8")
        (self._pelican / "pelicanconf.py").write_text(_PELICAN, "utf-8")
        _ensure_tools()

    def mkdocs(self) -> _Built:
        """The site MkDocs makes."""
        command = [str(TOOLS / "bin" / "mkdocs"), "build", "--quiet"]
        return _Built(lambda: _seconds(command, self._mkdocs), self._mkdocs / "site")

    def pelican(self) -> _Built:
        """The site Pelican makes."""
        command = [str(TOOLS / "bin" / "pelican"), "--quiet"]
        return _Built(lambda: _seconds(command, self._pelican), self._pelican / "output")


def write_markdown(root: str, cache: str, docs: str, content: str) -> dict[str, Any]:
    """Every entry in every language as Markdown, for both."""
    from kb.export.exporting import Wish
    from kb.knowledgebase import KnowledgeBase

    base = KnowledgeBase(Path(root), Path(cache))
    Path(docs).mkdir(parents=True)
    Path(docs, "index.md").write_text("# Good practice\n", "utf-8")
    count = 0
    for lang in base.content.settings.languages:
        for folder in (Path(docs, lang), Path(content, lang)):
            folder.mkdir(parents=True)
        for practice in base.content.practices.values():
            data = base.export(Wish((practice,), (lang,), _DAY)).render("md").data
            Path(docs, lang, f"{practice.id}.md").write_bytes(data)
            head = f"Title: {practice.id}\nDate: {_DAY}\nSlug: {practice.id}\nLang: {lang}\n\n"
            Path(content, lang, f"{practice.id}.md").write_bytes(head.encode() + data)
            count += 1
    return {"count": count}


def _ensure_tools() -> None:
    if not (TOOLS / "bin" / "pelican").exists():
        venv.create(TOOLS, with_pip=True, clear=True)
        pip = [str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *_PACKAGES], check=True, stdout=sys.stderr)


def _seconds(command: list[str], folder: Path, environ: dict[str, str] | None = None) -> float:
    """Seconds of a whole command.

    Raises:
        subprocess.TimeoutExpired: it was ended, with its processes, because it took too long.
    """
    started = time.perf_counter()
    # In a session of its own, so that its processes can be ended with it.
    with subprocess.Popen(
        command, cwd=folder, env=environ, stdout=sys.stderr, start_new_session=True
    ) as process:
        try:
            code = process.wait(LONGEST_S)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if code:
        raise subprocess.CalledProcessError(code, command)
    return time.perf_counter() - started
