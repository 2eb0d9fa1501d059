"""The application a server runs: addresses to pages, and what holds for every answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kb.web.addresses import PAGES, Address, LiveLinks
from kb.web.assets import load_assets
from kb.web.basket import parse_basket
from kb.web.keeping import EditionKeeper
from kb.web.page import Moved, NotThereError, Reader, TooMuchError
from kb.web.pages import make_page
from kb.web.rendering import render_page


def create_app(keeper: EditionKeeper) -> Flask:
    """The application over one knowledge base.

    Args:
        keeper: gives the newest edition.
    """
    app = Flask("kb.web", static_folder=None, template_folder=None)
    app.url_map.strict_slashes = False

    @app.get("/")
    def choose_language() -> BaseResponse:
        edition = keeper.current
        best = request.accept_languages.best_match(edition.langs) or edition.settings.fallback
        return redirect(f"{request.script_root}/{best}/")

    @app.get("/assets/<name>")
    def asset(name: str) -> Response:
        known = load_assets(tuple(keeper.current.settings.countries)).values()
        found = next((one for one in known if one.name == name), None) or abort(404)
        answer = Response(found.data, mimetype=found.media_type)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer

    def page(kind: str) -> Any:
        def view(lang: str, id: str = "") -> Response | BaseResponse:  # noqa: A002
            reader = reader_of(keeper, Address(lang, kind, id))
            try:
                made = make_page(reader)
            except Moved as moved:
                return redirect(reader.links.page(moved.kind, moved.record_id), 301)
            except (NotThereError, TooMuchError) as error:
                abort(error.status)
            return Response(render_page(reader, made), made.status, mimetype="text/html")

        return view

    for kind, path in PAGES.items():
        app.add_url_rule(f"/<lang>/{path}", kind, page(kind), methods=["GET"])
    return app


def reader_of(keeper: EditionKeeper, address: Address) -> Reader:
    """Who asks for a page of this request."""
    edition = keeper.current
    if address.lang not in edition.langs:
        abort(404)
    query = {name: tuple(request.args.getlist(name)) for name in request.args}
    basket = parse_basket(query.pop("basket", ()))
    assets = {
        name: one.name for name, one in load_assets(tuple(edition.settings.countries)).items()
    }
    carried = {"basket": basket.text} if basket else {}
    links = LiveLinks(address, assets, request.script_root, carried)
    return Reader(edition, address, links, date.today(), basket, query)  # noqa: DTZ011
