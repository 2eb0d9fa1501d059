"""The page of the form: every question is on it, and every field is a question or left out why."""

from __future__ import annotations

from collections.abc import Iterator

from kb.authoring.form.questions import practice_form
from kb.authoring.form.reference import render_form_reference
from kb.authoring.form.wording import OUTSIDE, SECTIONS, WORDING
from kb.content.fields import fields_of, item_of, model_of
from kb.model import Practice
from kb.translation.interface import speaking


def field_names(model: type = Practice, above: str = "") -> Iterator[str]:
    for field in fields_of(model).values():
        name = f"{above}{field.key}"
        yield name
        part = model_of(item_of(field.annotation) or field.annotation)
        if part and name not in OUTSIDE:
            yield from field_names(part, f"{name}.")


def test_every_field_is_a_question_or_left_out_with_a_reason() -> None:
    asked = {one.name for one in practice_form().all_questions()}
    assert asked | set(OUTSIDE) == set(field_names())
    assert asked == set(WORDING)


def test_every_question_stands_in_one_section() -> None:
    keys = [key for section in SECTIONS.values() for key in section.keys]
    assert len(keys) == len(set(keys))


def test_the_page_names_every_question_with_its_help() -> None:
    page = render_form_reference()
    with speaking("en"):
        for question in practice_form().all_questions():
            assert f"`{question.name}`" in page
            assert question.help in page


def test_names_of_questions_differ_where_they_are_read_back_by_name() -> None:
    for lang in ("de", "en", "fi", "sv"):
        with speaking(lang):
            for section in practice_form().sections:
                labels = [one.label for one in section.questions]
                assert len(labels) == len(set(labels)), lang
                for one in section.questions:
                    inside = [part.label for part in one.parts]
                    assert len(inside) == len(set(inside)), (lang, one.name)
