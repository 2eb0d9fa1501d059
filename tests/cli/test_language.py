"""Which language is spoken, and what languages, countries, dates and amounts are called in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import platformdirs
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from kb.cli import names
from kb.cli.labels import field_label, text_notes, value_label
from kb.cli.language import asked_language, parse_language, terminal_language
from kb.cli.settings import cache_folder
from kb.knowledgebase import default_cache
from kb.model.base import PeriodState, ResultKind, Status
from kb.model.practice import FundingScope, FundingState, Level, Role
from kb.translation import interface
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("de", "de"),
        ("de-AT", "de-AT"),
        ("DE_at", "de-AT"),
        ("de_AT.UTF-8", "de-AT"),
        ("sv_FI@euro", "sv-FI"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("sr_Latn", "sr-Latn"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("", None),
        ("Deutsch!", None),
        ("d", None),
        ("de-AT-x-y", None),
        ("ä", None),
    ],
)
def test_parse_language(text: str, lang: str | None) -> None:
    assert parse_language(text) == lang


@given(st.text())
def test_any_text_is_parsed_without_an_exception(text: str) -> None:
    lang = parse_language(text)
    assert lang is None or parse_language(lang) == lang


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "fi-FI"),
        ({"LANG": "fi_FI", "LC_MESSAGES": "sv_FI"}, "sv-FI"),
        ({"LANG": "fi_FI", "LC_MESSAGES": "sv_FI", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LANG": "de_AT"}, "de-AT"),
        ({"LANG": "???"}, "en"),
    ],
)
def test_terminal_language(environ: dict[str, str], lang: str) -> None:
    assert terminal_language(environ) == lang


@pytest.mark.parametrize(
    ("args", "environ", "lang"),
    [
        (["list"], {"LANG": "sv_SE"}, "sv-SE"),
        (["list"], {"LANG": "sv_SE", "KB_LANG": "fi"}, "fi"),
        (["--lang", "de", "list"], {"KB_LANG": "fi"}, "de"),
        (["--lang", "de", "list", "--lang=sv"], {}, "sv"),
        (["search", "--", "--lang", "sv"], {}, "en"),
        (["list", "--lang"], {}, "en"),
        (["list", "--lang", "!"], {"LANG": "sv_SE"}, "sv-SE"),
    ],
)
def test_asked_language(args: list[str], environ: dict[str, str], lang: str) -> None:
    assert asked_language(args, environ) == lang


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (("list", "--lang", "fi"), {}),
        (("--lang", "fi", "list"), {}),
        (("--lang", "sv", "list", "--lang", "fi_FI.UTF-8"), {}),
        (("list",), {"KB_LANG": "fi"}),
        (("list",), {"LC_ALL": "fi_FI.UTF-8", "LANG": "sv_SE"}),
    ],
)
def test_all_ways_to_ask_lead_to_the_same(
    args: tuple[str, ...], env: dict[str, str], run: Run
) -> None:
    result = run(*args, **env)
    assert result.exit_code == 0
    assert "Itävalta" in result.stdout


def test_faulty_language_in_the_environment_is_wrong_usage(run: Run) -> None:
    result = run("list", KB_LANG="no such")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "“no such” is no language tag" in result.stderr


# The interface


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A folder of catalogs with a bit of German."""
    catalog = Catalog(locale="de", domain="kb")
    catalog.add("No findings.", "Nichts gefunden.")
    catalog.add("Title", "Titel", context="field")
    catalog.add(("%(num)d error", "%(num)d errors"), ("%(num)d Fehler", "%(num)d Fehler"))
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "kb.mo").open("wb") as file:
        write_mo(file, catalog)
    return tmp_path


@pytest.mark.parametrize("lang", ["de", "de-AT"])
def test_sentences_come_from_the_catalog(
    lang: str, german: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = interface.find_translations
    monkeypatch.setattr(interface, "find_translations", lambda one: find(one, german))
    interface.use_language(lang)
    assert interface.gettext("No findings.") == "Nichts gefunden."
    assert interface.pgettext("field", "Title") == "Titel"
    assert interface.ngettext("%(num)d error", "%(num)d errors", 2) == "%(num)d Fehler"
    assert interface.gettext("Examples") == "Examples", "missing ones stay English"
    assert interface.gettext("") == ""


def test_language_without_a_catalog_stays_english(german: Path) -> None:
    assert interface.find_translations("fi", german).gettext("No findings.") == "No findings."


# Names and numbers


def test_names_of_languages_and_countries() -> None:
    assert names.language_name("de-AT", "fi") == "saksa"
    assert names.language_name("xx", "fi") == "xx"
    assert names.country_name("AT", "sv") == "Österrike"
    assert names.country_name("AT", "xx") == "Austria"
    assert names.country_name("??", "en") == "??"


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("2016", "de-AT", "2016"),
        ("2016-10", "de-AT", "Oktober 2016"),
        ("2016-01-14", "de-AT", "14. Jänner 2016"),
        ("2016-01-14", "de-DE", "14. Januar 2016"),
        ("2016-10-14", "fi", "14. lokakuuta 2016"),
    ],
)
def test_days_are_as_precise_as_they_are_known(text: str, lang: str, shown: str) -> None:
    assert names.format_day(text, lang) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "lang", "shown"),
    [
        ("18000", "EUR", "de-AT", "€ 18.000"),
        ("18000", "EUR", "de-DE", "18.000 €"),
        ("18000.50", "EUR", "fi", "18 000,50 €"),
        ("2902163", "SEK", "sv-SE", "2 902 163 kr"),
        ("1234.5", None, "en", "1,234.5"),
    ],
)
def test_amounts_follow_the_region(
    amount: str, currency: str | None, lang: str, shown: str
) -> None:
    text = names.format_amount(Decimal(amount), currency, lang)
    assert text.replace("\xa0", " ").replace("\u202f", " ") == shown


def test_share_is_given_in_percent() -> None:
    assert names.format_share(Decimal("62.5"), "de").replace("\xa0", " ") == "62,5 %"


def test_texts_are_sorted_as_dictionaries_of_the_language_do() -> None:
    words = ["Ändern", "Zoo", "Apfel", "Öl", "Åland", "Oslo"]

    def in_order(lang: str) -> list[str]:
        return sorted(words, key=lambda one: names.sort_key(one, lang))

    assert in_order("de") == ["Åland", "Ändern", "Apfel", "Öl", "Oslo", "Zoo"]
    assert in_order("fi") == ["Apfel", "Oslo", "Zoo", "Åland", "Ändern", "Öl"]


def test_every_closed_value_has_a_name() -> None:
    kinds = {
        "status": Status,
        "level": Level,
        "state": PeriodState,
        "role": Role,
        "scope": FundingScope,
        "funding": FundingState,
        "result": ResultKind,
    }
    for kind, enum in kinds.items():
        for one in enum:
            name = value_label(kind, one.value)
            assert name
            assert "-" not in name or kind == "none"
    assert value_label("status", "unheard-of") == "unheard-of"
    assert field_label("unheard_of") == "unheard_of"


def test_notes_on_texts() -> None:
    assert text_notes("de-AT", "de", "source", "German") == []
    assert text_notes("de-AT", "fi", "source", "German") == ["German"]
    assert text_notes("fi", "de", "draft", None) == ["fi", "translation not yet reviewed"]


# The cache folder


@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": "/home/x"},
        {"HOME": "/home/x/"},
        {"HOME": "/"},
        {"HOME": "/home/x", "XDG_CACHE_HOME": "/elsewhere"},
        {"HOME": "/home/x", "XDG_CACHE_HOME": ""},
        {"HOME": "/home/x", "XDG_CACHE_HOME": "not/absolute"},
        {"HOME": "relative"},
        {},
    ],
)
def test_cache_folder_is_the_one_platformdirs_says(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "KB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert (cache_folder() or default_cache()) == platformdirs.user_cache_path(
        "kb", appauthor=False
    )


def test_chosen_cache_folder_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_CACHE", "/chosen")
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert cache_folder() == Path("/chosen")
