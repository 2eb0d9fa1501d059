"""LIX against values counted by hand, and across languages."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from kb.authoring.advising.readability import (
    LEVELS,
    SAME_TEXTS,
    Reading,
    find_sentences,
    long_sentences,
    read_sentences,
)
from kb.authoring.advising.reviewing import read_translations, review_practice
from kb.content.store import load_content
from kb.translation.catalogs import load_translations
from kb.words.languages import primary

SHIPPED = Path(__file__).parents[2]


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
        ("de-AT", 53, "medium"),
        ("de-AT", 54, "hard"),
        ("en", 48, "hard"),
        ("fi", 67, "medium"),
        ("fi", 68, "hard"),
        ("de", 80, "very-hard"),
        ("da", 53, "medium"),  # as newspapers, which Björnsson measured
        ("da", 54, "hard"),
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


def test_the_same_text_is_as_hard_in_each_language() -> None:
    """Entries and their translations say the same; scales must not make them differ."""
    content = load_content(SHIPPED)
    apart: dict[str, list[float]] = {}
    for entry in content.practices.values():
        readings = read_translations(entry, load_translations(SHIPPED, "practice", entry))
        own = review_practice(content, entry).reading
        found = {
            primary(one.lang): one.swedish_lix
            for one in (*readings, *([own] if own else ()))
            if one.swedish_lix is not None
        }
        for lang in SAME_TEXTS:
            if lang in found and "sv" in found:
                apart.setdefault(lang, []).append(found[lang] - found["sv"])
    assert all(abs(median(apart[lang])) < 2 for lang in SAME_TEXTS), apart
