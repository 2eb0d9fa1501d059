"""Whose a form is, also after the base got another name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.authoring.intake.formfiles import FormReader
from kb.authoring.intake.stamp import mark_of
from kb.authoring.intake.wordform import render_word_form
from kb.authoring.intake.workbook import render_workbook
from kb.content.findings import describe
from kb.content.store import Content, load_content
from tests.authoring.bases import make_content

RENDERERS = {
    "form.docx": lambda content: render_word_form(content, "de", entry_id="at-sprachcafe"),
    "form.xlsx": lambda content: render_workbook(
        content, "de", [content.practices["at-sprachcafe"]]
    ),
}


def renamed(content: Content, more: str = "") -> Content:
    path = content.root / "practices/kb.yaml"
    text = path.read_text("utf-8")
    assert "Gute Praxis" in text
    path.write_text(f"{text.replace('Gute Praxis', 'Dorfwissen')}{more}\n", "utf-8")
    found = load_content(content.root)
    assert not found.issues
    return found


@pytest.mark.parametrize("name", RENDERERS)
def test_a_form_outlasts_the_name_of_its_base(name: str, tmp_path: Path) -> None:
    content = make_content(tmp_path / "base")
    render: Callable[[Content], bytes] = RENDERERS[name]
    mark, path = mark_of(content), tmp_path / name
    path.write_bytes(render(content))
    other = renamed(content)
    (issue,) = FormReader(other).read(path).issues
    assert issue.code == "KB758"
    assert f"add “{mark}” to form_marks" in describe(issue)
    ours = renamed(make_content(tmp_path / "again"), f"form_marks: ['{mark}', 0a1b2c3d]")
    assert len(FormReader(ours).read(path).forms) == 1
    assert mark_of(ours) == mark
    path.write_bytes(render(other))
    assert len(FormReader(other).read(path).forms) == 1


def test_a_new_base_may_have_its_mark_from_the_start(tmp_path: Path) -> None:
    content = make_content(tmp_path / "base")
    path = content.root / "practices/kb.yaml"
    path.write_text(path.read_text("utf-8") + "form_marks: [0a1b2c3d]\n", "utf-8")
    content = load_content(content.root)
    assert mark_of(content) == "0a1b2c3d"
    assert mark_of(renamed(content)) == "0a1b2c3d"


def test_a_mark_that_is_none_is_told(tmp_path: Path) -> None:
    path = make_content(tmp_path / "base").root / "practices/kb.yaml"
    path.write_text(path.read_text("utf-8") + "form_marks: [kb1/0a1b2c3d]\n", "utf-8")
    (issue,) = load_content(tmp_path / "base").issues
    assert describe(issue).startswith("“kb1/0a1b2c3d” is not a mark of forms. Write eight signs")
