"""`kb list`, `kb topics` and `kb stats`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kb.cli.output import Look
from kb.cli.stats import Counted, _bars
from tests.cli.conftest import SHIPPED, Run

FULL = ("täydellinen", "julkaistu")


def ids(run: Run, *args: str, root: Path | None = None) -> list[str]:
    options = {"root": root} if root else {}
    result = run("list", "--json", *args, **options)
    assert result.exit_code == 0, result.stderr
    return [one["id"] for one in json.loads(result.stdout)["practices"]]


def test_list_is_a_table_of_published_practices(run: Run) -> None:
    result = run("list", "--lang", "fi")
    assert result.exit_code == 0
    assert [re.split("  +", line) for line in result.stdout.splitlines()] == [
        ["Tunnus", "Maa", "Otsikko", "Ajanjakso", "Kattavuus", "Tila"],
        ["at-sprachcafe", "Itävalta", "Sprachcafé am Dorfplatz [saksa]", "2016–", *FULL],
        ["fi-kylatalo", "Suomi", "Kylätalo täynnä elämää", "2019–2021", *FULL],
    ]
    starts = [[found.start() for found in re.finditer(r"(?<=  )\S", line)]
              for line in result.stdout.splitlines()]  # fmt: skip
    assert starts[0] == starts[1] == starts[2], "columns stand below each other"
    assert result.stderr == (
        "Lisäksi 1 on muussa tilassa; --status draft, submitted tai archived näyttää sen.\n"
    )


def test_list_as_json(run: Run) -> None:
    result = run("list", "--json", "--lang", "fi", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["practices"][1] == {
        "id": "fi-kylatalo",
        "title": "Kylätalo täynnä elämää",
        "title_lang": "fi-FI",
        "title_state": "source",
        "country": "FI",
        "topics": ["housing"],
        "target_groups": ["volunteers"],
        "start": "2019",
        "end": "2021",
        "state": "finished",
        "lang": "fi-FI",
        "level": "full",
        "status": "published",
        "path": "practices/fi/fi-kylatalo.yaml",
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--country", "AT"), ["at-sprachcafe"]),
        (("--country", "Finnland"), ["fi-kylatalo"]),
        (("--topic", "language-learning"), ["at-sprachcafe"]),
        (("--topic", "spracherwerb"), ["at-sprachcafe"]),
        (("--target", "Vapaaehtoiset"), ["fi-kylatalo"]),
        (("--year", "2020.."), ["fi-kylatalo"]),
        (("--year", "2016"), ["at-sprachcafe"]),
        (("--source-lang", "de-DE"), ["at-sprachcafe"]),
        (("--status", "draft"), ["at-entwurf"]),
        (("--topic", "mobility"), []),
    ],
)
def test_filters_are_those_of_the_search(
    options: tuple[str, ...], expected: list[str], run: Run
) -> None:
    assert ids(run, *options) == expected
    found = json.loads(run("search", "--json", *options).stdout)["hits"]
    assert sorted(one["id"] for one in found) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("id", ["at-entwurf", "at-sprachcafe", "fi-kylatalo"]),
        ("title", ["at-entwurf", "fi-kylatalo", "at-sprachcafe"]),
        ("country", ["at-entwurf", "at-sprachcafe", "fi-kylatalo"]),
        ("start", ["at-entwurf", "at-sprachcafe", "fi-kylatalo"]),
    ],
)
def test_sorting(sort: str, expected: list[str], run: Run) -> None:
    assert ids(run, "--sort", sort, "--status", "draft", "--status", "published") == expected


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--topic", "hosing", 'No topic is called "hosing". Did you mean "housing"?'),
        ("--target", "voluntiers", 'No target group is called "voluntiers". Did you mean "volun'),
        ("--country", "Finlend", 'No country is called "Finlend". Did you mean "FI"?'),
        ("--country", "Qqqqq", 'No country is called "Qqqqq". "kb stats" lists those there are.'),
        ("--year", "soon", '"soon" is no year. Write 2016, 2016..2019 or 2016.. .'),
    ],
)
def test_unknown_values_name_the_nearest(option: str, value: str, sentence: str, run: Run) -> None:
    result = run("list", option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {sentence}")


def test_empty_list_says_so(run: Run) -> None:
    result = run("list", "--topic", "mobility")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("No practice fits these options.")


@pytest.mark.parametrize("command", ["list", "topics", "stats"])
def test_faulty_entries_are_told_of(command: str, run: Run, faulty_base: Path) -> None:
    result = run(command, root=faulty_base)
    assert result.exit_code == 0
    assert '1 entry has faults and is left out; "kb check" shows them.' in result.stderr


def test_topics_are_a_tree_with_counts(run: Run) -> None:
    result = run("topics", "--lang", "sv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Ämnen           Antal  Id",
        "Språkinlärning  1      language-learning",
        "  Språkcafé     1      language-cafe",
        "Mobilitet       0      mobility",
        "Boende          1      housing",
    ]


def test_topics_as_json_have_all_labels(run: Run) -> None:
    topics = json.loads(run("topics", "--json").stdout)["topics"]
    assert topics[1] == {
        "id": "language-cafe",
        "broader": "language-learning",
        "labels": {
            "de": "Sprachcafé",
            "fi": "Kielikahvila",
            "sv": "Språkcafé",
            "en": "Language café",
        },
        "alternative_labels": {},
        "exact_matches": [],
        "count": 1,
    }


def test_topics_without_their_file(run: Run, faulty_base: Path) -> None:
    (faulty_base / "practices" / "vocabulary" / "topics.yaml").write_text("title: 1: 2", "utf-8")
    result = run("topics", root=faulty_base)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "topics.yaml is missing or has faults" in result.stderr


def test_stats_are_numbers_in_a_pipe(run: Run) -> None:
    result = run("stats", "--lang", "de")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("2 Praxisbeispiele\n\nLand\n  Finnland (FI)    1\n  Österreich")
    assert "\n  LEADER  1\n" in result.stdout
    assert "█" not in result.stdout
    assert "#" not in result.stdout


def test_stats_as_json(run: Run) -> None:
    stats = json.loads(run("stats", "--json", "--country", "FI", "--lang", "sv").stdout)["stats"]
    assert stats["practices"] == 1
    assert stats["by"]["country"] == [{"value": "FI", "label": "Finland", "count": 1}]
    assert stats["by"]["lang"] == [{"value": "fi", "label": "finska", "count": 1}]
    assert [one["value"] for one in stats["by"]["year"]] == ["2019", "2020", "2021"]
    assert stats["by"]["funding"] == []
    assert stats["by"]["level"] == [{"value": "full", "label": "fullständigt", "count": 1}]


def test_bars_on_a_terminal_are_as_long_as_their_share() -> None:
    values = [Counted("AT", "Austria", 10), Counted("FI", "Finland", 5), Counted("SE", "S", 0)]
    lines = list(_bars("year", values, Look(80)))
    bars = [line.count("█") + line.count("#") for line in lines]
    assert bars == [30, 15, 0]
    assert all(line == line.rstrip() for line in lines)


def test_narrow_terminal_has_no_bars() -> None:
    values = [Counted("x", "A rather long label that must be cut somewhere", 10)]
    (line,) = _bars("year", values, Look(40))
    assert "█" not in line
    assert len(line) <= 40


def test_stats_and_search_count_alike(run: Run) -> None:
    found = json.loads(run("search", "--json", "--year", "..2100", root=SHIPPED).stdout)["facets"]
    by = json.loads(run("stats", "--json", "--year", "..2100", root=SHIPPED).stdout)["stats"]["by"]
    for name in ("country", "topic", "target", "lang", "funding"):
        counts = {one["value"]: one["count"] for one in found[name]}
        assert counts == {one["value"]: one["count"] for one in by[name]}, name
