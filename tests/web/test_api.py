"""The interface for programs: what it answers and refuses, and that its description is true."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper

ENTRY = "at-lungau-sprachcafe"


@pytest.fixture(scope="session")
def description(keeper: EditionKeeper) -> Any:
    """The description as the application gives it, ready to be tried out."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", create_app(keeper))


@pytest.mark.parametrize("path", ["/search", "/practices", "/practices/{id}", "/vocabulary"])
def test_the_description_keeps_its_promises(description: Any, path: str) -> None:
    @given(case=description[path]["GET"].as_strategy())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        # Between the application and Schemathesis nothing unpacks an answer.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()


def test_the_description_is_openapi_3_1(client: FlaskClient) -> None:
    found = client.get("/api/v1/openapi.json").json
    assert found["openapi"] == "3.1.0"
    assert list(found["paths"]) == ["/search", "/practices", "/practices/{id}", "/vocabulary"]
    for schema in found["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_a_finnish_query_finds_the_austrian_language_cafe(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=kielikahviloissa&lang=fi&country=AT").json
    assert ENTRY in [one["id"] for one in found["hits"]]
    labels = {one["value"]: one["label"] for one in found["facets"]["country"]}
    assert labels["AT"] == "Itävalta"
    assert {one["country"] for one in found["hits"]} == {"AT"}


def test_one_practice_in_two_languages(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/practices/{ENTRY}?lang=fi&lang=de").json
    assert found["id"] == ENTRY
    assert list(found["title"]) == ["fi", "de"]
    assert found["title"]["de"]["state"] == "source"


def test_practices_are_counted_and_given_page_by_page(client: FlaskClient) -> None:
    first = client.get("/api/v1/practices?country=FI&limit=3&lang=en").json
    second = client.get("/api/v1/practices?country=FI&limit=3&offset=3&lang=en").json
    assert first["total"] == second["total"] >= 6
    ids = [one["id"] for part in (first, second) for one in part["practices"]]
    assert len(set(ids)) == 6
    assert all(one.startswith("fi-") for one in ids)


def test_the_vocabulary_has_other_words_too(client: FlaskClient) -> None:
    found = client.get("/api/v1/vocabulary?lang=sv").json
    topics = {one["id"]: one for one in found["vocabularies"][0]["concepts"]}
    assert topics["language-cafe"]["labels"]["sv"]["lang"] == "sv"
    assert topics["language-cafe"]["broader"] == "language-learning"


@pytest.mark.parametrize(
    ("asked", "status", "parameter"),
    [
        ("search?lang=xx", 400, "lang"),
        ("search?limt=3", 400, "limt"),
        ("search?limit=0", 400, "limit"),
        ("search?limit=1&limit=2", 400, "limit"),
        (f"search?q={'a' * 201}", 400, "q"),
        ("practices?country=XX", 400, "country"),
        ("practices?year=soon", 400, "year"),
        ("practices/nothing-of-this-name", 404, None),
        ("practices/..%2F..%2Fetc%2Fpasswd", 404, None),
        ("nothing", 404, None),
    ],
)
def test_a_mistake_is_a_problem_that_names_it(
    client: FlaskClient, asked: str, status: int, parameter: str | None
) -> None:
    answer = client.get(f"/api/v1/{asked}")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["status"] == status
    assert problem["detail"]
    assert [one["parameter"] for one in problem["faults"]] == ([parameter] if parameter else [])


def test_an_unknown_value_in_the_query_is_named(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=topic:hosing&lang=en")
    assert answer.status_code == 400
    assert "housing" in answer.json["detail"].casefold()


def test_other_sites_may_read_but_not_write(client: FlaskClient) -> None:
    asked = client.options(
        "/api/v1/search",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"},
    )
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" not in asked.headers["Access-Control-Allow-Methods"]
    assert client.get("/api/v1/search?lang=xx").headers["Access-Control-Allow-Origin"] == "*"
    refused = client.post("/api/v1/search")
    assert refused.status_code == 405
    assert refused.mimetype == "application/problem+json"
    assert "GET" in refused.headers["Allow"]


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"/api/v1/practices/{ENTRY}?lang=fi")
    again = client.get(
        f"/api/v1/practices/{ENTRY}?lang=fi", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert not again.data
    other = client.get(f"/api/v1/practices/{ENTRY}?lang=de")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_drafts_are_not_found_even_if_asked_for(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=status:draft&lang=en").json
    assert found["total"] == 0
