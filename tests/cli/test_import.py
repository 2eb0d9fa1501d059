"""`kb import`: what it shows, what it writes, and what it asks first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.root import cli
from kb.content.store import load_content
from tests.authoring.badtables import GOOD, one_practice, table_of, workbook_of
from tests.authoring.wordfiles import edited, typed
from tests.cli.conftest import PRACTICES, Run
from tests.factories import write_base, write_practice
from tests.web.hardship import forbidden

NEW = "practices/at/at-oberhuegel-radwerkstatt.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_base(tmp_path / "base", PRACTICES)


def handed_in(folder: Path, name: str, data: bytes | Mapping[str, object]) -> str:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return str(path)


def test_a_new_entry_is_written_and_what_it_lacks_is_said(
    run: Run, root: Path, tmp_path: Path
) -> None:
    done = run("import", handed_in(tmp_path, "form.xlsx", one_practice()), root=root)
    assert done.exit_code == 0
    assert f"Practices!A2 “Radwerkstatt”: new entry {NEW}" in done.stdout
    assert f"Written to {NEW}, status draft." in done.stderr
    assert "Missing for publication: Context, Goals" in done.stderr
    assert load_content(root).practices["at-oberhuegel-radwerkstatt"].title == "Radwerkstatt"


def test_a_dry_run_writes_nothing(run: Run, root: Path, tmp_path: Path) -> None:
    form = handed_in(tmp_path, "form.xlsx", one_practice())
    done = run("import", form, "--dry-run", root=root)
    assert done.exit_code == 0
    assert "It would be written to" in done.stderr
    assert not (root / NEW).exists()


def test_findings_name_the_cell(run: Run, root: Path, tmp_path: Path) -> None:
    form = handed_in(tmp_path, "form.xlsx", one_practice(period__start="3/4/2019"))
    done = run("import", form, "--lang", "en", root=root)
    assert done.exit_code == 1
    assert "form.xlsx: Practices!F2: error KB701 “3/4/2019” (Begin) may be" in done.stdout
    assert not (root / NEW).exists()


def test_changes_of_entries_need_a_yes(run: Run, root: Path, tmp_path: Path) -> None:
    form = handed_in(tmp_path, "a.json", {"id": "at-sprachcafe", "keywords": ["Gespräch"]})
    before = (root / "practices/at/at-sprachcafe.yaml").read_bytes()
    done = run("import", form, root=root)
    assert done.exit_code == 1
    assert "+keywords:" in done.stdout
    assert "Say --yes to write the changes shown above." in done.stderr
    assert (root / "practices/at/at-sprachcafe.yaml").read_bytes() == before
    assert run("import", form, "--yes", root=root).exit_code == 0
    assert load_content(root).practices["at-sprachcafe"].keywords == ("Gespräch",)


def test_good_forms_are_written_beside_bad_ones_unless_all_are_wanted(
    run: Run, root: Path, tmp_path: Path
) -> None:
    bad = {**GOOD, "title": "Nähwerkstatt", "location.country": "Atlantis"}
    form = handed_in(tmp_path, "form.xlsx", workbook_of({"P": table_of(bad, GOOD)}))
    done = run("import", form, "--all-or-nothing", root=root)
    assert (done.exit_code, (root / NEW).exists()) == (1, False)
    assert "Nothing was written" in done.stderr
    done = run("import", form, root=root)
    assert (done.exit_code, (root / NEW).exists()) == (1, True)
    assert "1 new entry, 0 entries changed and 1 form not taken." in done.stderr


def test_what_was_written_before_the_disk_failed_is_told(
    run: Run, root: Path, tmp_path: Path
) -> None:
    first = handed_in(tmp_path, "a.xlsx", one_practice())
    where = {"country": "SE", "municipality": "Näset"}
    other = {"title": "Cykelverkstad", "language": "sv-SE", "location": where}
    second = handed_in(tmp_path, "b.json", other)
    (root / "practices/se").write_text("A file where a folder should be.", encoding="utf-8")
    done = run("import", first, second, root=root)
    assert done.exit_code == 3
    assert f"Written to {NEW}" in done.stderr
    assert "1 new entry" in done.stderr
    assert (root / NEW).exists()


def test_the_status_is_told_in_the_language_of_the_reader(
    run: Run, root: Path, tmp_path: Path
) -> None:
    form = handed_in(tmp_path, "form.xlsx", one_practice())
    done = run("import", form, "--lang", "de", root=root)
    assert "Entwurf" in done.stderr
    assert "draft" not in done.stderr


def test_a_good_form_says_what_it_waits_for(run: Run, root: Path, tmp_path: Path) -> None:
    form = handed_in(
        tmp_path,
        "form.xlsx",
        workbook_of(
            {
                "Practices": [["title", "language", "location.country"], ["Neu", "de-AT", "AT"]],
                "Results": [["kb.practice", "results.text"], ["Anderes", "Vierzig kamen."]],
            }
        ),
    )
    done = run("import", form, root=root)
    assert done.exit_code == 1
    assert "Practices!A2 “Neu”: not taken\n    It waits for what has to be mended" in done.stdout


def test_what_looks_the_same_is_decided(run: Run, root: Path, tmp_path: Path) -> None:
    answers = {**GOOD, "title": "Sprachcafe am Dorfplatz", "location.municipality": "Lungau"}
    form = handed_in(tmp_path, "a.json", answers)
    done = run("import", form, root=root)
    assert done.exit_code == 1
    assert "The title is like “Sprachcafé am Dorfplatz”." in done.stdout
    assert run("import", form, "--new", root=root).exit_code == 0
    assert run("import", form, "--new", "--as", "at-sprachcafe", root=root).exit_code == 2


def test_wrong_use(run: Run, root: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("import", str(tmp_path / "empty"), root=root).exit_code == 2
    assert run("import", str(tmp_path / "missing.docx"), root=root).exit_code == 2
    form = handed_in(tmp_path, "a.json", dict(GOOD))
    assert run("import", form, "--as", "at-gibt-es-nicht", root=root).exit_code == 2
    two = handed_in(tmp_path, "b.json", {"practices": [dict(GOOD), dict(GOOD)]})
    assert run("import", two, "--as", "at-sprachcafe", root=root).exit_code == 2


def test_json_tells_all_of_it(run: Run, root: Path, tmp_path: Path) -> None:
    form = handed_in(tmp_path, "a.json", {**GOOD, "keywords": ["a"], "colour": "blue"})
    done = run("import", form, "--json", root=root)
    report = json.loads(done.stdout)
    assert done.exit_code == 0
    (one,) = report["forms"]
    assert (one["outcome"], one["written"], one["path"]) == ("new", True, NEW)
    assert one["findings"][0]["code"] == "KB746"
    assert (one["findings"][0]["place"], one["findings"][0]["line"]) == ("colour", None)
    assert "goals" in one["missing"]
    assert report["dry_run"] is False


def test_findings_are_told_in_the_language_of_the_reader(
    run: Run, root: Path, tmp_path: Path
) -> None:
    form = handed_in(tmp_path, "form.xlsx", b"%PDF-1.7")
    done = run("import", form, "--lang", "de", root=root)
    assert done.exit_code == 1
    assert "Fehler KB752" in done.stdout


def test_a_person_is_asked(
    root: Path, tmp_path: Path, kb_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = handed_in(tmp_path, "a.json", {"id": "at-sprachcafe", "keywords": ["Gespräch"]})
    monkeypatch.setattr("kb.cli.take_in.is_somebody_there", lambda: True)
    runner = CliRunner(env={"KB_CACHE": str(kb_cache)})
    command = ["--root", str(root), "--lang", "en", "import", form]
    done = runner.invoke(cli, command, input="n\n")
    assert "is published: readers see the change at once. Write it? [y/N]" in done.stderr
    assert done.exit_code == 1
    assert runner.invoke(cli, command, input="y\n").exit_code == 0
    assert load_content(root).practices["at-sprachcafe"].keywords == ("Gespräch",)


def test_what_others_have_written_is_given_up_by_a_person_only(
    run: Run, root: Path, tmp_path: Path, kb_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = load_content(root).practices["at-sprachcafe"]
    blank = run("form", "--entry", old.id, "-o", str(tmp_path / "blank.docx"), root=root)
    assert blank.exit_code == 0
    written = edited((tmp_path / "blank.docx").read_bytes(), typed({"resources": "Ein Saal."}))
    form = handed_in(tmp_path, "form.docx", written)
    write_practice(root, {**PRACTICES[0], "resources": "Zwei Räume."})
    for more in ("--yes", "--dry-run"):
        done = run("import", form, more, root=root)
        assert "warning KB763" in done.stdout
        assert '+"resources": "Ein Saal."' in done.stdout  # the difference is shown all the same
        assert "“at-sprachcafe” was not changed.\n" in done.stderr
        assert done.exit_code == 1
    monkeypatch.setattr("kb.cli.take_in.is_somebody_there", lambda: True)
    runner = CliRunner(env={"KB_CACHE": str(kb_cache)})
    command = ["--root", str(root), "--lang", "en", "import", form, "--yes"]
    done = runner.invoke(cli, command, input="n\n")
    assert "“at-sprachcafe” would lose what others have written." in done.stderr
    assert load_content(root).practices["at-sprachcafe"].resources == "Zwei Räume."
    assert runner.invoke(cli, command, input="y\n").exit_code == 0
    assert load_content(root).practices["at-sprachcafe"].resources == "Ein Saal."


def test_a_finding_about_a_whole_file_names_no_line(run: Run, root: Path, tmp_path: Path) -> None:
    forms = [handed_in(tmp_path, name, b"PK\x03\x04") for name in ("a.docx", "b.xlsx")]
    forms.append(handed_in(tmp_path, "c.json", b'{\n "title": "x",,}'))
    told = run("import", *forms, root=root).stdout
    assert "a.docx: error KB754 The file is damaged" in told
    assert "b.xlsx: error KB754" in told
    assert "c.json:2:15: error KB749" in told
    found = json.loads(run("import", forms[0], "--json", root=root).stdout)["findings"][0]
    assert (found["line"], found["column"], found["place"]) == (None, None, None)


@pytest.mark.parametrize("closed", ["folder/a.json", "folder"])
def test_what_nobody_may_read_is_told_and_the_rest_read(
    closed: str, run: Run, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    bad = handed_in(tmp_path, "folder/a.json", GOOD)
    good = handed_in(tmp_path, "good.json", GOOD)
    with forbidden(tmp_path / closed, 0):
        done = run("import", str(tmp_path / closed), good, root=root)
    assert done.exit_code == 1
    told = done.stdout.replace("\n", " ")
    assert f"{tmp_path / closed}: error KB750 The file cannot be read (Permission denied)" in told
    assert (root / NEW).exists()
    (root / NEW).unlink()
    with forbidden(tmp_path / closed, 0):
        done = run("import", str(tmp_path), "--dry-run", root=root)
    assert "error KB750" in done.stdout
    assert f"new entry {NEW}" in done.stdout
    assert run("import", bad, root=root).exit_code == 0


def test_rows_of_results_alone_change_their_entry(run: Run, root: Path, tmp_path: Path) -> None:
    rows = b"id;Result\nat-sprachcafe;Vierzig kamen.\n"
    form = handed_in(tmp_path, "results.csv", rows)
    done = run("import", form, "--lang", "en", root=root)
    assert done.exit_code == 1
    assert "results.csv: A2 “Sprachcafé am Dorfplatz”: changes" in done.stdout
    assert '+- "text": "Vierzig kamen."' in done.stdout
    assert run("import", form, "--yes", root=root).exit_code == 0
    assert [one.text for one in load_content(root).practices["at-sprachcafe"].results] == [
        "Vierzig kamen."
    ]
