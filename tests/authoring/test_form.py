"""The form follows the model: every field has its question, in words of four languages."""

from __future__ import annotations

import pytest

from kb.authoring.form.questions import Kind, Need, Question, practice_form
from kb.authoring.form.wording import OUTSIDE, SECTIONS, WORDING
from kb.content.fields import fields_of
from kb.model import Practice
from kb.model.practice import FOR_PUBLICATION
from kb.translation.interface import speaking

FORM = practice_form()
QUESTIONS = tuple(FORM.all_questions())


def test_every_field_is_asked_or_left_out_on_purpose() -> None:
    asked = {question.key for question in FORM.questions()}
    assert asked | {one for one in OUTSIDE if "." not in one} == set(fields_of(Practice)) | {
        one for one in OUTSIDE if "." not in one
    }
    assert not asked & set(OUTSIDE)


def test_words_belong_to_questions_and_sections_to_keys() -> None:
    assert {question.name for question in QUESTIONS} == set(WORDING)
    keys = [key for section in SECTIONS.values() for key in section.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
def test_everything_is_said(lang: str) -> None:
    with speaking(lang):
        for question in QUESTIONS:
            assert question.label.strip(), question.name
            assert question.help.strip().endswith((".", "?", "!")), question.name
        for section in FORM.sections:
            assert section.title
            assert section.help


@pytest.mark.parametrize(
    ("name", "kind", "need", "is_list"),
    [
        ("title", Kind.LINE, Need.ALWAYS, False),
        ("language", Kind.LANGUAGE, Need.ALWAYS, False),
        ("summary", Kind.TEXT, Need.STUB, False),
        ("topics", Kind.REFERENCE, Need.STUB, True),
        ("location.country", Kind.COUNTRY, Need.ALWAYS, False),
        ("location.nuts", Kind.NUTS, Need.OPTIONAL, False),
        ("location.lat", Kind.DEGREES, Need.OPTIONAL, False),
        ("period.start", Kind.DATE, Need.OPTIONAL, False),
        ("period.state", Kind.WORD, Need.ALWAYS, False),
        ("organisations.name", Kind.LINE, Need.ALWAYS, False),
        ("contacts.languages", Kind.LANGUAGE, Need.OPTIONAL, True),
        ("context", Kind.TEXT, Need.PUBLICATION, False),
        ("goals", Kind.TEXT, Need.PUBLICATION, True),
        ("results", Kind.PART, Need.OPTIONAL, True),
        ("results.text", Kind.TEXT, Need.ALWAYS, False),
        ("results.value", Kind.NUMBER, Need.OPTIONAL, False),
        ("results.source", Kind.COUNT, Need.OPTIONAL, True),
        ("funding.amount", Kind.AMOUNT, Need.OPTIONAL, False),
        ("funding.currency", Kind.CURRENCY, Need.OPTIONAL, False),
        ("events.date", Kind.DATE_OR_TBA, Need.ALWAYS, False),
        ("links.url", Kind.URL, Need.ALWAYS, False),
        ("related", Kind.REFERENCE, Need.OPTIONAL, True),
    ],
)
def test_kind_and_need(name: str, kind: Kind, need: Need, is_list: bool) -> None:
    question = FORM.get(name)
    assert (question.kind, question.need, question.is_list) == (kind, need, is_list)


def test_every_kind_is_asked_for() -> None:
    assert {question.kind for question in QUESTIONS} == set(Kind)


def test_what_publication_needs_is_asked_for() -> None:
    for key in FOR_PUBLICATION:
        assert FORM.get(key).need is not Need.OPTIONAL, key


def test_limits_and_paragraphs_are_those_of_the_model() -> None:
    assert (FORM.get("summary").limit, FORM.get("title").limit) == (500, 120)
    assert FORM.get("context").has_paragraphs
    assert not FORM.get("goals").has_paragraphs


def test_organisations_may_be_partners() -> None:
    question = FORM.get("organisations.name")
    assert (question.source, question.known_key) == ("partner", "partner")
    assert FORM.find("organisations.partner") is None
    assert question.has_choices


def test_one_of_several_answers_is_called_by_its_number() -> None:
    form = practice_form()
    assert form.get("organisations").numbered(2) == "Organisation 2"
    assert form.get("topics").numbered(1) == "Topics 1"


def test_unknown_names() -> None:
    assert FORM.find("location.moon") is None
    with pytest.raises(KeyError):
        FORM.get("moon")


def test_groups_hold_their_questions() -> None:
    def check(question: Question) -> None:
        assert (question.kind is Kind.PART) == bool(question.parts), question.name
        for part in question.parts:
            assert part.path[:-1] == question.path
            check(part)

    for one in FORM.questions():
        check(one)
