"""The application a server runs: addresses to pages, and errors as pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Request, Response, abort, redirect, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from kb.errors import KbError, UsageError
from kb.knowledgebase import KnowledgeBase
from kb.web.addresses import API, FILES, PAGES, Address
from kb.web.api import create_api, tell_error
from kb.web.assets import load_assets
from kb.web.feeds import render_feed, render_robots, render_sitemap
from kb.web.page import Moved
from kb.web.pages import make_page
from kb.web.printing.desk import Printer
from kb.web.rendering import render_page
from kb.web.server.downloads import create_downloads
from kb.web.server.faults import Asked, Fault, tell_fault
from kb.web.server.front import ASSETS, NUMBER, Front
from kb.web.server.guarding import FAULT, METHODS
from kb.web.server.keeping import EditionKeeper
from kb.web.server.live import choose_lang, reader_of
from kb.web.server.logs import log
from kb.web.server.proxies import KnownProxies
from kb.web.server.settings import WebSettings

View = Callable[..., BaseResponse]
_FOR_EVER = "public, max-age=31536000, immutable"
_FAVICON = "favicon.svg"


def create_app(
    keeper: EditionKeeper, settings: WebSettings | None = None, printer: Printer | None = None
) -> Flask:
    """The application over one knowledge base.

    Args:
        keeper: gives the newest edition.
        settings: of the server.
        printer: makes files to take home; closing it is up to whoever made it.
    """
    settings = settings or WebSettings()
    if printer is None:
        edition = keeper.edition
        base = edition.base if edition else KnowledgeBase(settings.root, settings.cache)
        printer = Printer(base.root, base.find_cache())
    app = Flask("kb.web", static_folder=None, template_folder=None)
    app.url_map.strict_slashes = False
    app.before_request(_refuse)
    faults = _Faults(keeper)
    app.register_error_handler(Exception, faults.tell)
    _add_pages(app, keeper, settings)
    _add_files(app, keeper, settings)
    app.register_blueprint(create_api(keeper))
    app.register_blueprint(create_downloads(keeper, printer))
    if settings.edits:
        from kb.web.accounts.pages import create_accounts  # needs packages that readers do not
        from kb.web.editing.pages import create_editing

        app.register_blueprint(create_accounts(app, keeper, settings, faults.tell))
        app.register_blueprint(create_editing(keeper, settings))
    if settings.trusted_proxies:
        app.wsgi_app = KnownProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]  # as Flask has it
    app.wsgi_app = Front(app.wsgi_app, keeper, settings)  # type: ignore[method-assign]  # as Flask has it
    return app


def _refuse() -> None:
    """End what was found wanting before."""
    status = request.environ.get(FAULT)
    if status == 405:
        raise MethodNotAllowed(METHODS)
    if status:
        abort(status)


def _add_pages(app: Flask, keeper: EditionKeeper, settings: WebSettings) -> None:
    """All pages, and the way to their languages."""

    def choose_language() -> BaseResponse:
        best = choose_lang(request.headers.get("Accept-Language", ""), keeper.current)
        answer = redirect(f"{request.script_root}/{best}/")
        answer.headers["Vary"] = "Accept-Language"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    app.add_url_rule("/", "language", choose_language, methods=["GET"])
    for kind, path in PAGES.items():
        view = _page(keeper, kind, settings.base_url)
        app.add_url_rule(f"/<lang>/{path}", kind, view, methods=["GET"])


def _page(keeper: EditionKeeper, kind: str, base_url: str) -> View:
    def view(lang: str, id: str = "") -> BaseResponse:  # noqa: A002 - as the addresses call it
        if moved := _find_straight(keeper, kind, lang):
            return redirect(moved, 301)
        reader = reader_of(keeper, Address(lang, kind, id), base_url)
        try:
            made = make_page(reader)
        except Moved as moved_to:
            query = request.args.to_dict(flat=False)
            return redirect(reader.links.page(moved_to.kind, moved_to.record_id, query=query), 301)
        answer = Response(render_page(reader, made), made.status, mimetype="text/html")
        answer.headers["Content-Language"] = lang
        return answer

    return view


def _find_straight(keeper: EditionKeeper, kind: str, lang: str) -> str:
    """Where a page lies whose address was written a little differently; "" where it was not.

    A home page ends with a slash and no other page does; languages are written as in kb.yaml.
    """
    known = keeper.current.find_lang(lang)
    if known is None:
        return ""
    path = request.path.rstrip("/") + ("/" if kind == "home" else "")
    straight = f"/{known}{path.removeprefix(f'/{lang}')}"
    if straight == request.path:
        return ""
    query = request.query_string.decode("latin-1")
    return f"{request.script_root}{quote(straight)}{'?' if query else ''}{query}"


def _add_files(app: Flask, keeper: EditionKeeper, settings: WebSettings) -> None:
    """What belongs to the pages, and what machines read."""

    def asset(name: str) -> Response:
        known = load_assets(tuple(keeper.current.settings.countries)).values()
        found = next((one for one in known if one.name == name), None) or abort(404)
        answer = Response(found.data, content_type=found.media_type)
        answer.headers["Cache-Control"] = _FOR_EVER
        return answer

    def feed(lang: str) -> Response:
        reader = reader_of(keeper, Address(lang, "home"))
        text = render_feed(reader, settings.public_url)
        return Response(text, content_type="application/atom+xml; charset=utf-8")

    def sitemap() -> Response:
        text = render_sitemap(keeper.current, settings.public_url)
        return Response(text, content_type="application/xml; charset=utf-8")

    def robots() -> Response:
        text = render_robots(settings.public_url)
        return Response(text, content_type="text/plain; charset=utf-8")

    def favicon() -> Response:
        found = load_assets(tuple(keeper.current.settings.countries)).get(_FAVICON)
        if found is None:
            return Response(status=204)
        return Response(found.data, content_type=found.media_type)

    rules: Mapping[str, Callable[..., Response]] = {
        f"{ASSETS}<name>": asset,
        f"/<lang>/{FILES['feed']}": feed,
        "/sitemap.xml": sitemap,
        "/robots.txt": robots,
        "/favicon.ico": favicon,
    }
    for rule, view in rules.items():
        app.add_url_rule(rule, view.__name__, view, methods=["GET"])


class _Faults:
    """Turns whatever goes wrong into an answer."""

    def __init__(self, keeper: EditionKeeper) -> None:
        self._keeper = keeper

    def tell(self, error: Exception) -> BaseResponse:
        """The answer to a request that cannot be answered as it was meant."""
        number = request.environ.get(NUMBER, "")
        fault = _fault_of(error, number)
        if fault.status >= 500 and not isinstance(error, HTTPException) and not fault.sentence:
            log("failure", logging.ERROR, error=error, id=number)
        if request.path.startswith(f"/{API.partition('/')[0]}/"):
            return tell_error(error)
        told = tell_fault(fault, _asked(request), self._keeper.edition)
        answer = Response(told.text, fault.status)
        for name, value in told.headers:
            answer.headers[name] = value
        if fault.status == 405:
            answer.headers["Allow"] = ", ".join(_methods_of(error))
        if isinstance(retry := getattr(error, "retry_after_s", None), int):
            answer.headers["Retry-After"] = str(retry)
        return answer


def _methods_of(error: Exception) -> list[str]:
    """What can be done at an address where something else was tried."""
    return sorted(getattr(error, "valid_methods", None) or METHODS)


def _fault_of(error: Exception, number: str) -> Fault:
    """What to say of an exception; of a bug nothing but its number."""
    match error:
        case HTTPException():
            return Fault(error.code or 500, number)
        case KbError() if isinstance(status := getattr(error, "status", None), int):
            return Fault(status, number, error)
        case UsageError():
            return Fault(400, number)
    return Fault(500, number)


def _asked(asked: Request) -> Asked:
    known: Mapping[str, Any] = asked.view_args or {}
    is_page = asked.endpoint in PAGES
    where = (
        Address("", str(asked.endpoint), known.get("id", "")) if is_page else Address("", "home")
    )
    query = {name: tuple(asked.args.getlist(name)) for name in asked.args}
    accepted = asked.headers.get("Accept-Language", "")
    return Asked(asked.path, accepted, asked.script_root, where, query)
