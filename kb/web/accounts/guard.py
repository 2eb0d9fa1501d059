"""What pages for editing ask: who is it, may they do this, and let it be written down.

    @require(EditorialRole.REVIEWER)
    def publish(lang: str, id: str) -> Response:
        account = get_account(request)
        ...
        audit("published", id, before=old, after=new)

Where there is no account and nobody but this computer can reach the server, whoever has started
it may do everything: the key that was printed then lets them in, and nobody else at the computer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, ParamSpec, TypeVar, cast
from urllib.parse import quote, urlencode

from flask import Flask, Request, Response, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from kb.authoring.roles import EditorialRole
from kb.errors import N_, KbError
from kb.web.accounts.audit import Action, write_audit
from kb.web.accounts.forms import protect_forms
from kb.web.accounts.limits import Limits
from kb.web.accounts.passwords import prepare
from kb.web.accounts.sessions import Sessions
from kb.web.accounts.users import Account, UserBook
from kb.web.addresses import EDITING, is_for_editing
from kb.web.server.keeping import EditionKeeper
from kb.web.server.proxies import parse_address
from kb.web.server.settings import WebSettings

NEXT = "next"
"""Name of the page that is asked for after logging in."""
_KEY = "kb-accounts"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
"""A proxy that says so brings somebody from elsewhere."""
Params = ParamSpec("Params")
Answer = TypeVar("Answer", bound=BaseResponse)


class NotAllowedError(KbError):
    """Somebody may not do this: their role does not include it, or they are not logged in."""

    status = 403
    title = N_("You cannot do this")
    offers_login = False


class NotLoggedInError(NotAllowedError):
    """Somebody sent a form and is not logged in any more."""

    offers_login = True


class Door(NamedTuple):
    """All that is needed to let somebody in."""

    settings: WebSettings
    keeper: EditionKeeper
    book: UserBook
    sessions: Sessions
    limits: Limits


def add_guard(
    app: Flask,
    keeper: EditionKeeper,
    settings: WebSettings,
    tell: Callable[[Exception], BaseResponse],
) -> Door:
    """Let an application ask who it is that edits.

    Args:
        app: the application.
        keeper: gives the newest edition.
        settings: of the server.
        tell: makes the page of an error.
    """
    prepare()
    book = UserBook(settings.root)
    limits = Limits(app)
    sessions = Sessions(app, book, settings)
    protect_forms(app, tell)
    door = Door(settings, keeper, book, sessions, limits)
    app.extensions[_KEY] = door
    app.before_request(_note_visit)
    app.after_request(_keep_private)
    return door


def get_door() -> Door:
    """What `add_guard` has made for this application."""
    return cast("Door", current_app.extensions[_KEY])


def current_account(request: Request) -> Account | None:
    """Who asks for a page for editing; None for somebody who has yet to log in."""
    door = get_door()
    if is_alone(request):
        return _local_account(door) if door.sessions.is_here() else None
    return door.sessions.find_account()


def get_account(request: Request) -> Account:
    """Who asks for a page for editing.

    Raises:
        NotLoggedInError: they have yet to log in.
    """
    if account := current_account(request):
        return account
    raise NotLoggedInError(
        N_(
            "You are not logged in any more, and nothing was changed. Log in again in another "
            "window, then come back to this one, go back to the form and send it again."
        )
    )


def require(
    role: EditorialRole,
) -> Callable[[Callable[Params, Answer]], Callable[Params, BaseResponse]]:
    """Let a view be seen by a role alone; who has yet to log in is asked to.

    Args:
        role: what is needed for it.
    """

    def guard(view: Callable[Params, Answer]) -> Callable[Params, BaseResponse]:
        @wraps(view)
        def guarded(*args: Params.args, **kwargs: Params.kwargs) -> BaseResponse:
            if current_account(request) is None and request.method in ("GET", "HEAD"):
                return _to_login()
            if not get_account(request).role.includes(role):
                raise NotAllowedError(
                    N_("Only a reviewer can do this. Ask one, or leave it as it is.")
                )
            return view(*args, **kwargs)

        return guarded

    return guard


def audit(
    action: Action, entry: str = "", *, before: bytes | None = None, after: bytes | None = None
) -> None:
    """Write down what whoever asks just now has done; to be called when it is done.

    Args:
        action: what was done.
        entry: id of the record.
        before: content of its file before; None where there was none.
        after: content of its file after; None where there is none.
    """
    account = current_account(request)
    name = account.name if account else ""
    folder = get_door().book.folder
    write_audit(folder, action, name or None, entry or None, before, after, is_vital=False)


def is_alone(request: Request) -> bool:
    """Whether somebody asks at this very computer, nobody else can, and there are no accounts."""
    door = get_door()
    if not door.settings.is_private or any(one in request.headers for one in _FORWARDED):
        return False
    address = parse_address(request.remote_addr or "")
    return address is not None and address.is_loopback and not door.book.users()


def _local_account(door: Door) -> Account:
    operator = door.keeper.current.settings.operator
    signs_as = door.settings.sign_as or (operator.name if operator else "")
    return Account("", signs_as, EditorialRole.REVIEWER)


def _to_login() -> BaseResponse:
    lang = (request.view_args or {}).get("lang", "")
    if lang not in get_door().keeper.current.langs:
        raise NotFound
    asked = request.query_string.decode("latin-1")
    query = urlencode({NEXT: f"{quote(request.path)}{'?' if asked else ''}{asked}"})
    return redirect(f"{request.script_root}/{lang}/{EDITING['login']}?{query}", 303)


def _note_visit() -> None:
    """Before any page for editing: somebody is still there, and sends not too much at once."""
    if not is_for_editing(request.path):
        return
    door = get_door()
    door.sessions.keep_up()
    if account := current_account(request):
        door.limits.count_change(account.name)


def _keep_private(response: Response) -> Response:
    """Nobody between us and a reader may keep what is theirs alone."""
    if is_for_editing(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
