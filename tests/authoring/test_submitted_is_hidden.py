"""What was submitted is as hidden as a draft: it leaves the house by no way."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from flask.testing import FlaskClient

from kb import KnowledgeBase
from kb.errors import KbError
from kb.export.exporting import FORMATS, Wish
from kb.export.records import describe_record
from kb.export.shelf import Shelf
from kb.export.voices import Voices
from kb.model.practice import ConsentScope
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import practice_data, write_base
from tests.web.sites import build, files_of

DAY = date(2026, 11, 23)
PLAN = "Geheimplan"
SIGNED = "Verband der Lesenden"
INSIDE = ("Autorin Anna", "Erst war es zu kurz")
STEPS = [
    {"status": "submitted", "by": INSIDE[0], "on": "2025-03-01", "note": INSIDE[1]},
    {"status": "published", "by": SIGNED, "on": "2025-04-02", "note": INSIDE[1]},
]
VISIT = {
    "language": "de-AT",
    "status": "published",
    "title": "Besuch im Tal",
    "country": "AT",
    "start": "2026-05-04",
    "practices": ["at-sprachcafe", "at-eingereicht"],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published entry that others signed, and submitted records of every kind."""
    hidden = {"language": "de-AT", "status": "submitted", "title": PLAN}
    return write_base(
        tmp_path_factory.mktemp("base"),
        [
            practice_data(steps=STEPS, related=["at-eingereicht"], part_of="geheim"),
            practice_data(id="at-eingereicht", status="submitted", title=PLAN, steps=STEPS[:1]),
        ],
        visits={"at-besuch": VISIT, "at-still": {**VISIT, **hidden}},
        projects={"geheim": hidden},
        groups={"at-kreis": {**hidden, "country": "AT"}},
    )


@pytest.fixture(scope="module")
def base(root: Path, kb_cache: Path) -> KnowledgeBase:
    return KnowledgeBase.open(root, kb_cache)


@pytest.fixture(scope="module")
def client(root: Path, kb_cache: Path) -> FlaskClient:
    keeper = EditionKeeper(lambda: KnowledgeBase.open(root, kb_cache))
    return create_app(keeper).test_client()


def readable(data: bytes) -> str:
    """All that a file says, whatever it is packed in."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(readable(archive.read(name)) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        return "\n".join(one.extract_text() for one in pages)
    return data.decode("utf-8", "replace")


def traces(text: str) -> list[str]:
    return [one for one in (PLAN, "at-eingereicht", *INSIDE) if one in text]


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_in_no_format(name: str, base: KnowledgeBase) -> None:
    visit = base.content.visits["at-besuch"]
    wish = Wish(tuple(base.content.practices.values()), ("de",), DAY, visit)
    text = readable(base.export(wish).render(name).data)
    assert traces(text) == []
    if FORMATS[name].is_booklet:
        assert SIGNED in text


def test_it_cannot_be_exported_by_name(base: KnowledgeBase) -> None:
    from kb.export.exporting import require_published

    with pytest.raises(KbError, match="is not published"):
        require_published([base.content.practices["at-eingereicht"]])


def test_json_tells_who_published_and_nothing_else(base: KnowledgeBase) -> None:
    from kb.export.data import describe_practice

    practice = base.content.practices["at-sprachcafe"]
    shelf = Shelf(base.content, [practice], ConsentScope.WEB)
    found = describe_practice(shelf, shelf.practices[0], ["de"])
    assert found["steps"] == [{"status": "published", "by": SIGNED, "on": "2025-04-02"}]
    assert found["related"] == []


def test_search_finds_it_only_when_asked_within_the_house(base: KnowledgeBase) -> None:
    for query in (PLAN, "status:submitted", ""):
        assert "at-eingereicht" not in [one.id for one in base.search(query, "de").hits]
    inside = base.search("status:submitted", "de", status=["draft", "submitted"])
    assert [one.id for one in inside.hits] == ["at-eingereicht"]
    assert not inside.warnings


@pytest.mark.parametrize(
    "address",
    [
        "/de/", "/de/practices", "/de/practices/at-sprachcafe", f"/de/search?q={PLAN[:6]}*",
        "/de/search?q=status:submitted", "/de/about", "/de/visits", "/de/visits/at-besuch",
        "/de/translations", "/api/v1/practices?lang=de", "/api/v1/practices/at-sprachcafe?lang=de",
        "/api/v1/search?q=status:submitted&lang=de",
    ],
)  # fmt: skip
def test_it_is_on_no_page(address: str, client: FlaskClient) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert traces(answer.get_data(as_text=True)) == []


@pytest.mark.parametrize(
    "address",
    [
        "/de/practices/at-eingereicht", "/de/visits/at-still", "/de/projects/geheim",
        "/de/groups/at-kreis", "/api/v1/practices/at-eingereicht",
    ],
)  # fmt: skip
def test_it_has_no_address(address: str, client: FlaskClient) -> None:
    assert client.get(address).status_code == 404


def test_it_is_nowhere_in_the_site(root: Path, kb_cache: Path, tmp_path: Path) -> None:
    build(root, kb_cache, tmp_path / "site", langs=("de",))
    files = files_of(tmp_path / "site")
    assert any("at-sprachcafe" in one for one in files)
    found = {name: traces(name + readable(data)) for name, data in files.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_within_the_house_all_steps_stand_on_one_line(base: KnowledgeBase) -> None:
    practice = base.content.practices["at-sprachcafe"]
    for scope, expected in (
        (None, "submitted, 1 March 2025, Autorin Anna → published, 2 April 2025, " + SIGNED),
        (ConsentScope.WEB, "2 April 2025 · " + SIGNED),
    ):
        shelf = Shelf(base.content, [practice], scope)
        section = describe_record(Voices(shelf, ("en",)), shelf.practices[0])
        facts = {
            fact.name[0].value: [
                " · ".join(text.value for part in (line.words, line.details) for text in part)
                for line in fact.lines
            ]
            for block in section.blocks
            for fact in getattr(block, "facts", ())
        }
        name = "Published" if scope else "Steps"
        assert facts[name] == [expected]
        assert facts.keys() & {"Published", "Steps"} == {name}
