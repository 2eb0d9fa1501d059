"""Kept answers: what is kept for whom, for how long, and that a page is made once."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest

from kb.web.server.answers import AnswerKeeper, State, Whole

DAY = date(2026, 11, 22)
HTML = ("Content-Type", "text/html; charset=utf-8")


class Maker:
    """Makes answers, and counts them."""

    def __init__(self, *headers: tuple[str, str], status: str = "200 OK", size: int = 3) -> None:
        self.count = 0
        self._headers, self._status = headers, status
        self._body = random.Random(size).randbytes(size)  # cannot be packed

    def __call__(self) -> Whole:
        self.count += 1
        return Whole(self._status, [HTML, *self._headers], self._body)


def at(number: int, day: date = DAY) -> Callable[[], State]:
    return lambda: (number, day)


def test_a_page_is_made_once_until_edition_or_day_change() -> None:
    keeper, make = AnswerKeeper(), Maker()
    for state in (at(1), at(1), at(2), at(2), at(2, date(2026, 11, 23))):
        keeper.get(("a",), state, make)
    assert make.count == 3
    assert keeper.has(("a",), at(2, date(2026, 11, 23))())
    assert not keeper.has(("b",), at(2, date(2026, 11, 23))())


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (("Cache-Control", "no-store"), "200 OK"),
        (("Set-Cookie", "a=b"), "200 OK"),
        (("Vary", "Accept-Language"), "404 NOT FOUND"),
        (("X-Any", "x"), "500 INTERNAL SERVER ERROR"),
        (("X-Any", "x"), "302 FOUND"),
    ],
)
def test_what_is_for_one_visitor_is_not_kept(header: tuple[str, str], status: str) -> None:
    keeper, make = AnswerKeeper(), Maker(header, status=status)
    for _ in range(3):
        keeper.get(("a",), at(1), make)
    assert make.count == 3


def test_what_was_made_while_the_edition_changed_is_handed_out_but_not_kept() -> None:
    keeper, make = AnswerKeeper(), Maker()
    numbers = iter((1, 2, 2, 2))
    assert keeper.get(("a",), lambda: (next(numbers), DAY), make).status == "200 OK"
    keeper.get(("a",), at(2), make)
    assert make.count == 2


def test_those_asked_for_longest_ago_make_room() -> None:
    keeper = AnswerKeeper(most_bytes=80_000)
    makers = {name: Maker(size=20_000) for name in "abcd"}
    for name in ("a", "b", "c", "a", "d"):
        keeper.get((name,), at(1), makers[name])
    assert [keeper.has((name,), (1, DAY)) for name in "abcd"] == [True, False, True, True]
    giant = Maker(size=200_000)
    keeper.get(("giant",), at(1), giant)
    assert not keeper.has(("giant",), (1, DAY))
    assert keeper.has(("a",), (1, DAY))


def test_many_who_ask_at_once_wait_for_one_page() -> None:
    keeper = AnswerKeeper()
    together = Barrier(9)
    begun, done = [], []

    def make() -> Whole:
        begun.append(1)
        together.wait(60)  # all others are asking by now
        return Whole("200 OK", [HTML], b"page")

    def ask() -> None:
        done.append(keeper.get(("a",), at(1), make))

    first = Thread(target=ask)
    first.start()
    while not begun:
        pass

    def ask_late() -> None:
        together.wait(60)
        ask()

    others = [Thread(target=ask_late) for _ in range(8)]
    for one in others:
        one.start()
    for one in (first, *others):
        one.join(60)
    assert (len(begun), len(done), len(set(map(id, done)))) == (1, 9, 1)


def test_who_waits_for_a_page_that_fails_makes_it_again() -> None:
    keeper, make = AnswerKeeper(), Maker()

    def fail() -> Whole:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        keeper.get(("a",), at(1), fail)
    keeper.get(("a",), at(1), make)
    assert make.count == 1


def test_a_kept_page_is_the_same_packed_or_not() -> None:
    text = b"<p>Kyl\xc3\xa4talo</p>" * 500
    keeper = AnswerKeeper()
    for _ in range(2):
        page = keeper.get(("a",), at(1), lambda: Whole("200 OK", [HTML], text))
        assert b"".join(page.answer().body) == text
        packed = page.answer("gzip")
        assert gzip.decompress(b"".join(packed.body)) == text
        assert ("Content-Length", str(packed.size)) in packed.headers
        assert page.answer("gzip", is_head=True).headers == packed.headers
    assert page.size < len(text) / 3
