"""What languages, countries, dates, amounts and lists look like, region by region."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.translation import formats

LANGS = ("de", "de-AT", "de-DE", "fi", "fi-FI", "sv", "sv-SE", "sv-FI", "en", "en-GB", "et", "xx")


def plain(text: str) -> str:
    """The same with ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_names_of_languages_and_countries() -> None:
    assert formats.language_name("de-AT", "fi") == "saksa"
    assert formats.language_name("xx", "fi") == "xx"
    assert formats.country_name("AT", "sv") == "Österrike"
    assert formats.country_name("AT", "xx") == "Austria"
    assert formats.country_name("??", "en") == "??"


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("2016", "de-AT", "2016"),
        ("2016-10", "de-AT", "Oktober 2016"),
        ("2016-10", "fi", "lokakuu 2016"),
        ("2016-01-14", "de-AT", "14. Jänner 2016"),
        ("2016-01-14", "de-DE", "14. Januar 2016"),
        ("2016-10-14", "fi-FI", "14. lokakuuta 2016"),
        ("2016-10-14", "sv-FI", "14 oktober 2016"),
        ("2016-10-14", "en", "14 October 2016"),
        ("2016-10-14", "en-US", "October 14, 2016"),
        ("2016-10-14", "xx", "14 October 2016"),
    ],
)
def test_days_are_as_precise_as_they_are_known(text: str, lang: str, shown: str) -> None:
    assert formats.format_day(text, lang) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "lang", "shown"),
    [
        ("18000", "EUR", "de-AT", "€ 18.000"),
        ("18000", "EUR", "de-DE", "18.000 €"),
        ("18000", "EUR", "de", "18.000 €"),
        ("18000.50", "EUR", "fi", "18 000,50 €"),
        ("18000", "EUR", "sv-FI", "18 000 €"),
        ("2902163", "SEK", "sv-SE", "2 902 163 kr"),
        ("18000", "EUR", "en", "€18,000"),
        ("18000", "SEK", "en", "SEK 18,000"),
        ("18000", "SEK", "de-AT", "SEK 18.000"),
        ("1234.5", None, "en", "1,234.5"),
    ],
)
def test_amounts_follow_the_region(
    amount: str, currency: str | None, lang: str, shown: str
) -> None:
    assert plain(formats.format_amount(Decimal(amount), currency, lang)) == shown


def test_share_is_given_in_percent() -> None:
    assert plain(formats.format_share(Decimal("62.5"), "de")) == "62,5 %"
    assert formats.format_share(Decimal("62.5"), "en") == "62.5%"


@pytest.mark.parametrize(
    ("lang", "all_of_them", "any_of_them"),
    [
        ("de-AT", "a, b und c", "a, b oder c"),
        ("fi", "a, b ja c", "a, b tai c"),
        ("sv-FI", "a, b och c", "a, b eller c"),
        ("en", "a, b and c", "a, b or c"),
    ],
)
def test_lists(lang: str, all_of_them: str, any_of_them: str) -> None:
    assert formats.format_list(["a", "b", "c"], lang) == all_of_them
    assert formats.format_list(["a", "b", "c"], lang, "or") == any_of_them
    assert formats.format_list(["a"], lang) == "a"
    assert formats.format_list([], lang) == ""


@pytest.mark.parametrize(
    ("lang", "in_order"),
    [
        ("de", ["Åland", "Ändern", "Apfel", "Öl", "Oslo", "Straße", "Strasse", "Über", "Zoo"]),
        ("de-AT", ["Arbeit", "Ärger", "Arzt", "Ostern", "Österreich"]),
        ("fi", ["Apfel", "Oslo", "Ybbs", "Über", "Zoo", "Åland", "Ändern", "Ærø", "Öl", "Ørsta"]),
        ("fi-FI", ["asuminen", "vapaa", "wau", "yö", "zeniitti", "Åbo", "äiti", "ötökkä"]),
        ("sv", ["Alnö", "Oslo", "Vara", "Wien", "Åmål", "Älvsbyn", "Ærø", "Öland"]),
        ("sv-FI", ["Närpes", "Vasa", "Åbo", "Ähtäri", "Övermark"]),
        ("en", ["Åland", "Ändern", "Apfel", "café", "Öl", "Oslo", "Zoo"]),
    ],
)
def test_texts_are_sorted_as_dictionaries_of_the_language_do(
    lang: str, in_order: list[str]
) -> None:
    for words in (in_order, in_order[::-1]):
        found = sorted(words, key=lambda one: formats.sort_key(one, lang))
        if lang == "de":  # ß is sorted as ss: either may come first
            found = [one.replace("ß", "ss") for one in found]
            assert found == [one.replace("ß", "ss") for one in in_order]
        else:
            assert found == in_order


@given(st.text(), st.sampled_from(LANGS))
def test_any_text_has_a_key(text: str, lang: str) -> None:
    assert formats.sort_key(text, lang) == formats.sort_key(text, lang)


@pytest.mark.parametrize(
    ("start", "end", "lang", "text"),
    [
        ("2017-09-19", "2017-09-20", "fi", "19.–20. syyskuuta 2017"),
        ("2017-09-19", "2017-09-20", "de", "19.–20. September 2017"),
        ("2017-09-01", "2017-09-20", "sv", "1–20 september 2017"),
        ("2017-09-19", "2017-09-20", "en-US", "September 19–20, 2017"),
        ("2017-09-19", "2017-09-19", "en", "19 September 2017"),
        ("2017-09-19", "2017-10-02", "en", "19 September 2017 – 2 October 2017"),
        ("2017-09", "2018", "fi", "syyskuu 2017 – 2018"),
    ],
)
def test_days_of_one_month_share_it(start: str, end: str, lang: str, text: str) -> None:
    assert formats.format_days(start, end, lang) == text
