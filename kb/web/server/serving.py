"""One process that answers: Waitress, with an end that loses no answer.

Waitress drops what is under way when it is closed. Here it first stops to accept connections,
says on every answer that the connection ends, and goes when nothing is left to be sent.
"""

from __future__ import annotations

import logging
import select
import socket
import time
from contextlib import suppress
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask, WSGITask

from kb.web.server.front import Front
from kb.web.server.guarding import FAULT, MOST_BODY_BYTES
from kb.web.server.logs import log

DRAIN_S = 30.0
"""So long an ending process waits for answers to be taken; printing one may take as long."""
LINGER_S = 1.0
"""So long it listens to connections that are open and silent, as a request may be on its way."""
SLOWEST_REQUEST_S = 20.0
"""A request that takes longer to arrive holds a place that others need."""
_TICK_S = 1.0
_LAST_TICK_S = 0.05
_MOST_UNREAD = 16
_UNREAD_BYTES = 65_536
_LIMITS: dict[str, Any] = {
    "max_request_header_size": 16 * 1024,
    "connection_limit": 500,
    "channel_timeout": 60,
    "cleanup_interval": 10,
    "log_socket_errors": False,
    "asyncore_use_poll": True,
    "ident": None,
    # Who comes through a proxy is asked elsewhere: by `kb.web.server.proxies` and the guard.
    "clear_untrusted_proxy_headers": False,
}


class Server:
    """Answers requests until it is told to end.

    Args:
        front: makes the answers.
        listener: socket that is bound; other processes may have it, too.
        threads: how many requests are worked on at once.
        prefix: path the pages lie below; a proxy may take it away before.
        most_body_bytes: the largest body that is read.
    """

    def __init__(
        self,
        front: Front,
        listener: socket.socket,
        threads: int,
        prefix: str = "",
        most_body_bytes: int = MOST_BODY_BYTES,
    ) -> None:
        self._open: dict[int, Any] = {}
        self._listener = listener
        self._is_ending = False
        self._is_quick = front.is_quick
        # Waitress takes the socket over and may close it before the end.
        self._server = create_server(
            front,
            map=self._open,
            sockets=[listener.dup()],
            threads=threads,
            url_prefix=prefix,
            max_request_body_size=most_body_bytes + 1,
            **_LIMITS,
        )
        self._server.channel_class = _Channel
        self._server.is_ending = False
        self._server.add_task = self._add_task

    def run(self) -> None:
        """Answer, until `end` is called and all answers are taken."""
        checked = time.time()
        while not self._is_ending:
            self._poll(_TICK_S)
            if (now := time.time()) > checked + _TICK_S:
                self._drop_slow(now)
                checked = now
        self._drain()

    def end(self) -> None:
        """Accept no more connections, and end when nothing is under way.

        May be called from a signal handler or another thread.
        """
        self._is_ending = self._server.is_ending = True
        with suppress(OSError):
            self._server.pull_trigger()

    def _poll(self, seconds: float) -> None:
        wasyncore.loop(seconds, use_poll=hasattr(select, "poll"), map=self._open, count=1)

    def _add_task(self, channel: _Channel) -> None:
        """Have a request answered: at once where that is quick, else by a thread that is free.

        So pages that are kept go out even while all threads are at work, and nothing is handed
        from thread to thread for them, which would take longer than the answer.
        """
        if channel.is_receiving and self._is_quick(channel.requests[0]):
            channel.is_due = True
        else:
            self._server.task_dispatcher.add_task(channel)

    def _drop_slow(self, now: float) -> None:
        for channel in self._channels():
            if channel.request and not channel.requests:
                channel.will_close |= now > channel.began + SLOWEST_REQUEST_S

    def _drain(self) -> None:
        server = self._server
        server.accepting = False
        server.del_channel()
        server.socket.close()
        until = time.time() + DRAIN_S
        while (channels := self._channels()) and (now := time.time()) < until:
            for channel in channels:
                if now > channel.last_activity + LINGER_S and channel.is_idle():
                    channel.will_close = True
            self._poll(_LAST_TICK_S)
        if channels:
            log("answers cut off", logging.WARNING, number=len(channels))
        server.task_dispatcher.shutdown(timeout=0 if channels else 5)
        wasyncore.close_all(self._open)
        server.trigger.close()

    def _channels(self) -> list[Any]:
        return list(self._server.active_channels.values())


class _Task(WSGITask):  # type: ignore[misc]  # Waitress is not typed
    """Makes an answer; the last ones of a process say that the connection ends."""

    def build_response_header(self) -> bytes:
        """Status and headers."""
        if self.channel.server.is_ending:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header


class _FaultTask(_Task):
    """Answers what Waitress does not understand with a page of the application."""

    def get_environment(self) -> dict[str, Any]:
        """An environment of as much as is known of the request."""
        request = self.request
        for name, unknown in _UNKNOWN.items():
            if not hasattr(request, name):
                setattr(request, name, unknown)
        environ: dict[str, Any] = super().get_environment()
        environ[FAULT] = request.error.code
        return environ

    def execute(self) -> None:
        """Make the answer; the simplest there is where even that fails."""
        self.set_close_on_finish()
        try:
            super().execute()
        except Exception as error:
            if self.wrote_header:
                raise
            log("failure", logging.ERROR, error=error)
            self.complete = True
            ErrorTask.execute(self)


_UNKNOWN = {
    "command": "GET",
    "path": "/",
    "query": "",
    "request_uri": "/",
    "url_scheme": "http",
}
"""What a request that could not be read is taken for."""


class _Channel(HTTPChannel):  # type: ignore[misc]  # Waitress is not typed
    """A connection."""

    task_class = _Task
    error_task_class = _FaultTask
    began = 0.0
    """When the request that is arriving began to."""
    is_receiving = is_due = False
    """Whether something arrives just now; whether it is to be answered at once."""

    def received(self, data: bytes) -> bool:
        """Take what has arrived."""
        if self.request is None:
            self.began = time.time()
        self.is_receiving = True
        is_taken: bool = super().received(data)
        self.is_receiving = False
        if self.is_due:
            self.is_due = False
            self.service()
        return is_taken

    def handle_close(self) -> None:
        """Close the connection; what has arrived and nobody wants is read before.

        Otherwise the system would tell the other side that it was lost, and with it our answer.
        """
        if self.socket is not None:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                for _ in range(_MOST_UNREAD):
                    if not self.socket.recv(_UNREAD_BYTES):
                        break
        super().handle_close()

    def is_idle(self) -> bool:
        """Whether nothing is asked, answered or on its way."""
        if self.requests or self.request or self.total_outbufs_len:
            return False
        try:
            return not self.socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except (OSError, AttributeError):  # it has just been closed
            return False
