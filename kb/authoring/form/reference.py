"""The form as a page to read: every question with its help, example and limit."""

from __future__ import annotations

from collections.abc import Iterator

from kb.authoring.form.questions import Kind, Need, Question, practice_form
from kb.content.checks.references import VOCABULARIES
from kb.translation.interface import speaking

_NEEDS = {
    Need.ALWAYS: "always",
    Need.STUB: "for a first draft",
    Need.PUBLICATION: "to publish",
    Need.OPTIONAL: "",
}
_KINDS = {
    Kind.LINE: "a line",
    Kind.TEXT: "text",
    Kind.DATE: "date",
    Kind.DATE_OR_TBA: "date or “tba”",
    Kind.AMOUNT: "amount",
    Kind.NUMBER: "number",
    Kind.DEGREES: "degrees",
    Kind.COUNT: "whole number",
    Kind.URL: "web address",
    Kind.LANGUAGE: "language",
    Kind.COUNTRY: "country",
    Kind.CURRENCY: "currency",
    Kind.NUTS: "NUTS code",
    Kind.PART: "group",
}


def render_form_reference() -> str:
    """The page docs/form.md, in English."""
    with speaking("en"):
        return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# The form\n"
    yield (
        "The questions that `kb new`, the Word form, the workbook and the pages of `kb serve "
        "--edit` ask, in their order. This page is generated from the form; do not edit it.\n"
    )
    yield (
        "The *name* is that of the field in the entry ([fields.md](fields.md)); `kb new --set "
        "NAME=VALUE` and answers as JSON or CSV use it, with the number of the item, counted from "
        "0, in lists of groups: `results.0.text`.\n"
    )
    for section in practice_form().sections:
        yield f"## {section.title}\n"
        yield f"{section.help}\n"
        yield "| question | name | answer | needed | characters | what to write |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for question in section.questions:
            yield from _rows(question)
        yield ""


def _rows(question: Question, depth: int = 0) -> Iterator[str]:
    label = "– " * depth + question.label
    limit = f"{question.limit:,}" if question.limit else ""
    told = question.help
    if question.example:
        told += f" Example: {question.example}"
    cells = (label, f"`{question.name}`", _answer(question), _NEEDS[question.need], limit, told)
    yield "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"
    for one in question.parts:
        yield from _rows(one, depth + 1)


def _answer(question: Question) -> str:
    words = _kind(question)
    return f"{words}; several" if question.is_list else words


def _kind(question: Question) -> str:
    if question.kind is Kind.WORD:
        return "one of " + ", ".join(f"`{one}`" for one in question.words)
    if question.kind is Kind.REFERENCE:
        is_concept = question.source in VOCABULARIES
        return f"from the list of {question.source}" if is_concept else f"a {question.source}"
    if question.known_key:
        return f"a line; a {question.source}, if it is one"
    return _KINDS[question.kind]
