"""One export: chosen practices, a format, one or two languages. The list of formats is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kb.content.nearmiss import find_near
from kb.content.store import Content
from kb.errors import N_, KbError, UsageError
from kb.export.booklet import Order, Progress, build_booklet
from kb.export.description import Booklet, Passage, Picture, Text, Unfinished
from kb.export.logo import load_logo
from kb.export.shelf import Shelf
from kb.export.voices import FindFolder, Voices
from kb.model import Practice, Visit
from kb.model.practice import ConsentScope
from kb.translation.terms import Terms

PAPERS = ("a4", "a5")
MOST_LANGS = 2


class LeftOut(NamedTuple):
    """Something that a format has no room for."""

    title: str
    """What it is called, in the language of the export."""
    reason: str
    """Why, as a sentence to be translated."""


class Exported(NamedTuple):
    """What came of an export."""

    data: bytes
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What somebody wants exported.

    Attributes:
        practices: in the order wanted; those that are not published stay out.
        langs: one or two BCP 47 tags.
        created: day of the edition.
        visit: the visit it is for.
        title: of a booklet; made from the visit or the knowledge base where empty.
        paper: of a booklet, one of `PAPERS`.
    """

    practices: tuple[Practice, ...]
    langs: tuple[str, ...]
    created: date
    visit: Visit | None = None
    title: str = ""
    paper: str = "a4"


class Export:
    """One wish, and what is needed to fulfil it in any format.

    Args:
        content: all records.
        wish: what is wanted.
        find_terms: makes the glossary ready to be found; None without a glossary.
        find_cache: finds the folder for compiled interface catalogs.
        progress: told how far it is.
    """

    def __init__(
        self,
        content: Content,
        wish: Wish,
        find_terms: Callable[[], Terms | None],
        find_cache: FindFolder | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.wish = wish
        self._content = content
        self._find_terms = find_terms
        self._find_cache = find_cache
        self._progress = progress

    def shelf(self, scope: ConsentScope) -> Shelf:
        """The records, without persons who have not agreed to it."""
        return Shelf(self._content, self.wish.practices, scope)

    @cached_property
    def booklet(self) -> Booklet:
        """What every prose format says.

        Raises:
            KbError: there is nothing to print, or the logo cannot be printed.
        """
        wish = self.wish
        shelf = self.shelf(ConsentScope.BOOKLET)
        order = Order(wish.langs, wish.created, wish.visit, wish.title, self._logo(shelf))
        return build_booklet(shelf, order, self._find_terms(), self._find_cache, self._progress)

    @property
    def unfinished(self) -> tuple[Unfinished, ...]:
        """Texts that a strict booklet does not print."""
        return self.booklet.unfinished

    def render(self, name: str) -> Exported:
        """The file in a format.

        Args:
            name: a key of `FORMATS`.

        Raises:
            KbError: it cannot be made; a package may be missing.
        """
        return FORMATS[name].render(self)

    def _logo(self, shelf: Shelf) -> Picture | None:
        logo = self._content.settings.logo
        if logo is None:
            return None
        voices = Voices(shelf, self.wish.langs, self._find_cache)
        alt: Passage = voices.label_of(logo.alt) or (Text("", self.wish.langs[0]),)
        return load_logo(self._content.root, logo, alt)


class Format(NamedTuple):
    """One way out."""

    suffix: str
    """Of its files, without the dot."""
    what: str
    """What it is for, to be translated."""
    render: Callable[[Export], Exported]
    is_booklet: bool = False
    most_langs: int = MOST_LANGS
    is_text: bool = True
    """Whether a terminal can show it."""


def get_format(name: str) -> Format:
    """A format by its name.

    Raises:
        UsageError: there is none of this name; the nearest is named.
    """
    if found := FORMATS.get(name.casefold().removeprefix(".")):
        return found
    if near := find_near(name, FORMATS):
        raise UsageError(
            N_("There is no format “%(name)s”. Did you mean “%(near)s”?"), name=name, near=near
        )
    raise UsageError(
        N_("There is no format “%(name)s”. Choose one of these: %(all)s."),
        name=name,
        all=", ".join(FORMATS),
    )


def check_langs(langs: Sequence[str], known: Sequence[str], most: int) -> None:
    """Whether a format can be made in these languages.

    Raises:
        UsageError: too many, the same twice, or one that the knowledge base is not read in.
    """
    if len(langs) > most:
        raise (
            UsageError(
                N_("At most %(most)d languages go side by side; %(langs)s are too many."),
                most=most,
                langs=", ".join(langs),
            )
            if most > 1
            else UsageError(
                N_("This format has one language at a time. Choose one of %(langs)s."),
                langs=", ".join(langs),
            )
        )
    primaries = [one.partition("-")[0] for one in langs]
    if len(set(primaries)) < len(primaries):
        raise UsageError(N_("The two languages are the same: %(langs)s."), langs=", ".join(langs))
    offered = [one.partition("-")[0] for one in known]
    for one in primaries:
        if one not in offered:
            raise UsageError(
                N_("This knowledge base is not read in “%(lang)s”, but in %(known)s."),
                lang=one,
                known=", ".join(known),
            )


def require_published(practices: Sequence[Practice]) -> None:
    """Practices that were asked for by name leave the house only if they are published.

    Raises:
        KbError: one is a draft or archived.
    """
    for one in practices:
        if one.status.value != "published":
            raise KbError(
                N_(
                    "“%(id)s” is not published and does not leave the house. Write “status: "
                    "published” when it is ready."
                ),
                id=one.id,
            )


def _pdf(export: Export) -> Exported:
    from kb.export.pdf import render_pdf

    return Exported(render_pdf(export.booklet, export.wish.paper))


def _word(export: Export) -> Exported:
    from kb.export.word import render_word

    return Exported(render_word(export.booklet, export.wish.paper))


def _html(export: Export) -> Exported:
    from kb.export.html import render_html

    return Exported(render_html(export.booklet))


def _markdown(export: Export) -> Exported:
    from kb.export.markdown import render_markdown

    return Exported(render_markdown(export.booklet))


FORMATS: Mapping[str, Format] = {
    "pdf": Format("pdf", N_("Booklet to print."), _pdf, is_booklet=True, is_text=False),
    "docx": Format("docx", N_("Booklet to edit in Word."), _word, is_booklet=True, is_text=False),
    "html": Format("html", N_("Booklet to read on a screen."), _html, is_booklet=True),
    "md": Format("md", N_("Booklet as plain text with marks."), _markdown, is_booklet=True),
}
"""All formats by the name that is typed for them."""
