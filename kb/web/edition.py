"""The knowledge base as it was at one moment: all that pages are made from.

An edition never changes. When files do, a newer edition takes its place, so that no page is made
half from old and half from new records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from kb.errors import N_, KbError
from kb.export.exporting import Export, Wish
from kb.export.records import describe_record
from kb.export.shelf import Shelf
from kb.export.voices import Voices
from kb.knowledgebase import KnowledgeBase
from kb.model.practice import ConsentScope
from kb.web.similar import Similar
from kb.web.trail import adopters_of
from kb.words.languages import primary

if TYPE_CHECKING:
    from kb.authoring.advising.nearby import KnownNames
    from kb.authoring.advising.profiles import KnownEntries
    from kb.content.store import Content
    from kb.export.description import Section
    from kb.export.entry import Frame
    from kb.model import Practice, Record, Settings, Visit
    from kb.search.finder import Request
    from kb.search.results import Results
    from kb.translation.coverage import Coverage
    from kb.translation.terms import Terms
    from kb.words.analysis import Analysers

_SECTIONS_KEPT = 2_000


class Edition:
    """A knowledge base at one moment.

    Args:
        base: opened for this edition alone; nothing of it was read before.

    Raises:
        KbError: kb.yaml has faults, or there is no knowledge base.
    """

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self.digest = base.find_digest()
        """Another one whenever a file changed."""
        self._finder, self.warnings = base.open_search()
        self.content: Content = base.content
        if not self.content.settings.title:  # a makeshift has none
            raise KbError(
                N_("practices/kb.yaml has faults, so nothing is shown. “kb check” lists them.")
            )
        self.shelf = Shelf(self.content, tuple(self.content.practices.values()), ConsentScope.WEB)
        self._search_lock = Lock()
        self._voices: dict[tuple[str, ...], Voices] = {}
        self.section = lru_cache(_SECTIONS_KEPT)(self._section)
        """A record as a page: (kind, id, languages) → section; see `_section`."""
        self.frame = lru_cache(2)(self._frame)
        """The years that the timelines of all practices show: this year → frame."""

    @property
    def settings(self) -> Settings:
        """What the knowledge base says about itself."""
        return self.content.settings

    @property
    def root(self) -> Path:
        """Folder of the knowledge base."""
        return self._base.root

    @property
    def langs(self) -> tuple[str, ...]:
        """Languages of the pages, most used first."""
        return self.settings.languages

    @property
    def base(self) -> KnowledgeBase:
        """For exports and counts; its records are those of this edition."""
        return self._base

    def find_lang(self, tag: str) -> str | None:
        """The language of the knowledge base that a BCP 47 tag means; None for another one."""
        wanted = primary(tag)
        exact = (one for one in self.langs if one.casefold() == tag.casefold())
        near = (one for one in self.langs if primary(one) == wanted)
        return next(exact, None) or next(near, None)

    def voices(self, *langs: str) -> Voices:
        """What everything is called in one language, or in two side by side."""
        if langs not in self._voices:
            self._voices[langs] = Voices(self.shelf, langs, self._base.find_cache)
        return self._voices[langs]

    def search(self, request: Request) -> Results:
        """Search this edition.

        Raises:
            UsageError: a filter names a value there is none of.
        """
        # The finder keeps words it has seen; one search at a time, as one processor does anyway.
        with self._search_lock:
            return self._finder.search(request)._replace(warnings=self.warnings)

    def export(
        self,
        practices: Sequence[Practice],
        langs: Sequence[str],
        today: date,
        *,
        visit: Visit | None = None,
        title: str = "",
        paper: str = "a4",
    ) -> Export:
        """What is needed to hand out chosen practices in any format."""
        wish = Wish(tuple(practices), tuple(langs), today, visit, title, paper)
        return self._base.export(wish, langs[0])

    @cached_property
    def coverage(self) -> Coverage:
        """How far every record is translated."""
        return self._base.translations.coverage()

    @cached_property
    def terms(self) -> Terms | None:
        """The glossary's terms, ready to be found in texts; None without a glossary."""
        return self._base.terms

    @property
    def analysers(self) -> Analysers:
        """Those of the base's languages."""
        return self._base.analysers

    @cached_property
    def similar(self) -> Similar:
        """Finds practices that are alike."""
        return Similar(self.shelf.practices, self.shelf.vocabularies.get("topics"))

    @cached_property
    def adopters(self) -> Mapping[str, tuple[str, ...]]:
        """Practices → who took them over."""
        return adopters_of(self.shelf.practices)

    @cached_property
    def known_entries(self) -> KnownEntries:
        """What the entries say, to learn from; what was counted is kept for the next edition."""
        from kb.authoring.advising.profiles import KnownEntries

        return KnownEntries.load_with(self.content, self.analysers, self._base.find_cache())

    @cached_property
    def known_names(self) -> KnownNames:
        """What the entries are called, where they are and whose."""
        from kb.authoring.advising.nearby import KnownNames

        return KnownNames.load(self.content)

    def find_record(self, kind: str, record_id: str) -> Record | None:
        """A record that readers may see, by kind and id."""
        shelf = self.shelf
        find = {
            "practice": shelf.find_practice,
            "visit": shelf.find_visit,
            "group": shelf.find_group,
            "partner": shelf.find_partner,
            "project": shelf.find_project,
        }
        return find[kind](record_id)

    def _section(self, kind: str, record_id: str, *langs: str) -> Section:
        """A record as a page to look things up on.

        Raises:
            KeyError: readers may see none of this kind and id.
        """
        record = self.find_record(kind, record_id)
        if record is None:
            raise KeyError(kind, record_id)
        return describe_record(self.voices(*langs), record, has_pages=True)

    def _frame(self, year: int) -> Frame | None:
        from kb.export.entry import frame_of

        return frame_of(self.shelf.practices, str(year))
