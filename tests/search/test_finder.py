"""Searching a small knowledge base: what is found, in which order, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import UsageError
from kb.knowledgebase import KnowledgeBase
from kb.search.finder import Finder, Request
from kb.search.results import Results, UnknownValue
from kb.search.sorting import SORTS
from tests.factories import practice_data, write_base

LANGUAGE_CAFE = practice_data(id="at-sprachcafe")
FLATS = practice_data(
    id="de-wohnungen",
    language="de-DE",
    title="Wohnungen statt Lager",
    summary="Flüchtlinge wohnen in leer stehenden Wohnungen mitten im Ort.",
    context="In der Gemeinde standen viele Wohnungen leer. Freiwillige Helfer richteten sie her.",
    goals=["Flüchtlinge wohnen mitten im Ort."],
    measures=["Die Gemeinde mietet Wohnungen."],
    topics=["housing"],
    target_groups=["volunteers"],
    keywords=["Leerstand"],
    location={"country": "DE", "place": "Altena"},
    organisations=[{"name": "Stadt Altena", "role": "lead"}],
    period={"start": "2014", "end": "2017", "state": "finished"},
    funding=[{"scope": "grant", "fund": "LEADER", "amount": "100"}],
)
GREENHOUSE = practice_data(
    id="fi-narpio",
    language="sv-FI",
    title="Växthusstaden",
    summary="Nyanlända får jobb i växthusen.",
    context="Staden behöver arbetskraft.",
    goals=["Nyanlända stannar."],
    measures=["Staden ordnar kurser i svenska."],
    topics=["language-learning"],
    target_groups=["newcomers"],
    location={"country": "FI", "municipality": "Närpes"},
    organisations=[{"name": "Närpes stad", "role": "lead"}],
    period={"start": "1988", "state": "regular-service"},
)
DRAFT = practice_data(id="at-entwurf", title="Entwurf über Sprachcafés", status="draft")
BIKES = practice_data(
    id="at-raeder",
    title="Radwerkstatt",
    summary="Geflüchtete richten Fahrräder.",
    context="Der Bus fährt selten.",
    goals=["Geflüchtete kommen zur Arbeit."],
    measures=["Freiwillige reparieren mit Geflüchteten Fahrräder."],
    topics=["mobility"],
    target_groups=["volunteers"],
    location={"country": "AT", "nuts": "AT32"},
    period={"start": "2016-10", "end": "2017-12", "state": "finished"},
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> KnowledgeBase:
    root = write_base(
        tmp_path_factory.mktemp("base"), [LANGUAGE_CAFE, FLATS, GREENHOUSE, DRAFT, BIKES]
    )
    return KnowledgeBase.open(root, cache=kb_cache)


@pytest.fixture(scope="module")
def finder(base: KnowledgeBase) -> Finder:
    return base.open_search()[0]


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "lang", "first"),
    [
        ("kielikahvilat", "fi", "at-sprachcafe"),
        ("Fluechtlingswohnungen", "de", "de-wohnungen"),
        ("nyanlända jobb", "sv", "fi-narpio"),
        ("housing", "en", "de-wohnungen"),
        ("Närpiössä", "fi", "fi-narpio"),
        ("Narpes", "en", "fi-narpio"),
        ("Saksa", "fi", "de-wohnungen"),
        ("Fahrrad", "de", "at-raeder"),
        ("Fahrradwerkstatt", "de", "at-raeder"),
        ("org:Altena", "de", "de-wohnungen"),
        ("Leerstände", "de", "de-wohnungen"),
    ],
)
def test_finds_across_forms_and_languages(
    base: KnowledgeBase, query: str, lang: str, first: str
) -> None:
    assert ids(base.search(query, lang))[:1] == [first]


def test_says_why_in_language_field_and_words(base: KnowledgeBase) -> None:
    hit = base.search("kielikahvilat", "fi").hits[0]
    assert ("fi", "topics", ("Kielikahvila",)) in {
        (one.lang, one.field, one.words) for one in hit.matched
    }
    assert hit.title_lang == "de-AT"


def test_snippet_marks_the_inflected_word(base: KnowledgeBase) -> None:
    hit = base.search("Flüchtling", "de").hits[0]
    assert [text for text, is_match in hit.snippet if is_match] == ["Flüchtlinge"]
    assert hit.snippet_lang == "de-DE"


def test_json_gives_highlights_as_offsets(base: KnowledgeBase) -> None:
    data = base.search("Flüchtling", "de").as_json()["hits"][0]
    [[start, end]] = data["highlights"]
    assert data["snippet"][start:end] == "Flüchtlinge"


def test_drafts_stay_in_the_house(base: KnowledgeBase) -> None:
    assert "at-entwurf" not in ids(base.search("Sprachcafés", "de"))
    assert "at-entwurf" in ids(base.search("Sprachcafés", "de", status=["draft"]))


def test_exact_form_comes_before_lemma_before_part(tmp_path: Path, kb_cache: Path) -> None:
    def entry(name: str, word: str) -> dict[str, object]:
        return practice_data(
            id=f"at-{name}", title=f"Das Beispiel {name}", summary=f"Es geht um {word} im Ort."
        )

    root = write_base(
        tmp_path,
        [
            entry("c-part", "Gemeinschaftsgärten"),
            entry("b-lemma", "Gärten"),
            entry("a-exact", "Garten"),
        ],
    )
    found = KnowledgeBase.open(root, cache=kb_cache).search("Garten", "de")
    assert ids(found) == ["at-a-exact", "at-b-lemma", "at-c-part"]


def test_all_words_first_then_most_of_them(base: KnowledgeBase) -> None:
    found = base.search("Freiwillige Fahrräder", "de")
    assert ids(found)[0] == "at-raeder"
    assert found.hits[0].words_missing == ()
    assert found.total_all_words == 1
    assert all(hit.words_missing for hit in found.hits[1:])


def test_phrase_needs_the_words_in_order(base: KnowledgeBase) -> None:
    assert ids(base.search('"freiwillige helfer"', "de")) == ["de-wohnungen"]
    assert ids(base.search('"helfer freiwillige"', "de")) == []


def test_phrase_does_not_reach_over_two_items(base: KnowledgeBase) -> None:
    assert ids(base.search('"ort in"', "de")) == []


def test_without_and_prefix(base: KnowledgeBase) -> None:
    assert "at-raeder" not in ids(base.search("Geflüchtete -Fahrrad", "de"))
    assert "at-raeder" in ids(base.search("fahrr*", "de"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country:AT", {"at-sprachcafe", "at-raeder"}),
        ("country:Itävalta", {"at-sprachcafe", "at-raeder"}),
        ("topic:language-learning", {"at-sprachcafe", "fi-narpio"}),
        ("topic:Wohnen", {"de-wohnungen"}),
        ("year:2016", {"at-sprachcafe", "de-wohnungen", "at-raeder"}),
        ("year:..1990", {"fi-narpio"}),
        ("lang:sv", {"fi-narpio"}),
        ("funding:leader", {"de-wohnungen"}),
        ("-country:AT", {"de-wohnungen", "fi-narpio"}),
        ("missing:fi", {"at-sprachcafe", "de-wohnungen", "fi-narpio", "at-raeder"}),
        ("state:source", {"at-sprachcafe", "de-wohnungen", "fi-narpio", "at-raeder"}),
        ("country:AT country:FI year:1988", {"fi-narpio"}),
    ],
)
def test_filters(base: KnowledgeBase, query: str, found: set[str]) -> None:
    assert set(ids(base.search(query, "de"))) == found


def test_unknown_filter_value_names_the_nearest(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match='Did you mean "housing"'):
        base.search("x", "en", topic=["housng"])


def test_a_query_cannot_reach_what_is_not_searched(base: KnowledgeBase) -> None:
    assert ids(base.search("status:draft", "de")) == []
    both = ["draft", "published"]
    assert ids(base.search("status:draft", "de", status=both)) == ["at-entwurf"]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("newest", ["at-sprachcafe", "at-raeder", "de-wohnungen", "fi-narpio"]),
        ("country", ["at-raeder", "at-sprachcafe", "fi-narpio", "de-wohnungen"]),
    ],
)
def test_hits_are_sorted(finder: Finder, sort: str, found: list[str]) -> None:
    assert ids(finder.search(Request("", "de", sort=sort))) == found
    pages = [ids(finder.search(Request("", "de", limit=1, offset=n, sort=sort))) for n in range(4)]
    assert [one for page in pages for one in page] == found


@pytest.mark.parametrize("sort", SORTS)
def test_entries_with_all_the_words_come_first_however_sorted(finder: Finder, sort: str) -> None:
    found = finder.search(Request("Freiwillige Fahrräder Ort", "de", sort=sort))
    lacking = [bool(hit.words_missing) for hit in found.hits]
    assert lacking == sorted(lacking)
    assert any(lacking)


def test_entries_that_began_on_the_same_day_come_by_id(tmp_path: Path, kb_cache: Path) -> None:
    same = {"start": "2016", "state": "running"}
    entries = [practice_data(id=f"at-{one}", period=same) for one in "cab"]
    entries.append(practice_data(id="at-undated", period=None))
    base = KnowledgeBase.open(write_base(tmp_path, entries), cache=kb_cache)
    found = base.open_search()[0].search(Request("", "de", sort="newest"))
    assert ids(found) == ["at-a", "at-b", "at-c", "at-undated"]


def test_unknown_values_may_be_left_out_and_told(finder: Finder) -> None:
    filters = {"topic": ["housng", "housing"], "year": ["soon"], "lang": ["xx", "fi"]}
    request = Request("missing:xx state:draft -country:ZZ", "en", filters, is_forgiving=True)
    assert set(finder.search(request).unknown) == {
        UnknownValue("topic", "housng", "housing"),
        UnknownValue("year", "soon"),
        UnknownValue("lang", "xx"),
        UnknownValue("translation", "xx-missing"),
        UnknownValue("country", "ZZ"),
    }
    with pytest.raises(UsageError):
        finder.search(request._replace(is_forgiving=False))
    alone = request._replace(text="", filters={"topic": ["housng"]})
    assert ids(finder.search(alone)) == ids(finder.search(Request("", "en")))


def test_brief_hits_are_the_same_in_the_same_order(finder: Finder) -> None:
    request = Request("Freiwillige Fahrräder", "de")
    full, brief = finder.search(request), finder.search(request._replace(is_brief=True))
    assert brief.total == full.total
    assert [(one.id, one.score, one.words_missing) for one in brief.hits] == [
        (one.id, one.score, one.words_missing) for one in full.hits
    ]
    assert not any(one.snippet or one.matched for one in brief.hits)
    assert brief.facets == {}


def test_the_first_reasons_are_enough_for_some(finder: Finder) -> None:
    request = Request("Wohnungen", "de")
    (full, *_), (short, *_) = (
        finder.search(one).hits for one in (request, request._replace(most_reasons=1))
    )
    assert len(full.matched) > 1
    assert short.matched == full.matched[:1]
    assert short.snippet == full.snippet


def test_asking_again_gives_the_same_answer(base: KnowledgeBase) -> None:
    queries = ("Freiwillige Fahrräder", "kielikahvilat", '"freiwillige helfer"', "org:Altena")
    answers = [[base.search(one, "de").hits for one in queries] for _ in range(2)]
    assert answers[0] == answers[1]
    assert all(answers[0])


def test_facets_count_under_the_other_filters(base: KnowledgeBase) -> None:
    facets = base.search("", "fi", country=["AT"]).facets
    countries = {one.value: (one.label, one.count, one.selected) for one in facets["country"]}
    assert countries == {
        "AT": ("Itävalta", 2, True),
        "DE": ("Saksa", 1, False),
        "FI": ("Suomi", 1, False),
    }
    topics = {one.value: one.count for one in facets["topic"]}
    assert topics == {"language-cafe": 1, "language-learning": 1, "mobility": 1}


def test_misspelt_word_is_corrected_and_said(base: KnowledgeBase) -> None:
    found = base.search("Wohnngen", "de")
    assert found.corrected is not None
    assert found.corrected.startswith("wohnung")
    assert ids(found)[0] == "de-wohnungen"


def test_a_real_word_that_finds_nothing_is_left_alone(base: KnowledgeBase) -> None:
    found = base.search("Krokodile", "de")
    assert (found.total, found.corrected) == (0, None)


def test_unaccented_word_that_is_also_a_word_finds_the_accented_one(
    tmp_path: Path, kb_cache: Path
) -> None:
    entry = practice_data(id="se-halsa", language="sv-SE", title="Hälsa i byn")
    root = write_base(tmp_path, [entry])
    found = KnowledgeBase.open(root, cache=kb_cache).search("halsa", "sv")
    assert ids(found) == ["se-halsa"]


def test_concept_named_in_another_language_finds_the_text(tmp_path: Path, kb_cache: Path) -> None:
    entry = practice_data(
        id="se-bostad",
        language="sv-SE",
        title="Hus åt alla",
        summary="Byn har bostadsbrist.",
        topics=["mobility"],
    )
    root = write_base(tmp_path, [entry])
    found = KnowledgeBase.open(root, cache=kb_cache).search("Wohnen", "de")
    assert ids(found) == ["se-bostad"]
    assert any("bostadsbrist" in one.words for one in found.hits[0].matched)


def test_stop_words_do_not_narrow(base: KnowledgeBase) -> None:
    assert ids(base.search("die Wohnungen für den Ort", "de"))[0] == "de-wohnungen"


def test_limit_and_offset_page_through_all(base: KnowledgeBase) -> None:
    everything = ids(base.search("", "de", limit=10))
    pages = [ids(base.search("", "de", limit=2, offset=start)) for start in (0, 2, 4)]
    assert [one for page in pages for one in page] == everything


@pytest.mark.parametrize("query", ["", "   ", "*", '""', "-", "((", "\x00", "ä" * 5000, "a " * 900])
def test_odd_queries_are_answered(base: KnowledgeBase, query: str) -> None:
    assert base.search(query, "de").took_ms >= 0


def test_every_practice_is_found_by_its_own_title(base: KnowledgeBase) -> None:
    for practice in (LANGUAGE_CAFE, FLATS, GREENHOUSE, BIKES):
        found = base.search(str(practice["title"]), str(practice["language"]))
        assert ids(found)[0] == practice["id"]


def test_language_nobody_translated_to_is_answered(base: KnowledgeBase) -> None:
    found = base.search("Wohnungen", "et")
    assert ids(found)[0] == "de-wohnungen"
    assert found.hits[0].title == "Wohnungen statt Lager"
