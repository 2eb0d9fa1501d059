"""The course of a dialogue, choosing from lists, and answers that are kept."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.authoring.dialogue.asking import Dialogue, State, find_unanswered
from kb.authoring.dialogue.course import NEEDED, Asks, group_of
from kb.authoring.dialogue.picking import Picked, Picking
from kb.authoring.dialogue.unfinished import AnswerKeeper, find_unfinished, new_path
from kb.authoring.files.saving import draft_new
from kb.authoring.form.choices import Choices
from kb.authoring.form.questions import practice_form
from kb.content.findings import is_error
from kb.content.store import Content
from kb.content.yamlfile import parse_yaml
from tests.authoring.bases import make_content

STUB = {
    "title": "Radwerkstatt",
    "language": "de-AT",
    "summary": "Räder werden repariert.",
    "topics": "mobility",
    "location.country": "AT",
    "location.municipality": "Oberhügel",
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


@pytest.fixture
def dialogue(content: Content) -> Dialogue:
    return Dialogue(content, Choices(content, "en"))


def say(dialogue: Dialogue, *texts: str) -> list[str]:
    """Answer the next questions; codes of what was found."""
    codes = []
    for text in texts:
        step = dialogue.find_step()
        assert step
        assert step.asks is Asks.ANSWER, step.name
        codes += [one.code for one in dialogue.give(step, text).issues]
    return codes


def decide(dialogue: Dialogue, **decisions: bool) -> None:
    """Pass gates until another step comes, "no" for those that are not named."""
    while (step := dialogue.find_step()) and step.asks is not Asks.ANSWER:
        name = step.name.replace("section:", "").replace(".", "_")
        dialogue.decide(step, decisions.get(name, False))


def where(dialogue: Dialogue) -> str:
    step = dialogue.find_step()
    return step.name if step else ""


# The course


def test_first_comes_what_finds_an_entry(dialogue: Dialogue) -> None:
    names = []
    for text in STUB.values():
        names.append(where(dialogue))
        say(dialogue, text)
    assert names == list(STUB)
    assert where(dialogue) == "nearby"
    assert dialogue.count_hurried() == (6, 6)
    decide(dialogue)
    assert dialogue.find_step() is None
    assert dialogue.compose().tree["topics"] == ["mobility"]
    assert not dialogue.check()


def test_needed_are_questions_that_cannot_be_passed(dialogue: Dialogue) -> None:
    for name, text in STUB.items():
        step = dialogue.find_step()
        assert step
        given_ = dialogue.give(step, "") if name in NEEDED else None
        assert given_ is None or (given_.is_missing, given_.is_taken) == (True, False)
        say(dialogue, text)


def test_every_question_of_the_form_is_offered(dialogue: Dialogue) -> None:
    """Whoever wants to answer everything is asked everything once."""
    met = []
    while step := dialogue.find_step():
        assert step.name not in met
        met.append(step.name)
        if step.asks is Asks.ANSWER:
            dialogue.state.answers[step.name] = "x"
            dialogue.state.passed.append(step.name)
        else:
            dialogue.decide(step, step.number == 0)
    asked = {"".join(one for one in name if not one.isdigit()).replace("..", ".") for name in met}
    names = {one.name for one in practice_form().all_questions() if not one.parts}
    assert names <= asked


def test_groups_come_as_often_as_they_are_wanted(dialogue: Dialogue) -> None:
    say(dialogue, *STUB.values())
    decide(dialogue, where=True, organisations_0=True)
    assert where(dialogue) == "organisations.0.name"
    say(dialogue, "Dorfverein", "lead", "")
    decide(dialogue, organisations_1=True)
    say(dialogue, "Land", "funder", "")
    decide(dialogue)
    assert dialogue.compose().tree["organisations"] == [
        {"partner": "at-verein", "role": "lead"},
        {"name": "Land", "role": "funder"},
    ]
    assert dialogue.find_step() is None


def test_wrong_answers_are_not_taken(dialogue: Dialogue) -> None:
    say(dialogue, "Radwerkstatt")
    assert say(dialogue, "xyz") == ["KB703"]
    assert where(dialogue) == "language"
    assert "language" not in dialogue.state.answers


def test_hints_are_told_and_taken(dialogue: Dialogue) -> None:
    assert say(dialogue, "x" * 130) == ["KB501"]
    assert where(dialogue) == "language"


def test_too_much_is_not_taken(dialogue: Dialogue) -> None:
    step = dialogue.find_step()
    assert step
    given_ = dialogue.give(step, "x" * 1_000_000)
    assert (given_.is_taken, given_.is_too_long) == (False, True)


def test_groups_are_checked_when_they_are_complete(dialogue: Dialogue) -> None:
    say(dialogue, *STUB.values())
    decide(dialogue, where=True, period=True)
    assert say(dialogue, "2019", "2016", "finished") == []
    assert any(code.startswith("KB") for code in say(dialogue, ""))
    assert where(dialogue) == "period.start"
    step = dialogue.find_step()
    assert step
    assert dialogue.suggestion(step) == "2019"
    say(dialogue, "2016", "2019", "finished", "")
    assert where(dialogue).startswith("organisations")


def test_half_a_pair_of_coordinates_is_no_error_until_the_group_ends(dialogue: Dialogue) -> None:
    say(dialogue, *STUB.values())
    decide(dialogue, where=True, location=True)
    assert say(dialogue, "", "", "47.2", "13.1") == []
    assert where(dialogue) == "location.precision"


def test_back_undoes_steps_one_by_one(dialogue: Dialogue) -> None:
    assert not dialogue.go_back()
    say(dialogue, *STUB.values())
    decide(dialogue, about=True)
    assert where(dialogue) == "target_groups"
    for name in ("section:about", "nearby", *reversed(STUB)):
        assert dialogue.go_back()
        assert where(dialogue) == name
    step = dialogue.find_step()
    assert step
    assert dialogue.suggestion(step) == STUB["title"]


def test_declined_groups_lose_their_answers(dialogue: Dialogue) -> None:
    say(dialogue, *STUB.values())
    decide(dialogue, where=True, period=True)
    say(dialogue, "2019")
    dialogue.go_back()
    dialogue.go_back()
    decide(dialogue)
    assert "period.start" not in dialogue.state.answers
    assert dialogue.state.answers["location.country"] == "AT"


def test_a_dash_erases(dialogue: Dialogue) -> None:
    say(dialogue, "Titel", "de-AT", "Zusammenfassung")
    dialogue.go_back()
    say(dialogue, "-")
    assert "summary" not in dialogue.state.answers


@pytest.mark.parametrize(
    ("lang", "wanted"), [("de", ""), ("de-AT", "de-AT"), ("en", "en"), ("fi", ""), ("et", "")]
)
def test_language_is_suggested_where_it_is_clear(content: Content, lang: str, wanted: str) -> None:
    dialogue = Dialogue(content, Choices(content, lang))
    say(dialogue, "Titel")
    step = dialogue.find_step()
    assert step
    assert dialogue.suggestion(step) == wanted


def test_given_answers_are_not_asked(dialogue: Dialogue) -> None:
    issues = dialogue.prefill(
        {"title": "Titel", "language": "xyz", "results.0.text": "Vierzig kamen."}
    )
    assert [one.code for one in issues] == ["KB703"]
    assert where(dialogue) == "language"
    say(dialogue, "de-AT", "", "", "AT", "")
    decide(dialogue, outcome=True)
    assert where(dialogue) == "results.0.indicator"


def test_reopening_asks_a_group_again(dialogue: Dialogue) -> None:
    say(dialogue, *STUB.values())
    decide(dialogue)
    assert dialogue.reopen(["location.country"])
    assert where(dialogue) == "location.country"
    assert not dialogue.reopen(["", "nothing"])


def test_missing_country_is_told(dialogue: Dialogue) -> None:
    assert [one.code for one in find_unanswered(dialogue.compose())] == ["KB202"]
    dialogue.state.answers["location.country"] = "AT"
    assert find_unanswered(dialogue.compose()) == []


def test_groups_of_names() -> None:
    assert group_of("title") == ""
    assert group_of("period.start") == "period"
    assert group_of("contacts.2.consent.given_on") == "contacts.2"


WORDS = st.one_of(
    st.sampled_from(["", "-", "y", "de-AT", "AT", "mobility", "2019", "lead", "40", "finished"]),
    st.text(st.characters(), max_size=20),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), WORDS), max_size=60))
def test_no_course_breaks(typed: list[tuple[bool, str]]) -> None:
    """Whatever is typed and in whichever order one goes back: what is composed can be read."""
    content = _shared_content()
    dialogue = Dialogue(content, Choices(content, "en"))
    for is_yes, text in typed:
        step = dialogue.find_step()
        if step is None:
            break
        if text == "y" and is_yes:
            dialogue.go_back()
        elif step.asks is Asks.ANSWER:
            dialogue.give(step, text)
        else:
            dialogue.decide(step, is_yes)
    again = Dialogue(content, Choices(content, "en"), dialogue.state)
    assert again.find_step() == dialogue.find_step()
    composed = dialogue.compose()
    if not any(map(is_error, dialogue.check())) and not find_unanswered(composed):
        draft = draft_new(content, composed.tree, with_help=True)
        assert parse_yaml(draft.after, draft.path).value == composed.tree


_made: list[Content] = []


def _shared_content() -> Content:
    from tempfile import mkdtemp

    if not _made:
        _made.append(make_content(Path(mkdtemp(prefix="kb-dialogue-"))))
    return _made[0]


# Lists


@pytest.fixture
def topics(content: Content) -> Picking:
    return Picking(practice_form().get("topics"), Choices(content, "en"))


def chosen(picking: Picking) -> list[str]:
    return [one.value for one in picking.chosen]


def test_names_beginnings_and_numbers(topics: Picking) -> None:
    assert topics.has_short_list
    assert topics.pick("Wohnen") is Picked.CHOSEN
    assert topics.pick("mobil") is Picked.CHOSEN
    assert topics.pick("lang") is Picked.OFFERED
    assert topics.pick("2 1") is Picked.CHOSEN
    assert chosen(topics) == ["housing", "mobility", "language-cafe", "language-learning"]


def test_numbers_mean_what_was_shown(topics: Picking) -> None:
    assert topics.pick("1") is Picked.UNKNOWN
    topics.offer_all()
    assert topics.pick("9") is Picked.NO_NUMBER
    assert topics.pick("0") is Picked.NO_NUMBER
    assert topics.pick("1 9") is Picked.NO_NUMBER
    assert chosen(topics) == []


def test_several_names_at_once(topics: Picking) -> None:
    assert topics.pick("Wohnen, Mobilität") is Picked.CHOSEN
    assert chosen(topics) == ["housing", "mobility"]
    assert topics.pick("Wohnen; xyz") is Picked.UNKNOWN


def test_ambiguous_names_are_offered(topics: Picking) -> None:
    assert topics.pick("Treffpunkt") is Picked.OFFERED
    assert len(topics.offered) == 2


def test_single_answers(content: Content) -> None:
    picking = Picking(practice_form().get("language"), Choices(content, "en"))
    assert picking.pick("German") is Picked.OFFERED
    assert picking.pick("1 2") is Picked.NO_NUMBER
    assert picking.pick("2") is Picked.CHOSEN
    assert chosen(picking) == ["de-DE"]
    assert picking.pick("et") is Picked.CHOSEN
    assert chosen(picking) == ["et"]


def test_free_names_are_never_completed_unasked(content: Content) -> None:
    picking = Picking(practice_form().get("organisations.name"), Choices(content, "en"))
    assert picking.pick("Verein") is Picked.OFFERED
    assert picking.pick("Land Salzburg") is Picked.UNKNOWN
    assert picking.pick("VaD") is Picked.CHOSEN


@given(st.text(st.characters(), max_size=30))
def test_anything_may_be_typed(text: str) -> None:
    for name in ("topics", "location.country", "organisations.name"):
        picking = Picking(practice_form().get(name), Choices(_shared_content(), "en"))
        picking.offer_all()
        assert picking.pick(text) in Picked


# Kept answers


def test_answers_come_back(dialogue: Dialogue, content: Content, tmp_path: Path) -> None:
    say(dialogue, *STUB.values())
    decide(dialogue, where=True, period=True)
    keeper = AnswerKeeper(new_path(tmp_path, content.root), content.root)
    keeper.keep(dialogue.state)
    keeper.keep(dialogue.state)
    (kept,) = find_unfinished(tmp_path, content.root)
    assert kept.state == dialogue.state
    assert kept.title == STUB["title"]
    keeper.discard()
    assert find_unfinished(tmp_path, content.root) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_nobody_else_reads_them(content: Content, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = new_path(tmp_path / "state", content.root)
        AnswerKeeper(path, content.root).keep(State({"title": "Titel"}))
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_last_come_first_and_bases_are_kept_apart(content: Content, tmp_path: Path) -> None:
    for day, title in ((1, "Alt"), (3, "Neu"), (2, "Mittel")):
        now = datetime(2026, 1, day, tzinfo=UTC)
        AnswerKeeper(new_path(tmp_path, content.root), content.root).keep(
            State({"title": title}), now
        )
    AnswerKeeper(new_path(tmp_path, tmp_path), tmp_path).keep(State({"title": "Andere"}))
    titles = [one.title for one in find_unfinished(tmp_path, content.root)]
    assert titles == ["Neu", "Mittel", "Alt"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"{}", b'{"format": 2}', b"\xff", b"[" * 10_000, b'{"format": 1}',
     b'{"format": 1, "answers": {}, "decisions": {}, "passed": [], "changed": "yesterday"}',
     b'{"format": 1, "answers": {}, "decisions": [], "passed": {}, "changed": "2026-01-01"}',
     b'{"format": 1, "answers": {}, "decisions": {}, "passed": [], "changed": "2026-01-01"}'],
)  # fmt: skip
def test_damaged_files_are_passed_over(data: bytes, content: Content, tmp_path: Path) -> None:
    path = new_path(tmp_path, content.root)
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert find_unfinished(tmp_path, content.root) == []


def test_what_nobody_asks_any_more_is_left_out(content: Content, tmp_path: Path) -> None:
    path = new_path(tmp_path, content.root)
    path.parent.mkdir(parents=True)
    data = {
        "format": 1,
        "changed": "2026-01-01T00:00:00+00:00",
        "answers": {"title": "Titel", "moon": "x", "summary": 5},
        "decisions": {"nearby": True, "section:about": "yes"},
        "passed": ["title", "title", "moon", "nearby", "section:about", 7],
    }
    path.write_text(json.dumps(data))
    (kept,) = find_unfinished(tmp_path, content.root)
    assert kept.state == State({"title": "Titel"}, {"nearby": True}, ["title", "nearby"])
