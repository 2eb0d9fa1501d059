"""`kb glossary`: terms in a table, one by one, as JSON and as TBX."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Run
from tests.factories import write_base

TERMS = [
    {
        "id": "kotoutumissuunnitelma", "term": "kotoutumissuunnitelma", "language": "fi-FI",
        "country": "FI", "also": ["kotosuunnitelma"],
        "definition": {"fi": "Suunnitelma.", "de": "Ein Plan für die erste Zeit."},
        "renderings": {"de": {"term": "Integrationsplan", "also": ["Plan"]}},
        "reviewed": ["fi"],
    },
    {
        "id": "leader", "term": "LEADER", "language": "en-GB",
        "definition": {"en": "An EU programme."},
        "renderings": {"de": {"explain": "EU-Programm für den ländlichen Raum"}},
    },
]  # fmt: skip
Kb = Callable[..., Result]


@pytest.fixture
def kb(run: Run, tmp_path: Path) -> Kb:
    root = write_base(tmp_path / "base", glossary=TERMS)
    return lambda *args: run("glossary", *args, root=root)


def test_all_terms_in_a_table(kb: Kb) -> None:
    result = kb("--lang", "de")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["EU", "LEADER", "(EU-Programm", "für", "den", "ländlichen", "Raum)"],
        ["FI", "kotoutumissuunnitelma", "Integrationsplan"],
    ]


def test_one_term_by_any_of_its_words(kb: Kb) -> None:
    for word in ("Integrationsplan", "KOTOSUUNNITELMA", "kotoutumis"):
        lines = kb(word, "--lang", "en").stdout.splitlines()
        assert lines[0] == "kotoutumissuunnitelma (Finnish, Finland)"
        assert "  also: kotosuunnitelma" in lines
        assert "  Suunnitelma. [Finnish]" in lines
        assert any(line.strip().startswith("German: Integrationsplan, Plan [") for line in lines)
    assert "no equivalent, keep the word and explain it: EU-Programm" in kb("leader").stdout


def test_terms_of_a_country(kb: Kb) -> None:
    assert "LEADER" not in kb("--country", "fi").stdout
    assert "LEADER" in kb("--country", "EU").stdout
    assert kb("--country", "SE").exit_code == 2


def test_unknown_terms_name_the_nearest(kb: Kb) -> None:
    result = kb("Integrationsplam")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean “Integrationsplan”?" in result.stderr
    assert "lists all" in kb("zzzzzzzz").stderr


def test_as_json(kb: Kb) -> None:
    (term,) = json.loads(kb("kotosuunnitelma", "--json").stdout)["terms"]
    assert term["id"] == "kotoutumissuunnitelma"
    assert term["renderings"]["de"] == {"term": "Integrationsplan", "also": ["Plan"]}


def test_as_tbx(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    assert kb("--tbx", str(path)).exit_code == 0
    assert "Integrationsplan" in path.read_text("utf-8")
    assert kb("--tbx", str(path)).exit_code == 2
    assert kb("--tbx", str(path), "--force").exit_code == 0


def test_a_base_without_a_glossary(run: Run, tmp_path: Path) -> None:
    result = run("glossary", root=write_base(tmp_path / "base"))
    assert result.exit_code == 3
    assert "no glossary" in result.stderr
