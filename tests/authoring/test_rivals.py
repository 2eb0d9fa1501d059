"""Forms of one import compared with each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.authoring.intake.importing import Fate, ImportPlan, plan_import, read_forms
from kb.authoring.intake.wordform import render_word_form
from kb.content.findings import describe
from kb.content.store import Content
from tests.authoring.badtables import GOOD, one_practice, table_of, workbook_of
from tests.authoring.bases import make_content

Forms = Mapping[str, bytes | Mapping[str, str]]
LIKE = {**GOOD, "title": "Die Radwerkstatt", "summary": "Hier werden Räder gerichtet."}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


def plan_of(
    content: Content,
    folder: Path,
    forms: Forms,
    *,
    is_new: bool = False,
) -> ImportPlan:
    for name, data in forms.items():
        written = data if isinstance(data, bytes) else json.dumps(data).encode()
        (folder / name).write_bytes(written)
    received = read_forms([folder / name for name in forms], content)
    return plan_import(content, received, is_new=is_new)


def fates(plan: ImportPlan) -> list[Fate]:
    return [one.fate for one in plan.steps]


def codes(plan: ImportPlan) -> list[list[str]]:
    return [[issue.code for issue in one.issues] for one in plan.steps]


def test_two_files_about_the_same_practice_name_each_other(
    content: Content, tmp_path: Path
) -> None:
    forms: Forms = {"a.json": GOOD, "b.xlsx": one_practice(**LIKE)}
    plan = plan_of(content, tmp_path, forms)
    assert fates(plan) == [Fate.REFUSED, Fate.REFUSED]
    told = [describe(one.issues[-1]) for one in plan.steps]
    assert told[0].startswith(f"“Die Radwerkstatt” in {tmp_path / 'b.xlsx'}: Practices!A2 looks")
    assert told[1].startswith(f"“Radwerkstatt” in {tmp_path / 'a.json'} looks like the same")
    assert all("--new" in one for one in told)
    assert fates(plan_of(content, tmp_path, forms, is_new=True)) == [Fate.NEW, Fate.NEW]


def test_the_same_title_and_place_in_two_files_would_be_one_entry(
    content: Content, tmp_path: Path
) -> None:
    forms = {"a.json": GOOD, "b.json": {**GOOD, "summary": "Anders gesagt."}}
    assert codes(plan_of(content, tmp_path, forms)) == [["KB744"], ["KB744"]]


def test_the_same_form_under_two_names_is_taken_once(content: Content, tmp_path: Path) -> None:
    plan = plan_of(content, tmp_path, {"a.json": GOOD, "copy of a.json": GOOD})
    assert fates(plan) == [Fate.NEW, Fate.UNCHANGED]
    assert codes(plan) == [[], ["KB761"]]
    assert str(tmp_path / "a.json") in describe(plan.steps[1].issues[0])
    assert not plan.has_errors


def test_the_same_word_form_of_an_entry_twice_changes_it_once(
    content: Content, tmp_path: Path
) -> None:
    entry = content.practices["at-sprachcafe"]
    data = render_word_form(content, "de", entry_id=entry.id)
    plan = plan_of(content, tmp_path, {"a.docx": data, "b.docx": data})
    assert [one.entry_id for one in plan.steps] == [entry.id, entry.id]
    assert codes(plan)[1] == ["KB761"]


def test_the_same_faulty_form_twice_waits_twice_and_is_told_once(
    content: Content, tmp_path: Path
) -> None:
    bad = {**GOOD, "location.country": "Atlantis"}
    plan = plan_of(content, tmp_path, {"a.json": bad, "b.json": bad})
    assert fates(plan) == [Fate.REFUSED, Fate.REFUSED]
    assert codes(plan) == [["KB703"], ["KB761"]]


def test_rows_of_one_table_that_look_alike_are_taken_and_told(
    content: Content, tmp_path: Path
) -> None:
    data = workbook_of({"P": table_of(GOOD, LIKE, GOOD)})
    plan = plan_of(content, tmp_path, {"many.xlsx": data})
    assert fates(plan) == [Fate.NEW, Fate.NEW, Fate.UNCHANGED]
    assert codes(plan) == [["KB761"], ["KB761"], ["KB761"]]


def test_different_practices_of_one_place_are_not_told(content: Content, tmp_path: Path) -> None:
    other = {**GOOD, "title": "Gemeinsam kochen am Samstag"}
    assert codes(plan_of(content, tmp_path, {"a.json": GOOD, "b.json": other})) == [[], []]
