"""From what people write into forms to values, in any of the base's languages.

Tolerant of form: "3.4.2019", "huhtikuu 2019", "18 000,50 €" and "Österrike" are all clear. Strict
about meaning: what may be read in two ways is a doubt that says so, never a guess. Where something
was read that differs from what was typed in more than its form, the answer tells how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kb.authoring.form.choices import Choice, Choices, labels_of
from kb.authoring.form.cleaning import as_text, clean, one_line, shown
from kb.authoring.form.damage import damage_around, is_damaged, mended
from kb.authoring.form.dates import read_date, read_date_or_tba
from kb.authoring.form.numbers import read_amount, read_count, read_degrees, read_plain_number
from kb.authoring.form.outcome import Answer, Doubt
from kb.authoring.form.questions import Kind, Question
from kb.translation.formats import format_list
from kb.translation.interface import spoken_language

NOTHING = frozenset(("", "-", "–", "—", "/", "n/a", "n.a."))
"""What people write where they have no answer."""
_BULLET = re.compile(r"^\s*(?:[-–—*•·‣▪◦●○☐]|\d{1,2}[.)])\s+")
_NUMERIC = frozenset((Kind.AMOUNT, Kind.NUMBER, Kind.DEGREES))
"""Numbers in cells are clear as they are: no mark in them is one of thousands."""


def split_answers(question: Question, text: str) -> list[str]:
    """The answers in one text: lines, without their bullets; in lists also parts of a line.

    Args:
        question: one that takes several answers.
        text: what was written, cleaned.
    """
    lines = [_BULLET.sub("", line).strip() for line in text.split("\n")]
    if question.kind is Kind.TEXT:
        return [line for line in lines if line]
    marks = ";" if question.kind in (Kind.LINE, Kind.REFERENCE) else ";,"
    pieces = (piece.strip() for line in lines for piece in re.split(f"[{marks}]", line))
    return [piece for piece in pieces if piece]


def read_answers(
    question: Question, typed: object, choices: Choices
) -> Iterator[tuple[str, Answer | Doubt]]:
    """Each answer in what was written to a question that takes several.

    A piece with commas is taken apart only if it is no answer as a whole.

    Yields:
        (what was written, what was read of it)
    """
    for piece in split_answers(question, clean(mended(as_text(typed)))):
        read = read_answer(question, piece, choices)
        may_part = question.kind in (Kind.LINE, Kind.REFERENCE) and "," in piece
        if may_part and (isinstance(read, Doubt) or question.kind is Kind.LINE):
            for one in filter(None, (part.strip() for part in piece.split(","))):
                yield one, read_answer(question, one, choices)
        else:
            yield piece, read


def read_answer(question: Question, typed: object, choices: Choices) -> Answer | Doubt:
    """What one answer means.

    Args:
        question: what was asked.
        typed: text, or what a workbook's cell holds: a number, a date.
        choices: the lists of the base.
    """
    if isinstance(typed, bool):
        return Doubt("KB705", {"value": str(typed).lower(), "label": question.label})
    text = clean(mended(as_text(typed)))
    if text.casefold() in NOTHING:
        return Answer()
    if is_damaged(text):
        return Doubt("KB742", {"label": question.label, "damaged": damage_around(text)})
    if isinstance(typed, int | float) and question.kind in _NUMERIC:
        return _checked(question, text)
    return _understood(question, text, choices)


def _understood(question: Question, text: str, choices: Choices) -> Answer | Doubt:
    """Some text, by the kind of the question."""
    if question.known_key:
        return _named(question, text, choices)
    if question.has_choices:
        return _chosen(question, text, choices)
    return _written(question, text, choices.date_langs)


def _named(question: Question, text: str, choices: Choices) -> Answer | Doubt:
    """The id of a record that has this name, or the name of something else."""
    found = choices.find(question, text)
    if len(found) == 1:
        return Answer(found[0].value, is_known=True)
    read = _checked(question, one_line(text))
    if isinstance(read, Answer) and _looks_joined(question, text, choices):
        return replace(read, is_joined=True)
    return read


def _looks_joined(question: Question, text: str, choices: Choices) -> bool:
    """Names with commas are common; with a record's name before or behind one they are two."""
    if re.search(r"[;\n]", text):
        return True
    pieces = re.split(r", | / | & ", text)
    return len(pieces) > 1 and any(choices.find(question, one) for one in pieces)


def _written(question: Question, text: str, langs: Sequence[str]) -> Answer | Doubt:
    """A free answer of one of the kinds."""
    reader = _READERS.get(question.kind)
    if reader is None:
        return _checked(question, text if question.kind is Kind.TEXT else one_line(text))
    read = reader(text, langs)
    if isinstance(read, Doubt):
        return Doubt(read.code, {"value": shown(text), "label": question.label, **read.params})
    checked = _checked(question, read.value or "")
    return checked if isinstance(checked, Doubt) else read


def _checked(question: Question, value: str) -> Answer | Doubt:
    """A value as the model takes it."""
    try:
        _adapter(question.annotation).validate_python(value)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        code = detail["type"] if detail["type"].startswith("KB") else "KB705"
        params = {"value": shown(value), "label": question.label, "key": question.key}
        return Doubt(code, params)
    return Answer(value)


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    """A checker; making one takes longer than using it."""
    return TypeAdapter(annotation)


def _chosen(question: Question, text: str, choices: Choices) -> Answer | Doubt:
    line = one_line(text)
    found = choices.find(question, line)
    if len(found) == 1:
        return Answer(found[0].value)
    params = {"value": shown(line), "label": question.label}
    if found:
        return Doubt("KB704", params | {"all": labels_of(found)})
    if near := choices.find_near(question, line):
        return Doubt("KB703", params | {"near": near.label})
    return Doubt("KB703", params | _few(choices.of(question)))


_FEW = 8


def _few(offered: Sequence[Choice]) -> dict[str, str]:
    if len(offered) > _FEW:
        return {}
    return {"possible": format_list([one.label for one in offered], spoken_language(), "or")}


# Addresses and codes

_HOST = re.compile(r"(?:www\.)?(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")


def _read_url(text: str, langs: Sequence[str]) -> Answer | Doubt:
    url = one_line(text).strip("<>")
    if _HOST.fullmatch(url):
        return Answer(f"https://{url}", understood=f"https://{url}")
    return Answer(url)


def _read_nuts(text: str, langs: Sequence[str]) -> Answer | Doubt:
    return Answer(one_line(text).replace(" ", "").upper())


_READERS: Mapping[Kind, Callable[[str, Sequence[str]], Answer | Doubt]] = {
    Kind.DATE: read_date,
    Kind.DATE_OR_TBA: read_date_or_tba,
    Kind.AMOUNT: read_amount,
    Kind.NUMBER: read_plain_number,
    Kind.DEGREES: read_degrees,
    Kind.COUNT: read_count,
    Kind.URL: _read_url,
    Kind.NUTS: _read_nuts,
}
