"""Two people change one entry: what both mean is kept, and where they differ both are told."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from kb.authoring.form.packing import pack, unpack
from kb.authoring.merging import merge
from kb.content.yamlfile import load_yaml
from tests.web.editing import CAFE, Editor, make_editor


@pytest.fixture
def editor(tmp_path: Path, kb_cache: Path) -> Editor:
    """Somebody at this very computer, in two windows."""
    return make_editor(tmp_path / "base", kb_cache)


def test_fields_are_compared_one_by_one() -> None:
    base = {"a": "1", "b": "1", "c": "1", "d": "1", "e": "1"}
    theirs = {"a": "1", "b": "2", "c": "2", "d": "2", "f": "2"}
    mine = {"a": "3", "b": "1", "c": "3", "d": "2", "e": "1"}
    merged = merge(base, theirs, mine)
    assert merged.tree == {"a": "3", "b": "2", "c": "3", "d": "2", "f": "2"}
    assert merged.theirs == {"c": "2"}
    assert merged.taken == {"b", "e", "f"}
    assert merge(base, theirs, mine, ["b"]).theirs == {"b": "2", "c": "2"}


def test_a_file_travels_with_its_form() -> None:
    data = "Ä".encode() * 5000
    assert unpack(pack(data)) == data
    assert unpack(pack(data)[:-20]) is None


def test_different_fields_come_together(editor: Editor) -> None:
    first, second = editor.open(), editor.open()
    first["summary"], second["context"] = "Von der Ersten.", "Von der Zweiten."
    first["goals.0"] = "Ein Ziel."
    first.press("save")
    told = second.press("compare")
    assert told.answer.status_code == 409
    assert "as you have not touched it: Goals and Summary." in told.text
    assert (told["summary"], told["context"]) == ("Von der Ersten.", "Von der Zweiten.")
    compared = told.press("compare")
    assert "These answers change: Context." in compared.text
    compared.press("save")
    assert "Von der Ersten." in editor.read()
    assert "Von der Zweiten." in editor.read()


def test_where_both_changed_a_field_both_are_shown(editor: Editor) -> None:
    first, second = editor.open(), editor.open()
    first["summary"], second["summary"] = "Von der Ersten.", "Von der Zweiten."
    first.press("save")
    told = second.press("save")
    assert told.answer.status_code == 409
    assert told["summary"] == "Von der Zweiten."
    assert told.page.find("blockquote").text == "Von der Ersten."
    assert "Von der Ersten." in editor.read()
    told.press("save")
    assert "Von der Zweiten." in editor.read()


def test_lists_of_groups_are_told_in_words(editor: Editor) -> None:
    first, second = editor.open(), editor.open()
    first["organisations.0.url"] = "https://example.org/one"
    second["organisations.0.url"] = "https://example.org/two"
    first.press("save")
    told = second.press("save")
    theirs = told.page.find("blockquote").text
    assert theirs.startswith("Organisation: Verein am Dorfplatz; ")
    assert "at-verein" not in theirs


def test_an_answer_nobody_can_read_is_not_lost_in_a_merge(editor: Editor) -> None:
    first, second = editor.open(), editor.open()
    first["period.start"], second["period.start"] = "2017", "im vorigen Sommer"
    second["location.country"] = "Absurdistan"
    first.press("save")
    told = second.press("save")
    assert told.answer.status_code == 409
    assert told["period.start"] == "im vorigen Sommer"
    assert told["location.country"] == "Absurdistan"
    assert "2017" in told.page.find("blockquote").text
    assert "2017" in editor.read()


def test_what_was_saved_between_comparing_and_saving_stays(editor: Editor) -> None:
    sheet = editor.open()
    sheet["context"] = "Von mir."
    compared = sheet.press("compare")
    other = editor.open()
    other["summary"] = "Von jemand anderem."
    other.press("save")
    told = compared.press("save")
    assert told.answer.status_code == 409
    assert (told["context"], told["summary"]) == ("Von mir.", "Von jemand anderem.")
    assert "Von mir." not in editor.read()


def test_a_file_deleted_meanwhile_becomes_a_new_entry(editor: Editor) -> None:
    sheet = editor.open()
    sheet["summary"] = "Was ich geschrieben habe."
    editor.path().unlink()
    for button in ("check", "save"):
        told = sheet.press(button)
        assert told.answer.status_code == 409
        assert "deleted this entry" in told.text
        assert told["summary"] == "Was ich geschrieben habe."
    assert not editor.path().exists()
    editor.keeper.refresh()
    assert "The entry is saved." in told.press("save").text
    assert editor.client.get(f"/en/edit/practices/{CAFE}").status_code == 404


def test_a_file_renamed_meanwhile_is_followed(editor: Editor) -> None:
    sheet = editor.open()
    sheet["summary"] = "Was ich geschrieben habe."
    new = editor.path("at-neuer-name")
    new.write_text(f"{editor.read()}former_ids: [{CAFE}]\n", "utf-8")
    editor.path().unlink()
    editor.keeper.refresh()
    told = sheet.press("save")
    assert told.answer.status_code == 409
    assert "Was ich geschrieben habe." in told.press("save").press("compare").text
    assert "Was ich geschrieben habe." in new.read_text("utf-8")
    assert "former_ids" in new.read_text("utf-8")
    moved = editor.client.get(f"/en/edit/practices/{CAFE}")
    assert moved.headers["Location"] == "/en/edit/practices/at-neuer-name"


def test_two_new_entries_of_one_title_get_two_names(editor: Editor) -> None:
    sheets = [editor.open("new"), editor.open("new")]
    for number, sheet in enumerate(sheets):
        sheet["title"], sheet["language"] = "Dorfgarten", "de-AT"
        sheet["location.country"], sheet["summary"] = "AT", f"Nummer {number}."
    compared = [one.press("compare") for one in sheets]
    addresses = {one.post("save").headers["Location"] for one in compared}
    assert len(addresses) == 2
    assert "Nummer 0." in editor.read("at-dorfgarten")
    assert "Nummer 1." in editor.read("at-dorfgarten-2")


@pytest.mark.parametrize("path", ["practices/at-sprachcafe", "new"])
def test_saving_at_the_same_moment_loses_nothing(editor: Editor, path: str) -> None:
    sheets = [editor.open(path, editor.browser()) for _ in range(6)]
    for number, sheet in enumerate(sheets):
        sheet["summary"] = f"Fassung {number}."
        if path == "new":
            sheet["title"], sheet["language"] = "Dorfgarten", "de-AT"
            sheet["location.country"] = "AT"
    begin = threading.Barrier(len(sheets))
    found: dict[int, int] = {}

    def save(number: int) -> None:
        begin.wait()
        found[number] = sheets[number].post("save").status_code

    threads = [threading.Thread(target=save, args=(n,)) for n in range(len(sheets))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    texts = [one.read_text("utf-8") for one in editor.path().parent.glob("*.yaml")]
    written = {number for number in found if any(f"Fassung {number}." in it for it in texts)}
    assert written == {number for number, status in found.items() if status == 303}
    assert len(written) == (1 if path != "new" else len(sheets))
    assert set(found.values()) <= {303, 409}
    assert not list(editor.path().parent.glob(".*"))


_SOURCES = """\
  - title: Homepage des Vereins
    url: https://example.org/sprachcafe
"""
_CITING = f"""{_SOURCES}\
  - title: Bericht der Gemeinde
results:
  - {{text: Vierzig kamen., source: 1}}
  - {{text: Zwei blieben., source: 2}}
  - {{text: Es gibt Kuchen.}}
"""


@pytest.fixture
def citing(editor: Editor) -> Editor:
    """The same; the entry has two results that cite one source each."""
    text = editor.read()
    assert text.endswith(_SOURCES)
    editor.path().write_text(text.removesuffix(_SOURCES) + _CITING, "utf-8")
    editor.keeper.refresh()
    return editor


def cited(editor: Editor) -> list[list[str]]:
    """Titles of the sources that each result cites, as the file has them."""
    tree: Any = load_yaml(editor.path()).value
    numbers = (one.get("source", []) for one in tree["results"])
    lists = (one if isinstance(one, list) else [one] for one in numbers)
    return [[tree["sources"][int(one) - 1]["title"] for one in ones] for ones in lists]


HOME, REPORT = "Homepage des Vereins", "Bericht der Gemeinde"


@pytest.mark.parametrize("button", ["down:sources.0", "up:sources.1"])
def test_figures_go_with_a_source_that_is_moved(button: str, citing: Editor) -> None:
    sheet = citing.open().press(button)
    assert (sheet["results.0.source"], sheet["results.1.source"]) == ("2", "1")
    sheet.press("compare").press("save")
    assert cited(citing) == [[HOME], [REPORT], []]


def test_a_dropped_source_is_cited_by_nobody_until_it_is_put_back(citing: Editor) -> None:
    sheet = citing.open().press("drop:sources.0")
    assert "Result 1 cited source 1, which is not in the list any more" in sheet.text
    assert (sheet["results.0.source"], sheet["results.1.source"]) == ("", "1")
    back = sheet.speak("en").press(f"restore:{sheet['removed_at']}")
    assert "Nothing has changed." in back.press("compare").text
    sheet.press("compare").press("save")
    assert cited(citing) == [[], [REPORT], []]


def test_a_source_emptied_by_hand_hides_behind_no_other(citing: Editor) -> None:
    sheet = citing.open()
    sheet["sources.0.title"] = sheet["sources.0.url"] = ""
    assert "Result 1 cited source 1, which is not" in sheet.press("check").text
    sheet.press("compare").press("save")
    assert cited(citing) == [[], [REPORT], []]


def test_who_moves_sources_moves_the_numbers_of_others_along(citing: Editor) -> None:
    first, second = citing.open(), citing.open()
    second["results.2.source"] = "1"
    first.press("down:sources.0").press("save")
    told = second.press("save")
    assert told.answer.status_code == 409
    assert "You changed different things" in told.text
    assert told["results.2.source"] == "2"
    told.press("save")
    assert cited(citing) == [[HOME], [REPORT], [HOME]]


def test_who_cites_what_another_takes_out_contradicts(citing: Editor) -> None:
    first, second = citing.open(), citing.open()
    second["results.2.source"] = "1"
    first.press("drop:sources.0").press("save")
    told = second.press("save")
    labels = [one.text for one in told.page.iter("h3")]
    assert {"Sources", "Results"} <= set(labels)
    assert (told["results.2.source"], told["sources.0.title"]) == ("1", HOME)
    told.press("save")
    assert cited(citing) == [[HOME], [REPORT], [HOME]]


def test_sources_of_two_people_are_named_alike() -> None:
    one, two, new = {"title": "Eins"}, {"title": "Zwei"}, {"title": "Neu"}
    base = {"sources": [one, two], "results": [{"text": "A", "source": "1"}, {"text": "B"}]}
    theirs = {"sources": [new, one, two], "results": [{"text": "A", "source": "2"}, {"text": "B"}]}
    mine = {**base, "results": [{"text": "A", "source": "1"}, {"text": "B", "source": ["1", "2"]}]}
    merged = merge(base, theirs, mine)  # type: ignore[arg-type]
    assert merged.theirs == {}
    assert merged.taken == {"sources"}
    assert merged.tree["results"] == [
        {"text": "A", "source": "2"},
        {"text": "B", "source": ["2", "3"]},
    ]
    assert merged.moved == {1: 2, 2: 3}
