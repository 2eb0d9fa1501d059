"""Answers of people: lenient about form, strict about meaning."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kb.authoring.form.choices import Choices
from kb.authoring.form.cleaning import clean
from kb.authoring.form.dates import read_date
from kb.authoring.form.numbers import read_number
from kb.authoring.form.outcome import Answer, Doubt
from kb.authoring.form.questions import Kind, Question, practice_form
from kb.authoring.form.reading import read_answer, read_answers, split_answers
from kb.content.findings import FINDINGS, describe
from kb.errors import Issue, Location
from kb.translation.interface import speaking
from tests.authoring.bases import make_content

LANGS = ("de", "fi", "sv", "en")
ASKED = [one for one in practice_form().all_questions() if one.kind is not Kind.PART]


@cache
def known() -> Choices:
    return Choices(make_content(Path(mkdtemp(prefix="kb-reading-"))), "en")


def read(name: str, typed: object) -> str | None:
    """The value, or the code of the doubt."""
    found = read_answer(practice_form().get(name), typed, known())
    return found.code if isinstance(found, Doubt) else found.value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2019-04-03", "2019-04-03"),
        ("2019-04", "2019-04"),
        ("2019", "2019"),
        ("3.4.2019", "2019-04-03"),
        ("3. 4. 2019", "2019-04-03"),
        ("4.2019", "2019-04"),
        ("04/2019", "2019-04"),
        ("23/4/2019", "2019-04-23"),
        ("4/4/2019", "2019-04-04"),
        ("3/4/2019", "KB701"),
        ("3. April 2019", "2019-04-03"),
        ("April 3, 2019", "2019-04-03"),
        ("huhtikuu 2019", "2019-04"),
        ("3. huhtikuuta 2019", "2019-04-03"),
        ("3 april 2019", "2019-04-03"),
        ("3. Jänner 2019", "2019-01-03"),
        ("joulukuussa 2021", "2021-12"),
        ("i december 2021", "2021-12"),
        ("den 3 maj 2019", "2019-05-03"),
        ("im Mai 2019", "2019-05"),
        ("vuonna 2019", "2019"),
        ("ab März 2018", "KB701"),
        ("Maifest 2019", "KB701"),
        ("März 2019", "2019-03"),
        (date(2019, 4, 3), "2019-04-03"),
        (datetime(2019, 4, 3, 12, 30), "2019-04-03"),  # noqa: DTZ001 - as a cell holds it
        ("2019-04-03 00:00:00", "2019-04-03"),
        ("31.2.2019", "KB"),
        ("spring 2019", "KB701"),
        ("2019-13", "KB"),
        ("since 2019", "KB701"),
        ("-", None),
    ],
)
def test_dates(typed: object, value: str | None) -> None:
    found = read("period.start", typed)
    assert (found or "").startswith("KB") if value == "KB" else found == value


def test_a_meeting_may_be_announced_later() -> None:
    found = read_answer(practice_form().get("events.date"), "ilmoitetaan myöhemmin", known())
    assert isinstance(found, Doubt)
    assert "tba" in describe(Issue(found.code, Location(Path("form.docx")), found.params))


def test_ambiguous_date_names_both_days() -> None:
    found = read_date("3/4/2019", LANGS)
    assert isinstance(found, Doubt)
    assert {found.params["one"], found.params["other"]} == {"2019-04-03", "2019-03-04"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("40", "40"),
        (40, "40"),
        (0.5, "0.5"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("18 000,50", "18000.50"),
        ("18.000,50", "18000.50"),
        ("18,000.50", "18000.50"),
        ("18’000", "18000"),
        ("1.234.567", "1234567"),
        ("1.234", "KB702"),
        ("0.234", "0.234"),
        ("−3", "-3"),
        ("60 %", "60"),
        ("about 40", "KB702"),
        ("4O", "KB702"),
        ("٤٠", "KB702"),
        ("1,2,3", "KB702"),
        ("1e5", "KB702"),
        (float("nan"), "KB209"),
        (float("inf"), "KB209"),
    ],
)
def test_numbers(typed: object, value: str) -> None:
    assert read("results.value", typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("€ 18.000", "18000"),
        ("18 000,50 €", "18000.50"),
        ("EUR 1.234", "1234"),
        ("450.000 kr", "450000"),
        ("12,-", "12"),
    ],
)
def test_amounts(typed: str, value: str) -> None:
    assert read("funding.amount", typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("location.lat", "47,245", "47.245"),
        ("location.lat", "47.245° N", "47.245"),
        ("location.lon", "10.74 O", "10.74"),
        ("location.lon", "10.74 W", "-10.74"),
        ("location.lat", "north", "KB702"),
        ("results.source", "[2]", "2"),
        ("results.source", "1.", "1"),
        ("results.source", "one", "KB702"),
        ("location.nuts", "at 334", "AT334"),
        ("links.url", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("links.url", "www.example.org", "https://www.example.org"),
        ("events.date", "TBA", "tba"),
        ("events.date", "2026-01", "2026-01"),
        ("title", "  Ein\n Titel ", "Ein Titel"),
        ("context", "a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("location.country", "Finnland", "FI"),
        ("location.country", "Schlumpfland", "KB703"),
        ("language", "German", "de"),
        ("topics", "Treffpunkt", "KB704"),
        ("organisations.role", "Partner", "partner"),
        ("topics", "mobilty", "KB703"),
        ("title", True, "KB705"),
        ("title", "\udce9", "KB742"),
    ],
)
def test_other_kinds(name: str, typed: object, value: str) -> None:
    found = read(name, typed) or ""
    assert found == value


@pytest.mark.parametrize("typed", ["", " ", "-", "–", "n/a", "\u200b", None, "\ufeff-"])
@pytest.mark.parametrize("name", ["title", "topics", "results.value", "period.start"])
def test_nothing_is_no_answer(name: str, typed: object) -> None:
    assert read(name, typed) is None


def test_partners_become_records_and_others_stay_names() -> None:
    question = practice_form().get("organisations.name")
    assert read_answer(question, "VaD", known()) == Answer("at-verein", is_known=True)
    assert read_answer(question, "Land Salzburg", known()) == Answer("Land Salzburg")


@pytest.mark.parametrize(
    ("typed", "is_joined"),
    [
        ("Verein A; Verein B", True),
        ("Verein A\nVerein B", True),
        ("Gemeinde Oberhügel, Dorfverein", True),
        ("Ministerium für Land, Wald und Wasser", False),
        ("Dorfverein", False),
    ],
)
def test_several_names_in_one_field_are_told(typed: str, is_joined: bool) -> None:
    found = read_answer(practice_form().get("organisations.name"), typed, known())
    assert isinstance(found, Answer)
    assert found.is_joined is is_joined


def test_completed_address_is_told() -> None:
    found = read_answer(practice_form().get("links.url"), "example.org", known())
    assert isinstance(found, Answer)
    assert found.understood == "https://example.org"


@pytest.mark.parametrize(
    ("name", "typed", "pieces"),
    [
        ("goals", "- One\n• Two\n3. Three\n\n", ["One", "Two", "Three"]),
        ("keywords", "a; b;c", ["a", "b", "c"]),
        ("results.source", "1, 2;3", ["1", "2", "3"]),
        ("goals", "One; still one", ["One; still one"]),
    ],
)
def test_lists_are_taken_apart(name: str, typed: str, pieces: list[str]) -> None:
    assert split_answers(practice_form().get(name), typed) == pieces


def test_answers_of_a_list_are_read_one_by_one() -> None:
    question = practice_form().get("topics")
    found = [one for _text, one in read_answers(question, "Wohnen, mobilty\nKielikahvila", known())]
    assert [getattr(one, "value", None) or getattr(one, "code", None) for one in found] == [
        "housing",
        "KB703",
        "language-cafe",
    ]


def test_copied_rubbish_is_cleaned_away() -> None:
    assert clean("\ufeffa\u200b\u00a0 b\x00\x07\tc\x0bd\u2028e") == "a b c\nd\ne"


@pytest.mark.parametrize("lang", LANGS)
def test_doubts_are_told_in_every_language(lang: str) -> None:
    with speaking(lang):
        for name, typed in (("period.start", "3/4/2019"), ("topics", "mobilty"), ("title", True)):
            found = read_answer(practice_form().get(name), typed, known())
            assert isinstance(found, Doubt)
            assert found.code in FINDINGS
            sentence = describe(Issue(found.code, Location(Path("x")), found.params))
            assert "%(" not in sentence
            assert "…" not in sentence


@pytest.mark.parametrize(("lang", "word"), [("de", "oder"), ("fi", "tai"), ("en", "or")])
def test_short_lists_are_told_as_a_sentence_tells_them(lang: str, word: str) -> None:
    with speaking(lang):
        question = practice_form().get("results.kind")
        found = read_answer(question, "Schlumpf", known())
        labels = [one.label for one in known().of(question)]
    assert isinstance(found, Doubt)
    assert found.params["possible"] == f"{labels[0]} {word} {labels[1]}"


ANYTHING = st.one_of(
    st.text(st.characters()),
    st.from_regex(r"[-+0-9 .,/'€%A-Za-z]{0,20}", fullmatch=True),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
)


@pytest.mark.parametrize("question", ASKED, ids=lambda one: one.name)
@pytest.mark.parametrize("typed", ["\ud800", "caf\ufffd"])
def test_lost_characters_are_told(question: Question, typed: str) -> None:
    found = read_answer(question, typed, known())
    assert isinstance(found, Doubt)
    assert found.code == "KB742"
    assert "\ufffd" in found.params["damaged"]


@given(st.sampled_from(ASKED), ANYTHING)
def test_whatever_is_typed_is_read_or_doubted(question, typed) -> None:  # type: ignore[no-untyped-def]
    found = read_answer(question, typed, known())
    if isinstance(found, Doubt):
        assert found.code in FINDINGS
    elif found.value is not None and not found.is_known:
        TypeAdapter(question.annotation).validate_python(found.value)
        assert found.value.strip()


@given(st.sampled_from([one for one in ASKED if one.is_list]), ANYTHING)
def test_whatever_is_typed_into_a_list_is_read_or_doubted(question, typed) -> None:  # type: ignore[no-untyped-def]
    for text, found in read_answers(question, typed, known()):
        assert text.strip()
        if isinstance(found, Answer) and found.value is not None:
            TypeAdapter(question.annotation).validate_python(found.value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9))
def test_plain_numbers_are_read_as_they_are(number) -> None:  # type: ignore[no-untyped-def]
    found = read_number(f"{number:.2f}")
    assert isinstance(found, Answer)
    assert float(found.value or "") == float(number)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(LANGS))
def test_dates_spelled_out_come_back(day: date, lang: str) -> None:
    from babel.dates import format_date

    for form in ("long", "medium"):
        found = read_date(format_date(day, form, locale=lang), LANGS)
        assert found == Answer(day.isoformat()), (form, lang)
