"""What funds are called is told by the knowledge base, in each of its languages."""

from __future__ import annotations

from pathlib import Path

from kb.export.shelf import Shelf
from kb.export.voices import Voices
from kb.knowledgebase import KnowledgeBase
from kb.model.practice import ConsentScope
from kb.translation.labels import fund_label
from tests.factories import practice_data, write_base

FUNDS = {
    "title": {"en": "Funds"},
    "concepts": [
        {
            "id": "hill",
            "labels": {"en": {"preferred": "Hill Fund"}, "fi": {"preferred": "Mäkirahasto"}},
        }
    ],
}


def test_a_fund_is_called_as_the_base_says(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()], vocabularies={"funds": FUNDS})
    content = KnowledgeBase(root).content
    funds = content.vocabularies["funds"]
    assert fund_label("HILL", funds, "fi", "en") == "Mäkirahasto"
    assert fund_label("HILL", funds, "sv", "en") == "Hill Fund"
    assert fund_label("Valley", funds, "fi", "en") == "Valley"
    assert fund_label("HILL", None, "fi", "en") == "HILL"
    shelf = Shelf(content, tuple(content.practices.values()), ConsentScope.WEB)
    voices = Voices(shelf, ["fi", "en"])
    assert [one.value for one in voices.fund("Hill")] == ["Mäkirahasto", "Hill Fund"]
    assert [one.value for one in voices.fund("Valley")] == ["Valley", "Valley"]


def test_kinds_of_money_are_words_of_the_interface() -> None:
    assert fund_label("donations", None, "en", "en") == "donations"
