"""Rows of results, sources and the like that come without the practice they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.authoring.intake.importing import plan_import, read_forms, save_step
from kb.authoring.intake.plan import Fate, ImportPlan
from kb.authoring.intake.workbook import render_workbook
from kb.content.findings import describe
from kb.content.store import Content, load_content
from kb.content.yamlfile import load_yaml
from tests.authoring.badtables import GOOD, table_of, workbook_of
from tests.authoring.bases import make_content
from tests.factories import practice_data, write_practice

ENTRY, TITLE = "at-sprachcafe", "Sprachcafé am Dorfplatz"
FINNISH = f"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "title"
msgid "{TITLE}"
msgstr "Kielikahvila torilla"
"""
RESULTS = [{"text": "Vierzig kamen.", "value": "40", "indicator": "Gäste", "kind": "reported"}]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    root = make_content(tmp_path / "base").root
    write_practice(root, practice_data(results=RESULTS))
    return load_content(root)


def plan_for(content: Content, path: Path, text: str | bytes, entry_id: str = "") -> ImportPlan:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return plan_import(content, read_forms([path], content), entry_id=entry_id)


@pytest.mark.parametrize(
    "owner",
    [
        f"Praxisbeispiel;{TITLE}",
        f"kb.practice;  {TITLE.upper()}",
        f"kb.practice;{ENTRY}",
        f"id;{ENTRY}",
        f"id;{ENTRY.upper()}",
        "Practice;Kielikahvila torilla",
    ],
)
def test_rows_find_their_entry_by_title_translation_or_id(
    owner: str, content: Content, tmp_path: Path
) -> None:
    catalog = content.root / f"locales/fi/LC_MESSAGES/practices/{ENTRY}.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(FINNISH, "utf-8")
    head, _, name = owner.partition(";")
    table = f"{head};results.text;results.value\n{name};Zwei blieben.;\n{name};Vierzig kamen.;41\n"
    plan = plan_for(content, tmp_path / "r.csv", table)
    (step,) = plan.steps
    assert (step.fate, step.entry_id, step.title) == (Fate.UPDATE, ENTRY, TITLE)
    assert step.draft is not None
    assert "+- text: Zwei blieben." in list(step.draft.difference())
    before = load_yaml(content.paths["practice", ENTRY]).value
    assert save_step(step) is None
    after = load_yaml(content.paths["practice", ENTRY]).value
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after["results"] == [{"text": "Zwei blieben."}, {**RESULTS[0], "value": "41"}]
    assert {**after, "results": None} == {**before, "results": None}


def test_sheets_without_rows_empty_nothing(content: Content, tmp_path: Path) -> None:
    entry = content.practices[ENTRY]
    from openpyxl import load_workbook

    path = tmp_path / "form.xlsx"
    path.write_bytes(render_workbook(content, "de", [entry]))
    workbook = load_workbook(path)
    practices = workbook.worksheets[1]
    for cell in practices[5]:
        cell.value = None
    workbook.save(path)
    (step,) = plan_for(content, path, path.read_bytes()).steps
    assert (step.fate, step.entry_id) == (Fate.UNCHANGED, ENTRY)


def test_rows_that_would_go_are_told(content: Content, tmp_path: Path) -> None:
    write_practice(content.root, practice_data(results=[*RESULTS, {"text": "Zwei blieben."}]))
    content = load_content(content.root)
    plan = plan_for(content, tmp_path / "r.csv", f"id;results.text\n{ENTRY};Neu.\n")
    assert [one.code for one in plan.all_issues()] == ["KB760"]
    assert "more rows (2) than this file (1)" in describe(plan.steps[0].issues[0])


@pytest.mark.parametrize(
    ("table", "fewer"),
    [
        ("id;results.text;sources.title\n%s;Neu.;Q\n", ("Results", "Sources")),
        ("id;results.1.text;results.2.text\n%s;Eins.;Zwei.\n", ("Results",)),
        ("id;results.1.text;results.2.text;results.3.text\n%s;Eins.;;Zwei.\n", ("Results",)),
        ("id;summary;results.text\n%s;Neu.;\n", ("Results",)),
        ('{"id": "%s", "results": [{"text": "Neu."}]}', ("Results",)),
        ('{"id": "%s", "results": []}', ()),
        ("id;summary\n%s;Neu.\n", ()),
        ("id;goals\n%s;Ein Ziel.\n", ()),
    ],
)
def test_rows_that_would_go_are_told_for_every_form(
    table: str, fewer: tuple[str, ...], content: Content, tmp_path: Path
) -> None:
    results = [{"text": f"Es kamen {number}."} for number in (3, 4, 5)]
    sources = [{"title": "Eins"}, {"title": "Zwei"}]
    more = practice_data(results=results, sources=sources, goals=["Erstens.", "Zweitens."])
    write_practice(content.root, more)
    name = "r.csv" if ";" in table else "r.json"
    plan = plan_for(load_content(content.root), tmp_path / name, table % ENTRY)
    assert plan.steps[0].fate is Fate.UPDATE
    assert [one.code for one in plan.all_issues()] == ["KB760"] * len(fewer)
    assert tuple(one.params["label"] for one in plan.all_issues()) == fewer


def test_rows_of_nobody_are_told(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    (issue,) = plan_for(content, path, "kb.practice;results.text\nRadhaus;Neu.\n").all_issues()
    assert describe(issue).startswith("There is no practice “Radhaus” in this file, nor in the")
    near = f"kb.practice;results.text\n{TITLE}e;Neu.\n"
    (issue,) = plan_for(content, path, near).all_issues()
    assert f"Did you mean “{TITLE}”?" in describe(issue)
    unknown = f"id;results.text\n{ENTRY.upper()}S;Neu.\n"
    (issue,) = plan_for(content, path, unknown).all_issues()
    assert f"“{ENTRY.upper()}S” in this file, nor in" in describe(issue)
    assert f"Did you mean “{ENTRY}”?" in describe(issue)
    alone = "results.text;results.value\nNeu.;4\n"
    (issue,) = plan_for(content, path, alone).all_issues()
    assert "do not say which practice they belong to" in describe(issue)
    assert plan_for(content, path, alone, ENTRY).steps[0].fate is Fate.UPDATE


@pytest.mark.parametrize("text", ["results.text;results.value\nNeu.;4\n", None])
def test_an_entry_that_is_not_there_is_told(
    text: str | None, content: Content, tmp_path: Path
) -> None:
    whole = "title;summary\nRadwerkstatt;Wir reparieren.\n"
    plan = plan_for(content, tmp_path / "r.csv", text or whole, "at-gibt-es-nicht")
    (step,) = plan.steps
    assert step.fate is Fate.REFUSED
    assert "belongs to the entry “at-gibt-es-nicht”, which is not" in describe(step.issues[-1])


@pytest.mark.parametrize("is_upright", [False, True])
def test_more_practices_than_a_file_may_hold_are_told(
    is_upright: bool, content: Content, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    names = [f"Werkstatt {number}" for number in range(1_002)]
    rows = [["kb.practice", "results.text"], *([name, "Neu."] for name in names)]
    if is_upright:
        rows = [["title", *names], ["summary", *names]]
    path.write_text("\n".join(map(";".join, rows)), "utf-8")
    (received,) = read_forms([path], content)
    assert len(received.forms) == 1_000
    assert [(one.code, str(one.where)) for one in received.issues] == [("KB740", str(path))]


def test_a_title_of_two_entries_is_not_guessed(content: Content, tmp_path: Path) -> None:
    write_practice(content.root, practice_data(id="at-zwilling"))
    content = load_content(content.root)
    table = f"kb.practice;results.text\n{TITLE};Neu.\n"
    (issue,) = plan_for(content, tmp_path / "r.csv", table).all_issues()
    assert describe(issue).startswith(f"Several entries are called “{TITLE}”")


def test_two_files_with_rows_of_one_entry_go_one_after_the_other(
    content: Content, tmp_path: Path
) -> None:
    (tmp_path / "r.csv").write_text(f"id;results.text\n{ENTRY};Neu.\n", "utf-8")
    (tmp_path / "o.csv").write_text(f"id;links.title;links.url\n{ENTRY};Neu;example.org\n", "utf-8")
    plan = plan_import(content, read_forms([tmp_path / "r.csv", tmp_path / "o.csv"], content))
    assert [one.fate for one in plan.steps] == [Fate.REFUSED, Fate.REFUSED]
    assert "one after the other" in describe(plan.steps[0].issues[-1])


def test_rows_of_one_entry_are_joined_whatever_they_call_it(
    content: Content, tmp_path: Path
) -> None:
    write_practice(content.root, practice_data(results=RESULTS, former_ids=["at-treffpunkt"]))
    content = load_content(content.root)
    called = (f"{ENTRY};", f";{TITLE}", "at-treffpunkt;", f"{ENTRY.upper()};", f";{ENTRY}")
    texts = ("Eins.", "Zwei.", "Drei.", "Vier.", "Eins.")
    rows = "".join(f"{one};{text}\n" for one, text in zip(called, texts, strict=True))
    plan = plan_for(content, tmp_path / "r.csv", f"id;kb.practice;results.text\n{rows}")
    (step,) = plan.steps
    assert (step.fate, step.entry_id) == (Fate.UPDATE, ENTRY)
    (issue,) = plan.all_issues()
    assert (issue.code, issue.params["twice"], issue.where.place) == ("KB746", "2", "C6")
    save_step(step)
    results = load_content(content.root).practices[ENTRY].results
    assert [one.text for one in results] == list(texts[:4])


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (f"id;kb.practice;results.text\n{ENTRY};Repair-Café;Neu.\n", (ENTRY, "Repair-Café")),
        (f"id;kb.practice;results.text\n{ENTRY};at-zwilling;Neu.\n", (ENTRY, "at-zwilling")),
        (f"id;results.text;id\n{ENTRY};Neu.;at-zwilling\n", (ENTRY, "at-zwilling")),
        (f"id;summary;id\n{ENTRY};Neu.;at-zwilling\n", (ENTRY, "at-zwilling")),
        (
            f"kb.practice;results.text;kb.practice\n{TITLE};Neu.;Repair-Café\n",
            (TITLE, "Repair-Café"),
        ),
    ],
)
def test_rows_of_two_entries_are_not_guessed(
    table: str, names: tuple[str, str], content: Content, tmp_path: Path
) -> None:
    write_practice(content.root, practice_data(id="at-zwilling", title="Repair-Café"))
    plan = plan_for(load_content(content.root), tmp_path / "r.csv", table)
    (issue,) = plan.all_issues()
    assert (issue.code, all(one.fate is Fate.REFUSED for one in plan.steps)) == ("KB745", True)
    assert "named here, “{}” and “{}”".format(*names) in describe(issue)


@pytest.mark.parametrize("owner", [TITLE, TITLE.upper(), ENTRY, "Ein früherer Titel", "2", ""])
def test_an_id_goes_with_any_name_that_is_of_no_other_entry(
    owner: str, content: Content, tmp_path: Path
) -> None:
    table = f"id;kb.practice;results.text;id\n{ENTRY};{owner};Neu.;{ENTRY.upper()}\n"
    (step,) = plan_for(content, tmp_path / "r.csv", table).steps
    assert (step.fate, step.entry_id) == (Fate.UPDATE, ENTRY)


def test_an_id_of_a_practice_may_have_capitals(content: Content, tmp_path: Path) -> None:
    (step,) = plan_for(content, tmp_path / "r.csv", f"id;summary\n{ENTRY.upper()};Neu.\n").steps
    assert (step.fate, step.entry_id) == (Fate.UPDATE, ENTRY)


def test_rows_alone_are_no_new_entry(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"id;results.text\n{ENTRY};Neu.\nat-anders;Neu.\n", "utf-8")
    plan = plan_import(content, read_forms([path], content), is_new=True)
    assert [one.fate for one in plan.steps] == [Fate.REFUSED, Fate.REFUSED]
    assert all("--new does not fit them" in describe(one) for one in plan.all_issues())


def test_beside_practices_rows_belong_to_one_of_the_file(content: Content, tmp_path: Path) -> None:
    sheets = {"P": table_of(GOOD), "R": [["kb.practice", "results.text"], [TITLE, "Neu."]]}
    plan = plan_for(content, tmp_path / "x.xlsx", workbook_of(sheets))
    assert [one.code for one in plan.all_issues()] == ["KB745"]
