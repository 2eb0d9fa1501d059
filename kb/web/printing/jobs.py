"""What is to be printed: every file to take home as a job that another process understands.

The server, its printing process and a build of plain files agree here on which files there are
and what is in them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from kb.errors import N_
from kb.export.exporting import FORMATS, PAPERS
from kb.export.pack import file_name, languages_of
from kb.model import Practice
from kb.search.selection import Selection
from kb.translation.formats import country_name
from kb.web.addresses import FILES
from kb.web.basket import LONGEST_TITLE, MOST_PRACTICES, clean_title
from kb.web.page import Moved, NotThereError, Reader, TooMuchError
from kb.words.languages import primary

PACK = "pack"
"""The format of a visit's pack: everything for it as one ZIP."""
MOST_PRINTED = 100
"""A booklet of more takes gigabytes of memory; whoever needs one prints it with `kb export`."""
ALL_LANGS = "all"


@dataclass(frozen=True)
class Job:
    """A file that somebody wants.

    Attributes:
        form: a key of `FORMATS`, or `PACK`.
        langs: languages of the file, one or two; of a pack: one booklet each.
        today: ISO date of the edition.
        practices: ids, in the order wanted; of a pack none, as its visit says which.
        visit: id of the visit it is for.
        title: of a booklet; made from the visit or the knowledge base where empty.
        paper: one of `PAPERS`.
    """

    form: str
    langs: tuple[str, ...]
    today: str
    practices: tuple[str, ...] = ()
    visit: str = ""
    title: str = ""
    paper: str = PAPERS[0]

    @property
    def text(self) -> str:
        """As it is handed to another process: one line of JSON."""
        return json.dumps(asdict(self))


def parse_job(text: str | bytes) -> Job:
    """The job that `Job.text` was made of."""
    data = json.loads(text)
    return Job(**data | {name: tuple(data[name]) for name in ("langs", "practices")})


class Wanted(NamedTuple):
    """A file as a server hands it out."""

    job: Job
    name: str
    """What it is called on the reader's disk: ASCII."""
    media_type: str
    is_listed: bool
    """Whether search engines may list it: not what was made for one reader."""


class _Kind(NamedTuple):
    """A kind of file, as `FILES` has it."""

    page: str
    """The kind of page it is offered on, whose ids it has."""
    forms: Mapping[str, str]
    """Suffix of the file → its format."""
    make: Callable[[Reader, str], Job]
    is_listed: bool = True


def find_file(reader: Reader, kind: str, suffix: str) -> Wanted:
    """The file that a reader asks for.

    Args:
        reader: on the page that offers it, see `page_of`.
        kind: a key of `FILES` that is printed.
        suffix: its format.

    Raises:
        NotThereError: there is none such.
        Moved: the record has another id today.
        TooMuchError: the title is too long, or there is too much in it.
    """
    form = _KINDS[kind].forms.get(suffix)
    if form is None or not can_make(form):
        raise NotThereError(N_("This cannot be had as “%(suffix)s”."), suffix=suffix)
    job = _KINDS[kind].make(reader, form)
    most = MOST_PRINTED if form != PACK and FORMATS[form].is_booklet else len(job.practices)
    if len(job.practices) > most:
        raise TooMuchError(
            N_("These are %(num)d practices; a booklet holds at most %(most)d. Choose fewer."),
            num=len(job.practices),
            most=most,
        )
    stem = job.visit or _stem_of(kind, reader.address.id, job)
    name = f"{stem}-{'-'.join(job.langs)}.zip" if form == PACK else file_name(stem, form, job.langs)
    return Wanted(job, name, _TYPES[suffix], _KINDS[kind].is_listed)


def page_of(kind: str) -> str:
    """The kind of page that offers a kind of printed file."""
    return _KINDS[kind].page


def offered(kind: str) -> tuple[str, ...]:
    """The suffixes a kind of file can be had with, where only some packages are installed."""
    return tuple(suffix for suffix, form in _KINDS[kind].forms.items() if can_make(form))


@cache
def can_make(form: str) -> bool:
    """Whether the packages that a format needs are installed."""
    return all(find_spec(one) is not None for one in _NEEDS.get(form, ()))


# One kind of file each


def _of_practice(reader: Reader, form: str) -> Job:
    practice_id = reader.address.id
    practice = reader.edition.shelf.find_practice(practice_id)
    if practice is None:
        raise _not_there(reader, "practice")
    title = reader.voices.of(practice).texts[0].find("title", practice.title)
    # A title on the cover is taken for one in the booklet's language.
    is_said = title.lang == reader.lang
    return _job(reader, form, [practice], title.value if is_said else "")


def _of_basket(reader: Reader, form: str) -> Job:
    basket = reader.basket.of_today(reader.edition.shelf)
    if basket.too_many:
        raise TooMuchError(
            N_("A basket holds at most %(most)d practices. Make two booklets of them."),
            most=MOST_PRACTICES,
        )
    title = clean_title(reader.first("title"))
    if len(title) > LONGEST_TITLE:
        raise TooMuchError(
            N_("The title is too long: it may have %(most)d characters."), most=LONGEST_TITLE
        )
    return _job(reader, form, _on_shelf(reader, basket.ids), title)


def _of_country(reader: Reader, form: str) -> Job:
    code = reader.address.id.upper()
    shelf = reader.edition.shelf
    found = [one for one in shelf.practices if one.location and one.location.country == code]
    return _job(reader, form, found, country_name(code, reader.lang))


def _of_topic(reader: Reader, form: str) -> Job:
    topic = reader.address.id
    lineage = Selection(reader.edition.content).lineage
    found = [
        one for one in reader.edition.shelf.practices if topic in lineage("topics", one.topics)
    ]
    label = reader.voices.concept("topics", topic)[0]
    return _job(reader, form, found, label.value if label.lang == reader.lang else "")


def _of_search(reader: Reader, form: str) -> Job:
    from kb.web.searching import find_found  # the printing process needs none of it

    return _job(reader, form, _on_shelf(reader, find_found(reader)))


def _of_all(reader: Reader, form: str) -> Job:
    return _job(reader, form, reader.edition.shelf.practices)


def _of_visit(reader: Reader, form: str) -> Job:
    visit = reader.edition.shelf.find_visit(reader.address.id)
    if visit is None:
        raise _not_there(reader, "visit")
    langs: tuple[str, ...] = (reader.lang,)
    if form == PACK and reader.first("lang") == ALL_LANGS:
        langs = languages_of(visit, reader.edition.langs, reader.lang)
    paper = _paper_of(reader) if form == PACK else PAPERS[0]
    return Job(form, langs, reader.today.isoformat(), visit=visit.id, paper=paper)


def _job(reader: Reader, form: str, practices: Iterable[Practice], title: str = "") -> Job:
    ids = tuple(one.id for one in practices)
    if not ids:
        raise NotThereError(N_("There is no published practice to print."))
    langs = (reader.lang, *filter(None, (second_lang(reader),)))
    is_booklet = FORMATS[form].is_booklet
    return Job(
        form,
        langs,
        reader.today.isoformat(),
        ids,
        title=title if is_booklet else "",
        paper=_paper_of(reader) if is_booklet else PAPERS[0],
    )


def second_lang(reader: Reader) -> str | None:
    """The language that a reader wants beside that of the page."""
    second = reader.edition.find_lang(reader.first("second"))
    return second if second and primary(second) != primary(reader.lang) else None


def _paper_of(reader: Reader) -> str:
    paper = reader.first("paper").lower()
    return paper if paper in PAPERS else PAPERS[0]


def _on_shelf(reader: Reader, ids: Iterable[str]) -> list[Practice]:
    return [one for one in map(reader.edition.shelf.find_practice, ids) if one]


def _not_there(reader: Reader, kind: str) -> Exception:
    """Why there is no file of a record: it has another id today, or there is none."""
    asked, shelf = reader.address.id, reader.edition.shelf
    today = shelf.find_by_former_id(kind, asked)
    if today and reader.edition.find_record(kind, today):
        return Moved(kind, today)
    return NotThereError(N_("There is no page of this name: “%(id)s”."), id=asked)


def _stem_of(kind: str, record_id: str, job: Job) -> str:
    """What a file is called but for languages and format."""
    if kind == "basket-booklet":
        plain = unicodedata.normalize("NFKD", job.title).encode("ascii", "ignore").decode()
        words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        return words[:60].strip("-") or "practices"
    return record_id or "practices"


_BOOKLET = {one: one for one in ("pdf", "docx", "html", "md")}
_KINDS: Mapping[str, _Kind] = {
    "practice-booklet": _Kind("practice", _BOOKLET, _of_practice),
    "basket-booklet": _Kind("basket", _BOOKLET, _of_basket, is_listed=False),
    "country-booklet": _Kind("country", _BOOKLET, _of_country),
    "topic-booklet": _Kind("topic", _BOOKLET, _of_topic),
    "search-result": _Kind(
        "search", {one: one for one in ("csv", "xlsx", "pdf")}, _of_search, is_listed=False
    ),
    "dataset": _Kind(
        "data",
        {one: one for one in ("json", "csv", "xlsx", "geojson", "jsonld")} | {"ttl": "skos"},
        _of_all,
    ),
    "visit-pack": _Kind("visit", {"zip": PACK}, _of_visit),
    "visit-calendar": _Kind("visit", {"ics": "ics"}, _of_visit),
}
PRINTED = tuple(one for one in FILES if one in _KINDS)
"""The kinds of files that are printed."""

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
}
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "pdf": ("typst",),
    "docx": ("docx", "typst"),
    "xlsx": ("openpyxl",),
    "ics": ("icalendar",),
    "skos": ("rdflib",),
    PACK: ("typst", "openpyxl", "icalendar"),
}
"""Format → modules of the packages that make it."""
