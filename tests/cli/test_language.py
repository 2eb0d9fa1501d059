"""Which language is spoken, what fields and values are called in it, and where caches lie."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cli.language import asked_language, parse_language, terminal_language
from kb.cli.settings import cache_folder
from kb.knowledgebase import default_cache
from kb.model.base import PeriodState, ResultKind, Status
from kb.model.practice import FundingScope, FundingState, Level, Role
from kb.translation.labels import field_label, text_notes, value_label
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
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "fi:sv"}, "fi"),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "en_GB:en"}, "en-GB"),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": ":?:sv_FI"}, "sv-FI"),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": ""}, "de-AT"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fi"}, "en"),
        ({"LANG": "fi_FI", "LC_ALL": "POSIX", "LANGUAGE": "fi"}, "en"),
        ({"LANGUAGE": "fi"}, "en"),
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
        (["translate", "status", "--lang", "sv"], {"LANG": "de_AT"}, "de-AT"),
        (["--lang", "fi", "quality", "--lang", "sv"], {}, "fi"),
        (["--root", "translate", "list", "--lang", "sv"], {}, "sv"),
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


# Labels


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


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["export", "--lang", "fi,de"], "sv-SE"),
        (["visit", "halland-2017", "--lang", "fi"], "sv-SE"),
        (["search", "export", "--lang", "fi"], "fi"),
        (["--root", "visit", "search", "--lang", "fi"], "fi"),
        (["--lang", "de", "export", "--lang", "fi"], "de"),
    ],
)
def test_lang_of_a_command_that_chooses_is_not_spoken(args: list[str], expected: str) -> None:
    assert asked_language(args, {"LANG": "sv_SE.UTF-8"}) == expected
