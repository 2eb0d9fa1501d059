"""Abbreviations that the knowledge base itself can explain are not told."""

from __future__ import annotations

from typing import Any

import pytest

from kb.authoring.advising.jargon import find_abbreviations
from kb.content.store import Content, load_content
from kb.model.text import iter_passages
from tests.factories import make_practice, practice_data, write_base

GLOSSARY: list[dict[str, Any]] = [
    {
        "id": "amt",
        "term": "ZWU-Amt",
        "language": "de-AT",
        "definition": {"de": "Amt für Wege und Umwelt."},
        "renderings": {"fi": {"term": "TYK-virasto"}},
    },
    {
        "id": "kummer",
        "term": "KK-Stelle",
        "language": "de-AT",
        "definition": {"en": "A box for complaints."},
    },
]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A base with a glossary, a partner and a project that have short names."""
    root = write_base(tmp_path_factory.mktemp("base"), [practice_data()], glossary=GLOSSARY)
    (root / "practices" / "partners" / "at-rvd.yaml").write_text(
        "language: de-AT\nname: RVD – Regionalverein Donau\nother_names: [Verein RDK]\n"
        "kind: association\ncountry: AT\n",
        "utf-8",
    )
    return load_content(root)


def told(content: Content, text: str) -> list[str]:
    """Abbreviations told of one text."""
    entry = make_practice(measures=[text])
    passages = [one for one in iter_passages(entry) if one.field == "measures"]
    return [one.word for one in find_abbreviations(passages, entry, content, "de")]


@pytest.mark.parametrize(
    "text",
    [
        "Das ZWU hilft.",  # inside a wording of the glossary
        "Das TYK in Finnland hilft.",  # inside a wording of another language
        "Der RVD und der RDK helfen.",  # names of a partner that is not the entry's
        "ZWU RVD, RDK-ZWU: alle helfen.",  # each by itself, in a row
    ],
)
def test_what_the_base_has_a_name_for_is_not_told(content: Content, text: str) -> None:
    assert told(content, text) == []


def test_what_nobody_explains_is_told_once(content: Content) -> None:
    assert told(content, "Das XQZ hilft. Das XQZ und das ZWU helfen.") == ["XQZ"]
    assert told(content, "Das ZWU XQZ hilft.") == ["ZWU XQZ"]
    assert told(content, "Die KK hilft.") == ["KK"]  # defined in English only
    assert told(content, "Das RVDX hilft.") == ["RVDX"]
