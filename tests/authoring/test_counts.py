"""What entries say is counted once, kept, and counted again where it has to be."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kb.authoring.advising.counts import Counts, count_entries, file_of
from kb.authoring.advising.learning import FIELDS
from kb.authoring.advising.profiles import KnownEntries
from kb.authoring.advising.suggesting import Suggestion, suggest_topics
from kb.content.store import Content, load_content
from kb.model import Practice
from tests.factories import practice_data, write_base

STAMP = "1"
LONG_AGO = 1_700_000_000
"""When what lies in the folder was written, unless a test says otherwise."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three entries, one of them with a translation."""
    titles = {"at-cafe": "Sprachcafé", "at-rad": "Fahrräder für alle", "at-garten": "Garten"}
    entries = [practice_data(id=one, title=title) for one, title in titles.items()]
    base = write_base(tmp_path / "base", entries)
    catalog = base / "locales/en/LC_MESSAGES/practices/at-rad.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgctxt "title"\nmsgid "Fahrräder für alle"\nmsgstr "Bicycles for all"\n')
    age(base)
    return base


def age(root: Path, seconds: int = 0) -> None:
    """Let all files be old, as those that nobody has changed just now."""
    for path in root.rglob("*.*"):
        os.utime(path, (LONG_AGO + seconds, LONG_AGO + seconds))


class Counting:
    """Counts the letters of titles, and remembers whose it was asked for."""

    def __init__(self, root: Path, file: Path) -> None:
        self.root = root
        self.file = file
        self.asked: list[str] = []

    def __call__(self, practice: Practice) -> Mapping[str, float]:
        self.asked.append(practice.id)
        return {letter: practice.title.count(letter) / 3 for letter in practice.title}

    def run(self, stamp: str = STAMP) -> Counts:
        """All counts, kept for the next time."""
        return self.count(load_content(self.root), stamp)

    def count(self, content: Content, stamp: str = STAMP) -> Counts:
        """The same of what was read before."""
        self.asked = []
        counts = count_entries(
            content.practices.values(),
            self,
            root=self.root,
            file=self.file,
            stamp=stamp,
            read_at=content.read_at,
        )
        counts.keep(self.file, stamp)
        return counts


def test_only_what_changed_is_counted_again(root: Path, tmp_path: Path) -> None:
    counting = Counting(root, file_of(tmp_path / "cache", root))
    first = counting.run()
    assert sorted(counting.asked) == ["at-cafe", "at-garten", "at-rad"]
    again = counting.run()
    assert counting.asked == []
    assert {one: again.get(one) for one in again.entries} == {
        one: first.get(one) for one in first.entries
    }
    assert again.frequencies == first.frequencies
    path = root / "practices/at/at-garten.yaml"
    path.write_text(path.read_text("utf-8").replace("Garten", "Ein Garten"), "utf-8")
    os.utime(path, (LONG_AGO + 1, LONG_AGO + 1))
    changed = counting.run()
    assert counting.asked == ["at-garten"]
    assert changed.get("at-garten")["E"] == pytest.approx(1 / 3)
    catalog = root / "locales/en/LC_MESSAGES/practices/at-rad.po"
    os.utime(catalog, ns=(0, 0))
    counting.run()
    assert counting.asked == ["at-rad"]
    (root / "practices/at/at-cafe.yaml").unlink()
    assert sorted(counting.run().entries) == ["at-garten", "at-rad"]
    assert counting.asked == []


def test_what_changed_while_it_was_read_is_counted_again(root: Path, tmp_path: Path) -> None:
    counting = Counting(root, file_of(tmp_path / "cache", root))
    path = root / "practices/at/at-garten.yaml"
    content = load_content(root)
    path.write_text(path.read_text("utf-8").replace("Garten", "Acker"), "utf-8")
    assert "G" in counting.count(content).get("at-garten")
    for _time in range(2):
        assert "G" not in counting.run().get("at-garten")
        assert counting.asked == ["at-garten"]
    age(root, seconds=1)
    counting.run()
    counting.run()
    assert counting.asked == []


def test_of_many_entries_it_is_told_how_far_it_is(root: Path, tmp_path: Path) -> None:
    practice = load_content(root).practices["at-rad"]
    many = [practice.model_copy(update={"id": f"at-rad-{number}"}) for number in range(101)]
    told: list[tuple[str, int, int]] = []

    def tell(*progress: Any) -> None:
        told.append(progress)

    count_entries(many, lambda one: {one.id: 1.0}, progress=tell)
    assert told == [("words", 0, 101), ("words", 50, 101), ("words", 100, 101)]
    told.clear()
    counting = Counting(root, tmp_path / "counts")
    count_entries(many, counting, root=root, file=counting.file, progress=tell)
    assert len(told) == 3
    count_entries(many[:50], counting, progress=tell)
    assert len(told) == 3


def test_what_could_not_be_kept_does_not_count_as_kept(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    counting = Counting(root, tmp_path / "file" / "counts")
    assert not counting.run().is_kept
    assert Counting(root, tmp_path / "counts").run().is_kept


def test_another_stamp_or_a_damaged_file_counts_all(root: Path, tmp_path: Path) -> None:
    counting = Counting(root, file_of(tmp_path / "cache", root))
    counting.run()
    counting.run("2")
    assert len(counting.asked) == 3
    data = counting.file.read_bytes()
    for damaged in (b"", bytes(4), data[:2], data[:-9], data[:40] + b"\0" + data[41:]):
        counting.file.write_bytes(damaged)
        assert len(counting.run("2").entries) == 3
        assert len(counting.asked) == 3


def test_suggestions_are_the_same_without_a_cache(
    root: Path, tmp_path: Path, kb_cache: Path
) -> None:
    content = load_content(root)
    blocked = tmp_path / "no-folder"
    blocked.write_text("in the way")
    analysers = KnownEntries.load(content, kb_cache)._analysers

    def suggestions(cache: Path | None) -> list[list[Suggestion]]:
        known = KnownEntries.load_with(content, analysers, cache)
        entries = content.practices.values()
        return [suggest_topics(known, one, field=field) for one in entries for field in FIELDS]

    wanted = suggestions(None)
    assert any(wanted)
    for cache in (blocked, tmp_path / "cache", tmp_path / "cache"):
        assert suggestions(cache) == wanted
