"""Somebody who edits entries, for tests: asks the real application as a browser without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.knowledgebase import KnowledgeBase
from kb.web.accounts.users import UserBook
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from kb.web.server.settings import WAY_IN, WebSettings
from tests.conftest import LANGS
from tests.factories import practice_data, write_base
from tests.web.markup import Element, parse_page

CAFE = "at-sprachcafe"
PASSWORD = "vier Enten schwimmen laut"  # noqa: S105 - nobody's
KEY = "k" * 43
"""What whoever sits at the computer comes in with."""
OPEN = {"host": "0.0.0.0"}  # noqa: S104 - nothing listens
_CAFE = """\
# As a person has written it.
language: de-AT
status: published
title: Sprachcafé am Dorfplatz
summary: >-
  Einmal in der Woche reden Zugewanderte und Einheimische
  miteinander.
context: Im Dorf gab es wenig Gelegenheit, Deutsch zu sprechen.  # seit 2015
goals:
  - Zugewanderte sprechen Deutsch im Alltag.
measures: ["Der Verein öffnet jeden Mittwoch sein Café."]
transferability: {text: Ein Raum und zwei Ehrenamtliche genügen.}
topics: [language-cafe]
target_groups: [newcomers]
location: {country: AT, nuts: AT32, place: Lungau}
organisations:
  - {partner: at-verein, role: lead}
period: {start: 2016-10-14, state: regular-service}
sources:
  - title: Homepage des Vereins
    url: https://example.org/sprachcafe
"""


@dataclass
class Sheet:
    """A page with a form, as a browser has it."""

    client: FlaskClient
    answer: TestResponse
    page: Element = field(init=False)
    data: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.page = parse_page(self.answer.text)
        forms = [one for one in self.page.iter("form") if one.has_class("sheet")]
        self._form = forms[0] if forms else Element("form")
        self.data = list(_iter_values(self._form))

    @property
    def text(self) -> str:
        """All words of the page's own part."""
        return self.page.find("main").text

    @property
    def names(self) -> list[str]:
        """Names of all fields."""
        return [name for name, _value in self.data]

    def __getitem__(self, name: str) -> str:
        return next(value for one, value in self.data if one == name)

    def __setitem__(self, name: str, value: str) -> None:
        """Type something into a field of the form."""
        assert name in self.names, name
        self.data = [(one, value if one == name else old) for one, old in self.data]

    def tick(self, name: str, value: str) -> None:
        """Tick something in a list."""
        self.data.append((name, value))

    def languages(self) -> list[Element]:
        """The buttons that show the page in another language."""
        nav = next(one for one in self.page.iter("nav") if one.has_class("languages"))
        return list(nav.iter("button", form="sheet", formnovalidate=""))[-len(LANGS) :]

    def speak(self, lang: str) -> Sheet:
        """Change the language of the page by its button."""
        button = next(one for one in self.languages() if one["lang"] == lang)
        answer = self.post(button["value"], button["formaction"], follow_redirects=True)
        return Sheet(self.client, answer)

    def press(self, do: str, **more: Any) -> Sheet:
        """Send the form by a button of it, and follow where that leads."""
        answer = self.post(do, follow_redirects=True, **more)
        return Sheet(self.client, answer)

    def post(self, do: str, action: str = "", **more: Any) -> TestResponse:
        """What is answered to the form by a button of it, which may lead somewhere else."""
        form: dict[str, list[str]] = {}
        for name, value in [*self.data, ("do", do)]:
            # Browsers send line breaks as two characters.
            form.setdefault(name, []).append(re.sub("\r\n?|\n", "\r\n", value))
        return self.client.post(action or self._form["action"], data=form, **more)

    def step(self, to: str, **more: str) -> TestResponse:
        """Take a step by a button of the page."""
        buttons = {one["value"]: one for one in self.page.iter("button", name="to", form="sheet")}
        assert to in buttons, list(buttons)
        seen = self.page.find("input", name="seen", form="sheet")["value"]
        self.data += [("seen", seen), ("to", to), *more.items()]
        return self.post("", buttons[to]["formaction"], follow_redirects=True)


def _iter_values(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form nobody has touched."""
    for one in form.iter("input", "textarea", "select"):
        if not one["name"]:
            continue
        if one.tag == "input":
            if one["type"] != "checkbox" or "checked" in one.attributes:
                yield one["name"], one["value"]
        elif one.tag == "textarea":
            text = re.sub("\r\n?", "\n", "".join(map(str, one.children)))
            yield one["name"], text.removeprefix("\n")
        else:
            chosen = [it["value"] for it in one.iter("option") if "selected" in it.attributes]
            yield one["name"], chosen[0] if chosen else ""


class Editor:
    """A knowledge base that can be edited, and a browser before it.

    Args:
        root: of the knowledge base.
        cache: folder for caches.
        settings: of the server.
    """

    def __init__(self, root: Path, cache: Path, **settings: Any) -> None:
        self.root = root
        self.keeper = EditionKeeper(lambda: KnowledgeBase.open(root, cache))
        web = WebSettings(root=root, cache=cache, edits=True, key=KEY, **settings)
        self.app: Flask = create_app(self.keeper, web)
        self.client = self.browser()

    def browser(self) -> FlaskClient:
        """Another browser; at this very computer it is let in."""
        client = self.app.test_client()
        client.environ_base["HTTP_HOST"] = "localhost"
        client.get(f"/{WAY_IN}?key={KEY}")
        return client

    def log_in(self, name: str) -> FlaskClient:
        """The browser of somebody with an account."""
        client = self.browser()
        login = parse_page(client.get("/en/edit/login").text)
        data = {"csrf_token": login.find("input", name="csrf_token")["value"],
                "name": name, "password": PASSWORD}  # fmt: skip
        assert client.post("/en/edit/login", data=data).status_code == 303
        return client

    def open(self, path: str = f"practices/{CAFE}", client: FlaskClient | None = None) -> Sheet:
        """A page for editing, in English."""
        client = client or self.client
        return Sheet(client, client.get(f"/en/edit/{path}"))

    def path(self, entry_id: str = CAFE) -> Path:
        """The file of an entry."""
        return self.root / "practices" / entry_id[:2] / f"{entry_id}.yaml"

    def actions(self) -> list[tuple[str | None, str]]:
        """What the audit log says was done: account and action."""
        lines = UserBook(self.root).folder.audit.read_text("utf-8").splitlines()
        return [(one["account"], one["action"]) for one in map(json.loads, lines)]

    def read(self, entry_id: str = CAFE) -> str:
        """What it holds."""
        return self.path(entry_id).read_bytes().decode()


def make_editor(folder: Path, cache: Path, **settings: Any) -> Editor:
    """An editor of the base that `write_small` makes.

    Args:
        folder: takes it.
        cache: folder for caches.
        settings: of the server.
    """
    return Editor(write_small(folder), cache, **settings)


def write_small(folder: Path) -> Path:
    """A small base with one published entry and one draft."""
    draft = practice_data(id="at-entwurf", title="Noch ein Entwurf", status="draft")
    write_base(folder, [draft])
    path = folder / "practices" / "at" / f"{CAFE}.yaml"
    path.write_text(_CAFE, "utf-8")
    return folder


def add_accounts(root: Path, password_hash: str, **roles: Any) -> None:
    """Accounts with one password for all."""
    book = UserBook(root)
    for name, role in roles.items():
        book.add(name, f"Verein {name.title()}", role, password_hash)
