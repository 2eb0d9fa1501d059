"""The forms of other databases: their fields, limits, and which of our fields fill them.

Each form is a file in `kb/export/crosswalks/`, made to be corrected by hand when a form changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from kb.content.yamlfile import load_yaml
from kb.errors import N_, KbError
from kb.model.types import DATE_PATTERN

FORMS = Path(__file__).parent / "crosswalks"
"""Folder of the files; a file's name is the form's id."""
UNITS = ("words", "characters")
ORIGINS = ("read", "notes")
"""Where a limit comes from: read in what the form's publisher gives out, or our own notes."""
_RANGE = re.compile(r"(?:([0-9]{1,6})-)?([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the text of a field may be."""

    unit: str
    """One of `UNITS`."""
    most: int
    least: int = 0
    is_verified: bool = False
    """Whether it was read in what the form's publisher gives out."""


@dataclass(frozen=True, slots=True)
class Take:
    """What fills a field: one of our fields, or a part of it."""

    source: str
    """A key of `kb.export.crosswalkpieces.SOURCES`."""
    first: int | None = None
    """Only so many sentences or items; the rest is left over."""
    is_labelled: bool = False
    """Whether the name of our field stands before the text."""
    is_unless_said: bool = False
    """Whether claims stay out whose amount the text states already, by other sources of ours."""
    needs_amount: bool = False
    """Only claims that name an amount."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Only claims about money with these values: scope, fund."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    id: str
    label: str
    """As the form calls it, in its own language."""
    asks: str = ""
    """What is to be written there, in the form's language."""
    note: str = ""
    """What a person who fills it in should know, in the form's language."""
    limit: Limit | None = None
    is_required: bool = False
    """Whether the form is known to demand it."""
    take: tuple[Take, ...] = ()
    """What fills it, in order; () for what we do not hold."""
    fill_up: tuple[Take, ...] = ()
    """What is added only while the text is shorter than it may be."""
    perhaps: tuple[Take, ...] = ()
    """What is told beside an empty field because it may belong there."""
    in_turns: bool = False
    """Whether each of our fields gives one sentence in turn until the limit, so that the first
    does not take all the room; the text keeps their order."""
    is_nearest: bool = False
    """Whether what fills it is only the nearest we hold."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where fields and limits were read, and when."""

    what: str
    on: str
    """ISO date."""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of another database."""

    id: str
    name: str
    address: str
    readings: tuple[Reading, ...]
    note: str
    """What a person who fills it in should know, in the form's language."""
    fields: tuple[FormField, ...]


def form_ids() -> tuple[str, ...]:
    """Ids of all forms, sorted."""
    return tuple(sorted(path.stem for path in FORMS.glob("*.yaml")))


def load_form(form_id: str) -> Form:
    """Read a form.

    Args:
        form_id: one of `form_ids()`.

    Raises:
        KeyError: there is no such form.
        KbError: its file is faulty.
    """
    if form_id not in form_ids():
        raise KeyError(form_id)
    return read_form(FORMS / f"{form_id}.yaml")


def read_form(path: Path) -> Form:
    """The form in a file.

    Raises:
        KbError: the file is faulty.
    """
    document = load_yaml(path)
    try:
        if document.issues:
            issue = document.issues[0]
            raise ValueError(f"{issue.code}, {issue.where.line}:{issue.where.column}")
        return _form(path.stem, _mapping(document.value))
    except (ValueError, KeyError, TypeError, AttributeError) as err:
        raise KbError(
            N_("The form %(path)s is faulty: %(reason)s. Compare it with the other forms."),
            path=path,
            reason=err,
        ) from err


def _form(form_id: str, entry: dict[str, Any]) -> Form:
    _check_keys(entry, "name address read note fields")
    fields = tuple(_field(_mapping(one)) for one in entry["fields"])
    ids = [one.id for one in fields]
    if len(set(ids)) < len(ids):
        raise ValueError("two fields have one id")
    readings = tuple(_reading(_mapping(one)) for one in entry.get("read", ()))
    return Form(form_id, entry["name"], entry["address"], readings, entry.get("note") or "", fields)


def _reading(entry: dict[str, Any]) -> Reading:
    _check_keys(entry, "what on address")
    if not re.fullmatch(DATE_PATTERN, entry["on"]):
        raise ValueError(f"on: {entry['on']}")
    return Reading(entry["what"], entry["on"], entry.get("address") or "")


def _field(entry: dict[str, Any]) -> FormField:
    _check_keys(entry, "id label asks note limit required take fill_up perhaps in_turns nearest")
    return FormField(
        id=entry["id"],
        label=entry["label"],
        asks=entry.get("asks") or "",
        note=entry.get("note") or "",
        limit=_limit(_mapping(entry["limit"])) if "limit" in entry else None,
        is_required=_yes(entry, "required"),
        take=tuple(_takes(entry["take"])),
        fill_up=tuple(_takes(entry.get("fill_up", ()))),
        perhaps=tuple(_takes(entry.get("perhaps", ()))),
        in_turns=_yes(entry, "in_turns"),
        is_nearest=_yes(entry, "nearest"),
    )


def _limit(entry: dict[str, Any]) -> Limit:
    _check_keys(entry, "words characters from")
    (unit,) = [one for one in UNITS if one in entry]
    found = _RANGE.fullmatch(entry[unit])
    origin = entry["from"]
    if not found or origin not in ORIGINS:
        raise ValueError(f"limit: {unit} {entry[unit]}, from {origin}")
    least, most = int(found[1] or 0), int(found[2])
    if least > most:
        raise ValueError(f"limit: {unit} {entry[unit]}")
    return Limit(unit, most, least, is_verified=origin == "read")


def _takes(entries: Any) -> Iterator[Take]:
    if isinstance(entries, str):
        raise TypeError(entries)
    for entry in entries:
        yield Take(entry) if isinstance(entry, str) else _take(_mapping(entry))


def _take(entry: dict[str, Any]) -> Take:
    _check_keys(entry, "source first labelled unless_said with_amount scope fund")
    return Take(
        source=entry["source"],
        first=int(entry["first"]) if "first" in entry else None,
        is_labelled=_yes(entry, "labelled"),
        is_unless_said=_yes(entry, "unless_said"),
        needs_amount=_yes(entry, "with_amount"),
        filters={key: entry[key] for key in ("scope", "fund") if key in entry},
    )


def _yes(entry: dict[str, Any], key: str) -> bool:
    """A yes or no of the file, where a value stays the text that was typed."""
    value = entry.get(key, "no")
    if value not in ("yes", "no"):
        raise ValueError(f"{key}: {value}")
    return bool(value == "yes")


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return cast("dict[str, Any]", value)


def _check_keys(entry: dict[str, Any], known: str) -> None:
    if unknown := set(entry) - set(known.split()):
        raise KeyError(", ".join(sorted(unknown)))
