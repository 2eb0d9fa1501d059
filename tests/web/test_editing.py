"""The form in the browser: from an entry to fields and back, lists, checks, comparing, saving."""

from __future__ import annotations

import base64
import difflib
import zlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.authoring.advising.counts import file_of
from kb.authoring.files.saving import draft_update
from kb.authoring.form.choices import Choices
from kb.authoring.form.questions import practice_form
from kb.content.store import load_content
from kb.web.accounts.users import UserBook
from kb.web.editing.answers import Answers, Origin, answers_of
from kb.web.editing.fields import FieldMaker
from kb.web.editing.help import _LEARNING
from kb.web.editing.sent import iter_sent, read_fields
from tests.web.conftest import ROOT
from tests.web.editing import CAFE, Editor, make_editor
from tests.web.markup import parse_page


@pytest.fixture
def editor(tmp_path: Path, kb_cache: Path) -> Editor:
    """Somebody at this very computer."""
    return make_editor(tmp_path / "base", kb_cache)


def changed_lines(before: str, after: str) -> list[str]:
    """Lines that went and came."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [one for one in lines if one[:1] in "+-" and one[:3] not in ("---", "+++")]


class _Browser(dict[str, list[str]]):
    """What a browser sends, without a browser."""

    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


# Saving


def test_every_shipped_entry_survives_its_form() -> None:
    content = load_content(ROOT)
    choices = Choices(content, "sv")
    questions = list(practice_form().questions())
    for (kind, name), path in content.paths.items():
        if kind != "practice":
            continue
        origin = Origin(name, path, path.read_bytes())
        stored = answers_of(content, choices, origin)
        sent = _Browser()
        for field, value in iter_sent(FieldMaker(choices).make(questions, stored.filled)):
            sent.setdefault(field, []).append(value.replace("\n", "\r\n"))
        again = Answers(content, choices, origin, read_fields(practice_form(), sent))
        assert not again.has_errors, name
        assert draft_update(path, again.composed.tree).is_unchanged, name


def test_nothing_changed_is_said_and_nothing_written(editor: Editor) -> None:
    before = editor.path().stat()
    sheet = editor.open()
    compared = sheet.press("compare")
    assert "Nothing has changed." in compared.text
    assert not list(compared.page.iter("button", value="save"))
    assert "nothing was written" in sheet.press("save").text
    assert editor.path().stat().st_mtime_ns == before.st_mtime_ns
    assert editor.actions() == [(None, "login")]


def test_only_the_lines_of_what_changed_differ(editor: Editor) -> None:
    before = editor.read()
    sheet = editor.open()
    sheet["goals.0"] = "Nachbarn lernen sich kennen."
    compared = sheet.press("compare")
    assert "These answers change: Goals." in compared.text
    assert [one.text for one in compared.page.iter("ins")] == ["+ - Nachbarn lernen sich kennen."]
    assert editor.read() == before
    saved = compared.press("save")
    assert "The entry is saved." in saved.text
    lines = changed_lines(before, editor.read())
    assert lines == ["-  - Zugewanderte sprechen Deutsch im Alltag.",
                     "+  - Nachbarn lernen sich kennen."]  # fmt: skip


def test_an_untouched_answer_stays_as_no_form_would_write_it(editor: Editor) -> None:
    odd = "  Zwei  Räume ,\u200d und\u200f\ttabs "
    path = editor.path()
    before = (
        path.read_text("utf-8").replace(
            "title: Sprachcafé am Dorfplatz", 'title: "Sprachcafé  am\\nDorfplatz "'
        )
        + f'resources: "{odd}"\nkeywords: ["a, b", "c; d", " e "]\n'
    )
    path.write_text(before, "utf-8")
    editor.keeper.refresh()
    sheet = editor.open()
    sheet["summary"] = "Kurz."
    sheet.press("save")
    lines = changed_lines(before, editor.read())
    assert [one[:9] for one in lines] == ["-  Einmal", "-  mitein", "+  Kurz."]


@pytest.mark.parametrize(
    "text",
    [
        "</textarea><script>alert(1)</script>",
        "\n\nErst zwei leere Zeilen",
        "Erste Zeile\nzweite Zeile\n\nNeuer Absatz",
        "مقهى اللغة: نص من اليمين إلى اليسار",
        "Frauen 👩‍🌾 und Männer 👨‍🌾 🇫🇮",  # joined by a character nobody sees
        "- keine Liste\n# kein Kommentar\nkein: Schlüssel",
        "%(num)s {{ 7 * 7 }} {}",
    ],
)
def test_texts_come_back_as_they_were_typed(editor: Editor, text: str) -> None:
    sheet = editor.open()
    sheet["context"] = text
    shown = sheet.press("check")
    assert shown["context"] == text
    assert not list(shown.page.find("main").iter("script"))
    compared = shown.press("preview").press("compare")
    assert compared["context"] == text
    compared.press("save")
    stored = editor.open()
    assert stored["context"] == text.strip()
    assert stored.press("compare").text.count("Nothing has changed.")


def test_signs_no_file_may_hold_are_told_or_left_out(editor: Editor) -> None:
    before = editor.read()
    sheet = editor.open()
    sheet["context"] = "Text mit \x00 und \x1b[31m und \ufffe"
    told = sheet.press("save")
    assert told.answer.status_code in (200, 422)
    if told.answer.status_code == 422:
        assert editor.read() == before
    else:
        assert not set("\x00\x1b\ufffe") & set(editor.read())


def test_a_text_as_long_as_a_file_may_be_is_not_saved(editor: Editor) -> None:
    before = editor.read()
    sheet = editor.open()
    sheet["context"] = "Wort " * 210_000
    told = sheet.press("save")
    assert told.answer.status_code == 422
    assert editor.read() == before
    sheet["context"] = "Wort " * 500_000
    assert sheet.post("save").status_code == 413


def test_a_text_nobody_would_read_holds_nobody_up(editor: Editor) -> None:
    sheet = editor.open()
    sheet["context"] = "Wort Haus Kirche " * 5_000
    told = sheet.press("check")
    assert "A sentence of" in told.text
    told["context"] = "Wort Haus Kirche " * 15_000
    told = told.press("check")
    assert told.answer.status_code == 200
    assert "What would make it better" not in told.text


def test_topics_are_learnt_from_what_was_saved_and_kept_for_the_next_start(
    editor: Editor, kb_cache: Path
) -> None:
    def told(editor: Editor) -> str:
        sheet = editor.open("new")
        sheet["title"], sheet["language"] = "Noch ein Spinnrad", "de-AT"
        sheet["location.country"], sheet["summary"] = "AT", "Am Spinnrad sitzen wir beisammen."
        checked = sheet.press("check")
        assert "What would make it better" in checked.text
        return checked.text.partition("The text also speaks of these topics")[2]

    assert told(editor) == ""
    sheet = editor.open("new")
    sheet["title"], sheet["language"] = "Wolle am Spinnrad", "de-AT"
    sheet["location.country"], sheet["summary"] = "AT", "Am Spinnrad sitzen alle."
    sheet.data[sheet.names.index("topics")] = ("topics", "language-cafe")
    assert "The entry is saved." in sheet.press("save").text
    learnt = told(editor)
    assert "spinnrad" in learnt.casefold()
    assert file_of(kb_cache, editor.root).is_file()
    assert told(Editor(editor.root, kb_cache)) == learnt


def test_nobody_waits_for_what_another_has_counted(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.web.editing.help._PATIENCE_S", 0.0)
    with _LEARNING:
        told = editor.open().press("check")
    assert told.answer.status_code == 200
    assert "What would make it better" in told.text


def test_a_new_entry_gets_a_name_and_is_a_draft(editor: Editor) -> None:
    sheet = editor.open("new")
    sheet["title"], sheet["language"] = "Fahrradwerkstatt", "de-AT"
    assert sheet.press("compare").answer.status_code == 422
    sheet["location.country"], sheet["location.municipality"] = "AT", "Irgendwo"
    compared = sheet.press("compare")
    assert "practices/at/at-irgendwo-fahrradwerkstatt.yaml" in compared.text
    saved = compared.press("save")
    assert "The entry is saved." in saved.text
    assert "status: draft" in editor.read("at-irgendwo-fahrradwerkstatt")
    assert "Fahrradwerkstatt" in editor.open("").text


def test_a_new_entry_that_is_sent_twice_is_written_once(editor: Editor) -> None:
    sheet = editor.open("new")
    sheet["title"], sheet["language"] = "Fahrradwerkstatt 2020", "de-AT"
    sheet["location.country"] = "AT"
    first, second = sheet.post("save"), sheet.post("save")
    assert first.headers["Location"] == second.headers["Location"]
    assert len(list(editor.path("at-x").parent.glob("*fahrrad*"))) == 1


def test_an_entry_like_another_is_asked_about(editor: Editor) -> None:
    sheet = editor.open("new")
    sheet["title"], sheet["language"] = "Sprachcafé am Dorfplatz", "de-AT"
    sheet["location.country"] = "AT"
    compared = sheet.press("compare")
    assert "Is it one of these?" in compared.text
    links = [one["href"] for one in compared.page.find("main").iter("a")]
    assert f"/en/edit/practices/{CAFE}" in links


# Lists


def test_lists_grow_move_and_shrink_without_a_script(editor: Editor) -> None:
    sheet = editor.open().press("add:results")
    assert "autofocus" in sheet.page.find("textarea", name="results.0.text").attributes
    sheet["results.0.text"] = "Erstes"
    sheet = sheet.press("add:results")
    sheet["results.1.text"] = "Zweites"
    sheet = sheet.press("up:results.1")
    assert [sheet["results.0.text"], sheet["results.1.text"]] == ["Zweites", "Erstes"]
    sheet = sheet.press("down:results.0").press("add:goals")
    sheet["goals.1"] = "Noch eins"
    sheet.press("save")
    assert editor.read().index("Erstes") < editor.read().index("Zweites")
    assert "Noch eins" in editor.read()


def test_what_was_taken_out_can_be_put_back(editor: Editor) -> None:
    before = editor.read()
    sheet = editor.open().press("drop:organisations.0")
    assert "organisations.0.role" not in sheet.names
    assert "Taken out: “" in sheet.text
    back = next(one["value"] for one in sheet.page.iter("button") if "restore" in one["value"])
    sheet = sheet.press(back)
    assert "Nothing has changed." in sheet.press("compare").text
    assert editor.read() == before


@pytest.mark.parametrize(
    "do",
    [
        "add:", "add:title", "add:location", "add:nobody.asks", "add:results.0", "drop:title",
        "drop:title.0", "up:goals", "down:goals.99", "drop:goals.-1", "drop:goals.²",
        "drop:goals." + "9" * 5000, "up:location.0.x", "restore:goals.0", "restore:results.7",
        "nonsense", "", "save:please:twice",
    ],
)  # fmt: skip
def test_forged_buttons_do_no_harm(editor: Editor, do: str) -> None:
    before = editor.read()
    sheet = editor.open()
    sheet.data.append(("removed", '[[[[[["'))
    assert sheet.post(do).status_code in (200, 303)
    assert editor.read() == before


def test_too_long_a_list_is_refused_and_not_cut(editor: Editor) -> None:
    sheet = editor.open()
    before = editor.read()
    sheet.data += [(f"goals.{number}", "x") for number in range(1, 10_000)]
    answer = sheet.post("save")
    assert answer.status_code == 413
    assert "Goals" in answer.text
    sheet.data = [one for one in sheet.data if one[0] != "keywords"]
    sheet.data += [("keywords", f"w{number}") for number in range(10_000)]
    assert sheet.post("save").status_code == 413
    assert editor.read() == before


# Checks


def test_checks_are_told_at_the_field_and_to_scripts(editor: Editor) -> None:
    sheet = editor.open()
    sheet["period.start"], sheet["topics"] = "im Sommer irgendwann", "no-such-topic"
    told = sheet.press("check")
    summary = next(one for one in told.page.iter() if one["id"] == "mistakes")
    ids = {one["id"] for one in told.page.iter()}
    hrefs = [one["href"].removeprefix("#") for one in summary.iter("a")]
    assert "f-period-start" in hrefs
    assert set(hrefs) <= ids
    field = told.page.find("input", name="period.start")
    assert (field["value"], field["aria-invalid"]) == ("im Sommer irgendwann", "true")
    answer = sheet.post("check", headers={"Accept": "application/json"})
    problems = answer.get_json()["problems"]
    assert problems["period.start"][0]["error"]
    assert sheet.press("save").answer.status_code == 422


def test_only_the_faulty_one_of_several_texts_is_marked(editor: Editor) -> None:
    sheet = editor.open().press("add:goals")
    sheet["goals.1"] = "x" * 401
    told = sheet.press("check")
    tally = next(one for one in told.page.iter("output") if one["for"] == "f-goals-1")
    assert tally.text == "401 of 400 characters"
    assert tally.has_class("over")
    assert tally["data-words"] == "{} of 400 characters"


def test_live_checks_leave_room_for_saving(editor: Editor) -> None:
    sheet = editor.open()
    for _ in range(70):
        assert sheet.post("check", headers={"Accept": "application/json"}).status_code == 200
    sheet["summary"] = "Kurz."
    assert sheet.post("save").status_code == 303


# Hostile and faulty


def test_forged_names_change_nothing(editor: Editor) -> None:
    before = editor.read()
    sheet = editor.open()
    sheet.data += [
        ("status", "draft"),
        ("steps.0.by", "Mallory"),
        ("steps.0.status", "published"),
        ("former_ids", "fi-other"),
        ("media.0.file", "../../etc/passwd"),
        ("id", "x"),
        ("location.location.country", "SE"),
        ("title.0", "Anderer Titel"),
        ("__class__.__init__", "x"),
        (".".join(["results"] * 50_000), "x"),
    ]
    assert "Nothing has changed." in sheet.press("compare").text
    sheet.press("save")
    assert editor.read() == before


def test_the_first_of_a_repeated_field_counts(editor: Editor) -> None:
    sheet = editor.open()
    sheet.data += [("title", "Zweiter Titel"), ("goals.0", "Zweites Ziel")]
    assert "Nothing has changed." in sheet.press("compare").text


@pytest.mark.parametrize(
    "name", ["..%2f..%2fkb", "%2e%2e", "kb", "at-verein", "at-sprachcafe%00", "x" * 3000]
)
def test_ids_are_looked_up_and_never_joined_to_a_path(editor: Editor, name: str) -> None:
    for path in (f"practices/{name}", f"practices/{name}/history"):
        assert editor.client.get(f"/en/edit/{path}").status_code == 404


def test_a_form_without_the_file_it_was_made_from_is_refused(editor: Editor) -> None:
    before = editor.read()
    bomb = base64.urlsafe_b64encode(zlib.compress(b"x" * 50_000_000))
    for base in ("", "%%%", "eJwDAAAAAAE", bomb.decode(), "ä" * 100):
        sheet = editor.open()
        sheet["base"], sheet["summary"] = base, "Anders."
        answer = sheet.post("save")
        assert answer.status_code == 400
        assert "sent incompletely" in answer.text
    assert editor.read() == before


def test_the_file_of_another_entry_overwrites_nothing(editor: Editor) -> None:
    before = editor.read()
    sheet = editor.open()
    sheet["base"] = editor.open("practices/at-entwurf")["base"]
    assert sheet.post("save").status_code == 409
    assert editor.read() == before


def test_faulty_entries_can_be_opened_and_mended(editor: Editor) -> None:
    path = editor.path()
    good = editor.read()
    faulty = good.replace("2016-10-14", "bald").replace("[language-cafe]", "[no-such-topic]")
    path.write_text(faulty, "utf-8")
    editor.keeper.refresh()
    assert CAFE in editor.open("").text
    sheet = editor.open()
    assert sheet["period.start"] == "bald"
    assert sheet.press("save").answer.status_code == 422
    sheet["period.start"] = "14.10.2016"
    first = sheet.names.index("topics")
    sheet.data[first] = ("topics", "language-cafe")
    assert "The entry is saved." in sheet.press("save").text
    assert CAFE in editor.keeper.current.content.practices


@pytest.mark.parametrize(
    "more", ["title: twice\n", "goals: [a\n", "\tx: 1\n", "location: Lungau\n", "&a x: *a\n"]
)
def test_files_no_form_can_show_are_told_and_kept(editor: Editor, more: str) -> None:
    text = editor.read() + more
    editor.path().write_text(text, "utf-8")
    editor.keeper.refresh()
    answer = editor.client.get(f"/en/edit/practices/{CAFE}")
    assert answer.status_code == 409
    assert "Mend it in a text editor" in answer.text
    assert "Line " in answer.text
    assert editor.read() == text


def test_answers_of_the_wrong_shape_are_shown_and_told(editor: Editor) -> None:
    text = editor.read().replace("goals:\n  - Zugewanderte", "goals:\n  a: Zugewanderte")
    text = text.replace("summary:", "summary: [a, b]\nresources:")
    editor.path().write_text(text, "utf-8")
    editor.keeper.refresh()
    sheet = editor.open()
    assert sheet.answer.status_code == 200
    assert sheet.press("save").answer.status_code == 422
    assert editor.read() == text


def test_what_is_saved_is_saved_even_if_nobody_can_note_it(editor: Editor) -> None:
    log = UserBook(editor.root).folder.audit
    log.unlink(missing_ok=True)
    log.mkdir(parents=True)
    sheet = editor.open()
    sheet["summary"] = "Kurz."
    assert "The entry is saved." in sheet.press("save").text
    assert "Kurz." in editor.read()


# Links to editing


def test_readers_are_shown_the_way_to_editing_only_where_there_is_one(
    editor: Editor, client: FlaskClient
) -> None:
    page = editor.client.get(f"/de/practices/{CAFE}")
    hrefs = {one["href"] for one in parse_page(page.text).iter("a")}
    assert {"/de/edit", f"/de/edit/practices/{CAFE}"} <= hrefs
    assert "/edit" not in client.get("/de/practices/at-lungau-sprachcafe").text
    assert "Set-Cookie" not in page.headers
    assert "no-store" not in page.headers.get("Cache-Control", "")
