"""JSON-LD: every word is schema.org's, every text says its language, claims stay claims."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SDO

from kb.content.store import load_content
from kb.export.jsonld import interval, render_jsonld
from kb.export.shelf import Shelf
from kb.model.base import Period
from kb.model.practice import ConsentScope
from tests.export.bases import SHIPPED
from tests.export.sample import HOSTILE
from tests.factories import PARTNER, practice_data, write_base
from tests.translation.workbench import Workbench

Plain = dict[str, Any]
SITE = "https://example.org/kb"
ID = f"{SITE}/practices/at-sprachcafe"
THING = {"additionalType", "alternateName", "description", "disambiguatingDescription",
         "identifier", "name", "sameAs", "subjectOf", "url"}  # fmt: skip
WORK = {"about", "abstract", "audience", "citation", "contentLocation", "contributor",
        "creativeWorkStatus", "dateModified", "datePublished", "funder", "funding", "hasPart",
        "headline", "inLanguage", "isBasedOn", "isPartOf", "keywords", "license", "mentions",
        "publisher", "sourceOrganization", "spatialCoverage", "temporalCoverage",
        "translationOfWork", "workTranslation"}  # fmt: skip
PROPERTIES = {
    "AdministrativeArea": {"containedInPlace"},
    "Audience": {"audienceType"},
    "Collection": WORK,
    "Country": {"containedInPlace"},
    "CreativeWork": WORK,
    "DefinedTerm": {"inDefinedTermSet", "termCode"},
    "DefinedTermSet": set(),
    "GeoCoordinates": {"latitude", "longitude"},
    "Grant": {"funder"},
    "MonetaryAmount": {"currency", "value"},
    "MonetaryGrant": {"amount", "funder"},
    "NewsArticle": WORK,
    "Organization": {"address"},
    "Place": {"address", "containedInPlace", "geo"},
    "PostalAddress": {"addressCountry", "addressLocality"},
    "Project": {"address"},
    "PropertyValue": {"propertyID", "value"},
    # A role stands between a thing and its property, and has that property once more.
    "Role": {"roleName", "contributor"},
}
"""What schema.org 29 lets each type have, as far as it is used, besides what every thing has."""
NEWER = {"funding"}
"""Of schema.org since version 13, and not yet in the list that rdflib brings."""


def rendered(root: Path, *langs: str) -> bytes:
    content = load_content(root)
    assert content.issues == []
    return render_jsonld(Shelf(content, list(content.practices.values()), ConsentScope.WEB), langs)


def nodes(root: Path, *langs: str) -> dict[str, Plain]:
    """Nodes of the graph by their identifier."""
    return {one["@id"]: one for one in json.loads(rendered(root, *langs))["@graph"]}


def graph_of(data: bytes) -> Graph:
    """The triples, read without fetching the context from anywhere."""
    plain = json.loads(data)
    assert plain["@context"] == "https://schema.org/"
    plain["@context"] = {"@vocab": "https://schema.org/"}
    with warnings.catch_warnings():
        # rdflib's reader of JSON-LD uses parts of rdflib that rdflib would rather not have used.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=json.dumps(plain), format="json-ld")


def inner_nodes(value: Any) -> Iterator[Plain]:
    if isinstance(value, list):
        for one in value:
            yield from inner_nodes(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from inner_nodes(one)


def count_statements(data: list[Plain]) -> int:
    """How many triples the nodes stand for, counted without any library for it."""
    statements = set()
    for number, node in enumerate(inner_nodes(data)):
        for key, value in node.items() if "@value" not in node else ():
            values = value if isinstance(value, list) else [value]
            if key == "@id":
                continue
            for place, one in enumerate(values):
                is_unnamed = isinstance(one, dict) and "@value" not in one and "@id" not in one
                told = str(place) if is_unnamed else json.dumps(one)
                name = one["@id"] if isinstance(one, dict) and "@id" in one else told
                statements.add((node.get("@id", number), key, name))
    return len(statements)


def site(tmp_path: Path, *others: Plain, base: Plain | None = None, **over: Any) -> Path:
    settings = {"homepage": f"{SITE}/"}
    return write_base(tmp_path, [practice_data(**over), *others], settings=settings, **(base or {}))


# The words


@pytest.fixture(scope="module")
def shipped() -> bytes:
    return rendered(SHIPPED, "fi", "de")


def test_every_type_and_property_is_in_schema_org(shipped: bytes) -> None:
    known = set(SDO.__annotations__)
    assert known >= (THING | WORK | set(PROPERTIES)) - NEWER
    seen = set()
    for node in inner_nodes(json.loads(shipped)["@graph"]):
        if "@type" not in node:
            assert set(node) in ({"@id"}, {"@value", "@language"}), node
            continue
        kind = node["@type"]
        seen.add(kind)
        used = {key for key in node if not key.startswith("@")}
        assert used <= THING | PROPERTIES[kind], kind
    assert seen >= {"Collection", "CreativeWork", "MonetaryGrant", "DefinedTerm", "NewsArticle"}


def test_nothing_is_empty(shipped: bytes) -> None:
    for node in inner_nodes(json.loads(shipped)["@graph"]):
        assert None not in node.values()
        assert [] not in node.values()
        assert "" not in node.values()


def test_it_expands_offline_and_everything_referred_to_is_there(shipped: bytes) -> None:
    graph = graph_of(shipped)
    works = set(graph.subjects(RDF.type, SDO.CreativeWork))
    assert len(set(graph.subjects(SDO.translationOfWork, None))) > 50
    assert set(graph.objects(None, SDO.workTranslation)) <= works
    assert len(graph) == count_statements(json.loads(shipped)["@graph"]) > 5_000
    for predicate in (SDO.about, SDO.hasPart, SDO.isBasedOn, SDO.sourceOrganization):
        for found in graph.objects(None, predicate):
            assert (found, RDF.type, None) in graph, found


def test_both_ends_of_a_translation_know_each_other(shipped: bytes) -> None:
    graph = graph_of(shipped)
    there = {(a, b) for a, b in graph.subject_objects(SDO.workTranslation)}
    back = {(b, a) for a, b in graph.subject_objects(SDO.translationOfWork)}
    assert there == back


# One practice


def test_a_practice_is_told_with_its_facts(tmp_path: Path) -> None:
    project = {"language": "en", "status": "published", "title": "Integration", "acronym": "ii"}
    root = site(
        tmp_path,
        location={"country": "AT", "nuts": "AT321", "municipality": "Tamsweg", "lat": "47.1",
                  "lon": "13.8", "precision": "municipality"},
        organisations=[{"partner": "at-verein", "role": "lead"},
                       {"name": "Gemeinde", "role": "partner", "url": "https://x.example/a|b"},
                       {"name": "Land", "role": "funder"}],
        press=[{"title": "Kaffee", "publisher": "Zeitung", "date": "2017-07"}],
        same_as=["https://other.example/x"],
        review={"by": "Verein", "on": "2024-03-01"},
        part_of="rahmen",
        base={"partners": {"at-verein": PARTNER}, "projects": {"rahmen": project}},
    )  # fmt: skip
    found = nodes(root, "de", "fi")
    work = found[ID]
    assert work["inLanguage"] == "de-AT"
    assert work["name"] == {"@value": "Sprachcafé am Dorfplatz", "@language": "de-AT"}
    assert work["url"] == f"{SITE}/de/practices/at-sprachcafe"
    assert work["temporalCoverage"] == "2016-10-14/.."
    assert work["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert work["dateModified"] == "2024-03-01"
    assert work["sameAs"] == "https://other.example/x"
    place = work["contentLocation"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 47.1, "longitude": 13.8}
    assert place["containedInPlace"]["identifier"]["value"] == "AT321"
    country = found[place["containedInPlace"]["containedInPlace"]["@id"]]
    assert {"@value": "Itävalta", "@language": "fi"} in country["name"]
    assert found[work["sourceOrganization"]["@id"]]["name"] == "Verein am Dorfplatz"
    assert work["funder"]["name"] == "Land"
    assert work["contributor"]["contributor"]["url"] == "https://x.example/a%7Cb"
    assert work["subjectOf"]["headline"] == "Kaffee"
    topic, frame = (found[one["@id"]] for one in work["about"])
    assert topic["termCode"] == "language-cafe"
    assert {"@value": "Kielikahvila", "@language": "fi"} in topic["name"]
    assert (frame["@type"], frame["alternateName"]) == ("Project", "ii")
    assert found[topic["inDefinedTermSet"]["@id"]]["@type"] == "DefinedTermSet"
    assert found[f"{SITE}/"]["hasPart"] == {"@id": ID}
    assert work["citation"]["@id"] == f"{ID}#source-1"


def test_claims_about_money_stay_apart(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        funding=[
            {"amount": "18000.50", "currency": "EUR", "scope": "grant", "fund": "LEADER",
             "state": "approved", "source": "1"},
            {"amount": "21000", "currency": "EUR", "scope": "grant", "fund": "LEADER"},
            {"scope": "grant", "fund": "ESF"},
            {"amount": "40000", "currency": "EUR", "scope": "total"},
            {"scope": "own-contribution", "fund": "municipal"},
        ],
    )  # fmt: skip
    work = nodes(root, "en")[ID]
    first, second, third = work["funding"]
    assert first == {
        "@type": "MonetaryGrant",
        "amount": {"@type": "MonetaryAmount", "value": "18000.50", "currency": "EUR"},
        "name": {"@value": "LEADER", "@language": "en"},
        "disambiguatingDescription": {"@value": "grant, approved", "@language": "en"},
        "subjectOf": {"@id": f"{ID}#source-1"},
    }
    assert second["amount"]["value"] == "21000"
    assert third["@type"] == "Grant"
    assert work["mentions"]["value"] == "40000"
    assert work["mentions"]["disambiguatingDescription"]["@value"] == "total"


def test_a_translation_is_a_work_that_says_how_far_it_is(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.update()
    bench.fill("fi")
    bench.fill("sv", comments=("kb: draft",))
    found = nodes(bench.root, "fi", "sv", "en", "de")
    original = found["urn:kb:practices:at-sprachcafe"]
    assert original["workTranslation"] == [
        {"@id": "urn:kb:practices:at-sprachcafe#fi"},
        {"@id": "urn:kb:practices:at-sprachcafe#sv"},
    ]
    finnish = found["urn:kb:practices:at-sprachcafe#fi"]
    assert finnish["name"] == {"@value": "fi[Sprachcafé am Dorfplatz]", "@language": "fi"}
    assert (finnish["inLanguage"], finnish["creativeWorkStatus"]) == ("fi", "Published")
    assert finnish["translationOfWork"] == {"@id": original["@id"]}
    assert found["urn:kb:practices:at-sprachcafe#sv"]["creativeWorkStatus"] == "Draft"
    assert "creativeWorkStatus" not in original


def test_half_a_translation_says_so_and_shows_no_other_language(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.update()
    bench.fill("fi")
    path = bench.path("fi")
    summary = "fi[Einmal in der Woche reden Zugewanderte und Einheimische miteinander.]"
    text = path.read_text("utf-8")
    assert summary in text.replace('"\n"', "")
    path.write_text(text.replace('"\n"', "").replace(summary, ""), "utf-8")
    found = nodes(bench.root, "fi")["urn:kb:practices:at-sprachcafe#fi"]
    assert found["creativeWorkStatus"] == "Incomplete"
    assert "abstract" not in found


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ({"start": "2012-03", "state": "regular-service"}, "2012-03/.."),
        ({"start": "2012-03", "state": "running"}, "2012-03/.."),
        ({"start": "2012", "end": "2014-05-01", "state": "finished"}, "2012/2014-05-01"),
        ({"start": "2012", "state": "finished"}, "2012/"),
        ({"end": "2014", "state": "finished"}, "/2014"),
        ({"state": "running"}, None),
    ],
)
def test_periods_are_intervals(period: Plain, text: str | None) -> None:
    assert interval(Period.model_validate(period)) == text


def test_unpublished_records_are_not_even_named(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        practice_data(id="at-entwurf", status="draft", title="Geheim"),
        practice_data(id="at-zweites", title="Zweites"),
        adopted_from=[{"practice": "at-entwurf"}, {"practice": "at-zweites"}],
        related=["at-entwurf"],
        part_of="geheim",
        base={"projects": {"geheim": {"language": "de", "status": "draft", "title": "Geheim"}}},
    )
    data = rendered(root, "de")
    assert b"entwurf" not in data
    assert b"eheim" not in data
    assert nodes(root, "de")[ID]["isBasedOn"] == {"@id": f"{SITE}/practices/at-zweites"}


def test_hostile_texts_come_out_as_they_are_and_end_no_script(tmp_path: Path) -> None:
    title = f'</script><!-- {" ".join(HOSTILE.split())} @id {{"@id": 1}}'
    data = rendered(site(tmp_path, title=title, keywords=["@type", "_:b0"]), "de")
    assert b"<" not in data
    graph = graph_of(data)
    assert (URIRef(ID), SDO.name, Literal(title, lang="de-at")) in graph
    assert (URIRef(ID), SDO.keywords, Literal("@type", lang="de-at")) in graph


def test_the_same_base_gives_the_same_bytes(shipped: bytes) -> None:
    assert rendered(SHIPPED, "fi", "de") == shipped
