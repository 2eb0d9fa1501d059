"""Who is logged in, and for how long: Flask-Login over a signed cookie.

The cookie is set on pages for editing alone; all others are the same for everybody, and are kept
and handed out without a look at it. It holds no more than the account's name, a token against
forged forms, and when the session began. What ended a session early is known to this process
only, so one process serves those who edit.
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

from kb.web.accounts.users import Account, User, UserBook
from kb.web.addresses import is_for_editing
from kb.web.server.settings import WebSettings

IDLE_S = 2 * 60 * 60
"""A session in which nothing was asked for so long has ended."""
LONGEST_S = 12 * 60 * 60
"""And so has one that began so long ago."""
SINCE, SEEN, NUMBER, OWNER = "since", "seen", "number", "owner"
_TOKEN = "csrf_token"  # noqa: S105 - where Flask-WTF keeps it
_MADE_OF_ADDRESS = "_id"
"""Flask-Login's trace of address and browser, of which we make no use."""
_STEP_S = 60
"""The cookie is written anew no more often than that."""
_MOST_ENDED = 10_000


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
        self._ended: dict[str, float] = {}
        """Numbers of sessions that were ended early, and when they would have ended."""
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
        """Log somebody in; nothing of the session before is kept.

        Only forms of theirs that are still open stay valid, so that what they typed is not lost.
        """
        token = session.get(_TOKEN) if session.get(OWNER) == user.name else None
        self._forget()
        session.clear()
        now = time.time()
        session.update({SINCE: now, SEEN: now, NUMBER: secrets.token_hex(16), OWNER: user.name})
        if token:
            session[_TOKEN] = token
        flask_login.login_user(_Visitor(user))
        session.pop(_MADE_OF_ADDRESS, None)

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
        since, seen = session.get(SINCE, 0), session.get(SEEN, 0)
        is_over = now - since > LONGEST_S or now - seen > IDLE_S
        return is_over or session.get(NUMBER, "") in self._ended

    def _forget(self) -> None:
        """Remember that this session has ended, until it would have anyway."""
        if number := session.get(NUMBER):
            now = time.time()
            self._ended = {one: end for one, end in self._ended.items() if end > now}
            if len(self._ended) < _MOST_ENDED:
                self._ended[number] = now + LONGEST_S


def _stamp(user: User) -> str:
    """What is another one after the password was changed."""
    return sha256(user.hash.encode()).hexdigest()[:24]
