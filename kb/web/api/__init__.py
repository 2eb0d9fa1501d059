"""The interface for programs, `/api/v1`: search, practices, vocabulary, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kb.errors import KbError
from kb.search.finder import Request
from kb.search.selection import Selection
from kb.translation import telling
from kb.translation.interface import gettext as _
from kb.web.api.asked import Asked, Parameters, Refused
from kb.web.api.description import PROBLEM_TYPE, describe_api
from kb.web.api.told import tell_practices, tell_results, tell_vocabularies
from kb.web.edition import Edition
from kb.web.server.keeping import EditionKeeper

PREFIX = "/api/v1"
_FILTERS = {
    "country": "country",
    "topic": "topic",
    "target": "target",
    "year": "year",
    "source_lang": "lang",
}
"""Parameter → facet of the search."""
_METHODS = "GET, HEAD, OPTIONS"


def create_api(keeper: EditionKeeper) -> Blueprint:
    """The addresses below /api/v1.

    Args:
        keeper: gives the newest edition.
    """
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    desk = _Desk(keeper)
    api.add_url_rule("/search", "search", desk.search)
    api.add_url_rule("/practices", "practices", desk.practices)
    api.add_url_rule("/practices/<practice_id>", "practice", desk.practice)
    api.add_url_rule("/vocabulary", "vocabulary", desk.vocabulary)
    api.add_url_rule("/openapi.json", "description", desk.description)
    api.register_error_handler(Refused, tell_error)
    api.register_error_handler(KbError, tell_error)
    api.after_request(_open_to_all)
    return api


class _Desk:
    """Answers for the newest edition."""

    def __init__(self, keeper: EditionKeeper) -> None:
        self._keeper = keeper
        self._known: tuple[str, Parameters] | None = None

    def search(self) -> BaseResponse:
        """What a query finds."""
        edition, parameters = self._today()
        asked = _read(parameters, "search")
        found = edition.search(
            Request(
                text=asked["q"],
                lang=asked["lang"],
                filters={
                    facet: values for name, facet in _FILTERS.items() if (values := asked[name])
                },
                limit=asked["limit"],
                offset=asked["offset"],
                # sort=asked["sort"],
            )
        )
        return _answer(edition, tell_results(found))

    def practices(self) -> BaseResponse:
        """Published practices."""
        edition, parameters = self._today()
        asked = _read(parameters, "practices")
        open_ids = {one.id for one in edition.shelf.practices}
        wanted = {name: asked[name] for name in _FILTERS if asked[name]}
        chosen = [one.id for one in Selection(edition.content).choose(wanted) if one.id in open_ids]
        page = chosen[asked["offset"] : asked["offset"] + asked["limit"]]
        found = [one for one in map(edition.shelf.find_practice, page) if one]
        langs = asked["lang"] or edition.langs
        return _answer(edition, tell_practices(edition, found, len(chosen), langs))

    def practice(self, practice_id: str) -> BaseResponse:
        """One practice; one with a former id is at its id of today."""
        edition, parameters = self._today()
        asked = _read(parameters, "practice")
        practice = edition.shelf.find_practice(practice_id)
        if practice is None:
            today = edition.shelf.find_by_former_id("practice", practice_id)
            if today and edition.shelf.find_practice(today):
                here = url_for("api.practice", practice_id=today)
                return redirect(f"{here}?{request.query_string.decode('ascii', 'replace')}", 301)
            return tell_problem(404, _("There is no such practice."))
        told = tell_practices(edition, [practice], 1, asked["lang"] or edition.langs)
        return _answer(edition, told["practices"][0])

    def vocabulary(self) -> BaseResponse:
        """Topics and target groups."""
        edition, parameters = self._today()
        asked = _read(parameters, "vocabulary")
        return _answer(edition, tell_vocabularies(edition, asked["lang"] or edition.langs))

    def description(self) -> BaseResponse:
        """The description of all this."""
        edition, parameters = self._today()
        settings = edition.settings
        title = settings.title.get(settings.fallback) or next(iter(settings.title.values()), "kb")
        path = request.script_root + PREFIX
        return _answer(edition, describe_api(parameters, title, settings.licence, path))

    def _today(self) -> tuple[Edition, Parameters]:
        """The newest edition, and what may be asked of it."""
        edition = self._keeper.current
        known = self._known
        if known is None or known[0] != edition.digest:
            known = self._known = edition.digest, Parameters(edition)
        return edition, known[1]


def _read(parameters: Parameters, name: str) -> Asked:
    return parameters.read(name, {key: request.args.getlist(key) for key in request.args})


def _answer(edition: Edition, data: Mapping[str, Any]) -> Response:
    """Data as JSON, with a stamp that stays as long as edition and question do."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    answer = Response(text, mimetype="application/json")
    asked = f"{edition.digest} {request.full_path}".encode()
    answer.set_etag(sha256(asked).hexdigest()[:20], weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def tell_problem(
    status: int, detail: str, faults: list[dict[str, str]] | None = None, title: str = ""
) -> Response:
    """An error as RFC 9457 wants it."""
    data = {
        "type": "about:blank",
        "title": title or Response(status=status).status.partition(" ")[2].capitalize(),
        "status": status,
        "detail": detail,
        "faults": faults or [],
    }
    return _open_to_all(
        Response(json.dumps(data, ensure_ascii=False), status, mimetype=PROBLEM_TYPE)
    )


def tell_error(error: Exception) -> Response:
    """The problem that an exception below /api/ ends as; bugs tell nothing of themselves."""
    match error:
        case Refused():
            faults = [{"parameter": name, "detail": _explain(name, value)}
                      for name, value in error.faults]  # fmt: skip
            return tell_problem(400, _("The request is not understood."), faults)
        case KbError():
            status = getattr(error, "status", 400)
            return tell_problem(status, telling.tell_error(error))
        case HTTPException():
            answer = tell_problem(error.code or 500, error.description or "")
            allowed = getattr(error, "valid_methods", None)
            if allowed:
                answer.headers["Allow"] = ", ".join(sorted(allowed))
            return answer
    return tell_problem(500, _("Something went wrong on our side."))


def _explain(name: str, value: str) -> str:
    if not value:
        return _("There is no parameter “%(name)s”, or it has no value.") % {"name": name}
    return _("“%(value)s” is no value of “%(name)s”; /api/v1/openapi.json lists them.") % {
        "value": value[:100],
        "name": name,
    }


def _open_to_all(answer: Response) -> Response:
    """Lets pages of other sites read the answer: it holds nothing that is not public."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = _METHODS
        answer.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer
