"""From what people write into forms to values, in any of the base's languages.

Tolerant of form: "3.4.2019", "huhtikuu 2019", "18 000,50 €" and "Österrike" are all clear. Strict
about meaning: what may be read in two ways is a doubt that says so, never a guess. Where something
was read that differs from what was typed in more than its form, the answer tells how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kb.authoring.form.choices import Choice, Choices, labels_of
from kb.authoring.form.damage import damage_around, is_damaged, mended
from kb.authoring.form.questions import Kind, Question
from kb.model.types import TBA
from kb.translation.formats import locale_of
from kb.words.analysis import fold, normalise

NOTHING = frozenset(("", "-", "–", "—", "/", "n/a", "n.a."))
"""What people write where they have no answer."""
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffc]")
"""Not among them: what joins letters of some scripts, and the parts of one emoji."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_BULLET = re.compile(r"^\s*(?:[-–—*•·‣▪◦●○☐]|\d{1,2}[.)])\s+")
_LONGEST_LINE = 400
"""A typed value is cut here where it is told."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What cannot be taken as it stands: a code of the findings, and what its sentence needs."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read."""

    value: str | None = None
    """As it belongs into the file; None for no answer."""
    understood: str = ""
    """How it was taken, where that is worth a second look."""
    is_known: bool = False
    """Whether a free answer turned out to be the name of a record: the value is its id."""
    is_joined: bool = False
    """Whether what was taken as one name looks like several."""


def clean(text: str) -> str:
    """A text without what copying from Word and web pages leaves behind."""
    text = _INVISIBLE.sub("", normalise(text).replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", text.replace("\x0b", "\n").replace("\u2028", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


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
    read = _checked(question, _one_line(text))
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
        return _checked(question, text if question.kind is Kind.TEXT else _one_line(text))
    read = reader(text, langs)
    if isinstance(read, Doubt):
        return Doubt(read.code, {"value": shown(text), "label": question.label, **read.params})
    checked = _checked(question, read.value or "")
    return checked if isinstance(checked, Doubt) else read


def as_text(typed: object) -> str:
    """What a cell holds, as text without a language's own signs."""
    if isinstance(typed, datetime):
        return typed.date().isoformat()
    if isinstance(typed, date):
        return typed.isoformat()
    if isinstance(typed, float):
        text = format(Decimal(repr(typed)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(typed) if typed is not None else ""


def shown(text: str) -> str:
    """A typed value as a finding repeats it: one line, not too long."""
    line = _one_line(text)
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())


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
    line = _one_line(text)
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
    return {"possible": ", ".join(one.label for one in offered)} if len(offered) <= _FEW else {}


# Dates

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\. ?)?(\d{1,2})\. ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2}) ?[/-] ?(\d{1,2}) ?[/-] ?(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ?/ ?(\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})\.? ?(?:\w{2} )?)?([^\W\d_]{2,}\.?)(?: (\d{1,2}),)? (\d{4})")
_INTRODUCED = re.compile(
    r"(?:im|in|am|on|the|i|den|vuonna|år|jahr|year)\s+(?=.*\d{4}$)", re.IGNORECASE
)
"""Words before a date that change nothing in what it says; "since" and "until" would."""
_MONTHS = 12
_SHORT_NAME, _LONGEST_ENDING = 6, 3


def read_date(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """A date of any precision, as ISO 8601 writes it."""
    text = _one_line(text).strip(" .,")
    if introduced := _INTRODUCED.match(text):
        text = text[introduced.end() :]
    if found := _ISO.fullmatch(text):
        return _date(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _date(year, month, day)
    if found := _MONTH_YEAR.fullmatch(text):
        return _date(found[2], found[1], None)
    if found := _SLASHED.fullmatch(text):
        return _slashed(*found.groups())
    if found := _WORDED.fullmatch(text):
        months = _months_called(fold(found[2].strip(".")), tuple(langs))
        if len(months) == 1 and not (found[1] and found[3]):
            return _date(found[4], str(next(iter(months))), found[1] or found[3])
    return Doubt("KB701")


def _slashed(first: str, second: str, year: str) -> Answer | Doubt:
    """3/4/2019 is two days; 23/4/2019 is one."""
    if first == second or int(second) > _MONTHS:
        return _date(year, first, second)
    if int(first) > _MONTHS:
        return _date(year, second, first)
    ways = f"{year}-{int(second):02}-{int(first):02}", f"{year}-{int(first):02}-{int(second):02}"
    return Doubt("KB701", {"one": ways[0], "other": ways[1]})


def _date(year: str, month: str | None, day: str | None) -> Answer | Doubt:
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return Answer("-".join(parts))


def _months_called(word: str, langs: tuple[str, ...]) -> frozenset[int]:
    """The months a word may mean; cases add an ending to their names: "joulukuussa"."""
    names = _month_names(langs)
    if word in names:
        return names[word]
    found = (
        months
        for name, months in names.items()
        if len(name) >= _SHORT_NAME and word.startswith(name)
        if len(word) - len(name) <= _LONGEST_ENDING
    )
    return frozenset().union(*found)


@cache
def _month_names(langs: tuple[str, ...]) -> Mapping[str, frozenset[int]]:
    """Names of months in some languages, long and short; Finnish ones with their case, too."""
    found: dict[str, set[int]] = {}
    for lang in langs:
        months = locale_of(lang).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(fold(name.strip(".")), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _read_date_or_tba(text: str, langs: Sequence[str]) -> Answer | Doubt:
    if text.casefold() == TBA:
        return Answer(TBA)
    read = read_date(text, langs)
    if isinstance(read, Doubt) and not read.params:
        return Doubt(read.code, {"later": TBA})
    return read


# Numbers

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[ '’.,])\d{3})(?:(?P=mark)\d{3})*")
_PLAIN = re.compile(r"[+-]?\d+")
_MONEY = re.compile(r"^(?:€|EUR|[A-Z]{3})\s?|\s?(?:€|[A-Z]{3}|zł|kr\.?|,-{1,2})$")


def read_number(text: str, *, thousands: bool | None = None) -> Answer | Doubt:
    """A number, whichever marks it was written with.

    Args:
        text: the number alone.
        thousands: what one mark before three digits is: a mark of thousands, one of decimals, or
            nothing one could know (None).
    """
    text = _one_line(text).replace("−", "-").replace("’", "'")
    last = max(text.rfind("."), text.rfind(","))
    whole, mark, rest = (text, "", "") if last < 0 else (text[:last], text[last], text[last + 1 :])
    if not mark or (whole.count(mark) and _GROUPED.fullmatch(text)):
        return _whole(text)
    if not rest.isascii() or not rest.isdigit() or mark in whole:
        return Doubt("KB702")
    is_grouped = len(rest) == 3 and bool(_GROUPED.fullmatch(text)) and not whole.startswith("0")
    has_groups = not _PLAIN.fullmatch(whole)
    if is_grouped and not has_groups and thousands is not False:
        if thousands:
            return _whole(text)
        return Doubt("KB702", {"one": f"{whole}.{rest}", "other": whole + rest})
    head = _whole(whole)
    if isinstance(head, Doubt):
        return head
    return Answer(f"{head.value}.{rest}")


def _whole(text: str) -> Answer | Doubt:
    if not text.isascii() or not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return Doubt("KB702")
    digits = re.sub(r"[ '.,+]", "", text)
    return Answer(str(int(digits)))


def _read_amount(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """Amounts have at most two decimals, so that 1.234 can only be more than a thousand."""
    bare = _MONEY.sub("", _MONEY.sub("", _one_line(text))).removesuffix("%").strip()
    return read_number(bare, thousands=True)


def _read_number(text: str, langs: Sequence[str]) -> Answer | Doubt:
    return read_number(text.removesuffix("%").strip())


_DEGREES = re.compile(r"(?P<number>[+-]?[\d.,]+) ?°? ?(?P<side>[NSEWO]?)", re.IGNORECASE)


def _read_degrees(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """Decimal degrees; "O" is east in German and nothing else here."""
    found = _DEGREES.fullmatch(_one_line(text).replace("−", "-"))
    read = read_number(found["number"], thousands=False) if found else Doubt("KB702")
    if isinstance(read, Answer) and found and found["side"].upper() in ("S", "W"):
        return Answer(f"-{read.value}")
    return read


def _read_count(text: str, langs: Sequence[str]) -> Answer | Doubt:
    """A number in a list, also as "1." or "[1]"."""
    found = re.fullmatch(r"[\[(]?(\d{1,6})[\])]?\.?", _one_line(text))
    return Answer(str(int(found[1]))) if found else Doubt("KB702")


# Addresses and codes

_HOST = re.compile(r"(?:www\.)?(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")


def _read_url(text: str, langs: Sequence[str]) -> Answer | Doubt:
    url = _one_line(text).strip("<>")
    if _HOST.fullmatch(url):
        return Answer(f"https://{url}", understood=f"https://{url}")
    return Answer(url)


def _read_nuts(text: str, langs: Sequence[str]) -> Answer | Doubt:
    return Answer(_one_line(text).replace(" ", "").upper())


_READERS: Mapping[Kind, Callable[[str, Sequence[str]], Answer | Doubt]] = {
    Kind.DATE: read_date,
    Kind.DATE_OR_TBA: _read_date_or_tba,
    Kind.AMOUNT: _read_amount,
    Kind.NUMBER: _read_number,
    Kind.DEGREES: _read_degrees,
    Kind.COUNT: _read_count,
    Kind.URL: _read_url,
    Kind.NUTS: _read_nuts,
}
