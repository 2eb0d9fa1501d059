"""`kb translate`: what is told, what is written, and how it ends."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.cli.conftest import Run
from tests.translation.workbench import ID, TARGETS, Workbench

DRAFT = ("kb: draft",)
Kb = Callable[..., Result]


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """One practice: drafts in Finnish, reviewed in Swedish, nothing yet in English."""
    bench = Workbench(tmp_path)
    bench.update()
    bench.fill("fi", comments=DRAFT)
    bench.fill("sv")
    return bench


@pytest.fixture
def kb(run: Run, bench: Workbench) -> Kb:
    """Run `kb translate` there."""

    def kb(*args: str, **env: str | None) -> Result:
        return run("translate", *args, root=bench.root, **env)

    return kb


# Status


def test_status_as_a_table(kb: Kb) -> None:
    result = kb("status")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Language  original  reviewed  draft  outdated  missing  up to date",
        "German    7         0         0      0         0        100%",
        "Finnish   0         0         7      0         0        100%",
        "Swedish   0         7         0      0         0        100%",
        "English   0         0         0      0         7        0%",
    ]


def test_status_of_records_and_languages(kb: Kb) -> None:
    lines = kb("status", "--records", "--lang", "fi").stdout.splitlines()
    assert any(line.startswith(ID) for line in lines)
    assert "Language" in lines[0]  # it says what is counted, not which language is spoken
    one = kb("status", ID, "--lang", "sv", "--lang", "en").stdout
    assert one.count(ID) == 2
    assert "Finnish" not in one


def test_status_as_json(kb: Kb) -> None:
    data: dict[str, Any] = json.loads(kb("status", "--reviewed", "--json").stdout)
    by_lang = {one["lang"]: one for one in data["languages"]}
    assert by_lang["fi"] == {
        "lang": "fi", "share": 0.0,
        "source": 0, "translated": 0, "draft": 7, "stale": 0, "missing": 0,
    }  # fmt: skip
    assert by_lang["sv"]["share"] == by_lang["de"]["share"] == 1.0
    assert [(one["kind"], one["id"]) for one in data["records"]] == [
        ("practice", ID), ("partner", "at-verein"),
    ]  # fmt: skip
    assert data["records"][0]["languages"]["fi"]["draft"] == 7
    assert data["faulty"] == []


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ((), 1, "English: 0% is less than 50%."),
        (("--lang", "fi"), 0, ""),
        (("--lang", "fi", "--reviewed"), 1, "suomi: 0\u00a0% on vähemmän kuin 50\u00a0%."),
        (("--lang", "sv", "--reviewed"), 0, ""),
    ],
)
def test_status_fails_under_a_share(kb: Kb, options: tuple[str, ...], code: int, told: str) -> None:
    result = kb("status", "--fail-under", "50", *options)
    assert result.exit_code == code
    assert bool(result.stderr) == bool(told)


def test_status_tells_of_faulty_files_and_counts_the_rest(kb: Kb, bench: Workbench) -> None:
    bench.path("sv").write_text("<<<<<<<", "utf-8")
    (bench.root / "practices/at/at-kaputt.yaml").write_text("a: b: c", "utf-8")
    result = kb("status", "--json")
    faulty = [f"locales/sv/LC_MESSAGES/practices/{ID}.po", "practices/at/at-kaputt.yaml"]
    assert sorted(json.loads(result.stdout)["faulty"]) == faulty
    for name in faulty:
        assert f"{name} has faults and is not counted." in result.stderr


def test_unknown_records_and_languages_are_named(kb: Kb) -> None:
    for options, told in (
        (["at-sprachcaffe"], f'Did you mean "{ID}"?'),
        (["--lang", "fr"], "has no language “fr”"),
        (["--lang", "../.."], "no language tag"),
    ):
        result = kb("status", *options, KB_LANG="en")
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in result.stderr or "--lang" in options


# Update


def test_update_names_what_it_writes(kb: Kb, bench: Workbench) -> None:
    assert kb("update").stderr == "All catalogs are up to date.\n"
    bench.edit(goals=["Zugewanderte sprechen gutes Deutsch im Alltag."])
    dry = kb("update", "--dry-run")
    assert (dry.exit_code, dry.stderr) == (0, "3 catalogs would change.\n")
    paths = [f"locales/{lang}/LC_MESSAGES/practices/{ID}.po" for lang in TARGETS]
    assert dry.stdout.splitlines() == paths
    done = kb("update", "--quiet")
    assert (done.exit_code, done.stdout.splitlines(), done.stderr) == (0, paths, "")
    assert bench.states()["sv"] == {"translated": 6, "stale": 1}
    assert kb("update", ID).stderr == "All catalogs are up to date.\n"


def test_a_minor_edit_needs_an_entry(kb: Kb, bench: Workbench) -> None:
    bench.edit(goals=["Zugewanderte sprechen gutes Deutsch im Alltag."])
    assert kb("update", "--minor").exit_code == 2
    assert kb("update", ID, "--field", "goals").exit_code == 2
    assert kb("update", ID, "--minor", "--field", "goals").exit_code == 0
    assert bench.states()["sv"] == {"translated": 7}


def test_update_goes_on_after_a_fault_and_says_so(kb: Kb, bench: Workbench) -> None:
    bench.path("fi").write_text('msgid "a\n', "utf-8")
    bench.edit(goals=["Ganz anders"])
    (bench.root / "practices/at/at-kaputt.yaml").write_text("a: b: c", "utf-8")
    result = kb("update")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "is damaged: line 1 is no part of a PO file" in result.stderr
    assert "at-kaputt.yaml has faults; its catalogs are left as they are." in result.stderr
    assert "2 catalogs updated." in result.stderr
    again = kb("update")
    assert again.exit_code == 1
    assert "up to date" not in again.stderr


# Check and review


def test_check_tells_faults_at_their_line(kb: Kb, bench: Workbench) -> None:
    bench.edit(transferability={"text": "Ein Raum genügt."})  # no number in words
    bench.update()
    bench.fill("sv")
    assert kb("check", "--lang", "sv").exit_code == 0
    text = bench.text("sv").replace('"sv[Der Verein öffnet', '"sv[5 Vereine öffnen')
    bench.path("sv").write_text(text, "utf-8")
    result = kb("check", ID, "--json")
    assert result.exit_code == 1
    (issue,) = [one for one in json.loads(result.stdout)["findings"] if one["code"] == "KB612"]
    assert issue["path"].endswith(f"sv/LC_MESSAGES/practices/{ID}.po")
    assert kb("check", "at-verein").exit_code == 0


def test_review_lifts_drafts(kb: Kb, bench: Workbench) -> None:
    result = kb(
        "review", ID, "--lang", "fi", "--by", "  Maija\n M ", "--field", "goals", KB_LANG="en"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert bench.states()["fi"] == {"translated": 1, "draft": 6}
    assert "Maija M\n" in bench.text("fi")
    for options in (["--by", " "], ["--by", "Maija", "--field", "goal"]):
        assert kb("review", ID, "--lang", "fi", *options).exit_code == 2
    assert kb("review", ID, "--by", "Maija").exit_code == 2
    assert kb("review", ID, "--lang", "fi", "--by", "Maija", "--quiet").stderr == ""
    assert bench.states()["fi"] == {"translated": 7}


# Out and back


@pytest.mark.parametrize("form", ["po", "xliff", "xliff2"])
def test_a_file_goes_out_and_comes_back(
    kb: Kb, bench: Workbench, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "out" / ("a.po" if form == "po" else "a.xlf")
    sent = kb("export", ID, "--lang", "fi", "--format", form, "-o", str(path))
    assert (sent.exit_code, sent.stdout) == (0, "")
    assert kb("export", ID, "--lang", "fi", "-o", str(path)).exit_code == 2
    path.write_text(
        path.read_text("utf-8").replace("fi[Zugewanderte", "uusi[Zugewanderte"), "utf-8"
    )
    before = bench.snapshot()
    dry = kb("import", str(path), "--dry-run")
    assert dry.stdout == (
        f"locales/fi/LC_MESSAGES/practices/{ID}.po: 0 new texts, 1 changed, 0 confirmed\n"
    )
    assert bench.snapshot() == before
    assert kb("import", str(path), "--by", "Maija").stdout == dry.stdout
    assert bench.states()["fi"] == {"translated": 1, "draft": 6}


def test_export_to_stdout_and_to_a_folder(kb: Kb, bench: Workbench, tmp_path: Path) -> None:
    single = kb("export", ID, "--lang", "fi")
    assert single.stdout == bench.text("fi")
    assert kb("export", "--lang", "fi").exit_code == 2
    assert kb("export", ID, "--lang", "de").exit_code == 2
    assert kb("export", "--lang", "fi", "-o", str(tmp_path / "all")).exit_code == 0
    assert {one.name for one in (tmp_path / "all").iterdir()} == {f"{ID}.fi.po", "at-verein.fi.po"}


def test_an_import_of_several_files_is_all_or_nothing(
    kb: Kb, bench: Workbench, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.po", tmp_path / "bad.po"
    good.write_text(bench.text("fi").replace("fi[", "uusi["), "utf-8")
    bad.write_text(bench.text("sv") + "<<<<<<<\n", "utf-8")
    before = bench.snapshot()
    for files in ((good, bad), (good, good), (tmp_path, good)):
        result = kb("import", *map(str, files))
        assert result.exit_code in (2, 3)
        assert (result.stdout, bench.snapshot()) == ("", before)
        assert result.stderr


def test_texts_made_by_machine_become_drafts_and_replace_no_reviewed_one(
    kb: Kb, bench: Workbench, tmp_path: Path
) -> None:
    for lang in ("sv", "en"):
        text = bench.text(lang).replace('msgstr ""\n\n', 'msgstr "maskin"\n\n')
        (tmp_path / f"{lang}.po").write_text(text.replace("sv[", "maskin["), "utf-8")
    before = bench.text("sv")
    result = kb("import", str(tmp_path / "sv.po"), str(tmp_path / "en.po"), "--draft")
    assert "7 reviewed texts kept" in result.stdout
    assert bench.text("sv") == before
    assert bench.states()["en"]["draft"] > 0
    assert "translated" not in bench.states()["en"]


def test_texts_of_no_field_are_told(kb: Kb, bench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(bench.text("fi") + '\nmsgctxt "x"\nmsgid "Was?"\nmsgstr "Mitä?"\n', "utf-8")
    assert "Not taken, it belongs to no field: Was?" in kb("import", str(path)).stdout


def test_templates(kb: Kb, tmp_path: Path) -> None:
    single = kb("extract", ID)
    assert 'msgctxt "title"' in single.stdout
    assert kb("extract").exit_code == 2
    folder = str(tmp_path / "templates")
    assert kb("extract", "-o", folder, "--quiet").stderr == ""
    assert (tmp_path / "templates" / f"{ID}.pot").read_text("utf-8").splitlines()[2:4] == [
        'msgid ""', 'msgstr ""',
    ]  # fmt: skip
    assert kb("extract", "-o", folder).exit_code == 2
    assert kb("extract", "-o", folder, "--force").exit_code == 0


def test_a_read_only_or_odd_place_is_told_in_a_line(kb: Kb, bench: Workbench) -> None:
    bench.edit(goals=["Ganz anders"])
    bench.path("fi").unlink()
    bench.path("fi").mkdir()
    result = kb("update")
    assert result.exit_code == 3
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_full_disk_is_told_with_the_file_and_loses_nothing(
    kb: Kb, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = {path: path.read_bytes() for path in bench.root.rglob("*.po")}
    monkeypatch.setattr("kb.cache.cachefiles.os.fsync", full)
    result = kb("review", ID, "--lang", "fi", "--by", "LAG")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{ID}.po" in result.stderr
    assert {path: path.read_bytes() for path in bench.root.rglob("*.po")} == before
    assert not list(bench.root.rglob("*.part"))
