"""Work shared out among processes, each with a share of its own, told of piece by piece."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from kb.errors import N_, KbError

Task = TypeVar("Task")
Done = TypeVar("Done")


class _Worker(Generic[Task, Done]):
    """Runs in the process: a class, so that it can be sent there however processes are started."""

    def __init__(self, work: Callable[[Task], Done]) -> None:
        self._work = work

    def __call__(self, tasks: Sequence[Task], answers: Connection) -> None:
        ignore_interrupts()
        # What was there before stays; what is made now is mostly text, which needs no collector.
        gc.freeze()
        gc.disable()
        try:
            for task in tasks:
                answers.send((True, self._work(task)))
        except KbError as error:
            answers.send((False, (error.message, error.params)))
        except Exception as error:
            error.add_note(traceback.format_exc())  # the place would be lost on the way
            answers.send((False, error))
        finally:
            answers.close()


def share_out(shares: Sequence[Sequence[Task]], work: Callable[[Task], Done]) -> Iterator[Done]:
    """What comes of some tasks, as it is done; a single share is worked on right here.

    Args:
        shares: tasks of each process, in their order.
        work: what is done with a task: a function of a module, or an object that can be pickled.

    Raises:
        Exception: what a task ended with; the others are given up.
        KbError: a process was ended from outside, perhaps for want of memory.
    """
    shares = [one for one in shares if one]
    if len(shares) < 2:
        for share in shares:
            yield from map(work, share)
        return
    context = _context()
    processes: list[BaseProcess] = []
    waiting: list[Connection] = []
    try:
        for share in shares:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(  # type: ignore[attr-defined]  # every context has it
                target=_Worker(work), args=(share, theirs), daemon=True
            )
            process.start()
            theirs.close()
            processes.append(process)
            waiting.append(ours)
        expected = sum(map(len, shares))
        for result in _receive(waiting):
            expected -= 1
            yield result
        if expected:
            raise ended_early()
    finally:
        for process in processes:
            process.kill()
            process.join()


def _receive(waiting: list[Connection]) -> Iterator[Any]:
    while waiting:
        for one in wait(waiting):
            assert isinstance(one, Connection)  # noqa: S101 - nothing else was waited for
            try:
                is_done, result = one.recv()
            except EOFError:
                waiting.remove(one)
                one.close()
                continue
            if is_done:
                yield result
            elif isinstance(result, Exception):
                raise result
            else:
                message, params = result
                raise KbError(message, **params)


def _context() -> BaseContext:
    """How processes are started: as copies of this one where that is safe, else anew."""
    is_alone = threading.active_count() == 1
    return multiprocessing.get_context("fork" if sys.platform == "linux" and is_alone else "spawn")


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that started this one, which ends it then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def ended_early() -> KbError:
    """A process was ended from outside."""
    return KbError(N_("A process was ended before its work was done. Try again."))
