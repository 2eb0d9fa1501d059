"""The printing process of a server: killed, too slow, too busy, or not needed at all."""

from __future__ import annotations

import io
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb import KnowledgeBase
from kb.web.printing import printer as process
from kb.web.printing.desk import BusyError, Printer, PrintingError
from kb.web.printing.jobs import Job
from kb.web.printing.printed import PrintedFiles
from kb.web.printing.printer import Order, parse_order, serve
from kb.web.server.app import create_app
from kb.web.server.keeping import EditionKeeper
from tests.factories import practice_data, write_base, write_practice

JOB = Job("md", ("de",), "2026-11-22", ("at-sprachcafe",))
OTHER = Job("html", ("de",), "2026-11-22", ("at-sprachcafe",))
KINDS = pytest.mark.skipif(os.name != "posix", reason="stops processes by signals")
MakePrinter = Callable[..., Printer]


@pytest.fixture
def base(tmp_path: Path, kb_cache: Path) -> KnowledgeBase:
    return KnowledgeBase.open(write_base(tmp_path / "base", [practice_data()]), kb_cache)


@pytest.fixture
def make_printer(base: KnowledgeBase, tmp_path: Path) -> Iterator[MakePrinter]:
    """Makes printers over the base, all with one cache, and ends them."""
    made = []

    def make(**how: float) -> Printer:
        made.append(Printer(base.root, tmp_path / "cache", **how))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


def wait_for(is_so: Callable[[], object]) -> None:
    while not is_so():
        time.sleep(0.01)


def client_of(base: KnowledgeBase, printer: Printer) -> FlaskClient:
    keeper = EditionKeeper(lambda: KnowledgeBase.open(base.root, base.find_cache()))
    return create_app(keeper, printer=printer).test_client()


# What is kept


def test_what_was_printed_once_is_not_printed_again(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    edition = base.find_digest()
    first = make_printer().print(JOB, edition)
    # A process that has no time at all cannot print anything.
    idle = make_printer(limit_s=0)
    assert idle.print(JOB, edition) == first
    assert idle.process_id is None
    with pytest.raises(PrintingError):
        idle.print(OTHER, edition)


def test_the_newest_edition_is_printed_and_kept_as_such(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    printer = make_printer()
    old = base.find_digest()
    printer.print(OTHER, old)
    write_practice(base.root, practice_data(title="Ein neuer Titel"))
    printed = printer.print(JOB, old)
    assert "Ein neuer Titel" in printed.data.decode()
    assert printed.edition == base.find_digest() != old
    assert make_printer(limit_s=0).print(JOB, printed.edition) == printed
    with pytest.raises(PrintingError):
        make_printer(limit_s=0).print(JOB, old)


def test_damaged_and_missing_files_are_printed_again(
    base: KnowledgeBase, make_printer: MakePrinter, tmp_path: Path
) -> None:
    edition = base.find_digest()
    first = make_printer().print(JOB, edition)
    (kept,) = (tmp_path / "cache" / "web" / "printed").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert make_printer().print(JOB, edition) == first


def test_what_nobody_asked_for_longest_makes_room(tmp_path: Path) -> None:
    files = PrintedFiles(tmp_path / "printed", most_bytes=350)
    for number, name in enumerate(("a", "b", "c")):
        files.keep(name, name.encode() * 68)
        os.utime(tmp_path / "printed" / name, (number, number))
    assert files.find("a") == b"a" * 68  # makes it the one asked for last
    files.keep("d", b"d" * 68)
    assert [files.find(one) is not None for one in "abcd"] == [True, False, True, True]


def test_without_a_place_to_keep_files_they_are_printed_all_the_same(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "web").write_text("no folder", "utf-8")
    printer = Printer(base.root, tmp_path / "cache")
    try:
        assert printer.print(JOB, base.find_digest()).data
    finally:
        printer.close()


# What goes wrong


def test_an_error_of_the_process_is_told_with_its_sentence(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    printer = make_printer()
    with pytest.raises(PrintingError, match="There is no published practice to print"):
        printer.print(Job("md", ("de",), "2026-11-22", ("at-nichts",)), base.find_digest())
    assert printer.process_id is not None


def test_what_takes_too_long_ends_and_the_server_lives_on(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    client = client_of(base, make_printer(limit_s=0))
    answer = client.get("/de/practices/at-sprachcafe.md")
    assert answer.status_code == 500
    assert 'lang="de"' in answer.text
    assert client.get("/de/").status_code == 200


@KINDS
def test_a_process_that_is_killed_takes_nothing_with_it(
    base: KnowledgeBase, make_printer: MakePrinter, caplog: pytest.LogCaptureFixture
) -> None:
    printer = make_printer()
    client = client_of(base, printer)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.get, "/de/practices/at-sprachcafe.md")
        wait_for(lambda: printer.process_id)
        os.kill(printer.process_id or 0, signal.SIGKILL)
        assert asked.result().status_code == 500
    assert "printing failed" in caplog.text
    assert client.get("/de/practices/at-sprachcafe.md").status_code == 200


@KINDS
def test_a_process_that_was_killed_while_idle_is_replaced(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    printer = make_printer()
    edition = base.find_digest()
    printer.print(JOB, edition)
    first = printer.process_id
    os.kill(first or 0, signal.SIGKILL)
    assert printer.print(OTHER, edition).data
    assert printer.process_id != first


@KINDS
def test_who_comes_when_the_queue_is_full_is_asked_to_come_again(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    printer = make_printer(most_waiting=0)
    client = client_of(base, printer)
    printer.print(OTHER, base.find_digest())
    os.kill(printer.process_id or 0, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.get, "/de/practices/at-sprachcafe.md")
        wait_for(lambda: printer.waiting)
        refused = client.get("/fi/basket.md?basket=at-sprachcafe")
        os.kill(printer.process_id or 0, signal.SIGCONT)
        assert asked.result().status_code == 200
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get("/fi/basket.md?basket=at-sprachcafe").status_code == 200


@KINDS
def test_who_wants_the_same_gets_the_same(base: KnowledgeBase, make_printer: MakePrinter) -> None:
    printer = make_printer()
    edition = base.find_digest()
    printer.print(OTHER, edition)
    os.kill(printer.process_id or 0, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(printer.print, JOB, edition) for _ in range(2)]
        wait_for(lambda: printer.waiting == 2)
        os.kill(printer.process_id or 0, signal.SIGCONT)
        one, other = (each.result() for each in asked)
    assert one is other
    assert printer.waiting == 0


@KINDS
def test_nobody_waits_for_a_printer_that_is_closed(
    base: KnowledgeBase, make_printer: MakePrinter
) -> None:
    printer = make_printer()
    edition = base.find_digest()
    printer.print(OTHER, edition)
    os.kill(printer.process_id or 0, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(printer.print, JOB, edition)
        wait_for(lambda: printer.waiting)
        printer.close()
        with pytest.raises(BusyError):
            asked.result()
    assert printer.process_id is None


@KINDS
def test_a_process_that_nobody_needs_ends(base: KnowledgeBase, make_printer: MakePrinter) -> None:
    printer = make_printer(idle_s=0)
    printer.print(JOB, base.find_digest())
    wait_for(lambda: printer.process_id is None)


# The process itself


def test_a_process_ends_when_it_has_grown_large(
    base: KnowledgeBase, kb_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_BYTES", 0)
    order = Order(base.root, kb_cache, JOB)
    answers = io.BytesIO()
    serve([order.line, order.line], answers)
    head, data = answers.getvalue().split(b"\n", 1)
    told = json.loads(head)
    assert told["is_last"]
    assert told["size"] == len(data)


def test_a_process_ends_after_many_files(
    base: KnowledgeBase, kb_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_JOBS", 2)
    monkeypatch.setattr(process, "MOST_BYTES", 1 << 40)  # this very process may have grown
    answers = io.BytesIO()
    serve([Order(base.root, kb_cache, JOB).line] * 3, answers)
    assert answers.getvalue().count(b'"is_last": ') == 2


def test_an_order_is_one_line(tmp_path: Path) -> None:
    order = Order(tmp_path / "a\nb", tmp_path, JOB)
    assert order.line.count(b"\n") == 1
    assert parse_order(order.line) == order
