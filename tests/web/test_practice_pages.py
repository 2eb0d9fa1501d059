"""The page of a practice, and its original beside the translation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.translation.catalogs import catalog_path
from kb.web.addresses import FileLinks
from kb.web.edition import Edition
from kb.web.page import Moved
from kb.web.pages import iter_addresses, make_page
from kb.web.rendering import iter_alternates
from kb.words.languages import primary
from tests.factories import practice_data
from tests.web.conftest import MakeReader
from tests.web.markup import Element
from tests.web.recordpages import (
    ASSETS,
    PROJECT,
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
IMST = "at-imst-arbeitskreis-integration"


@pytest.fixture
def make_edition(tmp_path: Path, kb_cache: Path) -> MakeEdition:
    """Writes a base and opens it: `make_edition([practice_data()], visits={…})`."""

    def make(*args: object, **over: object) -> Edition:
        return open_edition(tmp_path, kb_cache, *args, **over)

    return make


# A practice


def test_facts_lead_to_their_pages(make_edition: MakeEdition) -> None:
    edition = make_edition(
        [
            practice_data(
                topics=["language-cafe", "unheard-of"],
                part_of="rahmen",
                organisations=[
                    {"partner": "at-verein", "role": "lead"},
                    {"name": "Amt", "role": "funder", "url": "https://amt.example"},
                ],
            )
        ],
        projects={"rahmen": PROJECT},
    )
    page = read_page(edition, "practice", "at-sprachcafe")
    for name, links in {
        "Themen": ["/de/topics/language-cafe"],
        "Zielgruppen": ["/de/search?target=newcomers"],
        "Ort": ["/de/countries/at"],
        "Organisationen": ["/de/partners/at-verein", "https://amt.example"],
        "Teil von": ["/de/projects/rahmen"],
        "Lizenz": ["https://creativecommons.org/licenses/by/4.0/"],
    }.items():
        assert hrefs(fact(page, name)) == links
    assert "unheard-of" in fact(page, "Themen").text


def test_plain_files_offer_nothing_that_only_a_server_has(make_edition: MakeEdition) -> None:
    edition = make_edition([practice_data()])
    reader = reader_of(edition, "practice", "at-sprachcafe", "fi")
    assert list(actions(read(reader)).values())[1:] == [
        "/fi/practices/at-sprachcafe.pdf",
        "/fi/practices/at-sprachcafe/original",
        "/api/v1/practices/at-sprachcafe",
    ]
    links = FileLinks(reader.address, ASSETS)
    page = read(replace(reader, links=links))
    assert list(actions(page).values())[1:] == ["at-sprachcafe/original.html"]
    assert hrefs(fact(page, "Kohderyhmät")) == []
    assert not [one for one in page.iter("link") if one["type"] == "application/json"]


def test_the_basket_takes_the_entry_in_and_out(make_reader: MakeReader) -> None:
    def choice(basket: str) -> Element:
        page = read(make_reader("practice", IMST, "en", basket=basket))
        (found,) = page.of_class("actions")
        return next(found.of_class("choose"))

    out = choice("")
    assert out["href"] == f"/en/practices/{IMST}?basket={IMST}"
    assert not out.has_class("chosen")
    inside = choice(f"at-other,{IMST}")
    assert inside["href"] == f"/en/practices/{IMST}?basket=at-other"
    assert inside.has_class("chosen")


def test_timelines_of_all_practices_show_the_same_years(edition: Edition) -> None:
    def years(practice_id: str) -> list[str]:
        page = read_page(edition, "practice", practice_id)
        (line,) = page.of_class("timeline")
        return [one.text for one in line.iter("text")]

    assert years(IMST) == years("at-lungau-sprachcafe")


def test_a_table_of_contents_leads_to_all_headings(edition: Edition) -> None:
    page = read_page(edition, "practice", IMST, "fi")
    (contents,) = page.of_class("toc")
    assert [one.text for one in contents.iter("a")] == headings(page)
    assert contents["aria-labelledby"] in [one["id"] for one in contents.iter("p")]


def test_a_short_page_has_none(make_edition: MakeEdition) -> None:
    edition = make_edition([practice_data(context=None, sources=None, transferability=None)])
    assert not list(read_page(edition, "practice", "at-sprachcafe").of_class("toc"))


def test_sources_are_led_to_by_their_numbers(edition: Edition) -> None:
    page = read_page(edition, "practice", IMST)
    (cite, *_more) = page.of_class("cites")
    assert hrefs(cite) == [f"#{IMST}_source-1"]
    assert page.find("li", id=f"{IMST}_source-1")


def test_mail_and_telephone_of_contacts_can_be_chosen(make_edition: MakeEdition) -> None:
    agreed = {"consent": {"given_on": "2024-01-31", "scope": ["web"]}}
    contacts = [
        {"organisation": "Verein", "email": "frag@verein.example", "phone": "+43 1 23-4", **agreed},
        {"email": "wer fragt? <javascript:alert(1)>", "phone": "ab 9 Uhr: 123", **agreed},
        {"name": "Ohne Zustimmung", "email": "nie@verein.example"},
        {"organisation": "Amt", "url": "https://amt.example/wir", "languages": ["sv"]},
    ]
    edition = make_edition([practice_data(contacts=contacts)])
    found = chapter(read_page(edition, "practice", "at-sprachcafe"), "contacts")
    assert hrefs(found) == [
        "mailto:frag@verein.example",
        "tel:+431234",
        "https://amt.example/wir",
    ]
    assert "wer fragt?" in found.text
    assert "nie@" not in found.text
    assert "spricht Schwedisch" in found.text


# How far it is translated


def write_catalog(root: Path, lang: str, *messages: tuple[str, str, str, str]) -> None:
    """A catalog of the practice: (field, original, translation, mark) of each text."""
    path = catalog_path(root, lang, "practice", "at-sprachcafe")
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    parts = [
        f'{mark}msgctxt "{field}"\nmsgid "{source}"\nmsgstr "{text}"\n'
        for field, source, text, mark in messages
    ]
    path.write_text("\n".join((head, *parts)), "utf-8")


def test_texts_behind_the_rest_are_counted_above_and_marked_where_they_stand(
    tmp_path: Path, make_edition: MakeEdition
) -> None:
    data = practice_data()
    write_catalog(
        tmp_path,
        "en",
        ("title", data["title"], "Language café on the square", ""),
        ("summary", data["summary"], "Once a week, people talk.", ""),
        ("context", data["context"], "There was little chance.", "#, fuzzy\n"),
    )
    edition = make_edition([data])
    page = read_page(edition, "practice", "at-sprachcafe", "en")
    (note,) = [one for one in page.iter("p") if one["class"] == "note"]
    assert note.text.startswith(
        "Written in German; this translation has been reviewed. "
        "1 text has changed since it was translated; it says so. "
    )
    assert "texts have not been translated yet." in note.text
    context = chapter(page, "context")
    assert "[translation older than the original]" in context.text
    goals = chapter(page, "goals")
    assert goals.text == "Goals Zugewanderte sprechen Deutsch im Alltag. [German]"
    assert [one.lang for one in goals.iter("span") if "Alltag" in one.text] == ["de-AT"]
    original = read_page(edition, "practice", "at-sprachcafe", "de")
    assert not [one for one in original.iter("p") if one["class"] == "note"]


def test_the_original_stands_beside_the_translation(edition: Edition) -> None:
    reader = reader_of(edition, "original", IMST, "fi")
    made = make_page(reader)
    page = read(reader)
    assert made.title.startswith("Kotoutumisen ja yhteisen hyvän työryhmä")
    assert "–" in made.title
    assert not made.is_listed
    assert [one["href"] for one in page.iter("link", rel="canonical")] == [f"/fi/practices/{IMST}"]
    pairs = [one for one in page.of_class("pair") if not one["aria-hidden"]]
    assert len(pairs) > 20
    for pair in pairs:
        assert [primary(one.lang) for one in pair.children if isinstance(one, Element)] == [
            "fi",
            "de",
        ]
    assert page.find("h1").text.endswith("Arbeitskreis Integration und Gemeinwohl")
    assert list(actions(page).values()) == [
        f"/fi/practices/{IMST}",
        f"/fi/practices/{IMST}.pdf?second=de",
    ]


def test_a_canonical_address_has_no_basket(make_reader: MakeReader) -> None:
    page = read(make_reader("original", IMST, "fi", basket="a,b"))
    assert page.find("link", rel="canonical")["href"] == f"/fi/practices/{IMST}"


def test_the_original_stands_alone_in_its_own_language(edition: Edition) -> None:
    reader = reader_of(edition, "original", IMST, "de")
    with pytest.raises(Moved) as raised:
        make_page(reader)
    assert raised.value.args == ("practice", IMST)
    originals = {one.id for one in iter_addresses(edition, "de") if one.kind == "original"}
    written = {one.id for one in edition.shelf.practices if primary(one.language) != "de"}
    assert originals == written
    others = {one.lang: one.href for one in iter_alternates(reader_of(edition, "original", IMST))}
    assert others == {
        "de": f"/de/practices/{IMST}",
        **{one: f"/{one}/practices/{IMST}/original" for one in ("fi", "sv", "en")},
    }


# Where to read on


def test_related_practices_are_cards_and_similar_ones_are_others(edition: Edition) -> None:
    page = read_page(edition, "practice", IMST)
    related, similar = chapter(page, "related"), chapter(page, "similar")
    shown = [[one["href"] for card in part.of_class("card") for one in card.find("h3").iter("a")]
             for part in (related, similar)]  # fmt: skip
    practice = edition.shelf.find_practice(IMST)
    assert practice
    assert shown[0] == [f"/de/practices/{one}" for one in practice.related]
    assert len(shown[1]) == 4
    assert not set(shown[0]) & set(shown[1])
    assert "fine" in [one["class"] for one in similar.iter("p")]


def test_the_trail_of_a_transfer_is_told_both_ways(make_edition: MakeEdition) -> None:
    def adopted(origin: str, changes: str | None = None) -> list[dict[str, str]]:
        return [{"practice": origin, "changes": changes}] if changes else [{"practice": origin}]

    edition = make_edition(
        [
            practice_data(id="at-erst", title="Erst", adopted_from=adopted("at-letzt")),
            practice_data(
                id="at-dann", title="Dann", adopted_from=adopted("at-erst", "Jetzt im Freien.")
            ),
            practice_data(id="at-letzt", title="Letzt", adopted_from=adopted("at-dann", "Neu.")),
            practice_data(id="at-entwurf", status="draft", adopted_from=adopted("at-dann")),
            practice_data(id="at-allein", title="Allein"),
        ]
    )
    trail = chapter(read_page(edition, "practice", "at-dann", "en"), "trail")
    assert trail.find("h2").text == "How the idea travelled"
    up, down = [one for one in trail.children if isinstance(one, Element) and one.tag == "ul"]
    assert hrefs(up) == ["/en/practices/at-erst", "/en/practices/at-letzt"]
    assert hrefs(down) == ["/en/practices/at-letzt", "/en/practices/at-erst"]
    assert "What was changed Jetzt im Freien." in up.text
    assert "What was changed Neu." in down.text
    assert [one.text for one in trail.iter("h3")] == ["Taken over from", "Taken over by"]
    assert up.find("li")["data-country"] == "AT"
    alone = read_page(edition, "practice", "at-allein", "en")
    assert not [one for one in alone.iter("section") if one["id"].endswith("--trail")]


def test_an_entry_can_be_cited(make_edition: MakeEdition) -> None:
    edition = make_edition(
        [practice_data(), practice_data(id="at-ohne", organisations=None)],
        settings={"homepage": "https://kb.example/"},
    )
    page = read_page(edition, "practice", "at-sprachcafe", "en")
    told = chapter(page, "cite")
    assert told.find("p").text == (
        "Verein am Dorfplatz: “Sprachcafé am Dorfplatz”. In: Good practice, 2026. "
        "https://kb.example/en/practices/at-sprachcafe"
    )
    assert {one.text: one.lang for one in told.iter("span") if one["lang"]} == {
        "Verein am Dorfplatz": "de-AT",
        "Sprachcafé am Dorfplatz": "de-AT",
    }
    licence = told.find("a", rel="license")
    assert licence["href"] == "https://creativecommons.org/licenses/by/4.0/"
    head = {one["name"]: one["content"] for one in page.iter("meta") if one["name"]}
    assert head["DC.title"] == "Sprachcafé am Dorfplatz"
    assert head["DC.creator"] == "Verein am Dorfplatz"
    assert page.find("link", type="application/json")["href"] == "/api/v1/practices/at-sprachcafe"
    bare = chapter(read_page(edition, "practice", "at-ohne", "en"), "cite")
    assert bare.find("p").text.startswith("“Sprachcafé am Dorfplatz”. In: Good practice, 2026.")
