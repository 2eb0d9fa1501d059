"""From answers to an entry: the tree, and findings that name the place of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.authoring.form.answers import (
    fill_answers,
    find_asked,
    find_near_name,
    known_names,
    merge_filled,
)
from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import FilledForm, Typed, check_composed, compose, fill_from_tree
from kb.content.findings import FINDINGS, describe
from kb.content.store import Content
from kb.content.yamlfile import load_yaml
from kb.translation.interface import speaking
from tests.authoring.bases import filled_form, make_content
from tests.cli.conftest import SHIPPED

KEPT = {"status": "draft"}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def choices(content: Content) -> Choices:
    return Choices(content, "en")


def told(issues: object) -> list[tuple[str, str]]:
    return [(one.code, one.where.place) for one in issues]  # type: ignore[attr-defined]


def test_tree_is_in_the_order_of_the_form(choices: Choices) -> None:
    form = filled_form(topics="Wohnen; mobility", goals="- Eins\n- Zwei")
    composed = compose(form, choices, KEPT)
    assert composed.tree == {
        "title": "Radwerkstatt",
        "language": "de-AT",
        "topics": ["housing", "mobility"],
        "location": {"country": "AT", "municipality": "Oberhügel"},
        "goals": ["Eins", "Zwei"],
        "status": "draft",
    }
    assert list(composed.tree)[:3] == ["title", "language", "topics"]
    assert not composed.issues
    assert composed.shaped.record


def test_doubts_stand_at_their_answers(choices: Choices) -> None:
    form = filled_form(topics="mobilty", period__start="3/4/2019", period__state="finished")
    composed = compose(form, choices, KEPT)
    assert told(composed.issues) == [("KB703", "topics"), ("KB701", "period.start")]
    assert composed.has_errors
    assert composed.tree["period"] == {"state": "finished"}


def test_missing_answers_are_told_by_their_label(choices: Choices) -> None:
    composed = compose(FilledForm(Path("f"), {}, "Row 7"), choices, KEPT)
    assert told(composed.issues) == [("KB202", "Row 7")] * 2
    assert {describe(one) for one in composed.issues} == {
        "“Language” needs an answer.",
        "“Title” needs an answer.",
    }


def test_a_doubted_answer_is_not_called_missing(choices: Choices) -> None:
    composed = compose(filled_form(language="Kauderwelschisch"), choices, KEPT)
    assert [one.code for one in composed.issues] == ["KB703"]


def test_partner_goes_under_its_own_key(choices: Choices) -> None:
    form = filled_form(
        organisations__0__name="Dorfverein",
        organisations__0__role="lead",
        organisations__1__name="Land",
        organisations__1__role="funder",
    )
    assert compose(form, choices, KEPT).tree["organisations"] == [
        {"partner": "at-verein", "role": "lead"},
        {"name": "Land", "role": "funder"},
    ]


def test_several_answers_to_one_question_are_a_finding(choices: Choices) -> None:
    filled = filled_form().filled | {"title": [Typed("A", "C1"), Typed("B", "C2")]}
    composed = compose(FilledForm(Path("f"), filled), choices, KEPT)
    assert told(composed.issues) == [("KB707", "C2")]
    assert composed.issues[0].params["value"] == "“A” and “B”"


def test_empty_groups_and_repeated_items_are_left_out(choices: Choices) -> None:
    form = filled_form(results__0__text="", results__1__text="Vierzig.", goals="Eins\nEins")
    composed = compose(form, choices, KEPT)
    assert composed.tree["results"] == [{"text": "Vierzig."}]
    assert composed.tree["goals"] == ["Eins"]


def test_what_was_understood_is_a_hint(choices: Choices) -> None:
    form = filled_form(links__0__title="Seite", links__0__url="example.org")
    composed = compose(form, choices, KEPT)
    assert told(composed.issues) == [("KB706", "links.0.url")]
    assert not composed.has_errors


def test_further_checks_name_the_answer(choices: Choices, content: Content) -> None:
    form = filled_form(
        period__start="2019", period__end="2016", period__state="finished", summary="x " * 400
    )
    path = content.root / "practices" / "at" / "at-radwerkstatt.yaml"
    found = told(check_composed(compose(form, choices, KEPT), content, path))
    assert any(place.startswith("period") for _code, place in found)
    assert any(place == "summary" for _code, place in found)


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
def test_findings_are_told_in_every_language(lang: str, content: Content) -> None:
    with speaking(lang):
        composed = compose(filled_form(topics="xyz", title=""), Choices(content, lang), KEPT)
        for one in composed.issues:
            assert "%(" not in describe(one)


def test_shipped_entries_come_back_as_they_are() -> None:
    from kb.content.store import load_content

    shipped = load_content(SHIPPED)
    choices = Choices(shipped, "en")
    for (kind, _id), path in list(shipped.paths.items()):
        if kind != "practice":
            continue
        tree = load_yaml(path).value
        assert isinstance(tree, dict)
        asked = fill_from_tree(tree)
        kept = {key: value for key, value in tree.items() if key not in asked}
        composed = compose(FilledForm(path, asked), choices, kept)
        assert composed.tree == tree, path.name
        assert not composed.has_errors, (path.name, composed.issues)


# Answers by name


def test_names_have_questions() -> None:
    for name in known_names():
        question = find_asked(name)
        assert question, name
    for wrong in ("", "results", "results.text", "results.x.text", "location", "title.0", "a.b",
                  "results.99999.text", "results.-1.text", "contacts.0.consent"):  # fmt: skip
        assert find_asked(wrong) is None, wrong
    assert find_near_name("reslts.3.text") == "results.3.text"
    assert find_near_name("municipalty") == "location.municipality"


def test_numbers_order_groups_and_leave_no_gap() -> None:
    names = {"results.7.text": "b", "results.2.text": "a", "contacts.0.consent.given_on": "2020"}
    filled = fill_answers({name: Typed(text) for name, text in names.items()})
    assert filled["results"] == [{"text": Typed("a")}, {"text": Typed("b")}]
    assert filled["contacts"] == [{"consent": {"given_on": Typed("2020")}}]


def test_merging_prefers_the_second() -> None:
    below = fill_answers({"title": Typed("a"), "location.country": Typed("AT"),
                          "results.0.text": Typed("x"), "results.0.unit": Typed("u")})  # fmt: skip
    above = fill_answers({"title": Typed("b"), "location.place": Typed("p"),
                          "results.0.text": Typed("y"), "results.1.text": Typed("z")})  # fmt: skip
    assert merge_filled(below, above) == {
        "title": Typed("b"),
        "location": {"country": Typed("AT"), "place": Typed("p")},
        "results": [{"text": Typed("y"), "unit": Typed("u")}, {"text": Typed("z")}],
    }


@given(st.dictionaries(st.sampled_from(known_names()), st.text(st.characters()), max_size=8))
def test_any_answers_make_a_tree_or_findings(answers: dict[str, str]) -> None:
    content = _shared_content()
    typed = {name: Typed(text, name) for name, text in answers.items()}
    composed = compose(FilledForm(Path("f"), fill_answers(typed)), Choices(content, "en"), KEPT)
    issues = [*composed.issues, *check_composed(composed, content, Path("practices/at/at-x.yaml"))]
    for one in issues:
        assert one.code in FINDINGS
        assert describe(one)
        assert not one.where.place or one.where.place in typed


_made: list[Content] = []


def _shared_content() -> Content:
    from tempfile import mkdtemp

    if not _made:
        _made.append(make_content(Path(mkdtemp(prefix="kb-composing-"))))
    return _made[0]
