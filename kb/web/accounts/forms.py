"""Forms that nobody else can send: each carries a token of its reader's session."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.wrappers import Response

from kb.errors import N_, KbError

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
_FROM_HERE = ("same-origin", "none")


class FormError(KbError):
    """A form did not come from a page of ours, or its session has ended."""

    status = 400
    title = N_("This form was not taken")


def protect_forms(app: Flask, tell: Callable[[Exception], Response]) -> None:
    """Take forms of our own pages alone, before anything else is done with them.

    Args:
        app: the application.
        tell: makes the page of an error.
    """
    app.config.update(
        # A form may be open as long as its session lasts. Pages send no Referer, and none is asked.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(_refuse_strangers)
    CSRFProtect(app)

    def tell_of_form(_error: CSRFError) -> Response:
        return tell(_not_taken())

    app.register_error_handler(CSRFError, tell_of_form)


def csrf_token() -> str:
    """The token for a form of this page: a hidden field with the name `TOKEN`."""
    token: str = generate_csrf(token_key=TOKEN)
    return token


def _refuse_strangers() -> None:
    """Browsers say where a form stands; one on another site is not even looked at."""
    site = request.headers.get("Sec-Fetch-Site", _FROM_HERE[0])
    if request.method not in ("GET", "HEAD", "OPTIONS") and site not in _FROM_HERE:
        raise _not_taken()


def _not_taken() -> FormError:
    return FormError(
        N_(
            "The page it stands on is too old, or cookies are switched off. Nothing was changed. "
            "Go back, copy what you have typed, load the page again and send it once more."
        )
    )
