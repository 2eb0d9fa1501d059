"""The glossary as TBX: every term, every language, what each is worth."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from translate.storage.tbx import tbxfile

from kb.content.yamlfile import load_yaml
from kb.errors import KbError
from kb.model.glossary import Glossary
from kb.translation.tbx import render_tbx

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GLOSSARY = Glossary.model_validate(
    {
        "id": "glossary",
        "terms": [
            {
                "id": "folkbildning",
                "term": "folkbildning",
                "also": ["folkbildningen"],
                "language": "sv-SE",
                "country": "SE",
                "definition": {
                    "sv": "Fri bildning.",
                    "de": "Bildung & mehr <frei>.",
                    "et": "Haridus.",
                },
                "renderings": {
                    "de": {"explain": "freiwillige Erwachsenenbildung in Schweden"},
                    "fi": {"term": "vapaa sivistystyö", "also": ["kansansivistys"], "explain": "x"},
                },
                "reviewed": ["sv", "fi"],
            },
            {"id": "2030-agenda", "term": "Agenda 2030", "language": "en"},
        ],
    }
)


def terms_of(data: bytes) -> dict[str, dict[str, list[str]]]:
    """As translate-toolkit reads them: id → language → terms."""
    store = tbxfile.parsestring(data)
    return {
        unit.getid(): {
            node.get(LANG): [one.text for one in unit.get_target_terms(node.get(LANG))]
            for node in unit.getlanguageNodes()
        }
        for unit in store.units
    }


def first_entry(data: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(data)  # noqa: S314 - made here
    return root.findall(".//termEntry")[0]


def test_translate_toolkit_reads_all_terms_in_all_languages() -> None:
    assert terms_of(render_tbx(GLOSSARY)) == {
        "term-folkbildning": {
            "sv-SE": ["folkbildning", "folkbildningen"],
            "de": ["folkbildning"],
            "fi": ["vapaa sivistystyö", "kansansivistys"],
        },
        "term-2030-agenda": {"en": ["Agenda 2030"]},
    }


def test_definitions_stand_with_their_language_or_with_the_concept() -> None:
    entry = first_entry(render_tbx(GLOSSARY))
    assert [(one.get(LANG), one.text) for one in entry.findall("descrip")] == [("et", "Haridus.")]
    assert {one.get(LANG): one.findtext("descrip") for one in entry.findall("langSet")} == {
        "sv-SE": "Fri bildning.",
        "de": "Bildung & mehr <frei>.",
        "fi": None,
    }


def test_each_term_says_what_it_is_worth_and_who_uses_it() -> None:
    entry = first_entry(render_tbx(GLOSSARY))
    found = {
        (language.get(LANG), group.findtext("term")): (
            {one.get("type"): one.text for one in group.findall("termNote")},
            group.findtext("note"),
        )
        for language in entry.findall("langSet")
        for group in language.findall("tig")
    }
    preferred, admitted = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
    done, draft = "finalized", "provisionallyProcessed"
    own = {"geographicalUsage": "SE", "processStatus": done}
    assert found == {
        ("sv-SE", "folkbildning"): ({"administrativeStatus": preferred, **own}, None),
        ("sv-SE", "folkbildningen"): ({"administrativeStatus": admitted, **own}, None),
        ("de", "folkbildning"): (
            {"administrativeStatus": preferred, "processStatus": draft},
            "freiwillige Erwachsenenbildung in Schweden",
        ),
        ("fi", "vapaa sivistystyö"): (
            {"administrativeStatus": preferred, "processStatus": done},
            "x",
        ),
        ("fi", "kansansivistys"): ({"administrativeStatus": admitted, "processStatus": done}, None),
    }


def test_an_empty_glossary_is_a_file_without_entries() -> None:
    assert terms_of(render_tbx(Glossary(id="glossary"))) == {}


def test_the_glossary_of_this_repository_goes_out_whole() -> None:
    path = Path(__file__).parents[2] / "practices" / "vocabulary" / "glossary.yaml"
    glossary = Glossary.model_validate({"id": "glossary", **load_yaml(path).value})
    found = terms_of(render_tbx(glossary))
    for term in glossary.terms:
        langs = found[f"term-{term.id}"]
        assert langs[term.language] == list(dict.fromkeys((term.term, *term.also)))
        for lang, rendering in term.renderings.items():
            assert {*rendering.also, rendering.term or term.term} <= set(langs[lang])
    assert len(found) == len(glossary.terms)


def test_control_characters_are_refused() -> None:
    term = GLOSSARY.terms[0].model_copy(update={"term": "a\x07b"})
    with pytest.raises(KbError, match=r"folkbildning.*U\+0007"):
        render_tbx(GLOSSARY.model_copy(update={"terms": (term,)}))


def test_without_translate_toolkit_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "translate.storage.tbx", None)
    with pytest.raises(KbError, match=r"pip install kb-good-practice\[translation\]"):
        render_tbx(GLOSSARY)
