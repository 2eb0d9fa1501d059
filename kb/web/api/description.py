"""The description of the interface for programs: OpenAPI 3.1, made from the models it uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from kb.export.datamodel import exported
from kb.model import Practice
from kb.version import __version__
from kb.web.api.asked import Parameters
from kb.web.api.told import PracticesAnswer, Problem, SearchAnswer, VocabulariesAnswer

Plain = dict[str, Any]
PROBLEM_TYPE = "application/problem+json"
_MODE: Literal["serialization"] = "serialization"
_REFERENCE = "#/components/schemas/{model}"


class Operation(NamedTuple):
    """One address of the interface."""

    path: str
    """Below /api/v1, as OpenAPI writes it."""
    parameters: str
    """A key of `Parameters.models`."""
    answer: type[BaseModel]
    summary: str
    may_be_missing: bool = False


OPERATIONS: Mapping[str, Operation] = {
    "search": Operation(
        "/search", "search", SearchAnswer, "Find practices, whatever language they are in."
    ),
    "practices": Operation("/practices", "practices", PracticesAnswer, "All published practices."),
    "practice": Operation(
        "/practices/{id}", "practice", exported(Practice), "One practice.", may_be_missing=True
    ),
    "vocabulary": Operation(
        "/vocabulary", "vocabulary", VocabulariesAnswer, "Topics and target groups."
    ),
}


def describe_api(parameters: Parameters, title: str, licence: str | None, path: str) -> Plain:
    """The description as plain data.

    Args:
        parameters: of the edition that is described.
        title: name of the knowledge base.
        licence: SPDX id of the entries' licence.
        path: what all addresses begin with.
    """
    models: list[type[BaseModel]] = [*(one.answer for one in OPERATIONS.values()), Problem]
    references, schemas = models_json_schema(
        [(model, _MODE) for model in models], ref_template=_REFERENCE
    )
    terms = {"license": {"name": licence, "identifier": licence}} if licence else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": __version__,
            "description": "Read the practices of this knowledge base. Nothing can be changed.",
            **terms,
        },
        "servers": [{"url": path}],
        "paths": {
            one.path: {"get": _describe(name, one, parameters, references[one.answer, _MODE])}
            for name, one in OPERATIONS.items()
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _describe(name: str, one: Operation, parameters: Parameters, answer: Plain) -> Plain:
    responses = {
        "200": {
            "description": "The answer.",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": answer}},
        },
        "304": {"description": "Nothing changed since the ETag in If-None-Match."},
        "400": _problem("The request is not understood."),
        "500": _problem("A fault of ours."),
        "503": _problem("Too busy, or not ready yet."),
    }
    if one.may_be_missing:
        responses["301"] = {
            "description": "It has another id now.",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
        responses["404"] = _problem("There is no such practice.")
    return {
        "operationId": name,
        "summary": one.summary,
        "parameters": [*_path(one), *_query(parameters.models[one.parameters])],
        "responses": dict(sorted(responses.items())),
    }


def _problem(description: str) -> Plain:
    schema = {"$ref": _REFERENCE.format(model=Problem.__name__)}
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": schema}}}


def _path(one: Operation) -> list[Plain]:
    if "{id}" not in one.path:
        return []
    schema = exported(Practice).model_json_schema(mode="serialization")["properties"]["id"]
    return [{"name": "id", "in": "path", "required": True, "schema": schema}]


def _query(model: type[BaseModel]) -> list[Plain]:
    found = model.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema.pop("description"),
            "schema": {key: value for key, value in schema.items() if key != "title"},
            "style": "form",
            "explode": True,
        }
        for name, schema in found.items()
    ]
