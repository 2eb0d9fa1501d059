"""Who has not agreed leaves in no format, and neither does a draft."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdf
import pytest

from kb import KnowledgeBase
from kb.errors import UsageError
from kb.export.exporting import FORMATS, Wish
from kb.export.records import KINDS, describe_record, get_record
from kb.export.shelf import Shelf
from kb.export.voices import Voices
from kb.model.practice import ConsentScope
from tests.export.bases import DAY
from tests.factories import practice_data, write_base

NOBODY = ("Paula Planted", "planted@example.org", "+43 999 1234")
DRAFT = "Geheimplan Entwurf"
PERSON = {
    "name": NOBODY[0],
    "email": NOBODY[1],
    "phone": NOBODY[2],
    "organisation": "Verein am Platz",
}
OTHER_SCOPES = [
    None,
    {"given_on": "2024-01-31"},
    {"given_on": "2024-01-31", "scope": ["partners"]},
]
VISIT = {
    "language": "de-AT",
    "status": "published",
    "title": "Besuch im Tal",
    "country": "AT",
    "start": "2026-05-04",
    "practices": ["at-sprachcafe", "at-entwurf"],
    "further_practices": ["at-alt"],
    "programme": [{"title": "Rundgang", "date": "2026-05-04", "practice": "at-entwurf"}],
}


def base_with(tmp_path: Path, consent: object) -> KnowledgeBase:
    contact = PERSON if consent is None else {**PERSON, "consent": consent}
    root = write_base(
        tmp_path,
        [
            practice_data(
                contacts=[contact],
                related=["at-entwurf", "at-alt"],
                adopted_from=[{"practice": "at-entwurf", "changes": "Anders."}],
            ),
            practice_data(id="at-entwurf", status="draft", title=DRAFT, contacts=[PERSON]),
            practice_data(id="at-alt", status="archived", title=DRAFT, contacts=[PERSON]),
        ],
        visits={"at-besuch": VISIT},
    )
    return KnowledgeBase.open(root, tmp_path / "cache")


def readable(data: bytes) -> str:
    """All that a file says, whatever it is packed in."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(readable(archive.read(name)) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        return "\n".join([str(reader.metadata), *(one.extract_text() for one in reader.pages)])
    return data.decode("utf-8", "replace")


def exported(base: KnowledgeBase, name: str) -> str:
    practices = tuple(base.content.practices.values())
    visit = base.content.visits["at-besuch"]
    return readable(base.export(Wish(practices, ("de",), DAY, visit)).render(name).data)


@pytest.mark.parametrize("consent", OTHER_SCOPES, ids=["none", "no scope", "another scope"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_person_without_consent_is_in_no_format(
    name: str, consent: object, tmp_path: Path
) -> None:
    text = exported(base_with(tmp_path, consent), name)
    assert not [one for one in NOBODY if one in text]
    assert DRAFT not in text


@pytest.mark.parametrize("name", ["pdf", "docx", "html", "md", "contacts"])
def test_who_agreed_to_booklets_is_named_there(name: str, tmp_path: Path) -> None:
    base = base_with(tmp_path, {"given_on": "2024-01-31", "scope": ["booklet"]})
    assert NOBODY[0] in exported(base, name)


@pytest.mark.parametrize("name", ["json", "jsonld", "csv", "xlsx", "geojson", "html"])
def test_consent_for_the_web_is_none_for_booklets_and_the_other_way_round(
    name: str, tmp_path: Path
) -> None:
    scope = "web" if FORMATS[name].is_booklet else "booklet"
    base = base_with(tmp_path, {"given_on": "2024-01-31", "scope": [scope]})
    assert NOBODY[0] not in exported(base, name)


# Pages of records, outside the house and within

PROJECT = {
    "language": "de-AT",
    "status": "published",
    "title": "Rahmen",
    "lead": "at-verein",
}
GROUP = {
    "language": "de-AT",
    "status": "published",
    "name": "Arbeitskreis",
    "host": "at-verein",
    "country": "AT",
    "small_projects": [{"title": "Nähstube", "practice": "at-entwurf"}],
    "practice": "at-entwurf",
    "part_of": "at-plan",
}


def base_of_pages(tmp_path: Path, consent: object) -> KnowledgeBase:
    """Published records that refer to drafts of every kind."""
    contact = PERSON if consent is None else {**PERSON, "consent": consent}
    published = practice_data(
        contacts=[contact],
        related=["at-entwurf"],
        adopted_from=[{"practice": "at-entwurf"}],
        part_of="at-plan",
    )
    draft = {"status": "draft", "part_of": "at-rahmen"}
    root = write_base(
        tmp_path,
        [published, practice_data(id="at-entwurf", title=DRAFT, contacts=[PERSON], **draft)],
        visits={
            "at-besuch": {**VISIT, "part_of": "at-plan"},
            "at-reise": {**VISIT, **draft, "title": DRAFT, "host": "at-verein"},
        },
        groups={"at-kreis": GROUP, "at-runde": {**GROUP, **draft, "name": DRAFT}},
        projects={
            "at-rahmen": PROJECT,
            "at-plan": {**PROJECT, "status": "draft", "title": DRAFT, "acronym": "GEHEIM"},
        },
    )
    return KnowledgeBase.open(root, tmp_path / "cache")


def pages(base: KnowledgeBase, scope: ConsentScope | None) -> str:
    """All that the pages of all records say that a reader may see."""
    shelf = Shelf(base.content, (), scope)
    voices = Voices(shelf, ("de",))
    said = []
    for kind in KINDS:
        for record_id in base.content.records(kind):
            try:
                record = get_record(shelf, record_id).record
            except UsageError:
                continue
            said.append(repr(describe_record(voices, record)))
    return "\n".join(said)


@pytest.mark.parametrize("consent", OTHER_SCOPES, ids=["none", "no scope", "another scope"])
@pytest.mark.parametrize("scope", [ConsentScope.WEB, ConsentScope.BOOKLET])
def test_pages_outside_name_no_draft_and_nobody_who_has_not_agreed(
    scope: ConsentScope, consent: object, tmp_path: Path
) -> None:
    said = pages(base_of_pages(tmp_path, consent), scope)
    hidden = (*NOBODY, DRAFT, "GEHEIM", "at-entwurf", "at-reise", "at-runde", "at-plan")
    assert not [one for one in hidden if one in said]
    assert "Nähstube" in said


@pytest.mark.parametrize("consent", OTHER_SCOPES[1:], ids=["no scope", "another scope"])
def test_within_the_house_drafts_and_whoever_agreed_to_anything_are_seen(
    consent: object, tmp_path: Path
) -> None:
    said = pages(base_of_pages(tmp_path, consent), None)
    for one in (*NOBODY, DRAFT, "GEHEIM", "at-entwurf", "at-reise", "at-runde", "at-plan"):
        assert one in said


def test_within_the_house_nobody_who_has_not_agreed_is_seen(tmp_path: Path) -> None:
    said = pages(base_of_pages(tmp_path, None), None)
    assert not [one for one in NOBODY if one in said]


@pytest.mark.parametrize("record_id", ["at-entwurf", "at-reise", "at-runde", "at-plan"])
def test_outside_a_draft_is_as_unknown_as_any_other_id(record_id: str, tmp_path: Path) -> None:
    shelf = Shelf(base_of_pages(tmp_path, None).content, (), ConsentScope.WEB)
    for typed in (record_id, record_id + "x"):
        with pytest.raises(UsageError) as caught:
            get_record(shelf, typed)
        assert caught.value.params.get("near") != record_id
