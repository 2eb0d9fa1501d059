"""Files to take home, made beforehand: data, and booklets of countries, topics and visits.

A booklet takes a second and much memory, so processes of their own print them, and one is printed
only where something else would stand in it than in the one that is there. The day of its edition
alone is no reason: it bears the day it was printed first.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from kb.content.root import record_paths
from kb.content.store import MODELS
from kb.errors import KbError
from kb.export.exporting import FORMATS, Wish
from kb.knowledgebase import KnowledgeBase
from kb.model import Practice
from kb.parallel import ended_early, ignore_interrupts, share_out
from kb.translation.catalogs import LOCALES
from kb.version import __version__
from kb.web.addresses import Address
from kb.web.page import NotThereError, TooMuchError
from kb.web.printing.jobs import PACK, Job, find_file, offered, page_of, parse_job
from kb.web.printing.printer import make_file
from kb.web.site.folder import digest_of
from kb.web.site.pages import SiteReader, file_path

BASE = "*"
"""The key of everything together, beside those of single files."""
_MOST_TASKS = 24
"""So many files a process makes, more or less; then another takes its place, and its memory is
free again."""
_IN_ALL_LANGUAGES = ("skos",)
"""Formats whose files are the same in all languages."""
_NO_DAY = date(2000, 1, 1)


class Print(NamedTuple):
    """A file that a site has."""

    name: str
    """Relative to the site's root."""
    job: Job


class Printed(NamedTuple):
    """What came of a file."""

    name: str
    key: str
    data: bytes | None
    """None where the file that is there is still right; b"" where there is nothing to put in."""


# Which files there are


def plan_prints(reader: SiteReader, *, has_booklets: bool) -> Iterator[Print]:
    """All files that are made beforehand.

    Args:
        reader: of the site.
        has_booklets: whether booklets and packs are among them, or data and calendars only.
    """
    for lang in reader.edition.langs:
        yield from _plan(reader, lang, "dataset", ("",))
        visits = [one.id for one in reader.edition.shelf.iter_visits()]
        yield from _plan(reader, lang, "visit-calendar", visits)
        if has_booklets:
            countries = [one.lower() for one in reader.edition.shelf.country_codes()]
            yield from _plan(reader, lang, "country-booklet", countries, ("pdf",))
            yield from _plan(reader, lang, "topic-booklet", _broad_topics(reader), ("pdf",))
            yield from _plan(reader, lang, "visit-pack", visits)


def _plan(
    reader: SiteReader, lang: str, kind: str, ids: Iterable[str], only: tuple[str, ...] = ()
) -> Iterator[Print]:
    for record_id in ids:
        asked = reader.at(Address(lang, page_of(kind), record_id))
        for suffix in offered(kind):
            if only and suffix not in only:
                continue
            try:
                job = find_file(asked, kind, suffix).job
            except (NotThereError, TooMuchError):
                continue
            yield Print(file_path(lang, kind, record_id, suffix), job)


def _broad_topics(reader: SiteReader) -> list[str]:
    topics = reader.edition.shelf.vocabularies.get("topics")
    return [one.id for one in topics.concepts if not one.broader] if topics else []


# Making them


def make_prints(
    prints: Iterable[Print],
    known: Mapping[str, str],
    root: Path,
    cache: Path | None,
    processes: int,
) -> Iterator[Printed]:
    """The files, as they are done.

    Args:
        prints: which.
        known: name of a file that is there → key of what is in it, see `Printed`.
        root: folder of the knowledge base.
        cache: folder for caches.
        processes: how many print side by side.

    Raises:
        KbError: one cannot be made.
    """
    whole = digest_of_base(root)
    groups: dict[Job, list[str]] = {}
    first: tuple[str, ...] = ()
    for one in prints:
        first = first or one.job.langs
        in_all = one.job.form in _IN_ALL_LANGUAGES
        job = replace(one.job, langs=first) if in_all else one.job
        groups.setdefault(job, []).append(one.name)
    tasks = [
        _Task(tuple(names), job.text, _key_known(names, known), root, cache, whole)
        for job, names in groups.items()
    ]
    for answer in (*_make_light(tasks, processes), *_make_booklets(tasks, processes)):
        yield from _told(answer)


def _key_known(names: Sequence[str], known: Mapping[str, str]) -> str:
    """The key of files that have the same in them, if all of them are there."""
    keys = {known.get(one, "") for one in names}
    return keys.pop() if len(keys) == 1 else ""


def _make_light(tasks: Iterable[_Task], processes: int) -> Iterator[_Answer]:
    """Data and calendars: fast, where everything is read already."""
    light = [one for one in tasks if not _is_heavy(one)]
    if light and processes > 1:
        _ = _open(light[0].root, light[0].cache, light[0].whole).content  # for all copies of us
    yield from share_out([light[number::processes] for number in range(processes)], _make)


def _make_booklets(tasks: Iterable[_Task], processes: int) -> Iterator[_Answer]:
    """Booklets and packs, in processes that give their memory back."""
    # Languages together: what was set before is set faster.
    heavy = sorted(filter(_is_heavy, tasks), key=lambda one: one.names)
    if processes < 2 or len(heavy) < 2:
        yield from map(_make, heavy)
        return
    # Not by "max_tasks_per_child": with that, Python may wait for ever (gh-115634).
    most = processes * _MOST_TASKS
    for first in range(0, len(heavy), most):
        yield from _make_side_by_side(heavy[first : first + most], processes)


def _make_side_by_side(tasks: Sequence[_Task], processes: int) -> Iterator[_Answer]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, ignore_interrupts) as pool:
        waiting = [pool.submit(_make, one) for one in tasks]
        try:
            for one in as_completed(waiting):
                yield one.result()
        except BrokenProcessPool:
            raise ended_early() from None
        finally:
            pool.shutdown(cancel_futures=True)


def _is_heavy(task: _Task) -> bool:
    form = parse_job(task.job).form
    return form == PACK or FORMATS[form].is_booklet


class _Task(NamedTuple):
    """What a process makes: a file, or several with the same in them."""

    names: tuple[str, ...]
    job: str
    known: str
    root: Path
    cache: Path | None
    whole: str
    """Digest of the knowledge base: what a process has read serves for this state of it only."""


class _Answer(NamedTuple):
    """What a process sends back."""

    names: tuple[str, ...]
    key: str
    data: bytes | None
    fault: tuple[str, dict[str, object]] | None = None
    """Message and values of an error, which cannot be sent as it is."""


def _make(task: _Task) -> _Answer:
    """Make a file where that is needed, in whichever process."""
    job = parse_job(task.job)
    base = _open(task.root, task.cache, task.whole)
    try:
        key = _key_of(base, job, task.whole)
        data = None if key == task.known else make_file(base, job)
    except KbError as error:
        return _Answer(task.names, "", None, (error.message, dict(error.params)))
    return _Answer(task.names, key, data)


def _told(answer: _Answer) -> Iterator[Printed]:
    if answer.fault:
        message, params = answer.fault
        raise KbError(message, **params)
    for name in answer.names:
        yield Printed(name, answer.key, answer.data)


@lru_cache(maxsize=1)
def _open(root: Path, cache: Path | None, _whole: str) -> KnowledgeBase:
    return KnowledgeBase(root, cache)


def _key_of(base: KnowledgeBase, job: Job, whole: str) -> str:
    """Changes with what is in a file, but for the day it was made."""
    asked = replace(job, today=_NO_DAY.isoformat())
    parts = [*_versions(), asked.text]
    practices = [base.content.practices[one] for one in job.practices]
    visit = base.content.visits[job.visit] if job.visit else None
    if visit:
        practices = base.practices_of(visit)[0]
        parts.append(repr(visit))
    if job.form == PACK or FORMATS[job.form].is_booklet:
        for lang in job.langs:
            wish = Wish(tuple(practices), (lang,), _NO_DAY, visit, job.title, job.paper)
            parts.append(repr(base.export(wish).booklet))
    else:
        parts.append(whole)
    parts += map(_contacts_of, practices)
    return digest_of("\n".join(parts).encode())


def _contacts_of(practice: Practice) -> str:
    return repr((practice.id, practice.contacts))


def key_of_base(root: Path, prints: Iterable[Print]) -> str:
    """Changes with anything that is in any of the files, but for the day."""
    jobs = [replace(one.job, today=_NO_DAY.isoformat()).text for one in prints]
    return digest_of(json.dumps([*_versions(), digest_of_base(root), *jobs]).encode())


def _versions() -> list[str]:
    """What the same words may look different with."""
    found = [__version__]
    with suppress(PackageNotFoundError):
        found.append(version("typst"))
    return found


def digest_of_base(root: Path) -> str:
    """Changes with the content of any record or translation."""
    paths = [path for kind in MODELS for path in record_paths(root, kind)]
    paths += sorted((root / LOCALES).rglob("*.po"))
    whole = sha256()
    for path in paths:
        if path.is_file():
            whole.update(f"{path.relative_to(root).as_posix()}\n".encode())
            whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()
