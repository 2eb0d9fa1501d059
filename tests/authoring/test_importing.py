"""Forms that came in: which entry each belongs to, and what would be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from kb.authoring.intake.importing import plan_import, read_forms, save_step
from kb.authoring.intake.plan import Fate, ImportPlan
from kb.authoring.intake.wordform import render_word_form
from kb.authoring.intake.workbook import render_workbook
from kb.content.findings import describe
from kb.content.store import Content, load_content
from kb.content.yamlfile import load_yaml
from kb.errors import Issue
from kb.translation.interface import gettext, speaking
from tests.authoring.badforms import BadForm, bad_word_files
from tests.authoring.badtables import GOOD, bad_tables, one_practice, table_of, workbook_of
from tests.authoring.bases import make_content
from tests.factories import practice_data, write_practice

BAD = tuple(bad_tables())
ENTRY = "at-sprachcafe"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return make_content(tmp_path / "base")


def handed_in(folder: Path, data: bytes | Mapping[str, object], suffix: str = ".xlsx") -> Path:
    if not isinstance(data, bytes):
        data, suffix = json.dumps(data).encode(), ".json"
    path = folder / f"form{suffix}"
    path.write_bytes(data)
    return path


def plan_for(content: Content, path: Path, **wishes: object) -> ImportPlan:
    return plan_import(content, read_forms([path], content), **wishes)  # type: ignore[arg-type]


def codes(plan: ImportPlan) -> list[str]:
    return [one.code for one in plan.all_issues()]


def files_in(content: Content) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in content.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", BAD, ids=[one.name for one in BAD])
def test_what_cannot_be_taken_as_it_is_earns_its_finding(
    case: BadForm, shared: Content, tmp_path: Path
) -> None:
    before = files_in(shared)
    plan = plan_for(shared, handed_in(tmp_path, case.data, case.suffix))
    assert case.code in codes(plan)
    assert plan.has_errors
    told = [step for step in plan.steps if case.code in _codes_of(step.issues)]
    assert {step.fate for step in told} <= {Fate.REFUSED, Fate.UNCHANGED}
    with speaking("de"):
        for issue in plan.all_issues():
            assert "%(" not in describe(issue, gettext)
    assert files_in(shared) == before


def test_bad_word_files_are_planned_without_being_taken(shared: Content, tmp_path: Path) -> None:
    before = files_in(shared)
    for case in bad_word_files(render_word_form(shared, "de")):
        plan = plan_for(shared, handed_in(tmp_path, case.data, case.suffix))
        assert case.code in codes(plan), case.name
        assert {step.fate for step in plan.steps} <= {Fate.REFUSED, Fate.UNCHANGED}, case.name
    assert files_in(shared) == before


def _codes_of(issues: Iterable[Issue]) -> list[str]:
    return [one.code for one in issues]


def test_a_file_of_a_hundred_megabytes_is_not_read(shared: Content, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    assert codes(plan_for(shared, path)) == ["KB751"]


def test_a_new_practice_becomes_a_draft(content: Content, tmp_path: Path) -> None:
    plan = plan_for(content, handed_in(tmp_path, one_practice(status="published")))
    step = plan.steps[0]
    assert (step.fate, step.entry_id) == (Fate.NEW, "at-oberhuegel-radwerkstatt")
    assert "goals" in step.missing
    assert save_step(step) is None
    tree = load_yaml(content.root / "practices/at/at-oberhuegel-radwerkstatt.yaml").value
    assert isinstance(tree, dict)
    assert tree["status"] == "draft"
    assert not load_content(content.root).issues


@pytest.mark.parametrize("title", ["ورشة الدراجات", "🚲🧰", "Rad\u202ewerk \U0001f6b2"])
def test_every_script_can_be_imported(title: str, content: Content, tmp_path: Path) -> None:
    plan = plan_for(content, handed_in(tmp_path, one_practice(title=title)))
    assert plan.steps[0].fate is Fate.NEW
    assert save_step(plan.steps[0]) is None
    entry_id = plan.steps[0].entry_id
    assert load_content(content.root).practices[entry_id].title == title.replace("\u202e", "")


def test_all_that_is_wrong_is_told_at_once(content: Content, tmp_path: Path) -> None:
    person = {"organisation": "Dorfverein", "name": "Erika Beispiel"}
    answers = {**GOOD, "period.start": "irgendwann", "contacts": [person]}
    assert codes(plan_for(content, handed_in(tmp_path, answers))) == ["KB701", "KB305"]
    nothing = codes(plan_for(content, handed_in(tmp_path, {"title": "Nur ein Titel"})))
    assert nothing == ["KB202", "KB202"]  # language and country


def test_a_corrected_form_changes_the_same_entry(content: Content, tmp_path: Path) -> None:
    save_step(plan_for(content, handed_in(tmp_path, one_practice())).steps[0])
    again = load_content(content.root)
    assert plan_for(again, handed_in(tmp_path, one_practice())).steps[0].fate is Fate.UNCHANGED
    data = one_practice(summary="Jeden Donnerstag.")
    step = plan_for(again, handed_in(tmp_path, data)).steps[0]
    assert step.fate is Fate.UPDATE
    assert step.draft is not None
    changed = [line for line in step.draft.difference() if line[0] in "+-" and line[1] not in "+-"]
    assert len(changed) == 2


def test_what_a_table_does_not_ask_stays(content: Content, tmp_path: Path) -> None:
    before = load_yaml(content.paths["practice", ENTRY]).value
    answers = {"id": ENTRY, "location": {"place": "Tamsweg"}, "keywords": ["Gespräch"]}
    step = plan_for(content, handed_in(tmp_path, answers)).steps[0]
    assert step.fate is Fate.UPDATE
    assert save_step(step) is None
    after = load_yaml(content.paths["practice", ENTRY]).value
    assert isinstance(before, dict)
    assert isinstance(before["location"], dict)
    assert after == {
        **before,
        "keywords": ["Gespräch"],
        "location": {**before["location"], "place": "Tamsweg"},
    }


def test_an_answer_that_was_emptied_goes(content: Content, tmp_path: Path) -> None:
    answers = {"id": ENTRY, "organisations": [{"name": "Gemeinde", "role": "lead"}]}
    save_step(plan_for(content, handed_in(tmp_path, answers)).steps[0])
    tree = load_yaml(content.paths["practice", ENTRY]).value
    assert isinstance(tree, dict)
    assert tree["organisations"] == [{"name": "Gemeinde", "role": "lead"}]
    step = plan_for(content, handed_in(tmp_path, {"id": ENTRY, "sources": []})).steps[0]
    assert "KB306" in _codes_of(step.issues)
    assert step.fate is Fate.REFUSED


def test_columns_of_groups_leave_the_others_beside_them(tmp_path: Path) -> None:
    content = make_content(tmp_path)
    results = [
        {"text": "Vierzig kamen.", "value": "40", "indicator": "Gäste", "kind": "reported"},
        {"text": "Zwei blieben.", "on": "2019"},
    ]
    write_practice(content.root, practice_data(results=results))
    content = load_content(content.root)
    texts = [{"text": "Zwei blieben."}, {"text": "Vierzig kamen."}]
    step = plan_for(content, handed_in(tmp_path, {"id": ENTRY, "results": texts})).steps[0]
    save_step(step)
    tree = load_yaml(content.paths["practice", ENTRY]).value
    assert isinstance(tree, dict)
    assert tree["results"] == [results[1], results[0]]


def test_an_old_id_leads_to_the_entry(tmp_path: Path) -> None:
    content = make_content(tmp_path)
    write_practice(content.root, practice_data(former_ids=["at-alt"]))
    content = load_content(content.root)
    answers = {"id": "at-alt", "keywords": ["neu"]}
    assert plan_for(content, handed_in(tmp_path, answers)).steps[0].entry_id == ENTRY


def test_somebody_decides_about_what_looks_the_same(content: Content, tmp_path: Path) -> None:
    answers = {**GOOD, "title": "Sprachcafe am Dorfplatz", "location.municipality": "Lungau"}
    path = handed_in(tmp_path, answers)
    step = plan_for(content, path).steps[0]
    assert step.fate is Fate.REFUSED
    assert step.near[0].id == ENTRY
    assert plan_for(content, path, is_new=True).steps[0].fate is Fate.NEW
    assert plan_for(content, path, entry_id=ENTRY).steps[0].entry_id == ENTRY


def test_a_file_changed_meanwhile_stays(content: Content, tmp_path: Path) -> None:
    answers = {"id": ENTRY, "keywords": ["neu"]}
    step = plan_for(content, handed_in(tmp_path, answers)).steps[0]
    path = write_practice(content.root, practice_data(title="Inzwischen anders"))
    now = path.read_bytes()
    issue = save_step(step)
    assert issue is not None
    assert issue.code == "KB747"
    assert path.read_bytes() == now


def test_an_entry_with_faults_is_not_changed(content: Content, tmp_path: Path) -> None:
    content.paths["practice", ENTRY].write_text("title: a: b\n", "utf-8")
    content = load_content(content.root)
    plan = plan_for(content, handed_in(tmp_path, {"id": ENTRY, "keywords": ["neu"]}))
    assert codes(plan) == ["KB747"]


def test_good_forms_of_a_file_are_taken_beside_bad_ones(content: Content, tmp_path: Path) -> None:
    bad = {**GOOD, "title": "Nähwerkstatt", "location.country": "Atlantis"}
    path = handed_in(tmp_path, workbook_of({"P": table_of(GOOD, bad)}))
    assert [one.fate for one in plan_for(content, path).steps] == [Fate.NEW, Fate.REFUSED]


def test_files_are_known_by_what_they_hold(content: Content, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "mislabelled.csv").write_bytes(one_practice())
    (folder / "answers.txt.json").write_text(json.dumps({**GOOD, "title": "Nähwerkstatt"}))
    (folder / "~$form.xlsx").write_bytes(b"lock")
    (folder / ".hidden").write_bytes(b"x")
    received = read_forms([folder, folder / "mislabelled.csv"], content)
    assert [len(one.forms) for one in received] == [1, 1]
    assert not any(one.issues for one in received)


def test_the_workbook_of_an_entry_changes_nothing(content: Content, tmp_path: Path) -> None:
    data = render_workbook(content, "sv", list(content.practices.values()))
    plan = plan_for(content, handed_in(tmp_path, data))
    assert [one.fate for one in plan.steps] == [Fate.UNCHANGED]
    assert not codes(plan)
