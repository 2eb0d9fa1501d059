"""Records of every kind as pages: facts, links to each other, claims side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.content.root import record_paths
from kb.content.store import load_content
from kb.errors import KbError, UsageError
from kb.export.description import (
    Facts,
    Item,
    Listing,
    Paragraph,
    Passage,
    Section,
    Table,
    distinct,
    iter_passages,
)
from kb.export.entry import describe_entry
from kb.export.records import KINDS, describe_record, get_record
from kb.export.recordsource import open_content
from kb.export.shelf import Shelf
from kb.export.voices import Voices
from kb.model.practice import ConsentScope
from tests.export.bases import SHIPPED
from tests.export.sample import sample_booklet
from tests.factories import practice_data, write_base, write_practice

PROJECT = {
    "language": "de-AT",
    "status": "published",
    "title": "Gemeinsam auf dem Land",
    "acronym": "GAL",
    "lead": "at-verein",
    "claims": [
        {"registry": "A", "amount": "600000", "currency": "EUR", "scope": "total"},
        {"registry": "B", "amount": "543938.90", "currency": "EUR", "scope": "total"},
        {"registry": "C", "amount": "692139", "currency": "SEK", "note": "Der Anteil von C."},
    ],
}


def page_of(
    root: Path,
    record_id: str,
    langs: tuple[str, ...] = ("de",),
    scope: ConsentScope | None = ConsentScope.WEB,
) -> Section:
    shelf = Shelf(open_content(root), (), scope)
    return describe_record(Voices(shelf, langs), get_record(shelf, record_id).record)


def facts(section: Section) -> dict[str, list[str]]:
    box = next(block for block in section.blocks if isinstance(block, Facts))
    return {fact.name[0].value: [one.words[0].value for one in fact.lines] for fact in box.facts}


def items(section: Section, name: str) -> list[Item]:
    """The items of a passage."""
    below = next(one for one in section.sections if one.anchor.endswith(f"--{name}"))
    return [item for block in below.blocks if isinstance(block, Listing) for item in block.items]


def passages(section: Section) -> Iterator[Passage]:
    """All passages of a page."""
    return iter_passages(replace(sample_booklet(), sections=(section,)))


@pytest.fixture(scope="module")
def shipped() -> Shelf:
    content = load_content(SHIPPED)
    return Shelf(content, (), ConsentScope.WEB)


# All kinds


@pytest.mark.parametrize("langs", [("fi",), ("sv", "de")])
def test_every_shipped_record_has_a_page(langs: tuple[str, ...], shipped: Shelf) -> None:
    voices = Voices(shipped, langs)
    cover = list(iter_passages(replace(sample_booklet(), sections=())))
    for kind in KINDS:
        for record_id in (one.stem for one in record_paths(shipped.root, kind)):
            page = describe_record(voices, get_record(shipped, record_id).record)
            assert page.kind == kind
            for passage in list(passages(page))[len(cover) :]:
                assert len(passage) in (0, 1, len(langs)), (record_id, passage)
                assert all(text.value.strip() for text in distinct(passage)), record_id


def test_anchors_are_plain_and_unique_and_links_lead_to_pages(shipped: Shelf) -> None:
    voices = Voices(shipped, ("en",))
    ids = [
        (kind, one)
        for kind in KINDS
        for one in (one.stem for one in record_paths(shipped.root, kind))
    ]
    pages = [describe_record(voices, get_record(shipped, one).record) for _kind, one in ids]
    anchors = [one.anchor for page in pages for one in (page, *page.sections)]
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in anchors)
    targets = set(re.findall(r"target='([^']+)'", repr(pages)))
    assert len(targets) > 50
    assert targets <= {page.anchor for page in pages}


def test_former_ids_lead_to_the_record(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data(former_ids=["at-altes"])])
    shelf = Shelf(open_content(tmp_path), (), None)
    found = get_record(shelf, "at-altes")
    assert (found.kind, found.record.id) == ("practice", "at-sprachcafe")


def test_unknown_and_faulty_records(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data(id="at-kaputt", period="bald")])
    inside = Shelf(open_content(tmp_path), (), None)
    with pytest.raises(UsageError, match='Did you mean "at-kaputt"'):
        get_record(inside, "at-kaput")
    with pytest.raises(UsageError, match="kb list"):
        get_record(inside, "zzz")
    with pytest.raises(KbError, match=r"practices/at/at-kaputt\.yaml"):
        get_record(inside, "at-kaputt")


# A practice


def test_a_page_says_more_than_a_booklet(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [
            practice_data(
                keywords=["Reden"],
                results=[{"text": "Viele kommen.", "on": "2017", "kind": "reported"}],
                media=[{"file": "a.jpg", "alt": "Ein Café.", "credit": "V", "licence": "CC0-1.0"}],
                part_of="rahmen",
            )
        ],
        projects={"rahmen": PROJECT},
    )
    shelf = Shelf(load_content(root), (), None)
    practice = shelf.find_practice("at-sprachcafe")
    assert practice
    voices = Voices(shelf, ("de",))
    booklet, page = (
        describe_entry(voices, practice, None, for_reference=one) for one in (False, True)
    )
    more = {
        "Schlagwörter": ["Reden"],
        "Sprache": ["Deutsch"],
        "Lizenz": ["CC-BY-4.0"],
        "Status": ["veröffentlicht, vollständig"],
        "Kennung": ["at-sprachcafe"],
    }
    assert facts(page) == {**facts(booklet), **more}
    assert not [one for one in booklet.sections if one.anchor.endswith("--media")]
    assert items(page, "media")[0].words[0].value == "Ein Café."
    assert items(booklet, "results")[0].details == ()
    assert items(page, "results")[0].details[0].value == "2017 · laut Bericht"
    assert "target='partner--at-verein'" in repr(page.blocks)
    assert "target='project--rahmen'" in repr(page.blocks)
    assert "target=" not in repr(booklet.blocks).replace("target=''", "")


def test_status_is_told_within_the_house_only(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    assert "Status" in facts(page_of(root, "at-sprachcafe", scope=None))
    assert "Status" not in facts(page_of(root, "at-sprachcafe"))


# A partner


def test_a_partner_has_its_roles(tmp_path: Path) -> None:
    both = [{"partner": "at-verein", "role": "host"}, {"partner": "at-verein", "role": "lead"}]
    root = write_base(
        tmp_path,
        [
            practice_data(title="Zuletzt", organisations=both),
            practice_data(id="at-anderes", title="Älteste", organisations=both[:1]),
            practice_data(id="at-fremd", organisations=[{"name": "Amt", "role": "lead"}]),
        ],
        projects={"rahmen": PROJECT},
    )
    page = page_of(root, "at-verein")
    listed = items(page, "practices")
    assert [one.target for one in listed] == ["at-anderes", "at-sprachcafe"]
    assert listed[1].details[0].value == "gastgebend, federführend"
    assert [one.target for one in items(page, "frames")] == ["project--rahmen"]


def test_a_name_is_never_taken_for_a_missing_translation(tmp_path: Path) -> None:
    partner = {"language": "de-AT", "name": "Amt", "kind": "lag", "country": "AT"}
    root = write_base(
        tmp_path, partners={"at-amt": partner, "at-b": {**partner, "description": "Ein Amt."}}
    )
    bare, told = page_of(root, "at-amt", ("fi",)), page_of(root, "at-b", ("fi",))
    assert bare.title[0][:3] == ("Amt", "de-AT", "")
    assert not [one for one in bare.blocks if isinstance(one, Paragraph)]
    description, origin = [one for one in told.blocks if isinstance(one, Paragraph)]
    assert description.words[0].lang == "de-AT"
    assert origin.style == "note"


# A project


def test_claims_stand_side_by_side_and_are_never_averaged(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data(part_of="rahmen")], projects={"rahmen": PROJECT})
    page = page_of(root, "rahmen")
    table = next(block for one in page.sections for block in one.blocks if isinstance(block, Table))
    amounts = [row[1].words[0].value.replace("\xa0", " ") for row in table.rows]
    assert amounts == ["600.000 €", "543.938,90 €", "692.139 SEK"]
    assert len(table.heads) == len(table.rows[0]) == 4  # register, amount, scope, note
    assert table.numeric == (1,)
    assert {"GAL", "1"} <= {line for lines in facts(page).values() for line in lines}


# Read one by one


def test_records_read_one_by_one_are_the_same() -> None:
    whole, single = load_content(SHIPPED), open_content(SHIPPED)
    assert single.settings == whole.settings
    for kind in (*KINDS, "vocabulary"):
        assert dict(single.records(kind)) == dict(whole.records(kind))
        assert len(single.records(kind)) == len(whole.records(kind))


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data()])
    content = open_content(tmp_path)
    write_practice(tmp_path, practice_data(title="Danach"))
    assert content.practices["at-sprachcafe"].title == "Danach"


def test_records_with_faults_are_none(tmp_path: Path) -> None:
    write_base(tmp_path, [practice_data(), practice_data(id="at-kaputt", period="bald")])
    content = open_content(tmp_path)
    assert list(content.practices) == ["at-sprachcafe"]
    assert "at-kaputt" not in content.practices
    assert "../kb" not in content.practices
    (tmp_path / "practices" / "kb.yaml").write_text("languages: de\n", "utf-8")
    assert open_content(tmp_path).settings == load_content(tmp_path).settings
