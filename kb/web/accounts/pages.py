"""Pages to log in, to see who one is, and to log out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from kb.authoring.roles import EditorialRole
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext
from kb.web.accounts.audit import write_audit
from kb.web.accounts.forms import csrf_token
from kb.web.accounts.guard import (
    NEXT,
    Door,
    add_guard,
    current_account,
    get_account,
    is_alone,
    require,
)
from kb.web.accounts.passwords import LONGEST, matches
from kb.web.accounts.sessions import KEY
from kb.web.accounts.users import Account, User, role_name
from kb.web.addresses import EDITING, Address
from kb.web.page import Page, Reader
from kb.web.rendering import render_page
from kb.web.server.keeping import EditionKeeper
from kb.web.server.live import choose_lang, reader_of
from kb.web.server.settings import WAY_IN, WebSettings

LONGEST_NAME = 64
_NEXT = re.compile(r"/[A-Za-z-]{2,35}/edit(/[\w.~%-]+)*/?(\?[\w.~%=&+,;:-]*)?", re.ASCII)
"""Addresses one may be sent to after logging in: pages for editing of this very server."""


class Mistake(NamedTuple):
    """What is wrong in a form."""

    field: str
    """Id of the field."""
    sentence: str


@dataclass(frozen=True)
class LoginPage:
    """The page to log in.

    Attributes:
        csrf: token of the form.
        name: what was typed as the account's name.
        next: where to go on; "" for the account's own page.
        mistakes: what was wrong with what was typed.
        has_left: whether the reader has just logged out.
        longest_name: in characters.
        longest_password: in characters.
    """

    csrf: str
    name: str = ""
    next: str = ""
    mistakes: tuple[Mistake, ...] = ()
    has_left: bool = False
    longest_name: int = LONGEST_NAME
    longest_password: int = LONGEST


@dataclass(frozen=True)
class WayInPage:
    """The page that says how to come in at one's own computer, where there are no accounts.

    Attributes:
        address: what the address begins with that lets in.
        is_wrong: whether somebody came with a key that is none.
    """

    address: str
    is_wrong: bool


@dataclass(frozen=True)
class EditFrame:
    """Who is at work, for the head of every page for editing; see `account_parts.html.j2`.

    Attributes:
        csrf: token for all forms of the page, in a hidden field "csrf_token".
        name: of the account; "" for whoever sits at this computer, who cannot log out.
        signs_as: the organisation; "" where it has to be asked for.
        role: what the account may do, in words.
    """

    csrf: str
    name: str
    signs_as: str
    role: str


def make_frame(account: Account) -> EditFrame:
    """The head of a page for editing; to be called while its language is spoken."""
    return EditFrame(csrf_token(), account.name, account.signs_as, role_name(account.role))


def create_accounts(
    app: Flask,
    keeper: EditionKeeper,
    settings: WebSettings,
    tell: Callable[[Exception], BaseResponse],
) -> Blueprint:
    """Guard an application, and make the pages to come in.

    Args:
        app: the application.
        keeper: gives the newest edition.
        settings: of the server.
        tell: makes the page of an error.
    """
    pages = _AccountPages(add_guard(app, keeper, settings, tell))
    accounts = Blueprint("accounts", __name__)
    both = ["GET", "POST"]
    accounts.add_url_rule(f"/<lang>/{EDITING['login']}", "login", pages.login, methods=both)
    accounts.add_url_rule(f"/<lang>/{EDITING['logout']}", "logout", pages.logout, methods=["POST"])
    accounts.add_url_rule(f"/{WAY_IN}", "enter", pages.enter, methods=["GET"])
    account = require(EditorialRole.AUTHOR)(pages.account)
    accounts.add_url_rule(f"/<lang>/{EDITING['account']}", "account", account)
    return accounts


class _AccountPages:
    """The views.

    Args:
        door: all that is needed to let somebody in.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    def login(self, lang: str) -> BaseResponse:
        """Ask for name and password, and let in."""
        reader = self._reader(lang, "login")
        if request.method == "POST" and not is_alone(request):
            return self._take_login(reader)
        goal = read_next(reader.first(NEXT))
        if current_account(request):
            return redirect(_goal(reader, goal), 303)
        if is_alone(request):
            return self._tell_way_in(reader)
        has_left = bool(reader.first("left"))
        return _show(reader, lambda: LoginPage(csrf_token(), next=goal, has_left=has_left))

    def enter(self) -> BaseResponse:
        """Let in whoever sits at this computer and has the key; no address shows it afterwards."""
        if request.method != "GET":  # who only asks what there is does not come in
            raise MethodNotAllowed(["GET"])
        lang = choose_lang(request.headers.get("Accept-Language", ""), self._door.keeper.current)
        reader = replace(self._reader(lang, "login"), query={})
        if not is_alone(request):
            return redirect(reader.links.page("login"), 303)
        is_right = self._door.sessions.begin_here(request.args.get(KEY, ""))
        if not is_right:  # not noted: any page in a browser can ask for this address, and often
            return self._tell_way_in(reader, is_wrong=True)
        write_audit(self._door.book.folder, "login", None, is_vital=False)
        return redirect(reader.links.page("desk"), 303)

    def _tell_way_in(self, reader: Reader, *, is_wrong: bool = False) -> BaseResponse:
        """Say how to come in where there are no accounts."""
        with reader.voices.speaking(reader.lang):
            page = Page("way_in.html.j2", _("Editing needs the address from the terminal"),
                        WayInPage(self._door.settings.way_in, is_wrong), is_listed=False,
                        status=403)  # fmt: skip
            return _written(reader, page)

    def _take_login(self, reader: Reader) -> BaseResponse:
        name = request.form.get("name", "")[:LONGEST_NAME].strip()
        password = request.form.get("password", "")
        goal = read_next(request.form.get(NEXT, ""))
        if not name or not password:
            return _show(reader, lambda: _unfilled(name, password, goal), 400)
        user = self._check(name, password)
        if user is None:
            return _show(reader, lambda: _refused(name, goal), 403)
        self._door.sessions.begin(user)
        return redirect(_goal(reader, goal), 303)

    def _check(self, name: str, password: str) -> User | None:
        """Whose name and password they are; None where they are nobody's."""
        book, limits = self._door.book, self._door.limits
        user = book.find(name)
        limits.count_login(user.name if user else name.casefold())
        if not matches(password, user.hash if user else None) or user is None:
            write_audit(book.folder, "login-failed", user.name if user else None, is_vital=False)
            return None
        limits.forget_logins(user.name)
        write_audit(book.folder, "login", user.name, is_vital=False)
        return user

    def logout(self, lang: str) -> BaseResponse:
        """End the session."""
        reader = self._reader(lang, "login")
        account = current_account(request)
        self._door.sessions.end()
        if account and not account.is_local:
            write_audit(self._door.book.folder, "logout", account.name, is_vital=False)
        return redirect(reader.links.page("login", query={"left": "1"}), 303)

    def account(self, lang: str) -> BaseResponse:
        """Show who one is, and offer to log out."""
        reader = self._reader(lang, "account")
        with reader.voices.speaking(lang):
            frame = make_frame(get_account(request))
            page = Page("account.html.j2", _("Your account"), frame, is_listed=False)
        return _written(reader, page)

    def _reader(self, lang: str, kind: str) -> Reader:
        return reader_of(self._door.keeper, Address(lang, kind), self._door.settings.base_url)


def read_next(text: str) -> str:
    """Where to go after logging in; "" where that is no page for editing of this server."""
    steps = map(unquote, text.partition("?")[0].split("/"))
    leads_elsewhere = any(one in (".", "..") for one in steps)
    return text if _NEXT.fullmatch(text) and not leads_elsewhere else ""


def _goal(reader: Reader, goal: str) -> str:
    return f"{request.script_root}{goal}" if goal else reader.links.page("account")


def _unfilled(name: str, password: str, goal: str) -> LoginPage:
    mistakes = []
    if not name:
        mistakes.append(Mistake("name", _("Write the name of your account.")))
    if not password:
        mistakes.append(Mistake("password", _("Write your password.")))
    return LoginPage(csrf_token(), name, goal, tuple(mistakes))


def _refused(name: str, goal: str) -> LoginPage:
    sentence = _("The name or the password is wrong. Look whether both are as you got them.")
    return LoginPage(csrf_token(), name, goal, (Mistake("name", sentence),))


def _show(reader: Reader, make: Callable[[], LoginPage], status: int = 200) -> BaseResponse:
    with reader.voices.speaking(reader.lang):
        title = pgettext("page", "Log in")
        return _written(
            reader, Page("login.html.j2", title, make(), is_listed=False, status=status)
        )


def _written(reader: Reader, page: Page) -> Response:
    answer = Response(render_page(reader, page), page.status, mimetype="text/html")
    answer.headers["Content-Language"] = reader.lang
    return answer
