"""Pages of single records: in order, found by their ids; and what each kind of them shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import PAGES, LiveLinks
from kb.web.edition import Edition
from kb.web.page import NotThereError
from kb.web.pages import iter_addresses, make_page
from kb.web.pages.chapters import MOST_CARDS
from kb.web.rendering import render_page
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import practice_data, write_base
from tests.web.conftest import MakeReader
from tests.web.markup import parse_page
from tests.web.recordpages import (
    GROUP,
    PROJECT,
    VISIT,
    actions,
    chapter,
    fact,
    headings,
    hrefs,
    open_edition,
    read,
    read_page,
    reader_of,
)

MakeEdition = Callable[..., Edition]
RECORDS = ("practice", "original", "partner", "group", "visit", "project")
IMST = "at-imst-arbeitskreis-integration"
FILE = re.compile(r"\.(pdf|zip|ics)$|^/api/")


@pytest.fixture
def make_edition(tmp_path: Path, kb_cache: Path) -> MakeEdition:
    """Writes a base and opens it: `make_edition([practice_data()], visits={…})`."""

    def make(*args: object, **over: object) -> Edition:
        return open_edition(tmp_path, kb_cache, *args, **over)

    return make


# All of them


@pytest.mark.parametrize("lang", ["fi", "de"])
def test_every_page_is_in_order(edition: Edition, lang: str) -> None:
    pages = {
        f"/{one}/{path}".rstrip("/")
        for one in edition.langs
        for path in ("", *(it for it in PAGES.values() if "<id>" not in it))
    }
    addresses = [one for it in edition.langs for one in iter_addresses(edition, it)]
    pages |= {LiveLinks(one, {}).page(one.kind, one.id).rstrip("/") for one in addresses}
    mine = [one for one in addresses if one.lang == lang and one.kind in RECORDS]
    assert len(mine) > 100
    for address in mine:
        page = read_page(edition, *address[1:], lang)
        assert [one["lang"] for one in page.iter("html")] == [lang]
        levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), address
        ids = [one["id"] for one in page.iter() if one["id"]]
        assert len(ids) == len(set(ids)), address
        for href in hrefs(page):
            if href.startswith("#"):
                assert href[1:] in ids, (address, href)
            path = re.split(r"[?#]", href)[0]
            if path.startswith("/") and not FILE.search(path):
                assert path.rstrip("/") in pages, (address, href)


@pytest.mark.parametrize("lang", ["fi", "sv", "en", "de"])
def test_search_engines_are_told_the_first_words_in_the_language_of_the_page(
    edition: Edition, lang: str
) -> None:
    for address in iter_addresses(edition, lang):
        if address.kind not in ("practice", "visit", "project"):
            continue
        description = make_page(reader_of(edition, *address[1:], lang)).description
        assert 40 < len(description) <= 160
        assert description.endswith(("…", ".", "!", "?"))
        assert " …" not in description


def test_a_description_in_another_language_is_none(make_edition: MakeEdition) -> None:
    edition = make_edition([practice_data()])
    pages = [
        make_page(reader_of(edition, "practice", "at-sprachcafe", one)) for one in ("de", "fi")
    ]
    assert pages[0].description.startswith("Einmal in der Woche")
    assert pages[1].description == ""
    assert pages[1].title_lang == "de-AT"


# Found or not


def test_a_former_id_leads_to_the_page_of_today(tmp_path: Path, kb_cache: Path) -> None:
    visit = {**VISIT, "former_ids": ["alter-besuch"]}
    partner = {"language": "de-AT", "name": "Amt", "kind": "lag", "country": "AT"}
    write_base(
        tmp_path,
        [practice_data(former_ids=["at-altes"])],
        visits={"besuch": visit},
        partners={"at-amt": {**partner, "former_ids": ["at-alt"]}},
    )
    client = create_app(EditionKeeper(lambda: KnowledgeBase.open(tmp_path, kb_cache))).test_client()
    for old, new in (
        ("/fi/practices/at-altes?basket=a", "/fi/practices/at-sprachcafe?basket=a"),
        ("/fi/practices/at-altes/original", "/fi/practices/at-sprachcafe/original"),
        ("/sv/visits/alter-besuch", "/sv/visits/besuch"),
        ("/en/partners/at-alt", "/en/partners/at-amt"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.location) == (301, new)


@pytest.mark.parametrize("kind", RECORDS)
def test_an_unknown_id_names_the_nearest_one(make_reader: MakeReader, kind: str) -> None:
    known = {"practice": IMST, "original": IMST, "partner": "at-ausserfern", "group": None}
    near = known.get(kind)
    with pytest.raises(NotThereError) as raised:
        make_page(make_reader(kind, f"{near}x" if near else "zzz"))
    assert (f"“{near}”" in str(raised.value)) is bool(near)
    assert raised.value.status == 404


def test_an_unknown_id_is_a_page_with_its_sentence(client: FlaskClient) -> None:
    answer = client.get(f"/en/practices/{IMST}x")
    assert answer.status_code == 404
    assert f"Did you mean “{IMST}”?" in parse_page(answer.text).text
    long = client.get(f"/en/practices/{'x' * 300}")
    assert long.status_code == 404
    assert "x" * 100 in parse_page(long.text).find("main").text
    assert "x" * 101 not in parse_page(long.text).find("main").text


def test_drafts_have_no_page_and_are_not_guessed(make_edition: MakeEdition) -> None:
    edition = make_edition(
        [practice_data(related=["at-geheim"]), practice_data(id="at-geheim", status="draft")]
    )
    with pytest.raises(NotThereError) as raised:
        make_page(reader_of(edition, "practice", "at-geheim"))
    assert "Did you mean" not in str(raised.value)
    assert "geheim" not in str(read_page(edition, "practice", "at-sprachcafe").text)


# Other records


def test_a_group_says_first_when_it_meets_next(make_edition: MakeEdition) -> None:
    meetings = [
        {"title": "Lang her", "date": "2019-03"},
        {"title": "Irgendwann", "date": "tba"},
        {"title": "Diesen Monat", "date": "2026-11"},
        {"title": "Gestern", "date": "2026-11-21"},
        {"title": "Noch heute", "date": "2026-11-20", "end": "2026-11-22"},
    ]
    edition = make_edition([practice_data()], groups={"at-kreis": {**GROUP, "meetings": meetings}})
    page = read_page(edition, "group", "at-kreis", "en")
    assert headings(page)[:3] == ["Next meetings", "Purpose", "Past meetings"]
    (panel,) = page.of_class("panel")
    assert [one.text.partition(" · ")[0] for one in panel.iter("li")] == [
        "Diesen Monat",
        "Noch heute",
        "Irgendwann",
    ]
    past = chapter(page, "past-meetings")
    assert [one.text.partition(" · ")[0] for one in past.iter("li")] == ["Gestern", "Lang her"]
    assert hrefs(chapter(page, "small-projects")) == ["/en/practices/at-sprachcafe"]


def test_a_group_without_a_coming_meeting_says_so(make_edition: MakeEdition) -> None:
    meetings = [{"title": "Lang her", "date": "2019"}]
    edition = make_edition([], groups={"at-kreis": {**GROUP, "meetings": meetings}})
    (panel,) = read_page(edition, "group", "at-kreis", "en").of_class("panel")
    assert panel.text == "Next meeting No date of a next meeting is known."


def test_a_visit_has_its_pack_in_the_languages_of_its_guests(make_edition: MakeEdition) -> None:
    edition = make_edition(
        [practice_data(), practice_data(id="at-mehr", title="Mehr")],
        visits={
            "besuch": {**VISIT, "further_practices": ["at-mehr"]},
            "offen": {**VISIT, "start": "2026-05", "programme": []},
        },
    )
    page = read_page(edition, "visit", "besuch", "en")
    assert actions(page) == {
        "Everything for the visit (ZIP)": "/en/visits/besuch.zip",
        "The same in this language: German": "/de/visits/besuch.zip",
        "The same in this language: Finnish": "/fi/visits/besuch.zip",
        "Dates for your calendar (ICS)": "/en/visits/besuch.ics",
    }
    assert [one["hreflang"] for one in page.iter("a") if one.has_class("button")] == [
        "", "de", "fi", ""
    ]  # fmt: skip
    assert headings(page) == [
        "Programme",
        "Practices of the visit",
        "Questions to the hosts",
        "Participants",
        "Practices worth reading for it",
        "Sources",
    ]
    assert hrefs(chapter(page, "participants")) == ["/en/partners/at-verein"]
    for name in ("practices", "further-practices"):
        assert len(list(chapter(page, name).of_class("card"))) == 1
    assert not any("ICS" in one for one in actions(read_page(edition, "visit", "offen", "en")))


def test_a_partner_has_its_practices_as_cards_with_its_roles(make_edition: MakeEdition) -> None:
    edition = make_edition([practice_data()], visits={"besuch": VISIT}, groups={"at-kreis": GROUP})
    page = read_page(edition, "partner", "at-verein", "en")
    (card,) = chapter(page, "practices").of_class("card")
    (role,) = card.of_class("role")
    assert role.text == "lead"
    assert hrefs(chapter(page, "frames")) == ["/en/groups/at-kreis"]
    assert hrefs(chapter(page, "visits")) == ["/en/visits/besuch"]
    assert hrefs(fact(page, "Place")) == ["/en/countries/at"]


def test_more_practices_than_anybody_reads_are_a_list(make_edition: MakeEdition) -> None:
    many = [practice_data(id=f"at-nr-{number}") for number in range(MOST_CARDS + 1)]
    edition = make_edition(many)
    page = read_page(edition, "partner", "at-verein")
    assert not list(page.of_class("card"))
    assert len(hrefs(chapter(page, "practices"))) == len(many)


def test_a_project_has_claims_side_by_side_and_what_came_out_of_it(
    make_edition: MakeEdition,
) -> None:
    edition = make_edition(
        [practice_data(part_of="rahmen"), practice_data(id="at-anderes")],
        projects={"rahmen": PROJECT},
    )
    page = read_page(edition, "project", "rahmen", "en")
    assert headings(page) == [
        "Practices that came out of it",
        "What the registers say",
        "Sources",
    ]
    assert len(list(chapter(page, "practices").of_class("card"))) == 1
    rows = list(chapter(page, "claims").find("tbody").iter("tr"))
    assert [next(row.iter("td")).text for row in rows] == ["€600,000", "€543,938.90"]
    assert hrefs(fact(page, "Topics")) == ["/en/topics/mobility"]
    assert hrefs(fact(page, "Countries")) == ["/en/countries/at"]  # of Finland there is nothing


def test_the_same_reader_gets_the_same_page(make_reader: MakeReader) -> None:
    for kind, record_id in (("practice", IMST), ("visit", "halland-2017"), ("project", "iira")):
        texts = {
            render_page(reader, make_page(reader))
            for reader in (make_reader(kind, record_id, "sv") for _time in range(2))
        }
        assert len(texts) == 1


def test_a_page_of_another_day_says_what_is_next_then(edition: Edition) -> None:
    reader = reader_of(edition, "group", "at-imst-arbeitskreis")
    later = replace(reader, today=date(2040, 1, 1))
    assert [one.text for one in read(later).of_class("panel")] == [
        one.text for one in read(reader).of_class("panel")
    ]
