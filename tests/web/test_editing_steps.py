"""From draft to publication in the browser: who may do what, and what stands in the entry then."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.authoring.roles import EditorialRole
from kb.content.yamlfile import parse_yaml
from kb.web.accounts.passwords import hash_password
from kb.web.accounts.users import UserBook
from kb.web.editing.writing import SAVING
from tests.web.editing import CAFE, OPEN, PASSWORD, Editor, Sheet, add_accounts, make_editor
from tests.web.served import PATIENCE_S

DRAFT = "practices/at-entwurf"


@pytest.fixture(scope="module")
def password_hash() -> str:
    """What is kept of the password of everybody here."""
    return hash_password(PASSWORD)


@pytest.fixture
def editor(tmp_path: Path, kb_cache: Path, password_hash: str) -> Editor:
    """A server that others can reach, with an author and a reviewer."""
    editor = make_editor(tmp_path / "base", kb_cache, **OPEN)
    roles = {"maria": EditorialRole.AUTHOR, "olli": EditorialRole.REVIEWER}
    add_accounts(editor.root, password_hash, **roles)
    return editor


def steps_of(editor: Editor, entry_id: str) -> list[dict[str, str]]:
    """Steps that stand in an entry."""
    tree = parse_yaml(editor.read(entry_id).encode(), editor.path(entry_id)).value
    assert isinstance(tree, dict)
    return tree["steps"]  # type: ignore[return-value]  # as the model has them


def test_an_author_submits_and_a_reviewer_publishes(editor: Editor) -> None:
    author, reviewer = editor.log_in("maria"), editor.log_in("olli")
    sheet = editor.open(DRAFT, author)
    sheet["summary"] = "Was gut ist."
    sheet = sheet.press("save")
    assert [one.text for one in sheet.page.iter("button", name="to")] == ["Submit for review"]
    assert "submitted" in sheet.step("submitted").text
    assert "Waiting for a reviewer." in editor.open("", reviewer).text
    assert editor.open("", reviewer).text.index("Noch ein Entwurf")
    answer = editor.open(DRAFT, reviewer).step("published", note="Gut so")
    assert "The entry is published." in answer.text
    today = datetime.now(UTC).date().isoformat()
    assert steps_of(editor, "at-entwurf") == [
        {"status": "submitted", "by": "Verein Maria", "on": today},
        {"status": "published", "by": "Verein Olli", "on": today, "note": "Gut so"},
    ]
    assert reviewer.get("/en/practices/at-entwurf").status_code == 200
    book = UserBook(editor.root)
    lines = [json.loads(one) for one in book.folder.audit.read_text("utf-8").splitlines()]
    told = [(one["account"], one["action"], one["entry"]) for one in lines if one["entry"]]
    assert told == [("maria", "changed", "at-entwurf"), ("maria", "submitted", "at-entwurf"),
                    ("olli", "published", "at-entwurf")]  # fmt: skip
    changes = [one for one in lines if one["entry"]]
    assert [one["before"] for one in changes[1:]] == [one["after"] for one in changes[:-1]]


def test_what_is_missing_is_told_before_and_after(editor: Editor) -> None:
    reviewer = editor.log_in("olli")
    sheet = editor.open(DRAFT, reviewer)
    sheet["measures.0"], sheet["context"] = "", ""
    sheet = sheet.press("save")
    assert "Missing for publication: Context and Measures." in sheet.text
    sheet.step("submitted")
    before = editor.read("at-entwurf")
    answer = editor.open(DRAFT, reviewer).step("published")
    assert answer.status_code == 409
    assert "Before that: Context; Measures" in answer.text
    assert editor.read("at-entwurf") == before


def test_authors_do_not_touch_what_is_published(editor: Editor) -> None:
    author, reviewer = editor.log_in("maria"), editor.log_in("olli")
    before = editor.read()
    assert author.get(f"/en/edit/practices/{CAFE}").status_code == 403
    sheet = editor.open(client=reviewer)
    sheet["summary"] = "Von einer Autorin."
    sheet["csrf_token"] = editor.open(DRAFT, author)["csrf_token"]
    sheet.client = author
    for action in ("save", "compare", "check"):
        refused = sheet.post(action)
        assert refused.status_code == 403
        assert "Von einer Autorin." in refused.get_data(as_text=True)
        assert "is changed by reviewers. Nothing was changed." in refused.get_data(as_text=True)
    own = editor.open(DRAFT, author)
    form = {"csrf_token": own["csrf_token"], "to": "archived", "note": "Weg damit"}
    assert author.post(f"/en/edit/practices/{CAFE}/step", data=form).status_code == 409
    assert editor.read() == before
    # A fault in the file opens no way around.
    editor.path().write_text(before.replace("language-cafe", "no-such-topic"), "utf-8")
    editor.keeper.refresh()
    assert author.get(f"/en/edit/practices/{CAFE}").status_code == 403


def test_nobody_publishes_what_they_have_not_seen(editor: Editor) -> None:
    author, reviewer = editor.log_in("maria"), editor.log_in("olli")
    editor.open(DRAFT, author).step("submitted")
    seen = editor.open(DRAFT, reviewer)
    sheet = editor.open(DRAFT, author)
    sheet["summary"] = "Etwas ganz anderes."
    sheet.press("save")
    answer = seen.step("published")
    assert answer.status_code == 409
    assert "has changed since you looked at it" in answer.text
    assert "status: submitted" in editor.read("at-entwurf").replace('"', "")
    shown = Sheet(seen.client, answer)
    assert shown["summary"] == "Etwas ganz anderes."
    assert "is published" in shown.step("published").text


def test_steps_that_do_not_exist_are_refused(editor: Editor) -> None:
    reviewer = editor.log_in("olli")
    sheet = editor.open(DRAFT, reviewer)
    before = editor.read("at-entwurf")
    for to in ("", "deleted", "draft", "published"):
        data = {"csrf_token": sheet["csrf_token"], "to": to, "by": "Jemand"}
        answer = reviewer.post("/en/edit/practices/at-entwurf/step", data=data)
        assert answer.status_code == 409
    assert editor.read("at-entwurf") == before


def test_what_leaves_the_readers_sight_needs_a_reason(editor: Editor) -> None:
    reviewer = editor.log_in("olli")
    sheet = editor.open(client=reviewer)
    assert sheet.step("archived").status_code == 409
    assert "is archived" in sheet.step("archived", note="Seit 2020 geschlossen").text
    assert reviewer.get(f"/en/practices/{CAFE}").status_code == 404
    assert steps_of(editor, CAFE)[-1]["note"] == "Seit 2020 geschlossen"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"to": "archived", "by": "LAG X"}, "Say in a note why"),
        ({"to": "draft", "note": "Ein langer Grund"}, "Say who takes the step"),
    ],
)
def test_a_refused_step_leads_back_to_the_form_with_all_that_was_typed(
    tmp_path: Path, kb_cache: Path, sent: dict[str, str], sentence: str
) -> None:
    alone = make_editor(tmp_path / "alone", kb_cache)
    before = alone.read()
    sheet = alone.open()
    bare = {"csrf_token": sheet["csrf_token"], **sent}
    for answer in (
        alone.client.post(f"/en/edit/practices/{CAFE}/step", data=bare),
        sheet.step(**sent),
    ):
        told = Sheet(alone.client, answer)
        assert (answer.status_code, alone.read()) == (409, before)
        assert sentence in told.page.find(id="mistakes").text
        assert told["title"] == "Sprachcafé am Dorfplatz"
        for name in ("by", "note"):
            field = told.page.find("input", name=name, form="sheet")
            assert field["value"] == sent.get(name, "")
        assert "open" in told.page.find("details", **{"class": "next"}).attributes
    more = {"by": "LAG X", "note": "Ein langer Grund"} | sent
    assert told.step(**more).status_code == 200
    assert steps_of(alone, CAFE)[-1]["status"] == sent["to"]


def test_a_step_through_a_link_is_refused_in_the_form(editor: Editor) -> None:
    sheet = editor.open(DRAFT, editor.log_in("maria"))
    path = editor.path("at-entwurf")
    path.symlink_to(path.rename(path.with_suffix(".kept")))
    answer = sheet.step("submitted", note="Bitte lesen")
    assert (answer.status_code, path.is_symlink()) == (409, True)
    assert "is a link" in Sheet(sheet.client, answer).page.find(id="mistakes").text


def test_whoever_is_not_logged_in_is_asked_to(editor: Editor) -> None:
    stranger = editor.browser()
    for path in ("", "/new", f"/practices/{CAFE}", f"/practices/{CAFE}/history"):
        answer = stranger.get(f"/en/edit{path}")
        assert (answer.status_code, "/login" in answer.headers["Location"]) == (303, True)
    page = stranger.get(f"/en/practices/{CAFE}")
    assert "Set-Cookie" not in page.headers


def test_a_step_loses_nothing_that_is_not_saved(editor: Editor) -> None:
    sheet = editor.open(DRAFT, editor.log_in("maria"))
    before = editor.read("at-entwurf")
    sheet["summary"] = "Noch nicht gespeichert."
    answer = sheet.step("submitted", note="Bitte lesen")
    assert answer.status_code == 409
    told = Sheet(sheet.client, answer)
    assert "Save it first" in told.text
    assert told["summary"] == "Noch nicht gespeichert."
    assert told.page.find("input", name="note", form="sheet")["value"] == "Bitte lesen"
    assert editor.read("at-entwurf") == before
    assert "submitted" in told.press("save").step("submitted").text


def test_a_form_with_something_typed_waits_for_nobody_who_saves(editor: Editor) -> None:
    sheet = editor.open(DRAFT, editor.log_in("maria"))
    sheet["summary"] = "Noch nicht gespeichert."
    with ThreadPoolExecutor() as others:
        with SAVING:
            asked = others.submit(sheet.step, "submitted")
            wait([asked], PATIENCE_S)
            is_told = asked.done()
        assert "Save it first" in asked.result().text
    assert is_told
