"""The trail of a transfer, however it winds."""

from __future__ import annotations

import pytest

from kb.model import Practice
from kb.web.trail import MOST_STEPS, Step, adopters_of, trace_adopters, trace_origins
from tests.factories import make_practice

Told = tuple[str, str | None, tuple["Told", ...]]


def base(**origins: str) -> dict[str, Practice]:
    """Practices of one letter: b="a c" was taken over from a and from c."""
    return {
        name: make_practice(
            id=name,
            adopted_from=[{"practice": one, "changes": f"{one} to {name}"} for one in text.split()],
        )
        for name, text in origins.items()
    }


def told(steps: tuple[Step, ...]) -> tuple[Told, ...]:
    return tuple((one.practice.id, one.changes, told(one.steps)) for one in steps)


def origins(practices: dict[str, Practice], start: str) -> tuple[Told, ...]:
    return told(trace_origins(practices[start], practices.get))


def adopters(practices: dict[str, Practice], start: str) -> tuple[Told, ...]:
    known = adopters_of(practices.values())
    return told(trace_adopters(practices[start], known, practices.get))


def test_the_trail_goes_up_and_down_with_what_each_adopter_changed() -> None:
    chain = base(a="", b="a", c="b")
    assert origins(chain, "c") == (("b", "b to c", (("a", "a to b", ()),)),)
    assert adopters(chain, "a") == (("b", "a to b", (("c", "b to c", ()),)),)
    assert origins(chain, "a") == adopters(chain, "c") == ()


def test_each_practice_stands_once_on_the_shortest_way() -> None:
    diamond = base(a="", b="a", c="b a", d="c b")
    assert origins(diamond, "d") == (("c", "c to d", (("a", "a to c", ()),)), ("b", "b to d", ()))


@pytest.mark.parametrize("start", ["a", "b", "c"])
def test_a_circle_ends(start: str) -> None:
    circle = base(a="c a", b="a", c="b")
    others = [one for one in "abc" if one != start]
    for trail in (origins(circle, start), adopters(circle, start)):
        ((first, _changes, ((second, _more, rest),)),) = trail
        assert sorted((first, second)) == others
        assert rest == ()


def test_what_readers_may_not_see_ends_the_trail() -> None:
    chain = base(a="", b="a", c="b")
    assert told(trace_origins(chain["c"], {"a": chain["a"]}.get)) == ()
    known = adopters_of([chain["c"]])
    assert told(trace_adopters(chain["a"], known, chain.get)) == ()


def test_a_long_trail_is_followed_as_far_as_anybody_reads() -> None:
    names = [f"p{number}" for number in range(3000)]
    chain = base(**{name: before for before, name in zip(["", *names], names, strict=False)})
    step = trace_origins(chain[names[-1]], chain.get)
    length = 0
    while step:
        (one,) = step
        length, step = length + 1, one.steps
    assert length == MOST_STEPS
