"""Editions: they follow the files, and a bad state of the files does not take a good one away."""

from __future__ import annotations

import gc
import logging
import os
import time
import weakref
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.knowledgebase import KnowledgeBase
from kb.search.finder import Request
from kb.web.server.keeping import EditionKeeper, Watch, settle_memory
from tests.factories import practice_data, write_base, write_practice

FINNISH = practice_data(id="fi-kylatalo", title="Kylätalo täynnä elämää", language="fi-FI")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_base(tmp_path, [practice_data(), FINNISH])


@pytest.fixture
def keeper(root: Path, kb_cache: Path) -> EditionKeeper:
    return EditionKeeper(lambda: KnowledgeBase.open(root, kb_cache))


def titles(keeper: EditionKeeper) -> list[str]:
    return [one.title for one in keeper.current.shelf.practices]


def test_nothing_happens_without_a_change(keeper: EditionKeeper) -> None:
    before = keeper.current
    assert not keeper.refresh()
    assert keeper.current is before


def test_an_edit_makes_a_new_edition_and_leaves_the_old_one_whole(
    keeper: EditionKeeper, root: Path
) -> None:
    before = keeper.current
    write_practice(root, practice_data(title="Ein neuer Titel"))
    assert keeper.refresh()
    assert "Ein neuer Titel" in titles(keeper)
    assert keeper.current.search(Request("neuer", "de")).hits[0].id == "at-sprachcafe"
    assert "Ein neuer Titel" not in [one.title for one in before.shelf.practices]
    assert not before.search(Request("neuer", "de", correct=False)).total
    assert keeper.number == 2


def test_a_faulty_entry_vanishes_and_is_named(
    keeper: EditionKeeper, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    entry = root / "practices" / "at" / "at-sprachcafe.yaml"
    good = entry.read_text("utf-8")
    entry.write_text("title: a: b\n", "utf-8")
    with caplog.at_level(logging.INFO, "kb.web"):
        assert keeper.refresh()
    assert titles(keeper) == ["Kylätalo täynnä elämää"]
    told = [one.fields for one in caplog.records if one.getMessage() == "entry left out"]
    assert [one["place"].partition(":")[0] for one in told] == ["practices/at/at-sprachcafe.yaml"]
    entry.write_text(good, "utf-8")
    assert keeper.refresh()
    assert len(titles(keeper)) == 2


def test_faults_in_kb_yaml_leave_the_last_edition(
    keeper: EditionKeeper, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before, settings = keeper.current, root / "practices" / "kb.yaml"
    good = settings.read_text("utf-8")
    settings.write_text("title: [\n", "utf-8")
    with caplog.at_level(logging.INFO, "kb.web"):
        for _ in range(3):
            assert not keeper.refresh()
    assert keeper.current is before
    assert not keeper.is_fresh
    assert [one.getMessage() for one in caplog.records] == ["edition not loaded"]
    # Neither has the index been made anew for a knowledge base without languages.
    assert keeper.current.search(Request("kylätalo", "fi")).hits[0].id == "fi-kylatalo"
    settings.write_text(good, "utf-8")
    assert keeper.refresh()
    assert keeper.is_fresh


def test_a_knowledge_base_that_is_gone_leaves_the_last_edition(
    keeper: EditionKeeper, root: Path
) -> None:
    (root / "practices").rename(root / "elsewhere")
    for _ in range(2):
        assert not keeper.refresh()
    assert len(titles(keeper)) == 2
    (root / "elsewhere").rename(root / "practices")
    keeper.refresh()
    assert keeper.is_fresh


def test_beginning_with_faults_is_refused_or_waited_for(root: Path, kb_cache: Path) -> None:
    settings = root / "practices" / "kb.yaml"
    good = settings.read_text("utf-8")
    settings.write_text("title: [\n", "utf-8")

    def open_base() -> KnowledgeBase:
        return KnowledgeBase.open(root, kb_cache)

    with pytest.raises(KbError, match=r"kb\.yaml has faults"):
        EditionKeeper(open_base)
    patient = EditionKeeper(open_base, is_patient=True)
    assert patient.edition is None
    with pytest.raises(KbError):
        _ = patient.current
    settings.write_text(good, "utf-8")
    assert patient.refresh()


def test_the_watch_follows_the_files_by_itself(keeper: EditionKeeper, root: Path) -> None:
    watch = Watch(keeper)
    watch.start()
    try:
        write_practice(root, practice_data(title="Ein neuer Titel"))
        for _ in range(600):
            if "Ein neuer Titel" in titles(keeper):
                break
            time.sleep(0.1)
        assert "Ein neuer Titel" in titles(keeper)
    finally:
        watch.end()


@pytest.mark.slow
def test_a_knowledge_base_without_a_cache_is_followed_as_well(root: Path) -> None:
    if not os.access("/dev/null", os.W_OK):
        pytest.skip("no /dev/null here")
    keeper = EditionKeeper(lambda: KnowledgeBase.open(root, Path("/dev/null/cache")))
    assert keeper.current.warnings
    assert len(titles(keeper)) == 2


def test_old_editions_are_let_go(keeper: EditionKeeper, root: Path) -> None:
    before = weakref.ref(keeper.current)
    write_practice(root, practice_data(title="Ein neuer Titel"))
    keeper.refresh()
    settle_memory()
    gc.collect()
    assert before() is None
