"""What is advised on an entry, and what is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from kb import KnowledgeBase
from kb.authoring.advising.advice import KINDS, Advice, render_page
from kb.authoring.advising.reviewing import (
    locate_in_file,
    read_translations,
    review_entry,
    review_practice,
)
from kb.content.store import Content, load_content
from kb.translation.catalogs import Translated
from kb.translation.interface import use_language
from kb.translation.terms import Terms
from kb.words.analysis import Analysers
from kb.words.dictionary import dictionaries_folder
from tests.factories import make_practice, practice_data, write_base

SHIPPED = Path(__file__).parents[2]
LETTERS = "ABCDEFGHJKLMNOPQRSTUVWYZ"
GOOD: dict[str, Any] = {
    "summary": "Einmal in der Woche reden Zugewanderte und Einheimische miteinander im Café.",
    "context": "Im Dorf gab es lange Zeit nur wenig Gelegenheit, Deutsch zu sprechen.",
    "transferability": {
        "text": "Ein Raum und zwei Ehrenamtliche genügen, um gut damit anzufangen.",
        "preconditions": ["Ein Raum."],
    },
    "results": [{"text": "Es kommen 23 Gäste.", "value": "23", "unit": "Gäste", "source": "1"}],
    "contacts": [{"organisation": "Verein am Dorfplatz", "url": "https://example.org"}],
}
GLOSSARY = [
    {
        "id": "bh",
        "term": "Bezirkshauptmannschaft",
        "also": ["BH"],
        "language": "de-AT",
        "definition": {"de": "Behörde eines Bezirks."},
    },
    {
        "id": "kummerkasten",
        "term": "Kummerkasten",
        "language": "de-AT",
        "definition": {"en": "A box for complaints."},
    },
]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A small base with a glossary and one good entry."""
    folder = tmp_path_factory.mktemp("base")
    return load_content(write_base(folder, [practice_data(**GOOD)], glossary=GLOSSARY))


def advised(content: Content, terms: Terms | None = None, **over: Any) -> dict[str, Advice]:
    """Advice on the good entry with some other values, by kind; the last of each."""
    entry = make_practice(**{**GOOD, **over})
    return {one.kind.name: one for one in review_entry(content, entry, terms)}


def test_a_good_entry_needs_no_advice(content: Content) -> None:
    assert advised(content) == {}


@pytest.mark.parametrize(
    ("over", "kind", "path"),
    [
        ({"sources": None, "results": None}, "no-source", ()),
        ({"goals": None}, "stub-field", ()),
        ({"organisations": None}, "stub-field", ()),
        ({"contacts": None}, "nobody-to-ask", ()),
        ({"contacts": [{"name": "Eva Muster"}]}, "nobody-to-ask", ("contacts",)),
        ({"contacts": [{"name": "Eva Muster"}]}, "hidden-person", ("contacts", 0)),
        ({"transferability": None}, "no-transferability", ()),
        ({"transferability": {}}, "no-transferability", ()),
        ({"transferability": {"preconditions": ["Geld."]}}, None, ()),
        (
            {"transferability": {"text": GOOD["transferability"]["text"]}},
            "no-preconditions",
            ("transferability",),
        ),
        ({"results": None}, "no-results", ()),
        ({"results": [{"text": "Alle sind froh."}]}, "no-figures", ("results",)),
        (
            {"results": [*GOOD["results"], {"text": "Zwei Räume.", "value": "2"}]},
            "figure-without-source",
            ("results", 1, "value"),
        ),
        (
            {"funding": [{"amount": "10", "currency": "EUR", "scope": "total"}]},
            "figure-without-source",
            ("funding", 0, "amount"),
        ),
        ({"organisations": [{"name": "Verein", "role": "host"}]}, "no-lead", ("organisations",)),
        ({"summary": "Reden im Café."}, "short-text", ("summary",)),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    content: Content, over: dict[str, Any], kind: str | None, path: tuple[str | int, ...]
) -> None:
    found = advised(content, **over)
    if kind is None:
        assert found == {}
    else:
        assert found[kind].path == path


def test_a_lead_with_a_web_page_can_be_asked(content: Content) -> None:
    lead = [{"name": "Verein", "role": "lead", "url": "https://example.org"}]
    assert "nobody-to-ask" not in advised(content, contacts=None, organisations=lead)


@pytest.mark.parametrize(
    "text",
    [
        "Der ASZ hilft allen, die im Ort neu sind.",
        "Die Mitarbeitenden des ASZ-Teams helfen allen im Ort.",
        "Alle sind zufrieden mit dem ASZ, sagt die Leiterin.",
    ],
)
def test_an_abbreviation_without_its_long_form_is_told(content: Content, text: str) -> None:
    assert advised(content, measures=[text])["abbreviation"].params == {"word": "ASZ"}


@pytest.mark.parametrize(
    "text",
    [
        "Das Altstoffsammelzentrum (ASZ) hilft. Der ASZ ist offen.",
        "Der ASZ (Altstoffsammelzentrum) hilft.",
        "Die Freiwillige Feuerwehr hilft, und die FF übt.",  # initials of words in a row
        "Die BH hilft.",  # in the glossary, with a definition in German
        "Die EU zahlt 10 EUR in AT.",  # codes of CLDR
        "Teil II beginnt.",
        "ALLE SIND DA",
    ],
)
def test_an_abbreviation_that_is_explained_is_not_told(content: Content, text: str) -> None:
    assert "abbreviation" not in advised(content, measures=[text])


def test_abbreviations_a_space_apart_are_one(content: Content) -> None:
    found = advised(content, measures=["Die ARGE ALP hilft."])
    assert found["abbreviation"].params == {"word": "ARGE ALP"}


@pytest.mark.parametrize(
    "text",
    [
        "Die Arbeitsgemeinschaft der Alpenländer (kurz ARGE ALP) hilft allen im Ort.",
        "Die ARGE ALP (Arbeitsgemeinschaft der Alpenländer) hilft allen im Ort.",
        "Bitte HIER DIE SCHUHE VOR DER TÜR LASSEN, steht dort.",  # a sentence, only loud
    ],
)
def test_rows_of_capitals_may_be_explained_or_shouted(content: Content, text: str) -> None:
    assert advised(content, measures=[text]) == {}


HOSTILE = {
    "one word": "wird " + "ge" * 60_000,
    "one sentence": "wird vom ASZ Haus und Hof " * 5_000,
    "abbreviations": " ".join(f"X{a}{b}{c} ist" for a in LETTERS for b in LETTERS for c in LETTERS),
    "capitals": "und " + "ABC " * 30_000,
    "brackets": "ABC (Haus " * 10_000,
    "quotation marks": "„ " * 60_000,
    "paragraphs": "Haus.\n\n" * 15_000,
    "abbreviated words": "zzgl. Haus " * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_advice_on_a_text_of_a_hundred_thousand_characters_comes_back(
    content: Content, kb_cache: Path, text: str
) -> None:
    assert content.glossary is not None
    terms = Terms(content.glossary, Analysers(("de",), dictionaries_folder(kb_cache)))
    assert all(
        len(one.tell()) < 500
        for one in review_entry(content, make_practice(**{**GOOD, "context": text}), terms)
    )


def test_terms_the_glossary_does_not_define_in_this_language_are_told(
    content: Content, kb_cache: Path
) -> None:
    assert content.glossary is not None
    terms = Terms(content.glossary, Analysers(("de", "en"), dictionaries_folder(kb_cache)))
    text = "Es gibt einen Kummerkasten und die Bezirkshauptmannschaft."
    found = advised(content, terms, measures=[text])
    assert found["undefined-term"].params == {"word": "Kummerkasten"}
    assert found["undefined-term"].path == ("measures", 0)


def test_long_sentences_are_told_where_they_stand(content: Content) -> None:
    found = advised(content, goals=["Kurz.", "Wir wollen " + "sehr " * 30 + "viel."])
    assert found["long-sentence"].path == ("goals", 1)
    assert found["long-sentence"].params["count"] == "33"


def test_hard_and_passive_texts_are_told(content: Content) -> None:
    sentence = (
        "Integrationsmaßnahmen wurden verwaltungsübergreifend durchgeführt, dokumentiert und "
        "anschließend wissenschaftlich ausgewertet."
    )
    found = advised(content, measures=[sentence] * 12)
    assert found["hard-text"].params["level"] in ("hard", "very-hard")
    assert int(found["passive"].params["share"]) > 50


def test_the_most_important_comes_first_and_at_its_line(content: Content, tmp_path: Path) -> None:
    data = practice_data(**{**GOOD, "sources": None, "results": [{"text": "Gut."}], "goals": None})
    base = load_content(write_base(tmp_path, [data]))
    entry = base.practices["at-sprachcafe"]
    review = review_practice(base, entry, None, locate_in_file(base, entry))
    assert [one.kind.name for one in review.advice] == ["no-source", "stub-field", "no-figures"]
    where = review.advice[2].where
    assert where is not None
    lines = where.path.read_text("utf-8").splitlines()
    assert lines[where.line - 1].startswith('"results"')
    assert review.weight == 100 + 95 + 75


def test_advice_is_told_in_the_readers_language_or_english(content: Content) -> None:
    use_language("en")
    advice = advised(content, goals=None)["stub-field"]
    assert advice.tell() == "Nothing stands under “Goals”."
    assert advice.tell_cure().startswith("A short answer")


def test_without_the_sentence_splitter_this_is_said(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentencex", None)
    assert list(advised(content)) == ["not-measured"]
    assert read_translations(make_practice(**GOOD), {}) == []


def test_translations_are_read_as_far_as_they_go() -> None:
    entry = make_practice(**GOOD)
    english = {("goals", entry.goals[0]): Translated("They speak German.", "translated")}
    (reading,) = read_translations(entry, {"en": english})
    assert (reading.lang, reading.words, reading.sentences) == ("en", 3, 1)


def test_every_sentence_takes_its_values(content: Content, kb_cache: Path) -> None:
    """All advice the shipped base gets can be told."""
    base = KnowledgeBase.open(SHIPPED, kb_cache)
    told = [
        one.tell()
        for entry in base.content.practices.values()
        for one in review_entry(base.content, entry, base.terms)
    ]
    assert told
    assert not any("%(" in one for one in told)


def test_the_page_is_current() -> None:
    page = (SHIPPED / "docs" / "review.md").read_text("utf-8")
    assert page == render_page()
    assert all(f"## {name}\n" in page for name in KINDS)
