"""Translations that fell behind are told at the lines of the entry."""

from __future__ import annotations

from kb.content.store import load_content
from kb.errors import Issue
from kb.translation.outdated import find_outdated
from tests.translation.workbench import ID, TARGETS, Workbench


def found(bench: Workbench, *langs: str) -> list[Issue]:
    keys = bench.workshop.find_keys(())
    return find_outdated(load_content(bench.root), langs or TARGETS, keys)


def test_nothing_is_told_where_all_is_translated(filled: Workbench) -> None:
    assert found(filled) == []


def test_edit_is_told_at_its_line_with_the_languages_that_fell_behind(filled: Workbench) -> None:
    path = filled.edit(title="Sprachcafé im alten Dorfladen")
    (issue,) = found(filled)
    lines = path.read_text("utf-8").splitlines()
    assert (issue.code, issue.where.path) == ("KB621", path)
    assert "Dorfladen" in lines[issue.where.line - 1]
    assert issue.params == {"langs": "fi, sv, en"}
    filled.update()
    assert found(filled, "sv") == [Issue("KB621", issue.where, {"langs": "sv"})]


def test_paragraphs_of_one_text_are_told_once(filled: Workbench) -> None:
    filled.edit(context="Im Dorf gab es wenig Gelegenheit, Deutsch zu reden.\n\nUnd keinen Laden.")
    codes = [one.code for one in found(filled)]
    assert codes == ["KB622", "KB621"]


def test_what_was_never_translated_is_told_once_for_each_record(bench: Workbench) -> None:
    bench.update(langs=["fi"])
    (issue,) = found(bench, "fi", "de")
    assert (issue.code, issue.where.line) == ("KB622", 1)
    assert issue.params["counts"] == f"fi {len(bench.messages('fi'))}"
    assert issue.where.path.stem == ID
