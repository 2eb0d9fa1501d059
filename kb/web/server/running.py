"""A process that serves: everything is put together here, and taken apart at the end."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from kb.errors import KbError
from kb.knowledgebase import KnowledgeBase
from kb.web.printing.desk import Printer
from kb.web.server.app import create_app
from kb.web.server.guarding import most_body_bytes
from kb.web.server.keeping import EditionKeeper, Watch, settle_memory
from kb.web.server.logs import configure_logging, log
from kb.web.server.serving import Server
from kb.web.server.settings import WebSettings
from kb.web.server.supervising import READY

if TYPE_CHECKING:
    from kb.web.server.front import Front
    from kb.words.dictionary import Progress

_PATIENCE = 50_000
"""Objects to make before looking for circles: about thirty pages."""


def serve(
    settings: WebSettings,
    listener: socket.socket,
    *,
    on_ready: Callable[[], None],
    progress: Progress | None = None,
    is_patient: bool = False,
    has_supervisor: bool = False,
) -> None:
    """Answer until a signal says that it is enough.

    Args:
        settings: of the server.
        listener: socket that is bound.
        on_ready: called when it can answer.
        progress: told how far the index is.
        is_patient: begin even where the knowledge base cannot be shown yet.
        has_supervisor: end when our input does.

    Raises:
        KbError: the knowledge base cannot be shown.
    """
    configure_logging(settings.log_format)
    gc.set_threshold(_PATIENCE, 20, 20)

    cache = KnowledgeBase(settings.root, settings.cache).find_cache()
    shown = progress

    def find_cache() -> Path:
        return cache

    def open_base() -> KnowledgeBase:
        base = KnowledgeBase.open(settings.root, cache, shown)
        # Catalogs of the interface are kept together with what finds the cache. A method of the
        # base would keep the base itself, and so the records of many an edition.
        vars(base)["find_cache"] = find_cache
        return base

    keeper = EditionKeeper(open_base, is_patient=is_patient)
    shown = None  # whoever started us need not watch later
    printer = Printer(settings.root, cache)
    app = create_app(keeper, settings, printer)
    server = Server(
        cast("Front", app.wsgi_app),
        listener,
        settings.threads,
        settings.prefix,
        most_body_bytes(settings),
    )
    watch = Watch(keeper) if settings.reloads else None
    settle_memory()
    _end_on_signals(server)
    if has_supervisor:
        Thread(target=_end_with_input, args=(server,), name="lifeline", daemon=True).start()
    if watch:
        watch.start()
    try:
        on_ready()
        server.run()
    finally:
        if watch:
            watch.end()
        printer.close()
        log("end")


def serve_as_child(
    brief: Mapping[str, Any], settings: WebSettings, progress: Progress | None
) -> None:
    """Answer as one of several processes; see `kb.web.server.supervising`.

    Args:
        brief: what the supervisor has told, with the number of the socket.
        settings: of the server, from the brief.
        progress: told how far the index is.
    """
    # What a library might print must not be taken for what we tell the supervisor.
    told = os.dup(1)
    os.dup2(2, 1)
    listener = socket.socket(fileno=brief["listener"])
    listener.set_inheritable(False)
    try:
        serve(
            settings,
            listener,
            on_ready=lambda: _tell(told, READY),
            progress=progress,
            is_patient=brief["is_patient"],
            has_supervisor=True,
        )
    except KbError as error:
        params = {name: str(value) for name, value in error.params.items()}
        _tell(told, json.dumps({"message": error.message, "params": params}).encode("ascii"))
        sys.exit(error.exit_code)


def _tell(output: int, line: bytes) -> None:
    os.write(output, line + b"\n")


def _end_on_signals(server: Server) -> None:
    def end(_number: int, _frame: object) -> None:
        server.end()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, end)


def _end_with_input(server: Server) -> None:
    """Wait until whoever started us closes our input, or is gone."""
    while os.read(0, 1024):  # sys.stdin would be in the way when the process ends
        pass
    server.end()
