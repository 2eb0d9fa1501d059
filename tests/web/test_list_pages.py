"""Lists: practices, topics, countries, partners, groups, visits, projects, glossary, and more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import Address, FileLinks, LiveLinks, file_of
from kb.web.assets import load_assets
from kb.web.basket import parse_basket
from kb.web.edition import Edition
from kb.web.page import NotThereError, Page, Reader
from kb.web.pages import make_page
from kb.web.pages.network import GroupsPage, PartnersPage
from kb.web.pages.practices import PracticesPage
from kb.web.pages.topics import MOST_CARDS, TopicPage
from kb.web.pages.translations import TranslationsPage
from kb.web.pages.visits import VisitsPage, is_to_come
from kb.web.rendering import render_page
from tests.factories import Plain, practice_data, write_base
from tests.web.conftest import TODAY

LANGS = ("de", "fi", "sv", "en")
LISTS = (
    "practices",
    "topics",
    "countries",
    "partners",
    "groups",
    "visits",
    "projects",
    "glossary",
    "translations",
    "data",
)
ALL = (*((one, "") for one in LISTS), ("topic", "language-cafe"), ("country", "at"))
UNPUBLISHED = "Geheim"
"""Stands in the title of whatever is not published, and "secret" in its id."""


# Bases


def _visit(title: str, start: str, **over: str | list[str]) -> Plain:
    data = {"language": "de-AT", "status": "published", "title": title, "country": "AT"}
    return {**data, "start": start, **over}


def _group(name: str, *meetings: Plain, status: str = "published") -> Plain:
    return {
        "language": "de-AT",
        "status": status,
        "name": name,
        "host": "at-verein",
        "country": "AT",
        "meetings": list(meetings),
    }


def _project(title: str, focus: str, status: str = "published") -> Plain:
    return {
        "language": "de-AT",
        "status": status,
        "title": title,
        "focus": [{"country": "AT", "text": focus}],
    }


def _topics() -> Plain:
    def concept(topic: str, broader: str = "", **labels: str) -> Plain:
        said = {lang: {"preferred": label} for lang, label in labels.items()}
        return {"id": topic, "labels": said, "broader": broader or None}

    cafe = concept("language-cafe", "language-learning", en="Language café", sv="Språkcafé")
    cafe["labels"]["sv"]["alternative"] = ["pratcafé"]
    cafe["definition"] = {"en": "A table where people talk."}
    return {
        "title": {"en": "Topics"},
        "concepts": [
            concept("language-learning", de="Spracherwerb", en="Language learning"),
            cafe,
            concept("language-course", "language-learning", de="Sprachkurs", en="Course"),
            concept("mobility", de="Mobilität", en="Mobility"),
        ],
    }


GLOSSARY: tuple[Plain, ...] = (
    {
        "id": "kotoutumislaki",
        "term": "kotoutumislaki",
        "also": ["kotolaki"],
        "language": "fi-FI",
        "country": "FI",
        "definition": {"en": "The act on integration.", "fi": "Laki kotoutumisesta."},
        "renderings": {
            "de": {"explain": "das Gesetz über Integration in Finnland"},
            "sv": {"term": "integrationslagen"},
        },
        "reviewed": ["fi"],
    },
    {"id": "oemv", "term": "Ömverband", "language": "de-AT", "country": "AT"},
    {"id": "zuschuss", "term": "Zuschuss", "language": "de-AT", "country": "AT"},
    {"id": "amif", "term": "AMIF", "language": "en-GB"},
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> Edition:
    """A base with everything there is once, and a secret beside it."""
    root = write_base(
        tmp_path_factory.mktemp("small"),
        [
            practice_data(part_of="rahmen"),
            practice_data(id="at-secret", status="draft", title=f"{UNPUBLISHED}es Café"),
            practice_data(id="se-ort", title="Ängsträff", language="sv-SE", topics=["mobility"],
                          location={"country": "SE", "municipality": "Orsa"}),
            practice_data(id="se-zeta", title="Zetaträff", language="sv-SE", topics=["mobility"],
                          location={"country": "SE"}),
        ],
        groups={
            "at-kreis": _group("Kreis", {"title": "Alt", "date": "2026-11-21"},
                               {"title": "Offen", "date": "tba"},
                               {"title": "Bald", "date": "2026-12-01", "place": "Imst"}),
            "at-offen": _group("Runde", {"title": "Irgendwann", "date": "tba"}),
            "at-still": _group("Stille", {"title": "Früher", "date": "2020"}),
            "at-secret": _group(f"{UNPUBLISHED}er Kreis", status="draft"),
        },
        visits={
            "bald": _visit("Fahrt im Mai", "2027-05", host="at-verein",
                           practices=["at-sprachcafe", "at-secret"]),
            "jetzt": _visit("Fahrt heute", "2026-11-20", end="2026-11-22"),
            "offen": _visit("Fahrt ohne Tag", "tba", place="tba"),
            "einst": _visit("Fahrt von einst", "2017-03-29"),
            "neulich": _visit("Fahrt von neulich", "2018"),
            "secret": _visit(f"{UNPUBLISHED}e Fahrt", "2027-01-01", status="draft"),
        },
        projects={
            "rahmen": _project("Rahmenprojekt", "Ehrenamt vor Ort."),
            "secret": _project(f"{UNPUBLISHED}es Projekt", f"{UNPUBLISHED}es.", "draft"),
        },
        vocabularies={"topics": _topics()},
        glossary=GLOSSARY,
    )  # fmt: skip
    return Edition(KnowledgeBase.open(root, kb_cache))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> Edition:
    """A base that has been begun, no more."""
    nothing: Plain = {"title": {"en": "Topics"}}
    root = write_base(tmp_path_factory.mktemp("empty"), vocabularies={"topics": nothing})
    (root / "practices" / "partners" / "at-verein.yaml").unlink()
    return Edition(KnowledgeBase.open(root, kb_cache))


# Reading


def _reader(
    edition: Edition, kind: str, record_id: str = "", lang: str = "de", **more: object
) -> Reader:
    address = Address(lang, kind, record_id)
    assets = {
        name: one.name for name, one in load_assets(tuple(edition.settings.countries)).items()
    }
    basket = parse_basket([str(more.get("basket", ""))])
    if more.get("is_live", True):
        carried = {"basket": basket.text} if basket else {}
        live = LiveLinks(address, assets, str(more.get("prefix", "")), carried)
        return Reader(edition, address, live, TODAY, basket)
    return Reader(edition, address, FileLinks(address, assets), TODAY)


def _make(
    edition: Edition, kind: str, record_id: str = "", lang: str = "de", **more: object
) -> Page:
    return make_page(_reader(edition, kind, record_id, lang, **more))


def _html(
    edition: Edition, kind: str, record_id: str = "", lang: str = "de", **more: object
) -> str:
    reader = _reader(edition, kind, record_id, lang, **more)
    return render_page(reader, make_page(reader))


class _Outline(HTMLParser):
    """What every page must keep to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.labels: list[str] = []
        self.forbidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.hrefs.append(found.get("href") or "")
        self.labels += (found.get("aria-labelledby") or "").split()
        self.forbidden += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.forbidden.append(tag)


def _part(html: str, start: str, end: str) -> str:
    return html.partition(start)[2].partition(end)[0]


# All of them


@pytest.mark.parametrize(("kind", "record_id"), ALL)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("is_live", [True, False])
def test_a_list_is_well_made(
    edition: Edition, kind: str, record_id: str, lang: str, *, is_live: bool
) -> None:
    html = _html(edition, kind, record_id, lang, is_live=is_live)
    outline = _Outline(html)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(outline.levels))
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.labels) <= set(outline.ids)
    assert all(outline.hrefs)
    assert {one[1:] for one in outline.hrefs if one.startswith("#")} <= set(outline.ids)
    assert not outline.forbidden
    assert _make(edition, kind, record_id, lang).description
    assert len(html.encode()) < 200_000


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_list_of_nothing_says_so(empty: Edition, kind: str, lang: str) -> None:
    for is_live in (True, False):
        html = _html(empty, kind, "", lang, is_live=is_live)
        assert ('class="empty"' in html) == (kind != "data")
        assert _Outline(html).levels[0] == 1


@pytest.mark.parametrize(("kind", "record_id"), ALL)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_but_published_records_is_shown(
    small: Edition, kind: str, record_id: str, lang: str
) -> None:
    html = _html(small, kind, record_id, lang)
    assert UNPUBLISHED not in html
    assert "secret" not in html


@pytest.mark.parametrize(("kind", "record_id"), ALL)
def test_the_server_answers(client: FlaskClient, kind: str, record_id: str) -> None:
    path = {"topic": "topics", "country": "countries"}.get(kind, kind)
    answer = client.get(f"/fi/{path}/{record_id}".rstrip("/"))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("kind", "record_id"),
    [("topic", "nowhere"), ("topic", "../at"), ("country", "fr"), ("country", "AT")],
)
def test_what_is_not_there_is_not_there(small: Edition, kind: str, record_id: str) -> None:
    with pytest.raises(NotThereError):
        _make(small, kind, record_id)


def test_links_among_files_stay_inside_and_carry_the_basket_on_a_server(small: Edition) -> None:
    for kind, record_id in ALL:
        files = _html(small, kind, record_id, is_live=False)
        assert not any(one.startswith("/") for one in _Outline(files).hrefs)
        live = _html(small, kind, record_id, basket="at-sprachcafe", prefix="/kb")
        to_pages = [one for one in _Outline(live).hrefs if one.startswith("/kb/de/practices")]
        assert to_pages
        assert all("basket=" in one for one in to_pages if "." not in one.partition("?")[0])


# Practices


def test_practices_stand_by_country_in_the_order_of_the_settings(small: Edition) -> None:
    data: PracticesPage = _make(small, "practices").data
    assert [one.code for one in data.countries] == ["AT", "SE"]
    assert [one.name for one in data.countries] == ["Österreich", "Schweden"]
    assert data.lead.startswith("3 ")


@pytest.mark.parametrize(("lang", "first"), [("de", "Ängsträff"), ("sv", "Zetaträff")])
def test_practices_follow_the_alphabet_of_the_language(
    small: Edition, lang: str, first: str
) -> None:
    data: PracticesPage = _make(small, "practices", lang=lang).data
    assert data.countries[1].things[0].title.value == first


def test_a_practice_without_a_country_stands_last(tmp_path: Path, kb_cache: Path) -> None:
    data = [practice_data(), practice_data(id="xx-irgendwo", location=None)]
    edition = Edition(KnowledgeBase.open(write_base(tmp_path, data), kb_cache))
    page: PracticesPage = _make(edition, "practices", lang="en").data
    assert [one.code for one in page.countries] == ["AT", ""]
    assert "Without a country" in _html(edition, "practices", lang="en")


def test_a_line_says_where_when_and_about_what(small: Edition) -> None:
    html = _html(small, "practices", lang="en")
    line = _part(html, "/en/practices/at-sprachcafe", "</li>")
    for words in ("Lungau", "from 2016", "Language café", 'lang="de-AT"', "German"):
        assert words in line


# Topics


def test_a_topic_counts_the_practices_of_narrower_ones_once(small: Edition) -> None:
    html = _html(small, "topics", lang="en")
    tile = _part(html, "/en/topics/language-learning", "</li>")
    assert "1 practice" in tile
    assert '<a href="/en/topics/language-course" class="quiet">' in html
    assert '<a href="/en/topics/language-cafe">' in html


def test_a_topic_tells_its_names_and_where_it_belongs(small: Edition) -> None:
    html = _html(small, "topic", "language-cafe", "sv")
    assert "Språkcafé" in _part(html, "<h1", "</h1>")
    assert "pratcafé" in html
    assert '<p class="lead" lang="en">A table where people talk.</p>' in html
    assert '<span lang="en">Language learning</span>' in html
    assert "/sv/practices/at-sprachcafe" in html
    assert "/sv/topics/language-cafe.pdf" in html
    assert "/sv/search?topic=language-cafe" in html


def test_a_label_in_another_language_says_so(small: Edition) -> None:
    page = _make(small, "topic", "language-cafe", "fi")
    assert (page.title, page.title_lang) == ("Language café", "en")
    assert '<h1 lang="en">Language café</h1>' in _html(small, "topic", "language-cafe", "fi")


def test_a_topic_without_practices_says_so_and_leads_on(small: Edition) -> None:
    html = _html(small, "topic", "language-course", "en")
    sentence = _part(html, 'class="empty"', "</p>")
    assert "/en/topics/language-learning" in sentence
    assert "1 practice" in sentence
    assert ".pdf" not in html


def test_too_many_practices_for_cards_follow_as_lines(tmp_path: Path, kb_cache: Path) -> None:
    numbers = range(MOST_CARDS + 3)
    data = [practice_data(id=f"at-nummer-{one}", title=f"Nummer {one}") for one in numbers]
    edition = Edition(KnowledgeBase.open(write_base(tmp_path, data), kb_cache))
    page: TopicPage = _make(edition, "topic", "language-learning").data
    assert (len(page.cards), len(page.lines)) == (MOST_CARDS, 3)
    assert page.words.startswith(str(len(numbers)))
    html = _html(edition, "country", "at")
    assert all(f"/de/practices/at-nummer-{one}" in html for one in numbers)


# Countries


def test_countries_without_practices_have_no_page(edition: Edition, small: Edition) -> None:
    html = _html(small, "countries", lang="en")
    assert "/en/countries/at" in html
    assert "/en/countries/fi" not in html
    assert "14 " in _part(_html(edition, "countries"), "/de/countries/at", "</li>")


def test_a_country_shows_what_belongs_to_it(small: Edition) -> None:
    html = _html(small, "country", "at")
    for words in (
        "Verein am Dorfplatz",
        "Ehrenamt vor Ort.",
        "/de/projects/rahmen",
        "/de/visits/einst",
        "/de/search?country=AT&amp;topic=language-learning",
        "/de/countries/at.pdf",
    ):
        assert words in html
    assert "/de/practices/se-ort" not in html


# Partners, groups, visits, projects


def test_partners_stand_by_country_with_their_languages(small: Edition) -> None:
    data: PartnersPage = _make(small, "partners", lang="en").data
    (country,) = data.countries
    assert (country.code, country.words) == ("AT", "1 partner")
    (partner,) = country.things
    assert (partner.spoken, partner.practices) == ("speaks German", "3 practices")
    assert '<span lang="de-AT">Verein am Dorfplatz</span>' in _html(small, "partners", lang="en")


def test_an_address_that_is_no_link_stays_out(tmp_path: Path, kb_cache: Path) -> None:
    partner = {"language": "en", "name": "LAG", "kind": "lag", "country": "AT"}
    one = {**partner, "homepage": "https://www.example.org/x"}
    root = write_base(tmp_path, partners={"at-verein": one})
    html = _html(Edition(KnowledgeBase.open(root, kb_cache)), "partners")
    assert '<a href="https://www.example.org/x" rel="external">example.org</a>' in html


def test_groups_tell_their_next_meeting(small: Edition) -> None:
    data: GroupsPage = _make(small, "groups").data
    found = {one.name.value: one.next and one.next.title.value for one in data.groups}
    assert found == {"Kreis": "Bald", "Runde": "Irgendwann", "Stille": None}
    html = _html(small, "groups", lang="en")
    assert "1 December 2026" in html
    assert "date to be announced" in html
    assert "No meeting has been announced." in html


def test_visits_to_come_stand_first(small: Edition) -> None:
    data: VisitsPage = _make(small, "visits").data
    ids = [
        [one.href.rpartition("/")[2] for one in part]
        for part in (data.coming, data.undated, data.past)
    ]
    assert ids == [["jetzt", "bald"], ["offen"], ["neulich", "einst"]]
    coming = data.coming[1]
    assert coming.practices.startswith("1 ")
    assert coming.pack == "/de/visits/bald.zip"
    assert data.undated[0].place == "Österreich"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-22", None, True),
        ("2026-11-21", None, False),
        ("2026-11-20", "2026-11-22", True),
        ("2026-11", None, True),
        ("2026", None, True),
        ("2025", None, False),
        ("tba", None, True),
        ("2026-10", "2026-11", True),
    ],
)
def test_something_is_to_come_until_its_last_day(
    start: str, end: str | None, *, expected: bool
) -> None:
    assert is_to_come(start, end, date(2026, 11, 22)) is expected


def test_projects_tell_what_came_of_them(edition: Edition, small: Edition) -> None:
    assert "1 practice" in _part(_html(small, "projects", lang="en"), "rahmen", "</li>")
    html = _html(edition, "projects", lang="fi")
    assert "/fi/projects/iira" in html
    assert "Itävalta" in html


# Glossary


def test_terms_stand_under_the_letters_of_the_language(small: Edition) -> None:
    german, swedish = (_make(small, "glossary", lang=one).data for one in ("de", "sv"))
    assert [one.name for one in german.letters] == ["A", "K", "O", "Z"]
    assert [one.name for one in swedish.letters] == ["A", "K", "Z", "Ö"]
    assert [one.code for one in german.countries] == ["AT", "FI", "EU"]


def test_a_term_tells_what_the_language_says_for_it(small: Edition) -> None:
    german = _part(_html(small, "glossary"), 'id="term-kotoutumislaki"', "</div>")
    assert '<dfn lang="fi-FI">kotoutumislaki</dfn>' in german
    assert "das Gesetz über Integration in Finnland" in german
    assert '<dd lang="en">The act on integration. <span class="state" lang="de">' in german
    assert '<span lang="sv">integrationslagen</span>' in german
    swedish = _part(_html(small, "glossary", lang="sv"), 'id="term-kotoutumislaki"', "</div>")
    assert '<dd class="said">integrationslagen</dd>' in swedish
    finnish = _part(_html(small, "glossary", lang="fi"), 'id="term-kotoutumislaki"', "</div>")
    assert "Laki kotoutumisesta." in finnish
    assert "tarkistettu" in finnish


def test_every_term_of_the_shipped_glossary_is_there(edition: Edition) -> None:
    glossary = edition.shelf.glossary
    assert glossary
    for lang in LANGS:
        ids = _Outline(_html(edition, "glossary", lang=lang)).ids
        assert {f"term-{one.id}" for one in glossary.terms} <= set(ids)


# Translations


def _all_titles(data: TranslationsPage) -> Iterator[str]:
    for table in data.tables:
        yield from (row.title.value for row in table.rows)


def test_translations_count_published_records_only(small: Edition) -> None:
    data: TranslationsPage = _make(small, "translations", lang="en").data
    assert ("practice", "secret") not in small.coverage.records
    assert any("secret" in key.id for key in small.coverage.records)
    assert "Sprachcafé am Dorfplatz" in set(_all_titles(data))
    english = next(one for one in data.languages if one.lang == "en")
    assert "3 practices have no reviewed text yet." in english.todo
    published = {key: counts for key, counts in small.coverage.records.items()
                 if small.find_record(key.kind, key.id)}  # fmt: skip
    missing = sum(counts["en"].get("missing", 0) for counts in published.values())
    assert [one.number for one in english.portions] == [str(missing)]
    assert english.first[0].href.startswith("/en/practices/")


def test_a_record_shows_each_of_its_states(tmp_path: Path, kb_cache: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    base = KnowledgeBase.open(root, kb_cache)
    base.translations.update()
    catalog = root / "locales/en/LC_MESSAGES/practices/at-sprachcafe.po"
    text = catalog.read_text("utf-8")
    assert 'msgid "Sprachcafé am Dorfplatz"\nmsgstr ""' in text
    catalog.write_text(
        text.replace(
            'msgid "Sprachcafé am Dorfplatz"\nmsgstr ""',
            'msgid "Sprachcafé am Dorfplatz"\nmsgstr "Language café on the square"',
        ),
        "utf-8",
    )
    data: TranslationsPage = _make(
        Edition(KnowledgeBase.open(root, kb_cache)), "translations", lang="en"
    ).data
    row = next(row for table in data.tables for row in table.rows if table.kind == "practice")
    by_lang = dict(zip((one.lang for one in data.languages), row.cells, strict=True))
    assert by_lang["de"].state == "source"
    assert by_lang["sv"].state == "missing"
    assert [one.state for one in by_lang["en"].portions] == ["translated", "missing"]
    assert "reviewed" in by_lang["en"].words
    english = next(one for one in data.languages if one.lang == "en")
    assert not any("no reviewed text" in one for one in english.todo)


def test_a_finished_language_has_nothing_to_do(tmp_path: Path, kb_cache: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    page = _make(Edition(KnowledgeBase.open(root, kb_cache)), "translations", lang="en")
    german = next(one for one in page.data.languages if one.lang == "de")
    assert german.todo == ["Nothing has to be translated."]
    assert not german.first


# Data


def test_all_files_and_questions_are_offered_by_a_server(small: Edition) -> None:
    html = _html(small, "data", lang="en", prefix="/kb")
    for suffix in ("xlsx", "csv", "json", "geojson", "jsonld", "ttl"):
        assert f'href="/kb/en/data/practices.{suffix}"' in html
    assert 'href="/kb/api/v1/practices/at-sprachcafe?lang=en"' in html
    assert "<code>/kb/api/v1/search?q={words}&amp;lang={lang}</code>" in html
    assert "https://creativecommons.org/licenses/by/4.0/" in html
    assert 'href="/kb/sv/feed.atom"' in html


def test_plain_files_answer_no_questions(small: Edition) -> None:
    html = _html(small, "data", lang="en", is_live=False)
    assert "api/v1" not in html
    assert 'href="data/practices.csv"' in html
    assert file_of(Address("en", "data")) == "en/data.html"


def test_the_example_of_every_question_is_answered(client: FlaskClient) -> None:
    html = client.get("/de/data").get_data(as_text=True)
    examples = [one for one in _Outline(html).hrefs if "/api/v1/" in one]
    assert len(examples) == 5
    assert [client.get(one).status_code for one in examples] == [200] * 5
