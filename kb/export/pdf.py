"""The booklet as a tagged PDF, set by Typst.

The pages are designed in `typst/*.typ`, beside this module. What stands on them is handed over as
JSON: Typst never reads a text as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kb.errors import N_, KbError, UsageError
from kb.export.description import Booklet
from kb.export.extras import missing_extra
from kb.export.pdfdata import prepare_booklet
from kb.export.pdftext import is_mark, iter_clusters

if TYPE_CHECKING:
    from typst import Compiler

PAPERS = ("a4", "a5")

_PAGES = Path(__file__).parent / "typst"
_FONT_PACKAGES = ("font_source_serif_pro", "font_source_sans_pro")


def render_pdf(booklet: Booklet, paper: str = "a4") -> bytes:
    """The booklet as PDF/UA-1. The same booklet gives the same bytes on the same machine.

    Args:
        booklet: what is printed.
        paper: one of `PAPERS`.

    Raises:
        UsageError: there is no such paper.
        KbError: the package typst is missing, or the logo cannot be read.
    """
    if paper not in PAPERS:
        known = ", ".join(PAPERS)
        raise UsageError(
            N_('There is no paper "%(paper)s". Known are: %(known)s.'), paper=paper, known=known
        )
    return _press().print(booklet, paper)


def render_picture(drawing: str, width_mm: float, ppi: float) -> bytes:
    """A drawing as PNG, for files that cannot hold SVG.

    Args:
        drawing: SVG.
        width_mm: how wide it will be shown.
        ppi: pixels per inch at that width.

    Raises:
        KbError: the package typst is missing, or it is no SVG.
    """
    return _press().draw(drawing, width_mm, ppi)


@cache
def _press() -> _Press:
    """One press for the whole process: it knows its fonts, and pages it has set before."""
    return _Press(use_system_fonts=True)


class _Press:
    """Typst with its fonts.

    Args:
        use_system_fonts: whether fonts of the machine help where our own lack a character.
    """

    def __init__(self, *, use_system_fonts: bool) -> None:
        self._compiler = _compiler(use_system_fonts)
        self._pages = {path.name: path.read_bytes() for path in sorted(_PAGES.glob("*.typ"))}
        self._pages["main"] = self._pages.pop("booklet.typ")
        self._lock = Lock()

    def print(self, booklet: Booklet, paper: str) -> bytes:
        """See `render_pdf`."""
        missing: set[str] = set()
        with self._lock:
            # PDF/UA allows no character without a glyph. Each failure names those it met.
            while True:
                result, words = self._try(booklet, paper, missing)
                if isinstance(result, bytes):
                    return result
                more = _signs_without_glyph(result, words, missing)
                if not more:
                    break
                missing |= more
        reason = _first_fault(result)
        if booklet.cover.logo and reason.startswith("failed to "):
            raise KbError(N_("The logo cannot be printed: %(reason)s."), reason=reason)
        raise KbError(N_("The PDF could not be set: %(reason)s."), reason=reason)

    def _try(self, booklet: Booklet, paper: str, missing: set[str]) -> tuple[bytes | str, str]:
        """The PDF, or what Typst says of why it could not be made; and what it was made of."""
        from typst import TypstError

        data = prepare_booklet(booklet, paper, missing)
        words = json.dumps(data, ensure_ascii=False)
        # A file, and no inputs: with other inputs Typst would find nothing again that it has set
        # before. So a second edition takes a fraction of the time.
        files = {**self._pages, "booklet.json": words.encode()}
        try:
            result = self._compiler.compile(
                files,  # type: ignore[type-var]  # the package takes it, its stubs do not know
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=datetime(**data["created"], tzinfo=UTC),
            )
        except TypstError as error:
            # Its own attribute: the text of the exception holds the first of many faults only.
            return error.diagnostic, words
        assert isinstance(result, bytes)  # noqa: S101 - a PDF is one file, never a list of pages
        return result, words

    def draw(self, drawing: str, width_mm: float, ppi: float) -> bytes:
        """See `render_picture`."""
        from typst import TypstError

        page = f"#set page(width: {width_mm:.3f}mm, height: auto, margin: 0pt, fill: none)"
        files = {
            "main": f'{page}\n#image("drawing.svg", width: 100%)'.encode(),
            "drawing.svg": drawing.encode("utf-8", "replace"),
        }
        try:
            with self._lock:
                result = self._compiler.compile(
                    files,  # type: ignore[type-var]  # as above
                    format="png",
                    ppi=ppi,
                )
        except TypstError as error:
            reason = _first_fault(error.diagnostic)
            raise KbError(N_("The picture cannot be drawn: %(reason)s."), reason=reason) from error
        assert isinstance(result, bytes)  # noqa: S101 - one page
        return result


def _compiler(use_system_fonts: bool) -> Compiler:
    try:
        from typst import Compiler, Fonts
    except ImportError:
        raise missing_extra("PDF", "typst") from None
    fonts = Fonts(
        include_system_fonts=use_system_fonts,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in _font_folders()],
    )
    return Compiler(b"", root=_PAGES, font_paths=fonts)


def _font_folders() -> Iterator[Path]:
    """Folders of the font packages. Without them Typst sets everything in a font of its own."""
    for name in _FONT_PACKAGES:
        found = find_spec(name)
        for folder in (found.submodule_search_locations if found else None) or ():
            yield Path(folder) / "files"


_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def _signs_without_glyph(diagnostic: str, words: str, known: set[str]) -> set[str]:
    """The signs that a failure complains of: what must be replaced, of what is not yet.

    A sign of several characters has a glyph as a whole or not at all, and may be named whole or
    character by character. Those characters may have glyphs of their own elsewhere: they count as
    missing only if they are named again without the sign.

    Args:
        diagnostic: what Typst says.
        words: all that was to be printed.
        known: signs that were replaced.
    """
    named = _named(diagnostic)
    alone = {one for one in named if len(one) == 1}
    together = (named - alone) | set(_iter_signs_of(alone, words))
    new = together - known
    # A part of another sign may have been named because of that one only.
    new = {sign for sign in new if not any(set(sign) < set(other) for other in new)}
    new |= alone - known - set().union(*new)
    # Only where a sign could not be replaced as a whole, its parts are: first its marks.
    parts = set().union(*together)
    return new or {one for one in parts if is_mark(one)} - known or (parts | alone) - known


def _named(diagnostic: str) -> set[str]:
    """What a failure says it has no glyphs for."""

    def unescape(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else match[2]

    return {_RUST_ESCAPE.sub(unescape, quoted) for quoted in _NO_GLYPH.findall(diagnostic)}


def _iter_signs_of(characters: set[str], words: str) -> Iterator[str]:
    """Signs in a text that consist of several characters, all of them among these."""
    if characters:
        runs = re.finditer(f"[{re.escape(''.join(sorted(characters)))}]{{2,}}", words)
        yield from (
            sign
            for run in {match[0] for match in runs}
            for sign in iter_clusters(run)
            if len(sign) > 1
        )


def _first_fault(diagnostic: str) -> str:
    """What a failure says first, without the place in our own files."""
    faults = re.findall(r"^error: (.*)$", diagnostic, re.MULTILINE)
    return faults[0] if faults else diagnostic
