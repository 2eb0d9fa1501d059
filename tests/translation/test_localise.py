"""A reader sees each text in the best language there is, and always what it is."""

from __future__ import annotations

import pytest

from kb.knowledgebase import KnowledgeBase
from kb.translation.catalogs import Translated
from kb.translation.localise import STATES, LocalisedTexts, LocalText, worst_state
from kb.words.languages import primary
from tests.factories import make_practice
from tests.translation.workbench import ID, Workbench

PRACTICE = make_practice(
    goals=["Alle reden.", "Alle reden.", "Keiner fehlt."], context="Eins.\n\nZwei."
)
FI = {("title", PRACTICE.title): Translated("Kahvila", "draft")}
EN = {
    ("title", PRACTICE.title): Translated("Café", "translated"),
    ("goals", "Alle reden."): Translated("All talk.", "stale", "Einer redet."),
    ("goals", "Keiner fehlt."): Translated("", "missing"),
}


def texts(
    lang: str, fallback: str = "en", **catalogs: dict[tuple[str, str], Translated]
) -> LocalisedTexts:
    return LocalisedTexts(PRACTICE, catalogs or {"fi": FI, "en": EN}, lang, fallback)


def test_asked_language_then_fallback_then_source() -> None:
    fi = texts("fi")
    assert fi.find("title", PRACTICE.title) == LocalText(
        "Kahvila", "fi", "draft", None, "draft", PRACTICE.title
    )
    assert fi.find("goals", "Alle reden.") == LocalText(
        "All talk.", "en", "missing", "Einer redet.", "stale", "Alle reden."
    )
    assert fi.find("goals", "Keiner fehlt.") == LocalText(
        "Keiner fehlt.", "de-AT", "missing", None, "source", "Keiner fehlt."
    )


def test_the_source_language_of_any_region_is_the_source() -> None:
    for lang in ("de", "de-AT", "de-DE"):
        found = texts(lang, de={("title", PRACTICE.title): Translated("Falsch", "translated")})
        assert found.find("title", PRACTICE.title).state == "source"
        assert set(found.states()) == {"source"}


def test_regions_find_the_catalog_of_their_language() -> None:
    assert texts("fi-FI").find("title", PRACTICE.title).value == "Kahvila"
    assert texts("fi", "en-GB").find("goals", "Alle reden.").lang == "en"
    both = texts("sv-FI", sv=EN, **{"sv-FI": FI})
    assert both.find("title", PRACTICE.title).value == "Kahvila"
    regional = texts("sv", **{"sv-FI": FI})
    assert regional.find("title", PRACTICE.title)[:2] == ("Kahvila", "sv")


def test_a_source_in_the_fallback_language_is_shown_as_it_is() -> None:
    english = make_practice(language="en-GB", title="Café")
    found = LocalisedTexts(english, {"en": EN}, "fi", "en").find("title", "Café")
    assert (found.value, found.lang, found.state, found.shown_state) == (
        "Café", "en-GB", "missing", "source",
    )  # fmt: skip


def test_each_text_counts_once_and_comes_in_order() -> None:
    found = texts("en")
    assert [text.source for field, text in found if field == "goals"] == [
        "Alle reden.", "Alle reden.", "Keiner fehlt.",
    ]  # fmt: skip
    assert found.states() == {"translated": 1, "stale": 1, "missing": 7}
    assert [one.value for one in found.paragraphs("context", PRACTICE.context)] == [
        "Eins.",
        "Zwei.",
    ]
    assert found.paragraphs("resources", None) == []


@pytest.mark.parametrize("lang", ["", "x", "xx-YY-zz", "../..", "de-" * 50])
def test_any_language_is_answered(lang: str) -> None:
    assert len(list(texts(lang))) == 10


def test_worst_state_and_primary() -> None:
    assert worst_state(["source", "draft", "stale"]) == "stale"
    assert worst_state([]) == "source"
    assert max(STATES, key=STATES.index) == "missing"
    assert primary("sr-Latn-RS") == "sr"


def test_show_and_search_see_an_edit_at_once(filled: Workbench, kb_cache: object) -> None:
    base = KnowledgeBase(filled.root, filled.cache)
    assert [hit.id for hit in base.search("fi[Zugewanderte", "fi").hits] == [ID]
    filled.edit(goals=["Zugewanderte sprechen fließend Deutsch im Alltag."])
    (goal,) = base.localise(filled.record(), "fi").paragraphs(
        "goals", "Zugewanderte sprechen fließend Deutsch im Alltag."
    )
    assert (goal.value, goal.state) == ("fi[Zugewanderte sprechen Deutsch im Alltag.]", "stale")
    hits = base.search("fließend", "fi").hits
    assert [hit.id for hit in hits] == [ID]
    before = filled.states()
    filled.update()
    assert filled.states() == before
