"""Files to take home, through the application: really made, by a process of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pypdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb import KnowledgeBase
from kb.web.addresses import FILES
from kb.web.edition import Edition
from kb.web.page import TooMuchError
from kb.web.printing import jobs
from kb.web.printing.desk import Printer
from kb.web.printing.jobs import PACK, PRINTED, Job, find_file, offered, page_of, parse_job
from kb.web.printing.printer import make_file
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import practice_data, write_base
from tests.web.conftest import ROOT, MakeReader

CHOSEN = ("fi-kainuu-mok", "at-lungau-sprachcafe", "at-gusen-fahrradwerkstatt")
TEXT = ",".join(CHOSEN)
HOSTILE = "#eval(1+1) <script>alert(1)</script> $x$ {{ 7*7 }} \\u0041 =SUM(A1)"
PERSON = "Paula Planted"
VISIT = {
    "language": "de-AT",
    "status": "published",
    "title": "Besuch im Tal",
    "country": "AT",
    "start": "2026-05-04",
    "practices": ["at-sprachcafe"],
    "programme": [{"title": "Rundgang", "date": "2026-05-04"}],
    "participants": [{"name": "Gäste", "country": "FI", "languages": ["fi", "de"]}],
    "former_ids": ["at-reise"],
}


@pytest.fixture(scope="module")
def shipped(keeper: EditionKeeper, kb_cache: Path) -> Iterator[FlaskClient]:
    """The shipped base with a printer."""
    printer = Printer(ROOT, kb_cache)
    yield create_app(keeper, printer=printer).test_client()
    printer.close()


@pytest.fixture(scope="module")
def small_base(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> KnowledgeBase:
    """A base with a published practice, a draft and a visit."""
    person = {"name": PERSON, "organisation": "Verein am Platz"}
    booklet_only = {**person, "consent": {"given_on": "2026-05-04", "scope": ["booklet"]}}
    root = write_base(
        tmp_path_factory.mktemp("base"),
        [
            practice_data(former_ids=["at-frueher"], contacts=[booklet_only]),
            practice_data(id="at-entwurf", status="draft", title="Geheimplan"),
        ],
        visits={"at-besuch": VISIT},
    )
    return KnowledgeBase.open(root, kb_cache)


@pytest.fixture(scope="module")
def small(small_base: KnowledgeBase, kb_cache: Path) -> Iterator[FlaskClient]:
    """The small base with a printer."""
    keeper = EditionKeeper(lambda: KnowledgeBase.open(small_base.root, kb_cache))
    printer = Printer(small_base.root, kb_cache)
    yield create_app(keeper, printer=printer).test_client()
    printer.close()


def words_of_pdf(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def words_of_docx(answer: TestResponse) -> str:
    import docx

    assert answer.status_code == 200, answer.text
    found = docx.Document(io.BytesIO(answer.data)).element.body.iter()
    return " ".join(one.text for one in found if one.tag.endswith("}t") and one.text)


def titles_in(edition: Edition, lang: str) -> list[str]:
    """What the chosen practices are called, in the order of the booklet: by country."""
    shelf = edition.shelf
    found = map(shelf.find_practice, (*CHOSEN[1:], CHOSEN[0]))
    return [shelf.texts(one, lang).find("title", one.title).value for one in found if one]


def squeezed(text: str) -> str:
    """A text as it is, however it was broken into lines."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


# Booklets


def test_a_pdf_of_the_basket_has_its_practices_in_order_in_two_languages(
    shipped: FlaskClient, edition: Edition
) -> None:
    answer = shipped.get(f"/fi/basket.pdf?basket={TEXT}&second=sv&title=Matka")
    words = squeezed(words_of_pdf(answer))
    assert answer.headers["Content-Disposition"] == "attachment; filename=matka-fi-sv.pdf"
    assert words.index("Matka") < words.index(squeezed("3 hyvää käytäntöä"))
    for lang in ("fi", "sv"):
        found = [words.index(squeezed(one)) for one in titles_in(edition, lang)]
        assert found == sorted(found)


def test_a_pdf_has_the_paper_that_was_wanted(small: FlaskClient) -> None:
    answer = small.get("/de/practices/at-sprachcafe.pdf?paper=a5")
    page = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0]
    assert float(page.mediabox.width) == pytest.approx(148 / 25.4 * 72, abs=1)


def test_a_word_file_of_the_basket_has_its_practices_in_two_languages(
    shipped: FlaskClient, edition: Edition
) -> None:
    answer = shipped.get(f"/sv/basket.docx?basket={TEXT}&second=de")
    words = words_of_docx(answer)
    for lang in ("sv", "de"):
        found = [words.index(one) for one in titles_in(edition, lang)]
        assert found == sorted(found)
    assert answer.headers["Content-Disposition"] == "attachment; filename=practices-sv-de.docx"


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "md"])
def test_a_hostile_title_is_text(small: FlaskClient, suffix: str) -> None:
    answer = small.get(f"/de/basket.{suffix}?basket=at-sprachcafe&title={quote(HOSTILE)}")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=eval-1-1-script-alert-1-script-x-7-7-u0041")
    match suffix:
        case "pdf":
            assert squeezed(HOSTILE) in squeezed(words_of_pdf(answer))
        case "docx":
            assert HOSTILE in words_of_docx(answer)
        case "html":
            assert "<script>" not in answer.text
            assert "#eval(1+1) &lt;script&gt;" in answer.text


# Every kind of file


def every_file() -> list[tuple[str, str]]:
    return [(kind, suffix) for kind in PRINTED for suffix in offered(kind)]


@pytest.mark.parametrize(("kind", "suffix"), every_file())
def test_every_file_can_be_fetched(
    small: FlaskClient, kind: str, suffix: str, make_reader: MakeReader
) -> None:
    if kind == "search-result":
        pytest.importorskip("kb.web.pages.search")
    ids = {"practice": "at-sprachcafe", "country": "at", "topic": "housing", "visit": "at-besuch"}
    ids["topic"] = practice_data()["topics"][0]
    links = make_reader(page_of(kind), lang="de").links
    query = {"basket": "at-sprachcafe"} if kind == "basket-booklet" else {}
    answer = small.get(links.file(kind, ids.get(page_of(kind), ""), suffix, query=query))
    assert answer.status_code == 200, answer.text
    name = answer.headers["Content-Disposition"].removeprefix("attachment; filename=")
    assert name.isascii()
    assert name.endswith((f"-de.{suffix}", f".{suffix}"))
    assert answer.headers["Content-Type"] == jobs._TYPES[suffix]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert b"Geheimplan" not in answer.data
    assert PERSON.encode() not in answer.data
    again = small.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    if not query:
        assert (again.status_code, again.data) == (304, b"")


def test_who_agreed_to_paper_alone_is_in_no_file_of_the_web(small_base: KnowledgeBase) -> None:
    job = Job("md", ("de",), "2026-11-22", ("at-sprachcafe",))
    assert PERSON not in make_file(small_base, job).decode()
    pack = make_file(small_base, Job(PACK, ("de",), "2026-11-22", visit="at-besuch"))
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        page = archive.read("at-besuch/at-besuch-de.html").decode()
        sheet = archive.read("at-besuch/at-besuch-contacts-de.xlsx")
    assert "Verein am Platz" in page
    assert PERSON not in page
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        assert not [one for one in archive.namelist() if PERSON.encode() in archive.read(one)]


def test_a_pack_is_in_the_language_of_the_page_or_in_those_of_all(small: FlaskClient) -> None:
    one = small.get("/sv/visits/at-besuch.zip")
    every = small.get("/sv/visits/at-besuch.zip?lang=all")
    assert "at-besuch-sv.zip" in one.headers["Content-Disposition"]
    assert "at-besuch-de-fi.zip" in every.headers["Content-Disposition"]
    names = zipfile.ZipFile(io.BytesIO(every.data)).namelist()
    assert {"at-besuch/at-besuch-de.pdf", "at-besuch/at-besuch-fi.pdf"} <= set(names)
    assert zipfile.ZipFile(io.BytesIO(one.data)).testzip() is None


@pytest.mark.parametrize(
    ("path", "today"),
    [
        ("/de/practices/at-frueher.pdf?paper=a5", "/de/practices/at-sprachcafe.pdf?paper=a5"),
        ("/de/visits/at-reise.zip", "/de/visits/at-besuch.zip"),
        ("/de/visits/at-reise.ics", "/de/visits/at-besuch.ics"),
    ],
)
def test_former_ids_lead_to_those_of_today(small: FlaskClient, path: str, today: str) -> None:
    answer = small.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, today)


def test_a_basket_with_a_former_id_is_printed(small: FlaskClient) -> None:
    old = small.get("/de/basket.md?basket=at-frueher")
    assert old.data == small.get("/de/basket.md?basket=at-sprachcafe").data


@pytest.mark.parametrize(
    "path",
    [
        "/de/practices/at-entwurf.pdf",
        "/de/practices/at-nichts.pdf",
        "/de/practices/at-sprachcafe.exe",
        "/de/practices/at-sprachcafe.csv",
        "/de/practices/..%2f..%2fkb.pdf",
        "/de/countries/zz.pdf",
        "/de/topics/no-such-topic.pdf",
        "/de/visits/at-nichts.zip",
        "/de/basket.pdf",
        "/de/basket.pdf?basket=at-entwurf",
        "/de/basket.xlsx?basket=at-sprachcafe",
        "/de/data/practices.sql",
        "/xx/basket.pdf?basket=at-sprachcafe",
    ],
)
def test_what_is_not_there_is_told_in_a_page(small: FlaskClient, path: str) -> None:
    answer = small.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "query",
    [f"basket={','.join(f'at-{n}' for n in range(41))}", f"basket={TEXT}&title={'x' * 121}"],
)
def test_what_is_too_much_is_told_in_a_page(shipped: FlaskClient, query: str) -> None:
    answer = shipped.get(f"/sv/basket.pdf?{query}")
    assert answer.status_code == 400
    assert 'lang="sv"' in answer.text


def test_a_booklet_does_not_grow_without_end(
    make_reader: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_PRINTED", 2)
    with pytest.raises(TooMuchError, match="at most 2"):
        find_file(make_reader("country", "at"), "country-booklet", "pdf")
    assert find_file(make_reader("data"), "dataset", "csv").job.form == "csv"


def test_a_format_whose_package_is_missing_is_not_there(
    small: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_NEEDS", {"pdf": ("no_such_package",)})
    jobs.can_make.cache_clear()
    try:
        assert small.get("/de/practices/at-sprachcafe.pdf").status_code == 404
        assert "pdf" not in offered("practice-booklet")
    finally:
        jobs.can_make.cache_clear()


def test_every_printed_file_has_an_address() -> None:
    assert set(PRINTED) == set(FILES) - {"feed"}


def test_a_job_survives_the_way_to_another_process() -> None:
    job = Job("pdf", ("fi", "de"), "2026-11-22", CHOSEN, title='"\n\U0001f600 <x>', paper="a5")
    assert "\n" not in job.text
    assert parse_job(job.text) == job
