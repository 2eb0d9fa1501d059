"""`practices/exceptions.yaml`: findings that are right in general and wrong for one record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from kb.content.findings import FINDINGS
from kb.content.shape import iter_issues
from kb.content.yamlfile import load_yaml
from kb.errors import Issue
from kb.model.base import Part
from kb.model.types import Filled, Id


def _known_code(value: Any) -> Any:
    if isinstance(value, str) and value not in FINDINGS:
        raise PydanticCustomError("KB220", "{value}", {"value": value})
    return value


class Exemption(Part):
    """One finding that is not told for one record, and why."""

    id: Id
    """Id of the record."""
    code: Annotated[str, BeforeValidator(_known_code), Field(pattern=r"^KB[0-9]{3}$")]
    """Code of the finding, such as KB501."""
    reason: Filled
    """Why the record is right as it is."""


Exemptions = tuple[Exemption, ...]
_ADAPTER: TypeAdapter[Exemptions] = TypeAdapter(Exemptions)


def read_exemptions(path: Path) -> tuple[Exemptions, list[Issue]]:
    """All exceptions, and what is wrong with their file; none where there is no file."""
    if not path.exists():
        return (), []
    document = load_yaml(path)
    issues = list(document.issues)
    if document.value is None:
        return (), issues
    try:
        return _ADAPTER.validate_python(document.value), issues
    except ValidationError as err:
        return (), [*issues, *iter_issues(err, Exemptions, document)]
