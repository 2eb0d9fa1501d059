"""SKOS: what is written is read again, and keeps the rules of SKOS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from kb.content.store import Content, load_content
from kb.errors import KbError
from kb.export.shelf import Shelf
from kb.export.skos import render_skos, render_vocabularies
from kb.model import Glossary, Settings, Vocabulary
from kb.model.practice import ConsentScope
from tests.export.bases import SHIPPED
from tests.export.sample import HOSTILE
from tests.factories import KB, TOPICS, VOCABULARIES, write_base

Plain = dict[str, Any]


def rendered(content: Content) -> bytes:
    return render_skos(Shelf(content, [], ConsentScope.WEB))


def read(data: bytes) -> Graph:
    return Graph().parse(data=data, format="turtle")


def graph_of(
    vocabularies: Mapping[str, Plain], terms: list[Plain] | None = None, **settings: Any
) -> Graph:
    """The graph of vocabularies that no file holds."""
    return read(
        render_vocabularies(
            {
                name: Vocabulary.model_validate({"id": name, **data})
                for name, data in vocabularies.items()
            },
            Glossary.model_validate({"id": "glossary", "terms": terms}) if terms else None,
            Settings.model_validate({"id": "kb", **KB, **settings}),
        )
    )


def name(*names: str) -> URIRef:
    return URIRef(":".join(("urn:kb:vocabulary", *names)))


def concept(concept_id: str, **over: Any) -> Plain:
    return {"id": concept_id, "labels": {"en": {"preferred": concept_id.title()}}, **over}


def faults_in(graph: Graph) -> list[str]:
    """What breaks the integrity conditions of SKOS (S9, S13, S14, S27) or its good use."""
    faults = []
    for subject in set(graph.subjects(RDF.type, SKOS.Concept)):
        preferred = list(graph.objects(subject, SKOS.prefLabel))
        tags = Counter(one.language for one in preferred if isinstance(one, Literal))
        faults += [f"{subject}: two preferred labels in {tag}" for tag in tags if tags[tag] > 1]
        faults += [
            f"{subject}: {one!r} is preferred and alternative"
            for one in set(preferred).intersection(graph.objects(subject, SKOS.altLabel))
        ]
        if not preferred:
            faults.append(f"{subject}: no preferred label")
        above = {
            wider
            for direct in graph.objects(subject, SKOS.broader)
            for wider in graph.transitive_objects(direct, SKOS.broader)
        }
        if subject in above:
            faults.append(f"{subject}: in a circle")
        if (subject, RDF.type, SKOS.ConceptScheme) in graph:
            faults.append(f"{subject}: concept and scheme")
        if len(list(graph.objects(subject, SKOS.inScheme))) != 1:
            faults.append(f"{subject}: not in one scheme")
    for subject, broader in graph.subject_objects(SKOS.broader):
        if (broader, SKOS.narrower, subject) not in graph:
            faults.append(f"{broader}: does not know {subject}")
    return faults


# The shipped vocabularies


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(SHIPPED)


@pytest.fixture(scope="module")
def shipped(content: Content) -> Graph:
    return read(rendered(content))


def test_the_shipped_vocabularies_keep_the_rules(shipped: Graph) -> None:
    assert faults_in(shipped) == []


def test_everything_written_is_read_again(content: Content, shipped: Graph) -> None:
    assert content.glossary
    assert len(set(shipped.subjects(RDF.type, SKOS.ConceptScheme))) == (
        len(content.vocabularies) + 1
    )
    concepts = [one for known in content.vocabularies.values() for one in known.concepts]
    terms = content.glossary.terms
    assert len(set(shipped.subjects(RDF.type, SKOS.Concept))) == len(concepts) + len(terms)
    renderings = [(tag, one) for term in terms for tag, one in term.renderings.items()]
    counts = {
        SKOS.prefLabel: sum(len(one.labels) for one in concepts)
        + len(terms)
        + sum(bool(one.term) for _tag, one in renderings)
        + sum(len(one.title) for one in content.vocabularies.values())
        + len(content.settings.languages),
        SKOS.altLabel: sum(len(x.alternative) for one in concepts for x in one.labels.values())
        + sum(len(one.also) for one in terms)
        + sum(len(one.also) for _tag, one in renderings),
        SKOS.definition: sum(len(one.definition) for one in (*concepts, *terms)),
        SKOS.note: sum(bool(one.explain) for _tag, one in renderings),
        SKOS.broader: sum(bool(one.broader) for one in concepts),
        SKOS.narrower: sum(bool(one.broader) for one in concepts),
        SKOS.topConceptOf: sum(not one.broader for one in concepts) + len(terms),
        SKOS.hasTopConcept: sum(not one.broader for one in concepts) + len(terms),
        SKOS.exactMatch: sum(len(one.exact_matches) for one in concepts),
        SKOS.notation: len(concepts) + len(terms) + sum(bool(one.nuts) for one in concepts),
    }
    assert {
        predicate: len(list(shipped.subject_objects(predicate))) for predicate in counts
    } == counts


def test_the_same_vocabularies_give_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys; from pathlib import Path; from kb.content.store import load_content;"
        "from kb.export.shelf import Shelf; from kb.export.skos import render_skos;"
        "from kb.model.practice import ConsentScope;"
        "content = load_content(Path(sys.argv[1]));"
        "sys.stdout.buffer.write(render_skos(Shelf(content, [], ConsentScope.WEB)))"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code, str(SHIPPED)],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert first.startswith(b"@prefix")


# Small ones


def test_a_concept_has_labels_places_and_matches() -> None:
    graph = graph_of(
        {
            "places": {
                "title": {"en": "Places", "fi": "Paikat"},
                "concepts": [
                    {
                        "id": "salzburg",
                        "country": "AT",
                        "nuts": "AT32",
                        "labels": {
                            "de": {"preferred": "Salzburg", "alternative": ["Salzburger Land"]},
                            "fi": {"preferred": "Salzburg"},
                        },
                        "definition": {"de": "Das Land."},
                        "exact_matches": ["http://example.org/a|b"],
                    },
                    concept("lungau", broader="salzburg"),
                ],
            }
        }
    )
    salzburg, scheme = name("places", "salzburg"), name("places")
    assert set(graph.objects(scheme, DCTERMS.title)) == {
        Literal("Places", lang="en"),
        Literal("Paikat", lang="fi"),
    }
    assert set(graph.objects(salzburg, SKOS.prefLabel)) == {
        Literal("Salzburg", lang="de"),
        Literal("Salzburg", lang="fi"),
    }
    assert set(graph.objects(salzburg, SKOS.notation)) == {
        Literal("salzburg", datatype=URIRef("urn:kb:notation:id")),
        Literal("AT32", datatype=URIRef("urn:kb:notation:nuts")),
    }
    for predicate, found in {
        SKOS.altLabel: Literal("Salzburger Land", lang="de"),
        SKOS.definition: Literal("Das Land.", lang="de"),
        SKOS.exactMatch: URIRef("http://example.org/a%7Cb"),
        SKOS.topConceptOf: scheme,
        SKOS.narrower: name("places", "lungau"),
        DCTERMS.coverage: Literal("AT"),
    }.items():
        assert (salzburg, predicate, found) in graph
    assert (name("places", "lungau"), SKOS.topConceptOf, None) not in graph


def test_the_homepage_names_everything() -> None:
    graph = graph_of({"topics": TOPICS}, homepage="https://example.org/kb/")
    topic = URIRef("https://example.org/kb/vocabulary/topics/language-cafe")
    assert (topic, RDF.type, SKOS.Concept) in graph


def test_the_rules_are_noticed_when_broken() -> None:
    graph = graph_of({"topics": {"title": {"en": "Topics"}, "concepts": [concept("a")]}})
    assert faults_in(graph) == []
    graph.add((name("topics", "a"), SKOS.prefLabel, Literal("Other", lang="en")))
    graph.add((name("topics", "a"), SKOS.altLabel, Literal("Other", lang="en")))
    graph.add((name("topics", "a"), SKOS.broader, name("topics", "a")))
    assert len(faults_in(graph)) == 4


def test_what_skos_forbids_is_not_written() -> None:
    concepts = [
        concept("a", broader="b"),
        concept("b", broader="a"),
        concept("c", broader="a"),
        concept("d", broader="gone"),
        concept("e", broader="e"),
        concept("f", labels={"en": {"preferred": "F", "alternative": ["F", "F", "G"]}}),
    ]
    graph = graph_of({"topics": {"title": {"en": "Topics"}, "concepts": concepts}})
    assert faults_in(graph) == []
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(concepts)
    assert list(graph.subjects(SKOS.broader, None)) == []
    assert set(graph.objects(name("topics", "f"), SKOS.altLabel)) == {Literal("G", lang="en")}


def test_a_term_keeps_its_own_word_and_is_explained_where_there_is_none() -> None:
    terms = [
        {
            "id": "landfrauen",
            "term": "Landfrauen",
            "also": ["LandFrauen"],
            "language": "de-DE",
            "country": "DE",
            "definition": {"en": "An association."},
            "renderings": {
                "en": {"explain": "German rural women's organisation", "also": ["rural women"]},
                "sv": {"term": "Landfrauen-föreningen"},
                "de-DE": {"term": "Etwas anderes"},
            },
            "reviewed": ["sv"],
        }
    ]
    graph = graph_of({}, terms)
    term = name("glossary", "landfrauen")
    assert faults_in(graph) == []
    assert set(graph.objects(term, SKOS.prefLabel)) == {
        Literal("Landfrauen", lang="de-DE"),
        Literal("Landfrauen-föreningen", lang="sv"),
    }
    assert set(graph.objects(term, SKOS.altLabel)) == {
        Literal("LandFrauen", lang="de-DE"),
        Literal("rural women", lang="en"),
    }
    assert set(graph.objects(term, SKOS.note)) == {
        Literal("German rural women's organisation", lang="en")
    }
    drafts = {
        one.language for one in graph.objects(term, SKOS.editorialNote) if isinstance(one, Literal)
    }
    assert drafts == {"de-DE", "en"}
    assert (term, DCTERMS.coverage, Literal("DE")) in graph


@pytest.mark.parametrize(
    "text",
    [HOSTILE, 'a"""b"\\', "ends with \\", 'ends with "', "\\u0041 \\n", "tab\tline\nreturn\rend",
     "\u202eright to left\u202c", "<http://x> . # @prefix", "\x01\x0b\x7f\u2028"],
    ids=range(9),
)  # fmt: skip
def test_hostile_texts_are_read_again_as_they_are(text: str) -> None:
    stripped = text.strip()
    labels = {"en": {"preferred": stripped, "alternative": [f"x{stripped}"]}}
    graph = graph_of(
        {"topics": {"title": {"en": stripped}, "concepts": [concept("a", labels=labels)]}}
    )
    assert (name("topics", "a"), SKOS.prefLabel, Literal(stripped, lang="en")) in graph
    assert (name("topics", "a"), SKOS.altLabel, Literal(f"x{stripped}", lang="en")) in graph
    assert (name("topics"), DCTERMS.title, Literal(stripped, lang="en")) in graph


def test_a_base_without_a_glossary_has_no_scheme_for_it(tmp_path: Path) -> None:
    found = read(rendered(load_content(write_base(tmp_path))))
    assert set(found.subjects(RDF.type, SKOS.ConceptScheme)) == {name(one) for one in VOCABULARIES}


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(KbError, match="rdflib"):
        render_vocabularies({}, None, Settings.model_validate({"id": "kb", **KB}))
