"""Makes the pictures of docs/pictures/ from the product as it is: `python docs/pictures.py`.

Pages of real booklets, drawn by pdftoppm (poppler-utils), and pages of a real server in Chromium,
both set side by side by Typst. The form for Word is turned into a PDF by LibreOffice; what is
written into it is invented and goes into a copy of the knowledge base.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import typst
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kb import KnowledgeBase  # noqa: E402 - the checkout's own package
from kb.authoring.intake.wordform.making import render_word_form  # noqa: E402
from kb.export.exporting import Wish  # noqa: E402
from tests.authoring.wordfiles import edited, typed  # noqa: E402 - what Word does to a form

FOLDER = ROOT / "docs" / "pictures"
DAY = date(2026, 11, 22)
VISIT = "halland-2017"
SHEETS: dict[str, Sequence[tuple[tuple[str, ...], str]]] = {
    "booklet": ((("sv",), "cover"), (("fi",), "part--map"), (("de",), "country--SE")),
    "entries": (
        (("fi",), "se-integration-halland"),
        (("sv", "de"), "fi-narpio-narpesmodellen"),
        (("en",), "part--questions"),
    ),
}
"""Picture → language or languages of a booklet, and the part whose first page is shown."""
_LOOK = """
#set page(width: auto, height: auto, margin: 8mm, fill: rgb("#e9e5de"))
#grid(columns: {count}, column-gutter: 6mm, {pages})
"""
_PAGE = 'box(fill: white, stroke: 0.3pt + rgb("#b8b0a4"), image("{name}", width: 105mm))'
SCREENS: dict[str, Sequence[tuple[str, str, str]]] = {
    "desktop": (
        ("fi/", "desktop", "light"),
        ("sv/search?q=nyanlända+jobb", "desktop", "light"),
        ("de/practices/fi-narpio-narpesmodellen", "desktop", "light"),
    ),
    "phone": (
        ("de/", "phone", "light"),
        ("fi/search?q=kielikahvilat&country=AT", "phone", "light"),
        ("en/map", "phone", "light"),
        ("sv/practices/at-lungau-sprachcafe", "phone", "dark"),
        (
            "fi/basket?basket=at-lungau-sprachcafe,se-orsa-sprakcafe-korsang,fi-koti-kylaan",
            "phone",
            "light",
        ),
    ),
}
"""Picture → page, size of the screen, by day or by night."""
WRITTEN = {
    "title": "Cykelverkstad i gamla mejeriet",
    "language": "svenska (Sverige)",
    "summary": "Varje torsdag lagar grannar och nyinflyttade cyklar tillsammans i byns gamla "
    "mejeri. Den som har hjälpt till får behålla en cykel.",
    "topics.0": "Cykling",
    "topics.1": "Ideellt engagemang",
    "target_groups.0": "Frivilliga",
    "target_groups.1": "Nyinflyttade",
    "location.country": "Sverige",
    "location.municipality": "Lilla Backa",
    "period.start": "mars 2024",
    "period.state": "pågår",
    "organisations.0.name": "Lilla Backa byalag",
    "organisations.0.role": "ledande",
    "context": "Bussen går två gånger om dagen. Utan cykel kommer man varken till skolan eller "
    "till jobbet.",
    "goals": "Alla i byn ska ha en cykel.\nMänniskor lär känna varandra.",
    "measures": "Verkstaden har öppet varje torsdag.\nSkolan samlar in gamla cyklar.",
    "results.0.text": "Under det första året lagades fyrtio cyklar.",
    "transferability.text": "Det behövs en torr lokal och två personer som kan laga cyklar.",
    "sources.0.title": "Byalagets årsberättelse",
    "sources.0.date": "2025",
}
"""What somebody writes into the form: a workshop in a village that is on no map."""
SIZES = {"desktop": (1180, 1180), "sheet": (1180, 1668), "phone": (375, 790)}
_SHOWN_MM = {"desktop": 105, "sheet": 105, "phone": 62}
_PPI = 140
_WIDTH = round(105 / 25.4 * _PPI)
"""Pixels of a page: drawn in the very size it is shown in, which keeps letters whole."""


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    base = KnowledgeBase.open(ROOT)
    with tempfile.TemporaryDirectory() as name:
        (FOLDER / "authoring.png").write_bytes(authoring(Path(name) / "writing"))
        print(FOLDER / "authoring.png")
        for picture, pages in SHEETS.items():
            (FOLDER / f"{picture}.png").write_bytes(sheet(base, pages, Path(name)))
            print(FOLDER / f"{picture}.png")
        with serving() as address:
            for picture, screens in SCREENS.items():
                (FOLDER / f"{picture}.png").write_bytes(shots(address, screens, Path(name)))
                print(FOLDER / f"{picture}.png")


def authoring(folder: Path) -> bytes:
    """A form for Word, filled in; the form in a browser; the entry as readers see it."""
    for part in ("practices", "locales"):
        shutil.copytree(ROOT / part, folder / part)
    base = KnowledgeBase.open(folder)
    form = folder / "form.docx"
    blank = render_word_form(base.content, "sv", is_short=True)
    form.write_bytes(edited(blank, typed(WRITTEN)))
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(form)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    boxes = [_drawn(folder, "form.pdf", 1, 0)]
    command = [sys.executable, "-m", "kb.cli", "--lang", "sv", "--root", str(folder)]
    subprocess.run([*command, "import", str(form), "--quiet"], check=True)
    entry = next(folder.glob("practices/se/se-lilla-backa-*.yaml")).stem
    with serving(folder, "--edit", "--sign-as", "Lilla Backa byalag") as address:
        writing = f"sv/edit/practices/{entry}"
        boxes += screens_of(address, [(writing, "sheet", "light")], folder)
        for step in ("submitted", "published"):
            by = ["--by", "Lilla Backa byalag", "--quiet"]
            subprocess.run([*command, "status", entry, step, *by], check=True)
        subprocess.run([*command, "index", "--quiet"], check=True)
        time.sleep(2)  # the server looks for changed files once a second
        boxes += screens_of(address, [(f"sv/practices/{entry}", "sheet", "light")], folder)
    return _set(boxes, folder)


@contextmanager
def serving(root: Path = ROOT, *options: str) -> Iterator[str]:
    """A server over a knowledge base; gives its address."""
    command = [sys.executable, "-m", "kb.cli", "--lang", "en", "serve", "--port", "8765", *options]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        # It tells its address when it can answer; below it the one for those who edit.
        told = [server.stdout.readline() for _ in range(2 if "--edit" in options else 1)]
        try:
            found = re.search(r"http://\S+", told[-1])
            assert found, told
            yield found[0]
        finally:
            server.terminate()


def shots(address: str, screens: Sequence[tuple[str, str, str]], folder: Path) -> bytes:
    """Screens side by side, as PNG."""
    return _set(screens_of(address, screens, folder), folder)


def screens_of(address: str, screens: Sequence[tuple[str, str, str]], folder: Path) -> list[str]:
    """Screens as boxes of Typst."""
    boxes: list[str] = []
    path = shutil.which("chromium")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        home = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
        for page, size, theme in screens:
            width, height = SIZES[size]
            tab = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                device_scale_factor=1.5 if size == "phone" else 1,
            )
            tab.goto(address)
            tab.goto(home + page)
            name = f"screen-{sha256(page.encode()).hexdigest()[:8]}-{size}-{theme}.png"
            tab.screenshot(path=folder / name)
            boxes.append(
                f'box(stroke: 0.3pt + rgb("#b8b0a4"), clip: true, radius: 1.5mm, '
                f'image("{name}", width: {_SHOWN_MM[size]}mm))'
            )
        browser.close()
    return boxes


def _set(boxes: Sequence[str], folder: Path) -> bytes:
    source = folder / "sheet.typ"
    source.write_text(_LOOK.format(count=len(boxes), pages=", ".join(boxes)), "utf-8")
    data = typst.compile(source, format="png", ppi=float(_PPI))
    assert isinstance(data, bytes)
    return data


def sheet(base: KnowledgeBase, pages: Sequence[tuple[tuple[str, ...], str]], folder: Path) -> bytes:
    """Pages side by side, as PNG."""
    boxes = []
    for langs, part in pages:
        name = f"{'-'.join(langs)}.pdf"
        if not (folder / name).exists():
            visit = base.visit(VISIT)
            wish = Wish(tuple(base.practices_of(visit)[0]), langs, DAY, visit)
            (folder / name).write_bytes(base.export(wish).render("pdf").data)
        page = page_of((folder / name).read_bytes(), heading(base, part, langs))
        boxes.append(_drawn(folder, name, page, len(boxes)))
    return _set(boxes, folder)


def _drawn(folder: Path, name: str, page: int, number: int) -> str:
    """A page of a PDF as a box of Typst."""
    drawn = folder / f"{number}-{name}"
    size = ["-scale-to-x", str(_WIDTH), "-scale-to-y", "-1"]
    command = ["pdftoppm", "-png", "-singlefile", *size, "-f", str(page)]
    subprocess.run([*command, str(folder / name), str(drawn)], check=True)
    return _PAGE.format(name=f"{drawn.name}.png")


def heading(base: KnowledgeBase, part: str, langs: tuple[str, ...]) -> str:
    """The heading of a part as it stands in the bookmarks; "" for the cover."""
    from kb.export.description import iter_sections

    visit = base.visit(VISIT)
    booklet = base.export(Wish(tuple(base.practices_of(visit)[0]), langs, DAY, visit)).booklet
    titles = {
        one.anchor.casefold(): one.title[0].value for _, one in iter_sections(booklet.sections)
    }
    return titles.get(part.casefold(), "")


def page_of(data: bytes, title: str) -> int:
    """The page a bookmark leads to, counted from 1; 1 for the cover."""
    reader = PdfReader(BytesIO(data))
    outline = list(_flat(reader.outline))
    found = [one for one in outline if _plain(one.title).startswith(_plain(title))] if title else []
    return (reader.get_destination_page_number(found[0]) or 0) + 1 if found else 1


def _plain(title: str) -> str:
    return " ".join(title.split())


def _flat(outline: object) -> list:
    found = []
    for one in outline if isinstance(outline, list) else []:
        found += _flat(one) if isinstance(one, list) else [one]
    return found


if __name__ == "__main__":
    main()
