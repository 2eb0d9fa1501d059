"""Forms of one import compared with each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.authoring.intake.importing import plan_import, read_forms
from kb.authoring.intake.plan import Fate, ImportPlan
from kb.authoring.intake.wordform import render_word_form
from kb.content.findings import describe
from kb.content.store import Content
from kb.content.yamlfile import load_yaml
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


@pytest.mark.parametrize("names", [("sent.docx", "b.csv"), ("b.csv", "sent.docx")])
def test_a_form_as_it_was_sent_does_not_keep_a_corrected_one_out(
    names: tuple[str, str], content: Content, tmp_path: Path
) -> None:
    tree = load_yaml(content.paths["practice", "at-sprachcafe"]).value
    assert isinstance(tree, dict)
    sent = render_word_form(content, "de", tree, entry_id="at-sprachcafe")
    forms = {"sent.docx": sent, "b.csv": b"id;summary\nat-sprachcafe;Neu gesagt.\n"}
    plan = plan_of(content, tmp_path, {name: forms[name] for name in names})
    found = {one.where.path.name: one.fate for one in plan.steps}
    assert found == {"sent.docx": Fate.UNCHANGED, "b.csv": Fate.UPDATE}
    assert not plan.has_errors


def test_the_same_faulty_form_twice_waits_twice_and_is_told_once(
    content: Content, tmp_path: Path
) -> None:
    bad = {**GOOD, "location.country": "Atlantis"}
    plan = plan_of(content, tmp_path, {"a.json": bad, "b.json": bad})
    assert fates(plan) == [Fate.REFUSED, Fate.REFUSED]
    assert codes(plan) == [["KB703"], ["KB761"]]


@pytest.mark.parametrize("names", [("bad.xlsx", "good.xlsx"), ("good.xlsx", "bad.xlsx")])
def test_a_twin_in_a_faulty_file_does_not_take_a_good_form_along(
    names: tuple[str, str], content: Content, tmp_path: Path
) -> None:
    heads = ["kb.practice", "results.text"]
    good = workbook_of({"P": table_of(GOOD), "R": [heads]})
    bad = workbook_of({"P": table_of(GOOD), "R": [heads, ["Nobody", "Neu."]]})
    forms = {"good.xlsx": good, "bad.xlsx": bad}
    plan = plan_of(content, tmp_path, {name: forms[name] for name in names})
    found = {one.where.path.name: one for one in plan.steps}
    assert [one.code for one in plan.issues] == ["KB745"]
    assert (found["good.xlsx"].fate, found["bad.xlsx"].fate) == (Fate.NEW, Fate.UNCHANGED)
    assert [one.code for one in found["bad.xlsx"].issues] == ["KB761"]


def test_a_form_with_an_answer_that_cannot_be_read_is_told_beside_one_without(
    content: Content, tmp_path: Path
) -> None:
    unread = one_practice(summary="=A1&B1")
    empty = one_practice(summary="")
    plan = plan_of(content, tmp_path, {"good.xlsx": empty, "bad.xlsx": unread})
    assert "KB741" in codes(plan)[1]
    assert fates(plan)[1] is Fate.REFUSED


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
