"""One export: chosen practices, a format, one or two languages. The list of formats is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kb.content.nearmiss import find_near
from kb.content.store import Content
from kb.errors import N_, KbError, UsageError
from kb.export.booklet import Order, Progress, build_booklet
from kb.export.crosswalkforms import form_ids
from kb.export.description import Booklet, Passage, Picture, Text, Unfinished
from kb.export.leftout import LeftOut
from kb.export.logo import load_logo
from kb.export.shelf import Shelf, is_public
from kb.export.voices import FindFolder, Voices
from kb.model import Practice, Visit
from kb.model.practice import ConsentScope
from kb.translation.interface import speaking
from kb.translation.terms import Terms

PAPERS = ("a4", "a5")
MOST_LANGS = 2


class Exported(NamedTuple):
    """What came of an export."""

    data: bytes
    """b"" where there is nothing to put into a file: a calendar without dates."""
    left_out: tuple[LeftOut, ...] = ()
    simplified: tuple[LeftOut, ...] = ()
    """In it, though not all that is known of it."""


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
        spoken: language of whoever works with the files, for remarks that are not to be handed on.
    """

    def __init__(
        self,
        content: Content,
        wish: Wish,
        find_terms: Callable[[], Terms | None],
        find_cache: FindFolder | None = None,
        progress: Progress | None = None,
        spoken: str = "",
    ) -> None:
        self.wish = wish
        self.content = content
        self.find_terms = find_terms
        self.find_cache = find_cache
        self.spoken = spoken or wish.langs[0]
        self._progress = progress

    def shelf(self, scope: ConsentScope) -> Shelf:
        """The records, without persons who have not agreed to it."""
        return Shelf(self.content, self.wish.practices, scope)

    @cached_property
    def booklet(self) -> Booklet:
        """What every prose format says.

        Raises:
            KbError: there is nothing to print, or the logo cannot be printed.
        """
        wish = self.wish
        shelf = self.shelf(ConsentScope.BOOKLET)
        order = Order(wish.langs, wish.created, wish.visit, wish.title, self._logo(shelf))
        return build_booklet(shelf, order, self.find_terms(), self.find_cache, self._progress)

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
        logo = self.content.settings.logo
        if logo is None:
            return None
        voices = Voices(shelf, self.wish.langs, self.find_cache)
        alt: Passage = voices.label_of(logo.alt) or (Text("", self.wish.langs[0]),)
        return load_logo(self.content.root, logo, alt)


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


def require_published(records: Sequence[Practice | Visit]) -> None:
    """Records that were asked for by name leave the house only if they are published.

    Raises:
        KbError: one is not published.
    """
    for one in records:
        if not is_public(one):
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


def _csv(export: Export) -> Exported:
    from kb.export.csvfile import render_csv
    from kb.export.tables.describing import describe_sheet

    langs = export.wish.langs
    sheet = describe_sheet("practices", export.shelf(ConsentScope.WEB), langs, export.find_cache)
    return Exported(render_csv(sheet, langs[0]))


def _xlsx(export: Export) -> Exported:
    from kb.export.spreadsheet import render_xlsx

    wish, shelf = export.wish, export.shelf(ConsentScope.WEB)
    created = wish.created.isoformat()
    return Exported(render_xlsx(shelf, wish.langs, created, export.find_cache))


def _contacts(export: Export) -> Exported:
    from kb.export.contactsheet import describe_contact_sheet
    from kb.export.spreadsheet import render_tables

    wish, shelf = export.wish, export.shelf(ConsentScope.BOOKLET)
    created = wish.created.isoformat()
    tables = describe_contact_sheet(shelf, wish.langs, created, wish.visit, export.find_cache)
    return Exported(render_tables(tables))


def _calendar(export: Export) -> Exported:
    from kb.export.calendar import render_calendar

    wish = export.wish
    # The programme of a visit alone: what its practices do otherwise is not for travellers.
    chosen = Export(export.content, replace(wish, practices=()), export.find_terms)
    shelf = (chosen if wish.visit else export).shelf(ConsentScope.WEB)
    visits = [wish.visit] if wish.visit else []
    created = wish.created.isoformat()
    found = render_calendar(shelf, visits, wish.langs[0], created, export.find_cache)
    data = found.data if found.entries else b""
    return Exported(data, found.left_out, found.simplified)


def _json(export: Export) -> Exported:
    from kb.export.data import render_json

    return Exported(render_json(export.shelf(ConsentScope.WEB), export.wish.langs))


def _geojson(export: Export) -> Exported:
    from kb.export.geojson import render_geojson

    shelf = export.shelf(ConsentScope.WEB)
    found = render_geojson(shelf, export.wish.langs)
    return Exported(found.data, tuple(LeftOut(one, _NO_PLACE) for one in found.left_out))


def _jsonld(export: Export) -> Exported:
    from kb.export.jsonld import render_jsonld

    shelf = export.shelf(ConsentScope.WEB)
    return Exported(render_jsonld(shelf, export.wish.langs, export.find_cache))


def _skos(export: Export) -> Exported:
    from kb.export.skos import render_skos

    return Exported(render_skos(export.shelf(ConsentScope.WEB), export.find_cache))


def _crosswalk(form: str) -> Callable[[Export], Exported]:
    """A writer of one form: the drafts of all practices, one after the other."""

    def write(export: Export) -> Exported:
        from kb.export.crosswalktext import render_crosswalk

        shelf, lang = export.shelf(ConsentScope.WEB), export.wish.langs[0]
        with speaking(export.spoken, export.find_cache):
            drafts = [
                render_crosswalk(shelf, one, form, lang, export.spoken, export.find_cache)
                for one in shelf.practices
            ]
        return Exported(b"\n\n".join(drafts))

    return write


_NO_PLACE = N_("It has no coordinates.")
FORMATS: Mapping[str, Format] = {
    "pdf": Format("pdf", N_("Booklet to print."), _pdf, is_booklet=True, is_text=False),
    "docx": Format("docx", N_("Booklet to edit in Word."), _word, is_booklet=True, is_text=False),
    "html": Format("html", N_("Booklet to read on a screen."), _html, is_booklet=True),
    "md": Format("md", N_("Booklet as plain text (Markdown)."), _markdown, is_booklet=True),
    "xlsx": Format("xlsx", N_("Tables for Excel."), _xlsx, is_text=False),
    "csv": Format("csv", N_("One table as plain text."), _csv),
    "contacts": Format("xlsx", N_("Sheet of contacts for Excel."), _contacts, is_text=False),
    "ics": Format("ics", N_("Dates for a calendar."), _calendar, most_langs=1),
    "json": Format("json", N_("Everything, for programs."), _json),
    "geojson": Format("geojson", N_("Places for a map."), _geojson),
    "jsonld": Format("jsonld", N_("Linked data (schema.org)."), _jsonld),
    "skos": Format("ttl", N_("Vocabularies and glossary (SKOS)."), _skos),
} | {
    form: Format("txt", N_("Draft for a form of an EU database."), _crosswalk(form), most_langs=1)
    for form in form_ids()
}
"""All formats by the name that is typed for them."""
