"""Words of texts, laid out for finding those that begin alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.search.textwords import find_words
from kb.words.analysis import fold, iter_tokens, normalise

TEXTS = st.lists(
    st.sampled_from(
        [
            "Häuser",
            "Straße",
            "LEADER-Region",
            "Teilnehmer:innen",
            "kylä",
            "å",
            "İstanbul",
            "a.b",
            "x",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(st.one_of(TEXTS, st.text(max_size=80)), st.sets(st.text(max_size=3), max_size=4))
def test_words_that_have_a_piece_are_found(text: str, pieces: set[str]) -> None:
    text = normalise(text)
    pieces = {fold(one) for one in pieces} | {"str", "reg"}
    tokens = list(iter_tokens(text, "de"))
    words = find_words(text, "de")
    assert list(zip(words.words, words.starts, words.ends, strict=True)) == tokens
    expected = [
        number
        for number, (word, _, _) in enumerate(tokens)
        if any(one in fold(word) for one in pieces if "\n" not in one)
    ]
    assert words.containing(one for one in pieces if "\n" not in one) == expected


def test_pieces_of_a_joined_word_have_no_place_of_their_own() -> None:
    words = find_words("Die LEADER-Region hilft", "de")
    assert list(words.words) == ["Die", "LEADERRegion", "LEADER", "Region", "hilft"]
    assert list(words.places) == [0, 1, -1, 2, 3]
