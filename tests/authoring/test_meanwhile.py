"""A form that is older than its entry takes nothing back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kb.authoring.intake.importing import plan_import, read_forms, save_step
from kb.authoring.intake.madefrom import pack_made_from, unpack_made_from
from kb.authoring.intake.plan import Fate, ImportStep
from kb.authoring.intake.stamp import Stamp, find_stamp
from kb.authoring.intake.wordform import render_word_form
from kb.authoring.intake.workbook import render_workbook
from kb.content.findings import describe
from kb.content.store import Content, load_content
from kb.content.yamlfile import load_yaml
from tests.authoring.badforms import members_of, packed
from tests.authoring.bases import make_content
from tests.authoring.wordfiles import edited, typed
from tests.factories import practice_data, write_practice

ENTRY = "at-sprachcafe"
OLD, THEIRS, MINE = "Ein Raum im Pfarrhof.", "Zwei Räume im Pfarrhof.", "Ein Saal."
WRITE = {"summary": "Wir reden miteinander.", "resources": MINE}


@pytest.fixture
def content(tmp_path: Path) -> Content:
    root = make_content(tmp_path / "base").root
    write_practice(root, practice_data(resources=OLD))
    return load_content(root)


def tree_of(content: Content) -> Any:
    return load_yaml(content.paths["practice", ENTRY]).value


def word_form(content: Content, *keys: str) -> bytes:
    data = render_word_form(content, "de", tree_of(content), entry_id=ENTRY)
    return edited(data, typed({key: WRITE[key] for key in keys}))


def workbook(content: Content, *keys: str) -> bytes:
    book = load_workbook(BytesIO(render_workbook(content, "de", [content.practices[ENTRY]])))
    sheet = book.worksheets[1]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for key in keys:
        sheet.cell(5, columns[key]).value = WRITE[key]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


FORMS = {"form.docx": word_form, "form.xlsx": workbook}
Form = Callable[..., bytes]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Form, Path]:
    return FORMS[request.param], tmp_path / request.param


def others_write(content: Content, **more: object) -> None:
    write_practice(content.root, practice_data(**{"resources": THEIRS, **more}))


def step_of(content: Content, path: Path, data: bytes, entry_id: str = "") -> ImportStep:
    path.write_bytes(data)
    content = load_content(content.root)
    (step,) = plan_import(content, read_forms([path], content), entry_id=entry_id).steps
    return step


def test_what_a_form_does_not_change_is_left_to_others(
    form: tuple[Form, Path], content: Content
) -> None:
    render, path = form
    untouched, data = render(content), render(content, "summary")
    others_write(content)
    assert step_of(content, path, untouched).fate is Fate.UNCHANGED
    step = step_of(content, path, data)
    assert (step.fate, step.issues) == (Fate.UPDATE, ())
    assert save_step(step) is None
    tree = tree_of(content)
    assert (tree["summary"], tree["resources"]) == (WRITE["summary"], THEIRS)
    assert step_of(content, path, data).fate is Fate.UNCHANGED


def test_what_both_have_changed_is_not_taken_back(
    form: tuple[Form, Path], content: Content
) -> None:
    render, path = form
    data = render(content, "resources", "summary")
    others_write(content)
    step = step_of(content, path, data)
    assert (step.fate, step.takes_back) == (Fate.UPDATE, True)
    (issue,) = step.issues
    assert describe(issue).startswith(
        f"The entry “{ENTRY}” has changed since this form was made, and the form would take back "
        "what was written since: Resources. Make a new form"
    )
    step = step_of(content, path, data, ENTRY)
    assert (step.takes_back, step.issues) == (False, ())
    assert save_step(step) is None
    assert tree_of(content)["resources"] == MINE


def test_a_form_may_come_back_corrected_once_more(
    form: tuple[Form, Path], content: Content
) -> None:
    render, path = form
    first, second = render(content, "resources"), render(content, "resources", "summary")
    assert save_step(step_of(content, path, first)) is None
    step = step_of(content, path, second)
    assert (step.fate, step.issues) == (Fate.UPDATE, ())


def test_a_blank_form_empties_nothing_of_an_entry_it_never_showed(
    content: Content, tmp_path: Path
) -> None:
    """Somebody sends a form of theirs a second time; meanwhile others have added to the entry."""
    place = {"country": "AT", "place": "Tamsweg", "municipality": "Tamsweg"}
    others_write(content, location=place, context="Ein Tal.")
    given = {"title": practice_data()["title"], "language": "de-AT", "location.country": "AT"}
    blank = render_word_form(content, "de")
    written = edited(blank, typed({**given, "summary": "Kürzer gesagt."}))
    step = step_of(content, tmp_path / "form.docx", written, ENTRY)
    assert save_step(step) is None
    tree = tree_of(content)
    assert (tree["summary"], tree["context"], tree["resources"], tree["location"]) == (
        "Kürzer gesagt.", "Ein Tal.", THEIRS, place,
    )  # fmt: skip


def test_numbers_of_sources_are_those_of_then(form: tuple[Form, Path], content: Content) -> None:
    render, path = form
    one, two = {"title": "Bericht"}, {"title": "Homepage"}
    results = [{"text": "Vierzig kamen.", "source": "1"}]
    others_write(content, sources=[one, two], results=results, resources=OLD)
    content = load_content(content.root)
    data = render(content, "summary")
    moved = [{**results[0], "source": "3"}]
    others_write(content, sources=[{"title": "Neu"}, two, one], results=moved, resources=OLD)
    assert save_step(step_of(content, path, data)) is None
    tree = tree_of(content)
    assert (tree["results"], len(tree["sources"])) == (moved, 3)


def without_memory(data: bytes) -> bytes:
    members = members_of(data)
    return packed({name: one for name, one in members.items() if "customXml" not in name})


def test_a_form_that_has_lost_its_memory_decides_nothing(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    data = without_memory(word_form(content, "summary"))
    assert step_of(content, path, data).fate is Fate.UPDATE
    others_write(content)
    step = step_of(content, path, data)
    assert step.takes_back
    assert "what was written since: Summary and Resources." in describe(step.issues[-1])


def test_forms_from_before_go_on_as_before(content: Content, tmp_path: Path) -> None:
    data = without_memory(word_form(content, "summary"))
    members = members_of(data)
    for name, part in members.items():
        found = find_stamp(part.decode(errors="replace"))
        if found and found.digest:
            old = str(Stamp(found.base, found.lang, found.entry_id))
            members[name] = part.replace(str(found).encode(), old.encode())
    others_write(content)
    step = step_of(content, tmp_path / "form.docx", packed(members))
    assert step.fate is Fate.UPDATE
    assert step.draft is not None
    assert f'+"resources": "{OLD}"' in list(step.draft.difference())


def test_a_form_of_some_sections_carries_nothing_of_others(content: Content) -> None:
    data = render_word_form(content, "de", tree_of(content), entry_id=ENTRY, sections=["about"])
    part = members_of(data)["customXml/item1.xml"].decode()
    carried = part.partition("<entry>")[2].partition("</entry>")[0]
    found = unpack_made_from(carried)
    assert found is not None
    assert found.answers is not None
    assert "title" in found.keys
    assert "resources" not in found.keys | found.answers.keys()


@pytest.mark.parametrize("text", ["", "???", "eJwDAAAAAAE=", pack_made_from({}, [])[:-4]])
def test_what_is_no_memory_is_passed_over(text: str) -> None:
    assert unpack_made_from(text) is None
