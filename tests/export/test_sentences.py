"""Where sentences end: rather too few ends than one too many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.export.sentences import split_sentences

SENTENCES = [
    ("de", ["Am 1. Oktober 2016 ging es los.", "Es endete am 31. Jänner 2018."]),
    ("de-AT", ["In Halfing kamen am 30. Mai viele.", "Im 19. Jahrhundert war das anders."]),
    ("de", ["Das gilt z. B. für Vereine bzw. Gemeinden.", "Es kostete ca. 5.654,18 Euro."]),
    ("de", ["Siehe Nr. 1305/2013 und S. 12 im Anhang.", "Das gilt u. a. hier, d. h. für alle."]),
    ("de", ["Steuern sind inkl. Abgaben gemeint.", "Frau Dr. Huber leitet es."]),
    ("de", ["In St. Georgen gab es 20 Räder.", "Der Verein Miteinand e. V. Innsbruck half."]),
    ("de", ["Davon trug das Land 1,5 Mio. Euro.", "Den Rest gab ver.di dazu."]),
    ("de", ["„Wir helfen gern.“", "So steht es im Bericht."]),
    ("de", ["Sie fragte: „Wann geht es los?“ und ging.", "Niemand wusste es ..."]),
    ("de", ["Er zögerte … und kam doch.", "Was für ein Fest!", "Oder?"]),
    ("fi", ["Hanke alkoi 16. marraskuuta 2016.", "Se päättyi 31.12.2018."]),
    ("fi", ["Mukana oli esim. Imatran kaupunki ja mm. Leader.", "Tuki oli n. 5 000 euroa."]),
    ("fi", ["Ks. lisää verkosta.", "Kokous pidettiin klo 12.30 kylätalolla."]),
    ("fi", ["St. Georgenissa asui 150 ihmistä.", "Työtä he eivät saaneet tehdä."]),
    ("sv", ["Det började den 1 oktober 2016.", "Det omfattar t.ex. Närpes och bl.a. Malax."]),
    ("sv", ["Det gäller t. ex. kommuner och bl. a. Halland.", "Det kostade ca 5 000 kr."]),
    ("sv", ["S.k. språkkaféer hölls i bl.a. Orsa.", "Kl. 12.30 åt man lunch."]),
    ("sv", ["Dvs. varje vecka.", "Det var ca. 20 personer m.m. i bygden."]),
    ("sv", ["”Vi är glada!”", "Så säger deltagarna."]),
    ("fi", ["Se toimii maaseudulla.", "”Naisten” hanketta seurasi työpaja.", "(Se oli pieni.)"]),
    ("en", ["Groups, e.g. Imst or i.e. Tyrol, took part.", "Dr. Smith led it."]),
    ("en", ["The U.S. and the E.U. agreed.", "No. 5 was first.", "Approx. 20 people came."]),
    ("en", ["It ran from 1 Oct. 2016 to 3 Dec. 2017.", "It cost €5,654.18."]),
    ("en", ["Who came?", "Everybody!", "And then … it ended."]),
    ("en", ["In all it was 34.", "Four were women."]),
    ("fr", ["M. Dupont est venu.", "Il y avait env. 20 personnes."]),
]
"""Languages with sentences that come apart, and come apart nowhere else."""


@pytest.mark.parametrize(("lang", "sentences"), SENTENCES)
def test_sentences_come_apart_where_they_end(lang: str, sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences), lang) == sentences


def test_a_number_before_a_capital_may_be_an_ordinal() -> None:
    text = "Insgesamt waren es 70. Ob das stimmt, sagt die Quelle nicht."
    assert split_sentences(text, "de") == [text]


def test_a_language_nobody_knows_has_sentences_too() -> None:
    assert split_sentences("Aaa bbb. Ccc ddd.", "qaa") == ["Aaa bbb.", "Ccc ddd."]
    assert split_sentences("", "en") == []


def test_in_a_very_long_paragraph_no_sentence_is_cut() -> None:
    sentences = [f"Im Dorf Nummer {number} steht ein Haus." for number in range(2_000)]
    assert split_sentences(" ".join(sentences), "de") == sentences


@pytest.mark.parametrize("piece", ["„ ", "zzgl. Haus ", "Haus", " und so weiter"])
def test_a_sentence_without_end_comes_back(piece: str) -> None:
    text = "Haus " + piece * (100_000 // len(piece))
    assert "".join("".join(split_sentences(text, "de")).split()) == "".join(text.split())


@given(st.text(max_size=200), st.sampled_from(["de", "en", "fi", "sv", "qaa"]))
def test_nothing_is_lost(text: str, lang: str) -> None:
    found = split_sentences(text, lang)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(one == one.strip() != "" for one in found)
