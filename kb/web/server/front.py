"""What every request passes before and after the application: guards, kept answers, log lines."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, NamedTuple, Protocol

from kb.web.addresses import is_for_editing
from kb.web.server.answers import LARGEST_BYTES, Answer, AnswerKeeper, Key, State, Whole
from kb.web.server.faults import Fault, render_alone
from kb.web.server.guarding import FAULT, find_fault
from kb.web.server.headers import Header, find_header, guarded
from kb.web.server.health import HEALTH, tell_health
from kb.web.server.keeping import EditionKeeper
from kb.web.server.live import lang_of
from kb.web.server.logs import log
from kb.web.server.settings import WebSettings

NUMBER = "kb.request"
"""Where an environment has the number of its request."""
ASSETS = "/assets/"
_NAMED = (ASSETS, "/robots.txt", "/sitemap.xml", "/favicon.ico")
"""Small files that are kept like pages; others have a dot in their name and are not."""

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Request(Protocol):
    """A request before it is an environment."""

    error: object
    command: str
    path: str
    query: str


class _Told(NamedTuple):
    """What an application answered, its body not yet read."""

    status: str
    headers: list[Header]
    body: Iterable[bytes]


class Front:
    """A WSGI application before another.

    Args:
        application: makes the answers.
        keeper: says which edition they are of.
        settings: of the server.
    """

    def __init__(
        self, application: Application, keeper: EditionKeeper, settings: WebSettings
    ) -> None:
        self._application = application
        self._keeper = keeper
        self._settings = settings
        self._answers = AnswerKeeper()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        began = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        environ[NUMBER] = number = secrets.token_hex(8)
        try:
            answer = self._answer(environ)
        except Exception as error:  # the application tells of its own; this is the last line
            log("failure", logging.ERROR, error=error, id=number)
            answer = self._last_answer(environ, number)
        start_response(answer.status, [*answer.headers, ("X-Request-Id", number)])
        entry = _Entry(method, environ.get("PATH_INFO", ""), number, answer.code, began)
        if answer.size is None:
            return _counted(answer.body, entry)
        entry.write(answer.size)
        return answer.body

    def is_quick(self, request: Request) -> bool:
        """Whether a request will be answered in no time, because the answer is kept.

        A wrong guess does no harm but to those who wait a little longer.

        Args:
            request: as it has arrived.
        """
        if request.error or request.command not in ("GET", "HEAD"):
            return False
        key = (self._settings.prefix, request.path.removeprefix(self._settings.prefix))
        return key[1] == HEALTH or self._answers.has((*key, request.query), self._find_state())

    def _answer(self, environ: Environ) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if path == HEALTH and method in ("GET", "HEAD") and FAULT not in environ:
            return tell_health(self._keeper).answer(is_head=method == "HEAD")
        if FAULT not in environ and (fault := find_fault(environ, self._settings)):
            environ[FAULT] = fault
        is_editing = self._settings.edits and is_for_editing(path)
        if FAULT in environ or method == "OPTIONS" or is_editing:
            return _passed(self._ask(environ))
        # One page is made for both; it is only shown to one of them.
        environ["REQUEST_METHOD"] = "GET"
        found, known = self._find(environ, path)
        is_head = method == "HEAD"
        if isinstance(found, Whole):
            return found.answer(environ.get("HTTP_ACCEPT_ENCODING", ""), known, is_head=is_head)
        return _without_body(found) if is_head else found

    def _find(self, environ: Environ, path: str) -> tuple[Answer | Whole, str]:
        """A kept answer, or one that is made and perhaps kept; and what the client has of it."""
        if self._keeper.edition is None or not _is_kept(path):
            return _read(self._ask(environ)), ""
        # What is kept is the whole page: the application must not be asked for less.
        known = environ.pop("HTTP_IF_NONE_MATCH", "")
        environ.pop("HTTP_RANGE", None)
        try:
            make = partial(self._make, environ)
            return self._answers.get(_key_of(environ), self._find_state, make), known
        except _TooLargeError as error:
            return error.answer, known

    def _find_state(self) -> State:
        return self._keeper.number, date.today()  # noqa: DTZ011 - as readers are told it

    def _make(self, environ: Environ) -> Whole:
        found = _read(self._ask(environ))
        if isinstance(found, Whole):
            return found
        raise _TooLargeError(found)

    def _ask(self, environ: Environ) -> _Told:
        told: list[tuple[str, list[Header]]] = []

        def start_response(status: str, headers: list[Header], _error: object = None) -> None:
            told.append((status, headers))

        body = self._application(environ, start_response)
        return _Told(*told[-1], body)

    def _last_answer(self, environ: Environ, number: str) -> Answer:
        lang = lang_of(
            environ.get("PATH_INFO", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            self._keeper.edition,
        )
        text = render_alone(Fault(500, number), lang)
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Language", lang)]
        return Whole("500 Internal Server Error", headers, text.encode()).answer()


class _TooLargeError(Exception):
    """An answer is not kept because of its size; it goes out as it is."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class _Entry(NamedTuple):
    """What a line of the log says about a request."""

    method: str
    path: str
    number: str
    code: int
    began: float

    def write(self, size: int) -> None:
        """Write the line."""
        path = self.path.encode("latin-1", "replace")  # as WSGI has it
        log(
            "request",
            id=self.number,
            method=self.method,
            path=path.decode("utf-8", "replace"),
            status=self.code,
            bytes=size,
            ms=round((time.perf_counter() - self.began) * 1000, 1),
        )


def _is_kept(path: str) -> bool:
    """Whether an answer may be kept: that of a page or a small file."""
    return "." not in path.rpartition("/")[2] or path.startswith(_NAMED) or path.endswith(".atom")


def _key_of(environ: Environ) -> Key:
    names = ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(environ.get(name, "") for name in names)


def _read(told: _Told) -> Answer | Whole:
    """An answer that is all in memory; one that is large or comes in pieces as it is."""
    length = find_header(told.headers, "Content-Length")
    if not length or int(length) > LARGEST_BYTES:
        return _passed(told)
    return Whole(told.status, told.headers, _joined(told.body))


def _passed(told: _Told) -> Answer:
    """An answer as it comes, with the headers that every answer has."""
    return Answer(told.status, guarded(told.headers), told.body, None)


def _without_body(answer: Answer) -> Answer:
    _close(answer.body)
    return answer._replace(body=(), size=0)


def _joined(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _counted(body: Iterable[bytes], entry: _Entry) -> Iterator[bytes]:
    """The pieces of a body; the line is written when the last one is gone."""
    size = 0
    try:
        for piece in body:
            size += len(piece)
            yield piece
    finally:
        _close(body)
        entry.write(size)


def _close(body: object) -> None:
    with suppress(AttributeError):
        body.close()  # type: ignore[attr-defined]  # as WSGI has it, if it is there
