"""Figures cite their sources by number: whoever moves the sources, the numbers follow."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from openpyxl import load_workbook

from kb.authoring.form.citing import citing_questions, close_gaps, follow
from kb.authoring.form.composing import Typed
from kb.authoring.intake.importing import plan_import, read_forms, save_step
from kb.authoring.intake.plan import Fate, ImportStep
from kb.authoring.intake.wordform import render_word_form
from kb.authoring.intake.workbook import render_workbook
from kb.content.findings import describe
from kb.content.store import Content, load_content
from kb.content.yamlfile import load_yaml
from tests.authoring.bases import make_content
from tests.authoring.wordfiles import edited, tag_of, typed, w, write
from tests.factories import practice_data, write_practice

ENTRY = "at-sprachcafe"
ONE, TWO, NEW = "Bericht der Gemeinde", "Homepage des Vereins", "Ganz neue Quelle"
RESULTS = [{"text": "Vierzig kamen.", "source": "1"}, {"text": "Zwei blieben.", "source": "2"}]
FUNDING = [{"scope": "total", "amount": "900", "currency": "EUR", "source": ["1", "2"]}]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    root = make_content(tmp_path / "base").root
    sources = [{"title": ONE}, {"title": TWO}]
    write_practice(root, practice_data(results=RESULTS, funding=FUNDING, sources=sources))
    return load_content(root)


def step_of(content: Content, path: Path, data: bytes | str) -> ImportStep:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    content = load_content(content.root)
    (step,) = plan_import(content, read_forms([path], content)).steps
    return step


def cited(content: Content) -> dict[str, list[str]]:
    """Titles of the sources that results and money cite, as the file has them."""
    tree: Any = load_yaml(content.paths["practice", ENTRY]).value
    found = {}
    for one in (*tree["results"], *tree["funding"]):
        numbers = one.get("source", [])
        ones = numbers if isinstance(numbers, list) else [numbers]
        titles = [tree["sources"][int(number) - 1]["title"] for number in ones]
        found[one.get("text", "money")] = titles
    return found


AS_IT_WAS = {"Vierzig kamen.": [ONE], "Zwei blieben.": [TWO], "money": [ONE, TWO]}


def test_the_model_says_which_answers_cite() -> None:
    assert {one.name for one in citing_questions()} == {"results.source", "funding.source"}


def test_what_is_no_plain_number_is_left_alone() -> None:
    filled: Any = {"results": [{"source": Typed(one)} for one in ("2.", "1; 2", "Quelle 1", 2.0)]}
    followed: Any = follow(filled, {1: None, 2: 1})[0]
    values = [one["source"].value for one in followed["results"]]
    assert values == ["1", "1", "Quelle 1", "1"]
    assert filled["results"][0]["source"].value == "2."


def test_empty_sources_are_counted_and_not_written() -> None:
    filled: Any = {
        "sources": [{"title": Typed(" ")}, {"title": Typed(ONE)}, {}],
        "results": [{"source": [Typed(one)]} for one in ("1", "2", "3")],
    }
    closed, told = close_gaps(filled)
    numbers = [[one.value for one in it["source"]] for it in closed["results"]]  # type: ignore
    assert numbers == [[], ["1"], ["3"]]
    assert len(closed["sources"]) == 1
    assert [(one.before, one.is_lost) for one in told] == [("1", True), ("2", False)]


def test_a_table_of_sources_alone_moves_the_numbers(content: Content, tmp_path: Path) -> None:
    table = f"id;sources.title\n{ENTRY};{NEW}\n{ENTRY};{ONE}\n{ENTRY};{TWO}\n"
    step = step_of(content, tmp_path / "s.csv", table)
    assert [one.code for one in step.issues] == ["KB762"] * 3
    told = describe(step.issues[0])
    assert told.startswith("Result 1 cites number 2 now instead of 1, because its source")
    assert save_step(step) is None
    assert cited(content) == AS_IT_WAS
    again = step_of(content, tmp_path / "s.csv", table)
    assert (again.fate, again.issues) == (Fate.UNCHANGED, ())


def test_a_figure_whose_source_is_gone_keeps_no_number(content: Content, tmp_path: Path) -> None:
    step = step_of(content, tmp_path / "s.csv", f"id;sources.title\n{ENTRY};{TWO}\n")
    lost = [describe(one) for one in step.issues if "lost" in describe(one)]
    assert lost[0].startswith("Result 1 cited source 1, which is not in the list any more")
    assert len(lost) == 2
    assert save_step(step) is None
    assert cited(content) == {"Vierzig kamen.": [], "Zwei blieben.": [TWO], "money": [TWO]}


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_a_table_of_ones_own_counts_its_own_sources(
    suffix: str, content: Content, tmp_path: Path
) -> None:
    rows = {"results": [{"text": one["text"], "source": one["source"]} for one in RESULTS]}
    data: dict[str, Any] = {"id": ENTRY, **rows, "sources": [{"title": TWO}, {"title": ONE}]}
    text = json.dumps(data)
    if suffix == ".csv":
        text = (
            "id;results.1.text;results.1.source;results.2.text;results.2.source;sources.1.title;"
            f"sources.2.title\n{ENTRY};Vierzig kamen.;1;Zwei blieben.;2;{TWO};{ONE}\n"
        )
    step = step_of(content, tmp_path / f"s{suffix}", text)
    others = [one for one in step.issues if one.params.get("other")]
    assert "cites number 1 as before, but another source" in describe(others[0])
    assert len(others) == 2
    assert save_step(step) is None
    assert cited(content) == {"Vierzig kamen.": [TWO], "Zwei blieben.": [ONE], "money": [ONE, TWO]}
    assert step_of(content, tmp_path / f"s{suffix}", text).fate is Fate.UNCHANGED


def test_an_emptied_cell_is_a_source_less(content: Content, tmp_path: Path) -> None:
    head = "id;results.1.text;results.1.source;sources.1.title;sources.2.title\n"
    step = step_of(content, tmp_path / "s.csv", f"{head}{ENTRY};Zwei blieben.;2;;{TWO}\n")
    assert save_step(step) is None
    assert cited(content) == {"Zwei blieben.": [TWO], "money": [TWO]}


def sorted_workbook(data: bytes) -> bytes:
    """The workbook with the two rows of its sheet of sources swapped."""
    workbook = load_workbook(BytesIO(data))
    for sheet in workbook.worksheets:
        cells = {cell.value: cell for row in sheet.iter_rows(min_row=5) for cell in row}
        if ONE in cells and TWO in cells:
            cells[ONE].value, cells[TWO].value = TWO, ONE
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_sorted_rows_of_a_workbook_keep_their_figures(content: Content, tmp_path: Path) -> None:
    data = render_workbook(content, "de", [content.practices[ENTRY]])
    assert step_of(content, tmp_path / "s.xlsx", data).fate is Fate.UNCHANGED
    step = step_of(content, tmp_path / "s.xlsx", sorted_workbook(data))
    assert save_step(step) is None
    assert cited(content) == AS_IT_WAS
    assert load_yaml(content.paths["practice", ENTRY]).value["results"][0]["source"] == "2"  # type: ignore
    assert step_of(content, tmp_path / "s.xlsx", sorted_workbook(data)).fate is Fate.UNCHANGED


def word_form(content: Content) -> bytes:
    tree: Any = load_yaml(content.paths["practice", ENTRY]).value
    return render_word_form(content, "de", tree, entry_id=ENTRY)


def test_a_source_emptied_in_word_takes_its_number_with_it(
    content: Content, tmp_path: Path
) -> None:
    def emptied(root: Element) -> None:
        for field in root.iter(w("sdt")):
            if tag_of(field) == "sources.0.title":
                write(field, "")

    step = step_of(content, tmp_path / "s.docx", edited(word_form(content), emptied))
    assert sum("lost" in describe(one) for one in step.issues) == 2
    assert save_step(step) is None
    assert cited(content) == {"Vierzig kamen.": [], "Zwei blieben.": [TWO], "money": [TWO]}


def test_sources_swapped_in_word_take_their_figures_along(content: Content, tmp_path: Path) -> None:
    swapped = typed({"sources.0.title": TWO, "sources.1.title": ONE})
    step = step_of(content, tmp_path / "s.docx", edited(word_form(content), swapped))
    assert save_step(step) is None
    assert cited(content) == AS_IT_WAS
