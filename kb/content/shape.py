"""From the tree of a file to a record, and from the model's complaints to findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kb.content.fields import annotation_at, enum_of, fields_of, item_of, model_of
from kb.content.nearmiss import find_near
from kb.content.yamlfaults import shorten
from kb.content.yamlfile import Document, FieldPath
from kb.errors import Issue
from kb.model.types import AMOUNT_PATTERN, DATE_PATTERN

Model = TypeVar("Model", bound=BaseModel)

_KEY_MARK = "[key]"
"""The validation library's mark for a fault in a mapping's key."""
_FEW_KEYS = 12
"""So many keys are listed where an unknown one is told; more are not read."""
_CODES: Mapping[str, str] = {
    "extra_forbidden": "KB201",
    "missing": "KB202",
    "tuple_type": "KB203",
    "list_type": "KB203",
    "model_type": "KB204",
    "model_attributes_type": "KB204",
    "dict_type": "KB204",
    "string_type": "KB205",
    "int_type": "KB205",
    "float_type": "KB205",
    "decimal_type": "KB205",
    "enum": "KB206",
    "too_short": "KB218",
    "too_long": "KB218",
}


@dataclass(frozen=True)
class Shaped(Generic[Model]):
    """What came of a file."""

    record: Model | None = None
    """The record, if the file has no fault at all."""
    issues: tuple[Issue, ...] = ()
    """Everything that is wrong with the file by itself, its YAML included."""
    rest: Model | None = None
    """What a faulty file would hold without its faulty keys: good only for further checks."""
    dropped: frozenset[str] = frozenset()
    """The keys left out of the rest."""


def parse_shape(model: type[Model], document: Document, **given: object) -> Shaped[Model]:
    """The record a file holds, or everything that keeps it from being one.

    Args:
        model: the kind of record.
        document: the file as read.
        given: values that do not stand in the file, such as the id.
    """
    tree = document.value
    issues = list(document.issues)
    if tree is None:
        return Shaped(issues=tuple(issues))
    if not isinstance(tree, dict):
        file = {"file": document.path.name}
        return Shaped(issues=(*issues, Issue("KB204", document.locate(()), file)))
    issues += [_typed_inside(document, key) for key in given if key in tree]
    values = {**tree, **given}
    try:
        record = model.model_validate(values)
    except ValidationError as err:
        issues += iter_issues(err, model, document)
        dropped = frozenset(str(one["loc"][0]) for one in err.errors(include_url=False))
        return Shaped(None, tuple(issues), _rest(model, values, dropped), dropped)
    if issues:
        return Shaped(None, tuple(issues), record)
    return Shaped(record)


def _rest(model: type[Model], values: dict[str, Any], dropped: frozenset[str]) -> Model | None:
    try:
        return model.model_validate({k: v for k, v in values.items() if k not in dropped})
    except ValidationError:  # a key that must be there is among the faulty ones
        return None


def _typed_inside(document: Document, key: str) -> Issue:
    return Issue("KB217", document.locate((key,), key=True), {"key": key})


def iter_issues(err: ValidationError, kind: Any, document: Document) -> Iterator[Issue]:
    """The findings of a validation, each placed in the file."""
    for detail in err.errors(include_url=False):
        if detail["input"] is None:
            continue  # nothing was written there, and the reading of the file has said so
        yield issue_of(detail, kind, document)


def issue_of(detail: ErrorDetails, kind: Any, document: Document) -> Issue:
    """One complaint of a validation as a finding, placed in the file."""
    path: FieldPath = detail["loc"]
    in_key = bool(path) and path[-1] == _KEY_MARK
    if in_key:
        path = path[:-1]
    code = (
        detail["type"] if detail["type"].startswith("KB") else _CODES.get(detail["type"], "KB219")
    )
    if code == "KB202" and path and isinstance(path[-1], int):
        code, path = "KB218", path[:-1]
    if code == "KB214" and path == ("id",):
        code = "KB308"
    if code == "KB206" and not isinstance(detail["input"], str):
        code = "KB205"
    params = {"key": key_of(path) or document.path.name, "value": shorten(str(detail["input"]))}
    if tell := _TELLERS.get(code):
        params |= tell(detail, kind, path)
    if code == "KB219":
        params["reason"] = detail["msg"]
    return Issue(code, document.locate(path, key=in_key or code == "KB201"), params)


def key_of(path: FieldPath) -> str:
    """The last key of a path, to be told; list positions say nothing to a reader."""
    return next((shorten(one) for one in reversed(path) if isinstance(one, str)), "")


def _near(value: str | None) -> dict[str, str]:
    return {"near": value} if value else {}


def _tell_unknown_key(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    key = str(path[-1])
    model = model_of(annotation_at(kind, path[:-1]))
    siblings = fields_of(model) if model else {}
    homes = [name for name, field in siblings.items() if key in _keys_below(field.annotation)]
    if len(homes) == 1:
        return {"home": homes[0]}
    outer = model_of(kind)
    if outer and key in fields_of(outer):
        return {"outer": str(path[0])}
    if near := find_near(key, siblings):
        return {"near": near}
    return {"possible": ", ".join(siblings)} if 0 < len(siblings) <= _FEW_KEYS else {}


def _keys_below(kind: Any) -> Collection[str]:
    part = model_of(item_of(kind) or kind)
    return fields_of(part) if part else ()


def _tell_enum(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    words = [one.value for one in enum_of(annotation_at(kind, path)) or ()]
    return {"allowed": ", ".join(words)} | _near(find_near(str(detail["input"]), words))


def _tell_date(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    typed = _typed(detail)
    if re.fullmatch(DATE_PATTERN, typed):
        return {"impossible": typed}
    found = _DAY_FIRST.fullmatch(typed) or _YEAR_FIRST.fullmatch(typed)
    if not found:
        return {}
    day, month, year = found["day"], int(found["month"]), found["year"]
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return {}
    return {"near": f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")}


_DAY_FIRST = re.compile(
    r"(?:(?P<day>[0-9]{1,2})\s*[./-]\s*)?(?P<month>[0-9]{1,2})\s*[./-]\s*(?P<year>[0-9]{4})"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})[./-](?P<month>[0-9]{1,2})(?:[./-](?P<day>[0-9]{1,2}))?"
)


def _tell_amount(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    """What an amount with thousands separators or a currency probably means."""
    digits = re.sub(r"[€\s'’]|EUR|SEK|CHF", "", _typed(detail))
    digits = re.sub(r"[.,](?=\d{3}(\D|$))", "", digits).replace(",", ".")
    digits = re.sub(r"\.-*$", "", digits)
    return _near(digits if re.fullmatch(AMOUNT_PATTERN, digits) else None)


def _tell_number(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    digits = _typed(detail).replace(",", ".").replace("−", "-").rstrip("% °")
    return _near(digits if re.fullmatch(r"-?\d+\.\d+|-?\d+", digits, re.ASCII) else None)


def _tell_url(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    value = _typed(detail)
    return _near(f"https://{value}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value) else None)


def _tell_language(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    value = str(path[-1]) if not isinstance(detail["input"], str) else _typed(detail)
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?", value)
    if not found:
        return {}
    lang, region = found.groups()
    return {"near": lang.lower() + (f"-{region.upper()}" if region else "")}


def _tell_country(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    value = _typed(detail)
    return _near(value.upper() if re.fullmatch(r"[a-z]{2}", value, re.IGNORECASE) else None)


def _tell_id(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    return _near(slug(_typed(detail)))


def _tell_file_name(detail: ErrorDetails, kind: Any, path: FieldPath) -> dict[str, str]:
    value = _typed(detail)
    return {"id": shorten(value), "wanted": slug(value) or "at-name"}


def _typed(detail: ErrorDetails) -> str:
    """What was typed, cut so that no pattern runs long on it."""
    return str(detail["input"]).strip()[:200]


_TRANSLITERATED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "ø": "o"})


def slug(text: str) -> str:
    """A text as an id: small letters a to z, digits and hyphens; may be empty."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_TRANSLITERATED)
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_TELLERS: Mapping[str, Callable[[ErrorDetails, Any, FieldPath], dict[str, str]]] = {
    "KB201": _tell_unknown_key,
    "KB206": _tell_enum,
    "KB207": _tell_date,
    "KB208": _tell_amount,
    "KB209": _tell_number,
    "KB210": _tell_url,
    "KB211": _tell_language,
    "KB212": _tell_country,
    "KB214": _tell_id,
    "KB308": _tell_file_name,
}
"""Who adds what to the values of a finding."""
