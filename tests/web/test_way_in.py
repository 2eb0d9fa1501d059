"""Editing at one's own computer: the key lets in, and nobody else who uses the computer."""

from __future__ import annotations

import json
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kb.authoring.roles import EditorialRole
from kb.web.accounts.users import UserBook
from kb.web.server.keeping import EditionKeeper
from kb.web.server.settings import WAY_IN, WebSettings
from tests.conftest import LANGS
from tests.web.conftest import ROOT
from tests.web.editing import KEY
from tests.web.markup import parse_page
from tests.web.served import served, until
from tests.web.test_login import ACCOUNT, LOGIN, OPEN, PUBLISH, open_client

HERE = WebSettings(edits=True, key=KEY, sign_as="Verein am Platz")
ENTER = f"/{WAY_IN}?key={KEY}"


@pytest.fixture
def client(keeper: EditionKeeper, tmp_path: Path) -> FlaskClient:
    """A browser at this computer."""
    return open_client(keeper, tmp_path, HERE)


def test_the_key_lets_in_and_is_seen_no_more(client: FlaskClient) -> None:
    answer = client.get(ENTER, headers={"Accept-Language": "sv, en;q=0.5"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sv/edit")
    assert KEY not in answer.text + str(answer.headers)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    page = client.get(ACCOUNT)
    assert "without an account, for Verein am Platz" in page.text
    assert not list(parse_page(page.text).iter("form", method="post"))
    assert client.get(LOGIN).headers["Location"] == ACCOUNT
    assert client.post(PUBLISH).status_code == 400


@pytest.mark.parametrize("lang", LANGS)
def test_without_the_key_one_reads_and_is_told_the_way_in(client: FlaskClient, lang: str) -> None:
    first = client.get(f"/{lang}/edit")
    assert first.status_code == 303
    told = client.get(first.headers["Location"])
    assert (told.status_code, told.headers["Content-Language"]) == (403, lang)
    page = parse_page(told.text)
    assert page.find("code").text == f"http://127.0.0.1:8000/{WAY_IN}"
    assert not list(page.iter("input", type="password"))
    assert KEY not in told.text
    if lang == "en":
        assert "If there is none there, end the server and start it again" in told.text
    assert client.post(f"/{lang}/edit/new", data={"do": "save"}).status_code in (400, 403)
    assert client.post(f"/{lang}/edit/login", data={"name": "", "password": ""}).status_code == 400
    assert client.get(f"/{lang}/practices").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_only_who_looks_at_the_address_comes_in(client: FlaskClient, method: str) -> None:
    answer = client.open(ENTER, method=method)
    assert "Set-Cookie" not in answer.headers
    assert answer.status_code == (200 if method == "OPTIONS" else 405)
    assert client.get(ACCOUNT).status_code == 303


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], f"{KEY}k", "ä", "%ff%00", "k" * 4000])
def test_another_key_does_not(client: FlaskClient, key: str) -> None:
    answer = client.get(f"/{WAY_IN}?key={key}")
    assert answer.status_code == 403
    assert list(parse_page(answer.text).iter(role="alert"))
    assert client.get(ACCOUNT).status_code == 303


def test_only_who_came_in_is_noted(client: FlaskClient, tmp_path: Path) -> None:
    log = UserBook(tmp_path).folder.audit
    for _number in range(5):  # as any page in the same browser can ask
        client.get(f"/{WAY_IN}?key=x")
    assert not log.exists()
    client.get(ENTER)
    assert [json.loads(one)["action"] for one in log.read_text("utf-8").splitlines()] == ["login"]


def test_a_server_without_a_key_lets_nobody_in(keeper: EditionKeeper, tmp_path: Path) -> None:
    client = open_client(keeper, tmp_path, WebSettings(edits=True))
    for one in ("", "?key=", f"?key={KEY}"):
        assert client.get(f"/{WAY_IN}{one}").status_code == 403
    assert client.get(ACCOUNT).status_code == 303


def test_a_new_start_needs_its_own_key_and_open_forms_survive_it(
    client: FlaskClient, keeper: EditionKeeper, tmp_path: Path
) -> None:
    client.get(ENTER)
    page = client.get("/en/edit/new")
    token = parse_page(page.text).find("input", name="csrf_token")["value"]
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie
    again = open_client(keeper, tmp_path, WebSettings(**{**vars(HERE), "key": "n" * 43}))
    again.set_cookie(name, cookie.value)
    assert again.get(ACCOUNT).status_code == 303
    assert again.post(PUBLISH, data={"csrf_token": token}).status_code == 403
    assert again.get(f"/{WAY_IN}?key={'n' * 43}").status_code == 303
    assert again.post(PUBLISH, data={"csrf_token": token}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "environ"),
    [
        ({}, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}),
        ({}, {"REMOTE_ADDR": "192.0.2.1"}),
        ({"base_url": "http://localhost"}, {}),
        ({"allowed_hosts": ("localhost",)}, {}),
        ({"trusted_proxies": ("127.0.0.1",)}, {}),
        ({"host": OPEN.host}, {}),
    ],
)
def test_who_may_come_from_elsewhere_logs_in(
    keeper: EditionKeeper, tmp_path: Path, changed: dict[str, Any], environ: dict[str, str]
) -> None:
    client = open_client(keeper, tmp_path, WebSettings(**{**vars(HERE), **changed}))
    answer = client.get(ENTER, environ_overrides=environ)
    assert answer.headers["Location"] == LOGIN
    assert client.get(ACCOUNT, environ_overrides=environ).status_code == 303
    assert 'type="password"' in client.get(LOGIN, environ_overrides=environ).text


def test_with_an_account_everybody_logs_in(client: FlaskClient, tmp_path: Path) -> None:
    client.get(ENTER)
    assert client.get(ACCOUNT).status_code == 200
    book = UserBook(tmp_path)
    book.add("olli", "Yhdistys ry", EditorialRole.REVIEWER, "hash")
    assert client.get(ACCOUNT).status_code == 303
    assert client.get(ENTER).headers["Location"] == LOGIN
    book.folder.users.write_text("{", "utf-8")
    assert client.get(ACCOUNT).status_code == 503


@pytest.mark.parametrize("more", [(), ("--quiet",), ("--log-format", "json")])
def test_a_server_prints_the_address_once_and_logs_no_key(
    kb_cache: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    root = tmp_path / "base"
    root.mkdir()
    for one in ("practices", "locales"):
        (root / one).symlink_to(ROOT / one, target_is_directory=True)
    with served(root, kb_cache, tmp_path, "--edit", "--no-reload", *more) as server:
        way_in = re.search(r"http://\S+key=\S+", server.line)
        address = way_in[0] if way_in else server.read_way_in()
        path = f"/{address.split('/', 3)[3]}"
        key = path.partition("=")[2]
        assert len(key) >= 43
        stranger = server.get(path, **{"Accept-Language": "fi", "X-Forwarded-For": "192.0.2.1"})
        assert stranger.headers["Location"] == "/fi/edit/login"  # came through a proxy
        answer = server.get(path, **{"Accept-Language": "fi"})
        assert answer.headers["Location"] == "/fi/edit"
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        assert server.get("/fi/edit").status == 303
        assert server.get("/fi/edit", Cookie=cookie).status == 200
        if (
            not more and sys.platform != "win32"
        ):  # the same key and session after all processes are new
            server.tell(signal.SIGHUP)
            until(lambda: bool(server.lines("INFO restart done")), "the new one answers")
            assert server.get("/fi/edit", Cookie=cookie).status == 200
        for pid in (server.process.pid, *server.children()):
            command = Path(f"/proc/{pid}/cmdline")
            assert not command.exists() or key.encode() not in command.read_bytes()
        assert server.end() == 0
        assert server.process.stdout
        assert server.process.stdout.read() == ""
    assert key not in server.log.read_text("utf-8")
    assert all(key.encode() not in one.read_bytes() for one in (root / ".kb").iterdir())
