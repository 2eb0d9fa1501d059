"""JSON: facts as written, texts by language, nothing private, and a schema that holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kb.content.fields import fields_of
from kb.content.store import load_content
from kb.export import data
from kb.export.data import describe_practice, export_data, export_schema, render_json
from kb.export.datamodel import OTHERWISE
from kb.export.shelf import Shelf
from kb.model import Practice
from kb.model.practice import ConsentScope
from tests.export.bases import SHIPPED
from tests.export.sample import HOSTILE
from tests.factories import PARTNER, practice_data, write_base
from tests.translation.workbench import Workbench

Plain = dict[str, Any]
WEB = ConsentScope.WEB
PERSON = {"organisation": "Verein", "name": "Anna Beispiel", "email": "anna@example.org"}


def shelf_of(root: Path, scope: ConsentScope = WEB) -> Shelf:
    content = load_content(root)
    assert content.issues == []
    return Shelf(content, list(content.practices.values()), scope)


def exported(root: Path, *langs: str, scope: ConsentScope = WEB) -> Plain:
    """The first practice of a base, after it was text."""
    practices: list[Plain] = json.loads(render_json(shelf_of(root, scope), langs))["practices"]
    return practices[0]


def make(tmp_path: Path, *others: Plain, **over: Any) -> Path:
    return write_base(tmp_path, [practice_data(**over), *others])


def closed(schema: Any) -> Any:
    """The schema with no room for keys it does not name, so that nothing undescribed comes out."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: closed(value) for key, value in schema.items()}
    if copy.get("type") == "object":
        copy["additionalProperties"] = False
    return copy


def faults(value: Any) -> list[str]:
    schema = export_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    found = jsonschema.Draft202012Validator(closed(schema)).iter_errors(value)
    return [f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in found]


# The schema


@pytest.mark.parametrize("langs", [("fi",), ("sv", "de"), ("de-AT",), ("et",)])
def test_the_shipped_base_is_as_the_schema_says(langs: tuple[str, ...]) -> None:
    found = export_data(shelf_of(SHIPPED), langs)
    assert len(found["practices"]) > 50
    assert faults(json.loads(json.dumps(found))) == []


def test_the_schema_notices_what_is_wrong(tmp_path: Path) -> None:
    good = json.loads(render_json(shelf_of(make(tmp_path)), ["fi"]))
    assert faults(good) == []
    for path, value in {
        ("practices", 0, "title", "fi", "state"): "perfect",
        ("practices", 0, "topics", 0, "id"): "Not an id",
        ("practices", 0, "period", "start"): "14.10.2016",
        ("practices", 0, "location", "country"): None,
        ("practices", 0, "surprise"): 1,
        ("knowledge_base", "licence"): 4,
    }.items():
        bad = json.loads(json.dumps(good))
        *parents, last = path
        inner = bad
        for step in parents:
            inner = inner[step]
        inner[last] = value
        assert len(faults(bad)) == 1, path


def test_every_field_of_the_model_is_in_schema_and_export(tmp_path: Path) -> None:
    described = export_schema()["$defs"]["Practice"]
    keys = ["id", "level", "urls", "states", *fields_of(Practice)]
    assert list(described["properties"]) == keys
    assert described["required"] == keys
    assert list(exported(make(tmp_path), "fi")) == keys


def test_every_key_is_described() -> None:
    def described(schema: Any) -> Iterator[str]:
        for name, one in schema.get("properties", {}).items():
            if not one.get("description", "").endswith("."):
                yield name

    schema = export_schema()
    for name, definition in {"Export": schema, **schema["$defs"]}.items():
        assert list(described(definition)) == [], name
        assert definition.get("description"), name


def test_what_differs_from_the_record_is_made_as_it_is_described() -> None:
    assert set(data._MAKERS) == set(OTHERWISE)


# Facts


def test_facts_stay_what_was_written(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        location={"country": "AT", "nuts": "AT32", "lat": "47.128", "lon": "13.811",
                  "precision": "region"},
        period={"start": "2016-10", "end": "2019", "state": "finished"},
        funding=[{"amount": "18000.50", "currency": "EUR", "scope": "grant", "share": "77.8",
                  "source": "1"}],
        results=[{"text": "Viele kamen.", "value": "0.10", "unit": "%", "kind": "target"}],
        events=[{"title": "Treffen", "date": "tba"}],
    )  # fmt: skip
    found = exported(root, "de")
    assert found["location"]["lat"] == 47.128
    assert found["period"] == {"start": "2016-10", "end": "2019", "state": "finished", "note": None}
    [claim] = found["funding"]
    assert (claim["amount"], claim["share"], claim["source"]) == ("18000.50", "77.8", [1])
    assert (claim["scope"], claim["fund"], claim["note"]) == ("grant", None, None)
    assert found["results"][0]["value"] == "0.10"
    assert found["events"][0]["date"] == "tba"
    assert (found["level"], found["status"], found["language"]) == ("full", "published", "de-AT")
    assert faults(json.loads(render_json(shelf_of(root), ["de"]))) == []


def test_a_partner_is_named_and_a_licence_is_filled_in(tmp_path: Path) -> None:
    partner = {**PARTNER, "homepage": "https://verein.example.org/"}
    root = write_base(tmp_path, [practice_data()], partners={"at-verein": partner})
    found = exported(root, "de")
    assert found["organisations"] == [
        {
            "partner": "at-verein",
            "name": "Verein am Dorfplatz",
            "role": "lead",
            "url": "https://verein.example.org/",
        }
    ]
    assert found["licence"] == "CC-BY-4.0"


def test_a_homepage_gives_every_practice_a_page(tmp_path: Path) -> None:
    settings = {"homepage": "https://example.org/kb/"}
    root = write_base(tmp_path, [practice_data()], settings=settings)
    assert exported(root, "fi", "de-AT")["urls"] == {
        "fi": "https://example.org/kb/fi/practices/at-sprachcafe",
        "de-AT": "https://example.org/kb/de/practices/at-sprachcafe",
    }
    assert exported(make(tmp_path / "second"), "fi")["urls"] == {}


# Texts


def test_texts_come_by_language_with_their_state(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.edit(context="Eins.\n\nZwei.", obstacles=[{"text": "Schnee.", "remedy": "Schaufeln."}])
    bench.update()
    bench.fill("fi")
    bench.fill("en", comments=("kb: draft",))
    found = exported(bench.root, "fi", "sv")
    title = "Sprachcafé am Dorfplatz"
    assert found["title"] == {
        "fi": {
            "text": f"fi[{title}]",
            "lang": "fi",
            "state": "translated",
            "shown_state": "translated",
        },
        "sv": {"text": f"en[{title}]", "lang": "en", "state": "missing", "shown_state": "draft"},
    }
    assert [one["fi"]["text"] for one in found["context"]] == ["fi[Eins.]", "fi[Zwei.]"]
    assert found["obstacles"][0]["remedy"]["fi"]["text"] == "fi[Schaufeln.]"
    counted = found["states"]
    assert counted["fi"]["translated"] == counted["sv"]["missing"] == 10
    assert counted["fi"]["missing"] == counted["fi"]["source"] == 0
    source = exported(bench.root, "de")["title"]["de"]
    assert source == {
        "text": title,
        "lang": "de-AT",
        "state": "source",
        "shown_state": "source",
    }


def test_a_short_text_of_two_paragraphs_is_in_one_language(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.edit(goals=["Eins.\n\nZwei."])
    bench.update()
    bench.fill("fi")
    assert exported(bench.root, "fi")["goals"][0]["fi"] == {
        "text": "fi[Eins.]\n\nfi[Zwei.]",
        "lang": "fi",
        "state": "translated",
        "shown_state": "translated",
    }
    path = bench.path("fi")
    path.write_text(path.read_text("utf-8").replace('"fi[Zwei.]"', '""'), "utf-8")
    assert exported(bench.root, "fi")["goals"][0]["fi"] == {
        "text": "Eins.\n\nZwei.",
        "lang": "de-AT",
        "state": "missing",
        "shown_state": "source",
    }


def test_labels_say_which_language_they_are_in(tmp_path: Path) -> None:
    topics = {
        "title": {"en": "Topics"},
        "concepts": [
            {
                "id": "language-cafe",
                "labels": {"de": {"preferred": "Sprachcafé"}, "en": {"preferred": "Language café"}},
            }
        ],
    }
    root = write_base(tmp_path, [practice_data()], vocabularies={"topics": topics})
    assert exported(root, "de-AT", "fi")["topics"] == [
        {
            "id": "language-cafe",
            "labels": {
                "de-AT": {"text": "Sprachcafé", "lang": "de"},
                "fi": {"text": "Language café", "lang": "en"},
            },
        }
    ]


def test_hostile_texts_come_out_as_they_are(tmp_path: Path) -> None:
    title = " ".join(HOSTILE.split())
    root = make(tmp_path, title=title, goals=["ä" * 300, "</script>\u202e"])
    rendered = render_json(shelf_of(root), ["de"])
    found = json.loads(rendered)["practices"][0]
    assert found["title"]["de"]["text"] == title
    assert found["goals"][0]["de"]["text"] == "ä" * 300
    assert "مرحبا" in rendered.decode("utf-8")


# What does not leave the house


def test_unpublished_records_are_not_even_named(tmp_path: Path) -> None:
    content_over = {
        "related": ["at-entwurf", "at-zweites"],
        "adopted_from": [
            {"practice": "at-entwurf", "changes": "Geheim."},
            {"practice": "at-zweites", "changes": "Kleiner."},
        ],
        "part_of": "geheim",
    }
    project = {"language": "de", "status": "draft", "title": "Geheimes Projekt"}
    root = write_base(
        tmp_path,
        [
            practice_data(**content_over),
            practice_data(id="at-entwurf", status="draft", title="Geheimer Titel"),
            practice_data(id="at-zweites", title="Zweites Café"),
        ],
        projects={"geheim": project},
    )
    content = load_content(root)
    shelf = Shelf(content, list(content.practices.values()), WEB)
    rendered = render_json(shelf, ["de"]).decode("utf-8")
    assert "eheim" not in rendered
    assert "at-entwurf" not in rendered
    first = describe_practice(shelf, shelf.practices[0], ["de"])
    assert [one["id"] for one in first["related"]] == ["at-zweites"]
    assert first["related"][0]["title"]["de"]["text"] == "Zweites Café"
    [adoption] = first["adopted_from"]
    assert adoption["practice"]["id"] == "at-zweites"
    assert adoption["changes"][0]["de"]["text"] == "Kleiner."
    assert first["part_of"] is None
    assert faults(json.loads(rendered)) == []


def test_a_published_project_is_named(tmp_path: Path) -> None:
    project = {"language": "en", "status": "published", "title": "Integration"}
    root = write_base(tmp_path, [practice_data(part_of="rahmen")], projects={"rahmen": project})
    assert exported(root, "en")["part_of"]["title"]["en"]["text"] == "Integration"


@pytest.mark.parametrize(("scope", "name"), [(WEB, "Anna Beispiel"), (ConsentScope.BOOKLET, None)])
def test_a_person_is_named_where_she_agreed_to_it(
    scope: ConsentScope, name: str | None, tmp_path: Path
) -> None:
    consent = {"given_on": "2024-01-31", "scope": ["web"]}
    root = make(tmp_path, contacts=[{**PERSON, "consent": consent}])
    [contact] = exported(root, "de", scope=scope)["contacts"]
    assert (contact["organisation"], contact["name"]) == ("Verein", name)
    assert "consent" not in contact


# The whole


def test_the_base_says_what_it_is(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()], settings={"funding_line": {"en": "Paid."}})
    base = export_data(shelf_of(root), ["fi"])["knowledge_base"]
    assert base["title"] == {"fi": {"text": "Hyvä käytäntö", "lang": "fi"}}
    assert base["funding_line"] == {"fi": {"text": "Paid.", "lang": "en"}}
    assert [one["code"] for one in base["countries"]] == ["AT", "FI", "SE", "DE"]
    assert base["countries"][0]["labels"]["fi"]["text"] == "Itävalta"


def test_nothing_chosen_is_an_answer(tmp_path: Path) -> None:
    content = load_content(make(tmp_path))
    found = json.loads(render_json(Shelf(content, [], WEB), ["fi"]))
    assert found["practices"] == []
    assert faults(found) == []


def test_the_same_base_gives_the_same_bytes() -> None:
    first, second = (render_json(shelf_of(SHIPPED), ["fi", "de"]) for _ in range(2))
    assert first == second
    assert first.endswith(b"}\n")
