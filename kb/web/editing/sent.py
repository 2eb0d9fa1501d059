"""What a browser sends of a form: the fields as it names them, and the answers in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

from kb.authoring.form.composing import Filled, Typed
from kb.authoring.form.questions import Form, Kind, Question
from kb.errors import N_, KbError
from kb.web.editing.fields import Field, below

MOST_ITEMS = 200
"""Of one list: more come from no person."""
_NAME = re.compile(r"[a-z_]+(\.([0-9]{1,9}|[a-z_]+)){0,5}")
_LINE_BREAK = re.compile(r"\r\n?")

_Names: TypeAlias = dict[str, "_Names"]
"""Names that were sent, by their parts."""


class TooManyItemsError(KbError):
    """A list has more items than anybody writes; none of them is dropped silently."""

    status = 413
    title = N_("This list is too long")


class Sent(Protocol):
    """What a browser sent: several values may have one name."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""
        ...

    def __iter__(self) -> Iterator[str]: ...


def iter_sent(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """Names and values that a browser sends of fields nobody has touched."""
    for field in fields:
        yield from iter_sent(field.fields)
        for block in field.blocks:
            yield from iter_sent(block.fields)
        if field.style == "items":
            yield from ((one.name, one.text) for one in field.items)
        elif field.style == "ticks":
            chosen = (one.value for one in field.options if one.value in field.values)
            yield from ((field.name, one) for one in chosen)
        elif field.style == "picks":
            yield from ((field.name, one) for one in field.values)
        elif field.style not in ("group", "blocks"):
            yield field.name, field.value


def as_one_sees(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """The answers in fields, so that two forms which look alike are equal."""
    pairs = ((name, _LINE_BREAK.sub("\n", value)) for name, value in iter_sent(fields))
    return [(name, value) for name, value in pairs if value]


def read_fields(form: Form, sent: Sent) -> Filled:
    """The answers in a form that was sent; what belongs to no question is passed over.

    Raises:
        TooManyItemsError: a list in it is too long.
    """
    names: _Names = {}
    for name in sent:
        if _NAME.fullmatch(name):
            here = names
            for part in name.split("."):
                here = here.setdefault(part, {})
    return _read(form.questions(), sent, names, "")


def _read(
    questions: Iterator[Question] | Sequence[Question], sent: Sent, names: _Names, above: str
) -> Filled:
    filled: Filled = {}
    for question in questions:
        inside = names.get(question.key)
        if inside is None:
            continue
        name = below(above, question.key)
        if question.kind is Kind.PART and question.is_list:
            filled[question.key] = [
                _read(question.parts, sent, inside[number], below(name, number))
                for number in _numbers(question, inside)
            ]
        elif question.kind is Kind.PART:
            filled[question.key] = _read(question.parts, sent, inside, name)
        elif question.is_list:
            own = [_typed(value, name) for value in sent.getlist(name)]
            for number in _numbers(question, inside):
                its_name = below(name, number)
                own += [_typed(value, its_name) for value in sent.getlist(its_name)[:1]]
            if len(own) > MOST_ITEMS:
                raise _too_many(question)
            filled[question.key] = list(own)
        elif own := [_typed(value, name) for value in sent.getlist(name)[:1]]:
            filled[question.key] = own[0]
    return filled


def _typed(value: str, name: str) -> Typed:
    return Typed(_LINE_BREAK.sub("\n", value), name)


def _numbers(question: Question, inside: _Names) -> list[str]:
    """Numbers of the items of a list that were sent, in order."""
    found = sorted((one for one in inside if one.isdigit()), key=int)
    if len(found) > MOST_ITEMS:
        raise _too_many(question)
    return found


def _too_many(question: Question) -> TooManyItemsError:
    return TooManyItemsError(
        N_(
            "“%(label)s” has more than %(num)d items, and no form takes so many. Nothing was "
            "changed. Go back and take some out."
        ),
        label=question.label,
        num=MOST_ITEMS,
    )
