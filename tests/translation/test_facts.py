"""Facts in translations: what must stand is found, what is only written otherwise is fine."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from kb.translation.facts.compare import FactFault, find_fact_faults
from kb.translation.facts.spokennumbers import find_word_reader

Case = tuple[str, str, str, str]

FINE: list[Case] = [
    # Numbers in every way of writing them.
    ("de-AT", "Rund 19.000 Menschen leben hier.", "fi", "Täällä asuu noin 19 000 ihmistä."),
    ("de-AT", "Rund 19.000 Menschen leben hier.", "sv", "Här bor omkring 19\u00a0000 människor."),
    ("de-AT", "Rund 19.000 Menschen leben hier.", "en", "Around 19,000 people live here."),
    ("de-AT", "Rund 19.000 Menschen leben hier.", "de-DE", "Etwa 19\u202f000 Leute wohnen hier."),
    ("de", "19.000 Menschen", "en", "19.000 people"),
    ("de", "Mit 2 500 Personen", "en", "With 2,500 persons"),
    ("sv", "11 000 invånare, varav 1 500 i byn", "fi", "11 000 asukasta, joista 1 500 kylässä"),
    ("sv", "11 000 invånare, varav 1 500 i byn", "de", "11.000 Menschen, 1.500 davon im Ort"),
    ("de", "rund 700 und 5,5 Stunden", "en", "some 700 and 5.5 hours"),
    ("en", "1,200,000 people", "fi", "1,2 miljoonaa ihmistä"),
    ("de", "1,2 Millionen Menschen", "sv", "1,2 miljoner människor"),
    ("de", "1,2 Mio. Menschen", "en", "1.2 million people"),
    ("fi", "kaksi miljoonaa ihmistä", "de", "2 Millionen Menschen"),
    ("sv", "3 tusen personer", "en", "three thousand people"),
    ("de", "dreitausend Leute", "fi", "3 000 henkilöä"),
    ("de", "fünfundzwanzig Orte", "sv", "tjugofem orter"),
    ("en", "twenty-five places", "de", "fünfundzwanzig Orte"),
    ("en", "two hundred and fifty people", "sv", "250 personer"),
    ("fi", "kaksisataa ihmistä", "en", "two hundred people"),
    ("de", "41.000 Stunden", "fr", "41 000 heures"),
    ("de", "41.000 Stunden", "pl", "41 000 godzin"),
    ("de", "41.000 Stunden", "et", "41 000 tundi"),
    ("de-CH", "18'000 Leute", "en", "18,000 people"),
    ("de", "3 bis 4 Personen", "en", "three to four people"),
    ("sv", "700–800 i trakten", "de", "700 bis 800 in der Gegend"),
    ("de", "2016/17", "en", "2016–2017"),
    ("de", "Winter 2015/16", "fi", "talvi 2015–2016"),
    ("en", "in 2016-17", "sv", "2016/17"),
    ("de", "2014–2020", "sv", "från 2014 till 2020"),
    # Number words, inflected, in compounds and as other words.
    ("de", "Sechs Regionen", "en", "Six regions"),
    ("de", "sechs Regionen", "fi", "kuuden alueen yhteistyö"),
    ("de", "in sechs Regionen", "fi", "kuudessa alueessa"),
    ("de", "sechs Regionen", "sv", "sex regioner"),
    ("de", "6 Regionen", "fi", "kuusi aluetta"),
    ("sv", "sex regioner", "en", "6 regions"),
    ("fi", "viisitoista kylää", "de", "fünfzehn Dörfer"),
    ("fi", "viidessätoista kylässä", "sv", "i 15 byar"),
    ("de", "dreijähriges Projekt", "fi", "kolmivuotinen hanke"),
    ("de", "dreijähriges Projekt", "en", "a three-year project"),
    ("en", "a three-year project", "sv", "ett treårigt projekt"),
    ("en", "a three-year project", "sv", "ett projekt på 3 år"),
    ("de", "Ein Dreiländerprojekt", "en", "A cross-border project"),
    ("de", "Sie kamen zu dritt.", "en", "Three of them came."),
    ("en", "Three of them came.", "de", "Sie kamen zu dritt."),
    ("de", "zwölfmal im Jahr", "en", "twelve times a year"),
    ("de", "zwei Kinder", "en", "both children"),
    ("de", "beide Gemeinden", "en", "the two municipalities"),
    ("de", "beide Gemeinden", "fi", "molemmat kunnat"),
    ("sv", "i två riktningar", "en", "in both directions"),
    ("sv", "tvåvägsintegration", "fi", "kaksisuuntainen kotoutuminen"),
    ("de", "12 Eier", "en", "a dozen eggs"),
    ("de", "ein Dutzend Leute", "sv", "tolv personer"),
    ("fi", "parikymmentä kylää", "sv", "ett tjugotal byar"),
    ("de", "einer von ihnen", "en", "one of them"),
    ("fi", "yksi heistä", "sv", "en av dem"),
    ("en", "a municipality", "de", "eine Gemeinde"),
    ("de", "1 Mitglied", "en", "one member"),
    ("de", "Alle achten aufeinander.", "en", "Everyone looks after each other."),
    ("de", "Acht geben hilft.", "en", "Taking care helps."),
    ("fi", "Usein sataa.", "en", "It often rains."),
    ("sv", "De andra kommer.", "de", "Die anderen kommen."),
    ("en", "The second phase", "de", "Die zweite Phase"),
    ("en", "Wait a second.", "de", "Warte kurz."),
    ("de", "das zweite Mal", "fi", "toinen kerta"),
    ("sv", "var tionde invånare", "fi", "joka kymmenes asukas"),
    ("sv", "var tionde invånare", "en", "one in ten residents"),
    ("fi", "vain noin kolmannes", "en", "only about a third"),
    ("de", "zweieinhalb Jahre", "en", "two and a half years"),
    ("en", "two and a half years", "fi", "2,5 vuotta"),
    ("de", "ein halbes Jahr", "en", "six months"),
    ("de", "eine Million Euro", "fi", "miljoona euroa"),
    ("de", "Das Projekt „Drei Wege“", "en", "The project “Drei Wege”"),
    ("de", "Hunderte kamen.", "en", "Hundreds came."),
    ("fi", "Tuhansia tuli.", "sv", "Tusentals kom."),
    ("de", "hundert Menschen", "sv", "hundra människor"),
    ("fi", "kasvoi 24:stä yli sataan", "de", "stieg von 24 auf über hundert"),
    ("fi", "kasvoi 24:stä yli sataan", "en", "grew from 24 to over 100"),
    # Dates.
    ("de", "Am 14.10.2016 begann es.", "en", "It began on 14 October 2016."),
    ("de", "Am 14. Oktober 2016 begann es.", "en", "It began on October 14, 2016."),
    ("de", "Am 14. Oktober 2016", "en", "on the 14th of October 2016"),
    ("de", "Am 14. Oktober 2016", "fi", "14. lokakuuta 2016"),
    ("de", "Am 14. Oktober 2016", "fi", "14.10.2016"),
    ("de", "Am 14. Oktober 2016", "fi", "lokakuun 14. päivänä 2016"),
    ("de", "Am 14. Oktober 2016", "sv", "den 14 oktober 2016"),
    ("de", "Am 14. Oktober 2016", "sv", "den 14:e oktober 2016"),
    ("de", "Am 14. Oktober 2016", "sv", "2016-10-14"),
    ("de", "Am 14. Oktober 2016", "sv", "14/10 2016"),
    ("de", "Am 14. Oktober 2016", "fr", "le 14 octobre 2016"),
    ("de", "Am 14. Oktober 2016", "pl", "14 października 2016"),
    ("de", "Am 14. Oktober 2016", "et", "14. oktoobril 2016"),
    ("en", "14 Oct 2016", "fi", "14.10.2016"),
    ("en", "03/04/2016", "de", "3. April 2016"),
    ("de-AT", "am 25. Jänner 2016", "de-DE", "am 25. Januar 2016"),
    ("de-AT", "im Feber 2016", "en", "in February 2016"),
    ("de-AT", "am 25. Jänner 2016", "fi", "25. tammikuuta 2016"),
    ("de", "Von Oktober 2016 bis Dezember 2017", "fi", "lokakuusta 2016 joulukuuhun 2017"),
    ("de", "Von Oktober 2016 bis Dezember 2017", "sv", "från oktober 2016 till december 2017"),
    ("de", "Von Mai bis Oktober 2017", "en", "From May to October 2017"),
    ("fi", "Helmikuussa 2016", "de", "Im Februar 2016"),
    ("fi", "vuoden 2017 kesäkuussa", "en", "in June 2017"),
    ("en", "in June 2017", "fi", "vuoden 2017 kesäkuussa"),
    ("de", "im Oktober 2016", "fi", "10/2016"),
    ("de", "14.–16. Oktober 2016", "en", "14–16 October 2016"),
    ("de", "14.–16. Oktober 2016", "en", "October 14–16, 2016"),
    ("de", "vom 14. bis 16. Oktober 2016", "fi", "14.–16.10.2016"),
    ("de", "am 14. und am 16. Oktober 2016", "en", "on 14 and 16 October 2016"),
    ("de", "am 21. März und am 4. April 2017", "en", "on 21 March and 4 April 2017"),
    ("de", "am 21. März und am 4. April 2017", "fi", "21.3. ja 4.4.2017"),
    ("de", "am 21. März und am 4. April 2017", "fi", "21. maaliskuuta ja 4. huhtikuuta 2017"),
    ("fi", "17.5.2015–17.1.2019", "sv", "17 maj 2015–17 januari 2019"),
    ("fi", "alatoimenpide 7.4.", "en", "sub-measure 7.4"),
    ("de", "am 1. März", "en", "on 1 March"),
    ("en", "You may go. In 2016 may they come.", "de", "Geht nur. 2016 mögen sie kommen."),
    ("sv", "i mars och maj", "de", "im März und Mai"),
    ("de", "die 1990er Jahre", "en", "the 1990s"),
    ("fi", "1990-luvulle", "de", "in die 1990er Jahre"),
    ("sv", "sedan 1960-talet", "fi", "1960-luvulta lähtien"),
    ("de", "die 90er Jahre", "sv", "1990-talet"),
    ("de", "im 20. Jahrhundert", "sv", "på 1900-talet"),
    ("sv", "främst till 2000-talet", "de", "vor allem ins 21. Jahrhundert"),
    # Times of day.
    ("de", "um 18 Uhr", "en", "at 6 pm"),
    ("de", "um 18.30 Uhr", "sv", "kl. 18:30"),
    ("de", "18–20 Uhr", "fi", "klo 18–20"),
    ("en", "at 6.30 p.m.", "fi", "klo 18.30"),
    # Percentages and money.
    ("de", "bei rund 7 %", "en", "at around 7%"),
    ("de", "3,5 bis 10 %", "en", "3.5% to 10%"),
    ("en", "3.5% to 10%", "de", "3,5 bis 10 Prozent"),
    ("de", "3,5 bis 10 %", "fi", "3,5–10 prosentilla"),
    ("sv", "17 procent", "de", "17 Prozent"),
    ("sv", "17 procent", "en", "17 per cent"),
    ("sv", "17 procent", "en", "seventeen percent"),
    ("fi", "90 %:n osuus", "sv", "en andel på 90 %"),
    ("de", "ein 80-prozentiger Fördersatz", "en", "an 80 per cent grant"),
    ("sv", "17 procent", "fr", "17 pour cent"),
    ("sv", "17 procent", "et", "17 protsenti"),
    ("de-AT", "EUR 18.000,00", "fi", "18 000 euroa"),
    ("de-AT", "€ 18.000,-", "en", "€18,000"),
    ("de", "52.000 Euro brutto", "sv", "52 000 euro brutto"),
    ("de", "5.654,18 Euro", "en", "5,654.18 euros"),
    ("de", "5.654,18 Euro", "fi", "5 654,18 euron"),
    ("fi", "1,2 M€", "de", "1,2 Millionen Euro"),
    ("sv", "5 000 kronor", "de", "5.000 schwedische Kronen"),
    ("sv", "5 000 kr", "en", "SEK 5,000"),
    ("sv", "5 000 kronor", "fi", "5 000 kruunua"),
    ("de", "3 bis 4 Euro je Stunde", "en", "€3 to €4 an hour"),
    ("de", "fünftausend Euro", "en", "EUR 5,000"),
    ("de", "30 Euro, später 20 Euro", "en", "30 euros, later 20"),
    ("de", "20 Europäer", "en", "20 Europeans"),
    ("de", "5 Euro 20 Cent", "en", "5 euros and 20 cents"),
    ("de", "eine Million Euro", "en", "EUR 1,000,000"),
    ("de", "200 kr 300 Leute", "sv", "200 kr 300 personer"),
    ("de", "10 Bio-Höfe und 20 Biobauern", "en", "10 organic farms and 20 organic farmers"),
    ("de", "5 Märkte, 10 Kroaten", "en", "5 markets, 10 Croats"),
    ("de", "5 Bücher", "fr", "5 livres"),
    ("de", "die Hälfte", "en", "50%"),
    ("de", "Der Fördersatz von 80 Prozent gilt.", "fi", "Tukiprosentti on 80."),
    ("sv", "Integrera i två riktningar", "de", "Integration als wechselseitige Aufgabe"),
    ("de", "Gespräche unter vier Augen", "fi", "keskusteluja kahden kesken"),
    # Codes, addresses, placeholders.
    ("de", "LE 14–20, Maßnahme 19.2.1", "en", "LE 14–20, measure 19.2.1"),
    ("de", "Ein A1-Kurs", "fi", "A1-kurssi"),
    ("sv", "K5-kommunerna", "fi", "K5-kunnat"),
    ("de", "COVID-19", "fi", "COVID-19-pandemia"),
    ("de", "nach § 17", "en", "under section 17"),
    ("de", "200 m2 Fläche", "en", "200 square metres"),
    ("de", "12-jährige Kinder", "en", "12-year-old children"),
    ("fi", "30-vuotias", "de", "30 Jahre alt"),
    ("de", "Tel. +43 5412 12345", "en", "phone +43 (5412) 12345"),
    ("de", "Siehe https://example.org/a.", "en", "See https://example.org/a for more."),
    ("de", "Schreib an a.b@example.org!", "en", "Write to a.b@example.org."),
    ("en", "%(count)d of {total}", "de", "{total}, davon %(count)d"),
    ("en", "100 %", "sv", "100 %"),
    ("de", "", "en", ""),
]  # fmt: skip

FAULTY: list[tuple[str, str, str, str, str]] = [
    # A plus: the translation has it, the source has not.
    ("de", "Sechs Regionen", "en", "Five regions", "number: Sechs | +number: Five"),
    ("de", "Sechs Regionen", "en", "5 regions", "number: Sechs | +number: 5"),
    ("de", "6 Regionen", "fi", "viisi aluetta", "number: 6 | +number: viisi"),
    ("en", "six regions", "fi", "viidessä alueessa", "number: six | +number: viidessä"),
    ("en", "six regions", "sv", "fem regioner", "number: six | +number: fem"),
    ("en", "six regions", "de", "alle Regionen", "number: six"),
    ("fi", "kuudessa kunnassa", "de", "in Gemeinden", "number: kuudessa"),
    ("sv", "sex regioner", "de", "Regionen", "number: sex"),
    ("de", "zwanzig Orte", "en", "thirty places", "number: zwanzig | +number: thirty"),
    ("de", "fünfundzwanzig Orte", "sv", "tjugosex", "number: fünfundzwanzig | +number: tjugosex"),
    (
        "de",
        "dreijähriges Projekt",
        "fi",
        "kaksivuotinen hanke",
        "number: dreijähriges | +number: kaksivuotinen",
    ),
    ("en", "a three-year project", "de", "ein Projekt von 2 Jahren", "number: three | +number: 2"),
    ("de", "19.000 Menschen", "fi", "19 ihmistä", "number: 19.000 | +number: 19"),
    ("de", "19.000 Menschen", "en", "1,900 people", "number: 19.000 | +number: 1,900"),
    ("de", "5,5 Stunden", "en", "55 hours", "number: 5,5 | +number: 55"),
    ("de", "1,2 Millionen", "en", "1.2 billion", "number: 1,2 Millionen | +number: 1.2 billion"),
    ("de", "rund 700 Leute", "en", "some people", "number: 700"),
    ("de", "viele Leute", "en", "700 people", "+number: 700"),
    ("de", "17 Gemeinden", "sv", "71 kommuner", "number: 17 | +number: 71"),
    ("de", "2007 begann es", "fi", "Se alkoi 2008", "number: 2007 | +number: 2008"),
    ("de", "2014–2020", "en", "2014–2021", "number: 2020 | +number: 2021"),
    ("de", "700 Leute", "fr", "800 personnes", "number: 700 | +number: 800"),
    ("de", "700 Leute", "et", "800 inimest", "number: 700 | +number: 800"),
    ("sv", "700–800 i trakten", "de", "700 bis 900 Leute", "number: 800 | +number: 900"),
    ("de", "2016/17", "en", "2016–2018", "number: 17 | +number: 2018"),
    ("de", "Die 1990er Jahre", "en", "The 1980s", "number: 1990 | +number: 1980"),
    (
        "de",
        "Am 14.10.2016",
        "en",
        "on 15 October 2016",
        "date: 14.10.2016 | +date: 15 October 2016",
    ),
    (
        "de",
        "Am 14.10.2016",
        "en",
        "on 14 November 2016",
        "date: 14.10.2016 | +date: 14 November 2016",
    ),
    (
        "de",
        "Am 14.10.2016",
        "en",
        "on 14 October 2017",
        "date: 14.10.2016 | +date: 14 October 2017",
    ),
    ("de", "Am 14.10.2016", "en", "in October 2016", "date: 14.10.2016"),
    ("de", "Am 14. Oktober 2016", "fi", "14.9.2016", "date: 14. Oktober 2016 | +date: 14.9.2016"),
    (
        "de",
        "Am 14. Oktober 2016",
        "fi",
        "14. syyskuuta 2016",
        "date: 14. Oktober 2016 | +date: 14. syyskuuta 2016",
    ),
    ("de", "Am 14. Oktober 2016", "sv", "2016-10-04", "date: 14. Oktober 2016 | +date: 2016-10-04"),
    (
        "de-AT",
        "am 25. Jänner 2016",
        "de-DE",
        "am 25. Februar 2016",
        "date: 25. Jänner 2016 | +date: 25. Februar 2016",
    ),
    ("fi", "Helmikuussa 2016", "de", "Im März 2016", "date: Helmikuussa 2016 | +date: März 2016"),
    ("fi", "Helmikuussa 2016", "de", "Im Jahr 2016", "date: Helmikuussa 2016"),
    (
        "de",
        "Am 14. Oktober 2016",
        "et",
        "14. novembril 2016",
        "date: 14. Oktober 2016 | +date: 14. novembril 2016",
    ),
    (
        "de",
        "am 3. Mai und 5. Juni 2016",
        "en",
        "on 5 May and 3 June 2016",
        "date: 3. Mai | date: 5. Juni 2016 | +date: 5 May | +date: 3 June 2016",
    ),
    ("de", "um 18 Uhr", "en", "at 5 pm", "number: 18 Uhr | +number: 5 pm"),
    ("de", "bei 7 %", "en", "at 7", "percent: 7 %"),
    ("de", "bei 7 %", "en", "at 8%", "percent: 7 % | +percent: 8%"),
    ("sv", "17 procent", "fi", "17 asukasta", "percent: 17 procent"),
    ("sv", "17 procent", "fi", "71 prosenttia", "percent: 17 procent | +percent: 71 prosenttia"),
    ("de", "alle", "en", "100%", "+percent: 100%"),
    ("de", "EUR 18.000,00", "fi", "18 euroa", "amount: EUR 18.000,00 | +amount: 18 euroa"),
    ("de", "18.000 Euro", "fi", "18 000 kruunua", "amount: 18.000 Euro | +amount: 18 000 kruunua"),
    ("de", "18.000 Euro", "en", "18,000 people", "amount: 18.000 Euro"),
    (
        "de",
        "5.654,18 Euro",
        "en",
        "5,654.81 euros",
        "amount: 5.654,18 Euro | +amount: 5,654.81 euros",
    ),
    ("sv", "5 000 kr", "en", "EUR 5,000", "amount: 5 000 kr | +amount: EUR 5,000"),
    ("sv", "5 000 kr", "en", "five euros", "amount: 5 000 kr | +amount: five euros"),
    ("de", "3 bis 4 Euro", "en", "3 to 5 euros", "amount: 4 Euro | +amount: 5 euros"),
    (
        "de",
        "Siehe https://a.example/de",
        "en",
        "See https://a.example/en",
        "url: https://a.example/de",
    ),
    ("de", "Siehe www.example.org.", "en", "See the page.", "url: www.example.org"),
    ("de", "a@example.org", "en", "b@example.org", "url: a@example.org"),
    ("en", "%(count)d hits", "de", "Treffer", "placeholder: %(count)d"),
    (
        "en",
        "%(count)d hits",
        "de",
        "%(coutn)d Treffer",
        "placeholder: %(count)d | +placeholder: %(coutn)d",
    ),
    ("en", "{name}", "de", "{Name}", "placeholder: {name} | +placeholder: {Name}"),
    ("en", "%s und %s", "de", "%s", "placeholder: %s"),
    ("de", "Maßnahme 19.2.1", "en", "measure 19.2.2", "number: 19.2.1"),
    ("de", "Ein A1-Kurs", "fi", "A2-kurssi", "number: A1"),
    ("sv", "K5-kommunerna", "fi", "kunnat", "number: K5"),
    ("de", "12-jährige Kinder", "en", "13-year-old children", "number: 12 | +number: 13"),
    ("de", "Tel. +43 5412 12345", "en", "phone +43 5412 12354", "number: +43 5412 12345"),
    ("de", "zwei Orte und drei Wege", "en", "two places and two ways", "number: drei"),
    (
        "de",
        "85 hier, 75 dort, 160 gesamt",
        "en",
        "85 here, 75 there, 106 in all",
        "number: 160 | +number: 106",
    ),
    ("de", "eine Million Euro", "en", "2 million euros",
     "amount: Million Euro | +amount: 2 million euros"),
    ("de", "20 Wochenstunden", "en", "20% of the hours", "+percent: 20%"),
    ("de", "20 Stunden", "sv", "20 kronor", "+amount: 20 kronor"),
]  # fmt: skip


def told(faults: list[FactFault]) -> list[str]:
    return [f"{'+' * fault.is_added}{fault.kind}: {fault.missing}" for fault in faults]


@pytest.mark.parametrize("case", FINE, ids=lambda case: f"{case[1]} = {case[3]}")
def test_same_facts_are_no_fault(case: Case) -> None:
    source_lang, source, lang, text = case
    assert find_fact_faults(source, source_lang, text, lang) == []


@pytest.mark.parametrize("case", FINE, ids=lambda case: f"{case[3]} = {case[1]}")
def test_same_facts_are_no_fault_the_other_way_round(case: Case) -> None:
    source_lang, source, lang, text = case
    assert find_fact_faults(text, lang, source, source_lang) == []


@pytest.mark.parametrize("case", FAULTY, ids=lambda case: f"{case[1]} ≠ {case[3]}")
def test_other_facts_are_found(case: tuple[str, str, str, str, str]) -> None:
    source_lang, source, lang, text, faults = case
    found = told(find_fact_faults(source, source_lang, text, lang))
    assert sorted(found) == sorted(faults.split(" | "))


TYROL = ("Tirol", "Tyrol", "Tiroli")
NAMES_STAND: list[tuple[str, str, tuple[tuple[str, ...], ...]]] = [
    ("In Imst begann es.", "Se alkoi Imstissä.", (("Imst",),)),
    ("In Tirol begann es.", "It began in Tyrol.", (TYROL,)),
    ("Tiroler Gemeinden", "tirolilaiset kunnat", (TYROL,)),
    ("in Närpes", "Närpiössä", (("Närpes", "Närpiö"),)),
    ("in Punkalaidun", "Punkalaitumella", (("Punkalaidun",),)),
    ("in Sastamala", "Sastamalassa", (("Sastamala",),)),
    ("in Helsinki", "Helsingissä", (("Helsinki", "Helsingfors"),)),
    ("in Turku", "i Åbo", (("Turku", "Åbo"),)),
    ("der LAG", "LAGin", (("LAG",),)),
    ("in der EU", "EU:ssa", (("EU",),)),
    ("Pirkan Helmis Projekt", "Pirkan Helmen hanke", (("Pirkan Helmi",),)),
    ("Das Freiwilligenzentrum Imst hilft.", "Freiwilligenzentrum Imst auttaa.",
     (("Freiwilligenzentrum Imst",), ("Imst",))),
    ("Auch Auen blühen.", "Myös niityt kukkivat.", (("Au",),)),
    ("St. Johann in Tirol", "St. Johann in Tirol", (TYROL, ("St. Johann in Tirol",))),
    ("Bericht ohne Namen", "Report", (TYROL,)),
    ("Projekt Vier Wege", "the Vier Wege project", (("Vier Wege",),)),
    ("Das Netzwerk Sechs Dörfer e. V.", "verkosto Sechs Dörfer e. V.", (("Sechs Dörfer e. V.",),)),
    ("Im Bezirk Imst", "Imstin piirissä", (("Bezirk Imst",),)),
    ("Gemeinden des Außerferns", "Ausserfernin kunnat", (("Gemeinden des Außerferns",),)),
    ("K2 in Imst", "K2 Imstissä", (("Imst",),)),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "names"), NAMES_STAND)
def test_names_may_be_inflected_or_told_in_the_other_language(
    source: str, text: str, names: tuple[tuple[str, ...], ...]
) -> None:
    assert find_fact_faults(source, "de-AT", text, "fi", names) == []


@pytest.mark.parametrize(
    ("source", "text", "names", "missing"),
    [
        ("In Imst begann es.", "Se alkoi siellä.", (("Imst",),), "Imst"),
        ("In Tirol begann es.", "It began in Salzburg.", (TYROL,), "Tirol"),
        ("i Närpes", "Vaasassa", (("Närpiö", "Närpes"),), "Närpes"),
        ("Pirkan Helmi fördert es.", "Leader rahoittaa.", (("Pirkan Helmi",),), "Pirkan Helmi"),
        ("Die EU hilft.", "Se auttaa.", (("EU",),), "EU"),
        ("Imst und Landeck", "Imst", ("Imst", "Landeck"), "Landeck"),
    ],
)
def test_missing_names_are_found(
    source: str, text: str, names: tuple[tuple[str, ...], ...], missing: str
) -> None:
    faults = find_fact_faults(source, "de", text, "fi", names)
    assert [(fault.kind, fault.missing) for fault in faults] == [("name", missing)]


def test_a_missing_name_tells_the_names_in_other_languages() -> None:
    (fault,) = find_fact_faults("in Närpes", "sv", "täällä", "fi", (("Närpiö", "Närpes"),))
    assert fault.expected == "Närpes / Närpiö"


@pytest.mark.parametrize(
    ("source", "lang", "expected"),
    [
        ("EUR 18.000,00", "fi", "18\u00a0000 euroa"),
        ("EUR 18.000,00", "en", "18,000 euros"),
        ("5.654,18 Euro", "sv", "5\u00a0654,18 euro"),
        ("14.10.2016", "en", "14 October 2016"),
        ("14.10.2016", "fi", "14. lokakuuta 2016"),
        ("14.10.2016", "sv-SE", "14 oktober 2016"),
        ("25.1.2016", "de-AT", "25. Jänner 2016"),
        ("25.1.2016", "de-DE", "25. Januar 2016"),
        ("Oktober 2016", "en", "October 2016"),
        ("am 14. Oktober", "fi", "14. lokakuuta"),
        ("29. Februar", "sv", "29 februari"),
        ("7,5 %", "en", "7.5%"),
        ("7,5 %", "fi", "7,5\u00a0%"),
        ("19.000 Leute", "sv", "19\u00a0000"),
        ("Jahr 2016", "en", "2016"),
        ("1,2 Millionen Leute", "en", "1,200,000"),
        ("sechs Leute", "fi", "6"),
        ("5.000 Kronen", "en", "5,000 Swedish kronor"),
    ],
)
def test_what_is_expected_is_written_as_the_language_does(
    source: str, lang: str, expected: str
) -> None:
    (fault,) = find_fact_faults(source, "de", "…", lang)
    assert fault.expected == expected
    assert find_fact_faults(source, "de", f"x {expected} x", lang) == []


LANGS = st.sampled_from(["de-AT", "de-DE", "fi", "sv-SE", "sv-FI", "en", "fr", "et", "pl"])
NUMBERS = st.one_of(
    st.integers(2, 10**9).map(Decimal),
    st.decimals(2, 10**7, places=2, allow_nan=False, allow_infinity=False),
)


@given(NUMBERS, LANGS, LANGS)
def test_a_number_is_found_as_any_language_writes_it(
    value: Decimal, source_lang: str, lang: str
) -> None:
    source, text = (
        f"x {format_decimal(value, locale=tag.replace('-', '_'))} x" for tag in (source_lang, lang)
    )
    assert find_fact_faults(source, source_lang, text, lang) == []


@given(NUMBERS, st.sampled_from(["EUR", "SEK", "CHF"]), LANGS, LANGS)
def test_an_amount_is_found_as_any_language_writes_it(
    value: Decimal, currency: str, source_lang: str, lang: str
) -> None:
    source, text = (
        f"x {format_currency(value, currency, locale=tag.replace('-', '_'), format_type=form)} x"
        for tag, form in ((source_lang, "standard"), (lang, "name"))
    )
    assert find_fact_faults(source, source_lang, text, lang) == []


@given(st.dates(), LANGS, LANGS, st.sampled_from(["long", "medium"]))
def test_a_date_is_found_as_any_language_writes_it(
    day: date, source_lang: str, lang: str, form: Literal["long", "medium"]
) -> None:
    day = day.replace(year=1900 + day.year % 200)
    source, text = (
        f"x {format_date(day, form, locale=tag.replace('-', '_'))} x" for tag in (source_lang, lang)
    )
    assert find_fact_faults(source, source_lang, text, lang) == []


TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [*"0123456789 .,:-–/%€{}()", "Oktober", "lokakuuta", "Mio.", "sechs", "hundert", "Euro",
             "kr", "2016", "14.10.", " ", " ", "\u00a0", "Uhr", "klo ", "K5", "%s", "@a.fi", "+43"]
        ),
        max_size=40,
    ).map("".join),
)  # fmt: skip


@given(TEXTS, TEXTS, LANGS, LANGS)
def test_any_text_is_compared_without_an_error(
    source: str, text: str, source_lang: str, lang: str
) -> None:
    find_fact_faults(source, source_lang, text, lang, ((source[:4],), (text[:3], "Imst")))


@pytest.mark.parametrize("part", ["hundert", "tuhatta", "kaksikymmentä", "1 ", "1.", "a.b", "+4 "])
def test_a_long_row_of_parts_is_read_in_a_moment(part: str) -> None:
    for lang in ("de", "fi"):
        assert find_fact_faults(part * 500, lang, "", lang) is not None


@given(TEXTS, LANGS)
def test_a_text_has_its_own_facts(text: str, lang: str) -> None:
    # The same text is answered at once, so a full stop makes it another one.
    assert find_fact_faults(text, lang, f"{text} .", lang) == []


@given(TEXTS)
def test_an_unknown_language_is_read_too(text: str) -> None:
    find_fact_faults(text, "tlh", text + "!", "x-none")


@pytest.mark.parametrize("lang", ["de", "fi", "sv", "en"])
def test_every_number_word_has_a_value(lang: str) -> None:
    reader = find_word_reader(lang)
    assert reader is not None
    for word, value in (reader.words.units | reader.words.tens).items():
        spoken = reader.read(word)
        assert spoken is not None
        assert value in spoken.values, word


@pytest.mark.parametrize(
    ("lang", "word", "value"),
    [
        ("de", "einhundertdreiundzwanzig", 123),
        ("de", "zweitausendsechzehn", 2016),
        ("fi", "satakaksikymmentäkolme", 123),
        ("fi", "kahdessakymmenessäviidessä", 25),
        ("fi", "viidentoista", 15),
        ("fi", "kolmellesadalle", 300),
        ("sv", "etthundratjugotre", 123),
        ("sv", "tvåtusen", 2000),
        ("en", "ninety", 90),
    ],
)
def test_long_number_words_are_put_together(lang: str, word: str, value: int) -> None:
    reader = find_word_reader(lang)
    assert reader is not None
    assert reader.read(word) == ((value,), True, False)


@pytest.mark.parametrize("word", ["Dorf", "und", "ja", "sade", "tend", "ein", "yksi", "one", ""])
def test_other_words_are_no_numbers(word: str) -> None:
    readers = [find_word_reader(lang) for lang in ("de", "fi", "sv", "en")]
    assert not [r for r in readers if r and (spoken := r.read(word)) and spoken.is_free]
