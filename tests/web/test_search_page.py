"""The search page: what it finds, how it is narrowed down, and what it says where nothing fits."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import Address, FileLinks
from kb.web.assets import load_assets
from kb.web.edition import Edition
from kb.web.page import Reader, TooMuchError
from kb.web.pages import make_page
from kb.web.pages.search import find_found
from kb.web.rendering import render_page
from kb.web.searching import HITS_PER_PAGE, LONGEST_QUERY, MOST_VALUES
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import practice_data, write_base
from tests.web.conftest import TODAY, MakeReader
from tests.web.markup import Element, parse_page

LANGS = ("de", "fi", "sv", "en")
HOSTILE = "<script>alert(1)</script>"


def get(client: FlaskClient, address: str) -> Element:
    """A page, taken apart."""
    answer = client.get(address)
    assert answer.status_code == 200
    return parse_page(answer.get_data(as_text=True))


def by_id(page: Element, name: str) -> Element:
    """The one element of an id."""
    (found,) = page.iter(id=name)
    return found


def ids_on(page: Element) -> list[str]:
    """Practices of the cards on a page, in order."""
    hrefs = [one.find("a")["href"] for one in page.of_class("card-title")]
    return [urlsplit(href).path.rpartition("/")[2].removesuffix(".html") for href in hrefs]


def number_of(page: Element) -> int:
    """How many practices a page says it found."""
    found = re.search(r"\d+", by_id(page, "status").text)
    return int(found.group()) if found else 0


def options_of(page: Element, facet: str) -> dict[str, int]:
    """Values of a facet that can be chosen → how many practices there would be."""
    labels = [one.parent for one in page.iter("input", name=facet)]
    return {
        label.find("input")["value"]: int(next(label.of_class("count")).text)
        for label in labels
        if label
    }


def chips_of(page: Element) -> dict[str, str]:
    """What each chip says → the link without its filter."""
    return {one.text: one["href"] for one in page.of_class("chip")}


def query_of(href: str) -> list[tuple[str, str]]:
    """What stands behind the question mark of a link."""
    return parse_qsl(urlsplit(href).query)


# What is found


@pytest.mark.parametrize(
    ("lang", "query"),
    [("de", "Sprachcafé"), ("fi", "kielikahvila"), ("sv", "språkkafé"), ("en", "language café")],
)
def test_a_practice_is_found_in_every_language(client: FlaskClient, lang: str, query: str) -> None:
    page = get(client, f"/{lang}/search?q={query}")
    assert page.find("html")["lang"] == lang
    assert ids_on(page)[0] == "at-lungau-sprachcafe"
    assert page.find("input", id="q")["value"] == query


@pytest.mark.parametrize("lang", LANGS)
def test_the_language_of_the_query_is_free(client: FlaskClient, lang: str) -> None:
    assert "at-lungau-sprachcafe" in ids_on(get(client, f"/{lang}/search?q=kielikahvilat"))


def test_an_empty_query_shows_all_practices_the_newest_first(
    client: FlaskClient, edition: Edition
) -> None:
    page = get(client, "/en/search")
    assert number_of(page) == len(edition.shelf.practices)
    starts = [edition.shelf.find_practice(one) for one in ids_on(page)]
    dates = [one.period.start for one in starts if one and one.period and one.period.start]
    assert len(dates) == HITS_PER_PAGE
    assert dates == sorted(dates, reverse=True)


def test_a_hit_shows_where_the_words_stand_and_why_it_was_found(client: FlaskClient) -> None:
    page = get(client, "/sv/search?q=språkkafé")
    card = next(page.of_class("card"))
    assert [one.text for one in card.iter("mark")]
    assert next(card.of_class("why")).text.startswith("Varför: ")


def test_words_and_snippets_in_another_language_say_which(client: FlaskClient) -> None:
    cards = list(get(client, "/fi/search?q=Feuerwehr").of_class("card"))
    whys = [next(one.of_class("why")) for one in cards]
    assert all(one.text.startswith("Miksi: ") for one in whys)
    assert {span["lang"] for one in whys for span in one.iter("span") if span["lang"]} >= {"de-DE"}
    assert "saksa" in whys[-1].text
    snippets = [one for card in cards for one in card.of_class("snippet")]
    assert {one.lang for one in snippets} >= {"fi", "de-DE"}


def test_entries_with_most_of_the_words_follow_and_say_what_they_lack(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=football housing")
    assert [one.text for one in page.of_class("divider")] == ["These come close"]
    cards = list(page.of_class("card"))
    lacking = [bool(list(one.of_class("missing"))) for one in cards]
    assert lacking == sorted(lacking)
    assert True in lacking
    assert False in lacking


def test_another_spelling_that_was_searched_is_told(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=voluntears")
    assert "“voluntears”" in by_id(page, "status").text
    assert ids_on(page)
    assert page.find("input", id="q")["value"] == "voluntears"


def test_every_hit_has_the_way_into_the_basket_and_stays_on_this_search(
    client: FlaskClient,
) -> None:
    page = get(client, "/fi/search?q=kieli&country=AT&part=results&basket=at-lungau-sprachcafe")
    links = list(page.of_class("choose"))
    assert len(links) == len(ids_on(page))
    for one in links:
        asked = dict(query_of(one["href"]))
        assert asked.pop("basket", "") or one["data-practice"] == "at-lungau-sprachcafe"
        assert asked == {"q": "kieli", "country": "AT"}


# Facets and chips


def test_facets_count_what_would_be_found(client: FlaskClient) -> None:
    page = get(client, "/sv/search?q=jobb")
    for facet in ("country", "topic", "target", "year", "lang", "funding"):
        for value, number in list(options_of(page, facet).items())[:4]:
            assert number_of(get(client, f"/sv/search?q=jobb&{facet}={value}")) == number


def test_several_values_of_a_facet_mean_any_of_them(client: FlaskClient) -> None:
    alone = [number_of(get(client, f"/en/search?country={one}")) for one in ("AT", "FI")]
    page = get(client, "/en/search?country=AT&country=FI")
    assert number_of(page) == sum(alone)
    assert by_id(page, "country-AT").attributes.keys() >= {"checked", "name"}
    assert "checked" not in by_id(page, "country-SE").attributes


def test_values_without_a_practice_are_left_out_unless_chosen(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=kielikahvila&year=1066&country=AT&topic=mobility")
    assert 0 not in [one for name, one in options_of(page, "target").items()]
    assert options_of(page, "topic")["mobility"] == 0


def test_narrower_topics_stand_below_the_broad_ones(client: FlaskClient, edition: Edition) -> None:
    page = get(client, "/de/search?topic=language-cafe")
    topics = edition.shelf.vocabularies["topics"]
    below = by_id(page, "below-topic-language-learning")
    inside = {one["value"] for one in below.iter("input")}
    assert "language-cafe" in inside
    assert all(topics.lineage(one)[-1].id == "language-learning" for one in inside)
    assert "open" in below.attributes
    assert "open" not in by_id(page, "below-topic-housing").attributes


def test_translations_offered_are_those_into_the_readers_language(client: FlaskClient) -> None:
    values = options_of(get(client, "/fi/search"), "translation")
    assert values
    assert all(one.startswith("fi-") for one in values)


def test_a_chip_takes_away_exactly_its_filter(client: FlaskClient) -> None:
    asked = [
        ("q", "kieli -urheilu topic:housing"),
        ("country", "AT"),
        ("country", "FI"),
        ("year", "2016..2019"),
        ("sort", "newest"),
    ]
    query = "&".join(f"{name}={value}" for name, value in asked)
    chips = chips_of(get(client, f"/fi/search?{query}&page=2"))
    rest = {
        "Itävalta": [one for one in asked if one != ("country", "AT")],
        "Suomi": [one for one in asked if one != ("country", "FI")],
        "2016–2019": [one for one in asked if one[0] != "year"],
        "Asuminen": [("q", "kieli -urheilu"), *asked[1:]],
    }
    for word, left in rest.items():
        (href,) = (href for text, href in chips.items() if f": {word} ×" in text)
        assert query_of(href) == left
    clear = [href for text, href in chips.items() if "×" not in text]
    assert [query_of(one) for one in clear] == [[("q", "kieli -urheilu"), ("sort", "newest")]]


def test_a_filter_in_the_query_is_chosen_but_only_taken_out_there(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=country:Itävalta")
    box = by_id(page, "country-AT")
    assert box.attributes.keys() >= {"checked", "disabled"}
    (href,) = chips_of(page).values()
    assert query_of(href) == []


def test_a_value_nobody_knows_is_told_and_left_out(client: FlaskClient) -> None:
    everything = number_of(get(client, "/en/search?q=language"))
    page = get(client, "/en/search?q=language&topic=hosing&country=XQ&lang=xx&year=soon")
    assert number_of(page) == everything
    doubts = [one.text for one in next(page.of_class("doubts")).iter("li")]
    assert len(doubts) == 4
    assert any("hosing" in one and "Housing" in one for one in doubts)
    assert not list(page.of_class("chip"))
    (meant,) = next(page.of_class("doubts")).iter("a")
    assert query_of(meant["href"]) == [("q", "language"), ("topic", "housing")]


def test_a_value_nobody_knows_in_the_query_is_told_too(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=language topic:hosing")
    assert number_of(page) == number_of(get(client, "/en/search?q=language"))
    assert list(page.of_class("doubts"))


# Order and pages


def test_hits_can_be_sorted(client: FlaskClient, edition: Edition) -> None:
    hits = ids_on(get(client, "/en/search?q=language&sort=country"))
    countries = [one[:2].upper() for one in hits]
    order = list(edition.settings.countries)
    assert countries == sorted(countries, key=order.index)
    newest = ids_on(get(client, "/en/search?q=language&sort=newest"))
    assert newest != ids_on(get(client, "/en/search?q=language"))


@pytest.mark.parametrize(("query", "order"), [("", "Newest first"), ("?q=language", "Best match")])
def test_the_order_that_goes_without_saying_is_not_in_the_address(
    client: FlaskClient, query: str, order: str
) -> None:
    options = list(get(client, f"/en/search{query}").find("select").iter("option"))
    (chosen,) = (one for one in options if "selected" in one.attributes)
    assert (chosen.text, chosen["value"]) == (order, "")


def test_pages_follow_each_other_until_all_hits_were_shown(
    client: FlaskClient, edition: Edition
) -> None:
    href, seen = "/sv/search?sort=country", []
    for _ in range(100):
        page = get(client, href)
        seen += ids_on(page)
        following = [one["href"] for one in page.iter("a", rel="next")]
        if not following:
            break
        (href,) = following
    assert len(seen) == len(set(seen)) == len(edition.shelf.practices)
    assert page.find("a", rel="prev")


@pytest.mark.parametrize("number", ["999999", "99", "0", "-1", "x", "٣", "9" * 300])
def test_a_page_there_is_none_of_is_the_nearest_one(client: FlaskClient, number: str) -> None:
    page = get(client, f"/en/search?page={number}")
    assert ids_on(page)
    (here,) = (one for one in page.iter("a") if one["aria-current"] == "page")
    assert here.text.endswith("7" if number.startswith("99") and len(number) < 7 else "1")


# Limits


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a" * (LONGEST_QUERY + 1)},
        {"country": "a" * 101},
    ],
)
def test_more_than_a_person_types_is_refused(
    client: FlaskClient, make_reader: MakeReader, query: dict[str, str]
) -> None:
    with pytest.raises(TooMuchError):
        make_page(make_reader("search", **query))
    name, value = query.popitem()
    assert client.get(f"/fi/search?{name}={value}").status_code == 400


def test_too_many_filters_are_refused(client: FlaskClient) -> None:
    values = "&".join(f"year={1900 + number}" for number in range(MOST_VALUES + 1))
    assert client.get(f"/fi/search?{values}").status_code == 400


def test_the_longest_query_is_answered(client: FlaskClient) -> None:
    get(client, f"/fi/search?q={'ä' * LONGEST_QUERY}")


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_query_is_text(client: FlaskClient, lang: str) -> None:
    address = f'/{lang}/search?q={HOSTILE}"&country={HOSTILE}&sort={HOSTILE}&topic={{{{7*7}}}}'
    text = client.get(address).get_data(as_text=True)
    assert "alert(1)</script>" not in text
    page = parse_page(text)
    assert all(one["src"] for one in page.iter("script"))
    assert page.find("input", id="q")["value"] == f'{HOSTILE}"'
    assert "49" not in next(page.of_class("doubts")).text


def test_hostile_entries_are_text_and_drafts_are_not_found(tmp_path: Path, kb_cache: Path) -> None:
    entries = [
        practice_data(id="at-angriff", title=f"Garten {HOSTILE}", summary=f"Garten {HOSTILE} x"),
        practice_data(id="at-entwurf", title="Garten im Entwurf", status="draft"),
    ]
    root = write_base(tmp_path, entries)
    keeper = EditionKeeper(lambda: KnowledgeBase.open(root, kb_cache))
    client = create_app(keeper).test_client()
    page = get(client, "/de/search?q=Garten")
    assert ids_on(page) == ["at-angriff"]
    assert next(page.of_class("snippet")).text == f"Garten {HOSTILE} x"
    assert all(one["src"] for one in page.iter("script"))
    assert ids_on(get(client, "/de/search?q=status:draft")) == []


# Nothing found


def test_nothing_found_offers_ways_that_find_something(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=housing&country=FI&topic=sport&year=1950")
    assert not ids_on(page)
    ways = next(page.of_class("empty"))
    counts = list(ways.of_class("count"))
    assert counts
    for one in counts:
        assert one.parent
        found = get(client, one.parent.find("a")["href"])
        assert str(number_of(found)) in one.text
        assert ids_on(found)
    kinds = {urlsplit(one["href"]).path for one in ways.iter("a")}
    assert kinds >= {"/en/topics", "/en/practices", "/en/map"}


def test_nothing_found_offers_beginnings_and_topics(client: FlaskClient) -> None:
    page = get(client, "/en/search?q=mobilityzzzz")
    assert not ids_on(page)
    hrefs = [one["href"] for one in next(page.of_class("empty")).iter("a")]
    assert any(dict(query_of(one)).get("q", "").endswith("*") for one in hrefs)
    assert "/en/topics/mobility" in hrefs


def test_nonsense_still_shows_the_ways_to_browse(client: FlaskClient) -> None:
    page = get(client, "/fi/search?q=xqxqxqxqx")
    assert number_of(page) == 0
    assert "/fi/topics" in [one["href"] for one in next(page.of_class("empty")).iter("a")]


# For scripts, and taken home


def test_a_script_gets_the_results_alone(client: FlaskClient) -> None:
    text = client.get("/fi/search?q=kieli&part=results").get_data(as_text=True)
    part = parse_page(text)
    assert not list(part.iter("html", "form", "h1"))
    found = by_id(part, "found")
    whole = get(client, "/fi/search?q=kieli")
    assert found["data-status"] == by_id(whole, "status").text
    assert ids_on(part) == ids_on(whole)
    assert "part=" not in text


def test_search_engines_list_the_bare_page_alone(client: FlaskClient) -> None:
    assert not list(get(client, "/fi/search").iter("meta", name="robots"))
    for query in ("q=kieli", "country=AT", "page=2"):
        assert list(get(client, f"/fi/search?{query}").iter("meta", name="robots"))


def test_all_hits_can_be_taken_home(client: FlaskClient) -> None:
    page = get(client, "/fi/search?q=kieli&country=AT&page=2")
    files = [one["href"] for one in page.iter("a") if "/search." in one["href"]]
    assert [urlsplit(one).path.rpartition(".")[2] for one in files] == ["csv", "xlsx", "pdf"]
    assert all(query_of(one) == [("q", "kieli"), ("country", "AT")] for one in files)


def test_all_hits_are_known_in_their_order(make_reader: MakeReader, client: FlaskClient) -> None:
    found = find_found(make_reader("search", lang="fi", q="kieli", sort="newest", page="2"))
    first, second = (
        ids_on(get(client, f"/fi/search?q=kieli&sort=newest&page={number}")) for number in (1, 2)
    )
    assert found[: 2 * HITS_PER_PAGE] == first + second
    assert len(found) == number_of(get(client, "/fi/search?q=kieli"))


# Without a server


@pytest.fixture
def shell(edition: Edition) -> Element:
    """The page among plain files."""
    address = Address("fi", "search")
    found = load_assets(tuple(edition.settings.countries))
    links = FileLinks(address, {name: one.name for name, one in found.items()})
    reader = Reader(edition, address, links, TODAY)
    return parse_page(render_page(reader, make_page(reader)))


def test_plain_files_show_all_practices_by_country(shell: Element, edition: Edition) -> None:
    assert sorted(ids_on(by_id(shell, "all"))) == sorted(one.id for one in edition.shelf.practices)
    assert by_id(shell, "search")["data-live"] == "no"
    assert by_id(shell, "status").text
    assert by_id(shell, "facets")["data-names"].split()[0] == "country"


def test_plain_files_bring_what_a_script_says_and_fills(shell: Element) -> None:
    said = by_id(shell, "status").attributes
    assert said.keys() >= {"data-found-one", "data-found-other", "data-nothing", "data-failed"}
    facets = by_id(shell, "facets")
    assert all(facets[f"data-{name}"] for name in facets["data-names"].split())
    assert by_id(shell, "facet").find("fieldset").find("legend")
    assert by_id(shell, "option").find("input")["type"] == "checkbox"


def test_plain_files_have_nothing_only_a_server_can_make(shell: Element) -> None:
    hrefs = [one["href"] for one in shell.iter("a")]
    assert not [one for one in hrefs if one.startswith("/") or "search." in one.split("?")[0][:-5]]
