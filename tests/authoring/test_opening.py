"""Files of strangers: whatever they are, there is a clear finding and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.authoring.intake.opening import LARGEST_BYTES, find_main, load_form, open_package
from kb.authoring.intake.wordform import WordReader, render_word_form
from kb.content.findings import describe
from kb.content.store import Content, load_content
from kb.errors import Issue
from tests.authoring.badforms import BadForm, bad_word_files, members_of, packed, related
from tests.factories import practice_data, write_base


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return load_content(write_base(tmp_path_factory.mktemp("base"), [practice_data()]))


@pytest.fixture(scope="module")
def good(content: Content) -> bytes:
    return render_word_form(content, "sv")


@pytest.fixture(scope="module")
def cases(good: bytes) -> dict[str, BadForm]:
    return {one.name: one for one in bad_word_files(good)}


def test_every_bad_file_gets_the_finding_that_fits(
    content: Content, cases: dict[str, BadForm], tmp_path: Path
) -> None:
    reader = WordReader(content)
    told = {}
    for one in cases.values():
        received = reader.read(one.data, Path(f"x{one.suffix}"))
        assert not received.forms, one.name
        told[one.name] = [issue.code for issue in received.issues]
        assert all("…" not in describe(issue) for issue in received.issues), one.name
    assert told == {name: [one.code] for name, one in cases.items()}
    assert len(told) >= 70
    assert [*tmp_path.iterdir()] == []


def test_a_good_file_is_opened(good: bytes) -> None:
    members = open_package(good, Path("form.docx"))
    assert isinstance(members, dict)
    assert members == members_of(good)
    assert find_main(members) == "word/document.xml"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.org/"),
        ("image", "https://example.org/logo.png"),
        ("attachedTemplate", "file:///C:/Users/anna/Normal.dotm"),
    ],
)
def test_links_that_change_no_answer_are_let_through(good: bytes, kind: str, target: str) -> None:
    assert isinstance(open_package(related(good, kind, target)), dict)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "large.docx").write_bytes(bytes(LARGEST_BYTES + 1))
    (tmp_path / "good.docx").write_bytes(b"PK")
    found = {}
    for name in (".", "missing.docx", "a\0b.docx", "large.docx", "good.docx"):
        loaded = load_form(tmp_path / name)
        found[name] = loaded.code if isinstance(loaded, Issue) else loaded
    assert found == {
        ".": "KB750",
        "missing.docx": "KB750",
        "a\0b.docx": "KB750",
        "large.docx": "KB751",
        "good.docx": b"PK",
    }


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    told = []
    for path in (tmp_path, tmp_path / "missing.docx"):
        issues = open_package(path)
        assert isinstance(issues, list)
        assert issues[0].where.path == path
        told.append(describe(issues[0]))
    assert told[0].endswith("is no file. Name the form itself.")
    assert "No such file or directory" in told[1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4", "This is a PDF file, from which no answers can be read."),
        (packed({"a.docx": b"x"}), "This is a packed folder (ZIP)."),
        (rb"{\rtf1}", "This file is in the format RTF. Open it, and save it as .docx or .xlsx."),
        (b"", "The file is empty. Ask for it once more."),
    ],
)
def test_the_sentence_says_what_the_file_is(data: bytes, words: str) -> None:
    issues = open_package(data, Path("form.docx"))
    assert isinstance(issues, list)
    assert describe(issues[0]).startswith(words)
