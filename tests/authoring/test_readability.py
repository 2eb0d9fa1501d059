"""LIX against values counted by hand; sentences that do not say who does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.authoring.advising.passives import count_passives
from kb.authoring.advising.readability import (
    LEVELS,
    Reading,
    find_sentences,
    long_sentences,
    read_sentences,
)
from kb.words.analysis import Analysers
from kb.words.dictionary import dictionaries_folder


def test_lix_is_words_in_a_sentence_and_percent_of_long_words() -> None:
    # 10 sentences of 6 words each, one of them long: "Spielplatz".
    reading = read_sentences(
        find_sentences("Wir gehen heute auf den Spielplatz. " * 10, "de"), "de"
    )
    assert reading == Reading("de", sentences=10, words=60, long_words=10)
    assert reading.lix == pytest.approx(6 + 100 * 10 / 60)


def test_of_a_short_text_lix_says_nothing() -> None:
    reading = read_sentences(find_sentences("Kort text.", "sv"), "sv")
    assert (reading.lix, reading.level, reading.is_hard) == (None, None, False)


@pytest.mark.parametrize(
    ("lang", "lix", "level"),
    [
        ("sv-SE", 29, "very-easy"),
        ("sv", 47, "medium"),
        ("de-AT", 59, "medium"),  # newspapers, as measured by Björnsson
        ("en", 52, "medium"),
        ("fi", 72, "medium"),
        ("fi", 76, "hard"),
        ("de", 80, "very-hard"),
        ("et", 50, None),  # was not compared
    ],
)
def test_levels_are_compared_across_languages(lang: str, lix: int, level: str | None) -> None:
    # 100 words in 10 sentences: LIX is 10 and the number of long words.
    reading = Reading(lang, sentences=10, words=100, long_words=lix - 10)
    assert reading.lix == lix
    assert reading.level == level
    assert level is None or level in LEVELS


def test_a_common_word_is_no_abbreviation() -> None:
    found = find_sentences("Många kommuner har varit med. Det är bra, t.ex. för byn.", "sv")
    assert [one.words for one in found] == [5, 7]
    assert len(find_sentences("Er kam um ca. Mitternacht an. Das war spät.", "de")) == 2


def test_long_sentences_are_told_by_their_beginning() -> None:
    text = "Kurz. " + "Dann kam " + "noch " * 29 + "etwas. Ende."
    (long,) = long_sentences(find_sentences(text, "de"))
    assert long.words == 32
    assert long.beginning == "Dann kam noch noch noch noch noch noch …"


PASSIVE = {
    "de": ["Das Haus wurde hergerichtet.", "Die Kurse werden von Vereinen angeboten."],
    "en": ["The café was opened in spring.", "Rooms are being made ready."],
    "fi": ["Kurssi järjestettiin keväällä.", "Taloa kunnostetaan.", "Tila on varattu kylälle."],
    "sv": ["Kurserna anordnas av kommunen.", "Huset byggdes om.", "Caféet blev öppnat."],
}
ACTIVE = {
    "de": ["Der Verein wird bald größer.", "Die Gemeinde öffnet das Haus."],
    "en": ["The village is small.", "Volunteers opened the café."],
    "fi": ["Perhe muutti kotiin.", "Yhdistys järjestää kurssin."],
    "sv": ["Det finns ett café.", "Föreningen ordnar kurser.", "De hoppas på fler."],
}


@pytest.mark.parametrize("lang", sorted(PASSIVE))
def test_passive_sentences_are_told_from_active_ones(lang: str, kb_cache: Path) -> None:
    analyser = Analysers((lang,), dictionaries_folder(kb_cache))[lang]
    assert count_passives(PASSIVE[lang], lang, analyser) == len(PASSIVE[lang])
    assert count_passives(ACTIVE[lang], lang, analyser) == 0


def test_a_language_without_a_row_is_not_looked_at() -> None:
    assert count_passives(["Maja ehitati üles."], "et") is None
