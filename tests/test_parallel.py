"""Work shared out among processes: all of it is done, and what goes wrong is told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from kb import parallel
from kb.errors import KbError
from kb.parallel import share_out
from tests.factories import practice_data, write_base
from tests.web.sites import build, files_of


def double(number: int) -> tuple[int, int]:
    """What is done with a task, and where."""
    return 2 * number, os.getpid()


def refuse(number: int) -> int:
    """Cannot be done with everything."""
    if number == 3:
        raise KbError("%(number)d is too many.", number=number)
    return number


def fail(number: int) -> int:
    """Has a fault."""
    return 1 // (3 - number)


def vanish(number: int) -> int:
    """Ends its process, as a system does that has no more memory."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_everything_is_done_in_several_processes() -> None:
    done = list(share_out([[1, 2], [3], []], double))
    assert sorted(number for number, _process in done) == [2, 4, 6]
    assert len({process for _number, process in done}) == 2
    assert os.getpid() not in {process for _number, process in done}


def test_a_single_share_is_worked_on_here() -> None:
    assert list(share_out([[1, 2], []], double)) == [(2, os.getpid()), (4, os.getpid())]
    assert list(share_out([], double)) == []


def test_what_cannot_be_done_is_told_with_its_values() -> None:
    with pytest.raises(KbError, match=r"3 is too many\."):
        list(share_out([[1, 3], [2]], refuse))


def test_a_fault_says_where_it_is() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        list(share_out([[1, 3], [2]], fail))
    assert any("in fail" in one for one in caught.value.__notes__)


def test_a_process_that_was_ended_is_missed() -> None:
    with pytest.raises(KbError, match="ended before its work was done"):
        list(share_out([[1, 3], [2]], vanish))


def test_giving_up_ends_the_processes() -> None:
    work: Callable[[int], tuple[int, int]] = double
    results = share_out([[1], list(range(10_000))], work)
    _number, process = next(results)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_processes_may_be_started_anew_instead_of_copied(
    kb_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_base(tmp_path, [practice_data()])
    build(tmp_path, kb_cache, tmp_path / "one", langs=("fi", "sv"))
    monkeypatch.setattr(parallel, "_context", lambda: get_context("spawn"))
    build(tmp_path, kb_cache, tmp_path / "two", langs=("fi", "sv"), processes=2)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
