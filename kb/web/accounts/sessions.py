"""Who is logged in, and for how long: Flask-Login over a signed cookie.

The cookie is set on pages for editing alone; all others are the same for everybody, and are kept
and handed out without a look at it. It holds no more than the account's name, a token against
forged forms, and when the session began. Which sessions ended early stands in a file beside the
accounts, so that every process knows it, and an old cookie is of no use after a new start either.

Alone at a computer there are no accounts. There the server makes a key when it starts, and whoever
has it is given a session that lasts as long as the server does.
"""

from __future__ import annotations

import hmac
import secrets
import time
from hashlib import sha256
from typing import Any

import flask_login
from flask import Flask, Request, Response, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from kb.web.accounts.ended import EndedSessions
from kb.web.accounts.users import Account, User, UserBook
from kb.web.addresses import is_for_editing
from kb.web.server.settings import WebSettings

IDLE_S = 2 * 60 * 60
"""A session in which nothing was asked for so long has ended."""
LONGEST_S = 12 * 60 * 60
"""And so has one that began so long ago."""
_LONGEST_HERE_S = 366 * 24 * 60 * 60
"""No server runs longer with the same key."""
SINCE, SEEN, NUMBER, OWNER = "since", "seen", "number", "owner"
KEY = "key"
"""Digest of the key somebody has come in with who has no account."""
_TOKEN = "csrf_token"  # noqa: S105 - where Flask-WTF keeps it
_MADE_OF_ADDRESS = "_id"
"""Flask-Login's trace of address and browser, of which we make no use."""
_STEP_S = 60
"""The cookie is written anew no more often than that."""


class _EditingSessions(SecureCookieSessionInterface):
    """Sessions for pages for editing; elsewhere cookies are neither read nor set."""

    def open_session(self, app: Flask, request: Request) -> Any:
        """What the cookie says."""
        if is_for_editing(request.path):
            return super().open_session(app, request)
        return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie, where it has changed."""
        from flask import request

        if is_for_editing(request.path):
            super().save_session(app, session, response)


class _Visitor(flask_login.UserMixin):  # type: ignore[misc]  # Flask-Login is not typed
    """Somebody who is logged in, as Flask-Login wants them."""

    def __init__(self, user: User) -> None:
        self.account = user.account
        self._id = f"{user.name}\n{_stamp(user)}"

    def get_id(self) -> str:
        """Name and state of the account: with another password it is another one."""
        return self._id


class Sessions:
    """Logging in and out of an application.

    Args:
        app: gets the sessions.
        book: knows the accounts.
        settings: of the server.
    """

    def __init__(self, app: Flask, book: UserBook, settings: WebSettings) -> None:
        self._book = book
        self._ended = EndedSessions(book.folder)
        self._key = settings.key
        app.secret_key = book.folder.load_secret()
        app.session_interface = _EditingSessions()
        root = sha256(str(settings.root).encode()).hexdigest()[:8]
        app.config.update(
            # Cookies know no ports: two servers on one computer must not take each other's.
            SESSION_COOKIE_NAME=f"kb_session_{root}",
            SESSION_COOKIE_PATH=settings.prefix or "/",
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_COOKIE_SECURE=settings.is_encrypted,
        )
        manager = flask_login.LoginManager()
        manager.session_protection = None  # an address changes on the way to a visit
        manager.user_loader(self._load)
        manager.init_app(app, add_context_processor=False)

    def find_account(self) -> Account | None:
        """Who is logged in; None for nobody."""
        user = flask_login.current_user
        if not user.is_authenticated:
            return None
        account: Account = user.account
        return account

    def begin(self, user: User) -> None:
        """Log somebody in."""
        self._renew(user.name)
        flask_login.login_user(_Visitor(user))
        session.pop(_MADE_OF_ADDRESS, None)

    def begin_here(self, key: str) -> bool:
        """Let somebody in without an account, if they have the key; tells whether they have."""
        if not self._key or not hmac.compare_digest(key.encode(), self._key.encode()):
            return False
        self._renew("")
        session[KEY] = _digest(self._key)
        return True

    def is_here(self) -> bool:
        """Whether somebody came in with the key of this very start."""
        known, right = str(session.get(KEY, "")), _digest(self._key)
        is_right = bool(self._key) and hmac.compare_digest(known.encode(), right.encode())
        return is_right and not self._is_ended()

    def _renew(self, owner: str) -> None:
        """Begin a session; nothing of the one before is kept.

        Only forms of the same person that are still open stay valid, so that what they typed is
        not lost.
        """
        token = session.get(_TOKEN) if session.get(OWNER) == owner else None
        self._forget()
        session.clear()
        now = time.time()
        session.update({SINCE: now, SEEN: now, NUMBER: secrets.token_hex(16), OWNER: owner})
        if token:
            session[_TOKEN] = token

    def end(self) -> None:
        """Log out; the cookie is of no use to anybody any more."""
        self._forget()
        flask_login.logout_user()
        session.clear()

    def keep_up(self) -> None:
        """Note that somebody is still there; to be called once in a request."""
        if self.find_account() and time.time() - session[SEEN] > _STEP_S:
            session[SEEN] = time.time()

    def _load(self, visitor_id: str) -> _Visitor | None:
        """Who a session belongs to, as long as it lasts."""
        name, _line, stamp = visitor_id.partition("\n")
        user = self._book.find(name)
        if user is None or not hmac.compare_digest(stamp, _stamp(user)) or self._has_ended():
            return None
        return _Visitor(user)

    def _has_ended(self) -> bool:
        now = time.time()
        is_over = now - session.get(SINCE, 0) > LONGEST_S or now - session.get(SEEN, 0) > IDLE_S
        return is_over or self._is_ended()

    def _is_ended(self) -> bool:
        """Whether it was ended early."""
        return self._ended.has(session.get(NUMBER, ""), session.get(SINCE, 0))

    def _forget(self) -> None:
        """Remember that this session has ended, until it would have anyway."""
        if number := session.get(NUMBER):
            longest = _LONGEST_HERE_S if KEY in session else LONGEST_S
            self._ended.add(number, time.time() + longest)


def _stamp(user: User) -> str:
    """What is another one after password or role were changed."""
    return _digest(f"{user.hash}\n{user.role.value}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]
