"""Writing a page: the templates, and what they may ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kb.export.description import Section, Words
from kb.export.html import FORBIDDEN, TEMPLATES, View, make_environment
from kb.export.voices import Voices
from kb.translation.formats import format_list, is_right_to_left, language_name
from kb.translation.interface import gettext, ngettext, npgettext, pgettext
from kb.web.addresses import PAGES, Links
from kb.web.page import Page, Reader
from kb.web.pages import has_original_beside

if TYPE_CHECKING:
    from jinja2 import Environment

_PAGES = Path(__file__).parent / "templates"
_RECORDS = ("visit", "group", "partner", "project")


class Alternate(NamedTuple):
    """The same page in another language."""

    lang: str
    name: str
    """What the language calls itself."""
    href: str
    is_here: bool


class RecordView(View):
    """What the macros ask about records on a page of their own.

    Args:
        langs: languages of the sections.
        sections: all of the page.
        voices: of its languages.
        links: how links are written.
    """

    def __init__(
        self, langs: Sequence[str], sections: Sequence[Section], voices: Voices, links: Links
    ) -> None:
        countries = tuple(voices.shelf.settings.countries)
        super().__init__(langs, sections, countries, words_of(voices))
        self._shelf = voices.shelf
        self._links = links

    @cached_property
    def _with_page(self) -> frozenset[str]:
        """Countries that have a page."""
        return frozenset(one.lower() for one in self._shelf.country_codes())

    def anchor(self, target: str) -> str:
        """The link to a section of this page, or to a page of its own; empty if there is none."""
        return (super().anchor(target) or self._page(target)) if target else ""

    def _page(self, target: str) -> str:
        kind, is_kind, its_id = target.partition("--")
        if not is_kind:
            return self._links.page("practice", target)
        if kind == "target-group":  # has no page: a server finds what is for them
            is_found = self._links.is_live and self._knows("target-groups", its_id)
            return self._links.page("search", query={"target": [its_id]}) if is_found else ""
        has_page = (
            kind in _RECORDS
            or (kind == "country" and its_id in self._with_page)
            or (kind == "topic" and self._knows("topics", its_id))
        )
        return self._links.page(kind, its_id) if has_page else ""

    def _knows(self, vocabulary: str, concept_id: str) -> bool:
        found = self._shelf.vocabularies.get(vocabulary)
        return found is not None and found.find(concept_id) is not None


def words_of(voices: Voices) -> Words:
    """Words the macros need."""
    return Words(
        contents=voices.say(lambda _lang: pgettext("booklet", "Contents")),
        sources=voices.say(lambda _lang: pgettext("booklet", "Source")),
        notes=voices.say(lambda _lang: pgettext("booklet", "Notes")),
    )


def render_page(reader: Reader, page: Page) -> str:
    """A page as HTML."""
    return _render(page.template, reader, page)


def render_part(reader: Reader, page: Page, template: str) -> str:
    """A part of a page, for a script that puts it in place of what is there."""
    return _render(template, reader, page)


def _render(template: str, reader: Reader, page: Page) -> str:
    with reader.voices.speaking(reader.lang):
        text = (
            environment()
            .get_template(template)
            .render(
                page=page,
                reader=reader,
                links=reader.links,
                alternates=list(iter_alternates(reader)),
                site=reader.voices.label_of(reader.edition.settings.title)[0],
                is_rtl=is_right_to_left(reader.lang),
            )
        )
    # Escaped text holds no markup, and none comes about when characters are taken out of it.
    return FORBIDDEN.sub("", text)


def iter_alternates(reader: Reader) -> Iterator[Alternate]:
    """The page in all languages; for original beside translation, the original by itself."""
    here = reader.address
    edition = reader.edition
    practice = edition.shelf.find_practice(here.id) if here.kind == "original" else None
    for lang in edition.langs:
        is_alone = practice and not has_original_beside(practice, lang)
        kind = "practice" if is_alone else here.kind
        href = reader.links.page(kind, here.id, lang, dict(reader.query))
        yield Alternate(lang, language_name(lang, lang), href, lang == here.lang)


@cache
def environment() -> Environment:
    """The templates of pages, with the macros of booklets."""
    made = make_environment(_PAGES, TEMPLATES)
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals["pages"] = PAGES
    made.filters["enumerated"] = format_list
    return made
