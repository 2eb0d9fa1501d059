"""Processes that answer side by side: started, watched, replaced, ended.

The supervisor binds the socket and answers nothing itself. It lets its children have the socket,
starts another where one dies, and on SIGHUP starts new ones before it lets the old ones end, so
that neither new code nor a restart costs anybody an answer.

A child reads a line of JSON from its input, says "ready" on its output when it can answer, and
ends when it gets SIGTERM or its input ends: a child outlives its supervisor by no more than the
answers under way.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from kb.errors import N_, KbError
from kb.web.server.logs import log

READY = b"ready"
LONGEST_PAUSE_S = 30.0
"""The longest wait before another child is started in place of one that died."""
_FIRST_PAUSE_S = 0.5
_STEADY_S = 60.0
"""A child that lived so long was no failure."""
_END_S = 40.0
"""Children that have not ended so long after they were told to are stopped."""
_VARIABLES = {"MALLOC_ARENA_MAX": "2"}
"""Threads of a process share what memory there is, or each of them would hoard some."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Child:
    """One process that answers.

    Args:
        code: what it runs.
        brief: what it is told.
        listener: socket it may have.

    Attributes:
        began: when it was started.
        is_ready: whether it answers.
        is_ending: whether it was told to end.
        failure: why it could not begin; {} where it did not say.
    """

    def __init__(self, code: str, brief: Mapping[str, Any], listener: socket.socket) -> None:
        self.began = time.monotonic()
        self.is_ready = self.is_ending = False
        self.failure: dict[str, Any] = {}
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, and code of ours
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(listener.fileno(),),
            env={**_VARIABLES, **os.environ},
            process_group=0,  # what is typed at the terminal is for the supervisor
        )
        assert self._process.stdin  # noqa: S101 - made with pipes
        assert self._process.stdout  # noqa: S101
        self.output = self._process.stdout
        line = json.dumps({**brief, "listener": listener.fileno()}).encode("ascii") + b"\n"
        with suppress(OSError):  # it has died already, which will be noticed
            self._process.stdin.write(line)
            self._process.stdin.flush()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def hear(self) -> bool:
        """Read what it says; tells whether there may be more."""
        line = self.output.readline()
        if line.startswith(READY):
            self.is_ready = True
        elif line.startswith(b"{"):
            self.failure = json.loads(line)
        return bool(line)

    def find_code(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """Let it finish what it is doing, and nothing more."""
        self.is_ending = True
        self._process.terminate()

    def stop(self) -> None:
        """End it now."""
        self._process.kill()

    def forget(self) -> None:
        """Close what led to a child that has ended."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()


class Supervisor:
    """Keeps a number of children running until it is told to end.

    Args:
        code: what a child runs.
        brief: what it is told; `is_first` is added for the very first, `is_patient` for one that
            replaces the last there was, and must not give up.
        listener: socket that children share.
        count: how many there are.
        on_ready: called when all can answer.
    """

    def __init__(
        self,
        code: str,
        brief: Mapping[str, Any],
        listener: socket.socket,
        count: int,
        on_ready: Callable[[], None],
    ) -> None:
        self._code, self._brief, self._listener = code, brief, listener
        self._count, self._on_ready = count, on_ready
        self._children: list[Child] = []
        self._new: list[Child] = []
        """Those that will take the place of all others when they are ready."""
        self._failures = 0
        self._due: list[float] = []
        """When children are to be started in place of dead ones."""
        self._has_begun = self._is_asked_again = False
        self._ends_at = 0.0
        self._selector = selectors.DefaultSelector()
        self._terminal = _find_terminal()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT.

        Raises:
            KbError: the first children cannot begin.
        """
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        before = signal.set_wakeup_fd(writer)
        signals = (*_SIGNALS, signal.SIGHUP, signal.SIGCHLD)
        handlers = {one: signal.signal(one, _ignore) for one in signals}
        self._selector.register(reader, selectors.EVENT_READ)
        try:
            for number in range(self._count):
                self._children.append(self._start(is_first=number == 0))
            while self._children or self._new or self._due:
                self._wait(reader)
        finally:
            for child in (*self._children, *self._new):
                child.stop()
            signal.set_wakeup_fd(before)
            for one, handler in handlers.items():
                signal.signal(one, handler)
            self._selector.close()
            os.close(reader)
            os.close(writer)

    # What happens

    def _wait(self, reader: int) -> None:
        for key, _events in self._selector.select(self._pause()):
            if key.data is None:
                for number in os.read(reader, 512):
                    self._take_signal(number)
            elif not key.data.hear():
                self._selector.unregister(key.fileobj)
        for child in [*self._children, *self._new]:
            if (code := child.find_code()) is not None:
                self._bury(child, code)
        self._go_on()

    def _pause(self) -> float | None:
        """Seconds until something is to be done; None where nothing is planned."""
        planned = [*self._due, *([self._ends_at] if self._ends_at else [])]
        return max(0.0, min(planned) - time.monotonic()) if planned else None

    def _take_signal(self, number: int) -> None:
        if number in _SIGNALS:
            self._end()
        elif number == signal.SIGHUP:
            if self._terminal and not _has_terminal():
                self._end()
            else:
                self._renew()

    def _go_on(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        if self._ends_at:
            if now >= self._ends_at:
                self._stop()
            return
        if not self._has_begun and all(one.is_ready for one in self._children):
            self._has_begun = True
            self._on_ready()
        if self._new and all(one.is_ready for one in self._new):
            self._replace()
        for moment in [one for one in self._due if one <= now]:
            self._due.remove(moment)
            # While others answer, one that has nothing to show had better not.
            has_others = any(one.is_ready and not one.is_ending for one in self._children)
            self._children.append(self._start(is_patient=not has_others))

    # Children

    def _start(self, *, is_first: bool = False, is_patient: bool = False) -> Child:
        brief = {**self._brief, "is_first": is_first, "is_patient": is_patient}
        child = Child(self._code, brief, self._listener)
        self._selector.register(child.output, selectors.EVENT_READ, child)
        return child

    def _bury(self, child: Child, code: int) -> None:
        """A child has ended, as it should or not."""
        with suppress(KeyError):
            while child.hear():
                pass
            self._selector.unregister(child.output)
        child.forget()
        if child in self._new:
            self._give_up(child, code)
            return
        self._children.remove(child)
        if child.is_ending or self._ends_at:
            return
        if not self._has_begun:
            raise _failure_of(child)
        reason: dict[str, Any] = {"reason": str(_failure_of(child))} if child.failure else {}
        log("process died", logging.WARNING, child=child.pid, code=code, **reason)
        if self._new:
            return
        lived = time.monotonic() - child.began
        self._failures = 0 if lived > _STEADY_S else self._failures + 1
        pause = min(LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** (self._failures - 1))
        self._due.append(time.monotonic() + (pause if self._failures else 0))

    def _renew(self) -> None:
        """Start children that will replace all others."""
        if self._new:
            self._is_asked_again = True  # what they have read may have changed since
        if self._ends_at or self._new or not self._has_begun:
            return
        self._is_asked_again = False
        log("restart begins", processes=self._count)
        self._new = [self._start() for _ in range(self._count)]

    def _replace(self) -> None:
        """The new children answer: the old ones may end."""
        for child in self._children:
            if not child.is_ending:
                child.end()
        self._children += self._new
        self._new = []
        self._due, self._failures = [], 0
        log("restart done", processes=self._count)
        if self._is_asked_again:
            self._renew()

    def _give_up(self, child: Child, code: int) -> None:
        """A new child could not begin, so the old ones stay."""
        reason: dict[str, Any] = {"reason": str(_failure_of(child))} if child.failure else {}
        log("restart failed", logging.ERROR, code=code, **reason)
        self._new.remove(child)
        for one in self._new:
            one.end()
        # They are of no use, but have to be waited for like others.
        self._children += self._new
        self._new = []
        running = sum(not one.is_ending for one in self._children)
        self._due += [time.monotonic()] * (self._count - running - len(self._due))

    def _end(self) -> None:
        """Let all children finish; asked again, end them now."""
        if self._ends_at:
            self._stop()
            return
        self._ends_at = time.monotonic() + _END_S
        self._due = []
        for child in (*self._children, *self._new):
            child.end()

    def _stop(self) -> None:
        for child in (*self._children, *self._new):
            child.stop()


def _failure_of(child: Child) -> KbError:
    failure = child.failure
    if not failure:
        return KbError(N_("The server could not begin. What went wrong stands above."))
    return KbError(failure["message"], **failure["params"])


def _ignore(_number: int, _frame: object) -> None:
    """Signals are read where nothing else is going on."""


def _find_terminal() -> bool:
    """Whether somebody sits at a terminal and watches."""
    return any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _has_terminal() -> bool:
    """Whether the terminal is still there: closing it sends SIGHUP, too."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
