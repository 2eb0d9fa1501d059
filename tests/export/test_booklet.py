"""What a booklet holds: parts in order, facts, states of texts, and only what may leave."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.export.description import (
    Agenda,
    Booklet,
    Facts,
    Funding,
    Listing,
    Map,
    Section,
    Timeline,
    distinct,
    iter_passages,
    iter_sections,
)
from tests.export.bases import SHIPPED, booklet_of
from tests.factories import practice_data, write_base


def values(booklet: Booklet) -> list[str]:
    return [text.value for passage in iter_passages(booklet) for text in passage]


def section(booklet: Booklet, anchor: str) -> Section:
    return next(one for _depth, one in iter_sections(booklet.sections) if one.anchor == anchor)


def facts(part: Section) -> dict[str, list[str]]:
    box = next(block for block in part.blocks if isinstance(block, Facts))
    return {
        fact.name[0].value: [
            " ".join(t[0].value for t in (line.words, line.details) if t) for line in fact.lines
        ]
        for fact in box.facts
    }


@pytest.fixture(scope="module")
def halland() -> Booklet:
    return booklet_of(SHIPPED, ("fi", "de"), "halland-2017")


def test_parts_stand_in_the_order_of_reading(halland: Booklet) -> None:
    anchors = [one.anchor for one in halland.sections]
    wanted = ["part--about", "part--visit", "part--project", "part--agenda", "part--map"]
    last = ["part--questions", "part--contacts", "part--index", "part--provenance"]
    countries = [one for one in anchors if one.startswith("country--")]
    assert anchors == [*wanted, *countries, *last]
    assert countries


def test_anchors_are_plain_and_unique(halland: Booklet) -> None:
    anchors = [one.anchor for _depth, one in iter_sections(halland.sections)]
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", one) for one in anchors)


def test_every_passage_has_as_many_texts_as_languages_or_one(halland: Booklet) -> None:
    for passage in iter_passages(halland):
        assert len(passage) in (0, 1, 2)
        assert all(text.value.strip() for text in distinct(passage)), passage


def test_labels_are_in_both_languages(halland: Booklet) -> None:
    names = {fact.name for fact in halland.cover.facts}
    assert {one.lang for name in names for one in name} == {"fi", "de"}
    agenda = section(halland, "part--agenda").blocks[0]
    assert isinstance(agenda, Agenda)
    assert agenda.stops[0].day[0].value != agenda.stops[0].day[1].value
    assert "2017" in agenda.stops[0].day[0].value


def test_whole_base_is_described_in_each_language() -> None:
    for lang in ("de", "fi", "sv", "en"):
        booklet = booklet_of(SHIPPED, (lang,))
        kinds = [one.kind for _depth, one in iter_sections(booklet.sections)]
        assert kinds.count("practice") > 60
        assert not [one for one in booklet.unfinished if one.state == "missing"]
        assert isinstance(section(booklet, "part--map").blocks[0], Map)


def test_facts_of_an_entry(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [
            practice_data(
                funding=[
                    {"amount": "18000", "currency": "EUR", "scope": "total", "state": "planned"},
                    {"amount": "9000", "currency": "EUR", "scope": "grant", "state": "reported"},
                ],
                period={"start": "2016-07", "end": "2018", "state": "finished"},
            )
        ],
    )
    entry = section(booklet_of(root), "at-sprachcafe")
    box = facts(entry)
    assert box["Ort"] == ["Lungau, Österreich"]
    assert box["Zeitraum"] == ["Juli 2016 – 2018, abgeschlossen"]
    assert box["Förderung"][0].startswith("18.000")
    bars = next(block for block in entry.blocks if isinstance(block, Funding)).bars
    assert [(bar.share, bar.is_certain) for bar in bars] == [(1.0, False), (0.5, True)]
    line = next(block for block in entry.blocks if isinstance(block, Timeline))
    assert (line.first, line.last, line.start, line.end) == (2016, 2018, 2016.5, 2019.0)


def test_no_timeline_where_the_end_is_not_known(tmp_path: Path) -> None:
    period = {"start": "2016", "state": "finished"}
    root = write_base(tmp_path, [practice_data(period=period)])
    entry = section(booklet_of(root), "at-sprachcafe")
    assert not [block for block in entry.blocks if isinstance(block, Timeline)]


def test_a_missing_translation_is_noted_and_counted(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    booklet = booklet_of(root, ("fi",))
    entry = section(booklet, "at-sprachcafe")
    assert entry.title[0].lang == "de-AT"
    assert entry.title[0].note == "saksa"
    assert {one.state for one in booklet.unfinished} == {"missing"}
    assert any("ei ole vielä käännetty" in one or "saksa" in one for one in values(booklet))


def test_drafts_are_named_nowhere(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [
            practice_data(related=["at-geheim"]),
            practice_data(id="at-geheim", status="draft", title="Streng geheim"),
            practice_data(id="at-alt", status="archived", title="Längst vorbei"),
        ],
    )
    booklet = booklet_of(root)
    assert not {"Streng geheim", "Längst vorbei"}.intersection(values(booklet))
    anchors = [
        one.anchor for _depth, one in iter_sections(booklet.sections) if one.kind == "practice"
    ]
    assert anchors == ["at-sprachcafe"]


def test_nothing_to_print_is_said(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data(status="draft")])
    with pytest.raises(KbError, match="no published practice"):
        booklet_of(root)


def test_sources_are_numbered_in_their_order() -> None:
    entry = section(booklet_of(SHIPPED, ids=("se-integration-halland",)), "se-integration-halland")
    sources = entry.sections[-1].blocks[0]
    assert isinstance(sources, Listing)
    assert sources.style == "numbers"
    assert sources.items[0].url.startswith("https://www.hylte.se/")


def test_places_that_are_not_on_earth_are_not_on_the_map(tmp_path: Path) -> None:
    lungau = {"country": "AT", "place": "Lungau", "lat": "47.128", "lon": "13.811"}
    practices = [
        practice_data(location={**lungau, "lat": "999"}),
        practice_data(id="at-weit", location={**lungau, "lon": "9999"}),
    ]
    nowhere = booklet_of(write_base(tmp_path / "nowhere", practices), ("de",))
    assert "part--map" not in [one.anchor for one in nowhere.sections]
    practices.append(practice_data(id="at-lungau", location=lungau))
    booklet = booklet_of(write_base(tmp_path / "one", practices), ("de",))
    (block,) = section(booklet, "part--map").blocks
    assert isinstance(block, Map)
    assert [(one.lat, one.lon) for one in block.places] == [(47.128, 13.811)]
