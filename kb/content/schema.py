"""What is generated from the model: JSON Schemas for editors, lists of fields and findings.

The schemas follow JSON Schema draft-07, which the YAML language server of the common editors reads
best. They describe the file as it is typed, so they have no id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kb.content.exemptions import Exemption
from kb.content.fields import (
    Field,
    bare,
    enum_of,
    fields_of,
    item_of,
    mapping_of,
    model_of,
    size_of,
)
from kb.content.findings import FINDINGS, GROUPS, Finding
from kb.content.store import MODELS
from kb.content.valuekinds import VALUE_KINDS, Schema, find_value_kind, value_words
from kb.model import Practice
from kb.model.practice import FOR_PUBLICATION
from kb.model.types import Count, SourceNumbers

SCHEMA_KINDS = (*MODELS, "exceptions")
"""Everything `json_schema` knows: the kinds of records, and the exceptions to the checks."""
_PLACES = {
    "settings": "`practices/kb.yaml`",
    "vocabulary": "`practices/vocabulary/<id>.yaml`",
    "glossary": "`practices/vocabulary/glossary.yaml`",
    "partner": "`practices/partners/<id>.yaml`",
    "project": "`practices/projects/<id>.yaml`",
    "practice": "`practices/<cc>/<id>.yaml`",
    "group": "`practices/groups/<id>.yaml`",
    "visit": "`practices/visits/<id>.yaml`",
    "exceptions": "`practices/exceptions.yaml`",
}


def json_schema(kind: str) -> Schema:
    """The schema of one kind of file.

    Args:
        kind: one of `SCHEMA_KINDS`.
    """
    if kind == "exceptions":
        body: Schema = {
            "description": "Findings that are right in general and wrong for one record.",
            "type": "array",
            "items": _object(Exemption),
        }
    else:
        body = _object(MODELS[kind])
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": kind.capitalize(),
        **body,
    }


def _object(model: type[BaseModel]) -> Schema:
    fields = list(fields_of(model).values())
    schema: Schema = {
        "type": "object",
        "properties": {one.key: _property(one) for one in fields},
        "additionalProperties": False,
    }
    if text := _first_paragraph(model):
        schema = {"description": text, **schema}
    if required := [one.key for one in fields if one.required]:
        schema["required"] = required
    return schema


def _first_paragraph(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _property(field: Field) -> Schema:
    schema = _value(field.annotation)
    description = field.description
    if field.prose and field.prose.limit:
        description = f"{description} Up to {field.prose.limit:,} characters read well."
    if description:
        schema = {"description": description, **schema}
    if isinstance(field.default, str):
        schema["default"] = str(field.default)
    return schema


def _value(annotation: Any) -> Schema:
    annotation = bare(annotation)
    if annotation == bare(SourceNumbers):
        return {"anyOf": [_value(Count), {"type": "array", "items": _value(Count)}]}
    if model := model_of(annotation):
        return _object(model)
    if pair := mapping_of(annotation):
        names = {key: value for key, value in _value(pair[0]).items() if key == "pattern"}
        return {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": _value(pair[1]),
        }
    if item := item_of(annotation):
        return {"type": "array", "items": _value(item), **_fixed_length(annotation)}
    return _single(annotation)


def _single(annotation: Any) -> Schema:
    if words := enum_of(annotation):
        return {"type": "string", "enum": [one.value for one in words]}
    found = find_value_kind(annotation)
    if found is None:
        return {"type": ["string", "number"]}
    return {**found.schema, **({"examples": [*found.examples]} if found.examples else {})}


def _fixed_length(annotation: Any) -> Schema:
    size = size_of(annotation)
    return {"minItems": size, "maxItems": size} if size else {}


def render_field_reference() -> str:
    """The list of all records and fields, as Markdown."""
    lines = [*_INTRODUCTION, *_value_list()]
    parts: dict[str, type[BaseModel]] = {}
    for kind in ("practice", *(one for one in SCHEMA_KINDS if one != "practice")):
        model: type[BaseModel] = MODELS.get(kind, Exemption)
        lines += [f"## {kind.capitalize()}", ""]
        lines += [f"{_first_paragraph(model)} File: {_PLACES[kind]}.", "", *_table(model), ""]
        parts |= {one.__name__: one for one in _iter_part_models(model)}
    lines += ["## Blocks", "", "Groups of keys that stand inside the records above.", ""]
    for name in sorted(parts):
        lines += [f"### {name}", "", _first_paragraph(parts[name]), "", *_table(parts[name]), ""]
    return "\n".join(lines).rstrip() + "\n"


_INTRODUCTION = (
    "# Fields",
    "",
    "What may stand in the files below `practices/`. This page is generated from the model; do "
    "not edit it.",
    "",
    "A key marked *required* must be there, or the file cannot be read. One marked *to publish* "
    "may wait until the entry is published. *Characters* is the length up to which a text reads "
    "well on cards and in booklets; a longer one brings a hint, no error. A link in the column "
    "*value* leads to a block: a group of keys that stand below this key, two spaces further in.",
    "",
)


def _value_list() -> list[str]:
    lines = ["## Kinds of value", ""]
    for one in VALUE_KINDS:
        examples = ", ".join(f"`{example}`" for example in one.examples)
        shown = f" Examples: {examples}." if examples else ""
        lines.append(f"- **{one.words}**: {one.rule}{shown}")
    return [*lines, ""]


def _table(model: type[BaseModel]) -> list[str]:
    rows = ["| key | value | needed | characters | meaning |", "| --- | --- | --- | --- | --- |"]
    for one in fields_of(model).values():
        limit = f"{one.prose.limit:,}" if one.prose and one.prose.limit else ""
        words = value_words(one.annotation) + _default_words(one)
        cells = (f"`{one.key}`", words, _needed(model, one), limit, one.description)
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def _default_words(field: Field) -> str:
    return f"; `{field.default}` if not written" if isinstance(field.default, str) else ""


def _needed(model: type[BaseModel], field: Field) -> str:
    if field.required:
        return "required"
    return "to publish" if model is Practice and field.key in FOR_PUBLICATION else ""


def _iter_part_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """All groups of fields inside a model, at any depth."""
    for field in fields_of(model).values():
        kind = field.annotation
        if pair := mapping_of(kind):
            kind = pair[1]
        if part := model_of(item_of(kind) or kind):
            yield part
            yield from _iter_part_models(part)


def render_findings_reference() -> str:
    """The list of all findings, as Markdown."""
    lines = [
        "# Findings",
        "",
        "What the checks can say about a file, and how to mend it. An *error* keeps the entry out "
        "until it is mended; a *warning* is a hint. This page is generated; do not edit it.",
        "",
    ]
    for group, heading in GROUPS.items():
        lines += [f"## {heading}", ""]
        for one in FINDINGS.values():
            if one.code.startswith(group):
                lines += _finding(one)
    return "\n".join(lines).rstrip() + "\n"


def _finding(one: Finding) -> list[str]:
    sentences = [one.sentence, *one.variants.values()]
    return [
        f"### {one.code} ({one.severity.value})",
        "",
        *(f"> {_shown(sentence)}\n" for sentence in sentences),
        f"**Why:** {_shown(one.why)}",
        "",
        f"**How to mend it:** {_shown(one.cure)}",
        "",
    ]


def _shown(sentence: str) -> str:
    """A sentence with the names of its values for them, safe in Markdown."""
    filled = sentence % _Names()
    return filled.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


def write_docs(folder: Path) -> list[Path]:
    """Write all generated pages and schemas into the folder `docs`; returns the files.

    A file that is current already is left alone.
    """
    files = {
        "fields.md": render_field_reference(),
        "findings.md": render_findings_reference(),
        **{f"schema/{kind}.json": _json(json_schema(kind)) for kind in SCHEMA_KINDS},
    }
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
        paths.append(path)
    return paths


def _json(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
