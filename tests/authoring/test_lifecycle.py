"""From draft to published: who may take which step, what stands in the way, what is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.authoring.files.editing import ChangedMeanwhileError, edit_text
from kb.authoring.lifecycle import (
    allowed_steps,
    draft_step,
    find_hindrances,
    find_missing,
    find_since,
    find_waiting,
    make_step,
    take_step,
)
from kb.authoring.roles import EditorialRole
from kb.content.store import load_content
from kb.content.yamlfile import parse_yaml
from kb.errors import KbError, UsageError
from kb.model.base import Status
from kb.model.practice import NEXT_STATUSES, Step, find_publication
from kb.model.text import iter_passages
from kb.translation.interface import speaking
from kb.translation.telling import tell_error
from tests.factories import make_practice, practice_data, write_base

DAY = date(2026, 11, 23)
ID = "at-sprachcafe"
SUBMITTED = {"status": "submitted", "by": "LAG Muster", "on": "2026-11-20"}
PUBLISHED = {"status": "published", "by": "LAG Beispiel", "on": "2026-11-22"}
ENTRY = """\
# yaml-language-server: $schema=../../docs/schema/practice.json
language: de-AT
status: draft   # noch nicht gelesen
title: Radwerkstatt

summary: >-
  Räder richten,
  sicher fahren.
"""


def step_from(status: str, to: str) -> Step:
    return make_step(make_practice(status=status), Status(to), "LAG Beispiel", DAY)


def hindrances(tmp_path: Path, to: str, **over: Any) -> tuple[tuple[str, ...], list[str]]:
    """What keeps an entry from a step: fields that are missing, codes of what is wrong."""
    content = load_content(write_base(tmp_path, [practice_data(**over)]))
    practice = content.practices[ID]
    step = make_step(practice, Status(to), "LAG Beispiel", DAY, "Es gibt sie nicht mehr.")
    found = find_hindrances(content, practice, step, today=DAY)
    return found.missing, [one.code for one in found.issues]


# Who may take which step


def test_the_way_leads_from_draft_to_the_archive() -> None:
    way = [Status.DRAFT]
    while (after := NEXT_STATUSES[way[-1]][0]) not in way:
        way.append(after)
    assert way == ["draft", "submitted", "published", "archived"]
    assert NEXT_STATUSES.keys() == set(Status)


def test_an_author_submits_and_takes_back_and_nothing_else() -> None:
    author = EditorialRole.AUTHOR
    assert {one: allowed_steps(one, author) for one in Status} == {
        Status.DRAFT: (Status.SUBMITTED,),
        Status.SUBMITTED: (Status.DRAFT,),
        Status.PUBLISHED: (),
        Status.ARCHIVED: (),
    }
    assert all(set(allowed_steps(one, author)) <= set(allowed_steps(one)) for one in Status)


@pytest.mark.parametrize(
    ("status", "to", "role", "sentence"),
    [
        ("draft", "published", "reviewer", "“draft”; from there it can only become: submitted."),
        ("draft", "draft", "author", "has the status “draft” already"),
        ("archived", "draft", "reviewer", "“archived”; from there it can only become: published."),
        (
            "submitted",
            "published",
            "author",
            "Only a reviewer can give “at-sprachcafe” the status “published”",
        ),
        ("published", "draft", "author", "Only a reviewer can give"),
        ("archived", "submitted", "author", "“archived”; only a reviewer can change it"),
    ],
)
def test_an_impossible_step_is_refused(status: str, to: str, role: str, sentence: str) -> None:
    practice = make_practice(status=status)
    with pytest.raises(UsageError, match=sentence):
        make_step(practice, Status(to), "LAG Beispiel", DAY, role=EditorialRole(role))


def test_statuses_are_named_when_the_error_is_told() -> None:
    with pytest.raises(UsageError) as raised, speaking("sv"):
        make_step(make_practice(status="submitted"), Status.ARCHIVED, "LAG Beispiel", DAY)
    assert "“submitted”; from there it can only become: published, draft" in str(raised.value)
    with speaking("de"):
        told = tell_error(raised.value)
    assert "eingereicht (submitted)" in told
    assert "veröffentlicht (published) oder Entwurf (draft)" in told


def test_a_step_needs_a_name_and_the_archive_a_reason() -> None:
    practice = make_practice()
    with pytest.raises(UsageError, match="who takes the step"):
        make_step(practice, Status.DRAFT, " \n ", DAY)
    with pytest.raises(UsageError, match="why the entry is archived"):
        make_step(practice, Status.ARCHIVED, "LAG Beispiel", DAY, " ")
    step = make_step(practice, Status.ARCHIVED, " LAG\n Beispiel ", DAY, "Aus\tund vorbei.")
    assert (step.by, step.on, step.note) == ("LAG Beispiel", "2026-11-23", "Aus und vorbei.")


# What stands in the way


def test_a_complete_entry_goes_the_whole_way(tmp_path: Path) -> None:
    assert hindrances(tmp_path, "submitted", status="draft") == ((), [])
    assert hindrances(tmp_path, "published", status="submitted") == ((), [])
    assert hindrances(tmp_path, "archived", status="published") == ((), [])
    assert hindrances(tmp_path, "published", status="archived") == ((), [])


def test_a_stub_can_be_submitted_but_not_published(tmp_path: Path) -> None:
    stub = {"transferability": None, "sources": None}
    assert hindrances(tmp_path, "submitted", status="draft", **stub) == ((), [])
    missing = ("transferability", "sources")
    assert hindrances(tmp_path, "published", status="submitted", **stub) == (missing, [])
    assert hindrances(tmp_path, "published", status="archived", **stub) == (missing, [])


def test_an_exception_lets_a_stub_be_published(tmp_path: Path) -> None:
    exceptions = tmp_path / "practices" / "exceptions.yaml"
    exceptions.parent.mkdir()
    exceptions.write_text(f"- {{id: {ID}, code: KB307, reason: Ein Nachruf.}}\n", "utf-8")
    assert hindrances(tmp_path, "published", status="submitted", goals=None) == ((), [])


def test_nobody_is_asked_to_review_what_has_no_summary(tmp_path: Path) -> None:
    assert hindrances(tmp_path, "submitted", status="draft", summary=None) == (("summary",), [])


def test_errors_keep_an_entry_from_going_on_but_not_from_going_back(tmp_path: Path) -> None:
    faulty = {"topics": ["unheard-of"]}
    assert hindrances(tmp_path, "submitted", status="draft", **faulty) == ((), ["KB401"])
    assert hindrances(tmp_path, "published", status="submitted", **faulty) == ((), ["KB401"])
    assert hindrances(tmp_path, "draft", status="submitted", **faulty) == ((), [])
    assert hindrances(tmp_path, "submitted", status="published", **faulty) == ((), [])
    assert hindrances(tmp_path, "archived", status="published", **faulty) == ((), [])


def test_a_step_must_fit_those_before_it(tmp_path: Path) -> None:
    later = {"status": "submitted", "steps": [{**SUBMITTED, "on": "2026-11-24"}]}
    assert hindrances(tmp_path, "published", **later) == ((), ["KB353"])
    by_hand = {"status": "draft", "steps": [SUBMITTED]}
    assert hindrances(tmp_path, "submitted", **by_hand) == ((), ["KB352"])


def test_what_is_missing_is_known_at_every_status(tmp_path: Path) -> None:
    over = {"status": "draft", "steps": [{**SUBMITTED, "status": "draft"}], "goals": None}
    content = load_content(write_base(tmp_path, [practice_data(**over, topics=["x"])]))
    found = find_missing(content, content.practices[ID], today=DAY)
    assert (found.missing, [one.code for one in found.issues]) == (("goals",), ["KB401"])
    assert found.issues[0].where.path == content.paths["practice", ID]
    assert found


# What is written


def taken(text: str, step: Step) -> str:
    document = parse_yaml(text.encode(), Path("at-x.yaml"))
    assert isinstance(document.value, dict)
    return edit_text(document.data, take_step(document.value, step)).decode()


def test_a_step_changes_the_lines_of_status_and_steps_only() -> None:
    once = taken(ENTRY, step_from("draft", "submitted"))
    before = [line for line in ENTRY.splitlines() if "status" not in line]
    assert [line for line in once.splitlines() if line in before] == before
    assert "status: submitted   # noch nicht gelesen" in once
    twice = taken(once, step_from("submitted", "published"))
    assert [line for line in once.splitlines() if line not in twice.splitlines()] == [
        "status: submitted   # noch nicht gelesen"
    ]
    tree = parse_yaml(twice.encode(), Path("at-x.yaml")).value
    assert isinstance(tree, Mapping)
    assert tree["status"] == "published"
    assert tree["steps"] == [
        {"status": "submitted", "by": "LAG Beispiel", "on": "2026-11-23"},
        {"status": "published", "by": "LAG Beispiel", "on": "2026-11-23"},
    ]


def test_names_and_reasons_stay_what_was_typed() -> None:
    note = "Nr. 1: „Schluss“ # aus, {vorbei}"
    step = make_step(make_practice(), Status.ARCHIVED, "- Müller: & Co", DAY, note)
    text = taken(ENTRY.replace("status: draft   # noch nicht gelesen\n", ""), step)
    tree = parse_yaml(text.encode(), Path("at-x.yaml")).value
    assert isinstance(tree, Mapping)
    assert tree["status"] == "archived"
    assert tree["steps"] == [
        {"status": "archived", "by": "- Müller: & Co", "on": "2026-11-23", "note": note}
    ]


def test_a_file_that_became_faulty_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "at-x.yaml"
    path.write_text("title: a: b\n", "utf-8")
    with pytest.raises(KbError, match="has faults, so it is not changed"):
        draft_step(path, step_from("draft", "submitted"))


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "at-x.yaml"
    path.write_text(ENTRY, "utf-8")
    draft = draft_step(path, step_from("draft", "submitted"))
    path.write_text(ENTRY + "context: Neu.\n", "utf-8")
    with pytest.raises(ChangedMeanwhileError):
        draft.save()
    assert path.read_text("utf-8") == ENTRY + "context: Neu.\n"


# What steps tell


def test_entries_wait_in_the_order_they_came() -> None:
    def entry(name: str, status: str, on: str | None = None) -> Any:
        step = {"status": status, "by": "LAG Muster", "on": on}
        return make_practice(id=f"at-{name}", status=status, steps=[step] if on else [])

    practices = [
        entry("a", "draft"),
        entry("b", "draft", "2026-01"),
        entry("c", "published", "2020"),
        entry("d", "submitted"),
        entry("e", "submitted", "2026-11-02"),
        entry("f", "submitted", "2026-11-01"),
        entry("g", "archived"),
    ]
    waiting = [one.id for one in find_waiting(practices)]
    assert waiting == ["at-f", "at-e", "at-d", "at-b", "at-a"]


def test_a_status_set_by_hand_has_no_date() -> None:
    assert find_since(make_practice(status="draft", steps=[SUBMITTED])) is None
    assert find_since(make_practice(status="submitted", steps=[SUBMITTED])) == "2026-11-20"
    assert find_publication(make_practice(steps=[SUBMITTED])) is None
    assert find_publication(make_practice(status="archived", steps=[PUBLISHED])) is None
    assert find_publication(make_practice(steps=[SUBMITTED, PUBLISHED])) == Step(**PUBLISHED)


def test_steps_are_never_translated() -> None:
    practice = make_practice(steps=[SUBMITTED, {**PUBLISHED, "note": "Sehr schön."}])
    fields = {one.field for one in iter_passages(practice)}
    assert "title" in fields
    assert not [one for one in fields if one.startswith("steps")]
