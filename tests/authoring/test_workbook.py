"""The form as a workbook: made, filled in by people, and read again."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import Typed, compose
from kb.authoring.form.questions import practice_form
from kb.authoring.intake.received import Received
from kb.authoring.intake.workbook import read_workbook, render_workbook
from kb.authoring.intake.workbook.layout import FIRST_ROW, LABEL_ROW
from kb.content.store import Content, load_content
from kb.content.yamlfile import Tree, load_yaml
from kb.translation.interface import speaking
from tests.authoring.badforms import members_of, packed
from tests.authoring.badtables import (
    GOOD,
    SHEET,
    one_practice,
    table_of,
    with_cell,
    with_sheet,
    workbook_of,
)
from tests.authoring.bases import make_content

SHIPPED = Path(__file__).parents[2]
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def blank(content: Content) -> bytes:
    return render_workbook(content, "de")


def edited(data: bytes, change: Change) -> bytes:
    """A workbook that somebody opened, changed and saved."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    change(workbook)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def read(data: bytes, content: Content) -> Received:
    return read_workbook(data, Path("form.xlsx"), content)


def trees_in(data: bytes, content: Content) -> list[dict[str, Tree]]:
    received = read(data, content)
    assert not received.issues
    return [_tree(one.form, content) for one in received.forms if not one.issues]


def _tree(form: Any, content: Content) -> dict[str, Tree]:
    return compose(form, Choices(content, "de")).tree


def column_of(sheet: Any, name: str) -> int:
    return int(next(cell.column for cell in sheet[1] if cell.value == name))


def fill(sheet: Any, row: int, answers: dict[str, object]) -> None:
    for name, value in answers.items():
        sheet.cell(row, column_of(sheet, name)).value = value


def test_shipped_entries_come_back_as_they_are() -> None:
    content = load_content(SHIPPED)
    practices = list(content.practices.values())
    received = read(render_workbook(content, "fi", practices), content)
    assert not received.issues
    choices = Choices(content, "fi")
    keys = [one.key for one in practice_form().questions()]
    for one in received.forms:
        old = load_yaml(content.paths["practice", one.form.entry_id]).value
        assert isinstance(old, dict)
        assert compose(one.form, choices).tree == {key: old[key] for key in keys if key in old}
    assert len(received.forms) == len(practices)


def test_lists_limits_and_words_are_those_of_the_language(content: Content) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(render_workbook(content, "sv")))
    main: Any = workbook.worksheets[1]
    rules = {str(rule.sqref).split("5")[0]: rule for rule in main.data_validations.dataValidation}
    topics = rules[main.cell(1, column_of(main, "topics")).column_letter]
    lists = workbook.worksheets[-1]
    offered = [cell.value for cell in lists[topics.formula1.split("$")[1]]]
    assert {"Boende", "Språkcafé"} <= set(offered)
    title = rules[main.cell(1, column_of(main, "title")).column_letter]
    assert (title.type, title.formula1, title.errorStyle) == ("textLength", "120", "warning")
    assert main.cell(LABEL_ROW, column_of(main, "title")).value == "Titel"
    assert main.row_dimensions[1].hidden
    assert main.column_dimensions["B"].hidden


def test_an_empty_form_says_so(blank: bytes, content: Content) -> None:
    received = read(blank, content)
    assert [(one.code, "empty" in one.params) for one in received.issues] == [("KB758", True)]


def test_answers_of_people_are_read(blank: bytes, content: Content) -> None:
    def change(workbook: Any) -> None:
        main = workbook.worksheets[1]
        fill(main, FIRST_ROW, {"title": "Radwerkstatt", "language": "Deutsch (Österreich)"})
        fill(main, FIRST_ROW, {"location.country": "Itävalta", "topics": "Wohnen\nMobility"})
        fill(main, FIRST_ROW, {"period.start": date(2019, 4, 3), "period.state": "läuft"})
        fill(main, FIRST_ROW, {"goals": "• Eins\n• Zwei", "location.lat": 47.245})
        results = next(one for one in workbook if one.cell(1, 3).value == "results.text")
        fill(results, 7, {"kb.practice": 1, "results.text": "Mehr Räder", "results.value": 0.6})
        results.cell(7, column_of(results, "results.value")).number_format = "0%"
        workbook.move_sheet(results, -3)
        results.title = "Umbenannt"
        main.insert_cols(4)
        main.insert_rows(3, 2)

    (tree,) = trees_in(edited(blank, change), content)
    assert tree == {
        "title": "Radwerkstatt",
        "language": "de-AT",
        "topics": ["housing", "mobility"],
        "location": {"country": "AT", "lat": "47.245"},
        "period": {"start": "2019-04-03", "state": "running"},
        "goals": ["Eins", "Zwei"],
        "results": [{"text": "Mehr Räder", "value": "60"}],
    }


def test_the_hidden_names_may_be_lost(blank: bytes, content: Content) -> None:
    def change(workbook: Any) -> None:
        main = workbook.worksheets[1]
        fill(main, FIRST_ROW, {"title": "Radwerkstatt", "location.country": "AT"})
        for sheet in workbook.worksheets[1:-1]:
            sheet.delete_rows(1, 2)

    (tree,) = trees_in(edited(blank, change), content)
    assert tree == {"title": "Radwerkstatt", "location": {"country": "AT"}}


def test_a_form_whose_words_were_others_is_read(blank: bytes, content: Content) -> None:
    """It was made before labels and helps got better words."""

    def change(workbook: Any) -> None:
        main = workbook.worksheets[1]
        for row in range(2, FIRST_ROW):
            for cell in main[row]:
                if cell.value and cell.column_letter != "B":
                    cell.value = f"Früher hieß das {cell.coordinate}"
        results = next(one for one in workbook if one.cell(1, 3).value == "results.text")
        results.cell(FIRST_ROW - 1, 3).value = "Ein früherer Hinweis"
        results.cell(FIRST_ROW - 1, 1).value = "Noch einer"
        fill(main, FIRST_ROW, {"title": "Radwerkstatt", "location.country": "AT"})

    (tree,) = trees_in(edited(blank, change), content)
    assert tree == {"title": "Radwerkstatt", "location": {"country": "AT"}}


def test_questions_may_stand_one_below_the_other(content: Content) -> None:
    rows = [
        ["Radwerkstatt – Formular", None],
        ["Titel", "Radwerkstatt"],
        ["Country", "Österreich"],
        ["Tavoitteet", "Eins"],
        [None, "Zwei"],
        ["Result 1", "Vierzig"],
        ["Result 2", "Fünfzig"],
    ]
    received = read(workbook_of({"A": rows}), content)
    assert [one.params.get("text") for one in received.issues] == ["Radwerkstatt – Formular"]
    assert _tree(received.forms[0].form, content) == {
        "title": "Radwerkstatt",
        "location": {"country": "AT"},
        "goals": ["Eins", "Zwei"],
        "results": [{"text": "Vierzig"}, {"text": "Fünfzig"}],
    }


def test_an_id_that_is_none_is_passed_over_however_the_table_stands(content: Content) -> None:
    across = [["id", *GOOD], ["Our Café!", *GOOD.values()]]
    upright = [list(pair) for pair in zip(*across, strict=True)]
    for rows in (across, upright):
        (received,) = read(workbook_of({"P": rows}), content).forms
        assert received.form.entry_id == ""


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_answers_survive_another_program(tmp_path: Path) -> None:
    content = load_content(SHIPPED)
    practice = next(iter(content.practices.values()))
    path = tmp_path / "form.xlsx"
    path.write_bytes(render_workbook(content, "sv", [practice]))
    for suffix in ("ods", "xlsx"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir"]
        subprocess.run(
            [*command, str(tmp_path), str(path)], capture_output=True, timeout=180, check=True
        )
        path = path.with_suffix(f".{suffix}")
    old = load_yaml(content.paths["practice", practice.id]).value
    assert isinstance(old, dict)
    (tree,) = trees_in(path.read_bytes(), content)
    assert tree == {one.key: old[one.key] for one in practice_form().questions() if one.key in old}


def test_places_are_those_of_the_sheet(content: Content) -> None:
    received = read(one_practice(topics="Bergbau"), content)
    issue = compose(received.forms[0].form, Choices(content, "de")).issues[0]
    assert str(issue.where) == "form.xlsx: Practices!F2"


@pytest.mark.parametrize(
    ("shape", "expected"),
    [("yyyy-mm-dd", "2019-04-03"), ("mmm yyyy", "2019-04"), ("yyyy", "2019"), ("General", "43558")],
)
def test_a_date_is_as_exact_as_it_is_shown(shape: str, expected: str, content: Content) -> None:
    def change(workbook: Any) -> None:
        sheet = workbook.active
        sheet["F2"] = 43558
        sheet["F2"].number_format = shape

    data = edited(one_practice(period__start="x"), change)
    period = read(data, content).forms[0].form.filled["period"]
    assert isinstance(period, dict)
    start = period["start"]
    assert isinstance(start, Typed)
    assert str(start.value) == expected


def test_numbers_in_cells_are_clear(content: Content) -> None:
    row = {**GOOD, "results.text": "Viele", "results.value": 1.234, "funding.amount": 1234.5}
    row["funding.scope"] = "total"
    (tree,) = trees_in(workbook_of({"P": table_of(row)}), content)
    assert tree["results"] == [{"text": "Viele", "value": "1.234"}]
    assert tree["funding"] == [{"amount": "1234.5", "scope": "total"}]


def test_merged_cells_belong_to_all_their_rows(content: Content) -> None:
    def change(workbook: Any) -> None:
        workbook.worksheets[1].merge_cells("A2:A3")

    sheets = {
        "P": table_of(GOOD, {**GOOD, "title": "Nähwerkstatt"}),
        "R": [["kb.practice", "results.text"], ["radwerkstatt", "Eins"], [None, "Zwei"]],
    }
    first, second = trees_in(edited(workbook_of(sheets), change), content)
    assert first["results"] == [{"text": "Eins"}, {"text": "Zwei"}]
    assert "results" not in second


def test_what_is_hidden_is_read_and_told(content: Content) -> None:
    def change(workbook: Any) -> None:
        for row in (3, 4, 5):
            workbook["P"].row_dimensions[row].hidden = True
        workbook["P"].column_dimensions["A"].hidden = True
        workbook["P"].column_dimensions["C"].hidden = True
        workbook["Q"].sheet_state = "hidden"

    others = [{**GOOD, "title": title} for title in ("Nähwerkstatt", "Garten", "Chor")]
    last = {**GOOD, "title": "Küche"}
    sheets = {"P": table_of(GOOD, *others), "Q": table_of(last)}
    with speaking("de"):
        received = read(edited(workbook_of(sheets), change), content)
    assert len(received.forms) == 5
    assert [one.code for one in received.issues] == ["KB743"] * 3
    assert received.issues[0].params["rows"] == "3, 4 und 5"
    assert received.issues[1].params["columns"] == "A und C"


def test_what_belongs_to_no_question_is_told(content: Content) -> None:
    rows = [[*GOOD, "Sumary", None], [*GOOD.values(), "Etwas", "Zuruf"]]
    received = read(workbook_of({"P": rows, "Notizen": [["Bitte bis Montag"]]}), content)
    told = [one.params.get("near") or one.params.get("text") for one in received.issues]
    assert told == ["summary", "Zuruf", "Bitte bis Montag"]


def test_a_row_that_says_the_same_is_taken_once(content: Content) -> None:
    rows = [["kb.practice", "links.title", "links.url"]]
    rows += [["Radwerkstatt", "Seite", "https://example.org"]] * 2
    received = read(workbook_of({"P": table_of(GOOD), "L": rows}), content)
    assert [one.code for one in received.forms[0].issues] == ["KB746"]
    links = received.forms[0].form.filled["links"]
    assert isinstance(links, list)
    assert len(links) == 1


def test_a_million_empty_rows_are_passed_over(content: Content) -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(3, 1_000_000))
    data = with_sheet(
        one_practice(), lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    assert len(trees_in(data, content)) == 1


def test_names_that_refer_to_each_other_do_no_harm(content: Content) -> None:
    names = (
        b'<definedNames><definedName name="a">b</definedName><definedName name="b">a</definedName>'
    )
    data = with_sheet(
        one_practice(),
        lambda part: part.replace(b"</sheets>", b"</sheets>" + names + b"</definedNames>"),
        "xl/workbook.xml",
    )
    assert len(trees_in(data, content)) == 1


def test_workbooks_of_other_programs_are_read(content: Content) -> None:
    """Strict OOXML has other namespaces, and not all programs name every cell or share texts."""
    strict = {
        name: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        for name, part in members_of(one_practice()).items()
    }
    assert len(trees_in(packed(strict), content)) == 1
    rich = "<c><is><r><t>Rad</t></r><r><t>werkstatt</t></r><rPh><t>x</t></rPh></is></c>"
    data = with_cell(rich.replace("<c>", '<c t="inlineStr">'))
    assert trees_in(data, content)[0]["title"] == "Radwerkstatt"
    assert SHEET in members_of(data)
