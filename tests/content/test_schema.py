"""What is generated from the model: it is current, and says what the checks say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from kb.content.fields import annotation_at, fields_of
from kb.content.findings import FINDINGS
from kb.content.root import find_root
from kb.content.schema import (
    SCHEMA_KINDS,
    json_schema,
    render_field_reference,
    render_findings_reference,
    write_docs,
)
from kb.content.store import MODELS
from kb.content.valuekinds import find_value_kind, value_words
from kb.content.yamlfile import Tree, parse_yaml
from kb.model import Practice, Settings
from kb.model.practice import Role
from kb.model.types import Amount, DateOrTba, PartialDate
from tests.content.cases import DATA, VALID, name_of

ROOT = find_root(Path(__file__))
DOCS = Path(__file__).parent.parent.parent / "docs"


def typed(tree: Tree) -> Any:
    """A tree as an editor sees it: numbers are numbers, all else is text."""
    if isinstance(tree, dict):
        return {key: typed(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [typed(one) for one in tree]
    if tree and re.fullmatch(r"-?[0-9]+", tree):
        return int(tree)
    return float(tree) if tree and re.fullmatch(r"-?[0-9]+\.[0-9]+", tree) else tree


TYPES = {"string": str, "integer": int, "number": (int, float), "object": dict, "array": list}


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value fits a schema, for the words our schemas use."""
    if "anyOf" in schema:
        return any(accepts(one, value) for one in schema["anyOf"])
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(isinstance(value, TYPES[one]) for one in kinds):
        return False
    if isinstance(value, str):
        fits = re.search(schema.get("pattern", ""), value) and len(value) >= schema.get(
            "minLength", 0
        )
        return bool(fits) and value in schema.get("enum", [value])
    if isinstance(value, list):
        right = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return right and all(accepts(schema["items"], one) for one in value)
    if isinstance(value, dict):
        return accepts_keys(schema, value)
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))


def accepts_keys(schema: dict[str, Any], value: dict[str, Any]) -> bool:
    known, others = schema.get("properties", {}), schema["additionalProperties"]
    names = schema.get("propertyNames", {}).get("pattern", "")
    for key, one in value.items():
        inside = known.get(key, others)
        if inside is False or not re.search(names, key) or not accepts(inside, one):
            return False
    return set(schema.get("required", ())) <= value.keys()


def test_generated_files_are_current(tmp_path: Path) -> None:
    for path in write_docs(tmp_path):
        name = path.relative_to(tmp_path)
        assert (DOCS / name).is_file(), f"docs/{name} is missing: generate the docs again"
        assert (DOCS / name).read_text("utf-8") == path.read_text("utf-8"), f"docs/{name} is stale"


def test_a_current_file_is_left_alone(tmp_path: Path) -> None:
    paths = write_docs(tmp_path)
    paths[0].write_text("stale", "utf-8")
    before = {path: path.stat().st_mtime_ns for path in paths}
    write_docs(tmp_path)
    after = {path: path.stat().st_mtime_ns for path in paths}
    assert [one for one in paths if before[one] != after[one]] == [paths[0]]


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_a_schema_is_plain_json_without_an_id(kind: str) -> None:
    schema = json_schema(kind)
    assert json.loads(json.dumps(schema)) == schema
    body = schema.get("items", schema)
    assert body["additionalProperties"] is False
    assert ("id" in body["properties"]) == (kind == "exceptions")


@pytest.mark.parametrize("case", VALID, ids=name_of)
def test_the_schema_accepts_what_the_checks_accept(case: Path) -> None:
    value = typed(parse_yaml(case.read_bytes(), case).value)
    assert accepts(json_schema("practice"), value)


@pytest.mark.skipif(ROOT is None, reason="no content beside the code")
def test_the_schemas_accept_the_settings_beside_the_code() -> None:
    assert ROOT is not None
    path = ROOT / "practices/kb.yaml"
    assert accepts(json_schema("settings"), typed(parse_yaml(path.read_bytes(), path).value))


@pytest.mark.parametrize(
    "name",
    [
        "unknown-keys",
        "scalar-for-list",
        "scalar-for-mapping",
        "list-for-scalar",
        "mapping-for-list",
        "ids",
        "unknown-words",
        "dates",
        "amounts",
        "urls",
        "language-tags",
        "country-codes",
        "nuts-form",
        "currencies",
        "missing-keys",
        "id-inside",
        "not-a-mapping",
        "only-text",
    ],
)
def test_the_schema_refuses_what_the_checks_refuse(name: str) -> None:
    path = DATA / "invalid" / f"{name}.yaml"
    assert not accepts(json_schema("practice"), typed(parse_yaml(path.read_bytes(), path).value))


def test_a_schema_helps_while_typing() -> None:
    properties = json_schema("practice")["properties"]
    assert properties["status"]["enum"] == ["draft", "submitted", "published", "archived"]
    assert properties["status"]["default"] == "draft"
    assert properties["summary"]["description"].endswith("Up to 500 characters read well.")
    assert properties["organisations"]["items"]["required"] == ["role"]
    amount = properties["funding"]["items"]["properties"]["amount"]
    assert accepts(amount, 18000)
    assert accepts(amount, "18000.50")
    assert not accepts(amount, "18.000,50")


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_is_described(kind: str) -> None:
    page = render_field_reference()

    def walk(model: type[BaseModel]) -> None:
        for key, field in fields_of(model).items():
            assert field.description, f"{model.__name__}.{key} has no docstring"
            assert f"| `{key}` |" in page

    walk(MODELS[kind])


def test_the_list_of_fields_says_what_publication_needs() -> None:
    page = render_field_reference()
    assert "| `language` | language tag | required |" in page
    assert "| `summary` | text | to publish | 500 |" in page
    assert "| `sources` | list: [Source](#source) | to publish |" in page
    for heading in re.findall(r"\]\(#(\w+)\)", page):
        assert re.search(rf"^### {heading}$", page, re.MULTILINE | re.IGNORECASE)


def test_the_list_of_findings_has_them_all() -> None:
    page = render_findings_reference()
    for code, one in FINDINGS.items():
        assert f"### {code} ({one.severity.value})" in page
    assert "%(" not in page
    assert page.count("**How to mend it:**") == len(FINDINGS)


def test_kinds_of_value_are_told_in_words() -> None:
    assert value_words(Amount | None) == "amount"
    assert value_words(tuple[PartialDate, ...]) == "list: date"
    assert value_words(Role) == "one of `lead`, `partner`, `funder`, `host`"
    kind = find_value_kind(DateOrTba)
    assert kind is not None
    assert kind.words == "date or `tba`"


def test_fields_are_found_by_their_path() -> None:
    assert annotation_at(Practice, ("organisations", 3, "role")) is Role
    assert annotation_at(Practice, ("organisations", 3, "nothing")) is None
    assert annotation_at(Practice, ("title", "deeper")) is None
    assert "schema" in fields_of(Settings)
    assert "id" not in fields_of(Settings)
