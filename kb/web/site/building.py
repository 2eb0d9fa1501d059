"""The whole site as plain files: pages, files to take home, search, and what machines read.

A build writes only what changed, and whatever stops it leaves a site that can be used: what pages
need comes before them, and what no page needs any more goes last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kb.content.root import PRACTICES
from kb.errors import N_, KbError
from kb.export.addresses import Addresses
from kb.knowledgebase import KnowledgeBase, default_cache
from kb.parallel import share_out
from kb.search.selection import Selection
from kb.web.addresses import file_of
from kb.web.site.folder import SiteFolder, digest_of, remove_leftovers
from kb.web.site.front import iter_front_files
from kb.web.site.pagefind import FOLDER
from kb.web.site.pages import (
    PageWriter,
    SiteEdition,
    SiteReader,
    iter_pages,
    open_edition,
    plan_shares,
)
from kb.web.site.prints import (
    BASE,
    Print,
    digest_of_base,
    key_of_base,
    make_prints,
    plan_prints,
)
from kb.web.site.search import key_of_search, make_search

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
_FILES = "files"


@dataclass(frozen=True)
class SiteOrder:
    """What site is wanted.

    Attributes:
        root: folder of the knowledge base.
        cache: folder for caches.
        today: the day of the build.
        langs: its languages; all where empty.
        base_url: where it will lie; what kb.yaml says where empty.
        has_booklets: whether booklets are printed beforehand.
        processes: how many work side by side.
    """

    root: Path
    cache: Path | None
    today: date
    langs: tuple[str, ...] = ()
    base_url: str = ""
    has_booklets: bool = True
    processes: int = 1


class SiteReport(NamedTuple):
    """What came of a build."""

    pages: int
    names: tuple[str, ...]
    """Of all files, pages included, relative to the site's folder."""
    written: int
    removed: int
    base_url: str
    """"" where nobody knows where the site will lie."""
    inputs: tuple[Path, ...]
    """Files it was made from, besides records and translations."""
    faulty: int
    """Entries that are not in it, because they have faults."""


def build_site(
    order: SiteOrder, target: Path, *, force: bool = False, progress: Progress | None = None
) -> SiteReport:
    """Make a site, or bring it up to date.

    Args:
        order: what is wanted.
        target: folder of the site; made where it is missing.
        force: overwrite files in it that no build has made.
        progress: told how far it is.

    Raises:
        UsageError: the folder holds something else.
        KbError: kb.yaml has faults, something cannot be made, or the disk is full.
    """
    return _Build(order, target, force, progress).run()


@dataclass
class _Build:
    """One build."""

    order: SiteOrder
    target: Path
    force: bool
    progress: Progress | None
    digests: dict[str, str] = field(default_factory=dict)
    """Name of every file that is done → digest."""
    keys: dict[str, str] = field(default_factory=dict)
    written: int = 0
    total: int = 0
    """How many files are told of while it works."""

    def run(self) -> SiteReport:
        """All of it."""
        order = self.order
        folder = SiteFolder(self.target, force=self.force)
        edition = self._open()
        base_url = order.base_url or Addresses(edition.settings).homepage or ""
        reader = SiteReader(edition, order.today)
        prints = list(plan_prints(reader, has_booklets=order.has_booklets))
        pages = list(iter_pages(edition))
        self.total = len(pages) + len(prints)
        self._print(folder, prints)
        self._make_search(folder, reader)
        self._write(folder, dict(iter_front_files(reader, base_url)))
        folder.prepare([file_of(one) for one in pages])
        writer = PageWriter(
            order.root,
            order.cache,
            order.langs,
            edition.digest,
            order.today,
            frozenset(self.digests),
            self.target,
            base_url,
        )
        for done in share_out(plan_shares(pages, edition.langs, order.processes), writer):
            for name, digest, is_changed in done:
                self._note(name, digest, is_changed=is_changed)
        self._require_same(edition)
        removed = folder.finish(self.digests, self.keys)
        remove_leftovers(self.target, self.digests)
        return SiteReport(
            len(pages),
            tuple(self.digests),
            self.written,
            len(removed),
            base_url,
            tuple(_inputs(edition)),
            Selection(edition.content).faulty,
        )

    def _open(self) -> SiteEdition:
        order = self.order
        digest = KnowledgeBase(order.root, order.cache).find_digest()
        edition = open_edition(order.root, order.cache, order.langs, digest)
        if not edition.settings.title:
            raise KbError(
                N_("practices/kb.yaml has faults, so nothing is shown. “kb check” lists them.")
            )
        return edition

    def _print(self, folder: SiteFolder, prints: list[Print]) -> None:
        """Files to take home; those that are there and would be the same stay."""
        folder.prepare([one.name for one in prints])
        known = _known(folder)
        self.keys[BASE] = key_of_base(self.order.root, prints)
        if known.get(BASE) == self.keys[BASE] and all(one.name in known for one in prints):
            for one in prints:
                self._keep(folder, one.name, known[one.name])
            return
        order = self.order
        for done in make_prints(prints, known, order.root, order.cache, order.processes):
            if done.data is None:
                self._keep(folder, done.name, done.key)
                continue
            self.keys[done.name] = done.key
            if done.data:
                is_changed = folder.write(done.name, done.data)
                self._note(done.name, digest_of(done.data), is_changed=is_changed)

    def _make_search(self, folder: SiteFolder, reader: SiteReader) -> None:
        """The search, unless it is there and would be the same."""
        order, langs = self.order, reader.edition.langs
        key = key_of_search(digest_of_base(order.root), langs)
        manifest = folder.manifest
        there = [one for one in manifest.files if one.startswith(f"{FOLDER}/")]
        self.keys[FOLDER] = key
        if manifest.keys.get(FOLDER) == key and all(_is_there(folder, one) for one in there):
            for one in there:
                self._note(one, manifest.files[one], is_changed=False)
            return
        cache = order.cache or default_cache()
        self._write(folder, dict(make_search(reader, cache, order.processes)))

    def _keep(self, folder: SiteFolder, name: str, key: str) -> None:
        self.keys[name] = key
        if name in folder.manifest.files:
            self._note(name, folder.manifest.files[name], is_changed=False)

    def _write(self, folder: SiteFolder, files: Mapping[str, bytes]) -> None:
        folder.prepare(files)
        for name, data in files.items():
            is_changed = folder.write(name, data)
            self.digests[name] = digest_of(data)
            self.written += is_changed

    def _note(self, name: str, digest: str, *, is_changed: bool) -> None:
        self.digests[name] = digest
        self.written += is_changed
        if self.progress:
            self.progress(_FILES, len(self.digests), max(self.total, len(self.digests)))

    def _require_same(self, edition: SiteEdition) -> None:
        """A site is never half from old and half from new records."""
        if KnowledgeBase(self.order.root, self.order.cache).find_digest() != edition.digest:
            raise KbError(
                N_("Entries were changed while the site was being built. Build it once more.")
            )


def _known(folder: SiteFolder) -> dict[str, str]:
    """Name → key of the files that are there as they were made, and of those not to be made."""
    manifest = folder.manifest
    found = {}
    for name, key in manifest.keys.items():
        if name not in manifest.files or _is_there(folder, name):
            found[name] = key
    return found


def _is_there(folder: SiteFolder, name: str) -> bool:
    """Whether a file of the last build is as it was made."""
    path = folder.root / name
    try:
        is_same = digest_of(path.read_bytes()) == folder.manifest.files[name]
    except OSError:
        return False
    return is_same and not path.is_symlink()


def _inputs(edition: SiteEdition) -> Iterable[Path]:
    """Files besides records and translations that the site was made from."""
    if logo := edition.settings.logo:
        yield edition.root / PRACTICES / logo.file
