"""Two people change one entry: what both mean is kept, and where they differ both are told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kb.web.editing.merging import merge, pack, unpack
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
    first.press("save")
    told = second.press("compare")
    assert told.answer.status_code == 409
    assert "Taken over from them, as you have not touched it: Summary." in told.text
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
