"""Saving in the browser where the system does not let us, or ends us meanwhile."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from kb.web.accounts.users import UserBook
from tests.cli.conftest import SHIPPED, process_env
from tests.web.editing import CAFE, Editor, Sheet, make_editor, write_small
from tests.web.hardship import forbidden, full_disk
from tests.web.markup import parse_page
from tests.web.served import PATIENCE_S, Served, served, until

PATHS = [f"practices/{CAFE}", "new"]
TYPED = "Was ich geschrieben habe"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel")


@pytest.fixture
def editor(tmp_path: Path, kb_cache: Path) -> Editor:
    """Somebody at this very computer."""
    return make_editor(tmp_path / "base", kb_cache)


def files_of(editor: Editor) -> dict[Path, bytes]:
    """All entries with what they hold, and whatever stands beside them."""
    found = (editor.root / "practices").rglob("*")
    return {one: one.read_bytes() for one in found if one.is_file() and one.name != "filler"}


@on_linux
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("hardship", "said"),
    [(full_disk, "The server's disk is full"), (forbidden, "The server may not write")],
)
def test_what_the_disk_does_not_take_stays_in_the_form(
    editor: Editor, path: str, hardship: Callable[[Path], AbstractContextManager[None]], said: str
) -> None:
    sheet = editor.open(path)
    sheet["title"], sheet["language"] = TYPED, "de-AT"
    sheet["location.country"], sheet["context"] = "AT", "Ein Wort, und noch eines. " * 200
    folder = editor.path().parent
    before = files_of(editor)
    with hardship(folder):
        told = sheet.press("save")
        assert files_of(editor) == before
        other = told.speak("fi").press("save")
    for one in (told, other):
        assert one.answer.status_code == 503
        assert (one["title"], one["context"]) == (TYPED, "Ein Wort, und noch eines. " * 200)
        assert one.page.find(id="mistakes")["role"] == "alert"
    assert said in told.text
    assert files_of(editor) == before
    assert "The entry is saved." in told.press("save").text


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
@pytest.mark.parametrize("path", PATHS)
def test_a_file_the_system_finds_too_large_is_not_half_there(editor: Editor, path: str) -> None:
    import resource

    before = files_of(editor)
    sheet = editor.open(path)
    sheet["title"], sheet["language"] = TYPED, "de-AT"
    sheet["location.country"] = "AT"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        told = sheet.press("save")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert told.answer.status_code == 503
    assert "nothing was saved" in told.text
    assert told["title"] == TYPED
    assert files_of(editor) == before
    assert "The entry is saved." in told.press("save").text


@pytest.mark.parametrize("lang", ["de", "fi", "sv"])
def test_a_folder_that_became_a_file_is_told_in_the_readers_words(
    editor: Editor, lang: str
) -> None:
    sheet = editor.open().speak(lang)
    sheet["summary"] = TYPED
    folder = editor.path().parent
    kept = folder.rename(folder.with_name("kept"))
    folder.write_text("", "utf-8")
    lost = sheet.press("save")  # the entry is gone: its text becomes a new one
    assert (lost.answer.status_code, lost["summary"]) == (409, TYPED)
    told = lost.press("save")
    assert (told.answer.status_code, told["summary"]) == (503, TYPED)
    alert = told.page.find(id="mistakes").text
    assert not re.search("File exists|Not a directory|cannot", alert)
    folder.unlink()
    kept.rename(folder)
    assert told.press("save").answer.status_code == 200


@on_linux
def test_a_step_that_cannot_be_written_is_not_taken(editor: Editor) -> None:
    sheet = editor.open("practices/at-entwurf")
    sheet["summary"] = "Was gut ist."
    sheet = sheet.press("save")
    before = files_of(editor)
    with full_disk(editor.path().parent):
        answer = sheet.step("submitted", by="Verein")
    assert answer.status_code == 409
    assert "The server's disk is full" in parse_page(answer.text).text
    assert files_of(editor) == before
    log = UserBook(editor.root).folder.audit
    log.unlink()
    log.mkdir()  # a step that is taken is taken, whether or not it can be noted
    assert "submitted" in sheet.step("submitted", by="Verein").text


# Ended at once


@on_linux
def test_killed_at_any_step_the_entry_is_old_or_new(tmp_path: Path, kb_cache: Path) -> None:
    root = write_small(tmp_path / "base")
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.killed_save", str(root), str(kb_cache)],
        cwd=SHIPPED,
        env=process_env(kb_cache),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    *killed, (code, after) = told["found"]
    assert code == 77, done.stderr
    assert "Neu und ganz." in after
    assert {one[0] for one in killed} == {-signal.SIGKILL}
    states = [[told["before"], after].index(text) for _code, text in killed]
    assert len(states) >= 4
    assert states == sorted(states), "the old one first, then the new one"


class Http:
    """A browser before a server of its own process, as far as a form needs one."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._cookie = ""

    def get(self, path: str) -> Any:
        """What is at an address."""
        return self._ask("GET", path)

    def post(self, path: str, data: Mapping[str, list[str]], **_more: bool) -> Any:
        """What is answered to a form."""
        return self._ask("POST", path, urlencode(data, doseq=True))

    def _ask(self, method: str, path: str, body: str = "") -> Any:
        connection = HTTPConnection(self._server.host, self._server.port, timeout=PATIENCE_S)
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            self._cookie = (answer.headers["Set-Cookie"] or self._cookie).partition(";")[0]
            return SimpleNamespace(status_code=answer.status, text=answer.read().decode())
        finally:
            connection.close()


@pytest.mark.slow
@on_linux
def test_after_a_restart_the_same_form_is_taken(tmp_path: Path, kb_cache: Path) -> None:
    root = write_small(tmp_path / "base")
    path = root / "practices" / "at" / f"{CAFE}.yaml"
    before = path.read_text("utf-8")
    after = before.replace("Sprachcafé am Dorfplatz", "Neu und ganz.")
    with served(root, kb_cache, tmp_path, "--edit") as server:
        browser = Http(server)
        browser.get(f"/{server.read_way_in().split('/', 3)[3]}")
        sheet = Sheet(cast("FlaskClient", browser), browser.get(f"/en/edit/practices/{CAFE}"))
        sheet["title"] = "Neu und ganz."
        for child in server.children():
            os.kill(child, signal.SIGKILL)
        until(lambda: is_well(browser), "another process answers")
        assert path.read_text("utf-8") == before
        assert sheet.post("save").status_code == 303
    assert path.read_text("utf-8") == after


def is_well(browser: Http) -> bool:
    """Whether pages are shown."""
    with suppress(OSError, HTTPException):
        return bool(browser.get("/health").status_code == 200)
    return False
