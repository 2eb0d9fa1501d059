"""Changing the language of a form: what was typed goes along, without any script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import LANGS
from tests.web.editing import CAFE, Editor, make_editor

TYPED = {
    "period.start": "14. März 2020",
    "title": "Café  am „Platz“ <b>",
    "context": "\nErste Zeile\n\nzweiter Absatz",
    "keywords": "eins\nzwei",
    "organisations.0.name": "Verein am Dorfplatz",
    "topics": "language-cafe",
}


@pytest.fixture
def editor(tmp_path: Path, kb_cache: Path) -> Editor:
    """Somebody at this very computer."""
    return make_editor(tmp_path / "base", kb_cache)


@pytest.mark.parametrize("path", [f"practices/{CAFE}", "new"])
def test_what_was_typed_goes_along_from_language_to_language(editor: Editor, path: str) -> None:
    sheet = editor.open(path)
    if path == "new":
        sheet = sheet.press("add:organisations")
    for name, text in TYPED.items():
        sheet[name] = text
    before = sheet.data
    headings = set()
    for lang in ("de", "fi", "sv", "en"):
        sheet = sheet.speak(lang)
        assert sheet.answer.status_code == 200
        assert sheet.page.find("html")["lang"] == lang
        assert not list(sheet.page.iter(id="mistakes"))  # nobody asked for a check
        own = ("csrf_token", "base")
        assert [one for one in sheet.data if one[0] not in own] == [
            one for one in before if one[0] not in own
        ]
        headings.add(sheet.page.find("h2", id="h-about").text)
    assert len(headings) == len(LANGS)


def test_words_of_one_language_are_understood_in_another(editor: Editor) -> None:
    sheet = editor.open().speak("fi")
    sheet["period.start"] = "3. huhtikuuta 2019"
    sheet = sheet.press("add:funding")
    sheet["funding.0.amount"], sheet["funding.0.currency"] = "18 000,50", "EUR"
    sheet["funding.0.scope"] = "total"
    saved = sheet.speak("sv").speak("en").press("save")
    assert "The entry is saved." in saved.text
    text = editor.read()
    assert "start: 2019-04-03" in text
    assert "amount: 18000.50" in text


@pytest.mark.parametrize("kind", ["preview", "compare"])
def test_preview_and_comparison_change_their_language_too(editor: Editor, kind: str) -> None:
    sheet = editor.open()
    sheet["summary"] = "Anders."
    shown = sheet.press(kind).speak("sv")
    assert shown.page.find("html")["lang"] == "sv"
    assert "Anders." in shown.text
    back = shown.press("check")
    assert (back["summary"], back.page.find("html")["lang"]) == ("Anders.", "sv")


def test_faults_are_told_again_in_the_other_language(editor: Editor) -> None:
    sheet = editor.open()
    sheet["period.start"] = "irgendwann"
    told = sheet.press("check").speak("sv")
    assert told.page.find(id="mistakes").find("a")["href"] == "#f-period-start"
    assert told["period.start"] == "irgendwann"


def test_what_was_taken_out_and_what_others_changed_is_not_forgotten(editor: Editor) -> None:
    sheet = editor.open().press("drop:organisations.0").speak("de")
    back = next(one["value"] for one in sheet.page.iter("button") if "restore" in one["value"])
    assert "organisations.0.role" in sheet.press(back).names

    sheet = editor.open()
    sheet["summary"] = "Meins."
    path = editor.path()
    path.write_text(editor.read().replace("Einmal in der Woche", "Zweimal in der Woche"), "utf-8")
    told = sheet.press("save").speak("fi")
    assert "Zweimal in der Woche" in told.page.find("blockquote").text
    assert told["summary"] == "Meins."


def test_who_typed_nothing_is_not_asked_about_it(editor: Editor) -> None:
    sheet = editor.open().speak("fi")
    assert sheet.page.find("form", id="sheet")["data-state"] == "stored"
    sheet["summary"] = "Anders."
    assert sheet.speak("de").page.find("form", id="sheet")["data-state"] == "typed"


def test_what_was_typed_for_a_step_goes_along_too(editor: Editor) -> None:
    sheet = editor.open()
    sheet.data += [("by", "Verein"), ("note", "Seit 2020 geschlossen")]
    for one in (sheet.speak("sv"), sheet.press("check"), sheet.press("preview").press("check")):
        assert one.page.find("input", name="note", form="sheet")["value"] == "Seit 2020 geschlossen"
        assert one.page.find("input", name="by", form="sheet")["value"] == "Verein"
