"""`kb search`: hits to stdout, messages to stderr, JSON, and what is said around them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli.output import Look
from kb.cli.searchtext import introduce, show_results
from kb.search.results import FacetValue, Hit, Match, Results
from tests.cli.conftest import SHIPPED, Run


def make_hit(**over: object) -> Hit:
    values = {
        "id": "at-sprachcafe",
        "title": "Sprachcafé",
        "title_lang": "de-AT",
        "title_state": "source",
        "summary": "Reden.",
        "summary_lang": "de-AT",
        "summary_state": "source",
        "country": "AT",
        "topics": ("housing",),
        "target_groups": (),
        "start": "2016-10",
        "lang": "de-AT",
        "status": "published",
        "score": 1.5,
        "words_missing": (),
        "snippet": (("Im ", False), ("Sprachcafé", True), (" reden.", False)),
        "snippet_lang": "de-AT",
        "snippet_field": "summary",
        "matched": (Match("de-AT", "title", ("Sprachcafé",)),),
    }
    return Hit(**{**values, **over})  # type: ignore[arg-type]


def make_results(*hits: Hit, **over: object) -> Results:
    values = {
        "query": "café",
        "lang": "de",
        "total": len(hits),
        "total_all_words": len(hits),
        "took_ms": 1.0,
        "corrected": None,
        "hits": hits,
        "facets": {
            "country": (FacetValue("AT", "Österreich", 1), FacetValue("FI", "Finnland", 2)),
            "topic": (FacetValue("housing", "Wohnen", 3),),
            "lang": (FacetValue("de", "Deutsch", 1),),
        },
    }
    return Results(**{**values, **over})  # type: ignore[arg-type]


def test_hits_go_to_stdout_and_their_number_to_stderr(run: Run) -> None:
    result = run("search", "Sprachcafé", "--lang", "de")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Sprachcafé am Dorfplatz"
    assert lines[1] == "    Österreich · Sprachcafé · ab 2016"
    assert lines[-1] == "    at-sprachcafe"
    assert "\x1b" not in result.stdout
    assert result.stderr == "1 Praxisbeispiel gefunden.\n"


def test_language_is_told_where_it_is_not_the_asked_one(run: Run) -> None:
    result = run("search", "kielikahvila", "--lang", "fi")
    assert result.stdout.startswith("Sprachcafé am Dorfplatz [saksa]\n")
    assert "Miksi: Aiheet: Kielikahvila" in result.stdout


def test_json_is_the_contract_of_the_library(run: Run) -> None:
    result = run("search", "Sprachcafé", "--lang", "de-AT", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert [hit["id"] for hit in data["hits"]] == ["at-sprachcafe"]
    assert (data["query"], data["lang"], data["total"]) == ("Sprachcafé", "de-AT", 1)
    assert data["facets"]["country"][0]["label"] == "Österreich"
    assert "Sprachcafé" in result.stdout, "not escaped"


def test_json_without_facets(run: Run) -> None:
    data = json.loads(run("search", "Sprachcafé", "--json", "--no-facets").stdout)
    assert data["facets"] == {}


def test_nothing_found_is_an_answer(run: Run) -> None:
    result = run("search", "xyzzyqqq")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Nothing found for “xyzzyqqq”. Try fewer or other words")
    assert result.stderr.count("\n") == 1


def test_nothing_found_as_json(run: Run) -> None:
    result = run("search", "xyzzyqqq", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["hits"] == []
    assert "Nothing found" in result.stderr


def test_quiet_leaves_data_only(run: Run) -> None:
    assert run("search", "xyzzyqqq", "--quiet").stderr == ""
    assert run("search", "Sprachcafé", "--quiet").stderr == ""


def test_corrected_spelling_is_said_first(run: Run) -> None:
    result = run("search", "Sprachcafee", "Dorfplazt", "--lang", "de")
    assert "at-sprachcafe" in result.stdout
    assert "Stattdessen wurde „" in result.stderr
    assert result.stderr.startswith("„Sprachcafee Dorfplazt“ kommt nirgends vor.")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--country", "FI"), ["fi-kylatalo"]),
        (("--country", "Suomi"), ["fi-kylatalo"]),
        (("--topic", "language-learning"), ["at-sprachcafe"]),
        (("--topic", "Wohnen"), ["fi-kylatalo"]),
        (("--target", "volunteers"), ["fi-kylatalo"]),
        (("--year", "2020"), ["fi-kylatalo"]),
        (("--year", "..2018"), ["at-sprachcafe"]),
        (("--source-lang", "fi"), ["fi-kylatalo"]),
        (("--status", "draft", "--country", "AT"), ["at-entwurf"]),
        (("--country", "AT", "--country", "FI"), ["at-sprachcafe", "fi-kylatalo"]),
    ],
)
def test_filters_narrow_down(options: tuple[str, ...], ids: list[str], run: Run) -> None:
    result = run("search", "--json", *options)
    assert result.exit_code == 0, result.stderr
    assert sorted(hit["id"] for hit in json.loads(result.stdout)["hits"]) == ids


def test_filters_that_fit_nothing_say_so(run: Run) -> None:
    result = run("search", "--country", "FI", "--topic", "mobility")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No practice fits these options. Try with fewer of them.\n"


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--topic", "hosing", 'No topic is called "hosing". Did you mean "housing"?'),
        ("--target", "voluntiers", 'No target group is called "voluntiers". Did you mean "volun'),
        ("--country", "Finlend", 'No country is called "Finlend". Did you mean "FI"?'),
        ("--year", "soon", 'No year is called "soon".'),
    ],
)
def test_unknown_values_name_the_nearest(option: str, value: str, sentence: str, run: Run) -> None:
    result = run("search", "x", option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {sentence}")
    assert result.stderr.count("\n") == 1


def test_status_must_be_one_of_three(run: Run) -> None:
    result = run("search", "x", "--status", "publishd")
    assert result.exit_code == 2
    assert "'--status'" in result.stderr


def test_nothing_typed_is_wrong_usage(run: Run) -> None:
    result = run("search")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Say what to search for" in result.stderr


def test_word_that_is_not_wanted_is_no_option(run: Run) -> None:
    data = json.loads(run("search", "Dorfplatz", "-Sprachcafé", "--json").stdout)
    assert data["query"] == "Dorfplatz -Sprachcafé"
    assert [hit["id"] for hit in data["hits"]] == ["fi-kylatalo"]
    assert run("search", "-h").stdout.startswith("Find practices")


def test_words_after_two_hyphens_are_words(run: Run) -> None:
    data = json.loads(run("search", "--json", "--", "--country", "AT").stdout)
    assert data["query"] == "--country AT"


def test_pages_of_hits(run: Run) -> None:
    first = run("search", "--limit", "1", "--country", "AT", "--country", "FI")
    assert first.stderr == "2 practices found. Shown: 1–1. The next: --offset 1.\n"
    second = run("search", "--limit", "1", "--offset", "1", "--country", "AT", "--country", "FI")
    assert second.stderr == "2 practices found. Shown: 2–2.\n"
    assert first.stdout != second.stdout
    beyond = run("search", "--offset", "7", "--country", "AT")
    assert (beyond.exit_code, beyond.stdout) == (0, "")
    assert beyond.stderr == "1 practice found. There are none from number 8 on.\n"


def test_faulty_entries_are_told_of(run: Run, faulty_base: Path) -> None:
    result = run("search", "Kylätalo", root=faulty_base)
    assert result.exit_code == 0
    assert '"kb check" shows it.' in result.stderr
    assert "fi-kylatalo" in result.stdout


def test_facets_only_when_asked_for_in_a_pipe(run: Run) -> None:
    args = ("search", "Dorf Kylä", "--lang", "de")
    assert "Eingrenzen mit" not in run(*args).stdout
    stdout = run(*args, "--facets").stdout
    assert "Eingrenzen mit:\n" in stdout
    assert "  --country      " in stdout
    assert "Österreich (1)" in stdout


def test_verbose_tells_score_and_time(run: Run) -> None:
    result = run("search", "Sprachcafé", "--verbose")
    assert "    Score: " in result.stdout
    assert "The search took " in result.stderr


def test_shipped_base_answers_in_four_languages(run: Run) -> None:
    for word, lang in (
        ("Sprachcafé", "de"),
        ("kielikahvila", "fi"),
        ("språkcafé", "sv"),
        ("language café", "en"),
    ):
        result = run("search", word, "--lang", lang, "--json", root=SHIPPED)
        assert json.loads(result.stdout)["hits"][0]["id"] == "at-lungau-sprachcafe"


# Layout, with results made up


def shown(
    results: Results,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    width: int | None = None,
    **options: bool,
) -> tuple[str, str]:
    monkeypatch.setattr("kb.cli.searchtext.look_of_stdout", lambda: Look(width))
    show_results(results, 0, **options)
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_terminal_lines_fit_its_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hit = make_hit(title="Ein recht langer Titel " * 3, words_missing=("Dorf", "Platz"))
    stdout, _ = shown(make_results(hit), monkeypatch, capsys, width=40)
    assert max(map(len, stdout.splitlines())) <= 40
    assert "Narrow down by:" in stdout
    assert "    Without: Dorf, Platz" in stdout


def test_narrowing_offers_only_what_changes_something(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = make_results(make_hit(), total=3, total_all_words=3)
    stdout, stderr = shown(results, monkeypatch, capsys, width=80)
    assert "--country      Österreich (1), Finnland (2)" in stdout
    assert "--topic" not in stdout, "all three have this topic"
    assert "Shown: 1–1" in stderr


def test_state_of_a_translation_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = make_hit(title_lang="de", title_state="draft")
    stale = make_hit(title_lang="en", title_state="stale")
    stdout, _ = shown(make_results(draft, stale), monkeypatch, capsys)
    assert "Sprachcafé [translation not yet reviewed]" in stdout
    assert "Sprachcafé [Englisch, translation older than the original]" in stdout


def test_snippet_in_another_language_than_the_title_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hit = make_hit(snippet_lang="fi", status="draft")
    stdout, _ = shown(make_results(hit), monkeypatch, capsys)
    assert "Im Sprachcafé reden. [Finnisch]" in stdout
    assert "· draft" in stdout


def test_long_reasons_are_cut_unless_verbose(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("a1", "b2", "c3", "d4")
    matched = tuple(Match("de", name, words) for name in ("title", "topics", "summary", "body"))
    results = make_results(make_hit(matched=matched))
    short, _ = shown(results, monkeypatch, capsys)
    assert "Why: Title: a1, b2, c3, …; Topics: " in short
    assert "Text:" not in short
    whole, _ = shown(results, monkeypatch, capsys, verbose=True)
    assert "Text: a1, b2, c3, d4" in whole


def test_control_characters_never_reach_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hit = make_hit(title="Böse\x1b]0;Titel\x07", snippet=(("\x1b[2J", True),))
    stdout, _ = shown(make_results(hit), monkeypatch, capsys)
    assert "\x1b" not in stdout
    assert "\x07" not in stdout


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"total_all_words": 0}, "1 practice found. None has all the words; these come close"),
        ({"corrected": "cafe"}, "Nothing has “café”. Searched for “cafe” instead. 1 practice"),
        (
            {"total": 5, "total_all_words": 1},
            "5 practices found. 1 of them has all the words, the others come close. Shown: 1–1.",
        ),
    ],
)
def test_introduction(over: dict[str, object], sentence: str) -> None:
    assert introduce(make_results(make_hit(), **over), 0).startswith(sentence)
