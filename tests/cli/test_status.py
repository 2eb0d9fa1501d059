"""`kb status`: where entries stand, and the steps from draft to published."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kb.content.store import load_content
from tests.cli.conftest import Run
from tests.factories import practice_data, write_base

ID = "at-radwerkstatt"
ENTRY = """\
language: de-AT
status: submitted  # seit dem Herbst
title: Radwerkstatt
summary: >-
  Räder richten,
  sicher fahren.
context: Im Dorf fährt kein Bus.
goals: [Sicher fahren]
measures: [Der Verein öffnet jeden Mittwoch.]
transferability: {text: Geht überall.}
topics: [mobility]
target_groups: [newcomers]
location: {country: AT}
organisations:
  - {partner: at-verein, role: lead}
period: {start: 2016, state: running}
sources:
  - {title: Homepage}
steps:
  - {status: submitted, by: LAG Muster, on: 2026-11-02}
"""
CATALOG = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "title"
msgid "Radwerkstatt"
msgstr "Pyöräpaja"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A submitted entry, an older one that lacks something, a draft and a published one."""
    write_base(
        tmp_path,
        [
            practice_data(),
            practice_data(id="at-entwurf", status="draft", title="Ein Entwurf"),
            practice_data(
                id="at-stummel",
                status="submitted",
                title="Stummel",
                goals=None,
                sources=None,
                steps=[{"status": "submitted", "by": "Verein", "on": "2026-10"}],
            ),
        ],
    )
    path_of(tmp_path).write_text(ENTRY, "utf-8")
    folder = tmp_path / "locales" / "fi" / "LC_MESSAGES" / "practices"
    folder.mkdir(parents=True)
    (folder / f"{ID}.po").write_text(CATALOG, "utf-8")
    return tmp_path


def path_of(root: Path, name: str = ID) -> Path:
    return root / "practices" / "at" / f"{name}.yaml"


def outcome(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


def step(run: Run, root: Path, *args: str, lang: str = "en") -> dict[str, Any]:
    data = json.loads(run("status", *args, "--json", "--lang", lang, root=root).stdout)
    found: dict[str, Any] = data["step"]
    return found


# Where entries stand


def test_entries_wait_the_oldest_submitted_first(run: Run, root: Path) -> None:
    code, text, messages = outcome(run("status", root=root))
    assert (code, messages) == (0, "")
    assert text.splitlines() == [
        "Status     Id               Title                  Since            By          Missing",
        "submitted  at-stummel       Stummel [German]       October 2026     Verein      2 fields",
        "submitted  at-radwerkstatt  Radwerkstatt [German]  2 November 2026  LAG Muster",
        "draft      at-entwurf       Ein Entwurf [German]",
    ]


def test_the_same_for_programs(run: Run, root: Path) -> None:
    (first, _second, last) = json.loads(run("status", "--json", root=root).stdout)["waiting"]
    assert first == {
        "id": "at-stummel",
        "title": "Stummel",
        "title_lang": "de-AT",
        "status": "submitted",
        "since": "2026-10",
        "by": "Verein",
        "missing": ["goals", "sources"],
        "path": "practices/at/at-stummel.yaml",
    }
    assert (last["id"], last["since"], last["by"]) == ("at-entwurf", None, None)


def test_nothing_waits(run: Run, tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    assert outcome(run("status", root=root)) == (
        0, "", "No entry waits: all are published or archived.\n"
    )  # fmt: skip
    assert outcome(run("status", "--quiet", root=root)) == (0, "", "")
    assert json.loads(run("status", "--json", root=root).stdout) == {"waiting": []}


def test_a_faulty_entry_is_told(run: Run, root: Path) -> None:
    path_of(root, "at-kaputt").write_text("title: a: b\n", "utf-8")
    assert "1 entry has faults and is left out" in run("status", root=root).stderr
    result = run("status", "at-kaputt", root=root)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "has faults" in result.stderr


def test_one_entry(run: Run, root: Path) -> None:
    code, text, messages = outcome(run("status", ID, root=root))
    assert (code, messages) == (0, "")
    assert text.splitlines() == [
        "Radwerkstatt [German]",
        ID,
        "",
        "Status        submitted, full",
        "Steps         2 November 2026 · submitted · LAG Muster",
        "Can become    published, draft",
        "Missing       Nothing: it has all that a published entry needs.",
        "Translations  Finnish 14%, Swedish 0%, English 0%",
    ]


def test_one_entry_that_lacks_something(run: Run, root: Path) -> None:
    path = path_of(root, "at-stummel")
    text = path.read_text("utf-8").replace("language-cafe", "unheard-of")
    path.write_text(text, "utf-8")
    lines = run("status", "at-stummel", root=root).stdout.splitlines()
    at = lines.index("Missing       Goals and Sources")
    assert lines[at + 1].strip() == (
        "1 error is to be mended; “kb check practices/at/at-stummel.yaml” tells how."
    )
    entry = json.loads(run("status", "at-stummel", "--json", root=root).stdout)["entry"]
    assert entry["missing"] == ["goals", "sources"]
    assert [one["code"] for one in entry["findings"]] == ["KB401"]
    assert entry["possible"] == ["published", "draft"]
    assert entry["steps"] == [
        {"status": "submitted", "by": "Verein", "on": "2026-10", "note": None}
    ]
    assert entry["translations"]["fi"]["share"] == 0


# Taking a step


def test_a_step_changes_status_and_steps_and_prints_the_difference(run: Run, root: Path) -> None:
    result = run("status", ID, "published", "--by", "LAG Beispiel", "--on", "2026-11-20", root=root)
    assert (result.exit_code, result.stderr) == (0, f"“{ID}” now has the status “published”.\n")
    path = path_of(root)
    changed = path.read_text("utf-8")
    lines = result.stdout.splitlines()
    assert lines[:2] == [f"--- {ID}.yaml", f"+++ {ID}.yaml"]
    assert [one for one in lines[2:] if one.startswith("-")] == [
        "-status: submitted  # seit dem Herbst"
    ]
    added = [one[1:] for one in lines[2:] if one.startswith("+")]
    assert added[0] == "status: published  # seit dem Herbst"
    assert all(one in changed.splitlines() for one in added)
    kept = [one for one in ENTRY.splitlines() if not one.startswith("status:")]
    assert [one for one in changed.splitlines() if one not in added] == kept
    practice = load_content(root).practices[ID]
    assert [(one.status, one.by, one.on) for one in practice.steps] == [
        ("submitted", "LAG Muster", "2026-11-02"),
        ("published", "LAG Beispiel", "2026-11-20"),
    ]
    assert run("check", str(path), root=root).exit_code == 0


def test_a_dry_run_writes_nothing(run: Run, root: Path) -> None:
    result = run("status", ID, "draft", "--by", "LAG", "--dry-run", root=root)
    assert result.exit_code == 0
    assert "+status: draft  # seit dem Herbst" in result.stdout
    assert result.stderr == f"“{ID}” would have the status “draft”; nothing was written.\n"
    assert path_of(root).read_text("utf-8") == ENTRY
    assert step(run, root, ID, "draft", "--by", "LAG", "--dry-run")["taken"] is False


def test_the_whole_way_and_back(run: Run, root: Path) -> None:
    for to, *note in (
        ("submitted",), ("draft", "--note", "Bitte kürzer: zu lang."), ("submitted",),
        ("published",), ("archived", "--note", "Es gibt sie nicht mehr."), ("published",),
    ):  # fmt: skip
        result = run("status", "at-entwurf", to, "--by", "LAG Beispiel", *note, root=root)
        assert result.exit_code == 0, result.stderr
    practice = load_content(root).practices["at-entwurf"]
    today = practice.steps[-1].on
    assert date.fromisoformat(today)
    assert [(one.status.value, one.note) for one in practice.steps] == [
        ("submitted", None), ("draft", "Bitte kürzer: zu lang."), ("submitted", None),
        ("published", None), ("archived", "Es gibt sie nicht mehr."), ("published", None),
    ]  # fmt: skip
    assert run("check", str(path_of(root, "at-entwurf")), root=root).exit_code == 0


def test_a_stub_is_not_published(run: Run, root: Path) -> None:
    before = path_of(root, "at-stummel").read_bytes()
    result = run("status", "at-stummel", "published", "--by", "LAG", root=root)
    assert outcome(result) == (
        1,
        "",
        "“at-stummel” cannot have the status “published” yet; nothing was changed.\n"
        "  Fill in: Goals and Sources.\n",
    )
    told = step(run, root, "at-stummel", "published", "--by", "LAG")
    assert (told["taken"], told["missing"], told["findings"]) == (False, ["goals", "sources"], [])
    assert path_of(root, "at-stummel").read_bytes() == before


def test_errors_are_told_with_their_place(run: Run, root: Path) -> None:
    path_of(root).write_text(ENTRY.replace("[mobility]", "[mobilty]"), "utf-8")
    result = run("status", ID, "published", "--by", "LAG", root=root)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{ID}.yaml:11:10: KB401 Unknown topic “mobilty”. Did you mean" in result.stderr


def test_a_step_does_not_go_back_or_ahead_in_time(run: Run, root: Path) -> None:
    later = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011 - any day ahead will do
    for day, code in (("2026-11-01", "KB353"), (later, "KB354")):
        result = run("status", ID, "published", "--by", "LAG", "--on", day, root=root)
        assert (result.exit_code, result.stdout) == (1, "")
        assert code in result.stderr
    assert path_of(root).read_text("utf-8") == ENTRY


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ((ID, "published"), "Say who takes the step: add --by"),
        ((ID, "published", "--by", " "), "Say who takes the step; the name of your organisation"),
        ((ID, "archived", "--by", "x"), "from there it can only become: published or draft."),
        ((ID, "submitted", "--by", "x"), "has the status “submitted” already"),
        (("at-sprachcafe", "archived", "--by", "x"), "Say in a note why the entry is archived."),
        ((ID, "--by", "x"), "Name the entry and the status"),
        (("--dry-run",), "Name the entry and the status"),
        ((ID, "publishd", "--by", "x"), "Invalid value for '[STATUS]'"),
        ((ID, "draft", "--by", "x", "--on", "gestern"), "“gestern” is no date. Write it like"),
        (("at-radwerkstat", "draft", "--by", "x"), f'Did you mean "{ID}"?'),
    ],
)
def test_what_cannot_be_is_wrong_usage(
    args: tuple[str, ...], sentence: str, run: Run, root: Path
) -> None:
    result = run("status", *args, root=root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert path_of(root).read_text("utf-8") == ENTRY


def test_lists_count_submitted_entries_among_the_others(run: Run, root: Path) -> None:
    result = run("list", "--json", root=root)
    assert [one["id"] for one in json.loads(result.stdout)["practices"]] == ["at-sprachcafe"]
    chosen = run("list", "--status", "submitted", "--json", root=root).stdout
    assert {one["id"] for one in json.loads(chosen)["practices"]} == {ID, "at-stummel"}
