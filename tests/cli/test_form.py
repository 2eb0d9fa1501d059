"""`kb form`: files for Word and Excel, in a language of the base."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from kb.authoring.form.composing import Typed
from kb.authoring.intake.wordform import read_word_form
from kb.content.store import load_content
from tests.cli.conftest import Run


def test_a_word_form_in_the_language_asked_for(run: Run, base: Path, tmp_path: Path) -> None:
    target = tmp_path / "form.docx"
    done = run("form", "--lang", "sv", "-o", str(target))
    assert (done.exit_code, done.stdout) == (0, "")
    assert str(target) in done.stderr
    received = read_word_form(target.read_bytes(), target, load_content(base))
    assert (received.issues, received.forms[0].form.filled.get("title")) == ((), None)


def test_an_empty_form_asks_little_unless_all_is_wanted(
    run: Run, base: Path, tmp_path: Path
) -> None:
    asked = []
    for name, options in (("short", ()), ("long", ("--all",)), ("about", ("--sections", "about"))):
        target = tmp_path / f"{name}.docx"
        assert run("form", "--lang", "fi", *options, "-o", str(target)).exit_code == 0
        received = read_word_form(target.read_bytes(), target, load_content(base))
        asked.append(received.forms[0].asked)
    short, everything, about = asked
    assert short
    assert about
    assert "funding.amount" not in short
    assert everything is None
    assert set(about) == {"title", "language", "summary", "topics", "target_groups", "keywords"}


def test_entries_are_filled_in_one_file_each(run: Run, base: Path, tmp_path: Path) -> None:
    entries = ("--entry", "at-altes-sprachcafe", "--entry", "fi-kylatalo")
    done = run("form", *entries, "--lang", "de", "-o", f"{tmp_path}/forms/")
    assert done.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "forms").iterdir())
    assert names == ["at-sprachcafe.de.docx", "fi-kylatalo.de.docx"]
    path = tmp_path / "forms" / names[0]
    (one,) = read_word_form(path.read_bytes(), path, load_content(base)).forms
    assert one.form.entry_id == "at-sprachcafe"
    title = one.form.filled["title"]
    assert isinstance(title, Typed)
    assert title.value == "Sprachcafé am Dorfplatz"


def test_a_slash_at_the_end_means_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("form", "--lang", "fi", "-o", f"{tmp_path}/forms/").exit_code == 0
    assert [path.name for path in (tmp_path / "forms").iterdir()] == ["form.fi.docx"]
    assert run("form", "--lang", "fi", "-o", f"{tmp_path}/forms.2026/").exit_code == 0
    assert [path.name for path in (tmp_path / "forms.2026").iterdir()] == ["form.fi.docx"]


def test_a_workbook_by_the_end_of_its_name(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "form.xlsx"
    done = run("form", "--lang", "fi", "--entry", "fi-kylatalo", "--quiet", "-o", str(target))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert len(load_workbook(target).sheetnames) > 1


def test_a_form_is_written_to_a_pipe(run: Run) -> None:
    done = run("form", "--sections", "about, where")
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"PK\x03\x04")


def test_a_form_that_is_there_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "form.docx"
    target.write_bytes(b"filled in")
    done = run("form", "-o", str(target))
    assert done.exit_code == 2
    assert "is there already" in done.stderr
    assert target.read_bytes() == b"filled in"
    assert run("form", "-o", str(target), "--force").exit_code == 0
    assert target.read_bytes() != b"filled in"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--lang", "fr", "-o", "x.docx"), "is not read in “fr”. Its languages: de, fi, sv, en."),
        (("-o", "x.pdf"), "let the name end with .docx or .xlsx."),
        (("--sections", "all", "-o", "x.docx"), "There is no section “all”."),
        (("--sections", "about", "-o", "x.xlsx"), "A workbook has all sections."),
        (("--entry", "fi-kylatal", "-o", "x.docx"), 'Did you mean "fi-kylatalo"?'),
        (("--entry", "fi-kylatalo", "--entry", "at-entwurf"), "Several files need a folder"),
    ],
)
def test_what_cannot_be_made_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("form", *args)
    assert done.exit_code == 2
    assert words in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_somebody_who_speaks_a_kind_of_a_language_gets_its_form(run: Run, tmp_path: Path) -> None:
    assert run("form", "--lang", "de-AT", "-o", str(tmp_path / "form.docx")).exit_code == 0
