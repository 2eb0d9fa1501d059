"""Entries full of markup come out as the text they are: same elements as of any other entry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kb.knowledgebase import KnowledgeBase
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import PARTNER, Plain, practice_data, write_base
from tests.web.markup import Element, parse_page

HOSTILE = (
    '"><script>alert(1)</script><svg onload=alert(2)><img src=x onerror="alert(3)"> '
    "<!-- --> ]]> </title></style></textarea> &lt;b&gt; &amp; ' onclick='x' "
    "{{7*7}} {% raw %} %(title)s %s {0} ${1} "
    '#eval("1+1") #set page(width: 1pt) $x^2$ javascript:alert(4)'
)
HARMLESS = "Ein Wort"
SITE = "https://x.example/"
PAGES = (
    "de/practices/at-boese",
    "fi/practices/at-boese",
    "fi/practices/at-boese/original",
    "de/partners/at-verein",
    "de/groups/at-kreis",
    "de/visits/at-besuch",
    "de/projects/rahmen",
)


def base_of(folder: Path, words: str, url: str) -> Path:
    """A base in which every text is these words, and every address this one."""
    agreed = {"given_on": "2024-01-31", "scope": ["web"]}
    event = {"title": words, "date": "2026-05-04", "place": words, "url": url, "note": words}
    press = {"title": words, "publisher": words, "url": url}
    source = {"title": words, "publisher": words, "url": url, "note": words}
    practice = practice_data(
        id="at-boese",
        title=words,
        summary=words,
        context=f"{words}\n\n{words}",
        goals=[words],
        measures=[words],
        results=[{"text": words, "indicator": words, "value": "3", "unit": words, "source": "1"}],
        benefits=[words],
        success_factors=[words],
        obstacles=[{"text": words, "remedy": words}],
        transferability={"text": words, "preconditions": [words], "not_suitable_for": [words]},
        resources=words,
        legal_context=words,
        topics=["language-cafe"],
        keywords=[words],
        location={"country": "AT", "place": words, "municipality": words},
        organisations=[
            {"partner": "at-verein", "role": "lead"},
            {"name": words, "role": "lead", "url": url},
        ],
        period={"start": "2016", "state": "running", "note": words},
        funding=[
            {"amount": "1", "currency": "EUR", "scope": "total", "fund": words, "note": words},
            {"amount": "2", "currency": "EUR", "scope": "grant"},
        ],
        events=[event],
        press=[press],
        links=[{"title": words, "url": url}],
        sources=[source],
        same_as=[url],
        contacts=[
            {
                "organisation": words,
                "name": words,
                "role": words,
                "email": words,
                "phone": words,
                "url": url,
                "consent": agreed,
            }
        ],
        part_of="rahmen",
        adopted_from=[{"practice": "at-sprachcafe", "changes": words}],
        media=[{"file": words, "alt": words, "caption": words, "credit": words, "licence": words}],
        licence=words,
        review={"by": words, "on": "2026"},
    )
    stop = {"title": words, "date": "2026-05-04", "start": words, "place": words, "note": words}
    return write_base(
        folder,
        [practice, practice_data()],
        partners={
            "at-verein": {
                **PARTNER,
                "name": words,
                "other_names": [words],
                "region": words,
                "homepage": url,
                "description": words,
                "sources": [source],
            }
        },
        groups={
            "at-kreis": {
                **_record(name=words),
                "host": "at-verein",
                "place": words,
                "purpose": [words],
                "work": [words],
                "members": words,
                "steering": [{"name": words}],
                "meetings": [event, {"title": words, "date": "tba"}],
                "homepage": url,
                "press": [press],
                "small_projects": [{"title": words, "text": words, "practice": "at-boese"}],
                "sources": [source],
            }
        },
        visits={
            "at-besuch": {
                **_record(title=words),
                "summary": words,
                "host": "at-verein",
                "place": words,
                "start": "2026-05-04",
                "participants": [{"name": words, "languages": ["fi"], "count": "3"}],
                "programme": [{**stop, "practice": "at-boese"}],
                "questions": [words],
                "links": [{"title": words, "url": url}],
                "sources": [source],
            }
        },
        projects={
            "rahmen": {
                **{key: one for key, one in _record(title=words).items() if key != "country"},
                "acronym": words,
                "other_titles": [{"title": words, "language": "fi"}],
                "summary": words,
                "context": words,
                "goals": [words],
                "focus": [{"country": "AT", "text": words}],
                "claims": [
                    {
                        "registry": words,
                        "url": url,
                        "amount": "1",
                        "currency": "EUR",
                        "regions": [words],
                        "parts": [{"label": words, "amount": "1"}],
                        "note": words,
                    }
                ],
                "sources": [source],
            }
        },
        settings={"title": {"en": words}, "licence": words},
    )


def _record(**title: str) -> Plain:
    return {"language": "de-AT", "status": "published", "country": "AT", **title}


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory, kb_cache: Path) -> dict[str, FlaskClient]:
    """A browser for the base of each kind of words."""
    found = {}
    for name, words, url in (
        ("hostile", HOSTILE, f"{SITE}?a='b'&lt;=1&c=javascript:alert(5)"),
        ("harmless", HARMLESS, SITE),
    ):
        root = base_of(tmp_path_factory.mktemp(name), words, url)
        keeper = EditionKeeper(partial(KnowledgeBase.open, root, kb_cache))
        found[name] = create_app(keeper).test_client()
    return found


def shape(part: Element, depth: int = 0) -> Iterator[str]:
    """Elements and the names of their attributes, in order."""
    for one in part.children:
        if isinstance(one, Element):
            yield f"{'  ' * depth}{one.tag} {' '.join(one.attributes)}"
            yield from shape(one, depth + 1)


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_texts_makes_no_elements(clients: dict[str, FlaskClient], path: str) -> None:
    pages = {}
    for name, client in clients.items():
        answer = client.get(path)
        assert answer.status_code == 200, name
        pages[name] = parse_page(answer.text)
    hostile = pages["hostile"]
    assert list(shape(hostile)) == list(shape(pages["harmless"]))
    assert not [one for one in hostile.iter("script") if not one["src"].startswith("/assets/")]
    assert " ".join(HOSTILE.split()) in hostile.find("main").text
    assert hostile.find("title").text.startswith(" ".join(HOSTILE.split()))
    for one in hostile.iter():
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert one[name].partition(":")[0] != "javascript"
            if name in one.attributes:
                assert one[name].startswith(("/", "#", "https://x.example/"))


def test_an_address_that_is_none_is_a_page_that_says_so(clients: dict[str, FlaskClient]) -> None:
    for path in ("practices", "visits", "partners"):
        answer = clients["harmless"].get(f"/de/{path}/{quote(HOSTILE, safe='')}")
        assert answer.status_code in (400, 404)
        if answer.mimetype == "text/html":
            page = parse_page(answer.text)
            assert not [one for one in page.iter() if one["onerror"] or one["onload"]]
            assert not list(page.find("main").iter("img", "svg", "script"))
