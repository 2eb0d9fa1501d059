"""Logging in to edit: who is let in, for how long, and what is said to everybody else."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Blueprint, Response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.authoring.roles import EditorialRole
from kb.cli.root import cli
from kb.web.accounts import limits
from kb.web.accounts.guard import audit, get_account, require
from kb.web.accounts.limits import CHANGES, LOGINS_OF_A_NAME
from kb.web.accounts.pages import read_next
from kb.web.accounts.passwords import hash_password
from kb.web.accounts.sessions import IDLE_S, LONGEST_S, SEEN, SINCE
from kb.web.accounts.users import UserBook
from kb.web.server.app import create_app
from kb.web.server.guarding import MOST_BODY_BYTES, MOST_FORM_BYTES
from kb.web.server.keeping import EditionKeeper
from kb.web.server.proxies import KnownProxies
from kb.web.server.settings import WebSettings
from tests.factories import write_base
from tests.web.conftest import ROOT
from tests.web.markup import parse_page
from tests.web.served import served

PASSWORD = "vier Enten schwimmen laut"  # noqa: S105 - nobody's
ANOTHER = "ganz andere Worte hier"
LOGIN, ACCOUNT, LOGOUT = (f"/en/edit/{one}" for one in ("login", "account", "logout"))
PUBLISH = "/en/edit/try/publish"
TIMES = ("9" * 400, "1e999", "-1e999", "NaN", "9e12", "null", "{}")
"""What no file of ours says, of when sessions ended."""
OPEN = WebSettings(host="0.0.0.0", edits=True)  # noqa: S104 - nothing listens


@pytest.fixture(scope="module")
def password_hash() -> str:
    """What is kept of the password of everybody here."""
    return hash_password(PASSWORD)


@pytest.fixture
def book(tmp_path: Path, password_hash: str) -> UserBook:
    """An author and a reviewer."""
    book = UserBook(tmp_path)
    book.add("maria", "Verein", EditorialRole.AUTHOR, password_hash)
    book.add("olli", "Yhdistys ry", EditorialRole.REVIEWER, password_hash)
    return book


def open_client(
    keeper: EditionKeeper, root: Path, settings: WebSettings = OPEN, **headers: str
) -> FlaskClient:
    """A browser before an application with two views of an editor."""
    settings = WebSettings(**{**vars(settings), "root": root})
    app = create_app(keeper, settings)
    editor = Blueprint("editor", __name__)

    @editor.post("/<lang>/edit/try/publish")
    @require(EditorialRole.REVIEWER)
    def publish(lang: str) -> Response:
        audit("published", "at-entry", before=b"draft", after=b"published")
        return Response(f"{get_account(request).signs_as} {len(request.form.get('text', ''))}")

    @editor.get("/<lang>/edit/try/form")
    @require(EditorialRole.AUTHOR)
    def form(lang: str) -> Response:
        return Response("form")

    app.register_blueprint(editor)
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "localhost"
    return client


@pytest.fixture
def client(keeper: EditionKeeper, book: UserBook, tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser that others may have, too."""
    with open_client(keeper, tmp_path) as client:
        yield client


def token_of(answer: TestResponse) -> str:
    """The token of the first form of a page that has one."""
    return parse_page(answer.text).find("input", name="csrf_token")["value"]


def log_in(
    client: FlaskClient, name: str = "olli", password: str = PASSWORD, **more: str
) -> TestResponse:
    """What is answered to a name and a password."""
    data = {"csrf_token": token_of(client.get(LOGIN)), "name": name, "password": password}
    return client.post(LOGIN, data={**data, **more})


def lines(book: UserBook) -> list[dict[str, Any]]:
    """The audit log."""
    return [json.loads(one) for one in book.folder.audit.read_text("utf-8").splitlines()]


# Coming in


def test_name_and_password_let_in_and_lead_on(client: FlaskClient, book: UserBook) -> None:
    first = client.get(ACCOUNT)
    assert first.status_code == 303
    login = client.get(first.headers["Location"])
    goal = parse_page(login.text).find("input", name="next")["value"]
    assert goal == ACCOUNT
    answer = log_in(client, "OLLI", next=goal)
    assert (answer.status_code, answer.headers["Location"]) == (303, ACCOUNT)
    page = client.get(ACCOUNT)
    assert "Yhdistys ry" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert [(one["action"], one["account"]) for one in lines(book)] == [("login", "olli")]


def test_the_cookie_is_for_us_alone(client: FlaskClient, tmp_path: Path) -> None:
    cookie = log_in(client).headers["Set-Cookie"]
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert "; Path=/" in cookie
    for one in ("Secure", "Domain", "Expires", "Max-Age"):
        assert one not in cookie


def test_behind_https_the_cookie_goes_no_other_way(
    keeper: EditionKeeper, book: UserBook, tmp_path: Path
) -> None:
    settings = WebSettings(base_url="https://localhost/kb", edits=True)
    answer = open_client(keeper, tmp_path, settings).get(LOGIN)
    assert "; Secure" in answer.headers["Set-Cookie"]
    assert "; Path=/kb" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("name", "password"),
    [("olli", "wrong"), ("nobody", PASSWORD), ("<b>\n\x1b", PASSWORD), ("../olli", "x" * 5000)],
)
def test_wrong_names_and_passwords_are_told_alike(
    client: FlaskClient, book: UserBook, name: str, password: str
) -> None:
    answer = log_in(client, name, password)
    assert answer.status_code == 403
    page = parse_page(answer.text)
    summary = page.find(role="alert")
    assert summary.find("a").text.startswith("The name or the password is wrong")
    assert page.find("input", id=summary.find("a")["href"].lstrip("#"))["aria-invalid"] == "true"
    assert page.find("input", id="password")["value"] == ""
    assert client.get(ACCOUNT).status_code == 303
    (line,) = lines(book)
    assert (line["action"], line["account"]) == ("login-failed", "olli" if name == "olli" else None)


def test_empty_fields_are_named(client: FlaskClient) -> None:
    answer = log_in(client, "", "")
    assert answer.status_code == 400
    fields = [one["href"] for one in parse_page(answer.text).find(role="alert").iter("a")]
    assert fields == ["#name", "#password"]


@pytest.mark.parametrize(
    ("goal", "is_taken"),
    [
        ("/fi/edit/entries/at-x?tab=2", True),
        ("//evil.example/edit", False),
        ("/\\evil.example/edit", False),
        ("https://evil.example/en/edit", False),
        ("/en/practices", False),
        ("/en/edit\nSet-Cookie: x=1", False),
        ("javascript:alert(1)//en/edit", False),
        ("/en/edit/../../../x", False),
        ("/en/edit/.%2E/x", False),
        ("/en/edit/%2e", False),
        ("/fi/edit/entries/at-x..y?tab=../z", False),
        ("/fi/edit/entries/at-x..y", True),
    ],
)
def test_logging_in_leads_nowhere_else(goal: str, is_taken: bool) -> None:
    assert read_next(goal) == (goal if is_taken else "")


def test_too_many_attempts_are_not_looked_at(client: FlaskClient) -> None:
    for _ in range(int(LOGINS_OF_A_NAME.split()[0])):
        assert log_in(client, "maria", "wrong").status_code == 403
    answer = log_in(client, "maria")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "600"
    assert log_in(client, "olli").status_code == 303


def test_behind_a_known_proxy_visitors_are_counted_one_by_one(
    keeper: EditionKeeper, book: UserBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOGINS_FROM_AN_ADDRESS", "2 per 10 minutes")

    def statuses(client: FlaskClient) -> list[int]:
        visitors = ("192.0.2.1", "192.0.2.1", "192.0.2.1", "198.51.100.7", "2001:db8::1")
        found = []
        for one in visitors:
            client.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.9, {one}"
            found.append(log_in(client, "nobody", "wrong").status_code)
        return found

    known = WebSettings(**{**vars(OPEN), "trusted_proxies": ("127.0.0.1",)})
    assert statuses(open_client(keeper, tmp_path, known)) == [403, 403, 429, 403, 403]
    assert statuses(open_client(keeper, tmp_path)) == [403, 403, 429, 429, 429]
    assert "192.0.2.1" not in str(lines(book))


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.1, 10.88.0.3", "192.0.2.1"),
        ("::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.88.7.7", "[2001:db8::1]", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1, nonsense", "127.0.0.1"),
        ("192.0.2.66", "127.0.0.1", "192.0.2.66"),
        ("", "192.0.2.1", ""),
    ],
)
def test_only_what_a_known_proxy_says_is_believed(peer: str, forwarded: str, visitor: str) -> None:
    seen = []

    def application(environ: dict[str, Any], _start: object) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    proxies = KnownProxies(application, ("127.0.0.1", "10.88.0.0/16"))
    proxies({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, print)
    assert seen == [visitor]


def test_the_pages_speak_the_readers_language(client: FlaskClient) -> None:
    for lang in ("de", "fi", "sv", "en"):
        answer = client.get(f"/{lang}/edit/login")
        assert answer.headers["Content-Language"] == lang
        page = parse_page(answer.text)
        labels = {one["for"] for one in page.iter("label")}
        assert {one["id"] for one in page.find("main").iter("input") if one["id"]} <= labels
    assert client.get("/xx/edit/login").status_code == 404
    assert client.get("/xx/edit/account").status_code == 404


# Staying


@pytest.mark.parametrize(("key", "age"), [(SEEN, IDLE_S + 1), (SINCE, LONGEST_S + 1)])
def test_a_session_ends_by_itself(client: FlaskClient, key: str, age: int) -> None:
    log_in(client)
    token = token_of(client.get(ACCOUNT))
    with client.session_transaction(LOGIN) as session:
        session[key] -= age
    assert client.get(ACCOUNT).status_code == 303
    answer = client.post(PUBLISH, data={"csrf_token": token})
    assert answer.status_code == 403
    assert "not logged in any more" in answer.text
    assert parse_page(answer.text).find("main").find("a", target="_blank")["href"] == LOGIN
    # The same person logs in elsewhere and sends the form again: nothing of it is lost.
    log_in(client)
    assert client.post(PUBLISH, data={"csrf_token": token}).status_code == 200


def test_forms_of_somebody_else_do_not_outlive_them(client: FlaskClient) -> None:
    log_in(client, "olli")
    token = token_of(client.get(ACCOUNT))
    client.post(LOGOUT, data={"csrf_token": token})
    log_in(client, "olli")
    assert client.post(PUBLISH, data={"csrf_token": token}).status_code == 400


def test_activity_keeps_a_session(client: FlaskClient) -> None:
    log_in(client)
    with client.session_transaction(LOGIN) as session:
        session[SEEN] -= IDLE_S - 10
    assert client.get(ACCOUNT).status_code == 200
    with client.session_transaction(LOGIN) as session:
        session[SEEN] -= IDLE_S - 10
    assert client.get(ACCOUNT).status_code == 200


def test_who_logs_out_is_out_even_with_an_old_cookie(client: FlaskClient, book: UserBook) -> None:
    log_in(client)
    page = client.get(ACCOUNT)
    token, name = token_of(page), client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie
    assert client.get(LOGOUT).headers["Allow"] == "OPTIONS, POST"
    answer = client.post(LOGOUT, data={"csrf_token": token})
    assert "You are logged out" in client.get(answer.headers["Location"]).text
    client.set_cookie(name, cookie.value)
    assert client.get(ACCOUNT).status_code == 303
    assert lines(book)[-1]["action"] == "logout"


def test_who_logged_out_stays_out_in_other_processes_and_after_a_new_start(
    client: FlaskClient, keeper: EditionKeeper, tmp_path: Path
) -> None:
    log_in(client)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie
    others = [open_client(keeper, tmp_path)]  # another process, as after SIGHUP
    others[0].set_cookie(name, cookie.value)
    assert others[0].get(ACCOUNT).status_code == 200
    client.post(LOGOUT, data={"csrf_token": token_of(client.get(ACCOUNT))})
    others.append(open_client(keeper, tmp_path))  # a new start
    for other in others:
        other.set_cookie(name, cookie.value)
        assert other.get(ACCOUNT).status_code == 303
    log_in(others[1])
    assert others[1].get(ACCOUNT).status_code == 200


def test_what_cannot_be_noted_is_ended_all_the_same(
    client: FlaskClient, book: UserBook, caplog: pytest.LogCaptureFixture
) -> None:
    log_in(client)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie, token = client.get_cookie(name), token_of(client.get(ACCOUNT))
    assert cookie
    book.folder.audit.unlink()
    for one in ("ended.json", "audit.log"):
        (book.folder.path / one).mkdir()
    assert client.post(LOGOUT, data={"csrf_token": token}).status_code == 303
    client.set_cookie(name, cookie.value)
    assert client.get(ACCOUNT).status_code == 303
    assert "session ended, but not noted" in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '{"format": 1}', '{"format": 2}', "\x00"),
        *(f'{{"format": 1, "before": {one}, "sessions": {{}}}}' for one in TIMES),
        f'{{"format": 1, "before": 0, "sessions": {{"x": {TIMES[0]}}}}}',
    ],
)
def test_a_damaged_file_of_ended_sessions_ends_those_before_it(
    client: FlaskClient, book: UserBook, text: str
) -> None:
    log_in(client)
    with client.session_transaction(LOGIN) as session:
        session[SINCE] -= 5  # clocks of file systems tick slowly
    (book.folder.path / "ended.json").write_text(text, "utf-8")
    assert client.get(ACCOUNT).status_code == 303
    log_in(client)
    token = token_of(client.get(ACCOUNT))
    client.post(LOGOUT, data={"csrf_token": token})
    log_in(client)
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize(
    "arguments",
    [("password", "olli", "--password-stdin"), ("role", "olli", "author"),
     ("remove", "olli", "--yes")],
)  # fmt: skip
def test_kb_user_ends_sessions_at_once(
    client: FlaskClient, book: UserBook, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    write_base(tmp_path)
    log_in(client)
    assert client.get(ACCOUNT).status_code == 200
    told = CliRunner().invoke(cli, ["--root", str(tmp_path), "user", *arguments], input=ANOTHER)
    assert told.exit_code == 0, told.output
    assert client.get(ACCOUNT).status_code == 303
    log_in(client, "maria")
    assert client.get(ACCOUNT).status_code == 200


def test_a_cookie_of_ones_own_making_is_none(client: FlaskClient) -> None:
    name = client.application.config["SESSION_COOKIE_NAME"]
    for value in ("eyJfdXNlcl9pZCI6Im9sbGkifQ.aaaaaa.AAAA", "x" * 3000, "."):
        client.set_cookie(name, value)
        assert client.get(ACCOUNT).status_code == 303


# What one may do


def test_a_role_is_needed(client: FlaskClient, book: UserBook) -> None:
    log_in(client, "maria")
    token = token_of(client.get(ACCOUNT))
    assert client.get("/en/edit/try/form").status_code == 200
    answer = client.post(PUBLISH, data={"csrf_token": token})
    assert answer.status_code == 403
    assert "Only a reviewer" in answer.text
    book.set_role("maria", EditorialRole.REVIEWER)
    log_in(client, "maria")
    assert client.post(PUBLISH, data={"csrf_token": token}).text == "Verein 0"
    line = lines(book)[-1]
    assert (line["account"], line["action"], line["entry"]) == ("maria", "published", "at-entry")
    assert line["before"] != line["after"]


@pytest.mark.parametrize("lang", ["de", "en", "fi", "sv"])
def test_a_form_from_elsewhere_is_not_taken(client: FlaskClient, lang: str) -> None:
    log_in(client)
    token = token_of(client.get(ACCOUNT))
    there = PUBLISH.replace("/en/", f"/{lang}/")
    for data in ({}, {"csrf_token": "x"}, {"csrf_token": token[:-1]}):
        answer = client.post(there, data=data)
        assert (answer.status_code, answer.headers["Content-Language"]) == (400, lang)
        assert f'<html lang="{lang}"' in answer.text
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(there, data={"csrf_token": token}, headers=headers).status_code == 400
    assert client.post(LOGIN, data={"name": "olli", "password": PASSWORD}).status_code == 400


def test_a_form_may_be_long_and_no_longer(client: FlaskClient) -> None:
    log_in(client)
    token = token_of(client.get(ACCOUNT))
    text = "x" * (MOST_BODY_BYTES * 8)
    answer = client.post(PUBLISH, data={"csrf_token": token, "text": text})
    assert answer.text == f"Yhdistys ry {len(text)}"
    text = "x" * MOST_FORM_BYTES
    assert client.post(PUBLISH, data={"csrf_token": token, "text": text}).status_code == 413


def test_too_many_forms_at_once_are_not_taken(client: FlaskClient) -> None:
    log_in(client)
    token = token_of(client.get(ACCOUNT))
    for _ in range(int(CHANGES.split()[0])):
        assert client.post(PUBLISH, data={"csrf_token": token}).status_code == 200
    answer = client.post(PUBLISH, data={"csrf_token": token})
    assert answer.status_code == 429
    assert "Nothing was changed" in answer.text


# Nothing of it for readers


def test_without_edit_there_is_none_of_it(keeper: EditionKeeper, tmp_path: Path) -> None:
    client = create_app(keeper, WebSettings(tmp_path)).test_client()
    for path in (LOGIN, ACCOUNT, "/en/", "/", "/api/v1/practices"):
        answer = client.get(path, headers={"Cookie": "kb_session_x=1"})
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.get(LOGIN).status_code == 404
    assert client.post(LOGIN).status_code == 405
    assert not (tmp_path / ".kb").exists()


def test_readers_pages_are_the_same_for_all(client: FlaskClient) -> None:
    stranger = client.application.test_client()
    plain = stranger.get("/en/practices", headers={"Host": "localhost"})
    log_in(client)
    for _ in range(2):
        answer = client.get("/en/practices")
        assert answer.text == plain.text
        assert answer.headers["ETag"] == plain.headers["ETag"]
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers["Vary"]
    assert client.post("/en/practices").status_code == 405


def test_no_log_has_passwords_or_hashes(
    client: FlaskClient, book: UserBook, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        log_in(client, "olli", "a wrong password")
        log_in(client, PASSWORD, "typed into the wrong field")
        log_in(client)
        client.post(LOGIN, data={"name": "olli", "password": PASSWORD})
    written = caplog.text + str([vars(one) for one in caplog.records]) + str(lines(book))
    for secret in (PASSWORD, "a wrong password", "argon2id", book.get("olli").hash):
        assert secret not in written


# A server


def test_a_server_lets_in(kb_cache: Path, tmp_path: Path, password_hash: str) -> None:
    root = tmp_path / "base"
    root.mkdir()
    for one in ("practices", "locales"):
        (root / one).symlink_to(ROOT / one, target_is_directory=True)
    UserBook(root).add("olli", "Yhdistys ry", EditorialRole.REVIEWER, password_hash)
    with served(root, kb_cache, tmp_path, "--edit", "--no-reload") as server:
        told = server.get(LOGIN)
        cookie = told.headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="csrf_token" value="([^"]+)"', told.text)
        assert token
        body = f"csrf_token={token[1]}&name=olli&password={PASSWORD.replace(' ', '+')}"
        sent = (
            f"POST {LOGIN} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        answer = server.send(sent.encode()).decode("latin-1")
        assert answer.startswith("HTTP/1.1 303 ")
        found = re.search(r"Set-Cookie: ([^;]+);", answer)
        assert found
        assert "Yhdistys ry" in server.get(ACCOUNT, Cookie=found[1]).text
        assert server.get("/en/practices", Cookie=found[1]).headers.get("Set-Cookie") is None
    assert PASSWORD not in server.log.read_text("utf-8")
