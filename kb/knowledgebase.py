"""The facade that commands and pages call: one knowledge base, opened.

Opening reads nothing. Searching goes to the index alone; records are read when they are asked
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from kb.content.root import find_root
from kb.errors import N_, Issue, KbError, UsageError

if TYPE_CHECKING:
    from kb.authoring.advising.profiles import KnownEntries
    from kb.content.store import Content
    from kb.export.exporting import Export, Wish
    from kb.model import Practice, Record, Visit
    from kb.search.finder import Finder
    from kb.search.indexing import Indexing
    from kb.search.keeper import IndexKeeper
    from kb.search.results import Notice, Results
    from kb.translation.localise import LocalisedTexts
    from kb.translation.terms import Terms
    from kb.translation.workshop import TranslationWorkshop
    from kb.words.analysis import Analysers
    from kb.words.dictionary import Progress


def default_cache() -> Path:
    """The folder for caches of this user, as the system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("kb", appauthor=False)


class KnowledgeBase:
    """One knowledge base.

    Args:
        root: its folder, the one that holds `practices/kb.yaml`.
        cache: folder for the index and dictionaries; by default the user's cache folder.
        progress: told how far long work is.
    """

    def __init__(
        self, root: Path, cache: Path | None = None, progress: Progress | None = None
    ) -> None:
        self.root = root
        self._cache = cache
        self._progress = progress

    @classmethod
    def open(
        cls,
        path: str | Path = ".",
        cache: Path | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """The knowledge base at or above a folder.

        Raises:
            KbError: there is none.
        """
        start = Path(path)
        root = find_root(start)
        if root is None:
            raise KbError(
                N_(
                    "There is no knowledge base in %(path)s or above it. Go to the folder that "
                    "holds practices/kb.yaml, or name it with --root."
                ),
                path=start.absolute(),
            )
        return cls(root, cache, progress)

    @cached_property
    def _keeper(self) -> IndexKeeper:
        from kb.search.keeper import IndexKeeper

        return IndexKeeper(self.root, self._cache or default_cache(), self._progress)

    def search(  # noqa: PLR0913 - all but the first are named
        self,
        text: str,
        lang: str = "en",
        *,
        country: Sequence[str] = (),
        topic: Sequence[str] = (),
        target: Sequence[str] = (),
        year: Sequence[str] = (),
        source_lang: Sequence[str] = (),
        status: Sequence[str] = ("published",),
        sort: str = "relevance",
        limit: int = 10,
        offset: int = 0,
    ) -> Results:
        """Find practices, whatever language they were written in.

        Args:
            text: a query, see docs/search.md; empty for all that the filters let through.
            lang: language of the reader, BCP 47.
            country: ISO 3166-1 codes; any of them will do, as with all filters.
            topic: topic ids.
            target: target group ids.
            year: years or ranges, "2016" or "2016..2019".
            source_lang: languages the entries were written in.
            status: draft, submitted, published, archived.
            sort: what comes first: relevance, newest or country.
            limit: how many hits to give.
            offset: how many to skip.

        Raises:
            UsageError: a filter names a value there is none of.
        """
        from kb.search.finder import Request

        filters = {
            "country": country,
            "topic": topic,
            "target": target,
            "year": year,
            "lang": source_lang,
        }
        request = Request(
            text=text,
            lang=lang,
            filters={name: tuple(values) for name, values in filters.items() if values},
            limit=limit,
            offset=offset,
            statuses=tuple(status),
            sort=sort,
        )
        return self._keeper.search(request)

    def find_digest(self) -> str:
        """A value that is another one whenever a file of entries or translations changes."""
        from kb.cache.freshness import take_snapshot

        return take_snapshot(self.root).digest

    def open_search(self) -> tuple[Finder, tuple[Notice, ...]]:
        """The search over the files as they are now, which it goes on knowing when they change.

        Returns:
            It, and what readers should be told: entries with faults.
        """
        return self._keeper.open()

    def index(self, rebuild: bool = False) -> Indexing:
        """Bring the index up to date now instead of on the next search.

        Raises:
            KbError: the cache cannot be written.
        """
        from kb.search.keeper import BusyError

        try:
            return self._keeper.update(rebuild)
        except (OSError, BusyError) as error:
            raise KbError(
                N_(
                    "The index in %(folder)s cannot be written: %(reason)s. Free some space, or "
                    "set KB_CACHE to another folder."
                ),
                folder=self._keeper.cache,
                reason=getattr(error, "strerror", None) or error,
            ) from error

    @cached_property
    def content(self) -> Content:
        """All records, read once."""
        from kb.content.store import load_content

        return load_content(self.root)

    def practice(self, practice_id: str) -> Practice:
        """One practice by its id or a former one.

        Raises:
            UsageError: there is none; the nearest id is named.
            KbError: its file has faults.
        """
        from kb.content.root import practice_paths
        from kb.content.store import read_record

        paths = list(practice_paths(self.root))
        if path := next((one for one in paths if one.stem == practice_id), None):
            record, _issues = read_record(path, "practice")
            if record is None:
                raise _faulty_practice(practice_id, path.relative_to(self.root))
            return cast("Practice", record)
        for practice in self.content.practices.values():
            if practice_id in practice.former_ids:
                return practice
        raise _unknown_practice(practice_id, [path.stem for path in paths])

    def find_record(self, kind: str, record_id: str) -> Record | None:
        """One record, read from its own file; None where there is none or it has faults."""
        from kb.content.root import record_paths
        from kb.content.store import read_record

        for path in record_paths(self.root, kind):
            if path.stem == record_id:
                return read_record(path, kind)[0]
        return None

    def visit(self, visit_id: str) -> Visit:
        """One published visit by its id or a former one.

        Raises:
            UsageError: there is none; the nearest id is named.
            KbError: it has faults or is not published.
        """
        from kb.export.exporting import require_published

        found = self.content.visits.get(visit_id) or next(
            (one for one in self.content.visits.values() if visit_id in one.former_ids), None
        )
        if found is None:
            raise _unknown_visit(visit_id, self.content)
        require_published([found])
        return found

    def practices_of(self, visit: Visit) -> tuple[list[Practice], list[str]]:
        """The practices of a visit, and ids of those that cannot be printed.

        First come those it is about, then those visited, then those to read besides.
        """
        stops = (one.practice for one in visit.programme if one.practice)
        ids = dict.fromkeys((*visit.practices, *stops, *visit.further_practices))
        known = self.content.practices
        practices = [known[one] for one in ids if one in known]
        published = [one for one in practices if one.status.value == "published"]
        found = {one.id for one in published}
        return published, [one for one in ids if one not in found]

    def export(self, wish: Wish, spoken: str = "") -> Export:
        """What is needed to export chosen practices in any format.

        Args:
            wish: what is wanted.
            spoken: language of whoever asks for it; that of the wish if not given.

        Raises:
            KbError: kb.yaml has faults.
        """
        from kb.export.exporting import Export

        settings = self.content.settings
        if not settings.title or settings.id not in self.content.records("settings"):
            raise KbError(
                N_("practices/kb.yaml has faults, so nothing is exported. “kb check” lists them.")
            )
        return Export(
            self.content, wish, lambda: self.terms, self.find_cache, self._progress, spoken
        )

    def find_cache(self) -> Path:
        """The folder for caches."""
        return self._cache or default_cache()

    def check(self, paths: Sequence[Path] = ()) -> list[Issue]:
        """Everything that is wrong in entries and translations, sorted by file, line and column.

        Args:
            paths: only findings in these files and folders; all where empty. A record stands for
                its catalogs, too.
        """
        from kb.content.checks import check_content

        issues = [*check_content(self.content, paths), *self.check_translations(paths)]
        return sorted(issues, key=lambda one: (one.where, one.code))

    def check_translations(
        self, paths: Sequence[Path] = (), ids: Sequence[str] = (), langs: Sequence[str] = ()
    ) -> list[Issue]:
        """Everything that is wrong in the translations, sorted by file and line.

        Args:
            paths: only findings in these catalogs, or in those of these records; all where empty.
            ids: only catalogs of these records.
            langs: only these languages.
        """
        from kb.translation.checks import check_translations

        return check_translations(self.content, self.terms, paths, langs, ids)

    @cached_property
    def terms(self) -> Terms | None:
        """The glossary's terms, ready to be found; None without a glossary."""
        from kb.translation.terms import Terms

        glossary = self.content.glossary
        return Terms(glossary, self.analysers) if glossary else None

    @cached_property
    def analysers(self) -> Analysers:
        """What makes word forms of its languages meet; dictionaries are opened when needed."""
        from kb.words.analysis import Analysers
        from kb.words.dictionary import dictionaries_folder
        from kb.words.languages import primary

        langs = tuple(dict.fromkeys(map(primary, self.content.settings.languages)))
        cache = self._cache or default_cache()
        return Analysers(langs, dictionaries_folder(cache), self._progress)

    @cached_property
    def known_entries(self) -> KnownEntries:
        """What the entries say, to learn from; what was counted is kept in the cache."""
        from kb.authoring.advising.profiles import KnownEntries

        cache = self._cache or default_cache()
        return KnownEntries.load_with(self.content, self.analysers, cache, self._progress)

    @cached_property
    def translations(self) -> TranslationWorkshop:
        """The catalogs: how far they are, updates, reviews, ways out and back."""
        from kb.translation.workshop import TranslationWorkshop

        return TranslationWorkshop(self.root, self._cache or default_cache(), self._progress)

    def localise(self, record: Record, lang: str, kind: str = "practice") -> LocalisedTexts:
        """The texts of a record for a reader, each with its language and state.

        Args:
            record: whose texts.
            lang: language of the reader, BCP 47.
            kind: kind of the record.
        """
        from kb.translation.localise import localise

        settings = self.find_record("settings", "kb")
        return localise(self.root, kind, record, lang, getattr(settings, "fallback", "en"))


def _faulty_practice(practice_id: str, path: Path) -> KbError:
    return KbError(
        N_('The entry "%(id)s" has faults and cannot be shown. "kb check %(path)s" lists them.'),
        id=practice_id,
        path=path.as_posix(),
    )


def _unknown_practice(practice_id: str, known: Sequence[str]) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(practice_id.casefold(), known, n=1, cutoff=0.5)
    if near:
        return UsageError(
            N_('There is no practice "%(id)s". Did you mean "%(near)s"?'),
            id=practice_id,
            near=near[0],
        )
    return UsageError(N_('There is no practice "%(id)s". "kb list" shows all.'), id=practice_id)


def _unknown_visit(visit_id: str, content: Content) -> KbError:
    from kb.content.nearmiss import find_near

    if ("visit", visit_id) in content.paths:
        return KbError(
            N_("The visit “%(id)s” has faults and cannot be printed. “kb check” lists them."),
            id=visit_id,
        )
    if near := find_near(visit_id, content.visits):
        return UsageError(
            N_("There is no visit “%(id)s”. Did you mean “%(near)s”?"), id=visit_id, near=near
        )
    if not content.visits:
        return UsageError(
            N_("There is no visit “%(id)s”: practices/visits/ holds none yet."), id=visit_id
        )
    known = ", ".join(sorted(content.visits))
    return UsageError(
        N_("There is no visit “%(id)s”. Choose one of these: %(all)s."), id=visit_id, all=known
    )
