"""Which practices are alike."""

from __future__ import annotations

from kb.model import Practice, Vocabulary
from kb.web.similar import Similar, likeness, profile_of
from tests.factories import TOPICS, make_practice

VOCABULARY = Vocabulary.model_validate({"id": "topics", **TOPICS})
NARROW, BROAD, OTHER = "language-cafe", "language-learning", "mobility"


def practice(
    name: str, *topics: str, country: str = "AT", groups: tuple[str, ...] = ()
) -> Practice:
    return make_practice(
        id=name, topics=list(topics), target_groups=list(groups), location={"country": country}
    )


def found(*practices: Practice, left_out: tuple[str, ...] = (), most: int = 4) -> tuple[str, ...]:
    """What is like the first of them."""
    return Similar(practices, VOCABULARY).find(practices[0].id, left_out, most)


def test_a_narrow_topic_says_more_than_a_broad_one_and_that_more_than_a_group() -> None:
    assert found(
        practice("a", NARROW, OTHER, groups=("newcomers",)),
        practice("group", OTHER, groups=("newcomers",)),
        practice("broad", BROAD, OTHER),
        practice("narrow", NARROW),
        practice("topic", OTHER),
    ) == ("narrow", "broad", "group", "topic")


def test_a_broad_topic_is_shared_by_those_with_a_narrower_one() -> None:
    assert found(practice("a", NARROW), practice("b", BROAD)) == ("b",)


def test_without_a_common_topic_nothing_is_alike() -> None:
    both = (
        practice("a", NARROW, groups=("newcomers",)),
        practice("b", OTHER, groups=("newcomers",)),
    )
    assert found(*both) == ()
    assert likeness(*(profile_of(one, VOCABULARY) for one in both)) == 0


def test_of_two_alike_the_one_from_abroad_stands_first_and_then_the_id_decides() -> None:
    assert found(
        practice("x", NARROW),
        practice("b", NARROW),
        practice("a", NARROW),
        practice("z", NARROW, country="FI"),
    ) == ("z", "a", "b")


def test_what_is_known_already_is_left_out_and_so_is_the_practice_itself() -> None:
    alike = [practice(name, NARROW) for name in "abcdefg"]
    assert found(*alike, left_out=("b", "d")) == ("c", "e", "f", "g")
    assert found(*alike, most=2) == ("b", "c")


def test_without_a_vocabulary_topics_are_compared_as_they_are() -> None:
    similar = Similar([practice("a", NARROW), practice("b", NARROW), practice("c", BROAD)], None)
    assert similar.find("a") == ("b",)
    assert similar.find("unknown") == ()
