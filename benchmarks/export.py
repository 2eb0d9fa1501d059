"""How long a coordinator waits for a booklet: all shipped entries, and the pack of a visit.

WeasyPrint prints the exported HTML in the same run: what one would use for PDF otherwise.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.process import ROOT, call, peak_memory_mib
from benchmarks.report import Row, Table, median
from benchmarks.setup import Setup, say
from kb import KnowledgeBase

MOST_PDF_SECONDS = 3.0
MOST_WARM_SECONDS = 1.0
MOST_WORD_SECONDS = 3.0
MOST_PACK_SECONDS = 5.0
RUNS = 5
WARM_RUNS = 7
LANG = "fi"
VISIT = "halland-2017"
_DAY = date(2026, 11, 22)


def measure(setup: Setup) -> Table:
    """The whole table."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-export-") as name:
        folder = Path(name)
        html = folder / "all.html"
        _kb(setup.cache, "export", "--all", "--lang", LANG, "-o", str(html))
        cold = {}
        for form in ("pdf", "docx", "html", "md", "xlsx", "json"):
            say(f"{form}, in processes of their own")
            arguments = ("export", "--all", "--lang", LANG, "--force", "-o")
            target = str(folder / f"all.{form}")
            cold[form] = median([_kb(setup.cache, *arguments, target) for _ in range(RUNS)])
        say("the same process again")
        warm = call("export:warm", cache=str(setup.cache))
        say("a visit's pack")
        pack = ("visit", VISIT, "--lang", "fi", "--lang", "sv", "--force", "-o")
        packs = [_kb(setup.cache, *pack, str(folder / "pack")) for _ in range(RUNS)]
        say("WeasyPrint")
        other = call("export:weasyprint", path=str(html))
    entries = int(warm["entries"])
    return Table(
        f"export, {entries} shipped practices in one language",
        ("kb", "WeasyPrint"),
        [
            Row("PDF, whole command, s", [cold["pdf"], other["cold"]], MOST_PDF_SECONDS),
            Row("PDF again after an edit, s", [warm["edited"], other["again"]], MOST_WARM_SECONDS),
            Row("PDF again, nothing changed, s", [warm["same"], None], MOST_WARM_SECONDS),
            Row("PDF in another language, s", [warm["other_language"], None]),
            Row("Word, whole command, s", [cold["docx"], None], MOST_WORD_SECONDS),
            Row("HTML, whole command, s", [cold["html"], None]),
            Row("Markdown, whole command, s", [cold["md"], None]),
            Row("Excel, whole command, s", [cold["xlsx"], None]),
            Row("JSON, whole command, s", [cold["json"], None]),
            Row(
                f"pack of {warm['visit_entries']} practices in two languages, s",
                [median(packs), None],
                MOST_PACK_SECONDS,
            ),
            Row("pages", [warm["pages"], other["pages"]]),
            Row("memory of the process that prints, MiB", [warm["memory"], other["memory"]]),
        ],
        [
            f"Medians of {RUNS} processes, and of {WARM_RUNS} times in one process. WeasyPrint "
            "prints the HTML that is there already; its figure includes its import, ours reading "
            "the knowledge base. The pack holds a PDF, an HTML file, a calendar and a table of "
            "contacts for each language, and all as ZIP.",
        ],
    )


def _kb(cache: Path, *arguments: str) -> float:
    """Seconds of a whole command."""
    environ = {**os.environ, "KB_CACHE": str(cache)}
    command = [sys.executable, "-m", "kb.cli", "--root", str(ROOT), *arguments, "--quiet"]
    started = time.perf_counter()
    subprocess.run(command, check=True, env=environ, cwd=ROOT)
    return time.perf_counter() - started


def warm(cache: str) -> dict[str, Any]:
    """Seconds of a PDF in a process that has printed before."""
    from io import BytesIO

    from pypdf import PdfReader

    from kb.export.exporting import Wish

    base = KnowledgeBase.open(ROOT, Path(cache))
    practices = tuple(base.content.practices.values())

    def pdf(lang: str, **changes: str) -> tuple[float, bytes]:
        edited = (practices[0].model_copy(update=changes), *practices[1:])
        started = time.perf_counter()
        data = base.export(Wish(edited, (lang,), _DAY)).render("pdf").data
        return time.perf_counter() - started, data

    pdf(LANG)
    edits = [pdf(LANG, title=f"Another title {number}")[0] for number in range(WARM_RUNS)]
    pdf(LANG)
    same = [pdf(LANG) for _ in range(WARM_RUNS)]
    visit = base.visit(VISIT)
    return {
        "entries": len(practices),
        "edited": median(edits),
        "same": median([seconds for seconds, _data in same]),
        "other_language": pdf("sv")[0],
        "pages": len(PdfReader(BytesIO(same[0][1])).pages),
        "memory": peak_memory_mib(),
        "visit_entries": len(base.practices_of(visit)[0]),
    }


def weasyprint(path: str) -> dict[str, Any]:
    """Seconds that WeasyPrint takes for the exported HTML, first and second time."""
    started = time.perf_counter()
    from weasyprint import HTML

    seconds = []
    pages = 0
    for _ in range(2):
        document = HTML(filename=path).render()
        document.write_pdf()
        pages = len(document.pages)
        seconds.append(time.perf_counter() - started)
        started = time.perf_counter()
    return {
        "cold": seconds[0],
        "again": seconds[1],
        "pages": pages,
        "memory": peak_memory_mib(),
    }
