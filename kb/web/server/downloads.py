"""Files to take home, as a server hands them out."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kb.errors import N_
from kb.web.addresses import FILES, Address
from kb.web.page import Moved, NotThereError
from kb.web.printing.desk import Printer
from kb.web.printing.jobs import PRINTED, Wanted, find_file, page_of
from kb.web.server.keeping import EditionKeeper
from kb.web.server.live import reader_of

View = Callable[..., BaseResponse]


def create_downloads(keeper: EditionKeeper, printer: Printer) -> Blueprint:
    """The addresses of all files that are printed.

    What goes wrong is raised as a KbError with a `status`, to be shown as a page.

    Args:
        keeper: gives the newest edition.
        printer: makes the files.
    """
    downloads = Blueprint("downloads", __name__)
    for kind in PRINTED:
        view = _view(keeper, printer, kind)
        downloads.add_url_rule(f"/<lang>/{FILES[kind]}", kind, view, methods=["GET"])
    return downloads


def _view(keeper: EditionKeeper, printer: Printer, kind: str) -> View:
    only_suffix = FILES[kind].rpartition(".")[2]

    def view(lang: str, id: str = "", suffix: str = only_suffix) -> BaseResponse:  # noqa: A002
        # Somebody on the page that offers the file.
        reader = reader_of(keeper, Address(lang, page_of(kind), id))
        try:
            wanted = find_file(reader, kind, suffix)
        except Moved as moved:
            query = request.args.to_dict(flat=False)
            here = reader.links.file(kind, moved.record_id, suffix, query=query)
            return redirect(here, 301)
        return _answer(printer, wanted, reader.edition.digest)

    return view


def _answer(printer: Printer, wanted: Wanted, edition: str) -> Response:
    """The file, or 304 for a reader who has it; that costs no printing."""
    etag = _etag(wanted, edition)
    if request.if_none_match.contains(etag):
        answer = Response(status=304)
    else:
        printed = printer.print(wanted.job, edition)
        if not printed.data:
            raise NotThereError(N_("There is nothing to put into this file yet."))
        answer = Response(printed.data, content_type=wanted.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=wanted.name)
        etag = _etag(wanted, printed.edition)
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "public, no-cache"
    if not wanted.is_listed:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _etag(wanted: Wanted, edition: str) -> str:
    return sha256(f"{edition} {wanted.job.text}".encode()).hexdigest()[:20]
