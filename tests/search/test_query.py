"""The query language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.query import Term, parse_query, without_filter, years_of


def test_words_phrases_exclusions_and_prefixes() -> None:
    query = parse_query('dorf "freiwillige helfer" -sport frei*')
    assert query.terms == (
        Term("dorf"),
        Term("freiwillige helfer", is_phrase=True),
        Term("frei", is_prefix=True),
    )
    assert query.without == (Term("sport"),)


def test_fields_become_filters_and_text_fields_words() -> None:
    query = parse_query('country:AT,FI topic:housing year:2016..2019 org:"Impulse Krems" -lang:sv')
    assert query.filters == {
        "country": ("AT", "FI"),
        "topic": ("housing",),
        "year": ("2016..2019",),
    }
    assert query.not_filters == {"lang": ("sv",)}
    assert query.terms == (Term("Impulse Krems", is_phrase=True, field="organisations"),)


def test_fields_are_known_in_the_partners_languages() -> None:
    assert parse_query("maa:FI thema:housing år:2017").filters == {
        "country": ("FI",),
        "topic": ("housing",),
        "year": ("2017",),
    }


def test_translators_filters() -> None:
    query = parse_query("missing:fi state:stale")
    assert query.filters == {"translation": ("fi-missing", "*-stale")}


def test_unknown_field_is_searched_as_words() -> None:
    assert [term.text for term in parse_query("Projekt:Sprache 12:30").terms] == [
        "Projekt",
        "Sprache",
        "12:30",
    ]


def test_a_gender_form_is_one_word() -> None:
    assert parse_query("Teilnehmer:innen").terms == (Term("Teilnehmer:innen"),)


def test_typographic_quotes_and_open_quotes_work() -> None:
    assert parse_query("„guter Rat“").terms[0].is_phrase
    assert parse_query('"guter Rat').terms[0].is_phrase


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    query = parse_query("LEADER-Region - E-Bike")
    assert query.without == ()
    assert [term.text for term in query.terms] == ["LEADER-Region", "E-Bike"]


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("2016", (2016, 2016)),
        ("2016..2019", (2016, 2019)),
        ("..2019", (None, 2019)),
        ("2016..", (2016, None)),
        ("..", None),
        ("soon", None),
    ],
)
def test_years(value: str, years: object) -> None:
    assert years_of(value) == years


@pytest.mark.parametrize(
    ("text", "facet", "value", "left"),
    [
        ("dorf country:AT helfer", "country", "AT", "dorf helfer"),
        ("country:AT,FI", "country", "AT", "country:FI"),
        ("land:AT", "country", "AT", ""),
        ('x topic:"Deutsch lernen"', "topic", "Deutsch lernen", "x"),
        ("x topic:„Deutsch lernen“ y", "topic", "Deutsch lernen", "x y"),
        ("missing:fi state:draft", "translation", "fi-missing", "state:draft"),
        ("missing:fi state:draft", "translation", "*-draft", "missing:fi"),
        ('funding:"A, B" x', "funding", "A, B", "x"),
        ("-country:AT country:FI", "country", "AT", "-country:AT country:FI"),
        ("AT -sport", "country", "AT", "AT -sport"),
    ],
)
def test_a_filter_can_be_taken_out(text: str, facet: str, value: str, left: str) -> None:
    assert without_filter(text, facet, value) == left


def test_an_excluding_filter_can_be_taken_out() -> None:
    text = "dorf -country:AT,DE country:AT"
    assert without_filter(text, "country", "AT", is_excluding=True) == "dorf -country:DE country:AT"


@given(st.text(max_size=60), st.sampled_from(["country:AT", "topic:wohnen", "year:2016..2019"]))
def test_what_is_taken_out_is_no_filter_any_more(text: str, typed: str) -> None:
    facet, _, value = typed.partition(":")
    left = without_filter(f"{text} {typed}", facet, value)
    assert value not in parse_query(left).filters.get(facet, ())


@given(st.text(max_size=200))
def test_nothing_a_person_types_is_an_error(text: str) -> None:
    query = parse_query(text)
    assert query.text == text
    assert all(term.text for term in (*query.terms, *query.without))


@given(st.lists(st.from_regex(r"[a-zäöå]{3,12}", fullmatch=True), min_size=1, max_size=5))
def test_plain_words_come_back_as_they_are(words: list[str]) -> None:
    assert [term.text for term in parse_query(" ".join(words)).terms] == list(dict.fromkeys(words))
