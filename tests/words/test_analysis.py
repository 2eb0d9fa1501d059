"""Analysis: which word forms meet, and which must not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.words.analysis import Analyser, Analysers, Keys, fold, iter_tokens, normalise
from kb.words.dictionary import NoDictionary, dictionaries_folder, open_dictionary
from kb.words.languages import RULES, STEMMERS, support_of

LANGS = ("de", "fi", "sv", "en")


@pytest.fixture(scope="module")
def analysers(kb_cache: Path) -> Analysers:
    return Analysers(LANGS, dictionaries_folder(kb_cache))


def whole(keys: Keys) -> set[str]:
    return {keys.form, *keys.lemmas}


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("de", "Häuser", "Haus"),
        ("de", "Fluechtlinge", "Flüchtling"),
        ("de", "Fluchtlinge", "Flüchtlinge"),
        ("de", "Fussball", "Fußball"),
        ("de", "Potential", "Potenzial"),
        ("fi", "kielikahviloissa", "kielikahvila"),
        ("fi", "kylissa", "kylä"),
        ("fi", "kunnissakin", "kunta"),
        ("sv", "nyanlanda", "nyanländ"),
        ("sv", "språkcaféer", "språkkafé"),
        ("en", "villages", "village"),
        ("en", "organisations", "organization"),
        ("en", "lives", "life"),
    ],
)
def test_forms_of_a_word_share_a_key(analysers: Analysers, lang: str, one: str, other: str) -> None:
    assert whole(analysers[lang].keys(one)) & whole(analysers[lang].keys(other))


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("de", "schön", "schon"),
        ("de", "fördern", "fordern"),
        ("de", "Gemeinde", "gemein"),
        ("en", "university", "universe"),
        ("en", "organ", "organisation"),
        ("sv", "får", "far"),
        ("fi", "kunta", "kunto"),
    ],
)
def test_words_that_look_alike_stay_apart(
    analysers: Analysers, lang: str, one: str, other: str
) -> None:
    assert not whole(analysers[lang].keys(one)) & whole(analysers[lang].keys(other))


@pytest.mark.parametrize(
    ("lang", "compound", "part"),
    [
        ("de", "Flüchtlingsunterkunft", "unterkunft"),
        ("de", "Fluechtlingswohnungen", "flüchtling"),
        ("de", "Sprachkurse", "sprache"),
        ("fi", "urheiluseura", "seura"),
        ("fi", "kotouttamishanke", "hanke"),
        ("sv", "bostadsbrist", "bostad"),
        ("sv", "kvinnogrupp", "kvinna"),
        ("en", "farmhouse", "farm"),
    ],
)
def test_compound_parts_are_found(
    analysers: Analysers, lang: str, compound: str, part: str
) -> None:
    assert part in analysers[lang].keys(compound).parts


def test_borrowed_word_is_no_compound(analysers: Analysers) -> None:
    assert analysers["de"].keys("Transport").parts == ()


def test_foreign_word_is_not_torn_into_compounds(analysers: Analysers) -> None:
    assert analysers["de"].plain_keys("kielikahvila").parts == ()


def test_missing_accents_are_offered_only_for_words_without_any(analysers: Analysers) -> None:
    assert "hälsa" in analysers["sv"].restored_keys("halsa")
    assert analysers["de"].restored_keys("fördern") == ()


@pytest.mark.parametrize(
    "text", ["Teilnehmer:innen", "Teilnehmer*innen", "Teilnehmer_innen", "TeilnehmerInnen"]
)
def test_gender_forms_stand_for_both_words(text: str) -> None:
    assert [word for word, _, _ in iter_tokens(text, "de")] == ["Teilnehmer", "Teilnehmerinnen"]


def test_joined_words_come_whole_and_in_pieces() -> None:
    words = [word for word, _, _ in iter_tokens("LEADER-Region und E-Bike", "de")]
    assert words == ["LEADERRegion", "LEADER", "Region", "und", "EBike", "E", "Bike"]


def test_case_endings_behind_a_colon_are_dropped() -> None:
    assert [word for word, _, _ in iter_tokens("EU:n Leader-ryhmä", "fi")][:1] == ["EU"]


def test_decomposed_letters_are_not_cut_apart() -> None:
    text = normalise(unicodedata.normalize("NFD", "Närpiössä"))
    assert [word for word, _, _ in iter_tokens(text, "fi")] == ["Närpiössä"]


def test_only_own_letters_keep_their_accents() -> None:
    assert fold("Café Žižek", "äöü") == "cafe zizek"
    assert fold("Bürger", "äöü") == "bürger"


def test_language_nobody_listed_gets_stems_and_says_so(tmp_path: Path) -> None:
    polish = Analysers(("yi",), tmp_path)["yi"]
    assert polish.keys("xyz").form == "xyz"
    assert "stems" in support_of("yi")
    assert "word forms only" in support_of("tlh")
    assert isinstance(open_dictionary("tlh", tmp_path), NoDictionary)


class CountingDictionary:
    """Three words, two of which the third is made of, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def lemma(self, form: str) -> str | None:
        self.asked += 1
        return form if form in {"Haus", "Tür", "Haustür"} else None

    def knows(self, form: str) -> bool:
        return self.lemma(form) is not None


def test_a_word_that_can_be_cut_in_many_ways_is_tried_in_each_only_once() -> None:
    # Each "haustür" may be one part or two: without a memory, more than 100,000 questions.
    dictionary = CountingDictionary()
    keys = Analyser("de", dictionary).keys("qx" + "haustür" * 11)
    assert keys.parts == ()
    assert dictionary.asked < 10_000
    assert Analyser("de", dictionary).keys("Haustürhaus").parts == ("haustür", "haus")


def test_every_listed_stemmer_exists() -> None:
    import Stemmer

    known = set(Stemmer.algorithms())
    assert {STEMMERS[lang] for lang in RULES} <= known


@given(st.text(max_size=60), st.sampled_from(LANGS))
def test_any_text_can_be_analysed(analysers: Analysers, text: str, lang: str) -> None:
    for word, start, end in iter_tokens(normalise(text), lang):
        assert 0 <= start < end <= len(normalise(text))
        keys = analysers[lang].keys(word)
        assert keys.form
        assert keys.form not in keys.lemmas


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=2, max_size=20))
def test_a_word_meets_itself_in_any_case(analysers: Analysers, word: str) -> None:
    lower, upper = analysers["sv"].keys(word.lower()), analysers["sv"].keys(word.lower())
    assert whole(lower) & whole(upper)
