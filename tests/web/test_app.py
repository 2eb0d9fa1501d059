"""The application: what holds for every answer, and what it refuses."""

from __future__ import annotations

import gzip
import json
import logging
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import PAGES
from kb.web.edition import Edition
from kb.web.server.app import create_app
from kb.web.server.guarding import LONGEST_URL, MOST_BODY_BYTES, MOST_PARAMETERS, is_our_host
from kb.web.server.headers import GUARDS
from kb.web.server.keeping import EditionKeeper
from kb.web.server.logs import JsonLines, TextLines
from kb.web.server.settings import WebSettings
from tests.factories import practice_data, write_base
from tests.web.conftest import ROOT

ENTRY = "at-lungau-sprachcafe"
PAGE = f"/fi/practices/{ENTRY}"
SINGLE = [kind for kind, path in PAGES.items() if "<" not in path]


# Languages and addresses


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr,sv-FI;q=0.8,en;q=0.7", "sv"),
        ("fi;q=0,de;q=0.1", "de"),
        ("*", "en"),
        ("", "en"),
        ("tlh, xx-YY-zz, ;;q=x", "en"),
    ],
)
def test_only_the_root_looks_at_the_browsers_language(
    client: FlaskClient, accepted: str, lang: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{lang}/")
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get("/fi/", headers={"Accept-Language": accepted})
    assert (page.status_code, page.headers["Content-Language"]) == (200, "fi")
    assert "Accept-Language" not in page.headers["Vary"]


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/fi", "/fi/"),
        ("/fi/practices/", "/fi/practices"),
        (f"{PAGE}/?basket=a,b&x=%C3%A4", f"{PAGE}?basket=a,b&x=%C3%A4"),
        ("/DE/topics", "/de/topics"),
        ("/de-AT/", "/de/"),
    ],
)
def test_an_address_written_a_little_differently_leads_to_the_page(
    client: FlaskClient, asked: str, there: str
) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (301, there)


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/fi//evil.example/.."])
def test_nothing_leads_to_another_host(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize("kind", SINGLE)
def test_every_kind_of_page_is_there(client: FlaskClient, kind: str) -> None:
    for lang in ("de", "fi", "sv", "en"):
        path = f"/{lang}/{PAGES[kind]}"
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert f'<html lang="{lang}"' in answer.text


# Headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/fi",
        "/fi/",
        "/fi/nowhere",
        "/xx/",
        "/health",
        "/robots.txt",
        "/api/v1/search?q=x",
        "/api/v1/nowhere",
        f"{PAGE}.md",
    ],
)
def test_every_answer_is_guarded_and_has_a_number(client: FlaskClient, path: str) -> None:
    answers = [client.get(path) for _ in range(2)]
    for answer in answers:
        for name, value in GUARDS:
            if name != "Cross-Origin-Resource-Policy":
                assert answer.headers[name] == value
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    numbers = {answer.headers["X-Request-Id"] for answer in answers}
    assert len(numbers) == 2
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in numbers)


def test_a_number_of_the_clients_is_not_taken(client: FlaskClient) -> None:
    answer = client.get("/fi/", headers={"X-Request-Id": "mine"})
    assert answer.headers.getlist("X-Request-Id") != ["mine"]


def test_nothing_in_a_page_needs_more_than_the_policy_allows(client: FlaskClient) -> None:
    for path in ("/fi/", PAGE, "/fi/search?q=kieli", "/fi/map", "/fi/nowhere"):
        text = client.get(path).text
        assert "style=" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|javascript:", text)
        loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]*)"', text)
        assert all(one.startswith("/") for one in loaded), loaded


def test_programs_of_other_sites_may_read_the_data_and_nothing_else(client: FlaskClient) -> None:
    data = client.get("/api/v1/search?q=x")
    assert data.headers["Access-Control-Allow-Origin"] == "*"
    assert data.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = client.get("/fi/")
    assert "Access-Control-Allow-Origin" not in page.headers
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"


# Kept answers


def test_a_page_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(PAGE)
    assert first.headers["Cache-Control"] == "no-cache"
    etag = first.headers["ETag"]
    for known in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        again = client.get(PAGE, headers={"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Content-Length" not in again.headers
    assert client.get(PAGE, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_is_packed_for_who_can_unpack_it(client: FlaskClient) -> None:
    plain = client.get(PAGE)
    for wish in ("gzip", "br, gzip;q=0.5", "*"):
        packed = client.get(PAGE, headers={"Accept-Encoding": wish})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["Vary"] == "Accept-Encoding"
    for wish in ("br", "gzip;q=0", "gzip;q=0.000, *"):
        assert "Content-Encoding" not in client.get(PAGE, headers={"Accept-Encoding": wish}).headers


@pytest.mark.parametrize("path", ["/fi/", "/fi/nowhere", PAGE, "/", "/api/v1/vocabulary"])
def test_head_is_get_without_the_text(client: FlaskClient, path: str) -> None:
    for _ in range(2):  # made, and kept
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.data) == (get.status_code, b"")
        for answer in (head, get):
            answer.headers.pop("X-Request-Id")
        assert dict(head.headers) == dict(get.headers)


def test_styles_never_change_under_their_name(client: FlaskClient) -> None:
    found = re.search(r'href="(/assets/style-[^"]+\.css)"', client.get("/fi/").text)
    assert found
    answer = client.get(found[1])
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/assets/style-0000000000.css").status_code == 404
    assert client.get("/assets/../app.py").status_code == 404


# Errors


@pytest.mark.parametrize(
    ("path", "accepted", "lang"),
    [
        ("/fi/nowhere", "de", "fi"),
        ("/fi/practices/no-such-practice", "de", "fi"),
        ("/xx/", "sv", "sv"),
        ("/nowhere", "de-AT", "de"),
        ("/nowhere", "", "en"),
        ("/basket.pdf", "fi", "fi"),
    ],
)
def test_a_missing_page_is_a_page_in_the_readers_language(
    client: FlaskClient, path: str, accepted: str, lang: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, lang)
    assert f'<html lang="{lang}"' in answer.text
    assert answer.text.count("<h1") == 1
    assert f'action="/{lang}/search"' in answer.text
    assert answer.headers["X-Request-Id"] not in answer.text


def test_a_missing_practice_stays_missing_in_the_other_languages(client: FlaskClient) -> None:
    text = client.get("/fi/practices/no-such-practice?basket=fi-kainuu-mok").text
    assert "no-such-practice" in text
    assert '"/sv/practices/no-such-practice?basket=fi-kainuu-mok"' in text


def test_a_slip_of_the_pen_leads_to_the_practice(client: FlaskClient) -> None:
    for lang in ("fi", "de"):
        page = client.get(f"/{lang}/practices/at-lungau-sprachkafe")
        assert page.status_code == 404
        assert f'<p><a href="/{lang}/practices/{ENTRY}">' in page.text


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (400, {"headers": {"Host": "evil.example"}}),
        (400, {"query_string": "a=1&" * MOST_PARAMETERS}),
        (405, {"method": "POST"}),
        (405, {"method": "BREW"}),
        (413, {"data": b"x" * (MOST_BODY_BYTES + 1)}),
        (414, {"query_string": "q=" + "x" * LONGEST_URL}),
    ],
)
def test_what_is_too_much_is_refused_by_pages_and_by_the_api(
    client: FlaskClient, status: int, asked: dict[str, object]
) -> None:
    options = {"method": "GET", **asked}
    page = client.open("/sv/", **options)
    assert (page.status_code, page.headers["Content-Language"]) == (status, "sv")
    assert page.headers["Cache-Control"] == "no-store"
    data = client.open("/api/v1/search", **options)
    assert (data.status_code, data.json["status"]) == (status, status)
    assert data.headers["Content-Type"] == "application/problem+json"
    if status == 405:
        assert page.headers["Allow"] == data.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_what_may_be_done_is_told(client: FlaskClient) -> None:
    answer = client.options("/fi/")
    assert (answer.status_code, answer.data) == (200, b"")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]


def test_a_bug_is_told_to_the_log_and_not_to_visitors(
    keeper: EditionKeeper, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(keeper)
    app.add_url_rule("/<lang>/broken", "broken", lambda lang: 1 / len(lang[:0]))
    with caplog.at_level(logging.INFO, "kb.web"):
        answer = app.test_client().get("/fi/broken")
    number = answer.headers["X-Request-Id"]
    assert (answer.status_code, answer.headers["Content-Language"]) == (500, "fi")
    assert number in answer.text
    assert "ZeroDivisionError" not in answer.text
    failures = [one for one in caplog.records if one.getMessage() == "failure"]
    text = TextLines().format(failures[0])
    assert f"id={number}" in text
    assert "ZeroDivisionError" in text


def test_a_broken_error_page_is_still_a_page(
    keeper: EditionKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("kb.web.server.faults.render_page", fail)
    answer = create_app(keeper).test_client().get("/fi/nowhere")
    assert (answer.status_code, answer.headers["Content-Language"]) == (500, "fi")
    assert answer.headers["X-Request-Id"] in answer.text


def test_without_an_edition_visitors_are_asked_to_wait(tmp_path: Path, kb_cache: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    settings = root / "practices" / "kb.yaml"
    good = settings.read_text("utf-8")
    settings.write_text("title: [\n", "utf-8")
    keeper = EditionKeeper(lambda: KnowledgeBase.open(root, kb_cache), is_patient=True)
    client = create_app(keeper, WebSettings(root=root, cache=kb_cache)).test_client()
    for path, lang in (("/fi/", "sv"), ("/", "sv"), ("/fi/feed.atom", "sv")):
        answer = client.get(path, headers={"Accept-Language": lang})
        assert (answer.status_code, answer.headers["Content-Language"]) == (503, lang)
        assert answer.headers["Retry-After"]
    assert client.get("/api/v1/practices").json["status"] == 503
    assert (client.get("/health").status_code, client.get("/health").json["status"]) == (
        503,
        "starting",
    )
    settings.write_text(good, "utf-8")
    assert keeper.refresh()
    assert client.get("/fi/").status_code == 200


# Hosts


def test_only_its_own_names_are_answered() -> None:
    local = WebSettings()
    for header in ("localhost", "localhost:8000", "127.0.0.1:9000", "[::1]:8000", "LOCALHOST."):
        assert is_our_host(header, local), header
    for header in ("", "evil.example", "localhost.evil.example", "192.168.1.7", "localhost:x", "[",
                   "127.0.0.1@evil.example"):  # fmt: skip
        assert not is_our_host(header, local), header


def test_names_are_allowed_one_by_one() -> None:
    public = WebSettings(
        host="0.0.0.0",  # noqa: S104
        allowed_hosts=("Practice.Example.org",),
        base_url="https://kb.example.org/kb",
    )
    for header in ("practice.example.org", "kb.example.org:443", "192.168.1.7:8000", "localhost"):
        assert is_our_host(header, public), header
    assert not is_our_host("other.example.org", public)


def test_the_health_check_may_use_any_name(client: FlaskClient) -> None:
    assert client.get("/health", headers={"Host": "10.0.0.7:8000"}).status_code == 200


# Files for machines


def test_health_tells_what_is_shown(client: FlaskClient, edition: Edition) -> None:
    answer = client.get("/health")
    told = answer.json
    assert (told["status"], told["edition"], told["fresh"]) == ("ok", edition.digest, True)
    assert told["practices"] == len(edition.shelf.practices)
    assert answer.headers["Cache-Control"] == "no-store"
    assert str(ROOT) not in answer.text


def test_machines_find_all_pages_below_the_address_of_readers(
    keeper: EditionKeeper, kb_cache: Path
) -> None:
    settings = WebSettings(root=ROOT, cache=kb_cache, base_url="https://example.org/kb")
    client = create_app(keeper, settings).test_client()
    assert "Sitemap: https://example.org/kb/sitemap.xml" in client.get("/robots.txt").text
    assert f"<loc>https://example.org/kb{PAGE}</loc>" in client.get("/sitemap.xml").text
    feed = client.get("/fi/feed.atom")
    assert feed.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "https://example.org/kb/fi/" in feed.text
    favicon = client.get("/favicon.ico")
    assert favicon.status_code in (200, 204)


def test_pages_may_lie_below_a_path(keeper: EditionKeeper) -> None:
    client = create_app(keeper).test_client()
    below = {"SCRIPT_NAME": "/kb"}
    assert client.get("/", environ_overrides=below).headers["Location"] == "/kb/en/"
    assert client.get("/fi", environ_overrides=below).headers["Location"] == "/kb/fi/"
    page = client.get("/fi/", environ_overrides=below).text
    assert 'href="/kb/fi/practices"' in page
    assert not re.search(r'(?:href|src|action)="/(?!kb/)', page)
    # The same page at the root is another one.
    assert 'href="/fi/practices"' in client.get("/fi/").text
    assert 'href="/kb/fi/"' in client.get("/fi/nowhere", environ_overrides=below).text


# Log lines


def test_a_line_for_every_answer_that_tells_nothing_of_people(
    keeper: EditionKeeper, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(keeper).test_client()
    headers = {"User-Agent": "Browser/1", "Referer": "https://example.org/secret"}
    with caplog.at_level(logging.INFO, "kb.web"):
        answers = [client.get("/fi/search?q=geheim", headers=headers) for _ in range(2)]
    lines = [json.loads(JsonLines().format(one)) for one in caplog.records]
    told = [one for one in lines if one["event"] == "request"]
    assert [one["id"] for one in told] == [one.headers["X-Request-Id"] for one in answers]
    for one in told:
        assert one.keys() == {
            "time", "level", "event", "id", "method", "path", "status", "bytes", "ms", "pid"
        }  # fmt: skip
        assert (one["path"], one["status"], one["bytes"]) == (
            "/fi/search",
            200,
            len(answers[0].data),
        )
    text = "\n".join(TextLines().format(one) for one in caplog.records)
    for private in ("geheim", "127.0.0.1", "Browser", "secret"):
        assert private not in text


def test_a_path_cannot_forge_a_line(
    keeper: EditionKeeper, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kb.web"):
        create_app(keeper).test_client().get("/fi/a%0A2026-01-01T00:00:00Z INFO x=1 \x1b[31m")
    lines = [TextLines().format(one) for one in caplog.records]
    assert all(one.isprintable() for one in lines)
    assert any(r'path="/fi/a\n2026' in one for one in lines)
