"""Lists to choose from: names of all languages, beginnings of words, near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.authoring.form.choices import Choices, as_name, labels_of
from kb.authoring.form.questions import Question, practice_form
from kb.authoring.founding.firstfiles import Charter
from kb.authoring.founding.starting import found_base
from kb.content.store import Content, load_content
from kb.translation.interface import speaking
from tests.authoring.bases import make_content


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


@pytest.fixture
def choices(content: Content) -> Choices:
    return Choices(content, "en")


def question(name: str) -> Question:
    return practice_form().get(name)


def values(found: object) -> list[str]:
    return [one.value for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("topics", "housing", "housing"),
        ("topics", "BOENDE", "housing"),
        ("topics", "bostadsbrist", "housing"),
        ("topics", "mobilitat", "mobility"),
        ("topics", "„Wohnen“", "housing"),
        ("location.country", "Itävalta", "AT"),
        ("location.country", "osterreich", "AT"),
        ("location.country", "at", "AT"),
        ("location.country", "Norge", "NO"),
        ("language", "Deutsch (Österreich)", "de-AT"),
        ("language", "de-at", "de-AT"),
        ("language", "Estonian", "et"),
        ("language", "en-ES", "en-ES"),
        ("language", "zh-Hant-TW", "zh-Hant-TW"),
        ("funding.currency", "€", "EUR"),
        ("funding.currency", "EUR (Euro)", "EUR"),
        ("funding.currency", "ruotsin kruunu", "SEK"),
        ("organisations.role", "federführend", "lead"),
        ("period.state", "abgeschlossen", "finished"),
        ("organisations.name", "dorfverein", "at-verein"),
        ("related", "Sprachcafé am Dorfplatz", "at-sprachcafe"),
    ],
)
def test_names_of_any_language_are_found(
    choices: Choices, name: str, typed: str, value: str
) -> None:
    assert values(choices.find(question(name), typed)) == [value]


def test_nothing_is_found_for_other_words(choices: Choices) -> None:
    for typed in ("", "   ", "xyzzy", "hous", "\udce9", "🙂"):
        assert choices.find(question("topics"), typed) == ()


@pytest.mark.parametrize("typed", ["xx-ES", "en-XX", "en-Abcd", "en-ES-ES"])
def test_a_tag_of_nothing_known_is_no_language(choices: Choices, typed: str) -> None:
    assert choices.find(question("language"), typed) == ()


def test_a_language_keeps_its_script(tmp_path: Path) -> None:
    found_base(tmp_path, Charter({"sr-Latn": "Voda"}, ("sr-Latn", "smn"), ("RS",), "sr-Latn"))
    offered = Choices(load_content(tmp_path), "sr-Latn").of(question("language"))
    assert values(offered) == ["sr-Latn-RS", "smn"]


def test_ambiguous_names_are_all_found(choices: Choices) -> None:
    found = choices.find(question("topics"), "Treffpunkt")
    assert set(values(found)) == {"language-cafe", "mobility"}
    assert values(choices.find(question("language"), "German")) == ["de"]


@pytest.mark.parametrize(
    ("typed", "value"), [("mobilty", "mobility"), ("Wohnn", "housing"), ("qqqqqq", None)]
)
def test_near_misses(choices: Choices, typed: str, value: str | None) -> None:
    near = choices.find_near(question("topics"), typed)
    assert (near.value if near else None) == value


def test_search_takes_beginnings_of_words(choices: Choices) -> None:
    assert values(choices.search(question("topics"), "lang")) == [
        "language-learning",
        "language-cafe",
    ]
    assert values(choices.search(question("topics"), "cafe lan")) == ["language-cafe"]
    assert values(choices.search(question("topics"), "kiel")) == [
        "language-learning",
        "language-cafe",
    ]
    assert choices.search(question("topics"), "afe") == ()


def test_vocabularies_come_as_trees(choices: Choices) -> None:
    offered = choices.of(question("topics"))
    assert [(one.value, one.depth) for one in offered[:2]] == [
        ("language-learning", 0),
        ("language-cafe", 1),
    ]


@pytest.mark.parametrize(
    ("lang", "label"), [("de", "Wohnen"), ("fi", "Asuminen"), ("sv", "Boende"), ("en", "Housing")]
)
def test_labels_are_in_the_language_of_the_form(content: Content, lang: str, label: str) -> None:
    choices = Choices(content, lang)
    assert choices.label(question("topics"), "housing") == label
    assert choices.label(question("topics"), "nobody-knows") == "nobody-knows"


def test_offered_are_countries_and_languages_of_the_base(choices: Choices) -> None:
    assert set(values(choices.of(question("location.country")))) == {"AT", "FI", "SE", "DE"}
    assert {"de-AT", "fi-FI", "sv-FI"} <= set(values(choices.of(question("language"))))
    assert values(choices.of(question("contacts.languages"))) == ["de", "fi", "sv", "en"]
    assert set(values(choices.of(question("funding.currency")))) == {"EUR", "SEK"}
    assert choices.of(question("title")) == ()


def test_the_language_of_the_form_is_offered_first(content: Content) -> None:
    offered = values(Choices(content, "sv").of(question("language")))
    assert {one.partition("-")[0] for one in offered[:2]} == {"sv"}
    assert sorted(offered) == sorted(values(Choices(content, "de").of(question("language"))))


def test_what_is_offered_is_nearer_than_all_else(choices: Choices) -> None:
    near = choices.find_near(question("funding.currency"), "EUR (Eurro)")
    assert near is not None
    assert near.value == "EUR"


def test_no_language_is_not_offered_as_one(choices: Choices) -> None:
    assert choices.find(question("language"), "Multiple languages") == ()
    assert "und" not in values(choices.search(question("language"), "unknown"))


def test_names_are_compared_without_what_is_around_them() -> None:
    assert as_name("  • „Wohnen“, ") == as_name("WOHNEN") == "wohnen"


def test_labels_in_a_sentence(choices: Choices) -> None:
    found = choices.find(question("topics"), "housing")
    assert labels_of(found) == "“Housing” (housing)"
    with speaking("fi"):
        assert labels_of(found * 2) == "”Housing” (housing) tai ”Housing” (housing)"
