"""Terms and names: found in any form, asked for where they stand, looked up in any language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.content.store import Content, load_content
from kb.knowledgebase import KnowledgeBase
from kb.model.glossary import Glossary
from kb.translation.glossary import definition_for, find_terms, iter_wordings
from kb.translation.names import Names
from kb.translation.terms import TermFault, Terms, find_rendering
from kb.words.analysis import Analysers
from kb.words.dictionary import dictionaries_folder
from tests.factories import make_practice, practice_data, write_base

GLOSSARY = Glossary.model_validate(
    {
        "id": "glossary",
        "terms": [
            {
                "id": "integrationsplan", "term": "kotoutumissuunnitelma", "language": "fi-FI",
                "country": "FI", "also": ["kotosuunnitelma"],
                "definition": {"fi": "Suunnitelma.", "de": "Ein Plan."},
                "renderings": {
                    "de": {"term": "Integrationsplan", "also": ["persönlicher Plan"]},
                    "sv": {"term": "integrationsplan"},
                    "en": {"term": "integration plan"},
                },
                "reviewed": ["fi"],
            },
            {
                "id": "folkbildning", "term": "folkbildning", "language": "sv-SE", "country": "SE",
                "definition": {"sv": "Fri bildning."},
                "renderings": {
                    "de": {
                        "explain": "freiwillige Erwachsenenbildung in Schweden",
                        "also": ["Volksbildung"],
                    },
                    "en": {"term": "popular education", "explain": "adult learning in Sweden"},
                },
            },
            {
                "id": "svenska", "term": "svenska för invandrare", "also": ["SFI"],
                "language": "sv-SE",
                "renderings": {"de": {"term": "Schwedisch für Zugewanderte"}},
            },
        ],
    }
)  # fmt: skip
PLAN, BILDNING, SFI = GLOSSARY.terms


@pytest.fixture(scope="module")
def analysers(kb_cache: Path) -> Analysers:
    return Analysers(("de", "en", "fi", "sv"), dictionaries_folder(kb_cache))


@pytest.fixture(scope="module")
def terms(analysers: Analysers) -> Terms:
    return Terms(GLOSSARY, analysers)


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Kunta laatii kotoutumissuunnitelman.", "fi-FI", [PLAN]),
        ("Kotosuunnitelmia tehtiin.", "fi", [PLAN]),
        ("Kunta laatii suunnitelman.", "fi", []),
        ("Folkbildningen växer, och SFI med den.", "sv", [BILDNING, SFI]),
        ("Svenska för alla", "sv", []),
        ("svenska för invandrare", "sv-FI", [SFI]),
        ("kotoutumissuunnitelma", "sv", []),
        ("", "fi", []),
        ("kotoutumissuunnitelma", "xx", []),
    ],
)
def test_terms_are_found_in_their_language(
    terms: Terms, text: str, lang: str, found: list[object]
) -> None:
    assert terms.find(text, lang) == found


def test_a_term_in_a_name_is_none(terms: Terms) -> None:
    text = "Studieförbundet Folkbildning Väst finns."
    assert terms.find(text, "sv", ["Folkbildning Väst"]) == []
    assert terms.find(text, "sv") == [BILDNING]


@pytest.mark.parametrize(
    ("term", "text", "lang", "faults"),
    [
        (PLAN, "Die Gemeinde macht Integrationspläne.", "de-AT", []),
        (PLAN, "Jeder hat einen persönlichen Plan.", "de", []),
        (PLAN, "Everyone makes plans for their integration.", "en", []),
        (PLAN, "Die Gemeinde hilft.", "de", [TermFault("term", PLAN.term, "Integrationsplan")]),
        (BILDNING, "Die Folkbildning wächst.", "de", []),
        (BILDNING, "Volksbildung wächst.", "de", []),
        (BILDNING, "Kurse wachsen.", "de",
         [TermFault("original", "folkbildning", "freiwillige Erwachsenenbildung in Schweden")]),
        (SFI, "Kielikurssi alkaa.", "fi", []),
        (BILDNING, "", "en", [TermFault("term", "folkbildning", "popular education")]),
    ],
)  # fmt: skip
def test_translations_use_the_words_of_the_glossary(
    terms: Terms, term: object, text: str, lang: str, faults: list[TermFault]
) -> None:
    assert list(terms.faults([term], text, lang)) == faults  # type: ignore[list-item]


def test_a_term_without_equivalent_is_explained_once(terms: Terms) -> None:
    bare = "Die Folkbildning wächst."
    explained = "Die Folkbildning (freiwillige Bildung für Erwachsene in Schweden) wächst."
    assert not terms.is_explained(BILDNING, [bare], "de")
    assert terms.is_explained(BILDNING, [bare, explained], "de")
    assert terms.is_explained(BILDNING, ["Volksbildung"], "de")
    assert terms.is_explained(BILDNING, [bare], "fi")
    assert terms.is_explained(BILDNING, [], "en")
    assert find_rendering(SFI, "en") is None


@given(st.text(max_size=80), st.sampled_from(["de", "en", "fi", "sv"]))
def test_any_text_can_be_looked_through(terms: Terms, text: str, lang: str) -> None:
    found = terms.find(text, lang, [text[:5]] if text[:5].strip() else ())
    list(terms.faults([*found, *GLOSSARY.terms], text, lang))
    terms.is_explained(BILDNING, [text], lang)


# Looking up


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("kotoutumissuunnitelma", ["integrationsplan"]),
        ("INTEGRATIONSPLAN", ["integrationsplan"]),
        ("personlicher  plan", ["integrationsplan"]),
        ("sfi", ["svenska"]),
        ("svenska", ["svenska"]),
        ("folk", ["folkbildning"]),
        ("plan", ["integrationsplan"]),
        ("education", ["folkbildning"]),
        ("gibt es nicht", []),
    ],
)
def test_terms_are_looked_up_in_any_language(word: str, ids: list[str]) -> None:
    assert [one.id for one in find_terms(GLOSSARY, word)] == ids


@given(st.text(max_size=30))
def test_any_word_can_be_looked_up(word: str) -> None:
    find_terms(GLOSSARY, word)


def test_wordings_and_definitions() -> None:
    assert list(iter_wordings(PLAN, "fi")) == ["kotoutumissuunnitelma", "kotosuunnitelma"]
    assert list(iter_wordings(PLAN, "de-AT")) == ["Integrationsplan", "persönlicher Plan"]
    assert definition_for(PLAN, "de-AT", "en") == ("Ein Plan.", "de")
    assert definition_for(PLAN, "sv", "en") == ("Suunnitelma.", "fi")
    assert definition_for(BILDNING, "en", "fi") == ("Fri bildning.", "sv")
    assert definition_for(SFI, "en", "sv") is None


# Names


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    partner = {"language": "de-AT", "name": "Xylobert Hof", "other_names": ["XH"],
               "kind": "association", "country": "AT"}  # fmt: skip
    root = write_base(
        tmp_path_factory.mktemp("names"), [practice_data()], partners={"at-x": partner}
    )
    return load_content(root)


def groups_of(
    content: Content, analysers: Analysers | None, **over: object
) -> list[frozenset[str]]:
    organisations = [{"partner": "at-x", "role": "lead"}, {"name": "Pfarre", "role": "partner"}]
    practice = make_practice(**{"organisations": organisations, **over})
    return Names(content, practice, analysers).groups


def test_names_of_one_thing_stand_for_each_other(content: Content, analysers: Analysers) -> None:
    groups = groups_of(content, analysers)
    assert {"Närpes", "Närpiö"} in groups
    assert any("Xylobert Hof" in group and "Xylobert" in group for group in groups)
    assert not any("XH" in group and len(group) == 1 for group in groups)


def test_common_words_may_be_translated(content: Content, analysers: Analysers) -> None:
    assert not any("Pfarre" in group for group in groups_of(content, analysers))
    assert any("Pfarre" in group for group in groups_of(content, None))


def test_a_place_inside_a_name_is_enough(content: Content, analysers: Analysers) -> None:
    location = {"country": "AT", "place": "Bezirk Salzburg, Qwertz"}
    groups = groups_of(content, analysers, location=location)
    (bezirk,) = [group for group in groups if "Bezirk Salzburg" in group]
    assert "Salzburg" in bezirk
    assert {"Qwertz"} in groups


def test_organisations_come_longest_first(content: Content, analysers: Analysers) -> None:
    practice = make_practice(organisations=[{"partner": "at-x", "role": "lead"}])
    assert Names(content, practice, analysers).organisations == ["Xylobert Hof", "XH"]


def test_every_kind_of_record_has_names(tmp_path: Path, analysers: Analysers) -> None:
    about = {"language": "de-AT", "country": "AT"}
    root = write_base(
        tmp_path,
        groups={
            "at-g": {
                **about, "name": "Kreis", "host": "at-verein",
                "steering": [{"name": "Xylobert"}, {"partner": "at-nicht-da"}],
            }
        },
        visits={
            "at-v": {
                **about, "title": "Besuch", "start": "tba", "participants": [{"name": "Qwertz"}],
            }
        },
    )  # fmt: skip
    base = KnowledgeBase(root)
    found = {
        kind: Names(base.content, record, analysers).organisations
        for kind in ("group", "visit", "partner")
        for record in base.content.records(kind).values()
    }
    assert found == {
        "group": ["Verein am Dorfplatz", "Xylobert"],
        "visit": ["Qwertz"],
        "partner": ["Verein am Dorfplatz"],
    }
